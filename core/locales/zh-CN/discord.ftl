# 只有 Discord 需要的句子。

discord-menu-vary = 用这张图再创作
discord-only-you = 只有提问的人能看到回答。
discord-reduced = Discord 在这里不接受更大的文件，这是一份较小的副本。链接指向原图。
discord-form-slow = 打开用时过长，请再按一次。
discord-form-cut = 这里只能放下前 { NUMBER($most) } 个字符，后面的部分不在其中。
discord-no-picture = 这条消息里没有图片。
discord-ready-to-vary = 图片已收到。想改动什么？

discord-ready = 预计完成：
button-describe = 描述改动
