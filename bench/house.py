"""The whole program in this process, with its sandbox gateway in another, so that painting and serving are not counted as ours."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from adapters.web.chat import PLATFORM
from bot.config_sources import load
from bot.program import Program
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address, Caller
from core.commands.dispatch import Answer

PICTURE = 2 * 2**20
PRICE = 4  # of the cheapest picture, which is what all parts ask for
PROMPT = "a fox in the rain"
PLENTY = 10**6
ROOT = Path(__file__).parent.parent


@contextlib.asynccontextmanager
async def gateway(*, pace: float, picture: int = PICTURE, certificate: Path | None = None) -> AsyncIterator[str]:
    """The sandbox in a process of its own; its base URL. `pace` is how long a picture takes (seconds), `picture` its size (bytes).

    With a `certificate` (and its key, in one PEM file) it speaks TLS.
    """
    switches = {"pace": pace, "picture_bytes": picture, "plain": True, "usage_delay": 0.0, "balance": 1e9}
    words = [word for name, value in switches.items() for word in ("--set", f"{name}={value}")]
    words += ["--certificate", str(certificate)] if certificate else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.local.gateway", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def program(folder: Path, gateway_url: str = "", *, ambient: Ambient | None = None, **more: object) -> AsyncIterator[Program]:
    """The program on a fresh folder. `more` are settings, with `__` for the dot."""
    settings = {
        "app.data_dir": str(folder),
        "database.url": "",  # whatever the operator's own settings name, nothing here may touch it
        "storage.kind": "local",
        **({"mayi.base_url": gateway_url} if gateway_url else {}),
        "mayi.api_key": "sk-bench",
        "credits.free_credits": PLENTY,
        "jobs.drain_seconds": 1.0,  # what is in flight at the end need not land
        **{name.replace("__", "."): value for name, value in more.items()},
    }
    built = await build(load(None, settings), ambient=ambient)
    try:
        yield built
    finally:
        await built.close()


def caller(uid: str, key: str) -> Caller:
    """A person at the playground who has seen the price, so that `/imagine` begins at once."""
    return Caller(PLATFORM, uid, uid, f"{uid}/{key}", Address(PLATFORM, uid, private=True), "en", price_seen=PRICE)


async def imagine(built: Program, uid: str, key: str, prompt: str = PROMPT) -> Answer:
    """`/imagine`, as the page handles it: the answer is also a message in the chat, which progress then replaces."""
    answer = await built.dispatch(caller(uid, key), "imagine", {"prompt": prompt, "quality": "low"})
    assert built.web is not None
    assert answer.reply.job is not None, "the request was accepted"
    await built.web.state.parts.chat.post_reply(uid, answer.reply.job, answer.reply, answer.locale)
    return answer


async def settled(built: Program) -> None:
    """Wait until nothing is queued, asked or undelivered."""
    while await built.store.read(lambda uow: uow.jobs.waiting() + uow.jobs.undelivered()):  # noqa: ASYNC110  # as an operator would see it
        await asyncio.sleep(0.2)
