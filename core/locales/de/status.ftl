# Wie es uns geht: /status in jedem Chat und die Seite gleichen Namens.

command-status =
    .name = status
    .description = Ob gerade Bilder entstehen und wie lange es dauert
status-making-working = Es entstehen Bilder.
status-making-idle = Gerade ist es ruhig: In den letzten 15 Minuten hat niemand ein Bild bestellt. Soweit wir wissen, kann deines sofort beginnen.
status-making-slow = Es entstehen Bilder, aber man wartet länger als sonst.
status-making-troubled = Viele der letzten Bilder sind nichts geworden. Du kannst trotzdem eines bestellen; klappt es nicht, kommen die Credits von selbst zurück.
status-making-stalled = Gerade entsteht kein Bild, obwohl welche warten. Sie behalten ihren Platz, und was nicht gemacht werden kann, kostet nichts.
status-making-resting = Die Bildmaschine mayi.one nimmt gerade keine Aufträge von uns an. Was nicht gemacht werden kann, gibt seine Credits von selbst zurück.
status-as-of = Stand: { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
fact-status-queue = In der Schlange
fact-status-next = Wenn du jetzt bestellst
fact-status-engine = Bildmaschine (mayi.one)
fact-status-storage = Bilderspeicher
fact-status-mail = E-Mail
fact-status-payments = Zahlungen und Erstattungen
status-queue = { $count ->
    [0] niemand
    [one] ein Bild
    [10000] mindestens { $most } Bilder
   *[other] { $count } Bilder
}
status-next-seconds = { $seconds ->
    [one] fertig in etwa einer Sekunde
   *[other] fertig in etwa { $seconds } Sekunden
}
status-next-minutes = { $minutes ->
    [one] fertig in etwa einer Minute
   *[other] fertig in etwa { $minutes } Minuten
}
status-next-unknown = wie lange es dauert, können wir nicht sagen
status-next-first = noch nicht zu sagen; deines wäre unter den ersten
status-fine = soweit wir wissen, in Ordnung
status-late-engine = macht uns gerade keine Bilder, oder es misslingt
status-late-storage = nimmt gerade keine neuen Bilder an
status-late-mail = manche gehen verspätet hinaus
status-late-payments = manche kommen verspätet an; verloren geht nichts
button-status = Noch einmal nachsehen
site-foot-status = Status
site-status-title = Wie es InkMirage geht
site-status-parts = Im Einzelnen
site-status-at = Stand:
site-status-promise = Das lesen wir aus unseren eigenen Tabellen ab, geraten ist nichts. Kann ein Bild nicht gemacht werden, sagen wir es dir, und seine Credits kommen von selbst zurück.
