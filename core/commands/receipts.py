"""One's receipts and credit notes: the list, and each of them in words, also for people without an address."""

from dataclasses import dataclass

from core import document_words
from core.billing import BillingDocument
from core.commands.spec import Command
from core.commands.turn import Turn
from core.errors import NotFound
from core.pricing import STARS, STARS_ALONE
from core.reply import Button, Call, Fact, Link, Reply
from core.results import credits
from core.text import Argument, Money, Text, text

PAGE = 10
PATH = "/account/receipts"
"""Where the website has them, for whoever is signed in."""


@dataclass(frozen=True)
class Receipts:
    """`number`: which one; without it, the list."""

    number: str = ""


@dataclass(frozen=True)
class OlderReceipts:
    """`before`: the number of the last one on the page."""

    before: str


def receipts(request: Receipts, turn: Turn) -> Reply:
    """The latest ones, or what one of them says. Raises `NotFound`."""
    if not request.number:
        return _page(turn, None)
    number = request.number.strip().upper()
    found = turn.uow.documents.get(turn.account.id, number)
    if found is None or _currency(turn) not in (None, found.contents.currency):
        raise NotFound(text("error-receipt-unknown", number=request.number[:40]))
    return _shown(turn, found)


def older(request: OlderReceipts, turn: Turn) -> Reply:
    """The page behind another. Raises `NotFound`."""
    return _page(turn, request.before)


def _currency(turn: Turn) -> str | None:
    """Where credits are bought with Stars alone, not even a receipt may hint at another way (platforms.md B11); the website has all."""
    return STARS if turn.caller.platform in STARS_ALONE else None


def _page(turn: Turn, before: str | None) -> Reply:
    found = turn.uow.documents.of(turn.account.id, limit=PAGE + 1, before=before, currency=_currency(turn))
    if not found:
        raise NotFound(text("error-no-receipts"))
    page, more = found[:PAGE], len(found) > PAGE
    buttons = [Button(_as_is(document.id), Call("receipts", {"number": document.id})) for document in page]
    if more:
        buttons.append(Button(text("button-older"), Call("older-receipts", {"before": page[-1].id})))
    buttons.append(Button(text("button-receipts-print"), Link(f"{turn.house.home}{PATH}")))
    return Reply(lines=(text("receipts-title"), *map(line, page)), buttons=tuple(buttons), private=True)


def line(document: BillingDocument) -> Text:
    """One document of the list: when, what, how much, and its number."""
    said = document.contents
    amount = text("money", amount=Money(said.gross, said.currency))
    args: dict[str, Argument] = {"at": document.issued_at, "what": credits(said.credits), "amount": amount, "number": said.number}
    return Text(f"receipts-line-{said.kind}", args)


def _shown(turn: Turn, document: BillingDocument) -> Reply:
    said = document.contents
    withdrawal = (Button(text("button-refunds"), Call("refund", {})),) if document.is_receipt else ()
    buttons = (
        Button(text("button-receipts-print"), Link(f"{turn.house.home}{PATH}/{document.id}"), main=True),
        Button(text("button-receipts-all"), Call("receipts", {})),
        *withdrawal,
    )
    facts = tuple(Fact(row.label, row.value, personal=True) for row in document_words.rows(said))
    return Reply(lines=(document_words.title(said), *document_words.notes(said)), facts=facts, buttons=buttons, private=True)


def _as_is(words: str) -> Text:
    return Text("as-is", {"words": words})


RECEIPTS = Command("receipts", Receipts, receipts, private=True, right=True)
OLDER = Command("older-receipts", OlderReceipts, older, private=True, right=True, menu=False)
