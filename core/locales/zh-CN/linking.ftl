# 到处都是同一个账户：把两个入口合并，或移除其中一个。

command-link =
    .name = 关联
    .name-code = 代码
    .description = 在另一个聊天里使用同样的点数和图片
    .option-code = 另一边显示的代码；留空则生成新的
command-unlink =
    .name = 解除关联
    .description = 查看你的入口，并可解除其中一个的关联

# --- 代码 -----------------------------------------------------------------------------------------

link-code = 你的代码：{ $code }
link-code-where = 请在你也使用 InkMirage 的地方（例如 Discord 或 Telegram）输入：/link { $code }
link-code-life = 只能使用一次，{ $minutes } 分钟内有效。不要把它给别人：在任何改变之前，我们会先在这里问你。
link-code-misspelt = 代码由八个字母和数字组成，中间没有空格，例如 K7QM-2XWD。请输入 /link，后面加上代码。
link-code-wrong = 这个代码无效。请和显示给你的代码核对一下。
link-code-expired = 这个代码已过期：每个代码的有效期是十分钟。请在另一边输入 /link 获取新代码。
link-code-used = 这个代码已被使用，或已被更新的代码取代。请在另一边输入 /link 获取新代码。
link-code-own = 这是你自己的代码。请在另一边，也就是你也使用 InkMirage 的地方输入它。
link-code-too-often = 尝试次数太多了。{ DATETIME($until, timeStyle: "short") } UTC 之后可以再试。
link-same-person = 这两边已经是同一个账户，不需要合并。

# --- 双方同意 -------------------------------------------------------------------------------------

link-way = { $name } · { $platform }
link-preview = 这是你吗？
link-question = { $way } 输入了你的代码，想合并两个账户。这是你吗？
link-both-see = 合并后两边共用一个钱包和一个图库。72 小时内可以撤销。
link-only-you = 只有两边都是你本人时才能同意。否则别人会看到你的图片，还能花你的点数。
link-day = { DATETIME($day, dateStyle: "medium") }
link-pictures = { $more ->
    [0] { $count }
   *[other] { $count } 张以上
}
fact-link-who = 对方
fact-link-since = 加入时间
fact-link-pictures = 图片
fact-link-credits = 点数
button-link-join = 合并账户
button-link-yes = 是，合并账户
button-link-no = 不合并
link-waiting = 现在正在显示代码的那个聊天里询问 { $way }，{ DATETIME($until, timeStyle: "short") } UTC 之前可以回答。
link-waiting-page = 现在正在显示代码的账户页面上询问另一边，请在那里重新加载页面。{ DATETIME($until, timeStyle: "short") } UTC 之前可以回答。
link-joined = { $first } 和 { $second } 现在是同一个账户，共用一个钱包和一个图库。
link-undo-until = { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前可以撤销。
link-declined = { $way } 没有同意，没有合并。
link-refused = 好的，没有合并。这个代码不再有效。
link-not-yours-to-join = 只有输入代码的人才能按这个按钮。
link-not-yours-to-answer = 只有看到代码的人才能按这个按钮。
link-not-asked = 另一边还没有同意。
link-over = 这个询问已经结束，什么都没有改变。输入 /link 可获取新代码。
link-done-already = 这两边已经合并了。/unlink 会列出你的所有聊天。

# --- 为什么现在不行 -------------------------------------------------------------------------------

link-cannot-working = 还有 { $count } 张图片正在制作。请等它们完成后再试；什么都没有改变。
link-cannot-locked = 其中一个钱包暂时被锁定，因为有一笔付款需要核实。什么都没有改变；请写信给我们。
link-cannot-pending = 两个账户最近都和别的账户合并过，而且还可以撤销。请在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之后再试；什么都没有改变。
link-cannot-now = 现在无法进行。什么都没有改变；请稍后再试。

# --- 移除一个聊天 ---------------------------------------------------------------------------------

unlink-title = 你的入口：
unlink-line = { $way } · 关联于 { DATETIME($day, dateStyle: "medium") }
unlink-line-mail = { $address } · 邮箱
button-unlink = 解除关联 { $name } · { $platform }
unlink-ask = 要解除 { $way } 的关联吗？
unlink-leaves = 会移除：这个聊天，连同平台给我们的名字和用户 ID，以及它的语言。所有浏览器都会退出登录。
unlink-stays = 会保留：你的图片和点数，供你的其他入口使用。
unlink-undo-instead = 你的账户在 72 小时之内与另一个账户合并过。在此期间，只能在聊天自己那里解除它的关联。你可以改为撤销合并，双方各自拿回自己的东西。
unlink-address-new = 此账户的邮箱地址是新的。在 { DATETIME($until, dateStyle: "medium", timeStyle: "short") } UTC 之前，只能在该聊天内自行解除关联，以免有人把你挡在门外。
button-unlink-sure = 解除关联
button-unlink-with-pictures = 解除关联，并删除在那里制作的 { $count } 张图片
button-unlink-undo = 撤销合并
button-unlink-undo-sure = 撤销合并
unlink-done = { $way } 不再属于你的账户。
unlink-pictures-gone = 在那里制作的 { $count } 张图片已删除。
unlink-notice = { $way } 已与你的账户解除关联。
unlink-not-you = 不是你操作的？请查看 /unlink，解除你不认识的关联，并写信给我们。
unlink-last = 这是你唯一的入口，所以会保留。请先添加另一个：/link 可关联第二个聊天，/email 可添加邮箱。
unlink-chat-gone = 这个聊天不再属于你的账户。

# --- 撤销合并 -------------------------------------------------------------------------------------

unlink-undo-ask = 要撤销 { DATETIME($day, dateStyle: "medium") } 的合并吗？之后会重新变成两个账户。
unlink-gets-back = 拿回自己的图片和 { $credits }，减去此后花掉的点数
unlink-keeps = 保留自己的图片和其余的点数
unlink-parted = { DATETIME($day, dateStyle: "medium") } 的合并已撤销。双方重新拥有各自的图片和点数。
unlink-too-late = 72 小时已过，无法再撤销。/unlink 可以解除一个聊天的关联。
unlink-undone-already = 这次合并已经撤销了。
unlink-joining-unknown = 这不属于你的账户。
