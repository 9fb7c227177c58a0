# 个人数据副本的页面，用浅白的话来说。

rights-index-title = 你在 InkMirage 的数据
rights-processing-title = 你的数据用来做什么，以及你的权利
rights-as-of = 这里是截至 { $at } 的情况，之后的内容不在其中。
rights-state-complete = 这份副本是完整的。除了“未包含的内容及原因”中列出的部分，我们保存的与你有关的一切都在这里。
rights-state-gaps = 这份副本有缺失：有 { $count } 项本应在这里的内容未能读取。下面列出了各项内容和原因。
rights-heading-gaps = 未能读取的内容
rights-why-missing = 文件已经不在我们的存储中。
rights-why-unavailable = 我们的存储没有响应，重试之后仍然如此。
rights-why-differs = 存储中的文件与当时存入的不一致，因此没有放进来。
rights-why-count = 文件中的记录数与数据库中的不一致。

rights-heading-records = 记录
rights-records = 每个文件一行一条记录，采用程序可以读取的格式（JSON）。旁边的结构说明解释了各个字段。所有时间均为 UTC。
rights-ledger = 你的点数明细表，逐笔列出
rights-rows = { $count ->
    [0] 没有记录
   *[other] { $count } 条记录
}
rights-schema = 结构说明

rights-heading-pictures = 你的请求，以及由此生成的图片
rights-no-picture = 这个请求没有图片。
rights-heading-references = 你的参考图

rights-heading-withheld = 未包含的内容及原因
rights-withheld = 有些字段没有放进来，下面按所属记录的种类列出：
rights-withheld-copy = 这份副本中已有内容的重复：
rights-withheld-internal = 不反映你个人情况的技术数值：
rights-withheld-credential = 能打开某些东西的密钥，落入他人之手会对你不利：
rights-withheld-unlinkable = 我们自己也无法对应到个人的数值：
rights-withheld-impersonal = 与任何个人无关的数值：
rights-withheld-other = 涉及两个人的记录中，关于另一个人的部分：
rights-withheld-nobody = 我们无法判断这些条目属于谁，或者它们与任何个人无关。

rights-heading-check = 如何核对内容未被改动
rights-check = manifest-sha256.txt 和 tagmanifest-sha256.txt 中有每个文件的 SHA-256 校验值。任何支持 BagIt（RFC 8493）的程序都能替你核对。

rights-heading-held = 我们保存什么、为什么保存、保存多久
rights-heading-use = 用途和法律依据
rights-heading-recipients = 谁会收到
rights-heading-kept = 保存多久
rights-heading-rights = 你的权利
rights-heading-source = 数据从哪里来
rights-heading-automatic = 自动决定
