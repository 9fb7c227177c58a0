"""Every rule of the books is broken once by SQL, past all triggers, and exactly the checks that are about it say so."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from core.linking import UNDO_LIFE, Merge
from core.wallet import HoldRefused, LotKind
from db.ledger import SqlLedger
from db.merges import SqlMerges
from db.verify import RULES, verify
from tests.db.bills import file_document
from tests.db.books import HOUR, START, Books, finish_job, hold_for_job, open_wallet, use_voucher

NOW = START + 3 * HOUR

PAID_ORDER = """
    INSERT INTO payment_order
        (id, account_id, wallet_id, surface, pack, credits, price, currency, state, terms, address, locale, created_at, expires_at)
    VALUES ('order', 'ann', 'ann-wallet', 'web', 'small', 20, 500, 'EUR', 'paid', 't', 'null', 'en', 0, 0)"""
PAYMENT = """
    INSERT INTO payment (id, order_id, provider, charge_ref, gross, currency, paid_at, credited_seq)
    VALUES ('payment', 'order', 'till', 'charge', 500, 'EUR', 0, NULL)"""


_REFUND = """
    INSERT INTO refund (id, payment_id, credits, amount, state, requested_at, attempts, finished_at)
    VALUES ('refund', 'payment', {credits}, {amount}, '{state}', 0, 0, {end})"""
_DISPUTE = """
    INSERT INTO dispute (id, payment_id, item_ref, state, amount, clawed, owed, repaid, forgiven, opened_at, closed_at)
    VALUES ('dispute', 'payment', 'd', '{state}', 500, 0, {owed}, 0, 0, 0, {end})"""


def write_books(connection: Connection) -> None:
    """A little of everything: three kinds of lots, an ended lot, a payment, and holds captured in part, released, open and refused."""
    ledger = SqlLedger(connection)
    open_wallet(connection, "ann")
    open_wallet(connection, "bob")
    connection.execute(text(PAID_ORDER))
    connection.execute(text(PAYMENT))
    ledger.grant("ann", 10, LotKind.PROMO, key="welcome", now=START, expires_at=START + HOUR)
    credited = ledger.grant("ann", 20, LotKind.PAID, key="charge", now=START, payment_id="payment")
    connection.execute(text("UPDATE payment SET credited_seq = :seq"), {"seq": credited})
    for number in range(3):
        connection.execute(text(PAYMENT.replace("'payment'", f"'other-{number}'").replace("'charge'", f"'charge-{number}'")))
        receipt = file_document(connection, f"other-{number}", START)
    for _ in range(2):
        file_document(connection, "other-2", START, gross=250, corrects=receipt)
    ledger.grant("ann", 5, LotKind.PAID, key="gift", now=START)
    redeemed = ledger.grant("ann", 7, LotKind.PROMO, key="voucher", now=START, expires_at=START + HOUR)
    use_voucher(connection, "ann", redeemed, 7)
    ledger.grant("bob", 8, LotKind.COMPENSATION, key="sorry", now=START)
    hold_for_job(connection, "ann", 15, "part")
    hold_for_job(connection, "ann", 3, "back")
    hold_for_job(connection, "ann", 5, "open", expires_at=NOW + HOUR)
    with pytest.raises(HoldRefused):
        hold_for_job(connection, "ann", 99, "refused")
    ledger.capture("part", 7, now=START + 2 * HOUR)
    ledger.release("back", now=START + 2 * HOUR)
    finish_job(connection, "part")
    finish_job(connection, "back")
    open_wallet(connection, "cem")
    ledger.grant("cem", 6, LotKind.PROMO, key="hello", now=START)
    merge = Merge("merge", "bob", "cem", START, START + UNDO_LIFE, 0)
    SqlMerges(connection, iter("xyz").__next__).merge(merge, START + 2 * HOUR)


def drop_triggers(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    listed = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if on_sqlite
        else "SELECT tgname, CAST(CAST(tgrelid AS regclass) AS text) FROM pg_trigger WHERE NOT tgisinternal"
    )
    for name, table in connection.execute(text(listed)).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" if on_sqlite else f"DROP TRIGGER {name} ON {table}")


def drop_check(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    else:
        connection.exec_driver_sql("ALTER TABLE wallet DROP CONSTRAINT available_not_negative")


def broken(connection: Connection) -> set[str]:
    return {check.name for check in verify(connection, NOW) if not check.ok}


@pytest.fixture
def written(books: Books) -> Books:
    books.run(write_books)
    return books


def test_sound_books_pass_every_check(written: Books) -> None:
    assert written.run(broken) == set()


def line(kind: str, number: int) -> str:
    """The key of one posting line of the only transaction of a kind."""
    return f"line = {number} AND seq = (SELECT max(seq) FROM ledger_txn WHERE kind = '{kind}')"


BREACHES: dict[str, tuple[set[str], list[str]]] = {
    "two transactions are off by one, each hiding the other": (
        {"transactions-balance"},
        [
            f"UPDATE posting SET amount = amount + 1 WHERE {line('capture', 2)}",
            f"UPDATE posting SET amount = amount - 1 WHERE {line('expiry', 2)}",
        ],
    ),
    "a transaction without lines": (
        {"transactions-balance"},
        [
            "INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('expire', 'x', '', 'done', 0)",
            "INSERT INTO ledger_txn (seq, kind, scope, key, at) VALUES (999, 'expiry', 'expire', 'x', 0)",
        ],
    ),
    "credits out of nothing": (
        {"transactions-balance", "books-sum-to-zero"},
        [f"UPDATE posting SET amount = amount + 1 WHERE {line('capture', 2)}"],
    ),
    "a capture in the wrong house account": (
        {"lines-fit-their-kind"},
        ["UPDATE posting SET account = 'expired' WHERE account = 'consumed'"],
    ),
    "a wallet richer than its postings": (
        {"wallet-is-its-postings", "available-is-in-lots"},
        ["UPDATE wallet SET posted = posted + 1 WHERE account_id = 'bob'"],
    ),
    "a change of the wallet that nothing tells of": ({"versions-have-no-gap"}, ["UPDATE wallet SET version = version + 1"]),
    "two changes with one version": ({"versions-have-no-gap"}, ["UPDATE hold SET placed_version = placed_version - 1 WHERE id = 'open'"]),
    "a statement that does not add up": (
        {"balances-replay"},
        [f"UPDATE posting SET balance_after = balance_after + 1 WHERE {line('expiry', 1)}"],
    ),
    "more held than is in holds": (
        {"held-is-open-holds", "available-is-in-lots"},
        ["UPDATE wallet SET held = held + 1 WHERE account_id = 'bob'"],
    ),
    "a lot that lost a credit": (
        {"available-is-in-lots", "lots-add-up"},
        ["UPDATE lot SET remaining = remaining - 1 WHERE kind = 'compensation'"],
    ),
    "a hold larger than its shares": ({"holds-are-their-shares"}, ["UPDATE hold SET amount = amount + 1 WHERE id = 'back'"]),
    "a share that captured more than its hold": (
        {"holds-are-their-shares", "lots-add-up"},
        ["UPDATE hold_lot SET captured = captured + 1 WHERE hold_id = 'part' AND captured > 0"],
    ),
    "a credit that moved between lots": (
        {"lots-add-up"},
        [
            "UPDATE lot SET remaining = remaining - 1 WHERE granted = 5",
            "UPDATE lot SET remaining = remaining + 1 WHERE granted = 20",
        ],
    ),
    "a lot of another kind than its grant": (
        {"lots-are-grants"},
        ["UPDATE posting SET account = 'issued_paid' WHERE account = 'issued_compensation'"],
    ),
    "a lot that ended without a posting": (
        {"lot-ends-are-posted", "available-is-in-lots"},
        ["UPDATE lot SET remaining = remaining - 1, expired = expired + 1 WHERE kind = 'compensation'"],
    ),
    "a capture that forgot its hold": ({"captures-are-posted"}, ["UPDATE ledger_txn SET hold_id = NULL WHERE kind = 'capture'"]),
    "a finished job that still holds credits": (
        {"open-holds-have-working-jobs"},
        ["UPDATE job SET state = 'finished', outcome = 'done', finished_at = 0 WHERE hold_id = 'open'"],
    ),
    "a job that works without a hold": (
        {"open-holds-have-working-jobs"},
        ["UPDATE job SET state = 'working', outcome = NULL, finished_at = NULL WHERE hold_id = 'back'"],
    ),
    "a hold nobody settles": ({"no-hold-is-forgotten"}, ["UPDATE hold SET expires_at = 0 WHERE id = 'open'"]),
    "a transaction of a refused command": (
        {"transactions-have-commands"},
        ["UPDATE command_log SET outcome = 'refused', refused_code = 'insufficient' WHERE scope = 'grant' AND key = 'gift'"],
    ),
    "a release without a command": (
        {"transactions-have-commands"},
        ["DELETE FROM command_log WHERE scope = 'resolve' AND key = 'back'"],
    ),
    "a command that did nothing": (
        {"commands-did-what-they-say"},
        ["INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'x', '', 'done', 0)"],
    ),
    "a lot that arrived with less than was sent": (
        {"transfers-are-lots", "available-is-in-lots"},
        ["UPDATE lot SET granted = granted - 1, remaining = remaining - 1 WHERE from_lot IS NOT NULL"],
    ),
    "a lot that forgot where it came from": (
        {"lots-are-grants", "transfers-are-lots"},
        ["UPDATE lot SET from_lot = NULL WHERE from_lot IS NOT NULL"],
    ),
    "credits that left twice": (
        {"transfers-are-lots", "lots-add-up"},
        ["UPDATE lot SET moved = moved - 1 WHERE moved > 0"],
    ),
    "a merged wallet that nobody has merged": (
        {"merged-wallets-are-empty"},
        ["UPDATE account_merge SET undone_at = 1"],
    ),
    "a merged wallet with something in it": (
        {"merged-wallets-are-empty", "wallet-is-its-postings", "available-is-in-lots"},
        ["UPDATE wallet SET posted = 1 WHERE merged_into IS NOT NULL"],
    ),
    "a voucher used more often than it counts": ({"vouchers-gave-what-they-are-worth"}, ["UPDATE voucher SET used = 0"]),
    "a voucher that gave something else": ({"vouchers-gave-what-they-are-worth"}, ["UPDATE voucher SET credits = credits + 1"]),
    "a payment that forgot its credits": ({"payments-are-credited-once"}, ["UPDATE payment SET credited_seq = NULL"]),
    "a payment credited with another amount": ({"payments-are-credited-once"}, ["UPDATE payment_order SET credits = 21"]),
    "a refund that holds no credits": ({"refunds-are-their-holds"}, [_REFUND.format(credits=5, amount=100, state="asked", end="NULL")]),
    "more money that went back than was paid": (
        {"refunds-are-their-holds"},
        [_REFUND.format(credits=0, amount=501, state="done", end="0")],
    ),
    "a dispute that locks nobody": ({"disputes-add-up"}, [_DISPUTE.format(state="open", owed=0, end="NULL")]),
    "a debt that locks nobody": ({"disputes-add-up"}, [_DISPUTE.format(state="lost", owed=5, end="0")]),
    "a dispute that takes more than was bought": (
        {"disputes-add-up"},
        [_DISPUTE.format(state="lost", owed=21, end="0"), "UPDATE wallet SET locked_reason = 'debt' WHERE account_id = 'ann'"],
    ),
    "a total of somebody who left that is not whole": (
        {"books-sum-to-zero"},
        ["INSERT INTO books_total (account, amount) VALUES ('consumed', 3)"],
    ),
    "a total that stands in for nobody": (
        {"former-is-nothing"},
        ["INSERT INTO books_total (account, amount) VALUES ('former', 3), ('consumed', -3)"],
    ),
    "credits that somebody who left still owns": (
        {"former-is-nothing"},
        ["INSERT INTO books_total (account, amount) VALUES ('wallet', 3), ('consumed', -3)"],
    ),
    "a receipt that is missing": ({"documents-have-no-gap"}, ["DELETE FROM billing_document WHERE id = 'R26-000002'"]),
    "the first receipt is missing": ({"documents-have-no-gap"}, ["DELETE FROM billing_document WHERE id = 'R26-000001'"]),
    "the last credit note is missing": ({"documents-have-no-gap"}, ["DELETE FROM billing_document WHERE id = 'C26-000002'"]),
    "all receipts are missing": ({"documents-have-no-gap"}, ["DELETE FROM billing_document WHERE kind = 'receipt'"]),
    "a number that was used up for nothing": ({"documents-have-no-gap"}, ["UPDATE document_series SET next = next + 1 WHERE code = 'R26'"]),
    "a series that nobody counts": ({"documents-have-no-gap"}, ["DELETE FROM document_series WHERE code = 'C26'"]),
    "a receipt that was moved into a gap": (
        {"documents-have-no-gap", "documents-are-as-issued"},
        ["UPDATE billing_document SET number = 9 WHERE id = 'R26-000002'"],
    ),
    "a receipt for another pack": (
        {"documents-are-as-issued"},
        ["UPDATE billing_document SET contents = replace(contents, 'small', 'large') WHERE id = 'R26-000001'"],
    ),
    "a receipt with another seal": ({"documents-are-as-issued"}, ["UPDATE billing_document SET sha256 = 'x' WHERE id = 'R26-000001'"]),
    "a receipt with another number": (
        {"documents-are-as-issued"},
        ["UPDATE billing_document SET id = 'R26-000009' WHERE id = 'R26-000001'"],
    ),
    "a credit note about another receipt": (
        {"documents-are-as-issued", "credit-notes-name-receipts"},
        ["UPDATE billing_document SET refers_to = 'R26-000001' WHERE id = 'C26-000001'"],
    ),
    "a credit note about a credit note": (
        {"documents-are-as-issued", "credit-notes-name-receipts"},
        ["UPDATE billing_document SET refers_to = 'C26-000002' WHERE id = 'C26-000001'"],
    ),
    "a receipt that was turned into a credit note": (
        {"documents-are-as-issued"},
        ["UPDATE billing_document SET kind = 'credit-note' WHERE id = 'R26-000001'"],
    ),
    "a credit note whose receipt is somebody else's": (
        {"credit-notes-name-receipts"},
        ["UPDATE billing_document SET payment_id = 'other-0' WHERE id = 'C26-000001'"],
    ),
    "somebody who has been leaving ever since": (
        {"nobody-is-being-purged"},
        ["INSERT INTO purging (ref) VALUES ('request')"],
    ),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_seen_by_the_check_it_concerns(written: Books, breach: str) -> None:
    expected, statements = BREACHES[breach]

    def attempt(connection: Connection) -> set[str]:
        drop_triggers(connection)
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
        return broken(connection) - {"triggers-present"}

    assert written.run(attempt) == expected


def test_a_credit_too_many_is_seen(written: Books) -> None:
    def attempt(connection: Connection) -> set[str]:
        file_document(connection, "other-2", START, gross=1, corrects="R26-000003")
        return broken(connection)

    assert written.run(attempt) == {"no-more-went-back-than-came"}


def test_an_overspent_wallet_is_seen(written: Books) -> None:
    def attempt(connection: Connection) -> set[str]:
        drop_check(connection)
        connection.execute(text("UPDATE wallet SET held = posted + 1 WHERE account_id = 'bob'"))
        found = broken(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        return found - {"file-is-whole"}  # on SQLite the file's own check sees the row too

    assert written.run(attempt) == {"nothing-overspent", "held-is-open-holds", "available-is-in-lots"}


def test_a_damaged_file_is_seen(sqlite_books: Books) -> None:
    def attempt(connection: Connection) -> set[str]:
        write_books(connection)
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.execute(text("UPDATE job SET delivery = 'torn' WHERE hold_id = 'open'"))
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
        return broken(connection)

    sqlite_books.begin()
    try:
        assert sqlite_books.run(attempt) == {"file-is-whole"}
    finally:
        sqlite_books.forget()


def test_lines_without_a_header_are_seen(sqlite_books: Books) -> None:
    def attempt(connection: Connection) -> set[str]:
        write_books(connection)
        drop_triggers(connection)
        for number, amount in ((1, 1), (2, -1)):
            connection.execute(text(f"INSERT INTO posting (seq, line, account, amount) VALUES (999, {number}, 'consumed', {amount})"))
        found = broken(connection)
        connection.execute(text("DELETE FROM posting WHERE seq = 999"))
        return found - {"triggers-present"}

    sqlite_books.begin()
    try:
        assert sqlite_books.run(attempt) == {"transactions-balance", "references-exist"}
    finally:
        sqlite_books.forget()


def test_a_missing_trigger_is_seen(written: Books) -> None:
    def attempt(connection: Connection) -> set[str]:
        drop_triggers(connection)
        return broken(connection)

    assert written.run(attempt) == {"triggers-present"}


def test_a_broken_rule_is_told_in_one_line_with_a_few_ids(written: Books) -> None:
    def attempt(connection: Connection) -> list[str]:
        connection.execute(text("UPDATE hold SET expires_at = 0 WHERE id = 'open'"))
        return [str(check) for check in verify(connection, NOW, timedelta(minutes=1)) if not check.ok]

    assert written.run(attempt) == ["BROKEN  no-hold-is-forgotten: 1, such as open"]


def test_every_rule_is_broken_by_some_test() -> None:
    tried = set().union(*(expected for expected, _ in BREACHES.values())) | {"nothing-overspent"}
    assert tried == set(RULES) | {"documents-are-as-issued"}
