"""Somebody leaves the books: the sums stay, the others' rows stay, and nothing leads back (PRV-52, T-ER-12)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import permutations
from typing import TypeVar, cast

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import IntegrityError

from core.ambient import Ambient
from core.facts import FactKind
from core.linking import UNDO_LIFE, Merge
from core.ports import Returned
from core.rights.storage import StillHeld
from core.storage.unit_of_work import UnitOfWork
from core.wallet import HoldRefused, LotKind
from db import engine
from db.folding import Folded, fold
from db.ledger import SqlLedger
from db.merges import SqlMerges
from db.payments import SqlPayments
from db.person_rows import TABLES, subject_of
from db.prepared import instant
from db.store import SqlStore, open_store
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.db import leaving
from tests.db.books import HOUR, START, Books, finish_job, hold_for_job
from tests.db.leaving import LEDGER, After, arrive, buy, hear, instants, leave, mentions, names, numbers, offer, sums, told
from tests.db.money import MoneyDesk, fact

T = TypeVar("T")
PARTED = START + 2 * HOUR
END = START + UNDO_LIFE + 9 * HOUR
LEAVE = ("ann", "bob")


def broken(connection: Connection) -> set[str]:
    return {check.name for check in verify(connection, END, timedelta(days=9999)) if not check.ok}


def spend(
    connection: Connection, account: str, amount: int, hold: str, used: int, *, merge_id: str | None = None, now: datetime = START
) -> None:
    """A request that used so much of what was set aside for it."""
    hold_for_job(connection, account, amount, hold, merge_id=merge_id, now=now)
    if used:
        SqlLedger(connection).capture(hold, used, now=now + HOUR)
    else:
        SqlLedger(connection).release(hold, now=now + HOUR)
    finish_job(connection, hold)


def lead_a_life(connection: Connection, name: str, *, more: int = 0, now: datetime = START) -> None:
    """Lots of every kind, an ended one, requests of every end, a refused one, a payment and an offer that came to nothing."""
    ledger = SqlLedger(connection)
    ledger.grant(name, 10 + more, LotKind.PROMO, key=f"welcome/{name}", now=now, expires_at=now + HOUR)
    ledger.grant(name, 7 + more, LotKind.COMPENSATION, key=f"sorry/{name}", now=now, expires_at=now + UNDO_LIFE)
    buy(connection, name, f"of-{name}", 40 + more, now)
    offer(connection, name, f"unpaid-{name}", 90 + more, now)
    spend(connection, name, 15 + more, f"part-of-{name}", 6 + more, now=now)
    spend(connection, name, 3 + more, f"back-of-{name}", 0, now=now)
    with pytest.raises(HoldRefused):
        hold_for_job(connection, name, 9999 + more, f"refused-to-{name}", now=now)
    ledger.end_due(f"{name}-wallet", now + 2 * HOUR)


def join_and_part(connection: Connection) -> None:
    """Ann takes bob in and lets him go again. Both bring credits, spend and buy meanwhile, and have lots of each other's afterwards."""
    arrive(connection, "ann", "bob", "cem")
    for number, name in enumerate(("ann", "bob", "cem")):
        lead_a_life(connection, name, more=number)
    merges = SqlMerges(connection, _no_ids)
    merge = merges.merge(Merge("merge-1", "ann", "bob", START + HOUR, END, 0), START + HOUR)
    buy(connection, "ann", "together", 60, START + 1.5 * HOUR, chat="bob")
    spend(connection, "ann", 8, "bobs-own", 5, merge_id=merge.id)
    spend(connection, "ann", 9, "anns-own", 4)
    merges.undo(merge.id, PARTED)
    # Bob is host to ann as well, so that credits went both ways with either of them first.
    again = merges.merge(Merge("merge-2", "bob", "ann", START + 3 * HOUR, END, 0), START + 3 * HOUR)
    merges.undo(again.id, START + 4 * HOUR)
    merges.seal(END)


