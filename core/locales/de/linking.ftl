# Ein Konto überall: zwei Konten zusammenlegen, und einen Chat trennen.

command-link =
    .name = verbinden
    .name-code = code
    .description = Dieselben Credits und Bilder auch in einem anderen Chat nutzen
    .option-code = Der Code, den die andere Seite zeigt; ohne ihn gibt es einen neuen
command-unlink =
    .name = trennen
    .description = Deine Zugänge, und wie du einen davon trennst

# --- der Code -------------------------------------------------------------------------------------

link-code = Dein Code: { $code }
link-code-where = Tippe das dort, wo du InkMirage auch benutzt, zum Beispiel in Discord oder Telegram: /link { $code }
link-code-life = Er gilt einmal, { $minutes } Minuten lang. Gib ihn niemand anderem: Bevor etwas passiert, fragen wir dich hier.
link-code-misspelt = Ein Code hat acht Buchstaben und Ziffern ohne Leerzeichen, wie K7QM-2XWD. Tippe /link und dahinter den Code.
link-code-wrong = Dieser Code gilt nicht. Bitte vergleiche ihn mit dem, der dir gezeigt wurde.
link-code-expired = Dieser Code ist abgelaufen: Jeder gilt zehn Minuten. Tippe auf der anderen Seite /link für einen neuen.
link-code-used = Dieser Code wurde schon benutzt oder durch einen neueren ersetzt. Tippe auf der anderen Seite /link für einen neuen.
link-code-own = Das ist dein eigener Code. Tippe ihn auf der anderen Seite: dort, wo du InkMirage auch benutzt.
link-code-too-often = Das war ein Versuch zu viel. Ab { DATETIME($until, timeStyle: "short") } UTC kannst du es wieder versuchen.
link-same-person = Die beiden sind schon ein Konto. Es gibt nichts zusammenzulegen.

# --- zweimal ja -----------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = Bist du das?
link-question = { $way } hat deinen Code eingegeben und möchte die beiden Konten zusammenlegen. Bist du das?
link-both-see = Beide haben dann ein gemeinsames Guthaben und eine gemeinsame Galerie. 72 Stunden lang kannst du das rückgängig machen.
link-only-you = Sag nur Ja, wenn du beides selbst bist. Jemand anders sähe deine Bilder und könnte deine Credits ausgeben.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } oder mehr
}
fact-link-who = Wer
fact-link-since = Seit
fact-link-pictures = Bilder
fact-link-credits = Credits
button-link-join = Zusammenlegen
button-link-yes = Ja, zusammenlegen
button-link-no = Nein
link-waiting = Jetzt wird { $way } gefragt, in dem Chat, der den Code gezeigt hat. Antworten geht bis { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Jetzt wird die andere Seite gefragt, auf der Kontoseite, die den Code gezeigt hat; lade sie dort neu. Antworten geht bis { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } und { $second } sind jetzt ein Konto, mit einem gemeinsamen Guthaben und einer gemeinsamen Galerie.
link-undo-until = Das lässt sich bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC rückgängig machen.
link-declined = { $way } hat Nein gesagt. Es wurde nichts zusammengelegt.
link-refused = Gut, es wurde nichts zusammengelegt. Der Code gilt nicht mehr.
link-not-yours-to-join = Das kann nur drücken, wer den Code eingegeben hat.
link-not-yours-to-answer = Das kann nur drücken, wem der Code gezeigt wurde.
link-not-asked = Die andere Seite hat noch nicht Ja gesagt.
link-over = Diese Frage ist erledigt; es wurde nichts geändert. Mit /link bekommst du einen neuen Code.
link-done-already = Die beiden sind schon zusammengelegt. /unlink zeigt alle deine Chats.

# --- warum jetzt nicht ----------------------------------------------------------------------------

link-cannot-working = { $count ->
    [one] Ein Bild entsteht noch. Versuch es noch einmal, wenn es fertig ist; es wurde nichts geändert.
   *[other] { $count } Bilder entstehen noch. Versuch es noch einmal, wenn sie fertig sind; es wurde nichts geändert.
}
link-cannot-locked = Eines der Guthaben ist vorerst gesperrt, weil wir uns etwas an einer Zahlung ansehen müssen. Es wurde nichts geändert; bitte schreib uns.
link-cannot-pending = Beide Konten wurden vor Kurzem mit anderen zusammengelegt, und das lässt sich noch rückgängig machen. Versuch es nach dem { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC noch einmal; es wurde nichts geändert.
link-cannot-now = Das geht im Moment nicht. Es wurde nichts geändert; versuch es später noch einmal.

# --- einen Chat trennen ---------------------------------------------------------------------------

unlink-title = Das sind deine Zugänge:
unlink-line = { $way } · seit { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · E-Mail
button-unlink = { $name } · { $platform } trennen
unlink-ask = { $way } von deinem Konto trennen?
unlink-leaves = Entfernt wird: dieser Chat, mit dem Namen und der Nutzer-ID, die wir von der Plattform haben, und seiner Sprache. Alle Browser werden abgemeldet.
unlink-stays = Erhalten bleiben: deine Bilder und deine Credits, für deine anderen Zugänge.
unlink-undo-instead = Dein Konto wurde vor weniger als 72 Stunden mit einem anderen zusammengelegt. In dieser Zeit lässt sich ein Chat nur in ihm selbst trennen. Stattdessen kannst du die Zusammenlegung rückgängig machen: Dann bekommt jede Seite zurück, was ihr gehört.
unlink-address-new = Die E-Mail-Adresse dieses Kontos ist neu. Bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC lässt sich ein Chat nur in diesem Chat selbst trennen, damit dich niemand aussperren kann.
button-unlink-sure = Trennen
button-unlink-with-pictures = { $count ->
    [one] Trennen und das Bild von dort löschen
   *[other] Trennen und die { $count } Bilder von dort löschen
}
button-unlink-undo = Zusammenlegung rückgängig machen
button-unlink-undo-sure = Rückgängig machen
unlink-done = { $way } gehört nicht mehr zu deinem Konto.
unlink-pictures-gone = { $count ->
    [one] Das Bild von dort wurde gelöscht.
   *[other] Die { $count } Bilder von dort wurden gelöscht.
}
unlink-notice = { $way } wurde von deinem Konto getrennt.
unlink-not-you = Warst du das nicht? Sieh unter /unlink nach, trenn, was du nicht kennst, und schreib uns.
unlink-last = Das ist dein einziger Zugang, deshalb bleibt er. Leg dir zuerst einen zweiten an: /link verbindet einen weiteren Chat, /email fügt eine E-Mail-Adresse hinzu.
unlink-chat-gone = Dieser Chat gehört nicht mehr zu deinem Konto.

# --- eine Zusammenlegung rückgängig machen --------------------------------------------------------

unlink-undo-ask = Die Zusammenlegung vom { DATETIME($day, dateStyle: "medium") } rückgängig machen? Dann sind es wieder zwei Konten.
unlink-gets-back = bekommt die eigenen Bilder zurück und { $credits }, abzüglich der seitdem ausgegebenen
unlink-keeps = behält die eigenen Bilder und die übrigen Credits
unlink-parted = Die Zusammenlegung vom { DATETIME($day, dateStyle: "medium") } ist rückgängig gemacht. Jede Seite hat wieder ihre eigenen Bilder und Credits.
unlink-too-late = Die 72 Stunden sind vorbei, das lässt sich nicht mehr rückgängig machen. /unlink trennt einen Chat.
unlink-undone-already = Das ist schon rückgängig gemacht.
unlink-joining-unknown = Das gehört nicht zu deinem Konto.
