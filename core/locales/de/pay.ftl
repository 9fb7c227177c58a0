# Die Seite einer Bestellung, die mit Karte bezahlt wird

pay-title = Deine Bestellung
pay-total = Zu zahlen
pay-where = Du bezahlst auf einer Seite von Stripe. Deine Karte sehen wir nie.
pay-go = Weiter zum Bezahlen
pay-waiting = Wir warten darauf, dass Stripe die Zahlung bestätigt. Diese Seite sieht von selbst wieder nach. Du kannst sie schließen: Die Credits kommen trotzdem.
pay-declined = Es wurde nicht bezahlt und nichts gutgeschrieben.
pay-closed = Diese Bestellung kann nicht bezahlt werden, und es wurde nichts bezahlt. Wenn du nicht weißt, warum, schreib an { $contact }.
pay-away = Die Bezahlseite ist gerade nicht zu erreichen. Es wurde nichts bezahlt; versuch es bitte in einer Minute noch einmal.
pay-back = Zur Startseite
