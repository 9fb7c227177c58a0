# Die Kopie der eigenen Daten als Dienst: was gesagt wird, wenn sie fertig ist, die Seite zum Abholen und die Seiten ihrer Teile.

copies-size-kb = { $number } KB
copies-size-mb = { $number } MB

# in der Kopie selbst, wenn sie mehrere Teile hat
copies-page-first = Die Kopie hat { $count } Teile, und jeder lässt sich für sich öffnen. Das hier ist der erste, mit allen Einträgen und Erklärungen.
copies-page-part = Das ist Teil { $number } der Kopie. Die Einträge, die Erklärungen und die Liste dessen, was fehlt, sind im ersten Teil.
copies-page-elsewhere = Bilder zu dieser Anfrage sind in Teil { $number }.

# in Chats
copies-asked = Jemand hat eine Kopie von allem verlangt, was wir über dich haben. Sie beginnt am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
copies-asked-not-you = Das warst nicht du? Dann halte sie an und sieh nach, wer angemeldet ist: /account
copies-ready = { $parts ->
    [one] Die Kopie deiner Daten ist fertig: eine Datei, { $size }.
   *[other] Die Kopie deiner Daten ist fertig: { $parts } Dateien, zusammen { $size }.
}
copies-ready-until = Du kannst sie bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC herunterladen, auf einer Seite, auf der du dich zuerst anmeldest. Danach wird sie gelöscht.
copies-attached = Sie ist klein, darum ist sie auch hier als Datei. Wer diesen Chat lesen kann, kann sie öffnen.
copies-complete = Alles, was wir über dich speichern, ist darin, außer dem, was die Kopie selbst mit Gründen nennt.
copies-missing-again = { $count ->
    [one] Sie ist vollständig bis auf eine Sache, die sich nicht lesen ließ; welche, steht in der Kopie. Am { DATETIME($again, dateStyle: "medium") } versuchen wir es von selbst noch einmal und sagen dir Bescheid.
   *[other] Sie ist vollständig bis auf { $count } Dinge, die sich nicht lesen ließen; die Liste steht in der Kopie. Am { DATETIME($again, dateStyle: "medium") } versuchen wir es von selbst noch einmal und sagen dir Bescheid.
}
copies-missing-still = { $count ->
    [one] Eine Sache ließ sich auch diesmal nicht lesen; welche, steht in der Kopie. Schreib uns, wenn wir danach suchen sollen.
   *[other] { $count } Dinge ließen sich auch diesmal nicht lesen; die Liste steht in der Kopie. Schreib uns, wenn wir danach suchen sollen.
}
copies-not-me = Du hast nicht darum gebeten? Drücke auf dieser Seite „Das war ich nicht“. Dann ist die Kopie sofort gelöscht und jeder Browser abgemeldet.
copies-stopped = Jemand, der angemeldet war, hat „Das war ich nicht“ gedrückt: Die Kopien deiner Daten sind weg, und jeder Browser ist abgemeldet. Wenn du doch eine Kopie willst, bitte noch einmal darum.
button-copies-page = Zu meiner Kopie

