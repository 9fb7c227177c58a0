"""What a person owns and how they get more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from core import throttle
from core.access import Attempt
from core.commands.guide import welcome_line
from core.commands.spec import Command, Known, Nothing
from core.commands.turn import Turn
from core.errors import Unavailable, invalid
from core.legal.releases import in_force
from core.legal.versions import Kind
from core.pricing import STARS, STARS_ALONE, Pack, Quality, Shape
from core.reply import Button, Call, Fact, Invoice, Link, Reply
from core.results import credits
from core.spending import cap_of, next_month
from core.storage.payments import PaymentOrder
from core.text import Money, Text, text
from core.wallet import LedgerLine, Lot

STATEMENT_LINES = 8


def balance(request: Nothing, turn: Turn) -> Reply:
    """Available and reserved credits, where they came from, and the last lines of the books."""
    owned = turn.uow.ledger.balance(turn.account.id, turn.now)
    lines = turn.uow.ledger.lines(turn.account.id, limit=STATEMENT_LINES)
    about = owned.available // _medium(turn)
    return Reply(
        lines=(
            text("balance-title", available=credits(owned.available), about=about),
            *welcome_line(turn),
            *_owed(turn, "balance-owed"),
            *(_lot_line(lot) for lot in owned.lots),
            *_limit_line(turn),
            *((text("statement-title"),) if lines else ()),
            *(statement_line(line) for line in lines),
        ),
        facts=(Fact(text("fact-available"), credits(owned.available)), Fact(text("fact-reserved"), credits(owned.held))),
        buttons=(Button(text("button-topup"), Call("topup", {}), main=True), Button(text("button-refunds"), Call("refund", {}))),
        private=True,
    )


def _limit_line(turn: Turn) -> tuple[Text, ...]:
    """How far the person's own limit of this month is used up, if they have set one."""
    cap = cap_of(turn.account, turn.now)
    if cap is None:
        return ()
    spent = turn.uow.ledger.spent(turn.account.id, cap.since)
    return (text("limit-spent", spent=spent, limit=credits(cap.most), until=next_month(turn.now)),)


def _lot_line(lot: Lot) -> Text:
    kind = text(f"lot-{lot.kind}")
    if lot.expires_at is None:
        return text("lot-line", remaining=credits(lot.remaining), kind=kind)
    return text("lot-line-until", remaining=credits(lot.remaining), kind=kind, until=lot.expires_at)


def statement_line(line: LedgerLine) -> Text:
    """One line of the books in words."""
    what = text(f"ledger-{line.kind}", code=line.job_code or "", kind=text(f"lot-{line.lot_kind or 'promo'}"))
    return text("statement-line", at=line.at, what=what, amount=f"{line.amount:+d}", balance=line.balance_after)


@dataclass(frozen=True)
class TopUp:
    """Which pack; without one, the list."""

    pack: Annotated[str, Known("packs")] = ""


def topup(request: TopUp, turn: Turn) -> Reply:
    """The packs for sale here, or an order for one of them and the way to pay it. Raises `Unavailable`, `InvalidOption`, `TooOften`."""
    packs = _on_sale(turn)
    _demand_unlocked(turn)
    if not request.pack:
        return _sold_by_platform(turn, packs) if _platform_sells(turn) else _packs(turn, packs)
    wanted = request.pack.strip().lower()
    pack = next((pack for pack in packs if pack.id == wanted), None)
    if pack is None:
        choices = ", ".join(pack.id for pack in packs)
        raise invalid("error-choice-unknown", option="pack", value=request.pack[:40], choices=choices)
    if _platform_sells(turn):
        return _sold_by_platform(turn, (pack,))
    # Whoever begins payment after payment tries cards that are not theirs.
    throttle.allow(turn.uow, Attempt.ORDER, throttle.hidden(turn.uow, f"order of {turn.account.id}", turn.now), turn.now)
    order = _order(turn, pack)
    turn.uow.payments.add_order(order)
    return _in_stars(turn, order) if pack.currency == STARS else _at_the_till(turn, order)


