# One account everywhere: joining two accounts, and unlinking a chat.

command-link =
    .name = link
    .name-code = code
    .description = Use the same credits and pictures in another chat
    .option-code = The code that the other side shows; left empty, you get a new one
command-unlink =
    .name = unlink
    .description = Your ways in, and how to unlink one

# --- the code -------------------------------------------------------------------------------------

link-code = Your code: { $code }
link-code-where = Type this where you also use InkMirage, for example in Discord or Telegram: /link { $code }
link-code-life = It works once, for { $minutes } minutes. Do not give it to anybody else: before anything happens, we ask you here.
link-code-misspelt = A code has eight letters and digits without a space, like K7QM-2XWD. Type /link with the code behind it.
link-code-wrong = This code does not work. Please compare it with the one you were shown.
link-code-expired = This code has expired: each works for ten minutes. Type /link on the other side for a new one.
link-code-used = This code has been used, or a newer one has taken its place. Type /link on the other side for a new one.
link-code-own = This is your own code. Type it on the other side, where you also use InkMirage.
link-code-too-often = That was one try too many. You can try again from { DATETIME($until, timeStyle: "short") } UTC.
link-same-person = These two are one account already. There is nothing to join.

# --- two yeses ------------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = Is this you?
link-question = { $way } has typed your code and wants to join the two accounts. Is this you?
link-both-see = Both then share one wallet and one gallery. You can undo this for 72 hours.
link-only-you = Say yes only if both are you. Anybody else would see your pictures and could spend your credits.
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } or more
}
fact-link-who = Who
fact-link-since = Since
fact-link-pictures = Pictures
fact-link-credits = Credits
button-link-join = Join accounts
button-link-yes = Yes, join accounts
button-link-no = Do not join
link-waiting = Now { $way } is asked, in the chat that showed the code, and can answer until { DATETIME($until, timeStyle: "short") } UTC.
link-waiting-page = Now the other side is asked, on the account page that showed the code; reload it there. It can be answered until { DATETIME($until, timeStyle: "short") } UTC.
link-joined = { $first } and { $second } are one account now. Both share one wallet and one gallery.
link-undo-until = You can undo this until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC.
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
link-cannot-pending = Both accounts have been joined with others recently, and that can still be undone. Please try again after { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC; nothing was changed.
link-cannot-now = This cannot be done at the moment. Nothing was changed; please try again later.

# --- unlinking a chat -----------------------------------------------------------------------------

unlink-title = These are your ways in:
unlink-line = { $way } · since { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · e-mail
button-unlink = Unlink { $name } · { $platform }
unlink-ask = Unlink { $way }?
unlink-leaves = What leaves: this chat, with the name and the user ID that the platform gave us, and its language. All browsers are signed out.
unlink-stays = What stays: your pictures and your credits, for your other ways in.
unlink-undo-instead = Your account was joined with another one less than 72 hours ago. In that time, a chat can only be unlinked in that chat itself. Instead, you can undo joining: then each side gets its own back.
unlink-address-new = The e-mail address of this account is new. Until { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC a chat can only be unlinked in that chat itself, so that nobody can lock you out.
button-unlink-sure = Unlink
button-unlink-with-pictures = { $count ->
    [one] Unlink and delete the picture made there
   *[other] Unlink and delete the { $count } pictures made there
}
button-unlink-undo = Undo joining
button-unlink-undo-sure = Undo joining
unlink-done = { $way } does not belong to your account any more.
unlink-pictures-gone = { $count ->
    [one] The picture made there was deleted.
   *[other] The { $count } pictures made there were deleted.
}
unlink-notice = { $way } was unlinked from your account.
unlink-not-you = Was it not you? Look at /unlink, unlink what you do not know, and write to us.
unlink-last = This is your only way in, so it stays. Add another one first: /link links a second chat, /email adds an e-mail address.
unlink-chat-gone = This chat does not belong to your account any more.

# --- undoing a joining ----------------------------------------------------------------------------

unlink-undo-ask = Undo joining on { DATETIME($day, dateStyle: "medium") }? Then there are two accounts again.
unlink-gets-back = gets back its pictures, and its { $credits } less what it has spent since
unlink-keeps = keeps its pictures and the rest of the credits
unlink-parted = The accounts that were joined on { DATETIME($day, dateStyle: "medium") } are separate again. Each has its own pictures and credits.
unlink-too-late = The 72 hours are over, so this cannot be undone any more. /unlink unlinks a chat.
unlink-undone-already = This has been undone already.
unlink-joining-unknown = This does not belong to your account.
