"""The life of a job: draft, yes, work, end, message, removal; and how it is read back."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from core.caller import Address
from core.jobs import IllegalStep, Job, JobState, Outcome, PictureState
from core.ports import Reference
from core.settlement import settle
from core.storage.unit_of_work import UnitOfWork
from db.jobs import SqlJobs
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START, FakeClock
from tests.db.orders import FACTS, accept, again, claim, draft, move_in, order, stored
from tests.db.statements import watched

T = TypeVar("T")
TEN = timedelta(seconds=10)
REFERENCES = (Reference("a/ann/up1", "image/png"), Reference("a/ann/up2", "image/jpeg"))


def there(found: T | None) -> T:
    assert found is not None
    return found


@pytest.fixture(autouse=True)
async def people(store: SqlStore) -> None:
    def both(uow: UnitOfWork) -> None:
        move_in(uow, "ann")
        move_in(uow, "ben")

    await store.write(both)


def made(uow: UnitOfWork, id: str, *, now: datetime = START) -> Job:
    """A finished job of one picture, due for delivery."""
    order(uow, "ann", id, now=now)
    picture = there(claim(uow, now=now)).picture
    uow.jobs.save(stored(picture), owner="worker", now=now)
    return settle(uow, there(uow.jobs.get(id)), now)


async def test_a_draft_comes_back_as_it_was_stored(store: SqlStore) -> None:
    job = replace(draft("ann", "j1", 3), references=REFERENCES, parent_id="j0", private=True)
    await store.write(lambda uow: uow.jobs.add(job))
    assert await store.read(lambda uow: uow.jobs.get("j1")) == job
    assert await store.read(lambda uow: uow.jobs.get("j2")) is None


async def test_a_yes_stores_the_new_address_and_queues_the_pictures(store: SqlStore) -> None:
    job = replace(draft("ann", "j1", 3), references=REFERENCES)
    elsewhere = Address("web", "other chat", "m9")

    def say_yes(uow: UnitOfWork) -> Job:
        uow.jobs.add(job)
        return accept(uow, replace(job, address=elsewhere))

    working = await store.write(say_yes)
    assert await store.read(lambda uow: uow.jobs.get("j1")) == working
    assert working.address == elsewhere
    assert working.references == REFERENCES
    assert [p.state for p in working.pictures] == [PictureState.QUEUED] * 3
    assert await store.read(lambda uow: uow.jobs.of_picture("j1/2")) == working


async def test_a_second_yes_is_an_illegal_step_and_queues_nothing(store: SqlStore) -> None:
    working = await store.write(lambda uow: order(uow, "ann", "j1", 2))
    with pytest.raises(IllegalStep):
        await store.write(lambda uow: uow.jobs.start(working))
    assert await store.read(lambda uow: uow.jobs.waiting()) == 2


async def test_a_claimed_picture_is_stored_and_the_job_ends_once(store: SqlStore) -> None:
    job = await store.write(lambda uow: made(uow, "j1"))
    found = there(await store.read(lambda uow: uow.jobs.get("j1")))
    assert (found.state, found.outcome, found.finished_at) == (JobState.FINISHED, Outcome.DONE, START)
    assert (found.pictures[0].facts, found.pictures[0].attempts) == (FACTS, 1)
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=False))
    await store.write(lambda uow: uow.jobs.finish(replace(job, outcome=Outcome.FAILED), START + TEN))
    kept = there(await store.read(lambda uow: uow.jobs.get("j1")))
    assert kept == replace(found, address=replace(found.address, grant=""))
    assert await store.write(lambda uow: uow.jobs.claim_delivery(START + TEN, first_pause=TEN, longest_pause=TEN)) is None


async def test_a_failed_picture_keeps_its_reason(store: SqlStore) -> None:
    def fail(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1")
        picture = there(claim(uow)).picture
        assert uow.jobs.save(picture.moved(PictureState.FAILED, reason="engine-busy"), owner="worker", now=START)
        settle(uow, there(uow.jobs.get("j1")), START)

    await store.write(fail)
    found = there(await store.read(lambda uow: uow.jobs.get("j1")))
    assert (found.outcome, found.reason, found.pictures[0].reason) == (Outcome.FAILED, "engine-busy", "engine-busy")


@pytest.mark.parametrize("state", [PictureState.ASKED, PictureState.REMOVED])
async def test_a_worker_cannot_save_an_illegal_step(store: SqlStore, state: PictureState) -> None:
    def save(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1")
        uow.jobs.save(replace(there(claim(uow)).picture, state=state), owner="worker", now=START)

    with pytest.raises(IllegalStep):
        await store.write(save)


@pytest.mark.parametrize("state", ["asked", "failed", "cancelled"])
async def test_only_a_stored_picture_can_be_removed(store: SqlStore, state: str) -> None:
    def bring_to(uow: UnitOfWork) -> str:
        order(uow, "ann", "j1")
        if state == "cancelled":
            uow.jobs.cancel("j1", START)
            return "j1/0"
        picture = there(claim(uow)).picture
        if state == "failed":
            uow.jobs.save(picture.moved(PictureState.FAILED, reason="x"), owner="worker", now=START)
        return picture.id

    picture_id = await store.write(bring_to)
    with pytest.raises(IllegalStep):
        await store.write(lambda uow: uow.jobs.remove(picture_id, START))


async def test_nothing_is_saved_that_is_not_owned_or_not_asked_for(store: SqlStore) -> None:
    def attempts(uow: UnitOfWork) -> list[bool]:
        order(uow, "ann", "j1")
        picture = there(claim(uow, "worker")).picture
        return [
            uow.jobs.save(stored(picture), owner="other", now=START),
            uow.jobs.save(stored(picture), owner="worker", now=START),
            uow.jobs.save(picture.moved(PictureState.FAILED, reason="late"), owner="worker", now=START),
        ]

    assert await store.write(attempts) == [False, True, False]
    assert there(await store.read(lambda uow: uow.jobs.get("j1"))).pictures[0].state is PictureState.STORED


async def test_a_stored_picture_without_facts_is_refused_by_the_database(store: SqlStore) -> None:
    def save(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1")
        uow.jobs.save(there(claim(uow)).picture.moved(PictureState.STORED), owner="worker", now=START)

    with pytest.raises(IntegrityError):
        await store.write(save)


async def test_the_last_two_pictures_of_a_job_saved_at_the_same_moment_end_it_once(store: SqlStore) -> None:
    """Each of two transactions that do not see one another would take itself for the last but one."""
    await store.write(lambda uow: order(uow, "ann", "j1", 4))
    pictures = [there(await store.write(lambda uow: claim(uow))).picture for _ in range(4)]

    def close(uow: UnitOfWork, number: int) -> bool:
        assert uow.jobs.save(stored(pictures[number]), owner="worker", now=START)
        job = there(uow.jobs.get("j1"))
        if job.settled:
            settle(uow, job, START)
        return job.settled

    ended = await asyncio.gather(*(store.write(lambda uow, n=n: close(uow, n)) for n in range(4)))  # type: ignore[misc]
    assert sorted(ended) == [False, False, False, True]
    assert there(await store.read(lambda uow: uow.jobs.get("j1"))).state is JobState.FINISHED


async def test_cancelling_takes_only_what_nobody_has_asked_for(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> tuple[int, int]:
        order(uow, "ann", "j1", 3)
        order(uow, "ann", "j2", 1)
        claim(uow)
        return uow.jobs.cancel("j1", START), uow.jobs.cancel("j1", START)

    assert await store.write(work) == (2, 0)
    found = there(await store.read(lambda uow: uow.jobs.get("j1")))
    assert [p.state.value for p in found.pictures] == ["asked", "cancelled", "cancelled"]
    assert there(await store.write(lambda uow: claim(uow))).picture.id == "j2/0"


async def test_jobs_are_read_newest_first_without_drafts_and_page_by_page(store: SqlStore, clock: FakeClock) -> None:
    for n in range(5):
        await store.write(lambda uow, n=n: order(uow, "ann", f"j{n}", now=clock.now()))  # type: ignore[misc]
        clock.advance(1)
    await store.write(lambda uow: uow.jobs.add(draft("ann", "d1", now=clock.now())))
    await store.write(lambda uow: order(uow, "ben", "b1", now=clock.now()))
    page = await store.read(lambda uow: uow.jobs.recent("ann", limit=2))
    older = await store.read(lambda uow: uow.jobs.recent("ann", limit=9, before=page[-1].created_at))
    assert [job.id for job in page + older] == ["j4", "j3", "j2", "j1", "j0"]
    assert there(await store.read(lambda uow: uow.jobs.latest_draft_or_job("ann"))).id == "d1"
    assert [job.id for job in await store.read(lambda uow: uow.jobs.working("ann"))] == ["j0", "j1", "j2", "j3", "j4"]
    assert await store.read(lambda uow: uow.jobs.latest_draft_or_job("nobody")) is None


async def test_a_code_is_found_in_any_case_but_only_by_its_owner(store: SqlStore) -> None:
    await store.write(lambda uow: uow.jobs.add(replace(draft("ann", "j1"), code="A7K2QX")))
    for code in ("A7K2QX", "a7k2qx", "A7k2qX"):
        assert there(await store.read(lambda uow, code=code: uow.jobs.by_code("ann", code))).id == "j1"  # type: ignore[misc]
    assert await store.read(lambda uow: uow.jobs.by_code("ben", "A7K2QX")) is None
    assert await store.read(lambda uow: uow.jobs.by_code("ann", "A7K2Q")) is None


async def test_a_list_of_jobs_costs_three_queries_however_long(store: SqlStore) -> None:
    for n in range(6):
        await store.write(lambda uow, n=n: order(uow, "ann", f"j{n}", 4))  # type: ignore[misc]

    def count(uow: UnitOfWork) -> tuple[int, int]:
        assert isinstance(uow, SqlUnitOfWork)
        with watched(uow.connection) as sent:
            return len(uow.jobs.recent("ann", limit=50)), len(sent)

    assert await store.write(count) == (6, 3)


async def test_old_drafts_are_forgotten_with_their_references(store: SqlStore, clock: FakeClock) -> None:
    def ask(uow: UnitOfWork) -> None:
        uow.jobs.add(replace(draft("ann", "old"), references=REFERENCES))
        uow.jobs.add(replace(draft("ann", "new", now=START + TEN), references=REFERENCES))
        order(uow, "ann", "accepted")

    await store.write(ask)
    assert await store.write(lambda uow: uow.jobs.drop_drafts(START + TEN)) == 1
    left = await store.read(lambda uow: [uow.jobs.get(id) for id in ("old", "new", "accepted")])
    assert [job and job.id for job in left] == [None, "new", "accepted"]
    assert there(left[1]).references == REFERENCES
    assert await store.write(lambda uow: uow.jobs.drop_drafts(START + TEN)) == 0


async def test_more_drafts_than_one_round_takes_are_forgotten_in_rounds(store: SqlStore) -> None:
    def ask(uow: UnitOfWork) -> None:
        for n in range(501):
            uow.jobs.add(draft("ann", f"d{n}"))

    await store.write(ask)
    assert [await store.write(lambda uow: uow.jobs.drop_drafts(START + TEN)) for _ in range(3)] == [500, 1, 0]


async def test_a_message_that_is_not_delivered_is_due_again_after_ever_longer_pauses(store: SqlStore) -> None:
    await store.write(lambda uow: made(uow, "j1"))
    now, pauses = START, []
    for attempt in range(5):
        job, earlier = there(await store.write(lambda uow, now=now: uow.jobs.claim_delivery(now, first_pause=TEN, longest_pause=6 * TEN)))  # type: ignore[misc]
        assert (job.id, earlier) == ("j1", attempt)
        pauses.append(await _seconds_until_due(store, now))
        now += timedelta(seconds=pauses[-1])
    assert pauses == [10, 20, 40, 60, 60]


async def _seconds_until_due(store: SqlStore, now: datetime) -> int:
    """When the next claim would succeed, looked up and undone."""

    class Undo(Exception):
        pass

    def look(uow: UnitOfWork, at: datetime) -> None:
        if uow.jobs.claim_delivery(at, first_pause=TEN, longest_pause=TEN):
            raise Undo

    for seconds in range(0, 130, 10):
        try:
            await store.write(lambda uow, at=now + timedelta(seconds=seconds): look(uow, at))  # type: ignore[misc]
        except Undo:
            return seconds
    raise AssertionError("never due again")


@pytest.mark.parametrize("kept", [False, True])
async def test_a_delivered_message_is_not_due_any_more(store: SqlStore, kept: bool) -> None:
    await store.write(lambda uow: made(uow, "j1"))
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=kept))
    later = START + timedelta(days=1)
    assert await store.write(lambda uow: uow.jobs.claim_delivery(later, first_pause=TEN, longest_pause=TEN)) is None


@pytest.mark.parametrize("kept", [False, True])
async def test_what_could_not_be_delivered_is_named_once_to_its_person(store: SqlStore, kept: bool) -> None:
    await store.write(lambda uow: made(uow, "j1"))
    code = there(await store.read(lambda uow: uow.jobs.get("j1"))).code
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=kept))
    assert await store.write(lambda uow: uow.jobs.found_again("somebody")) == []
    told = [await store.write(lambda uow: uow.jobs.found_again("ann")) for _ in range(2)]
    assert told == [[code] if kept else [], []]


async def test_each_due_message_goes_to_exactly_one_of_many_claimers(store: SqlStore) -> None:
    for n in range(8):
        await store.write(lambda uow, n=n: made(uow, f"j{n}"))  # type: ignore[misc]
    pause = timedelta(minutes=1)

    async def deliver() -> list[str]:
        mine = []
        while claimed := await store.write(lambda uow: uow.jobs.claim_delivery(START, first_pause=pause, longest_pause=pause)):
            mine.append(claimed[0].id)
        return mine

    shares = await asyncio.gather(*(deliver() for _ in range(32)))
    assert sorted(id for share in shares for id in share) == [f"j{n}" for n in range(8)]


async def test_a_new_address_moves_the_answer_of_a_working_job_and_repeats_that_of_a_finished_one(store: SqlStore) -> None:
    there_now = Address("web", "other chat")

    def work(uow: UnitOfWork) -> Job:
        order(uow, "ann", "j1")
        uow.jobs.redeliver("j1", there_now, START)
        assert uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN) is None
        uow.jobs.save(stored(there(claim(uow)).picture), owner="worker", now=START)
        settle(uow, there(uow.jobs.get("j1")), START)
        return there(uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN))[0]

    assert (await store.write(work)).address == there_now
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=False))
    await store.write(lambda uow: uow.jobs.redeliver("j1", Address("web", "third"), START))
    job, earlier = there(await store.write(lambda uow: uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN)))
    assert (job.address.chat, earlier) == ("third", 0)


async def test_the_message_that_shows_a_job_at_work_is_where_its_end_goes(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        job = order(uow, "ann", "j1")
        order(uow, "ann", "j2")
        assert uow.jobs.announced("j1", "77")
        assert there(uow.jobs.get("j1")).address == replace(job.address, message="77")
        assert there(uow.jobs.get("j2")).address == job.address

    await store.write(work)


async def test_nothing_but_a_job_at_work_is_announced(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.jobs.add(draft("ann", "j0"))
        made(uow, "j1")
        before = [there(uow.jobs.get(job)).address for job in ("j0", "j1")]
        assert [uow.jobs.announced(job, "77") for job in ("j0", "j1", "unheard of")] == [False] * 3
        assert [there(uow.jobs.get(job)).address for job in ("j0", "j1")] == before

    await store.write(work)


@pytest.mark.parametrize("kept", [False, True])
async def test_a_job_that_was_asked_for_elsewhere_meanwhile_stays_due(store: SqlStore, kept: bool) -> None:
    await store.write(lambda uow: made(uow, "j1"))
    job, _ = there(await store.write(lambda uow: uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN)))
    elsewhere = Address("web", "other chat", grant="new token")
    await store.write(lambda uow: uow.jobs.redeliver("j1", elsewhere, START))
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=kept, address=job.address))
    again, _ = there(await store.write(lambda uow: uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN)))
    assert again.address == elsewhere
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=kept, address=elsewhere))
    assert await store.read(lambda uow: uow.jobs.undelivered()) == 0
    assert there(await store.read(lambda uow: uow.jobs.get("j1"))).address == replace(elsewhere, grant="")


async def test_what_is_left_of_a_message_goes_elsewhere_and_not_before_its_time(store: SqlStore) -> None:
    await store.write(lambda uow: made(uow, "j1"))
    job, _ = there(await store.write(lambda uow: uow.jobs.claim_delivery(START, first_pause=TEN, longest_pause=TEN)))
    rest, later = replace(job.address, message="rest"), START + 3 * TEN
    assert not await store.write(lambda uow: uow.jobs.goes_on("j1", replace(job.address, message="another"), rest, later))
    assert there(await store.read(lambda uow: uow.jobs.get("j1"))).address == job.address
    assert await store.write(lambda uow: uow.jobs.goes_on("j1", job.address, rest, later))
    just_before = later - timedelta(microseconds=1)
    assert await store.write(lambda uow: uow.jobs.claim_delivery(just_before, first_pause=TEN, longest_pause=TEN)) is None
    again, _ = there(await store.write(lambda uow: uow.jobs.claim_delivery(later, first_pause=TEN, longest_pause=TEN)))
    assert again.address == rest
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=False, address=job.address))
    assert await store.read(lambda uow: uow.jobs.undelivered()) == 1, "there stands a part of it only"
    await store.write(lambda uow: uow.jobs.delivered("j1", kept=False, address=rest))
    assert not await store.write(lambda uow: uow.jobs.goes_on("j1", rest, job.address, later)), "nothing is left"


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_neither_end_nor_new_address_is_lost_to_one_who_has_just_read_the_old(store: SqlStore, postgres_url: str) -> None:
    """SQLite has one writer, so there nobody comes in between."""
    elsewhere = Address("web", "other chat")
    await store.write(lambda uow: made(uow, "j1"))
    old = there(await store.read(lambda uow: uow.jobs.get("j1"))).address
    working = await store.write(lambda uow: order(uow, "ann", "j2"))
    engine = create_async_engine(postgres_url)
    async with engine.connect() as other:
        await other.run_sync(lambda connection: SqlJobs(connection).redeliver("j1", elsewhere, START))
        await other.run_sync(lambda connection: SqlJobs(connection).finish(replace(working, outcome=Outcome.FAILED), START))
        delivered = store.write(lambda uow: uow.jobs.delivered("j1", kept=False, address=old))
        ends = asyncio.gather(delivered, store.write(lambda uow: uow.jobs.announced("j2", "77")))
        await asyncio.sleep(0.2)
        await other.commit()
        assert (await ends)[1] is False
    await engine.dispose()
    assert there(await store.read(lambda uow: uow.jobs.get("j1"))).address == elsewhere
    assert there(await store.read(lambda uow: uow.jobs.get("j2"))).address == working.address
    assert await store.read(lambda uow: uow.jobs.undelivered()) == 2


async def test_removed_pictures_are_listed_until_their_objects_are_gone(store: SqlStore) -> None:
    for n in range(3):
        await store.write(lambda uow, n=n: made(uow, f"j{n}"))  # type: ignore[misc]
    await store.write(lambda uow: uow.jobs.remove("j2/0", START))
    await store.write(lambda uow: uow.jobs.remove("j1/0", START + TEN))
    await store.write(lambda uow: uow.jobs.remove("j2/0", START + 2 * TEN))
    assert await store.read(lambda uow: uow.jobs.removed_objects(9)) == [("j2/0", "a/j2/0"), ("j1/0", "a/j1/0")]
    assert await store.read(lambda uow: uow.jobs.removed_objects(1)) == [("j2/0", "a/j2/0")]
    await store.write(lambda uow: uow.jobs.objects_gone(["j2/0", "j0/0"]))
    await store.write(lambda uow: uow.jobs.objects_gone([]))
    assert await store.read(lambda uow: uow.jobs.removed_objects(9)) == [("j1/0", "a/j1/0")]
    found = there(await store.read(lambda uow: uow.jobs.get("j2")))
    assert (found.pictures[0].state, found.charged) == (PictureState.REMOVED, 2)


async def test_pictures_that_came_to_nothing_after_they_were_asked_for_may_have_left_an_object(store: SqlStore) -> None:
    """A put whose answer was lost, or a worker that died after it: nobody will ever ask for that object again."""

    def work(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1", 4)
        failed = there(claim(uow)).picture
        assert uow.jobs.save(failed.moved(PictureState.FAILED, reason="store-down"), owner="worker", now=START)
        put_back = there(claim(uow)).picture
        assert uow.jobs.save(again(put_back, START + TEN), owner="worker", now=START)
        assert uow.jobs.cancel("j1", START + TEN) == 3

    await store.write(work)
    assert sorted(await store.read(lambda uow: uow.jobs.removed_objects(9))) == [("j1/0", "a/j1/0"), ("j1/1", "a/j1/1")]
    await store.write(lambda uow: uow.jobs.objects_gone(["j1/0", "j1/1"]))
    assert await store.read(lambda uow: uow.jobs.removed_objects(9)) == []


async def test_a_picture_to_be_asked_for_again_keeps_its_counts(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        order(uow, "ann", "j1")
        picture = there(claim(uow)).picture
        assert uow.jobs.save(replace(again(picture, START + TEN), attempts=0, unclear=1), owner="worker", now=START)

    await store.write(work)
    picture = there(await store.read(lambda uow: uow.jobs.get("j1"))).pictures[0]
    assert (picture.state, picture.attempts, picture.unclear, picture.due_at) == (PictureState.QUEUED, 0, 1, START + TEN)
