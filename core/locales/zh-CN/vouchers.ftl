# 可兑换点数的兑换码、每个人给自己设的花费限制，以及运营者赠送点数和了解资金的话。

command-redeem =
    .name = 兑换
    .name-code = 兑换码
    .description = 用兑换码领取点数
    .option-code = 你收到的兑换码
command-limits =
    .name = 限额
    .name-monthly = 每月
    .name-notify = 提醒
    .description = 你想花多少，以及剩多少时提醒你
    .option-monthly = 每个自然月最多花多少点；0 表示不限
    .option-notify = 少于多少点时提醒你；0 表示从不

# --- 兑换码 ---------------------------------------------------------------------------------------

voucher-how = 请在命令后面写上你收到的兑换码：/redeem XXXX-XXXX-XXXX-XXXX
voucher-wrong = 这个兑换码无效。请和你收到的核对一下；大小写、空格和连字符都没有关系。
voucher-too-often = 尝试次数太多了。{ DATETIME($until, timeStyle: "short") } UTC 之后可以再试，兑换码在此期间仍然有效。
voucher-yours = 你已经兑换过这个兑换码了，每人只能用一次。
voucher-used-up = 这个兑换码的使用次数已经用完了。
voucher-expired = 这个兑换码的有效期到 { DATETIME($day, dateStyle: "long") } 为止。
voucher-stopped = 这个兑换码已被收回，不能再用了。
voucher-redeemed = { $credits }归你了，祝你玩得开心！
voucher-until = 可以用到 { DATETIME($until, dateStyle: "long") }。
voucher-no-prompt = 这看起来是点数兑换码，而不是图片描述。请用 /redeem 加上兑换码来兑换。
telegram-ask-redeem = 你收到的兑换码是什么？请回复这条消息写上它。

# --- 给自己设的限制 -------------------------------------------------------------------------------

limits-title = 你给自己设的限制：
limits-how = 其他数字：/limits --monthly 300 --notify 50，或填写应用为这个命令显示的输入框。0 表示关闭。更改立即生效。
limits-none = 不限
limits-never = 从不
limits-monthly = 限额 { $limit }，已花 { $spent } 点，{ DATETIME($until, dateStyle: "long") }重新计算
limits-notify = 少于 { $below }时
fact-monthly = 本月
fact-notify = 提醒
fact-low = 余额不多了
low-now = 剩下的少于 { $below }，按你的要求提醒你。充值：/topup
limit-spent = 你给自己设了每月 { $limit }，本月已花 { $spent } 点。{ DATETIME($until, dateStyle: "long") }重新计算。
over-limit = 这需要 { $price }，但你给自己设的每月 { $limit }只剩 { $left }。没有扣点，你的请求已保留。
over-limit-until = { DATETIME($until, dateStyle: "long") }重新计算。你随时可以更改或取消限额：/limits
button-limits = 我的限额
button-monthly = 每月最多 { $limit }
button-monthly-off = 取消每月限额
button-notify = 少于 { $below }时提醒我
button-notify-off = 不用提醒

# --- 运营者赠送的点数 -----------------------------------------------------------------------------

granted-told = 我们送给你 { $credits }。
granted-why = 原因：{ $reason }

# --- 致运营者：图片网关的账户余额不多了 -----------------------------------------------------------

mail-engine-low =
    .subject = 图片网关的账户余额不多了
    .lead = 那里剩下的少于 [mayi] alarm_below 所设的数。用完之后就不能再生成图片了。
    .how = 请到网关充值。只有余额曾回到该数以上，或程序重新启动之后，才会再次提醒你。
mail-fact-left =
    .label = 剩余
    .value = { $left }
mail-fact-below =
    .label = 低于此数时提醒
    .value = { $below }

# --- 各表的说明 -----------------------------------------------------------------------------------

legal-table-voucher = 点数兑换券（兑换码的哈希、点数、可用次数、有效期）
legal-table-voucher-use = 你兑换过的兑换券（哪一张、何时，以及在哪个聊天的哈希）
legal-table-credit-grant = 我们手动送给你的点数（原因、时间）