def _no_ids() -> str:
    raise AssertionError


def go(connection: Connection, name: str) -> Folded:
    """Leave, and compare everything with what it should be."""
    who = subject_of(connection, name)
    before = leaving.state(connection)
    after, wanted = After(before, who, END), names(connection, who)
    lines, booked = leaving.statements(connection), sums(connection)
    folded = leave(connection, name, END)
    assert told(connection) == after.rows()
    assert mentions(connection, wanted) == []
    assert broken(connection) == set()
    assert leaving.statements(connection) == after.statements(lines)
    lost = sum(row["posted"] for row in before["wallet"] if row["id"] in who.wallets)
    booked.update({"wallet": -lost, "expired": lost})
    assert +sums(connection) == +booked
    assert -sums(connection) == -booked
    return folded


@pytest.mark.proves("PRV-52", "T-ER-12")
def test_the_sums_stay_when_somebody_leaves(books: Books) -> None:
    def story(connection: Connection) -> None:
        arrive(connection, "ann", "bob")
        lead_a_life(connection, "ann")
        lead_a_life(connection, "bob", more=1)
        assert go(connection, "ann") == Folded(5, 1, 40)
        assert leaving.left(connection, "posting") == 10
        go(connection, "bob")
        assert leaving.left(connection, "posting") == 0
        assert leaving.left(connection, "command_log") == 0

    books.run(story)


@pytest.mark.proves("PRV-52", "T-ER-14")
@pytest.mark.parametrize("order", [*permutations(("ann", "bob", "cem"))], ids="-".join)
def test_what_is_shared_stays_whole_for_whoever_stays(books: Books, order: tuple[str, ...]) -> None:
    def story(connection: Connection) -> None:
        join_and_part(connection)
        assert broken(connection) == set()
        for name in order:
            go(connection, name)
        assert {leaving.left(connection, table) for table in LEDGER} == {0}

    books.run(story)


def test_a_person_leaves_with_everybody_who_was_joined_to_them(books: Books) -> None:
    def story(connection: Connection) -> None:
        arrive(connection, "ann", "bob", "cem")
        for number, name in enumerate(("ann", "bob", "cem")):
            lead_a_life(connection, name, more=number)
        for name in ("bob", "cem"):
            SqlMerges(connection, _no_ids).merge(Merge(f"merge-{name}", "ann", name, START + HOUR, END, 0), START + 2 * HOUR)
        assert go(connection, "ann").payments == 3
        assert {leaving.left(connection, table) for table in LEDGER} == {0}

    books.run(story)


@pytest.mark.parametrize("jobs_last", [False, True])
def test_requests_may_go_before_or_after(books: Books, jobs_last: bool) -> None:
    def story(connection: Connection) -> None:
        join_and_part(connection)
        who = subject_of(connection, "bob")
        after, wanted = After(leaving.state(connection), who, END), names(connection, who)
        leave(connection, "bob", END, jobs_last=jobs_last)
        assert told(connection) == after.rows()
        assert mentions(connection, wanted) == []

    books.run(story)


def test_nobody_leaves_while_credits_are_set_aside(books: Books) -> None:
    def story(connection: Connection) -> None:
        arrive(connection, "ann")
        SqlLedger(connection).grant("ann", 10, LotKind.PROMO, key="welcome", now=START)
        hold_for_job(connection, "ann", 3, "open")
        before = told(connection)
        with pytest.raises(StillHeld):
            fold(connection, subject_of(connection, "ann"), END, END, _no_ids)
        assert told(connection) == before

    books.run(story)


def test_without_the_row_that_says_so_nothing_is_deleted(books: Books) -> None:
    def story(connection: Connection) -> None:
        arrive(connection, "ann")
        SqlLedger(connection).grant("ann", 10, LotKind.PROMO, key="welcome", now=START)
        with pytest.raises(IntegrityError, match="never deleted"), connection.begin_nested():
            fold(connection, subject_of(connection, "ann"), END, END, _no_ids)

    books.run(story)


