"""Every table, with its constraints and, next to each column, why the value is held. Imported by `db` only.

`table=True` models do not validate, so the rules live in CHECKs, in the triggers of `db/triggers.py` and in the core's values.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, Export, NotPersonal, Purpose, Recipient, Rule, Statutory
from db.columns import I64, TXT, Document, Flag, Instant, column

STRICT = {"sqlite_strict": True}

# A migration can only change what has a name, and the engines would each choose their own. CHECKs and partial indexes are named below.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

PERSON = Rule(Category.IDENTIFIER, tuple(Purpose), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
PROFILE = Rule(Category.PROFILE, (Purpose.AUTH, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
CONTACT = Rule(Category.CONTACT, (Purpose.AUTH, Purpose.MAIL), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
CHAT = Rule(Category.CHAT, (Purpose.AUTH, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
PROMPT = Rule(Category.CONTENT, (Purpose.GENERATE, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.MAYI,))
CONTENT = Rule(Category.CONTENT, (Purpose.GENERATE, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
POSTED = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
ROOM = Rule(Category.CHAT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
ASKED = Rule(Category.CHAT, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
FILE = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.FILE, Erase.OBJECT, (Recipient.R2,))
REFERENCE = Rule(Category.CONTENT, (Purpose.GENERATE,), Basis.CONTRACT, Days(30), Export.FILE, Erase.OBJECT, (Recipient.R2, Recipient.MAYI))
USAGE = Rule(Category.USAGE, (Purpose.GENERATE, Purpose.BILL), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
QUEUE = Rule(Category.USAGE, (Purpose.GENERATE,), Basis.CONTRACT, ACCOUNT, Export.INTERNAL, Erase.DELETE)
BILLING = Rule(Category.BILLING, (Purpose.BILL,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.ANONYMISE)
RECEIPT = Rule(
    Category.BILLING,
    (Purpose.BILL, Purpose.LEGAL),
    Basis.LAW,
    Statutory("payment records"),
    Export.SHOW,
    Erase.KEEP,
    why="tax law requires payment records to be kept",
)
REPLAY = Rule(Category.OPERATION, (Purpose.BILL, Purpose.DELIVER), Basis.CONTRACT, Days(2), Export.COPY, Erase.DELETE)
NEWS = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.COPY, Erase.DELETE, (Recipient.PLATFORM,))
INTAKE = Rule(Category.OPERATION, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.INTERNAL, Erase.DELETE)
SENT = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.INTERNAL, Erase.DELETE, (Recipient.PLATFORM,))
LETTER = Rule(Category.CONTACT, (Purpose.MAIL,), Basis.CONTRACT, Days(7), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
PROVENANCE = Rule(Category.IDENTIFIER, (Purpose.AUTH,), Basis.CONTRACT, Days(3), Export.INTERNAL, Erase.DELETE)
SECRET = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(1), Export.CREDENTIAL, Erase.DELETE)
TOKEN = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(4), Export.CREDENTIAL, Erase.DELETE)
CREDENTIAL = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(30), Export.CREDENTIAL, Erase.DELETE)
LINKED = Rule(Category.CONTACT, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, Days(4), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
BROWSER = Rule(Category.DEVICE, (Purpose.AUTH, Purpose.SECURE), Basis.INTEREST, Days(30), Export.SHOW, Erase.DELETE)
VISIT = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(90), Export.SHOW, Erase.DELETE)
ABUSE = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(7), Export.UNLINKABLE, Erase.EXPIRES)
MARK = Rule(Category.CHAT, (Purpose.SECURE,), Basis.INTEREST, Days(365), Export.UNLINKABLE, Erase.EXPIRES)
MEETING = Rule(Category.CHAT, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, Days(1), Export.SHOW, Erase.DELETE)
JOINED = Rule(Category.IDENTIFIER, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
TOLD = Rule(Category.CHAT, (Purpose.SECURE, Purpose.DELIVER), Basis.CONTRACT, Days(7), Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
CONSENT = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
POST = Rule(Category.CONTACT, (Purpose.MAIL,), Basis.CONTRACT, Days(30), Export.SHOW, Erase.DELETE)
BOOKS = NotPersonal("a number of the books, tied to a person only through the wallet")
SERVER = NotPersonal("a choice of a server's owners about the server, of whom nothing is kept")
WORDING = NotPersonal("a fixed word of the program, the same for everybody")


def _provenance() -> Any:
    """The joining of two accounts that brought a row to its account, while that can be undone (PRV-84)."""
    return column(TXT, PROVENANCE, nullable=True)


def _one_of(name: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{name} IN ({', '.join(repr(v) for v in values)})", name=f"{name}_known")


class Account(SQLModel, table=True):
    """A person to us: language, choices, and the random prefix under which their objects lie."""

    __tablename__ = "account"
    __table_args__: Any = (
        _one_of("ask_mode", "always", "above", "never"),
        CheckConstraint("ask_above >= 0", name="ask_above_sane"),
        CheckConstraint("email = lower(email)", name="email_spelt_one_way"),
        CheckConstraint("merged_into IS NULL OR email IS NULL", name="shell_has_no_address"),
        Index("account_by_email", "email", unique=True, sqlite_where=text("email IS NOT NULL"), postgresql_where=text("email IS NOT NULL")),
        STRICT,
    )

    id: str = column(TXT, PERSON, primary_key=True)
    created_at: datetime = column(Instant, PROFILE)
    locale: str | None = column(TXT, PROFILE, nullable=True)
    email: str | None = column(TXT, CONTACT, nullable=True)
    mail_stopped_at: datetime | None = column(Instant, CONTACT, nullable=True)
    ask_mode: str = column(TXT, PROFILE)
    ask_above: int = column(I64, PROFILE)
    merged_into: str | None = column(TXT, JOINED, foreign_key="account.id", index=True, nullable=True)
    storage_prefix: str = column(TXT, QUEUE, unique=True)


class Identity(SQLModel, table=True):
    """The same person as one chat platform knows them."""

    __tablename__ = "identity"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, CHAT, primary_key=True)
    uid: str = column(TXT, CHAT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    name: str = column(TXT, CHAT)
    locale_hint: str | None = column(TXT, CHAT, nullable=True)
    linked_at: datetime = column(Instant, CHAT)
    merge_id: str | None = _provenance()


class Wallet(SQLModel, table=True):
    """The only hot row of the books, and the mutex of its holds and lots: always taken first (wallet.md §2.4)."""

    __tablename__ = "wallet"
    __table_args__: Any = (
        CheckConstraint("held >= 0", name="held_not_negative"),
        CheckConstraint("posted - held >= 0", name="available_not_negative"),
        CheckConstraint("posted <= 9000000000000000", name="posted_safe"),
        CheckConstraint("version >= 0", name="version_not_negative"),
        CheckConstraint("merged_into IS NULL OR account_id IS NULL", name="merged_is_nobodys"),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    account_id: str | None = column(TXT, BILLING, foreign_key="account.id", unique=True, nullable=True)
    posted: int = column(I64, BILLING)
    held: int = column(I64, BILLING)
    version: int = column(I64, BOOKS)
    locked_reason: str | None = column(TXT, BILLING, nullable=True)
    merged_into: str | None = column(TXT, BILLING, foreign_key="wallet.id", index=True, nullable=True)


class Hold(SQLModel, table=True):
    """Credits set aside; resolved exactly once: captured, released or expired."""

    __tablename__ = "hold"
    __table_args__: Any = (
        _one_of("state", "open", "captured", "released", "expired"),
        _one_of("purpose", "job"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        CheckConstraint("(state = 'captured') = (captured > 0)", name="captured_means_captured"),
        CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_has_time"),
        CheckConstraint("(state = 'open') = (resolved_version IS NULL)", name="resolved_has_version"),
        UniqueConstraint("job_id", "purpose"),
        Index("hold_due", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id", index=True)
    purpose: str = column(TXT, WORDING)
    job_id: str | None = column(TXT, BILLING, nullable=True)
    amount: int = column(I64, BILLING)
    captured: int = column(I64, BILLING)
    state: str = column(TXT, BILLING)
    placed_version: int = column(I64, BOOKS)
    resolved_version: int | None = column(I64, BOOKS, nullable=True)
    created_at: datetime = column(Instant, BILLING)
    expires_at: datetime = column(Instant, BILLING)
    resolved_at: datetime | None = column(Instant, BILLING, nullable=True)


class LedgerTxn(SQLModel, table=True):
    """The seal of a balanced set of postings, inserted after them (wallet.md §2.3)."""

    __tablename__ = "ledger_txn"
    __table_args__: Any = (
        _one_of("kind", "grant", "capture", "expiry", "transfer"),
        UniqueConstraint("scope", "key"),
        ForeignKeyConstraint(["scope", "key"], ["command_log.scope", "command_log.key"]),
        STRICT,
    )

    seq: int = column(I64, BOOKS, primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = column(TXT, WORDING)
    scope: str = column(TXT, WORDING)
    key: str = column(TXT, BILLING)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    at: datetime = column(Instant, BILLING)


class Posting(SQLModel, table=True):
    """One signed line of a transaction; positive on a wallet means the person owns more credits."""

    __tablename__ = "posting"
    __table_args__: Any = (
        _one_of("account", "wallet", "issued_promo", "issued_compensation", "issued_paid", "consumed", "expired"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(account = 'wallet') = (wallet_id IS NOT NULL)", name="wallet_lines_name_it"),
        CheckConstraint("(account = 'wallet') = (version IS NOT NULL)", name="wallet_lines_have_version"),
        CheckConstraint("(account = 'wallet') = (balance_after IS NOT NULL)", name="wallet_lines_have_balance"),
        ForeignKeyConstraint(["seq"], ["ledger_txn.seq"], deferrable=True, initially="DEFERRED"),
        UniqueConstraint("wallet_id", "version"),
        STRICT,
    )

    seq: int = column(I64, BOOKS, primary_key=True)
    line: int = column(I64, BOOKS, primary_key=True)
    account: str = column(TXT, WORDING)
    wallet_id: str | None = column(TXT, BILLING, foreign_key="wallet.id", nullable=True)
    amount: int = column(I64, BILLING)
    balance_after: int | None = column(I64, BILLING, nullable=True)
    version: int | None = column(I64, BOOKS, nullable=True)


class Lot(SQLModel, table=True):
    """Credits of one origin: promo, compensation or paid. Paid credits never expire."""

    __tablename__ = "lot"
    __table_args__: Any = (
        _one_of("kind", "promo", "compensation", "paid"),
        CheckConstraint("granted > 0", name="granted_positive"),
        CheckConstraint("remaining >= 0 AND remaining <= granted", name="remaining_within"),
        CheckConstraint("expired >= 0 AND expired <= granted", name="expired_within"),
        CheckConstraint("moved >= 0 AND moved <= granted", name="moved_within"),
        CheckConstraint("from_lot IS NULL OR payment_id IS NULL", name="paid_for_once"),
        CheckConstraint("kind <> 'paid' OR expires_at IS NULL", name="paid_never_expires"),
        Index("lot_of_wallet", "wallet_id"),
        Index("lot_spendable", "wallet_id", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
        Index("lot_expiring", "expires_at", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
    kind: str = column(TXT, BILLING)
    granted: int = column(I64, BILLING)
    remaining: int = column(I64, BILLING)
    expired: int = column(I64, BILLING)
    moved: int = column(I64, BILLING)
    created_at: datetime = column(Instant, BILLING)
    expires_at: datetime | None = column(Instant, BILLING, nullable=True)
    payment_id: str | None = column(TXT, RECEIPT, foreign_key="payment.id", nullable=True)
    from_lot: str | None = column(TXT, BILLING, foreign_key="lot.id", nullable=True)
    seq: int = column(I64, BOOKS, foreign_key="ledger_txn.seq")


class HoldLot(SQLModel, table=True):
    """From which lots a hold took its credits, and how many of them were captured."""

    __tablename__ = "hold_lot"
    __table_args__: Any = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        STRICT,
    )

    hold_id: str = column(TXT, BILLING, primary_key=True, foreign_key="hold.id")
    lot_id: str = column(TXT, BILLING, primary_key=True, foreign_key="lot.id")
    amount: int = column(I64, BILLING)
    captured: int = column(I64, BILLING)


class CommandLog(SQLModel, table=True):
    """What became of every keyed step of the books, refusals included, so that a repeat gets the same answer (wallet.md §2.2)."""

    __tablename__ = "command_log"
    __table_args__: Any = (
        _one_of("scope", "grant", "hold", "resolve", "expire", "transfer"),
        _one_of("outcome", "done", "refused"),
        CheckConstraint("(outcome = 'refused') = (refused_code IS NOT NULL)", name="refusals_say_why"),
        STRICT,
    )

    scope: str = column(TXT, WORDING, primary_key=True)
    key: str = column(TXT, BILLING, primary_key=True)
    fingerprint: str = column(TXT, BILLING)
    outcome: str = column(TXT, WORDING)
    refused_code: str | None = column(TXT, WORDING, nullable=True)
    hold_id: str | None = column(TXT, BILLING, nullable=True)
    at: datetime = column(Instant, BILLING)


class RequestLog(SQLModel, table=True):
    """What we answered to each request of a platform, so that a replay or a double tap gets the same answer and costs nothing."""

    __tablename__ = "request_log"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, REPLAY, primary_key=True)
    key: str = column(TXT, REPLAY, primary_key=True)
    fingerprint: str = column(TXT, REPLAY)
    reply: Any = column(Document, REPLAY)
    account_id: str = column(TXT, REPLAY, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    created_at: datetime = column(Instant, REPLAY, index=True)


class PaymentOrder(SQLModel, table=True):
    """An offer that a person accepted: the price as it was shown. Committed before any provider hears of it."""

    __tablename__ = "payment_order"
    __table_args__: Any = (
        _one_of("state", "open", "paid", "declined", "expired"),
        CheckConstraint("credits > 0", name="credits_positive"),
        CheckConstraint("price > 0", name="price_positive"),
        Index("payment_order_open", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    account_id: str | None = column(TXT, BILLING, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = _provenance()
    wallet_id: str = column(TXT, RECEIPT, foreign_key="wallet.id")
    surface: str = column(TXT, RECEIPT)
    pack: str = column(TXT, RECEIPT)
    credits: int = column(I64, RECEIPT)
    price: int = column(I64, RECEIPT)
    currency: str = column(TXT, RECEIPT)
    state: str = column(TXT, RECEIPT)
    address: Any = column(Document, CHAT)
    locale: str = column(TXT, PROFILE)
    created_at: datetime = column(Instant, RECEIPT)
    expires_at: datetime = column(Instant, RECEIPT)


class Payment(SQLModel, table=True):
    """A charge as the provider reports it; credited at most once."""

    __tablename__ = "payment"
    __table_args__: Any = (
        UniqueConstraint("provider", "charge_ref"),
        UniqueConstraint("credited_seq"),
        CheckConstraint("gross > 0", name="gross_positive"),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    order_id: str = column(TXT, RECEIPT, foreign_key="payment_order.id", index=True)
    provider: str = column(TXT, RECEIPT)
    charge_ref: str = column(TXT, RECEIPT)
    gross: int = column(I64, RECEIPT)
    currency: str = column(TXT, RECEIPT)
    paid_at: datetime = column(Instant, RECEIPT)
    credited_seq: int | None = column(I64, RECEIPT, foreign_key="ledger_txn.seq", nullable=True)


class Inbox(SQLModel, table=True):
    """What a payment provider told us, stored before it is acted upon; each event once."""

    __tablename__ = "inbox"
    __table_args__: Any = (
        UniqueConstraint("provider", "event_ref"),
        _one_of("state", "new", "done", "parked"),
        Index("inbox_new", "received_at", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    provider: str = column(TXT, RECEIPT)
    event_ref: str = column(TXT, RECEIPT)
    kind: str = column(TXT, WORDING)
    object_ref: str = column(TXT, RECEIPT)
    body: Any = column(Document, RECEIPT)
    state: str = column(TXT, WORDING)
    received_at: datetime = column(Instant, RECEIPT)


class Letter(SQLModel, table=True):
    """A mail that is due; what it says is a catalogue name with its blanks, never finished text."""

    __tablename__ = "letter"
    __table_args__: Any = (
        _one_of("state", "due", "sent", "failed"),
        Index("letter_due", "due_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
        STRICT,
    )

    id: str = column(TXT, LETTER, primary_key=True)
    account_id: str = column(TXT, LETTER, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    address: str = column(TXT, LETTER)
    template: str = column(TXT, WORDING)
    args: Any = column(Document, LETTER)
    locale: str = column(TXT, LETTER)
    state: str = column(TXT, LETTER)
    attempts: int = column(I64, LETTER)
    due_at: datetime = column(Instant, LETTER)
    created_at: datetime = column(Instant, LETTER, index=True)


class Job(SQLModel, table=True):
    """One request for pictures: what was asked, its price, and where the answer goes. The job table is the queue."""

    __tablename__ = "job"
    __table_args__: Any = (
        _one_of("state", "draft", "working", "finished"),
        _one_of("quality", "low", "medium", "high"),
        _one_of("shape", "square", "portrait", "landscape"),
        _one_of("delivery", "none", "due", "done", "kept"),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('done', 'partly', 'failed', 'refused', 'cancelled')",
            name="outcome_known",
        ),
        CheckConstraint("(state = 'finished') = (outcome IS NOT NULL)", name="finished_has_outcome"),
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'draft') = (hold_id IS NULL)", name="work_is_held"),
        CheckConstraint("state = 'finished' OR delivery = 'none'", name="only_results_are_delivered"),
        CheckConstraint("count >= 1 AND count <= 4", name="count_sane"),
        CheckConstraint("unit_price > 0", name="price_positive"),
        Index("job_history", "account_id", "created_at"),
        Index("job_by_code", "account_id", "code"),
        Index("job_kept", "account_id", sqlite_where=text("delivery = 'kept'"), postgresql_where=text("delivery = 'kept'")),
        Index("job_delivery_due", "delivery_due_at", sqlite_where=text("delivery = 'due'"), postgresql_where=text("delivery = 'due'")),
        STRICT,
    )

    id: str = column(TXT, USAGE, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = _provenance()
    code: str = column(TXT, USAGE)
    state: str = column(TXT, USAGE)
    outcome: str | None = column(TXT, USAGE, nullable=True)
    reason: str | None = column(TXT, USAGE, nullable=True)
    prompt: str = column(TXT, PROMPT)
    shape: str = column(TXT, USAGE)
    quality: str = column(TXT, USAGE)
    count: int = column(I64, USAGE)
    private: bool = column(Flag, USAGE)
    spoiler: bool = column(Flag, USAGE)
    community: str | None = column(TXT, CHAT, nullable=True)
    unit_price: int = column(I64, USAGE)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    parent_id: str | None = column(TXT, USAGE, nullable=True)
    locale: str = column(TXT, PROFILE)
    address: Any = column(Document, CHAT)
    created_at: datetime = column(Instant, USAGE)
    finished_at: datetime | None = column(Instant, USAGE, nullable=True)
    delivery: str = column(TXT, QUEUE)
    delivery_due_at: datetime | None = column(Instant, QUEUE, nullable=True)
    delivery_attempts: int = column(I64, QUEUE)


class PictureRow(SQLModel, table=True):
    """One picture of a job: the unit that a worker claims, asks for, stores and is charged for.

    Queued pictures go by `rank`, then `arrival`. `line` says where each of them stands (db/queue.py): in front, the only ones that a
    claim looks at and one per person; behind an earlier one of the same person; or waiting for its time.
    """

    __tablename__ = "picture"
    __table_args__: Any = (
        _one_of("state", "queued", "asked", "stored", "failed", "cancelled", "removed"),
        UniqueConstraint("job_id", "position"),
        CheckConstraint("(state = 'asked') = (lease_until IS NOT NULL)", name="asked_is_leased"),
        CheckConstraint("(state = 'asked') = (owner IS NOT NULL)", name="asked_has_owner"),
        CheckConstraint("state <> 'stored' OR (sha256 IS NOT NULL AND size > 0)", name="stored_has_facts"),
        CheckConstraint("state <> 'failed' OR reason IS NOT NULL", name="failures_say_why"),
        _one_of("line", "front", "behind", "later"),
        CheckConstraint("(state = 'queued') = (line IS NOT NULL)", name="queued_has_line"),
        Index("picture_queue", "rank", "arrival", sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'")),
        Index("picture_front", "rank", "arrival", sqlite_where=text("line = 'front'"), postgresql_where=text("line = 'front'")),
        Index("picture_later", "due_at", sqlite_where=text("line = 'later'"), postgresql_where=text("line = 'later'")),
        Index(
            "picture_line",
            "account_id",
            "line",
            "rank",
            "arrival",
            sqlite_where=text("line IS NOT NULL"),
            postgresql_where=text("line IS NOT NULL"),
        ),
        Index("picture_leases", "lease_until", sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'")),
        Index("picture_recent", "finished_at", sqlite_where=text("state = 'stored'"), postgresql_where=text("state = 'stored'")),
        Index(
            "picture_left_behind",
            "finished_at",
            sqlite_where=text("state IN ('removed', 'failed', 'cancelled') AND attempts > 0 AND object_gone = 0"),
            postgresql_where=text("state IN ('removed', 'failed', 'cancelled') AND attempts > 0 AND object_gone = 0"),
        ),
        Index("picture_by_person", "account_id", "state", "rank"),
        Index("picture_by_rank", "rank"),
        Index("picture_by_arrival", "arrival"),
        STRICT,
    )

    id: str = column(TXT, USAGE, primary_key=True)
    job_id: str = column(TXT, USAGE, foreign_key="job.id")
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    position: int = column(I64, USAGE)
    state: str = column(TXT, USAGE)
    reason: str | None = column(TXT, USAGE, nullable=True)
    rank: int = column(I64, QUEUE)
    arrival: int = column(I64, QUEUE)
    line: str | None = column(TXT, QUEUE, nullable=True)
    due_at: datetime = column(Instant, QUEUE)
    attempts: int = column(I64, QUEUE)
    unclear: int = column(I64, QUEUE)
    owner: str | None = column(TXT, QUEUE, nullable=True)
    lease_until: datetime | None = column(Instant, QUEUE, nullable=True)
    object_key: str = column(TXT, FILE, unique=True)
    object_gone: bool = column(Flag, QUEUE)
    media_type: str | None = column(TXT, CONTENT, nullable=True)
    width: int | None = column(I64, CONTENT, nullable=True)
    height: int | None = column(I64, CONTENT, nullable=True)
    size: int | None = column(I64, CONTENT, nullable=True)
    sha256: str | None = column(TXT, CONTENT, nullable=True)
    asked_at: datetime | None = column(Instant, USAGE, nullable=True)
    finished_at: datetime | None = column(Instant, USAGE, nullable=True)


class ReferenceRow(SQLModel, table=True):
    """A picture that a person gave us to work from."""

    __tablename__ = "reference"
    __table_args__: Any = (STRICT,)

    id: str = column(TXT, REFERENCE, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    object_key: str = column(TXT, REFERENCE, unique=True)
    media_type: str = column(TXT, REFERENCE)
    size: int = column(I64, REFERENCE)
    sha256: str = column(TXT, REFERENCE)
    created_at: datetime = column(Instant, REFERENCE, index=True)


class JobReference(SQLModel, table=True):
    """Which stored pictures a job works from: uploads, or earlier results."""

    __tablename__ = "job_reference"
    __table_args__: Any = (STRICT,)

    job_id: str = column(TXT, USAGE, primary_key=True, foreign_key="job.id")
    position: int = column(I64, USAGE, primary_key=True)
    object_key: str = column(TXT, QUEUE)
    media_type: str = column(TXT, QUEUE)


class CommunityRow(SQLModel, table=True):
    """The rules that the owners of a server chose for it."""

    __tablename__ = "community"
    __table_args__: Any = (CheckConstraint("daily_cap IS NULL OR daily_cap >= 1", name="daily_cap_sane"), STRICT)

    platform: str = column(TXT, SERVER, primary_key=True)
    id: str = column(TXT, SERVER, primary_key=True)
    channels: Any = column(Document, SERVER)
    roles: Any = column(Document, SERVER)
    private: bool = column(Flag, SERVER)
    spoiler: bool = column(Flag, SERVER)
    daily_cap: int | None = column(I64, SERVER, nullable=True)
    locale: str | None = column(TXT, SERVER, nullable=True)
    changed_at: datetime = column(Instant, SERVER)


class PostedMessageRow(SQLModel, table=True):
    """A message of the bot on a platform that keeps its own messages, so that erasure can reach it later.

    `job_id` is no foreign key: the message outlives a draft that is dropped, and remembering what stands on a platform must not fail
    because the job has gone in the meantime.
    """

    __tablename__ = "posted_message"
    __table_args__: Any = (
        _one_of("kind", "answer", "result"),
        Index("posted_message_by_person", "account_id", "posted_at"),
        Index(
            "posted_message_of_job",
            "job_id",
            "posted_at",
            sqlite_where=text("job_id IS NOT NULL"),
            postgresql_where=text("job_id IS NOT NULL"),
        ),
        STRICT,
    )

    platform: str = column(TXT, CHAT, primary_key=True)
    chat: str = column(TXT, CHAT, primary_key=True)
    message: str = column(TXT, CHAT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = _provenance()
    job_id: str | None = column(TXT, USAGE, nullable=True)
    kind: str = column(TXT, QUEUE)
    erasable: bool = column(Flag, QUEUE)
    posted_at: datetime = column(Instant, CHAT)


class UpdateRow(SQLModel, table=True):
    """News from a platform, stored before it is confirmed there. Once it is done only its number is left, to know a repeat by."""

    __tablename__ = "platform_update"
    __table_args__: Any = (
        _one_of("state", "open", "done"),
        CheckConstraint("(owner IS NULL) = (lease_until IS NULL)", name="owner_has_lease"),
        CheckConstraint("(state = 'done') = (body IS NULL)", name="done_is_forgotten"),
        CheckConstraint("state = 'open' OR owner IS NULL", name="done_is_nobodys"),
        Index(
            "platform_update_open",
            "platform",
            "chat",
            "number",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "platform_update_album",
            "platform",
            "chat",
            "album",
            "number",
            sqlite_where=text("album IS NOT NULL"),
            postgresql_where=text("album IS NOT NULL"),
        ),
        Index(
            "platform_update_leased",
            "platform",
            "chat",
            "lease_until",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
        Index("platform_update_owned", "owner", sqlite_where=text("owner IS NOT NULL"), postgresql_where=text("owner IS NOT NULL")),
        Index("platform_update_done", "received_at", sqlite_where=text("state = 'done'"), postgresql_where=text("state = 'done'")),
        STRICT,
    )

    platform: str = column(TXT, NEWS, primary_key=True)
    number: int = column(I64, INTAKE, primary_key=True, sa_column_kwargs={"autoincrement": False})
    chat: str = column(TXT, NEWS)
    album: str | None = column(TXT, NEWS, nullable=True)
    body: Any = column(Document, NEWS, nullable=True)
    state: str = column(TXT, INTAKE)
    owner: str | None = column(TXT, INTAKE, nullable=True)
    lease_until: datetime | None = column(Instant, INTAKE, nullable=True)
    due_at: datetime = column(Instant, INTAKE)
    attempts: int = column(I64, INTAKE)
    received_at: datetime = column(Instant, INTAKE)


class DoorRow(SQLModel, table=True):
    """A chat in which we may not write any more, or that has another name now."""

    __tablename__ = "platform_chat"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, CHAT, primary_key=True)
    chat: str = column(TXT, CHAT, primary_key=True)
    shut: bool = column(Flag, CHAT)
    moved_to: str | None = column(TXT, CHAT, nullable=True)
    changed_at: datetime = column(Instant, CHAT)


class SentFileRow(SQLModel, table=True):
    """What a platform calls a picture that it has already. The key begins with the picture, by which a removal finds it."""

    __tablename__ = "sent_file"
    __table_args__: Any = (STRICT,)

    object_key: str = column(TXT, SENT, primary_key=True)
    platform: str = column(TXT, SENT, primary_key=True)
    name: str = column(TXT, SENT)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    at: datetime = column(Instant, SENT)


class QuestionRow(SQLModel, table=True):
    """A message of ours that asked one person for words: a reply to it fills in this form."""

    __tablename__ = "question"
    __table_args__: Any = (STRICT,)

    platform: str = column(TXT, ASKED, primary_key=True)
    chat: str = column(TXT, ASKED, primary_key=True)
    message: str = column(TXT, ASKED, primary_key=True)
    form: Any = column(Document, ASKED)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    asked_at: datetime = column(Instant, ASKED, index=True)


class OneTimeLinkRow(SQLModel, table=True):
    """A link that works once. Its 32 bytes are not kept, only their hash."""

    __tablename__ = "one_time_link"
    __table_args__: Any = (
        _one_of("kind", "sign-in", "confirm", "stop", "chat"),
        CheckConstraint("kind NOT IN ('confirm', 'stop') OR (email IS NOT NULL AND account_id IS NOT NULL)", name="mail_links_name_both"),
        STRICT,
    )

    id: str = column(TXT, LINKED, primary_key=True)
    kind: str = column(TXT, WORDING)
    token_hash: str = column(TXT, TOKEN, unique=True)
    account_id: str | None = column(TXT, PERSON, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = _provenance()
    email: str | None = column(TXT, LINKED, nullable=True)
    browser_hash: str | None = column(TXT, TOKEN, nullable=True)
    asked_as: str | None = column(TXT, LINKED, nullable=True)
    origin: Any = column(Document, LINKED, nullable=True)
    locale: str = column(TXT, LINKED)
    created_at: datetime = column(Instant, LINKED)
    expires_at: datetime = column(Instant, LINKED, index=True)
    used_at: datetime | None = column(Instant, LINKED, nullable=True)


class WebSession(SQLModel, table=True):
    """A browser that came in. Its cookie is not kept, only the hash."""

    __tablename__ = "web_session"
    __table_args__: Any = (STRICT,)

    id: str = column(TXT, BROWSER, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    token_hash: str = column(TXT, CREDENTIAL, unique=True)
    created_at: datetime = column(Instant, BROWSER)
    seen_at: datetime = column(Instant, BROWSER)
    expires_at: datetime = column(Instant, BROWSER, index=True)
    browser: str = column(TXT, BROWSER)
    network: str = column(TXT, BROWSER)
    language: str = column(TXT, BROWSER)


class WebVisitRow(SQLModel, table=True):
    """A web request: the four things that the policy lists, and whose it was (PRV-10)."""

    __tablename__ = "web_visit"
    __table_args__: Any = (Index("web_visit_of", "account_id", "at"), STRICT)

    id: str = column(TXT, VISIT, primary_key=True)
    account_id: str | None = column(TXT, PERSON, foreign_key="account.id", nullable=True)
    merge_id: str | None = _provenance()
    network: str = column(TXT, VISIT)
    browser: str = column(TXT, VISIT)
    language: str = column(TXT, VISIT)
    at: datetime = column(Instant, VISIT, index=True)


class AttemptRow(SQLModel, table=True):
    """Somebody tried something. Who, is a hash under a key of the day, which is destroyed after a week (PRV-11)."""

    __tablename__ = "attempt"
    __table_args__: Any = (STRICT,)

    what: str = column(TXT, WORDING, primary_key=True)
    who: str = column(TXT, ABUSE, primary_key=True)
    at: datetime = column(Instant, ABUSE, primary_key=True)
    times: int = column(I64, ABUSE)


class DayKey(SQLModel, table=True):
    """The key of one day's hashes."""

    __tablename__ = "day_key"
    __table_args__: Any = (STRICT,)

    day: str = column(TXT, WORDING, primary_key=True)
    key: str = column(TXT, ABUSE)


