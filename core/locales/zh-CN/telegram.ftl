# 只有 Telegram 需要的句子。

telegram-only-you = 这条回复只给你本人看。
telegram-open-private = 打开私聊
telegram-from-elsewhere = 你提出请求的地方我已不能发言，所以结果发到这里。
telegram-make-one = 制作你的第一张图片
telegram-checkout-gone = 这个报价已失效，没有扣款；请重新获取一个。
telegram-checkout-closed = 没有扣款。你的账户目前被锁定或受限，暂时不能购买；原因见 /privacy 。
telegram-file-too-large = Telegram 最多给我 20 MB 的文件。请发一张小一些的图片。
telegram-ask-words = 画面里要有什么？请回复这条消息，写下你的描述。
telegram-ask-again = 请回复这条消息，写下新的描述。点一下原来的描述即可复制：
telegram-ask-code = 请回复此消息，输入六位数字。
telegram-ask-report = 某个账户可能属于儿童，或者我们这里有关于你或你孩子的图片或文字？请回复这条消息，写下名称或链接以及原因。我们会在一个工作日内查看。
telegram-ask-tell-right = 有什么需要让我们知道？请回复这条消息，写下你的话。
telegram-ask-hint = 雨中的狐狸
telegram-only-words = 我能读懂文字和图片。写下你想看到的画面，或者发一张图片并说明要改什么。
telegram-anonymous = 我看不到你是谁，所以找不到你的点数。请以你自己的身份发言（不要匿名）。
telegram-removed = 这张图片已被删除。
telegram-taken-back = 此消息已被移除。
button-reword = 换个描述
telegram-hello = 你好！我能把文字变成图片。在群里这样用：/imagine@{ $bot } 雨中的狐狸
telegram-ask-change = 这张图片要改什么？请回复这条消息，写下你的描述。
