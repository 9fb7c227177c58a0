# The page of an order that is paid by card

pay-title = Your order
pay-total = To pay
pay-where = You pay on a page of Stripe. We never see your card.
pay-go = Go to payment
pay-waiting = Waiting for Stripe to confirm the payment. This page looks again by itself. You may close it: the credits come all the same.
pay-declined = It was not paid, and nothing was credited.
pay-closed = This order cannot be paid, and nothing was paid. If you do not know why, write to { $contact }.
pay-away = The payment page cannot be reached at the moment. Nothing was paid; please try again in a minute.
pay-back = To the home page
