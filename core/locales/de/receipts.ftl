# Kaufbelege und Erstattungsbelege: was darin steht, der Befehl und ihre Seiten auf der Website.

command-receipts =
    .name = belege
    .name-number = nummer
    .description = Deine Kaufbelege und Erstattungen
    .option-number = Welcher; ohne Angabe die Liste

receipts-title = Deine Kaufbelege, die neuesten zuerst:
receipts-line-receipt = { $number } · { DATETIME($at, dateStyle: "medium") } · { $what } · { $amount }
receipts-line-credit-note = { $number } · { DATETIME($at, dateStyle: "medium") } · Erstattet: { $what } · { $amount }
button-receipts-print = Auf der Website drucken
button-receipts-all = Alle Kaufbelege
error-no-receipts = Hier gibt es noch keine Kaufbelege. Zu jedem Kauf kommt einer.
error-receipt-unknown = Einen Beleg { $number } gibt es hier nicht. /receipts zeigt alle deine.

# --- was in einem Beleg steht ---------------------------------------------------------------------

document-receipt = Kaufbeleg
document-receipt-confirmation = Zahlungsbestätigung
document-credit-note = Erstattungsbeleg
document-credit-note-confirmation = Erstattungsbestätigung

document-day = { DATETIME($at, dateStyle: "long") }
document-number = Nummer
document-issued = Ausgestellt am
document-supplied = Geliefert am
document-corrects = Berichtigt
document-corrected = { $number } vom { DATETIME($at, dateStyle: "long") }
document-goods = Gekauft
document-taken-back = Zurückgenommen
document-pack = { $credits } (Paket „{ $pack }“)
document-net = Netto
document-tax = Enthaltene Steuer, { $percent }
document-percent = { $whole } %
document-percent-part = { $whole },{ $part } %
document-total = Gesamt
document-returned = Erstattet
document-paid-by = Bezahlt mit
document-returned-by = Erstattet über
document-by-stripe = Karte oder Konto (Stripe)
document-by-telegram = Telegram-Sterne
document-by-discord = Discord
document-by-sandbox = Übungskasse
document-order = Bestellung
document-charge = Zahlungsreferenz
document-seller = Verkäufer
document-issuer = Ausgestellt von
document-tax-id = Steuernummer
document-contact = Kontakt
document-platform-telegram = Telegram
document-platform-discord = Discord

document-practice = Nur zur Übung: Dieser Beleg stammt aus einer Übungskasse, und es ist kein Geld geflossen.
document-not-an-invoice = Das ist die Bestätigung einer Zahlung und keine Rechnung: Der Kauf lief über { $platform }, und dort wird auch eine etwaige Steuer abgeführt.
document-tax-small-business = Es ist keine Steuer ausgewiesen, weil für den Verkäufer die Kleinunternehmerregelung gilt.
document-tax-not-taxable = Es ist keine Steuer ausgewiesen, weil dieser Verkauf nicht steuerbar ist.
document-tax-reverse-charge = Es ist keine Steuer ausgewiesen: Sie wird vom Kunden geschuldet (Reverse Charge).
document-never-expire = Gekaufte Credits verfallen nie.
document-return-until = Was du davon nicht verbraucht hast, kannst du bis zum { DATETIME($at, dateStyle: "long") } zurückgeben.
document-return-until-whole = Hast du nichts davon verbraucht, kannst du sie bis zum { DATETIME($at, dateStyle: "long") } zurückgeben.
document-return-elsewhere = Über Erstattungen für diesen Kauf entscheidet { $platform }; bitte frag dort nach.
document-terms = Du hast die Bedingungen vom { DATETIME($at, dateStyle: "long") } angenommen und wolltest die Credits sofort: Was du davon verbraucht hast, lässt sich nicht zurückgeben.

# --- auf der Website ------------------------------------------------------------------------------

site-account-receipts = Belege
site-receipts-lead = Zu jedem Kauf einer, und einer zu allem, was erstattet wurde. Sie ändern sich nie.
site-receipts-none = Es gibt noch keine Kaufbelege. Zu jedem Kauf kommt einer.
site-receipts-what = Was
site-receipts-when = Datum
site-receipts-amount = Betrag
site-receipts-number = Nummer
site-receipts-back = Erstattet: { $what }
site-receipts-open = { $number } öffnen
site-receipts-all = Alle Kaufbelege
site-receipts-print = Zum Drucken oder als PDF zum Speichern nimm den Druckbefehl deines Browsers. Der Beleg kommt auf ein eigenes Blatt.
