# 法律文件：句子，以及由数据清单和登记册生成的表格所用的词。

legal-privacy-title = 隐私政策
legal-terms-title = 使用条款
legal-cookies-title = Cookie
legal-processors-title = 谁会收到数据
legal-retention-title = 数据保存多久
legal-version = 版本 { $version }，{ $status }。拟自{ DATETIME($effective, dateStyle: "long") }起适用。
legal-status-placeholder = 占位文本
legal-status-draft = 草稿
legal-status-published = 已发布
legal-draft = 这是草稿，尚待律师审阅。它如实描述程序今天的样子；凡是尚未确定的，都会写明。
legal-line = { $name }：{ $value }
legal-phrases = { $first }；{ $second }
legal-nobody = 无
legal-not-settled = 尚未确定

# --- 隐私政策：我们保存什么 ---------------------------------------------------------------------------

legal-privacy-heading-held = 我们保存什么
legal-held-intro = 我们只保存 InkMirage 运行所需要的数据，不多保存：
legal-held-chat = 聊天标识：Discord 或 Telegram 告诉我们的用户 ID、显示名称和语言，以及我们的回复在哪些聊天和消息里。在服务器和群组中，我们只处理发给机器人的内容，不处理别人的谈话。
legal-held-email = 你的邮箱地址（如果你提供）：用于登录，以及发送与账户有关的邮件，例如登录链接和收据。
legal-held-content = 你写的描述、你附上的参考图片，以及由此生成的图片。
legal-held-billing = 你的钱包：点数、账目、订单和付款。我们不保存完整的银行卡号；看起来含有卡号的消息会被拒绝。
legal-held-web = 你使用我们的网页时：IP 地址（写入之前已截短到所属网段）、浏览器名称和主版本号、浏览器语言，以及时间。为防止滥用，我们还保存完整地址的哈希值，其密钥在 7 天后销毁。
legal-held-source = 你的名字、用户 ID 和语言来自你所用的平台；其余数据来自你本人或你对 InkMirage 的使用。没有聊天标识和描述就无法生成图片；邮箱地址则可以不提供。
legal-held-table = 下面的表格由程序数据库全部内容的登记册生成，没有遗漏：
legal-held-nobody = 还保存以下内容，但与任何个人无关：{ $tables }。

# --- 用途 ---------------------------------------------------------------------------------------------

legal-privacy-heading-use = 我们用来做什么
legal-use-intro = 我们保存的一切都服务于以下一项或多项用途，没有其他用途：
legal-purpose-long-auth = 登录：在每个聊天和网页上确认是你本人。
legal-purpose-long-generate = 制作图片：让图片服务执行你的描述。
legal-purpose-long-deliver = 交付：保存图片，把图片送到你那里，并能再次显示。
legal-purpose-long-bill = 计费：预留、扣除和退还点数，以及为你购买的点数入账。
legal-purpose-long-secure = 安全：运行和保护服务，发现滥用行为。
legal-purpose-long-mail = 邮件：发送属于你账户的内容，例如登录链接和收据。没有广告邮件。
legal-purpose-long-rights = 权利：处理有关你自己数据的请求。
legal-purpose-long-legal = 法律义务：保存并证明法律要求的内容。
legal-use-grounds = 法律依据（《通用数据保护条例》第 6 条第 1 款）：
legal-ground-contract = 合同（b 项）：为完成你的请求所必需，例如图片、余额或登录。
legal-ground-interest = 正当利益（f 项）：我们的利益是服务安全和发现滥用。你可以反对。
legal-ground-law = 法律义务（c 项）：税法要求我们保存的付款记录，以及同意或拒绝同意的证明。
legal-ground-consent = 同意（a 项）：仅限你已表示同意的事项，直到你撤回为止。
legal-use-sale = 我们不出售个人数据，也不为广告目的共享个人数据。因此，浏览器为此发出的信号（Global Privacy Control）在这里没有什么需要关闭。
legal-use-training = 除非你明确表示同意，我们不会用你的描述或图片训练自己的模型。不回答就是不同意，已给的同意可以随时撤回。目前没有进行任何这样的训练。
legal-use-automatic = 词表会拒绝明显被禁止的描述，例如涉及儿童的色情图片；一天内多次发送这类描述的人，最多要等一天才能继续制作图片；图片服务可能按自己的自动规则拒绝某个描述；有人过于频繁地尝试登录，或在一分钟、一小时、一天内的请求多到影响他人时，程序会让其放慢。这些都不收费，除此之外没有其他后果。如果你认为有误，请按拒绝下方的按钮、输入 /appeal 或写信给我们，会有人来查看。

