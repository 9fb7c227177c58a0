"""The rights beside copy, correction and deletion: each has an answer, a date and a way on, in every standing (PRV-27)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.accounts import Account, Standing
from core.commands.further import Right
from core.reply import Call, Reply, Tone
from core.rights import further
from core.rights.requests import Request, RequestKind, RequestState
from core.storage.unit_of_work import UnitOfWork
from tests.story.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/start")
        yield house


async def account_of(house: House, who: str = "ada") -> Account:
    def work(uow: UnitOfWork) -> Account:
        account = uow.accounts.of(house.caller(who))
        assert account is not None
        return account

    return await house.program.store.read(work)


def calls(reply: Reply) -> list[tuple[str, dict[str, object]]]:
    return [(b.action.command, dict(b.action.values)) for b in reply.buttons if isinstance(b.action, Call)]


@pytest.mark.proves("PRV-27")
def test_everything_that_can_be_asked_for_is_offered() -> None:
    assert [right.value for right in Right] == [kind.value for kind in further.KINDS]


@pytest.mark.proves("PRV-24", "PRV-27", "PRV-69", "T-HUB")
async def test_each_right_is_one_press_away_and_has_a_date(house: House) -> None:
    hub = await house.run("ada", "more-rights", {})
    assert len(hub.buttons) == len(further.KINDS)
    for (command, values), kind in zip(calls(hub), further.KINDS, strict=True):
        reply = await house.run("ada", command, dict(values))  # type: ignore[arg-type]
        if kind not in further.AT_ONCE:
            assert {name for name, _ in calls(reply)} == {"right-words", "ask-right"}
            reply = await house.press("ada", reply, "ask-right")
        [request] = [one for one in await house.program.store.read(lambda uow: _requests(uow, house)) if one.kind is kind]
        assert request.ref in house.words(reply)
        assert request.state is (RequestState.DONE if kind in further.AT_ONCE else RequestState.OPEN)
        if request.state is RequestState.OPEN:
            assert str(request.answer_by.day) in house.words(reply)


def _requests(uow: UnitOfWork, house: House) -> list[Request]:
    account = uow.accounts.of(house.caller("ada"))
    assert account is not None
    return uow.rights.of(account.id)


@pytest.mark.proves("PRV-24")
async def test_asking_twice_is_one_request(house: House) -> None:
    for _ in range(3):
        await house.run("ada", "ask-right", {"kind": "complaint", "sure": True})
    assert len(await house.program.store.read(lambda uow: _requests(uow, house))) == 1


async def test_words_are_kept_beside_the_request_and_without_card_numbers(house: House) -> None:
    form = await house.run("ada", "right-words", {"kind": "object"})
    assert form.form is not None
    assert form.form.command == "tell-right"
    await house.run("ada", form.form.command, {**form.form.values, "words": "stop counting me"})
    [request] = await house.program.store.read(lambda uow: _requests(uow, house))
    assert await house.program.store.read(lambda uow: uow.words.get(request.ref)) == "stop counting me"
    assert further.as_kept(" 4242 4242 4242 4242 \x00 no ").endswith("no")
    assert "4242 4242 4242" not in further.as_kept("4242 4242 4242 4242")
    assert len(further.as_kept("a" * 9000)) == further.LONGEST


@pytest.mark.proves("PRV-27")
async def test_a_restricted_account_does_nothing_until_its_owner_lifts_that(house: House) -> None:
    offer = await house.say("ada", "/imagine a fox")
    await house.press("ada", offer, "make")
    before = await house.balance("ada")
    assert before.held
    done = await house.run("ada", "ask-right", {"kind": "restrict"})
    assert (await account_of(house)).standing is Standing.RESTRICTED
    after = await house.balance("ada")
    assert (after.held, after.posted) == (0, before.posted)
    refused = await house.say("ada", "/imagine a cat")
    assert refused.tone is Tone.REFUSAL
    assert (await house.balance("ada")).held == 0
    assert calls(await house.run("ada", "more-rights", {}))[0][0] == "lift"
    assert "works again" in house.words(await house.press("ada", done, "lift"))
    assert (await account_of(house)).standing is Standing.ACTIVE
    assert (await house.say("ada", "/imagine a cat")).tone is not Tone.REFUSAL
    assert "not restricted" in house.words(await house.run("ada", "lift", {}))


@pytest.mark.proves("PRV-27")
async def test_nothing_is_asked_for_while_a_restriction_is_made(tmp_path: Path) -> None:
    """What was queued never reaches the gateway."""
    async with open_house(tmp_path, working=False) as house:
        await house.press("ada", await house.say("ada", "/imagine a fox"), "make")
        await house.run("ada", "ask-right", {"kind": "restrict"})
        assert await house.program.store.read(lambda uow: uow.jobs.waiting()) == 0


async def test_restricting_does_not_unlock_an_account_that_is_about_to_go(house: House) -> None:
    account = await account_of(house)
    await house.program.store.write(lambda uow: uow.accounts.stand(account.id, Standing.LOCKED))
    await house.run("ada", "ask-right", {"kind": "restrict"})
    await house.run("ada", "lift", {})
    assert (await account_of(house)).standing is Standing.LOCKED


@pytest.mark.proves("PRV-27")
async def test_data_is_not_sold_and_that_is_the_answer(house: House) -> None:
    reply = await house.run("ada", "ask-right", {"kind": "opt-out-sale"})
    assert "do not sell" in house.words(reply)
    [request] = await house.program.store.read(lambda uow: _requests(uow, house))
    assert (request.kind, request.state) == (RequestKind.OPT_OUT_SALE, RequestState.DONE)
