"""A copy of one's data: asked for, made in parts, told of, fetched a few times, and gone, whatever happens meanwhile (privacy.md §5.3)."""

import asyncio
import io
import tracemalloc
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from adapters.sealed.objects import SealedObjects
from core.accounts import Account
from core.caller import Address
from core.errors import Gone, NotFound, Refused
from core.ports import ObjectStore, StoredObject
from core.reply import Document, Link
from core.rights import copies, copying, parcels
from core.rights.copies import MOST_DOWNLOADS, ONE_IN
from core.rights.copying import IN_CHAT, Making
from core.rights.drafting import DRAFT_LIFE
from core.rights.parcels import LIFE
from core.rights.pictures import AHEAD
from core.rights.requests import Actor, Request, RequestState
from core.rights.safety import SAFE_AFTER
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Text
from db.store import SqlStore, open_store
from tests.clock import START, FakeClock, ambient_of
from tests.core.rights.counter import CATALOGUE, CHAT, Counter, Died
from tests.core.rights.people import add_jobs, add_picture
from tests.core.rights.test_export import zeros
from tests.waiting import Pulse

T = TypeVar("T")


@pytest.fixture
async def one_store(sqlite_url: str, clock: FakeClock) -> AsyncIterator[SqlStore]:
    opened = await open_store(sqlite_url, ambient_of(clock))
    yield opened
    await opened.close()


@pytest.fixture
def counter(one_store: SqlStore, clock: FakeClock, tmp_path: Path) -> Counter:
    return Counter(one_store, clock, tmp_path)


@pytest.fixture
def on_both(store: SqlStore, clock: FakeClock, tmp_path: Path) -> Counter:
    """The same on either engine."""
    return Counter(store, clock, tmp_path)


# --- from the question to the file ---------------------------------------------------------------------------------


@pytest.mark.proves("PRV-77", "PRV-78")
async def test_a_copy_is_made_sealed_and_told_of_without_any_of_it(on_both: Counter) -> None:
    counter = on_both
    ann = await counter.arrives(email="ann@canary.example")
    await counter.also_in(ann, "99")
    pictures = await counter.has_pictures(ann, 3)
    asked = await counter.ask(ann, address=None)
    assert (asked.state, asked.due_at, asked.confirmed_at) == (RequestState.HELD, START, START)
    await counter.work()
    ready = await counter.request(asked.ref)
    assert (ready.state, ready.due_at, ready.done, ready.total) == (RequestState.READY, START + LIFE, 3, 3)
    [bag] = await counter.bags(asked.ref)
    assert len(bag.pictures()) == len(pictures)
    assert bag.info["State"] == "complete"
    [part] = await counter.parts(asked.ref)
    assert (part.complete, part.expires_at, part.downloads, part.name) == (True, START + LIFE, 0, "inkmirage-2026-01-05.zip")
    [key] = await counter.stored()
    sealed = b"".join([piece async for piece in counter.inner.get(key)])
    assert b"PK\x03\x04" not in sealed
    assert b"a fox" not in sealed
    told, mailed = await counter.told(), await counter.mailed()
    assert {(notice.address.platform, notice.address.uid, notice.locale) for notice in told} == {
        ("telegram", "4711", "en"),
        ("discord", "99", "de"),
    }
    page = f"http://x.example/account/privacy/copies/{asked.ref}"
    assert all([button.action for button in notice.reply.buttons] == [Link(page)] and not notice.reply.documents for notice in told)
    assert [(letter.template, letter.address) for letter in mailed] == [("copy-ready", "ann@canary.example")]
    words = str([[CATALOGUE.format(line, locale) for line in notice.reply.lines] for notice in told for locale in LOCALES]) + str(mailed)
    assert "a fox" not in words
    assert "ann/p" not in words