# --- 接收方 -------------------------------------------------------------------------------------------

legal-privacy-heading-recipients = 谁会收到数据
legal-given-intro = 我们与少数代表我们行事的服务商合作。聊天平台则按各自的规则，自行决定如何处理收到的内容：
legal-given-agreement = 每个代表我们行事的服务商，在上线前都必须受数据处理协议约束。表格或“谁会收到数据”页面上写着“尚未确定”的，就是还有待完成的。
legal-given-transfer = 服务商可能在你居住的国家或地区以外处理数据。“谁会收到数据”页面列出每一家的地区和保障措施，以已确定的为限。

# --- 权利 ---------------------------------------------------------------------------------------------

legal-privacy-heading-rights = 你的权利
legal-rights-intro = 你可以随时免费提出以下要求：
legal-right-access = 查阅：获得我们所保存的你的数据的副本。
legal-right-correct = 更正：改正错误的数据。
legal-right-delete = 删除：删除你的账户及其所有内容。单张图片你可以用图片下方的按钮自行删除。
legal-right-take = 可携带：以机器可读的格式取得你的数据。
legal-right-limit = 限制：在一段时间内，我们只保存你的数据，不作其他处理。
legal-right-object = 反对：反对我们基于正当利益所做的处理。
legal-right-withdraw = 撤回：撤回任何同意，对今后生效。
legal-rights-how = 可在任意聊天中使用 /privacy，或在账户的“隐私”页面提出，也可写信至 { $contact }。你最迟会在一个月内收到我们的答复。
legal-rights-proof = 为了确认提出请求的是你本人，我们会请你在聊天中或通过账户的邮箱地址确认。我们从不索要身份证件。
legal-rights-regions = 如果你住在欧洲经济区、英国或加利福尼亚州，当地法律还赋予你更多权利，这些权利不受影响。上面的权利人人都有。
legal-rights-complaint = 你可以向数据保护机构投诉，例如你居住地的机构。

# --- Cookie -------------------------------------------------------------------------------------------

legal-privacy-heading-cookies = Cookie
legal-cookies-heading-list = 全部 Cookie
legal-cookies-heading-none = 没有的东西
legal-cookies-heading-contact = 联系方式
legal-cookies-all = 我们的网页只使用以下 Cookie，没有其他：
legal-cookies-none = 没有广告 Cookie，没有跨网站跟踪，我们的页面上也没有其他公司的任何内容。
legal-cookies-reading = 仅仅阅读我们的法律页面不会设置 Cookie。
legal-cookies-consent = 前两个是绝对必要的，第三个是因为你选择了语言才设置的。所以我们不请求 Cookie 同意。
legal-cookie-session = 保持你的登录状态；在你使用我们的网页期间会续期
legal-cookie-csrf = 证明表单是从我们自己的页面提交的，而不是别人以你的名义提交的
legal-cookie-lang = 记住你选择的语言
legal-cookie-days = 最长 { $days } 天后
legal-cookie-browser = 关闭浏览器时

# --- 保存期限 -----------------------------------------------------------------------------------------

