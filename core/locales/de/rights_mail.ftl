# Anfragen, die per Mail an die Datenschutzadresse kommen.

rights-kind-question = Frage
legal-table-request-mail = was du an unsere Datenschutzadresse geschrieben hast (deine Adresse, Worte, Zeit, Zahl der Anhänge)
legal-sent-resend-incoming = Mails, die du an unsere Datenschutzadresse schreibst

mail-rights-by-mail =
    .subject = Deine Mail zu deinen Daten ist da
    .lead = Deine Mail ist angekommen, und du bekommst unsere Antwort spätestens am { DATETIME($due, dateStyle: "long") }. Eine Mail allein zeigt nicht, um wessen Konto es geht; deshalb ist noch nichts geschehen.
    .chat = Du möchtest eine Kopie deiner Daten, eine Berichtigung, die Löschung oder etwas anderes, das ein Konto betrifft? Schreib /privacy in einem Chat mit InkMirage, der zu dem Konto gehört, und frag dort danach.
    .site = Oder melde dich auf unserer Website an. Dafür schicken wir einen Link, der einmal gilt, an die Adresse, die zu dem Konto eingetragen ist – egal, von welcher du geschrieben hast.
    .people = Du hast eine Frage oder eine Beschwerde? Dann brauchst du nichts weiter zu tun: Ein Mensch liest deine Mail und antwortet.
    .others = Du schreibst für jemand anderen? Wir fangen an, sobald diese Person auf einem der beiden Wege selbst darum gebeten hat.
    .papers = Bitte schick uns keine Ausweise, wir brauchen sie nie. Anhänge öffnen wir nicht und bewahren sie nicht auf.
    .machine = Diese Antwort hat ein Programm geschrieben. Sie ist dieselbe, ob ein Konto deine Adresse hat oder nicht, und sagt darüber nichts.
    .button = Anmelden und dort fragen

joined-by-mail = Deine Mail vom { DATETIME($at, dateStyle: "long") } gehört jetzt zu dieser Anfrage.
joined-by-mail-more = Du brauchst nichts weiter zu tun.
