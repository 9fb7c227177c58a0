"""Receipts and credit notes: the list, and each as a sheet to print."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.sessions import must_be_signed_in
from adapters.web.site.frame import parts_of, shown
from core import document_words
from core.billing import BillingDocument
from core.commands.receipts import PATH
from core.prompts import printable
from core.results import credits
from core.text import Money, Text, text

PAGE = 10
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Listed:
    """A document as the list shows it."""

    document: BillingDocument
    what: Text
    amount: Text

    @property
    def page(self) -> str:
        """The address of its own page."""
        return f"{PATH}/{quote(self.document.id)}"


async def receipts(request: Request) -> Response:
    """A page of the list, newest first."""
    inside, before = await must_be_signed_in(request), _number(request.query_params.get("before"))
    account_id = inside.account.id
    found = await parts_of(request).workshop.store.read(lambda uow: uow.documents.of(account_id, limit=PAGE + 1, before=before))
    context = {
        "receipts": [_listed(document) for document in found[:PAGE]],
        "newer": PATH if before is not None else None,
        "older": f"{PATH}?before={quote(found[PAGE - 1].id)}" if len(found) > PAGE else None,
    }
    return await shown(request, "site/receipts.html", context)


async def receipt(request: Request) -> Response:
    """One document. Somebody else's does not exist."""
    inside, number = await must_be_signed_in(request), _number(request.path_params["number"])
    account_id = inside.account.id
    found = await parts_of(request).workshop.store.read(lambda uow: uow.documents.get(account_id, number or ""))
    if found is None:
        raise HTTPException(404)
    said = found.contents
    parts = {name: list(part(said)) for name, part in PARTS.items()}
    title, notes = document_words.title(said), document_words.notes(said)
    return await shown(request, "site/receipt_sheet.html", {"said": said, "title": title, "notes": notes, "list": PATH, **parts})


PARTS = {
    "about": document_words.about,
    "sums": document_words.sums,
    "payment": document_words.payment,
    "seller": document_words.seller,
}
"""What stands together on the sheet."""


def _listed(document: BillingDocument) -> Listed:
    said = document.contents
    what = credits(said.credits) if document.is_receipt else text("site-receipts-back", what=credits(said.credits))
    return Listed(document, what, text("money", amount=Money(said.gross, said.currency)))


def _number(given: str | None) -> str | None:
    """A number as it may be typed into an address; what cannot be one is none of ours."""
    return None if given is None else printable(given)[:LONGEST_NUMBER]
