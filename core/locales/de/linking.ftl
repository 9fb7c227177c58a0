# Ein Konto überall: zwei Zugänge verbinden, und einen davon lösen.

command-link =
    .name = verbinden
    .name-code = code
    .description = Dieselben Credits und Bilder auch in einem anderen Chat
    .option-code = Der Code, den die andere Seite zeigt; ohne ihn gibt es einen neuen
command-unlink =
    .name = lösen
    .description = Deine Zugänge, und einen davon lösen

# --- der Code -------------------------------------------------------------------------------------

link-code = Dein Code: { $code }
link-code-where = Tippe das dort, wo du InkMirage auch benutzt, in Discord, in Telegram oder im Playground: /link { $code }
link-code-life = Er gilt einmal und { $minutes } Minuten lang. Gib ihn niemand anderem: bevor etwas passiert, wirst du hier gefragt.
link-code-misspelt = Ein Code hat acht Buchstaben und Ziffern ohne Leerzeichen, wie K7QM-2XWD. Tippe /link und dahinter den Code.
link-code-wrong = Dieser Code gilt nicht. Bitte vergleiche ihn mit dem, der dir gezeigt wurde.
link-code-expired = Dieser Code ist abgelaufen: jeder gilt zehn Minuten. Tippe auf der anderen Seite /link für einen neuen.
link-code-used = Dieser Code wurde schon benutzt oder durch einen neueren ersetzt. Tippe auf der anderen Seite /link für einen neuen.
link-code-own = Das ist dein eigener Code. Tippe ihn auf der anderen Seite, dort, wo du InkMirage auch benutzt.
link-code-too-often = Das war ein Versuch zu viel. Ab { DATETIME($until, timeStyle: "short") } UTC kannst du es wieder versuchen.
link-same-person = Die beiden sind schon ein Konto. Es gibt nichts zu verbinden.

# --- zweimal ja -----------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = Dieser Code führt zu:
link-question = { $way } hat deinen Code eingegeben und möchte ein Konto mit dir werden:
link-both-see = Beide sehen dann dieselben Credits und Bilder. Du kannst es 72 Stunden lang rückgängig machen.
link-only-you = Sage nur ja, wenn du beides selbst bist. Jemand anderes sähe deine Bilder und könnte deine Credits ausgeben.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } oder mehr
}
fact-link-who = Wer
fact-link-since = Seit
fact-link-pictures = Bilder
fact-link-credits = Credits
button-link-join = Verbinden
button-link-yes = Ja, verbinden
button-link-no = Nein
link-waiting = Jetzt wird { $way } gefragt, in dem Chat, der den Code gezeigt hat. Für die Antwort ist Zeit bis { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Jetzt wird die andere Seite gefragt, auf der Kontoseite, die den Code gezeigt hat; lade sie dort neu. Für die Antwort ist Zeit bis { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } und { $second } sind jetzt ein Konto. Beide sehen dieselben Credits und Bilder.
link-undo-until = Das lässt sich bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC rückgängig machen.
link-declined = { $way } hat nein gesagt. Es wurde nichts verbunden.
link-refused = Gut, es wurde nichts verbunden. Der Code gilt nicht mehr.
link-not-yours-to-join = Das kann nur drücken, wer den Code eingegeben hat.
link-not-yours-to-answer = Das kann nur drücken, wem der Code gezeigt wurde.
link-not-asked = Die andere Seite hat noch nicht ja gesagt.
link-over = Diese Frage ist erledigt; es wurde nichts geändert. Mit /link bekommst du einen neuen Code.
link-done-already = Die beiden sind schon verbunden. /unlink zeigt alle deine Chats.

# --- warum jetzt nicht ----------------------------------------------------------------------------

link-cannot-working = { $count ->
    [one] Ein Bild entsteht noch. Versuche es noch einmal, wenn es fertig ist; es wurde nichts geändert.
   *[other] { $count } Bilder entstehen noch. Versuche es noch einmal, wenn sie fertig sind; es wurde nichts geändert.
}
link-cannot-locked = Eines der Guthaben ist vorerst gesperrt, weil bei einer Zahlung etwas zu klären ist. Es wurde nichts geändert; bitte schreibe uns.
link-cannot-pending = Beide Konten wurden vor Kurzem mit anderen verbunden, und das lässt sich noch rückgängig machen. Versuche es nach dem { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC noch einmal; es wurde nichts geändert.
link-cannot-now = Das geht im Moment nicht. Es wurde nichts geändert; versuche es später noch einmal.

# --- einen Chat lösen -----------------------------------------------------------------------------

unlink-title = Diese Wege führen zu deinem Konto:
unlink-line = { $way } · seit { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · E-Mail
button-unlink = { $name } · { $platform } lösen
unlink-ask = { $way } vom Konto lösen?
unlink-leaves = Es geht: dieser Chat, mit dem Namen und der Nutzer-ID, die wir von der Plattform haben, und seiner Sprache. Angemeldete Browser werden abgemeldet.
unlink-stays = Es bleibt: deine Bilder und deine Credits, für deine anderen Zugänge.
unlink-undo-instead = Dein Konto wurde vor weniger als 72 Stunden mit einem anderen verbunden. Stattdessen kannst du die Verbindung rückgängig machen: dann bekommt jede Seite das Ihre zurück.
button-unlink-sure = Lösen
button-unlink-with-pictures = { $count ->
    [one] Lösen und das Bild von dort löschen
   *[other] Lösen und die { $count } Bilder von dort löschen
}
button-unlink-undo = Verbindung rückgängig machen
button-unlink-undo-sure = Rückgängig machen
unlink-done = { $way } gehört nicht mehr zu deinem Konto.
unlink-pictures-gone = { $count ->
    [one] Das Bild von dort wurde gelöscht.
   *[other] Die { $count } Bilder von dort wurden gelöscht.
}
unlink-notice = { $way } wurde von deinem Konto gelöst.
unlink-not-you = Warst du das nicht? Sieh unter /unlink nach, löse, was du nicht kennst, und schreibe uns.
unlink-last = Das ist dein einziger Zugang, deshalb bleibt er. Gib dir zuerst einen zweiten: /link verbindet einen weiteren Chat, /email eine E-Mail-Adresse.
unlink-chat-gone = Dieser Chat gehört nicht mehr zu deinem Konto.

# --- eine Verbindung rückgängig machen ------------------------------------------------------------

unlink-undo-ask = Die Verbindung vom { DATETIME($day, dateStyle: "medium") } rückgängig machen? Dann sind es wieder zwei Konten:
unlink-gets-back = bekommt die eigenen Bilder zurück, und von den eigenen { $credits }, was seither nicht ausgegeben wurde
unlink-keeps = behält die eigenen Bilder und die übrigen Credits
unlink-parted = Die Verbindung vom { DATETIME($day, dateStyle: "medium") } ist rückgängig gemacht. Jede Seite hat wieder ihre eigenen Bilder und Credits.
unlink-too-late = Die 72 Stunden sind vorbei, das lässt sich nicht mehr rückgängig machen. /unlink löst einen Chat.
unlink-undone-already = Diese Verbindung ist schon rückgängig gemacht.
unlink-joining-unknown = Diese Verbindung ist keine von deinen.
