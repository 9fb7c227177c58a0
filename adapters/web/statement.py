"""The wallet drawer, in the person's language."""

from typing import Any

from adapters.web.parts import WebParts
from core.commands.credits import statement_line
from core.text import text
from core.wallet import LedgerLine

LINES = 20


async def wallet(parts: WebParts, account_id: str, locale: str, before: int | None) -> dict[str, Any]:
    """Balance, lots and a page of ledger lines, newest first."""
    now = parts.ambient.now()
    owned, lines = await parts.workshop.store.read(
        lambda uow: (uow.ledger.balance(account_id, now), uow.ledger.lines(account_id, limit=LINES + 1, before_seq=before))
    )
    lots = [
        {
            "remaining": lot.remaining,
            "kind": parts.catalogue.format(text(f"lot-{lot.kind}"), locale),
            "until": lot.expires_at.isoformat() if lot.expires_at else None,
        }
        for lot in owned.lots
    ]
    return {
        "available": owned.available,
        "reserved": owned.held,
        "lots": lots,
        "lines": [_line(parts, line, locale) for line in lines[:LINES]],
        "more": len(lines) > LINES,
    }


def _line(parts: WebParts, line: LedgerLine, locale: str) -> dict[str, Any]:
    what = statement_line(line).args["what"]
    return {
        "seq": line.seq,
        "at": line.at.isoformat(),
        "what": parts.catalogue.format(what, locale) if not isinstance(what, str | int) else str(what),  # type: ignore[arg-type]
        "amount": line.amount,
        "balance": line.balance_after,
    }
