"""Every table, with its constraints and, next to each column, why the value is held. Imported by `db` only.

`table=True` models do not validate, so the rules live in CHECKs, in the triggers of `db/triggers.py` and in the core's values.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import SQLModel

from core.accounts import AgeMethod, Standing
from core.billing import DocumentKind
from core.forbidden.refused import RefusalState
from core.forbidden.screen import Ground
from core.legal.releases import AHEAD, Approver, NoticeKind, NoticeState
from core.legal.versions import Change
from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, Export, NotPersonal, Purpose, Recipient, Rule, Statutory
from core.returns import DisputeState, RefundState
from core.rights.deadlines import Mark
from core.rights.holds import HeldKind, HoldReason
from core.rights.requests import ACTIVE, DUE, Actor, Counted, EraseStep, Fate, RequestKind, RequestState
from core.rights.staff import Reason, Scope
from core.rights.storage import MailState
from core.wallet import HoldPurpose
from db.columns import I64, TXT, Document, Flag, Instant, column
from db.documents import Answer, Bill, Charge, Ids, MailBlanks, News, Question, Said, Side, Texts, Where, copied

STRICT = {"sqlite_strict": True}

HOUSE = ("former", "issued_promo", "issued_compensation", "issued_paid", "expired", *(purpose.account for purpose in HoldPurpose))
"""The accounts of the books that are not wallets."""

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
SOLD = replace(RECEIPT, recipients=(Recipient.STRIPE,))
SPOKEN = replace(PROFILE, recipients=(Recipient.STRIPE,))
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
DECLINED = Rule(Category.CONTENT, (Purpose.SECURE, Purpose.RIGHTS), Basis.INTEREST, Days(30), Export.SHOW, Erase.DELETE)
AGE = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
TOO_YOUNG = Rule(Category.CHAT, (Purpose.LEGAL,), Basis.LAW, Days(30), Export.UNLINKABLE, Erase.EXPIRES)
REPORT = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.SECURE), Basis.INTEREST, Days(365), Export.SHOW, Erase.EXPIRES)
REPORTER = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.INTEREST, Days(365), Export.SHOW, Erase.NULLIFY)
MEETING = Rule(Category.CHAT, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, Days(1), Export.SHOW, Erase.DELETE)
JOINED = Rule(Category.IDENTIFIER, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
TOLD = Rule(Category.CHAT, (Purpose.SECURE, Purpose.DELIVER), Basis.CONTRACT, Days(7), Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
CONSENT = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
POST = Rule(Category.CONTACT, (Purpose.MAIL,), Basis.CONTRACT, Days(30), Export.SHOW, Erase.DELETE)
RIGHTS = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.LEGAL), Basis.LAW, Days(730), Export.SHOW, Erase.EXPIRES)
ASKER = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.NULLIFY)
PROOF = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.SECURE), Basis.LAW, Days(1), Export.CREDENTIAL, Erase.NULLIFY)
PARCEL = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(7), Export.INTERNAL, Erase.OBJECT, (Recipient.R2,))
PARCEL_KEY = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(7), Export.CREDENTIAL, Erase.DELETE)
ARCHIVE = Rule(
    Category.BILLING,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("payment records"),
    Export.UNLINKABLE,
    Erase.KEEP,
    why="tax law requires payment records to be kept",
)
QUIET = Rule(Category.USAGE, (Purpose.RIGHTS,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
WORDS = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(365), Export.SHOW, Erase.DELETE)
WRITTEN = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(90), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
FETCHING = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(90), Export.INTERNAL, Erase.DELETE)
STAFF = Rule(Category.RIGHTS, (Purpose.SECURE, Purpose.LEGAL), Basis.INTEREST, Days(730), Export.SHOW, Erase.EXPIRES)
HELD = Rule(
    Category.RIGHTS,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("legal holds"),
    Export.SHOW,
    Erase.KEEP,
    why="a court, an authority or a dispute demands that this one record is kept until a date that is set",
)
SEALED = Rule(
    Category.RIGHTS,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("legal holds"),
    Export.INTERNAL,
    Erase.KEEP,
    why="a court, an authority or a dispute demands that this one record is kept until a date that is set",
)
NOTIFIED = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
OUTGOING = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.INTERNAL, Erase.DELETE)
PUBLIC = NotPersonal("about a public text, the same for everybody")
COUNTED = NotPersonal("how many receipts there are, the same for everybody")
USED = Rule(Category.BILLING, (Purpose.BILL,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
USED_IN = Rule(Category.CHAT, (Purpose.BILL, Purpose.SECURE), Basis.INTEREST, ACCOUNT, Export.INTERNAL, Erase.DELETE)
OFFERED = NotPersonal("an offer of the operator, made out to nobody")
LEFT = NotPersonal("of people who have left, tied to nobody any more")
BOOKS = NotPersonal("a number of the books, tied to a person only through the wallet")
SERVER = NotPersonal("a choice of a server's owners about the server, of whom nothing is kept")
WORDING = NotPersonal("a fixed word of the program, the same for everybody")


def _provenance() -> Any:
    """The joining of two accounts that brought a row to its account, while that can be undone (PRV-84)."""
    return column(TXT, PROVENANCE, nullable=True)


def _one_of(name: str, *values: str) -> CheckConstraint:
    return CheckConstraint(_among(name, values), name=f"{name}_known")


def _among(name: str, values: Iterable[str]) -> str:
    return f"{name} IN ({', '.join(repr(str(v)) for v in values)})"


def _where(condition: str) -> dict[str, Any]:
    """For an index of these rows alone."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Account(SQLModel, table=True):
    """A person to us: language, choices, and the random prefix under which their objects lie."""

    __tablename__ = "account"
    __table_args__: Any = (
        _one_of("ask_mode", "always", "above", "never"),
        _one_of("standing", *Standing),
        CheckConstraint(f"stood IS NULL OR {_among('stood', Standing)}", name="stood_known"),
        CheckConstraint("ask_above >= 0", name="ask_above_sane"),
        CheckConstraint("monthly_limit > 0", name="monthly_limit_positive"),
        CheckConstraint("notify_below > 0", name="notify_below_positive"),
        CheckConstraint(f"age_method IS NULL OR {_among('age_method', AgeMethod)}", name="age_method_known"),
        CheckConstraint(
            "(age_limit IS NULL) = (age_checked_at IS NULL) AND (age_limit IS NULL) = (age_method IS NULL)", name="age_all_or_nothing"
        ),
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
    monthly_limit: int | None = column(I64, PROFILE, nullable=True)
    notify_below: int | None = column(I64, PROFILE, nullable=True)
    merged_into: str | None = column(TXT, JOINED, foreign_key="account.id", index=True, nullable=True)
    storage_prefix: str = column(TXT, QUEUE, unique=True)
    standing: str = column(TXT, PROFILE, sa_column_kwargs={"server_default": "active"})
    stood: str | None = column(TXT, PROFILE, nullable=True)
    seen_at: datetime = column(Instant, PROFILE, index=True)
    age_limit: int | None = column(I64, AGE, nullable=True)
    age_checked_at: datetime | None = column(Instant, AGE, nullable=True)
    age_method: str | None = column(TXT, AGE, nullable=True)
    welcome_at: datetime | None = column(Instant, PROFILE, nullable=True)


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
        _one_of("purpose", *HoldPurpose),
        CheckConstraint("(purpose = 'job') OR (job_id IS NULL)", name="job_holds_name_it"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        CheckConstraint("(state = 'captured') = (captured > 0)", name="captured_means_captured"),
        CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_has_time"),
        CheckConstraint("(state = 'open') = (resolved_version IS NULL)", name="resolved_has_version"),
        UniqueConstraint("job_id", "purpose"),
        Index("hold_of_wallet", "wallet_id", "created_at"),
        Index("hold_due", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        STRICT,
    )

    id: str = column(TXT, BILLING, primary_key=True)
    wallet_id: str = column(TXT, BILLING, foreign_key="wallet.id")
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
        _one_of("kind", "grant", "expiry", "transfer", *(purpose.entry for purpose in HoldPurpose)),
        UniqueConstraint("scope", "key"),
        ForeignKeyConstraint(["scope", "key"], ["command_log.scope", "command_log.key"]),
        Index("transaction_of_hold", "hold_id", **_where("hold_id IS NOT NULL")),
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
        _one_of("account", "wallet", *HOUSE),
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
        Index("lot_from", "from_lot", **_where("from_lot IS NOT NULL")),
        Index("lot_paid", "payment_id", **_where("payment_id IS NOT NULL")),
        Index("lot_of_transaction", "seq"),
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
        Index("hold_lot_of_lot", "lot_id"),
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
    __table_args__: Any = (Index("request_log_of_account", "account_id", "created_at"), STRICT)

    platform: str = column(TXT, REPLAY, primary_key=True)
    key: str = column(TXT, REPLAY, primary_key=True)
    fingerprint: str = column(TXT, REPLAY)
    reply: Any = column(Document(Answer), REPLAY)
    account_id: str = column(TXT, REPLAY, foreign_key="account.id")
    merge_id: str | None = _provenance()
    created_at: datetime = column(Instant, REPLAY, index=True)


class PaymentOrder(SQLModel, table=True):
    """An offer that a person accepted: the price as it was shown. Committed before any provider hears of it."""

    __tablename__ = "payment_order"
    __table_args__: Any = (
        _one_of("state", "open", "awaited", "paid", "declined", "expired"),
        CheckConstraint("credits > 0", name="credits_positive"),
        CheckConstraint("price > 0", name="price_positive"),
        Index("payment_order_open", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("payment_order_of_wallet", "wallet_id"),
        STRICT,
    )

    id: str = column(TXT, SOLD, primary_key=True)
    account_id: str | None = column(TXT, BILLING, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = _provenance()
    wallet_id: str = column(TXT, RECEIPT, foreign_key="wallet.id")
    surface: str = column(TXT, RECEIPT)
    pack: str = column(TXT, RECEIPT)
    credits: int = column(I64, SOLD)
    price: int = column(I64, SOLD)
    currency: str = column(TXT, SOLD)
    state: str = column(TXT, RECEIPT)
    terms: str = column(TXT, RECEIPT)
    address: Any = column(Document(Where), CHAT)
    locale: str = column(TXT, SPOKEN)
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


class Refund(SQLModel, table=True):
    """Money that goes back, and the credits that go with it: asked for by the person, or done at the provider (wallet.md §3.5)."""

    __tablename__ = "refund"
    __table_args__: Any = (
        _one_of("state", *RefundState),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_has_time"),
        CheckConstraint("(state = 'due') = (due_at IS NOT NULL)", name="due_has_time"),
        UniqueConstraint("payment_id", "item_ref"),
        UniqueConstraint("hold_id"),
        Index("refund_due", "due_at", **_where("state = 'due'")),
        Index("refund_open", "payment_id", unique=True, **_where("state IN ('due', 'asked')")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    payment_id: str = column(TXT, RECEIPT, foreign_key="payment.id")
    credits: int = column(I64, RECEIPT)
    amount: int = column(I64, RECEIPT)
    state: str = column(TXT, RECEIPT)
    hold_id: str | None = column(TXT, BILLING, foreign_key="hold.id", nullable=True)
    item_ref: str | None = column(TXT, RECEIPT, nullable=True)
    requested_at: datetime = column(Instant, RECEIPT)
    due_at: datetime | None = column(Instant, BILLING, nullable=True)
    attempts: int = column(I64, BOOKS)
    finished_at: datetime | None = column(Instant, RECEIPT, nullable=True)


class Dispute(SQLModel, table=True):
    """Somebody asks their bank or store for the money back. What was used of it by then is owed in credits (wallet.md §3.6)."""

    __tablename__ = "dispute"
    __table_args__: Any = (
        _one_of("state", *DisputeState),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("clawed >= 0", name="clawed_not_negative"),
        CheckConstraint("repaid >= 0 AND forgiven >= 0 AND repaid + forgiven <= owed", name="debt_within"),
        CheckConstraint("state = 'lost' OR owed = repaid + forgiven", name="only_lost_ones_owe"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_time"),
        UniqueConstraint("payment_id", "item_ref"),
        Index("dispute_owed", "closed_at", **_where("owed > repaid + forgiven")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    payment_id: str = column(TXT, RECEIPT, foreign_key="payment.id")
    item_ref: str = column(TXT, RECEIPT)
    state: str = column(TXT, RECEIPT)
    amount: int = column(I64, RECEIPT)
    clawed: int = column(I64, BILLING)
    owed: int = column(I64, BILLING)
    repaid: int = column(I64, BILLING)
    forgiven: int = column(I64, BILLING)
    opened_at: datetime = column(Instant, RECEIPT)
    closed_at: datetime | None = column(Instant, RECEIPT, nullable=True)


class DocumentSeries(SQLModel, table=True):
    """Numbers without a gap for one kind of document in one year: the next of them, and until when all of the series is kept."""

    __tablename__ = "document_series"
    __table_args__: Any = (CheckConstraint("next > 1", name="next_follows_one"), STRICT)

    code: str = column(TXT, COUNTED, primary_key=True)
    next: int = column(I64, COUNTED)
    keep_until: datetime = column(Instant, COUNTED, index=True)


class BillingDocumentRow(SQLModel, table=True):
    """A receipt or a credit note as it was issued. It loses its payment when the person leaves, and goes with its series (PRV-53)."""

    __tablename__ = "billing_document"
    __table_args__: Any = (
        _one_of("kind", *DocumentKind),
        CheckConstraint("number > 0", name="number_positive"),
        UniqueConstraint("series", "number"),
        Index("billing_document_of_payment", "payment_id", **_where("payment_id IS NOT NULL")),
        Index("receipt_of_payment", "payment_id", unique=True, **_where("kind = 'receipt'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    series: str = column(TXT, RECEIPT)
    number: int = column(I64, RECEIPT)
    kind: str = column(TXT, RECEIPT)
    payment_id: str | None = column(TXT, RECEIPT, foreign_key="payment.id", nullable=True)
    issued_at: datetime = column(Instant, RECEIPT)
    contents: Any = column(Document(Bill), RECEIPT)
    sha256: str = column(TXT, RECEIPT)
    refers_to: str | None = column(TXT, RECEIPT, nullable=True)


class VoucherRow(SQLModel, table=True):
    """A code that is worth credits; only a hash of it is kept (docs/decisions/0034). `most` people may use it."""

    __tablename__ = "voucher"
    __table_args__: Any = (
        CheckConstraint("credits > 0", name="credits_positive"),
        CheckConstraint("used >= 0 AND used <= most", name="used_within"),
        CheckConstraint("days > 0", name="days_positive"),
        CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"),
        CheckConstraint("expires_at > created_at", name="has_a_time"),
        STRICT,
    )

    id: str = column(TXT, OFFERED, primary_key=True)
    code_hash: str = column(TXT, OFFERED, unique=True)
    credits: int = column(I64, OFFERED)
    most: int = column(I64, OFFERED)
    used: int = column(I64, OFFERED)
    days: int | None = column(I64, OFFERED, nullable=True)
    reason: str = column(TXT, OFFERED)
    role: str = column(TXT, OFFERED)
    created_at: datetime = column(Instant, OFFERED)
    expires_at: datetime = column(Instant, OFFERED)
    stopped_at: datetime | None = column(Instant, OFFERED, nullable=True)


class VoucherUse(SQLModel, table=True):
    """That a voucher was used: for which wallet, and in which chat as a keyed hash, so that taken off and come back it cannot use it again.

    Wallets stay when accounts are joined and parted, so a use never has to move.
    """

    __tablename__ = "voucher_use"
    __table_args__: Any = (UniqueConstraint("voucher_id", "who"), STRICT)

    voucher_id: str = column(TXT, USED, primary_key=True, foreign_key="voucher.id")
    wallet_id: str = column(TXT, USED, primary_key=True, foreign_key="wallet.id", index=True)
    who: str = column(TXT, USED_IN)
    seq: int = column(I64, BOOKS, foreign_key="ledger_txn.seq", unique=True)
    at: datetime = column(Instant, USED)


class CreditGrant(SQLModel, table=True):
    """Credits that the operator gave somebody, and why."""

    __tablename__ = "credit_grant"
    __table_args__: Any = (CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"), STRICT)

    seq: int = column(I64, BOOKS, primary_key=True, foreign_key="ledger_txn.seq", sa_column_kwargs={"autoincrement": False})
    wallet_id: str = column(TXT, USED, foreign_key="wallet.id", index=True)
    role: str = column(TXT, USED)
    reason: str = column(TXT, USED)
    at: datetime = column(Instant, USED)


class Inbox(SQLModel, table=True):
    """What a payment provider told us, stored before it is acted upon; each event once."""

    __tablename__ = "inbox"
    __table_args__: Any = (
        UniqueConstraint("provider", "event_ref"),
        _one_of("state", "new", "early", "done", "parked"),
        Index("inbox_early", "provider", **_where("state = 'early'")),
        Index("inbox_new", "received_at", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        STRICT,
    )

    id: str = column(TXT, RECEIPT, primary_key=True)
    provider: str = column(TXT, RECEIPT)
    event_ref: str = column(TXT, RECEIPT)
    kind: str = column(TXT, WORDING)
    object_ref: str = column(TXT, RECEIPT)
    body: Any = column(Document(Charge), RECEIPT)
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
    account_id: str | None = column(TXT, LETTER, foreign_key="account.id", index=True, nullable=True)
    merge_id: str | None = _provenance()
    address: str = column(TXT, LETTER)
    template: str = column(TXT, WORDING)
    args: Any = column(Document(MailBlanks), LETTER)
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
        CheckConstraint("state = 'finished' OR (state = 'draft') = (hold_id IS NULL)", name="work_is_held"),
        CheckConstraint("state = 'finished' OR delivery = 'none'", name="only_results_are_delivered"),
        CheckConstraint("count >= 1 AND count <= 4", name="count_sane"),
        CheckConstraint("unit_price > 0", name="price_positive"),
        Index("job_history", "account_id", "created_at"),
        Index("job_by_code", "account_id", "code"),
        Index("job_kept", "account_id", sqlite_where=text("delivery = 'kept'"), postgresql_where=text("delivery = 'kept'")),
        Index("job_delivery_due", "delivery_due_at", sqlite_where=text("delivery = 'due'"), postgresql_where=text("delivery = 'due'")),
        Index("job_of_place", "community", "created_at", **_where("community IS NOT NULL")),
        Index("job_of_hold", "hold_id", **_where("hold_id IS NOT NULL")),
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
    address: Any = column(Document(Where), CHAT)
    created_at: datetime = column(Instant, USAGE)
    finished_at: datetime | None = column(Instant, USAGE, nullable=True)
    delivery: str = column(TXT, QUEUE)
    delivery_due_at: datetime | None = column(Instant, QUEUE, nullable=True)
    delivery_attempts: int = column(I64, QUEUE)
    trace: str | None = column(TXT, QUEUE, nullable=True)


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
        Index("picture_failed", "finished_at", **_where("state = 'failed'")),
        Index("picture_quarantined", "finished_at", **_where("reason = 'quarantined'")),
        Index("picture_blocked", "finished_at", **_where("reason = 'refused-gateway-policy'")),
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
    lost: int = column(I64, QUEUE, sa_column_kwargs={"server_default": text("0")})
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
    channels: Any = column(Document(Ids), SERVER)
    roles: Any = column(Document(Ids), SERVER)
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
    body: Any = column(Document(News), NEWS, nullable=True)
    state: str = column(TXT, INTAKE)
    owner: str | None = column(TXT, INTAKE, nullable=True)
    lease_until: datetime | None = column(Instant, INTAKE, nullable=True)
    due_at: datetime = column(Instant, INTAKE)
    attempts: int = column(I64, INTAKE)
    lost: int = column(I64, INTAKE, sa_column_kwargs={"server_default": text("0")})
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
    form: Any = column(Document(Question), ASKED)
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
    origin: Any = column(Document(Where), LINKED, nullable=True)
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
    shown_side: Any = column(Document(Side), MEETING)
    typed_account_id: str | None = column(TXT, PERSON, foreign_key="account.id", index=True, nullable=True)
    typed_side: Any = column(Document(Side), MEETING, nullable=True)
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
    address: Any = column(Document(Where), TOLD)
    reply: Any = column(Document(Answer), TOLD)
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
    body: Any = column(Document(Answer | Said), POSTED)
    revision: int = column(I64, POSTED)
    created_at: datetime = column(Instant, POSTED)


RIGHTS_ACTIVE = _among("state", sorted(ACTIVE))
RIGHTS_DUE = _among("state", DUE)
"""Queries spell these the same, or SQLite does not find the index."""


class RightsRequestRow(SQLModel, table=True):
    """What a person asked of us about their data (PRV-24). Outlives them without them: `account_id` and `address` go with the account."""

    __tablename__ = "rights_request"
    __table_args__: Any = (
        CheckConstraint("length(ref) = 26 AND ref = lower(ref)", name="ref_is_random"),
        CheckConstraint("length(channel) BETWEEN 1 AND 12 AND length(locale) BETWEEN 2 AND 8", name="words_of_ours"),
        _one_of("kind", *RequestKind),
        _one_of("state", *RequestState),
        _one_of("actor", *Actor),
        CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="code_has_end"),
        CheckConstraint("account_id IS NOT NULL OR (address IS NULL AND code_hash IS NULL)", name="nobody_is_nowhere"),
        Index("rights_request_active", "account_id", "kind", unique=True, **_where(RIGHTS_ACTIVE)),
        Index("rights_request_due", "due_at", **_where(RIGHTS_DUE)),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True)
    kind: str = column(TXT, RIGHTS)
    state: str = column(TXT, RIGHTS)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    actor: str = column(TXT, RIGHTS)
    channel: str = column(TXT, RIGHTS)
    received_at: datetime = column(Instant, RIGHTS, index=True)
    due_at: datetime = column(Instant, RIGHTS)
    answer_by: datetime = column(Instant, RIGHTS)
    locale: str = column(TXT, RIGHTS)
    address: Any = column(Document(Where), ASKER, nullable=True)
    messages: bool = column(Flag, RIGHTS)
    at_once: bool = column(Flag, RIGHTS)
    begins_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    confirmed_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    ended_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    code_hash: str | None = column(TXT, PROOF, nullable=True)
    code_until: datetime | None = column(Instant, PROOF, nullable=True)
    attempts: int = column(I64, RIGHTS)
    done: int = column(I64, RIGHTS)
    total: int = column(I64, RIGHTS)


class RightsStepRow(SQLModel, table=True):
    """The ledger of an erasure: a step is written here before its effect begins, and done once that is complete (privacy.md D5)."""

    __tablename__ = "rights_step"
    __table_args__: Any = (_one_of("step", *EraseStep), CheckConstraint("attempts >= 0", name="attempts_not_negative"), STRICT)

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    step: str = column(TXT, RIGHTS, primary_key=True)
    begun_at: datetime = column(Instant, RIGHTS)
    done_at: datetime | None = column(Instant, RIGHTS, nullable=True)
    attempts: int = column(I64, RIGHTS)


class RightsCountRow(SQLModel, table=True):
    """A line of a receipt: numbers and words of the program (PRV-44)."""

    __tablename__ = "rights_count"
    __table_args__: Any = (
        _one_of("what", *Counted),
        _one_of("fate", *Fate),
        CheckConstraint("number >= 0", name="number_not_negative"),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    what: str = column(TXT, RIGHTS, primary_key=True)
    fate: str = column(TXT, RIGHTS, primary_key=True)
    number: int = column(I64, RIGHTS)
    until: datetime | None = column(Instant, RIGHTS, nullable=True)


class RightsEventRow(SQLModel, table=True):
    """The rights log: words of the program and moments, each line sealed with the hash of the one before (PRV-86)."""

    __tablename__ = "rights_event"
    __table_args__: Any = (
        _one_of("state", *RequestState),
        _one_of("actor", *Actor),
        CheckConstraint(f"step IS NULL OR {_among('step', EraseStep)}", name="step_known"),
        CheckConstraint("length(hash) = 64 AND hash = lower(hash)", name="hash_is_hash"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        STRICT,
    )

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    number: int = column(I64, RIGHTS, primary_key=True)
    at: datetime = column(Instant, RIGHTS)
    state: str = column(TXT, RIGHTS)
    actor: str = column(TXT, RIGHTS)
    step: str | None = column(TXT, RIGHTS, nullable=True)
    hash: str = column(TXT, RIGHTS)


class ExportPart(SQLModel, table=True):
    """One file of a copy of somebody's data, sealed with a key that lies here and not beside it (PRV-78)."""

    __tablename__ = "export_part"
    __table_args__: Any = (CheckConstraint("size > 0", name="size_positive"), STRICT)

    ref: str = column(TXT, PARCEL, primary_key=True, foreign_key="rights_request.ref")
    part: int = column(I64, PARCEL, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    object_key: str = column(TXT, PARCEL, unique=True)
    key: str = column(TXT, PARCEL_KEY)
    name: str = column(TXT, PARCEL)
    size: int = column(I64, PARCEL)
    sha256: str = column(TXT, PARCEL)
    complete: bool = column(Flag, PARCEL)
    downloads: int = column(I64, PARCEL)
    created_at: datetime = column(Instant, PARCEL)
    expires_at: datetime = column(Instant, PARCEL, index=True)


class BooksTotal(SQLModel, table=True):
    """What the books of everybody who has left add up to: one line per account of the books, so that the sums stay what they were."""

    __tablename__ = "books_total"
    __table_args__: Any = (STRICT,)

    account: str = column(TXT, WORDING, primary_key=True)
    amount: int = column(I64, LEFT)


class BillingRecord(SQLModel, table=True):
    """A payment of somebody who has left, as much of it as the law wants to be kept, until it does not any more (PRV-53)."""

    __tablename__ = "billing_record"
    __table_args__: Any = (
        CheckConstraint("gross > 0", name="gross_positive"),
        CheckConstraint("returned >= 0", name="returned_not_negative"),
        STRICT,
    )

    id: str = column(TXT, ARCHIVE, primary_key=True)
    provider: str = column(TXT, ARCHIVE)
    charge_ref: str = column(TXT, ARCHIVE)
    gross: int = column(I64, ARCHIVE)
    returned: int = column(I64, ARCHIVE)
    currency: str = column(TXT, ARCHIVE)
    credits: int = column(I64, ARCHIVE)
    paid_at: datetime = column(Instant, ARCHIVE)
    keep_until: datetime = column(Instant, ARCHIVE, index=True)


class Purging(SQLModel, table=True):
    """There is a row here only inside the transaction that erases somebody; the guards of the books let only that one pass."""

    __tablename__ = "purging"
    __table_args__: Any = (STRICT,)

    ref: str = column(TXT, WORDING, primary_key=True)


class ErasedPrefix(SQLModel, table=True):
    """The random folder of somebody who has left: looked into again, because a picture may have been on its way (PRV-36)."""

    __tablename__ = "erased_prefix"
    __table_args__: Any = (STRICT,)

    prefix: str = column(TXT, LEFT, primary_key=True)
    until: datetime = column(Instant, WORDING, index=True)


class InactivityNotice(SQLModel, table=True):
    """That somebody who has not been here for long was told when their account ends; gone as soon as they are seen again (PRV-49)."""

    __tablename__ = "inactivity_notice"
    __table_args__: Any = (CheckConstraint("number IN (1, 2)", name="number_known"), STRICT)

    account_id: str = column(TXT, PERSON, primary_key=True, foreign_key="account.id")
    number: int = column(I64, QUIET, primary_key=True)
    at: datetime = column(Instant, QUIET)


class RightsDeadline(SQLModel, table=True):
    """That so much of the time for an answer is used up, and when that was said; each once (PRV-26)."""

    __tablename__ = "rights_deadline"
    __table_args__: Any = (_one_of("mark", *Mark), STRICT)

    ref: str = column(TXT, RIGHTS, primary_key=True, foreign_key="rights_request.ref")
    mark: str = column(TXT, RIGHTS, primary_key=True)
    at: datetime = column(Instant, RIGHTS)
    mailed_at: datetime | None = column(Instant, RIGHTS, nullable=True)


class RightsWords(SQLModel, table=True):
    """What a person wrote about a request that people answer. It goes with the account; the request stays without it."""

    __tablename__ = "rights_words"
    __table_args__: Any = (STRICT,)

    ref: str = column(TXT, WORDS, primary_key=True, foreign_key="rights_request.ref")
    account_id: str = column(TXT, PERSON, foreign_key="account.id", index=True)
    words: str = column(TXT, WORDS)
    at: datetime = column(Instant, WORDS, index=True)


class RequestMailRow(SQLModel, table=True):
    """The mail by which a request came (PRV-67, PRV-68). Whose address it came from is looked up only for copies and deletions."""

    __tablename__ = "request_mail"
    __table_args__: Any = (
        _one_of("state", *MailState),
        CheckConstraint("length(words) <= 10000", name="words_bounded"),
        CheckConstraint("attachments >= 0 AND attempts >= 0", name="numbers_not_negative"),
        Index("request_mail_due", "due_at", **_where("state = 'due'")),
        STRICT,
    )

    ref: str = column(TXT, WRITTEN, primary_key=True, foreign_key="rights_request.ref")
    message: str = column(TXT, FETCHING, unique=True)
    sender: str = column(TXT, WRITTEN, index=True)
    words: str = column(TXT, WRITTEN)
    attachments: int = column(I64, WRITTEN)
    at: datetime = column(Instant, WRITTEN, index=True)
    answered: bool = column(Flag, WRITTEN)
    state: str = column(TXT, FETCHING)
    attempts: int = column(I64, FETCHING)
    due_at: datetime = column(Instant, FETCHING)


class StaffAccessRow(SQLModel, table=True):
    """What the operator's people did about somebody's account: the role, never a name (PRV-87)."""

    __tablename__ = "staff_access"
    __table_args__: Any = (
        _one_of("scope", *Scope),
        CheckConstraint(f"reason IS NULL OR {_among('reason', Reason)}", name="reason_known"),
        STRICT,
    )

    id: str = column(TXT, STAFF, primary_key=True)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    ref: str | None = column(TXT, STAFF, index=True, nullable=True)
    role: str = column(TXT, STAFF)
    scope: str = column(TXT, STAFF)
    reason: str | None = column(TXT, STAFF, nullable=True)
    at: datetime = column(Instant, STAFF, index=True)


class LegalHold(SQLModel, table=True):
    """One record that must not be erased, why, and until when (PRV-85). Outlives the person without them."""

    __tablename__ = "legal_hold"
    __table_args__: Any = (
        _one_of("kind", *HeldKind),
        _one_of("reason", *HoldReason),
        CheckConstraint("second IS NULL OR placed_by <> second", name="two_roles"),
        CheckConstraint("until > at", name="has_an_end"),
        Index("legal_hold_open", "kind", "record_id", unique=True, **_where("released_at IS NULL")),
        Index("legal_hold_until", "until", **_where("released_at IS NULL")),
        STRICT,
    )

    id: str = column(TXT, HELD, primary_key=True)
    account_id: str | None = column(TXT, ASKER, foreign_key="account.id", index=True, nullable=True)
    kind: str = column(TXT, HELD)
    record_id: str = column(TXT, HELD)
    reason: str = column(TXT, HELD)
    placed_by: str = column(TXT, HELD)
    second: str | None = column(TXT, HELD, nullable=True)
    at: datetime = column(Instant, HELD)
    until: datetime = column(Instant, HELD)
    released_at: datetime | None = column(Instant, HELD, nullable=True)


COPIED = copied(*(SQLModel.metadata.tables[name] for name in ("job", "picture", "payment", "payment_order")))


class HeldRecord(SQLModel, table=True):
    """What a hold took out of sight: rows as they stood, and the object that must stay. No part of the program shows them."""

    __tablename__ = "held_record"
    __table_args__: Any = (_one_of("record", "job", "picture", "payment", "payment_order"), STRICT)

    hold_id: str = column(TXT, SEALED, primary_key=True, foreign_key="legal_hold.id")
    record: str = column(TXT, SEALED, primary_key=True)
    record_id: str = column(TXT, SEALED, primary_key=True)
    body: Any = column(Document(COPIED), SEALED)
    object_key: str | None = column(TXT, SEALED, index=True, nullable=True)


AHEAD_MICROSECONDS = round(AHEAD.total_seconds() * 1_000_000)


class PolicyVersionRow(SQLModel, table=True):
    """A release of the legal texts: who answers for it, and since when it applies (PRV-59, PRV-60)."""

    __tablename__ = "policy_version"
    __table_args__: Any = (
        _one_of("change", *Change),
        _one_of("proposed", *Change),
        _one_of("approver", *Approver),
        CheckConstraint("change = 'material' OR proposed = 'minor'", name="class_not_lowered"),
        CheckConstraint("length(reason) BETWEEN 1 AND 300", name="reason_given"),
        CheckConstraint("before <> id", name="replaces_another"),
        CheckConstraint("last_notice_at >= published_at", name="told_after_publishing"),
        CheckConstraint(
            "effective_at IS NULL OR before IS NULL OR change = 'minor' "
            f"OR (last_notice_at IS NOT NULL AND effective_at >= last_notice_at + {AHEAD_MICROSECONDS})",
            name="told_ahead",
        ),
        CheckConstraint("effective_at >= published_at OR before IS NULL", name="never_backwards"),
        CheckConstraint("reached >= 0 AND unreached >= 0", name="counts_not_negative"),
        UniqueConstraint("before"),
        STRICT,
    )

    id: str = column(TXT, PUBLIC, primary_key=True)
    documents: Any = column(Document(Texts), PUBLIC)
    before: str | None = column(TXT, PUBLIC, foreign_key="policy_version.id", nullable=True)
    change: str = column(TXT, PUBLIC)
    proposed: str = column(TXT, PUBLIC)
    approver: str = column(TXT, PUBLIC)
    reason: str = column(TXT, PUBLIC)
    announced_at: datetime = column(Instant, PUBLIC)
    published_at: datetime = column(Instant, PUBLIC)
    last_notice_at: datetime | None = column(Instant, PUBLIC, nullable=True)
    effective_at: datetime | None = column(Instant, PUBLIC, nullable=True)
    reached: int = column(I64, PUBLIC)
    unreached: int = column(I64, PUBLIC)


class PolicyNoticeRow(SQLModel, table=True):
    """That a person was told of a release on one channel (PRV-62). It goes with the account; how many were told stays with the release."""

    __tablename__ = "policy_notice"
    __table_args__: Any = (
        _one_of("kind", *NoticeKind),
        _one_of("state", *NoticeState),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint("state <> 'shown' OR shown_at IS NOT NULL", name="shown_has_time"),
        Index("policy_notice_due", "message", **_where("state = 'due'")),
        STRICT,
    )

    account_id: str = column(TXT, PERSON, primary_key=True, foreign_key="account.id")
    version: str = column(TXT, NOTIFIED, primary_key=True)
    kind: str = column(TXT, NOTIFIED, primary_key=True)
    channel: str = column(TXT, NOTIFIED, primary_key=True)
    state: str = column(TXT, NOTIFIED)
    message: str | None = column(TXT, OUTGOING, nullable=True)
    sent_at: datetime | None = column(Instant, NOTIFIED, nullable=True)
    shown_at: datetime | None = column(Instant, NOTIFIED, nullable=True)


class AgeMark(SQLModel, table=True):
    """That somebody was too young, so that they cannot try until it works. Known only by a keyed hash, for 30 days (PRV-55)."""

    __tablename__ = "age_mark"
    __table_args__: Any = (STRICT,)

    who: str = column(TXT, TOO_YOUNG, primary_key=True)
    until: datetime = column(Instant, TOO_YOUNG, index=True)


class ReportRow(SQLModel, table=True):
    """What somebody told us about an account that may be a child's, or about a picture or a prompt of which they are the subject
    (PRV-57, PRV-94). Whose account it is about is not looked up here."""

    __tablename__ = "report"
    __table_args__: Any = (CheckConstraint("length(words) BETWEEN 1 AND 2000", name="words_given"), STRICT)

    ref: str = column(TXT, REPORT, primary_key=True, foreign_key="rights_request.ref")
    words: str = column(TXT, REPORT)
    account_id: str | None = column(TXT, REPORTER, foreign_key="account.id", index=True, nullable=True)
    at: datetime = column(Instant, REPORT, index=True)


class RefusedPromptRow(SQLModel, table=True):
    """A prompt that was refused, and whether that was contested. Kept so that a human can look at it, and to pause who tries many."""

    __tablename__ = "refused_prompt"
    __table_args__: Any = (
        _one_of("ground", *Ground),
        _one_of("state", *RefusalState),
        CheckConstraint("state != 'appealed' OR appealed_at IS NOT NULL", name="appealed_when"),
        Index("refused_prompt_account", "account_id", "at"),
        Index("refused_prompt_contested", "appealed_at", **_where("state = 'appealed'")),
        Index("refused_prompt_over", "at", **_where("state != 'appealed'")),
        STRICT,
    )

    ref: str = column(TXT, DECLINED, primary_key=True)
    account_id: str = column(TXT, PERSON, foreign_key="account.id")
    merge_id: str | None = _provenance()
    ground: str = column(TXT, DECLINED)
    prompt: str = column(TXT, DECLINED)
    state: str = column(TXT, DECLINED)
    at: datetime = column(Instant, DECLINED)
    appealed_at: datetime | None = column(Instant, DECLINED, nullable=True)
