# 退回的钱：退款、争议、欠付的点数。

command-refund =
    .name = 退款
    .description = 把没用完的点数退成钱
command-withdraw =
    .name = 撤回购买
    .description = 撤回一次购买
command-refund-ask =
    .name = 申请退款
    .description = 询问一笔付款能否退回
    .option-payment = 哪一笔付款
    .option-amount = 显示的金额
command-refund-now =
    .name = 立即退款
    .description = 退回这笔付款
    .option-payment = 哪一笔付款
    .option-amount = 显示的金额

refund-title = 你的付款，以及可以退回的部分：
refund-none = 最近四周没有付款。
refund-rule = 付款后 14 天内，没用完的部分可以申请退回，这里另有说明的除外。钱会按原来的付款方式退回。赠送的点数不能折现。
refund-line = { $order } · { DATETIME($at, dateStyle: "medium") } · { $price }，{ $credits }
refund-possible = → 未用：{ $unused }，可退回 { $amount }。请在 { DATETIME($until, dateStyle: "medium") } 之前申请。
refund-not-late = → 14 天的期限已于 { DATETIME($until, dateStyle: "medium") } 结束。
refund-not-spent = → 已全部用完或已经退回。
refund-not-touched = → Telegram 只能整笔退款，而 { $granted } 中只剩 { $unused }。请写信给我们，会有人为你找一个公平的办法：{ $contact }
refund-not-busy = → Telegram 只能整笔退款，而现在正有图片用这一笔在做。请在图片完成后再来看。
refund-not-under-way = → 你的钱正在退回途中。
refund-not-disputed = → 你的银行或应用商店正在处理这笔付款，所以这里无法退款。
refund-not-elsewhere = { $provider ->
    [discord] → 这是由 Discord 出售的，退款由 Discord 决定：请在设置的“账单”中联系 Discord 客服。
   *[other] → 这一笔无法自动退回，请写信给我们：{ $contact }
  }
refund-question = 订单 { $order }：{ $amount } 将退回给你，同时扣除 { $credits }。你将撤回这部分购买。
refund-question-way = 钱会按原来的付款方式退回。此操作无法撤销。
refund-asked = 我们已于 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC 收到你的撤回申请：{ $amount } 将退回给你。
refund-asked-next = 钱会按原来的付款方式退回；完成后你会收到消息。在此之前，点数先被留存。
refund-changed = 情况已经变化，没有做任何操作。/refund 会显示现在的情况。
refund-done = 订单 { $order } 的 { $amount } 已退回给你，同时扣除了 { $credits }。
refund-failed = 订单 { $order } 的 { $amount } 未能退回。{ $credits } 已归还给你。
refund-failed-next = 请写信给我们，我们会另想办法：/support
button-refund = 退回 { $amount }（{ $order }）
button-refund-now = 是的，退回 { $amount }
button-refunds = 退款
fact-order = 订单
fact-held-back = 已留存

topup-awaited = 你的付款正在途中。一到账，{ $credits } 就是你的。
topup-repaid = 其中 { $credits } 用来偿还一笔被收回的付款所欠的点数。
topup-disputed = 你的银行或应用商店正在处理之前的一笔付款。在此之前无法购买；如有误会，请写信给我们。
topup-owed = 因一笔付款被收回，你欠 { $credits }，会从下次购买中扣除。
wallet-owes = 你的一笔付款在点数用掉之后被收回，因此欠下了点数。你的请求已保留；下次购买会先偿还欠款。有疑问：/support
dispute-opened = 你的银行或应用商店要求收回订单 { $order } 的 { $amount }。在有结果之前，你的点数被锁定；正在做的图片会做完。如果不是你提出的，请写信给我们：/support
dispute-won = 已解决：订单 { $order } 的付款有效，你的点数又归你所有。
dispute-lost = 订单 { $order } 的 { $amount } 已被收回，同时扣除了 { $credits }。
dispute-owed = 其中 { $credits } 已经用掉，因此成为欠款。下次购买会先偿还。
balance-owed = 欠 { $credits }，因为有一笔付款被收回

ledger-refund = 已退成钱
ledger-clawback = 随付款收回
ledger-repayment = 偿还欠款

mail-refund-asked =
    .subject = 已收到你的撤回申请：{ $price } 将退回
    .lead = 我们已于 { DATETIME($at, dateStyle: "long", timeStyle: "short") } UTC 收到你的撤回申请。钱会按原来的付款方式退回；完成后会再发邮件告诉你。
    .kept = 在此之前，点数先被留存。如果退款失败，点数会归还给你。
mail-fact-going-back =
    .label = 退回
    .value = { $price }
mail-fact-set-aside =
    .label = 在此之前留存
    .value = { $credits } 点
mail-fact-order =
    .label = 订单
    .value = { $order }
