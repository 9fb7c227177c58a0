# Sätze, die nur Discord braucht.

discord-menu-vary = Bild abwandeln
discord-only-you = Die Antwort sieht nur, wer gefragt hat.
discord-reduced = Größere Dateien nimmt Discord hier nicht an, dies ist eine kleinere Kopie. Der Link führt zum Original.
discord-form-slow = Das Öffnen hat zu lange gedauert. Bitte noch einmal drücken.
discord-form-cut = In dieses Feld passen nur die ersten { NUMBER($most) } Zeichen; der Rest fehlt hier.
discord-no-picture = In dieser Nachricht ist kein Bild.
discord-ready-to-vary = Das Bild ist da. Was soll sich ändern?

discord-sells-price = Hier verkauft sie Discord: Drück auf das, was du möchtest. Auf dem Knopf steht der Endpreis in deiner Währung.
discord-sells-arrival = Die Credits kommen von selbst. Ich melde mich mit einer Direktnachricht, falls du welche annimmst.
discord-sells-refunds = Bezahlt wird bei Discord, und Erstattungen laufen über den Support von Discord. Für alles andere: /support
discord-sells-button = Kein Knopf zum Drücken? Discord verkauft nicht auf jedem Gerät, am Computer oder im Browser aber schon.

discord-ready = Fertig
button-describe = Änderung beschreiben
