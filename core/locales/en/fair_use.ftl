# What keeps one person from taking what is everybody's: prompts that are refused, and how to have a human look at it.

command-appeal =
    .name = appeal
    .name-ref = ref
    .description = Have a person look at a refused prompt
    .option-ref = The reference you were given; without one, the latest

# --- prompts that are refused ---------------------------------------------------------------------

forbidden-minors = We make no pictures that show children or young people in a sexual way, and your words look as if they asked for one.
forbidden-sexual-violence = We make no pictures of sexual violence, and your words look as if they asked for one.
forbidden-threats = We make no pictures that threaten real people or places, and your words look as if they did.
forbidden-weapons = We make no pictures that explain how to build weapons or explosives, and your words look as if they asked for that.
forbidden-self-harm = We make no pictures that explain how people can harm themselves. If you are not well yourself: talk to somebody you trust or to a helpline. If you are in danger now, call the emergency number.
forbidden-costs-nothing = Nothing was sent to the engine, and nothing was charged.
forbidden-wrong = A list of words decided this, and such a list can be wrong. If it is, press the button: a person looks at it, by { DATETIME($day, dateStyle: "long") }, and tells you here.
forbidden-paused-now = That was the last of several in a short time, so pictures pause for you until { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. Everything else works.
forbidden-paused = Several of your prompts were refused in a short time, so pictures pause for you. They go on at { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC by themselves. Nothing was charged.
forbidden-paused-else = Everything else works. If the refusals were wrong, a person can look at it: press the button. If they were, the pause ends at once.
button-contest = Have it looked at

# --- contesting it --------------------------------------------------------------------------------

appeal-nothing = None of your prompts has been refused in the last 30 days, so there is nothing to look at. About an answer of ours you can complain under /privacy.
appeal-unknown = There is no refused prompt of yours with this reference. They are kept for 30 days.
appeal-is-appealed = It is with us. A person looks at it by { DATETIME($day, dateStyle: "long") } and tells you here.
appeal-is-upheld = A person has looked at this and found the refusal right. If you see that differently, you can complain under /privacy.
appeal-is-allowed = A person has looked at this: the refusal was wrong, and you can go ahead.
appeal-told-allowed = A person has looked at your prompt: the refusal was wrong. We are sorry. It does not count any more, and you can have the picture made now.
appeal-told-allowed-elsewhere = A person has looked at your prompt and finds nothing wrong with it. It does not count against you. The engine decides by rules of its own, which we cannot switch off; other words may work.
appeal-told-upheld = A person has looked at your prompt. It stays refused, because it asks for something that we do not make. If you see that differently, you can complain under /privacy.
appeal-told-upheld-elsewhere = A person has looked at your prompt. The refusal stands: it goes against the rules of the engine, which are ours, too. If you see that differently, you can complain under /privacy.

# --- welcome credits -------------------------------------------------------------------------------

welcome-later = Your welcome credits ({ $amount }) come on { DATETIME($at, dateStyle: "long") }. So that nobody collects them with accounts made for that, they wait for new accounts, and on days when very many people arrive.
link-too-many = Chats have been joined to this account { $most } times within 30 days, and more is not possible at present. Nothing was changed; you can try again later.

# --- how fast -------------------------------------------------------------------------------------

pace-commands = That was a lot in one minute. It goes on at { DATETIME($until, timeStyle: "short") } UTC. Nothing was charged.
pace-hour = That would be more than { $most } pictures in this hour. It goes on at { DATETIME($until, timeStyle: "short") } UTC. Nothing was charged.
pace-day = That would be more than { $most } pictures today. It goes on on { DATETIME($until, dateStyle: "long", timeStyle: "short") } UTC. Nothing was charged.
pace-place = Everybody here together has asked for as many pictures as one place can have in an hour ({ $most }). It goes on at { DATETIME($until, timeStyle: "short") } UTC; in a private chat with the bot it goes on at once. Nothing was charged.
pace-waiting = { $most } of your requests are under way, and so many can be at once. As soon as one is finished, the next can begin. Nothing was charged.

# --- tables, in words -----------------------------------------------------------------------------

legal-table-refused-prompt = prompts that were refused (the words, why, when, whether you contested that; then until somebody has answered)
