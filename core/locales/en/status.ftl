# How the house is doing: /status in every chat, and the page of the same name.

command-status =
    .name = status
    .description = Whether pictures are being made now, and how long it takes
status-making-working = Pictures are being made.
status-making-idle = It is quiet: nobody has asked for a picture in the last 15 minutes. As far as we know, yours can begin at once.
status-making-slow = Pictures are being made, but people are waiting longer than usual.
status-making-troubled = Many of the latest pictures came to nothing. You can ask all the same; if yours fails, the credits come back by themselves.
status-making-stalled = No picture is being made right now, although some are waiting. They keep their place, and what cannot be made costs nothing.
status-making-resting = The picture engine, mayi.one, takes no requests from us right now. Whatever cannot be made gives its credits back by itself.
status-as-of = As of { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC.
fact-status-queue = Waiting
fact-status-next = If you ask now
fact-status-engine = Picture engine (mayi.one)
fact-status-storage = Picture store
fact-status-mail = Mail
fact-status-payments = Payments and refunds
status-queue = { $count ->
    [0] nobody
    [one] one picture
    [10000] at least { $most } pictures
   *[other] { $count } pictures
}
status-next-seconds = { $seconds ->
    [one] done in about a second
   *[other] done in about { $seconds } seconds
}
status-next-minutes = { $minutes ->
    [one] done in about a minute
   *[other] done in about { $minutes } minutes
}
status-next-unknown = we cannot say how long it takes
status-next-first = we cannot say yet; yours would be among the first
status-fine = nothing wrong that we know of
status-late-engine = makes no pictures for us at the moment, or fails
status-late-storage = does not take new pictures at the moment
status-late-mail = some go out late
status-late-payments = some arrive late; nothing is lost
button-status = Look again
site-foot-status = Status
site-status-title = How InkMirage is doing
site-status-parts = In detail
site-status-at = As of
site-status-promise = This is read off our own tables, not guessed. If a picture cannot be made, you are told, and its credits come back by themselves.
