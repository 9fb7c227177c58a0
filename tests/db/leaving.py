"""Somebody leaves: the books as they should be afterwards, told a second time with plain lists, and a look for what is left of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from re import split
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, text

from core.caller import Address
from core.pricing import Pack
from core.storage.payments import PaymentOrder, ProviderEvent
from core.wallet import LedgerLine, LotKind
from db.columns import Document, Instant
from db.folding import Folded, fold
from db.ledger import SqlLedger
from db.payments import SqlPayments
from db.person_rows import PATHS, TABLES, Subject, subject_of
from tests.db.bills import file_document
from tests.db.books import open_wallet

KEPT_FOR = timedelta(days=3650)
Rows = list[dict[str, Any]]
State = dict[str, Rows]

LEDGER = (
    *("wallet", "lot", "hold", "hold_lot", "posting", "ledger_txn", "command_log"),
    *("payment_order", "payment", "refund", "dispute", "inbox"),
)
TOLD = (*LEDGER, "job", "books_total", "billing_record", "billing_document", "document_series", "purging")
"""The tables that `after` speaks of."""

NUMBERS = count(1)
LARGE = 1000
SERIAL = ("seq", "credited_seq", "rank", "arrival")
"""Numbers that only say what came after what."""


def arrive(connection: Connection, *people: str) -> None:
    """People with an empty wallet and one chat, called as they are."""
    for name in people:
        open_wallet(connection, name)
        connection.execute(text("UPDATE account SET email = :email WHERE id = :name"), {"email": f"{name}@x.example", "name": name})
        chat = "INSERT INTO identity (platform, uid, account_id, name, linked_at) VALUES ('web', :name, :name, :name, 0)"
        connection.execute(text(chat), {"name": name})


def offer(connection: Connection, account: str, name: str, credits: int, now: datetime, *, chat: str = "") -> None:
    """An order that waits for its payment."""
    pack = Pack("small", credits, credits * 25 + 3, "EUR")
    address = Address("web", f"chat of {chat or account}", uid=chat or account)
    order = PaymentOrder(f"order-{name}", account, "web", pack, "open", address, "en", now, now + timedelta(hours=1))
    SqlPayments(connection).add_order(order)


def hear(connection: Connection, name: str, now: datetime, *, kind: str = "paid") -> ProviderEvent:
    """The provider says that this order was paid."""
    order = SqlPayments(connection).order(f"order-{name}")
    price = order.pack.price if order else 999
    event = ProviderEvent(f"event-{name}", "till", f"event-ref-{name}", kind, f"order-{name}", f"charge-{name}", price, "EUR")
    SqlPayments(connection).receive(event, now)
    return event


def buy(connection: Connection, account: str, name: str, credits: int, now: datetime, *, chat: str = "") -> None:
    """An order, the provider's word, and the credits, through the same steps as `core.payments`."""
    offer(connection, account, name, credits, now, chat=chat)
    event = hear(connection, name, now)
    payments = SqlPayments(connection)
    payment_id = payments.charge(f"payment-{name}", event, now)
    assert payment_id
    payments.handled(event.id)
    key = f"till/{event.charge_ref}"
    seq = SqlLedger(connection).grant(account, credits, LotKind.PAID, key=key, now=now, payment_id=payment_id)
    payments.credited(payment_id, seq)
    payments.close_order(f"order-{name}", "paid")
    receipt = file_document(connection, payment_id, now, gross=event.gross)
    file_document(connection, payment_id, now, gross=1, corrects=receipt)


def leave(connection: Connection, account: str, now: datetime, *, jobs_last: bool = False) -> Folded:
    """What an erasure does to somebody who has nothing but chats, requests, joinings and credits."""
    who = subject_of(connection, account)
    connection.execute(TABLES["purging"].insert().values(ref="request"))
    for table in ("account_merge",) if jobs_last else ("account_merge", "job"):
        delete_rows(connection, table, who)
    folded = fold(connection, who, now, now + KEPT_FOR, lambda: f"record-{next(NUMBERS):06}")
    for table in ("job", "identity", "account"):
        delete_rows(connection, table, who)
    connection.execute(TABLES["purging"].delete())
    return folded