def test_whoever_stays_goes_on_as_before(books: Books) -> None:
    """Spends, has their own payment told again, is joined, and leaves in their turn."""

    def story(connection: Connection) -> None:
        join_and_part(connection)
        leave(connection, "ann", END)
        ledger, payments = SqlLedger(connection), SqlPayments(connection)
        available = ledger.balance("bob", END).available
        hold_for_job(connection, "bob", available, "all", now=END, expires_at=END + 9 * HOUR)
        ledger.capture("all", available, now=END)
        finish_job(connection, "all")
        for name in ("together", "of-bob"):
            assert payments.charge("again", hear(connection, name, END), END) is None  # paid for once
        SqlMerges(connection, _no_ids).merge(Merge("merge-3", "cem", "bob", END, END + UNDO_LIFE, 0), END)
        assert broken(connection) == set()
        go(connection, "cem")
        assert {leaving.left(connection, table) for table in LEDGER} == {0}

    books.run(story)


@pytest.mark.proves("PRV-53", "T-ER-12")
def test_of_payments_stays_what_the_law_wants(books: Books) -> None:
    def story(connection: Connection) -> None:
        arrive(connection, "ann")
        buy(connection, "ann", "first", 10, START)
        leave(connection, "ann", END)
        columns = {column.name for column in TABLES["billing_record"].c}
        assert columns == {"id", "provider", "charge_ref", "gross", "returned", "currency", "credits", "paid_at", "keep_until"}
        row = connection.execute(TABLES["billing_record"].select()).one()
        assert row[1:] == ("till", "charge-first", 253, 0, "EUR", 10, START, END + leaving.KEPT_FOR)

    books.run(story)


def test_money_that_nobody_has_credited_is_not_forgotten(books: Books) -> None:
    """A payment that has just been told, and one that a human was to look at; what somebody unknown paid waits on."""

    def story(connection: Connection) -> None:
        arrive(connection, "ann")
        for name in ("new", "parked", "twice", "declined"):
            offer(connection, "ann", name, 10, START)
        hear(connection, "new", START)
        SqlPayments(connection).handled(hear(connection, "parked", START).id, parked=True)
        buy(connection, "ann", "credited", 10, START)
        hear(connection, "declined", START, kind="declined")
        hear(connection, "unknown", START)
        assert leave(connection, "ann", END).payments == 3
        kept = connection.execute(text("SELECT charge_ref, credits FROM billing_record")).all()
        assert {tuple(row) for row in kept} == {("charge-new", 0), ("charge-parked", 0), ("charge-credited", 10)}
        assert connection.execute(text("SELECT object_ref FROM inbox")).scalars().all() == ["order-unknown"]
        late = hear(connection, "new", END)
        assert SqlPayments(connection).order(late.object_ref) is None  # parked for a human

    books.run(story)


@pytest.mark.proves("PRV-52", "T-ER-12")
def test_nothing_that_is_left_can_be_tied_to_who_has_left(books: Books) -> None:
    """With everything in hand that was held about them: none of their names, instants or amounts is anywhere, but for what they paid."""

    def story(connection: Connection) -> None:
        arrive(connection, "ann", "bob", "cem")
        for number, name in enumerate(("ann", "bob", "cem"), 1):
            lead_a_life(connection, name, more=1000 * number, now=START + timedelta(seconds=number))
        held = [
            (names(connection, who), instants(connection, who), numbers(connection, who))
            for who in map(partial(subject_of, connection), LEAVE)
        ]
        assert all(len(moments) > 3 and len(amounts) > 5 for _, moments, amounts in held)
        for name in LEAVE:
            leave(connection, name, END)
        paid_at, *paid = zip(*connection.execute(text("SELECT paid_at, gross, credits FROM billing_record")).all(), strict=True)
        for wanted, moments, amounts in held:
            assert mentions(connection, wanted) == []
            assert {at for at in moments & instants(connection) if at.timestamp()} <= {instant(at) for at in paid_at}
            assert amounts & numbers(connection) <= {amount for column in paid for amount in column}

    books.run(story)


