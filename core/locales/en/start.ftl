# A person's first minutes, children, training, and telling us about somebody else.

command-age =
    .name = age
    .name-year = year
    .name-month = month
    .description = Say when you were born; we ask once and do not keep it
    .option-year = Year of birth
    .option-month = Month of birth
    .choice-month-1 = January
    .choice-month-2 = February
    .choice-month-3 = March
    .choice-month-4 = April
    .choice-month-5 = May
    .choice-month-6 = June
    .choice-month-7 = July
    .choice-month-8 = August
    .choice-month-9 = September
    .choice-month-10 = October
    .choice-month-11 = November
    .choice-month-12 = December
command-age-form =
    .name = age-form
    .description = Say when you were born
command-born =
    .name = born
    .description = Choose when you were born
    .option-decade = Decade
    .option-year = Year
    .option-month = Month
command-training =
    .name = training
    .name-answer = answer
    .name-seen = seen
    .description = Say no or yes to training with what you make here
    .option-answer = Your answer
    .option-seen = Which wording you saw
    .choice-answer-no = No
    .choice-answer-yes = Yes
command-report =
    .name = report
    .name-words = words
    .description = Tell us of an account that may be a child’s, or of a picture of you
    .option-words = Name or link, and what it is about

# --- first contact --------------------------------------------------------------------------------

first-who = Who is behind this: InkMirage, a bot that makes pictures from your words. We answer for what happens to your data.
first-what = What we use: your name and number in this chat, what you write to us, the pictures, and how often you use it.
first-why = What for: to make your pictures. To do that, your words go to the image service mayi.one; Cloudflare R2 stores the pictures.
first-long = How long: until you delete your pictures or your account. What is kept for less time or longer stands in our privacy policy.
first-rights = Your rights: see, copy, correct and delete all of it with /privacy, at any time.
first-policy = Everything in detail: { $url }

# --- age ------------------------------------------------------------------------------------------

age-question = When were you born? Month and year.
age-why = We check it once and do not keep it.
age-again = After that, please send your request again: nothing of it has been kept.
age-decade = Choose the years first:
age-year = And the year?
age-month = And the month?
age-typed = Type it here: /age --year … --month …
age-passed = Thank you. That is done, and we will not ask again.
age-known = That is settled already. Nothing more to do.
age-odd = That is no month and year in which somebody writing to us can have been born. Please check it.
age-too-young = You cannot use InkMirage yet. We kept nothing but a marker for 30 days that stops repeated tries.
age-first = We have one question before that: when you were born. Send /start to answer it; nothing of what you just sent was kept.
age-nothing-held = We hold nothing about you: this chat has no account here. If you were told that you cannot use InkMirage yet, there is a marker, which goes by itself after 30 days.
button-age-answer = Enter month and year
button-age-first = Answer the question
button-age-back = Back
button-age-go-on = Go on

# --- training -------------------------------------------------------------------------------------

training-receipt-yes = Saved: yes, on { DATETIME($at, dateStyle: "long") }. What you make here may be used to train models of our own, until you say no.
training-receipt-no = Saved: no, on { DATETIME($at, dateStyle: "long") }. Nothing you make here is used for training.
training-receipt-more = You can change this at any time with /training. Wording of { $version }, number { $id }.

# --- telling us about somebody else -----------------------------------------------------------------

report-title = Tell us about somebody else
report-lead = Is an account a child’s, or is there a picture or a text of ours about you or a child of yours? Tell us the name or link and why. We look within one working day.
report-type = In a chat, one message is enough: /report, and behind it the name or link and the reason.
report-words = What it is about
report-words-more = A name or a link, and why. Please no more about other people than it takes.
report-send = Send
report-empty = Please write which account, picture or text it is about.
report-received = Thank you, we have it. Somebody looks at it by { DATETIME($at, dateStyle: "long") }.
report-neutral = We cannot tell you details about other people, nor whether they have an account. If you write to us about it, give the reference.

legal-table-age-mark = which chats were told that they cannot use InkMirage yet (a hash)
legal-table-report = what you told us about somebody else
