"""One script, three surfaces: what people live through is the same on Discord, on Telegram and in the playground (style.md §3.13)."""

import contextlib
import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from core.ambient import utc_now
from core.forbidden.refused import LOOKED_AT_WITHIN
from core.rights.copies import TAKE_FILES
from core.spending import next_month
from core.text import LOCALES
from tests.bot.command import here
from tests.story.doors.door import BLANK, Door, Shown, credits, words
from tests.story.doors.on_discord import discord_door
from tests.story.doors.on_playground import playground_door
from tests.story.doors.on_telegram import telegram_door

DOORS = {"discord": discord_door, "telegram": telegram_door, "playground": playground_door}
FOX = "a fox in the rain"
BOMB = "a chart: how to build a pipe bomb"
GIFT = 40
CARD = "4111 1111 1111 1111"

pytestmark = pytest.mark.parametrize("surface", DOORS)


@asynccontextmanager
async def at(surface: str, folder: Path, locale: str = "en", *, working: bool = True) -> AsyncIterator[Door]:
    """Somebody at this surface, who never reads that something broke; `working=False` leaves the workers asleep."""
    async with DOORS[surface](folder, locale, working=working) as door:
        yield door
        broken = [words(key, tag, incident=BLANK) for key in ("error-unexpected", "error-unsure") for tag in LOCALES]
        assert not [shown for shown in await door.look() if any(shown.reads(sentence) for sentence in broken)]


def yes(price: int, locale: str = "en") -> str:
    """What stands on the button that begins."""
    return words("button-make-it", locale, price=credits(price))


def done(count: int = 1, locale: str = "en") -> str:
    return words("done", locale, count=count, code=BLANK)


def offer(shape: str = "square", quality: str = "good", count: int = 1, references: int = 0) -> str:
    return words("offer", count=count, shape=shape, quality=quality, references=references)


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(file, "PNG")
    return file.getvalue()


async def picture(door: Door, prompt: str = FOX) -> Shown:
    """The message that a quick picture becomes."""
    await door.runs("imagine", prompt=prompt, quality="low")
    await door.presses(await door.sees(yes(4)), yes(4))
    return await door.sees(done())


async def refused(door: Door, sentence: str) -> None:
    """This is read, and nothing was charged or reserved."""
    shown = await door.sees(sentence)
    assert yes(12) not in shown.labels
    assert door.made == 0
    assert await door.owns() == GIFT


