"""What the operator's people ask and do about money (docs/decisions/0034). All of it works beside the running program.

Nothing that is printed names a person. Who acts is a role, proved by a key in the environment (bot/desk.py).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import desk
from bot.config import Settings
from bot.platforms import open_books
from core import refunds
from core.ambient import Ambient
from core.granting import give
from core.notices import private_address
from core.reckoning import Bucket, Found, reckon
from core.rights.desk import CannotAct, note
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from core.vouchers import Voucher, hash_of, new_code
from db import money
from db.journal import BEGINNING, journal, major
from db.money import Paid
from db.store import change, visit
from db.unit_of_work import SqlUnitOfWork

Say = Callable[[str], object]

SPANS = {"today": timedelta(0), "30 days": timedelta(days=30), "all": None}
"""Columns of the summary; today is that of UTC."""

CREDITS = {
    "sold": ("issued_paid", -1),
    "given away": ("issued_promo", -1),
    "apologies": ("issued_compensation", -1),
    "spent": ("consumed", 1),
    "expired": ("expired", 1),
}
"""Accounts of the books in words, and with which sign; others are called as they are."""

UNNAMED = frozenset({"wallet", "former"})
"""What people still have stands on a line of its own, and `former` is nothing in all."""

_NAMES_SOMEBODY = re.compile(r"@|\d{7,}")


@dataclass(frozen=True)
class Offer:
    """Vouchers to be made: so many `codes`, each worth `credits` to `uses` people for the next `open_for`; what it gives lasts `days`."""

    credits: int
    uses: int
    codes: int
    open_for: timedelta
    days: int | None
    reason: str


@dataclass(frozen=True)
class GoingBack:
    """Money in minor units, and credits, that go back."""

    amount: int
    currency: str
    credits: int


# --- looking --------------------------------------------------------------------------------------


async def summary(settings: Settings, now: datetime) -> list[str]:
    """Payments by provider and currency, credits by what became of them, and what waits for somebody."""
    return await visit(settings.database_url, lambda uow: list(_summary(uow, now)))


def _summary(uow: SqlUnitOfWork, now: datetime) -> Iterator[str]:
    yield from _payments(uow, now)
    books, (posted, held) = money.books(uow.connection), money.owed(uow.connection)
    yield ""
    for words, (account, sign) in CREDITS.items():
        yield _credits_line(words, sign * books.pop(account, 0))
    yield from (_credits_line(account, total) for account, total in books.items() if account not in UNNAMED)
    yield _credits_line("people have", posted) + (f", of which {held} reserved" if held else "")
    yield ""
    for one in money.waiting(uow.connection):
        word = "open" if one.state == "new" else one.state
        yield f"{word:<12} {one.number:>6} events of providers, the oldest from {one.oldest:%Y-%m-%d %H:%M}"


def _payments(uow: SqlUnitOfWork, now: datetime) -> Iterator[str]:
    found = {span: money.sums(uow.connection, _since(now, back)) for span, back in SPANS.items()}
    yield f"{'payments':<30}" + "".join(f"{span:>20}" for span in SPANS)
    for provider, currency, what in sorted({(one.provider, one.currency, one.what) for one in found["all"]}):
        cells = []
        for span in SPANS:
            same = [one for one in found[span] if (one.provider, one.currency, one.what) == (provider, currency, what)]
            number, gross = (same[0].number, same[0].gross) if same else (0, 0)
            cells.append(f"{number:>6} {major(gross, currency):>13}")
        yield f"{provider:<12} {currency:<4} {what:<12}" + "".join(cells)


def _since(now: datetime, back: timedelta | None) -> datetime:
    return BEGINNING if back is None else now.replace(hour=0, minute=0, second=0, microsecond=0) - back


def _credits_line(words: str, amount: int) -> str:
    return f"{words:<12} {amount:>12} credits"


async def payments(settings: Settings, now: datetime, say: Say, *, provider: str, days: int, parked: bool) -> None:
    """One line per payment of the last days, or per fact of a provider that a human must look at."""
    since, listed = now - timedelta(days=days), money.parked if parked else money.payments

    def work(uow: SqlUnitOfWork) -> None:
        for one in listed(uow.connection, since, provider):
            say(_payment_line(one))

    await visit(settings.database_url, work)


def _payment_line(one: Paid) -> str:
    credits = "" if one.credits is None else f"{one.credits} credits"
    paid = f"{major(one.gross, one.currency)} {one.currency}"
    return f"{one.at:%Y-%m-%d %H:%M}  {one.provider:<10} {paid:>14}  {credits:>14}  {one.what:<12}  {one.order:<8}  {one.charge_ref}"


async def reconcile(settings: Settings, ambient: Ambient, say: Say) -> bool:
    """Every configured provider's whole book against our payments; whether nothing is open. Raises `TryLater` if a book cannot be read."""
    well = True
    async with AsyncExitStack() as exits:
        books = open_books(settings, exits)
        for provider, book in books.items():
            began = ambient.now()
            paid = [line async for line in book(began)]
            ours = await visit(settings.database_url, lambda uow, name=provider: money.credited(uow.connection, name))  # type: ignore[misc]
            found = reckon(paid, ours, began)
            for line in _reckoned(provider, found, began):
                say(line)
            well = well and all(one.bucket is Bucket.MATCHED for one in found)
    if not books:
        say("No provider is configured that keeps a book.")
    return well


