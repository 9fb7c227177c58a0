# Codes that are worth credits, what people set themselves about spending, and what the operator gives and hears of money.

command-redeem =
    .name = redeem
    .name-code = code
    .description = Get credits for a code
    .option-code = The code you were given
command-limits =
    .name = limits
    .name-monthly = monthly
    .name-notify = notify
    .description = How much you want to spend, and when to tell you that little is left
    .option-monthly = At most so many credits per calendar month; 0 for no limit
    .option-notify = Tell you below so many credits; 0 for never

# --- vouchers -------------------------------------------------------------------------------------

voucher-how = Type the code you were given after the command: /redeem XXXX-XXXX-XXXX-XXXX
voucher-wrong = This code does not work. Please compare it with the one you were given; capitals, spaces and dashes do not matter.
voucher-too-often = That was one try too many. You can try again from { DATETIME($until, timeStyle: "short") } UTC. The code keeps working until then.
voucher-yours = You have redeemed this code already. Each person can use it once.
voucher-used-up = This code has been used as often as it could be.
voucher-expired = This code worked until { DATETIME($day, dateStyle: "long") }.
voucher-stopped = This code has been withdrawn and does not work any more.
voucher-redeemed = You have { $credits } more now. Enjoy!
voucher-until = You can spend them until { DATETIME($until, dateStyle: "long") }.
voucher-no-prompt = That looks like a code for credits, not like a picture. Redeem it with /redeem and the code.
telegram-ask-redeem = Which code were you given? Reply to this message with it.

# --- what people set themselves -------------------------------------------------------------------

limits-title = What you have set yourself:
limits-how = Other numbers: /limits --monthly 300 --notify 50, or in the fields that your app shows for the command. 0 turns one off. Changes count at once.
limits-none = no limit
limits-never = never
limits-monthly = { $spent } of { $limit } spent, counted anew from { DATETIME($until, dateStyle: "long") }
limits-notify = below { $below }
fact-monthly = This month
fact-notify = Notice
fact-low = Running low
low-now = fewer than { $below } left, as you wanted to know. More: /topup
limit-spent = This month you have spent { $spent } of the { $limit } that you set yourself. It is counted anew from { DATETIME($until, dateStyle: "long") }.
over-limit = This costs { $price }, but you have only { $left } left of the { $limit } that you set yourself for a month. Nothing was charged, and your request is kept.
over-limit-until = From { DATETIME($until, dateStyle: "long") } it is counted anew. You can change or remove your limit at any time: /limits
button-limits = My limits
button-monthly = At most { $limit } a month
button-monthly-off = No monthly limit
button-notify = Tell me below { $below }
button-notify-off = Do not tell me

# --- what the operator gives ----------------------------------------------------------------------

granted-told = We have given you { $credits }.
granted-why = Why: { $reason }

# --- to the operator: the account at the image gateway runs low -----------------------------------

mail-engine-low =
    .subject = The account at the image gateway is running low
    .lead = Less is left there than [mayi] alarm_below says. Once it is empty, no more pictures can be made.
    .how = Add to it at the gateway. You will hear of this again only if it was above that number meanwhile, or after the program was started again.
mail-fact-left =
    .label = Left
    .value = { $left }
mail-fact-below =
    .label = Alarm below
    .value = { $below }

# --- tables, in words -----------------------------------------------------------------------------

legal-table-voucher = vouchers for credits (the code as a hash, credits, how often and until when it works)
legal-table-voucher-use = vouchers that you redeemed (which, when, and as a hash in which chat)
legal-table-credit-grant = credits that we gave you by hand (why, when)