class WelcomeMark(SQLModel, table=True):
    """That a chat which was taken off had its welcome credits, so that coming back is no way to get them again. Known only by a hash."""

    __tablename__ = "welcome_mark"
    __table_args__: Any = (STRICT,)

    who: str = column(TXT, MARK, primary_key=True)
    until: datetime = column(Instant, MARK, index=True)


class LinkOfferRow(SQLModel, table=True):
    """A code that one side was shown, and who typed it."""

    __tablename__ = "link_offer"
    __table_args__: Any = (
        _one_of("state", "shown", "typed", "accepted", "done", "refused"),
        CheckConstraint("state <> 'shown' OR typed_account_id IS NULL", name="shown_is_one_sided"),
        CheckConstraint("state NOT IN ('typed', 'accepted', 'done') OR typed_account_id IS NOT NULL", name="typed_by_somebody"),
        STRICT,
    )

    id: str = column(TXT, MEETING, primary_key=True)
    code_hash: str = column(TXT, SECRET, unique=True)
    state: str = column(TXT, MEETING)
    shown_account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    shown_side: Any = column(Document, MEETING)
    typed_account_id: str | None = column(TXT, PERSON, foreign_key="account.id", index=True, nullable=True)
    typed_side: Any = column(Document, MEETING, nullable=True)
    created_at: datetime = column(Instant, MEETING)
    expires_at: datetime = column(Instant, MEETING, index=True)


