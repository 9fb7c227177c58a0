"""`python -m bot appeals`: prompts that were refused and contested, at which one of the operator's people looks (PRV-13)."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated

import typer

from bot import desk
from bot.acting import acting
from bot.command_line import ConfigFile, DataDir, fail, quiet, run_to_end
from bot.config import Settings
from core.ambient import Ambient, utc_now
from core.forbidden import refusals
from core.forbidden.refused import RefusedPrompt
from core.rights.desk import note
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from db.store import change, visit

UNKNOWN = "There is no refused prompt of this reference, or nobody contests it."

commands = typer.Typer()
appeals = typer.Typer(help="Refused prompts that somebody contests.")
commands.add_typer(appeals, name="appeals")
Ref = Annotated[str, typer.Argument(help="Its reference, as `list` shows it.")]


@appeals.command("list")
def list_contested(config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """What waits for somebody to look, the longest waiting first, without the words. Exit code 1 if something waits for too long."""
    lines = run_to_end(contested(quiet(config, data_dir), utc_now()))
    for line in lines:
        typer.echo(line)
    raise typer.Exit(1 if any(line.endswith(desk.LATE) for line in lines) else 0)


@appeals.command("show")
def show_one(ref: Ref, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The words of one of them. That somebody looked is written down."""
    with acting():
        lines = run_to_end(shown(quiet(config, data_dir), os.environ, ref))
    if not lines:
        fail(UNKNOWN, 1)
    for line in lines:
        typer.echo(line)


@appeals.command("uphold")
def uphold(ref: Ref, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The refusal was right. Its person is told."""
    _decide(ref, config, data_dir, allowed=False)


@appeals.command("allow")
def allow(ref: Ref, config: ConfigFile = None, data_dir: DataDir = None) -> None:
    """The refusal was wrong: it counts no more, and its person is told and can have the picture made."""
    _decide(ref, config, data_dir, allowed=True)


def _decide(ref: str, config: ConfigFile, data_dir: DataDir, *, allowed: bool) -> None:
    with acting():
        if not run_to_end(decide(quiet(config, data_dir), os.environ, ref, allowed=allowed)):
            fail(UNKNOWN, 1)
    typer.echo("Decided. They are told in their chats.")


async def contested(settings: Settings, now: datetime) -> list[str]:
    """One line for each, without anything about people."""
    waiting = await visit(settings.database_url, lambda uow: uow.refusals.contested())
    return [_line(one, now) for one in waiting]


def _line(one: RefusedPrompt, now: datetime) -> str:
    late = f"  {desk.LATE}" if now > one.look_by else ""
    return f"{one.ref}  {one.ground:<15}  {one.at:%Y-%m-%d %H:%M}  look by {one.look_by:%Y-%m-%d}{late}"


async def shown(settings: Settings, environment: Mapping[str, str], ref: str) -> list[str]:
    """Everything about one; nothing if there is none. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> list[str]:
        one = _contested(uow, ref)
        if one is None:
            return []
        note(uow, ambient, role, Scope.REQUEST, ambient.now(), account_id=one.account_id, ref=one.ref)
        return list(_everything(one, ambient.now()))

    return await change(settings.database_url, ambient, work)


def _everything(one: RefusedPrompt, now: datetime) -> Iterator[str]:
    yield _line(one, now)
    yield f"words    {one.prompt!r}"


async def decide(settings: Settings, environment: Mapping[str, str], ref: str, *, allowed: bool) -> bool:
    """Answer it, and write down that this role did; false if nobody contests it. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> bool:
        one = _contested(uow, ref)
        if one is None:
            return False
        refusals.decide(uow, ambient, one, allowed=allowed)
        note(uow, ambient, role, Scope.ANSWER, ambient.now(), account_id=one.account_id, ref=one.ref)
        return True

    return await change(settings.database_url, ambient, work)


def _contested(uow: UnitOfWork, ref: str) -> RefusedPrompt | None:
    return next((one for one in uow.refusals.contested() if one.ref == ref.strip().upper()), None)
