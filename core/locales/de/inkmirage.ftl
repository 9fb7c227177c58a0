# Alle Sätze, die ein Mensch lesen kann, auf Deutsch. Die Namen sind dieselben wie im Englischen.

as-is = { $words }
money = { $amount }
money-stars =
    { $count ->
        [one] 1 Stern ⭐
       *[other] { $count } Sterne ⭐
    }
credits = { $count ->
    [one] { $count } Credit
   *[other] { $count } Credits
}

# --- Befehle --------------------------------------------------------------------------------------

command-imagine =
    .name = bild
    .name-prompt = motiv
    .name-shape = format
    .name-quality = qualität
    .name-count = anzahl
    .name-private = privat
    .name-spoiler = verdeckt
    .description = Aus Worten ein Bild machen
    .option-prompt = Was auf dem Bild zu sehen sein soll
    .option-shape = Format
    .option-quality = Qualität
    .option-count = Wie viele Bilder
    .option-references = Bilder als Vorlage
    .option-spoiler = Verdeckt, bis man klickt
    .option-private = Nur für dich
    .choice-shape-square = Quadratisch
    .choice-shape-portrait = { $percent ->
        [0] Hochformat
       *[other] Hochformat · +{ $percent } %
    }
    .choice-shape-landscape = { $percent ->
        [0] Querformat
       *[other] Querformat · +{ $percent } %
    }
    .choice-quality-low = Schnell · { $price }
    .choice-quality-medium = Gut · { $price }
    .choice-quality-high = Fein · { $price }
command-again =
    .name = nochmal
    .name-id = nummer
    .description = Dasselbe noch einmal
    .option-id = Welches; leer heißt das letzte
command-show =
    .name = zeigen
    .name-id = nummer
    .description = Eines deiner Bilder noch einmal zeigen
    .option-id = Welches; leer heißt das letzte
command-history =
    .name = verlauf
    .description = Deine letzten Bilder
command-cancel =
    .name = abbrechen
    .name-id = nummer
    .description = Ein Bild anhalten, das noch nicht begonnen ist
    .option-id = Welches; leer heißt das letzte
command-balance =
    .name = guthaben
    .description = Deine Credits und die letzten Buchungen
command-topup =
    .name = aufladen
    .name-pack = paket
    .description = Mehr Credits holen
    .option-pack = Welches Paket; leer heißt die Liste
command-settings =
    .name = einstellungen
    .name-ask = fragen
    .name-above = ab
    .description = Wann du nach dem Preis gefragt wirst
    .option-ask = Wann vor dem Abbuchen gefragt wird
    .option-above = Nur oberhalb so vieler Credits fragen
    .choice-ask-always = Immer fragen
    .choice-ask-above = Ab einem Preis fragen
    .choice-ask-never = Nie fragen
command-language =
    .name = sprache
    .name-language = sprache
    .description = Sprache wählen
    .option-language = Sprache
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-inkmirage-settings =
    .name = inkmirage-einstellungen
    .name-channel = kanal
    .name-role = rolle
    .name-anywhere = überall
    .name-private = privat
    .name-spoiler = verdeckt
    .name-daily = täglich
    .name-language = sprache
    .description = Was InkMirage auf diesem Server darf
    .option-channel = Einen Kanal erlauben, oder nicht mehr, wenn er erlaubt war
    .option-role = Eine Rolle erlauben, oder nicht mehr, wenn sie erlaubt war
    .option-anywhere = Jeder Kanal und jede Rolle
    .option-private = Antworten nur für die Person, die fragt
    .option-spoiler = Bilder verdeckt, bis man klickt
    .option-daily = Bilder je Person und Tag; 0 für keine Grenze
    .option-language = Sprache dessen, was alle lesen
    .choice-language-own = Je nach Person
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-start =
    .name = start
    .description = Was das hier ist und wie man anfängt
command-help =
    .name = hilfe
    .description = Alles, was hier möglich ist

# --- Angebot und Auftrag --------------------------------------------------------------------------

