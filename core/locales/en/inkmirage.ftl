# Every sentence a person can read, in English. Other languages have the same names (tests/core/test_catalogue.py).

as-is = { $words }
money = { $amount }
money-stars =
    { $count ->
        [one] 1 Star ⭐
       *[other] { $count } Stars ⭐
    }
credits = { $count ->
    [one] { $count } credit
   *[other] { $count } credits
}

# --- commands: description, options, choices -----------------------------------------------------

command-imagine =
    .name = imagine
    .name-prompt = prompt
    .name-shape = shape
    .name-quality = quality
    .name-count = count
    .name-private = private
    .name-spoiler = spoiler
    .description = Make a picture from words
    .option-prompt = What the picture should show
    .option-shape = Shape
    .option-quality = Quality
    .option-count = How many pictures
    .option-references = Pictures to work from
    .option-spoiler = Hidden until clicked
    .option-private = Only for you
    .choice-shape-square = Square
    .choice-shape-portrait = { $percent ->
        [0] Portrait
       *[other] Portrait · +{ $percent } %
    }
    .choice-shape-landscape = { $percent ->
        [0] Landscape
       *[other] Landscape · +{ $percent } %
    }
    .choice-quality-low = Quick · { $price }
    .choice-quality-medium = Good · { $price }
    .choice-quality-high = Finest · { $price }
command-again =
    .name = again
    .name-id = id
    .description = The same request once more
    .option-id = Which one; the latest if left empty
command-show =
    .name = show
    .name-id = id
    .description = Show one of your pictures again
    .option-id = Which one; the latest if left empty
command-history =
    .name = history
    .description = Your latest pictures
command-cancel =
    .name = cancel
    .name-id = id
    .description = Stop a picture that has not begun
    .option-id = Which one; the latest if left empty
command-balance =
    .name = balance
    .description = Your credits and the last entries
command-topup =
    .name = topup
    .name-pack = pack
    .description = Get more credits
    .option-pack = Which pack; the list if left empty
command-settings =
    .name = settings
    .name-ask = ask
    .name-above = above
    .description = When to ask you about prices
    .option-ask = When to ask before charging
    .option-above = Ask only above so many credits
    .choice-ask-always = Always ask
    .choice-ask-above = Ask above a price
    .choice-ask-never = Never ask
command-language =
    .name = language
    .name-language = language
    .description = Choose your language
    .option-language = Language
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-inkmirage-settings =
    .name = inkmirage-settings
    .name-channel = channel
    .name-role = role
    .name-anywhere = anywhere
    .name-private = private
    .name-spoiler = spoiler
    .name-daily = daily
    .name-language = language
    .description = What InkMirage may do on this server
    .option-channel = Allow a channel, or no longer if it was allowed
    .option-role = Allow a role, or no longer if it was allowed
    .option-anywhere = Any channel and any role
    .option-private = Answers only for the person who asks
    .option-spoiler = Pictures hidden until clicked
    .option-daily = Pictures per person and day; 0 for no limit
    .option-language = Language of what everybody reads
    .choice-language-own = Everybody’s own
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-start =
    .name = start
    .description = What this is and how to begin
command-help =
    .name = help
    .description = Everything you can do here

# --- the offer and the job ------------------------------------------------------------------------

shape-square = square
shape-portrait = portrait
shape-landscape = landscape
quality-low = quick
quality-medium = good
quality-high = finest

