# Money that goes back: refunds, disputes, debts.

command-refund =
    .name = refund
    .description = Get money back for credits you have not used
command-withdraw =
    .name = withdraw
    .description = Withdraw from a purchase
command-refund-ask =
    .name = refund-ask
    .description = Ask for a refund of one payment
    .option-payment = Which payment
    .option-amount = How much was shown
command-refund-now =
    .name = refund-now
    .description = Get this payment back
    .option-payment = Which payment
    .option-amount = How much was shown

refund-title = Your payments, and what can go back:
refund-none = There are no payments from the last four weeks.
refund-rule = Up to 14 days after a payment you can get back what you have not used of it, unless something else is said here. The money goes back the way it was paid. Gifts cannot be paid out.
refund-line = { $order } · { DATETIME($at, dateStyle: "medium") } · { $price } for { $credits }
refund-possible = → Not used: { $unused }. You can get { $amount } back for that, until { DATETIME($until, dateStyle: "medium") }.
refund-not-late = → The 14 days ended on { DATETIME($until, dateStyle: "medium") }.
refund-not-spent = → All of it has been used or has gone back.
refund-not-touched = → Telegram gives back whole purchases only, and { $unused } of { $granted } are left. Please write to us, and somebody looks for a fair way: { $contact }
refund-not-busy = → Telegram gives back whole purchases only, and a picture is being made from this one. Look again when it is finished.
refund-not-under-way = → Your money is on its way back.
refund-not-disputed = → Your bank or store is deciding about this payment, so nothing can go back here.
refund-not-elsewhere = { $provider ->
    [discord] → Discord sold this, and Discord decides about refunds: ask Discord’s support, in the settings under “Billing”.
   *[other] → This cannot go back by itself. Please write to us: { $contact }
  }
refund-question = Order { $order }: you get { $amount } back and give { $credits } back. You withdraw from that part of the purchase.
refund-question-way = The money goes back the way it was paid. This cannot be undone.
refund-asked = We have your withdrawal of { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC: you get { $amount } back.
refund-asked-next = The money goes back the way it was paid; you get a message when that is done. Until then the credits are set aside.
refund-changed = That has changed meanwhile, and nothing was done. /refund shows how things stand.
refund-done = { $amount } went back to you for order { $order }, and { $credits } left your wallet.
refund-failed = { $amount } for order { $order } could not be given back. You have { $credits } back.
refund-failed-next = Please write to us, and we find another way: /support
button-refund = Get { $amount } back ({ $order })
button-refund-now = Yes, get { $amount } back
button-refunds = Refunds
fact-order = Order
fact-held-back = Set aside

topup-awaited = Your payment is on its way. As soon as it arrives, you get { $credits }.
topup-repaid = Of them, { $credits } went to what was owed for a payment that was taken back.
topup-disputed = Your bank or store is deciding about an earlier payment. Until it has, nothing can be bought; please write to us if that is a mistake.
topup-owed = You owe { $credits } for a payment that was taken back. What you buy next pays that first.
wallet-owes = A payment of yours was taken back after its credits had been used, so they are owed. Your request is kept; what you buy next pays that first. Questions: /support
dispute-opened = Your bank or store asks for { $amount } of order { $order } back. Until it has decided, your credits are locked; what is being made is finished. If you did not ask for that, please write to us: /support
dispute-won = That is settled: the payment of order { $order } stands, and your credits are yours again.
dispute-lost = Your bank or store took { $amount } of order { $order } back, and { $credits } left your wallet.
dispute-owed = { $credits } of it had been used already, so they are owed. What you buy next pays them first.
balance-owed = Owed: { $credits }, for a payment that was taken back

ledger-refund = Gone back as money
ledger-clawback = Taken back with a payment
ledger-repayment = Paid what was owed

mail-refund-asked =
    .subject = Your withdrawal has arrived: you get { $price } back
    .lead = We have your withdrawal of { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC. The money goes back the way it was paid; another mail tells you when that is done.
    .kept = Until then the credits are set aside. If it fails, they are yours again.
mail-fact-going-back =
    .label = Goes back
    .value = { $price }
mail-fact-set-aside =
    .label = Set aside until then
    .value = { $credits ->
        [one] { $credits } credit
       *[other] { $credits } credits
    }
mail-fact-order =
    .label = Order
    .value = { $order }
