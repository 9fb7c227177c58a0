# A person's rights on the site: /account/privacy and its pages, the locked page, and the receipt.

site-done-kept = Your account stays. What has ended in the meantime, such as signed-in browsers and removed messages, does not come back.
site-done-lifted = Your account works again.

# --- the hub --------------------------------------------------------------------------------------

rights-site-lead = Everything here is free, and works the same in your chats with /privacy.
rights-site-here = What you can do
rights-site-see = See what we hold
rights-site-see-more = How much, since when, what for, how long, and who receives it.
rights-site-export = Get a copy
rights-site-export-more = Everything we hold about you, to read and for programs to use.
rights-site-correct = Correct
rights-site-correct-more = Your address, your chats, your settings, and anything else.
rights-site-delete = Delete your account
rights-site-delete-more = Shows first what goes, what stays and why. Then you choose when.
rights-site-training = Training
rights-site-training-more = Say yes or no, and see when you last did.
rights-site-policy = Privacy policy
rights-site-policy-more = The text that applies, and every earlier version.
rights-site-contact = Contact
rights-site-contact-more = Whom to write to, and what happens then.
rights-site-report = Report a minor
rights-site-report-more = Tell us about an account of somebody who is too young.
rights-site-others = More rights
rights-site-others-more = Restrict, object, complain, have an answer looked at again, and others.
rights-site-asked = Under way
rights-site-over = Earlier requests
rights-site-received = Received
rights-site-open = Open
rights-site-go-on = Go on
rights-site-back = Back to “Privacy”
rights-site-gone = This request is over. Start again if you still want it.

# --- seeing, correcting, the other rights ---------------------------------------------------------

rights-site-counts = How much it is
rights-site-see-copy = The data itself is in your copy.
rights-site-correct-closed = Your account is paused, so its pages cannot change anything now. Write to us what is wrong and what it should be; we correct it for you.
rights-site-correct-chats = Which chats belong to you, and taking one off.
rights-site-correct-settings = Your language, and when you are asked about prices.
rights-site-correct-else = For anything else, write to us:
rights-site-others-lead = Beside a copy, correction and deletion, you have these rights.
rights-site-others-which = What do you want?
rights-site-what-restrict = We keep your data and do nothing else with it. Nothing is made or charged until you lift that, here or with /privacy. It takes effect at once.
rights-site-what-opt-out-sale = We sell nobody’s data and share none for advertising. We write down that you asked.
rights-site-others-words = Your words
rights-site-others-words-more = You need not write anything. Please leave out card numbers and identity documents.
rights-site-others-send = Send

# --- a copy ---------------------------------------------------------------------------------------

rights-site-export-going = You have asked for a copy already. One is made at a time.
rights-site-export-waits = Something about your account has just changed. For your safety, a copy begins on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC at the earliest.
rights-site-export-where = We tell you in your chats and by e-mail when it is ready; usually that takes a few minutes. You fetch it here, on a page that only you can see, within seven days.
rights-site-proof-ahead = To be sure that it is you, we then send a number to another place where only you read, and ask for it here.

# --- a number as proof ----------------------------------------------------------------------------

rights-site-code = Type the number we sent you
rights-site-digits = Six digits
rights-site-code-nowhere = There is no other place left to which we could send a number. Have it sent again below, and you can go on.
rights-site-code-again = No number has come?
rights-site-code-again-more = We can send another one. The one before then works no longer.
rights-site-code-again-button = Send another number
rights-site-code-over = That number does not work any more. Have another one sent.

# --- deleting -------------------------------------------------------------------------------------

rights-site-delete-what = What goes, and what stays
rights-site-delete-how = How it is to be done
rights-site-when = When?
rights-site-later = { $days ->
    [0] As usual
    [one] In { $days } day
   *[other] In { $days } days
}
rights-site-now = Now
rights-site-chats = What we posted for you in chats
rights-site-nothing-yet = Nothing is deleted yet. You confirm on the next page.
rights-site-sure = Delete your account?
rights-site-sure-out = Every browser is signed out, this one included, and open links stop working.
rights-site-word = delete
rights-site-type-word = To confirm, type the word “{ $word }”
rights-site-word-other = That was another word, so nothing has been changed. The word is “{ $word }”.
rights-site-change = Choose differently
rights-site-stay = Keep my account

# --- locked and paused ----------------------------------------------------------------------------

rights-site-locked = Your account is locked
rights-site-locked-now = The deletion of your account has begun. It can no longer be called off.
rights-site-keep-how = To keep your account, press “Keep my account” in one of your chats, or sign in again and press it here.
rights-site-receipt-where = The receipt shows how far the deletion is, and afterwards what became of everything. Keep the reference: nobody needs to be signed in to open it, and nothing about you is in it.
rights-site-receipt-open = Open the receipt
rights-site-paused = Your account is paused
rights-site-restricted = You have asked us to keep your data and do nothing else with it. So nothing is made or charged, until you lift that.
rights-site-quarantined = Something about your account is being checked. Until that is done, nothing is made or charged.
rights-site-paused-rights = Your rights work as always: see, copy, correct and delete.
rights-site-to-privacy = Your privacy
rights-site-lift = Use my account again

# --- the receipt ----------------------------------------------------------------------------------

rights-site-receipt = Receipt
rights-site-complete = The deletion is complete.
rights-site-incomplete = Nothing is complete yet. Every step below has to be done first.
rights-site-state-grace = The account is locked. It will be deleted on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC, unless its owner keeps it.
rights-site-confirmed = Confirmed
rights-site-ended = Ended
rights-site-gone-backups = Gone from the last backup by
rights-site-steps = Step by step
rights-site-step-done = Done
rights-site-step-waits = Waits
rights-site-step-messages = Messages in chats
rights-site-step-objects = Pictures, files and copies
rights-site-step-maker = mayi.one told, or its own date of deletion noted
rights-site-step-carrier = Resend told, or its own date of deletion noted
rights-site-step-letter = This receipt sent to its owner
rights-site-step-tombstone = A mark against coming back with a backup
rights-site-step-rows = Everything in the database
rights-site-step-compaction = Empty space in the database overwritten
rights-site-step-verification = A last look for anything left
rights-site-ours = What we held
rights-site-in-chats = Messages in chats
rights-site-elsewhere = What others hold for us
rights-site-until = Until { DATETIME($at, dateStyle: "medium") }
rights-site-there-kept = { $count } – deleted there by the company’s own rules; it names no day
rights-site-there-ends = { $count } – deleted there by { DATETIME($at, dateStyle: "long") }
rights-site-kept = What is kept, until when, and why
rights-site-kept-payments = { $count ->
    [one] One payment, until { DATETIME($at, dateStyle: "long") }, because tax law demands it. Nothing else about the person is beside it.
   *[other] { $count } payments, until { DATETIME($at, dateStyle: "long") }, because tax law demands it. Nothing else about the person is beside them.
}
rights-site-kept-totals = Totals in our books, in which nobody can be recognised, so that the sums stay right.
rights-site-kept-mark = A mark that nobody can read a name from, until { DATETIME($at, dateStyle: "long") }, so that a restored backup cannot bring the account back.
rights-site-kept-record = This receipt and the log of its steps, until { DATETIME($at, dateStyle: "long") }, as proof that the request was answered.
rights-site-seal-good = The seals of the log fit: no step was changed or taken out afterwards.
rights-site-seal-broken = The seals of the log do not fit, so do not rely on this receipt. Please write to us with the reference.
rights-site-receipt-nobody = Whoever knows the reference can open this page. It names no person.
