"""/status: whether pictures are being made, how long the line is, and what is late. For strangers, too, of whom nothing is kept."""

from collections.abc import Iterator

from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.pulse import MOST_COUNTED, Standing, standing
from core.reply import Button, Call, Fact, Reply
from core.text import Text, text

MINUTE = 60
ABOUT_A_MINUTE = 90
"""Seconds up to which one is not told minutes."""


def status(request: Nothing, turn: Turn) -> Reply:
    """How the house is doing, by its tables: the same on every surface."""
    figures = turn.uow.pulse.figures(turn.now)
    found = standing(figures, turn.house.at_once)
    facts = tuple(Fact(label, value) for label, value in state_of(found))
    again = Button(text("button-status"), Call("status", {}))
    return Reply(lines=(making(found), text("status-as-of", at=figures.at)), facts=facts, buttons=(again,), private=True)


def making(found: Standing) -> Text:
    """Whether pictures are being made, in a sentence."""
    return Text(f"status-making-{found.making}")


def state_of(found: Standing) -> Iterator[tuple[Text, Text]]:
    """The rest of it, as labels and values."""
    yield text("fact-status-queue"), text("status-queue", count=found.queued, most=MOST_COUNTED)
    yield text("fact-status-next"), _expected(found)
    for what in ("engine", "storage", "mail", "payments"):
        yield Text(f"fact-status-{what}"), text("status-fine") if getattr(found, what) else Text(f"status-late-{what}")


def _expected(found: Standing) -> Text:
    """Where pictures can be made, only the first of all leave us without a measure."""
    seconds = found.seconds
    if seconds is None:
        return text("status-next-first" if found.hopeful else "status-next-unknown")
    if seconds <= ABOUT_A_MINUTE:
        return text("status-next-seconds", seconds=seconds)
    return text("status-next-minutes", minutes=-(-seconds // MINUTE))


STATUS = Command("status", Nothing, status, private=True, right=True, fleeting=True)