shape-square = quadratisch
shape-portrait = Hochformat
shape-landscape = Querformat
quality-low = schnell
quality-medium = gut
quality-high = fein

offer = { $count ->
    [one] Ein Bild ({ $shape }), Qualität { $quality }
   *[other] { $count } Bilder ({ $shape }), Qualität { $quality }
}{ $references ->
    [0] {""}
    [one] , nach einer Vorlage
   *[other] , nach { $references } Vorlagen
}.
too-poor = Das kostet { $price }; dir fehlen { $missing }.
nothing-charged = Es wurde nichts abgebucht, und deine Anfrage bleibt gespeichert: lade auf und drücke den Knopf noch einmal.
wallet-locked = Deine Credits sind vorerst gesperrt, weil bei einer Zahlung etwas zu klären ist. Es wurde nichts abgebucht, und deine Anfrage bleibt gespeichert; bitte schreibe uns.
queued = { $ahead ->
    [0] Du bist als Nächstes dran.
    [one] Ein Bild ist noch vor dir.
   *[other] { $ahead } Bilder sind noch vor dir.
}
working = { $count ->
    [one] Dein Bild entsteht.
   *[other] Deine Bilder entstehen.
}
eta-seconds = Noch etwa { $seconds } Sekunden.
eta-minutes = { $minutes ->
    [one] Noch etwa eine Minute.
   *[other] Noch etwa { $minutes } Minuten.
}
done = { $count ->
    [one] Hier ist dein Bild. #{ $code }
   *[other] Hier sind deine { $count } Bilder. #{ $code }
}
done-partly = { $made } von { $count } sind gelungen; { $back } sind zu dir zurückgekommen.
size-differs = Die Maschine hat { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } Pixel gewählt.
alt = { $count ->
    [one] Bild nach den Worten: { $prompt }
   *[other] Bild { $number } von { $count } nach den Worten: { $prompt }
}
job-code = #{ $code }
credits-back = { $amount } sind nach { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
} zu dir zurückgekommen.
cancelled = Abgebrochen.
cancelled-rest = { $stopped ->
    [one] Ein Bild von #{ $code } wurde abgebrochen; was schon entsteht, kommt noch.
   *[other] { $stopped } Bilder von #{ $code } wurden abgebrochen; was schon entsteht, kommt noch.
}
picture-removed = Die Bilder von #{ $code } wurden gelöscht.
originals = { $count ->
    [one] Die Originaldatei von #{ $code }:
   *[other] Die Originaldateien von #{ $code }:
}
delete-ask = { $count ->
    [one] Das Bild von #{ $code } endgültig löschen? Was es gekostet hat, bleibt abgebucht.
   *[other] Die { $count } Bilder von #{ $code } endgültig löschen? Was sie gekostet haben, bleibt abgebucht.
}
history-title = Deine letzten Bilder:
history-line = #{ $code } · { DATETIME($at, dateStyle: "medium") } · { $outcome } · { $charged } · { $prompt }
outcome-done = fertig
outcome-partly = teilweise fertig
outcome-failed = nicht gelungen
outcome-refused = abgelehnt
outcome-cancelled = abgebrochen
outcome-working = entsteht gerade

# --- warum es kein Bild gibt ----------------------------------------------------------------------

failed-refused-moderation = Die Inhaltsregeln der Bildmaschine lassen dieses Bild nicht zu. Deine Worte sind noch da: ändere sie und versuche es noch einmal.
failed-refused-refused = Die Bildmaschine wollte dieses Bild nicht machen. Deine Worte sind noch da: ändere sie und versuche es noch einmal.
failed-refused-gateway-policy = Die Inhaltsregeln des Dienstes lassen diese Anfrage nicht zu. Deine Worte sind noch da: ändere sie und versuche es noch einmal.
failed-refused-reference-gone = Ein Bild, auf dem diese Anfrage beruht, ist gelöscht worden.
failed-engine-closed = Die Bildmaschine ist gerade geschlossen; wir wissen davon und kümmern uns.
failed-engine-broken = Die Bildmaschine konnte mit dieser Anfrage nichts anfangen.
failed-engine-no-picture = Die Bildmaschine hat kein Bild gegeben; vielleicht gefielen ihr die Worte nicht. Sie sind noch da: ändere sie und versuche es noch einmal.
failed-engine-unclear = Die Bildmaschine ist verstummt, und nochmaliges Fragen hat nicht geholfen.
failed-engine-busy = Die Bildmaschine ist im Moment überlastet.
failed-store-down = Das Bild wurde gemacht, konnte aber nicht abgelegt werden.
failed-quarantined = An diesem Bild ist in unserem Programm immer wieder etwas kaputtgegangen, deshalb versuchen wir es nicht weiter. Das ist vermerkt, und jemand sieht es sich an; wenn du uns schreibst, nenne die Nummer unten.

