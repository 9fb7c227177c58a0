"""What an operator does for a person who asks for their rights (PRV-70): the copy of everything that is held about them."""

import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import BinaryIO

from bot.config import Settings
from bot.outside import open_objects
from bot.private_files import secret_key
from core.ambient import Ambient
from core.rights.export import export
from core.text import Catalogue
from db.person_rows import SqlPersonRows
from db.store import open_reader


class NobodyThere(Exception):
    """The platform has no such user among our people."""


async def copy_of(settings: Settings, platform: str, uid: str, out: Path, locale: str, say: Callable[[str], None]) -> int:
    """Write everything that is held about a person to a zip that only its owner can read; 1 if something could not be read, else 0.

    Works beside the running program, from one snapshot. The file appears whole or not at all. Raises `NobodyThere`, `OSError`.
    """
    ambient = Ambient()
    async with AsyncExitStack() as exits:
        reader = await open_reader(settings.database_url)
        exits.push_async_callback(reader.close)
        objects = await open_objects(settings, ambient, secret_key(settings), exits)
        person = await reader.read(lambda uow: uow.accounts.person(platform, uid))
        if person is None:
            raise NobodyThere
        part = out.with_name(f"{out.name}.part")
        try:
            with _private(part) as file:
                made = await export(reader, objects, ambient, Catalogue(), person.account_id, locale, file, _silent, source=SqlPersonRows())
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    for gap in made.gaps:
        say(f"{gap.why}  {gap.what}")
    say(str(made.state))
    return int(bool(made.gaps))


def _private(path: Path) -> BinaryIO:
    """A new file that only its owner can read."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _silent(done: object) -> None:
    """Nobody watches how far it is."""
