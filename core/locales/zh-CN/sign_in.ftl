# 登录网站，以及邮箱地址。

command-email =
    .name = 邮箱
    .name-address = 地址
    .description = 用于接收收据和登录网站的邮箱地址
    .option-address = 你的邮箱地址；留空则显示现有的邮箱
command-account =
    .name = 账户
    .description = 你的账户，以及在网站上打开它的链接

# --- 聊天中 ---------------------------------------------------------------------------------------

fact-email = 邮箱
fact-chats = 聊天
fact-member-since = 加入时间
email-none = 无
email-works = { $masked }，已确认
email-stopped = { $masked }：发往这里的邮件会被退回，所以我们不再发送。请重新确认，或换一个邮箱。
email-why = 有了邮箱，你可以收到收据，也可以登录网站。你可以不提供；我们不发广告。
email-how = 添加或更改：/email you@example.org
email-yours = 这个地址已经是你的，并且已确认。
email-mailed = 如果这个地址可以使用，邮件已在路上。
email-mailed-how = 请在 15 分钟内打开邮件里的链接并按下按钮。在那之前什么都不会改变。如果没收到，请看看垃圾邮件箱。
notice-email-now = 从现在起，你账户的邮箱地址是 { $masked }。如果不是你操作的，请使用我们发到原地址的链接，并查看 /account。
notice-email-stopped = 你最近一次更改邮箱地址的操作已撤销，所有浏览器都已退出登录。
account-title = 你的账户，在你关联的所有聊天中都是同一个。
account-link-once = 这个按钮会打开网站，再按一下即可登录。它只能用一次，15 分钟内有效；请不要转发这条消息。
account-chats = 已关联 { $count } 个
account-since = { DATETIME($at, dateStyle: "long") }
button-open-website = 打开网站
button-link-chat = 关联另一个聊天
button-email = 邮箱
knock-who = 有人想以你的身份登录网站：{ $browser }，{ DATETIME($at, timeStyle: "short") } UTC。
knock-only-if = 只有当那个页面是你自己刚刚打开的，并且显示数字 { $number } 时，才能选“是”。
knock-let-in = 好的。请回到页面，按“我已确认：继续”。
knock-kept-out = 没有人能通过那个页面登录。如果不是你打开的，无需再做什么。
button-let-in = 是，让我登录
button-keep-out = 不是我
button-keep-out-after-all = 不，刚才按错了
browser-other = 我们不认识的浏览器

# --- 网站上 ---------------------------------------------------------------------------------------

sign-in-title = 登录
sign-in-lead = 不需要密码：一个只能用一次的链接就能让你登录。
sign-in-by-mail = 通过邮件
sign-in-email = 你的邮箱地址
sign-in-email-hint = 你在聊天中用 /email 或在账户页面上确认过的地址。
sign-in-mail-button = 把链接发到我的邮箱
sign-in-by-telegram = 通过 Telegram
sign-in-by-telegram-how = 机器人会在私聊中问你是不是本人。如果你是第一次来，会为你新建一个账户。
sign-in-telegram-button = 用 Telegram 登录
sign-in-by-chat = 从任意聊天
sign-in-by-chat-how = 在 Discord 或 Telegram 上给机器人发送 /account：回复里有一个让你登录的按钮。
sign-in-asked = 请查看你的邮箱
sign-in-asked-open = 如果这个地址属于某个账户，带有链接的邮件已在路上。链接只能用一次，15 分钟内有效。最好在这个浏览器中打开。
sign-in-asked-nothing = 没有收到？请看看垃圾邮件箱。15 分钟内，我们最多向一个地址发送三封、从一个网络发送十封，所以请过这么久再试。可以在聊天中用 /email 添加地址。
sign-in-again = 返回登录
sign-in-to-account = 前往你的账户
sign-in-press = 在这里登录？
sign-in-press-lead = 按下按钮，这个浏览器就会保持登录，直到你最后一次访问后 30 天。
sign-in-press-as = 你将以 { $name }（{ $platform }）的身份登录。
sign-in-elsewhere = 这个链接是你在另一个浏览器（{ $browser }）中请求的。要在这里登录吗？如果不是你请求的，请关闭这个页面。
sign-in-button = 登录
sign-in-press-hint = 只要不按按钮，就什么都不会发生。
sign-in-wait = 用 Telegram 登录
sign-in-wait-open = 打开与机器人的聊天，然后按“开始”。
sign-in-wait-open-button = 打开 Telegram
sign-in-wait-compare = 机器人会问是不是你本人。只有当它显示这个数字时，才能选“是”：
sign-in-wait-number = 数字 { $number }
sign-in-wait-come-back = 然后回到这个页面。
sign-in-wait-button = 我已确认：继续
sign-in-wait-until = 这个页面只能在这个浏览器中使用，有效期至
email-confirm = 这个地址是你的吗？
email-confirm-lead = 有一位已登录的人想把这个邮箱地址用于自己的账户。如果是你，请按下按钮，这个浏览器也会随之登录。如果不是，请关闭这个页面。
email-confirm-lead-chat = { $name }（{ $platform }）想把这个邮箱地址用于一个账户。如果是你，请按下按钮，这个浏览器也会随之登录。如果不是，请关闭这个页面。
email-confirm-button = 是，这个地址是我的
email-stop = 撤销更改？
email-stop-lead = 你账户的地址会恢复为这一个，所有浏览器都会退出登录，还没用过的链接也会失效。
email-stop-button = 撤销更改
email-stopped-page = 更改已撤销
email-stopped-page-more = 收到这封邮件的地址重新成为你账户的地址，除非在此期间已有别人确认了它。所有浏览器都已退出登录。也请到聊天中看看：/account 会显示哪些属于你的账户。

# --- 不能做的事 -----------------------------------------------------------------------------------

error-email-odd = 这看起来不像邮箱地址。它需要名称、@ 和域名，例如 you@example.org。
error-email-throwaway = 这家服务商的邮箱只短期提供，你的登录链接以后可能落到别人手里。请使用一直属于你的地址；我们只向它发送与你账户有关的内容。
error-email-taken = 在此期间，这个地址已为另一个账户确认。要合并两个账户，请在聊天中使用 /link。
error-too-often = 尝试得太频繁了。{ DATETIME($until, timeStyle: "short") } UTC 之后可以再试。
error-link-unknown = 这个链接打不开任何内容。可能缺了一部分，或者已被更新的链接取代。
error-link-used = 这个链接已经用过了。每个链接只能用一次。
error-link-expired = 这个链接已过期。
error-link-other-browser = 这个页面属于另一个浏览器。请回到你开始时用的浏览器，或在这里重新开始。
error-nobody-said-yes = 还没有人在 Telegram 中选“是”。请打开聊天，在那里回答，然后在这里继续。
error-knock-over = 这个询问已经结束：页面已被使用、已过期，或是给别人的。这次按下没有让任何人登录。
