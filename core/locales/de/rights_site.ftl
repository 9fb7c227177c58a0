# Die eigenen Rechte auf der Website: /account/privacy mit allen Seiten, die Seite eines gesperrten Kontos und der Beleg.

site-done-kept = Dein Konto bleibt. Was inzwischen geendet hat, etwa angemeldete Browser und entfernte Nachrichten, kommt nicht zurück.
site-done-lifted = Dein Konto funktioniert wieder.

# --- die Übersicht --------------------------------------------------------------------------------

rights-site-lead = Das alles ist kostenlos und geht genauso in deinen Chats, mit /privacy.
rights-site-here = Was du tun kannst
rights-site-see = Ansehen, was wir speichern
rights-site-see-more = Wie viel, seit wann, wozu, wie lange, und wer es bekommt.
rights-site-export = Kopie holen
rights-site-export-more = Alles, was wir über dich speichern, zum Lesen und für Programme.
rights-site-correct = Berichtigen
rights-site-correct-more = Deine Adresse, deine Chats, deine Einstellungen und alles andere.
rights-site-delete = Konto löschen
rights-site-delete-more = Zeigt zuerst, was verschwindet und was warum bleibt. Dann wählst du, wann.
rights-site-training = Training
rights-site-training-more = Ja oder Nein sagen und sehen, wann du das zuletzt getan hast.
rights-site-policy = Datenschutzerklärung
rights-site-policy-more = Der gültige Text und jede frühere Fassung.
rights-site-contact = Kontakt
rights-site-contact-more = Wem du schreiben kannst und was dann geschieht.
rights-site-report = Minderjährige melden
rights-site-report-more = Sag uns, wenn ein Konto jemandem gehört, der zu jung ist.
rights-site-others = Weitere Rechte
rights-site-others-more = Einschränken, widersprechen, sich beschweren, eine Antwort überprüfen lassen und mehr.
rights-site-asked = Im Gange
rights-site-over = Frühere Anfragen
rights-site-received = Eingegangen
rights-site-open = Öffnen
rights-site-go-on = Weiter
rights-site-back = Zurück zu „Daten“
rights-site-gone = Diese Anfrage ist abgeschlossen. Fang neu an, wenn du es noch willst.

# --- ansehen, berichtigen, die anderen Rechte -----------------------------------------------------

rights-site-counts = Wie viel es ist
rights-site-see-copy = Die Daten selbst stehen in deiner Kopie.
rights-site-correct-closed = Dein Konto pausiert, deshalb lässt sich auf seinen Seiten gerade nichts ändern. Schreib uns, was nicht stimmt und wie es heißen soll; wir berichtigen es für dich.
rights-site-correct-chats = Welche Chats dir gehören, und wie du einen abtrennst.
rights-site-correct-settings = Deine Sprache und wann du nach Preisen gefragt wirst.
rights-site-correct-else = Für alles andere schreib uns:
rights-site-others-lead = Neben Kopie, Berichtigung und Löschung hast du diese Rechte.
rights-site-others-which = Was möchtest du?
rights-site-what-restrict = Wir bewahren deine Daten auf und tun sonst nichts damit. Es wird nichts gemacht und nichts abgebucht, bis du das hier oder mit /privacy aufhebst. Das gilt sofort.
rights-site-what-opt-out-sale = Wir verkaufen von niemandem Daten und geben keine für Werbung weiter. Wir halten fest, dass du das verlangt hast.
rights-site-others-words = Deine Worte
rights-site-others-words-more = Du musst nichts schreiben. Bitte keine Kartennummern und keine Ausweise.
rights-site-others-send = Senden

# --- eine Kopie -----------------------------------------------------------------------------------

rights-site-export-going = Du hast schon eine Kopie angefordert. Es wird immer nur eine gemacht.
rights-site-export-waits = An deinem Konto hat sich gerade etwas geändert. Zu deiner Sicherheit beginnt eine Kopie frühestens am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
rights-site-export-where = Wir sagen dir in deinen Chats und per E-Mail Bescheid, wenn sie fertig ist; meistens dauert das ein paar Minuten. Abholen kannst du sie sieben Tage lang hier, auf einer Seite, die nur du siehst.
rights-site-proof-ahead = Damit sicher ist, dass du es bist, schicken wir danach eine Nummer an eine andere Stelle, wo nur du liest, und fragen hier danach.

# --- eine Nummer als Nachweis ---------------------------------------------------------------------

rights-site-code = Gib die Nummer ein, die wir dir geschickt haben
rights-site-digits = Sechs Ziffern
rights-site-code-nowhere = Es gibt keine andere Stelle mehr, an die wir eine Nummer schicken könnten. Lass sie unten noch einmal schicken, dann geht es weiter.
rights-site-code-again = Es kam keine Nummer?
rights-site-code-again-more = Wir können eine neue schicken. Die vorige gilt dann nicht mehr.
rights-site-code-again-button = Neue Nummer schicken
rights-site-code-over = Diese Nummer gilt nicht mehr. Lass dir eine neue schicken.

# --- löschen --------------------------------------------------------------------------------------

