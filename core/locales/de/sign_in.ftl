# Auf die Website kommen, und die Adresse für Mails.

command-email =
    .name = e-mail
    .name-address = adresse
    .description = Die Adresse für deine Belege und zum Anmelden auf der Website
    .option-address = Deine E-Mail-Adresse; leer zeigt, was wir haben
command-account =
    .name = konto
    .description = Dein Konto und ein Link dorthin auf der Website

# --- im Chat --------------------------------------------------------------------------------------

fact-email = E-Mail
fact-chats = Chats
fact-member-since = Dabei seit
email-none = keine
email-works = { $masked }, bestätigt
email-stopped = { $masked }: Mails dorthin kommen zurück, deshalb schicken wir keine. Bestätige sie noch einmal oder nimm eine andere.
email-why = Mit einer E-Mail-Adresse bekommst du Belege und kannst dich auf der Website anmelden. Du musst keine angeben, und Werbung schicken wir nicht.
email-how = So fügst du sie hinzu oder änderst sie: /email du@example.org
email-yours = Diese Adresse gehört schon dir und ist bestätigt.
email-mailed = Wenn sich diese Adresse verwenden lässt, ist eine Mail dorthin unterwegs.
email-mailed-how = Öffne den Link darin innerhalb von 15 Minuten und drück den Knopf. Bis dahin ändert sich nichts. Kommt nichts an, sieh im Spam-Ordner nach.
notice-email-now = Die E-Mail-Adresse deines Kontos ist ab jetzt { $masked }. Wenn du das nicht warst, nutze den Link, den wir an die bisherige Adresse geschickt haben, und sieh dir /account an.
notice-email-stopped = Die letzte Änderung deiner E-Mail-Adresse wurde rückgängig gemacht, und alle Browser wurden abgemeldet.
account-title = Dein Konto, dasselbe in allen Chats, die du verbunden hast.
account-link-once = Der Knopf öffnet die Website, dort meldest du dich mit einem weiteren Druck an. Er funktioniert einmal, 15 Minuten lang; gib diese Nachricht bitte nicht weiter.
account-chats = { $count ->
    [one] { $count } verbunden
   *[other] { $count } verbunden
}
account-since = { DATETIME($at, dateStyle: "long") }
button-open-website = Website öffnen
button-link-chat = Weiteren Chat verbinden
button-email = E-Mail
knock-who = Jemand möchte sich auf der Website als du anmelden: { $browser }, { DATETIME($at, timeStyle: "short") } UTC.
knock-only-if = Sag nur Ja, wenn du diese Seite gerade selbst geöffnet hast und sie die Zahl { $number } zeigt.
knock-let-in = Gut. Geh zurück zur Seite und drück „Ich habe Ja gesagt: weiter“.
knock-kept-out = Über diese Seite kommt niemand herein. Wenn du sie nicht geöffnet hast, brauchst du nichts weiter zu tun.
button-let-in = Ja, melde mich an
button-keep-out = Nein
button-keep-out-after-all = Nein, das war ein Versehen
browser-other = ein Browser, den wir nicht kennen

# --- auf der Website ------------------------------------------------------------------------------

