"""What an erasure does in the database: silence, counts, and the purge of every row about a person (PRV-34, PRV-37, PRV-53)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError

from core.rights.requests import ENDED, Count, Counted, Fate
from core.rights.storage import Purged, Unpurged
from db.folding import fold
from db.holds import kept_objects, let_go_of_owner
from db.person_rows import PATHS, TABLES, Subject, subject_of
from db.upsert import insert_once

ACCOUNT, IDENTITY, JOB, PICTURE = (TABLES[name] for name in ("account", "identity", "job", "picture"))
LETTER, MERGE, NEWS, NOTICE = (TABLES[name] for name in ("letter", "account_merge", "platform_update", "notice"))
PURGING, PREFIX, REQUEST, RECORD = (TABLES[name] for name in ("purging", "erased_prefix", "rights_request", "billing_record"))

REFERENCE, PART, REPORT = (TABLES[name] for name in ("reference", "export_part", "report"))
SERIES, DOCUMENT = TABLES["document_series"], TABLES["billing_document"]

LATE = timedelta(days=2)
"""For so long something that was on its way when a person left may still arrive (PRV-36)."""

FORGETTING = "document series"
"""What is being purged while receipts are forgotten; nobody's reference."""

STILL_SAID = ("rights", "erased")
"""Letters that go out although the account is locked."""

FOLDED = (
    *("wallet", "hold", "lot", "posting", "hold_lot", "ledger_txn", "command_log"),
    *("payment_order", "payment", "refund", "dispute", "inbox", "billing_document"),
)
"""The books: added up without the person."""

OUTLIVE = (
    *("rights_request", "rights_step", "rights_count", "rights_event", "rights_deadline"),
    *("staff_access", "legal_hold", "held_record", "report"),
)
"""What proves that a request was answered stays, without the person (PRV-86)."""

DELETED = (
    # Those that are found through other rows go before these.
    "chat_message",
    "platform_chat",
    "mail_news",
    "job_reference",
    "export_part",
    "rights_words",
    "request_mail",
    "inactivity_notice",
    "picture",
    "job",
    "reference",
    "posted_message",
    "sent_file",
    "question",
    "letter",
    "request_log",
    "notice",
    "one_time_link",
    "web_session",
    "web_visit",
    "consent_event",
    "voucher_use",
    "credit_grant",
    "policy_notice",
    "refused_prompt",
    "link_offer",
    "account_merge",
)
"""Whole rows, in this order; chats and the account itself go last."""

COUNTS: Mapping[Counted, tuple[str, Callable[[], tuple[ColumnElement[bool], ...]]]] = {
    Counted.PROMPTS: ("job", lambda: (JOB.c.prompt != "",)),
    Counted.PICTURES: ("picture", lambda: (PICTURE.c.state == "stored",)),
    Counted.REFERENCES: ("reference", tuple),
    Counted.CHATS: ("identity", tuple),
    Counted.LETTERS: ("letter", tuple),
    Counted.BROWSERS: ("web_session", tuple),
    Counted.COPIES: ("export_part", tuple),
    Counted.BOOKINGS: ("posting", tuple),
    Counted.PAYMENTS: ("payment", tuple),
}


