"""What systemd hears of a process: that it is at work, once people are heard, and not before."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import runtime
from bot.config_sources import load
from bot.wiring import build
from tests.adapters.discord.house import settings
from tests.loopback_discord.server import LoopbackDiscord

SOON = 30.0


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The socket that systemd listens at."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listening


async def said(manager: socket.socket) -> bytes:
    async with asyncio.timeout(SOON):
        return await asyncio.get_running_loop().sock_recv(manager, 100)


@contextlib.asynccontextmanager
async def running(discord: LoopbackDiscord, folder: Path, role: str) -> AsyncIterator[None]:
    program = await build(load(None, settings(discord, folder)))
    process = runtime.Runtime(program, (role,))
    work = asyncio.create_task(process.run(None))
    try:
        yield
    finally:
        process.stopping.set()
        await work
        await program.close()


async def test_a_process_is_at_work_when_discord_is_connected(manager: socket.socket, tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord:
        discord.misbehaviour.slow("gateway/bot", 1.0)
        async with running(discord, tmp_path, "discord"):
            await discord.gateway.ready(within=SOON)
            with pytest.raises(BlockingIOError):
                manager.recv(100)
            assert await said(manager) == b"READY=1"


async def test_a_process_is_at_work_after_a_while_without_its_platform(
    manager: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "HEARD_SECONDS", 0.5)
    async with LoopbackDiscord() as discord:
        discord.misbehaviour.fail("gateway/bot", times=1000)
        async with running(discord, tmp_path, "discord"):
            assert await said(manager) == b"READY=1"


async def test_whoever_talks_to_no_platform_is_at_work_at_once(manager: socket.socket, tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord, running(discord, tmp_path, "clock"):
        assert await said(manager) == b"READY=1"
    assert not discord.gateway.sessions


async def test_where_nobody_listens_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    async with LoopbackDiscord() as discord, running(discord, tmp_path, "clock"):
        await asyncio.sleep(0.5)
