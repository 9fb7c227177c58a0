# Die Webseiten: die Startseite, das Konto, und was um die rechtlichen Dokumente herum steht.

site-moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
site-day = { DATETIME($at, dateStyle: "medium") }
site-skip = Zum Inhalt springen
site-nav = Hauptmenü
site-nav-prices = Bilder und Preise
site-nav-prices-short = Preise
site-nav-sign-in = Anmelden
site-nav-account = Dein Konto
site-nav-foot = Rechtliches und Kontakt
site-languages = Sprache
site-foot-privacy = Datenschutz
site-foot-terms = Nutzungsbedingungen
site-foot-cookies = Cookies
site-foot-processors = Wer Daten erhält
site-foot-retention = Wie lange Daten bleiben
site-foot-contact = Kontakt
site-foot-line = InkMirage. Keine Tracker, keine Werbung, nichts wird von anderen Firmen geladen.
site-pager = Seiten
site-newer = Neueste
site-older = Ältere
site-save = Speichern
site-keep = Behalten
site-about-pictures = { $count ->
    [0] nicht ganz genug für ein gutes Bild
    [one] etwa ein gutes Bild
   *[other] etwa { $count } gute Bilder
}
site-credits-word = { $count ->
    [one] Credit
   *[other] Credits
}
site-gpc = Dein Browser sendet ein Signal der Global Privacy Control. Wir verkaufen keine personenbezogenen Daten und geben sie nicht für Werbung weiter; es gibt also nichts abzuschalten.

# --- Startseite -----------------------------------------------------------------------------------

