"""The wallet: what is there, where it came from, and every line of the books, on pages and as a file."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from adapters.web.parts import WebParts
from adapters.web.sessions import must_be_signed_in
from adapters.web.site.frame import iso, page_locale, parts_of, shown
from core.commands.credits import statement_line
from core.pricing import Quality, Shape
from core.storage.unit_of_work import UnitOfWork
from core.text import Argument, Text
from core.wallet import LedgerLine

PAGE = 25
FILE_PAGE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Entry:
    """One line of the books as a page shows it; `amount` is signed, in credits."""

    seq: int
    at: datetime
    what: Argument
    amount: int
    after: int

    @property
    def signed(self) -> str:
        """The amount with its sign, which is a real minus."""
        return f"{self.amount:+d}".replace("-", "−")


def entry(line: LedgerLine) -> Entry:
    """The line, in the words that the chats use for it."""
    return Entry(line.seq, line.at, statement_line(line).args["what"], line.amount, line.balance_after)


async def wallet(request: Request) -> Response:
    """Balance, lots, and a page of the ledger, newest first."""
    inside = await must_be_signed_in(request)
    parts, before = parts_of(request), _before(request)
    account_id, now = inside.account.id, parts.ambient.now()
    owned, lines = await parts.workshop.store.read(
        lambda uow: (uow.ledger.balance(account_id, now), uow.ledger.lines(account_id, limit=PAGE + 1, before_seq=before))
    )
    entries = [entry(line) for line in lines[:PAGE]]
    context = {
        "owned": owned,
        "about": owned.available // max(1, parts.tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0)),
        "entries": entries,
        "newer": "/account/wallet" if before is not None else None,
        "older": f"/account/wallet?before={entries[-1].seq}" if len(lines) > PAGE else None,
    }
    return await shown(request, "site/wallet.html", context)


def _before(request: Request) -> int | None:
    given = request.query_params.get("before")
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise HTTPException(400)
    return int(given)


async def wallet_file(request: Request) -> Response:
    """The whole ledger as a CSV file, newest first; read page by page while it is sent."""
    inside = await must_be_signed_in(request)
    locale = await page_locale(request)
    parts = parts_of(request)

    def words(key: str) -> str:
        return parts.catalogue.format(Text(key), locale)

    head = [words(f"site-ledger-{column}") for column in ("when", "what", "change", "after")]
    headers = {"Content-Disposition": 'attachment; filename="inkmirage-wallet.csv"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_rows(parts, inside.account.id, locale, head), media_type="text/csv; charset=utf-8", headers=headers)


async def _rows(parts: WebParts, account_id: str, locale: str, head: list[str]) -> AsyncIterator[str]:
    # The mark in front tells spreadsheets that this is UTF-8.
    yield "\ufeff" + csv_line(head)
    before: int | None = None
    while True:
        lines = await parts.workshop.store.read(_page(account_id, before))
        yield "".join(csv_line(_cells(parts, line, locale)) for line in lines)
        if len(lines) < FILE_PAGE:
            return
        before = lines[-1].seq


def _page(account_id: str, before: int | None) -> Callable[[UnitOfWork], list[LedgerLine]]:
    return lambda uow: uow.ledger.lines(account_id, limit=FILE_PAGE, before_seq=before)


def _cells(parts: WebParts, line: LedgerLine, locale: str) -> list[str | int]:
    what = entry(line).what
    said = parts.catalogue.format(what, locale) if isinstance(what, Text) else str(what)
    return [iso(line.at.astimezone(UTC)), said, line.amount, line.balance_after]


def csv_line(cells: Sequence[str | int]) -> str:
    """One line of the file. Words that a spreadsheet would run as a formula get an apostrophe in front; numbers stay numbers."""
    line = io.StringIO()
    csv.writer(line).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def harmless(cell: str) -> str:
    """The words, so that no spreadsheet takes them for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
