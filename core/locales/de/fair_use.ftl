# Was verhindert, dass eine Person nimmt, was allen gehört: abgelehnte Prompts, und wie ein Mensch sie sich ansieht.

command-appeal =
    .name = einspruch
    .name-ref = kennung
    .description = Einen abgelehnten Prompt von einem Menschen prüfen lassen
    .option-ref = Die Kennung, die du bekommen hast; ohne sie der letzte

# --- abgelehnte Prompts ---------------------------------------------------------------------------

forbidden-minors = Wir machen keine Bilder, die Kinder oder Jugendliche sexuell darstellen, und deine Worte klingen danach.
forbidden-sexual-violence = Wir machen keine Bilder von sexueller Gewalt, und deine Worte klingen danach.
forbidden-threats = Wir machen keine Bilder, die echte Menschen oder Orte bedrohen, und deine Worte klingen danach.
forbidden-weapons = Wir machen keine Bilder, die erklären, wie man Waffen oder Sprengstoff baut, und deine Worte klingen danach.
forbidden-self-harm = Wir machen keine Bilder, die erklären, wie man sich etwas antut. Wenn es dir selbst nicht gut geht: Sprich mit jemandem, dem du vertraust, oder mit der Telefonseelsorge. Bist du gerade in Gefahr, ruf den Notruf an.
forbidden-costs-nothing = An die Bildmaschine ging nichts, und abgebucht wurde nichts.
forbidden-wrong = Das hat eine Wortliste entschieden, und so eine Liste kann sich irren. Dann drück den Knopf: Ein Mensch sieht es sich bis zum { DATETIME($day, dateStyle: "long") } an und sagt dir hier Bescheid.
forbidden-paused-now = Das waren mehrere in kurzer Zeit, deshalb machen Bilder für dich Pause bis { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. Alles andere geht.
forbidden-paused = Mehrere deiner Prompts wurden in kurzer Zeit abgelehnt, deshalb machen Bilder für dich Pause. Am { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC geht es von selbst weiter. Abgebucht wurde nichts.
forbidden-paused-else = Alles andere geht. Waren die Ablehnungen falsch, kann ein Mensch es sich ansehen: Drück den Knopf. Wenn ja, endet die Pause sofort.
button-contest = Prüfen lassen

# --- dagegen vorgehen -----------------------------------------------------------------------------

appeal-nothing = In den letzten 30 Tagen wurde kein Prompt von dir abgelehnt, es gibt also nichts zu prüfen. Über eine Antwort von uns kannst du dich unter /privacy beschweren.
appeal-unknown = Einen abgelehnten Prompt mit dieser Kennung gibt es bei dir nicht. Sie werden 30 Tage aufbewahrt.
appeal-is-appealed = Es ist bei uns. Ein Mensch sieht es sich bis zum { DATETIME($day, dateStyle: "long") } an und sagt dir hier Bescheid.
appeal-is-upheld = Ein Mensch hat sich das angesehen und die Ablehnung richtig gefunden. Siehst du das anders, kannst du dich unter /privacy beschweren.
appeal-is-allowed = Ein Mensch hat sich das angesehen: Die Ablehnung war falsch, du kannst loslegen.
appeal-told-allowed = Ein Mensch hat sich deinen Prompt angesehen: Die Ablehnung war falsch. Das tut uns leid. Sie zählt nicht mehr, und du kannst das Bild jetzt machen lassen.
appeal-told-allowed-elsewhere = Ein Mensch hat sich deinen Prompt angesehen und nichts daran auszusetzen. Er zählt nicht gegen dich. Die Bildmaschine entscheidet nach eigenen Regeln, die wir nicht abschalten können; mit anderen Worten klappt es vielleicht.
appeal-told-upheld = Ein Mensch hat sich deinen Prompt angesehen. Er bleibt abgelehnt, weil er etwas verlangt, das wir nicht machen. Siehst du das anders, kannst du dich unter /privacy beschweren.
appeal-told-upheld-elsewhere = Ein Mensch hat sich deinen Prompt angesehen. Die Ablehnung bleibt: Er verstößt gegen die Regeln der Bildmaschine, die auch unsere sind. Siehst du das anders, kannst du dich unter /privacy beschweren.

# --- Willkommensguthaben --------------------------------------------------------------------------

welcome-later = Dein Willkommensguthaben ({ $amount }) kommt am { DATETIME($at, dateStyle: "long") }. Damit es niemand mit eigens angelegten Konten einsammelt, wartet es bei neuen Konten und an Tagen, an denen sehr viele Leute kommen.
link-too-many = Mit diesem Konto wurden in 30 Tagen schon { $most } Mal Chats verbunden, mehr geht gerade nicht. Es wurde nichts geändert; du kannst es später wieder versuchen.

# --- wie schnell ----------------------------------------------------------------------------------

pace-commands = Das war viel für eine Minute. Um { DATETIME($until, timeStyle: "short") } UTC geht es weiter. Abgebucht wurde nichts.
pace-hour = Das wären mehr als { $most } Bilder in dieser Stunde. Um { DATETIME($until, timeStyle: "short") } UTC geht es weiter. Abgebucht wurde nichts.
pace-day = Das wären heute mehr als { $most } Bilder. Am { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC geht es weiter. Abgebucht wurde nichts.
pace-place = Alle hier zusammen haben so viele Bilder verlangt, wie ein Ort in einer Stunde haben kann ({ $most }). Um { DATETIME($until, timeStyle: "short") } UTC geht es weiter, im privaten Chat mit dem Bot sofort. Abgebucht wurde nichts.
pace-waiting = { $most } deiner Anfragen sind gerade in Arbeit, mehr geht nicht auf einmal. Sobald eine fertig ist, kann die nächste beginnen. Abgebucht wurde nichts.

# --- Tabellen, in Worten --------------------------------------------------------------------------

legal-table-refused-prompt = abgelehnte Prompts (die Worte, warum, wann, ob du das hast prüfen lassen; dann bis jemand geantwortet hat)
