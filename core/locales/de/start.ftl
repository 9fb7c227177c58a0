# Die ersten Minuten, Kinder, Training und Hinweise auf andere.

command-age =
    .name = alter
    .name-year = jahr
    .name-month = monat
    .description = Sag, wann du geboren bist; wir fragen einmal und speichern es nicht
    .option-year = Geburtsjahr
    .option-month = Geburtsmonat
    .choice-month-1 = Januar
    .choice-month-2 = Februar
    .choice-month-3 = März
    .choice-month-4 = April
    .choice-month-5 = Mai
    .choice-month-6 = Juni
    .choice-month-7 = Juli
    .choice-month-8 = August
    .choice-month-9 = September
    .choice-month-10 = Oktober
    .choice-month-11 = November
    .choice-month-12 = Dezember
command-age-form =
    .name = altersfrage
    .description = Sag, wann du geboren bist
command-born =
    .name = geboren
    .description = Wähl, wann du geboren bist
    .option-decade = Jahrzehnt
    .option-year = Jahr
    .option-month = Monat
command-training =
    .name = training
    .name-answer = antwort
    .name-seen = gelesen
    .description = Sag Nein oder Ja zum Training mit dem, was du hier machst
    .option-answer = Deine Antwort
    .option-seen = Welchen Wortlaut du gesehen hast
    .choice-answer-no = Nein
    .choice-answer-yes = Ja
command-report =
    .name = melden
    .name-words = worte
    .description = Melde ein Konto, das einem Kind gehören könnte, oder ein Bild von dir
    .option-words = Name oder Link und worum es geht

# --- first contact --------------------------------------------------------------------------------

first-who = Wer dahintersteht: InkMirage, ein Bot, der aus deinen Worten Bilder macht. Wir sind für deine Daten verantwortlich.
first-what = Was wir verwenden: deinen Namen und deine Nummer in diesem Chat, was du uns schreibst, die Bilder und wie oft du InkMirage nutzt.
first-why = Wofür: um deine Bilder zu machen. Dafür gehen deine Worte an den Bilddienst mayi.one; Cloudflare R2 speichert die Bilder.
first-long = Wie lange: bis du deine Bilder oder dein Konto löschst. Was kürzer oder länger bleibt, steht in der Datenschutzerklärung.
first-rights = Deine Rechte: alles ansehen, kopieren, berichtigen und löschen, jederzeit mit /privacy.
first-policy = Alles im Einzelnen: { $url }

# --- age ------------------------------------------------------------------------------------------

age-question = Wann bist du geboren? Monat und Jahr.
age-why = Wir prüfen es einmal und speichern es nicht.
age-again = Schick uns danach deine Anfrage bitte noch einmal: Wir haben nichts davon behalten.
age-decade = Wähl zuerst die Jahre:
age-year = Und das Jahr?
age-month = Und der Monat?
age-typed = Tipp es hier ein: /age --year … --month …
age-passed = Danke. Das ist erledigt, und wir fragen nicht wieder.
age-known = Das ist schon geklärt. Du musst nichts mehr tun.
age-odd = In diesem Monat und Jahr kann niemand geboren sein, der uns schreibt. Sieh bitte noch einmal nach.
age-too-young = Du kannst InkMirage noch nicht nutzen. Wir haben nichts gespeichert außer einem Vermerk, der 30 Tage lang wiederholte Versuche verhindert.
age-first = Davor haben wir eine Frage: wann du geboren bist. Schick /start, um sie zu beantworten; von dem, was du gerade geschickt hast, haben wir nichts behalten.
age-nothing-held = Wir haben nichts über dich gespeichert: Zu diesem Chat gibt es hier kein Konto. Falls wir dir gesagt haben, dass du InkMirage noch nicht nutzen kannst, gibt es einen Vermerk, der nach 30 Tagen von selbst verschwindet.
button-age-answer = Monat und Jahr eingeben
button-age-first = Frage beantworten
button-age-back = Zurück
button-age-go-on = Weiter

# --- training -------------------------------------------------------------------------------------

training-receipt-yes = Gespeichert: Ja, am { DATETIME($at, dateStyle: "long") }. Was du hier machst, darf für das Training eigener Modelle verwendet werden, bis du Nein sagst.
training-receipt-no = Gespeichert: Nein, am { DATETIME($at, dateStyle: "long") }. Nichts, was du hier machst, wird für Training verwendet.
training-receipt-more = Das kannst du jederzeit mit /training ändern. Wortlaut vom { $version }, Nummer { $id }.

# --- telling us about somebody else -----------------------------------------------------------------

report-title = Uns auf jemanden hinweisen
report-lead = Gehört ein Konto einem Kind, oder gibt es bei uns ein Bild oder einen Text über dich oder dein Kind? Nenn uns den Namen oder Link und den Grund. Wir sehen innerhalb eines Arbeitstags nach.
report-type = Im Chat reicht eine Nachricht: /report und dahinter der Name oder Link und der Grund.
report-words = Worum es geht
report-words-more = Ein Name oder ein Link und der Grund. Bitte nicht mehr über andere, als nötig ist.
report-send = Senden
report-empty = Bitte schreib, um welches Konto, Bild oder welchen Text es geht.
report-received = Danke, es ist angekommen. Bis zum { DATETIME($at, dateStyle: "long") } sieht es sich jemand an.
report-neutral = Einzelheiten über andere können wir dir nicht sagen, auch nicht, ob sie ein Konto haben. Wenn du uns dazu schreibst, nenn das Kennzeichen.

legal-table-age-mark = welchen Chats gesagt wurde, dass sie InkMirage noch nicht nutzen können (ein Hash)
legal-table-report = deine Hinweise auf andere
