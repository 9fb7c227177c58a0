# What is said when nobody has been here for long, and what the operator's side of people's rights needs.

# --- an account that nobody uses ------------------------------------------------------------------

inactivity-notice = You have not been here for a long time. On { DATETIME($at, dateStyle: "long") } we will close your account and delete what belongs to it.
inactivity-what = That means your prompts and pictures, your credits and your settings. We do not keep people’s data for ever without being asked to.
inactivity-keep = To keep it, press the button, or just use InkMirage again. It costs nothing.
inactivity-kept = Your account stays. It is good to have you back.
inactivity-not-kept = Nothing has changed: your account is in this state for another reason. /privacy tells you more.
button-keep = Keep my account

mail-inactivity =
    .subject = Your InkMirage account ends on { DATETIME($end, dateStyle: "long") }
    .lead = You have not used InkMirage for a long time. We do not keep data for ever, so on this date we will close your account and delete what belongs to it.
    .keep = You want to keep it? Sign in once, or write to the bot in your chat. That is enough, and it costs nothing.
    .copy = You want to take your pictures along? After signing in you can get a copy of everything.
    .credits = Credits that are left will be gone with the account.
    .button = Sign in
mail-fact-ends =
    .label = Your account ends on
    .value = { DATETIME($end, dateStyle: "long") }

# --- to the operator: a request that waits for an answer ------------------------------------------

mail-rights-deadline =
    .subject = { $mark ->
        [unseen] A privacy request has been waiting for a day
        [unacknowledged] A privacy request has not been acknowledged in time
        [half] A privacy request: half of the time is over
        [most] A privacy request: little time is left
       *[overdue] A privacy request is overdue
    }
    .lead = The request below has not been answered yet. It must be by { DATETIME($due, dateStyle: "long") }.
    .how = See it with “python -m bot privacy requests --ref” and this reference, and close it there.
mail-self-test =
    .subject = The daily privacy self-test found something
    .lead = { $step ->
        [clean] What an earlier self-test left behind could not be erased.
        [use] An account of the program’s own could not be used as people use theirs.
        [copy] The copy of a test account’s data was incomplete or damaged.
        [erase] A test account was not erased to the end.
        [rows] Words of an erased test account still stand in the database.
        [objects] Files of an erased test account still lie in the object store.
        [files] Words of an erased test account still stand in files on the server.
       *[books] After the self-test the books do not add up.
    }
    .how = { $number ->
        [one] One thing was found.
       *[other] { $number } things were found.
    } No real person’s data was used, but the same may happen to people’s requests. Run “python -m bot privacy self-test” to see every step, and close the case with “python -m bot privacy close” and this reference.
mail-fact-received =
    .label = Received
    .value = { DATETIME($received, dateStyle: "long") }

# --- tables, in words -----------------------------------------------------------------------------

legal-kept-law-legal-holds = until the date set for a legal hold
legal-table-inactivity-notice = that you were told, after a long absence, when your account ends (times)
legal-table-rights-deadline = how much of the time for an answer was used (steps, times)
legal-table-rights-words = what you wrote to us about a request
legal-table-staff-access = what our people did about your account (role, kind, time)
legal-table-legal-hold = single records that the law makes us keep (kind, reason, until when)
legal-table-held-record = the contents of such records, out of everybody’s sight