offer = { $count ->
    [one] One { $shape } picture, { $quality } quality
   *[other] { $count } { $shape } pictures, { $quality } quality
}{ $references ->
    [0] {""}
    [one] , from one reference picture
   *[other] , from { $references } reference pictures
}.
too-poor = This costs { $price }; you are { $missing } short.
nothing-charged = Nothing was charged, and your request is kept: top up, then press the button again.
wallet-locked = Your credits are locked for now, because something about a payment has to be looked at. Nothing was charged, and your request is kept; please write to us.
queued = { $ahead ->
    [0] You are next.
    [one] One picture is ahead of you.
   *[other] { $ahead } pictures are ahead of you.
}
working = { $count ->
    [one] Your picture is being made.
   *[other] Your pictures are being made.
}
eta-seconds = About { $seconds } seconds to go.
eta-minutes = { $minutes ->
    [one] About one minute to go.
   *[other] About { $minutes } minutes to go.
}
done = { $count ->
    [one] Here is your picture. #{ $code }
   *[other] Here are your { $count } pictures. #{ $code }
}
done-partly = { $made } of { $count } could be made; { $back } came back to you.
size-differs = The engine chose { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } pixels.
alt = { $count ->
    [one] Picture made from the words: { $prompt }
   *[other] Picture { $number } of { $count } made from the words: { $prompt }
}
job-code = #{ $code }
credits-back = { $amount } came back to you after { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
cancelled = Cancelled.
cancelled-rest = { $stopped ->
    [one] One picture of #{ $code } was cancelled; what is already being made will still come.
   *[other] { $stopped } pictures of #{ $code } were cancelled; what is already being made will still come.
}
picture-removed = The pictures of #{ $code } were deleted.
originals = { $count ->
    [one] The original file of #{ $code }:
   *[other] The original files of #{ $code }:
}
delete-ask = { $count ->
    [one] Delete the picture of #{ $code } for good? What it cost stays charged.
   *[other] Delete the { $count } pictures of #{ $code } for good? What they cost stays charged.
}
history-title = Your latest pictures:
history-line = #{ $code } · { DATETIME($at, dateStyle: "medium") } · { $outcome } · { $charged } · { $prompt }
outcome-done = done
outcome-partly = partly done
outcome-failed = not made
outcome-refused = turned down
outcome-cancelled = cancelled
outcome-working = being made

# --- why there is no picture ----------------------------------------------------------------------

failed-refused-moderation = The engine's content rules do not allow this picture. Your words are kept: change them and try again.
failed-refused-refused = The engine declined to make this picture. Your words are kept: change them and try again.
failed-refused-gateway-policy = The gateway's content rules do not allow this request. Your words are kept: change them and try again.
failed-refused-reference-gone = A picture this request works from has been deleted.
failed-engine-closed = The picture engine is closed for now; we have been told and are on it.
failed-engine-broken = The picture engine could not work with this request.
failed-engine-no-picture = The picture engine gave no picture; perhaps it did not like these words. They are kept: change them and try again.
failed-engine-unclear = The picture engine went silent, and asking again did not help.
failed-engine-busy = The picture engine is too busy at the moment.
failed-store-down = The picture was made but could not be stored.
failed-quarantined = Something in our program broke on this picture, again and again, so we stopped trying. It has been noted and somebody will look at it; if you write to us, name the number below.

# --- credits --------------------------------------------------------------------------------------

balance-title = You can spend { $available }, { $about ->
    [0] not quite enough for a good picture
    [one] about one good picture
   *[other] about { $about } good pictures
}.
lot-promo = gift
lot-compensation = with our apologies
lot-paid = bought
lot-line = { $remaining }, { $kind }
lot-line-until = { $remaining }, { $kind }, until { DATETIME($until, dateStyle: "medium") }
statement-title = The last entries:
statement-line = { DATETIME($at, dateStyle: "short", timeStyle: "short") } · { $what } · { $amount } → { $balance }
ledger-grant = Credits: { $kind }
ledger-capture = Pictures #{ $code }
ledger-expiry = Expired: { $kind }
ledger-transfer = Moved with a joined account
topup-title = More credits. What you buy never expires.
topup-closed = Credits cannot be bought here yet.
topup-order = { $credits } for { $price }.
topup-never-expires = They never expire.
topup-accept = By paying you accept our terms (/terms) and ask us to add the credits at once; credits that you have used cannot be given back.
topup-whom-to-ask = Questions about a purchase, and refunds: /paysupport. Telegram’s support cannot help with purchases made here.
topup-invoice = Enough for about { $about } good pictures. What you buy never expires.
topup-done = { $credits } are yours. Thank you!
pack-line = { $credits } for { $price }, about { $about } good pictures

# --- choices --------------------------------------------------------------------------------------

settings-title = Your choices:
settings-saved = Saved.
ask-always = Always show the price and ask
ask-above = Ask above { $above }
ask-never = Never ask
language-title = Which language shall I speak?
language-saved = From now on I speak English.

# --- first words ----------------------------------------------------------------------------------

start-welcome = Welcome to InkMirage: you write what you want to see, and get the picture right here.
start-try = Try: /imagine a fox in the rain
start-credits = You have { $available }. A good picture costs { $price }, so that is enough for { $about ->
    [0] a smaller one
    [one] about one
   *[other] about { $about }
}.
start-promise = You always see the price first, and if anything goes wrong your credits come back by themselves.
help-title = What you can do here:
help-words = Options can also be typed: /imagine a fox in the rain --shape portrait --count 2

# --- labels ---------------------------------------------------------------------------------------

fact-price = Price
fact-available = You have
fact-reserved = Reserved
fact-charged = Charged
fact-ask = Prices
button-make-it = Make it · { $price }
button-change = Change
button-edit = Edit prompt
button-again = Again · { $price }
button-try-again = Try again
button-vary = { $count ->
    [one] Vary
   *[other] Vary { $number }
}
button-original = { $count ->
    [one] Original file
   *[other] Original files
}
button-delete = Delete
button-delete-sure = Delete for good
button-cancel = Cancel, no charge
button-cancel-rest = Cancel the rest
button-show = #{ $code }
button-older = Older
button-topup = Top up
button-pack = { $credits } · { $price }
button-pay = Pay { $price }
button-help = All commands
button-balance = My credits
button-language = Language
button-ask-always = Always ask
button-ask-above = Ask above { $above }
button-ask-never = Never ask

# --- what cannot be done --------------------------------------------------------------------------

error-unexpected = Something broke on our side. Nothing was charged for this. If it happens again, tell us this number: { $incident }
error-away = For a moment we cannot get at our records, so nothing was done and nothing was charged. Please try again in a minute.
error-unsure = Something broke on our side, and we do not know yet whether this went through. Please look at /history before you send it again. If it happens again, tell us this number: { $incident }
error-key-reused = This request was already used for something else. Please send it again.
error-button-unknown = This button belongs to something that is no longer here.
error-command-unknown = There is no command /{ $command }. /help lists all of them.
error-command-unknown-near = There is no command /{ $command }. Did you mean /{ $near }?
error-no-options = /{ $command } takes no further words.
error-option-unknown = There is no option “{ $option }” here.
error-option-unknown-near = There is no option “{ $option }” here. Did you mean “{ $near }”?
error-option-missing = /{ $command } needs “{ $option }”.
error-option-empty = The option “{ $option }” needs a value behind it.
error-choice-unknown = “{ $value }” does not fit “{ $option }”. Choose one of: { $choices }.
error-flag-unknown = “{ $value }” does not fit “{ $option }”. Say yes or no.
error-not-a-number = “{ $option }” must be a whole number from { NUMBER($low) } to { NUMBER($high) }, not “{ $value }”.
error-out-of-range = “{ $option }” must be from { NUMBER($low) } to { NUMBER($high) }, not { $value }.
error-too-long = “{ $option }” may have { $limit } characters; yours has { $length }.
error-too-many-files = Up to { $most } pictures can be attached; there are { $given }.
error-prompt-empty = Tell me what the picture should show, for example: /imagine a fox in the rain
error-card-number = This looks like the number of a payment card, so nothing of it was kept. Please never send one here. If it is something else, put a word between the digits.
error-reference-missing = One of the attached pictures is no longer there. Please attach it again.
error-reference-not-an-image = This file is not a picture we can read. PNG, JPEG, WebP and GIF work.
error-reference-too-large = This file is too large. Pictures up to 25 MB work.
error-reference-too-many-pixels = This picture has too many pixels. Up to 50 million work.
error-reference-damaged = This picture file is damaged and cannot be read to its end.
error-store-down = The picture store does not answer right now. Please try again in a moment; nothing was charged.
error-job-unknown = This request is no longer here.
error-code-unknown = You have no picture #{ $code }. /history lists yours.
error-no-jobs = You have not made a picture yet. Try: /imagine a fox in the rain
error-not-yours = This belongs to somebody else. With /imagine you can make your own.
error-picture-gone = This picture has been deleted.
error-price-changed = The price of this has changed since it was offered. Nothing was charged; have a look at the new price.
error-nothing-to-cancel = Nothing of yours is waiting.
error-already-finished = #{ $code } is already finished.
error-too-late-to-cancel = #{ $code } is already being made and will come in a moment.

# --- the terminal ---------------------------------------------------------------------------------

terminal-broken = Something broke on our side (incident { $incident }). To go on: { $again }
terminal-kept = { $path } could not be written. The picture is kept: { $again }

button-make-own = Make it on my credits
alt-plain = A picture made with InkMirage
community-title = The rules of this server
community-saved = Saved. These are the rules now.
community-everyones-own = everybody’s own
community-any = any
fact-channels = Channels
fact-roles = Roles
fact-private-default = Private by default
fact-spoiler-default = Hidden by default
fact-daily-cap = Per person and day
fact-public-language = Public language
yes = yes
no = no
both = { $first }, { $second }
mention-channel = <#{ $id }>
mention-role = <@&{ $id }>
daily-cap = { $cap ->
    [0] No limit
   *[other] { $cap }
}
error-not-in-this-channel = Here the owners of the server have not allowed pictures. Please ask in another channel.
error-not-with-these-roles = On this server your roles do not allow pictures.
error-daily-cap = { $cap ->
    [one] The server allows one picture a day for each person
   *[other] The server allows { $cap } pictures a day for each person
}; you have had { $today } today.
error-not-manager = Only those who manage a server can change its rules, and only on the server itself.
kept-for-you = While you could not be reached, something was finished for you: { $codes } – see /history.

# --- whom to turn to ------------------------------------------------------------------------------

command-terms =
    .name = terms
    .description = What we may expect of each other
command-support =
    .name = support
    .description = How to get help
command-paysupport =
    .name = paysupport
    .description = Help with a payment
terms-title = Our terms, in short:
terms-credits = Pictures cost credits. You see every price before you pay it, and what you buy never expires.
terms-failure = If a picture cannot be made, its credits come back by themselves.
terms-content = Ask for nothing that is against the law or the rights of others. The picture engine has rules of its own and may decline.
terms-age = InkMirage is not for children. From which age it may be used stands in our privacy policy.
support-title = Is something not as it should be? Write to us.
support-number = If a message named a number, include it, but nothing secret: never a password or a card number.
paysupport-title = A question about a payment? Write to us, with the day and the amount.
paysupport-refund = For 14 days after a purchase, /refund shows what you can get back.
fact-last-payment = Your last payment
paysupport-telegram = We handle payments here ourselves: Telegram’s support cannot help with them.
fact-contact = Contact
link-ended = When the link has expired, “Original file” gives a new one.
