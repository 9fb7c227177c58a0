# Sätze, die nur Telegram braucht.

telegram-only-you = Diese Antwort ist nur für dich bestimmt.
telegram-open-private = Privaten Chat öffnen
telegram-from-elsewhere = Wo du darum gebeten hast, darf ich nicht mehr schreiben, deshalb kommt es hierher.
telegram-make-one = Dein erstes Bild machen
telegram-checkout-gone = Dieses Angebot gilt nicht mehr. Es wurde nichts abgebucht; bitte hol dir ein neues.
telegram-checkout-closed = Es wurde nichts berechnet. Dein Konto ist gerade gesperrt oder eingeschränkt, deshalb lässt sich nichts kaufen; warum, zeigt /privacy.
telegram-file-too-large = Telegram gibt mir Dateien bis 20 MB. Bitte schick ein kleineres Bild.
telegram-ask-words = Was soll das Bild zeigen? Antworte mit deinen Worten auf diese Nachricht.
telegram-ask-again = Antworte mit den neuen Worten auf diese Nachricht. Tippe die alten an, um sie zu kopieren:
telegram-ask-code = Antworte auf diese Nachricht mit den sechs Ziffern.
telegram-ask-report = Gehört ein Konto einem Kind, oder gibt es bei uns ein Bild oder einen Text über dich oder dein Kind? Antworte auf diese Nachricht mit dem Namen oder Link und dem Grund. Wir sehen innerhalb eines Arbeitstags nach.
telegram-ask-tell-right = Was sollen wir wissen? Antworte mit deinen Worten auf diese Nachricht.
telegram-ask-hint = ein Fuchs im Regen
telegram-only-words = Ich lese Worte und Bilder. Schreib, was du sehen willst, oder schick ein Bild zusammen mit dem, was sich ändern soll.
telegram-anonymous = Ich sehe nicht, wer du bist, und finde deshalb deine Credits nicht. Bitte schreib unter deinem eigenen Namen.
telegram-removed = Dieses Bild wurde gelöscht.
telegram-taken-back = Diese Nachricht wurde entfernt.
button-reword = Neue Worte
telegram-hello = Hallo! Ich mache Bilder aus Worten. Hier in der Gruppe: /imagine@{ $bot } ein Fuchs im Regen
telegram-ask-change = Was soll sich an diesem Bild ändern? Antworte mit deinen Worten auf diese Nachricht.
