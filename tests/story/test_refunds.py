"""Somebody buys, uses a part and gets the rest back; disputes lock, take and are repaid: the whole program, told by its providers."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.timetable import timetable
from core import payments
from core.ambient import Ambient
from core.facts import FactKind
from core.ports import CannotRefund, Charge, Returned, TryLater
from core.refunds import give_back_one
from core.reply import Call, Link, Reply
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from db.verify import Check, verify
from tests.clock import MovedClock
from tests.story.house import House, button, open_house, until

GIFT, PACK, PRICE = 40, 100, 299


class Bank:
    """A provider that gives back what it is asked for, as it is told to."""

    in_parts = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, str]] = []
        self.answers: list[Returned | Exception] = []

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        self.asked.append((charge.charge_ref, amount, key))
        answer = self.answers.pop(0) if self.answers else Returned(f"re-{key}", done=True)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Customer:
    """Ada, who has bought a pack at a bank's till."""

    def __init__(self, house: House, clock: MovedClock, bank: Bank) -> None:
        self.house = house
        self.clock = clock
        self.bank = bank
        self.order = ""

    async def buys(self, charge: str = "charge") -> None:
        offer = await self.house.say("ada", "/topup starter")
        [url] = [one.action.url for one in offer.buttons if isinstance(one.action, Link)]
        self.order = url.rpartition("/")[2]
        await self.hears(FactKind.PAID, charge=charge)

    async def hears(self, kind: FactKind, amount: int = PRICE, *, item: str = "", charge: str = "charge") -> None:
        program = self.house.program
        ref = "/".join((charge, kind, item))
        order = self.order if kind is FactKind.PAID else ""
        event = ProviderEvent(program.ambient.new_id(), "bank", ref, kind.value, order, charge, amount, "USD", item)
        await payments.receive(program.store, program.ambient, event)
        await payments.settle_due(program.workshop)

    async def owns(self) -> tuple[int, int, str | None]:
        balance = await self.house.balance("ada")
        return balance.available, balance.held, balance.locked_reason

    async def asks(self) -> Reply:
        """Through the list and the question, to the acknowledgement."""
        listed = await self.house.say("ada", "/refund")
        question = await self.house.press("ada", listed, "refund-ask")
        return await self.house.press("ada", question, "refund-now")

    async def told(self, key: str) -> str:
        posts = self.house.surface.posts
        await until(lambda: any(key in name for name in posts))
        return self.house.words(next(reply for name, reply in posts.items() if key in name))

    async def sound(self) -> None:
        assert [str(check) for check in await self.house.program.store.read(_checks) if not check.ok] == []


def _checks(uow: UnitOfWork) -> list[Check]:
    assert isinstance(uow, SqlUnitOfWork)
    return verify(uow.connection, Ambient().now(), timedelta(days=999))


@contextlib.asynccontextmanager
async def customer(data: Path, *, working: bool = False) -> AsyncIterator[Customer]:
    clock, bank = MovedClock(), Bank()
    async with open_house(data, ambient=Ambient(now=clock.now), working=working) as house:
        refunds = house.program.workshop.refunds
        assert isinstance(refunds, dict)
        refunds["bank"] = bank
        await house.say("ada", "/balance")
        one = Customer(house, clock, bank)
        await one.buys()
        yield one
        await one.sound()


# --- refunds ---------------------------------------------------------------------------------------------------------


async def test_what_is_unused_goes_back_in_proportion(tmp_path: Path) -> None:
    async with customer(tmp_path, working=True) as ada:
        for _ in range(4):
            await ada.house.make("ada", "a fox", quality="medium")  # twelve each: forty gifts, then eight of what was bought
        assert await ada.owns() == (92, 0, None)
        listed = await ada.house.say("ada", "/refund")
        assert "$2.75" in ada.house.words(listed)
        question = await ada.house.press("ada", listed, "refund-ask")
        assert "92 credits" in ada.house.words(question)
        assert (await ada.owns())[0] == 92
        answer = await ada.house.press("ada", question, "refund-now")
        assert "$2.75" in ada.house.words(answer)
        assert "$2.75 went back to you" in await ada.told("refund-")
        assert ada.bank.asked[0][:2] == ("charge", 275)
        assert await ada.owns() == (0, 0, None)
        again = await ada.house.say("ada", "/refund")
        assert [one.action for one in again.buttons] == []


