# The copy of a person's data as a service: what is said when it is ready, the page where it is fetched, and the pages of its parts.

copies-size-kb = { $number } KB
copies-size-mb = { $number } MB

# in the copy itself, when it has several parts
copies-page-first = The copy has { $count } parts, and each opens by itself. This is the first one, with all records and explanations.
copies-page-part = This is part { $number } of the copy. The records, the explanations and the list of what is missing are in the first part.
copies-page-elsewhere = There are pictures of this request in part { $number }.

# in chats
copies-asked = A copy of everything we hold about you was asked for. It begins on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
copies-asked-not-you = Was that not you? Then stop it, and look at who is signed in: /account
copies-ready = { $parts ->
    [one] The copy of your data is ready: one file, { $size }.
   *[other] The copy of your data is ready: { $parts } files, { $size } in all.
}
copies-ready-until = You can download it until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC, on a page where you sign in first. Then it is deleted.
copies-attached = It is small, so here it is as a file, too. Whoever can read this chat can open it.
copies-complete = Everything we hold about you is in it, except for what the copy itself names, with the reasons.
copies-missing-again = { $count ->
    [one] It is complete except for one thing that could not be read; the copy says which. We will try again by ourselves on { DATETIME($again, dateStyle: "medium") }, and tell you.
   *[other] It is complete except for { $count } things that could not be read; the copy lists them. We will try again by ourselves on { DATETIME($again, dateStyle: "medium") }, and tell you.
}
copies-missing-still = { $count ->
    [one] One thing could not be read this time either; the copy says which. Write to us if you want us to look for it.
   *[other] { $count } things could not be read this time either; the copy lists them. Write to us if you want us to look for them.
}
copies-not-me = You did not ask for this? Press “This wasn’t me” on that page. The copy is then deleted at once, and every browser is signed out.
copies-stopped = Somebody who was signed in pressed “This wasn’t me”: the copies of your data are gone, and every browser is signed out. If you do want a copy, ask for it again.
button-copies-page = Go to my copy

# on the site
site-copies-title = Copies of your data
site-copies-lead = What you asked for with /export-my-data. Only you can see this page, after signing in.
site-copies-none = There is no copy at the moment. Type /export-my-data in one of your chats to ask for one.
site-copies-all = All copies
site-copy-asked = Asked for
site-copy-waits = Not begun yet. It begins on { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC; you need not do anything.
site-copy-making = { $total ->
    [0] Being made. Your records are being read.
   *[other] Being made: { $done } of { $total } files are collected.
}
site-copy-making-more = We tell you in your chats and by e-mail when it is ready. You can close this page.
site-copy-ready = Ready. You can download it until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC. Then it is deleted.
site-copy-over = This copy is gone. Nothing of it is left with us.
site-copy-whole = Everything we hold about you is in it, except for what the copy itself names, with the reasons.
site-copy-missing = { $count ->
    [one] It is complete except for one thing that could not be read; the copy says which.
   *[other] It is complete except for { $count } things that could not be read; the copy lists them.
}
site-copy-parts = Files
site-copy-parts-more = Each file is a zip that opens by itself. Unpack it and open index.html; no network is needed.
site-copy-part = Part { $number }
site-copy-left = { $count ->
    [0] already downloaded as often as possible
    [one] can be downloaded once more
   *[other] can be downloaded { $count } more times
}
site-copy-fetch = Download
site-copy-fetch-more = When you press the button, the download begins. It can be resumed for 5 minutes if it breaks off; after that, press again.
site-copy-checksum = SHA-256
site-copy-stop = You do not want it any more?
site-copy-stop-more = Stop it, and what has been collected is deleted at once.
site-copy-stop-button = Stop the copy
site-copy-drop-more = Delete it now instead of on that day.
site-copy-drop-button = Delete the copy
site-copy-not-me = You did not ask for this?
site-copy-not-me-more = Then somebody was signed in to your account. Every copy is deleted at once, every browser is signed out, this one included, and open links stop working.
site-copy-not-me-button = This wasn’t me
site-copy-stopped = The copies are gone
site-copy-stopped-more = Every browser is signed out. Come in again from a chat, and look under /account whether all chats there are yours.

error-copy-unknown = There is no such copy.
error-copy-over = This copy is gone: its time was over, or it was stopped.
error-copy-not-ready = This copy is not ready yet.
error-copy-used-up = This file has been downloaded as often as possible. Ask for a new copy with /export-my-data.
error-copy-link-over = The link worked for 5 minutes. Go back to the page of the copy and press the button again.
error-copy-away = The store does not answer right now. Your copy is safe; try again in some minutes.

# by mail
mail-fact-copy-size =
    .label = Size
    .value = { $parts ->
        [one] one file, { $size }
       *[other] { $parts } files, { $size } in all
    }
mail-fact-copy-until =
    .label = Available until
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-copy-ready =
    .subject = The copy of your data is ready
    .lead = The copy of your data that was asked for is ready to be downloaded.
    .state = { $missing ->
        [0] Everything we hold about you is in it, except for what the copy itself names, with the reasons.
        [one] It is complete except for one thing that could not be read. The copy says which.
       *[other] It is complete except for { $missing } things that could not be read. The copy lists them.
    }
    .how = The page asks you to sign in first. Nothing of the copy is in this e-mail.
    .button = Go to your copy
    .unasked = You did not ask for it? Press “This wasn’t me” on that page: the copy is deleted at once, and every browser is signed out.
