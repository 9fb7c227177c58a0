# 用户能读到的每一句话（简体中文）。名称与英文版一致。

as-is = { $words }
money = { $amount }
money-stars = { $count } 颗星星 ⭐
credits = { $count } 点

# --- 命令 -----------------------------------------------------------------------------------------

command-imagine =
    .name = 画图
    .name-prompt = 描述
    .name-shape = 形状
    .name-quality = 质量
    .name-count = 数量
    .name-private = 私密
    .name-spoiler = 遮挡
    .description = 用文字生成图片
    .option-prompt = 画面里要有什么
    .option-shape = 画幅
    .option-quality = 质量
    .option-count = 几张
    .option-references = 参考图片
    .option-spoiler = 点击后才显示
    .option-private = 仅自己可见
    .choice-shape-square = 方形
    .choice-shape-portrait = { $percent ->
        [0] 竖版
       *[other] 竖版 · +{ $percent } %
    }
    .choice-shape-landscape = { $percent ->
        [0] 横版
       *[other] 横版 · +{ $percent } %
    }
    .choice-quality-low = 快速 · { $price }
    .choice-quality-medium = 良好 · { $price }
    .choice-quality-high = 精细 · { $price }
command-again =
    .name = 再来一次
    .name-id = 编号
    .description = 同样的请求再来一次
    .option-id = 哪一个；留空表示最近一个
command-show =
    .name = 查看
    .name-id = 编号
    .description = 再次显示你的某张图片
    .option-id = 哪一个；留空表示最近一个
command-history =
    .name = 历史
    .description = 你最近的图片
command-cancel =
    .name = 取消
    .name-id = 编号
    .description = 停止尚未开始的图片
    .option-id = 哪一个；留空表示最近一个
command-balance =
    .name = 余额
    .description = 你的点数和最近的记录
command-topup =
    .name = 充值
    .name-pack = 套餐
    .description = 充值点数
    .option-pack = 哪个套餐；留空显示列表
command-settings =
    .name = 设置
    .name-ask = 询问
    .name-above = 高于
    .description = 何时向你确认价格
    .option-ask = 扣点前何时询问
    .option-above = 超过多少点才询问
    .choice-ask-always = 总是询问
    .choice-ask-above = 超过某个价格才询问
    .choice-ask-never = 从不询问
command-language =
    .name = 语言
    .name-language = 语言
    .description = 选择语言
    .option-language = 语言
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-inkmirage-settings =
    .name = inkmirage设置
    .name-channel = 频道
    .name-role = 身份组
    .name-anywhere = 不限
    .name-private = 私密
    .name-spoiler = 遮挡
    .name-daily = 每日
    .name-language = 语言
    .description = InkMirage 在本服务器可以做什么
    .option-channel = 允许某个频道；已允许则取消
    .option-role = 允许某个身份组；已允许则取消
    .option-anywhere = 任何频道和任何身份组
    .option-private = 回答只给提问的人看
    .option-spoiler = 图片点击后才显示
    .option-daily = 每人每天的图片数；0 表示不限
    .option-language = 大家看到的文字所用语言
    .choice-language-own = 各人自己的语言
    .choice-language-en = English
    .choice-language-zh-cn = 简体中文
    .choice-language-es = Español
    .choice-language-de = Deutsch
command-start =
    .name = 开始
    .description = 这是什么，怎么开始
command-help =
    .name = 帮助
    .description = 这里能做的一切

# --- 报价与任务 -----------------------------------------------------------------------------------

shape-square = 方形
shape-portrait = 竖版
shape-landscape = 横版
quality-low = 快速
quality-medium = 良好
quality-high = 精细

