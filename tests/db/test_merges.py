"""Two accounts become one and two again: every table, choices, addresses, payments, and two joinings at once (PRV-84)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select, text, update

from core import payments
from core.accounts import Account, AskMode
from core.ambient import Ambient
from core.caller import Address, Caller
from core.linking import UNDO_LIFE, CannotMerge, Merge
from core.pricing import Pack
from core.privacy.rules import Export, Rule
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from db.ledger import SqlLedger
from db.merges import MOVED, SqlMerges
from db.returns import SqlReturns
from db.store import SqlStore
from db.tables import METADATA
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.db.books import START, Books, finish_job, hold_for_job, open_wallet
from tests.db.papers import answer, question, where

LATER = START + timedelta(hours=1)
MEANWHILE = START + timedelta(minutes=1)
STAY = {
    "wallet": "the shell keeps its empty wallet",
    "picture": "follows its job",
    "one_time_link": "open links end",
    "policy_notice": "what somebody was told stays told to the account that it was told to; both are the person's",
    "inactivity_notice": "whoever joins is here, and notices count no more",
    "rights_words": "they stay with their request",
    "staff_access": "what was done about an account stays with that account; both are the person's",
    "legal_hold": "it names one record, wherever that goes",
    "rights_request": "a request stays with the account that asked; what it does, it does for whoever has everything now",
    "export_part": "it goes with its request",
    "report": "who told us of somebody else stays who told us",
}
MEET = {"link_offer", "account_merge"}
"""These name two accounts, under names of their own."""

Make = Callable[[str, str], dict[str, Any]]
ROWS: dict[str, Make] = {
    "identity": lambda who, id: {"platform": "web", "uid": id, "name": who, "linked_at": START},
    "job": lambda who, id: {
        "id": id, "code": id, "state": "draft", "prompt": f"prompt {id}", "shape": "square", "quality": "low", "count": 1, "private": False,
        "spoiler": False, "unit_price": 1, "locale": "en", "address": where(), "created_at": START, "delivery": "none",
        "delivery_attempts": 0,
    },
    "reference": lambda who, id: {"id": id, "object_key": id, "media_type": "image/png", "size": 1, "sha256": "s", "created_at": START},
    "payment_order": lambda who, id: {
        "id": id, "wallet_id": f"{who}-wallet", "surface": "web", "pack": "p", "credits": 1, "price": 1, "currency": "USD",
        "state": "expired", "terms": "t", "address": where(), "locale": "en", "created_at": START, "expires_at": START,
    },
    "posted_message": lambda who, id: {
        "platform": "web", "chat": who, "message": id, "kind": "answer", "erasable": True, "posted_at": START,
    },
    "sent_file": lambda who, id: {"object_key": id, "platform": "web", "name": id, "at": START},
    "question": lambda who, id: {"platform": "web", "chat": who, "message": id, "form": question(), "asked_at": START},
    "letter": lambda who, id: {
        "id": id, "address": f"{who}@x.example", "template": "receipt", "args": {}, "locale": "en", "state": "sent", "attempts": 1,
        "due_at": START, "created_at": START,
    },
    "request_log": lambda who, id: {"platform": "web", "key": id, "fingerprint": "f", "reply": answer(), "created_at": START},
    "notice": lambda who, id: {
        "id": id, "address": where(), "reply": answer(), "locale": "en", "state": "sent", "attempts": 1, "due_at": START,
        "created_at": START,
    },
    "web_session": lambda who, id: {
        "id": id, "token_hash": id, "created_at": START, "seen_at": START, "expires_at": LATER, "browser": "b",
        "network": "n", "language": "en",
    },
    "web_visit": lambda who, id: {"id": id, "network": "n", "browser": "b", "language": "en", "at": START},
    "consent_event": lambda who, id: {
        "id": id, "purpose": "training", "granted": False, "version": "1", "wording_hash": "h", "locale": "en", "channel": "web",
        "at": START,
    },
    "refused_prompt": lambda who, id: {"ref": id, "ground": "threats", "prompt": f"refused {id}", "state": "refused", "at": START},
}  # fmt: skip


def fill(connection: Connection, who: str, counts: dict[str, int]) -> None:
    """So many rows of each table for this person; every job has two pictures."""
    for table, count in counts.items():
        for number in range(count):
            id = f"{who}-{table}-{number}"
            connection.execute(insert(METADATA.tables[table]).values(account_id=who, **ROWS[table](who, id)))
            if table == "job":
                _pictures(connection, who, id)


def _pictures(connection: Connection, who: str, job: str) -> None:
    for position in (1, 2):
        connection.execute(
            insert(METADATA.tables["picture"]).values(
                id=f"{job}/{position}", job_id=job, account_id=who, position=position, state="removed", rank=0, arrival=0, due_at=START,
                attempts=0, unclear=0, object_key=f"{job}/{position}", object_gone=False,
            )
        )  # fmt: skip


def exported(connection: Connection, who: str) -> set[tuple[str, ...]]:
    """Everything about a person that an export shows, as the data map says (PRV-03): table, and the shown values of one row."""
    found = set()
    for table in METADATA.tables.values():
        if "account_id" in table.c and table.name != "wallet":
            shown = [one for one in table.c if (_shown(one) or one.primary_key) and one.name not in ("account_id", "wallet_id")]
            for row in connection.execute(select(*shown).where(table.c.account_id == who)):
                found.add((table.name, *map(str, row)))
    for line in SqlLedger(connection).lines(who, limit=1000):
        found.add(("ledger", str(line.at), line.kind, str(line.amount)))
    return found


def _shown(column: Any) -> bool:
    rule = column.info["privacy"]
    return isinstance(rule, Rule) and rule.export in (Export.SHOW, Export.FILE)


def account_of(connection: Connection, who: str) -> dict[str, Any]:
    return dict(connection.execute(select(METADATA.tables["account"]).where(METADATA.tables["account"].c.id == who)).one()._mapping)


def give_address(connection: Connection, who: str) -> None:
    account = METADATA.tables["account"]
    connection.execute(update(account).where(account.c.id == who).values(email=f"{who}@x.example"))


def joining(connection: Connection, survivor: str = "ann", absorbed: str = "bob", *, now: datetime = START) -> Merge:
    merge = Merge(f"{absorbed}-into-{survivor}", survivor, absorbed, now, now + UNDO_LIFE, 0)
    return SqlMerges(connection, _no_ids).merge(merge, now)


def parting(connection: Connection, *, now: datetime = LATER) -> Merge:
    return SqlMerges(connection, _no_ids).undo("bob-into-ann", now)


def _no_ids() -> str:
    raise AssertionError


def sound(connection: Connection, now: datetime = LATER) -> bool:
    return all(check.ok for check in verify(connection, now, timedelta(days=999)))


def test_every_table_of_a_person_is_thought_of() -> None:
    personal = {table.name for table in METADATA.tables.values() if "account_id" in table.c}
    assert personal == {table.name for table in MOVED} | STAY.keys()
    assert {table.name for table in MOVED} == ROWS.keys()
    assert all("merge_id" in table.c for table in MOVED)
    elsewhere = {
        table.name
        for table in METADATA.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "account" and key.parent.name not in ("account_id", "merged_into")
    }
    assert elsewhere == MEET


counts = st.fixed_dictionaries({name: st.integers(0, 3) for name in ROWS})


@pytest.mark.proves("PRV-84", "T-LINK")
@settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(anns=counts, bobs=counts, ann_has=st.integers(0, 9), bob_has=st.integers(0, 9), addresses=st.sets(st.sampled_from(["ann", "bob"])))
def test_a_merged_account_exports_both_and_an_undone_one_each_its_own(
    any_books: Books, anns: dict[str, int], bobs: dict[str, int], ann_has: int, bob_has: int, addresses: set[str]
) -> None:
    def story(connection: Connection) -> None:
        before = {}
        for who, filled, has in (("ann", anns, ann_has), ("bob", bobs, bob_has)):
            open_wallet(connection, who)
            fill(connection, who, filled)
            if who in addresses:
                give_address(connection, who)
            if has:
                SqlLedger(connection).grant(who, has, LotKind.PROMO, key=f"welcome {who}", now=START)
            before[who] = exported(connection, who), account_of(connection, who)
        merge = joining(connection)
        assert merge.credits == bob_has
        assert exported(connection, "ann") == before["ann"][0] | before["bob"][0]
        assert exported(connection, "bob") == set()
        assert SqlLedger(connection).balance("ann", LATER).available == ann_has + bob_has
        assert account_of(connection, "ann")["email"] == ("ann@x.example" if "ann" in addresses else before["bob"][1]["email"])
        assert sound(connection)
        parting(connection)
        moved = {("ledger", str(at), "transfer", str(amount)) for at in (START, LATER) for amount in (bob_has, -bob_has)}
        assert exported(connection, "ann") - moved == before["ann"][0]
        assert exported(connection, "bob") - moved == before["bob"][0]
        assert [account_of(connection, who)["email"] for who in ("ann", "bob")] == [before[who][1]["email"] for who in ("ann", "bob")]
        assert SqlLedger(connection).balance("bob", LATER).available == bob_has
        assert sound(connection)

    any_books.begin()
    try:
        any_books.run(story)
    finally:
        any_books.forget()


@pytest.fixture
def two(books: Books) -> Books:
    """Ann and Bob, with 5 and 7 credits and an address each."""

    def arrive(connection: Connection) -> None:
        for who, has in (("ann", 5), ("bob", 7)):
            open_wallet(connection, who)
            give_address(connection, who)
            SqlLedger(connection).grant(who, has, LotKind.PAID, key=f"pack {who}", now=START)

    books.run(arrive)
    return books


def refusal(connection: Connection, work: Callable[[Connection], object]) -> str:
    with pytest.raises(CannotMerge) as refused:
        work(connection)
    assert sound(connection)
    return refused.value.code


def test_pictures_made_since_go_back_with_the_chat_that_asked_for_them(two: Books) -> None:
    def story(connection: Connection) -> None:
        merge = joining(connection)
        hold_for_job(connection, "ann", 2, "hers", expires_at=LATER)
        hold_for_job(connection, "ann", 3, "his", expires_at=LATER, merge_id=merge.id)
        _pictures(connection, "ann", "job-of-his")
        SqlLedger(connection).capture("hers", 2, now=START)
        SqlLedger(connection).capture("his", 3, now=START)
        finish_job(connection, "hers")
        finish_job(connection, "his")
        parting(connection)
        owner = text("SELECT account_id FROM job WHERE id = :id UNION ALL SELECT account_id FROM picture WHERE job_id = :id")
        assert set(connection.execute(owner, {"id": "job-of-his"}).scalars()) == {"bob"}
        assert set(connection.execute(owner, {"id": "job-of-hers"}).scalars()) == {"ann"}
        ledger = SqlLedger(connection)
        assert [ledger.balance(who, LATER).available for who in ("ann", "bob")] == [5 - 2, 7 - 3]
        assert sound(connection)

    two.run(story)


def test_no_more_is_given_back_than_there_is(two: Books) -> None:
    def story(connection: Connection) -> None:
        joining(connection)
        hold_for_job(connection, "ann", 8, "hers", expires_at=LATER)
        parting(connection)
        balances = [SqlLedger(connection).balance(who, LATER) for who in ("ann", "bob")]
        assert [(balance.available, balance.held) for balance in balances] == [(0, 8), (4, 0)]
        assert sound(connection)

    two.run(story)


def test_what_has_ended_meanwhile_is_not_given_back_at_the_others_cost(two: Books) -> None:
    def story(connection: Connection) -> None:
        SqlLedger(connection).grant("bob", 4, LotKind.PROMO, key="welcome", now=START, expires_at=LATER)
        assert joining(connection).credits == 7 + 4
        parting(connection)
        assert [SqlLedger(connection).balance(who, LATER).available for who in ("ann", "bob")] == [5, 7]
        assert sound(connection)

    two.run(story)


def test_nobody_is_joined_while_their_pictures_are_being_made(two: Books) -> None:
    two.run(lambda connection: hold_for_job(connection, "bob", 3, "his", expires_at=LATER))
    assert two.run(lambda connection: refusal(connection, joining)) == "working"
    two.run(lambda connection: joining(connection, "bob", "ann"))  # the other way round nothing at work moves


def test_nobody_is_parted_while_their_own_pictures_are_being_made(two: Books) -> None:
    merge = two.run(joining)
    two.run(lambda connection: hold_for_job(connection, "ann", 3, "hers", expires_at=LATER))
    two.run(lambda connection: hold_for_job(connection, "ann", 3, "his", expires_at=LATER, merge_id=merge.id))
    assert two.run(lambda connection: refusal(connection, parting)) == "working"
    two.run(lambda connection: SqlLedger(connection).release("his", now=START))
    two.run(lambda connection: finish_job(connection, "his"))
    two.run(parting)
    assert two.run(lambda connection: SqlLedger(connection).balance("bob", LATER)).available == 7


@pytest.mark.parametrize("locked", ["ann", "bob"])
def test_a_locked_wallet_takes_nobody_in_and_goes_nowhere(two: Books, locked: str) -> None:
    lock = text("UPDATE wallet SET locked_reason = 'dispute' WHERE account_id = :who")
    two.run(lambda connection: connection.execute(lock, {"who": locked}).rowcount)
    assert two.run(lambda connection: refusal(connection, joining)) == "locked"


DISPUTED = """
    INSERT INTO payment_order
      (id, account_id, wallet_id, surface, pack, credits, price, currency, state, terms, address, locale, created_at, expires_at)
    VALUES ('order', 'ann', 'ann-wallet', 'web', 'p', 5, 5, 'USD', 'paid', 't', '{}', 'en', 0, 0);
    INSERT INTO payment (id, order_id, provider, charge_ref, gross, currency, paid_at)
    VALUES ('payment', 'order', 'stripe', 'charge', 5, 'USD', 0);
    INSERT INTO dispute (id, payment_id, item_ref, state, amount, clawed, owed, repaid, forgiven, opened_at)
    VALUES ('dispute', 'payment', 'd', 'open', 5, 0, 0, 0, 0, 0)"""


def test_undoing_is_no_way_around_a_lock(two: Books) -> None:
    """A dispute goes with its payment: whoever paid stays locked, and the other leaves with their own and no more."""

    def story(connection: Connection) -> None:
        joining(connection)
        for statement in DISPUTED.split(";"):
            connection.execute(text(statement))
        assert SqlReturns(connection).relock("ann") == "dispute"
        parting(connection)
        found = [SqlLedger(connection).balance(who, LATER) for who in ("ann", "bob")]
        assert [(one.available, one.locked_reason) for one in found] == [(5, "dispute"), (7, None)]

    two.run(story)


def test_one_joining_at_a_time_can_be_taken_back_from_the_one_that_moves(two: Books) -> None:
    two.run(lambda connection: open_wallet(connection, "cem"))
    two.run(joining)
    assert two.run(lambda connection: refusal(connection, lambda one: joining(one, "cem", "ann"))) == "pending"
    assert two.run(lambda connection: refusal(connection, lambda one: joining(one, "cem", "bob"))) == "same"
    two.run(lambda connection: joining(connection, "ann", "cem"))


def test_it_is_too_late_after_three_days_and_then_nothing_says_what_came_from_where(two: Books) -> None:
    end = START + UNDO_LIFE

    def story(connection: Connection) -> None:
        fill(connection, "bob", {"job": 1, "letter": 1})
        joining(connection)
        merges = SqlMerges(connection, _no_ids)
        assert merges.seal(end - timedelta(microseconds=1)) == 0
        assert [one.email for one in merges.of("ann", START)] == ["bob@x.example"]
        assert refusal(connection, lambda one: parting(one, now=end)) == "late"
        assert merges.seal(end) == 1
        assert merges.seal(end) == 0
        found = merges.get("bob-into-ann")
        assert found is not None
        assert found.email is None
        assert refusal(connection, lambda one: parting(one, now=START)) == "late"
        left = [connection.execute(select(table.c.merge_id).where(table.c.merge_id.is_not(None))).all() for table in MOVED]
        assert not any(left)

    two.run(story)


@pytest.mark.proves("PRV-84", "T-LINK")
def test_the_stricter_choices_count(two: Books) -> None:
    account = METADATA.tables["account"]

    def story(connection: Connection) -> None:
        ann = {"ask_mode": AskMode.NEVER, "ask_above": 9, "monthly_limit": 300, "notify_below": 5}
        bob = {"ask_mode": AskMode.ABOVE, "ask_above": 3, "locale": "de", "monthly_limit": 200, "notify_below": 20}
        for who, chosen in (("ann", ann), ("bob", bob)):
            connection.execute(update(account).where(account.c.id == who).values(chosen))
        joining(connection)
        row = account_of(connection, "ann")
        assert (row["ask_mode"], row["ask_above"], row["locale"]) == ("above", 3, "de")
        assert (row["monthly_limit"], row["notify_below"]) == (200, 20)

    two.run(story)


def test_an_address_that_was_changed_meanwhile_is_left_alone(two: Books) -> None:
    account = METADATA.tables["account"]

    def story(connection: Connection) -> None:
        connection.execute(update(account).where(account.c.id == "ann").values(email=None))
        joining(connection)
        assert account_of(connection, "ann")["email"] == "bob@x.example"
        connection.execute(update(account).where(account.c.id == "ann").values(email="new@x.example"))
        open_wallet(connection, "cem")
        connection.execute(update(account).where(account.c.id == "cem").values(email="bob@x.example"))
        parting(connection)
        assert [account_of(connection, who)["email"] for who in ("ann", "bob", "cem")] == ["new@x.example", None, "bob@x.example"]

    two.run(story)


def test_an_address_that_was_proved_meanwhile_is_nobodys_way_in(two: Books) -> None:
    """Whoever has it may be either of the two; the link that takes the change back tells which one stood there before."""
    account, link = METADATA.tables["account"], METADATA.tables["one_time_link"]

    def proved(connection: Connection, email: str, before: str, at: datetime) -> None:
        connection.execute(update(account).where(account.c.id == "ann").values(email=email))
        connection.execute(
            insert(link).values(
                id=email, kind="stop", token_hash=email, account_id="ann", email=before, locale="en", created_at=at, expires_at=LATER
            )
        )

    def story(connection: Connection) -> None:
        proved(connection, "ann@x.example", "old@x.example", START - timedelta(days=1))
        joining(connection)
        proved(connection, "thief@x.example", "ann@x.example", MEANWHILE)
        proved(connection, "other@x.example", "thief@x.example", MEANWHILE + timedelta(minutes=1))
        parting(connection)
        assert [account_of(connection, who)["email"] for who in ("ann", "bob")] == ["ann@x.example", "bob@x.example"]
        assert connection.execute(select(link.c.email)).scalars().all() == ["old@x.example"]

    two.run(story)


def test_browsers_that_came_in_since_come_in_again(two: Books) -> None:
    def story(connection: Connection) -> None:
        fill(connection, "ann", {"web_session": 1})
        fill(connection, "bob", {"web_session": 1})
        joining(connection)
        session = METADATA.tables["web_session"]
        row = ROWS["web_session"]("ann", "since") | {"created_at": LATER}
        connection.execute(insert(session).values(account_id="ann", **row))
        parting(connection)
        left = connection.execute(select(session.c.id, session.c.account_id).order_by(session.c.id)).all()
        assert [tuple(one) for one in left] == [("ann-web_session-0", "ann"), ("bob-web_session-0", "bob")]

    two.run(story)


def test_what_a_late_request_left_with_the_shell_follows(two: Books) -> None:
    def story(connection: Connection) -> None:
        merge = joining(connection)
        fill(connection, "bob", {"job": 1, "question": 1})
        assert SqlMerges(connection, _no_ids).gather(LATER) == 2
        assert SqlMerges(connection, _no_ids).gather(LATER) == 0
        jobs = METADATA.tables["job"]
        assert connection.execute(select(jobs.c.account_id, jobs.c.merge_id)).all() == [("ann", merge.id)]

    two.run(story)


def test_repeats_change_nothing_and_strangers_are_unknown(two: Books) -> None:
    def story(connection: Connection) -> None:
        assert joining(connection) == joining(connection, now=LATER)
        assert parting(connection) == parting(connection, now=LATER + UNDO_LIFE)
        with pytest.raises(LookupError):
            SqlMerges(connection, _no_ids).undo("nothing", START)
        with pytest.raises(LookupError):
            joining(connection, "ann", "dan")
        assert sound(connection)

    two.run(story)


# --- through the store ---


async def arrive(store: SqlStore, name: str, credits: int) -> None:
    caller = Caller("web", name, name, "k", Address("web", name))
    await store.write(lambda unit: unit.accounts.create(Account(name, START, f"p-{name}"), caller))
    await store.write(lambda unit: unit.ledger.grant(name, credits, LotKind.PAID, key=f"pack {name}", now=START))


async def test_whoever_pays_an_order_of_before_finds_the_credits(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann", 5)
    await arrive(store, "bob", 7)
    await orders(store, "order", "bob", START)
    merge = Merge("m", "ann", "bob", START, START + UNDO_LIFE, 0)
    await store.write(lambda unit: unit.merges.merge(merge, START))
    await pays(store, ambient, "order")
    assert (await store.read(lambda unit: unit.ledger.balance("ann", START))).available == 32
    await store.write(lambda unit: unit.merges.undo("m", LATER))
    assert (await store.read(lambda unit: unit.ledger.balance("bob", LATER))).available == 27
    assert (await store.read(lambda unit: unit.ledger.balance("ann", LATER))).available == 5
    assert await store.read(_sound)


@pytest.mark.parametrize("paid", ["before", "after"])
async def test_what_is_bought_since_is_the_buyers(store: SqlStore, ambient: Ambient, paid: str) -> None:
    """Whoever lures somebody older than themselves into a joining must not end up with what that one bought."""
    await arrive(store, "ann", 5)
    await arrive(store, "bob", 7)
    merge = Merge("m", "ann", "bob", START, START + UNDO_LIFE, 0)
    await store.write(lambda unit: unit.merges.merge(merge, START))
    await orders(store, "his", "ann", MEANWHILE, chat="bob")
    await orders(store, "hers", "ann", MEANWHILE, chat="ann")
    if paid == "before":
        await pays(store, ambient, "his", "hers")
    await store.write(lambda unit: unit.merges.undo("m", LATER))
    if paid == "after":
        await pays(store, ambient, "his", "hers")
    assert (await store.read(lambda unit: unit.ledger.balance("bob", LATER))).available == 27
    assert (await store.read(lambda unit: unit.ledger.balance("ann", LATER))).available == 25
    assert await store.read(_sound)


async def orders(store: SqlStore, id: str, account: str, at: datetime, *, chat: str | None = None) -> None:
    pack, chat = Pack("small", 20, 500, "USD"), chat or account
    order = PaymentOrder(id, account, "web", pack, "open", Address("web", chat, private=True, uid=chat), "en", at, LATER)
    await store.write(lambda unit: unit.payments.add_order(order))


async def pays(store: SqlStore, ambient: Ambient, *order_ids: str) -> None:
    for id in order_ids:
        event = ProviderEvent(f"event of {id}", "till", f"ref {id}", "paid", id, f"charge of {id}", 500, "USD")
        await payments.receive(store, ambient, event)
    await store.write(_settle)


def _settle(unit: UnitOfWork) -> None:
    for number, one in enumerate(unit.payments.pending()):
        found = unit.payments.order(one.object_ref)
        assert found is not None
        charge = unit.payments.charge(f"payment {number} {found.id}", one, START)
        assert charge is not None
        unit.payments.close_order(found.id, "paid")
        key = f"charge {one.charge_ref}"
        seq = unit.ledger.grant(found.account_id, found.pack.credits, LotKind.PAID, key=key, now=START, payment_id=charge)
        unit.payments.credited(charge, seq)


def _sound(unit: UnitOfWork) -> bool:
    assert isinstance(unit, SqlUnitOfWork)
    return sound(unit.connection)


async def test_two_joinings_of_the_same_two_at_once_are_one(store: SqlStore) -> None:
    await arrive(store, "ann", 5)
    await arrive(store, "bob", 7)

    async def attempt(number: int) -> str:
        survivor, absorbed = ("ann", "bob") if number % 2 else ("bob", "ann")
        merge = Merge(f"m{number}", survivor, absorbed, START, START + UNDO_LIFE, 0)
        try:
            await store.write(lambda unit: unit.merges.merge(merge, START))
        except CannotMerge as refused:
            return refused.code
        return "joined"

    outcomes = await asyncio.gather(*(attempt(number) for number in range(8)))
    assert sorted(outcomes) == ["joined", *["same"] * 7]
    assert await store.read(_balances) == [12]
    assert await store.read(_sound)


def _balances(unit: UnitOfWork) -> list[int]:
    live = [who for who in ("ann", "bob") if unit.accounts.get(who).merged_into is None]
    return [unit.ledger.balance(who, START).available for who in live]
