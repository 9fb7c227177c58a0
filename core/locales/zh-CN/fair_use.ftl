# 让大家共用的东西不被一个人占走：被拒绝的描述，以及如何请人工查看。

command-appeal =
    .name = 复核
    .name-ref = 编号
    .description = 请工作人员查看被拒绝的描述
    .option-ref = 你收到的编号；不填则为最近一个

# --- 被拒绝的描述 ---------------------------------------------------------------------------------

forbidden-minors = 我们不制作以性的方式表现儿童或青少年的图片，而你的文字看起来是在要求这样的图片。
forbidden-sexual-violence = 我们不制作性暴力的图片，而你的文字看起来是在要求这样的图片。
forbidden-threats = 我们不制作威胁真实的人或地点的图片，而你的文字看起来含有威胁。
forbidden-weapons = 我们不制作讲解如何制造武器或爆炸物的图片，而你的文字看起来是在要求这些。
forbidden-self-harm = 我们不制作讲解如何伤害自己的图片。如果是你自己不好受：请和信任的人聊聊，或拨打心理援助热线。如果你现在有危险，请拨打急救电话。
forbidden-costs-nothing = 没有向引擎发送任何内容，也没有扣点。
forbidden-wrong = 这是由词表判断的，词表也会出错。如果错了，请按按钮：工作人员会在 { DATETIME($day, dateStyle: "long") } 之前查看，并在这里告诉你结果。
forbidden-paused-now = 短时间内已有多次，因此你的图片制作暂停到 { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC。其他功能照常。
forbidden-paused = 你的多个描述在短时间内被拒绝，因此图片制作已为你暂停，{ DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC 会自动恢复。没有扣点。
forbidden-paused-else = 其他功能照常。如果拒绝有误，工作人员可以查看：请按按钮。若确实有误，暂停立即结束。
button-contest = 请人工查看

# --- 申请复核 -------------------------------------------------------------------------------------

appeal-nothing = 最近 30 天里你没有被拒绝的描述，因此没有可查看的内容。对我们的答复有意见，可在 /privacy 投诉。
appeal-unknown = 你没有这个编号的被拒描述。它们保留 30 天。
appeal-is-appealed = 我们已收到。工作人员会在 { DATETIME($day, dateStyle: "long") } 之前查看，并在这里告诉你结果。
appeal-is-upheld = 工作人员已查看，认为拒绝是对的。如果你不同意，可在 /privacy 投诉。
appeal-is-allowed = 工作人员已查看：拒绝有误，你可以继续。
appeal-told-allowed = 工作人员已查看你的描述：拒绝有误，很抱歉。它不再计入，你现在就可以制作图片。
appeal-told-allowed-elsewhere = 工作人员已查看你的描述，没有发现问题，它不会记在你名下。引擎按自己的规则决定，我们无法关闭；换个说法也许可以。
appeal-told-upheld = 工作人员已查看你的描述。它仍被拒绝，因为它要求的是我们不制作的内容。如果你不同意，可在 /privacy 投诉。
appeal-told-upheld-elsewhere = 工作人员已查看你的描述。拒绝维持不变：它违反引擎的规则，这也是我们的规则。如果你不同意，可在 /privacy 投诉。

# --- 欢迎点数 -------------------------------------------------------------------------------------

welcome-later = 你的欢迎点数（{ $amount }）会在 { DATETIME($at, dateStyle: "long") } 到账。为了不让人用专门注册的账户反复领取，新账户以及新人特别多的日子需要等一等。
link-too-many = 这个账户在 30 天内已关联过 { $most } 次聊天，目前无法再关联。没有任何改动，你可以以后再试。

# --- 速度 -----------------------------------------------------------------------------------------

pace-commands = 这一分钟内的操作太多了。{ DATETIME($until, timeStyle: "short") } UTC 可以继续。没有扣点。
pace-hour = 这样会超过本小时 { $most } 张图片的上限。{ DATETIME($until, timeStyle: "short") } UTC 可以继续。没有扣点。
pace-day = 这样会超过今天 { $most } 张图片的上限。{ DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC 可以继续。没有扣点。
pace-place = 这里所有人一共请求的图片已达到一个地方每小时的上限（{ $most } 张）。{ DATETIME($until, timeStyle: "short") } UTC 可以继续；在与机器人的私聊里可以马上继续。没有扣点。
pace-waiting = 你有 { $most } 个请求正在进行，同时只能有这么多。其中一个完成后，就可以开始下一个。没有扣点。

# --- 各表的说明 -----------------------------------------------------------------------------------

legal-table-refused-prompt = 被拒绝的描述（文字、原因、时间、是否申请过复核；申请复核的保留到有人答复为止）
