# 网页：首页、账户，以及法律文件周围的文字。

site-moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC
site-day = { DATETIME($at, dateStyle: "medium") }
site-skip = 跳到正文
site-nav = 主导航
site-nav-prices = 图片与价格
site-nav-prices-short = 价格
site-nav-sign-in = 登录
site-nav-account = 你的账户
site-nav-foot = 法律信息与联系方式
site-languages = 语言
site-foot-privacy = 隐私
site-foot-terms = 条款
site-foot-cookies = Cookie
site-foot-processors = 谁会收到数据
site-foot-retention = 数据保存多久
site-foot-contact = 联系我们
site-foot-line = InkMirage。没有跟踪器，没有广告，不加载其他公司的任何内容。
site-pager = 翻页
site-newer = 最新
site-older = 更早
site-save = 保存
site-keep = 保留
site-about-pictures = { $count ->
    [0] 还不够一张良好质量的图片
   *[other] 大约够 { $count } 张良好质量的图片
}
site-credits-word = 点
site-gpc = 你的浏览器发出了全球隐私控制（GPC）信号。我们不出售也不为广告共享个人数据，所以没有什么需要关闭。

# --- 首页 -----------------------------------------------------------------------------------------

site-home-page = InkMirage：用文字生成图片，就在聊天里
site-home-description = 在 Discord 或 Telegram 里写下你想看到的，图片就会出现在那里。价格总会先给你看。
site-home-title = 写下来，看它浮现。
site-home-lead = InkMirage 把文字变成图片，就在你的聊天里。{ $count ->
    [0] 新账户自带 { $free }。
   *[other] 新账户自带 { $free }，大约够 { $count } 张良好质量的图片。
}
site-home-nowhere = 目前还不能从这里前往 Discord 或 Telegram。
site-try-here = 在这里试试
site-add-discord = 添加到 Discord
site-open-telegram = 在 Telegram 中打开
site-sample-caption = 这些是练习引擎的样张，图上也有标注。真正的引擎会画出你所描述的内容。
site-sample-alt-evening = 样张：傍晚薄霭，大大的太阳悬在层层紫色山丘之上。
site-sample-alt-forest = 样张：满月照着雾中的林山。
site-sample-alt-sail = 样张：浅蓝色的平静海面上，一片孤帆。
site-sample-alt-desert = 样张：沙漠山丘上的红色天空。
site-sample-alt-night = 样张：月光下深蓝色的群山。
site-how-title = 使用方法
site-how-say = 说出你想看到的
site-how-say-more = 输入 /imagine 和你的描述，四种语言都可以。愿意的话，再附上参考图片。
site-how-see = 先看价格
site-how-see-more = 价格就写在按钮上。按下之前不会扣除任何点数。
site-how-get = 拿到图片
site-how-get-more = 图片会连同原始文件出现在同一个聊天里。可以再来一张、修改，或者删除。
site-prices-title = 一张图片多少钱
site-prices-lead = 用点数付费，一张一张地算，没有订阅。
site-prices-per-picture = 一张图片的价格
site-prices-quality = 质量
site-prices-square = 方形
site-prices-large = 竖版或横版
site-prices-reference = 每附上一张参考图片，另加 { $each }。
site-prices-not-yet = 这里还不能购买点数。
site-prices-practice = 这里的收银台只供练习，不会有真实的付款。
site-quality-low = 快速
site-quality-medium = 良好
site-quality-high = 精细
site-promises-title = 你可以放心
site-promise-back = 没做成，就退还点数。
site-promise-back-more = 确定没做成就自动退还。不用你开口，我们会告诉你。
site-promise-price = 没有你的同意，不扣费。
site-promise-price-more = 每次都问、超过一定数额才问，还是从不询问，由你决定。
site-promise-yours = 你的图片由你掌握。
site-promise-yours-more = 随时可以带走原始文件，也可以永久删除。
site-promise-quiet = 没有人窥探你。
site-promise-quiet-more = 没有跟踪器，没有广告，不出售数据。没有你的明确同意，绝不用于训练。
site-faq-title = 常见问题
site-faq-cost = 开始使用要花多少钱？
site-faq-cost-answer = 不用花钱。新账户有欢迎点数。用完之后要不要再买，由你决定；购买的点数永不过期。
site-faq-fail = 图片没做成怎么办？
site-faq-fail-answer = 为它预留的点数会自动退还，你也会看到原因。你的描述会保留，改一改就能再试。
site-faq-who = 图片是谁制作的？
site-faq-who-answer = 图片服务 mayi.one。它会收到你的描述和你附上的图片，但收不到你的名字，也收不到你的聊天标识。
site-faq-rules = 有什么是不能要求的吗？
site-faq-rules-answer = 有：违法或侵犯他人权利的内容。引擎有自己的规则，可能会拒绝；那样你不用付任何点数。
site-faq-training = 我的图片会用于训练吗？
site-faq-training-answer = 除非你明确表示同意，否则我们不会用它们训练模型。不回答就等于不同意。目前没有进行任何这样的训练。
site-faq-password = 需要密码吗？
site-faq-password-answer = 不需要。从聊天里开始就行。添加邮箱之后，也可以用一次性链接在这里登录。
site-faq-age = 对年龄有要求吗？
site-faq-age-answer = 至少 13 岁；在欧洲经济区至少 16 岁。
site-faq-delete = 怎样删除一张图片？
site-faq-delete-answer = 在聊天里按图片下方的“删除”，或在本网站的账户里删除。文件会被永久删除。
site-where-title = 在哪里使用
site-where-lead = 在 Discord 和 Telegram 里。把两边关联之后，共用一个钱包和一个图库。