legal-privacy-heading-retention = 我们保存多久
legal-retention-heading-table = 期限
legal-retention-heading-account = 删除账户时
legal-retention-heading-elsewhere = 文件、聊天和日志
legal-retention-generated = 此表由程序数据库全部内容的登记册生成：
legal-kept-intro = 账户有效期间，描述和图片会一直保留，方便你再次找到。许多其他数据会更早删除。按各自最长的期限，保存情况如下：
legal-kept-deletion = 你要求删除账户并确认后，所有个人数据会在 { $promise } 天内删除或匿名化：{ $grace ->
    [0] 删除立即开始
   *[other] { $grace } 天内你还可以改变主意
}，删除本身{ $purge ->
    [0] 不到一天
   *[other] 最多需要 { $purge } 天
}，{ $backup ->
    [0] 没有备份
   *[other] 再过 { $backup } 天，最后一份备份也会消失
}。
legal-kept-law = 例外是税法要求我们保存的付款记录。它们不含描述和图片，保存年数取决于运营方所在的国家或地区。
legal-kept-hold = 如果法律、主管机关或法律纠纷有此要求，个别记录可能会保存更久：单独封存，不作他用，并从一开始就确定截止日期。
legal-kept-unused = { $months ->
    [0] 账户不会仅仅因为不使用而终止。
   *[other] 连续 { $months } 个月无人使用的账户（仍有点数时为 { $longer } 个月）将被删除。删除前我们会提醒两次，按一下按钮即可保留。
}
legal-kept-files = 你删除图片时，它的文件也会从我们的存储中删除。
legal-kept-platform = 发到聊天里的内容也存在于平台上，那里适用平台的规则；别人另存的副本，我们无法触及。
legal-kept-logs = 技术日志只含时间、随机编号和固定词语，不含描述、名字或邮箱地址。
legal-kept-account = 账户存续期间
legal-kept-days = { $days } 天
legal-kept-law-payment-records = 法律对付款记录要求的期限
legal-kept-parts = { $longer }；其中一部分：{ $shorter }

# --- 儿童、变更、联系、未定事项 -----------------------------------------------------------------------

legal-privacy-heading-children = 儿童
legal-children-age = InkMirage 不面向 13 岁以下的儿童；在欧洲经济区，不面向 16 岁以下的人。
legal-children-known = 我们不会在知情的情况下收集儿童的数据。
legal-children-contact = 如果你认为有儿童向我们提供了数据，请写信至 { $contact }，我们会将其删除。
legal-privacy-heading-changes = 变更
legal-changes-versions = 本政策可能变更。每个版本都有日期，旧版本和改动之处始终可以查看。
legal-changes-material = 以下属于重大变更：新增用途、新的数据种类、新的接收方或地区、新的 Cookie、更长的期限、更弱的权利、更低的年龄，或更换负责的运营方。
legal-changes-ahead = 重大变更至少在生效前 14 天通过邮件或在 InkMirage 内公告。在此之前适用旧版本。
legal-privacy-heading-contact = 联系方式
legal-contact-write = 有任何隐私问题，或要行使你的权利，请写信至 { $contact }。
legal-privacy-heading-open = 尚未确定的事项
legal-open-intro = 上线前必须确定以下各项；在此之前，本文仍为草稿：
legal-open-review = 律师审阅
legal-open-controller = 法律上的责任方：名称、地址，以及必要时的代表
legal-open-years = 付款记录保存多少年
legal-open-logs = 技术日志保存多少天
legal-missing-region = 地区
legal-missing-transfer = 跨境传输的保障措施
legal-missing-agreement = 数据处理协议
legal-missing-agreed-on = 协议日期
legal-missing-deletion = 那里如何删除数据
legal-missing-retention = 数据在那里保存多久
legal-missing-incident = 事故联系方式

# --- 接收方页面 ---------------------------------------------------------------------------------------