site-home-page = InkMirage: Bilder aus Worten, direkt im Chat
site-home-description = Schreib in Discord oder Telegram, was du sehen willst, und bekomm das Bild gleich dort. Den Preis siehst du immer zuerst.
site-home-title = Schreib es auf. Sieh es entstehen.
site-home-lead = InkMirage macht aus Worten Bilder, direkt in deinem Chat. { $count ->
    [0] Du beginnst mit { $free }.
    [one] Du beginnst mit { $free }, das reicht für etwa ein gutes Bild.
   *[other] Du beginnst mit { $free }, das reicht für etwa { $count } gute Bilder.
}
site-home-nowhere = Von hier aus geht es noch nicht zu Discord oder Telegram.
site-try-here = Hier ausprobieren
site-add-discord = Zu Discord hinzufügen
site-open-telegram = In Telegram öffnen
site-sample-caption = Muster aus unserem Übungsbetrieb und als solche beschriftet. Der echte Bilddienst malt, was du beschreibst.
site-sample-alt-evening = Muster: Abenddunst, eine große Sonne über gestaffelten violetten Hügeln.
site-sample-alt-forest = Muster: Vollmond über nebligen Waldhügeln.
site-sample-alt-sail = Muster: ein Segel auf stiller, hellblauer See.
site-sample-alt-desert = Muster: roter Himmel über den Hügeln einer Wüste.
site-sample-alt-night = Muster: Berge unter dem Mond, tiefblau.
site-how-title = So geht’s
site-how-say = Sagen, was du sehen willst
site-how-say-more = Tippe /imagine und deine Worte, in einer unserer vier Sprachen. Wenn du magst, gib Bilder als Vorlage dazu.
site-how-see = Erst den Preis sehen
site-how-see-more = Er steht auf dem Knopf. Abgebucht wird erst, wenn du ihn drückst.
site-how-get = Das Bild bekommen
site-how-get-more = Es kommt in denselben Chat, mit der Originaldatei. Mach noch eins, ändere es oder lösch es.
site-prices-title = Was ein Bild kostet
site-prices-lead = Du zahlst mit Credits, Bild für Bild. Ein Abo gibt es nicht.
site-prices-per-picture = Preis für ein Bild
site-prices-quality = Qualität
site-prices-square = Quadratisch
site-prices-large = Hoch- oder Querformat
site-prices-reference = Jedes Bild, das du als Vorlage gibst, kostet { $each } zusätzlich.
site-prices-not-yet = Hier kann man noch keine Credits kaufen.
site-prices-practice = Die Kasse hier ist zum Üben: Es fließt kein Geld.
site-quality-low = Schnell
site-quality-medium = Gut
site-quality-high = Fein
site-promises-title = Worauf du dich verlassen kannst
site-promise-back = Klappt es nicht, kommen die Credits zurück.
site-promise-back-more = Von selbst, sobald das feststeht. Du musst nicht nachfragen, und wir sagen dir Bescheid.
site-promise-price = Abgebucht wird nur mit deinem Ja.
site-promise-price-more = Du entscheidest, ob wir jedes Mal fragen, nur über einem Betrag oder nie.
site-promise-yours = Deine Bilder bleiben in deiner Hand.
site-promise-yours-more = Nimm die Originaldateien mit oder lösch sie endgültig, wann immer du willst.
site-promise-quiet = Niemand schaut dir über die Schulter.
site-promise-quiet-more = Keine Tracker, keine Werbung, kein Verkauf von Daten. Kein Training ohne ausdrückliches Ja.
site-faq-title = Häufige Fragen
site-faq-cost = Was kostet es am Anfang?
site-faq-cost-answer = Nichts. Ein neues Konto hat Willkommens-Credits. Sind sie aufgebraucht, entscheidest du, ob du mehr willst; was du kaufst, verfällt nie.
site-faq-fail = Und wenn ein Bild nicht gelingt?
site-faq-fail-answer = Die Credits, die dafür reserviert waren, kommen von selbst zurück, und du erfährst den Grund. Deine Worte bleiben erhalten: Ändere sie und versuch es noch einmal.
site-faq-who = Wer macht die Bilder?
site-faq-who-answer = Der Bilddienst mayi.one. Er bekommt deinen Prompt und die Bilder, die du anhängst, aber weder deinen Namen noch deine Chat-Kennungen.
site-faq-rules = Gibt es etwas, das ich nicht verlangen darf?
site-faq-rules-answer = Ja: alles, was gegen das Gesetz oder die Rechte anderer verstößt. Der Bilddienst hat eigene Regeln und kann ablehnen; dann zahlst du nichts.
site-faq-training = Werden meine Bilder zum Training verwendet?
site-faq-training-answer = Wir trainieren keine Modelle damit, es sei denn, du hast ausdrücklich Ja gesagt. Keine Antwort heißt Nein. Heute findet kein solches Training statt.
site-faq-password = Brauche ich ein Passwort?
site-faq-password-answer = Nein. Du beginnst in einem Chat. Gibst du eine E-Mail-Adresse an, kannst du dich hier mit einem Link anmelden, der einmal funktioniert.
site-faq-age = Wie alt muss ich sein?
site-faq-age-answer = Mindestens 13, im Europäischen Wirtschaftsraum mindestens 16.
site-faq-delete = Wie werde ich ein Bild wieder los?
site-faq-delete-answer = Drück im Chat darunter auf „Löschen“ oder lösch es in deinem Konto auf dieser Website. Die Datei wird endgültig gelöscht.
site-where-title = Wo du es findest
site-where-lead = In Discord und in Telegram, mit einem Guthaben und einer Galerie für beide, sobald du sie verbunden hast.

# --- Fehler ---------------------------------------------------------------------------------------

site-error-title = Das hat nicht geklappt
site-error-home = Zur Startseite
site-error-400 = Diese Adresse oder dieses Formular ist nicht vollständig. Geh zurück und versuch es noch einmal.
site-error-403 = Dieser Link oder dieses Formular gilt hier nicht. Geh zurück, lade die Seite neu und versuch es noch einmal. Es wurde nichts geändert.
site-error-404 = Hier ist nichts, oder nichts, was du sehen darfst. Vielleicht wurde es gelöscht.
site-error-405 = So lässt sich diese Seite nicht benutzen.
site-error-410 = Dieser Link ist abgelaufen. Geh zurück und lade die Seite neu, dann gibt es einen neuen.
site-error-503 = Ein Teil von InkMirage antwortet gerade nicht. Versuch es bitte gleich noch einmal.
site-error-other = Die Anfrage wurde abgelehnt. Es wurde nichts geändert.

# --- Konto ----------------------------------------------------------------------------------------