offer = { $count } 张{ $shape }图片，质量：{ $quality }{ $references ->
    [0] {""}
   *[other] ，参考 { $references } 张图片
}。
too-poor = 这需要 { $price }，还差 { $missing }。
nothing-charged = 没有扣点，你的请求已保留：充值后再按一次按钮即可。
wallet-locked = 你的点数暂时被锁定，因为有一笔付款需要核实。没有扣点，你的请求已保留；请联系我们。
queued = { $ahead ->
    [0] 下一个就是你。
   *[other] 你前面还有 { $ahead } 张图片。
}
working = { $count ->
    [1] 你的图片正在生成。
   *[other] 你的 { $count } 张图片正在生成。
}
eta-seconds = 大约还要 { $seconds } 秒。
eta-minutes = 大约还要 { $minutes } 分钟。
done = { $count ->
    [1] 你的图片好了。#{ $code }
   *[other] 你的 { $count } 张图片好了。#{ $code }
}
done-partly = { $count } 张中完成了 { $made } 张；{ $back }已退还给你。
size-differs = 引擎选择了 { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } 像素。
alt = { $count ->
    [1] 根据这段文字生成的图片：{ $prompt }
   *[other] 根据这段文字生成的第 { $number } 张图片（共 { $count } 张）：{ $prompt }
}
job-code = #{ $code }
credits-back = { $seconds } 秒后，{ $amount }已退还。
cancelled = 已取消。
cancelled-rest = #{ $code } 中的 { $stopped } 张已取消；正在生成的仍会送达。
picture-removed = #{ $code } 的图片已删除。
originals = #{ $code } 的原始文件：
delete-ask = { $count ->
    [1] 要永久删除 #{ $code } 的图片吗？已花费的点数不退。
   *[other] 要永久删除 #{ $code } 的 { $count } 张图片吗？已花费的点数不退。
}
history-title = 你最近的图片：
history-line = #{ $code } · { DATETIME($at, dateStyle: "medium") } · { $outcome } · { $charged } · { $prompt }
outcome-done = 已完成
outcome-partly = 部分完成
outcome-failed = 未完成
outcome-refused = 被拒绝
outcome-cancelled = 已取消
outcome-working = 生成中

# --- 为什么没有图片 -------------------------------------------------------------------------------

failed-refused-moderation = 引擎的内容规则不允许这张图片。你的文字还在：修改后再试一次。
failed-refused-refused = 引擎没有接受这个请求。你的文字还在：修改后再试一次。
failed-refused-gateway-policy = 服务的内容规则不允许这个请求。你的文字还在：修改后再试一次。
failed-refused-reference-gone = 这个请求所参考的一张图片已被删除。
failed-engine-closed = 图片引擎暂时关闭；我们已经知道并正在处理。
failed-engine-broken = 图片引擎无法处理这个请求。
failed-engine-no-picture = 图片引擎没有给出图片；也许它不喜欢这些文字。文字还在：修改后再试一次。
failed-engine-unclear = 图片引擎没有回应，再问一次也没有结果。
failed-engine-busy = 图片引擎现在太忙了。
failed-store-down = 图片已生成，但没能保存下来。
failed-quarantined = 处理这张图片时，我们的程序反复出错，所以不再继续尝试。我们已经记下，会有人查看；如果你联系我们，请告诉我们下面的编号。

# --- 点数 -----------------------------------------------------------------------------------------

balance-title = 你可以使用 { $available }，大约够 { $about } 张良好质量的图片。
lot-promo = 赠送
lot-compensation = 我们的致歉
lot-paid = 购买
lot-line = { $remaining }，{ $kind }
lot-line-until = { $remaining }，{ $kind }，有效期至 { DATETIME($until, dateStyle: "medium") }
statement-title = 最近的记录：
statement-line = { DATETIME($at, dateStyle: "short", timeStyle: "short") } · { $what } · { $amount } → { $balance }
ledger-grant = 点数：{ $kind }
ledger-capture = 图片 #{ $code }
ledger-expiry = 已过期：{ $kind }
ledger-transfer = 随合并的账户转移
topup-title = 更多点数。购买的点数永不过期。
topup-closed = 这里暂时还不能购买点数。
topup-order = { $credits }，{ $price }。
topup-never-expires = 永不过期。
topup-accept = 付款即表示你接受我们的条款（/terms），并希望点数立即到账；已经用过的点数无法退回。
topup-whom-to-ask = 对购买有疑问或想退款：/paysupport 。Telegram 的客服无法处理在这里的购买。
topup-invoice = 大约够做 { $about } 张良好质量的图片。购买的点数永不过期。
topup-done = { $credits }已到账，谢谢！
pack-line = { $credits }，{ $price }，大约 { $about } 张良好质量的图片

