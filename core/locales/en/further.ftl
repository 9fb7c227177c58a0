# Rights beside copy, correction and deletion, and how they are answered.

further-lead = Beside a copy, correction and deletion, you have these rights. Choose one and you will read what it means first.
further-free = They cost nothing, and it does not matter where you live.
button-more-rights = More rights
button-right-restrict = Keep my data, use it for nothing
button-right-object = Object
button-right-complaint = Complain
button-right-appeal = Contest an answer
button-right-limit = Limit the use of my data
button-right-opt-out-sale = No sale of my data
button-right-agent = Let somebody act for me

further-what-object = You can object to what we do because it is in our interest: counting attempts and looking at visits to find abuse. Somebody weighs your reasons against ours and tells you what comes of it.
further-what-complaint = Tell us what we have done wrong with your data. Somebody reads it and answers. You can also turn to a data protection authority at any time, without asking us first.
further-what-appeal = If you are not content with an answer of ours, somebody else looks at it again.
further-what-limit = You can ask us to use sensitive data only for what you asked us to do. We use it for nothing else; if you think otherwise, somebody looks into it.
further-what-agent = Somebody else may ask for your rights in your name if you have given them written permission. By asking here you confirm that you have.
further-words = You can add a few words if you like.
button-say-more = Add words
button-ask-so = Send without words
command-tell-right =
    .description = Ask for one of your rights in your own words
    .option-kind = Which right
    .choice-kind-restrict = Keep my data, use it for nothing
    .choice-kind-object = Object
    .choice-kind-complaint = Complain
    .choice-kind-appeal = Contest an answer
    .choice-kind-limit = Limit the use of my data
    .choice-kind-opt-out-sale = No sale of my data
    .choice-kind-agent = Let somebody act for me
    .option-words = What you want to say

further-object = We have your objection.
further-complaint = We have your complaint.
further-appeal = We have your appeal. Somebody who was not involved before looks at it.
further-limit = We have your request.
further-agent = We have your confirmation. We deal with the other person only within what you allowed, and everything about you still comes to you.
further-by = You will have our answer by { DATETIME($at, dateStyle: "long") } at the latest.
further-restrict = Done. From now on your data is kept and used for nothing: no pictures are made and nothing is charged. Pictures that had not been begun were cancelled, and their credits are back.
further-opt-out-sale = We do not sell anybody’s data, and we do not share it for advertising. So there is nothing that you would have to opt out of. We have written down that you asked.
button-lift = Use my account again
further-lifted = Your account works again.
further-not-restricted = Your account is not restricted.

further-answer = About your request: { $kind }.
further-done = It is done.
further-denied-unverified = We could not do it, because nothing shows that the account is yours. Ask again from a chat or address that belongs to it.
further-denied-no-match = We could not do it, because we hold nothing that it could be about.
further-denied-exempt = We could not do it, because the law demands or allows that this stays as it is.
further-denied-unfounded = We did not do it, because the same was asked and answered before, or nothing was asked for.
further-denied-others = We could not do it, because it would take something away from other people.
further-not-content = Not content? You can have it looked at again, complain to us, or turn to a data protection authority.
button-appeal = Have it looked at again
button-complain = Complain

minor-unclear = Somebody has told us that this account may belong to a child, and we could not tell. Until that is clear, no pictures are made and nothing is charged.
minor-unclear-how = Please write to us under /support that you are old enough; we need no documents. We look at it again by { DATETIME($at, dateStyle: "long") } at the latest.
minor-false = We have looked at your account again, and everything is in order. It works as before. Sorry for the interruption.

on-behalf-program = You have not been here for a long time, and we have told you twice. With one press you can still keep the account.
on-behalf-operator = We do this because somebody who has the right to it has asked us to. Was that not you? Then press the button.
on-behalf-platform = The chat platform has asked us to do this.

mail-rights-answered =
    .subject = Our answer to your request
    .lead = { $outcome ->
        [done] What you asked for is done.
        [unverified] We could not do what you asked for, because nothing shows that the account is yours. Ask again from a chat or address that belongs to it.
        [no-match] We could not do what you asked for, because we hold nothing that it could be about.
        [exempt] We could not do what you asked for, because the law demands or allows that this stays as it is.
        [unfounded] We did not do what you asked for, because the same was asked and answered before, or nothing was asked for.
       *[others] We could not do what you asked for, because it would take something away from other people.
    }
    .appeal = Not content? You can have it looked at again, complain to us, or turn to a data protection authority. The buttons for it are in your chat; a reply to this mail is enough, too.
    .button = See your request