def delete_rows(connection: Connection, table: str, who: Subject) -> None:
    """The person's rows of this table, by the paths of the data map."""
    connection.execute(TABLES[table].delete().where(PATHS[table](who)))


def state(connection: Connection) -> State:
    """Every row of the tables that `after` speaks of."""
    return {name: [dict(row) for row in connection.execute(TABLES[name].select()).mappings()] for name in TOLD}


def statements(connection: Connection) -> dict[str, list[LedgerLine]]:
    """What everybody reads about their credits."""
    owners = connection.execute(text("SELECT account_id FROM wallet WHERE account_id IS NOT NULL")).scalars().all()
    return {account: SqlLedger(connection).lines(account, limit=10_000) for account in owners}


class After:
    """The books as they should be after these people left: `rows` of the tables, sorted."""

    def __init__(self, before: State, who: Subject, now: datetime) -> None:
        self.before = before
        self.who = who
        self.now = now
        self.orders = {row["id"]: row for row in before["payment_order"]}
        self.lots = self._mine("lot")
        self.holds = self._mine("hold")
        self.jobs = {row["id"] for row in before["job"] if row["account_id"] in who.accounts}
        self.payments = {row["id"] for row in before["payment"] if self._paid_by_me(row)}
        self.shared, self.gone = self._transactions()

    def _mine(self, table: str) -> set[str]:
        return {row["id"] for row in self.before[table] if row["wallet_id"] in self.who.wallets}

    def _paid_by_me(self, payment: dict[str, Any]) -> bool:
        return self.orders[payment["order_id"]]["account_id"] in self.who.accounts

    def _transactions(self) -> tuple[set[int], set[int]]:
        """Those that stay and change, and those that go."""
        named: dict[int, set[str]] = {}
        for line in self.before["posting"]:
            named.setdefault(line["seq"], set()).add(line["wallet_id"])
        mine = {seq for seq, wallets in named.items() if wallets & set(self.who.wallets)}
        paid = {row["credited_seq"] for row in self.before["payment"] if self._paid_by_me(row)}
        paid_by_others = {row["credited_seq"] for row in self.before["payment"] if not self._paid_by_me(row)}
        others = {seq for seq, wallets in named.items() if wallets - set(self.who.wallets) - {None}} | paid_by_others
        return (mine | paid) & others, (mine | paid) - others

    @property
    def former(self) -> set[int]:
        """Shared transactions in which a line of the person's loses its wallet."""
        return {p["seq"] for p in self.before["posting"] if p["wallet_id"] in self.who.wallets} & self.shared

    def statements(self, before: dict[str, list[LedgerLine]]) -> dict[str, list[LedgerLine]]:
        """The others read the same; only, a line does not lead to a request that is gone."""
        lost = {row["id"] for row in self.before["hold"] if row["job_id"] in self.jobs}
        seqs = {row["seq"] for row in self.before["ledger_txn"] if row["hold_id"] in lost}
        return {
            account: [replace(line, job_code=None) if line.seq in seqs else line for line in lines]
            for account, lines in before.items()
            if account not in self.who.accounts
        }

    def rows(self) -> State:
        return {name: sorted(getattr(self, f"_{name}")(), key=str) for name in TOLD}

    def _wallet(self) -> Rows:
        return [row for row in self.before["wallet"] if row["id"] not in self.who.wallets]

    def _lot(self) -> Rows:
        kept = [row for row in self.before["lot"] if row["id"] not in self.lots]
        return [_without(_without(row, "from_lot", self.lots), "payment_id", self.payments) for row in kept]

    def _hold(self) -> Rows:
        return [_without(row, "job_id", self.jobs) for row in self.before["hold"] if row["id"] not in self.holds]

    def _job(self) -> Rows:
        return [_without(row, "hold_id", self.holds) for row in self.before["job"] if row["id"] not in self.jobs]

    def _hold_lot(self) -> Rows:
        return [row for row in self.before["hold_lot"] if row["hold_id"] not in self.holds]

    def _posting(self) -> Rows:
        nobodys = {"account": "former", "wallet_id": None, "balance_after": None, "version": None}
        kept = [row for row in self.before["posting"] if row["seq"] not in self.gone]
        return [row | nobodys if row["wallet_id"] in self.who.wallets else row for row in kept]

    def _renamed(self) -> set[int]:
        """What others paid into the person's wallet keeps its name: the charge is theirs."""
        own = {row["credited_seq"] for row in self.before["payment"] if not self._paid_by_me(row)}
        named = {row["seq"] for row in self.before["ledger_txn"] if row["kind"] == "transfer"} | (self.shared - self.former)
        return (self.shared & named) - (own & self.former)

    def _ledger_txn(self) -> Rows:
        kept = [row for row in self.before["ledger_txn"] if row["seq"] not in self.gone]
        return [row | {"key": f"former/{row['seq']}"} if row["seq"] in self._renamed() else row for row in kept]

    def _command_log(self) -> Rows:
        posted = {(row["scope"], row["key"]): row["seq"] for row in self.before["ledger_txn"]}
        lost = {row["id"] for row in self.before["hold"] if row["id"] not in self.holds and row["job_id"] in self.jobs}
        kept = []
        for row in self.before["command_log"]:
            seq = posted.get((row["scope"], row["key"]))
            if row["outcome"] == "refused" or row["hold_id"] in self.holds or seq in self.gone:
                continue
            if seq in self._renamed():
                row = row | {"key": f"former/{seq}", "fingerprint": ""}
            elif row["scope"] == "hold" and row["hold_id"] in lost:
                row = row | {"key": f"former/{row['hold_id']}", "fingerprint": ""}
            kept.append(row)
        return kept

    def _payment_order(self) -> Rows:
        own = {row["account_id"]: row["id"] for row in self.before["wallet"] if row["account_id"]}
        kept = [row for row in self.before["payment_order"] if row["account_id"] not in self.who.accounts]
        return [row | {"wallet_id": own[row["account_id"]]} if row["wallet_id"] in self.who.wallets else row for row in kept]

    def _payment(self) -> Rows:
        return [row for row in self.before["payment"] if row["id"] not in self.payments]

    def _refund(self) -> Rows:
        mine = {row["id"] for row in self.before["hold"] if row["wallet_id"] in self.who.wallets}
        return [_without(row, "hold_id", mine) for row in self.before["refund"] if row["payment_id"] not in self.payments]

    def _dispute(self) -> Rows:
        return [row for row in self.before["dispute"] if row["payment_id"] not in self.payments]

    def _inbox(self) -> Rows:
        mine = {name for name, row in self.orders.items() if row["account_id"] in self.who.accounts}
        return [row for row in self.before["inbox"] if row["object_ref"] not in mine]

    def _books_total(self) -> Rows:
        sums = Counter({row["account"]: row["amount"] for row in self.before["books_total"]})
        touched = set(sums)
        for line in self.before["posting"]:
            lost = line["wallet_id"] in self.who.wallets
            booked = "expired" if line["account"] == "wallet" else line["account"]
            parts = {booked: line["amount"]} if line["seq"] in self.gone else {}
            if lost and line["seq"] in self.shared:
                parts = {"expired": line["amount"], "former": -line["amount"]}
            for account, amount in parts.items():
                sums[account] += amount
                touched.add(account)
        return [{"account": account, "amount": sums[account]} for account in touched]

    def _billing_record(self) -> Rows:
        kept = [{name: value for name, value in row.items() if name != "id"} for row in self.before["billing_record"]]
        for row in self.before["payment"]:
            if row["id"] in self.payments:
                fields = {name: row[name] for name in ("provider", "charge_ref", "gross", "currency", "paid_at")}
                credits, returned = self.orders[row["order_id"]]["credits"], self._went_back(row["id"])
                kept.append(fields | {"credits": credits, "returned": returned, "keep_until": self.now + KEPT_FOR})
        return kept

    def _went_back(self, payment_id: str) -> int:
        refunded = [row["amount"] for row in self.before["refund"] if (row["payment_id"], row["state"]) == (payment_id, "done")]
        lost = [row["amount"] for row in self.before["dispute"] if (row["payment_id"], row["state"]) == (payment_id, "lost")]
        return int(sum(refunded) + sum(lost))

    def _billing_document(self) -> Rows:
        return [_without(row, "payment_id", self.payments) for row in self.before["billing_document"]]

    def _document_series(self) -> Rows:
        return self.before["document_series"]

    def _purging(self) -> Rows:
        return []


