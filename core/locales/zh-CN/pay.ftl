# 用银行卡支付的订单页面

pay-title = 你的订单
pay-total = 应付
pay-where = 付款在 Stripe 的页面上进行，我们看不到你的卡片信息。
pay-go = 前往付款
pay-waiting = 正在等待 Stripe 确认付款。本页会自动刷新；你也可以关闭它，点数照样会到账。
pay-declined = 没有付款，也没有入账。
pay-closed = 此订单无法付款，也没有扣款。如果不清楚原因，请写信至 { $contact }。
pay-away = 暂时无法打开付款页面。没有扣款，请一分钟后再试。
pay-back = 前往首页