def _demand_unlocked(turn: Turn) -> None:
    """Nobody pays once more while the money of an earlier payment is asked back (wallet.md §3.6)."""
    if turn.uow.ledger.balance(turn.account.id, turn.now).locked_reason == "dispute":
        raise Unavailable(text("topup-disputed"))


def _owed(turn: Turn, name: str) -> tuple[Text, ...]:
    owed = sum(debt.debt for debt in turn.uow.returns.debts(turn.account.id))
    return (text(name, credits=credits(owed)),) if owed else ()


def _on_sale(turn: Turn) -> tuple[Pack, ...]:
    """What can be bought on this platform, and how is settled by it: for Stars alone, from the platform, or at the till if there is one."""
    packs = turn.house.tariff.on_sale(turn.caller.platform)
    without_till = turn.caller.platform in STARS_ALONE or _platform_sells(turn)
    if not packs or (turn.house.till_url is None and not without_till):
        raise Unavailable(text("topup-closed"))
    return packs


def _platform_sells(turn: Turn) -> bool:
    return turn.caller.platform in turn.house.tariff.sellers


def _at_the_till(turn: Turn, order: PaymentOrder) -> Reply:
    assert turn.house.till_url is not None
    pay = Button(text("button-pay", price=_price(order.pack)), Link(turn.house.till_url(order.id)), main=True)
    return Reply(lines=(*_agreed(order.pack), text("topup-accept")), buttons=(pay,), private=True)


def _in_stars(turn: Turn, order: PaymentOrder) -> Reply:
    """What one agrees to by paying stands above the invoice, since nothing else is asked before the money moves."""
    about = order.pack.credits // _medium(turn)
    return Reply(
        lines=(*_agreed(order.pack), text("topup-accept"), text("topup-whom-to-ask")),
        invoice=Invoice(order.id, credits(order.pack.credits), text("topup-invoice", about=about), order.pack.price),
        private=True,
    )


def _sold_by_platform(turn: Turn, packs: tuple[Pack, ...]) -> Reply:
    """What the platform sells for us. It needs no order: the sale itself becomes one (`core.sales`)."""
    terms = (text(f"discord-sells-{part}") for part in ("price", "arrival", "refunds", "button"))
    return Reply(
        lines=(text("topup-title"), *_owed(turn, "topup-owed"), *_pack_lines(turn, packs), *terms, text("topup-accept")),
        skus=tuple(pack.discord_sku for pack in packs),
        private=True,
    )


def _agreed(pack: Pack) -> tuple[Text, ...]:
    return text("topup-order", credits=credits(pack.credits), price=_price(pack)), text("topup-never-expires")


def _medium(turn: Turn) -> int:
    return turn.house.tariff.unit_price(Shape.SQUARE, Quality.MEDIUM, 0)


def _packs(turn: Turn, packs: tuple[Pack, ...]) -> Reply:
    buttons = [
        Button(text("button-pack", credits=credits(pack.credits), price=_price(pack)), Call("topup", {"pack": pack.id})) for pack in packs
    ]
    lines = text("topup-title"), *_owed(turn, "topup-owed"), *_pack_lines(turn, packs)
    return Reply(lines=lines, buttons=tuple(buttons), private=True)


def _pack_lines(turn: Turn, packs: tuple[Pack, ...]) -> tuple[Text, ...]:
    medium = _medium(turn)
    return tuple(text("pack-line", credits=credits(pack.credits), price=_price(pack), about=pack.credits // medium) for pack in packs)


def _price(pack: Pack) -> Money:
    return Money(pack.price, pack.currency)


def _order(turn: Turn, pack: Pack) -> PaymentOrder:
    return PaymentOrder(
        id=turn.ambient.new_id(),
        account_id=turn.account.id,
        surface=turn.caller.platform,
        pack=pack,
        state="open",
        address=turn.caller.address,
        locale=turn.locale,
        created_at=turn.now,
        expires_at=turn.now + timedelta(hours=turn.house.order_hours),
        terms=in_force(Kind.TERMS, turn.uow.policies.releases(), turn.now).id,
    )


BALANCE = Command("balance", Nothing, balance, private=True)
TOPUP = Command("topup", TopUp, topup, private=True)