WRONG_AFTERWARDS: dict[str, tuple[set[str], str]] = {
    "a total that somebody touched": ({"books-sum-to-zero"}, "UPDATE books_total SET amount = amount + 1 WHERE account = 'expired'"),
    "a side that was forgotten": ({"former-is-nothing", "books-sum-to-zero"}, "DELETE FROM books_total WHERE account = 'former'"),
    "a credit that somebody who left never got": (
        {"transfers-are-lots", "available-is-in-lots"},
        "UPDATE lot SET moved = moved - 1, remaining = remaining + 1 "
        "WHERE id = (SELECT min(id) FROM lot WHERE wallet_id = 'bob-wallet' AND moved > 0)",
    ),
    "a lot of somebody who left that is larger now": (
        {"transfers-are-lots", "available-is-in-lots"},
        "UPDATE lot SET granted = granted + 1, remaining = remaining + 1 WHERE id = "
        "(SELECT min(id) FROM lot WHERE remaining > 0 AND seq IN (SELECT seq FROM posting WHERE account = 'former'))",
    ),
    "a payment of another size": (
        {"payments-are-credited-once"},
        "UPDATE payment_order SET credits = credits + 1 WHERE id = 'order-together'",
    ),
    "a payment that forgot its credits": (
        {"former-is-nothing"},
        "UPDATE payment SET credited_seq = NULL WHERE order_id = 'order-together'",
    ),
}


@pytest.mark.parametrize("breach", WRONG_AFTERWARDS)
def test_what_is_wrong_afterwards_is_seen(books: Books, breach: str) -> None:
    expected, statement = WRONG_AFTERWARDS[breach]

    def story(connection: Connection) -> set[str]:
        join_and_part(connection)
        leave(connection, "ann", END)
        assert broken(connection) == set()
        assert connection.execute(text(statement)).rowcount > 0
        return broken(connection)

    assert books.run(story) == expected


def test_a_lot_from_which_less_went_than_arrived_is_seen(books: Books) -> None:
    """Also if another lot of the same wallet makes up for it."""

    def story(connection: Connection) -> set[str]:
        join_and_part(connection)
        change = "UPDATE lot SET moved = moved + {0}, remaining = remaining - {0} WHERE id = (SELECT min(id) FROM lot WHERE {1})"
        for more, which in ((-1, "moved > 0"), (1, "moved = 0 AND remaining > 0")):
            assert connection.execute(text(change.format(more, f"wallet_id = 'ann-wallet' AND {which}"))).rowcount == 1
        return broken(connection)

    assert books.run(story) == {"transfers-are-lots"}


def within(work: Callable[..., T], **values: object) -> Callable[[UnitOfWork], T]:
    return lambda unit: work(cast(SqlUnitOfWork, unit).connection, **values)


def come(connection: Connection, name: str) -> None:
    arrive(connection, name)
    lead_a_life(connection, name)


def finish_and_leave(connection: Connection, name: str, hold: str) -> None:
    SqlLedger(connection).capture(hold, 1, now=END)
    finish_job(connection, hold)
    leave(connection, name, END)


async def test_a_request_at_the_same_moment_is_seen_or_comes_to_nothing(store: SqlStore) -> None:
    for number in range(12):
        name, hold = f"ann-{number}", f"late-{number}"
        await store.write(within(come, name=name))
        leaves = store.write(within(leave, account=name, now=END))
        asks = store.write(within(hold_for_job, account=name, amount=2, hold_id=hold, now=END, expires_at=END + HOUR))
        if number % 2:
            gone, held = await asyncio.gather(leaves, asks, return_exceptions=True)
        else:
            held, gone = await asyncio.gather(asks, leaves, return_exceptions=True)
        assert (type(gone), type(held)) in ((Folded, LookupError), (StillHeld, type(None)))
        if isinstance(gone, StillHeld):
            await store.write(within(finish_and_leave, name=name, hold=hold))
        assert await store.read(within(broken)) == set()
        assert [await store.read(within(leaving.left, table=table)) for table in LEDGER] == [0] * len(LEDGER)