rights-site-delete-what = Was verschwindet und was bleibt
rights-site-delete-how = Wie es geschehen soll
rights-site-when = Wann?
rights-site-later = { $days ->
    [0] Wie üblich
    [one] In { $days } Tag
   *[other] In { $days } Tagen
}
rights-site-now = Sofort
rights-site-chats = Was wir für dich in Chats gepostet haben
rights-site-nothing-yet = Noch wird nichts gelöscht. Du bestätigst auf der nächsten Seite.
rights-site-sure = Konto löschen?
rights-site-sure-out = Alle Browser werden abgemeldet, auch dieser, und offene Links funktionieren nicht mehr.
rights-site-word = löschen
rights-site-type-word = Gib zur Bestätigung das Wort „{ $word }“ ein
rights-site-word-other = Das war ein anderes Wort, deshalb wurde nichts geändert. Das Wort lautet „{ $word }“.
rights-site-change = Anders wählen
rights-site-stay = Konto behalten

# --- gesperrt und pausiert ------------------------------------------------------------------------

rights-site-locked = Dein Konto ist gesperrt
rights-site-locked-now = Die Löschung deines Kontos hat begonnen. Sie lässt sich nicht mehr zurücknehmen.
rights-site-keep-how = Wenn du dein Konto behalten willst, drück in einem deiner Chats „Konto behalten“, oder melde dich wieder an und drück es hier.
rights-site-receipt-where = Der Beleg zeigt, wie weit die Löschung ist, und danach, was aus allem geworden ist. Bewahre das Kennzeichen auf: Zum Öffnen muss niemand angemeldet sein, und über dich steht nichts darin.
rights-site-receipt-open = Beleg öffnen
rights-site-paused = Dein Konto pausiert
rights-site-restricted = Du hast uns gebeten, deine Daten nur aufzubewahren und sonst nichts damit zu tun. Deshalb wird nichts gemacht und nichts abgebucht, bis du das aufhebst.
rights-site-quarantined = An deinem Konto wird etwas geprüft. Bis das erledigt ist, wird nichts gemacht und nichts abgebucht.
rights-site-paused-rights = Deine Rechte kannst du wie immer nutzen: ansehen, kopieren, berichtigen und löschen.
rights-site-to-privacy = Deine Privatsphäre
rights-site-lift = Konto wieder nutzen

# --- der Beleg ------------------------------------------------------------------------------------

rights-site-receipt = Beleg
rights-site-complete = Die Löschung ist vollständig.
rights-site-incomplete = Noch ist nichts vollständig. Zuerst muss jeder Schritt unten erledigt sein.
rights-site-state-grace = Das Konto ist gesperrt. Es wird am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC gelöscht, wenn es bis dahin niemand behalten will.
rights-site-confirmed = Bestätigt
rights-site-ended = Beendet
rights-site-gone-backups = Aus der letzten Sicherungskopie verschwunden bis
rights-site-steps = Schritt für Schritt
rights-site-step-done = Erledigt
rights-site-step-waits = Steht aus
rights-site-step-messages = Nachrichten in Chats
rights-site-step-objects = Bilder, Dateien und Kopien
rights-site-step-maker = mayi.one benachrichtigt oder dessen eigener Löschtermin vermerkt
rights-site-step-carrier = Resend benachrichtigt oder dessen eigener Löschtermin vermerkt
rights-site-step-letter = Dieser Beleg verschickt
rights-site-step-tombstone = Eine Marke gegen die Rückkehr aus einer Sicherungskopie
rights-site-step-rows = Alles in der Datenbank
rights-site-step-compaction = Freier Platz in der Datenbank überschrieben
rights-site-step-verification = Ein letzter Blick, ob etwas übrig ist
rights-site-ours = Was wir gespeichert hatten
rights-site-in-chats = Nachrichten in Chats
rights-site-elsewhere = Was andere für uns speichern
rights-site-until = Bis { DATETIME($at, dateStyle: "medium") }
rights-site-there-kept = { $count } – dort nach den Regeln der Firma gelöscht; einen Tag nennt sie nicht
rights-site-there-ends = { $count } – dort gelöscht bis zum { DATETIME($at, dateStyle: "long") }
rights-site-kept = Was aufbewahrt wird, bis wann und warum
rights-site-kept-payments = { $count ->
    [one] Eine Zahlung, bis zum { DATETIME($at, dateStyle: "long") }, weil das Steuerrecht es verlangt. Daneben steht sonst nichts über die Person.
   *[other] { $count } Zahlungen, bis zum { DATETIME($at, dateStyle: "long") }, weil das Steuerrecht es verlangt. Daneben steht sonst nichts über die Person.
}
rights-site-kept-totals = Summen in unseren Büchern, in denen niemand zu erkennen ist, damit die Rechnung weiter aufgeht.
rights-site-kept-mark = Eine Marke, aus der niemand einen Namen lesen kann, bis zum { DATETIME($at, dateStyle: "long") }, damit keine wiederhergestellte Sicherungskopie das Konto zurückbringt.
rights-site-kept-record = Dieser Beleg und das Protokoll seiner Schritte, bis zum { DATETIME($at, dateStyle: "long") }, als Nachweis, dass die Anfrage beantwortet wurde.
rights-site-seal-good = Die Siegel des Protokolls passen: Kein Schritt wurde nachträglich geändert oder entfernt.
rights-site-seal-broken = Die Siegel des Protokolls passen nicht, verlass dich also nicht auf diesen Beleg. Bitte schreib uns und nenn das Kennzeichen.
rights-site-receipt-nobody = Wer das Kennzeichen kennt, kann diese Seite öffnen. Sie nennt keine Person.