async def test_a_small_copy_is_a_file_in_the_chat_where_it_was_asked_for(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.also_in(ann, "99")
    asked = await counter.ask(ann)
    await counter.work()
    [part] = await counter.parts(asked.ref)
    files = {notice.address.platform: notice.reply.documents for notice in await counter.told()}
    assert files == {"telegram": (Document(part.object_key, "inkmirage-2026-01-05.zip", "application/zip"),), "discord": ()}


@pytest.mark.parametrize(
    "address",
    [replace(CHAT, private=False), Address("telegram", "1", private=True, uid="somebody else"), Address("web", "", private=True)],
    ids=["where others read", "a chat that is not theirs any more", "the site"],
)
async def test_elsewhere_it_is_no_file(counter: Counter, address: Address) -> None:
    ann = await counter.arrives()
    await counter.ask(ann, address=address)
    await counter.work()
    assert [notice.reply.documents for notice in await counter.told()] == [()]


async def test_a_large_copy_is_no_file_in_any_chat(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.has_pictures(ann, 1, IN_CHAT)
    await counter.ask(ann)
    await counter.work()
    assert [notice.reply.documents for notice in await counter.told()] == [()]


# --- when ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-24", "PRV-79")
async def test_one_at_a_time_and_another_waits_for_its_day(on_both: Counter) -> None:
    counter = on_both
    ann = await counter.arrives()
    first = await counter.ask(ann)
    assert (await counter.ask(ann)).ref == first.ref
    await counter.work()
    counter.clock.advance(hours=3)
    second = await counter.ask(ann)
    assert second.ref != first.ref
    assert (second.state, second.due_at, second.begins_at) == (RequestState.HELD, START + ONE_IN, START + ONE_IN)
    await counter.work()
    assert (await counter.request(second.ref)).state is RequestState.HELD
    counter.clock.advance(hours=21)
    await counter.work()
    assert (await counter.request(second.ref)).state is RequestState.READY


async def test_one_that_was_called_off_before_it_began_does_not_count_but_afterwards_it_does(counter: Counter) -> None:
    ann = await counter.arrives()
    first = await counter.ask(ann)
    await counter.store.write(lambda uow: copies.cancel(uow, first, START))
    second = await counter.ask(ann)
    assert second.due_at == START
    await counter.step()
    await counter.store.write(lambda uow: copies.cancel(uow, second, START))
    assert (await counter.ask(ann)).due_at == START + ONE_IN


@pytest.mark.proves("PRV-79")
async def test_a_human_can_lift_the_limit(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.ask(ann)
    await counter.work()

    def work(uow: UnitOfWork) -> Request:
        drawn = copies.draft(uow, counter.ambient, ann, "operator", None, "en", START)
        return copies.confirm(uow, drawn, START, Actor.OPERATOR)

    assert (await counter.store.write(work)).due_at == START


async def test_a_draft_expires_or_is_confirmed_once(counter: Counter) -> None:
    ann = await counter.arrives()
    drawn = await counter.store.write(lambda uow: copies.draft(uow, counter.ambient, ann, "telegram", CHAT, "en", START))
    assert (drawn.state, drawn.due_at) == (RequestState.DRAFT, START + DRAFT_LIFE)
    other = await counter.store.write(lambda uow: copies.draft(uow, counter.ambient, ann, "telegram", CHAT, "en", START))
    held = await counter.store.write(lambda uow: copies.confirm(uow, drawn, START))
    assert held.state is RequestState.HELD
    assert await counter.store.write(lambda uow: copies.confirm(uow, held, START)) == held
    assert (await counter.store.write(lambda uow: copies.confirm(uow, other, START))).ref == held.ref
    assert (await counter.request(other.ref)).state is RequestState.CANCELLED
    await counter.work()
    ready = await counter.request(held.ref)
    with pytest.raises(Gone):
        await counter.store.write(lambda uow: copies.confirm(uow, ready, START))


@pytest.mark.proves("PRV-25")
@pytest.mark.parametrize("when", ["before it is asked for", "while it is held", "while it is made"])
async def test_it_waits_until_a_new_chat_is_three_days_old(counter: Counter, when: str) -> None:
    ann = await counter.arrives()
    counter.clock.advance(days=10)
    now = counter.clock.now()
    if when == "before it is asked for":
        await counter.also_in(ann, "99", now)
        asked = await counter.ask(ann)
        assert asked.due_at == now + SAFE_AFTER
    else:
        asked = await counter.ask(ann)
        if when == "while it is made":
            await counter.step()
        await counter.also_in(ann, "99", now)
    await counter.work()
    assert await counter.parts(asked.ref) == []
    assert (await counter.request(asked.ref)).state is (RequestState.RUNNING if when == "while it is made" else RequestState.HELD)
    counter.clock.advance(hours=72)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.READY


# --- parts ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-75")
async def test_a_large_copy_comes_in_parts_that_open_by_themselves(counter: Counter) -> None:
    limit = 3 * 2**20
    counter.making = Making(part_bytes=limit, beat=0.05)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 13, 700_000)
    asked = await counter.ask(ann)
    await counter.work()
    parts, bags = await counter.parts(asked.ref), await counter.bags(asked.ref)
    assert len(parts) >= 4
    assert all(part.size <= limit for part in parts)
    assert [part.name for part in parts] == [f"inkmirage-2026-01-05-part-{part.part}.zip" for part in parts]
    assert [bag.info["Bag-Count"] for bag in bags] == [f"1 of {len(bags)}", *(f"{number} of ?" for number in range(2, len(bags) + 1))]
    assert len({bag.info["Bag-Group-Identifier"] for bag in bags}) == 1
    assert len({bag.folder for bag in bags}) == len(bags)
    pictures = [set(bag.pictures()) for bag in bags]
    assert sum(map(len, pictures)) == len(set().union(*pictures)) == 13
    assert all(pictures[1:])
    assert all(bag.text("index.html").count("<img ") == len(bag.pictures()) for bag in bags)
    index = bags[0].text("index.html")
    for number in range(2, len(bags) + 1):
        elsewhere = CATALOGUE.format(Text("copies-page-elsewhere", {"number": number}), "en")
        assert index.count(elsewhere) == len(pictures[number - 1])
    assert {row["id"] for row in bags[0].rows("picture")} == {f"ann-draft-{number}/0" for number in range(13)}
    assert [notice.reply.documents for notice in await counter.told()] == [()]


async def test_what_is_larger_than_a_part_gets_one_to_itself(counter: Counter) -> None:
    counter.making = Making(part_bytes=500_000, beat=0.05)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 3, 600_000)
    asked = await counter.ask(ann)
    await counter.work()
    assert [len(bag.pictures()) for bag in await counter.bags(asked.ref)] == [0, 1, 1, 1]


IN_TWO_PARTS = 30
"""Pictures of 100 kB, at most, that are fetched before the second part of 2 MiB is known to be full."""


async def test_while_a_part_is_stored_the_next_is_packed(counter: Counter) -> None:
    counter.making = Making(part_bytes=2**21, beat=60)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 70, 100_000)
    asked = await counter.ask(ann)
    asked_for, fetched, storing = 0, 0, asyncio.Event()
    pulse, inner_get, inner_put = Pulse(), counter.shaky.get, counter.shaky.put

    async def get(key: str) -> AsyncIterator[bytes]:
        nonlocal asked_for, fetched
        asked_for += 1
        if asked_for > IN_TWO_PARTS:
            await storing.wait()
        async for piece in inner_get(key):
            yield piece
        fetched += 1
        pulse.beat()

    async def put(key: str, file: Any, *, media_type: str, name: str) -> None:
        storing.set()
        await inner_put(key, file, media_type=media_type, name=name)
        await pulse.until(lambda: fetched > IN_TWO_PARTS + AHEAD, 20)  # so many are fetched ahead in any case

    counter.shaky.get = get  # type: ignore[method-assign]
    counter.shaky.put = put  # type: ignore[method-assign]
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert sum(len(bag.pictures()) for bag in await counter.bags(asked.ref)) == 70


