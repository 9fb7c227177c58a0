"""What stands between a person and a command: each gate lets the command through, or answers in its place."""

from collections.abc import Callable

from core.accounts import Standing
from core.commands import age
from core.commands.spec import Command
from core.commands.turn import Turn
from core.errors import Refused
from core.pace import demand_command
from core.reply import Button, Call, Reply
from core.rights.requests import RequestKind
from core.text import text

CORRECTS = frozenset({"email", "language", "unlink", "unlink-chat"})
"""By these a person puts right what is wrong about them, also while nothing else is done for them (PRV-23, PRV-30)."""

Gate = Callable[[Turn, Command], Reply | None]


def standing(turn: Turn, command: Command) -> Reply | None:
    """A locked, restricted or quarantined account can use its rights, and nothing else (PRV-23, PRV-34). Raises `Refused`."""
    if turn.account.standing is Standing.ACTIVE or command.right:
        return None
    if turn.account.standing is not Standing.LOCKED:
        if command.name in CORRECTS:
            return None
        raise Refused(text(f"rights-{turn.account.standing}"), (_hub(),))
    request = turn.uow.rights.active(turn.account.id, RequestKind.ERASE)
    until = (request and request.begins_at) or turn.now
    raise Refused(text("rights-locked", at=until), (Button(text("button-erase-cancel"), Call("delete-cancel", {})), _hub()))


def _hub() -> Button:
    return Button(text("button-privacy"), Call("privacy", {}))


def pace(turn: Turn, command: Command) -> Reply | None:
    """Nobody goes faster than a person can; rights are never in the way. Raises `TooOften`."""
    if not command.right:
        demand_command(turn.uow, turn.house.fair_use.pace, turn.account.id, turn.now)
    return None


GATES: tuple[Gate, ...] = (standing, age.gate, pace)
"""In this order."""