async def test_the_credits_are_set_aside_until_the_money_is_gone(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.asks()
        assert await ada.owns() == (GIFT, PACK, None)
        assert await give_back_one(ada.house.program.workshop)
        assert await ada.owns() == (GIFT, 0, None)
        assert not await give_back_one(ada.house.program.workshop)


async def test_a_press_twice_is_one_refund(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        listed = await ada.house.say("ada", "/refund")
        question = await ada.house.press("ada", listed, "refund-ask")
        await ada.house.press("ada", question, "refund-now")
        second = await ada.house.press("ada", question, "refund-now")
        assert "nothing was done" in ada.house.words(second)
        while await give_back_one(ada.house.program.workshop):
            pass
        assert len(ada.bank.asked) == 1


async def test_what_was_spent_since_the_question_is_shown_anew(tmp_path: Path) -> None:
    async with customer(tmp_path, working=True) as ada:
        question = await ada.house.press("ada", await ada.house.say("ada", "/refund"), "refund-ask")
        await ada.house.make("ada", "a fox", quality="high")  # all of the gift
        await ada.house.make("ada", "a fox", quality="high")
        anew = await ada.house.press("ada", question, "refund-now")
        assert "60 credits" in ada.house.words(anew)
        assert ada.bank.asked == []
        await ada.house.press("ada", anew, "refund-now")
        await ada.told("refund-")
        assert ada.bank.asked[0][1] == PRICE * 60 // 100


async def test_a_provider_that_does_not_answer_is_asked_with_the_same_key(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.asks()
        ada.bank.answers = [TryLater(), TryLater()]
        for seconds in (0, 11, 40):
            with ada.clock.moved(seconds=seconds):
                assert await give_back_one(ada.house.program.workshop)
        assert len({key for *_, key in ada.bank.asked}) == 1
        assert await ada.owns() == (GIFT, 0, None)


async def test_a_no_gives_the_credits_back(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.asks()
        ada.bank.answers = [CannotRefund()]
        await give_back_one(ada.house.program.workshop)
        assert await ada.owns() == (GIFT + PACK, 0, None)
        assert "could not be given back" in await ada.told("refund-")


async def test_money_on_its_way_may_arrive_or_come_back_later(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.asks()
        ada.bank.answers = [Returned("re-1", done=False)]
        await give_back_one(ada.house.program.workshop)
        assert await ada.owns() == (GIFT, PACK, None)
        await ada.hears(FactKind.REFUNDED, item="re-1")
        assert await ada.owns() == (GIFT, 0, None)
        await ada.hears(FactKind.REFUND_FAILED, item="re-1")
        assert await ada.owns() == (GIFT + PACK, 0, None)


async def test_the_notice_may_be_faster_than_the_answer(tmp_path: Path) -> None:
    """The process dies after the provider has heard us, and hears of it before it asks again."""
    async with customer(tmp_path) as ada:
        await ada.asks()
        ada.bank.answers = [TryLater()]
        await give_back_one(ada.house.program.workshop)
        await ada.hears(FactKind.REFUNDED, item="re-1")
        assert await ada.owns() == (GIFT, 0, None)
        with ada.clock.moved(seconds=11):
            assert not await give_back_one(ada.house.program.workshop)


async def test_the_right_to_ask_ends_after_fourteen_days(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        with ada.clock.moved(days=14):
            assert len((await ada.house.say("ada", "/refund")).buttons) == 1
        with ada.clock.moved(days=15):
            late = await ada.house.say("ada", "/withdraw")
            assert late.buttons == ()
            assert "The 14 days ended" in ada.house.words(late)


async def test_nobody_else_gets_the_money(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        listed = await ada.house.say("ada", "/refund")
        call = button(listed, "refund-ask").action
        assert isinstance(call, Call)
        await ada.house.say("bob", "/balance")
        for command in ("refund-ask", "refund-now"):
            refused = await ada.house.run("bob", command, dict(call.values))
            assert "nothing was done" in ada.house.words(refused)
        assert await ada.owns() == (GIFT + PACK, 0, None)


async def test_money_given_back_by_hand_takes_what_is_unused_and_no_more(tmp_path: Path) -> None:
    async with customer(tmp_path, working=True) as ada:
        await ada.house.make("ada", "a fox", quality="high")
        await ada.house.make("ada", "a fox", quality="high")
        await ada.hears(FactKind.REFUNDED, PRICE, item="by hand")
        assert await ada.owns() == (0, 0, None)


async def test_more_than_was_paid_is_for_a_human(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with customer(tmp_path) as ada:
        await ada.hears(FactKind.REFUNDED, PRICE + 1, item="too much")
        assert await ada.owns() == (GIFT + PACK, 0, None)
        assert "payment event parked" in caplog.messages


# --- disputes --------------------------------------------------------------------------------------------------------


async def test_a_dispute_locks_and_a_won_one_unlocks(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.hears(FactKind.DISPUTED, item="d")
        assert await ada.owns() == (GIFT + PACK, 0, "dispute")
        assert "locked" in ada.house.words(await ada.house.run("ada", "imagine", {"prompt": "a fox"}))
        assert "nothing can be bought" in ada.house.words(await ada.house.say("ada", "/topup"))
        assert (await ada.house.say("ada", "/refund")).buttons == ()
        await ada.hears(FactKind.DISPUTE_WON, item="d")
        assert await ada.owns() == (GIFT + PACK, 0, None)
        assert "is settled" in await ada.told("-won")


async def test_a_lost_dispute_takes_the_rest_and_what_was_used_is_repaid_from_the_next_purchase(tmp_path: Path) -> None:
    async with customer(tmp_path, working=True) as ada:
        await ada.house.make("ada", "a fox", quality="high")
        await ada.house.make("ada", "a fox", quality="high")  # forty of what was bought
        await ada.hears(FactKind.DISPUTE_LOST, item="d")
        assert await ada.owns() == (0, 0, "debt")
        assert "Owed: 40 credits" in ada.house.words(await ada.house.say("ada", "/balance"))
        refused = await ada.house.run("ada", "imagine", {"prompt": "a fox"})
        assert "owed" in ada.house.words(refused)
        assert button(refused, "topup").main
        assert "40 credits" in ada.house.words(await ada.house.say("ada", "/topup"))
        await ada.buys("second")
        assert await ada.owns() == (PACK - 40, 0, None)
        assert "40 credits went to what was owed" in await ada.told(f"order-{ada.order}")


async def test_what_is_being_made_is_finished_before_a_loss_is_counted(tmp_path: Path) -> None:
    """Credits that come back to a payment whose money is gone can never be spent."""
    async with customer(tmp_path) as ada:
        offer = await ada.house.run("ada", "imagine", {"prompt": "a fox", "quality": "high", "count": 2})
        started = await ada.house.press("ada", offer, "make")
        await ada.hears(FactKind.DISPUTE_LOST, item="d")
        assert await ada.owns() == (PACK - 40, 80, "dispute")
        await ada.house.press("ada", started, "cancel")
        await payments.settle_due(ada.house.program.workshop)
        assert await ada.owns() == (GIFT, 0, None)


async def test_debts_are_forgiven_after_half_a_year(tmp_path: Path) -> None:
    async with customer(tmp_path, working=True) as ada:
        await ada.house.make("ada", "a fox", quality="high")
        await ada.house.make("ada", "a fox", quality="high")
        await ada.hears(FactKind.DISPUTE_LOST, item="d")
        entries = {job.id: job.func for job in timetable(ada.house.program).get_jobs()}
        with ada.clock.moved(days=179):
            await entries["forgive debts"]()
            assert (await ada.owns())[2] == "debt"
        with ada.clock.moved(days=181):
            await entries["forgive debts"]()
            assert (await ada.owns())[2] is None


async def test_a_refund_that_is_heard_of_before_its_payment_waits_for_it(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        await ada.hears(FactKind.REFUNDED, item="early", charge="second")
        await ada.buys("second")
        assert await ada.owns() == (GIFT + PACK, 0, None)


async def test_a_slow_payment_is_awaited_and_credits_nothing_yet(tmp_path: Path) -> None:
    async with customer(tmp_path) as ada:
        offer = await ada.house.say("ada", "/topup starter")
        [url] = [one.action.url for one in offer.buttons if isinstance(one.action, Link)]
        order, program = url.rpartition("/")[2], ada.house.program
        for kind, available in ((FactKind.AWAITED, 140), (FactKind.PAID, 240)):
            event = ProviderEvent(program.ambient.new_id(), "bank", f"slow/{kind}", kind.value, order, "slow", PRICE, "USD")
            with ada.clock.moved(days=3):
                await payments.expire_orders(program.store, program.ambient)
                await payments.receive(program.store, program.ambient, event)
                await payments.settle_due(program.workshop)
            assert (await ada.owns())[0] == available
        assert "on its way" in await ada.told("awaited-")


async def test_no_trace_of_a_payment_event_names_the_person(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with customer(tmp_path) as ada:
        await ada.hears(FactKind.DISPUTED, item="d")
        await ada.hears(FactKind.DISPUTE_LOST, item="d")
        rows = await ada.house.program.store.read(
            lambda uow: uow.connection.execute(sql("SELECT body FROM inbox")).scalars().all()  # type: ignore[attr-defined]
        )
        assert "ada" not in str(rows).lower() + caplog.text.lower()
