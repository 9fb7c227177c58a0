"""Where everything about a person lies: for each table the path from an account to its rows (PRV-03, PRV-28, PRV-73).

Paths are written down, never guessed from foreign keys: a table without one, and without a reason why, fails a test. The accounts that
were merged into this one count as this one, as long as that has not been undone (PRV-84).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, Table, Text, and_, case, func, null, or_, select, tuple_

from core.rights.held import Counted, Entry, HeldColumn, HeldTable, Kind
from core.storage.unit_of_work import UnitOfWork
from db.columns import Document, Flag, Instant
from db.tables import METADATA

if TYPE_CHECKING:
    from db.unit_of_work import SqlUnitOfWork

TABLES = METADATA.tables
ACCOUNT, WALLET, IDENTITY, JOB = (TABLES[name] for name in ("account", "wallet", "identity", "job"))
HOLD, POSTING, TXN = (TABLES[name] for name in ("hold", "posting", "ledger_txn"))
ORDER, PAYMENT, LETTER, COMMAND = (TABLES[name] for name in ("payment_order", "payment", "letter", "command_log"))
MAIL = TABLES["request_mail"]
OFFER, MERGE, REQUEST, HELD = (TABLES[name] for name in ("link_offer", "account_merge", "rights_request", "legal_hold"))

AT_ONCE = 200
"""Rows in memory at a time."""


@dataclass(frozen=True)
class Subject:
    """A person: the account with those that were merged into it, and all their wallets."""

    accounts: tuple[str, ...]
    wallets: tuple[str, ...]


Path = Callable[[Subject], ColumnElement[bool]]


def _by_account(name: str) -> Path:
    return lambda who: TABLES[name].c.account_id.in_(who.accounts)


def _by_wallet(name: str) -> Path:
    return lambda who: TABLES[name].c.wallet_id.in_(who.wallets)


def _jobs(who: Subject) -> Select[Any]:
    return select(JOB.c.id).where(JOB.c.account_id.in_(who.accounts))


def _holds(who: Subject) -> Select[Any]:
    return select(HOLD.c.id).where(HOLD.c.wallet_id.in_(who.wallets))


def _orders(who: Subject) -> Select[Any]:
    return select(ORDER.c.id).where(ORDER.c.account_id.in_(who.accounts))


def _payments(who: Subject) -> Select[Any]:
    return select(PAYMENT.c.id).where(PAYMENT.c.order_id.in_(_orders(who)))


def _addresses(who: Subject) -> Select[Any]:
    """What the person has proved to read. Whoever writes to us is known by nothing else (PRV-67)."""
    return select(ACCOUNT.c.email).where(ACCOUNT.c.id.in_(who.accounts), ACCOUNT.c.email.is_not(None))


def _letters_to(who: Subject) -> ColumnElement[bool]:
    """The person's letters, and answers to what somebody wrote from the person's address."""
    return or_(LETTER.c.account_id.in_(who.accounts), and_(LETTER.c.account_id.is_(None), LETTER.c.address.in_(_addresses(who))))


def _letters(who: Subject) -> Select[Any]:
    return select(LETTER.c.id).where(_letters_to(who))


def _mails(who: Subject) -> ColumnElement[bool]:
    """Mails from the person's address, and those that were found to be about a request of theirs."""
    return or_(MAIL.c.sender.in_(_addresses(who)), _by_request("request_mail")(who))


def _by_request(name: str) -> Path:
    return lambda who: TABLES[name].c.ref.in_(select(REQUEST.c.ref).where(REQUEST.c.account_id.in_(who.accounts)))


def _by_payment(name: str) -> Path:
    payments = TABLES["payment"]
    return lambda who: TABLES[name].c.payment_id.in_(select(payments.c.id).where(payments.c.order_id.in_(_orders(who))))


def _transactions(who: Subject) -> Select[Any]:
    return select(POSTING.c.seq).where(POSTING.c.wallet_id.in_(who.wallets))


def _chats(who: Subject) -> Select[Any]:
    """The person's own chats; on the web and on Telegram they are called as the person is."""
    return select(IDENTITY.c.platform, IDENTITY.c.uid).where(IDENTITY.c.account_id.in_(who.accounts))


def _commands(who: Subject) -> ColumnElement[bool]:
    """Steps that took or moved this person's credits, and holds that were refused: their key is the job's."""
    moved = select(TXN.c.scope, TXN.c.key).where(TXN.c.seq.in_(_transactions(who)))
    refused = and_(COMMAND.c.scope == "hold", COMMAND.c.key.in_(_jobs(who)))
    return or_(COMMAND.c.hold_id.in_(_holds(who)), tuple_(COMMAND.c.scope, COMMAND.c.key).in_(moved), refused)


def _web_chats(who: Subject) -> ColumnElement[bool]:
    """Chats that we keep ourselves are called as the person is there, which is what nobody is called anywhere else."""
    mine = select(IDENTITY.c.uid).where(IDENTITY.c.account_id.in_(who.accounts))
    return TABLES["chat_message"].c.chat.in_(mine)


