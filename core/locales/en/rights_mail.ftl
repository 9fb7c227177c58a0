# Requests that come by mail to the privacy address.

rights-kind-question = Question
legal-table-request-mail = what you wrote to our privacy address (your address, words, time, how many attachments there were)
legal-sent-resend-incoming = mails that you write to our privacy address

mail-rights-by-mail =
    .subject = We have your mail about your data
    .lead = Your mail has arrived, and you get our answer by { DATETIME($due, dateStyle: "long") } at the latest. A mail alone does not show whose account it is about, so nothing has been done yet.
    .chat = You would like a copy of your data, a correction, the deletion, or something else about an account? Write /privacy in a chat with InkMirage that belongs to the account, and ask for it there.
    .site = Or sign in on our website. For that we mail a link that works once to the address that the account is registered with, whichever address you wrote from.
    .people = You have a question or a complaint? Then there is nothing more for you to do: a person reads your mail and answers.
    .others = You write for somebody else? We begin as soon as that person has asked for it themselves in one of these two ways.
    .papers = Please send no identity documents: we never need them. We do not open attachments, and we do not keep them.
    .machine = A program has written this answer. It is the same whether or not an account has your address, and says nothing about it.
    .button = Sign in and ask there

joined-by-mail = Your mail of { DATETIME($at, dateStyle: "long") } belongs to this request now.
joined-by-mail-more = There is nothing more for you to do.
