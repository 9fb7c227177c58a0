"""/appeal: somebody thinks that their prompt was refused by mistake, and a human looks at it (PRV-13)."""

from dataclasses import dataclass

from core.commands import generation
from core.commands.spec import Command
from core.commands.turn import Turn
from core.errors import NotFound
from core.forbidden import refusals
from core.forbidden.refused import RefusedPrompt
from core.reply import Reply
from core.text import text


@dataclass(frozen=True)
class Appeal:
    """Which refusal, by its reference; without one, the latest."""

    ref: str = ""


def appeal(request: Appeal, turn: Turn) -> Reply:
    """Have it looked at. Raises `NotFound`."""
    return refusals.appeal(turn.uow, _of(turn, request.ref), turn.now)


def once_refused(request: Appeal, turn: Turn) -> Reply:
    """The same words once more. Raises `NotFound`."""
    return generation.imagine(generation.Imagine(_of(turn, request.ref).prompt), turn)


def _of(turn: Turn, ref: str) -> RefusedPrompt:
    """One of their own. Whose the others are is not told."""
    mine = turn.uow.refusals.of(turn.account.id)
    wanted = ref.strip().removeprefix("#").upper()
    found = next((one for one in mine if one.ref == wanted), None) if wanted else refusals.first_open(mine)
    if found is None:
        raise NotFound(text("appeal-unknown" if wanted else "appeal-nothing"))
    return found


APPEAL = Command("appeal", Appeal, appeal, private=True, right=True)
BUTTONS = (Command("once-refused", Appeal, once_refused, menu=False),)