def _without(row: dict[str, Any], column: str, values: set[str]) -> dict[str, Any]:
    return row | {column: None} if row[column] in values else row


def told(connection: Connection) -> State:
    """The same tables as `After.rows`, as they are. What an archived payment is called is random."""
    now = state(connection)
    now["billing_record"] = [{name: value for name, value in row.items() if name != "id"} for row in now["billing_record"]]
    return {name: sorted(rows, key=str) for name, rows in now.items()}


def left(connection: Connection, table: str) -> int:
    """How many rows there are."""
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def sums(connection: Connection) -> Counter[str]:
    """Every account of the books, those who left included."""
    found: Counter[str] = Counter()
    for account, amount in connection.execute(
        text("SELECT account, amount FROM posting UNION ALL SELECT account, amount FROM books_total")
    ):
        found[account] += amount
    return found


# --- what is left of somebody ---


def names(connection: Connection, who: Subject) -> set[str]:
    """What the rows of a person are called: wallets, holds, requests, lots, orders, payments, and the keys of commands."""
    found = set(who.wallets)
    for table in ("hold", "lot", "job", "payment_order", "payment", "refund", "dispute", "inbox"):
        found |= set(connection.execute(TABLES[table].select().with_only_columns(TABLES[table].c.id).where(PATHS[table](who))).scalars())
    return found


