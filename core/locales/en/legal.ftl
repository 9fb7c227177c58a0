# The legal documents: sentences, and the words of the tables that are made from the data map and the register.

legal-privacy-title = Privacy policy
legal-terms-title = Terms of use
legal-cookies-title = Cookies
legal-processors-title = Who receives data
legal-retention-title = How long data is kept
legal-version = Version { $version }, { $status }. It is meant to apply from { DATETIME($effective, dateStyle: "long") }.
legal-status-placeholder = placeholder
legal-status-draft = draft
legal-status-published = published
legal-draft = This is a draft: a lawyer has yet to review it. It describes the program as it is today, and where something is not settled, it says so.
legal-line = { $name }: { $value }
legal-phrases = { $first }; { $second }
legal-nobody = nobody
legal-not-settled = not settled yet

# --- privacy policy: what is held ---------------------------------------------------------------------

legal-privacy-heading-held = What we hold
legal-held-intro = We hold what InkMirage needs in order to work, and no more:
legal-held-chat = Chat identifiers: the user ID, the display name and the language that Discord or Telegram tells us, and in which chats and messages our answers stand. On servers and in groups we work with what is addressed to the bot, not with other people’s talk.
legal-held-email = Your e-mail address, if you give us one: for signing in, and for e-mails about your account such as sign-in links and receipts.
legal-held-content = The prompts you write, the reference pictures you attach, and the pictures made from them.
legal-held-billing = Your wallet: credits, entries, orders and payments. We do not store full card numbers; a message that looks like one is turned away.
legal-held-web = When you use our web pages: your IP address cut down to its network before it is written, the browser’s name and major version, its language, and the time. Against abuse we also keep a hash of the full address, under a key that is destroyed after 7 days.
legal-held-source = Your name, user ID and language come from the platform you write on; everything else comes from you or from your use of InkMirage. A chat identifier and a prompt are needed to make a picture; an e-mail address is voluntary.
legal-held-table = The following tables are made from the register of everything in the program’s database. Nothing is missing from them:
legal-held-nobody = Also stored, but about no person: { $tables }.

# --- why ----------------------------------------------------------------------------------------------

legal-privacy-heading-use = What we use it for
legal-use-intro = Everything we store serves one or more of these purposes. There are no others:
legal-purpose-long-auth = Signing in: to know that it is you, in every chat and on the web.
legal-purpose-long-generate = Making pictures: to have your prompt carried out by the image service.
legal-purpose-long-deliver = Delivering: to store pictures, bring them to you and show them again.
legal-purpose-long-bill = Billing: to reserve, charge and return credits, and to credit what you buy.
legal-purpose-long-secure = Security: to operate and protect the service and to detect abuse.
legal-purpose-long-mail = E-mail: to send what belongs to your account, such as sign-in links and receipts. There are no advertising e-mails.
legal-purpose-long-rights = Rights: to carry out requests about your own data.
legal-purpose-long-legal = Legal duties: to keep and to prove what the law demands.
legal-use-grounds = The legal grounds (Art. 6(1) GDPR) are:
legal-ground-contract = Contract (b): it is needed for what you ask of us, such as a picture, a balance or a sign-in.
legal-ground-interest = Legitimate interest (f): ours is a secure service and the detection of abuse. You can object.
legal-ground-law = Legal duty (c): payment records that tax law requires us to keep, and proof of consent given or refused.
legal-ground-consent = Consent (a): only where you have said yes, and until you withdraw it.
legal-use-sale = We do not sell personal data, and we do not share it for advertising. A browser’s signal against that (Global Privacy Control) therefore finds nothing to switch off.
legal-use-training = We do not train models of our own with your prompts or pictures unless you have expressly said yes. No answer means no, and a yes can be withdrawn at any time. No such training takes place today.
legal-use-automatic = A list of words turns down prompts that are plainly forbidden, such as sexual pictures of children, and whoever sends several of them within a day waits up to a day for further pictures; the image service may turn down a prompt by its own automatic rules; and the program slows down whoever tries to sign in too often, or asks for more in a minute, an hour or a day than there is room for. Nothing is charged for any of it, and nothing more follows. If you think it was wrong, press the button under the refusal, type /appeal or write to us, and a person will look at it.

