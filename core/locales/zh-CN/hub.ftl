# 对自己数据的权利：/privacy，以及其中的按钮通向何处。

command-privacy =
    .name = 隐私
    .description = 查看、复制、更正或删除我们保存的你的数据
command-export-my-data =
    .name = 导出我的数据
    .description = 获取我们保存的你的全部数据的副本
command-delete-me =
    .name = 删除账户
    .description = 删除你的账户及其全部内容
command-code =
    .name = 验证码
    .description = 输入我们发给你的验证码
    .option-code = 六位数字
command-type-code =
    .name = 输入验证码
    .description = 输入我们发给你的验证码
command-my-data =
    .name = 我的数据
    .description = 我们保存了你的哪些数据
command-correct =
    .name = 更正
    .description = 更正关于你的错误内容
command-export-start =
    .name = 开始副本
    .description = 开始制作你的数据副本
command-export-stop =
    .name = 停止副本
    .description = 停止制作你的数据副本
    .option-request = 哪一份副本
command-delete-choose =
    .name = 选择删除时间
    .description = 什么时候删除你的账户
    .option-now = 立即删除，不留反悔的时间
    .option-leave = 保留已发到聊天里的内容
    .option-request = 对应哪个请求
command-delete-press =
    .name = 确认删除
    .description = 确认删除账户
    .option-request = 对应哪个请求
    .option-number = 消息里给出的数字
command-delete-cancel =
    .name = 保留账户
    .description = 还是保留你的账户

# --- 隐私中心 -------------------------------------------------------------------------------------

privacy-title = 你在 InkMirage 的隐私
privacy-given = mayi.one 接收描述和参考图片来制作图片；Cloudflare R2 负责存储；Resend 投递我们的邮件。我们不出售任何数据；除非你同意，也不用你的内容训练模型。
rights-hub = 以下都是免费的，在每个聊天和网站上都一样：
button-privacy = 你的隐私
button-see = 查看我们保存的数据
button-export = 获取副本
button-correct = 更正
button-delete-account = 删除我的账户
button-training = 模型训练
button-policy = 隐私政策
button-contact = 联系我们
button-report = 反映未成年人情况
button-back = 返回
button-chats = 聊天
fact-reference = 编号
rights-kind-export = 数据副本
rights-kind-erase = 删除
rights-kind-correct = 更正
rights-kind-restrict = 限制处理
rights-kind-object = 反对
rights-kind-complaint = 投诉
rights-kind-appeal = 申诉
rights-kind-limit = 限制使用
rights-kind-opt-out-sale = 不出售数据
rights-kind-agent = 由代理人提出的请求
rights-kind-minor = 反映未成年人情况
rights-request-gone = 这个请求已经结束，或者不属于你。输入 /privacy 可查看目前的情况。
rights-now-export = 正在制作副本。
rights-now-erase = 你的账户已锁定，正在删除。
rights-state-draft = 尚未确认。
rights-state-open = 我们最迟会在 { DATETIME($at, dateStyle: "long") }答复。
rights-state-held = 为了你的安全，将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 开始。我们已通知你的其他聊天。
rights-state-grace = 你的账户已锁定，将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 删除。在此之前你可以改变主意。
rights-state-running = { $total ->
    [0] 正在进行。
   *[other] 正在进行：{ $total } 个文件中已完成 { $done } 个。
}
rights-state-ready = 已准备好，{ DATETIME($at, dateStyle: "long") }之前可以领取。
rights-state-done = 已完成。
rights-state-cancelled = 已撤回。
rights-state-expired = 一直没有确认，所以什么都没有做。
rights-state-denied = 已拒绝。
rights-state-stuck = 这比预期的要久。已经有人在处理，你最迟会在 { DATETIME($at, dateStyle: "long") }收到我们的答复。

# --- 查看与更正 -----------------------------------------------------------------------------------

rights-see = 这是我们自 { DATETIME($at, dateStyle: "long") }起保存的你的数据：
rights-see-who = 还有谁拥有其中一部分：你使用我们服务的聊天平台、mayi.one（描述和参考图片）、Cloudflare R2（图片）、Resend（我们发给你的邮件，以及你写给我们隐私邮箱的邮件）。
rights-see-more = 数据本身在你的副本里，每项都注明用途、接收方和期限。我们绝不会在聊天里显示它们。
rights-number = { $count }
rights-counted-prompts = 描述
rights-counted-pictures = 图片
rights-counted-references = 参考图片
rights-counted-chats = 已关联的聊天
rights-counted-messages = 我们在聊天里的消息
rights-counted-letters = 最近几天的邮件
rights-counted-browsers = 已登录的浏览器
rights-counted-credits = 点数
rights-counted-bookings = 账目
rights-counted-payments = 付款
rights-counted-copies = 你的数据副本
rights-counted-maker = 发给 mayi.one 的描述
rights-counted-carrier = 通过 Resend 发出的邮件
rights-correct = 这些内容你可以自己更正。如果还有别的地方不对，请写信告诉我们应该是什么。
rights-correct-books = 账目从不改写：记错的一笔，会用另一笔来纠正。

