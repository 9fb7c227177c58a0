# Sätze, die nur Discord braucht.

discord-menu-vary = Bild abwandeln
discord-only-you = Die Antwort sieht nur, wer gefragt hat.
discord-reduced = Größere Dateien nimmt Discord hier nicht an, dies ist eine kleinere Kopie. Der Link führt zum Original.
discord-form-slow = Das Öffnen hat zu lange gedauert. Bitte noch einmal drücken.
discord-form-cut = In dieses Feld passen nur die ersten { NUMBER($most) } Zeichen; der Rest fehlt hier.
discord-no-picture = In dieser Nachricht ist kein Bild.
discord-ready-to-vary = Das Bild ist da. Was soll sich ändern?

discord-ready = Fertig
button-describe = Änderung beschreiben
