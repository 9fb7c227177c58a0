# Die Rechte an den eigenen Daten: /privacy und wohin die Knöpfe dort führen.

command-privacy =
    .name = datenschutz
    .description = Ansehen, kopieren, berichtigen oder löschen, was wir über dich speichern
command-export-my-data =
    .name = meine-daten-exportieren
    .description = Eine Kopie von allem, was wir über dich speichern
command-delete-me =
    .name = konto-löschen
    .description = Dein Konto und alles löschen, was dazugehört
command-code =
    .name = nummer
    .description = Die zugeschickte Nummer eingeben
    .option-code = Die sechs Ziffern
command-type-code =
    .name = nummer-eingeben
    .description = Die zugeschickte Nummer eingeben
command-my-data =
    .name = meine-daten
    .description = Was wir über dich speichern
command-correct =
    .name = berichtigen
    .description = Richtigstellen, was über dich nicht stimmt
command-export-start =
    .name = kopie-starten
    .description = Eine Kopie deiner Daten beginnen
command-export-stop =
    .name = kopie-abbrechen
    .description = Die Kopie deiner Daten abbrechen
    .option-request = Welche Kopie
command-delete-choose =
    .name = löschung-wählen
    .description = Wann dein Konto gelöscht wird
    .option-now = Sofort, ohne Bedenkzeit
    .option-leave = In Chats stehen lassen, was dort gepostet wurde
    .option-request = Zu welcher Anfrage es gehört
command-delete-press =
    .name = löschung-bestätigen
    .description = Die Löschung bestätigen
    .option-request = Zu welcher Anfrage es gehört
    .option-number = Die Zahl, die in der Nachricht steht
command-delete-cancel =
    .name = konto-behalten
    .description = Dein Konto doch behalten

# --- die Übersicht --------------------------------------------------------------------------------

privacy-title = Deine Privatsphäre bei InkMirage
privacy-given = mayi.one bekommt Prompts und Referenzbilder, um die Bilder zu machen; Cloudflare R2 speichert sie; Resend stellt unsere Mails zu. Wir verkaufen nichts und trainieren keine Modelle mit dem, was dir gehört, außer du sagst Ja.
rights-hub = Das alles ist kostenlos und geht in jedem Chat und auf der Website genauso:
button-privacy = Deine Privatsphäre
button-see = Ansehen, was wir speichern
button-export = Kopie holen
button-correct = Berichtigen
button-delete-account = Konto löschen
button-training = Training
button-policy = Datenschutzerklärung
button-contact = Kontakt
button-report = Minderjährige melden
button-back = Zurück
button-chats = Chats
fact-reference = Kennzeichen
rights-kind-export = Kopie deiner Daten
rights-kind-erase = Löschung
rights-kind-correct = Berichtigung
rights-kind-restrict = Einschränkung
rights-kind-object = Widerspruch
rights-kind-complaint = Beschwerde
rights-kind-appeal = Einspruch
rights-kind-limit = Begrenzte Nutzung
rights-kind-opt-out-sale = Kein Verkauf von Daten
rights-kind-agent = Anfrage durch eine Vertretung
rights-kind-minor = Meldung zu Minderjährigen
rights-request-gone = Diese Anfrage ist abgeschlossen oder gehört nicht dir. Unter /privacy siehst du den Stand.
rights-now-export = Die Kopie entsteht gerade.
rights-now-erase = Dein Konto ist gesperrt und wird jetzt gelöscht.
rights-state-draft = Noch nicht bestätigt.
rights-state-open = Wir antworten spätestens am { DATETIME($at, dateStyle: "long") }.
rights-state-held = Zu deiner Sicherheit beginnt es am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Wir haben in deinen anderen Chats Bescheid gesagt.
rights-state-grace = Dein Konto ist gesperrt und wird am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC gelöscht. Bis dahin kannst du es dir anders überlegen.
rights-state-running = { $total ->
    [0] In Arbeit.
   *[other] In Arbeit: { $done } von { $total } Dateien.
}
rights-state-ready = Fertig. Abholen kannst du sie bis zum { DATETIME($at, dateStyle: "long") }.
rights-state-done = Erledigt.
rights-state-cancelled = Zurückgezogen.
rights-state-expired = Nie bestätigt, deshalb wurde nichts getan.
rights-state-denied = Abgelehnt.
rights-state-stuck = Das dauert länger, als es sollte. Jemand kümmert sich darum, und du bekommst unsere Antwort bis zum { DATETIME($at, dateStyle: "long") }.

