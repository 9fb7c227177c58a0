"""One account everywhere, as people live through it: Discord, Telegram and the playground at the same program (PRV-82, PRV-83, PRV-84)."""

import re
from pathlib import Path

import pytest

from tests.story.doors.door import BLANK, SOON, Door, Shown, credits, words
from tests.story.doors.on_discord import read
from tests.story.town import GIFT, PRICE, town

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
WAITING, JOINED, PARTED = "in the chat that showed the code", "You can undo this until", "are separate again"
HISTORY = re.compile(r"#[0-9A-Z]{6} ·")


async def picture(door: Door, prompt: str) -> Shown:
    yes = words("button-make-it", price=credits(PRICE))
    await door.runs("imagine", prompt=prompt, quality="low")
    await door.presses(await door.sees(yes), yes)
    return await door.sees(words("done", count=1, code=BLANK), prompt)


async def code(door: Door) -> str:
    """The code that is shown here."""
    await door.runs("link")
    found = CODE.search((await door.sees(words("link-code", code=BLANK))).text)
    assert found is not None
    return found[0]


async def join(shows: Door, types: Door) -> None:
    typed = await code(shows)
    await types.runs("link", code=typed)
    seen = await types.sees(words("link-preview"))
    await shows.rests()
    await types.presses(seen, words("button-link-join"))
    await types.sees(WAITING)
    asked = await shows.sees(words("button-link-yes"))
    await types.rests()
    await shows.presses(asked, words("button-link-yes"))
    await shows.sees(JOINED)
    await types.sees(JOINED)


async def gallery(door: Door) -> set[str]:
    """The prompts of the pictures that the person has."""
    await door.runs("history")
    shown = await door.sees(words("history-title"))
    return {line.rpartition(" · ")[2] for line in shown.text.splitlines() if HISTORY.search(line)}


async def entries(door: Door) -> int:
    """How many entries the person reads in the books."""
    await door.runs("balance")
    text = (await door.sees(words("statement-title"))).text
    return len([line for line in text.splitlines() if "→" in line])


