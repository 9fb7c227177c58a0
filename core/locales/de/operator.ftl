# Was gesagt wird, wenn lange niemand da war, und was die Seite des Betreibers für die Rechte der Leute braucht.

# --- ein Konto, das niemand nutzt -----------------------------------------------------------------

inactivity-notice = Du warst lange nicht hier. Am { DATETIME($at, dateStyle: "long") } schließen wir dein Konto und löschen, was dazu gehört.
inactivity-what = Das sind deine Prompts und Bilder, deine Credits und deine Einstellungen. Wir bewahren Daten nicht ewig auf, ohne dass jemand das möchte.
inactivity-keep = Um es zu behalten, drück den Knopf oder nutze InkMirage einfach wieder. Das kostet nichts.
inactivity-kept = Dein Konto bleibt. Schön, dass du wieder da bist.
inactivity-not-kept = Es hat sich nichts geändert: Dein Konto ist aus einem anderen Grund in diesem Zustand. Mehr dazu unter /privacy.
button-keep = Konto behalten

mail-inactivity =
    .subject = Dein InkMirage-Konto endet am { DATETIME($end, dateStyle: "long") }
    .lead = Du hast InkMirage lange nicht benutzt. Wir bewahren Daten nicht ewig auf, darum schließen wir an diesem Tag dein Konto und löschen, was dazu gehört.
    .keep = Du möchtest es behalten? Melde dich einmal an oder schreib dem Bot in deinem Chat. Das genügt und kostet nichts.
    .copy = Du möchtest deine Bilder mitnehmen? Nach dem Anmelden bekommst du eine Kopie von allem.
    .credits = Credits, die noch übrig sind, verschwinden mit dem Konto.
    .button = Anmelden
mail-fact-ends =
    .label = Dein Konto endet am
    .value = { DATETIME($end, dateStyle: "long") }

# --- an den Betreiber: eine Anfrage, die auf Antwort wartet ---------------------------------------

mail-rights-deadline =
    .subject = { $mark ->
        [unseen] Eine Datenschutzanfrage liegt seit einem Tag
        [unacknowledged] Eine Datenschutzanfrage wurde nicht rechtzeitig bestätigt
        [half] Eine Datenschutzanfrage: Die halbe Frist ist um
        [most] Eine Datenschutzanfrage: Es bleibt wenig Zeit
       *[overdue] Eine Datenschutzanfrage ist überfällig
    }
    .lead = Die Anfrage unten ist noch nicht beantwortet. Sie muss es bis zum { DATETIME($due, dateStyle: "long") } sein.
    .how = Mit „python -m bot privacy requests --ref“ und diesem Kennzeichen siehst du sie, und dort schließt du sie ab.
mail-self-test =
    .subject = Der tägliche Selbsttest zum Datenschutz hat etwas gefunden
    .lead = { $step ->
        [clean] Was ein früherer Selbsttest hinterlassen hat, ließ sich nicht löschen.
        [use] Ein eigenes Konto des Programms ließ sich nicht so benutzen wie das eines Menschen.
        [copy] Die Kopie der Daten eines Testkontos war unvollständig oder beschädigt.
        [erase] Ein Testkonto wurde nicht bis zum Ende gelöscht.
        [rows] Wörter eines gelöschten Testkontos stehen noch in der Datenbank.
        [objects] Dateien eines gelöschten Testkontos liegen noch im Objektspeicher.
        [files] Wörter eines gelöschten Testkontos stehen noch in Dateien auf dem Server.
       *[books] Nach dem Selbsttest gehen die Bücher nicht auf.
    }
    .how = { $number ->
        [one] Gefunden wurde eine Sache.
       *[other] Gefunden wurden { $number } Dinge.
    } Daten eines echten Menschen waren nicht dabei, aber mit ihren Anfragen kann dasselbe geschehen. Mit „python -m bot privacy self-test“ siehst du jeden Schritt, und mit „python -m bot privacy close“ und diesem Kennzeichen schließt du den Fall ab.
mail-fact-received =
    .label = Eingegangen
    .value = { DATETIME($received, dateStyle: "long") }

# --- Tabellen, in Worten --------------------------------------------------------------------------

legal-kept-law-legal-holds = bis zu dem Tag, der für eine rechtliche Sperre gesetzt ist
legal-table-inactivity-notice = dass dir nach langer Abwesenheit gesagt wurde, wann dein Konto endet (Zeiten)
legal-table-rights-deadline = wie viel von der Frist für eine Antwort verbraucht war (Stufen, Zeiten)
legal-table-rights-words = was du uns zu einer Anfrage geschrieben hast
legal-table-staff-access = was unsere Leute an deinem Konto getan haben (Rolle, Art, Zeit)
legal-table-legal-hold = einzelne Einträge, die wir nach dem Gesetz behalten müssen (Art, Grund, bis wann)
legal-table-held-record = der Inhalt solcher Einträge, für niemanden einsehbar
