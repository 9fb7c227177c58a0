# Codes, die Credits wert sind, was Leute sich beim Ausgeben selbst vornehmen, und was der Betreiber gibt und von Geld erfährt.

command-redeem =
    .name = einlösen
    .name-code = code
    .description = Credits für einen Code bekommen
    .option-code = Der Code, den du bekommen hast
command-limits =
    .name = grenzen
    .name-monthly = monatlich
    .name-notify = melden
    .description = Wie viel du ausgeben willst und wann wir dir sagen, dass wenig übrig ist
    .option-monthly = Höchstens so viele Credits im Kalendermonat; 0 für keine Grenze
    .option-notify = Unter so vielen Credits Bescheid sagen; 0 für nie

# --- Gutscheine -----------------------------------------------------------------------------------

voucher-how = Schreib den Code, den du bekommen hast, hinter den Befehl: /redeem XXXX-XXXX-XXXX-XXXX
voucher-wrong = Dieser Code gilt nicht. Bitte vergleiche ihn mit dem, den du bekommen hast; Großbuchstaben, Leerzeichen und Striche sind egal.
voucher-too-often = Das war ein Versuch zu viel. Ab { DATETIME($until, timeStyle: "short") } UTC kannst du es wieder versuchen. Der Code gilt bis dahin weiter.
voucher-yours = Diesen Code hast du schon eingelöst. Jede Person kann ihn einmal verwenden.
voucher-used-up = Dieser Code wurde schon so oft eingelöst, wie es möglich war.
voucher-expired = Dieser Code galt bis zum { DATETIME($day, dateStyle: "long") }.
voucher-stopped = Dieser Code wurde zurückgezogen und gilt nicht mehr.
voucher-redeemed = Du hast jetzt { $credits } mehr. Viel Freude damit!
voucher-until = Du kannst sie bis zum { DATETIME($until, dateStyle: "long") } ausgeben.
voucher-no-prompt = Das sieht nach einem Code für Credits aus, nicht nach einem Bild. Löse ihn mit /redeem und dem Code ein.
telegram-ask-redeem = Welchen Code hast du bekommen? Antworte damit auf diese Nachricht.

# --- was Leute sich selbst vornehmen --------------------------------------------------------------

limits-title = Das hast du dir vorgenommen:
limits-how = Andere Zahlen: /limits --monthly 300 --notify 50, oder in den Feldern, die deine App zum Befehl zeigt. 0 schaltet eines davon ab. Änderungen gelten sofort.
limits-none = keine Grenze
limits-never = nie
limits-monthly = { $spent } von { $limit } ausgegeben, ab { DATETIME($until, dateStyle: "long") } wieder von vorn
limits-notify = bei weniger als { $below }
fact-monthly = Diesen Monat
fact-notify = Hinweis
fact-low = Wird knapp
low-now = weniger als { $below } übrig; das wolltest du wissen. Mehr: /topup
limit-spent = Diesen Monat hast du { $spent } von den { $limit } ausgegeben, die du dir gesetzt hast. Am { DATETIME($until, dateStyle: "long") } fängt es von vorn an.
over-limit = Das kostet { $price }, aber von den { $limit }, die du dir für einen Monat gesetzt hast, hast du nur noch { $left } übrig. Es wurde nichts abgebucht, und deine Anfrage bleibt gespeichert.
over-limit-until = Am { DATETIME($until, dateStyle: "long") } fängt es von vorn an. Deine Grenze kannst du jederzeit ändern oder aufheben: /limits
button-limits = Meine Grenzen
button-monthly = Höchstens { $limit } im Monat
button-monthly-off = Keine Monatsgrenze
button-notify = Unter { $below } Bescheid sagen
button-notify-off = Nicht Bescheid sagen

# --- was der Betreiber gibt -----------------------------------------------------------------------

granted-told = Wir haben dir { $credits } gegeben.
granted-why = Warum: { $reason }

# --- an den Betreiber: das Konto beim Bilddienst wird leer ----------------------------------------

mail-engine-low =
    .subject = Das Konto beim Bilddienst wird knapp
    .lead = Dort ist weniger übrig, als [mayi] alarm_below sagt. Ist es leer, können keine Bilder mehr gemacht werden.
    .how = Lade es beim Bilddienst auf. Du hörst davon erst wieder, wenn es inzwischen darüber lag oder das Programm neu gestartet wurde.
mail-fact-left =
    .label = Übrig
    .value = { $left }
mail-fact-below =
    .label = Alarm unter
    .value = { $below }

# --- Tabellen in Worten ---------------------------------------------------------------------------

legal-table-voucher = Gutscheine für Credits (der Code als Hash, Credits, wie oft und bis wann er gilt)
legal-table-voucher-use = Gutscheine, die du eingelöst hast (welcher, wann, und als Hash in welchem Chat)
legal-table-credit-grant = Credits, die wir dir von Hand gegeben haben (warum, wann)