# --- 用验证码证明 ---------------------------------------------------------------------------------

rights-code = 你的验证码：{ $code }
rights-code-warning = 它用于一个有关你数据的请求，十分钟内有效。我们绝不会在这里向你索取它。不是你提出的请求？那就不要把验证码给任何人，并查看有哪些登录：/account
rights-code-mailed = 为了确认是你本人，我们已把验证码发到你账户的邮箱地址。
rights-code-told = 为了确认是你本人，我们已把验证码发到你在 { $platform } 的聊天里。
rights-code-life = 验证码是六位数字，十分钟内有效。
rights-code-wrong = 这不是我们发给你的验证码。请核对这六位数字。
rights-code-over = 现在没有等待输入的验证码。请输入 /privacy 重新开始。
button-type-code = 输入验证码

# --- 副本 -----------------------------------------------------------------------------------------

rights-copy = 我们保存的你的全部数据会放进一个文件，你可以阅读，程序也可以使用。
rights-copy-contents = 其中有 { $prompts } 条描述、{ $pictures } 张原样保存的图片、你的账目、你的设置，以及每条记录的用途。
rights-copy-where = 较小的副本会以文件形式发到这里。较大的可以在网站上领取，领取前需要先登录。副本会保留七天。
rights-copy-where-site = 可以在网站上领取，领取前需要先登录。副本会保留七天。
rights-copy-answer = 准备好后我们会在这里告诉你，通常需要几分钟。
rights-copy-stopped = 副本已停止制作，已经做好的部分也已删除。
rights-copy-locked = 你的账户即将被删除，所以已锁定。要获取副本，请先选择保留账户：/delete-me
button-copy-start = 制作副本
button-copy-stop = 停止

# --- 删除 -----------------------------------------------------------------------------------------

rights-delete = 删除账户后会是这样，所有地方都一样，而且无法恢复：
rights-delete-kept = 会留下的：付款记录，因为税法要求保存，但不含关于你的其他内容；以及我们账簿中的总数，从中看不出任何人。
rights-delete-unreached = 我们无法触及的：别人复制或转发的内容，以及聊天平台不再允许我们移除的消息。回执会写明有多少。
rights-fate-deleted = { $count }（删除）
rights-fate-anonymised = { $count }（只保留总数）
rights-fate-kept = { $count }：按法律要求保留
rights-fate-left = { $count }：按你的选择留在原处
rights-fate-told = { $count }（要求对方删除）
rights-fate-blanked = { $count }（清空内容）
rights-fate-too-old = { $count }（时间太久，无法移除）
rights-fate-no-access = { $count }（我们无法触及）
rights-fate-token-dead = { $count }（已无法移除）
rights-lost = { $credits }（作废）
button-export-first = 先获取副本
button-delete-later = { $days ->
    [0] 删除
   *[other] { $days } 天后删除
}
button-delete-now = 立即删除
rights-choose-later = 你的账户会立即锁定，并于 { DATETIME($at, dateStyle: "long") }删除。在此之前你可以改变主意。
rights-choose-now = 你的账户会立即删除，谁也无法恢复。
rights-chats-go = 我们为你发到聊天里的内容也会移除，在你确认之后马上进行；即使你改变主意，这些内容也不会回来。Telegram 允许我们在 48 小时内移除消息；更早的消息会在可行时清空内容。
rights-chats-stay = 我们为你发到聊天里的内容会留在那里。
rights-press = 要继续，请按 { $number }。
rights-other-number = 你按的是另一个数字，什么都没有改变。
button-chats-leave = 保留聊天里的内容
button-chats-remove = 移除聊天里的内容
rights-not-at-once = 你的账户刚有变动，为了你的安全，{ DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 之前不能立即删除。你可以选择留有反悔时间的删除方式。
rights-locked = 你的账户已锁定，将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 删除。在此之前不会制作任何图片，也不会扣点。
rights-locked-means = 不会制作任何图片，也不会扣点。所有浏览器都已退出登录，还没用过的链接也已失效。
rights-restricted = 你要求我们只保存你的数据，不作其他处理。要继续使用，请在 /privacy 中解除限制。
rights-quarantined = 你的账户有情况需要核实，因此暂停使用。你的权利照常可用：/privacy
rights-erase-notice = 你的账户将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 删除。
rights-erase-not-you = 不是你操作的？请按下按钮，并查看有哪些登录：/account
button-erase-cancel = 保留我的账户
rights-kept = 你的账户会保留。期间已经结束的，例如浏览器的登录和已移除的消息，不会恢复。
rights-nothing-to-cancel = 没有正在进行的删除，你的账户一切如常。
rights-too-late = 删除已经开始，无法再取消。
rights-erased = 已按你的要求删除你的账户。除了回执中列出的内容，什么都没有保留。
rights-erased-backups = 最后一份仍含有相关内容的备份，最迟会在 { DATETIME($day, dateStyle: "long") }消失。
button-receipt = 回执