# --- Credits --------------------------------------------------------------------------------------

balance-title = Du kannst { $available } ausgeben, das reicht { $about ->
    [0] noch nicht für ein gutes Bild
    [one] für etwa ein gutes Bild
   *[other] für etwa { $about } gute Bilder
}.
lot-promo = Geschenk
lot-compensation = als Entschuldigung
lot-paid = gekauft
lot-line = { $remaining }, { $kind }
lot-line-until = { $remaining }, { $kind }, bis { DATETIME($until, dateStyle: "medium") }
statement-title = Die letzten Buchungen:
statement-line = { DATETIME($at, dateStyle: "short", timeStyle: "short") } · { $what } · { $amount } → { $balance }
ledger-grant = Credits: { $kind }
ledger-capture = Bilder #{ $code }
ledger-expiry = Verfallen: { $kind }
ledger-transfer = Mit einem zusammengelegten Konto umgezogen
topup-title = Mehr Credits. Was du kaufst, verfällt nie.
topup-closed = Credits können hier noch nicht gekauft werden.
topup-order = { $credits } für { $price }.
topup-never-expires = Sie verfallen nie.
topup-accept = Mit dem Bezahlen nimmst du unsere Bedingungen an (/terms) und möchtest die Credits sofort haben; was du davon verbraucht hast, lässt sich nicht zurückgeben.
topup-whom-to-ask = Fragen zu einem Kauf und Erstattungen: /paysupport. Der Support von Telegram kann bei Käufen hier nicht helfen.
topup-invoice = Genug für etwa { $about } gute Bilder. Was du kaufst, verfällt nie.
topup-done = { $credits } gehören dir. Danke!
pack-line = { $credits } für { $price }, etwa { $about } gute Bilder

# --- Einstellungen --------------------------------------------------------------------------------

settings-title = Deine Einstellungen:
settings-saved = Gespeichert.
ask-always = Immer den Preis zeigen und fragen
ask-above = Nur über { $above } fragen
ask-never = Nie fragen
language-title = Welche Sprache soll ich sprechen?
language-saved = Ab jetzt spreche ich Deutsch.

# --- erste Worte ----------------------------------------------------------------------------------

start-welcome = Willkommen bei InkMirage: du schreibst, was du sehen willst, und bekommst das Bild gleich hier.
start-try = Versuch es: /imagine ein Fuchs im Regen
start-credits = Du hast { $available }. Ein gutes Bild kostet { $price }, das reicht für { $about ->
    [0] ein einfacheres
    [one] etwa eines
   *[other] etwa { $about }
}.
start-promise = Du siehst immer zuerst den Preis, und wenn etwas schiefgeht, kommen deine Credits von selbst zurück.
help-title = Das kannst du hier tun:
help-words = Optionen kann man auch tippen: /imagine ein Fuchs im Regen --shape portrait --count 2

# --- Beschriftungen -------------------------------------------------------------------------------

