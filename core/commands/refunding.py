"""Money back for what is unused, asked for by the person: list, question, acknowledgement (wallet.md §3.5, Directive (EU) 2023/2673)."""

from collections.abc import Iterator
from dataclasses import dataclass

from core import refunds
from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.errors import Gone
from core.pricing import STARS_ALONE
from core.refunds import Obstacle, RefundOffer
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.storage.mail import DueLetter
from core.text import Money, Text, text

MOST_BUTTONS = 5


@dataclass(frozen=True)
class OfPayment:
    """Which payment, by its own id; `amount`: what was shown to go back, in minor units."""

    payment: str
    amount: int = 0


def listed(request: Nothing, turn: Turn) -> Reply:
    """The person's payments of late: what of each can go back, or why it cannot."""
    found = _offers(turn)
    if not found:
        return Reply(lines=(text("refund-none"), text("refund-rule")), private=True)
    possible = [offer for offer in found if offer.obstacle is None][:MOST_BUTTONS]
    buttons = tuple(
        Button(text("button-refund", amount=_money(offer), order=_reference(offer)), _call("refund-ask", offer)) for offer in possible
    )
    return Reply(lines=(text("refund-title"), *_lines(found, turn), text("refund-rule")), buttons=buttons, private=True)


def _offers(turn: Turn) -> list[RefundOffer]:
    """Where one way to pay is alone, others are not even named (platforms.md B11)."""
    everything = refunds.offers(turn.uow, turn.account.id, turn.house.refunds, turn.now)
    platform = turn.caller.platform
    return [offer for offer in everything if platform not in STARS_ALONE or offer.paid.provider == platform]


def _lines(found: list[RefundOffer], turn: Turn) -> Iterator[Text]:
    for offer in found:
        paid = offer.paid
        bought = Money(paid.gross, paid.currency)
        yield text("refund-line", order=_reference(offer), at=paid.paid_at, price=bought, credits=credits(paid.granted))
        yield _standing(offer, turn)


def _standing(offer: RefundOffer, turn: Turn) -> Text:
    if offer.obstacle is None:
        return text("refund-possible", amount=_money(offer), unused=credits(offer.credits), until=offer.until)
    if offer.obstacle is Obstacle.ELSEWHERE:
        return text("refund-not-elsewhere", provider=offer.paid.provider, contact=turn.house.contact)
    unused, granted = credits(offer.paid.unused), credits(offer.paid.granted)
    return text(f"refund-not-{offer.obstacle}", until=offer.until, unused=unused, granted=granted, contact=turn.house.contact)


def question(request: OfPayment, turn: Turn) -> Reply:
    """What exactly goes back, before anything does. Raises `Gone`."""
    offer = _wanted(request, turn)
    sure = Button(text("button-refund-now", amount=_money(offer)), _call("refund-now", offer), main=True)
    lines = (
        text("refund-question", amount=_money(offer), credits=credits(offer.credits), order=_reference(offer)),
        text("refund-question-way"),
    )
    return Reply(lines=lines, buttons=(sure, Button(text("button-balance"), Call("balance", {}))), private=True)


def now(request: OfPayment, turn: Turn) -> Reply:
    """Ask for exactly what was shown; if that has changed meanwhile, show it anew. The acknowledgement says when it was asked for.

    Raises `Gone`.
    """
    offer = _wanted(request, turn)
    if offer.amount != request.amount:
        return question(OfPayment(offer.paid.id), turn)
    try:
        refund = refunds.ask(turn.uow, turn.ambient, offer, turn.now)
    except refunds.Changed:
        raise Gone(text("refund-changed")) from None
    _acknowledge(turn, offer)
    turn.uow.after_commit(turn.house.wake_workers)
    lines = text("refund-asked", amount=_money(offer), at=turn.now), text("refund-asked-next")
    facts = (
        Fact(text("fact-order"), Text("as-is", {"words": _reference(offer)}), personal=True),
        Fact(text("fact-held-back"), credits(refund.credits), personal=True),
    )
    return Reply(lines=lines, facts=facts, tone=Tone.GOOD, private=True)


def _wanted(request: OfPayment, turn: Turn) -> RefundOffer:
    """Only one's own payments are ever looked through."""
    found = next((offer for offer in _offers(turn) if offer.paid.id == request.payment), None)
    if found is None or found.obstacle is not None:
        raise Gone(text("refund-changed"))
    return found


def _acknowledge(turn: Turn, offer: RefundOffer) -> None:
    """On something that lasts, if we know where to (Directive (EU) 2023/2673)."""
    if turn.account.email is None:
        return
    args = {
        "price": offer.amount,
        "currency": offer.paid.currency,
        "credits": offer.credits,
        "order": _reference(offer),
        "at": turn.now.isoformat(),
    }
    turn.uow.letters.add(DueLetter(turn.ambient.new_id(), turn.account.id, turn.account.email, "refund-asked", args, turn.locale), turn.now)


def _reference(offer: RefundOffer) -> str:
    """How people and receipts call the order."""
    return offer.paid.order_id[:8].upper()


def _money(offer: RefundOffer) -> Money:
    return Money(offer.amount, offer.paid.currency)


def _call(command: str, offer: RefundOffer) -> Call:
    return Call(command, {"payment": offer.paid.id, "amount": offer.amount})


REFUND = Command("refund", Nothing, listed, private=True, right=True)
WITHDRAW = Command("withdraw", Nothing, listed, private=True, right=True)
BUTTONS = (
    Command("refund-ask", OfPayment, question, private=True, menu=False, right=True),
    Command("refund-now", OfPayment, now, private=True, menu=False, right=True),
)
