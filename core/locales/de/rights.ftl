# Die Kopie der eigenen Daten: ihre Seiten, in einfachen Worten.

rights-index-title = Deine Daten bei InkMirage
rights-processing-title = Wozu deine Daten dienen und welche Rechte du hast
rights-as-of = So war der Stand am { $at }. Was danach kam, ist nicht enthalten.
rights-state-complete = Diese Kopie ist vollständig. Alles, was wir über dich speichern, ist darin, außer dem, was unter „Nicht enthalten, und warum“ steht.
rights-state-gaps = { $count ->
    [one] Diese Kopie hat eine Lücke: Etwas, das hierher gehört, ließ sich nicht lesen. Unten steht, was und warum.
   *[other] Diese Kopie hat Lücken: { $count } Dinge, die hierher gehören, ließen sich nicht lesen. Unten steht, welche und warum.
}
rights-heading-gaps = Was sich nicht lesen ließ
rights-why-missing = Die Datei ist nicht mehr in unserem Speicher.
rights-why-unavailable = Unser Speicher hat nicht geantwortet, auch nicht beim zweiten Versuch.
rights-why-differs = Die Datei in unserem Speicher ist nicht die, die damals abgelegt wurde. Darum haben wir sie weggelassen.
rights-why-count = Die Datei enthält eine andere Zahl von Einträgen als die Datenbank.

rights-heading-records = Einträge
rights-records = Jede Datei enthält einen Eintrag pro Zeile, in einer Form, die Programme lesen können (JSON). Das Schema daneben sagt, was die Felder sind. Alle Zeiten sind in UTC.
rights-ledger = Deine Credits, Buchung für Buchung, als Tabelle
rights-rows = { $count ->
    [0] keine Einträge
    [one] ein Eintrag
   *[other] { $count } Einträge
}
rights-schema = Schema

rights-heading-pictures = Was du dir gewünscht hast und die Bilder dazu
rights-no-picture = Zu dieser Anfrage gibt es kein Bild.
rights-heading-references = Deine Referenzbilder

rights-heading-withheld = Nicht enthalten, und warum
rights-withheld = Manche Felder fehlen. Hier stehen sie nach der Art der Einträge, zu denen sie gehören:
rights-withheld-copy = Kopien von etwas, das schon in diesem Paket ist:
rights-withheld-internal = Technische Werte, die nichts über dich sagen:
rights-withheld-credential = Schlüssel, die etwas öffnen; in falschen Händen würden sie dir schaden:
rights-withheld-unlinkable = Werte, die wir selbst keiner Person zuordnen können:
rights-withheld-impersonal = Werte, die keine Person betreffen:
rights-withheld-other = In Einträgen, die zwei Menschen nennen, was den anderen betrifft:
rights-withheld-nobody = Wir können nicht sagen, welche dieser Einträge zu wem gehören, oder sie betreffen keine Person.

rights-heading-check = So prüfst du, dass nichts verändert wurde
rights-check = manifest-sha256.txt und tagmanifest-sha256.txt enthalten die SHA-256-Prüfsumme jeder Datei. Jedes Programm für BagIt-Pakete (RFC 8493) vergleicht sie für dich.

rights-heading-held = Was wir speichern, warum und wie lange
rights-heading-use = Wozu es dient und auf welcher Rechtsgrundlage
rights-heading-recipients = Wer es erhält
rights-heading-kept = Wie lange es bleibt
rights-heading-rights = Deine Rechte
rights-heading-source = Woher es kommt
rights-heading-automatic = Automatische Entscheidungen
