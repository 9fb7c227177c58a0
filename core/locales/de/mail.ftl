# Mails. Jede hat einen Betreff, einen ersten Satz (er steht in der Liste neben dem Betreff), weitere Sätze und einen Knopf.

platform-discord = Discord
platform-telegram = Telegram
platform-playground = Playground
platform-web = Website

# --- was in jeder Mail steht ----------------------------------------------------------------------

mail-greeting = Hallo,
mail-bare = Wenn der Knopf nicht funktioniert, öffne diese Adresse in deinem Browser:
mail-foot = Wir schreiben dir nur wegen deines Kontos: keine Werbung, und nichts in unseren Mails verrät uns, ob du sie liest.

mail-who = { $name } · { $platform }
mail-fact-asked-by =
    .label = Angefragt von
    .value = { $who }
mail-fact-chat =
    .label = Chat
    .value = { $who }
mail-fact-at =
    .label = Wann
    .value = { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-stop-until =
    .label = Rückgängig bis
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-undo-until =
    .label = Rückgängig bis
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-request =
    .label = Anfrage
    .value = { $kind ->
        [export] Eine Kopie deiner Daten
        [delete] Löschung deiner Daten
       *[correct] Berichtigung deiner Daten
    }
mail-fact-ref =
    .label = Kennzeichen
    .value = { $ref }
mail-fact-due =
    .label = Antwort bis
    .value = { DATETIME($due, dateStyle: "long") }
mail-fact-version =
    .label = Neue Version
    .value = { $version }
mail-fact-effective =
    .label = Gilt ab
    .value = { DATETIME($effective, dateStyle: "long") }
mail-fact-code =
    .label = Nummer
    .value = { $code }
mail-fact-gone =
    .label = Auch aus Sicherungskopien gelöscht bis
    .value = { DATETIME($gone, dateStyle: "long") }

# --- anmelden -------------------------------------------------------------------------------------

mail-sign-in =
    .subject = Dein Link zur Anmeldung bei InkMirage
    .lead = Drück den Knopf, und du bist angemeldet. Der Link funktioniert einmal, innerhalb von { $minutes } Minuten nach deiner Anfrage.
    .button = Anmelden
    .unasked = Das warst nicht du? Dann musst du nichts tun: Solange niemand den Knopf drückt, kommt auch niemand hinein.
    .keep = Bitte gib diese Mail nicht weiter. Wir fragen dich nie danach.
mail-email-confirm =
    .subject = Bestätige deine E-Mail-Adresse für InkMirage
    .lead = Drück den Knopf, damit diese Adresse zu deinem InkMirage-Konto gehört. Der Link funktioniert einmal, innerhalb von { $minutes } Minuten nach deiner Anfrage.
    .button = Adresse bestätigen
    .unasked = Das warst nicht du? Dann hat jemand deine Adresse eingetippt, vielleicht aus Versehen. Du musst nichts tun: Solange niemand den Knopf drückt, kommt sie in kein Konto.

# --- dein Konto ist sicher ------------------------------------------------------------------------

mail-email-taken =
    .subject = Jemand wollte deine E-Mail-Adresse bei InkMirage verwenden
    .lead = Jemand wollte diese Adresse für ein InkMirage-Konto. Sie gehört schon zu deinem, deshalb hat sich nichts geändert.
    .was-you = Warst du das, aus einem anderen Chat? Dann hast du zwei Konten. Schreib /link in einem deiner Chats, und beide werden zusammengelegt, mit allen Credits und Bildern.
    .was-not-you = War es jemand anders? Dann musst du nichts tun.
    .code = Gib nie jemandem einen Code, den dir /link gezeigt hat.
mail-email-changed =
    .subject = Dein InkMirage-Konto hat eine andere E-Mail-Adresse
    .lead = Dein InkMirage-Konto hat jetzt eine andere E-Mail-Adresse. Bisher war es diese.
    .was-you = Warst du das? Dann ist alles gut, und du musst nichts tun.
    .was-not-you = War es jemand anders? Dann mach die Änderung rückgängig: Diese Adresse gehört wieder dir, alle Browser werden abgemeldet, und offene Links funktionieren nicht mehr.
    .button = Änderung rückgängig machen
mail-linked =
    .subject = Ein weiterer Chat gehört jetzt zu deinem InkMirage-Konto
    .lead = Ein weiteres Konto wurde mit deinem InkMirage-Konto zusammengelegt. Beide Chats haben jetzt ein gemeinsames Guthaben und eine gemeinsame Galerie.
    .was-you = Warst du das? Dann ist alles gut, und du musst nichts tun.
    .was-not-you = War es jemand anders? Dann mach es rechtzeitig rückgängig: Schreib /unlink in deinem eigenen Chat oder öffne deine Chats auf der Website. Beide Seiten bekommen ihre eigenen Credits und Bilder zurück.
    .button = Deine Chats ansehen
mail-unlinked =
    .subject = Ein Chat gehört nicht mehr zu deinem InkMirage-Konto
    .lead = Ein Chat wurde von deinem InkMirage-Konto getrennt. Von dort kommt niemand mehr an deine Credits oder Bilder.
    .was-you = Warst du das? Dann ist alles gut, und du musst nichts tun.
    .was-not-you = War es jemand anders? Dann sieh nach, wer angemeldet ist, und melde jeden Browser ab, der nicht deiner ist.
    .button = Anmeldungen ansehen

# --- bezahlt --------------------------------------------------------------------------------------

mail-receipt =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Danke fürs Aufladen. Hier steht alles zu diesem Kauf; bitte heb es auf.
    .button = Zum Drucken öffnen
    .question = Eine Frage zu dieser Zahlung? Schreib uns bitte und nenn die Nummer von oben.
    .sign-in = Für die Seite hinter dem Knopf meldest du dich zuerst an. In deinem Chat zeigt /receipts dasselbe.
mail-credit-note =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Etwas, das du gekauft hast, wurde zurückgenommen, und das Geld geht den Weg zurück, den es gekommen ist. Bis eine Bank es zeigt, können einige Tage vergehen.
    .button = Zum Drucken öffnen
    .question = Eine Frage zu dieser Erstattung? Schreib uns bitte und nenn die Nummer von oben.
    .sign-in = Für die Seite hinter dem Knopf meldest du dich zuerst an. In deinem Chat zeigt /receipts dasselbe.

# --- deine Rechte ---------------------------------------------------------------------------------

mail-rights =
    .subject = { $kind ->
        [export] Deine Anfrage nach einer Kopie deiner Daten
        [delete] Deine Anfrage zur Löschung deiner Daten
       *[correct] Deine Anfrage zur Berichtigung deiner Daten
    }
    .lead = Deine Anfrage ist bei uns, und du bekommst unsere Antwort spätestens am { DATETIME($due, dateStyle: "long") }.
    .follow = Auf deiner Datenschutzseite siehst du jederzeit, wie weit sie ist. Dort kannst du sie auch zurückziehen, solange wir noch nicht begonnen haben.
    .button = Anfrage ansehen
    .papers = Dass das Konto dir gehört, zeigst du, indem du dich anmeldest. Bitte schick uns keine Ausweiskopien.
    .unasked = Das warst nicht du? Melde dich an und zieh die Anfrage zurück, oder schreib uns und nenn das Kennzeichen.
mail-rights-code =
    .subject = Deine Nummer für eine Anfrage zu deinen Daten
    .lead = { $kind ->
        [export] Jemand möchte eine Kopie der Daten deines Kontos. Wenn du das warst, gib diese Nummer dort ein, wo du gefragt hast.
       *[erase] Jemand möchte dein Konto löschen. Wenn du das warst, gib diese Nummer dort ein, wo du gefragt hast.
    }
    .unasked = Das warst nicht du? Dann gib die Nummer niemandem: Ohne sie passiert nichts. Und sieh nach, wer angemeldet ist.
    .keep = Wir fragen nie in einer Mail oder am Telefon nach dieser Nummer.
    .button = Anmeldungen ansehen
mail-erased =
    .subject = Dein Konto wird gelöscht
    .lead = Wie du es wolltest, werden dein Konto und alles, was dazugehört, heute gelöscht. Das ist die letzte Mail, die du von uns bekommst.
    .kept = Im Beleg steht, was wir nach dem Gesetz aufbewahren müssen, wem wir Bescheid gegeben haben und was wir nicht erreichen konnten. Du brauchst kein Konto, um ihn zu öffnen.
    .button = Beleg öffnen
mail-policy-notice =
    .subject = Unsere Datenschutzerklärung ändert sich am { DATETIME($effective, dateStyle: "long") }
    .lead = Am { DATETIME($effective, dateStyle: "long") } tritt eine neue Version unserer Datenschutzerklärung in Kraft. Bis dahin gilt die jetzige.
    .choices = Was sich ändert, kannst du Zeile für Zeile lesen. Vor und nach diesem Tag kannst du eine Kopie deiner Daten holen, sie löschen oder widersprechen.
    .button = Änderungen lesen
    .consent = Braucht etwas Neues deine Einwilligung, fragen wir dich eigens danach. Einfach weiterzumachen gilt nie als Ja.