# --- gaps (T-EX-7) -------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-74", "T-EX-7")
async def test_what_could_not_be_read_is_said_and_tried_once_more(counter: Counter) -> None:
    ann = await counter.arrives(email="ann@canary.example")
    pictures = await counter.has_pictures(ann, 3)
    await counter.inner.delete("ann/p1")
    asked = await counter.ask(ann)
    await counter.work()
    ready = await counter.request(asked.ref)
    assert (ready.state, ready.done, ready.total) == (RequestState.READY, 2, 3)
    assert (await counter.bags(asked.ref))[0].info["State"] == "complete_with_gaps"
    [notice] = await counter.told()
    assert [line.args.get("again") for line in notice.reply.lines if line.key == "copies-missing-again"] == [START + timedelta(days=1)]
    assert [letter.args["missing"] for letter in await counter.mailed()] == ["1"]
    again = next(one for one in await counter.store.read(lambda uow: uow.rights.of("ann")) if one.ref != asked.ref)
    assert (again.state, again.actor, again.due_at) == (RequestState.HELD, Actor.PROGRAM, START + timedelta(days=1))
    assert again.answer_by == asked.answer_by
    await counter.inner.put("ann/p1", io.BytesIO(pictures["ann/p1"]), media_type="image/png", name="a.png")
    counter.clock.advance(days=1)
    await counter.work()
    whole = await counter.request(again.ref)
    assert (whole.state, whole.done, whole.total) == (RequestState.READY, 3, 3)
    assert "copies-complete" in [line.key for notice in await counter.told() for line in notice.reply.lines]


