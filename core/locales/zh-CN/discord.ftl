# 只有 Discord 需要的句子。

discord-menu-vary = 用这张图再创作
discord-only-you = 只有提问的人能看到回答。
discord-reduced = Discord 在这里不接受更大的文件，这是一份较小的副本。链接指向原图。
discord-form-slow = 打开用时过长，请再按一次。
discord-form-cut = 这里只能放下前 { NUMBER($most) } 个字符，后面的部分不在其中。
discord-no-picture = 这条消息里没有图片。
discord-ready-to-vary = 图片已收到。想改动什么？

discord-sells-price = 点数在这里由 Discord 出售：按下你想要的那一个。按钮上会显示以你的货币计算的最终价格。
discord-sells-arrival = 点数会自动到账。如果你接收私信，我会私信告诉你。
discord-sells-refunds = 付款由 Discord 收取，退款请联系 Discord 客服。其他问题：/support
discord-sells-button = 看不到可以按的按钮？Discord 并非在每种设备上都出售；在电脑上或浏览器里可以购买。

discord-ready = 预计完成：
button-describe = 描述改动