# auf der Website
site-copies-title = Kopien deiner Daten
site-copies-lead = Worum du mit /export-my-data gebeten hast. Diese Seite siehst nur du, nachdem du dich angemeldet hast.
site-copies-none = Zurzeit gibt es keine Kopie. Schreib /export-my-data in einen deiner Chats, wenn du eine möchtest.
site-copies-all = Alle Kopien
site-copy-asked = Angefragt
site-copy-waits = Noch nicht begonnen. Es geht am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC los; du musst nichts tun.
site-copy-making = { $total ->
    [0] In Arbeit. Deine Einträge werden gelesen.
   *[other] In Arbeit: { $done } von { $total } Dateien sind gesammelt.
}
site-copy-making-more = Wenn sie fertig ist, sagen wir dir in deinen Chats und per E-Mail Bescheid. Du kannst diese Seite schließen.
site-copy-ready = Fertig. Du kannst sie bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC herunterladen. Danach wird sie gelöscht.
site-copy-over = Diese Kopie ist weg. Bei uns ist nichts davon übrig.
site-copy-whole = Alles, was wir über dich speichern, ist darin, außer dem, was die Kopie selbst mit Gründen nennt.
site-copy-missing = { $count ->
    [one] Sie ist vollständig bis auf eine Sache, die sich nicht lesen ließ; welche, steht in der Kopie.
   *[other] Sie ist vollständig bis auf { $count } Dinge, die sich nicht lesen ließen; die Liste steht in der Kopie.
}
site-copy-parts = Dateien
site-copy-parts-more = Jede Datei ist ein Zip, das sich für sich öffnen lässt. Entpacke es und öffne index.html; ein Netz braucht es dafür nicht.
site-copy-part = Teil { $number }
site-copy-left = { $count ->
    [0] schon so oft heruntergeladen wie möglich
    [one] noch einmal herunterladbar
   *[other] noch { $count }-mal herunterladbar
}
site-copy-fetch = Herunterladen
site-copy-fetch-more = Wenn du den Knopf drückst, beginnt der Download. Bricht er ab, kann er 5 Minuten lang fortgesetzt werden; danach drücke noch einmal.
site-copy-checksum = SHA-256
site-copy-stop = Du willst sie nicht mehr?
site-copy-stop-more = Halte sie an, und was gesammelt wurde, ist sofort gelöscht.
site-copy-stop-button = Kopie anhalten
site-copy-drop-more = Lösche sie jetzt statt an diesem Tag.
site-copy-drop-button = Kopie löschen
site-copy-not-me = Du hast nicht darum gebeten?
site-copy-not-me-more = Dann war jemand in deinem Konto angemeldet. Alle Kopien werden sofort gelöscht, jeder Browser wird abgemeldet, auch dieser, und offene Links funktionieren nicht mehr.
site-copy-not-me-button = Das war ich nicht
site-copy-stopped = Die Kopien sind weg
site-copy-stopped-more = Jeder Browser ist abgemeldet. Komm aus einem Chat wieder herein und sieh unter /account nach, ob dort alle Chats deine sind.

error-copy-unknown = Diese Kopie gibt es nicht.
error-copy-over = Diese Kopie ist weg: Ihre Zeit war um, oder sie wurde angehalten.
error-copy-not-ready = Diese Kopie ist noch nicht fertig.
error-copy-used-up = Diese Datei wurde schon so oft heruntergeladen wie möglich. Bitte mit /export-my-data um eine neue Kopie.
error-copy-link-over = Der Link hat 5 Minuten lang funktioniert. Geh zurück zur Seite der Kopie und drücke den Knopf noch einmal.
error-copy-away = Der Speicher antwortet gerade nicht. Deiner Kopie ist nichts passiert; versuch es in ein paar Minuten noch einmal.

# per E-Mail
mail-fact-copy-size =
    .label = Größe
    .value = { $parts ->
        [one] eine Datei, { $size }
       *[other] { $parts } Dateien, zusammen { $size }
    }
mail-fact-copy-until =
    .label = Verfügbar bis
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-copy-ready =
    .subject = Die Kopie deiner Daten ist fertig
    .lead = Die angefragte Kopie deiner Daten kann heruntergeladen werden.
    .state = { $missing ->
        [0] Alles, was wir über dich speichern, ist darin, außer dem, was die Kopie selbst mit Gründen nennt.
        [one] Sie ist vollständig bis auf eine Sache, die sich nicht lesen ließ. Welche, steht in der Kopie.
       *[other] Sie ist vollständig bis auf { $missing } Dinge, die sich nicht lesen ließen. Die Liste steht in der Kopie.
    }
    .how = Auf der Seite meldest du dich zuerst an. In dieser E-Mail ist nichts von der Kopie.
    .button = Zu deiner Kopie
    .unasked = Du hast nicht darum gebeten? Drücke auf dieser Seite „Das war ich nicht“: Dann ist die Kopie sofort gelöscht und jeder Browser abgemeldet.