# --- 错误 -----------------------------------------------------------------------------------------

site-error-title = 没有成功
site-error-home = 回到首页
site-error-400 = 这个地址或表单不完整。请返回后再试一次。
site-error-403 = 这个链接或表单在这里无效。请返回并重新加载页面后再试。什么都没有改变。
site-error-404 = 这里什么都没有，或者没有你可以查看的内容。也许已经被删除了。
site-error-405 = 这个页面不能这样使用。
site-error-410 = 这个链接已过期。请返回并重新加载页面，以获取新的链接。
site-error-503 = InkMirage 的一部分暂时没有响应。请稍后再试。
site-error-other = 请求被拒绝了。什么都没有改变。

# --- 账户 -----------------------------------------------------------------------------------------

site-account-nav = 你的账户
site-account-overview = 概览
site-account-wallet = 钱包
site-account-gallery = 图片
site-account-chats = 聊天
site-account-email = 邮箱
site-account-settings = 设置
site-account-activity = 访问
site-account-privacy = 隐私
site-sign-out = 退出登录
site-member-since = { DATETIME($at, dateStyle: "long") }加入。
site-latest-pictures = 最新图片
site-wallet-go = 查看全部账目
site-chats-go = 管理聊天
site-email-go = 管理邮箱
site-gallery-go = 全部图片
site-reserved = 已为正在制作的图片预留：{ $held }。
site-done-saved = 已保存。
site-done-deleted = 图片已删除。
site-done-consent-yes = 已记下你的同意和日期。你随时可以在这里撤回。
site-done-consent-no = 已记下你的不同意和日期。
site-done-wording-changed = 没有保存，因为在你看过之后，文字已经改动。请再读一遍。
site-done-session-ended = 那个浏览器已退出登录。
site-done-others-ended = 其他浏览器都已退出登录。
site-done-unlinked = 聊天已解除关联。
site-done-joined = 账户已合并：一个钱包，一个图库。
site-done-refused = 没有合并。
site-done-undone = 合并已撤销，双方各自拿回自己的东西。
site-done-asked = 请查看邮箱：如果这个地址可以使用，链接已在路上，15 分钟内有效。
site-done-email-yours = 这已经是你的邮箱了。

site-wallet-lead = 可以用多少、从哪里来，以及每一笔账目。
site-wallet-locked = 你的点数暂时被锁定，因为有一笔付款需要核实。请写信给我们。
site-wallet-now = 现在可用
site-wallet-lots = 来源
site-wallet-order = 先用赠送的，最后才用购买的。
site-wallet-empty = 目前这里没有点数。
site-lot-promo = 赠送
site-lot-compensation = 我们的致歉
site-lot-paid = 购买
site-until = 有效期至 { DATETIME($at, dateStyle: "medium") }
site-never-expires = 永不过期
site-ledger-title = 账目
site-ledger-file = 保存为 CSV
site-ledger-none = 还没有账目。
site-ledger-when = 时间
site-ledger-what = 内容
site-ledger-change = 点数
site-ledger-after = 余额

