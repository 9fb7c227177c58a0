"""What the proof of who somebody is must never allow, where no other test would see it: faults of bench/privacy_mutants.py."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ambient import Ambient
from core.errors import Gone
from core.rights import copies, erasing, proof
from core.rights.requests import Request
from core.rights.retention import keep_to_periods
from core.storage.unit_of_work import UnitOfWork
from db.store import open_store
from tests.clock import FakeClock
from tests.core.rights.counter import CHAT, Counter
from tests.story.house import open_house


@pytest.fixture
async def counter(sqlite_url: str, clock: FakeClock, tmp_path: Path) -> AsyncIterator[Counter]:
    store = await open_store(sqlite_url, Ambient(now=clock.now))
    yield Counter(store, clock, tmp_path)
    await store.close()


@pytest.mark.proves("PRV-25")
async def test_a_number_proves_for_ten_minutes_wherever_it_is_typed(counter: Counter) -> None:
    ann = await counter.arrives(email="ann@canary.example")

    def ask(uow: UnitOfWork) -> None:
        drawn = copies.draft(uow, counter.ambient, ann, "telegram", CHAT, "en", counter.clock.now())
        proof.send_code(uow, counter.ambient, ann, drawn, ann, counter.clock.now())

    def prove(uow: UnitOfWork) -> Request | None:
        return proof.proved(uow, counter.ambient, ann, code, counter.clock.now())

    await counter.store.write(ask)
    [letter] = await counter.mailed()
    code = letter.args["code"]
    counter.clock.advance(minutes=9, seconds=59)
    assert await counter.store.write(prove) is not None
    counter.clock.advance(seconds=1)
    with pytest.raises(Gone):
        await counter.store.write(prove)


@pytest.mark.proves("PRV-50", "T-DM-5")
async def test_what_is_kept_too_long_is_said_in_the_log(counter: Counter, caplog: pytest.LogCaptureFixture) -> None:
    """A request that never ends: it may not go, so somebody must see why it is still there."""
    ann = await counter.arrives()
    await counter.ask(ann)
    counter.clock.advance(days=730)
    with caplog.at_level("ERROR"):
        await keep_to_periods(counter.store, counter.ambient)
        assert caplog.records == []
        counter.clock.advance(days=2)
        await keep_to_periods(counter.store, counter.ambient)
    assert [(record.message, vars(record)["table"], vars(record)["rows"]) for record in caplog.records] == [
        ("kept too long", "rights_request", 1)
    ]


@pytest.mark.proves("PRV-32")
async def test_nobody_confirms_the_deletion_of_somebody_else(tmp_path: Path) -> None:
    """With the reference and the right number in hand."""
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/start")
        await house.say("ben", "/start")

        def begin(uow: UnitOfWork) -> Request:
            ada = uow.accounts.of(house.caller("ada"))
            assert ada is not None
            return erasing.draft(uow, house.program.ambient, ada, "web", None, "en", house.program.ambient.now())

        draft = await house.program.store.write(begin)
        reply = await house.run("ben", "delete-press", {"request": draft.ref, "number": erasing.numbers(draft.ref)[0]})
        assert reply.lines[0].key == "rights-request-gone"
        assert await house.program.store.read(lambda uow: uow.rights.get(draft.ref)) == draft