class AccountMerge(SQLModel, table=True):
    """Two accounts that became one (PRV-84)."""

    __tablename__ = "account_merge"
    __table_args__: Any = (
        CheckConstraint("survivor_id <> absorbed_id", name="two_accounts"),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        Index("account_merge_unsealed", "undo_until", sqlite_where=text("sealed = 0"), postgresql_where=text("sealed = 0")),
        STRICT,
    )

    id: str = column(TXT, JOINED, primary_key=True)
    survivor_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    absorbed_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
    at: datetime = column(Instant, JOINED)
    undo_until: datetime = column(Instant, JOINED)
    credits: int = column(I64, JOINED)
    email: str | None = column(TXT, LINKED, nullable=True)
    undone_at: datetime | None = column(Instant, JOINED, nullable=True)
    sealed: bool = column(Flag, WORDING)


class NoticeRow(SQLModel, table=True):
    """A chat message that is due and is no job's."""

    __tablename__ = "notice"
    __table_args__: Any = (
        _one_of("state", "due", "sent", "failed"),
        Index("notice_due", "due_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
        STRICT,
    )

    id: str = column(TXT, TOLD, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    merge_id: str | None = _provenance()
    address: Any = column(Document, TOLD)
    reply: Any = column(Document, TOLD)
    locale: str = column(TXT, TOLD)
    state: str = column(TXT, TOLD)
    attempts: int = column(I64, TOLD)
    due_at: datetime = column(Instant, TOLD)
    created_at: datetime = column(Instant, TOLD, index=True)


class ConsentEvent(SQLModel, table=True):
    """A yes or no that a person gave; only ever added to (PRV-16)."""

    __tablename__ = "consent_event"
    __table_args__: Any = (
        _one_of("purpose", "training"),
        Index("consent_event_of", "account_id", "purpose", "at"),
        STRICT,
    )

    id: str = column(TXT, CONSENT, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = _provenance()
    purpose: str = column(TXT, CONSENT)
    granted: bool = column(Flag, CONSENT)
    version: str = column(TXT, CONSENT)
    wording_hash: str = column(TXT, CONSENT)
    locale: str = column(TXT, CONSENT)
    channel: str = column(TXT, CONSENT)
    at: datetime = column(Instant, CONSENT)


class MailNewsRow(SQLModel, table=True):
    """What became of a mail; the carrier's own name for it is hidden by a hash (PRV-22)."""

    __tablename__ = "mail_news"
    __table_args__: Any = (_one_of("kind", "delivered", "bounced-hard", "bounced-soft", "complained"), STRICT)

    message_hash: str = column(TXT, POST, primary_key=True)
    kind: str = column(TXT, POST, primary_key=True)
    letter: str = column(TXT, POST)
    at: datetime = column(Instant, POST, index=True)


class ChatMessage(SQLModel, table=True):
    """The playground's chat: what a chat platform would hold, kept here so that the page survives a reload."""

    __tablename__ = "chat_message"
    __table_args__: Any = (
        UniqueConstraint("chat", "key"),
        UniqueConstraint("revision"),
        _one_of("author", "person", "bot"),
        Index("chat_message_order", "chat", "created_at"),
        Index("chat_message_news", "chat", "revision"),
        STRICT,
    )

    id: str = column(TXT, POSTED, primary_key=True)
    chat: str = column(TXT, ROOM)
    key: str = column(TXT, POSTED)
    author: str = column(TXT, POSTED)
    locale: str = column(TXT, POSTED)
    body: Any = column(Document, POSTED)
    revision: int = column(I64, POSTED)
    created_at: datetime = column(Instant, POSTED)