async def test_it_is_not_tried_a_third_time(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.has_pictures(ann, 1)
    await counter.inner.delete("ann/p0")
    await counter.ask(ann)
    await counter.work()
    await counter.told()
    counter.clock.advance(days=1)
    await counter.work()
    assert "copies-missing-still" in [line.key for notice in await counter.told() for line in notice.reply.lines]
    assert len(await counter.store.read(lambda uow: uow.rights.of("ann"))) == 2


# --- fetching ------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-77", "PRV-78", "T-EX-10")
async def test_a_part_is_fetched_five_times_and_by_its_owner_alone(on_both: Counter) -> None:
    counter = on_both
    ann, ben = await counter.arrives(), await counter.arrives("ben", "12")
    asked = await counter.ask(ann)

    async def fetch(who: Account = ann, number: int = 1) -> None:
        await counter.store.write(lambda uow: copies.fetch(uow, who, asked.ref, number, counter.clock.now()))

    with pytest.raises(Refused, match="error-copy-not-ready"):
        await fetch()
    await counter.work()
    with pytest.raises(NotFound):
        await fetch(ben)
    with pytest.raises(NotFound):
        await fetch(number=2)
    for _ in range(MOST_DOWNLOADS):
        await fetch()
    with pytest.raises(Gone, match="error-copy-used-up"):
        await fetch()
    counter.clock.advance(days=7)
    with pytest.raises(Gone, match="error-copy-over"):
        await fetch()


# --- ending --------------------------------------------------------------------------------------------------------


async def nothing_left(counter: Counter) -> None:
    """Neither rows nor objects, once the timetable has come round."""
    while await parcels.sweep(counter.kit.shop):
        pass
    assert (await counter.stored(), await counter.rows()) == ([], 0)


@pytest.mark.proves("PRV-78")
async def test_after_seven_days_it_is_gone(counter: Counter) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    await counter.work()
    counter.clock.advance(days=7)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.DONE
    assert (await counter.stored(), await counter.rows()) == ([], 0)


async def test_while_the_store_is_away_it_is_not_said_to_be_gone(counter: Counter) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    await counter.work()
    counter.clock.advance(days=7)
    counter.shaky.away = True
    await counter.work()
    assert await parcels.sweep(counter.kit.shop) == 0
    assert (await counter.request(asked.ref)).state is RequestState.READY
    counter.shaky.away = False
    counter.clock.advance(minutes=1)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.DONE
    assert await counter.stored() == []


async def test_a_store_that_only_says_that_it_deletes_is_not_believed(counter: Counter) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    await counter.work()
    counter.clock.advance(days=7)
    counter.shaky.deaf = True
    await counter.work()
    assert await parcels.sweep(counter.kit.shop) == 0
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert await counter.rows() == 1


@pytest.mark.proves("PRV-76", "PRV-80", "T-EX-11")
@pytest.mark.parametrize("state", [RequestState.DRAFT, RequestState.HELD, RequestState.RUNNING, RequestState.READY])
async def test_it_can_be_called_off_at_any_time_and_leaves_nothing(on_both: Counter, state: RequestState) -> None:
    counter = on_both
    ann = await counter.arrives()
    await counter.has_pictures(ann, 2)
    asked = await counter.store.write(lambda uow: copies.draft(uow, counter.ambient, ann, "telegram", CHAT, "en", START))
    if state is not RequestState.DRAFT:
        asked = await counter.store.write(lambda uow: copies.confirm(uow, asked, START))
    for _ in range({RequestState.RUNNING: 1, RequestState.READY: 2}.get(state, 0)):
        await counter.step()
    assert (await counter.request(asked.ref)).state is state
    cancelled = await counter.store.write(lambda uow: copies.cancel(uow, asked, START))
    assert cancelled is not None
    assert await counter.store.write(lambda uow: copies.cancel(uow, asked, START)) is None
    with pytest.raises(Gone):
        await counter.store.read(lambda uow: copies.part_of(uow, ann, asked.ref, 1, START))
    await counter.work()
    await nothing_left(counter)
    assert (await counter.request(asked.ref)).state is RequestState.CANCELLED


async def test_called_off_while_it_is_made_it_stops_soon_and_takes_everything_away(counter: Counter) -> None:
    counter.making = Making(part_bytes=2**20, beat=0.05)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 3, 600_000)
    asked = await counter.ask(ann)

    async def cancel(key: str) -> None:
        await counter.store.write(lambda uow: copies.cancel(uow, asked, START))

    counter.shaky.on_put = cancel
    await counter.work()
    assert len(counter.shaky.puts) == 1
    assert (await counter.request(asked.ref)).state is RequestState.CANCELLED
    assert (await counter.stored(), await counter.rows()) == ([], 0)
    assert await counter.told() == []