legal-processors-intro = 本页由程序自己维护的登记册生成，登记册记录了所有收到数据的外部方。本页准确列出每一方收到什么。你的账户编号和聊天标识不会发给任何服务商。
legal-processors-open = “尚未确定”表示我们不知道，或尚未约定。上线前不得再有这样的项目。
legal-processors-heading-changes = 如有变动
legal-processors-new = 新增接收方属于重大变更：至少提前 14 天公告。
legal-own-terms = 无：平台按自己的条款自行决定
legal-own-deletion = 我们的程序在平台允许的范围内删除自己的消息
legal-own-page = 见其自己的页面
legal-recipient-platform = 聊天平台
legal-role-processor = 代表我们行事
legal-role-independent = 自行决定
legal-deletion-api = 由我们的程序删除
legal-deletion-ttl = 一段时间后自动删除
legal-deletion-manual = 书面请求后删除
legal-deletion-none = 无法删除
legal-sent-mayi-prompt = 你的描述
legal-sent-mayi-references = 你附上的参考图片
legal-sent-mayi-settings = 图片的尺寸、质量和文件格式
legal-sent-mayi-request = 每张图片一个随机编号
legal-sent-r2-files = 为你制作的图片和你的参考图片
legal-sent-r2-names = 文件类型，以及不含你任何文字的下载文件名
legal-sent-r2-folder = 你账户的一个随机文件夹名
legal-sent-r2-visits = 打开图片链接者的 IP 地址
legal-sent-resend-address = 你的邮箱地址
legal-sent-resend-letter = 邮件的主题和正文
legal-sent-resend-number = 邮件的一个随机编号
legal-sent-discord-answers = 我们在你的聊天中的回复，其中会显示描述的则含描述
legal-sent-discord-pictures = 我们在那里为你发布的图片
legal-sent-discord-packs = 在那里向你提供哪些点数包，以及某次购买已到账；款项由 Discord 自己收取
legal-sent-telegram-answers = 我们在你的聊天中的回复，其中会显示描述的则含描述
legal-sent-telegram-pictures = 我们在那里为你发布的图片
legal-sent-telegram-invoice = 你在那里用星星购买点数的账单：编号、套餐和价格；星星由 Telegram 自己收取
legal-sent-stripe-order = 你的订单的随机编号
legal-sent-stripe-goods = 你购买的内容：点数、价格和货币
legal-sent-stripe-language = 付款页面的语言
legal-sent-stripe-page = 你在 Stripe 自己的付款页面上填写的内容（如银行卡和电子邮箱）以及你所用的 IP 地址；我们不会收到你的卡片信息

# --- 表格用词 -----------------------------------------------------------------------------------------

legal-column-what = 内容
legal-column-why = 用途
legal-column-basis = 法律依据
legal-column-recipients = 接收方
legal-column-kept = 保存多久
legal-column-erased = 删除账户时
legal-column-who = 接收方
legal-column-role = 角色
legal-column-receives = 收到
legal-column-where = 地区
legal-column-transfer = 跨境传输的保障措施
legal-column-agreement = 协议
legal-column-their-retention = 在那里保存
legal-column-incident = 事故联系方式
legal-column-deletion = 在那里的删除
legal-column-page = 其自己的页面
legal-column-cookie = Cookie
legal-column-ends = 失效
legal-column-attributes = 属性
legal-category-identifier = 我们自己的标识
legal-category-chat = 聊天标识
legal-category-contact = 邮件
legal-category-profile = 账户与选择
legal-category-content = 描述与图片
legal-category-usage = 使用情况
legal-category-device = 网页与安全
legal-category-billing = 点数与付款
legal-category-operation = 运行
legal-category-rights = 关于你数据的请求
legal-purpose-auth = 登录
legal-purpose-generate = 制作图片
legal-purpose-deliver = 交付
legal-purpose-bill = 计费
legal-purpose-secure = 安全
legal-purpose-mail = 邮件
legal-purpose-rights = 你的权利
legal-purpose-legal = 法律义务
legal-basis-contract = 合同
legal-basis-interest = 正当利益
legal-basis-law = 法律义务
legal-basis-consent = 同意
legal-erase-delete = 删除
legal-erase-object = 连同文件一起删除
legal-erase-nullify = 清空
legal-erase-anonymise = 留在账簿中，但与你不再有任何关联
legal-erase-keep = 按法律要求保留
legal-erase-expires = 自动失效

