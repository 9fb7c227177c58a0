"""A reading of the tables says what is in them, on both engines."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import text

from core.jobs import PictureState
from core.pulse import Ended, Figures, Line, Requests, Waiting
from core.settlement import settle
from core.storage.mail import DueLetter
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from db.verify import RULES
from tests.clock import START
from tests.db.orders import claim, move_in, order, stored

T = TypeVar("T")
MINUTE = timedelta(minutes=1)


def there(found: T | None) -> T:
    assert found is not None
    return found


async def figures(store: SqlStore, at: timedelta = timedelta(0)) -> Figures:
    return await store.read(lambda uow: uow.pulse.figures(START + at))


@pytest.fixture(autouse=True)
async def people(store: SqlStore) -> None:
    def both(uow: UnitOfWork) -> None:
        move_in(uow, "ann")
        move_in(uow, "ben")

    await store.write(both)


async def test_nothing_waits_in_an_empty_house(store: SqlStore) -> None:
    found = await figures(store)
    assert found == Figures(
        START, {"waiting": 0, "making": 0, "undelivered": 0}, 0, 0, {line: Waiting() for line in Line}, Requests(), (), None, ()
    )


async def test_jobs_and_pictures_are_counted_by_how_far_they_are(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1", 3)
        order(uow, "ben", "j2", 2, now=START + MINUTE)
        there(claim(uow, now=START + MINUTE))

    await store.write(work)
    found = await figures(store, 2 * MINUTE)
    assert found.jobs == {"waiting": 1, "making": 1, "undelivered": 0}
    assert found.lines[Line.PICTURES] == Waiting(4, START)
    assert found.turn_since in (START, START + MINUTE)


async def test_who_is_dead_makes_nothing_and_can_be_followed(store: SqlStore) -> None:
    await store.write(lambda uow: (order(uow, "ann", "j1"), claim(uow)))
    assert (await figures(store)).making == 1
    later = await figures(store, timedelta(hours=1))
    assert later.making == 0
    assert START < there(later.turn_since) < START + timedelta(hours=1)


async def test_what_came_to_its_end_is_told_newest_first(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        for n, reason in enumerate((None, "engine-busy", None)):
            at = START + n * MINUTE
            order(uow, "ann", f"j{n}", now=at)
            picture = there(claim(uow, now=at)).picture
            ended = stored(picture) if reason is None else picture.moved(PictureState.FAILED, reason=reason)
            assert uow.jobs.save(ended, owner="worker", now=at + timedelta(seconds=20))
            settle(uow, there(uow.jobs.get(f"j{n}")), at + timedelta(seconds=20))

    await store.write(work)
    found = await figures(store, 3 * MINUTE)
    moments = [START + n * MINUTE + timedelta(seconds=20) for n in (2, 1, 0)]
    assert found.latest == tuple(Ended(at, reason) for at, reason in zip(moments, (None, "engine-busy", None), strict=True))
    assert found.measured == (20.0, 20.0)
    assert found.lines[Line.DELIVERIES] == Waiting(3, moments[2])


async def test_what_providers_said_and_mails_have_ages(store: SqlStore) -> None:
    event = ProviderEvent("e1", "sandbox", "n1", "paid", "o1", "o1", 299, "USD")

    def work(uow: UnitOfWork) -> None:
        uow.payments.receive(event, START)
        uow.payments.receive(replace(event, id="e2", event_ref="n2"), START + MINUTE)
        uow.letters.add(DueLetter("l1", "ann", "ann@example.org", "sign-in", {}, "en"), START + MINUTE)

    await store.write(work)
    found = await figures(store, 3 * MINUTE)
    assert found.lines[Line.PAYMENTS] == Waiting(2, START)
    assert found.lines[Line.PAYMENTS].age(found.at) == 3 * MINUTE
    assert found.lines[Line.LETTERS] == Waiting(1, START + MINUTE)


async def test_the_rules_of_the_books_are_looked_at_one_by_one(store: SqlStore) -> None:
    def look(uow: UnitOfWork) -> dict[str, int]:
        return {rule: uow.pulse.breaches(rule, START) for rule in uow.pulse.rules()}

    assert await store.read(look) == dict.fromkeys(RULES, 0)

    def break_them(uow: SqlUnitOfWork) -> None:
        uow.connection.execute(text("UPDATE wallet SET held = held + 1, posted = posted + 1 WHERE account_id = 'ann'"))

    await store.write(break_them)  # type: ignore[arg-type]
    broken = {rule for rule, rows in (await store.read(look)).items() if rows}
    assert {"wallet-is-its-postings", "held-is-open-holds"} <= broken
