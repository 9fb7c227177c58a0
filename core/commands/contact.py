"""Whom to turn to, and what we may expect of each other: the words that every bot owes its people (platforms.md B2)."""

from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.reply import Button, Call, Fact, Reply
from core.text import Text, text

TELEGRAM = frozenset({"telegram"})


def terms(request: Nothing, turn: Turn) -> Reply:
    """What a person and we may expect of each other."""
    lines = tuple(text(f"terms-{part}") for part in ("title", "credits", "failure", "content", "age"))
    return Reply(lines=lines, facts=(_address(turn),), private=True)


def support(request: Nothing, turn: Turn) -> Reply:
    """How to get help."""
    help_ = Button(text("button-help"), Call("help", {}))
    return Reply(lines=(text("support-title"), text("support-number")), facts=(_address(turn),), buttons=(help_,), private=True)


def paysupport(request: Nothing, turn: Turn) -> Reply:
    """Help with payments and refunds: ours to give, since Telegram gives none. Names the last payment, so that it can be found."""
    buttons = Button(text("button-refunds"), Call("refund", {})), Button(text("button-balance"), Call("balance", {}))
    last = turn.uow.payments.last_paid(turn.account.id)
    paid = (Fact(text("fact-last-payment"), Text("as-is", {"words": last.reference}), personal=True),) if last else ()
    lines = text("paysupport-title"), text("paysupport-refund"), text("paysupport-telegram")
    return Reply(lines=lines, facts=(*paid, _address(turn)), buttons=buttons, private=True)


def _address(turn: Turn) -> Fact:
    return Fact(text("fact-contact"), Text("as-is", {"words": turn.house.contact}))


TERMS = Command("terms", Nothing, terms, private=True, right=True)
SUPPORT = Command("support", Nothing, support, private=True, right=True)
PAYSUPPORT = Command("paysupport", Nothing, paysupport, private=True, right=True, surfaces=TELEGRAM)