async def test_a_beat_stops_it_in_the_middle_of_a_file(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.has_pictures(ann, 1)
    asked = await counter.ask(ann)
    await counter.step()
    hanging = asyncio.Event()

    async def hang(key: str) -> AsyncIterator[bytes]:
        hanging.set()
        await asyncio.Event().wait()
        yield b""

    counter.objects.get = hang  # type: ignore[method-assign, assignment]
    making = asyncio.create_task(counter.step())
    await hanging.wait()
    await counter.store.write(lambda uow: copies.cancel(uow, asked, START))
    async with asyncio.timeout(10):
        assert await making
    assert (await counter.stored(), await counter.rows()) == ([], 0)


@pytest.mark.proves("PRV-25", "PRV-78", "T-EX-10")
async def test_this_was_not_me_ends_everything_and_tells_every_chat(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.has_pictures(ann, 1)
    await counter.inner.delete("ann/p0")
    asked = await counter.ask(ann)
    await counter.work()
    await counter.told()
    ended = await counter.store.write(lambda uow: copies.disown(uow, counter.ambient, ann, START))
    assert len(ended) == 2, "the one that is ready, and the second try"
    assert asked.ref in ended
    assert [line.key for notice in await counter.told() for line in notice.reply.lines] == ["copies-stopped"]
    with pytest.raises(Gone):
        await counter.store.read(lambda uow: copies.part_of(uow, ann, asked.ref, 1, START))
    await nothing_left(counter)
    counter.clock.advance(days=2)
    await counter.work()
    assert await counter.stored() == []


async def test_an_object_of_which_no_row_tells_is_found(counter: Counter) -> None:
    ann = await counter.arrives()
    await counter.ask(ann)
    await counter.work()
    await counter.inner.put("copies/lost/part-1", io.BytesIO(b"x"), media_type="a/b", name="x")
    assert await parcels.sweep(counter.kit.shop) == 1
    assert len(await counter.stored()) == 1


# --- trouble -------------------------------------------------------------------------------------------------------


async def test_a_store_that_will_not_take_it_puts_it_off(counter: Counter) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    await counter.step()
    counter.shaky.away = True
    await counter.work()
    counter.shaky.away = False
    assert (await counter.request(asked.ref)).state is RequestState.RUNNING
    counter.clock.advance(minutes=5)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert len(await counter.stored()) == 1


async def test_an_attempt_that_fails_half_way_takes_its_half_away(counter: Counter) -> None:
    counter.making = Making(part_bytes=2**20, beat=0.05)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 3, 600_000)
    asked = await counter.ask(ann)

    async def no_more(key: str) -> None:
        counter.shaky.full = True

    counter.shaky.on_put = no_more
    await counter.work()
    assert len(counter.shaky.puts) == 1
    assert (await counter.request(asked.ref)).state is RequestState.RUNNING
    assert (await counter.stored(), await counter.rows()) == ([], 0)


async def test_a_copy_lives_seven_days_from_when_it_is_ready(counter: Counter) -> None:
    """And all of it as long, however long it took to make."""
    counter.making = Making(part_bytes=2**20, beat=60)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 2, 600_000)
    asked = await counter.ask(ann)

    async def an_hour(key: str) -> None:
        counter.clock.advance(hours=1)

    counter.shaky.on_put = an_hour
    await counter.work()
    ready = await counter.request(asked.ref)
    assert ready.due_at == counter.clock.now() + LIFE
    assert {part.expires_at for part in await counter.parts(asked.ref)} == {ready.due_at}


