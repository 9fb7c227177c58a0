# The words of the local playground's own page. The page fills the %blanks itself, so no sentence here has Fluent arguments.

ui-guest = Guest
ui-playground = Local playground
ui-sandbox = Local playground: pictures, till and mail are sandbox stand-ins. No account anywhere.
ui-real-gateway = Local playground: till and mail are stand-ins, but the pictures come from the real gateway, which bills its key for them.
ui-noscript = This page needs JavaScript. It loads nothing from anywhere else.
ui-skip = Skip to the message field
ui-close = Close
ui-try-again = Try again
ui-discard = Discard
ui-new-tab = (opens in a new tab)
ui-credits-one = %amount credit
ui-credits-other = %amount credits

# people
ui-welcome-title = Who is drawing today?
ui-welcome-lead = Pick somebody or add a name. Everybody gets a chat, a wallet and a mailbox of their own, all on this computer.
ui-people = People
ui-people-continue = Continue as
ui-people-new = Add somebody
ui-person-name = Name
ui-person-name-example = Ada
ui-person-language = Language
ui-person-language-auto = As in this browser
ui-person-add = Start chatting
ui-chatting-as = Chatting as

# the chat
ui-messages = Messages
ui-you-said = You:
ui-bot-said = InkMirage:
ui-private = Only you can see this
ui-prompt = Prompt:
ui-show-all = Show all
ui-show-less = Show less
ui-earlier = Earlier messages
ui-to-end = New messages
ui-sending = Sending…
ui-progress = Progress
ui-tone-good = Done:
ui-tone-working = At work:
ui-tone-warning = Careful:
ui-tone-refusal = Not possible:
ui-empty-title = A blank page
ui-empty-lead = Say what you would like to see, or begin with a tour.
ui-empty-start = Show me around
ui-example-1 = a fox in the rain, ink wash
ui-example-2 = a city above the desert haze

# pictures
ui-picture = Picture
ui-preview = Preview
ui-preview-alt = Preview of the picture being made
ui-enlarge = Show large
ui-uncover = Uncover
ui-picture-before = Previous picture
ui-picture-after = Next picture
ui-picture-lost = This picture cannot be shown. Its link may have expired: reload the page.

# the composer
ui-say = Message
ui-say-placeholder = Describe a picture, or type /
ui-send = Send
ui-options = Picture options
ui-suggestions = Suggestions
ui-suggest-keys = ↑ ↓ choose · Tab completes · Enter takes it · Esc closes
ui-open-form = Open the form
ui-attach = Attach pictures
ui-attached = Attached pictures
ui-attached-picture = Attached picture %name
ui-remove-file = Remove %name
ui-drop-here = Drop pictures to attach them
ui-drop-or-paste = or drop or paste them here
ui-choose-pictures = Choose pictures
ui-kept-references = Picture of the earlier request
ui-files-most = At most %most pictures go with one request.
ui-file-large = %name is larger than %most MB.

# the form
ui-make = Make it · %price
ui-run = Run %command
ui-no-options = Nothing to choose here.
ui-needed = Please fill this in.
ui-too-long = At most %most characters, please.
ui-less = Fewer
ui-more = More

# the wallet
ui-wallet = Wallet
ui-wallet-open = Wallet, available credits:
ui-available = Available
ui-reserved = Reserved
ui-reserved-hint = Reserved credits belong to pictures being made. They are charged when the picture is there, or come back.
ui-lots = Where they come from
ui-lots-none = No credits at the moment. /topup gets you more.
ui-lot-until = until %date
ui-lot-forever = never expires
ui-ledger = Entries
ui-ledger-none = Nothing yet.
ui-balance-after = Balance after:
ui-more-lines = Earlier entries

# mail
ui-mail = Mail
ui-mail-open = Mail
ui-mail-none = No letters yet
ui-mail-hint = Receipts and notices land here. Nothing leaves this computer.
ui-mail-back = All letters
ui-mail-to = To
ui-mail-text = As plain text

# the till
ui-till = Sandbox till
ui-till-sandbox = A toy till: no money moves, no card is asked for.
ui-till-goods = You get
ui-till-order = Order
ui-till-total = To pay, in play money
ui-till-pay = Pay
ui-till-decline = Decline
ui-till-paid = Paid. The credits are in your wallet.
ui-till-declined = Declined. Nothing was paid and nothing was credited.
ui-till-expired = This order has expired. Nothing was paid; /topup in the chat starts a new one.
ui-till-again = Order again
ui-till-back = Back to the chat

# when something does not work
ui-connection-lost = Connection lost. Trying again; nothing you sent is lost.
ui-left = This account has been deleted.
ui-left-again = Begin anew
ui-trouble-network = The playground does not answer. Is it still running?
ui-trouble-person = This person does not exist here any more. Pick another one.
ui-trouble-large = That was too large to send.
ui-trouble-server = That did not work (%status). Nothing was charged twice; please try again.
ui-trouble-page = Something in this page went wrong. Reload it and try again.
