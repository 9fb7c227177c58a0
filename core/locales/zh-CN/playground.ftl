# 本地体验页自己的文字。%占位符由页面填写，因此这里的句子都没有 Fluent 参数。

ui-guest = 访客
ui-playground = 本地体验
ui-sandbox = 本地体验：图片、收银台和邮件都是沙盒替身，不需要任何账号。
ui-real-gateway = 本地体验：收银台和邮件是沙盒替身，但图片来自真实网关，由其密钥付费。
ui-noscript = 此页面需要 JavaScript，但不会从其他地方加载任何内容。
ui-skip = 跳到输入框
ui-close = 关闭
ui-try-again = 重试
ui-discard = 放弃
ui-new-tab = （在新标签页中打开）
ui-credits-one = %amount 点
ui-credits-other = %amount 点

# people
ui-welcome-title = 今天谁来作画？
ui-welcome-lead = 选一个人，或添加一个名字。每个人都有自己的聊天、钱包和信箱，全部只在这台电脑上。
ui-people = 人物
ui-people-continue = 继续使用
ui-people-new = 添加一个人
ui-person-name = 名字
ui-person-name-example = 小雨
ui-person-language = 语言
ui-person-language-auto = 与浏览器相同
ui-person-add = 开始聊天
ui-chatting-as = 当前身份：

# the chat
ui-messages = 消息
ui-you-said = 你：
ui-bot-said = InkMirage：
ui-private = 只有你能看到
ui-prompt = 提示词：
ui-show-all = 显示全部
ui-show-less = 收起
ui-earlier = 更早的消息
ui-to-end = 新消息
ui-sending = 发送中…
ui-progress = 进度
ui-tone-good = 完成：
ui-tone-working = 进行中：
ui-tone-warning = 注意：
ui-tone-refusal = 无法完成：
ui-empty-title = 一张白纸
ui-empty-lead = 说说你想看到什么，或先了解一下。
ui-empty-start = 带我看看
ui-example-1 = 雨中的狐狸，水墨
ui-example-2 = 沙漠热气上的城市

# pictures
ui-picture = 图片
ui-preview = 预览
ui-preview-alt = 正在制作的图片预览
ui-enlarge = 放大查看
ui-uncover = 显示图片
ui-picture-before = 上一张
ui-picture-after = 下一张
ui-picture-lost = 无法显示此图片，链接可能已过期：请刷新页面。

# the composer
ui-say = 消息
ui-say-placeholder = 描述一幅画，或输入 /
ui-send = 发送
ui-options = 图片选项
ui-suggestions = 建议
ui-suggest-keys = ↑ ↓ 选择 · Tab 补全 · Enter 采用 · Esc 关闭
ui-open-form = 打开表单
ui-attach = 添加图片
ui-attached = 已添加的图片
ui-attached-picture = 已添加的图片 %name
ui-remove-file = 移除 %name
ui-drop-here = 把图片拖到这里添加
ui-drop-or-paste = 也可以拖放或粘贴到这里
ui-choose-pictures = 选择图片
ui-kept-references = 上次请求的图片
ui-files-most = 一次请求最多 %most 张图片。
ui-file-large = %name 超过了 %most MB。

# the form
ui-make = 开始 · %price
ui-run = 运行 %command
ui-no-options = 这里没有可选项。
ui-needed = 请填写此项。
ui-too-long = 最多 %most 个字符。
ui-less = 减少
ui-more = 增加

# the wallet
ui-wallet = 钱包
ui-wallet-open = 钱包，可用点数：
ui-available = 可用
ui-reserved = 已预留
ui-reserved-hint = 预留的点数属于正在制作的图片：图片完成后才扣除，否则退回。
ui-lots = 来源
ui-lots-none = 目前没有点数，用 /topup 获取更多。
ui-lot-until = %date 到期
ui-lot-forever = 永不过期
ui-ledger = 明细
ui-ledger-none = 还没有记录。
ui-balance-after = 之后余额：
ui-more-lines = 更早的明细

# mail
ui-mail = 邮件
ui-mail-open = 邮件
ui-mail-none = 还没有信件
ui-mail-hint = 收据和通知会出现在这里，不会离开这台电脑。
ui-mail-back = 全部信件
ui-mail-to = 收件人
ui-mail-text = 查看纯文本

# the till
ui-till = 沙盒收银台
ui-till-sandbox = 玩具收银台：不会动用真钱，也不需要银行卡。
ui-till-goods = 你将获得
ui-till-order = 订单
ui-till-total = 应付（玩具钱）
ui-till-pay = 付款
ui-till-decline = 拒绝付款
ui-till-paid = 已付款，点数已进入你的钱包。
ui-till-declined = 已拒绝。没有付款，也没有入账。
ui-till-expired = 此订单已过期，没有付款；在聊天中用 /topup 可重新下单。
ui-till-again = 重新下单
ui-till-back = 返回聊天

# when something does not work
ui-connection-lost = 连接已断开，正在重试；你发送的内容不会丢失。
ui-left = 此账户已删除。
ui-left-again = 重新开始
ui-trouble-network = 体验页没有响应。它还在运行吗？
ui-trouble-person = 这个人已不在这里，请另选一个。
ui-trouble-large = 内容太大，无法发送。
ui-trouble-server = 操作失败（%status）。不会重复扣除；请重试。
ui-trouble-page = 页面出了点问题，请刷新后重试。
