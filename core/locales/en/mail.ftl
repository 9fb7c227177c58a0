# Mails. Each is a subject, a lead (shown beside the subject in a list of mails), more sentences and a button; text and HTML say the same.

platform-discord = Discord
platform-telegram = Telegram
platform-playground = Playground
platform-web = Website

# --- what every mail says -------------------------------------------------------------------------

mail-greeting = Hello,
mail-bare = If the button does not work, open this address in your browser:
mail-foot = We write to you only about your account: no advertising, and nothing in our e-mails tells us whether you read them.

mail-who = { $name } · { $platform }
mail-fact-asked-by =
    .label = Asked by
    .value = { $who }
mail-fact-chat =
    .label = Chat
    .value = { $who }
mail-fact-at =
    .label = When
    .value = { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-stop-until =
    .label = Can be undone until
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-undo-until =
    .label = Can be undone until
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-request =
    .label = Request
    .value = { $kind ->
        [export] A copy of your data
        [delete] Deletion of your data
       *[correct] Correction of your data
    }
mail-fact-ref =
    .label = Reference
    .value = { $ref }
mail-fact-due =
    .label = Answer by
    .value = { DATETIME($due, dateStyle: "long") }
mail-fact-version =
    .label = New version
    .value = { $version }
mail-fact-effective =
    .label = In force from
    .value = { DATETIME($effective, dateStyle: "long") }
mail-fact-code =
    .label = Number
    .value = { $code }
mail-fact-gone =
    .label = Gone from backups by
    .value = { DATETIME($gone, dateStyle: "long") }

# --- coming in ------------------------------------------------------------------------------------

mail-sign-in =
    .subject = Your link to sign in to InkMirage
    .lead = Press the button and you are signed in. The link works once, for { $minutes } minutes after you asked for it.
    .button = Sign in
    .unasked = You did not ask for it? Then there is nothing to do: unless somebody presses the button, nobody gets in.
    .keep = Please do not pass this e-mail on. We will never ask you for it.
mail-email-confirm =
    .subject = Confirm your e-mail address for InkMirage
    .lead = Press the button to make this the address of your InkMirage account. The link works once, for { $minutes } minutes after you asked for it.
    .button = Confirm this address
    .unasked = You did not ask for it? Then somebody typed your address, perhaps by mistake. There is nothing to do: unless the button is pressed, your address is not added to any account.

# --- your account is safe -------------------------------------------------------------------------

mail-email-taken =
    .subject = Somebody wanted to use your e-mail address with InkMirage
    .lead = Somebody wanted this address for their InkMirage account. It already belongs to yours, so nothing has changed.
    .was-you = Was it you, from another chat? Then you have two accounts. Type /link in one of your chats, and the two become one, with all credits and pictures.
    .was-not-you = Was it somebody else? Then there is nothing to do.
    .code = Never give anybody a code that /link has shown you.
mail-email-changed =
    .subject = Your InkMirage account has another e-mail address
    .lead = Your InkMirage account now has another e-mail address. Until now, it was this one.
    .was-you = Was it you? Then all is well, and there is nothing to do.
    .was-not-you = Was it somebody else? Then undo the change: this address is yours again, every browser is signed out, and open links stop working.
    .button = Undo the change
mail-linked =
    .subject = Another chat now belongs to your InkMirage account
    .lead = Another account was joined with your InkMirage account. Both chats now share one wallet and one gallery.
    .was-you = Was it you? Then all is well, and there is nothing to do.
    .was-not-you = Was it somebody else? Then undo it in time: type /unlink in your own chat, or open your chats on the website. Each side gets back its own credits and pictures.
    .button = Look at your chats
mail-unlinked =
    .subject = A chat no longer belongs to your InkMirage account
    .lead = A chat was unlinked from your InkMirage account. From there, nobody reaches your credits or pictures any more.
    .was-you = Was it you? Then all is well, and there is nothing to do.
    .was-not-you = Was it somebody else? Then look at who is signed in, and sign out every browser that is not yours.
    .button = See who is signed in

# --- paid -----------------------------------------------------------------------------------------

mail-receipt =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Thank you for topping up. Here is everything about this purchase; please keep it.
    .button = Open it to print
    .question = A question about this payment? Please write to us and give the number above.
    .sign-in = The page behind the button asks you to sign in first. In your chat, /receipts shows the same.
mail-credit-note =
    .subject = InkMirage: { $title } { $document }, { $credits }
    .lead = Something you bought has been taken back, and the money goes back the way it came. A bank may take some days to show it.
    .button = Open it to print
    .question = A question about this refund? Please write to us and give the number above.
    .sign-in = The page behind the button asks you to sign in first. In your chat, /receipts shows the same.

# --- your rights ----------------------------------------------------------------------------------

mail-rights =
    .subject = { $kind ->
        [export] Your request for a copy of your data
        [delete] Your request to delete your data
       *[correct] Your request to correct your data
    }
    .lead = We have your request, and you get our answer by { DATETIME($due, dateStyle: "long") } at the latest.
    .follow = You can see how far it is on your privacy page at any time. You can also withdraw it there until we begin.
    .button = See your request
    .papers = Signing in is all the proof we need that the account is yours. Please send no copies of identity documents.
    .unasked = You did not ask for this? Sign in and withdraw it, or write to us and give the reference.
mail-rights-code =
    .subject = Your number for a request about your data
    .lead = { $kind ->
        [export] Somebody has asked for a copy of the data of your account. If it was you, type this number where you asked.
       *[erase] Somebody has asked to delete your account. If it was you, type this number where you asked.
    }
    .unasked = You did not ask for this? Then give the number to nobody: without it nothing happens. Look at who is signed in.
    .keep = We never ask for this number in a mail or on the phone.
    .button = See who is signed in
mail-erased =
    .subject = Your account is being deleted
    .lead = As you asked, your account and everything that belongs to it are deleted today. This is the last mail you will get from us.
    .kept = The receipt names what the law makes us keep, who was told, and what we could not reach. You need no account to open it.
    .button = Open the receipt
mail-policy-notice =
    .subject = Our privacy policy changes on { DATETIME($effective, dateStyle: "long") }
    .lead = A new version of our privacy policy comes into force on { DATETIME($effective, dateStyle: "long") }. Until then the present one applies.
    .choices = You can read what changes, line by line. Before and after that day you can take a copy of your data, delete it, or object.
    .button = Read what changes
    .consent = If something new needs your consent, we ask you for it separately. Simply going on never counts as a yes.
