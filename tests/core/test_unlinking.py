"""A chat that was taken off is forgotten at once: its ids are in no row, and coming back is no way to new welcome credits (PRV-83)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from core.access import STOP_LIFE, LinkKind, OneTimeLink
from core.ambient import Ambient
from core.caller import Address, Caller
from core.linking import UNDO_LIFE, Merge
from core.ports import Posted
from core.reply import Button, Call, Form, Reply
from core.results import credits
from core.storage.platforms import Notice, PostedMessage
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.clock import MovedClock
from tests.story.house import House, open_house

UID, CHAT = "77001", "88002"
KEPT = {"request_log", "platform_update"}
"""Answers and news live for two days, and are known by the request, not by the person."""


@dataclass
class Two:
    """Ada in the playground, and her other chat, which was joined to it and can be parted no more."""

    house: House
    clock: MovedClock
    account: str

    async def run(self, name: str, **values: str) -> Reply:
        return (await self.house.program.dispatch(other(self.house.program.ambient.new_id()), name, values)).reply

    async def take_off(self) -> None:
        asks = await self.house.say("ada", "/unlink")
        [button] = [button for button in asks.buttons if "platform-telegram" in str(button.label)]
        asked = await self._press(button)
        await self._press(next(button for button in asked.buttons if button.label.key == "button-unlink-sure"))

    async def _press(self, button: Button) -> Reply:
        assert isinstance(button.action, Call)
        return (await self.house.program.dispatch(self.house.caller("ada"), button.action.command, dict(button.action.values))).reply

    async def mentions(self, *words: str) -> set[str]:
        def look(uow: UnitOfWork) -> set[str]:
            assert isinstance(uow, SqlUnitOfWork)
            names = uow.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
            rows = {name: str(uow.connection.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in names}
            return {name for name, content in rows.items() if any(word in content for word in words)}

        return await self.house.program.store.read(look) - KEPT


def other(key: str) -> Caller:
    return Caller("telegram", UID, "Bartholomew", key, Address("telegram", f"{CHAT}/{UID}/1/0/0/0", private=True, uid=UID))


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        await house.say("ada", "/start")
        ada = await house.program.store.read(lambda uow: uow.accounts.of(house.caller("ada")))
        assert ada is not None
        found = Two(house, clock, ada.id)
        await found.run("imagine", prompt="a fox in the rain")
        await found.run("topup", pack="starter")
        bob = await house.program.store.read(lambda uow: uow.accounts.of(other("")))
        assert bob is not None
        at = clock.now() - UNDO_LIFE - timedelta(minutes=1)
        await house.program.store.write(lambda uow: uow.merges.merge(Merge("merge", ada.id, bob.id, at, at + UNDO_LIFE, 0), at))
        await house.program.store.write(lambda uow: fill(uow, found, ada.id))
        yield found


def fill(uow: UnitOfWork, two: Two, account: str) -> None:
    now = two.clock.now()
    uow.questions.ask("telegram", CHAT, "1", Form("imagine", {}), account, now)
    [job] = [job for job in [uow.jobs.latest_draft_or_job(account)] if job]
    uow.posted.add(PostedMessage("telegram", Posted(CHAT, "2", True), account, "result", now, job.id))
    uow.posted.add(PostedMessage("telegram", Posted(UID, "3", True), account, "answer", now))
    uow.notices.add(Notice("n", account, Address("telegram", "", uid=UID), Reply(), "en"), now)
    uow.doors.shut("telegram", UID, now)


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_nothing_names_a_chat_that_was_taken_off(two: Two) -> None:
    there = {"identity", "job", "payment_order", "posted_message", "question", "notice", "platform_chat"}
    assert await two.mentions(UID, CHAT) >= there
    await two.take_off()
    assert await two.mentions(UID, CHAT) == set()
    assert await two.mentions("a fox in the rain") >= {"job"}


async def test_while_an_address_is_new_only_a_chat_itself_takes_itself_off(two: Two) -> None:
    """Whoever holds somebody's browser could otherwise give the account an address of their own and rid it of its chats."""
    house, now = two.house, two.clock.now()
    stop = OneTimeLink("stop", LinkKind.STOP, "hash", "en", now, now + STOP_LIFE, two.account, "old@example.org")
    await house.program.store.write(lambda uow: uow.links.add(stop))
    await two.take_off()
    assert UID in {chat.uid for chat in await house.program.store.read(lambda uow: uow.accounts.identities(two.account))}
    with two.clock.moved(hours=73):
        await two.take_off()
        assert UID not in {chat.uid for chat in await house.program.store.read(lambda uow: uow.accounts.identities(two.account))}


async def test_coming_back_brings_no_second_welcome_for_a_year(two: Two) -> None:
    await two.take_off()
    assert (await two.run("balance")).facts[0].value == credits(0)
    stranger = replace(other("x"), uid="77002", address=Address("telegram", "", private=True, uid="77002"))
    assert (await two.house.program.dispatch(stranger, "balance", {})).reply.facts[0].value == credits(40)


async def test_the_mark_of_a_chat_ends_after_a_year(two: Two) -> None:
    await two.take_off()
    for days, left in ((364, 1), (366, 0)):
        with two.clock.moved(days=days):
            await two.house.program.store.write(partial(forget, now=two.clock.now()))
            assert len(await two.house.program.store.read(marks)) == left


def forget(uow: UnitOfWork, now: datetime) -> int:
    return uow.retention.sweep("welcome_mark", now, 9)


def marks(uow: UnitOfWork) -> list[str]:
    assert isinstance(uow, SqlUnitOfWork)
    return list(uow.connection.exec_driver_sql("SELECT who FROM welcome_mark").scalars())
