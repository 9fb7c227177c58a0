# 请求太多、来不及处理的时候。

line-too-long = 现在排队的图片太多，你的图片大约要等 { $minutes } 分钟，所以没有排进队伍；没有扣点，你的请求已保留。
line-too-long-until = 大约从 { DATETIME($until, timeStyle: "short") } UTC 起，队伍应该会短一些。到时再按一次按钮即可。
error-crowded = 现在这里的人非常多，你的请求会等得太久。没有扣点。请过一分钟再试。
site-error-crowded = 现在这里的人非常多。请过半分钟再试；你的东西都不会丢失。
