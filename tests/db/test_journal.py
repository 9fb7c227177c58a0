"""The journal of the books, read by another program: hledger comes to the same balances as we do, whatever has happened."""

import csv
import shutil
import subprocess
from io import StringIO

import pytest
from sqlalchemy import Connection, text

from core.wallet import LotKind
from db.journal import journal, major
from db.ledger import SqlLedger
from tests.db.books import START, Books, open_wallet
from tests.db.leaving import arrive, buy, leave
from tests.db.machines import Examples, run_machine
from tests.db.test_folding_machine import FoldingMachine
from tests.db.test_payments_machine import PaymentsMachine
from tests.wanting import do_without

SECONDS = 60

Balances = dict[tuple[str, str], str]
"""By account and commodity, as people write amounts; what is nothing is left out."""


@pytest.fixture
def hledger() -> str:
    found = shutil.which("hledger")
    if found is None:
        do_without("hledger", "no hledger on the PATH: the journal is NOT read by another program")
    return found


def theirs(written: str) -> Balances:
    """What hledger makes of the journal. It refuses one of which an entry is not balanced."""
    command = ["hledger", "-f", "-", "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv"]
    read = subprocess.run(command, input=written, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert read.returncode == 0, read.stderr
    rows = list(csv.reader(StringIO(read.stdout)))[1:]
    return {(account, commodity): amount for account, commodity, amount in rows if amount.strip("0.") and commodity}


MONEY = """
    SELECT provider, currency, gross FROM payment UNION ALL SELECT provider, currency, gross - returned FROM billing_record
    UNION ALL SELECT p.provider, p.currency, -r.amount FROM payment p JOIN refund r ON r.payment_id = p.id AND r.state = 'done'
    UNION ALL SELECT p.provider, p.currency, -d.amount FROM payment p JOIN dispute d ON d.payment_id = p.id AND d.state = 'lost'"""
OURS = f"""
    SELECT CASE WHEN wallet_id IS NULL THEN account ELSE wallet_id END, 'CR', sum(amount) FROM (
        SELECT account, wallet_id, amount FROM posting UNION ALL SELECT account, NULL, amount FROM books_total) lines GROUP BY 1
    UNION ALL
    SELECT 'clearing:' || provider, currency, sum(gross) FROM ({MONEY}) p GROUP BY 1, 2
    UNION ALL
    SELECT 'deferred:' || provider, currency, -sum(gross) FROM ({MONEY}) p GROUP BY 1, 2"""
NAMES = {
    **{f"issued_{kind}": f"issued:{kind}" for kind in LotKind},
    "clawed_back": "clawed:back",
}


def ours(connection: Connection) -> Balances:
    """The same from the tables; wallets as their own rows say."""
    wallets = {row.id: row.posted for row in connection.execute(text("SELECT id, posted FROM wallet"))}
    found: Balances = {}
    for account, commodity, total in connection.execute(text(OURS)):
        assert wallets.get(account, total) == total
        name = f"wallet:{account}" if account in wallets else NAMES.get(account, account)
        if total:
            found[name, commodity] = major(int(total), commodity)
    return found


def agree(connection: Connection) -> Balances:
    """Ours, which are theirs as well."""
    mine = ours(connection)
    assert theirs("\n".join(journal(connection))) == mine
    return mine


class JournalMachine(FoldingMachine):
    """People who get credits, buy, make pictures, join, part and leave, in any order; at the end both are asked."""

    def teardown(self) -> None:
        try:
            self.books.run(agree)
        finally:
            super().teardown()


def test_hledger_agrees_after_any_history(any_books: Books, hledger: str) -> None:
    run_machine(JournalMachine, any_books, Examples(100, 25, 6), steps=25)


class PaymentsJournalMachine(PaymentsMachine):
    """Orders, refunds, disputes and debts in any order; at the end both are asked."""

    def teardown(self) -> None:
        try:
            self.books.run(agree)
        finally:
            super().teardown()


@pytest.mark.timeout(900)  # a failure is shrunk before it is told
def test_hledger_agrees_whatever_goes_back(any_books: Books, hledger: str) -> None:
    run_machine(PaymentsJournalMachine, any_books, Examples(100, 20, 4), steps=30)


def test_every_kind_of_entry_is_there_and_nobody_is_named(books: Books, hledger: str) -> None:
    def life(connection: Connection) -> str:
        arrive(connection, "ann", "bob")
        buy(connection, "ann", "one", 40, START)
        buy(connection, "bob", "two", 7, START)
        leave(connection, "ann", START)
        SqlLedger(connection).grant("bob", 3, LotKind.PROMO, key="gift", now=START)
        found = agree(connection)
        assert found["clearing:till", "EUR"] == "11.81"
        assert found["wallet:bob-wallet", "CR"] == "10"
        assert found["issued:paid", "CR"] == "-47"
        assert found["expired", "CR"] == "40", "what somebody left behind"
        return "\n".join(journal(connection))

    written = books.run(life)
    for word in ("ann", "x.example", "charge", "order"):
        assert word not in written
    assert "2026-01-01 payment\n    clearing:till  1.78 EUR\n    deferred:till  -1.78 EUR\n" in written


def test_a_journal_of_nothing_is_one(books: Books, hledger: str) -> None:
    assert books.run(agree) == {}


def test_amounts_are_written_as_people_write_them(books: Books) -> None:
    def empty(connection: Connection) -> None:
        open_wallet(connection, "ann")
        assert ours(connection) == {}

    books.run(empty)
    written = [major(minor, currency) for minor, currency in ((5, "USD"), (-5, "USD"), (-12_345, "EUR"), (230, "XTR"), (-7, "CR"))]
    assert written == ["0.05", "-0.05", "-123.45", "230", "-7"]
    assert major(9_007_199_254_740_993, "EUR") == "90071992547409.93", "no float comes near it"
