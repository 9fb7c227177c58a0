# Wenn mehr gewünscht wird, als gemacht werden kann.

line-too-long = Gerade warten so viele Bilder, dass deines { $minutes ->
    [one] etwa eine Minute
   *[other] etwa { $minutes } Minuten
} brauchen würde. Deshalb wurde es nicht eingereiht; es wurde nichts abgebucht, und deine Anfrage bleibt gespeichert.
line-too-long-until = Ab etwa { DATETIME($until, timeStyle: "short") } UTC sollte die Schlange kürzer sein. Drücke dann einfach den Knopf noch einmal.
error-crowded = Gerade sind sehr viele Leute hier, und deine Anfrage hätte zu lange gedauert. Es wurde nichts abgebucht. Versuche es bitte in einer Minute noch einmal.
site-error-crowded = Gerade sind sehr viele Leute hier. Versuche es bitte in einer halben Minute noch einmal; von dir geht nichts verloren.
no-room = Wir haben kaum noch Platz für Bilder, deshalb wurde deines nicht eingereiht. Wir wissen davon. Es wurde nichts abgebucht, und deine Anfrage bleibt gespeichert: drücke den Knopf später noch einmal.
error-disk-full = Wir können gerade nichts aufschreiben, weil bei uns eine Platte voll ist. Es ist nichts geschehen und es wurde nichts abgebucht. Versuche es bitte später noch einmal.