site-gallery-lead = 你制作并保留的一切。只有你能看到这个页面。
site-gallery-none = 还没有图片。在聊天里输入 /imagine，图片也会出现在这里。
site-gallery-end = 没有更早的图片了。
site-picture-save = 下载
site-picture-save-of = 下载 #{ $code } 的一张图片
site-picture-delete = 删除
site-picture-delete-of = 删除 #{ $code } 的一张图片
site-delete-title = 删除这张图片？
site-delete-what = #{ $code } 的这张图片和它的文件会被永久删除。已扣的点数不退。
site-delete-stays = 如果聊天里已有消息显示这张图片，那条消息会留着，直到你在那里删除。
site-delete-sure = 永久删除

site-chats-lead = InkMirage 认识你的聊天。它们共用一个钱包和一个图库。
site-chats-none = 没有关联任何聊天。
site-chats-yours = 你的聊天
site-linked-since = 关联于
site-unlink = 解除关联
site-unlink-of = 解除关联 { $platform } 上的 { $name }
site-unlink-title = 解除与 { $platform } 的关联？
site-unlink-undo-first = 不久前有两个账户合并。{ DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前可以撤销合并，双方各自拿回自己的东西。在此之前，只能在聊天自己那里解除它的关联。
site-unlink-leaves = 这个聊天的用户 ID、名字和语言会离开你的账户，其他浏览器都会退出登录。以后在那里发消息的人，对我们来说又是新用户。
site-unlink-stays = { $count ->
    [0] 你的图片和点数留在这里。
   *[other] 你的点数留在这里，在那里制作的 { $count } 张图片也留在这里。
}
site-unlink-pictures = 同时删除在那里制作的 { $count } 张图片
site-unlink-pictures-more = 此操作无法撤销。
site-joined-lately = 两个账户于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 合并。{ DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前可以撤销。
site-undo-go = 撤销合并
site-undo-title = 撤销合并？
site-undo-what = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 合并的内容会重新变成两个账户。双方各自拿回自己的聊天、图片和账目。
site-undo-credits = 加入的账户带来了 { $brought }。双方各自拿回带来的点数，减去此后花掉的部分。
site-undo-until = { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前可以撤销。
site-undo-sure = 撤销合并
site-keep-joined = 保持合并
site-show-title = 关联另一个聊天
site-show-more = 在这里取一个代码，到另一个聊天里发送 /link 和这个代码。
site-show = 显示代码
site-type-title = 已经有代码了？
site-type-more = 在另一个聊天里输入 /link，再把它显示的代码填在这里。
site-type-code = 代码
site-type = 继续
site-code-title = 你的代码
site-code-what = 请在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前，到另一个聊天里发送 /link 和这个代码。然后回到这里确认。
site-code-typed = 我已经发送
site-look-again = 再看一次
site-join-question = 有人发送了你的代码。是你吗？
site-join-preview = 这是你吗？
site-join-who = 是谁
site-join-since = 加入时间
site-join-pictures = 图片
site-join-credits = 点数
site-join-what = 合并后两边共用一个钱包和一个图库。72 小时内可以撤销。
site-join-careful = 只合并属于你自己的账户。InkMirage 的任何人都不会向你索要代码。
site-join-yes = 合并账户
site-join-no = 不合并
site-join-untyped = 还没有人发送代码并同意。代码在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前有效。
site-join-waiting = 你已同意。现在正在询问另一边，对方可以在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前回答。
site-join-refused = 有一方不同意，没有合并。
site-join-over = 这个代码已过期。请取一个新的。

site-email-lead = 有了邮箱，不用聊天也能在这里登录，我们也能就你的账户联系你。
site-email-now = 你的邮箱
site-email-none = 你还没有添加邮箱。是否添加由你决定。
site-email-proved = 已确认
site-email-bounces = 邮件被退回
site-email-stopped = 自 { DATETIME($at, dateStyle: "medium") } 起，发到你邮箱的邮件一直被退回，所以我们不再往那里发送。请重新确认，或换一个邮箱。
site-email-add = 添加邮箱
site-email-change = 更改邮箱
site-email-how = 我们会给你发一个链接。打开链接并按下那里的按钮后，邮箱才生效。旧邮箱会收到通知，72 小时内可以从那里撤销更改。
site-email-address = 邮箱地址
site-email-send = 发送链接

site-settings-language = 语言
site-settings-language-more = 用于我们对你说的一切：这里、聊天里和邮件里。
site-settings-prices = 什么时候询问价格
site-settings-prices-more = 价格你总能看到。在这里选择什么时候必须先经你同意。
site-ask-always = 每次都问
site-ask-always-more = 不按按钮就不会扣点。
site-ask-above = 超过一定数额才问
site-ask-above-more = 更便宜的图片会立即开始。
site-ask-never = 从不询问
site-ask-never-more = 每张图片都会立即开始。
site-ask-above-label = 数额（点）
site-training-title = 用你的图片训练
site-training-what = InkMirage 可以用你的描述和图片训练自己的模型吗？
site-training-free = 不同意，你不会失去什么；同意，你也不会得到什么。目前没有进行任何训练。同意之后随时可以在这里收回。
site-training-is-yes = 当前：同意，自 { DATETIME($at, dateStyle: "long") } 起。
site-training-is-no = 当前：不同意，自 { DATETIME($at, dateStyle: "long") } 起。
site-training-is-unasked = 当前：不同意。你还没有回答，这等于不同意。
site-training-yes = 同意
site-training-no = 不同意

site-activity-lead = 哪些浏览器已登录，以及你的访问留下了哪些记录。
site-sessions-title = 已登录的浏览器
site-session-this = 当前浏览器
site-session-seen = 上次使用
site-session-since = 登录于
site-session-end = 退出登录
site-sessions-others = 有你不认识的浏览器吗？让其他浏览器全部退出，再检查你的邮箱和聊天。
site-sessions-end-others = 让其他浏览器全部退出
site-browser-other = 其他浏览器
site-visits-title = 最近的访问
site-visits-more = 有人登录、尝试登录或更改内容时会记录：只有这四项，保存 90 天。“网络”是你的 IP 地址，写入之前已经截短。
site-visits-none = 还没有任何记录。
site-visit-when = 时间
site-visit-browser = 浏览器
site-visit-network = 网络
site-visit-language = 语言


# --- 联系 -----------------------------------------------------------------------------------------

site-contact-title = 隐私：怎样联系我们
site-contact-lead = 有疑问，或想要数据副本、更正、删除，都可以找我们。免费，有没有账户都可以。
site-contact-write = 写信给我们
site-contact-say = 为了更快处理，请告诉我们：
site-contact-say-what = 你想要什么：副本、更正、删除、提出反对，或对某个问题的答复
site-contact-say-who = 你在哪里使用 InkMirage：Discord、Telegram 还是本网站
site-contact-say-language = 你希望用哪种语言答复
site-contact-never = 请不要发送密码、银行卡号或身份证件。我们不需要，也绝不会索要。
site-contact-then = 接下来会怎样
site-contact-proof = 为了不让别人拿到你的数据，我们会请你在聊天里，或通过账户的邮箱确认这个请求。
site-contact-time = 最迟一个月内你会得到答复。
site-contact-authority = 如果你不满意，可以向数据保护机构投诉，例如你所在地的机构。
site-contact-self = 自己动手更快
site-contact-self-more = 登录之后，你可以自己带走和删除图片、保存每一笔账目、撤回同意。

# --- 法律文件周围 ---------------------------------------------------------------------------------

site-legal-contents = 本页内容
site-legal-versions = 版本
site-legal-version = 版本 { $id }，拟自{ DATETIME($at, dateStyle: "long") }起适用
site-legal-as-published = 原文，一字不差
site-legal-current = 回到当前页面
site-legal-changes = 有哪些变化
site-legal-changes-go = 最近两个版本之间有哪些变化
site-legal-in-short = 简而言之
site-legal-line-by-line = 逐行对比
site-legal-added = 新增
site-legal-removed = 删去
site-legal-unchanged = { $count } 行未变
site-parted-in-again = 合并之后登录的人可能是两边中的任何一方，因此这个浏览器也已退出登录。请用你的邮箱或从聊天中重新登录。
