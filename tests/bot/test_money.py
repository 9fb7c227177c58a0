"""What the operator's people type about credits and vouchers, beside the running program (docs/decisions/0034)."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import desk, money
from core import payments
from core.reply import Link
from core.rights.desk import CannotAct
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.bot.command import Ended, here
from tests.bot.test_desk import COUNSEL, DESK, KEYS, OPERATORS, account_of, staff
from tests.story.house import House, open_house, until

WHY = "the pictures of Monday came out grey"
GIFT = 40


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, overrides={"privacy.operators": OPERATORS}) as house:
        await house.say("ada", "/start")
        yield house


async def typed(house: House, *words: str, role: str = "desk") -> Ended:
    """The command, by somebody with the key of this role."""
    folder = house.program.settings.app.data_dir
    known = {"privacy__operators": ",".join(OPERATORS), "operator_key": KEYS[role]}
    return await here("money", *words, "--data-dir", str(folder), cwd=folder, **known)


async def given(house: House, credits: int, reason: str = WHY, key: str = "", environment: dict[str, str] = DESK) -> str:
    return await money.grant(house.program.settings, environment, "test", "ada", credits, reason, key)


async def sound(house: House) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return [str(check) for check in verify(uow.connection, house.program.ambient.now()) if not check.ok]

    assert await house.program.store.read(work) == []


def told(house: House) -> list[str]:
    return [house.words(reply) for reply in house.surface.posts.values()]


# --- what somebody is given -----------------------------------------------------------------------


async def test_who_is_given_something_has_it_and_is_told_why(house: House) -> None:
    ended = await typed(house, "grant", "test", "ada", "25", "--reason", WHY)
    assert (ended.code, ended.out.strip()) == (0, "Given. They are told in their chat."), ended.err
    balance = await house.balance("ada")
    assert balance.available == GIFT + 25
    assert [(lot.kind, lot.remaining, lot.expires_at) for lot in balance.lots][1:] == [(LotKind.COMPENSATION, 25, None)]
    await until(lambda: any("25 credits" in words for words in told(house)))
    assert any(f"Why: {WHY}" in words for words in told(house))
    assert await staff(house, (await account_of(house)).id) == [("desk", "credits")]
    assert "with our apologies" in house.words(await house.say("ada", "/balance"))
    await sound(house)


async def test_the_same_again_gives_nothing_more_and_another_key_does(house: House) -> None:
    assert "Given." in await given(house, 25)
    assert "given before" in await given(house, 25)
    assert "given before" in await given(house, 25, environment=COUNSEL)
    assert "Given." in await given(house, 25, key="ticket-7")
    assert "given before" in await given(house, 25, key="ticket-7")
    assert "Given." in await given(house, 25, reason="another reason")
    assert (await house.balance("ada")).available == GIFT + 3 * 25
    assert len(await staff(house, (await account_of(house)).id)) == 3
    await sound(house)


async def test_a_key_cannot_stand_for_two_gifts(house: House) -> None:
    await given(house, 25, key="ticket-7")
    with pytest.raises(CannotAct) as refused:
        await given(house, 26, key="ticket-7")
    assert desk.sentence(refused.value) == "This key was used for another gift. Choose another one."
    assert (await house.balance("ada")).available == GIFT + 25


@pytest.mark.parametrize("reason", ["write to ann@example.org", "chat 4711471147114711"])
async def test_a_reason_names_nobody(house: House, reason: str) -> None:
    with pytest.raises(CannotAct, match="names-somebody"):
        await given(house, 25, reason=reason)
    assert (await house.balance("ada")).available == GIFT


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("test", "ada", "25", "--reason", " "), "--reason needs 1 to 300 characters."),
        (("test", "ada", "25", "--reason", "x" * 301), "--reason needs 1 to 300 characters."),
        (("test", "nobody", "25", "--reason", WHY), "Nobody on this platform is known by this id."),
    ],
)
async def test_what_cannot_be_given_is_said(house: House, words: tuple[str, ...], says: str) -> None:
    ended = await typed(house, "grant", *words)
    assert (ended.code, ended.err.strip()) == (1, says)


@pytest.mark.parametrize("credits", ["0", "-5", "1000001", "many"])
async def test_a_number_that_makes_no_sense_is_refused(house: House, credits: str) -> None:
    assert (await typed(house, "grant", "test", "ada", credits, "--reason", WHY)).code == 2
    assert (await house.balance("ada")).available == GIFT


async def test_only_a_role_gives(house: House) -> None:
    with pytest.raises(CannotAct, match="unknown-key"):
        await given(house, 25, environment={desk.KEY: "wrong"})
    offer = ("voucher", "create", "--credits", "5", "--reason", "a test")
    folder = house.program.settings.app.data_dir
    ended = await here("money", *offer, "--data-dir", str(folder), cwd=folder, privacy__operators=",".join(OPERATORS))
    assert (ended.code, ended.out) == (1, "")


async def test_what_somebody_was_given_is_in_their_copy(house: House) -> None:
    await given(house, 25)
    await house.say("ada", f"/redeem {await code_of(house)}")

    def held(uow: UnitOfWork) -> dict[str, list[dict[str, object]]]:
        from db.person_rows import SqlPersonRows

        account = uow.accounts.of(house.caller("ada"))
        assert account is not None
        rows = SqlPersonRows().of(uow, account.id)
        return {table: [dict(row) for row in rows.rows(table)] for table in ("credit_grant", "voucher_use")}

    kept = await house.program.store.read(held)
    assert [(row["reason"], row["role"]) for row in kept["credit_grant"]] == [(WHY, "desk")]
    assert [sorted(row) for row in kept["voucher_use"]] == [["at", "voucher_id", "wallet_id"]], "no code, and no hash of the chat"


# --- vouchers -------------------------------------------------------------------------------------


async def code_of(house: House, *more: str) -> str:
    ended = await typed(house, "voucher", "create", "--credits", "60", "--reason", "launch week", *more)
    assert ended.code == 0, ended.err
    return ended.out.strip()


async def listed(house: House) -> list[str]:
    return (await typed(house, "voucher", "list")).out.splitlines()


async def test_codes_are_shown_once_and_kept_nowhere(house: House, tmp_path: Path) -> None:
    codes = (await code_of(house, "--codes", "3")).split()
    assert len({*codes}) == 3
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    lines = await listed(house)
    assert len(lines) == 3
    with closing(sqlite3.connect(f"file:{tmp_path / 'inkmirage.db'}?mode=ro", uri=True)) as connection:
        everything = "\n".join([*connection.iterdump(), *lines])
    assert not [code for code in codes if code in everything or code.replace("-", "") in everything]


async def test_the_list_says_how_far_each_is(house: House) -> None:
    code = await code_of(house, "--uses", "2", "--open-for", "10")
    assert "You have 60 credits more now" in house.words(await house.say("ada", f"/redeem {code}"))
    [line] = await listed(house)
    assert "60 credits  used 1 of 2" in line
    assert "works" in line
    assert line.endswith("desk         launch week")
    assert (await typed(house, "voucher", "stop", line.split()[0])).out.strip() == "Stopped."
    assert (await typed(house, "voucher", "stop", line.split()[0])).code == 1
    assert "stopped" in (await listed(house))[0]
    assert "withdrawn" in house.words(await house.say("bob", f"/redeem {code}"))
    assert (await house.balance("bob")).available == GIFT
    await sound(house)


async def test_credits_of_a_voucher_last_as_long_as_it_says(house: House) -> None:
    short, forever = await code_of(house, "--lasting", "7"), await code_of(house, "--lasting", "0")
    assert "You can spend them until" in house.words(await house.say("ada", f"/redeem {short}"))
    assert "They never expire." in house.words(await house.say("ada", f"/redeem {forever}"))
    [first, *_, last] = (await house.balance("ada")).lots
    assert (first.kind, first.remaining, first.expires_at is not None) == (LotKind.PROMO, 60, True), "the soonest to end is spent first"
    assert (last.kind, last.expires_at) == (LotKind.PROMO, None)


async def test_a_request_that_comes_again_is_answered_as_before(house: House) -> None:
    code = await code_of(house)
    first = await house.say("ada", f"/redeem {code}", key="one")
    assert house.words(await house.say("ada", f"/redeem {code}", key="one")) == house.words(first)
    assert (await house.balance("ada")).available == GIFT + 60


async def test_a_wrong_try_stays_counted_although_nothing_came_of_it(house: House) -> None:
    for _ in range(5):
        assert "does not work" in house.words(await house.say("ada", "/redeem FACE-B00K-BABE-CAFE"))
    assert "one try too many" in house.words(await house.say("ada", f"/redeem {await code_of(house)}"))


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "limit"), [("/limits 30", 30), ("/limits --monthly 1", 1), ("/limits --monthly off", None), ("/limits 0", None)]
)
async def test_a_limit_is_set_and_taken_off_as_people_write_it(house: House, line: str, limit: int | None) -> None:
    await house.say("ada", "/limits 77 --notify 9")
    await house.say("ada", line)
    account = await account_of(house)
    assert (account.monthly_limit, account.notify_below) == (limit, 9)


async def test_nobody_reads_in_a_group_what_somebody_has_left(house: House) -> None:
    await house.say("ada", "/limits --notify 39")
    made = await house.make("ada", "a fox", quality="low")
    [low] = [fact for fact in made.facts if fact.label.key == "fact-low"]
    assert low.personal


# --- money that goes back -------------------------------------------------------------------------


async def bought(house: House, who: str = "ada") -> str:
    """The charge of a pack that somebody bought at the toy till."""
    offer = await house.say(who, "/topup starter")
    [url] = [one.action.url for one in offer.buttons if isinstance(one.action, Link)]
    id, program = url.rpartition("/")[2], house.program
    order = await program.store.read(lambda uow: uow.payments.order(id))
    assert order is not None
    event = ProviderEvent(program.ambient.new_id(), "sandbox", id, "paid", id, id, order.pack.price, order.pack.currency)
    await payments.receive(program.store, program.ambient, event)
    await payments.settle_due(program.workshop)
    return id


async def test_what_is_unused_goes_back_by_a_command_and_its_person_is_told(house: House) -> None:
    charge = await bought(house)
    await house.make("ada", "a fox", quality="high")
    await house.make("ada", "a fox", quality="high")
    ended = await typed(house, "refund", "sandbox", charge)
    assert (ended.code, ended.out.strip()) == (0, "1.79 USD go back, and 60 credits with it, as soon as the program runs."), ended.err
    await until(lambda: any("$1.79 went back" in words for words in told(house)))
    assert (await house.balance("ada")).available == 0
    again = await typed(house, "refund", "sandbox", charge)
    assert again.code == 1
    assert "Nothing of it is left" in again.err
    whole = await typed(house, "refund", "sandbox", charge, "--whole")
    assert "1.20 USD go back, and 0 credits" in whole.out
    await until(lambda: any("$1.20 went back" in words for words in told(house)))
    await sound(house)
    said = await typed(house, "summary")
    assert "refunded" in said.out
    assert "2.99" in next(line for line in said.out.splitlines() if "refunded" in line)


async def test_nothing_goes_back_of_a_charge_that_nobody_knows_or_by_somebody_without_a_key(house: House) -> None:
    charge = await bought(house)
    for words, role, code in (
        (("refund", "sandbox", "unknown"), "desk", "no credited payment"),
        (("refund", "telegram", charge), "desk", "no credited payment"),
        (("refund", "sandbox", charge), "", "Set "),
    ):
        known = dict(KEYS, **{"": "wrong"})
        folder = house.program.settings.app.data_dir
        environment = {"privacy__operators": ",".join(OPERATORS), "operator_key": known[role]}
        ended = await here("money", *words, "--data-dir", str(folder), cwd=folder, **environment)
        assert ended.code == 1
        assert code in ended.err
    assert (await house.balance("ada")).available == GIFT + 100