site-account-nav = Dein Konto
site-account-overview = Übersicht
site-account-wallet = Guthaben
site-account-gallery = Bilder
site-account-chats = Chats
site-account-email = E-Mail
site-account-settings = Optionen
site-account-activity = Zugriffe
site-account-privacy = Daten
site-sign-out = Abmelden
site-member-since = Dabei seit dem { DATETIME($at, dateStyle: "long") }.
site-latest-pictures = Neueste Bilder
site-wallet-go = Alle Buchungen
site-chats-go = Chats verwalten
site-email-go = Adresse verwalten
site-gallery-go = Alle Bilder
site-reserved = Für Bilder reserviert, die gerade entstehen: { $held }.
site-done-saved = Gespeichert.
site-done-deleted = Das Bild ist gelöscht.
site-done-consent-yes = Dein Ja ist vermerkt, mit Datum. Du kannst es hier jederzeit zurücknehmen.
site-done-consent-no = Dein Nein ist vermerkt, mit Datum.
site-done-wording-changed = Es wurde nichts gespeichert, denn der Wortlaut hat sich inzwischen geändert. Bitte lies ihn noch einmal.
site-done-session-ended = Dieser Browser ist abgemeldet.
site-done-others-ended = Alle anderen Browser sind abgemeldet.
site-done-unlinked = Der Chat ist getrennt.
site-done-joined = Die Konten sind zusammengelegt: ein Guthaben, eine Galerie.
site-done-refused = Es wurde nichts zusammengelegt.
site-done-undone = Es sind wieder zwei Konten. Jedes hat zurück, was ihm gehört.
site-done-asked = Sieh in dein Postfach: Wenn sich diese Adresse verwenden lässt, ist ein Link dorthin unterwegs. Er funktioniert 15 Minuten lang.
site-done-email-yours = Das ist schon deine Adresse.

site-wallet-lead = Was du ausgeben kannst, woher es kommt und jede einzelne Buchung.
site-wallet-locked = Deine Credits sind vorerst gesperrt, weil wir uns etwas an einer Zahlung ansehen müssen. Bitte schreib uns.
site-wallet-now = Jetzt verfügbar
site-wallet-lots = Woher es kommt
site-wallet-order = Geschenktes wird zuerst ausgegeben, Gekauftes zuletzt.
site-wallet-empty = Zurzeit ist hier nichts.
site-lot-promo = Geschenk
site-lot-compensation = Als Entschuldigung
site-lot-paid = Gekauft
site-until = bis { DATETIME($at, dateStyle: "medium") }
site-never-expires = verfällt nie
site-ledger-title = Buchungen
site-ledger-file = Als CSV speichern
site-ledger-none = Es gibt noch keine Buchungen.
site-ledger-when = Wann
site-ledger-what = Was
site-ledger-change = Credits
site-ledger-after = Stand

site-gallery-lead = Alles, was du gemacht und behalten hast. Nur du siehst diese Seite.
site-gallery-none = Es gibt noch keine Bilder. Schreib /imagine in deinem Chat, dann erscheinen sie auch hier.
site-gallery-end = Ältere Bilder gibt es nicht.
site-picture-save = Speichern
site-picture-save-of = Ein Bild von #{ $code } speichern
site-picture-delete = Löschen
site-picture-delete-of = Ein Bild von #{ $code } löschen
site-delete-title = Dieses Bild löschen?
site-delete-what = Das Bild von #{ $code } und seine Datei werden endgültig gelöscht. Was es gekostet hat, bleibt abgebucht.
site-delete-stays = Zeigt eine Nachricht in einem Chat das Bild schon, bleibt sie, bis du sie dort löschst.
site-delete-sure = Endgültig löschen

