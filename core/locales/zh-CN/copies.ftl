# 个人数据副本服务：副本备好时的通知、下载页面，以及各部分里的页面。

copies-size-kb = { $number } KB
copies-size-mb = { $number } MB

# 副本分为几个部分时，写在副本里的话
copies-page-first = 这份副本共有 { $count } 个部分，每个部分都可以单独打开。这是第一部分，包含全部记录和说明。
copies-page-part = 这是副本的第 { $number } 部分。记录、说明以及缺失内容的清单都在第一部分里。
copies-page-elsewhere = 这个请求有图片在第 { $number } 部分。

# 聊天里
copies-asked = 有人申请了一份我们所存的你的全部数据的副本，将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 开始制作。
copies-asked-not-you = 不是你本人？请停止它，并查看谁已登录：/account
copies-ready = { $parts ->
    [1] 你的数据副本已经备好：一个文件，{ $size }。
   *[other] 你的数据副本已经备好：{ $parts } 个文件，共 { $size }。
}
copies-ready-until = 在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前，你可以登录网页下载。之后它会被删除。
copies-attached = 副本不大，所以也直接发在这里。能看到这个聊天的人都可以打开它。
copies-complete = 我们保存的与你有关的一切都在里面，副本中注明了原因的部分除外。
copies-missing-again = 除了 { $count } 项未能读取的内容，副本是完整的；具体清单在副本里。我们会在 { DATETIME($again, dateStyle: "medium") }自动再试一次，并告诉你结果。
copies-missing-still = 这一次仍有 { $count } 项内容未能读取；具体清单在副本里。如果希望我们去查找，请写信给我们。
copies-not-me = 不是你要的？请在那个页面点“这不是我”。副本会立即删除，所有浏览器都会退出登录。
copies-stopped = 有人在登录状态下点了“这不是我”：你的数据副本已经删除，所有浏览器都已退出登录。如果你确实想要副本，请重新申请。
button-copies-page = 查看我的副本

# 网站上
site-copies-title = 你的数据副本
site-copies-lead = 你用 /export-my-data 申请的副本。只有你登录之后才能看到这个页面。
site-copies-none = 目前没有副本。想要一份的话，请在你的任意一个聊天里输入 /export-my-data。
site-copies-all = 全部副本
site-copy-asked = 申请时间
site-copy-waits = 还没有开始。将于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 开始，你不需要做任何事。
site-copy-making = { $total ->
    [0] 正在制作：正在读取你的记录。
   *[other] 正在制作：已收集 { $done } / { $total } 个文件。
}
site-copy-making-more = 备好之后，我们会在聊天里并通过邮件告诉你。你可以关闭这个页面。
site-copy-ready = 已经备好。在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前可以下载，之后会被删除。
site-copy-over = 这份副本已经不在了，我们这里没有留下它的任何内容。
site-copy-whole = 我们保存的与你有关的一切都在里面，副本中注明了原因的部分除外。
site-copy-missing = 除了 { $count } 项未能读取的内容，副本是完整的；具体清单在副本里。
site-copy-parts = 文件
site-copy-parts-more = 每个文件都是可以单独打开的 zip。解压后打开 index.html 即可，不需要网络。
site-copy-part = 第 { $number } 部分
site-copy-left = { $count ->
    [0] 下载次数已用完
   *[other] 还可以下载 { $count } 次
}
site-copy-fetch = 下载
site-copy-fetch-more = 点按钮后开始下载。如果中断，5 分钟内可以继续；过了 5 分钟，请再点一次。
site-copy-checksum = SHA-256
site-copy-stop = 不想要了？
site-copy-stop-more = 停止之后，已经收集的内容会立即删除。
site-copy-stop-button = 停止制作副本
site-copy-drop-more = 现在就删除，不必等到那一天。
site-copy-drop-button = 删除副本
site-copy-not-me = 不是你要的？
site-copy-not-me-more = 那就是有别人登录了你的账户。所有副本会立即删除，所有浏览器都会退出登录，包括这一个，尚未使用的链接也会失效。
site-copy-not-me-button = 这不是我
site-copy-stopped = 副本已经删除
site-copy-stopped-more = 所有浏览器都已退出登录。请从聊天里重新进入，并在 /account 中看看那里的聊天是不是都是你的。

error-copy-unknown = 没有这份副本。
error-copy-over = 这份副本已经不在了：它到期了，或者已被停止。
error-copy-not-ready = 这份副本还没有备好。
error-copy-used-up = 这个文件的下载次数已用完。请用 /export-my-data 重新申请副本。
error-copy-link-over = 这个链接的有效期是 5 分钟。请回到副本页面，再点一次按钮。
error-copy-away = 存储暂时没有响应。你的副本没有问题，请过几分钟再试。

# 邮件
mail-fact-copy-size =
    .label = 大小
    .value = { $parts ->
        [1] 一个文件，{ $size }
       *[other] { $parts } 个文件，共 { $size }
    }
mail-fact-copy-until =
    .label = 可下载至
    .value = { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC
mail-copy-ready =
    .subject = 你的数据副本已经备好
    .lead = 申请的数据副本现在可以下载了。
    .state = { $missing ->
        [0] 我们保存的与你有关的一切都在里面，副本中注明了原因的部分除外。
       *[other] 除了 { $missing } 项未能读取的内容，副本是完整的。具体清单在副本里。
    }
    .how = 打开页面后请先登录。这封邮件里没有副本的任何内容。
    .button = 查看你的副本
    .unasked = 不是你要的？请在那个页面点“这不是我”：副本会立即删除，所有浏览器都会退出登录。