def mentions(connection: Connection, wanted: set[str]) -> list[str]:
    """Where in the database one of these names is written, alone or within a longer text."""
    return [f"{table}.{column}: {value}" for table, column, value in _texts(connection) if wanted & {value, *split(r"[^\w-]+", value)}]


def _texts(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for table in TABLES.values():
        columns = [column for column in table.c if isinstance(column.type, Text | Document)]
        if columns:
            written = text(f"SELECT {', '.join(column.name for column in columns)} FROM {table.name}")
            for row in connection.execute(written):
                yield from ((table.name, column.name, value) for column, value in zip(columns, row, strict=True) if value)


def instants(connection: Connection, who: Subject | None = None) -> set[datetime]:
    """Every instant that is written anywhere; of one person, if one is named."""
    return _values(connection, Instant, who)


def numbers(connection: Connection, who: Subject | None = None) -> set[int]:
    """The same for numbers that are too large to be met by chance."""
    return {abs(number) for number in _values(connection, BigInteger, who) if abs(number) >= LARGE}


def _values(connection: Connection, kind: type, who: Subject | None) -> set[Any]:
    found: set[Any] = set()
    for table in TABLES.values():
        rows = PATHS.get(table.name)
        for column in table.c if rows or not who else ():
            if isinstance(column.type, kind) and column.name not in SERIAL:
                written = table.select().with_only_columns(column).where(column.is_not(None))
                found |= set(connection.execute(written.where(rows(who)) if rows and who else written).scalars())
    return found