site-chats-lead = Die Chats, in denen InkMirage dich kennt. Sie teilen sich ein Guthaben und eine Galerie.
site-chats-none = Kein Chat ist verbunden.
site-chats-yours = Deine Chats
site-linked-since = seit
site-unlink = Trennen
site-unlink-of = { $name } auf { $platform } trennen
site-unlink-title = { $platform } trennen?
site-unlink-undo-first = Vor Kurzem wurden zwei Konten zusammengelegt. Das lässt sich bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC rückgängig machen; dann bekommt jede Seite zurück, was ihr gehört. So lange lässt sich ein Chat nur in ihm selbst trennen.
site-unlink-leaves = Nutzer-ID, Name und Sprache dieses Chats verlassen dein Konto, und alle anderen Browser werden abgemeldet. Wer dort schreibt, ist für uns wieder neu.
site-unlink-stays = { $count ->
    [0] Deine Bilder und Credits bleiben hier.
    [one] Deine Credits bleiben hier, ebenso das Bild, das dort entstanden ist.
   *[other] Deine Credits bleiben hier, ebenso die { $count } Bilder, die dort entstanden sind.
}
site-unlink-pictures = { $count ->
    [one] Auch das Bild löschen, das dort entstanden ist
   *[other] Auch die { $count } Bilder löschen, die dort entstanden sind
}
site-unlink-pictures-more = Das lässt sich nicht rückgängig machen.
site-joined-lately = Am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC wurden zwei Konten zusammengelegt. Das lässt sich bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC rückgängig machen.
site-undo-go = Zusammenlegung rückgängig machen
site-undo-title = Zusammenlegung rückgängig machen?
site-undo-what = Was am { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC zusammengelegt wurde, wird wieder zu zwei Konten. Jedes bekommt seine Chats, seine Bilder und seine Buchungen zurück.
site-undo-credits = Das dazugelegte Konto brachte { $brought } mit. Jede Seite bekommt zurück, was sie mitgebracht hat, abzüglich dessen, was sie seitdem ausgegeben hat.
site-undo-until = Möglich bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-undo-sure = Rückgängig machen
site-keep-joined = Zusammen lassen
site-show-title = Weiteren Chat verbinden
site-show-more = Hol dir hier einen Code und schick ihn im anderen Chat, hinter /link.
site-show = Code zeigen
site-type-title = Hast du einen Code?
site-type-more = Schreib /link im anderen Chat und tippe den Code, den er zeigt, hier ein.
site-type-code = Code
site-type = Weiter
site-code-title = Dein Code
site-code-what = Schick im anderen Chat /link und dahinter diesen Code, bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC. Komm dann hierher zurück und sag Ja.
site-code-typed = Ich habe ihn geschickt
site-look-again = Noch einmal nachsehen
site-join-question = Jemand hat deinen Code geschickt. Bist du das?
site-join-preview = Bist du das?
site-join-who = Wer
site-join-since = Dabei seit
site-join-pictures = Bilder
site-join-credits = Guthaben
site-join-what = Beide haben dann ein gemeinsames Guthaben und eine gemeinsame Galerie. 72 Stunden lang kannst du das rückgängig machen.
site-join-careful = Leg nur zusammen, was dir gehört. Niemand von InkMirage fragt dich je nach einem Code.
site-join-yes = Konten zusammenlegen
site-join-no = Nicht zusammenlegen
site-join-untyped = Bisher hat niemand den Code geschickt und Ja gesagt. Er gilt bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-join-waiting = Du hast Ja gesagt. Jetzt wird die andere Seite gefragt; sie kann bis { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC antworten.
site-join-refused = Eine Seite hat Nein gesagt. Es wurde nichts zusammengelegt.
site-join-over = Dieser Code ist abgelaufen. Hol dir bitte einen neuen.

site-email-lead = Mit einer Adresse kannst du dich hier ohne Chat anmelden, und wir erreichen dich in Fragen zu deinem Konto.
site-email-now = Deine Adresse
site-email-none = Du hast keine Adresse angegeben. Sie ist freiwillig.
site-email-proved = bestätigt
site-email-bounces = Mails kommen zurück
site-email-stopped = Mails an deine Adresse kommen seit { DATETIME($at, dateStyle: "medium") } zurück, deshalb schicken wir keine mehr dorthin. Bestätige sie noch einmal oder gib eine andere an.
site-email-add = Adresse hinzufügen
site-email-change = Adresse ändern
site-email-how = Wir schicken dir einen Link. Die Adresse gilt, sobald du ihn geöffnet und dort den Knopf gedrückt hast. Die alte Adresse erfährt davon; von dort lässt sich die Änderung 72 Stunden lang rückgängig machen.
site-email-address = E-Mail-Adresse
site-email-send = Link schicken

site-settings-language = Sprache
site-settings-language-more = Für alles, was wir dir sagen: hier, in deinen Chats und per Mail.
site-settings-prices = Wann wir nach Preisen fragen
site-settings-prices-more = Den Preis siehst du immer. Hier wählst du, wann du ihm erst zustimmen musst.
site-ask-always = Jedes Mal
site-ask-always-more = Ohne einen Druck auf den Knopf wird nichts abgebucht.
site-ask-above = Nur über einem Betrag
site-ask-above-more = Günstigere Bilder beginnen sofort.
site-ask-never = Nie
site-ask-never-more = Jedes Bild beginnt sofort.
site-ask-above-label = Der Betrag, in Credits
site-training-title = Training mit deinen Bildern
site-training-what = Darf InkMirage mit deinen Prompts und Bildern eigene Modelle trainieren?
site-training-free = Mit einem Nein verlierst du nichts, mit einem Ja gewinnst du nichts. Heute findet kein Training statt. Ein Ja kannst du hier jederzeit zurücknehmen.
site-training-is-yes = Jetzt: Ja, seit { DATETIME($at, dateStyle: "long") }.
site-training-is-no = Jetzt: Nein, seit { DATETIME($at, dateStyle: "long") }.
site-training-is-unasked = Jetzt: Nein. Du hast nicht geantwortet, und das gilt als Nein.
site-training-yes = Ja, das erlaube ich
site-training-no = Nein, lieber nicht

site-activity-lead = Welche Browser angemeldet sind und was von deinen Besuchen gespeichert ist.
site-sessions-title = Angemeldete Browser
site-session-this = dieser hier
site-session-seen = Zuletzt benutzt am
site-session-since = Angemeldet am
site-session-end = Abmelden
site-sessions-others = Ist etwas dabei, das du nicht kennst? Melde alle anderen ab und prüf danach deine Adresse und deine Chats.
site-sessions-end-others = Alle anderen abmelden
site-browser-other = Anderer Browser
site-visits-title = Letzte Besuche
site-visits-more = Gespeichert wird, wenn jemand sich anmeldet, es versucht oder etwas ändert: diese vier Angaben und keine weiteren, 90 Tage lang. Das Netz ist deine IP-Adresse, gekürzt, bevor sie geschrieben wird.
site-visits-none = Noch ist nichts gespeichert.
site-visit-when = Wann
site-visit-browser = Browser
site-visit-network = Netz
site-visit-language = Sprache


# --- Kontakt --------------------------------------------------------------------------------------

site-contact-title = Datenschutz: So erreichst du uns
site-contact-lead = Für Fragen und für eine Kopie, eine Berichtigung oder die Löschung deiner Daten. Es kostet nichts, mit oder ohne Konto.
site-contact-write = Schreib uns
site-contact-say = Damit es schnell geht, sag uns:
site-contact-say-what = was du möchtest: eine Kopie, eine Berichtigung, die Löschung, einen Widerspruch oder eine Antwort auf eine Frage
site-contact-say-who = wo du InkMirage nutzt: Discord, Telegram oder diese Website
site-contact-say-language = in welcher Sprache du die Antwort möchtest
site-contact-never = Schick bitte nie Passwörter, Kartennummern oder Ausweise. Wir brauchen sie nicht und fragen nie danach.
site-contact-then = Wie es weitergeht
site-contact-proof = Damit niemand sonst deine Daten bekommt, lassen wir dich die Anfrage in deinem Chat oder über die E-Mail-Adresse deines Kontos bestätigen.
site-contact-time = Du bekommst unsere Antwort spätestens nach einem Monat.
site-contact-authority = Bist du damit nicht zufrieden, kannst du dich bei einer Datenschutzbehörde beschweren, zum Beispiel an deinem Wohnort.
site-contact-self = Selbst geht es schneller
site-contact-self-more = Wenn du angemeldet bist, kannst du Bilder mitnehmen und löschen, jede Buchung speichern und eine Einwilligung widerrufen.

# --- um die rechtlichen Dokumente herum -----------------------------------------------------------

site-legal-contents = Auf dieser Seite
site-legal-versions = Versionen
site-legal-version = Version { $id }, soll ab { DATETIME($at, dateStyle: "long") } gelten
site-legal-as-published = Der Text, Wort für Wort
site-legal-current = Zur aktuellen Seite
site-legal-changes = Was sich geändert hat
site-legal-changes-go = Was sich zwischen den letzten beiden Versionen geändert hat
site-legal-in-short = Kurz gesagt
site-legal-line-by-line = Zeile für Zeile
site-legal-added = neu
site-legal-removed = entfällt
site-legal-unchanged = { $count ->
    [one] Eine Zeile unverändert
   *[other] { $count } Zeilen unverändert
}
site-parted-in-again = Wer sich seit dem Zusammenlegen angemeldet hat, könnte jede der beiden Seiten sein; darum ist auch dieser Browser abgemeldet. Melde dich mit deiner Adresse oder aus deinem Chat neu an.
