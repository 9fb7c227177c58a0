# 网站上的个人权利：/account/privacy 及其各页、已锁定账户的页面，以及回执。

site-done-kept = 你的账户会保留。期间已经结束的，例如浏览器的登录和已移除的消息，不会恢复。
site-done-lifted = 你的账户可以正常使用了。

# --- 总览 -----------------------------------------------------------------------------------------

rights-site-lead = 这里的一切都免费，在你的聊天里用 /privacy 也完全一样。
rights-site-here = 你可以做的事
rights-site-see = 查看我们保存的内容
rights-site-see-more = 有多少、从何时起、用来做什么、保存多久、谁会收到。
rights-site-export = 获取副本
rights-site-export-more = 我们保存的你的全部数据，供你阅读，也供程序使用。
rights-site-correct = 更正
rights-site-correct-more = 你的邮箱地址、聊天、设置，以及其他任何内容。
rights-site-delete = 删除账户
rights-site-delete-more = 先说明删除什么、保留什么和原因，再由你选择时间。
rights-site-training = 训练
rights-site-training-more = 选择同意或不同意，并查看你上次选择的日期。
rights-site-policy = 隐私政策
rights-site-policy-more = 现行文本，以及以往的每个版本。
rights-site-contact = 联系我们
rights-site-contact-more = 可以写信给谁，之后会怎样。
rights-site-report = 反映未成年人情况
rights-site-report-more = 如果某个账户的主人年龄太小，请告诉我们。
rights-site-others = 更多权利
rights-site-others-more = 限制处理、反对、投诉、要求复核答复等。
rights-site-asked = 正在处理
rights-site-over = 以往的请求
rights-site-received = 收到于
rights-site-open = 打开
rights-site-go-on = 继续
rights-site-back = 返回“隐私”
rights-site-gone = 这个请求已经结束。如果你仍有需要，请重新开始。

# --- 查看、更正、其他权利 -------------------------------------------------------------------------

rights-site-counts = 数量
rights-site-see-copy = 数据本身在你的副本里。
rights-site-correct-closed = 你的账户已暂停，目前无法在这些页面上更改内容。请写信告诉我们哪里不对、应该是什么，我们会为你更正。
rights-site-correct-chats = 哪些聊天属于你，以及如何解除其中一个。
rights-site-correct-settings = 你的语言，以及何时向你确认价格。
rights-site-correct-else = 其他内容，请写信给我们：
rights-site-others-lead = 除了副本、更正和删除，你还有这些权利。
rights-site-others-which = 你想要什么？
rights-site-what-restrict = 我们只保存你的数据，不作其他处理。在你于此处或用 /privacy 解除之前，不会制作任何图片，也不会扣点。立即生效。
rights-site-what-opt-out-sale = 我们不出售任何人的数据，也不为广告而分享。我们会记下你提出过这个要求。
rights-site-others-words = 你想说的话
rights-site-others-words-more = 不写也可以。请不要填写银行卡号或证件。
rights-site-others-send = 发送

# --- 副本 -----------------------------------------------------------------------------------------

rights-site-export-going = 你已经要求过一份副本。每次只制作一份。
rights-site-export-waits = 你的账户刚有变动。为了你的安全，副本最早于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 开始制作。
rights-site-export-where = 准备好后，我们会在你的聊天里并通过邮件告诉你，通常需要几分钟。你可以在七天内到这里领取，页面只有你能看到。
rights-site-proof-ahead = 为了确认是你本人，我们随后会把验证码发到只有你能看到的另一个地方，并在这里请你输入。

# --- 用验证码证明 ---------------------------------------------------------------------------------

rights-site-code = 请输入我们发给你的验证码
rights-site-digits = 六位数字
rights-site-code-nowhere = 已经没有其他地方可以发送验证码。请在下方重新发送，即可继续。
rights-site-code-again = 没有收到验证码？
rights-site-code-again-more = 我们可以再发一个，之前的那个会随之失效。
rights-site-code-again-button = 重新发送验证码
rights-site-code-over = 这个验证码已经失效。请重新发送一个。

# --- 删除 -----------------------------------------------------------------------------------------

