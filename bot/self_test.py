"""The self-test of the rights (PRV-92) with the parts of this program; by the clock, or when an operator types it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.config import Settings
from bot.file_bytes import files_in, look
from bot.program import Program, rights_kit
from bot.wiring import build
from core.commands import COMMANDS
from core.commands.dispatch import Dispatch
from core.commands.turn import House
from core.rights.monitor import Desk
from core.self_test.alarm import tell_operator
from core.self_test.bench import Bench, Files, Looked, Silent
from core.self_test.marks import PLATFORM
from core.self_test.person import tariff_for_self_test
from core.self_test.run import Result, Taken, run
from core.self_test.steps import Step
from db.self_test import SqlInside

SQLITE = "sqlite+aiosqlite:///"


async def run_if_due(program: Program, desk: Desk) -> Result | None:
    """For the clock: once in a night, in whichever process comes first; tells the operator if it does not end well."""
    result = await run(bench_of(program))
    if result is not None and result.wrong:
        await tell_operator(desk, result)
    return result


async def run_now(settings: Settings, desk_of: Callable[[Program], Desk], say: Callable[[str], None]) -> bool | None:
    """For an operator: each step with its time; whether all was well, and `None` if a run is under way already."""
    program = await build(settings, site=False)
    try:
        result = await run(bench_of(program), forced=True)
        if result is None:
            return None
        for taken in result.steps:
            say(line(taken, program.settings))
        if result.wrong:
            await tell_operator(desk_of(program), result)
        return not result.wrong
    finally:
        await program.close()


def line(taken: Taken, settings: Settings) -> str:
    """How a step went, for the operator."""
    word = "WRONG" if taken.wrong else "ok   "
    said = f"{word}  {taken.step:<8}  {taken.platform:<10}  {taken.seconds:>7.2f} s  {_scope(taken, settings)}"
    return said.rstrip() + (f"  {taken.wrong} found {taken.error}".rstrip() if taken.wrong else "")


def _scope(taken: Taken, settings: Settings) -> str:
    if taken.step is Step.ROWS:
        return f"{taken.size} tables"
    if taken.step is not Step.FILES:
        return ""
    of_database = "of the database file and " if database_file(settings) else "of "
    skipped = f"; {taken.skipped} too large, so only the rows were looked at" if taken.skipped else ""
    return f"{taken.size} bytes {of_database}the temporary folders{skipped}"


def bench_of(program: Program) -> Bench:
    """What the self-test works with in this process. Nothing that it causes leaves the program: its platform is nobody's, its wish for a
    picture is heard by nobody, and its address takes no mail."""
    settings, shop = program.settings, program.workshop
    house = _house(program)
    silent = replace(shop, messengers={**shop.messengers, PLATFORM: Silent()})
    return Bench(
        rights=replace(rights_kit(program), shop=silent),
        dispatch=Dispatch(program.store, house, program.ambient, COMMANDS),
        house=house,
        inside=SqlInside(statistics=database_file(settings) is None),
        files=_files(settings),
        platforms=served(settings),
    )


def served(settings: Settings) -> tuple[str, ...]:
    """The platforms that people come from, as this program is configured."""
    there = {
        "discord": settings.discord.token.get_secret_value(),
        "telegram": settings.telegram.token.get_secret_value(),
        "playground": settings.web.playground,
        "web": not settings.web.playground,
    }
    return tuple(platform for platform, is_there in there.items() if is_there)


def _house(program: Program) -> House:
    """As for everybody, but for the welcome credits. The workers need not be woken: nothing is for them."""
    settings = program.settings
    return House(
        tariff=tariff_for_self_test(settings.tariff()),
        at_once=settings.mayi.concurrency,
        till_url=None,
        wake_workers=lambda: None,
        contact=settings.privacy.contact,
        links=program.links,
        home=settings.base_url,
        promise=settings.promise(),
    )


def database_file(settings: Settings) -> Path | None:
    """The file of the database, if it is one."""
    address = settings.database_url
    return Path(address.removeprefix(SQLITE)) if address.startswith(SQLITE) else None


def _files(settings: Settings) -> Files:
    """The database with what lies beside it, temporary files, and mails that were not sent anywhere. Logs go to standard error, and to no
    file of ours."""

    async def looked(words: Sequence[bytes]) -> Looked:
        return await asyncio.to_thread(lambda: look(_places(settings), words))

    return looked


def _places(settings: Settings) -> list[Path]:
    data, database = settings.app.data_dir, database_file(settings)
    beside = [database.with_name(database.name + end) for end in ("", "-wal", "-journal")] if database else []
    return [path for path in beside if path.exists()] + files_in([data / "tmp", data / "mail"])