def _doors(who: Subject) -> ColumnElement[bool]:
    door = TABLES["platform_chat"]
    return tuple_(door.c.platform, door.c.chat).in_(_chats(who))


PATHS: Mapping[str, Path] = {
    "account": lambda who: ACCOUNT.c.id.in_(who.accounts),
    **{
        name: _by_account(name)
        for name in (
            "identity",
            "job",
            "picture",
            "reference",
            "payment_order",
            "posted_message",
            "sent_file",
            "question",
            "request_log",
            "notice",
            "one_time_link",
            "web_session",
            "web_visit",
            "consent_event",
            "rights_request",
            "export_part",
            "inactivity_notice",
            "rights_words",
            "staff_access",
            "legal_hold",
            "policy_notice",
            "report",
            "refused_prompt",
        )
    },
    "wallet": lambda who: WALLET.c.id.in_(who.wallets),
    "hold": _by_wallet("hold"),
    "lot": _by_wallet("lot"),
    "posting": _by_wallet("posting"),
    "voucher_use": _by_wallet("voucher_use"),
    "credit_grant": _by_wallet("credit_grant"),
    "hold_lot": lambda who: TABLES["hold_lot"].c.hold_id.in_(_holds(who)),
    "ledger_txn": lambda who: TXN.c.seq.in_(_transactions(who)),
    "command_log": _commands,
    "payment": lambda who: PAYMENT.c.order_id.in_(_orders(who)),
    "billing_document": lambda who: TABLES["billing_document"].c.payment_id.in_(_payments(who)),
    **{name: _by_payment(name) for name in ("refund", "dispute")},
    "inbox": lambda who: TABLES["inbox"].c.object_ref.in_(_orders(who)),
    "job_reference": lambda who: TABLES["job_reference"].c.job_id.in_(_jobs(who)),
    "letter": _letters_to,
    "request_mail": _mails,
    "mail_news": lambda who: TABLES["mail_news"].c.letter.in_(_letters(who)),
    "chat_message": _web_chats,
    "platform_chat": _doors,
    "link_offer": lambda who: or_(OFFER.c.shown_account_id.in_(who.accounts), OFFER.c.typed_account_id.in_(who.accounts)),
    **{name: _by_request(name) for name in ("rights_step", "rights_count", "rights_event", "rights_deadline")},
    "held_record": lambda who: TABLES["held_record"].c.hold_id.in_(select(HELD.c.id).where(HELD.c.account_id.in_(who.accounts))),
    "account_merge": lambda who: or_(MERGE.c.survivor_id.in_(who.accounts), MERGE.c.absorbed_id.in_(who.accounts)),
}
"""From an account to its rows, table by table."""

NOBODYS: Mapping[str, str] = {
    "attempt": "known only by a hash under a key of the day: cannot be tied to a person by us",
    "day_key": "keys of hashes, of no person",
    "welcome_mark": "known only by a hash of a chat that was taken off: cannot be tied to a person by us",
    "age_mark": "known only by a hash of a chat that may not be used yet: cannot be tied to a person by us",
    "community": "rules of a server, of no person",
    "voucher": "offers of the operator, made out to nobody",
    "books_total": "sums over everybody who has left, of no person",
    "document_series": "how many receipts there are, of no person",
    "billing_record": "payments of people who have left: cannot be tied to a person by us",
    "purging": "filled only while somebody is being erased, with the reference of the request",
    "policy_version": "releases of the legal texts, of no person",
    "erased_prefix": "random folders of people who have left: cannot be tied to a person by us",
    "platform_update": "news on its way for two days, a copy of what is in the bundle once it has been worked on",
}
"""Why a table has no path."""

SIDES: Mapping[str, Mapping[str, str]] = {
    "link_offer": {
        "shown_account_id": "shown_account_id",
        "shown_side": "shown_account_id",
        "typed_account_id": "typed_account_id",
        "typed_side": "typed_account_id",
    },
    "account_merge": {
        "survivor_id": "survivor_id",
        "absorbed_id": "absorbed_id",
        "wallet_id": "absorbed_id",
        "email": "absorbed_id",
    },
}
"""Rows that name two accounts: which of the two a column speaks of. The other one's stays out (GDPR Art. 15(4))."""

ORDERS: Mapping[str, tuple[str, ...]] = {"job": ("created_at", "id"), "picture": ("job_id", "position"), "reference": ("created_at", "id")}
"""Where the primary key is not the order that people expect."""


class SqlPersonRows:
    """Implements `core.rights.held.PersonRows`."""

    @cached_property
    def tables(self) -> tuple[HeldTable, ...]:
        """See `PersonRows.tables`."""
        return tuple(_held(table) for table in METADATA.sorted_tables)

    def of(self, uow: UnitOfWork, account_id: str) -> "SqlHeldRows":
        """See `PersonRows.of`."""
        connection = cast("SqlUnitOfWork", uow).connection
        return SqlHeldRows(connection, subject_of(connection, account_id), {table.name: table for table in self.tables})


