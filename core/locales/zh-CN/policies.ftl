# --- 法律文本的变更，以及如何告知 ---------------------------------------------------------------------

legal-table-policy-version = 法律文本的版本（文件、类别、理由、日期）
legal-table-policy-notice = 你在何处、何时被告知了哪个版本的政策

policy-coming = { DATETIME($at, dateStyle: "long") }起启用新版本：{ $what }。在此之前适用现行版本。
policy-summary = · { $what }
policy-choices = 在那一天之前和之后，你都可以获取数据副本、删除数据或提出反对。
policy-no-consent = 如果有新内容需要你的同意，我们会另行询问。继续使用从不等于同意。
policy-missed = 有内容将变更：{ $what }。之前我们没能通知到你。对你来说，新版本从 { DATETIME($at, dateStyle: "long") }起适用，在此之前适用现行版本。
button-policy-changes = 查看变化

site-policy-ahead = 新版本：{ $what }。它从 { DATETIME($at, dateStyle: "long") }起对你适用。
site-policy-ahead-read = 查看变化
site-policy-in-force = 此版本现行有效。
site-policy-next = 从 { DATETIME($at, dateStyle: "long") }起适用新版本。
site-policy-next-open = 新版本已发布。在通知到最后一个人之后满 14 天起适用。
site-policy-next-read = 阅读即将生效的版本
site-policy-next-changes = 变化内容

legal-controller-is = 法律上的责任方：{ $name }，{ $address }。
legal-controller-representative = 代表：{ $words }。
legal-controller-officer = 数据保护负责人：{ $words }。
legal-controller-authority = 监督我们的主管机构：{ $words }。
