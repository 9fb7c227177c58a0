"""`kill -9` at every step of a job, and at random moments: one picture and one charge, or one refund with a message."""

import asyncio
import random
import signal
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from core.ambient import Step, utc_now
from core.reply import Reply
from core.reply_codec import from_json
from core.wallet import Balance
from db.store import open_reader
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.story import lives, mortal
from tests.story.lives import Mortal, lived


async def start(data: Path, url: str, step: str = "", *, count: int = 1, minutes_ago: int = 0, **given: Any) -> Mortal:
    """Who lived minutes ago has left no lease that the next one would have to wait for. `given` are settings, `section__key`."""
    settings = {name.replace("__", "."): value for name, value in given.items()}
    return await lives.start(mortal.run, data, url, step, count, timedelta(minutes=minutes_ago), settings)


@dataclass(frozen=True)
class End:
    """What is there when all is over."""

    replies: list[Reply]
    balance: Balance
    breaches: list[str]


async def look(data: Path, database: str = "") -> End:
    reader = await open_reader(database or f"sqlite+aiosqlite:///{data}/inkmirage.db")

    def work(uow: SqlUnitOfWork) -> End:
        entries = uow.chats.latest("ada", limit=100)
        person = uow.accounts.person("playground", "ada")
        assert person is not None
        breaches = [str(check) for check in verify(uow.connection, utc_now()) if not check.ok]
        return End([from_json(entry.body) for entry in entries], uow.ledger.balance(person.account_id, utc_now()), breaches)

    try:
        return await reader.read(work)
    finally:
        await reader.close()


def assert_one_end(end: End, objects: Path, free: int = 60) -> None:
    """Exactly one message, and a balance that fits it."""
    assert end.breaches == []
    assert end.balance.held == 0
    assert len(end.replies) == 1
    [reply] = end.replies
    assert end.balance.posted == free - 12 * len(reply.pictures)
    assert all((objects / picture.object_key.replace("/", "+")).exists() for picture in reply.pictures)
    if not reply.pictures:
        assert any(line.key == "credits-back" for line in reply.lines)


async def test_an_undisturbed_job_passes_every_step(tmp_path: Path) -> None:
    """No step may be missing from the sweep below because nothing reaches it."""
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        life = await lived(await start(tmp_path, sandbox.base_url))
        assert life.code == 0
        assert set(life.steps) == set(Step)
        end = await look(tmp_path)
        assert_one_end(end, tmp_path / "objects")
        assert len(end.replies[0].pictures) == 1


@pytest.mark.parametrize("step", list(Step))
async def test_killed_at(step: Step, tmp_path: Path) -> None:
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        first = await lived(await start(tmp_path, sandbox.base_url, step, minutes_ago=1))
        assert first.code == -signal.SIGKILL
        assert first.steps[-1] == step
        second = await lived(await start(tmp_path, sandbox.base_url))
        assert second.code == 0
        end = await look(tmp_path)
        assert_one_end(end, tmp_path / "objects")
        # One death never costs the person their picture: an unclear outcome is tried once more.
        assert len(end.replies[0].pictures) == 1
        if step in (Step.STORED, Step.SETTLED, Step.DELIVERING, Step.POSTED, Step.DELIVERED):
            assert len(sandbox.charges) == 1, "a picture that was stored is never asked for again"


@pytest.mark.parametrize("step", [Step.ASKING, Step.STORED])
async def test_killed_on_postgres_another_goes_on_long_before_the_lease_ends(step: Step, tmp_path: Path, postgres_url: str) -> None:
    """With a lease of an hour nobody would wait for its end. The server gives a dead process away (db/lives.py)."""
    given: dict[str, Any] = {"database__url": postgres_url, "jobs__lease": 3600}
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        first = await lived(await start(tmp_path, sandbox.base_url, step, **given))
        assert first.code == -signal.SIGKILL
        assert (await lived(await start(tmp_path, sandbox.base_url, **given))).code == 0
    end = await look(tmp_path, postgres_url)
    assert_one_end(end, tmp_path / "objects")
    assert len(end.replies[0].pictures) == 1


@pytest.mark.parametrize("step", [Step.ASKING, Step.PREVIEWED, Step.MADE])
async def test_killed_twice_while_asking_ends_in_a_refund_with_a_message(step: Step, tmp_path: Path) -> None:
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        for minutes in (2, 1):
            life = await lived(await start(tmp_path, sandbox.base_url, step, minutes_ago=minutes))
            assert life.code == -signal.SIGKILL
        assert (await lived(await start(tmp_path, sandbox.base_url))).code == 0
        end = await look(tmp_path)
        assert_one_end(end, tmp_path / "objects")
        assert end.replies[0].pictures == ()


@pytest.mark.parametrize("seed", range(4))
async def test_killed_at_random_moments_with_three_pictures(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    async with SandboxGateway(GatewayOptions(pace=0.1, plain=True)) as sandbox:
        for _ in range(3):
            life = await start(tmp_path, sandbox.base_url, count=3)
            await asyncio.to_thread(life.hears)  # it has begun; before that there is nothing to lose
            await asyncio.sleep(dice.uniform(0.0, 0.6))
            life.process.kill()
            await lived(life)
        assert (await lived(await start(tmp_path, sandbox.base_url, count=3))).code == 0
        assert_one_end(await look(tmp_path), tmp_path / "objects")
