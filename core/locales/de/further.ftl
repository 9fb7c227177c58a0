# Rechte neben Kopie, Berichtigung und Löschung, und wie sie beantwortet werden.

further-lead = Neben Kopie, Berichtigung und Löschung hast du diese Rechte. Wähl eines aus, dann liest du zuerst, was es bedeutet.
further-free = Sie kosten nichts, und es spielt keine Rolle, wo du wohnst.
button-more-rights = Weitere Rechte
button-right-restrict = Daten behalten, nicht nutzen
button-right-object = Widersprechen
button-right-complaint = Beschweren
button-right-appeal = Antwort anfechten
button-right-limit = Nutzung begrenzen
button-right-opt-out-sale = Kein Verkauf meiner Daten
button-right-agent = Jemand handelt für mich

further-what-object = Du kannst dem widersprechen, was wir in unserem eigenen Interesse tun: Versuche zählen und Besuche ansehen, um Missbrauch zu finden. Ein Mensch wägt deine Gründe gegen unsere ab und sagt dir, was dabei herauskommt.
further-what-complaint = Sag uns, was wir mit deinen Daten falsch gemacht haben. Ein Mensch liest es und antwortet. Du kannst dich auch jederzeit an eine Datenschutzbehörde wenden, ohne uns vorher zu fragen.
further-what-appeal = Wenn du mit einer Antwort von uns nicht zufrieden bist, sieht sie sich jemand anderes noch einmal an.
further-what-limit = Du kannst verlangen, dass wir sensible Daten nur für das nutzen, worum du uns gebeten hast. Für anderes nutzen wir sie nicht; wenn du das anders siehst, prüft es ein Mensch.
further-what-agent = Jemand anderes darf deine Rechte in deinem Namen geltend machen, wenn du es schriftlich erlaubt hast. Mit der Anfrage hier bestätigst du das.
further-words = Wenn du möchtest, kannst du ein paar Worte dazu schreiben.
button-say-more = Worte hinzufügen
button-ask-so = Ohne Worte senden
command-tell-right =
    .description = Mach eines deiner Rechte in eigenen Worten geltend
    .option-kind = Welches Recht
    .choice-kind-restrict = Daten behalten, nicht nutzen
    .choice-kind-object = Widersprechen
    .choice-kind-complaint = Beschweren
    .choice-kind-appeal = Antwort anfechten
    .choice-kind-limit = Nutzung begrenzen
    .choice-kind-opt-out-sale = Kein Verkauf meiner Daten
    .choice-kind-agent = Jemand handelt für mich
    .option-words = Was du sagen möchtest

further-object = Dein Widerspruch ist bei uns.
further-complaint = Deine Beschwerde ist bei uns.
further-appeal = Deine Anfechtung ist bei uns. Jemand, der vorher nicht beteiligt war, sieht sie sich an.
further-limit = Deine Anfrage ist bei uns.
further-agent = Deine Bestätigung ist bei uns. Mit der anderen Person haben wir nur so weit zu tun, wie du es erlaubt hast, und alles über dich geht weiterhin an dich.
further-by = Du bekommst unsere Antwort spätestens am { DATETIME($at, dateStyle: "long") }.
further-restrict = Erledigt. Ab jetzt werden deine Daten aufbewahrt und für nichts genutzt: Es entstehen keine Bilder, und nichts wird berechnet. Bilder, die noch nicht begonnen waren, sind abgebrochen, und ihre Credits sind zurück.
further-opt-out-sale = Wir verkaufen niemandes Daten und geben sie nicht für Werbung weiter. Es gibt also nichts, dem du widersprechen müsstest. Wir haben vermerkt, dass du gefragt hast.
button-lift = Konto wieder nutzen
further-lifted = Dein Konto funktioniert wieder.
further-not-restricted = Dein Konto ist nicht eingeschränkt.

further-answer = Zu deiner Anfrage: { $kind }.
further-done = Es ist erledigt.
further-denied-unverified = Wir konnten es nicht tun, weil nichts zeigt, dass das Konto dir gehört. Frag noch einmal aus einem Chat oder von einer Adresse, die dazu gehört.
further-denied-no-match = Wir konnten es nicht tun, weil wir nichts haben, worum es gehen könnte.
further-denied-exempt = Wir konnten es nicht tun, weil das Gesetz verlangt oder erlaubt, dass es bleibt, wie es ist.
further-denied-unfounded = Wir haben es nicht getan, weil dasselbe schon gefragt und beantwortet wurde oder weil nichts verlangt wurde.
further-denied-others = Wir konnten es nicht tun, weil es anderen Menschen etwas nehmen würde.
further-not-content = Nicht zufrieden? Du kannst es noch einmal prüfen lassen, dich bei uns beschweren oder dich an eine Datenschutzbehörde wenden.
button-appeal = Noch einmal prüfen lassen
button-complain = Beschweren

minor-unclear = Jemand hat uns gesagt, dass dieses Konto vielleicht einem Kind gehört, und wir konnten es nicht klären. Bis das klar ist, entstehen keine Bilder, und nichts wird berechnet.
minor-unclear-how = Bitte schreib uns über /support, dass du alt genug bist; Dokumente brauchen wir nicht. Wir sehen spätestens am { DATETIME($at, dateStyle: "long") } wieder nach.
minor-false = Wir haben uns dein Konto noch einmal angesehen, und alles ist in Ordnung. Es funktioniert wie zuvor. Entschuldige die Unterbrechung.

on-behalf-program = Du warst lange nicht hier, und wir haben es dir zweimal angekündigt. Mit einem Druck auf den Knopf behältst du das Konto noch.
on-behalf-operator = Wir tun das, weil uns jemand darum gebeten hat, der ein Recht darauf hat. Das warst nicht du? Dann drück den Knopf.
on-behalf-platform = Die Chat-Plattform hat uns darum gebeten.

mail-rights-answered =
    .subject = Unsere Antwort auf deine Anfrage
    .lead = { $outcome ->
        [done] Was du wolltest, ist erledigt.
        [unverified] Wir konnten deine Anfrage nicht erfüllen, weil nichts zeigt, dass das Konto dir gehört. Frag noch einmal aus einem Chat oder von einer Adresse, die dazu gehört.
        [no-match] Wir konnten deine Anfrage nicht erfüllen, weil wir nichts haben, worum es gehen könnte.
        [exempt] Wir konnten deine Anfrage nicht erfüllen, weil das Gesetz verlangt oder erlaubt, dass es bleibt, wie es ist.
        [unfounded] Wir haben deine Anfrage nicht erfüllt, weil dasselbe schon gefragt und beantwortet wurde oder weil nichts verlangt wurde.
       *[others] Wir konnten deine Anfrage nicht erfüllen, weil es anderen Menschen etwas nehmen würde.
    }
    .appeal = Nicht zufrieden? Du kannst es noch einmal prüfen lassen, dich bei uns beschweren oder dich an eine Datenschutzbehörde wenden. Die Knöpfe dafür sind in deinem Chat; eine Antwort auf diese Mail genügt auch.
    .button = Anfrage ansehen
