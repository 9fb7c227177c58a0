# Receipts and credit notes: what they say, the command, and their pages on the site.

command-receipts =
    .name = receipts
    .name-number = number
    .description = Your receipts and credit notes
    .option-number = Which one; the list if left empty

receipts-title = Your receipts, newest first:
receipts-line-receipt = { $number } · { DATETIME($at, dateStyle: "medium") } · { $what } · { $amount }
receipts-line-credit-note = { $number } · { DATETIME($at, dateStyle: "medium") } · Given back: { $what } · { $amount }
button-receipts-print = Print on the website
button-receipts-all = All receipts
error-no-receipts = There are no receipts here yet. Each purchase gets one.
error-receipt-unknown = There is no receipt { $number } here. /receipts lists all of yours.

# --- what a document says -------------------------------------------------------------------------

document-receipt = Receipt
document-receipt-confirmation = Payment confirmation
document-credit-note = Credit note
document-credit-note-confirmation = Refund confirmation

document-day = { DATETIME($at, dateStyle: "long") }
document-number = Number
document-issued = Issued on
document-supplied = Supplied on
document-corrects = Corrects
document-corrected = { $number } of { DATETIME($at, dateStyle: "long") }
document-goods = Bought
document-taken-back = Taken back
document-pack = { $credits } (pack “{ $pack }”)
document-net = Net
document-tax = Tax included, { $percent }
document-percent = { $whole }%
document-percent-part = { $whole }.{ $part }%
document-total = Total
document-returned = Given back
document-paid-by = Paid with
document-returned-by = Given back through
document-by-stripe = Card or account (Stripe)
document-by-telegram = Telegram Stars
document-by-discord = Discord
document-by-sandbox = Sandbox till
document-order = Order
document-charge = Payment reference
document-seller = Seller
document-issuer = Issued by
document-tax-id = Tax number
document-contact = Contact
document-platform-telegram = Telegram
document-platform-discord = Discord

document-practice = For practice only: this comes from a sandbox till, and no money moved.
document-not-an-invoice = This confirms a payment and is not a tax invoice: the purchase was made through { $platform }, which accounts for any tax on it.
document-tax-small-business = No tax is shown, because the seller falls under the scheme for small businesses.
document-tax-not-taxable = No tax is shown, because this sale is not subject to it.
document-tax-reverse-charge = No tax is shown: the customer accounts for it (reverse charge).
document-never-expire = Credits that you buy never expire.
document-return-until = What you have not used of them can be given back until { DATETIME($at, dateStyle: "long") }.
document-return-until-whole = If you have used none of them, you can give them back until { DATETIME($at, dateStyle: "long") }.
document-return-elsewhere = Refunds of this purchase are decided by { $platform }; please ask there.
document-terms = You accepted the terms of { DATETIME($at, dateStyle: "long") } and asked for the credits at once: those that you have used cannot be given back.

# --- on the site ----------------------------------------------------------------------------------

site-account-receipts = Receipts
site-receipts-lead = One for every purchase, and one for everything that was given back. They never change.
site-receipts-none = There are no receipts yet. Each purchase gets one.
site-receipts-what = What
site-receipts-when = Date
site-receipts-amount = Amount
site-receipts-number = Number
site-receipts-back = Given back: { $what }
site-receipts-open = Open { $number }
site-receipts-all = All receipts
site-receipts-print = To print or to save it as a PDF, use your browser’s print command. The page comes out as a sheet of its own.
