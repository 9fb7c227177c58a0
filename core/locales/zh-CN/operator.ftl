# 长时间无人使用账户时说的话，以及运营方处理用户权利所需的词句。

# --- 无人使用的账户 -------------------------------------------------------------------------------

inactivity-notice = 你已经很久没有来了。我们将于 { DATETIME($at, dateStyle: "long") } 关闭你的账户，并删除其中的内容。
inactivity-what = 包括你的描述和图片、点数以及设置。没有人要求的话，我们不会永远保存数据。
inactivity-keep = 想保留账户，请按下面的按钮，或者直接再次使用 InkMirage。不收取任何费用。
inactivity-kept = 你的账户会保留。欢迎回来。
inactivity-not-kept = 没有任何变化：你的账户处于这种状态另有原因。详情请见 /privacy。
button-keep = 保留我的账户

mail-inactivity =
    .subject = 你的 InkMirage 账户将于 { DATETIME($end, dateStyle: "long") } 终止
    .lead = 你已经很久没有使用 InkMirage。我们不会永远保存数据，因此将在这一天关闭你的账户，并删除其中的内容。
    .keep = 想保留它吗？登录一次，或者在聊天中给机器人发一条消息即可，不收取任何费用。
    .copy = 想带走你的图片吗？登录后可以获取全部内容的副本。
    .credits = 剩余的点数会随账户一起消失。
    .button = 登录
mail-fact-ends =
    .label = 账户终止日期
    .value = { DATETIME($end, dateStyle: "long") }

# --- 给运营方：等待答复的请求 ---------------------------------------------------------------------

mail-rights-deadline =
    .subject = { $mark ->
        [unseen] 有一项隐私请求已等待一天
        [unacknowledged] 有一项隐私请求未按时确认
        [half] 隐私请求：期限已过一半
        [most] 隐私请求：剩余时间不多
       *[overdue] 有一项隐私请求已逾期
    }
    .lead = 下面的请求尚未答复，最迟须在 { DATETIME($due, dateStyle: "long") } 答复。
    .how = 用“python -m bot privacy requests --ref”加上这个编号查看并处理它。
mail-self-test =
    .subject = 每日隐私自检发现了问题
    .lead = { $step ->
        [clean] 之前一次自检留下的内容无法删除。
        [use] 程序自己的测试账户无法像普通账户那样使用。
        [copy] 测试账户的数据副本不完整或已损坏。
        [erase] 测试账户没有被彻底删除。
        [rows] 数据库里还留有已删除测试账户的文字。
        [objects] 对象存储里还留有已删除测试账户的文件。
        [files] 服务器上的文件里还留有已删除测试账户的文字。
       *[books] 自检之后账目对不上。
    }
    .how = 共发现 { $number } 处问题。自检没有用到任何真实用户的数据，但用户的请求可能会遇到同样的问题。用“python -m bot privacy self-test”可以看到每一步，用“python -m bot privacy close”加上这个编号结案。
mail-fact-received =
    .label = 收到日期
    .value = { DATETIME($received, dateStyle: "long") }

# --- 各个表的说明 ---------------------------------------------------------------------------------

legal-kept-law-legal-holds = 直到法律保留所定的日期
legal-table-inactivity-notice = 你长时间离开后，我们告知过你账户何时终止（时间）
legal-table-rights-deadline = 答复期限用去了多少（阶段、时间）
legal-table-rights-words = 你就某项请求写给我们的话
legal-table-staff-access = 我们的工作人员对你的账户做过什么（职务、类型、时间）
legal-table-legal-hold = 法律要求我们保留的个别记录（种类、原因、期限）
legal-table-held-record = 这些记录的内容，任何人都看不到
