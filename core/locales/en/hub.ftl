# A person's rights: /privacy and what its buttons lead to.

command-privacy =
    .name = privacy
    .description = See, copy, correct or delete what we hold about you
command-export-my-data =
    .name = export-my-data
    .description = Get a copy of everything we hold about you
command-delete-me =
    .name = delete-me
    .description = Delete your account and everything that belongs to it
command-code =
    .name = code
    .description = Type the number we sent you
    .option-code = The six digits
command-type-code =
    .name = type-code
    .description = Type the number we sent you
command-my-data =
    .name = my-data
    .description = What we hold about you
command-correct =
    .name = correct
    .description = Correct what is wrong about you
command-export-start =
    .name = export-start
    .description = Start a copy of your data
command-export-stop =
    .name = export-stop
    .description = Stop the copy of your data
    .option-request = Which copy
command-delete-choose =
    .name = delete-choose
    .description = When to delete your account
    .option-now = At once, with no days to change your mind
    .option-leave = Leave what was posted in chats
    .option-request = Which request it is for
command-delete-press =
    .name = delete-press
    .description = Confirm the deletion
    .option-request = Which request it is for
    .option-number = The number named in the message
command-delete-cancel =
    .name = delete-cancel
    .description = Keep your account after all

# --- the hub --------------------------------------------------------------------------------------

privacy-title = Your privacy at InkMirage
privacy-given = mayi.one receives prompts and reference pictures to make the pictures; Cloudflare R2 stores them; Resend delivers our mails. We sell nothing, and we train no models with what is yours unless you say yes.
rights-hub = All of this is free and works the same in every chat and on the website:
button-privacy = Your privacy
button-see = See what we hold
button-export = Get a copy
button-correct = Correct
button-delete-account = Delete my account
button-training = Training
button-policy = Privacy policy
button-contact = Contact
button-report = Report a minor
button-back = Back
button-chats = Chats
fact-reference = Reference
rights-kind-export = Copy of your data
rights-kind-erase = Deletion
rights-kind-correct = Correction
rights-kind-restrict = Restriction
rights-kind-object = Objection
rights-kind-complaint = Complaint
rights-kind-appeal = Appeal
rights-kind-limit = Limited use
rights-kind-opt-out-sale = No sale of data
rights-kind-agent = Request by an agent
rights-kind-minor = Report of a minor
rights-request-gone = This request is over, or it is not yours. Type /privacy to see how things stand.
rights-now-export = The copy is being made.
rights-now-erase = Your account is locked and is being deleted now.
rights-state-draft = Not confirmed yet.
rights-state-open = We will answer by { DATETIME($at, dateStyle: "long") } at the latest.
rights-state-held = For your safety, it begins on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. We have told your other chats.
rights-state-grace = Your account is locked and will be deleted on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Until then, you can change your mind.
rights-state-running = { $total ->
    [0] Under way.
   *[other] Under way: { $done } of { $total } files.
}
rights-state-ready = Ready. It can be fetched until { DATETIME($at, dateStyle: "long") }.
rights-state-done = Done.
rights-state-cancelled = Called off.
rights-state-expired = Never confirmed, so nothing was done.
rights-state-denied = Declined.
rights-state-stuck = This is taking longer than it should. Somebody is looking into it, and you will have our answer by { DATETIME($at, dateStyle: "long") }.

# --- seeing and correcting ------------------------------------------------------------------------

rights-see = This is what we hold about you, since { DATETIME($at, dateStyle: "long") }:
rights-see-who = Who else has some of it: the chat platforms on which you use us, mayi.one (prompts and reference pictures), Cloudflare R2 (pictures), Resend (our mails to you, and yours to our privacy address).
rights-see-more = The data itself is in your copy, with every purpose, recipient and period. We never show it in a chat.
rights-number = { $count }
rights-counted-prompts = Prompts
rights-counted-pictures = Pictures
rights-counted-references = Reference pictures
rights-counted-chats = Linked chats
rights-counted-messages = Our messages in chats
rights-counted-letters = Recent mails
rights-counted-browsers = Signed-in browsers
rights-counted-credits = Credits
rights-counted-bookings = Lines of your statement
rights-counted-payments = Payments
rights-counted-copies = Copies of your data
rights-counted-maker = Prompts sent to mayi.one
rights-counted-carrier = Mails sent through Resend
rights-correct = You can put these right yourself. For anything else that is wrong, write to us and say what it should be.
rights-correct-books = Your statement is never rewritten: a wrong line is put right by a second one.

