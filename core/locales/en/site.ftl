# The web pages: the first page, the account, what stands around the legal documents.

site-moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
site-day = { DATETIME($at, dateStyle: "medium") }
site-skip = Skip to the content
site-nav = Main
site-nav-prices = Pictures and prices
site-nav-prices-short = Prices
site-nav-sign-in = Sign in
site-nav-account = Account
site-nav-foot = Legal and contact
site-languages = Language
site-foot-privacy = Privacy
site-foot-terms = Terms
site-foot-cookies = Cookies
site-foot-processors = Who receives data
site-foot-retention = How long data stays
site-foot-contact = Contact
site-foot-line = InkMirage. No trackers, no advertising, nothing loaded from other companies.
site-pager = Pages
site-newer = Newest
site-older = Older
site-save = Save
site-keep = Keep it
site-about-pictures = { $count ->
    [0] not quite enough for a good picture
    [one] about one good picture
   *[other] about { $count } good pictures
}
site-credits-word = { $count ->
    [one] credit
   *[other] credits
}
site-gpc = Your browser sends a Global Privacy Control signal. We do not sell or share personal data, so there is nothing to switch off.

# --- first page -----------------------------------------------------------------------------------

site-home-page = InkMirage: pictures from words, right in your chat
site-home-description = Write what you want to see in Discord or Telegram and get the picture right there. You always see the price first.
site-home-title = Write it down. See it appear.
site-home-lead = InkMirage turns words into pictures, right in your chat. { $count ->
    [0] You begin with { $free }.
    [one] You begin with { $free }, enough for about one good picture.
   *[other] You begin with { $free }, enough for about { $count } good pictures.
}
site-home-nowhere = InkMirage cannot be added to Discord or opened in Telegram from here yet.
site-try-here = Try it here
site-add-discord = Add to Discord
site-open-telegram = Open in Telegram
site-sample-caption = Samples from the practice engine, and labelled as such. The real engine paints what you describe.
site-sample-alt-evening = Sample: evening haze, a large sun over layered purple hills.
site-sample-alt-forest = Sample: a full moon over misty forest hills.
site-sample-alt-sail = Sample: one sail on a quiet pale blue sea.
site-sample-alt-desert = Sample: a red sky over the hills of a desert.
site-sample-alt-night = Sample: mountains under the moon, deep blue.
site-how-title = How it works
site-how-say = Say what you want to see
site-how-say-more = Type /imagine and your words, in any of our four languages. Add pictures to work from if you like.
site-how-see = See the price first
site-how-see-more = It is on the button. Nothing is charged until you press it.
site-how-get = Get the picture
site-how-get-more = It arrives in the same chat, with the original file. Make another, change it, or delete it.
site-prices-title = What a picture costs
site-prices-lead = You pay with credits, picture by picture. There is no subscription.
site-prices-per-picture = Price of one picture
site-prices-quality = Quality
site-prices-square = Square
site-prices-large = Portrait or landscape
site-prices-reference = Each picture you give it to work from adds { $each }.
site-prices-not-yet = Credits cannot be bought here yet.
site-prices-practice = The till here is for practice: no money moves.
site-quality-low = Quick
site-quality-medium = Good
site-quality-high = Finest
site-promises-title = What you can count on
site-promise-back = If it fails, the credits come back.
site-promise-back-more = By themselves, as soon as that is clear. You need not ask, and we tell you.
site-promise-price = No charge without your yes.
site-promise-price-more = You decide whether we ask every time, only above an amount, or never.
site-promise-yours = Your pictures stay in your hands.
site-promise-yours-more = Take the original files with you, or delete them for good, whenever you want.
site-promise-quiet = Nobody looks over your shoulder.
site-promise-quiet-more = No trackers, no advertising, no sale of data. No training without an explicit yes.
site-faq-title = Questions people ask
site-faq-cost = What does it cost to begin?
site-faq-cost-answer = Nothing. A new account has welcome credits. When they are used up, you decide whether you want more; what you buy never expires.
site-faq-fail = What happens if a picture cannot be made?
site-faq-fail-answer = The credits that were reserved for it come back by themselves, and you read why. Your words are kept, so you can change them and try again.
site-faq-who = Who makes the pictures?
site-faq-who-answer = The image service mayi.one. It receives your prompt and the pictures you attach, but neither your name nor your chat identifiers.
site-faq-rules = Is there anything I cannot ask for?
site-faq-rules-answer = Yes: anything that is against the law or the rights of others. The engine has rules of its own and may decline; then you pay nothing.
site-faq-training = Are my pictures used for training?
site-faq-training-answer = We do not train models with them unless you have expressly said yes. No answer means no. No such training takes place today.
site-faq-password = Do I need a password?
site-faq-password-answer = No. You begin in a chat. If you add an e-mail address, you can sign in here with a link that works once.
site-faq-age = How old do I have to be?
site-faq-age-answer = At least 13, and in the European Economic Area at least 16.
site-faq-delete = How do I get rid of a picture?
site-faq-delete-answer = Press “Delete” below it in the chat, or in your account on this website. The file is deleted for good.
site-where-title = Where you find it
site-where-lead = In Discord and in Telegram, with one wallet and one gallery for both once you have linked them.

