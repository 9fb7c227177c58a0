"""Whoever is new hears whom they deal with before anything of theirs is taken on (PRV-64)."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from core.caller import Address, Caller
from core.legal.releases import Approver, NoticeKind, NoticeState, PolicyNotice, Release
from core.legal.versions import Change, Kind, current
from core.reply import Reply
from core.rights.first_contact import LINES
from core.text import LOCALES
from core.uploads import accept_upload
from tests.core.rights.database import rows_of
from tests.story.house import House, button, open_house, until

FOX = "a fox in the rain"
NOTICE = [line.key for line in LINES] + ["first-policy"]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, working=False) as house:
        yield house


def told(reply: Reply) -> bool:
    keys = [line.key for line in reply.lines]
    assert keys[-len(NOTICE) :] == NOTICE or not set(keys) & set(NOTICE), "all of it, at the end, or nothing"
    return keys[-len(NOTICE) :] == NOTICE


async def notices(house: House, caller: Caller) -> list[PolicyNotice]:
    account = await house.program.store.read(lambda uow: uow.accounts.of(caller))
    return await house.program.store.read(lambda uow: uow.policies.of(account.id)) if account else []


def in_group(house: House, who: str) -> Caller:
    caller = house.caller(who)
    return replace(caller, address=Address("test", "room", private=False, uid=who))


@pytest.mark.proves("PRV-64")
@pytest.mark.parametrize("line", [FOX, "/start", "/balance", "/help", "/privacy", "/language de", "/topup starter"])
async def test_the_first_answer_brings_it_and_no_other_does(house: House, line: str) -> None:
    assert told(await house.say("ann", line))
    assert not told(await house.say("ann", line))
    [notice] = await notices(house, house.caller("ann"))
    assert (notice.kind, notice.state, notice.channel, notice.version) == (
        NoticeKind.FIRST,
        NoticeState.SHOWN,
        "test",
        current(Kind.PRIVACY).id,
    )
    assert not (await rows_of(house)).get("consent_event"), "it is a notice and no consent"


@pytest.mark.proves("PRV-64")
@pytest.mark.parametrize("locale", LOCALES)
async def test_five_lines_and_where_everything_is_told(house: House, locale: str) -> None:
    words = house.words(Reply(lines=(await house.say("ann", "/start")).lines[-6:]), locale).splitlines()
    assert len([line for line in words if line]) == 6
    assert "InkMirage" in words[0]
    assert "mayi.one" in words[2]
    assert "/privacy" in words[4]
    assert words[5].endswith(f"{house.program.settings.base_url}/legal/privacy")


async def test_an_offer_has_it_too_and_keeps_its_buttons(house: House) -> None:
    offer = await house.say("ann", FOX)
    assert told(offer)
    assert button(offer, "make").main
    assert offer.lines[0].key != NOTICE[0], "what was asked for comes first"


async def test_what_was_refused_brings_nothing_and_the_next_answer_does(house: House) -> None:
    assert not told(await house.say("ann", "/imagine a fox --count many"))
    assert not await notices(house, house.caller("ann"))
    assert told(await house.say("ann", FOX))


async def test_the_same_request_again_gets_the_same_answer(house: House) -> None:
    first, again = [await house.say("ann", FOX, key="one") for _ in range(2)]
    assert told(first)
    assert first == again
    assert len(await notices(house, house.caller("ann"))) == 1


async def test_where_others_read_it_goes_to_the_person_alone(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        caller = in_group(house, "ann")
        offer = (await house.program.dispatch(caller, "imagine", {"prompt": FOX})).reply
        assert not told(offer)
        assert not offer.private
        await until(lambda: any(told(reply) for reply in house.surface.posts.values()))
        [notice] = await notices(house, caller)
        assert (notice.kind, notice.state) == (NoticeKind.FIRST, NoticeState.DUE)
        assert notice.message in house.surface.posts, "the evidence names the message"
        assert not told((await house.program.dispatch(in_group(house, "ann"), "imagine", {"prompt": FOX})).reply)


async def test_who_begins_with_a_picture_hears_it_with_the_first_words(house: House) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200)).save(file, "PNG")
    caller, shop = house.caller("ann"), house.program.workshop
    upload = await accept_upload(shop, house.program.settings.tariff(), caller, io.BytesIO(file.getvalue()))
    assert not await notices(house, caller)
    assert told(await house.say("ann", FOX, uploads=(upload,)))


@pytest.mark.proves("PRV-64")
@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("first", [FOX, "", "/imagine", "/imagine a fox --shape moon", "4111 1111 1111 1111", "/again", "/show", "/cancel"])
async def test_there_is_no_request_without_a_notice(house: House, first: str, public: bool) -> None:
    """Whatever somebody begins with, and wherever: an account with a job has its row."""
    for line in (first, "/balance", FOX):
        caller = in_group(house, "ann") if public else house.caller("ann")
        await house.program.dispatch.typed(caller, line)
        rows = await rows_of(house)
        noticed = {row[0] for row in rows.get("policy_notice", [])}
        assert all(noticed for _ in rows.get("job", []))
    assert len(rows["policy_notice"]) == 1
    assert rows["job"]


async def test_the_version_is_the_one_that_applies(house: House) -> None:
    at = datetime(2026, 11, 26, tzinfo=UTC)
    release = Release(
        id="2026-11-26",
        documents=(Kind.PRIVACY,),
        before=None,
        change=Change.MATERIAL,
        proposed=Change.MATERIAL,
        approver=Approver.PROGRAM,
        reason="first",
        announced_at=at,
        published_at=at,
        effective_at=at,
    )
    await house.program.store.write(lambda uow: uow.policies.add(release))
    await house.say("ann", "/start")
    [notice] = await notices(house, house.caller("ann"))
    assert notice.version == release.text_of(Kind.PRIVACY).id
