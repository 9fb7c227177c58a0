"""The whole program behind the loopback Telegram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.config_sources import load
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address, Caller
from core.commands import COMMANDS
from core.commands.spec import Command
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance
from tests.clock import in_a_hurry
from tests.empty_database import laid_out
from tests.loopback_telegram.groups import Group
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.places import Chat
from tests.loopback_telegram.server import LoopbackTelegram

PACE = 0.4
FOX = "a fox in the rain"
MAKE = "Make it · 12 credits"
SOON = 45.0
ALL = ("telegram", "worker")


@dataclass
class Scene:
    """Two people, a group with privacy mode, and the folder of the program."""

    telegram: LoopbackTelegram
    group: Group
    ann: Person
    ben: Person
    folder: Path


def settings(telegram: LoopbackTelegram, folder: Path, **more: object) -> dict[str, object]:
    """As an operator would write them; `more` with `__` for the dot."""
    return {
        "app.data_dir": str(folder),
        "mayi.sandbox_pace": PACE,
        "telegram.token": telegram.token,
        "telegram.api_base": telegram.api_base,
        "telegram.file_base": telegram.file_base,
        **{name.replace("__", "."): value for name, value in more.items()},
    }


@contextlib.asynccontextmanager
async def inkmirage(
    telegram: LoopbackTelegram,
    folder: Path,
    *,
    roles: tuple[str, ...] = ALL,
    ambient: Ambient | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    **more: object,
) -> AsyncIterator[Program]:
    """Running until the body ends, connected before it begins; in a hurry, if no `ambient` says otherwise."""
    chosen = load(None, settings(telegram, folder, **more))
    server = listen("127.0.0.1", 0) if "web" in roles else None
    if server is not None:
        chosen = chosen.at_port(server.getsockname()[1])
    program = await build(laid_out(chosen), ambient=ambient or Ambient(elapsed=in_a_hurry), commands=commands, usage_delay=0.1)
    try:
        runtime = Runtime(program, roles)
        async with runtime.everything(server):
            assert program.telegram is not None
            if {"telegram", "worker"} & set(roles):
                await program.telegram.front.here.wait()
            try:
                yield program
            finally:
                runtime.stopping.set()
    finally:
        await program.close()


async def offered(scene: Scene, person: Person, words: str = FOX, where: Chat | None = None) -> Message:
    """What the bot offers for a typed request."""
    said = await person.says(f"/imagine{'' if where is None else '@InkMirageBot'} {words}", where=where)
    return await scene.telegram.message_in(said.chat, lambda message: bool(message.buttons), after=said, within=SOON)


async def made(scene: Scene, person: Person, words: str = FOX, where: Chat | None = None) -> Message:
    """The message that an offer becomes when it is accepted."""
    offer = await offered(scene, person, words, where)
    await person.press(offer, offer.labels[0])
    return await scene.telegram.message_in(offer.chat, lambda message: message is offer and is_done(message), within=SOON)


def is_done(message: Message) -> bool:
    return message.shape.photo is not None and "#" in message.text


async def balance(program: Program, person: Person) -> Balance:
    caller = Caller("telegram", str(person.id), person.name, "look", Address("telegram", "0/0/0/0/0/0"))
    account = await program.store.read(lambda uow: uow.accounts.of(caller))
    assert account is not None
    return await program.store.read(lambda uow: uow.ledger.balance(account.id, program.ambient.now()))


async def settled(program: Program) -> None:
    """Nothing waits to be worked on, made or delivered."""

    def open_(uow: UnitOfWork) -> int:
        return uow.updates.waiting() + uow.jobs.waiting() + uow.jobs.undelivered()

    async with asyncio.timeout(SOON):
        while await program.store.read(open_):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.05)
