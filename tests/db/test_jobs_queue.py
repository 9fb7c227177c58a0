"""Whose picture is next, how many at once, and what happens when workers die or get in each other's way."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from core.jobs import Job, PictureJob, PictureState, Place
from core.pricing import Quality
from core.storage.jobs import Claim
from core.storage.unit_of_work import UnitOfWork
from db.queue import TURN
from db.store import SqlStore
from db.turns import take_turns
from tests.clock import START
from tests.db.orders import LEASE, again, claim, move_in, order, stored, turns

SECOND = timedelta(seconds=1)
MANY = [f"p{n}" for n in range(9)]


def there(found: Claim | None) -> Claim:
    assert found is not None
    return found


@pytest.fixture(autouse=True)
async def people(store: SqlStore) -> None:
    def all_of_them(uow: UnitOfWork) -> None:
        for name in ("ann", "ben", *MANY):
            move_in(uow, name)

    await store.write(all_of_them)


# --- fair order ---


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        pytest.param(
            [("ann", 30), *((name, 1) for name in MANY)],
            ["ann/0", *(f"{name}/0" for name in MANY), *(f"ann/{n}" for n in range(1, 30))],
            id="nine people with one each come right after the first of thirty",
        ),
        pytest.param(
            [("ann", 3), ("ben", 3)],
            ["ann/0", "ben/0", "ann/1", "ben/1", "ann/2", "ben/2"],
            id="two people with three each alternate",
        ),
        pytest.param(
            [("p3", 1), ("p1", 1), ("p2", 1), ("p0", 1)],
            ["p3/0", "p1/0", "p2/0", "p0/0"],
            id="equal ranks go by age, whatever the ids",
        ),
        pytest.param(
            [("ann", 2), ("ben", 1), ("p0", 3)],
            ["ann/0", "ben/0", "p0/0", "ann/1", "p0/1", "p0/2"],
            id="whoever has none left is passed over",
        ),
    ],
)
async def test_the_order_of_turns(store: SqlStore, asks: list[tuple[str, int]], expected: list[str]) -> None:
    for name, count in asks:
        await store.write(lambda uow, name=name, count=count: order(uow, name, name, count))  # type: ignore[misc]
    assert await store.write(turns) == expected


async def test_a_newcomer_comes_next_but_does_not_overtake_those_who_wait_as_long_as_the_head(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        order(uow, "ann", "ann", 5)
        order(uow, "ben", "ben", 2)
        first = turns(uow, most=3)  # ann/0, ben/0, ann/1: now rank 1 is being served
        order(uow, "p0", "p0", 2)
        return first + turns(uow)

    assert await store.write(work) == ["ann/0", "ben/0", "ann/1", "ben/1", "p0/0", "ann/2", "p0/1", "ann/3", "ann/4"]


async def test_pictures_under_way_count_against_their_person(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        order(uow, "ann", "first", 3)
        turns(uow)
        order(uow, "ann", "second")
        order(uow, "ben", "ben", 2)
        return turns(uow)

    # The empty queue stands at 2, but Ann has that rank under way and gets 3; the queue stands at 3 when Ben comes.
    assert await store.write(work) == ["second/0", "ben/0", "ben/1"]


async def test_a_picture_to_be_asked_for_again_keeps_its_turn(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> tuple[list[str], list[str]]:
        order(uow, "ann", "ann", 3)
        order(uow, "ben", "ben", 3)
        picture = there(claim(uow)).picture
        assert uow.jobs.save(again(picture, START + 10 * SECOND), owner="worker", now=START)
        return turns(uow, most=2), turns(uow, START + 10 * SECOND)

    before, after = await store.write(work)
    assert before == ["ben/0", "ann/1"]
    assert after == ["ann/0", "ben/1", "ann/2", "ben/2"]


async def test_a_picture_that_is_not_due_holds_up_nobody(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        order(uow, "ann", "early", now=START + 5 * SECOND)  # this machine's clock is ahead of the worker's
        order(uow, "ann", "ann", 1)
        order(uow, "ben", "ben", 1)
        now = turns(uow)
        assert turns(uow, START + 4 * SECOND) == []
        return now + turns(uow, START + 5 * SECOND)

    assert await store.write(work) == ["ben/0", "ann/0", "early/0"]


# --- limits ---


async def test_a_person_at_their_limit_is_passed_over_until_a_picture_is_finished(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        order(uow, "ann", "ann", 4)
        order(uow, "ben", "ben", 1)
        mine = [there(claim(uow, per_person=2)) for _ in range(3)]
        assert claim(uow, per_person=2) is None
        uow.jobs.save(stored(mine[0].picture), owner="worker", now=START)
        mine.append(there(claim(uow, per_person=2)))
        return [claimed.picture.id for claimed in mine]

    assert await store.write(work) == ["ann/0", "ben/0", "ann/1", "ann/2"]


async def test_no_more_than_so_many_are_under_way(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> int:
        order(uow, "ann", "ann", 4)
        order(uow, "ben", "ben", 4)
        taken = 0
        while taken < 10 and claim(uow, at_once=3):
            taken += 1
        return taken

    assert await store.write(work) == 3


async def test_32_claimers_never_exceed_the_limits_and_reach_them(store: SqlStore) -> None:
    """Everybody claims and finishes as fast as they can; every claim looks at the table it has just changed."""
    for name in MANY:
        await store.write(lambda uow, name=name: order(uow, name, name, 4))  # type: ignore[misc]
    made: list[str] = []
    seen: Counter[int] = Counter()

    def take(uow: UnitOfWork, owner: str) -> Claim | None:
        claimed = claim(uow, owner, at_once=5, per_person=2)
        asked = [
            (job.account_id, p.id) for name in MANY for job in uow.jobs.working(name) for p in job.pictures if p.state is PictureState.ASKED
        ]
        assert len(asked) <= 5
        assert max(Counter(name for name, _ in asked).values(), default=0) <= 2
        seen[len(asked)] += 1
        return claimed

    async def work(owner: str) -> None:
        for _ in range(400):
            if len(made) == 36:
                return
            claimed = await store.write(lambda uow: take(uow, owner))
            if claimed:
                await asyncio.sleep(0)
                assert await store.write(lambda uow, c=claimed: uow.jobs.save(stored(c.picture), owner=owner, now=START))  # type: ignore[misc]
                made.append(claimed.picture.id)

    await asyncio.gather(*(work(f"w{n}") for n in range(32)))
    assert sorted(made) == sorted(f"{name}/{n}" for name in MANY for n in range(4))
    assert max(seen) == 5


async def test_32_claimers_at_the_same_moment_get_exactly_the_limits(store: SqlStore) -> None:
    for name in ("ann", "ben", "p0"):
        await store.write(lambda uow, name=name: order(uow, name, name, 10))  # type: ignore[misc]
    claims = await asyncio.gather(*(store.write(lambda uow: claim(uow, at_once=100, per_person=3)) for _ in range(32)))
    taken = [claimed.job.account_id for claimed in claims if claimed]
    assert Counter(taken) == {"ann": 3, "ben": 3, "p0": 3}
    claims = await asyncio.gather(*(store.write(lambda uow: claim(uow, at_once=14, per_person=9)) for _ in range(32)))
    assert sum(claimed is not None for claimed in claims) == 5


# --- leases ---


async def test_an_abandoned_picture_is_taken_first_and_marked(store: SqlStore) -> None:
    later = START + LEASE + SECOND

    def work(uow: UnitOfWork) -> tuple[Claim, Claim]:
        order(uow, "ann", "ann", 3)
        claim(uow, "dead")
        return there(claim(uow, "alive", later, at_once=1, per_person=1)), there(claim(uow, "alive", later))

    first, second = await store.write(work)
    assert (first.picture.id, first.again, first.picture.attempts, first.picture.state) == ("ann/0", True, 2, PictureState.ASKED)
    assert (second.picture.id, second.again, second.picture.attempts) == ("ann/1", False, 1)


async def test_an_abandoned_picture_waits_too_while_as_many_as_allowed_are_alive(store: SqlStore) -> None:
    later = START + LEASE + SECOND

    def work(uow: UnitOfWork) -> tuple[Claim | None, Claim | None]:
        order(uow, "ann", "ann", 3)
        alive = [there(claim(uow, "alive")).picture.id for _ in range(2)]
        claim(uow, "dead")
        uow.jobs.heartbeat("alive", alive, later + LEASE)
        return claim(uow, "new", later, at_once=2), claim(uow, "new", later, at_once=3)

    refused, taken = await store.write(work)
    assert refused is None
    assert there(taken).again


async def test_a_lease_holds_to_its_last_moment(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[Claim | None]:
        order(uow, "ann", "ann", 1)
        claim(uow)
        return [claim(uow, now=START + LEASE), claim(uow, now=START + LEASE + timedelta(microseconds=1))]

    held, taken = await store.write(work)
    assert held is None
    assert there(taken).again


async def test_a_heartbeat_keeps_what_is_owned_and_says_what_is_not(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        order(uow, "ann", "ann", 3)
        mine = [there(claim(uow, "mine")).picture for _ in range(2)]
        others = there(claim(uow, "other")).picture
        uow.jobs.save(stored(mine[1]), owner="mine", now=START)
        ids = [mine[0].id, mine[1].id, others.id, "no such picture"]
        assert uow.jobs.heartbeat("mine", ids, START + 3 * LEASE) == {mine[0].id}
        assert uow.jobs.heartbeat("mine", [], START + 3 * LEASE) == set()
        taken = there(claim(uow, "third", START + 2 * LEASE))
        assert (taken.picture.id, taken.again) == (others.id, True)
        assert claim(uow, "third", START + 2 * LEASE) is None

    await store.write(work)


async def test_whoever_has_lost_the_lease_saves_nothing(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> Job | None:
        order(uow, "ann", "ann", 1)
        old = there(claim(uow, "slow")).picture
        later = START + 2 * LEASE
        new = there(claim(uow, "quick", later)).picture
        assert uow.jobs.heartbeat("slow", [old.id], later + LEASE) == set()
        assert not uow.jobs.save(stored(old), owner="slow", now=later)
        assert not uow.jobs.save(again(old, later), owner="slow", now=later)
        before = uow.jobs.get("ann")
        assert uow.jobs.save(stored(new), owner="quick", now=later)
        return before

    job = await store.write(work)
    assert job is not None
    assert job.pictures[0].state is PictureState.ASKED


async def test_an_owner_whose_lease_ended_unnoticed_may_still_save(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> bool:
        order(uow, "ann", "ann", 1)
        return uow.jobs.save(stored(there(claim(uow)).picture), owner="worker", now=START + 9 * LEASE)

    assert await store.write(work)


async def test_many_claimers_take_over_an_abandoned_picture_once(store: SqlStore) -> None:
    await store.write(lambda uow: order(uow, "ann", "ann", 2))
    await store.write(lambda uow: [claim(uow, "dead"), claim(uow, "dead")])
    later = START + 2 * LEASE
    claims = await asyncio.gather(*(store.write(lambda uow, n=n: claim(uow, f"w{n}", later)) for n in range(32)))  # type: ignore[misc]
    assert sorted(claimed.picture.id for claimed in claims if claimed) == ["ann/0", "ann/1"]


# --- at the same time ---


async def test_a_cancelled_picture_is_never_claimed_and_a_claimed_one_never_cancelled(store: SqlStore) -> None:
    for n in range(12):
        await store.write(lambda uow, n=n: order(uow, "ann", f"j{n}", 2))  # type: ignore[misc]

    cancels = [store.write(lambda uow, n=n: uow.jobs.cancel(f"j{n}", START)) for n in range(12)]  # type: ignore[misc]
    claims = [store.write(lambda uow: claim(uow)) for _ in range(12)]
    mixed = [step for pair in zip(cancels, claims, strict=True) for step in pair]
    results = await asyncio.gather(*mixed)
    cancelled = sum(result for result in results if isinstance(result, int))
    claimed = {result.picture.id for result in results if isinstance(result, Claim)}
    pictures: list[PictureJob] = []
    for n in range(12):
        job = await store.read(lambda uow, n=n: uow.jobs.get(f"j{n}"))  # type: ignore[misc]
        assert job is not None
        pictures += job.pictures
    assert {p.id for p in pictures if p.state is PictureState.ASKED} == claimed
    assert sum(p.state is PictureState.CANCELLED for p in pictures) == cancelled
    assert sum(p.state is PictureState.QUEUED for p in pictures) == 24 - cancelled - len(claimed)
    assert len(await store.write(turns)) == 24 - cancelled - len(claimed)


async def test_nobody_is_forgotten_when_people_come_cancel_and_are_served_at_once(store: SqlStore) -> None:
    names = ["ann", "ben", *MANY]
    asked = [store.write(lambda uow, name=name: order(uow, name, f"{name}-1", 3)) for name in names]  # type: ignore[misc]
    await asyncio.gather(*asked)
    more = [store.write(lambda uow, name=name: order(uow, name, f"{name}-2", 3)) for name in names]  # type: ignore[misc]
    gone = [store.write(lambda uow, name=name: uow.jobs.cancel(f"{name}-1", START)) for name in names]  # type: ignore[misc]
    served = [store.write(lambda uow: claim(uow)) for _ in names]
    results = await asyncio.gather(*(step for trio in zip(more, gone, served, strict=True) for step in trio))
    out = sum(result for result in results if isinstance(result, int)) + sum(isinstance(result, Claim) for result in results)
    assert len(await store.write(turns)) == 6 * len(names) - out
    assert await store.read(lambda uow: uow.jobs.waiting()) == 6 * len(names) - sum(r for r in results if isinstance(r, int))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_queueing_does_not_wait_for_whoever_has_the_turn(store: SqlStore, postgres_url: str) -> None:
    """SQLite has one writer, so there nobody can be in the way."""
    engine = create_async_engine(postgres_url)
    async with engine.begin() as connection:
        await connection.run_sync(take_turns, TURN)
        async with asyncio.timeout(1.5):
            await store.write(lambda uow: order(uow, "ann", "ann", 2))
    await engine.dispose()
    assert await store.write(turns) == ["ann/0", "ann/1"]


# --- where a job stands ---


async def test_the_place_counts_who_comes_first_and_the_time_what_is_measured(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> dict[str, Place]:
        order(uow, "ann", "ann", 4)
        ben = order(uow, "ben", "ben", 2)
        p0 = order(uow, "p0", "p0", 1)
        unknown = uow.jobs.place(ben, at_once=2)
        first = there(claim(uow))  # ann/0
        uow.jobs.save(stored(first.picture), owner="worker", now=START + 10 * SECOND)
        claim(uow)  # ben/0
        claim(uow)  # p0/0
        return {
            "unknown": unknown,
            "ann": uow.jobs.place(first.job, at_once=2),
            "ben": uow.jobs.place(ben, at_once=2),
            "p0": uow.jobs.place(p0, at_once=2),
        }

    assert await store.write(work) == {
        "unknown": Place(1, None),  # behind ann/0; nothing was measured yet
        "ann": Place(0, 20),  # three to go and the two others half done: two rounds of ten seconds
        "ben": Place(1, 20),  # ann/1 first; two of its own, and the other one under way
        "p0": Place(0, 10, START),  # being made
    }


async def test_times_are_measured_on_pictures_of_the_same_quality_if_there_are_any(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[int | None]:
        for id, quality, seconds in (("low", Quality.LOW, 5), ("high", Quality.HIGH, 60)):
            order(uow, "ann", id, quality=quality)
            uow.jobs.save(stored(there(claim(uow)).picture), owner="worker", now=START + seconds * SECOND)
        wanted = [order(uow, "ben", f"ben-{quality}", quality=quality) for quality in Quality]
        places = [uow.jobs.place(job, at_once=100).seconds for job in wanted]
        assert [job.quality for job in wanted] == [Quality.LOW, Quality.MEDIUM, Quality.HIGH]
        return places

    assert await store.write(work) == [5, 32, 60]


async def test_a_job_that_is_over_has_no_place(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> Place:
        job = order(uow, "ann", "ann")
        uow.jobs.cancel("ann", START)
        return uow.jobs.place(job, at_once=2)

    assert await store.write(work) == Place(0, None)


async def test_the_places_of_all_are_those_that_each_has_alone_in_order_and_without_jobs_that_were_begun(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        for name in ("ann", "ben", "p0", "p1"):
            order(uow, name, name, 3)
        picture = there(claim(uow)).picture  # ann/0
        uow.jobs.save(again(picture, START + SECOND), owner="worker", now=START)

    await store.write(work)

    def alone(uow: UnitOfWork) -> list[tuple[str, Place]]:
        jobs = {name: uow.jobs.get(name) for name in ("ben", "p0", "p1")}
        return [(name, uow.jobs.place(job, at_once=2)) for name, job in jobs.items() if job is not None]

    together = await store.read(lambda uow: uow.jobs.places(10, at_once=2))
    assert together == await store.read(alone)
    assert [place.ahead for _, place in together] == sorted({place.ahead for _, place in together})
    assert await store.read(lambda uow: uow.jobs.places(2, at_once=2)) == together[:2]
    assert await store.read(lambda uow: uow.jobs.waiting()) == 12


async def test_time_that_has_passed_is_not_told_again(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[int | None]:
        order(uow, "ann", "first")
        claimed = there(claim(uow))
        assert uow.jobs.save(stored(claimed.picture), owner="worker", now=START + timedelta(seconds=60))
        job = order(uow, "ben", "second")
        later = START + timedelta(minutes=5)
        waiting = uow.jobs.place(job, at_once=2)
        assert there(claim(uow, now=later)).job.id == "second"
        begun = uow.jobs.place(job, at_once=2)
        rest = timedelta(seconds=30)
        return [
            waiting.left(later).seconds,
            waiting.left(later, rest).seconds,
            *[begun.left(later + timedelta(seconds=passed), rest).seconds for passed in (0, 20, 59, 61)],
        ]

    assert await store.write(work) == [60, 90, 60, 40, 1, None]