# --- errors ---------------------------------------------------------------------------------------

site-error-title = That did not work
site-error-home = To the first page
site-error-400 = This address or form is not complete. Go back and try again.
site-error-403 = This link or form is not valid here. Go back, reload the page and try again. Nothing was changed.
site-error-404 = There is nothing here, or nothing that you may see. Perhaps it has been deleted.
site-error-405 = This page cannot be used that way.
site-error-410 = This link has expired. Go back and reload the page for a new one.
site-error-503 = A part of InkMirage is not answering right now. Please try again in a moment.
site-error-other = The request was refused. Nothing was changed.

# --- account --------------------------------------------------------------------------------------

site-account-nav = Your account
site-account-overview = Overview
site-account-wallet = Wallet
site-account-gallery = Pictures
site-account-chats = Chats
site-account-email = E-mail
site-account-settings = Settings
site-account-activity = Activity
site-account-privacy = Privacy
site-sign-out = Sign out
site-member-since = Here since { DATETIME($at, dateStyle: "long") }.
site-latest-pictures = Latest pictures
site-wallet-go = Every entry
site-chats-go = Manage chats
site-email-go = Manage your address
site-gallery-go = All pictures
site-reserved = Reserved for pictures being made: { $held }.
site-done-saved = Saved.
site-done-deleted = The picture is deleted.
site-done-consent-yes = Your yes is noted, with the date. You can withdraw it here at any time.
site-done-consent-no = Your no is noted, with the date.
site-done-wording-changed = Nothing was saved, because the wording has changed since you saw it. Please read it again.
site-done-session-ended = That browser is signed out.
site-done-others-ended = All other browsers are signed out.
site-done-unlinked = The chat is unlinked.
site-done-joined = The accounts are joined: one wallet, one gallery.
site-done-refused = Nothing was joined.
site-done-undone = The accounts are separate again. Each has its own back.
site-done-asked = Check your inbox: if this address can be used, a link is on its way. It works for 15 minutes.
site-done-email-yours = This is your address already.

site-wallet-lead = What you can spend, where it came from, and every entry.
site-wallet-locked = Your credits are locked for now, because something about a payment has to be looked at. Please write to us.
site-wallet-now = Available now
site-wallet-lots = Where it came from
site-wallet-order = Gifts are spent first, what you bought last.
site-wallet-empty = There are no credits here at the moment.
site-lot-promo = Gift
site-lot-compensation = With our apologies
site-lot-paid = Bought
site-until = until { DATETIME($at, dateStyle: "medium") }
site-never-expires = never expires
site-ledger-title = Entries
site-ledger-file = Save as CSV
site-ledger-none = There are no entries yet.
site-ledger-when = When
site-ledger-what = What
site-ledger-change = Credits
site-ledger-after = Balance

site-gallery-lead = Everything you have made and kept. Only you can see this page.
site-gallery-none = There are no pictures yet. Write /imagine in your chat, and they appear here too.
site-gallery-end = There are no older pictures.
site-picture-save = Download
site-picture-save-of = Download a picture of #{ $code }
site-picture-delete = Delete
site-picture-delete-of = Delete a picture of #{ $code }
site-delete-title = Delete this picture?
site-delete-what = The picture of #{ $code } and its file go for good. What it cost stays charged.
site-delete-stays = If a chat already shows it, that message stays until you delete it there.
site-delete-sure = Delete for good

