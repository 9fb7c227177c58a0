# Die Wörter der lokalen Spielwiese. Die Seite füllt die %Lücken selbst, deshalb hat hier kein Satz Fluent-Argumente.

ui-guest = Gast
ui-playground = Lokale Spielwiese
ui-sandbox = Lokale Spielwiese: Bilder, Kasse und Post sind nachgestellt. Nirgends ein Konto.
ui-real-gateway = Lokale Spielwiese: Kasse und Post sind nachgestellt, die Bilder aber kommen vom echten Gateway, das sie seinem Schlüssel berechnet.
ui-noscript = Diese Seite braucht JavaScript. Sie lädt nichts von anderswo.
ui-skip = Zum Eingabefeld springen
ui-close = Schließen
ui-try-again = Noch einmal
ui-discard = Verwerfen
ui-new-tab = (öffnet sich in einem neuen Tab)
ui-credits-one = %amount Credit
ui-credits-other = %amount Credits

# people
ui-welcome-title = Wer zeichnet heute?
ui-welcome-lead = Wähle jemanden aus oder trag einen Namen ein. Alle bekommen einen eigenen Chat, ein Guthaben und ein Postfach, alles auf diesem Rechner.
ui-people = Personen
ui-people-continue = Weiter als
ui-people-new = Jemanden hinzufügen
ui-person-name = Name
ui-person-name-example = Ada
ui-person-language = Sprache
ui-person-language-auto = Wie im Browser
ui-person-add = Chat beginnen
ui-chatting-as = Du chattest als

# the chat
ui-messages = Nachrichten
ui-you-said = Du:
ui-bot-said = InkMirage:
ui-private = Nur du siehst das
ui-prompt = Beschreibung:
ui-show-all = Alles zeigen
ui-show-less = Weniger zeigen
ui-earlier = Frühere Nachrichten
ui-to-end = Neue Nachrichten
ui-sending = Wird gesendet…
ui-progress = Fortschritt
ui-tone-good = Erledigt:
ui-tone-working = In Arbeit:
ui-tone-warning = Achtung:
ui-tone-refusal = Geht nicht:
ui-empty-title = Ein leeres Blatt
ui-empty-lead = Sag, was du sehen möchtest, oder lass dir erst alles zeigen.
ui-empty-start = Zeig mir alles
ui-example-1 = ein Fuchs im Regen, Tuschezeichnung
ui-example-2 = eine Stadt über dem Flimmern der Wüste

# pictures
ui-picture = Bild
ui-preview = Vorschau
ui-preview-alt = Vorschau des entstehenden Bildes
ui-enlarge = Groß zeigen
ui-uncover = Aufdecken
ui-picture-before = Voriges Bild
ui-picture-after = Nächstes Bild
ui-picture-lost = Das Bild lässt sich nicht zeigen. Vielleicht ist sein Link abgelaufen: lade die Seite neu.

# the composer
ui-say = Nachricht
ui-say-placeholder = Beschreib ein Bild oder tippe /
ui-send = Senden
ui-options = Bildoptionen
ui-suggestions = Vorschläge
ui-suggest-keys = ↑ ↓ wählen · Tab ergänzt · Enter übernimmt · Esc schließt
ui-open-form = Formular öffnen
ui-attach = Bilder anhängen
ui-attached = Angehängte Bilder
ui-attached-picture = Angehängtes Bild %name
ui-remove-file = %name entfernen
ui-drop-here = Bilder hier ablegen
ui-drop-or-paste = oder hier ablegen oder einfügen
ui-choose-pictures = Bilder wählen
ui-kept-references = Bild der früheren Anfrage
ui-files-most = Höchstens %most Bilder je Anfrage.
ui-file-large = %name ist größer als %most MB.

# the form
ui-make = Los · %price
ui-run = %command ausführen
ui-no-options = Hier gibt es nichts auszuwählen.
ui-needed = Bitte füll dieses Feld aus.
ui-too-long = Bitte höchstens %most Zeichen.
ui-less = Weniger
ui-more = Mehr

# the wallet
ui-wallet = Guthaben
ui-wallet-open = Guthaben, verfügbare Credits:
ui-available = Verfügbar
ui-reserved = Reserviert
ui-reserved-hint = Reservierte Credits gehören zu Bildern in Arbeit. Sie werden abgebucht, wenn das Bild da ist, oder kommen zurück.
ui-lots = Woher sie kommen
ui-lots-none = Gerade keine Credits. Mit /topup gibt es mehr.
ui-lot-until = bis %date
ui-lot-forever = verfallen nie
ui-ledger = Buchungen
ui-ledger-none = Noch nichts.
ui-balance-after = Danach:
ui-more-lines = Frühere Buchungen

# mail
ui-mail = Post
ui-mail-open = Post
ui-mail-none = Noch keine Briefe
ui-mail-hint = Hier landen Belege und Hinweise. Nichts verlässt diesen Rechner.
ui-mail-back = Alle Briefe
ui-mail-to = An
ui-mail-text = Als reiner Text

# the till
ui-till = Übungskasse
ui-till-sandbox = Eine Kasse zum Spielen: kein Geld fließt, keine Karte wird verlangt.
ui-till-goods = Du bekommst
ui-till-order = Bestellung
ui-till-total = Zu zahlen, in Spielgeld
ui-till-pay = Bezahlen
ui-till-decline = Ablehnen
ui-till-paid = Bezahlt. Die Credits sind dir gutgeschrieben.
ui-till-declined = Abgelehnt. Es wurde nichts bezahlt und nichts gutgeschrieben.
ui-till-expired = Diese Bestellung ist abgelaufen. Es wurde nichts bezahlt; mit /topup im Chat gibt es eine neue.
ui-till-again = Noch einmal bestellen
ui-till-back = Zurück zum Chat

# when something does not work
ui-connection-lost = Verbindung weg. Wir versuchen es weiter; nichts Gesendetes geht verloren.
ui-left = Dieses Konto ist gelöscht.
ui-left-again = Neu anfangen
ui-trouble-network = Die Spielwiese antwortet nicht. Läuft sie noch?
ui-trouble-person = Diese Person gibt es hier nicht mehr. Wähle eine andere.
ui-trouble-large = Das war zu groß zum Senden.
ui-trouble-server = Das hat nicht geklappt (%status). Nichts wird doppelt abgebucht; versuch es noch einmal.
ui-trouble-page = Auf dieser Seite ging etwas schief. Lade sie neu und versuch es noch einmal.