# --- ansehen und berichtigen ----------------------------------------------------------------------

rights-see = Das haben wir seit dem { DATETIME($at, dateStyle: "long") } über dich gespeichert:
rights-see-who = Wer sonst etwas davon hat: die Chat-Plattformen, auf denen du uns nutzt, mayi.one (Prompts und Referenzbilder), Cloudflare R2 (Bilder), Resend (unsere Mails an dich und deine an unsere Datenschutzadresse).
rights-see-more = Die Daten selbst stehen in deiner Kopie, mit jedem Zweck, jedem Empfänger und jeder Frist. In einem Chat zeigen wir sie nie.
rights-number = { $count }
rights-counted-prompts = Prompts
rights-counted-pictures = Bilder
rights-counted-references = Referenzbilder
rights-counted-chats = Verbundene Chats
rights-counted-messages = Unsere Nachrichten in Chats
rights-counted-letters = Mails der letzten Tage
rights-counted-browsers = Angemeldete Browser
rights-counted-credits = Credits
rights-counted-bookings = Buchungen
rights-counted-payments = Zahlungen
rights-counted-copies = Kopien deiner Daten
rights-counted-maker = An mayi.one gesendete Prompts
rights-counted-carrier = Über Resend gesendete Mails
rights-correct = Das hier kannst du selbst richtigstellen. Stimmt etwas anderes nicht, schreib uns, wie es heißen soll.
rights-correct-books = Buchungen werden nie umgeschrieben: Eine falsche wird durch eine zweite ausgeglichen.

# --- eine Nummer als Nachweis ---------------------------------------------------------------------

rights-code = Deine Nummer: { $code }
rights-code-warning = Sie gehört zu einer Anfrage zu deinen Daten und gilt zehn Minuten. Hier fragen wir nie danach. War die Anfrage nicht von dir? Dann gib die Nummer niemandem und sieh nach, wer angemeldet ist: /account
rights-code-mailed = Damit sicher ist, dass du es bist, haben wir eine Nummer an die E-Mail-Adresse deines Kontos geschickt.
rights-code-told = Damit sicher ist, dass du es bist, haben wir dir eine Nummer in deinen Chat auf { $platform } geschickt.
rights-code-life = Sie hat sechs Ziffern und gilt zehn Minuten.
rights-code-wrong = Das ist nicht die Nummer, die wir geschickt haben. Bitte vergleiche die sechs Ziffern.
rights-code-over = Wir warten auf keine Nummer mehr. Fang mit /privacy noch einmal an.
button-type-code = Nummer eingeben

# --- eine Kopie -----------------------------------------------------------------------------------

rights-copy = Du bekommst alles, was wir über dich speichern, als eine Datei: für dich zum Lesen und für Programme zum Weiterverwenden.
rights-copy-contents = Darin sind { $prompts ->
    [one] { $prompts } Prompt
   *[other] { $prompts } Prompts
}, { $pictures ->
    [one] { $pictures } Bild
   *[other] { $pictures } Bilder
} im gespeicherten Original, deine Buchungen, deine Einstellungen und wozu jeder Eintrag dient.
rights-copy-where = Eine kleine Kopie kommt hierher, als Datei. Eine große holst du auf der Website ab, wo du dich zuerst anmeldest. Sie liegt dort sieben Tage lang.
rights-copy-where-site = Du holst sie auf der Website ab, wo du dich zuerst anmeldest. Sie liegt dort sieben Tage lang.
rights-copy-answer = Du hörst hier von uns, wenn sie fertig ist. Meistens dauert das ein paar Minuten.
rights-copy-stopped = Die Kopie wurde abgebrochen, und was davon schon da war, ist gelöscht.
rights-copy-locked = Dein Konto ist gesperrt, weil es gelöscht werden soll. Für eine Kopie musst du es zuerst behalten: /delete-me
button-copy-start = Kopie erstellen
button-copy-stop = Abbrechen