site-chats-lead = The chats in which InkMirage knows you. They share one wallet and one gallery.
site-chats-none = No chat is linked.
site-chats-yours = Your chats
site-linked-since = since
site-unlink = Unlink
site-unlink-of = Unlink { $name } on { $platform }
site-unlink-title = Unlink { $platform }?
site-unlink-undo-first = Two accounts were joined a short while ago. You can undo that until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; then each side gets its own back. Until that moment, a chat can only be unlinked in that chat itself.
site-unlink-leaves = The user ID, the name and the language of this chat leave your account, and every other browser is signed out. Whoever writes there is new to us again.
site-unlink-stays = { $count ->
    [0] Your pictures and credits stay here.
    [one] Your credits stay here, and so does the picture made there.
   *[other] Your credits stay here, and so do the { $count } pictures made there.
}
site-unlink-pictures = { $count ->
    [one] Also delete the picture made there
   *[other] Also delete the { $count } pictures made there
}
site-unlink-pictures-more = This cannot be undone.
site-joined-lately = Two accounts were joined on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. You can undo that until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-undo-go = Undo joining
site-undo-title = Undo joining?
site-undo-what = What was joined on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC becomes two accounts again. Each gets back its chats, its pictures and its entries.
site-undo-credits = The joined account brought { $brought }. Each side gets back what it brought, less what it has spent since.
site-undo-until = Possible until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-undo-sure = Undo joining
site-keep-joined = Leave them joined
site-show-title = Link another chat
site-show-more = Get a code here and send it in the other chat, after /link.
site-show = Show a code
site-type-title = Do you have a code?
site-type-more = Write /link in the other chat, and type the code it shows in here.
site-type-code = Code
site-type = Continue
site-code-title = Your code
site-code-what = In the other chat, send /link and this code behind it, before { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC. Then come back here and say yes.
site-code-typed = I have sent it
site-look-again = Look again
site-join-question = Somebody has sent your code. Is this you?
site-join-preview = Is this you?
site-join-who = Who
site-join-since = Here since
site-join-pictures = Pictures
site-join-credits = Credits
site-join-what = Both then share one wallet and one gallery. You can undo this for 72 hours.
site-join-careful = Join only what is yours. Nobody from InkMirage ever asks you for a code.
site-join-yes = Join accounts
site-join-no = Do not join
site-join-untyped = Nobody has sent the code and said yes so far. It works until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-join-waiting = You said yes. Now the other side is asked; it can answer until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
site-join-refused = One side said no. Nothing was joined.
site-join-over = This code has expired. Please get a new one.

site-email-lead = With an address you can sign in here without a chat, and we can reach you about your account.
site-email-now = Your address
site-email-none = You have not added an address. It is voluntary.
site-email-proved = confirmed
site-email-bounces = mail comes back
site-email-stopped = Mail to your address has been coming back since { DATETIME($at, dateStyle: "medium") }, so we no longer send any there. Confirm it again, or add another one.
site-email-add = Add an address
site-email-change = Change the address
site-email-how = We e-mail you a link. The address is yours once you have opened the link and pressed the button there. The old address is told, and the change can be undone from there for 72 hours.
site-email-address = E-mail address
site-email-send = Send the link

site-settings-language = Language
site-settings-language-more = For everything we say to you: here, in your chats and by mail.
site-settings-prices = When to ask about prices
site-settings-prices-more = You always see the price. Here you choose when you have to say yes to it first.
site-ask-always = Every time
site-ask-always-more = Nothing is charged without a press of the button.
site-ask-above = Only above an amount
site-ask-above-more = Cheaper pictures begin at once.
site-ask-never = Never
site-ask-never-more = Every picture begins at once.
site-ask-above-label = The amount, in credits
site-training-title = Training with your pictures
site-training-what = May InkMirage use your prompts and pictures to train models of its own?
site-training-free = You lose nothing with a no and gain nothing with a yes. No training takes place today. A yes can be taken back here at any time.
site-training-is-yes = Now: yes, since { DATETIME($at, dateStyle: "long") }.
site-training-is-no = Now: no, since { DATETIME($at, dateStyle: "long") }.
site-training-is-unasked = Now: no. You have not answered, and that counts as no.
site-training-yes = Yes, I allow it
site-training-no = No, I do not

site-activity-lead = Which browsers are signed in, and what is kept of your visits.
site-sessions-title = Signed-in browsers
site-session-this = this one
site-session-seen = Last used
site-session-since = Signed in
site-session-end = Sign out
site-sessions-others = Is there something you do not recognise? Sign out all others, then check your address and your chats.
site-sessions-end-others = Sign out all others
site-browser-other = Another browser
site-visits-title = Recent visits
site-visits-more = Kept when somebody signs in, tries to, or changes something: these four fields and no others, for 90 days. The network is your IP address cut short before it is written.
site-visits-none = Nothing is kept yet.
site-visit-when = When
site-visit-browser = Browser
site-visit-network = Network
site-visit-language = Language


# --- contact --------------------------------------------------------------------------------------

site-contact-title = Privacy: how to reach us
site-contact-lead = For questions, and for a copy, a correction or the deletion of your data. It is free, with or without an account.
site-contact-write = Write to us
site-contact-say = So that it goes quickly, tell us:
site-contact-say-what = what you want: a copy, a correction, deletion, an objection, or an answer to a question
site-contact-say-who = where you use InkMirage: Discord, Telegram or this website
site-contact-say-language = in which language you would like the answer
site-contact-never = Please never send passwords, card numbers or identity documents. We do not need them and do not ask for them.
site-contact-then = What happens then
site-contact-proof = So that nobody else gets your data, we have you confirm the request in your chat, or through the e-mail address of your account.
site-contact-time = You have our answer within one month at the latest.
site-contact-authority = If you are not satisfied with it, you can complain to a data protection authority, for example where you live.
site-contact-self = It is quicker by yourself
site-contact-self-more = When you are signed in, you can take home and delete pictures, save every entry of your wallet and withdraw a consent yourself.

# --- around the legal documents -------------------------------------------------------------------

site-legal-contents = On this page
site-legal-versions = Versions
site-legal-version = Version { $id }, to apply from { DATETIME($at, dateStyle: "long") }
site-legal-as-published = The text, word for word
site-legal-current = To the current page
site-legal-changes = What has changed
site-legal-changes-go = What has changed between the last two versions
site-legal-in-short = In short
site-legal-line-by-line = Line by line
site-legal-added = new
site-legal-removed = gone
site-legal-unchanged = { $count ->
    [one] One line unchanged
   *[other] { $count } lines unchanged
}
site-parted-in-again = Whoever has signed in since the accounts were joined could be either of the two, so this browser is signed out, too. Sign in again with your address or from your chat.
