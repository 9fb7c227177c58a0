# 通过邮件发到隐私邮箱的请求。

rights-kind-question = 咨询
legal-table-request-mail = 你写给我们隐私邮箱的邮件（你的邮箱地址、文字、时间、附件数量）
legal-sent-resend-incoming = 你写给我们隐私邮箱的邮件

mail-rights-by-mail =
    .subject = 我们收到了你关于数据的邮件
    .lead = 你的邮件已经收到，我们最迟会在 { DATETIME($due, dateStyle: "long") }答复你。仅凭一封邮件无法表明涉及的是谁的账户，所以目前还没有做任何处理。
    .chat = 想获取数据副本、更正、删除，或办理与账户有关的其他事情？请在属于该账户的 InkMirage 聊天里输入 /privacy，并在那里提出。
    .site = 你也可以登录我们的网站。无论你用哪个邮箱写信，我们都会把一次性登录链接发到该账户登记的邮箱。
    .people = 只是想咨询或投诉？那么你不需要再做什么：会有人阅读你的邮件并答复。
    .others = 你是替别人写信？等那个人自己用以上任一方式提出后，我们就会开始处理。
    .papers = 请不要发送身份证件：我们从不需要。我们不会打开附件，也不会保存附件。
    .machine = 这封答复由程序写成。无论是否有账户使用你的邮箱，内容都一样，也不透露任何相关信息。
    .button = 登录并在那里提出

joined-by-mail = 你在 { DATETIME($at, dateStyle: "long") }发来的邮件现已归入这项请求。
joined-by-mail-more = 你不需要再做什么。
