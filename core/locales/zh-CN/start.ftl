# 最初几分钟、儿童、训练，以及反映他人情况。

command-age =
    .name = 年龄
    .name-year = 年份
    .name-month = 月份
    .description = 填写出生年月；我们只问一次，不保存
    .option-year = 出生年份
    .option-month = 出生月份
    .choice-month-1 = 1 月
    .choice-month-2 = 2 月
    .choice-month-3 = 3 月
    .choice-month-4 = 4 月
    .choice-month-5 = 5 月
    .choice-month-6 = 6 月
    .choice-month-7 = 7 月
    .choice-month-8 = 8 月
    .choice-month-9 = 9 月
    .choice-month-10 = 10 月
    .choice-month-11 = 11 月
    .choice-month-12 = 12 月
command-age-form =
    .name = 填写出生年月
    .description = 填写出生年月
command-born =
    .name = 出生年月
    .description = 选择出生年月
    .option-decade = 年代
    .option-year = 年份
    .option-month = 月份
command-training =
    .name = 训练
    .name-answer = 回答
    .name-seen = 已读
    .description = 对用你的内容训练模型回答“不同意”或“同意”
    .option-answer = 你的回答
    .option-seen = 你看到的是哪一版措辞
    .choice-answer-no = 不同意
    .choice-answer-yes = 同意
command-report =
    .name = 反映
    .name-words = 内容
    .description = 告诉我们某个账户可能属于儿童，或某张图片与你有关
    .option-words = 名称或链接，以及是什么事

# --- first contact --------------------------------------------------------------------------------

first-who = 我们是谁：InkMirage，用你的文字生成图片的机器人。你的数据由我们负责。
first-what = 用到什么：你在这个聊天里的名称和编号、你写给我们的内容、图片，以及使用次数。
first-why = 为了什么：为你生成图片。为此，你的文字会交给图片服务 mayi.one；图片存放在 Cloudflare R2。
first-long = 保存多久：直到你删除图片或账户。保存得更短或更长的内容，写在隐私政策里。
first-rights = 你的权利：随时用 /privacy 查看、复制、更正和删除这一切。
first-policy = 详情：{ $url }

# --- age ------------------------------------------------------------------------------------------

age-question = 你是什么时候出生的？请告诉我们年份和月份。
age-why = 我们只核对一次，不会保存。
age-again = 之后请再发一次你的请求：我们没有保存它的任何内容。
age-decade = 先选年代：
age-year = 哪一年？
age-month = 哪个月？
age-typed = 在这里输入：/age --year … --month …
age-passed = 谢谢。完成了，我们不会再问。
age-known = 这件事已经确认过了，不用再做什么。
age-odd = 给我们写信的人不可能在这个年月出生。请再看一下。
age-too-young = 你目前还不能使用 InkMirage。除了一个保留 30 天、用来防止反复尝试的标记，我们没有保存任何内容。
age-first = 在这之前我们有一个问题：你是什么时候出生的。发送 /start 来回答；你刚才发来的内容没有保存。
age-nothing-held = 我们没有保存任何关于你的内容：这个聊天在这里没有账户。如果我们说过你目前还不能使用 InkMirage，会有一个标记，30 天后自动消失。
button-age-answer = 填写年份和月份
button-age-first = 回答这个问题
button-age-back = 返回
button-age-go-on = 继续

# --- training -------------------------------------------------------------------------------------

training-receipt-yes = 已保存：同意，{ DATETIME($at, dateStyle: "long") }。你在这里创作的内容可以用来训练我们自己的模型，直到你表示不同意。
training-receipt-no = 已保存：不同意，{ DATETIME($at, dateStyle: "long") }。你在这里创作的内容不会用于训练。
training-receipt-more = 随时可以用 /training 更改。措辞版本 { $version }，编号 { $id }。

# --- telling us about somebody else -----------------------------------------------------------------

report-title = 向我们反映他人的情况
report-lead = 某个账户可能属于儿童，或者我们这里有关于你或你孩子的图片或文字？请告诉我们名称或链接，以及原因。我们会在一个工作日内查看。
report-type = 在聊天里发一条消息就够了：/report，后面写上名称或链接，以及原因。
report-words = 是什么事
report-words-more = 名称或链接，以及原因。关于他人的内容，请只写必要的。
report-send = 发送
report-empty = 请写明是哪个账户、哪张图片或哪段文字。
report-received = 谢谢，我们收到了。最晚 { DATETIME($at, dateStyle: "long") } 会有人查看。
report-neutral = 我们不能告诉你他人的详情，也不能告诉你对方有没有账户。如果为此写信给我们，请附上编号。

legal-table-age-mark = 哪些聊天曾被告知目前还不能使用 InkMirage（哈希）
legal-table-report = 你向我们反映的他人情况
