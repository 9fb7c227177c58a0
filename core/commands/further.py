"""The rights beside copy, correction and deletion, for everybody everywhere (PRV-27)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from core.accounts import Standing
from core.commands.spec import Command, Nothing, Prose
from core.commands.turn import Turn
from core.reply import Button, Call, Form, Reply, Tone
from core.rights import further
from core.rights.requests import RequestKind
from core.text import text


class Right(StrEnum):
    """What can be asked for here, in this order."""

    RESTRICT = "restrict"
    OBJECT = "object"
    COMPLAINT = "complaint"
    APPEAL = "appeal"
    LIMIT = "limit"
    OPT_OUT_SALE = "opt-out-sale"
    AGENT = "agent"


@dataclass(frozen=True)
class Asked:
    """Which right. `sure`: without words of one's own."""

    kind: Right
    sure: bool = False


@dataclass(frozen=True)
class Told:
    """Which right, and what somebody wants to say about it."""

    kind: Right
    words: Annotated[str, Prose(further.LONGEST)] = ""


@dataclass(frozen=True)
class Kind:
    """Which right."""

    kind: Right


def more(request: Nothing, turn: Turn) -> Reply:
    """What else somebody can ask of us, one press each."""
    lifts = [Button(text("button-lift"), Call("lift", {}), main=True)] if turn.account.standing is Standing.RESTRICTED else []
    buttons = [Button(text(f"button-right-{right}"), Call("ask-right", {"kind": right.value})) for right in Right]
    return Reply(lines=(text("further-lead"), text("further-free")), buttons=(*lifts, *buttons), private=True)


def ask(request: Asked, turn: Turn) -> Reply:
    """Ask for it. What people answer is explained first, and words can be added, which nobody has to."""
    kind = RequestKind(request.kind.value)
    return _filed(turn, kind, "") if request.sure or kind in further.AT_ONCE else _offered(kind)


def tell(request: Told, turn: Turn) -> Reply:
    """Ask for it in words of one's own."""
    return _filed(turn, RequestKind(request.kind.value), request.words)


def words(request: Kind, turn: Turn) -> Reply:
    """The form for the words."""
    return Reply(form=Form("tell-right", {"kind": request.kind.value}), private=True)


def lift(request: Nothing, turn: Turn) -> Reply:
    """Use the account again."""
    lifted = further.lift(turn.uow, turn.account)
    return Reply(lines=(text("further-lifted" if lifted else "further-not-restricted"),), tone=Tone.GOOD, private=True)


def _filed(turn: Turn, kind: RequestKind, words: str) -> Reply:
    channel = turn.caller.platform
    return further.answer(further.ask(turn.uow, turn.ambient, turn.account, kind, channel, turn.locale, turn.now, words))


def _offered(kind: RequestKind) -> Reply:
    buttons = (
        Button(text("button-say-more"), Call("right-words", {"kind": kind.value}), main=True),
        Button(text("button-ask-so"), Call("ask-right", {"kind": kind.value, "sure": True})),
    )
    return Reply(lines=(text(f"further-what-{kind}"), text("further-words")), buttons=buttons, private=True)


BUTTONS = (
    Command("more-rights", Nothing, more, private=True, menu=False, right=True),
    Command("ask-right", Asked, ask, private=True, menu=False, right=True),
    Command("tell-right", Told, tell, private=True, menu=False, right=True),
    Command("right-words", Kind, words, private=True, menu=False, right=True, form=True),
    Command("lift", Nothing, lift, private=True, menu=False, right=True),
)
