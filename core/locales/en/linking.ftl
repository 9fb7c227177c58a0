# One account everywhere: joining two ways in, and taking one off.

command-link =
    .name = link
    .name-code = code
    .description = Use the same credits and pictures in another chat
    .option-code = The code that the other side shows; a new code if left empty
command-unlink =
    .name = unlink
    .description = Your ways in, and taking one off

# --- the code -------------------------------------------------------------------------------------

link-code = Your code: { $code }
link-code-where = Type this where you also use InkMirage, in Discord, in Telegram or in the Playground: /link { $code }
link-code-life = It works once, for { $minutes } minutes. Do not give it to anybody else: before anything happens you are asked here.
link-code-misspelt = A code has eight letters and digits without a space, like K7QM-2XWD. Type /link and the code behind it.
link-code-wrong = This code does not work. Please compare it with the one you were shown.
link-code-expired = This code has expired: each works for ten minutes. Type /link on the other side for a new one.
link-code-used = This code has been used, or a newer one has taken its place. Type /link on the other side for a new one.
link-code-own = This is your own code. Type it on the other side, where you also use InkMirage.
link-code-too-often = That was one try too many. You can try again from { DATETIME($until, timeStyle: "short") } UTC.
link-same-person = These two already are one account. There is nothing to join.

# --- two yeses ------------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = This code leads to:
link-question = { $way } has typed your code and wants to be one account with you:
link-both-see = Both will see the same wallet and pictures. You can take it back for 72 hours.
link-only-you = Say yes only if both are you. Somebody else would see your pictures and spend your credits.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } or more
}
fact-link-who = Who
fact-link-since = Since
fact-link-pictures = Pictures
fact-link-credits = Credits
button-link-join = Join
button-link-yes = Yes, join
button-link-no = No
link-waiting = Now { $way } is asked, in the chat that showed the code. The answer has time until { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Now the other side is asked, on the account page that showed the code; reload it there. The answer has time until { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } and { $second } are one account now. Both see the same wallet and pictures.
link-undo-until = It can be undone until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
link-declined = { $way } said no. Nothing was joined.
link-refused = All right, nothing was joined. The code does not work any more.
link-not-yours-to-join = Only the person who typed the code can press this.
link-not-yours-to-answer = Only the person who was shown the code can press this.
link-not-asked = The other side has not said yes yet.
link-over = This question is closed; nothing was changed. Type /link for a new code.
link-done-already = These two are joined already. /unlink shows all your chats.

# --- why not now ----------------------------------------------------------------------------------

link-cannot-working = { $count ->
    [one] One picture is still being made. Please try again when it is done; nothing was changed.
   *[other] { $count } pictures are still being made. Please try again when they are done; nothing was changed.
}
link-cannot-locked = One of the wallets is locked for now, because something about a payment has to be looked at. Nothing was changed; please write to us.
link-cannot-pending = Both accounts have been joined with others of late, and that can still be undone. Please try again after { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; nothing was changed.
link-cannot-now = This cannot be done at the moment. Nothing was changed; please try again later.

# --- taking a chat off ----------------------------------------------------------------------------

unlink-title = These lead to your account:
unlink-line = { $way } · since { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · e-mail
button-unlink = Take off { $name } · { $platform }
unlink-ask = Take off { $way }?
unlink-leaves = What leaves: this chat, with the name and the user ID that the platform gave us, and its language. Browsers that are signed in are signed out.
unlink-stays = What stays: your pictures and your credits, for your other ways in.
unlink-undo-instead = Your account was joined with another one less than 72 hours ago. Instead you can undo the joining: then each gets its own back.
button-unlink-sure = Take it off
button-unlink-with-pictures = { $count ->
    [one] Take it off and delete the picture made there
   *[other] Take it off and delete the { $count } pictures made there
}
button-unlink-undo = Undo the joining
button-unlink-undo-sure = Undo it
unlink-done = { $way } does not belong to your account any more.
unlink-pictures-gone = { $count ->
    [one] The picture made there was deleted.
   *[other] The { $count } pictures made there were deleted.
}
unlink-notice = { $way } was taken off your account.
unlink-not-you = Was it not you? Look at /unlink, take off what you do not know, and write to us.
unlink-last = This is your only way in, so it stays. Give yourself another one first: /link joins a second chat, /email an e-mail address.
unlink-chat-gone = This chat does not belong to your account any more.

# --- undoing a joining ----------------------------------------------------------------------------

unlink-undo-ask = Undo the joining of { DATETIME($day, dateStyle: "medium") }? Then there are two accounts again:
unlink-gets-back = gets its own pictures back, and of its { $credits } what it has not spent since
unlink-keeps = keeps its own pictures and the rest of the credits
unlink-parted = The joining of { DATETIME($day, dateStyle: "medium") } is undone. Each has its own pictures and credits again.
unlink-too-late = The 72 hours are over, so this cannot be undone any more. /unlink takes a chat off.
unlink-undone-already = This joining has been undone already.
unlink-joining-unknown = This joining is not one of yours.