fact-price = Preis
fact-available = Du hast
fact-reserved = Reserviert
fact-charged = Abgebucht
fact-ask = Preise
button-make-it = Los · { $price }
button-change = Ändern
button-edit = Worte ändern
button-again = Noch einmal · { $price }
button-try-again = Noch einmal versuchen
button-vary = { $count ->
    [one] Abwandeln
   *[other] Abwandeln { $number }
}
button-original = { $count ->
    [one] Originaldatei
   *[other] Originaldateien
}
button-delete = Löschen
button-delete-sure = Endgültig löschen
button-cancel = Abbrechen, kostenlos
button-cancel-rest = Den Rest abbrechen
button-show = #{ $code }
button-older = Ältere
button-topup = Aufladen
button-pack = { $credits } · { $price }
button-pay = { $price } bezahlen
button-help = Alle Befehle
button-balance = Meine Credits
button-language = Sprache
button-ask-always = Immer fragen
button-ask-above = Über { $above } fragen
button-ask-never = Nie fragen

# --- was nicht geht -------------------------------------------------------------------------------

error-unexpected = Bei uns ist etwas kaputtgegangen. Dafür wurde nichts abgebucht. Wenn es wieder passiert, nenne uns diese Nummer: { $incident }
error-away = Wir kommen gerade nicht an unsere Unterlagen. Deshalb ist nichts geschehen und nichts abgebucht worden. Bitte versuch es in einer Minute noch einmal.
error-unsure = Bei uns ist etwas kaputtgegangen, und wir wissen noch nicht, ob das durchgegangen ist. Bitte sieh unter /history nach, bevor du es noch einmal schickst. Wenn es wieder passiert, nenne uns diese Nummer: { $incident }
error-key-reused = Diese Anfrage wurde schon für etwas anderes benutzt. Bitte schicke sie noch einmal.
error-button-unknown = Dieser Knopf gehört zu etwas, das es nicht mehr gibt.
error-command-unknown = Es gibt keinen Befehl /{ $command }. /help zeigt alle.
error-command-unknown-near = Es gibt keinen Befehl /{ $command }. Meintest du /{ $near }?
error-no-options = /{ $command } braucht keine weiteren Worte.
error-option-unknown = Hier gibt es keine Option „{ $option }“.
error-option-unknown-near = Hier gibt es keine Option „{ $option }“. Meintest du „{ $near }“?
error-option-missing = /{ $command } braucht „{ $option }“.
error-option-empty = Hinter der Option „{ $option }“ fehlt ein Wert.
error-choice-unknown = „{ $value }“ passt nicht zu „{ $option }“. Zur Wahl stehen: { $choices }.
error-flag-unknown = „{ $value }“ passt nicht zu „{ $option }“. Sage yes oder no.
error-not-a-number = „{ $option }“ muss eine ganze Zahl von { NUMBER($low) } bis { NUMBER($high) } sein, nicht „{ $value }“.
error-out-of-range = „{ $option }“ muss zwischen { NUMBER($low) } und { NUMBER($high) } liegen, nicht { $value }.
error-too-long = „{ $option }“ darf { $limit } Zeichen haben; deines hat { $length }.
error-too-many-files = Es können bis zu { $most } Bilder angehängt werden; es sind { $given }.
error-prompt-empty = Sage mir, was auf dem Bild zu sehen sein soll, zum Beispiel: /imagine ein Fuchs im Regen
error-card-number = Das sieht nach der Nummer einer Zahlungskarte aus; davon wurde nichts aufbewahrt. Bitte schicke so etwas nie hierher. Ist es etwas anderes, setze ein Wort zwischen die Ziffern.
error-reference-missing = Eines der angehängten Bilder ist nicht mehr da. Bitte hänge es noch einmal an.
error-reference-not-an-image = Diese Datei ist kein Bild, das wir lesen können. PNG, JPEG, WebP und GIF gehen.
error-reference-too-large = Diese Datei ist zu groß. Bilder bis 25 MB gehen.
error-reference-too-many-pixels = Dieses Bild hat zu viele Pixel. Bis zu 50 Millionen gehen.
error-reference-damaged = Diese Bilddatei ist beschädigt und lässt sich nicht zu Ende lesen.
error-store-down = Die Bildablage antwortet gerade nicht. Versuche es gleich noch einmal; es wurde nichts abgebucht.
error-job-unknown = Diese Anfrage gibt es nicht mehr.
error-code-unknown = Du hast kein Bild #{ $code }. /history zeigt deine.
error-no-jobs = Du hast noch kein Bild gemacht. Versuch es: /imagine ein Fuchs im Regen
error-not-yours = Das gehört jemand anderem. Mit /imagine machst du dein eigenes.
error-picture-gone = Dieses Bild ist gelöscht worden.
error-price-changed = Der Preis hat sich seit dem Angebot geändert. Es wurde nichts abgebucht; sieh dir den neuen Preis an.
error-nothing-to-cancel = Von dir wartet nichts.
error-already-finished = #{ $code } ist schon fertig.
error-too-late-to-cancel = #{ $code } entsteht schon und kommt gleich.