async def test_a_full_disk_puts_it_off(counter: Counter, tmp_path: Path) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    counter.making = Making(folder=tmp_path / "not there", beat=0.05)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.RUNNING
    counter.making = Making(folder=tmp_path, beat=0.05)
    before = set(tmp_path.iterdir())
    counter.clock.advance(minutes=5)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert set(tmp_path.iterdir()) == before, "nothing is left where parts wait"


async def test_a_worker_that_was_thought_dead_spoils_nothing(counter: Counter) -> None:
    """It goes on after another one has begun anew, and after that one is through."""
    counter.making = Making(part_bytes=2**20, beat=60)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 3, 600_000)
    asked = await counter.ask(ann)
    await counter.step()
    stuck, go_on = asyncio.Event(), asyncio.Event()

    async def wait(key: str) -> None:
        counter.shaky.on_put = None
        stuck.set()
        await go_on.wait()

    counter.shaky.on_put = wait
    first = asyncio.create_task(counter.step())
    await stuck.wait()
    counter.clock.advance(minutes=3)
    await counter.work()
    parts = await counter.parts(asked.ref)
    assert (await counter.request(asked.ref)).state is RequestState.READY
    go_on.set()
    await first
    assert await counter.parts(asked.ref) == parts
    assert await counter.stored() == sorted(part.object_key for part in parts)
    assert sum(len(bag.pictures()) for bag in await counter.bags(asked.ref)) == 3
    assert len(await counter.told()) == 1


