"""Every way that people have tried to get welcome credits more than once, and how many credits it brings (docs/decisions/0040, T-TH-11)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.accounts import Identity
from core.ambient import Ambient
from core.caller import Address, Caller, Seat
from core.commands.spec import Given
from core.joining import LATELY, MOST_JOININGS
from core.linking import UNDO_LIFE
from core.reply import Reply
from core.storage.unit_of_work import UnitOfWork
from core.unlinking import handle
from tests.clock import MovedClock
from tests.story.house import House, button, open_house, settings_for

GIFT = 40
GUARDED: dict[str, object] = {
    "abuse.guard": "on",
    "abuse.welcome_account_days": 7,
    "abuse.welcome_per_place": 3,
    "abuse.welcome_per_day": 5,
    "privacy.grace_days": 0,
    "privacy.purge_days": 0,
}


@dataclass
class Town:
    """People who come from wherever they like."""

    house: House
    clock: MovedClock
    requests: int = 0

    def caller(self, uid: str, *, platform: str = "discord", place: str = "", group: str = "", days: int | None = None) -> Caller:
        self.requests += 1
        address = Address(platform, f"chat of {uid}", private=True, uid=uid)
        since = None if days is None else self.clock.now() - timedelta(days=days)
        seat = Seat(place, "c") if place else None
        return Caller(platform, uid, uid, f"r{self.requests}", address, "en", seat=seat, group=group, since=since)

    async def run(self, caller: Caller, command: str, **values: Given) -> Reply:
        self.requests += 1
        return (await self.house.program.dispatch(replace(caller, key=f"r{self.requests}"), command, values)).reply

    async def owns(self, caller: Caller) -> int:
        """What is there once they have said something."""
        await self.run(caller, "start")
        now = self.clock.now()

        def work(uow: UnitOfWork) -> int:
            account = uow.accounts.of(caller)
            assert account is not None
            return uow.ledger.balance(account.id, now).available

        return await self.house.program.store.read(work)

    async def gained(self, callers: list[Caller]) -> int:
        return sum([await self.owns(caller) for caller in callers])

    async def join(self, one: Caller, other: Caller) -> Reply:
        """One shows a code, the other types it, both say yes; what the first is told."""
        shown = await self.run(one, "link")
        code = next(word for line in shown.lines for word in self.house.program.catalogue.format(line, "en").split() if "-" in word)
        seen = await self.run(other, "link", code=code.strip("\u2068\u2069.:"))
        call = button(seen, "link-join").action
        said = await self.run(other, "link-join", **call.values)  # type: ignore[union-attr]
        return await self.run(one, "link-yes", **call.values) if said.tone.value == "working" else said  # type: ignore[union-attr]


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
async def town(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Town]:
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False, overrides=GUARDED) as house:
        yield Town(house, clock)


async def test_whoever_is_new_and_no_newcomer_to_the_platform_starts_with_all_of_them(town: Town) -> None:
    assert await town.owns(town.caller("ada", days=8)) == GIFT
    assert await town.owns(town.caller("bob", platform="telegram")) == GIFT


async def test_accounts_made_today_bring_nothing_today_and_their_date_is_told(town: Town) -> None:
    fresh = [town.caller(f"sock{number}", days=0) for number in range(4)]
    assert await town.gained(fresh) == 0
    said = town.house.words(await town.run(fresh[0], "balance"))
    assert f"come on {town.clock.now() + timedelta(days=7):%B}" in said
    with town.clock.moved(days=6, hours=23):
        assert await town.owns(fresh[0]) == 0
    with town.clock.moved(days=7, minutes=1):
        assert await town.owns(fresh[0]) == GIFT
        assert await town.owns(fresh[0]) == GIFT
        assert "welcome credits" not in town.house.words(await town.run(fresh[0], "balance"))


async def test_one_server_brings_so_many_a_day_and_the_rest_the_day_after(town: Town) -> None:
    raid = [town.caller(f"raider{number}", place="raided", days=900) for number in range(4)]
    assert await town.gained(raid) == 3 * GIFT
    assert await town.gained(raid) == 3 * GIFT
    assert await town.owns(town.caller("ada", place="elsewhere", days=900)) == GIFT
    with town.clock.moved(days=1):
        assert await town.gained(raid) == 4 * GIFT


async def test_one_group_brings_so_many_a_day_and_the_rest_the_day_after(town: Town) -> None:
    raid = [town.caller(f"raider{number}", platform="telegram", group="-100") for number in range(4)]
    assert await town.gained(raid) == 3 * GIFT
    assert await town.owns(town.caller("ada", platform="telegram", group="-200")) == GIFT
    assert await town.owns(town.caller("bob", platform="telegram")) == GIFT
    with town.clock.moved(days=1):
        assert await town.gained(raid[3:]) == GIFT


async def test_a_day_brings_so_many_over_all(town: Town) -> None:
    crowd = [town.caller(f"t{number}", platform="telegram") for number in range(7)]
    assert await town.gained(crowd) == 5 * GIFT
    with town.clock.moved(days=1):
        assert await town.gained(crowd) == 7 * GIFT


async def test_leaving_and_coming_back_brings_nothing(town: Town) -> None:
    ada = town.caller("ada", days=900)
    assert await town.owns(ada) == GIFT
    await town.house.program.store.write(lambda uow: _leave(uow, town, ada))
    assert await town.owns(ada) == 0
    with town.clock.moved(days=40):
        assert await town.owns(ada) == 0


def _leave(uow: UnitOfWork, town: Town, caller: Caller) -> None:
    """What an erasure does to the account, without its files (`core/rights/purging.py`)."""
    now, ambient = town.clock.now(), town.house.program.ambient
    account = uow.accounts.of(caller)
    assert account is not None
    uow.accounts.mark_welcomed(ambient.pseudonym(f"{caller.platform} {caller.uid}"), now + timedelta(days=365))
    uow.erasures.purge(account.id, "ref", now, now)


async def test_joining_brings_what_both_have_and_parting_brings_nothing(town: Town) -> None:
    ada, second = town.caller("ada", days=900), town.caller("second", platform="telegram")
    assert await town.gained([ada, second]) == 2 * GIFT
    await town.join(ada, second)
    assert await town.owns(ada) == await town.owns(second) == 2 * GIFT
    with town.clock.moved(seconds=(UNDO_LIFE + timedelta(minutes=1)).total_seconds()):
        chat = handle(Identity("telegram", "second", "", "second", town.clock.now()))
        told = await town.run(second, "unlink-chat", chat=chat, sure=True)
        assert [line.key for line in told.lines] == ["unlink-done"]
        assert await town.owns(second) == 0
        assert await town.owns(ada) == 2 * GIFT


async def test_one_wallet_collects_no_more_than_so_many_joined_ones(town: Town) -> None:
    ada, days = town.caller("ada", days=900), 0
    assert await town.owns(ada) == GIFT
    for number in range(MOST_JOININGS + 2):
        with town.clock.moved(days=days):
            sock = town.caller(f"sock{number}", platform="telegram")
            assert await town.owns(sock) == GIFT
            told = await town.join(ada, sock)
            assert ("link-too-many" in [line.key for line in told.lines]) is (number >= MOST_JOININGS)
        days += 4
    with town.clock.moved(days=days):
        assert await town.owns(ada) == (1 + MOST_JOININGS) * GIFT
    with town.clock.moved(days=days + LATELY.days):
        assert "link-too-many" not in [line.key for line in (await town.join(ada, sock)).lines]


async def test_addresses_bring_nothing_however_they_are_spelt(town: Town) -> None:
    ada = town.caller("ada", days=900)
    assert await town.owns(ada) == GIFT
    for address in ("ada@example.org", "ada+1@example.org", "a.d.a@gmail.com"):
        await town.run(ada, "email", address=address)
    assert await town.owns(ada) == GIFT


async def test_at_the_same_moment_one_person_gets_them_once(town: Town) -> None:
    ada = town.caller("ada", days=900)
    await asyncio.gather(*(town.run(ada, "start") for _ in range(8)))
    assert await town.owns(ada) == GIFT


async def test_where_nothing_is_guarded_everybody_starts_with_all_of_them(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        town = Town(house, MovedClock())
        assert await town.gained([town.caller(f"n{number}", place="one", days=0) for number in range(60)]) == 60 * GIFT


@pytest.mark.parametrize(
    ("environment", "chosen", "days"), [("development", "", 0), ("production", "", 7), ("development", "on", 7), ("production", "off", 0)]
)
def test_it_is_guarded_where_real_people_come(environment: str, chosen: str, days: int, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "http://127.0.0.1", **{"app.environment": environment, "abuse.guard": chosen})
    assert settings.tariff().welcome.account_days == days