# --- 设置 -----------------------------------------------------------------------------------------

settings-title = 你的设置：
settings-saved = 已保存。
ask-always = 总是显示价格并询问
ask-above = 超过 { $above }时询问
ask-never = 从不询问
language-title = 我该说哪种语言？
language-saved = 从现在起我说中文。

# --- 开场白 ---------------------------------------------------------------------------------------

start-welcome = 欢迎来到 InkMirage：写下你想看到的，图片就会出现在这里。
start-try = 试试：/imagine 雨中的狐狸
start-credits = 你有 { $available }。一张良好质量的图片需要 { $price }，大约够 { $about } 张。
start-promise = 你总是先看到价格；如果出了问题，点数会自动退还。
help-title = 你在这里可以：
help-words = 选项也可以直接输入：/imagine 雨中的狐狸 --shape portrait --count 2

# --- 标签 -----------------------------------------------------------------------------------------

fact-price = 价格
fact-available = 你有
fact-reserved = 已预留
fact-charged = 已扣
fact-ask = 价格确认
button-make-it = 开始 · { $price }
button-change = 修改
button-edit = 修改文字
button-again = 再来一次 · { $price }
button-try-again = 再试一次
button-vary = { $count ->
    [1] 变体
   *[other] 变体 { $number }
}
button-original = 原始文件
button-delete = 删除
button-delete-sure = 永久删除
button-cancel = 取消，不收费
button-cancel-rest = 取消其余的
button-show = #{ $code }
button-older = 更早的
button-topup = 充值
button-pack = { $credits } · { $price }
button-pay = 支付 { $price }
button-help = 所有命令
button-balance = 我的点数
button-language = 语言
button-ask-always = 总是询问
button-ask-above = 超过 { $above }才询问
button-ask-never = 从不询问

# --- 做不到的事 -----------------------------------------------------------------------------------

error-unexpected = 我们这边出了问题。这次没有扣点。如果再次发生，请告诉我们这个编号：{ $incident }
error-away = 我们暂时无法读取自己的记录，所以这次什么也没有做，也没有扣点。请过一分钟再试。
error-unsure = 我们这边出了问题，还不知道这次请求是否已经完成。再次发送之前，请先用 /history 看一下。如果再次发生，请告诉我们这个编号：{ $incident }
error-key-reused = 这个请求已用于别的内容，请重新发送。
error-button-unknown = 这个按钮对应的内容已经不在了。
error-command-unknown = 没有 /{ $command } 这个命令。/help 会列出全部命令。
error-command-unknown-near = 没有 /{ $command } 这个命令。你是想用 /{ $near } 吗？
error-no-options = /{ $command } 后面不需要别的文字。
error-option-unknown = 这里没有“{ $option }”选项。
error-option-unknown-near = 这里没有“{ $option }”选项。你是想用“{ $near }”吗？
error-option-missing = /{ $command } 需要“{ $option }”。
error-option-empty = 选项“{ $option }”后面需要一个值。
error-choice-unknown = “{ $value }”不适合“{ $option }”。可选：{ $choices }。
error-flag-unknown = “{ $value }”不适合“{ $option }”。请写 yes 或 no。
error-not-a-number = “{ $option }”必须是 { NUMBER($low) } 到 { NUMBER($high) } 之间的整数，而不是“{ $value }”。
error-out-of-range = “{ $option }”必须在 { NUMBER($low) } 到 { NUMBER($high) } 之间，而不是 { $value }。
error-too-long = “{ $option }”最多 { $limit } 个字符；你的有 { $length } 个。
error-too-many-files = 最多可附 { $most } 张图片；现在有 { $given } 张。
error-prompt-empty = 告诉我画面里要有什么，例如：/imagine 雨中的狐狸
error-card-number = 这看起来像支付卡号，因此没有保存任何内容。请不要在这里发送卡号。如果是别的数字，请在数字之间加上文字。
error-reference-missing = 附上的图片中有一张已经不在了，请重新附上。
error-reference-not-an-image = 这个文件不是我们能读取的图片。支持 PNG、JPEG、WebP 和 GIF。
error-reference-too-large = 这个文件太大了。图片最大 25 MB。
error-reference-too-many-pixels = 这张图片的像素太多了。最多 5000 万像素。
error-reference-damaged = 这个图片文件已损坏，无法完整读取。
error-store-down = 图片存储暂时没有回应。请稍后再试；没有扣点。
error-job-unknown = 这个请求已经不在了。
error-code-unknown = 你没有图片 #{ $code }。/history 会列出你的图片。
error-no-jobs = 你还没有生成过图片。试试：/imagine 雨中的狐狸
error-not-yours = 这属于别人。用 /imagine 可以生成你自己的。
error-picture-gone = 这张图片已被删除。
error-price-changed = 报价之后价格变了。没有扣点；请看一下新的价格。
error-nothing-to-cancel = 你没有正在等待的图片。
error-already-finished = #{ $code } 已经完成了。
error-too-late-to-cancel = #{ $code } 正在生成，马上就好。