# --- recipients ---------------------------------------------------------------------------------------

legal-privacy-heading-recipients = Who receives data
legal-given-intro = We work with a small number of providers who act on our behalf. The chat platforms decide for themselves what they do with what they receive, by their own rules:
legal-given-agreement = Each provider who acts on our behalf must be bound by a data processing agreement before launch. Where the table or the page on recipients says “not settled yet”, that is still to be done.
legal-given-transfer = Providers may process data outside the country you live in. The page on recipients names region and safeguard for each, as far as they are settled.

# --- rights -------------------------------------------------------------------------------------------

legal-privacy-heading-rights = Your rights
legal-rights-intro = You can ask for the following at any time, free of charge:
legal-right-access = Access: a copy of the data we hold about you.
legal-right-correct = Rectification: that wrong data is put right.
legal-right-delete = Erasure: that your account and what belongs to it is deleted. Single pictures you delete yourself, with the button below them.
legal-right-take = Portability: your data in a format that machines can read.
legal-right-limit = Restriction: that we only store your data for a while and do nothing else with it.
legal-right-object = Objection: to what we do on the ground of legitimate interest.
legal-right-withdraw = Withdrawal: of any consent, for the future.
legal-rights-how = Ask with /privacy in any chat or on the page “Privacy” of your account, or write to { $contact }. You have our answer within one month at the latest.
legal-rights-proof = To be sure that it is you who asks, we have you confirm it in a chat or through the e-mail address of your account. We never ask for identity documents.
legal-rights-regions = If you live in the European Economic Area, the United Kingdom or California, the law there gives you further rights; they remain untouched. The rights above belong to everybody.
legal-rights-complaint = You can complain to a data protection authority, for example the one where you live.

# --- cookies ------------------------------------------------------------------------------------------

legal-privacy-heading-cookies = Cookies
legal-cookies-heading-list = All cookies
legal-cookies-heading-none = What there is not
legal-cookies-heading-contact = Contact
legal-cookies-all = Our web pages use these cookies and no others:
legal-cookies-none = There are no advertising cookies, no trackers across sites, and nothing of other companies on our pages.
legal-cookies-reading = Reading our legal pages sets no cookie.
legal-cookies-consent = The first two are strictly necessary, and the third is set because you chose a language. That is why we ask for no consent to cookies.
legal-cookie-session = keeps you signed in; renewed while you use our pages
legal-cookie-csrf = shows that a form was sent from our own page and not by somebody else in your name
legal-cookie-lang = remembers the language you chose
legal-cookie-days = { $days ->
    [one] after one day
   *[other] after { $days } days at most
}
legal-cookie-browser = when you close the browser

# --- retention ----------------------------------------------------------------------------------------

legal-privacy-heading-retention = How long we keep data
legal-retention-heading-table = The periods
legal-retention-heading-account = When your account is deleted
legal-retention-heading-elsewhere = Files, chats and logs
legal-retention-generated = This table is made from the register of everything in the program’s database:
legal-kept-intro = Prompts and pictures stay while your account is active, so that you can find them again. Much else goes earlier. By its longest period, this is kept:
legal-kept-deletion = When you have your account deleted, everything personal is deleted or made anonymous within { $promise } days of your confirmation: { $grace ->
    [0] the deletion begins at once
    [one] for one day you can still change your mind
   *[other] for { $grace } days you can still change your mind
}, the deletion itself takes { $purge ->
    [0] less than a day
    [one] up to one day
   *[other] up to { $purge } days
}, and { $backup ->
    [0] there are no backups
    [one] the last backup is gone one day later
   *[other] the last backup is gone { $backup } days later
}.
legal-kept-law = The exception is payment records that tax law requires us to keep. They hold no prompts and no pictures, and the number of years depends on the country of the operator.
legal-kept-hold = A single record can be kept longer if a law, an authority or a legal dispute demands it: locked away, used for nothing else, and until a day that is fixed from the start.
legal-kept-unused = { $months ->
    [0] An account does not end merely because it is not used.
   *[other] An account that nobody uses for { $months } months, or { $longer } months while there are credits in it, is deleted. We tell its owner twice before, and one press keeps it.
}
legal-kept-files = When you delete a picture, its file is deleted from our store as well.
legal-kept-platform = What was posted in a chat also lies with the platform. There the platform’s rules apply, and copies that others have saved are out of our reach.
legal-kept-logs = Technical logs hold times, random numbers and fixed words. They hold no prompts, no names and no e-mail addresses.
legal-kept-account = while your account exists
legal-kept-days = { $days ->
    [one] one day
   *[other] { $days } days
}
legal-kept-law-payment-records = as long as the law demands for payment records
legal-kept-parts = { $longer }; parts of it: { $shorter }

