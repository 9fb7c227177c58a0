# Coming in on the website, and the address of one's mail.

command-email =
    .name = email
    .name-address = address
    .description = The address for your receipts and for signing in on the website
    .option-address = Your e-mail address; left empty, it shows what we have
command-account =
    .name = account
    .description = Your account, and a link to it on the website

# --- in the chat ----------------------------------------------------------------------------------

fact-email = E-mail
fact-chats = Chats
fact-member-since = Here since
email-none = none
email-works = { $masked }, confirmed
email-stopped = { $masked }: mail to it comes back, so we send none. Confirm it again, or choose another.
email-why = With an e-mail address you get receipts and can sign in on the website. You need not give one, and we send no advertising.
email-how = To add or change it: /email you@example.org
email-yours = This address is already yours, and confirmed.
email-mailed = If this address can be used, an e-mail is on its way to it.
email-mailed-how = Open the link in it within 15 minutes and press the button. Until then nothing changes. If nothing arrives, check the spam folder.
notice-email-now = The e-mail address of your account is { $masked } from now on. If that was not you, use the link that we sent to the address before it, and have a look at /account.
notice-email-stopped = The last change of your e-mail address was undone, and every browser was signed out.
account-title = Your account, the same in every chat that you have linked.
account-link-once = The button opens the website, where one more press signs you in. It works once, for 15 minutes; please do not pass this message on.
account-chats = { $count ->
    [one] { $count } linked
   *[other] { $count } linked
}
account-since = { DATETIME($at, dateStyle: "long") }
button-open-website = Open the website
button-link-chat = Link another chat
button-email = E-mail
knock-who = Somebody wants to sign in on the website as you: { $browser }, { DATETIME($at, timeStyle: "short") } UTC.
knock-only-if = Say yes only if you have just opened that page yourself and it shows the number { $number }.
knock-let-in = Good. Go back to the page and press “I said yes: continue”.
knock-kept-out = Nobody comes in by that page. If you did not open it, there is nothing more to do.
button-let-in = Yes, sign me in
button-keep-out = No
button-keep-out-after-all = No, that was a mistake
browser-other = a browser that we do not know

# --- on the website -------------------------------------------------------------------------------

sign-in-title = Sign in
sign-in-lead = You need no password: a link that works once lets you in.
sign-in-by-mail = By e-mail
sign-in-email = Your e-mail address
sign-in-email-hint = The address that you confirmed with /email in a chat or on your account page.
sign-in-mail-button = E-mail me a link
sign-in-by-telegram = With Telegram
sign-in-by-telegram-how = The bot asks you in your private chat whether it is you. If you are new, an account is made for you.
sign-in-telegram-button = Sign in with Telegram
sign-in-by-chat = From any chat
sign-in-by-chat-how = Write /account to the bot on Discord or Telegram: the answer has a button that brings you in.
sign-in-asked = Check your inbox
sign-in-asked-open = If this address belongs to an account, an e-mail with a link is on its way. The link works once, for 15 minutes. It is best to open it in this browser.
sign-in-asked-nothing = Nothing there? Check the spam folder. In 15 minutes we send at most three e-mails to an address and ten from one network, so please wait that long before you try again. You can add an address with /email in a chat.
sign-in-again = Back to signing in
sign-in-to-account = To your account
sign-in-press = Sign in here?
sign-in-press-lead = Press the button, and this browser stays signed in until 30 days after your last visit.
sign-in-press-as = You come in as { $name } ({ $platform }).
sign-in-elsewhere = You asked for this link in another browser ({ $browser }). Sign in here? If you did not ask for it, close this page.
sign-in-button = Sign in
sign-in-press-hint = Nothing happens until you press the button.
sign-in-wait = Sign in with Telegram
sign-in-wait-open = Open the chat with the bot and press Start.
sign-in-wait-open-button = Open Telegram
sign-in-wait-compare = The bot asks whether it is you. Say yes only if it shows this number:
sign-in-wait-number = The number { $number }
sign-in-wait-come-back = Then come back to this page.
sign-in-wait-button = I said yes: continue
sign-in-wait-until = This page works in this browser only, until
email-confirm = Is this address yours?
email-confirm-lead = Somebody who is signed in wants to use this e-mail address for their account. If that was you, press the button; you are then signed in in this browser, too. If not, close this page.
email-confirm-lead-chat = { $name } ({ $platform }) wants to use this e-mail address for an account. If that was you, press the button; you are then signed in in this browser, too. If not, close this page.
email-confirm-button = Yes, this address is mine
email-stop = Undo the change?
email-stop-lead = The address of your account goes back to this one, every browser is signed out, and links that are still open stop working.
email-stop-button = Undo the change
email-stopped-page = The change is undone
email-stopped-page-more = The address that received the e-mail is your account’s again, unless somebody else has confirmed it in the meantime. Every browser is signed out. Have a look in your chats, too: /account shows what belongs to your account.

# --- what cannot be done --------------------------------------------------------------------------

error-email-odd = This does not look like an e-mail address. It needs a name, an @ and a domain, such as you@example.org.
error-email-throwaway = Mailboxes at this provider are given out for a short time only, so a sign-in link of yours could end with somebody else later. Please take an address that stays yours; we send nothing there but what belongs to your account.
error-email-taken = In the meantime this address has been confirmed for another account. To join the two accounts, use /link in a chat.
error-too-often = That was tried too often. It works again from { DATETIME($until, timeStyle: "short") } UTC.
error-link-unknown = This link leads nowhere. Perhaps a part of it is missing, or a newer one has taken its place.
error-link-used = This link has been used already. Each one works once.
error-link-expired = This link has expired.
error-link-other-browser = This page belongs to another browser. Please go on in the one in which you began, or begin again here.
error-nobody-said-yes = Nobody has said yes in Telegram yet. Open the chat, answer there, then continue here.
error-knock-over = This question is over: the page has been used, has expired, or was meant for somebody else. This press signed nobody in.
