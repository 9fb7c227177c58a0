"""/redeem: a code that is worth credits."""

from dataclasses import dataclass
from typing import Annotated

from core.commands.spec import Command, Prose
from core.commands.turn import Turn
from core.errors import DomainError
from core.redeeming import Redeemed, redeem
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.text import text

LONGEST_CODE = 100


@dataclass(frozen=True)
class Redeem:
    """The code as it was given; case, spaces and dashes do not matter."""

    code: Annotated[str, Prose(LONGEST_CODE)]


def redeem_code(request: Redeem, turn: Turn) -> Reply:
    """Credits for a code. A wrong one is answered rather than raised, so that the try stays counted. No answer names the code."""
    if not request.code.strip():
        return Reply(lines=(text("voucher-how"),), private=True)
    found = redeem(turn.uow, turn.ambient, turn.account.id, turn.caller, request.code, turn.now)
    if isinstance(found, DomainError):
        return Reply(lines=(found.text,), tone=Tone.REFUSAL, private=True)
    return _redeemed(found, turn)


def _redeemed(found: Redeemed, turn: Turn) -> Reply:
    lasts = text("voucher-until", until=found.until) if found.until else text("topup-never-expires")
    owned = turn.uow.ledger.balance(turn.account.id, turn.now)
    return Reply(
        lines=(text("voucher-redeemed", credits=credits(found.credits)), lasts),
        tone=Tone.GOOD,
        facts=(Fact(text("fact-available"), credits(owned.available), personal=True),),
        buttons=(Button(text("button-balance"), Call("balance", {})),),
        private=True,
    )


REDEEM = Command("redeem", Redeem, redeem_code, private=True)
