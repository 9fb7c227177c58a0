# Sentences that only Discord needs.

discord-menu-vary = Vary this picture
discord-only-you = Only the person who asked can see the answer.
discord-reduced = Discord takes no larger files here, so this is a smaller copy. The link leads to the original.
discord-form-slow = That took too long to open. Please press again.
discord-form-cut = Only the first { NUMBER($most) } characters fit into this field; the rest is missing here.
discord-no-picture = There is no picture in this message.
discord-ready-to-vary = Got the picture. What should change?

discord-sells-price = Discord sells them here: press the one you want. The button names the final price in your currency.
discord-sells-arrival = Your credits arrive by themselves. I tell you in a direct message, if you accept those.
discord-sells-refunds = Discord takes the payment, and refunds go through Discord’s support. Anything else: /support
discord-sells-button = No button to press? Discord does not sell on every device; on a computer or in a browser it does.

discord-ready = Ready
button-describe = Describe the change
