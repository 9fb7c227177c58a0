"""What a receipt or a credit note says, in words: the same in a chat, in a mail, and on the page that is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from core.billing import Contents, DocumentKind
from core.results import credits
from core.text import Money, Text, text

PROVIDERS = frozenset({"stripe", "telegram", "discord", "sandbox"})
"""Those with words of their own."""
PRACTICE = "sandbox"
IN_ONE_PIECE = "telegram"
"""A provider that gives back a whole purchase or nothing of it (wallet.md §3.5)."""


@dataclass(frozen=True)
class Row:
    """A labelled value of a document."""

    label: Text
    value: Text


def title(said: Contents) -> Text:
    """What kind of paper this is: where a platform sells, we only confirm."""
    confirmed = "-confirmation" if said.sold_by else ""
    return Text(f"document-{said.kind}{confirmed}")


def rows(said: Contents) -> tuple[Row, ...]:
    """Everything there is to say, in the order of a document."""
    return tuple(Row(label, value) for label, value in (*about(said), *sums(said), *payment(said), *seller(said)))


def about(said: Contents) -> Iterator[tuple[Text, Text]]:
    """Number, days, and what a credit note corrects."""
    yield text("document-number"), _as_is(said.number)
    yield text("document-issued"), _day(said.issued)
    if said.kind == DocumentKind.RECEIPT:
        yield text("document-supplied"), _day(said.supplied)
    if said.corrects:
        yield text("document-corrects"), text("document-corrected", number=said.corrects, at=_at(said.corrected_on))


def sums(said: Contents) -> Iterator[tuple[Text, Text]]:
    """What it is about and what it costs. Tax is named only where it is ours to collect and there is any."""
    came = said.kind == DocumentKind.RECEIPT
    yield goods(said)
    if said.tax_rate:
        yield text("document-net"), _money(said.net, said)
        yield text("document-tax", percent=_percent(said.tax_rate)), _money(said.tax, said)
    yield text("document-total" if came else "document-returned"), _money(said.gross, said)


def goods(said: Contents) -> tuple[Text, Text]:
    """The credits that came or went back."""
    came = said.kind == DocumentKind.RECEIPT
    return text("document-goods" if came else "document-taken-back"), text("document-pack", credits=credits(said.credits), pack=said.pack)


def payment(said: Contents) -> Iterator[tuple[Text, Text]]:
    """How it was paid, and what the payment is called."""
    came = said.kind == DocumentKind.RECEIPT
    method = Text(f"document-by-{said.provider}") if said.provider in PROVIDERS else _as_is(said.provider)
    yield text("document-paid-by" if came else "document-returned-by"), method
    yield text("document-order"), _as_is(said.order)
    yield text("document-charge"), _as_is(said.charge)


def seller(said: Contents) -> Iterator[tuple[Text, Text]]:
    """Who sells, or whose confirmation this is where somebody else does."""
    named = (said.seller, said.address)
    yield text("document-issuer" if said.sold_by else "document-seller"), _as_is(", ".join(part for part in named if part))
    if said.tax_id:
        yield text("document-tax-id"), _as_is(said.tax_id)
    if said.contact:
        yield text("document-contact"), _as_is(said.contact)


def notes(said: Contents) -> Sequence[Text]:
    """Sentences below it: about taxes, about what was bought, about giving it back."""
    return tuple(_notes(said))


def _notes(said: Contents) -> Iterator[Text]:
    if said.provider == PRACTICE:
        yield text("document-practice")
    if said.sold_by:
        yield text("document-not-an-invoice", platform=Text(f"document-platform-{said.sold_by}"))
    if said.tax_note:
        yield Text(f"document-tax-{said.tax_note}")
    if said.kind == DocumentKind.RECEIPT:
        yield text("document-never-expire")
        yield _return(said)
        if said.terms:
            yield text("document-terms", at=_at(said.terms))


def _return(said: Contents) -> Text:
    """How long unused credits can be given back, and whose that is to grant."""
    if not said.refund_until:
        return text("document-return-elsewhere", platform=Text(f"document-by-{said.provider}"))
    whole = "-whole" if said.provider == IN_ONE_PIECE else ""
    return Text(f"document-return-until{whole}", {"at": _at(said.refund_until)})


def _percent(rate: int) -> Text:
    """A rate in hundredths of a percent, with as many decimals as it has."""
    whole, part = divmod(rate, 100)
    decimals = f"{part:02}".rstrip("0")
    return text("document-percent-part", whole=whole, part=decimals) if decimals else text("document-percent", whole=whole)


def _money(minor: int, said: Contents) -> Text:
    return text("money", amount=Money(minor, said.currency))


def _day(iso: str) -> Text:
    return text("document-day", at=_at(iso))


def _at(iso: str) -> datetime:
    return datetime.combine(date.fromisoformat(iso), time(), UTC)


def _as_is(words: str) -> Text:
    return Text("as-is", {"words": words})