# --- 终端 -----------------------------------------------------------------------------------------

terminal-broken = 我们这边出了问题（事件编号 { $incident }）。继续请用：{ $again }
terminal-kept = 无法写入 { $path }。图片已保留：{ $again }

button-make-own = 用我的点数制作
alt-plain = 用 InkMirage 制作的图片
community-title = 本服务器的规则
community-saved = 已保存。现在的规则如下。
community-everyones-own = 各人自己的语言
community-any = 不限
fact-channels = 频道
fact-roles = 身份组
fact-private-default = 默认私密
fact-spoiler-default = 默认遮挡
fact-daily-cap = 每人每天
fact-public-language = 公开语言
yes = 是
no = 否
both = { $first }、{ $second }
mention-channel = <#{ $id }>
mention-role = <@&{ $id }>
daily-cap = { $cap ->
    [0] 不限
   *[other] { $cap }
}
error-not-in-this-channel = 服务器所有者没有允许在这里作画，请换一个频道。
error-not-with-these-roles = 在本服务器，你的身份组不能作画。
error-daily-cap = 本服务器每人每天可作 { $cap } 张图；你今天已有 { $today } 张。
error-not-manager = 只有管理服务器的人才能更改规则，而且只能在该服务器里更改。
kept-for-you = 联系不上你的时候，有图片完成了：{ $codes }，见 /history。

# --- 找谁帮忙 -------------------------------------------------------------------------------------

command-terms =
    .name = 条款
    .description = 我们彼此的约定
command-support =
    .name = 客服
    .description = 如何获得帮助
command-paysupport =
    .name = 付款帮助
    .description = 付款方面的帮助
terms-title = 条款摘要：
terms-credits = 图片需要点数。付费前你总能看到价格，买到的点数永不过期。
terms-failure = 如果图片没能做成，点数会自动退回。
terms-content = 请勿要求生成违法或侵犯他人权利的内容。图片引擎有自己的规则，可能会拒绝。
terms-age = InkMirage 不面向儿童。可使用的最低年龄见我们的隐私政策。
support-title = 遇到问题了？请写信给我们。
support-number = 如果消息里给出了编号，请一并告诉我们；不要写任何敏感信息，绝不要写密码或卡号。
paysupport-title = 付款有疑问？请写信给我们，注明日期和金额。
paysupport-refund = 购买后 14 天内，用 /refund 可以查看能退回什么。
fact-last-payment = 你最近一次付款
paysupport-telegram = 这里的付款由我们负责：Telegram 的客服帮不上忙。
fact-contact = 联系方式
link-ended = 链接失效后，点“原始文件”可获得新的链接。