# 数据库的每张表一条（tests/core/legal/test_words.py）。
legal-table-account = 你的账户（随机编号、语言、邮箱地址、价格确认方式）
legal-table-account-merge = 两个账户的合并（哪两个、何时、哪些可以撤销）
legal-table-attempt = 登录尝试（用当日密钥算出的哈希、次数、时间）
legal-table-billing-document = 收据与退款凭证（编号、时间、金额、付款参考号）
legal-table-billing-record = 已删除账户者的付款，以税法要求的为限（服务商、编号、金额、点数、时间）
legal-table-books-total = 所有已删除账户的账目总数
legal-table-chat-message = 我们自己页面上的聊天（消息和时间）
legal-table-command-log = 记账步骤（防止重复扣费的键、时间）
legal-table-community = 服务器的规则（频道、身份组、限制）
legal-table-consent-event = 你的同意（同意与否、措辞、时间）
legal-table-day-key = 用于计算尝试哈希的当日密钥
legal-table-document-series = 收据一共有多少张
legal-table-erased-prefix = 已删除账户的空文件夹（随机名称、我们复查到何时）
legal-table-export-part = 你的数据副本的文件（已加密，密钥分开保存；大小、时间）
legal-table-hold = 预留的点数（数额、图片、时间）
legal-table-hold-lot = 预留了哪些点数（数额）
legal-table-identity = 你的聊天（平台、用户 ID、名字、语言）
legal-table-inbox = 支付服务商的通知（编号、时间）
legal-table-job = 你的图片请求（描述、选项、价格、回复发往何处）
legal-table-job-reference = 请求使用了哪些图片
legal-table-ledger-txn = 账目（种类、时间）
legal-table-letter = 发给你的邮件（地址、事由、时间）
legal-table-link-offer = 用于合并两个账户的代码（双方、代码的哈希、时间）
legal-table-lot = 点数的来源（赠送、购买、致歉）
legal-table-mail-news = 邮件的去向（已送达、被退回）
legal-table-notice = 待在聊天中发送的账户通知
legal-table-one-time-link = 一次性链接（链接的哈希、地址、时间）
legal-table-payment = 付款（服务商、编号、金额、时间）
legal-table-refund = 付款的退款（金额、点数、时间）
legal-table-dispute = 付款的争议（金额、点数、时间）
legal-table-payment-order = 订单（套餐、价格、时间）
legal-table-picture = 你的图片（文件、大小、状态、时间）
legal-table-platform-chat = 我们不能再发言的聊天
legal-table-platform-update = 刚从平台收到的消息
legal-table-posted-message = 我们的回复在哪里（聊天 ID 和消息 ID）
legal-table-posting = 账簿的行（点数、余额）
legal-table-purging = 此刻正在执行删除的标记
legal-table-question = 等待你回答的提问
legal-table-reference = 你的参考图片（文件、大小、时间）
legal-table-request-log = 我们对单个命令的回复（防止重复扣费）
legal-table-rights-count = 回执的各行（统计的是什么、如何处理、数量）
legal-table-rights-event = 此类请求的记录（状态、时间、可显示改动的哈希）
legal-table-rights-request = 你关于自己数据的请求（种类、状态、时间、答复发往何处）
legal-table-rights-step = 删除的各个步骤（哪一步、何时开始、何时完成）
legal-table-sent-file = 平台对其已有图片的称呼
legal-table-wallet = 你的钱包（点数、预留的点数）
legal-table-web-session = 已登录的浏览器（网段、浏览器、语言、时间）
legal-table-web-visit = 对我们网页的访问（网段、浏览器、语言、时间）
legal-table-welcome-mark = 哪些聊天在解除关联或删除账户前已领过欢迎点数（哈希）