# --- das Terminal ---------------------------------------------------------------------------------

terminal-broken = Bei uns ist etwas kaputtgegangen (Vorfall { $incident }). So geht es weiter: { $again }
terminal-kept = { $path } ließ sich nicht schreiben. Das Bild ist aufgehoben: { $again }

button-make-own = Mit meinen Credits machen
alt-plain = Ein Bild, gemacht mit InkMirage
community-title = Die Regeln dieses Servers
community-saved = Gespeichert. Das sind jetzt die Regeln.
community-everyones-own = je nach Person
community-any = alle
fact-channels = Kanäle
fact-roles = Rollen
fact-private-default = Standardmäßig privat
fact-spoiler-default = Standardmäßig verdeckt
fact-daily-cap = Je Person und Tag
fact-public-language = Öffentliche Sprache
yes = ja
no = nein
both = { $first }, { $second }
mention-channel = <#{ $id }>
mention-role = <@&{ $id }>
daily-cap = { $cap ->
    [0] Keine Grenze
   *[other] { $cap }
}
error-not-in-this-channel = Hier haben die Besitzer des Servers keine Bilder erlaubt. Bitte in einem anderen Kanal fragen.
error-not-with-these-roles = Auf diesem Server erlauben deine Rollen keine Bilder.
error-daily-cap = Der Server erlaubt jeder Person { $cap ->
    [one] ein Bild
   *[other] { $cap } Bilder
} am Tag; heute waren es bei dir schon { $today }.
error-not-manager = Die Regeln eines Servers kann nur ändern, wer ihn verwaltet, und nur auf dem Server selbst.
kept-for-you = Während du nicht zu erreichen warst, wurde etwas für dich fertig: { $codes } – siehe /history.

# --- an wen man sich wendet -----------------------------------------------------------------------

command-terms =
    .name = bedingungen
    .description = Was wir voneinander erwarten dürfen
command-support =
    .name = hilfe-holen
    .description = Wie du Hilfe bekommst
command-paysupport =
    .name = zahlungshilfe
    .description = Hilfe bei einer Zahlung
terms-title = Unsere Bedingungen, kurz gesagt:
terms-credits = Bilder kosten Credits. Du siehst jeden Preis, bevor du ihn zahlst, und was du kaufst, verfällt nie.
terms-failure = Kann ein Bild nicht gemacht werden, kommen seine Credits von selbst zurück.
terms-content = Verlange nichts, was gegen das Gesetz oder die Rechte anderer verstößt. Die Bild-Engine hat eigene Regeln und darf ablehnen.
terms-age = InkMirage ist nicht für Kinder. Ab welchem Alter du es benutzen darfst, steht in unserer Datenschutzerklärung.
support-title = Stimmt etwas nicht? Schreib uns.
support-number = Stand in einer Nachricht eine Nummer, schreib sie dazu, aber nichts Geheimes: nie ein Passwort oder eine Kartennummer.
paysupport-title = Eine Frage zu einer Zahlung? Schreib uns, mit Tag und Betrag.
paysupport-refund = Bis 14 Tage nach einem Kauf zeigt /refund, was du zurückbekommen kannst.
fact-last-payment = Deine letzte Zahlung
paysupport-telegram = Um Zahlungen hier kümmern wir uns selbst: Der Support von Telegram kann dabei nicht helfen.
fact-contact = Kontakt
link-ended = Ist der Link abgelaufen, gibt „Originaldatei“ einen neuen.