# --- a number as proof ----------------------------------------------------------------------------

rights-code = Your number: { $code }
rights-code-warning = It is for a request about your data, works for ten minutes, and we never ask for it here. Did somebody else ask? Then give the number to nobody, and look at who is signed in: /account
rights-code-mailed = To be sure that it is you, we have mailed a number to the address of your account.
rights-code-told = To be sure that it is you, we have sent a number to your chat on { $platform }.
rights-code-life = It has six digits and works for ten minutes.
rights-code-wrong = That is not the number we sent. Please compare the six digits.
rights-code-over = We are not waiting for a number any more. Start again with /privacy.
button-type-code = Type the number

# --- a copy ---------------------------------------------------------------------------------------

rights-copy = You get everything we hold about you as one file, made for you to read and for programs to use.
rights-copy-contents = It contains { $prompts ->
    [one] { $prompts } prompt
   *[other] { $prompts } prompts
}, { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
} in original form, your statement, your settings, and what each record is used for.
rights-copy-where = A small copy comes here as a file. A large one can be fetched on the website, where you sign in first. It is there for seven days.
rights-copy-where-site = You fetch it on the website, where you sign in first. It is there for seven days.
rights-copy-answer = You will hear from us here when it is ready. Usually that takes a few minutes.
rights-copy-stopped = The copy was stopped, and what there was of it has been deleted.
rights-copy-locked = Your account is locked because it is going to be deleted. To get a copy, first choose to keep the account: /delete-me
button-copy-start = Make the copy
button-copy-stop = Stop

# --- deleting -------------------------------------------------------------------------------------

rights-delete = This is what deleting your account would do, everywhere and for good:
rights-delete-kept = What stays: payments, because tax law demands it, with nothing else about you; and the totals in our books, in which nobody can be recognised.
rights-delete-unreached = What we cannot reach: what others have copied or passed on, and messages that a chat platform does not let us remove any more. The receipt says how many those are.
rights-fate-deleted = { $count } – deleted
rights-fate-anonymised = { $count } – only the total stays
rights-fate-kept = { $count } – kept because the law demands it
rights-fate-left = { $count } – left there, as you chose
rights-fate-told = { $count } – deletion asked for
rights-fate-blanked = { $count } – emptied
rights-fate-too-old = { $count } – too old to be removed
rights-fate-no-access = { $count } – out of our reach
rights-fate-token-dead = { $count } – can no longer be removed
rights-lost = { $credits } – lost
button-export-first = Get a copy first
button-delete-later = { $days ->
    [0] Delete
    [one] Delete in { $days } day
   *[other] Delete in { $days } days
}
button-delete-now = Delete now
rights-choose-later = Your account is locked at once and deleted on { DATETIME($at, dateStyle: "long") }. Until then, you can change your mind.
rights-choose-now = Your account is deleted at once. Nobody can bring it back.
rights-chats-go = What we posted for you in chats is removed as well, right after you confirm; it does not come back if you change your mind. Telegram lets us remove messages for 48 hours; older ones are emptied where that is possible.
rights-chats-stay = What we posted for you in chats stays there.
rights-press = To go on, press { $number }.
rights-other-number = That was another number. Nothing has been changed.
button-chats-leave = Leave what is in chats
button-chats-remove = Remove what is in chats
rights-not-at-once = Something about your account has just changed, so for your safety it cannot be deleted at once before { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. You can choose the deletion with days to change your mind.
rights-locked = Your account is locked and will be deleted on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC. Until then nothing is made and nothing is charged.
rights-locked-means = Nothing is made and nothing is charged. Browsers are signed out, and open links no longer work.
rights-restricted = You have asked us to keep your data and do nothing else with it. To go on, lift that under /privacy.
rights-quarantined = Your account is paused while something about it is being checked. Your rights work as always: /privacy
rights-erase-notice = Your account will be deleted on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
rights-erase-not-you = Was that not you? Then press the button, and look at who is signed in: /account
button-erase-cancel = Keep my account
rights-kept = Your account stays. What has ended in the meantime, such as signed-in browsers and removed messages, does not come back.
rights-nothing-to-cancel = No deletion is under way. Your account is as it was.
rights-too-late = The deletion has begun, so it can no longer be called off.
rights-erased = Your account has been deleted, as you asked. Nothing of it is kept except what the receipt names.
rights-erased-backups = The last backup that still contains any of it is gone by { DATETIME($day, dateStyle: "long") }.
button-receipt = Receipt
