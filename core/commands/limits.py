"""/limits: what a person sets themselves about spending, and of how few credits they want to hear."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from core.accounts import Account
from core.commands.spec import Command, Span
from core.commands.turn import Turn
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.spending import cap_of, next_month
from core.text import Text, text

HIGHEST = 1_000_000
MONTHLY = (100, 500)
NOTIFY = 20
"""What the buttons offer; any other number can be typed."""


@dataclass(frozen=True)
class Limits:
    """`monthly`: at most so many credits in a calendar month (UTC). `notify`: say so when fewer than so many are left. 0: neither."""

    monthly: Annotated[int | None, Span(0, HIGHEST, off=True)] = None
    notify: Annotated[int | None, Span(0, HIGHEST, off=True)] = None


def limits(request: Limits, turn: Turn) -> Reply:
    """Show both, or change them. A change counts at once, in either direction: it is their own."""
    account = _chosen(request, turn.account)
    if account == turn.account:
        return _shown(turn, text("limits-title"), Tone.PLAIN)
    turn.uow.accounts.save(account)
    return _shown(replace(turn, account=account), text("settings-saved"), Tone.GOOD)


def _chosen(request: Limits, account: Account) -> Account:
    monthly = account.monthly_limit if request.monthly is None else request.monthly or None
    below = account.notify_below if request.notify is None else request.notify or None
    return replace(account, monthly_limit=monthly, notify_below=below)


def _shown(turn: Turn, title: Text, tone: Tone) -> Reply:
    facts = (Fact(text("fact-monthly"), _monthly(turn)), Fact(text("fact-notify"), _notify(turn.account)))
    return Reply(lines=(title, text("limits-how")), facts=facts, tone=tone, buttons=tuple(_buttons(turn.account)), private=True)


def _monthly(turn: Turn) -> Text:
    cap = cap_of(turn.account, turn.now)
    if cap is None:
        return text("limits-none")
    spent = turn.uow.ledger.spent(turn.account.id, cap.since)
    return text("limits-monthly", spent=spent, limit=credits(cap.most), until=next_month(turn.now))


def _notify(account: Account) -> Text:
    return text("limits-never") if account.notify_below is None else text("limits-notify", below=credits(account.notify_below))


def _buttons(account: Account) -> Iterator[Button]:
    for most in MONTHLY:
        if most != account.monthly_limit:
            yield Button(text("button-monthly", limit=credits(most)), Call("limits", {"monthly": most}))
    if account.monthly_limit is not None:
        yield Button(text("button-monthly-off"), Call("limits", {"monthly": 0}))
    if account.notify_below is None:
        yield Button(text("button-notify", below=credits(NOTIFY)), Call("limits", {"notify": NOTIFY}))
    else:
        yield Button(text("button-notify-off"), Call("limits", {"notify": 0}))


LIMITS = Command("limits", Limits, limits, private=True)