async def test_nobody_else_may_delete_while_somebody_leaves(postgres_url: str) -> None:
    """A row that is not committed opens the guards for its own transaction alone."""
    store = await open_store(postgres_url, Ambient())
    await store.write(within(come, name="ann"))
    await store.close()
    server = engine.postgres(make_url(postgres_url))
    async with server.connect() as leaves, server.connect() as other:
        await leaves.execute(text("INSERT INTO purging (ref) VALUES ('request')"))
        with pytest.raises(IntegrityError, match="never deleted"):
            await other.execute(text("DELETE FROM posting"))
    await server.dispose()


def arrive_without_mail(connection: Connection, *people: str) -> None:
    """Nobody is sent a receipt, which would have to go first."""
    arrive(connection, *people)
    connection.execute(text("UPDATE account SET email = NULL"))


@pytest.mark.proves("PRV-53", "T-ER-12")
@pytest.mark.parametrize("end", ["done", "failed", "by hand"])
def test_of_what_went_back_only_the_sum_stays(books: Books, end: str) -> None:
    """A refund, a lost dispute and its debt go with their person; the archive says how much of each payment had gone back."""
    desk = MoneyDesk(books)
    books.run(lambda connection: arrive_without_mail(connection, "ann", "bob"))
    orders = [desk.order(name, 20, 500) for name in ("ann", "ann", "bob")]
    for number, order in enumerate(orders):
        desk.hear(fact(FactKind.PAID, "stripe", f"c{number}", 500, order=order.id))
    desk.settle()
    if end == "by hand":
        desk.hear(fact(FactKind.REFUNDED, "stripe", "c0", 500, item="hand"))
        desk.settle()
    else:
        paid = desk.paid("stripe", "c0")
        assert paid is not None
        desk.answer(desk.ask(paid), Returned("re", done=True) if end == "done" else None)
    books.run(lambda connection: spend(connection, "ann", 15, "picture", 15, now=desk.now))
    desk.hear(fact(FactKind.DISPUTE_LOST, "stripe", "c1", 500, item="d"))
    desk.settle()
    assert desk.step(lambda uow: uow.returns.relock("ann")) == (None if end == "failed" else "debt")
    assert books.run(lambda connection: go(connection, "ann")).payments == 2
    archive = books.run(lambda connection: connection.execute(text("SELECT charge_ref, returned FROM billing_record")).all())
    assert sorted(map(tuple, archive)) == [("c0", 0 if end == "failed" else 500), ("c1", 500)]
    # What the provider says once more is old news; what it has not said before is for a human.
    for item, amount in (("again", 500), ("more", 501)):
        desk.hear(fact(FactKind.REFUNDED, "stripe", "c1", amount, item=item))
    desk.settle()
    assert books.run(lambda connection: connection.execute(text("SELECT state FROM inbox WHERE kind = 'refunded'")).scalars().all()) == [
        "parked"
    ]


def test_nobody_leaves_while_their_money_is_on_its_way(books: Books) -> None:
    desk = MoneyDesk(books)
    books.run(lambda connection: arrive_without_mail(connection, "ann"))
    order = desk.order("ann", 20, 500)
    desk.hear(fact(FactKind.PAID, "stripe", "c", 500, order=order.id))
    desk.settle()
    paid = desk.paid("stripe", "c")
    assert paid is not None
    refund = desk.ask(paid)

    def attempt(connection: Connection) -> None:
        with pytest.raises(StillHeld), connection.begin_nested():
            leave(connection, "ann", END)

    books.run(attempt)
    desk.answer(refund, Returned("re", done=True))
    assert books.run(lambda connection: go(connection, "ann")).payments == 1
