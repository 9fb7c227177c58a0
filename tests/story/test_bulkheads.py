"""A vendor that takes every call and never answers, each in turn: everything else goes on, and the program can still be stopped."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.program import Program
from bot.runtime import ROLES, Runtime, listen
from bot.wiring import build
from core.caller import Address, Caller
from core.commands.dispatch import Answer
from core.storage.mail import DueLetter
from tests.clock import START
from tests.story.house import Surface, settings_for, until

DRAIN = 0.5
BOUND = 25.0
"""Seconds beyond the drain in which a stop is over: orderly goodbyes to platforms that do not answer have deadlines of their own."""

VENDORS: dict[str, Callable[[str], dict[str, object]]] = {
    "mayi": lambda hole: {"mayi.base_url": f"{hole}/v1"},
    "r2": lambda hole: {
        "storage.kind": "r2",
        "r2.endpoint_url": hole,
        "r2.bucket": "b",
        "r2.access_key_id": "k",
        "r2.secret_access_key": "s",
    },
    "resend": lambda hole: {"resend.api_key": "re_1", "resend.api_base": hole, "resend.sender": "a@example.org"},
    "stripe": lambda hole: {"stripe.api_key": "sk_test_1", "stripe.api_base": hole},
    "discord": lambda hole: {
        "discord.token": "aaaa.bbbb.cccc",
        "discord.api_base": hole,
        "discord.gateway_url": hole.replace("http", "ws"),
    },
    "telegram": lambda hole: {"telegram.token": "1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "telegram.api_base": hole},
}
WITHOUT_PICTURES = ("mayi", "r2")


EMPTY = b"<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>"


class Hole:
    """Takes connections and whatever is sent. While it is `polite` it says that a bucket is empty, then nothing to anybody."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.polite = True


@contextlib.asynccontextmanager
async def hole() -> AsyncIterator[Hole]:
    """A vendor to be."""
    calls: set[asyncio.Task[None]] = set()
    there = Hole("")

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        calls.add(task)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while await reader.read(65536):
                if there.polite:
                    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {len(EMPTY)}\r\n\r\n"
                    writer.write(head.encode() + EMPTY)
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    try:
        there.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield there
    finally:
        server.close()
        for task in calls:
            task.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_vendor_that_never_answers_stops_nobody_else(vendor: str, tmp_path: Path) -> None:
    async with hole() as nowhere, SandboxGateway(GatewayOptions(pace=0.02, plain=True)) as sandbox:
        given = {"jobs.drain_seconds": DRAIN, **VENDORS[vendor](nowhere.url)}
        surface = Surface()
        program = await build(settings_for(tmp_path, sandbox.base_url, **given), messengers={"test": surface})
        nowhere.polite = False  # a program that starts waits for the object store, which knows who has left
        server = listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        runtime = Runtime(program, ROLES)
        async with runtime.everything(server), httpx.AsyncClient(timeout=5) as http:
            await something_for(vendor, program)
            if vendor not in WITHOUT_PICTURES:
                job = (await asked(program, "test", "eve")).reply.job
                await until(lambda: job in surface.posts)
            balance = await program.dispatch(caller("test", "eve"), "balance", {})
            assert balance.status == 200
            assert (await http.get(f"{url}/healthz")).status_code == 200
            began = time.monotonic()
            runtime.stopping.set()
        await program.close()
        assert time.monotonic() - began < DRAIN + BOUND


async def something_for(vendor: str, program: Program) -> None:
    """Work enough for the vendor to have every place that it may take."""
    if vendor == "resend":
        facts = {"ref": "r", "due": "2026-01-01"}
        letters = [DueLetter(f"letter-{n}", None, f"{n}@example.org", "rights-by-mail", facts, "en") for n in range(3)]
        for letter in letters:
            await program.store.write(lambda uow, one=letter: uow.letters.add(one, START))  # type: ignore[misc]
        program.wake()
    else:
        platform = vendor if vendor in ("discord", "telegram") else "test"
        for number in range(6 if vendor in ("discord", "telegram") else 2):
            await asked(program, platform, str(1000 + number))
    await asyncio.sleep(0.5)


def caller(platform: str, who: str) -> Caller:
    return Caller(platform, who, who, f"{who}-{time.monotonic_ns()}", Address(platform, who, private=True, uid=who), "en", price_seen=12)


async def asked(program: Program, platform: str, who: str) -> Answer:
    answer = await program.dispatch(caller(platform, who), "imagine", {"prompt": "a fox"})
    assert answer.reply.job is not None
    return answer
