# Sentences that only Telegram needs.

telegram-only-you = That answer is for your eyes only.
telegram-open-private = Open our private chat
telegram-from-elsewhere = I may no longer write where you asked for this, so it comes to you here.
telegram-make-one = Make your first picture
telegram-checkout-gone = This offer is no longer open. Nothing was charged; please ask for a new one.
telegram-checkout-closed = Nothing was charged. Your account is locked or restricted at the moment, so nothing can be bought; /privacy shows why.
telegram-file-too-large = Telegram hands me files of up to 20 MB. Please send a smaller picture.
telegram-ask-words = What should the picture show? Reply to this message with your words.
telegram-ask-again = Reply to this message with the new words. Tap the old ones to copy them:
telegram-ask-code = Reply to this message with the six digits.
telegram-ask-report = Is an account a child’s, or is there a picture or a text of ours about you or a child of yours? Reply to this message with the name or link and why. We look within one working day.
telegram-ask-tell-right = What should we know? Reply to this message with your words.
telegram-ask-hint = a fox in the rain
telegram-only-words = I read words and pictures. Write what you want to see, or send a picture together with what should change.
telegram-anonymous = I cannot see who you are, so I cannot find your credits. Please write under your own name.
telegram-removed = This picture was deleted.
telegram-taken-back = This message was removed.
button-reword = New words
telegram-hello = Hello! I make pictures from words. Here in the group: /imagine@{ $bot } a fox in the rain
telegram-ask-change = What should change in this picture? Reply to this message with your words.