sign-in-title = Anmelden
sign-in-lead = Du brauchst kein Passwort: Ein Link, der einmal funktioniert, lässt dich herein.
sign-in-by-mail = Per E-Mail
sign-in-email = Deine E-Mail-Adresse
sign-in-email-hint = Die Adresse, die du mit /email in einem Chat oder auf deiner Kontoseite bestätigt hast.
sign-in-mail-button = Link per Mail schicken
sign-in-by-telegram = Mit Telegram
sign-in-by-telegram-how = Der Bot fragt dich im privaten Chat, ob du es bist. Bist du neu, wird ein Konto für dich angelegt.
sign-in-telegram-button = Mit Telegram anmelden
sign-in-by-chat = Aus jedem Chat
sign-in-by-chat-how = Schreib dem Bot auf Discord oder Telegram /account: In der Antwort ist ein Knopf, mit dem du hereinkommst.
sign-in-asked = Sieh in dein Postfach
sign-in-asked-open = Wenn diese Adresse zu einem Konto gehört, ist eine Mail mit einem Link unterwegs. Er funktioniert einmal, 15 Minuten lang. Öffne ihn am besten in diesem Browser.
sign-in-asked-nothing = Nichts da? Sieh im Spam-Ordner nach. In 15 Minuten schicken wir höchstens drei Mails an eine Adresse und zehn aus einem Netz; warte also so lange, bevor du es noch einmal versuchst. Eine Adresse fügst du mit /email in einem Chat hinzu.
sign-in-again = Zurück zum Anmelden
sign-in-to-account = Zu deinem Konto
sign-in-press = Hier anmelden?
sign-in-press-lead = Drück den Knopf, dann bleibt dieser Browser bis 30 Tage nach deinem letzten Besuch angemeldet.
sign-in-press-as = Du meldest dich als { $name } ({ $platform }) an.
sign-in-elsewhere = Du hast diesen Link in einem anderen Browser angefordert ({ $browser }). Hier anmelden? Wenn du ihn nicht angefordert hast, schließ diese Seite.
sign-in-button = Anmelden
sign-in-press-hint = Solange du den Knopf nicht drückst, passiert nichts.
sign-in-wait = Mit Telegram anmelden
sign-in-wait-open = Öffne den Chat mit dem Bot und drück auf Start.
sign-in-wait-open-button = Telegram öffnen
sign-in-wait-compare = Der Bot fragt, ob du es bist. Sag nur Ja, wenn er diese Zahl zeigt:
sign-in-wait-number = Die Zahl { $number }
sign-in-wait-come-back = Komm dann auf diese Seite zurück.
sign-in-wait-button = Ich habe Ja gesagt: weiter
sign-in-wait-until = Diese Seite funktioniert nur in diesem Browser, bis
email-confirm = Gehört diese Adresse dir?
email-confirm-lead = Jemand, der angemeldet ist, möchte diese E-Mail-Adresse für das eigene Konto verwenden. Wenn du das warst, drück den Knopf; danach bist du auch in diesem Browser angemeldet. Wenn nicht, schließ diese Seite.
email-confirm-lead-chat = { $name } ({ $platform }) möchte diese E-Mail-Adresse für ein Konto verwenden. Wenn du das warst, drück den Knopf; danach bist du auch in diesem Browser angemeldet. Wenn nicht, schließ diese Seite.
email-confirm-button = Ja, diese Adresse gehört mir
email-stop = Änderung rückgängig machen?
email-stop-lead = Die Adresse deines Kontos ist dann wieder diese hier, alle Browser werden abgemeldet, und noch offene Links funktionieren nicht mehr.
email-stop-button = Änderung rückgängig machen
email-stopped-page = Die Änderung ist rückgängig gemacht
email-stopped-page-more = Die Adresse, an die diese Mail ging, ist wieder die deines Kontos, es sei denn, jemand anders hat sie inzwischen bestätigt. Alle Browser sind abgemeldet. Sieh auch in deinen Chats nach: /account zeigt, was zu deinem Konto gehört.

# --- was nicht geht -------------------------------------------------------------------------------

error-email-odd = Das sieht nicht nach einer E-Mail-Adresse aus. Sie braucht einen Namen, ein @ und eine Domain, zum Beispiel du@example.org.
error-email-throwaway = Postfächer bei diesem Anbieter gibt es nur für kurze Zeit, ein Anmeldelink von dir könnte also später bei jemand anderem landen. Bitte nimm eine Adresse, die deine bleibt; wir schicken dorthin nur, was zu deinem Konto gehört.
error-email-taken = Inzwischen wurde diese Adresse für ein anderes Konto bestätigt. Um beide Konten zusammenzulegen, nutze /link in einem Chat.
error-too-often = Das wurde zu oft versucht. Ab { DATETIME($until, timeStyle: "short") } UTC geht es wieder.
error-link-unknown = Dieser Link führt nirgendwohin. Vielleicht fehlt ein Stück, oder ein neuerer ist an seine Stelle getreten.
error-link-used = Dieser Link wurde schon benutzt. Jeder funktioniert nur einmal.
error-link-expired = Dieser Link ist abgelaufen.
error-link-other-browser = Diese Seite gehört zu einem anderen Browser. Mach bitte dort weiter, wo du angefangen hast, oder fang hier neu an.
error-nobody-said-yes = In Telegram hat noch niemand Ja gesagt. Öffne den Chat, antworte dort und mach dann hier weiter.
error-knock-over = Diese Frage ist erledigt: Die Seite wurde benutzt, ist abgelaufen oder war für jemand anders gedacht. Dieser Druck hat niemanden angemeldet.
