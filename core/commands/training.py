"""Saying yes or no to training (PRV-16): one place for both, and neither is easier."""

from dataclasses import dataclass
from enum import StrEnum

from core.accounts import Consent
from core.commands.spec import Command
from core.commands.turn import Turn
from core.notices import private_address
from core.reply import Button, Call, Reply
from core.rights import training
from core.text import Text, text

_SEEN = 12
"""So many signs of the wording's hash are on a button."""


class Choice(StrEnum):
    """A no needs no reason, and neither does a yes."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class Training:
    """`answer`: none shows how it stands. `seen` begins the hash of the words under which a button stood."""

    answer: Choice | None = None
    seen: str = ""


def train(request: Training, turn: Turn) -> Reply:
    """How it stands, with both answers to choose from. A yes counts only for words that were shown; a no always does."""
    shown = request.seen == training.HASHES[turn.locale][:_SEEN]
    if request.answer is None or (request.answer is Choice.YES and not shown):
        return _asked(turn)
    given = training.answer(
        turn.uow,
        turn.ambient,
        turn.account,
        granted=request.answer is Choice.YES,
        locale=turn.locale,
        channel=turn.caller.platform,
        now=turn.now,
        at=private_address(turn.caller.platform, turn.caller.uid),
    )
    return training.receipt(given)


def _asked(turn: Turn) -> Reply:
    current = turn.uow.consents.current(turn.account.id, training.PURPOSE)
    words = (*(text(key) for key in training.WORDING), _state(current))
    return Reply(lines=words, buttons=tuple(_button(turn, choice) for choice in Choice), private=True)


def _state(current: Consent | None) -> Text:
    if current is None:
        return text("site-training-is-unasked")
    return text(f"site-training-is-{'yes' if current.granted else 'no'}", at=current.at)


def _button(turn: Turn, choice: Choice) -> Button:
    return Button(text(f"site-training-{choice}"), Call("training", {"answer": choice.value, "seen": training.HASHES[turn.locale][:_SEEN]}))


TRAINING = Command("training", Training, train, private=True, right=True)
