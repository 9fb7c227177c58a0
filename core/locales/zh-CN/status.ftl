# 运行状况：各聊天里的 /status，以及同名页面。

command-status =
    .name = 状态
    .description = 现在是否在生成图片，需要多久
status-making-working = 正在生成图片。
status-making-idle = 现在没有人在用：最近 15 分钟没有人请求图片。就我们所知，你的图片可以马上开始生成。
status-making-slow = 正在生成图片，但等待时间比平时长。
status-making-troubled = 最近有不少图片没有生成成功。你仍然可以提出请求；如果没成功，点数会自动退回。
status-making-stalled = 有图片在排队，但现在没有在生成。排队的位置都会保留，生成不了的不收费。
status-making-resting = 图片引擎 mayi.one 现在不接受我们的请求。生成不了的图片会自动退回点数。
status-as-of = 截至 { DATETIME($at, dateStyle: "medium", timeStyle: "short") } UTC。
fact-status-queue = 排队
fact-status-next = 现在提出请求
fact-status-engine = 图片引擎（mayi.one）
fact-status-storage = 图片存储
fact-status-mail = 邮件
fact-status-payments = 付款与退款
status-queue = { $count ->
    [0] 没有人
    [10000] 至少 { $most } 张图片
   *[other] { $count } 张图片
}
status-next-seconds = 大约 { $seconds } 秒后完成
status-next-minutes = 大约 { $minutes } 分钟后完成
status-next-unknown = 现在说不准要多久
status-next-first = 还说不准；你的会是最早的几张之一
status-fine = 就我们所知一切正常
status-late-engine = 现在没有为我们生成图片，或者会失败
status-late-storage = 现在存不进新图片
status-late-mail = 有些邮件会晚到
status-late-payments = 有些会晚到，但不会丢
button-status = 再看一次
site-foot-status = 运行状况
site-status-title = InkMirage 的运行状况
site-status-parts = 详情
site-status-at = 截至
site-status-promise = 这些是从我们自己的数据表里读出来的，不是猜的。如果图片生成不了，我们会告诉你，点数会自动退回。