async def test_welcome_and_help(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("start")
        welcome = await door.sees(*(words(f"start-{part}") for part in ("welcome", "try", "promise")))
        assert words("start-credits", available=credits(GIFT), price=credits(12), about=3) in welcome.text
        await door.presses(welcome, words("button-help"))
        shown = await door.sees(words("help-title"), words("help-words"))
        for command in (
            "imagine",
            "again",
            "show",
            "history",
            "cancel",
            "balance",
            "topup",
            "receipts",
            "settings",
            "language",
            "privacy",
            "help",
        ):
            assert f"/{command}" in shown.text
            assert words(f"command-{command}.description") in shown.text


@pytest.mark.parametrize("locale", LOCALES)
async def test_from_the_price_to_the_picture_and_the_balance(surface: str, locale: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, locale) as door:
        await door.runs("imagine", prompt=FOX)
        asked = await door.sees(words("fact-price", locale), FOX)
        assert f"{words('fact-price', locale)} {words('credits', locale, count=12)}" in asked.text
        assert f"{words('fact-available', locale)} {words('credits', locale, count=GIFT)}" in asked.text
        assert asked.labels == (yes(12, locale), words("button-change", locale))
        assert not asked.pictures
        assert door.made == 0
        await door.presses(asked, yes(12, locale))
        shown = await door.sees(done(locale=locale), FOX)
        assert f"{words('fact-charged', locale)} {words('credits', locale, count=12)}" in shown.text
        assert f"{words('fact-available', locale)} {words('credits', locale, count=28)}" in shown.text
        assert [sight.shape for sight in shown.pictures] == ["square"]
        assert door.made == 1
        assert await door.owns() == 28


async def test_who_never_wants_to_be_asked_is_not_asked(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("settings", ask="never")
        await door.sees(words("settings-saved"), words("ask-never"))
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.sees(done())
        assert await door.owns() == 36
        await door.runs("settings", ask="always")
        await door.sees(words("settings-saved"), words("ask-always"))
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.sees(yes(4))
        assert door.made == 1


async def test_what_the_engine_declines_costs_nothing_and_the_credits_come_back(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=f"{FOX} [[sb:moderation]]")
        await door.presses(await door.sees(yes(12)), yes(12))
        told = await door.sees(words("failed-refused-moderation"))
        assert f"{words('credits', count=12)} came back to you" in told.text
        assert told.labels == (words("button-try-again"), words("button-edit"), words("button-contest"))
        assert not told.pictures
        assert door.made == 0
        assert await door.owns() == GIFT


async def test_what_is_plainly_forbidden_is_not_asked_of_the_engine_and_a_human_can_be_asked_instead(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=BOMB)
        told = await door.sees(words("forbidden-weapons"), words("forbidden-costs-nothing"))
        assert told.labels == (words("button-contest"),)
        assert BOMB not in told.text
        await door.presses(told, words("button-contest"))
        await door.sees(words("appeal-is-appealed", day=utc_now() + LOOKED_AT_WITHIN))
        await door.runs("appeal")
        await door.sees(words("appeal-is-appealed", day=utc_now() + LOOKED_AT_WITHIN))
        [line] = (await here("appeals", "list", "--data-dir", str(door.house.folder), cwd=tmp_path)).out.splitlines()
        await here("appeals", "allow", line.split()[0], "--data-dir", str(door.house.folder), cwd=tmp_path)
        told = await door.sees(words("appeal-told-allowed"), BOMB)
        await door.presses(told, words("button-try-again"))
        await door.presses(await door.sees(yes(12)), yes(12))
        await door.sees(done())
        assert door.made == 1


async def test_who_has_too_little_keeps_the_request_and_is_offered_more(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX, quality="high", count=2)
        told = await door.sees(words("too-poor", price=credits(80), missing=credits(40)), words("nothing-charged"), FOX)
        assert told.labels == (words("button-topup"), yes(80), words("button-change"))
        await door.presses(told, yes(80))
        assert (await still(door, told)).reads(words("too-poor", price=credits(80), missing=credits(40)))
        await door.presses(told, words("button-topup"))
        packs = await door.sees(words("topup-title"))
        assert [label.partition(" · ")[0] for label in packs.labels] == ["100 credits", "500 credits", "1,500 credits"]
        await door.presses(packs, packs.labels[0])
        await door.sees(words("topup-never-expires"))
        assert door.made == 0
        assert await door.owns() == GIFT


async def test_every_option_counts(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX, shape="portrait", quality="low", count=2, private=True, spoiler=True)
        asked = await door.sees(offer("portrait", "quick", 2))
        await door.presses(asked, yes(12))
        shown = await door.sees(done(2))
        assert [(sight.shape, sight.hidden) for sight in shown.pictures] == [("portrait", True)] * 2
        assert await door.owns() == 28


async def test_options_among_the_words_count_as_well(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.says(f"/imagine {FOX} --shape landscape —quality low")
        asked = await door.sees(offer("landscape", "quick"), FOX, yes(6))
        assert "--" not in asked.text
        await door.presses(asked, yes(6))
        assert [sight.shape for sight in (await door.sees(done())).pictures] == ["landscape"]


async def test_several_pictures_come_together_and_each_can_be_varied(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX, quality="low", count=3)
        await door.presses(await door.sees(yes(12)), yes(12))
        shown = await door.sees(done(3))
        assert len({sight.data for sight in shown.pictures}) == 3
        vary = [words("button-vary", count=3, number=number) for number in (1, 2, 3)]
        assert [label for label in shown.labels if label in vary] == vary
        assert words("button-original", count=3) in shown.labels
        assert len(await door.downloads(shown)) == 3
        assert door.made == 3


async def test_again_is_the_same_once_more(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        first = await picture(door)
        await door.presses(first, words("button-again", price=credits(4)))
        second = await door.sees(done(), FOX)
        assert second.code != first.code
        await door.runs("again", id=first.code)
        await door.presses(await door.sees(yes(4), FOX), yes(4))
        third = await door.sees(done())
        assert third.code not in (first.code, second.code)
        assert await door.owns() == GIFT - 3 * 4


async def test_a_price_on_a_button_is_a_yes_when_it_is_pressed(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.presses(await picture(door), words("button-again", price=credits(4)))
        await door.sees(done(), FOX)
        assert await door.owns() == GIFT - 2 * 4


async def test_a_picture_is_varied(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        first = await picture(door)
        await door.presses(first, words("button-vary", count=1, number=1))
        await door.presses(await door.sees(offer("square", "quick", references=1), FOX), yes(6))
        varied = await door.sees(done())
        assert varied.code != first.code
        assert [entry.path for entry in door.house.sandbox.journal if entry.path.endswith("/edits")] == ["/v1/images/edits"]
        assert await door.owns() == GIFT - 4 - 6


async def test_an_offer_is_changed_before_the_yes(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX)
        await door.changes(await door.sees(yes(12)), words("button-change"), shape="portrait", quality="low", count=2)
        await door.presses(await door.sees(yes(12), FOX), yes(12))
        shown = await door.sees(done(2), FOX)
        assert [sight.shape for sight in shown.pictures] == ["portrait"] * 2
        assert await door.owns() == 28


async def test_the_words_of_a_finished_picture_are_changed(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.changes(await picture(door), words("button-edit"), prompt="a hare in the snow")
        await door.presses(await door.sees(yes(4), "a hare in the snow"), yes(4))
        shown = await door.sees(done(), "a hare in the snow")
        assert FOX not in shown.text
        assert await door.owns() == GIFT - 2 * 4


async def test_the_original_comes_byte_for_byte(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        shown = await picture(door)
        await door.presses(shown, words("button-original", count=1))
        [file] = await door.downloads(await door.sees(words("originals", count=1, code=shown.code)))
        stored = [path.read_bytes() for path in (tmp_path / "objects").iterdir() if path.is_file()]
        assert any(content.startswith(file) for content in stored)
        assert file.startswith(b"\x89PNG")


@pytest.mark.proves("PRV-07")
async def test_a_picture_is_deleted_after_a_second_yes_and_stays_charged(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        shown = await picture(door)
        await door.presses(shown, words("button-delete"))
        asked = await door.sees(words("delete-ask", count=1, code=shown.code))
        assert (await still(door, shown)).pictures
        await door.presses(asked, words("button-delete-sure"))
        await door.until(lambda seen: not any(one.pictures for one in seen))
        await door.runs("show", id=shown.code)
        assert not (await door.sees(words("picture-removed", code=shown.code))).pictures
        assert await door.owns() == GIFT - 4


async def test_that_a_picture_was_deleted_stays_to_be_read(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        shown = await picture(door)
        await door.presses(shown, words("button-delete"))
        asked = await door.sees(words("delete-ask", count=1, code=shown.code))
        await door.presses(asked, words("button-delete-sure"))
        await door.until(lambda seen: not any(one.pictures for one in seen))
        await door.owns()  # whatever else was to be done has been done before this is answered
        assert any(one.reads(words("picture-removed", code=shown.code)) for one in await door.look())


async def test_what_was_deleted_cannot_be_deleted_again(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.presses(await picture(door), words("button-delete"))
        await door.presses(await door.sees(words("button-delete-sure")), words("button-delete-sure"))
        await door.until(lambda seen: not any(one.pictures for one in seen))
        await door.owns()
        assert not any(words("button-delete-sure") in one.labels for one in await door.look())


async def still(door: Door, shown: Shown) -> Shown:
    return next(other for other in await door.look() if other.id == shown.id)


async def test_history_shows_what_was_made_and_brings_it_back(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("history")
        await door.sees(words("error-no-jobs"))
        fox, hare = await picture(door), await picture(door, "a hare")
        await door.runs("history")
        page = await door.sees(words("history-title"), FOX, "a hare")
        assert page.labels == (f"#{hare.code}", f"#{fox.code}")
        assert page.text.index(hare.code) < page.text.index(fox.code)
        assert words("outcome-done") in page.text
        await door.presses(page, f"#{fox.code}")
        again = await door.sees(done(), fox.code)
        assert [sight.data for sight in again.pictures] == [sight.data for sight in fox.pictures]
        await door.runs("show")
        assert (await door.sees(done())).code == hare.code
        assert await door.owns() == GIFT - 2 * 4


async def test_what_waits_is_cancelled_for_nothing(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.runs("imagine", prompt=FOX)
        await door.presses(await door.sees(yes(12)), yes(12))
        waiting = await door.sees(words("queued", ahead=0), words("button-cancel"))
        assert f"{words('fact-reserved')} {words('credits', count=12)}" in waiting.text
        await door.presses(waiting, words("button-cancel"))
        told = await door.sees(words("cancelled"))
        assert f"{words('credits', count=12)} came back to you" in told.text
        await door.runs("cancel")
        await door.sees(words("error-nothing-to-cancel"))
        assert await door.owns() == GIFT


async def test_a_picture_is_brought_along(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.says("/imagine the same at night --quality low", photograph())
        await door.presses(await door.sees(offer("square", "quick", references=1), "the same at night"), yes(6))
        await door.sees(done())
        assert await door.owns() == 34


async def test_two_pictures_are_brought_along(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says("/imagine both together --quality low", photograph(), photograph())
        await door.sees(offer("square", "quick", references=2), "both together", yes(8))


@pytest.mark.parametrize(("content", "why"), [(b"%PDF-1.7 no picture", "not-an-image"), (photograph()[:80], "damaged")], ids=["pdf", "cut"])
async def test_a_file_that_is_no_picture_is_refused(surface: str, content: bytes, why: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says(f"/imagine {FOX}", content)
        await refused(door, words(f"error-reference-{why}"))


LINES = {
    f"/imagine {FOX} --shape round": words("error-choice-unknown", option="shape", value="round", choices="square, portrait, landscape"),
    f"/imagine {FOX} --quality best": words("error-choice-unknown", option="quality", value="best", choices="low, medium, high"),
    f"/imagine {FOX} --count 5": words("error-out-of-range", option="count", value="5", low=1, high=4),
    f"/imagine {FOX} --count many": words("error-not-a-number", option="count", value="many", low=1, high=4),
    f"/imagine {FOX} --shape": words("error-option-empty", option="shape"),
    f"/imagine {FOX} {CARD}": words("error-card-number"),
    "/show NOSUCH": words("error-code-unknown", code="NOSUCH"),
    "/receipts": words("error-no-receipts"),
    "/receipts R26-000001": words("error-receipt-unknown", number="R26-000001"),
    "/topup everything": words("error-choice-unknown", option="pack", value="everything", choices="starter, studio, atelier"),
}


@pytest.mark.parametrize("line", LINES)
async def test_what_cannot_be_used_is_said_and_costs_nothing(surface: str, line: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says(line)
        await refused(door, LINES[line])


async def test_options_without_words_are_answered_with_an_example(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says("/imagine --shape portrait")
        await refused(door, words("error-prompt-empty"))


async def test_words_that_nobody_can_see_are_none(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says("/imagine \u200b\u2060\ufeff")
        await refused(door, words("error-prompt-empty"))


@pytest.mark.proves("PRV-09")
async def test_the_number_of_a_card_is_not_written_anywhere(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says(f"/imagine {FOX} {CARD}")
        await door.sees(words("error-card-number"))
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert not [path.name for path in files if CARD.encode() in path.read_bytes()]


async def test_a_command_that_does_not_exist_leads_to_help(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.says("/xyzzy")
        told = await door.sees(words("error-command-unknown", command="xyzzy"))
        assert told.labels == (words("button-help"),)
        await door.presses(told, words("button-help"))
        await door.sees(words("help-title"))


async def test_a_button_pressed_twice_charges_once(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX)
        await door.presses(await door.sees(yes(12)), yes(12), times=2)
        await door.sees(done())
        assert await door.owns() == 28
        assert door.made == 1
        assert len([shown for shown in await door.look() if shown.reads(done())]) == 1


async def test_a_language_is_chosen_for_everything_that_follows(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("language")
        asked = await door.sees(words("language-title"))
        assert asked.labels == ("English", "简体中文", "Español", "Deutsch")
        await door.presses(asked, "Deutsch")
        await door.sees(words("language-saved", "de"))
        await door.runs("help")
        await door.sees(words("help-title", "de"), words("command-imagine.description", "de"))
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.presses(await door.sees(words("fact-price", "de")), yes(4, "de"))
        shown = await door.sees(done(locale="de"))
        await door.presses(shown, words("button-delete", "de"))
        await door.sees(words("button-delete-sure", "de"))
        await door.runs("imagine", prompt=FOX, count=4, quality="high")
        await door.sees(words("nothing-charged", "de"))
        await door.runs("language", language="es")
        await door.sees(words("language-saved", "es"))
        await door.runs("history")
        await door.sees(words("history-title", "es"))


async def test_a_chosen_language_counts_for_what_nobody_knows_as_well(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.runs("language", language="de")
        await door.sees(words("language-saved", "de"))
        await door.says("/xyzzy")
        await door.sees(words("error-command-unknown", "de", command="xyzzy"))


PROMPTS = {
    "html": "<b>bold</b> & <script>alert(1)</script> &amp; <a href='https://example.org'>x</a>",
    "markdown": "**bold** __under__ *it* _it_ ~~gone~~ ||spoiler|| [link](https://example.org)",
    "code": "`code` and ```block``` # no heading > no quote - no list",
    "names": "@everyone and @here, look at <@123456789012345678>, <@&1> and <#45>",
    "hebrew": "שועל בגשם, a fox",
    "arabic": "ثعلب في المطر \u202e (fox) 12",
    "emoji": "🦊👨‍👩‍👧‍👦🏳️‍🌈 in the rain ☔",
    "backslashes": r"C:\foxes\*.png \\ \_ {0} %s ${x}",
}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
async def test_words_come_back_as_they_were_written_and_as_nothing_else(surface: str, prompt: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=prompt, quality="low")
        asked = await door.sees(yes(4), prompt)
        await door.presses(asked, yes(4))
        shown = await door.sees(done(), prompt)
        await door.runs("history")
        listed = await door.sees(words("history-title"), prompt[:70])
        assert not any(one.calls for one in (asked, shown, listed)), "nobody is called by what is in a prompt"
        assert engine_read(door) == [prompt]


def engine_read(door: Door) -> list[str]:
    """What the engine was asked for, if it is one of these prompts."""
    by_hash = {hashlib.sha256(prompt.encode()).hexdigest(): prompt for prompt in (*PROMPTS.values(), LONG)}
    return [by_hash[entry.prompt_sha256] for entry in door.house.sandbox.journal if entry.prompt_sha256]


LONG = " ".join(f"fox {number}" for number in range(450))


async def test_a_very_long_prompt_is_cut_for_the_eye_alone(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=LONG, quality="low")
        asked = await door.sees(yes(4), LONG[:300])
        assert f"{words('fact-price')} {words('credits', count=4)}" in asked.text
        await door.presses(asked, yes(4))
        shown = await door.sees(done(), LONG[:300], words("button-delete"))
        assert f"{words('fact-charged')} {words('credits', count=4)}" in shown.text
        assert engine_read(door) == [LONG]


@pytest.mark.parametrize("command", ["privacy", "terms", "support"])
async def test_whom_to_turn_to_is_said_in_the_same_words(surface: str, command: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        await door.runs(command)
        shown = await door.sees(words(f"{command}-title"))
        assert f"{words('fact-contact')} privacy@inkmirage.com" in shown.text


@pytest.mark.proves("PRV-77")
async def test_a_small_copy_of_ones_data_comes_as_a_file_where_chats_take_files(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("export-my-data")
        start = await door.sees(words("button-copy-start"))
        assert start.reads(words("rights-copy-where" if surface in TAKE_FILES else "rights-copy-where-site"))
        if surface in TAKE_FILES:
            await door.presses(start, words("button-copy-start"))
            ready = await door.sees(words("copies-attached"))
            assert [ZipFile(BytesIO(file)).testzip() for file in ready.files] == [None]
            assert not ready.links


async def gift(door: Door, worth: int, uses: int = 1) -> str:
    """The code of a voucher, as the operator's command makes it beside the running program."""
    made = await here(
        *("money", "voucher", "create", "--credits", str(worth), "--uses", str(uses), "--reason", "a story"),
        *("--data-dir", str(door.house.folder)),
        cwd=door.house.folder,
    )
    assert made.code == 0, made.err
    return made.out.strip()


async def test_a_code_becomes_credits_once_however_it_is_written(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        code = await gift(door, 60, uses=5)
        await door.runs("redeem", code=code.lower().replace("-", " ") if surface == "discord" else code.lower())
        told = await door.sees(words("voucher-redeemed", credits=credits(60)))
        assert f"{words('fact-available')} {words('credits', count=GIFT + 60)}" in told.text
        assert code not in told.text
        await door.runs("redeem", code=code)
        await door.sees(words("voucher-yours"))
        await door.runs("redeem", code="FACE-B00K-BABE-CAFE")
        await door.sees(words("voucher-wrong"))
        assert await door.owns() == GIFT + 60


async def test_a_code_is_kept_nowhere(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path, working=False) as door:
        code = await gift(door, 60, uses=5)
        await door.runs("redeem", code=code)
        await door.sees(words("voucher-redeemed", credits=credits(60)))
        await door.says(f"/imagine {code}")
        await door.sees(words("voucher-no-prompt"))
        await door.owns()
        spellings = [spelling for word in (code, code.replace("-", "")) for spelling in (word, word.lower())]
        rows = kept_in(tmp_path / "inkmirage.db")
        assert "voucher_use" in rows
        assert [spelling for spelling in spellings if spelling in rows] == []
        files = [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith("inkmirage.db")]
        assert not [path.name for path in files if any(spelling.encode() in path.read_bytes() for spelling in spellings)]


def kept_in(file: Path) -> str:
    """Every row of a database, whatever is still to be cleared away of what was deleted."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


async def test_ones_own_limit_stops_a_picture_and_can_be_lifted_at_once(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("limits", monthly=6)
        await door.sees(words("settings-saved"), words("limits-monthly", spent=0, limit=credits(6), until=next_month(utc_now())))
        await picture(door)
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.presses(await door.sees(yes(4)), yes(4))
        told = await door.sees(words("over-limit", price=credits(4), limit=credits(6), left=credits(2)))
        assert told.labels == (words("button-limits"), yes(4), words("button-change"))
        await door.runs("balance")
        await door.sees(words("limit-spent", spent=4, limit=credits(6), until=next_month(utc_now())))
        assert door.made == 1
        await door.runs("limits")
        shown = await door.sees(words("limits-title"))
        await door.presses(shown, words("button-monthly-off"))
        await door.sees(words("limits-none"))
        await door.presses(told, yes(4))
        await door.sees(done(), FOX)
        assert await door.owns() == GIFT - 2 * 4


async def test_who_wants_to_know_is_told_once_when_little_is_left(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("imagine", prompt=FOX)
        await door.presses(await door.sees(yes(12)), yes(12))
        assert words("fact-low") not in (await door.sees(done())).text, "nobody is told who did not ask for it"
        await door.runs("limits", notify=20)
        await door.sees(words("limits-notify", below=credits(20)))
        await door.runs("imagine", prompt=FOX)
        await door.presses(await door.sees(yes(12)), yes(12))
        told = await door.sees(done(), words("fact-charged"))
        assert f"{words('fact-low')} {words('low-now', below=credits(20))}" in told.text
        await door.rests()
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.presses(await door.sees(yes(4)), yes(4))
        again = await door.sees(done(), f"{words('fact-available')} {words('credits', count=12)}")
        assert words("fact-low") not in again.text, "once is enough"


async def test_how_the_house_is_doing(surface: str, tmp_path: Path) -> None:
    async with at(surface, tmp_path) as door:
        await door.runs("status")
        quiet = await door.sees(words("status-making-idle"), words("status-queue", count=0))
        assert quiet.reads(words("status-next-first"))
        await picture(door)
        await door.runs("status")
        busy = await door.sees(words("status-making-working"), words("fact-status-payments"))
        assert not busy.reads(words("status-late-engine"))
        door.house.sandbox.fail_next("bad_key")
        await door.runs("imagine", prompt=FOX, quality="low")
        await door.presses(await door.sees(yes(4)), yes(4))
        await door.sees(words("failed-engine-closed"))
        await door.runs("status")
        await door.sees(words("status-making-resting"), words("status-late-engine"))
