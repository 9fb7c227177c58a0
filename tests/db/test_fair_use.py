"""What the limits count, on both engines (docs/decisions/0040)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.accounts import Account
from core.forbidden.refused import RefusalState, RefusedPrompt
from core.forbidden.screen import Ground
from core.linking import Merge
from core.reply import Reply
from core.storage.jobs import Busy
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from tests.clock import START
from tests.db.orders import accept, draft, move_in
from tests.db.rows import arrive, caller

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def refused(number: int, ground: Ground = Ground.THREATS, state: RefusalState = RefusalState.REFUSED) -> RefusedPrompt:
    appealed = START if state is RefusalState.APPEALED else None
    return RefusedPrompt(f"R{number}", "a-ann", ground, f"words {number}", state, START + number * MINUTE, appealed)


async def test_refusals_are_counted_unless_they_were_wrong_or_the_models(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        arrive("ann")(uow)
        for number in range(4):
            uow.refusals.add(refused(number))
        uow.refusals.add(refused(0))
        uow.refusals.add(refused(8, Ground.MODEL))
        uow.refusals.add(refused(9, state=RefusalState.ALLOWED))
        assert [uow.refusals.nth_latest("a-ann", number, since=START - DAY) for number in (1, 4, 5)] == [START + 3 * MINUTE, START, None]
        assert uow.refusals.nth_latest("a-ann", 2, since=START + 2 * MINUTE) is None
        assert uow.refusals.nth_latest("a-bob", 1, since=START - DAY) is None

    await store.write(work)


async def test_an_appeal_waits_until_somebody_has_decided(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        arrive("ann")(uow)
        uow.refusals.add(refused(1))
        waiting = replace(refused(1), state=RefusalState.APPEALED, appealed_at=START)
        uow.refusals.save(waiting)
        assert uow.refusals.contested() == uow.refusals.of("a-ann") == [waiting]
        uow.refusals.save(replace(waiting, state=RefusalState.UPHELD))
        assert uow.refusals.contested() == []
        found = uow.refusals.get("R1")
        assert found is not None
        assert found.state is RefusalState.UPHELD

    await store.write(work)


async def test_answers_are_counted_from_the_beginning_of_the_minute(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        account = arrive("ann")(uow)
        for number in range(3):
            uow.requests.remember("web", f"k{number}", "f", Reply(), account, START + number * MINUTE / 4)
        assert [uow.requests.answered(account, most, since=START) for most in (3, 4)] == [True, False]
        assert not uow.requests.answered(account, 3, since=START + MINUTE / 8)

    await store.write(work)


@pytest.mark.parametrize(
    ("ago", "begun", "counts"),
    [
        (MINUTE, True, Busy(2, 2, 1)),
        (2 * HOUR, True, Busy(0, 2, 1)),
        (13 * HOUR, True, Busy(0, 0, 1)),
        (25 * HOUR, True, Busy(0, 0, 0)),
        (MINUTE, False, Busy(0, 0, 0)),
    ],
)
async def test_pictures_of_a_person_and_of_a_place_are_counted(store: SqlStore, ago: timedelta, begun: bool, counts: Busy) -> None:
    def work(uow: UnitOfWork) -> None:
        move_in(uow, "ann")
        job = replace(draft("ann", "j", 2, now=START - ago), community="server")
        uow.jobs.add(job)
        if begun:
            accept(uow, job)
        assert uow.jobs.busy("ann", hour=START - HOUR, day=START - 12 * HOUR, since=START - DAY) == counts
        assert uow.jobs.pictures_of_place("server", since=START - HOUR) == counts.in_hour
        assert uow.jobs.pictures_of_place("other", since=START - HOUR) == 0

    await store.write(work)


async def test_joinings_are_counted_with_those_that_came_along(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        for who in ("ann", "bob", "eve"):
            arrive(who)(uow)
        for number, (survivor, absorbed) in enumerate((("bob", "eve"), ("ann", "bob"))):
            at = START + number * 4 * DAY
            uow.merges.merge(Merge(f"m{number}", f"a-{survivor}", f"a-{absorbed}", at, at + 3 * DAY, 0), at)
        assert [uow.merges.lately("a-ann", since) for since in (START - DAY, START + DAY, START + 9 * DAY)] == [2, 1, 0]
        uow.merges.undo("m1", START + 5 * DAY)
        assert [uow.merges.lately(who, START - DAY) for who in ("a-ann", "a-bob")] == [0, 1]

    await store.write(work)


async def test_welcome_credits_that_wait_have_a_date(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        waiting = Account("a-ann", START, "p-ann", welcome_at=START + DAY)
        uow.accounts.create(waiting, caller("ann"))
        assert uow.accounts.get("a-ann").welcome_at == START + DAY
        uow.accounts.welcome_at("a-ann", None)
        assert uow.accounts.get("a-ann").welcome_at is None

    await store.write(work)