def _reckoned(provider: str, found: list[Found], now: datetime) -> Iterator[str]:
    for bucket in Bucket:
        yield f"{provider:<10} {bucket:<18} {sum(one.bucket is bucket for one in found):>8}"
    open_ = sorted((one for one in found if one.bucket is not Bucket.MATCHED), key=lambda one: one.at)
    if open_:
        yield f"{provider:<10} the oldest that is open is {(now - open_[0].at).days} days old"
    for one in open_:
        yield f"  {one.at:%Y-%m-%d %H:%M}  {one.bucket:<18} {major(one.gross, one.currency):>12} {one.currency}  {one.charge_ref}"


async def write_journal(settings: Settings, say: Say) -> None:
    """All books in the language of hledger and ledger, line by line as they are read."""

    def work(uow: SqlUnitOfWork) -> None:
        for line in journal(uow.connection):
            say(line)

    await visit(settings.database_url, work)


async def vouchers(settings: Settings, now: datetime) -> list[str]:
    """One line per voucher, the newest first. The codes are not kept, so nobody can look them up."""
    listed = await visit(settings.database_url, lambda uow: uow.vouchers.listed())
    return [_voucher_line(one, now) for one in listed]


def _voucher_line(one: Voucher, now: datetime) -> str:
    state = "works" if one.works(now) else "stopped" if one.stopped_at else "expired" if now >= one.expires_at else "used up"
    used = f"used {one.used} of {one.most}"
    return f"{one.id}  {one.credits:>6} credits  {used:<16}  until {one.expires_at:%Y-%m-%d}  {state:<8} {one.role:<12} {one.reason}"


# --- acting ---------------------------------------------------------------------------------------


async def grant(settings: Settings, environment: Mapping[str, str], platform: str, uid: str, amount: int, reason: str, key: str) -> str:
    """Give somebody credits as an apology, and tell them why. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()
    _demand_nobody(reason)

    def work(uow: UnitOfWork) -> bool:
        account, place = desk.account_of(uow, platform, uid), private_address(platform, uid)
        return give(uow, ambient, account, place, amount, reason, role, key=key, now=ambient.now())

    if await change(settings.database_url, ambient, work):
        return "Given. They are told in their chat."
    return "This was given before; nothing was done. To give the same once more, choose a --key."


async def refund(settings: Settings, environment: Mapping[str, str], provider: str, charge: str, *, whole: bool) -> str:
    """Have what is unused of a payment go back, or all of the money; the running program asks the provider. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()
    asked = await change(settings.database_url, ambient, lambda uow: _refunded(uow, ambient, role, provider, charge, whole=whole))
    return (
        f"{major(asked.amount, asked.currency)} {asked.currency} go back, and {asked.credits} credits with it, as soon as the program runs."
    )


def _refunded(uow: UnitOfWork, ambient: Ambient, role: str, provider: str, charge: str, *, whole: bool) -> GoingBack:
    paid = uow.returns.charged(provider, charge)
    if paid is None:
        raise CannotAct("unknown-charge")
    offer = refunds.offer_by_operator(paid, whole=whole)
    if offer.obstacle is not None:
        raise CannotAct(f"refund-{offer.obstacle}")
    made = refunds.ask(uow, ambient, offer, ambient.now())
    note(uow, ambient, role, Scope.REFUND, ambient.now(), account_id=paid.account_id)
    return GoingBack(made.amount, paid.currency, made.credits)


async def make_vouchers(settings: Settings, environment: Mapping[str, str], offer: Offer) -> list[str]:
    """New codes; nobody can see them a second time. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()
    _demand_nobody(offer.reason)
    made = [new_code() for _ in range(offer.codes)]

    def work(uow: UnitOfWork) -> None:
        now = ambient.now()
        for code in made:
            until = now + offer.open_for
            uow.vouchers.add(
                voucher := Voucher(ambient.new_id(), hash_of(code), offer.credits, offer.uses, offer.days, offer.reason, role, now, until)
            )
            note(uow, ambient, role, Scope.VOUCHER, now, ref=voucher.id)

    await change(settings.database_url, ambient, work)
    return made


async def stop_voucher(settings: Settings, environment: Mapping[str, str], voucher_id: str) -> bool:
    """Nobody can use it any more; false if there is none that could. What it gave stays given. Raises `CannotAct`."""
    role, ambient = desk.role_of(settings, environment), Ambient()

    def work(uow: UnitOfWork) -> bool:
        now = ambient.now()
        stopped = uow.vouchers.stop(voucher_id, now)
        if stopped:
            note(uow, ambient, role, Scope.VOUCHER_STOP, now, ref=voucher_id)
        return stopped

    return await change(settings.database_url, ambient, work)


def _demand_nobody(reason: str) -> None:
    if _NAMES_SOMEBODY.search(reason):
        raise CannotAct("names-somebody")
