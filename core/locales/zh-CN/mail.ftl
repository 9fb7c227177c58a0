# 邮件。每封都有主题、首句（在邮件列表中显示在主题旁）、其他句子和一个按钮；纯文本与 HTML 内容相同。

platform-discord = Discord
platform-telegram = Telegram
platform-playground = Playground
platform-web = 网站

# --- 每封邮件都有的话 -----------------------------------------------------------------------------

mail-greeting = 你好：
mail-bare = 如果按钮无法使用，请在浏览器中打开这个地址：
mail-foot = 我们只因你的账户给你写信：没有广告，邮件里也没有任何东西会告诉我们你是否读过。

mail-who = { $name } · { $platform }
mail-fact-asked-by =
    .label = 请求者
    .value = { $who }
mail-fact-chat =
    .label = 聊天
    .value = { $who }
mail-fact-at =
    .label = 时间
    .value = { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-stop-until =
    .label = 可撤销至
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-undo-until =
    .label = 可撤销至
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-fact-request =
    .label = 请求
    .value = { $kind ->
        [export] 获取你的数据副本
        [delete] 删除你的数据
       *[correct] 更正你的数据
    }
mail-fact-ref =
    .label = 编号
    .value = { $ref }
mail-fact-due =
    .label = 答复期限
    .value = { DATETIME($due, dateStyle: "long") }
mail-fact-version =
    .label = 新版本
    .value = { $version }
mail-fact-effective =
    .label = 生效日期
    .value = { DATETIME($effective, dateStyle: "long") }
mail-fact-code =
    .label = 验证码
    .value = { $code }
mail-fact-gone =
    .label = 备份中最迟消失于
    .value = { DATETIME($gone, dateStyle: "long") }

# --- 登录 -----------------------------------------------------------------------------------------

mail-sign-in =
    .subject = 你的 InkMirage 登录链接
    .lead = 按下按钮即可登录。链接只能使用一次，在你提出请求后 { $minutes } 分钟内有效。
    .button = 登录
    .unasked = 不是你请求的？那就什么都不用做：没有人按下按钮，就没有人能登录。
    .keep = 请不要转发这封邮件。我们绝不会向你索取它。
mail-email-confirm =
    .subject = 确认你在 InkMirage 使用的邮箱地址
    .lead = 按下按钮，把这个地址设为你 InkMirage 账户的邮箱。链接只能使用一次，在你提出请求后 { $minutes } 分钟内有效。
    .button = 确认这个地址
    .unasked = 不是你请求的？那就是有人输入了你的地址，也许只是输错了。你什么都不用做：没有人按下按钮，这个地址就不会属于任何账户。

# --- 账户安全 -------------------------------------------------------------------------------------

mail-email-taken =
    .subject = 有人想在 InkMirage 使用你的邮箱地址
    .lead = 有人想把这个地址用于自己的 InkMirage 账户。它已经属于你的账户，所以什么都没有改变。
    .was-you = 是你在另一个聊天里操作的吗？那说明你有两个账户。在其中一个聊天里输入 /link，就可以合并两个账户，点数和图片全部保留。
    .was-not-you = 是别人吗？那就什么都不用做。
    .code = 绝不要把 /link 显示给你的代码交给任何人。
mail-email-changed =
    .subject = 你的 InkMirage 账户更改了邮箱地址
    .lead = 你的 InkMirage 账户现在使用另一个邮箱地址，之前用的是这一个。
    .was-you = 是你操作的吗？那就没有问题，什么都不用做。
    .was-not-you = 是别人吗？那就请撤销更改：这个地址会重新属于你，所有浏览器都会退出登录，还没用过的链接也会失效。
    .button = 撤销更改
mail-linked =
    .subject = 又一个聊天加入了你的 InkMirage 账户
    .lead = 另一个账户与你的 InkMirage 账户合并了，两边的聊天现在共用一个钱包和一个图库。
    .was-you = 是你操作的吗？那就没有问题，什么都不用做。
    .was-not-you = 是别人吗？那就请及时撤销：在你自己的聊天里输入 /unlink，或在网站上打开你的聊天列表。双方各自拿回自己的点数和图片。
    .button = 查看你的聊天
mail-unlinked =
    .subject = 一个聊天不再属于你的 InkMirage 账户
    .lead = 一个聊天已与你的 InkMirage 账户解除关联，从那里再也无法使用你的点数和图片。
    .was-you = 是你操作的吗？那就没有问题，什么都不用做。
    .was-not-you = 是别人吗？那就请查看有哪些浏览器已登录，并让不属于你的浏览器退出登录。
    .button = 查看登录情况

# --- 付款 -----------------------------------------------------------------------------------------

mail-receipt =
    .subject = InkMirage { $title } { $document }：{ $credits }
    .lead = 感谢充值。这次购买的全部信息都在这里，请妥善保存。
    .button = 打开并打印
    .question = 对这笔付款有疑问？请写信给我们，并注明上面的编号。
    .sign-in = 按钮后面的页面需要先登录。在聊天里输入 /receipts 也能看到同样的内容。
mail-credit-note =
    .subject = InkMirage { $title } { $document }：{ $credits }
    .lead = 你购买的点数已收回，款项按原路退回。银行可能要过几天才会显示。
    .button = 打开并打印
    .question = 对这笔退款有疑问？请写信给我们，并注明上面的编号。
    .sign-in = 按钮后面的页面需要先登录。在聊天里输入 /receipts 也能看到同样的内容。

# --- 你的权利 -------------------------------------------------------------------------------------

mail-rights =
    .subject = { $kind ->
        [export] 你的数据副本请求
        [delete] 你的数据删除请求
       *[correct] 你的数据更正请求
    }
    .lead = 我们已收到你的请求，最迟会在 { DATETIME($due, dateStyle: "long") }答复你。
    .follow = 你随时可以在隐私页面查看进度。在我们开始处理之前，你也可以在那里撤回请求。
    .button = 查看你的请求
    .papers = 登录就足以证明账户属于你。请不要发送身份证件的副本。
    .unasked = 不是你请求的？请登录并撤回，或写信给我们并注明编号。
mail-rights-code =
    .subject = 有关你数据的请求的验证码
    .lead = { $kind ->
        [export] 有人请求获取你账户的数据副本。如果是你本人，请在提出请求的地方输入这个验证码。
       *[erase] 有人请求删除你的账户。如果是你本人，请在提出请求的地方输入这个验证码。
    }
    .unasked = 不是你请求的？那就不要把验证码给任何人：没有它，什么都不会发生。也请查看有哪些浏览器已登录。
    .keep = 我们绝不会在邮件或电话里索取这个验证码。
    .button = 查看登录情况
mail-erased =
    .subject = 你的账户正在删除
    .lead = 按你的要求，你的账户及其全部内容将在今天删除。这是你从我们这里收到的最后一封邮件。
    .kept = 回执写明了法律要求我们保留什么、我们通知了谁，以及哪些内容我们无法触及。打开它不需要账户。
    .button = 打开回执
mail-policy-notice =
    .subject = 我们的隐私政策将于 { DATETIME($effective, dateStyle: "long") }变更
    .lead = 新版隐私政策将于 { DATETIME($effective, dateStyle: "long") }生效，在此之前适用现行版本。
    .choices = 你可以逐行查看有哪些变化。在那一天之前和之后，你都可以获取数据副本、删除数据或提出反对。
    .button = 查看变化
    .consent = 如果有新内容需要你的同意，我们会另行询问。继续使用从不等于同意。