async def test_discord_with_five_and_telegram_with_seven_are_twelve_and_two_again(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        discord, telegram = people.discord, people.telegram
        await picture(discord, "a fox")
        await picture(discord, "a hare")
        await picture(telegram, "an owl")
        assert (await discord.owns(), await telegram.owns()) == (5, 7)
        before = await entries(discord), await entries(telegram)
        await join(discord, telegram)
        assert (await discord.owns(), await telegram.owns()) == (12, 12)
        assert await gallery(discord) == await gallery(telegram) == {"a fox", "a hare", "an owl"}
        assert await entries(discord) == await entries(telegram) > max(before)
        await telegram.runs("unlink")
        listed = await telegram.sees(words("unlink-title"), "Annabel", "Bartholomew")
        label = next(one for one in listed.labels if "Bartholomew" in one)
        await telegram.presses(listed, label)
        asks = await telegram.sees(words("unlink-undo-instead"))
        assert asks.labels[0] == words("button-unlink-undo")
        await telegram.presses(asks, words("button-unlink-undo"))
        sure = await telegram.sees(words("unlink-gets-back", credits=credits(7)), "A…l", "B…w")
        await discord.rests()
        await telegram.presses(sure, words("button-unlink-undo-sure"))
        await telegram.sees(PARTED)
        await discord.sees(PARTED)
        assert (await discord.owns(), await telegram.owns()) == (5, 7)
        assert await gallery(discord) == {"a fox", "a hare"}
        assert await gallery(telegram) == {"an owl"}


async def test_three_platforms_become_one_person(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        await picture(people.playground, "a fox")
        await join(people.telegram, people.playground)
        await picture(people.discord, "a hare")
        await join(people.playground, people.discord)
        for door in people.doors:
            assert await gallery(door) == {"a fox", "a hare"}
            assert await door.owns() == 3 * GIFT - 2 * PRICE
        made = await picture(people.telegram, "an owl")
        await people.discord.runs("show", id=made.code)
        assert (await people.discord.sees("an owl")).pictures


async def test_a_question_meets_two_taps_and_an_old_button_kindly(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        typed = await code(people.telegram)
        await people.discord.runs("link", code=typed.lower().replace("-", " "))
        seen = await people.discord.sees(words("link-preview"), "B…w")
        assert "Bartholomew" not in seen.text
        await people.telegram.rests()
        await people.discord.presses(seen, words("button-link-join"), times=2)
        asked = await people.telegram.sees(words("button-link-yes"), "A…l")
        await people.telegram.presses(asked, words("button-link-yes"), times=2)
        await people.telegram.sees(JOINED)
        assert await people.telegram.owns() == 2 * GIFT
        await people.telegram.presses(asked, words("button-link-no"))
        await people.telegram.sees(words("link-done-already"))
        await people.discord.presses(seen, words("button-link-join"))
        await people.discord.sees(words("link-done-already"))
        questions = [one for one in await people.telegram.look() if words("button-link-yes") in one.labels]
        assert len(questions) == 1
        assert await people.discord.owns() == 2 * GIFT


async def test_a_no_is_told_to_the_side_that_said_yes(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        typed = await code(people.playground)
        await people.telegram.runs("link", code=typed)
        seen = await people.telegram.sees(words("link-preview"), "C…a")
        await people.playground.rests()
        await people.telegram.presses(seen, words("button-link-join"))
        asked = await people.playground.sees(words("button-link-no"), "B…w")
        await people.telegram.rests()
        await people.playground.presses(asked, words("button-link-no"))
        await people.playground.sees(words("link-refused"))
        await people.telegram.sees("C…a", "said no")
        assert await people.telegram.owns() == GIFT


async def test_a_chat_that_was_joined_lately_takes_itself_off_and_is_a_stranger(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        await picture(people.telegram, "an owl")
        await join(people.discord, people.telegram)
        await picture(people.telegram, "a bat")
        refused = await asked_to_leave(people.discord, words("unlink-undo-instead"))
        assert refused.labels == (words("button-unlink-undo"),)
        asks = await asked_to_leave(people.telegram, words("unlink-leaves"), words("unlink-stays"))
        await people.telegram.presses(asks, words("button-unlink-with-pictures", count=2))
        await people.telegram.sees(words("unlink-pictures-gone", count=2))
        await people.discord.runs("unlink")
        assert len((await people.discord.sees(words("unlink-title"))).labels) == 1
        await people.telegram.runs("history")
        await people.telegram.sees(words("error-no-jobs"))


async def asked_to_leave(door: Door, *answer: str) -> Shown:
    """What is asked of who wants to take Bartholomew's chat off."""
    await door.runs("unlink")
    listed = await door.sees(words("unlink-title"))
    await door.presses(listed, next(one for one in listed.labels if "Bartholomew" in one))
    return await door.sees(*answer)


@pytest.mark.proves("PRV-82", "PRV-83", "T-GROUP")
async def test_nothing_of_it_is_said_where_others_read(tmp_path: Path) -> None:
    async with town(tmp_path) as people:
        await people.discord.owns()
        await people.telegram.owns()
        group = people.on_telegram.group("Painters", members=[people.telegram._person])
        for line in ("/link@InkMirageBot", "/link@InkMirageBot K7QM-2XWD", "/unlink@InkMirageBot"):
            said = await people.telegram._person.says(line, where=group)
            shown = await people.on_telegram.message_in(
                said.chat, lambda message: message.sender is people.on_telegram.bot, after=said, within=SOON
            )
            assert shown.text == words("telegram-only-you")
        channel = next(iter(people.on_discord.places.guilds.values())).channel("general")
        for name, options in (("link", {}), ("link", {"code": "K7QM-2XWD"}), ("unlink", {})):
            call = await people.discord._person.command(name, options, channel=channel)
            assert (await call.finished()).ephemeral


async def test_a_code_of_a_server_is_answered_in_its_own_message(tmp_path: Path) -> None:
    """Nobody else there sees code, question or outcome."""
    async with town(tmp_path) as people:
        channel = next(iter(people.on_discord.places.guilds.values())).channel("general")
        call = await people.discord._person.command("link", {}, channel=channel)
        shown = await call.finished()
        found = CODE.search(read(shown.text))
        assert found is not None
        await people.telegram.runs("link", code=found[0])
        await people.telegram.presses(await people.telegram.sees(words("link-preview")), words("button-link-join"))
        asked = await call.until(lambda message: words("button-link-yes") in message.labels, SOON)
        assert asked.ephemeral
        answered = await people.discord._person.press(asked, words("button-link-yes"))
        assert (await answered.finished()).ephemeral
        await people.telegram.sees(JOINED)
        assert await people.discord.owns() == 2 * GIFT