# --- löschen --------------------------------------------------------------------------------------

rights-delete = Das würde beim Löschen deines Kontos geschehen, überall und endgültig:
rights-delete-kept = Was bleibt: Zahlungen, weil das Steuerrecht es verlangt, ohne alles andere über dich; und die Summen in unseren Büchern, in denen niemand zu erkennen ist.
rights-delete-unreached = Was wir nicht erreichen: was andere kopiert oder weitergegeben haben, und Nachrichten, die uns eine Chat-Plattform nicht mehr entfernen lässt. Wie viele das sind, steht im Beleg.
rights-fate-deleted = { $count } – gelöscht
rights-fate-anonymised = { $count } – nur die Summe bleibt
rights-fate-kept = { $count } – aufbewahrt, weil das Gesetz es verlangt
rights-fate-left = { $count } – dort gelassen, wie du es wolltest
rights-fate-told = { $count } – um Löschung gebeten
rights-fate-blanked = { $count } – geleert
rights-fate-too-old = { $count } – zu alt, um entfernt zu werden
rights-fate-no-access = { $count } – für uns nicht erreichbar
rights-fate-token-dead = { $count } – nicht mehr zu entfernen
rights-lost = { $credits } – verloren
button-export-first = Zuerst eine Kopie holen
button-delete-later = { $days ->
    [0] Löschen
    [one] In { $days } Tag löschen
   *[other] In { $days } Tagen löschen
}
button-delete-now = Sofort löschen
rights-choose-later = Dein Konto wird sofort gesperrt und am { DATETIME($at, dateStyle: "long") } gelöscht. Bis dahin kannst du es dir anders überlegen.
rights-choose-now = Dein Konto wird sofort gelöscht. Niemand kann es zurückholen.
rights-chats-go = Was wir für dich in Chats gepostet haben, wird auch entfernt, gleich nach deiner Bestätigung; es kommt nicht zurück, wenn du es dir anders überlegst. Bei Telegram können wir Nachrichten 48 Stunden lang entfernen; ältere werden geleert, wo das möglich ist.
rights-chats-stay = Was wir für dich in Chats gepostet haben, bleibt dort stehen.
rights-press = Drück { $number }, um fortzufahren.
rights-other-number = Das war eine andere Zahl. Es wurde nichts geändert.
button-chats-leave = In Chats alles stehen lassen
button-chats-remove = Auch in Chats entfernen
rights-not-at-once = An deinem Konto hat sich gerade etwas geändert. Zu deiner Sicherheit kann es deshalb vor dem { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC nicht sofort gelöscht werden. Die Löschung mit Bedenkzeit kannst du aber wählen.
rights-locked = Dein Konto ist gesperrt und wird am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC gelöscht. Bis dahin wird nichts gemacht und nichts abgebucht.
rights-locked-means = Es wird nichts gemacht und nichts abgebucht. Browser sind abgemeldet, und offene Links funktionieren nicht mehr.
rights-restricted = Du hast uns gebeten, deine Daten nur aufzubewahren und sonst nichts damit zu tun. Um weiterzumachen, heb das unter /privacy auf.
rights-quarantined = Dein Konto pausiert, solange etwas daran geprüft wird. Deine Rechte kannst du wie immer nutzen: /privacy
rights-erase-notice = Dein Konto wird am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC gelöscht.
rights-erase-not-you = Warst du das nicht? Dann drück den Knopf und sieh nach, wer angemeldet ist: /account
button-erase-cancel = Konto behalten
rights-kept = Dein Konto bleibt. Was inzwischen geendet hat, etwa angemeldete Browser und entfernte Nachrichten, kommt nicht zurück.
rights-nothing-to-cancel = Es ist keine Löschung im Gange. Dein Konto ist, wie es war.
rights-too-late = Die Löschung hat begonnen und lässt sich nicht mehr zurücknehmen.
rights-erased = Dein Konto ist gelöscht, wie du es wolltest. Aufbewahrt wird davon nur, was im Beleg steht.
rights-erased-backups = Die letzte Sicherungskopie, die noch etwas davon enthält, ist bis zum { DATETIME($day, dateStyle: "long") } weg.
button-receipt = Beleg
