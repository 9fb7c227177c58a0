# 副本、更正和删除之外的权利，以及如何答复。

further-lead = 除了获取副本、更正和删除，你还有以下权利。选择其中一项，会先说明它的含义。
further-free = 不收取任何费用，也不论你住在哪里。
button-more-rights = 更多权利
button-right-restrict = 保留我的数据但不使用
button-right-object = 提出反对
button-right-complaint = 投诉
button-right-appeal = 对答复提出申诉
button-right-limit = 限制使用我的数据
button-right-opt-out-sale = 不出售我的数据
button-right-agent = 由他人代我办理

further-what-object = 对于我们出于自身利益所做的事，你可以提出反对：例如统计尝试次数、查看访问情况以发现滥用。会有人权衡你我双方的理由，并告诉你结果。
further-what-complaint = 告诉我们在处理你的数据时哪里做错了。会有人阅读并答复。你也可以随时直接向数据保护机构投诉，不必先找我们。
further-what-appeal = 如果你对我们的答复不满意，会由另一位工作人员重新审查。
further-what-limit = 你可以要求我们只把敏感数据用于你委托我们做的事。我们没有用于其他目的；如果你认为并非如此，会有人核查。
further-what-agent = 如果你已书面授权，他人可以代你行使权利。在这里提出请求，即表示你确认已经授权。
further-words = 如果愿意，可以补充几句话。
button-say-more = 补充说明
button-ask-so = 不补充，直接发送
command-tell-right =
    .description = 用自己的话行使一项权利
    .option-kind = 哪项权利
    .choice-kind-restrict = 保留我的数据但不使用
    .choice-kind-object = 提出反对
    .choice-kind-complaint = 投诉
    .choice-kind-appeal = 对答复提出申诉
    .choice-kind-limit = 限制使用我的数据
    .choice-kind-opt-out-sale = 不出售我的数据
    .choice-kind-agent = 由他人代我办理
    .option-words = 你想说的话

further-object = 我们已收到你的反对意见。
further-complaint = 我们已收到你的投诉。
further-appeal = 我们已收到你的申诉，会由之前未参与的人审查。
further-limit = 我们已收到你的请求。
further-agent = 我们已收到你的确认。我们只在你允许的范围内与对方往来，与你有关的一切仍然发给你本人。
further-by = 你最迟会在 { DATETIME($at, dateStyle: "long") } 收到我们的答复。
further-restrict = 已完成。从现在起，你的数据只保存，不作任何使用：不生成图片，也不扣费。尚未开始的图片已取消，点数已退回。
further-opt-out-sale = 我们不出售任何人的数据，也不为广告而共享，所以没有什么需要你退出。我们已记下你提出过这项请求。
button-lift = 重新使用我的账户
further-lifted = 你的账户已恢复使用。
further-not-restricted = 你的账户没有受到限制。

further-answer = 关于你的请求：{ $kind }。
further-done = 已经办妥。
further-denied-unverified = 我们无法办理，因为没有什么能表明这个账户属于你。请从属于该账户的聊天或邮箱再次提出。
further-denied-no-match = 我们无法办理，因为我们没有与此相关的任何内容。
further-denied-exempt = 我们无法办理，因为法律要求或允许维持现状。
further-denied-unfounded = 我们没有办理，因为同样的请求已经答复过，或者没有提出任何要求。
further-denied-others = 我们无法办理，因为这会损害其他人的权益。
further-not-content = 不满意？你可以要求重新审查、向我们投诉，或者向数据保护机构投诉。
button-appeal = 要求重新审查
button-complain = 投诉

minor-unclear = 有人告诉我们，这个账户可能属于儿童，而我们无法判断。在弄清楚之前，不会生成图片，也不会扣费。
minor-unclear-how = 请通过 /support 写信告诉我们你已达到年龄要求，不需要任何证件。我们最迟会在 { DATETIME($at, dateStyle: "long") } 再次查看。
minor-false = 我们重新查看了你的账户，一切正常，现已恢复使用。抱歉打扰了你。

on-behalf-program = 你已经很久没有来了，我们也通知过你两次。按一下按钮，仍然可以保留账户。
on-behalf-operator = 我们这样做，是因为有权提出要求的人提出了要求。不是你本人？请按下面的按钮。
on-behalf-platform = 这是聊天平台要求我们做的。

mail-rights-answered =
    .subject = 对你的请求的答复
    .lead = { $outcome ->
        [done] 你要求的事已经办妥。
        [unverified] 我们无法满足你的请求，因为没有什么能表明这个账户属于你。请从属于该账户的聊天或邮箱再次提出。
        [no-match] 我们无法满足你的请求，因为我们没有与此相关的任何内容。
        [exempt] 我们无法满足你的请求，因为法律要求或允许维持现状。
        [unfounded] 我们没有满足你的请求，因为同样的请求已经答复过，或者没有提出任何要求。
       *[others] 我们无法满足你的请求，因为这会损害其他人的权益。
    }
    .appeal = 不满意？你可以要求重新审查、向我们投诉，或者向数据保护机构投诉。相应的按钮在你的聊天里，直接回复这封邮件也可以。
    .button = 查看你的请求
