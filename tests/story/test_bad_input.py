"""Whatever people send: nothing is charged, nothing is lost, and the answer helps."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from core.errors import DomainError
from core.reply import Reply, Tone
from core.uploads import accept_upload
from tests.story.house import House, button, open_house


async def refused(house: House, line: str) -> str:
    """What the person reads; nothing was charged or reserved."""
    await house.say("ada", "/start")
    reply = await house.say("ada", line)
    assert reply.tone is Tone.REFUSAL
    assert reply.private
    balance = await house.balance("ada")
    assert (balance.posted, balance.held) == (40, 0)
    return house.words(reply)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/imagine", "Tell me what the picture should show, for example: /imagine a fox in the rain"),
        ("/imagine    ", "Tell me what the picture should show, for example: /imagine a fox in the rain"),
        ("/imagine \x00\x01\x1b", "Tell me what the picture should show"),
        ("/imagine " + "x" * 32_001, "“prompt” may have 32,000 characters; yours has 32,001."),
        ("/imagine a fox --shpae portrait", "Did you mean “shape”?"),
        ("/imagine a fox --colour blue", "There is no option “colour” here."),
        ("/imagine a fox --shape", "The option “shape” needs a value behind it."),
        ("/imagine a fox --shape round", "“round” does not fit “shape”. Choose one of: square, portrait, landscape."),
        ("/imagine a fox --quality best", "“best” does not fit “quality”. Choose one of: low, medium, high."),
        ("/imagine a fox --count 0", "“count” must be from 1 to 4, not 0."),
        ("/imagine a fox --count 5", "“count” must be from 1 to 4, not 5."),
        ("/imagine a fox --count many", "“count” must be a whole number from 1 to 4, not “many”."),
        ("/imagine a fox --count 1.5", "“count” must be a whole number from 1 to 4, not “1.5”."),
        ("/imagine a fox --count 99999999999999999999", "“count” must be from 1 to 4"),
        ("/imagine a fox --references x", "There is no option “references” here."),
        ("/imgaine a fox", "Did you mean /imagine?"),
        ("/xyzzy", "/help lists all of them."),
        ("/show NOSUCH", "You have no picture #NOSUCH."),
        ("/again", "You have not made a picture yet."),
        ("/history", "You have not made a picture yet."),
        ("/cancel", "Nothing of yours is waiting."),
        ("/topup everything", "Choose one of: starter, studio, atelier."),
        ("/language klingon", "Choose one of: en, zh-cn, es, de."),
        ("/settings --above -1", "“above” must be from 0 to 100,000, not -1."),
        ("/balance please", "/balance takes no further words."),
    ],
)
async def test_a_line_that_cannot_be_used(tmp_path: Path, line: str, words: str) -> None:
    async with open_house(tmp_path, working=False) as house:
        assert words in await refused(house, line)


@pytest.mark.parametrize(
    "prompt",
    [
        "@everyone look at <@123> and <#45>",
        "<script>alert('x')</script> <b>bold</b> &amp;",
        "**bold** _it_ ||spoiler|| `code` [link](https://example.org)",
        "שלום עולם, a fox \u202e reversed",
        "🦊👨‍👩‍👧‍👦🏳️‍🌈 in the rain",
        "x" * 32_000,
        "two\nlines\tand a tab",
    ],
    ids=["mention", "html", "markdown", "rtl", "emoji", "longest", "lines"],
)
async def test_a_strange_prompt_is_data_and_reaches_the_engine_as_it_is(tmp_path: Path, prompt: str) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", prompt)
        assert done.quote == prompt
        assert len(done.pictures) == 1
        assert house.sandbox.journal[0].options.get("prompt", prompt) == prompt


async def test_control_characters_are_dropped_and_the_rest_is_used(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", "a\x00 fox\x1b[31m\x07 \ud800")
        assert done.quote == "a fox[31m"


async def test_an_unknown_button_is_answered_kindly(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        for command, values in [
            ("nonsense", {}),
            ("make", {"job": "gone"}),
            ("vary", {"picture": "gone"}),
            ("make", {"jobb": "x"}),
            ("make", {}),
        ]:
            reply = await house.run("ada", command, dict(values))
            assert reply.tone is Tone.REFUSAL
            assert reply.lines


async def attach(house: House, content: bytes) -> str:
    return await accept_upload(house.program.workshop, house.program.settings.tariff(), house.caller("ada"), io.BytesIO(content))


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 64)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 not a picture", "not a picture we can read"),
        (b"", "not a picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture we can read"),
        (picture()[:60], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * (60 * 1024 * 1024), "too large"),
    ],
    ids=["pdf", "empty", "svg", "cut", "60-MB"],
)
async def test_a_reference_that_cannot_be_used(tmp_path: Path, content: bytes, words: str) -> None:
    async with open_house(tmp_path, working=False) as house:
        with pytest.raises(DomainError) as refusal:
            await attach(house, content)
        assert words in house.program.catalogue.format(refusal.value.text, "en")
        assert not list((tmp_path / "objects").iterdir())


async def test_a_decompression_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    header = picture(size=(1, 1))
    bomb = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:29]
    bomb += zlib.crc32(bomb[12:29]).to_bytes(4, "big") + header[33:]
    async with open_house(tmp_path, working=False) as house:
        with pytest.raises(DomainError) as refusal:
            await attach(house, bomb)
        assert "too many pixels" in house.program.catalogue.format(refusal.value.text, "en")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_reference_counts_by_what_it_is_not_by_its_name(tmp_path: Path, kind: str) -> None:
    async with open_house(tmp_path) as house:
        id = await attach(house, picture(kind))
        done = await house.make("ada", "a fox like this", references=(id,))
        assert len(done.pictures) == 1
        assert (await house.balance("ada")).posted == 40 - 12 - 2
        assert [entry.path for entry in house.sandbox.journal] == ["/v1/images/edits"]


async def test_five_references_are_one_too_many(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        ids = tuple([await attach(house, picture()) for _ in range(5)])
        reply = await house.run("ada", "imagine", {"prompt": "a fox", "references": ids})
        assert "Up to 4 pictures can be attached; there are 5." in house.words(reply)


async def test_somebody_elses_upload_is_not_there(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        id = await attach(house, picture())
        reply = await house.run("bob", "imagine", {"prompt": "a fox", "references": (id,)})
        assert "no longer there" in house.words(reply)


async def test_a_reference_deleted_meanwhile_is_told_and_refunded(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        done = await house.make("ada", "a fox")
        offer = await house.press("ada", done, "vary")
        await house.program.workshop.objects.delete(done.pictures[0].object_key)
        started = await house.press("ada", offer, "make")
        assert started.job
        told: Reply = await house.posted(started.job)
        assert "has been deleted" in house.words(told)
        assert button(told, "edit").label.key == "button-edit"
        assert (await house.balance("ada")).posted == 28


async def test_an_unexpected_error_answers_with_an_incident_id_and_no_more(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(tmp_path, working=False) as house:
        await house.program.store.close()
        reply = await house.say("ada", "/imagine my secret garden")
        assert reply.tone is Tone.WARNING
        [incident] = reply.lines[0].args.values()
        assert str(incident) in house.words(reply)
        assert any(getattr(record, "incident", None) == incident for record in caplog.records)
        assert "garden" not in caplog.text