# --- 使用条款 -----------------------------------------------------------------------------------------

legal-terms-heading-service = InkMirage 是什么
legal-terms-service = InkMirage 根据你的文字制作图片，以点数计费，可在 Discord、Telegram 和网页上使用。图片由图片服务 mayi.one 受我们委托制作。
legal-terms-available = 我们尽力让它正常运行，但不能保证随时可用，也不能保证图片和你想象的一样。
legal-terms-heading-credits = 点数
legal-terms-price = 每个请求在扣费之前，你都能看到以点数表示的价格；什么时候需要询问你，由你决定。
legal-terms-bought = 你购买的点数永不过期。
legal-terms-welcome = 我们赠送的点数（例如欢迎礼）可能有截止日期，/balance 会显示。
legal-terms-unused = 删除账户时未用完的点数如何处理，尚未确定。在本条款适用之前会确定下来。
legal-terms-heading-failures = 出现问题时
legal-terms-back = 点数先预留，只有图片做好了才扣除。如果图片没能做成，点数会自动退还，我们会告诉你。
legal-terms-declined = 图片服务拒绝描述时也是如此。
legal-terms-heading-refunds = 退款
legal-terms-refunds = 已做好的图片照常扣费，即使你删除它或不喜欢它。一次购买中没用完的部分，14 天内可按原来的付款方式退回：在任何聊天中输入 /refund 。如果点数是由平台出售的，平台自己的退款规则同样适用。
legal-terms-statutory = 你的法定权利（例如撤回权）不受影响。
legal-terms-refund-contact = 如果 /refund 帮不上忙，请写信至 { $contact }，注明日期和金额。
legal-terms-heading-content = 不允许的内容
legal-terms-forbidden = 请勿将 InkMirage 用于以下任何一项：
legal-terms-no-law = 违法的内容
legal-terms-no-children = 任何形式的未成年人性描绘
legal-terms-no-people = 贬损、威胁真实人物或以其误导他人的描绘
legal-terms-no-rights = 侵犯他人权利的内容，例如你无权使用的参考图片
legal-terms-no-misuse = 绕过限制、价格或图片服务的规则
legal-terms-yours = 你的描述和参考图片仍归你所有，对由此生成的图片，我们不主张任何自己的权利。法律是否保护机器制作的图片，各国规定不同。
legal-terms-report = 如果你看到违反这些规则的图片，或违背你意愿展示你的图片，请告诉我们。
legal-terms-heading-age = 年龄
legal-terms-age = InkMirage 面向 13 岁及以上的人；在欧洲经济区为 16 岁及以上。平台可能要求更高的年龄。
legal-terms-heading-changes = 变更
legal-terms-changes = 本条款的重大变更至少提前 14 天通过邮件或在 InkMirage 内公告。你已购买的，仍按当日的条款归你所有。
legal-terms-heading-contact = 联系方式
legal-terms-contact = 对本条款有疑问，请写信至 { $contact }。

# --- 版本 ---------------------------------------------------------------------------------------------

legal-reason-first = 第一个版本。
legal-reason-detailed = 它列出了上一版本没有列出的数据种类、接收方和期限。
legal-summary-first = 这是第一个版本。
legal-summary-register = 政策现在列出程序数据库中的一切，包括用途、法律依据、接收方和期限，均由程序自己的登记册生成。
legal-summary-platforms = 聊天标识和参考图片列为数据种类，Discord 和 Telegram 列为接收方。
legal-summary-web = 说明了使用网页时会保存什么，并列出三个 Cookie。
legal-summary-periods = 每种数据都有期限，并解释了删除之后的 30 天。
legal-summary-open = 如实写明尚未确定的事项。