async def test_of_two_workers_the_later_one_has_it(counter: Counter) -> None:
    """Both are at work when the earlier one goes on."""
    counter.making = Making(part_bytes=2**20, beat=60)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 3, 600_000)
    asked = await counter.ask(ann)
    await counter.step()
    stuck, go_on, began = [asyncio.Event(), asyncio.Event()], [asyncio.Event(), asyncio.Event()], iter((0, 1))

    async def wait(key: str) -> None:
        if (number := next(began, None)) is not None:
            stuck[number].set()
            await go_on[number].wait()

    counter.shaky.on_put = wait
    workers = []
    for number in (0, 1):
        workers.append(asyncio.create_task(counter.step()))
        await stuck[number].wait()
        counter.clock.advance(minutes=3)
    go_on[0].set()
    await workers[0]
    assert (await counter.request(asked.ref)).state is RequestState.RUNNING
    go_on[1].set()
    await workers[1]
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert sum(len(bag.pictures()) for bag in await counter.bags(asked.ref)) == 3
    assert len(await counter.stored()) == await counter.rows() == 4


class Slow:
    """A database that takes its time to answer, once it has committed."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        done = await self.store.write(work)
        await asyncio.sleep(0.1)
        return done

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(work)


async def test_a_beat_that_comes_after_the_end_undoes_nothing(counter: Counter) -> None:
    ann = await counter.arrives()
    asked = await counter.ask(ann)
    await counter.step()
    counter.kit = replace(counter.kit, shop=replace(counter.kit.shop, store=cast(Any, Slow(counter.store))))
    counter.making = Making(beat=0.01)
    await counter.work()
    assert (await counter.request(asked.ref)).state is RequestState.READY
    assert len(await counter.bags(asked.ref)) == 1


@pytest.mark.proves("PRV-76")
async def test_how_far_it_is_can_be_seen_and_never_goes_back(counter: Counter) -> None:
    counter.making = Making(beat=0.01)
    ann = await counter.arrives()
    await counter.has_pictures(ann, 30)
    asked = await counter.ask(ann)
    await counter.step()
    inner_get, seen = counter.objects.get, [await counter.request(asked.ref)]

    async def slow(key: str, start: int = 0) -> AsyncIterator[bytes]:
        await asyncio.sleep(0.02)
        seen.append(await counter.request(asked.ref))
        async for piece in inner_get(key, start):
            yield piece

    counter.objects.get = slow  # type: ignore[method-assign]
    await counter.work()
    assert len({one.done for one in seen}) > 3
    assert all(a.done <= b.done and a.total <= b.total for a, b in pairwise(seen))
    assert seen[-1].due_at == START + copying.OURS_FOR


# --- a death at every point (PRV-80, T-EX-11) ----------------------------------------------------------------------


async def _life(counter: Counter) -> None:
    """From the question to the end, with a new process after each death."""
    for _ in range(60):
        try:
            if not await counter.step():
                return
        except Died:
            counter.die_at = None
            counter.clock.advance(minutes=3)


async def _prepared(counter: Counter) -> Request:
    counter.making = Making(part_bytes=2**20, beat=60)
    ann = await counter.arrives(email="ann@canary.example")
    await counter.has_pictures(ann, 2, 600_000)
    return await counter.ask(ann)


POINTS = 2 + 3 * 4 + 2 + 2
"""Begun and claimed; four for each of three parts; stored and ready; emptied and ended."""


async def test_all_points_are_known(counter: Counter) -> None:
    await _prepared(counter)
    await _life(counter)
    counter.clock.advance(days=7)
    await _life(counter)
    assert len(counter.points) == POINTS
    assert set(counter.points) == {
        "copy begun",
        "copy claimed",
        "a part written",
        "a part noted",
        "a part stored",
        "a part marked",
        "copy stored",
        "copy ready",
        "copy emptied",
        "copy ended",
    }


@pytest.mark.proves("PRV-80", "T-EX-11")
@pytest.mark.parametrize("point", range(1, POINTS + 1))
async def test_whoever_dies_where_the_end_is_the_same(counter: Counter, point: int) -> None:
    asked = await _prepared(counter)
    counter.die_at = point
    await _life(counter)
    if point <= POINTS - 2:
        assert counter.die_at is None
        ready = await counter.request(asked.ref)
        assert (ready.state, ready.done, ready.total) == (RequestState.READY, 2, 2)
        parts = await counter.parts(asked.ref)
        assert [(part.part, part.complete) for part in parts] == [(1, True), (2, True), (3, True)]
        assert await counter.stored() == sorted(part.object_key for part in parts)
        assert [len(bag.pictures()) for bag in await counter.bags(asked.ref)] == [0, 1, 1]
    assert (len(await counter.told()), len(await counter.mailed())) == (1, 1)
    counter.clock.advance(days=8)
    await _life(counter)
    assert counter.die_at is None
    assert (await counter.request(asked.ref)).state is RequestState.DONE
    assert (await counter.stored(), await counter.rows()) == ([], 0)
    assert (await counter.told(), await counter.mailed()) == ([], [])


@pytest.mark.proves("PRV-80", "T-EX-11")
@pytest.mark.parametrize("point", range(1, POINTS - 1))
async def test_whoever_dies_where_a_copy_that_is_then_called_off_leaves_nothing(counter: Counter, point: int) -> None:
    asked = await _prepared(counter)
    counter.die_at = point
    with pytest.raises(Died):
        await counter.work()
    counter.die_at = None
    await counter.store.write(lambda uow: copies.cancel(uow, asked, START))
    await nothing_left(counter)
    counter.clock.advance(minutes=3)
    await counter.work()
    assert (await counter.stored(), await counter.rows()) == ([], 0)


# --- size (T-EX-12) ------------------------------------------------------------------------------------------------


class Endless:
    """A store in which every picture is zeros, and which keeps of copies only how long they were."""

    def __init__(self, size: int) -> None:
        self.size, self.kept = size, 0
        self.keys_: list[str] = []

    async def put(self, key: str, file: Any, *, media_type: str, name: str) -> None:
        def read() -> int:
            file.seek(0)
            return sum(iter(lambda: len(file.read(2**20)), 0))

        self.kept += await asyncio.to_thread(read)
        self.keys_.append(key)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        piece = bytes(256 * 1024)
        for _ in range(self.size // len(piece)):
            yield piece

    async def head(self, key: str) -> StoredObject | None:
        return None


async def _peak(counter: Counter, pictures: int, size: int) -> tuple[int, int]:
    """Memory at its highest while so many pictures are copied, and bytes that were stored."""
    endless = Endless(size)
    sealed = SealedObjects(cast(ObjectStore, endless), counter._part_at, "")
    counter.kit = replace(counter.kit, shop=replace(counter.kit.shop, objects=sealed))
    counter.making = Making(part_bytes=32 * 2**20)
    who = f"big{pictures}"
    account = await counter.arrives(who, who)
    digest = zeros(size)

    def fill(uow: UnitOfWork) -> None:
        add_jobs(uow, who, pictures)
        for number in range(pictures):
            add_picture(uow, who, f"{who}-draft-{number}", 0, f"{who}/{number}", size, digest)

    await counter.store.write(fill)
    asked = await counter.ask(account, address=None)
    await counter.step()
    tracemalloc.start()
    try:
        await counter.work()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    ready = await counter.request(asked.ref)
    assert (ready.state, ready.done) == (RequestState.READY, pictures)
    assert len(endless.keys_) >= pictures * size // counter.making.part_bytes
    return peak, endless.kept


@pytest.mark.proves("PRV-75", "T-EX-12")
async def test_memory_does_not_depend_on_how_much_there_is(counter: Counter) -> None:
    little, _ = await _peak(counter, 10, 4 * 2**20)
    much, kept = await _peak(counter, 80, 4 * 2**20)
    assert kept > 320 * 2**20
    assert much < 1.25 * little + 4 * 2**20, (little, much)


def test_the_usual_part_has_at_most_two_gigabytes() -> None:
    assert copying.USUAL.part_bytes <= 2_000_000_000
