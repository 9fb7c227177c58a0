"""The whole program behind the loopback Discord."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.config_sources import load
from bot.program import Program
from bot.runtime import Runtime
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address, Caller
from core.wallet import Balance
from tests.empty_database import laid_out
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import Call, Person
from tests.loopback_discord.places import Channel, Guild
from tests.loopback_discord.server import API, LoopbackDiscord

PACE = 0.4
FOX = "a fox in the rain"
MAKE = "Make it · 12 credits"
SOON = 45.0


@dataclass
class Scene:
    """A server with two people, and the folder of the program."""

    discord: LoopbackDiscord
    guild: Guild
    general: Channel
    ann: Person
    ben: Person
    folder: Path


def settings(discord: LoopbackDiscord, folder: Path, **more: object) -> dict[str, object]:
    """As an operator would write them; `more` with `__` for the dot."""
    return {
        "app.data_dir": str(folder),
        "mayi.sandbox_pace": PACE,
        "discord.token": discord.token,
        "discord.api_base": f"{discord.url}{API}",
        "discord.gateway_url": discord.gateway.address,
        "discord.cdn_base": f"{discord.url}/cdn",
        **{name.replace("__", "."): value for name, value in more.items()},
    }


@contextlib.asynccontextmanager
async def inkmirage(
    discord: LoopbackDiscord,
    folder: Path,
    *,
    roles: tuple[str, ...] = ("discord", "worker"),
    ambient: Ambient | None = None,
    **more: object,
) -> AsyncIterator[Program]:
    """Running until the body ends, connected before it begins."""
    program = await build(laid_out(load(None, settings(discord, folder, **more))), ambient=ambient, usage_delay=0.1)
    try:
        runtime = Runtime(program, roles)
        async with runtime.everything(None):
            if "discord" in roles:
                assert program.discord is not None
                await program.discord.here.wait()
                await discord.gateway.ready()
            try:
                yield program
            finally:
                runtime.stopping.set()
    finally:
        await program.close()


async def offered(scene: Scene, person: Person, prompt: str = FOX, **options: object) -> tuple[Call, Message]:
    call = await person.command("imagine", {"prompt": prompt, **options}, channel=scene.general)
    return call, await call.finished()


async def made(scene: Scene, person: Person, prompt: str = FOX, **options: object) -> Message:
    _, offer = await offered(scene, person, prompt, **options)
    pressed = await person.press(offer, MAKE)
    return await pressed.until(is_done, SOON)


def is_done(message: Message) -> bool:
    return bool(message.files) and "Here is your picture" in message.text


async def balance(program: Program, person: Person) -> Balance:
    caller = Caller("discord", person.id, person.name, "look", Address("discord", "0/0/0/0"))
    account = await program.store.read(lambda uow: uow.accounts.of(caller))
    assert account is not None
    return await program.store.read(lambda uow: uow.ledger.balance(account.id, program.ambient.now()))


def photograph() -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(file, "PNG")
    return file.getvalue()