def subject_of(connection: Connection, account_id: str) -> Subject:
    """The person of this account. Raises `LookupError` if there is none."""
    accounts = _with_merged(connection, ACCOUNT, ACCOUNT.c.id == account_id)
    if not accounts:
        raise LookupError(account_id)
    return Subject(accounts, _with_merged(connection, WALLET, WALLET.c.account_id.in_(accounts)))


class SqlHeldRows:
    """Implements `core.rights.held.HeldRows`."""

    def __init__(self, connection: Connection, who: Subject, held: Mapping[str, HeldTable]) -> None:
        self._connection = connection
        self._who = who
        self._held = held

    def count(self, table: str) -> Counted:
        """See `HeldRows.count`."""
        columns = self._shown(table)
        counted = select(func.count(), *map(_filled, columns)).select_from(TABLES[table])
        row = self._connection.execute(counted.where(PATHS[table](self._who))).one()
        return Counted(row[0], dict(zip((column.name for column in columns), row[1:], strict=True)))

    def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        """See `HeldRows.rows`."""
        columns = self._shown(table)
        order = ORDERS.get(table) or tuple(column.name for column in TABLES[table].primary_key)
        found = select(*columns).select_from(TABLES[table]).where(PATHS[table](self._who))
        documents = [column.name for column in self._held[table].shown if column.kind is Kind.DOCUMENT]
        for row in self._streamed(found.order_by(*(TABLES[table].c[name] for name in order))):
            values = dict(row._mapping)
            yield values | {name: without_grants(values[name]) for name in documents}

    def entries(self) -> Iterator[Entry]:
        """See `HeldRows.entries`."""
        columns = TXN.c.at, TXN.c.kind, POSTING.c.amount, POSTING.c.balance_after, POSTING.c.wallet_id, JOB.c.code
        mine = and_(JOB.c.id == HOLD.c.job_id, JOB.c.account_id.in_(self._who.accounts))
        joined = POSTING.join(TXN, TXN.c.seq == POSTING.c.seq).outerjoin(HOLD, HOLD.c.id == TXN.c.hold_id).outerjoin(JOB, mine)
        found = select(*columns).select_from(joined).where(POSTING.c.wallet_id.in_(self._who.wallets))
        for row in self._streamed(found.order_by(POSTING.c.seq, POSTING.c.line)):
            yield Entry(*row)

    def _shown(self, table: str) -> list[ColumnElement[Any]]:
        return [self._own(table, TABLES[table].c[column.name]) for column in self._held[table].shown]

    def _own(self, table: str, column: Column[Any]) -> ColumnElement[Any]:
        """The column, or nothing in rows in which it speaks of the other person."""
        side = SIDES.get(table, {}).get(column.name)
        if side is None:
            return column
        return case((TABLES[table].c[side].in_(self._who.accounts), column), else_=null()).label(column.name)

    def _streamed(self, query: Select[Any]) -> Iterator[Any]:
        with self._connection.execute(query.execution_options(yield_per=AT_ONCE)) as result:
            yield from result


def _filled(column: ColumnElement[Any]) -> ColumnElement[int]:
    """In how many rows there is a value; an empty document may be written as JSON."""
    return func.count(func.nullif(column.cast(Text), "null") if isinstance(column.type, Document) else column)


def without_grants(document: Any) -> Any:
    """The document without the tokens that a platform lends us with an address: credentials, and none of the person's."""
    match document:
        case dict():
            return {name: "" if name == "grant" else without_grants(value) for name, value in document.items()}
        case list():
            return [without_grants(value) for value in document]
        case _:
            return document


def _with_merged(connection: Connection, table: Table, which: ColumnElement[bool]) -> tuple[str, ...]:
    """The ids of these rows and of everything that was merged into them, directly or by way of others."""
    found = select(table.c.id).where(which).cte("found", recursive=True)
    found = found.union(select(table.c.id).join(found, table.c.merged_into == found.c.id))
    return tuple(connection.execute(select(found.c.id).order_by(found.c.id)).scalars())


def _held(table: Table) -> HeldTable:
    sides = SIDES.get(table.name, {})
    columns = (
        HeldColumn(column.name, _kind(column), bool(column.nullable) or column.name in sides, column.info["privacy"], column.name in sides)
        for column in table.columns
    )
    return HeldTable(table.name, tuple(columns), NOBODYS.get(table.name, ""))


def _kind(column: Column[Any]) -> Kind:
    match column.type:
        case Instant():
            return Kind.INSTANT
        case Document():
            return Kind.DOCUMENT
        case Flag():
            return Kind.FLAG
        case BigInteger():
            return Kind.INTEGER
        case Text():
            return Kind.TEXT
    raise TypeError(f"{column.table.name}.{column.name}: no export knows this type")