class SqlErasures:
    """Implements `core.rights.storage.Erasures`."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id

    def silence(self, account_id: str, now: datetime) -> None:
        """See `Erasures.silence`."""
        asked = PICTURE.c.account_id == account_id, PICTURE.c.state == "asked"
        ended = {"state": "cancelled", "owner": None, "lease_until": None, "finished_at": now}
        self._connection.execute(update(PICTURE).where(*asked).values(ended))
        due = JOB.c.account_id == account_id, JOB.c.delivery == "due"
        self._connection.execute(update(JOB).where(*due).values(delivery="kept", delivery_due_at=None))
        self._connection.execute(delete(NOTICE).where(NOTICE.c.account_id == account_id, NOTICE.c.state == "due"))
        unsaid = LETTER.c.account_id == account_id, LETTER.c.state == "due", LETTER.c.template.not_in(STILL_SAID)
        self._connection.execute(delete(LETTER).where(*unsaid))
        self._connection.execute(delete(TABLES["question"]).where(TABLES["question"].c.account_id == account_id))

    def prefixes(self, account_id: str) -> list[str]:
        """The folders of the object store in which everything of this person lies."""
        who = subject_of(self._connection, account_id)
        return list(self._connection.execute(select(ACCOUNT.c.storage_prefix).where(ACCOUNT.c.id.in_(who.accounts))).scalars())

    def accounts(self, account_id: str) -> list[str]:
        """The account, and those that were merged into it."""
        return list(subject_of(self._connection, account_id).accounts)

    def everybody(self) -> list[str]:
        """The ids of all accounts."""
        return list(self._connection.execute(select(ACCOUNT.c.id)).scalars())

    def left_since(self, moment: datetime) -> int:
        """How many deletions have been completed since then."""
        left = REQUEST.c.kind == "erase", REQUEST.c.state == "done", REQUEST.c.ended_at >= moment
        return int(self._connection.execute(select(func.count()).select_from(REQUEST).where(*left)).scalar_one())

    def keys_elsewhere(self, account_id: str) -> list[str]:
        """See `Erasures.keys_elsewhere`."""
        who = subject_of(self._connection, account_id)
        folders = tuple(f"{prefix}/" for prefix in self.prefixes(account_id))
        keys = set(self._connection.execute(_keys(lambda table: PATHS[table.name](who))).scalars())
        return sorted(key for key in keys - kept_objects(self._connection) if not key.startswith(folders))

    def others_in(self, prefix: str) -> set[str]:
        """See `Erasures.others_in`."""
        owners = select(ACCOUNT.c.id).where(ACCOUNT.c.storage_prefix == prefix)
        owner = self._connection.execute(owners).scalar_one_or_none()
        mine = subject_of(self._connection, owner).accounts if owner else ()
        dialect = self._connection.dialect.name
        there = _keys(lambda table: and_(_in_folder(table.c.object_key, prefix, dialect), table.c.account_id.not_in(mine)))
        held = {key for key in kept_objects(self._connection) if key.startswith(f"{prefix}/")}
        return held.union(self._connection.execute(there).scalars())

    def tally(self, account_id: str) -> list[Count]:
        """What is held about the person, as a preview and the receipt count it; nothing is changed."""
        who = subject_of(self._connection, account_id)
        return [Count(what, _fate(what), self._number(table, who, *more())) for what, (table, more) in COUNTS.items()]

    def settled(self, account_id: str) -> bool:
        """See `Erasures.settled`."""
        who = subject_of(self._connection, account_id)
        open_ = PATHS["account_merge"](who), MERGE.c.sealed == literal_column("0")
        return self._connection.execute(select(MERGE.c.id).where(*open_).limit(1)).first() is None

    def purge(self, account_id: str, ref: str, now: datetime, keep_until: datetime) -> Purged:
        """See `Erasures.purge`."""
        who = subject_of(self._connection, account_id)
        self._connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id.in_(who.accounts)).with_for_update())
        self._connection.execute(insert(PURGING).values(ref=ref))
        self._forget_news(who)
        for prefix in self.prefixes(account_id):
            insert_once(self._connection, PREFIX, {"prefix": prefix, "until": now + LATE})
        other = self._delete_rows(who)
        folded = fold(self._connection, who, now, keep_until, self._new_id)
        self._demand_nothing(who)
        self._leave_requests(who)
        self._delete("identity", who)
        self._delete_account(who)
        self._connection.execute(delete(PURGING).where(PURGING.c.ref == ref))
        return Purged(other, folded.bookings, folded.payments, folded.credits)

    def late_prefixes(self, now: datetime) -> list[str]:
        """Folders of people who have left in which something may still arrive."""
        return list(self._connection.execute(select(PREFIX.c.prefix).where(PREFIX.c.until > now)).scalars())

    def forget_prefixes(self, now: datetime) -> int:
        """Drop those whose time is over; how many."""
        return self._connection.execute(delete(PREFIX).where(PREFIX.c.until <= now)).rowcount

    def forget_payments(self, now: datetime) -> int:
        """Drop archived payments that no law wants any more, and receipts by whole series, so that no number is missing; how many
        (PRV-53)."""
        gone = self._connection.execute(delete(RECORD).where(RECORD.c.keep_until <= now)).rowcount
        return gone + self._forget_documents(now)

    def _forget_documents(self, now: datetime) -> int:
        """The guards let a series go only where somebody says that something is being purged."""
        over = self._connection.execute(select(SERIES.c.code).where(SERIES.c.keep_until <= now)).scalars().all()
        if not over:
            return 0
        self._connection.execute(insert(PURGING).values(ref=FORGETTING))
        gone = self._connection.execute(delete(DOCUMENT).where(DOCUMENT.c.series.in_(over))).rowcount
        self._connection.execute(delete(SERIES).where(SERIES.c.code.in_(over)))
        self._connection.execute(delete(PURGING).where(PURGING.c.ref == FORGETTING))
        return gone

    def _number(self, table: str, who: Subject, *more: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(TABLES[table]).where(PATHS[table](who), *more)
        return int(self._connection.execute(counted).scalar_one())

    def _forget_news(self, who: Subject) -> None:
        """What a platform brought from the person's own chats; of what was worked on, only the number stays, to know a repeat by."""
        own = IDENTITY.c.account_id.in_(who.accounts), IDENTITY.c.platform == NEWS.c.platform
        # Presses are told apart by the message that has the button: its number stands behind the chat.
        begins = func.substr(NEWS.c.chat, 1, func.length(IDENTITY.c.uid) + 1) == IDENTITY.c.uid + "/"
        called = or_(NEWS.c.chat == IDENTITY.c.uid, begins)
        mine = exists().where(*own, called)
        self._connection.execute(delete(NEWS).where(mine, NEWS.c.state != "done"))
        self._connection.execute(update(NEWS).where(mine).values(chat="", album=None))

    def _delete_rows(self, who: Subject) -> int:
        return sum(self._delete(table, who) for table in DELETED)

    def _delete(self, table: str, who: Subject) -> int:
        return self._connection.execute(delete(TABLES[table]).where(PATHS[table](who))).rowcount

    def _leave_requests(self, who: Subject) -> None:
        nobodys = {"account_id": None, "address": None, "code_hash": None, "code_until": None}
        self._connection.execute(update(REQUEST).where(REQUEST.c.account_id.in_(who.accounts)).values(nobodys))
        # What somebody said about a child is kept until that is answered, without whoever said it.
        answered = select(REQUEST.c.ref).where(REQUEST.c.state.in_(ENDED))
        self._connection.execute(delete(REPORT).where(REPORT.c.account_id.in_(who.accounts), REPORT.c.ref.in_(answered)))
        for table in (TABLES["staff_access"], REPORT):
            self._connection.execute(update(table).where(table.c.account_id.in_(who.accounts)).values(account_id=None))
        let_go_of_owner(self._connection, who.accounts)

    def _demand_nothing(self, who: Subject) -> None:
        """Look once more, by the very paths of the data map, while it is still known whose everything was. Raises `Unpurged`."""
        for table in PATHS.keys() - {*OUTLIVE, "identity", "account"}:
            if self._number(table, who):
                raise Unpurged(table)

    def _delete_account(self, who: Subject) -> None:
        """Last of all. Raises `Unpurged` if a row still names it."""
        try:
            self._delete("account", who)
        except IntegrityError:
            raise Unpurged("account") from None


def _in_folder(key: Column[Any], prefix: str, dialect: str) -> ColumnElement[bool]:
    """Whether an object lies there. SQLite finds that by the index of the keys if it is asked with GLOB, for which our keys have no sign of
    its own; LIKE ignores case there, and would read every picture there is. PostgreSQL sorts as its locale does, so no range is safe."""
    return key.op("GLOB")(f"{prefix}/*") if dialect == "sqlite" else key.startswith(f"{prefix}/", autoescape=True)


def _keys(which: Callable[[Table], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """The objects of these rows."""
    return union_all(*(select(table.c.object_key).where(which(table)) for table in (PICTURE, REFERENCE, PART)))


def _fate(what: Counted) -> Fate:
    return {Counted.BOOKINGS: Fate.ANONYMISED, Counted.PAYMENTS: Fate.KEPT}.get(what, Fate.DELETED)