# --- children, changes, contact, open points ----------------------------------------------------------

legal-privacy-heading-children = Children
legal-children-age = InkMirage is not meant for children under 13, or under 16 in the European Economic Area.
legal-children-known = We do not knowingly collect data of children.
legal-children-contact = If you believe that a child has given us data, write to { $contact }, and we will delete it.
legal-privacy-heading-changes = Changes
legal-changes-versions = This policy may change. Every version has a date, and earlier ones stay readable, with what changed.
legal-changes-material = A change is material if it brings a new purpose, a new kind of data, a new recipient or region, a new cookie, a longer period, a weaker right, a lower age or another responsible operator.
legal-changes-ahead = We announce material changes at least 14 days before they take effect, by e-mail or within InkMirage. Until then the earlier version applies.
legal-privacy-heading-contact = Contact
legal-contact-write = For every question about privacy, and to use your rights, write to { $contact }.
legal-privacy-heading-open = What is not settled yet
legal-open-intro = Before launch the following has to be settled; until then this text stays a draft:
legal-open-review = the review by a lawyer
legal-open-controller = who is responsible in law: name, address and, where needed, representative
legal-open-years = how many years payment records are kept
legal-open-logs = how many days technical logs are kept
legal-missing-region = region
legal-missing-transfer = safeguard for transfers
legal-missing-agreement = data processing agreement
legal-missing-agreed-on = date of the agreement
legal-missing-deletion = how data is deleted there
legal-missing-retention = how long data is kept there
legal-missing-incident = contact for incidents

# --- recipients page ----------------------------------------------------------------------------------

legal-processors-intro = This page is made from the register that the program itself keeps of everybody outside who receives data. It names exactly what each of them receives. Your account number and your chat identifiers go to none of the providers.
legal-processors-open = “Not settled yet” means that we do not know it or have not agreed on it. Before launch nothing of that may be left.
legal-processors-heading-changes = When this changes
legal-processors-new = A new recipient is a material change: it is announced at least 14 days ahead.
legal-own-terms = none: the platform decides for itself, by its own terms
legal-own-deletion = our program deletes its messages as far as the platform allows
legal-own-page = as its own page says
legal-recipient-platform = the chat platform
legal-role-processor = acts on our behalf
legal-role-independent = decides for itself
legal-deletion-api = by our program
legal-deletion-ttl = by itself after a time
legal-deletion-manual = on a written request
legal-deletion-none = not possible
legal-sent-mayi-prompt = your prompt
legal-sent-mayi-references = the reference pictures you attach
legal-sent-mayi-settings = size, quality and file format of the picture
legal-sent-mayi-request = a random number for each picture
legal-sent-r2-files = the pictures made for you and your reference pictures
legal-sent-r2-names = their file type and a download name without any of your words
legal-sent-r2-folder = a random folder name of your account
legal-sent-r2-visits = the IP address of whoever opens a link to a picture
legal-sent-resend-address = your e-mail address
legal-sent-resend-letter = subject and text of the e-mail
legal-sent-resend-number = a random number for the e-mail
legal-sent-discord-answers = our answers in your chats, with your prompt where they show it
legal-sent-discord-pictures = the pictures that we post there for you
legal-sent-discord-packs = which packs of credits you are offered there, and that a purchase was credited; Discord itself collects the money
legal-sent-telegram-answers = our answers in your chats, with your prompt where they show it
legal-sent-telegram-pictures = the pictures that we post there for you
legal-sent-telegram-invoice = the invoice for credits that you buy there with Stars: number, pack and price; Telegram itself collects the Stars
legal-sent-stripe-order = the random number of your order
legal-sent-stripe-goods = what you buy: credits, price and currency
legal-sent-stripe-language = the language of the payment page
legal-sent-stripe-page = what you enter on Stripe’s own payment page, such as card and e-mail address, and the IP address you come from; your card never reaches us