rights-site-delete-what = 删除什么，保留什么
rights-site-delete-how = 如何删除
rights-site-when = 什么时候？
rights-site-later = { $days ->
    [0] 按通常方式
   *[other] { $days } 天后
}
rights-site-now = 立即
rights-site-chats = 我们为你发到聊天里的内容
rights-site-nothing-yet = 现在还不会删除任何内容，下一页再由你确认。
rights-site-sure = 要删除账户吗？
rights-site-sure-out = 所有浏览器都会退出登录，包括这一个；还没用过的链接也会失效。
rights-site-word = 删除
rights-site-type-word = 请输入“{ $word }”二字以确认
rights-site-word-other = 你输入的不一样，所以什么都没有改变。要输入的是“{ $word }”。
rights-site-change = 重新选择
rights-site-stay = 保留我的账户

# --- 已锁定与已暂停 -------------------------------------------------------------------------------

rights-site-locked = 你的账户已锁定
rights-site-locked-now = 你的账户已开始删除，无法再取消。
rights-site-keep-how = 想保留账户，请在你的任一聊天里按“保留我的账户”，或重新登录后在这里按下。
rights-site-receipt-where = 回执会显示删除进行到哪一步，完成后会列明所有内容的去向。请保存编号：打开回执无需登录，里面也没有关于你的任何内容。
rights-site-receipt-open = 打开回执
rights-site-paused = 你的账户已暂停
rights-site-restricted = 你要求我们只保存你的数据，不作其他处理。因此在你解除之前，不会制作任何图片，也不会扣点。
rights-site-quarantined = 你的账户有情况正在核实。在核实完成之前，不会制作任何图片，也不会扣点。
rights-site-paused-rights = 你的权利照常可用：查看、复制、更正和删除。
rights-site-to-privacy = 你的隐私
rights-site-lift = 恢复使用账户

# --- 回执 -----------------------------------------------------------------------------------------

rights-site-receipt = 回执
rights-site-complete = 删除已全部完成。
rights-site-incomplete = 目前还没有完成。下面的每一步都要先做完。
rights-site-state-grace = 账户已锁定，将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 删除，除非账户的主人选择保留。
rights-site-confirmed = 确认于
rights-site-ended = 结束于
rights-site-gone-backups = 最后一份备份中最迟消失于
rights-site-steps = 各个步骤
rights-site-step-done = 已完成
rights-site-step-waits = 等待中
rights-site-step-messages = 聊天里的消息
rights-site-step-objects = 图片、文件和副本
rights-site-step-maker = 已通知 mayi.one，或已记下其自身的删除日期
rights-site-step-carrier = 已通知 Resend，或已记下其自身的删除日期
rights-site-step-letter = 发送这份回执
rights-site-step-tombstone = 防止随备份恢复的标记
rights-site-step-rows = 数据库中的全部内容
rights-site-step-compaction = 覆盖数据库中的空闲空间
rights-site-step-verification = 最后检查是否还有遗留
rights-site-ours = 我们保存过的内容
rights-site-in-chats = 聊天里的消息
rights-site-elsewhere = 他人为我们保存的内容
rights-site-until = 至 { DATETIME($at, dateStyle: "medium") }
rights-site-there-kept = { $count }：由该公司按其自身规则删除，没有说明日期
rights-site-there-ends = { $count }：该公司最迟于 { DATETIME($at, dateStyle: "long") }删除
rights-site-kept = 保留什么、到什么时候、为什么
rights-site-kept-payments = { $count } 笔付款，保留至 { DATETIME($at, dateStyle: "long") }，因为税法要求保存，其中不含关于本人的其他内容。
rights-site-kept-totals = 我们账簿中的总数，从中看不出任何人，这样账目才能一直对得上。
rights-site-kept-mark = 一个看不出姓名的标记，保留至 { DATETIME($at, dateStyle: "long") }，以免恢复备份时账户重新出现。
rights-site-kept-record = 这份回执及其步骤记录，保留至 { DATETIME($at, dateStyle: "long") }，用来证明请求已得到处理。
rights-site-seal-good = 记录的封印相符：没有任何步骤在事后被更改或移除。
rights-site-seal-broken = 记录的封印不相符，请不要依赖这份回执，并写信告诉我们它的编号。
rights-site-receipt-nobody = 知道编号的人都能打开这个页面，页面不会指明任何人。
