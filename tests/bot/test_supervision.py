"""Whoever breaks is begun again, is reported, and takes nobody with it; only what somebody must mend ends the program."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot import clockwork, supervision
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.supervision import Supervisor
from bot.wiring import build
from core.ambient import Ambient
from core.ports import TokenRefused
from tests.bot.command import bot
from tests.clock import MovedClock
from tests.loopback_telegram.server import LoopbackTelegram
from tests.story.house import settings_for, until


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(clockwork, "LOOK_SECONDS", 0.05)


def begun_again(program: Program, task: str) -> float:
    """How often, as Prometheus reads it."""
    return program.metrics.registry.get_sample_value("inkmirage_task_failures_total", {"task": task}) or 0


async def _breaks() -> None:
    raise RuntimeError("no")


async def _ends() -> None:
    return


async def _leaks() -> None:
    """A library cancels something of its own, and that comes out."""
    inner = asyncio.create_task(asyncio.sleep(60))
    inner.cancel()
    await inner


async def _exits() -> None:
    raise SystemExit(3)


@pytest.mark.parametrize("fails", [_breaks, _ends, _leaks, _exits])
async def test_a_task_that_is_gone_is_begun_again_and_reported(
    fails: Callable[[], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    restarts: list[str] = []
    stopping, begun = asyncio.Event(), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        await (fails() if begun < 3 else stopping.wait())

    with caplog.at_level(logging.WARNING):
        keeping = asyncio.create_task(Supervisor(Ambient(), restarts.append).keep("the task", work, stopping))
        await until(lambda: begun == 3)
        stopping.set()
        await keeping
    assert restarts == ["the task"] * 2
    assert [getattr(record, "task", None) for record in caplog.records] == ["the task"] * 4
    assert "no" not in caplog.messages


async def test_who_is_told_to_end_ends() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    keeping = asyncio.create_task(Supervisor(Ambient()).keep("the task", work, asyncio.Event()))
    await begun.wait()
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping


async def test_pauses_grow_and_begin_anew_for_who_was_well(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    seconds, stopping = [0.0], asyncio.Event()

    async def waited(event: asyncio.Event, pause: float) -> None:
        pauses.append(pause)
        if len(pauses) == 4:
            event.set()

    async def work() -> None:
        seconds[0] += supervision.HEALTHY_AFTER + 1 if len(pauses) == 2 else 0
        raise RuntimeError

    monkeypatch.setattr(supervision, "waited", waited)
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 1.0)
    await Supervisor(Ambient(elapsed=lambda: seconds[0])).keep("the task", work, stopping)
    assert pauses == [1.0, 2.0, 1.0, 2.0]


async def test_a_web_server_that_dies_comes_back_on_the_same_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, dead = uvicorn.Server.main_loop, 0

    async def main_loop(self: uvicorn.Server) -> None:
        nonlocal dead
        if dead < 2:
            dead += 1
            raise RuntimeError
        await whole(self)

    monkeypatch.setattr(uvicorn.Server, "main_loop", main_loop)
    async with SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        program = await build(settings_for(tmp_path, sandbox.base_url))
        server = listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/healthz"
        runtime = Runtime(program, ("web",))
        async with runtime.everything(server), httpx.AsyncClient() as http:
            await until(lambda: begun_again(program, "web") == 2)
            assert (await http.get(url)).status_code == 200
            runtime.stopping.set()
        await program.close()


async def test_a_front_that_dies_takes_nobody_with_it(tmp_path: Path) -> None:
    """The platform answers with what the library does not expect, again and again; the web goes on, and the front comes back."""
    async with LoopbackTelegram() as telegram, SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        there = {"telegram.token": telegram.token, "telegram.api_base": telegram.api_base, "telegram.file_base": telegram.file_base}
        program = await build(settings_for(tmp_path, sandbox.base_url, **there))
        assert program.telegram is not None
        front, whole = program.telegram.front, program.telegram.front._inbox.run
        broken = iter([True, True])

        async def run(work: object) -> None:
            if next(broken, False):
                raise RuntimeError
            await whole(work)  # type: ignore[arg-type]

        front._inbox.run = run  # type: ignore[method-assign]
        server = listen("127.0.0.1", 0)
        runtime = Runtime(program, ("telegram", "web", "worker"))
        async with runtime.everything(server), httpx.AsyncClient() as http:
            await until(lambda: begun_again(program, "telegram") == 2)
            assert (await http.get(f"http://127.0.0.1:{server.getsockname()[1]}/healthz")).status_code == 200
            await telegram.user("Ann").starts()
            await until(lambda: any(exchange.method == "sendMessage" for exchange in telegram.exchanges))
            runtime.stopping.set()
        await program.close()


async def test_a_token_that_was_never_taken_ends_the_program_in_order(tmp_path: Path) -> None:
    async with LoopbackTelegram() as telegram, SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        wrong = {"telegram.token": f"{telegram.token}x", "telegram.api_base": telegram.api_base}
        program = await build(settings_for(tmp_path, sandbox.base_url, **wrong))
        async with asyncio.timeout(20):
            with pytest.raises(TokenRefused):
                await Runtime(program, ("telegram", "worker")).run(None)
        await program.close()


async def test_a_refused_token_is_said_in_a_line_with_exit_code_two(tmp_path: Path) -> None:
    async with LoopbackTelegram() as telegram:
        wrong = {"telegram__token": f"{telegram.token}x", "telegram__api_base": telegram.api_base}
        end = await bot("run", "--data-dir", str(tmp_path / "data"), "--port", "0", cwd=tmp_path, app__log_level="error", **wrong)
    assert end.code == 2
    assert "Telegram refuses the token. Check [telegram] token in the settings." in end.err
    assert "Traceback" not in end.err


@pytest.mark.parametrize("hours", [-1, 24])
async def test_a_clock_that_jumps_is_told_of_and_its_timetable_begins_anew(
    hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    starts: list[AsyncIOScheduler] = []
    whole = AsyncIOScheduler.start

    def start(self: AsyncIOScheduler, *args: object) -> None:
        starts.append(self)
        whole(self, *args)

    monkeypatch.setattr(AsyncIOScheduler, "start", start)
    clock = MovedClock()
    async with SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        program = await build(settings_for(tmp_path, sandbox.base_url), ambient=Ambient(now=clock.now))
        runtime = Runtime(program, ("clock",))
        with caplog.at_level(logging.WARNING, "bot.clockwork"):
            async with runtime.everything(None):
                await until(lambda: len(starts) == 1)
                await asyncio.sleep(0.2)
                assert len(starts) == 1, "small steps are no jumps"
                clock.offset = timedelta(hours=hours)
                await until(lambda: len(starts) == 2)
                runtime.stopping.set()
        await program.close()
    assert [round(record.seconds / 3600) for record in caplog.records if record.message == "the wall clock jumped"] == [hours]  # type: ignore[attr-defined]


async def test_a_timetable_that_stands_still_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clockwork, "LATE", timedelta(seconds=0.2))
    whole, dead = AsyncIOScheduler._process_jobs, 0

    def process(self: AsyncIOScheduler) -> float | None:
        nonlocal dead
        dead += 1
        return None if dead == 1 else whole(self)

    monkeypatch.setattr(AsyncIOScheduler, "_process_jobs", process)
    async with SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        program = await build(settings_for(tmp_path, sandbox.base_url))
        runtime = Runtime(program, ("clock",))
        async with runtime.everything(None):
            await until(lambda: begun_again(program, "clock") > 0)
            await until(lambda: dead > 1)
            runtime.stopping.set()
        await program.close()
