"""What the commands need by which somebody acts who has a role."""

import contextlib
from collections.abc import Iterator

from bot import desk
from bot.command_line import fail
from core.rights.desk import CannotAct


@contextlib.contextmanager
def acting() -> Iterator[None]:
    """Say why somebody may not do this."""
    try:
        yield
    except CannotAct as refused:
        fail(desk.sentence(refused), 1)