# --- words of the tables ------------------------------------------------------------------------------

legal-column-what = What
legal-column-why = What for
legal-column-basis = Legal ground
legal-column-recipients = Recipients
legal-column-kept = How long
legal-column-erased = When the account is deleted
legal-column-who = Who
legal-column-role = Role
legal-column-receives = Receives
legal-column-where = Region
legal-column-transfer = Safeguard for transfers
legal-column-agreement = Agreement
legal-column-their-retention = Kept there
legal-column-incident = Contact for incidents
legal-column-deletion = Deletion there
legal-column-page = Their own page
legal-column-cookie = Cookie
legal-column-ends = Ends
legal-column-attributes = Attributes
legal-category-identifier = Identifiers of our own
legal-category-chat = Chat identifiers
legal-category-contact = E-mail
legal-category-profile = Account and choices
legal-category-content = Prompts and pictures
legal-category-usage = Use
legal-category-device = Web pages and security
legal-category-billing = Credits and payments
legal-category-operation = Operation
legal-category-rights = Requests about your data
legal-purpose-auth = signing in
legal-purpose-generate = making pictures
legal-purpose-deliver = delivering
legal-purpose-bill = billing
legal-purpose-secure = security
legal-purpose-mail = e-mail
legal-purpose-rights = your rights
legal-purpose-legal = legal duties
legal-basis-contract = contract
legal-basis-interest = legitimate interest
legal-basis-law = legal duty
legal-basis-consent = consent
legal-erase-delete = deleted
legal-erase-object = deleted, with the file
legal-erase-nullify = emptied
legal-erase-anonymise = kept in the books without any link to you
legal-erase-keep = kept as the law demands
legal-erase-expires = ends by itself

# One for each table of the database (tests/core/legal/test_words.py).
legal-table-account = your account (random number, language, e-mail address, choices about prices)
legal-table-account-merge = accounts that were joined (which, when, what can be undone)
legal-table-attempt = attempts to sign in (a hash under a key of the day, number, time)
legal-table-billing-document = receipts and credit notes (number, time, amount, payment reference)
legal-table-billing-record = payments of people who have left, as far as tax law wants them (provider, reference, amount, credits, time)
legal-table-books-total = totals of the books of everybody who has left
legal-table-chat-message = the chat on our own page (messages and times)
legal-table-command-log = steps of the books (a key against double charging, time)
legal-table-community = rules of a server (channels, roles, limits)
legal-table-consent-event = your consents (yes or no, wording, time)
legal-table-day-key = the keys of the day under which attempts are hashed
legal-table-document-series = how many receipts there are
legal-table-erased-prefix = empty folders of people who have left (a random name, until when we look into them again)
legal-table-export-part = files of a copy of your data (encrypted, the key kept apart, size, times)
legal-table-hold = reserved credits (amount, picture, time)
legal-table-hold-lot = which credits were reserved (amounts)
legal-table-identity = your chats (platform, user ID, name, language)
legal-table-inbox = notices of payment providers (reference, time)
legal-table-job = your requests for pictures (prompt, choices, price, where the answer goes)
legal-table-job-reference = which pictures a request works from
legal-table-ledger-txn = entries of the books (kind, time)
legal-table-letter = e-mails to you (address, occasion, time)
legal-table-link-offer = codes that join two chats (the two sides, as a hash the code, time)
legal-table-lot = where credits come from (gift, purchase, apology)
legal-table-mail-news = what became of e-mails (delivered, returned)
legal-table-notice = messages about your account that are due in a chat
legal-table-one-time-link = links that work once (as a hash the link, address, time)
legal-table-payment = payments (provider, reference, amount, time)
legal-table-refund = refunds of payments (amount, credits, time)
legal-table-dispute = disputes of payments (amount, credits, time)
legal-table-payment-order = orders (pack, price, time)
legal-table-picture = your pictures (the file, its size, state, times)
legal-table-platform-chat = chats in which we may no longer write
legal-table-platform-update = messages just come in from a platform
legal-table-posted-message = where our answers stand (chat and message ID)
legal-table-posting = lines of the books (credits, balance)
legal-table-purging = that a deletion is being carried out at this moment
legal-table-question = questions of ours that wait for your words
legal-table-reference = your reference pictures (the file, its size, time)
legal-table-request-log = our answers to single commands (against double charging)
legal-table-rights-count = lines of receipts (what was counted, what became of it, how many)
legal-table-rights-event = the log of such requests (states, times, a hash that shows changes)
legal-table-rights-request = your requests about your data (kind, state, times, where the answer goes)
legal-table-rights-step = steps of a deletion (which, when begun, when done)
legal-table-sent-file = what a platform calls a picture that it has already
legal-table-wallet = your wallet (credits, reserved credits)
legal-table-web-session = signed-in browsers (network, browser, language, times)
legal-table-web-visit = visits to our web pages (network, browser, language, time)
legal-table-welcome-mark = which chats had their welcome credits before they were unlinked or their account was deleted (a hash)

