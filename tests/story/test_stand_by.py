"""Two processes that would both fetch Telegram's updates: one does, the other stands by and takes over when it is gone."""

import asyncio
import signal
import time
from pathlib import Path

from sqlalchemy import make_url

from tests.loopback_telegram.people import Person
from tests.postgres_server import run_sql
from tests.story import lives
from tests.story.house import until
from tests.story.lives import Mortal
from tests.story.test_telegram_processes import NOW, SOON, Scene, begun, open_scene, quiet

TAKE_OVER = 10.0
CONFLICT = 409


async def answered(scene: Scene, person: Person, words: str) -> float:
    """Say it, and see one answer; how long that took in seconds."""
    began = time.monotonic()
    asked = await person.says(words)
    await scene.told(person, lambda message: message.reply_to is asked)
    return time.monotonic() - began


async def stopped(life: Mortal) -> None:
    life.process.terminate()
    assert (await lives.lived(life)).code == 0


async def test_one_fetches_and_the_other_takes_over_when_it_is_killed_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_scene(tmp_path, database__url=postgres_url) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=NOW)
        await scene.telegram.polled(SOON)
        second = await begun(scene, ago=NOW)
        await until(lambda: len(scene.telegram.calls("getMe")) >= 4)  # each process asks for both of its bots
        for words in ("/terms", "/balance", "/help"):
            await answered(scene, ann, words)
        await asyncio.sleep(3)  # the time in which two that do not know of each other would meet
        assert [call for call in scene.telegram.calls("getUpdates") if call.status == CONFLICT] == []
        first.process.kill()
        assert (await lives.lived(first)).code == -signal.SIGKILL
        assert await answered(scene, ann, "/terms") < TAKE_OVER
        await quiet(scene)
        await stopped(second)
        assert len(scene.said(ann)) == 4, "each was answered once"


async def test_who_stops_in_order_leaves_the_place_at_once_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_scene(tmp_path, database__url=postgres_url) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=NOW)
        await scene.telegram.polled(SOON)
        second = await begun(scene, ago=NOW)
        await until(lambda: len(scene.telegram.calls("getMe")) >= 4)
        await stopped(first)
        assert await answered(scene, ann, "/terms") < TAKE_OVER
        await stopped(second)


async def test_who_lost_the_connection_that_the_place_hangs_on_stands_by_on_postgres(
    tmp_path: Path, postgres_url: str, postgres_server: str
) -> None:
    """Then somebody else may have it, though nobody has died."""
    async with open_scene(tmp_path, database__url=postgres_url) as scene:
        ann = scene.telegram.user("Ann")
        first, second = await begun(scene, ago=NOW), None
        await scene.telegram.polled(SOON)
        second = await begun(scene, ago=NOW)
        await until(lambda: len(scene.telegram.calls("getMe")) >= 4)
        holding = "SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
        await run_sql(postgres_server, f"{holding} WHERE l.locktype = 'advisory' AND d.datname = '{make_url(postgres_url).database}'")
        for words in ("/terms", "/balance", "/help"):
            assert await answered(scene, ann, words) < TAKE_OVER
        await quiet(scene)
        for life in (first, second):
            await stopped(life)
        assert len(scene.said(ann)) == 3, "each was answered once"