# --- terms --------------------------------------------------------------------------------------------

legal-terms-heading-service = What InkMirage is
legal-terms-service = InkMirage makes pictures from your words, for credits, in Discord, in Telegram and on the web. The pictures are made by an image service, mayi.one, at our request.
legal-terms-available = We take care that it works, but we cannot promise that it is available at every moment or that a picture turns out as you imagined it.
legal-terms-heading-credits = Credits
legal-terms-price = You see the price of every request in credits before it is charged, and you decide yourself when you want to be asked.
legal-terms-bought = Credits that you buy never expire.
legal-terms-welcome = Credits that we give away, such as the welcome gift, may have an end date; /balance shows it.
legal-terms-unused = What becomes of unused credits when an account is deleted is not settled yet. It will be before these terms apply.
legal-terms-heading-failures = When something fails
legal-terms-back = Credits are reserved first and charged only for pictures that are there. If a picture cannot be made, its credits come back by themselves, and you are told.
legal-terms-declined = The same holds if the image service turns a prompt down.
legal-terms-heading-refunds = Refunds
legal-terms-refunds = A picture that was made stays charged, even if you delete it or do not like it. What you have not used of a purchase goes back within 14 days, the way it was paid: /refund in any chat. Where a platform sold you the credits, its own rules for refunds apply as well.
legal-terms-statutory = Your rights by law, such as a right of withdrawal, remain untouched.
legal-terms-refund-contact = If /refund cannot help, write to { $contact }, with the day and the amount.
legal-terms-heading-content = What is not allowed
legal-terms-forbidden = Do not use InkMirage for any of these:
legal-terms-no-law = what is against the law
legal-terms-no-children = sexual depictions of minors, in any form
legal-terms-no-people = degrading, threatening or deceiving depictions of real people
legal-terms-no-rights = what infringes the rights of others, for example reference pictures that you may not use
legal-terms-no-misuse = getting around limits, prices or the rules of the image service
legal-terms-yours = Your prompts and reference pictures remain yours, and we claim no rights of our own in the pictures made from them. Whether the law protects a picture made by a machine differs from country to country.
legal-terms-report = If you come across a picture that breaks these rules or shows you against your will, tell us.
legal-terms-heading-age = Age
legal-terms-age = InkMirage is for people aged 13 and over, in the European Economic Area 16 and over. A platform may ask for a higher age.
legal-terms-heading-changes = Changes
legal-terms-changes = We announce material changes of these terms at least 14 days ahead, by e-mail or within InkMirage. What you have bought stays yours under the terms of that day.
legal-terms-heading-contact = Contact
legal-terms-contact = For questions about these terms write to { $contact }.

# --- versions -----------------------------------------------------------------------------------------

legal-reason-first = The first version.
legal-reason-detailed = It names kinds of data, recipients and periods that the version before did not name.
legal-summary-first = This is the first version.
legal-summary-register = The policy now lists everything in the program’s database, with purpose, legal ground, recipients and period, made from the program’s own register.
legal-summary-platforms = Chat identifiers and reference pictures are named as kinds of data, and Discord and Telegram as recipients.
legal-summary-web = It says what is kept when you use the web pages, and names the three cookies.
legal-summary-periods = Every kind of data has a period, and the 30 days after a deletion are explained.
legal-summary-open = It says openly what is not settled yet.
