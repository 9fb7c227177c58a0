"""Releases of the legal texts, and who was told of them on which channel (PRV-59 … PRV-65)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, exists, func, insert, literal_column, or_, select, update

from core.accounts import Identity, Standing
from core.legal.releases import MAIL, Approver, NoticeKind, NoticeState, PolicyNotice, Release
from core.legal.versions import Change, Kind
from core.rights.storage import Reader
from core.self_test.marks import PLATFORM as SELF_TEST
from db.person_rows import subject_of
from db.prepared import Prepared
from db.tables import METADATA
from db.upsert import adding_once, insert_once

TABLES = METADATA.tables
ACCOUNT, IDENTITY, LETTER, OUTBOX, NEWS = (TABLES[name] for name in ("account", "identity", "letter", "notice", "mail_news"))
RELEASE, NOTICE = TABLES["policy_version"], TABLES["policy_notice"]

BOXES = OUTBOX, LETTER
IS_DUE = NOTICE.c.state == literal_column("'due'")
"""Spelt as its index is, so that SQLite finds that."""
TOLD = NOTICE.c.state.in_((NoticeState.SENT, NoticeState.SHOWN))

OF_THE_PROGRAM = exists().where(IDENTITY.c.account_id == ACCOUNT.c.id, IDENTITY.c.platform == SELF_TEST)
"""An account of the self-test is nobody's."""

LATER = RELEASE.alias("later")


def _announced(release: Any) -> tuple[ColumnElement[bool], ...]:
    return release.c.before.is_not(None), release.c.change == literal_column("'material'")


_TOLD_OR_ABOUT_TO_BE = (
    NOTICE.c.account_id == bindparam("account"),
    NOTICE.c.version == RELEASE.c.id,
    *(NOTICE.c.kind == literal_column("'change'"), NOTICE.c.state != literal_column("'failed'")),
)
_WAS_THERE = ACCOUNT.c.id == bindparam("account"), or_(RELEASE.c.effective_at.is_(None), ACCOUNT.c.created_at < RELEASE.c.effective_at)

ADD_NOTICE = adding_once(NOTICE)
FIRST = Prepared(
    select(NOTICE.c.version)
    .where(NOTICE.c.account_id == bindparam("account"), NOTICE.c.kind == literal_column("'first'"))
    .limit(literal_column("1"))
)
MISSED = Prepared(
    select(RELEASE).where(
        *_announced(RELEASE),
        ~exists().where(*_announced(LATER), LATER.c.published_at > RELEASE.c.published_at),
        exists().where(*_WAS_THERE),
        ~exists().where(*_TOLD_OR_ABOUT_TO_BE),
    )
)
"""Whoever was told of the newest one knows of those before."""


class SqlPolicies:
    """Implements `core.rights.storage.Policies`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, release: Release) -> bool:
        """See `Policies.add`."""
        if self._connection.execute(select(RELEASE.c.id).where(RELEASE.c.id == release.id)).first() is not None:
            return False
        self._connection.execute(insert(RELEASE).values(asdict(release)))
        return True

    def releases(self) -> list[Release]:
        """All of them, in the order in which they were published."""
        return [_release(row) for row in self._connection.execute(select(RELEASE).order_by(RELEASE.c.published_at, RELEASE.c.id))]

    def untold(self, release: Release, limit: int) -> list[str]:
        """See `Policies.untold`."""
        return list(self._connection.execute(_to_tell(release, ACCOUNT.c.id).order_by(ACCOUNT.c.id).limit(limit)).scalars())

    def readers(self, release: Release, account_ids: Collection[str]) -> list[Reader]:
        """See `Policies.readers`."""
        wanted = _to_tell(release, ACCOUNT).where(ACCOUNT.c.id.in_(account_ids)).order_by(ACCOUNT.c.id)
        rows = self._connection.execute(wanted).all()
        theirs = select(IDENTITY).where(IDENTITY.c.account_id.in_([row.id for row in rows])).order_by(IDENTITY.c.linked_at, IDENTITY.c.uid)
        chats: dict[str, list[Identity]] = {}
        for chat in self._connection.execute(theirs):
            chats.setdefault(chat.account_id, []).append(Identity(**chat._mapping))
        return [Reader(row.id, row.locale, _takes_mail(row), tuple(chats.get(row.id, ()))) for row in rows]

    def note(self, notice: PolicyNotice) -> bool:
        """See `Policies.note`."""
        return insert_once(self._connection, NOTICE, asdict(notice))

    def waiting(self, release: Release) -> int:
        """How many notices of a change are due."""
        return int(self._connection.execute(select(func.count()).select_from(NOTICE).where(*_of_change(release), IS_DUE)).scalar_one())

    def collect(self, now: datetime) -> int:
        """See `Policies.collect`. A message that is in no outbox any more did not reach anybody, as far as we know."""
        sent, waits = (
            or_(*(NOTICE.c.message.in_(select(box.c.id).where(box.c.state == state)) for box in BOXES)) for state in ("sent", "due")
        )
        told = update(NOTICE).where(IS_DUE, sent).values(state=NoticeState.SENT, sent_at=now)
        given_up = update(NOTICE).where(IS_DUE, or_(NOTICE.c.message.is_(None), ~waits)).values(state=NoticeState.FAILED)
        return sum(self._connection.execute(change).rowcount for change in (told, given_up))

    def bounced(self, release: Release) -> int:
        """Write down which mails about a release came back; how many."""
        mailed = *_of_change(release), NOTICE.c.state == NoticeState.SENT, NOTICE.c.channel == MAIL
        back = NOTICE.c.message.in_(select(NEWS.c.letter).where(NEWS.c.kind == "bounced-hard"))
        return self._connection.execute(update(NOTICE).where(*mailed, back).values(state=NoticeState.FAILED)).rowcount

    def reached(self, release: Release) -> tuple[int, int]:
        """How many people were told of a release, and how many could not be."""
        each = select(func.max(case((TOLD, 1), else_=0)).label("told")).where(*_of_change(release)).group_by(NOTICE.c.account_id).subquery()
        row = self._connection.execute(select(func.count(), func.coalesce(func.sum(each.c.told), 0)).select_from(each)).one()
        return int(row[1]), int(row[0]) - int(row[1])

    def complete(self, release: Release) -> bool:
        """See `Policies.complete`."""
        names = "last_notice_at", "effective_at", "reached", "unreached"
        open_ = update(RELEASE).where(RELEASE.c.id == release.id, RELEASE.c.effective_at.is_(None))
        return self._connection.execute(open_.values({name: getattr(release, name) for name in names})).rowcount > 0

    def tally(self, release: Release) -> dict[tuple[str, NoticeState], int]:
        """How many notices of a change there are, by channel and state."""
        counted = select(NOTICE.c.channel, NOTICE.c.state, func.count()).where(*_of_change(release))
        rows = self._connection.execute(counted.group_by(NOTICE.c.channel, NOTICE.c.state))
        return {(channel, NoticeState(state)): number for channel, state, number in rows}

    def of(self, account_id: str) -> list[PolicyNotice]:
        """See `Policies.of`."""
        mine = NOTICE.c.account_id.in_(subject_of(self._connection, account_id).accounts)
        rows = self._connection.execute(select(NOTICE).where(mine).order_by(NOTICE.c.version, NOTICE.c.kind, NOTICE.c.channel))
        return [_notice(row) for row in rows]

    def missed(self, account_id: str) -> Release | None:
        """See `Policies.missed`."""
        row = MISSED.row(self._connection, account=account_id)
        return _release(row) if row else None

    def show(self, account_id: str, version: str, channel: str, now: datetime) -> bool:
        """See `Policies.show`."""
        mine = (
            NOTICE.c.account_id == account_id,
            NOTICE.c.version == version,
            NOTICE.c.kind == NoticeKind.CHANGE,
            NOTICE.c.channel == channel,
        )
        seen = {"state": NoticeState.SHOWN, "shown_at": now}
        if self._connection.execute(update(NOTICE).where(*mine, NOTICE.c.shown_at.is_(None)).values(seen)).rowcount:
            return True
        return self.note(PolicyNotice(account_id, version, NoticeKind.CHANGE, channel, NoticeState.SHOWN, shown_at=now))

    def record_first(self, account_id: str, version: str, channel: str, now: datetime) -> None:
        """See `Policies.record_first`."""
        notice = PolicyNotice(account_id, version, NoticeKind.FIRST, channel, NoticeState.SHOWN, shown_at=now)
        ADD_NOTICE.run(self._connection, **asdict(notice))

    def has_first(self, account_id: str) -> bool:
        """Whether they were."""
        return FIRST.row(self._connection, account=account_id) is not None


def _to_tell(release: Release, *columns: Any) -> Select[Any]:
    """Accounts that were there and are somebody's, are not about to be erased, and of which nothing is written down about the release."""
    known = exists().where(NOTICE.c.account_id == ACCOUNT.c.id, *_of_change(release))
    whose = ACCOUNT.c.merged_into.is_(None), ACCOUNT.c.standing != Standing.LOCKED, ACCOUNT.c.created_at <= release.published_at
    return select(*columns).where(*whose, ~known, ~OF_THE_PROGRAM)


def _takes_mail(row: Row[Any]) -> str | None:
    return row.email if row.mail_stopped_at is None else None


def _of_change(release: Release) -> tuple[ColumnElement[bool], ...]:
    return NOTICE.c.version == release.id, NOTICE.c.kind == NoticeKind.CHANGE


def _release(row: Row[Any]) -> Release:
    fields = row._asdict()
    documents = tuple(Kind(kind) for kind in fields["documents"])
    change, proposed, approver = Change(fields["change"]), Change(fields["proposed"]), Approver(fields["approver"])
    return Release(**{**fields, "documents": documents, "change": change, "proposed": proposed, "approver": approver})


def _notice(row: Row[Any]) -> PolicyNotice:
    fields = row._asdict()
    return PolicyNotice(**{**fields, "kind": NoticeKind(fields["kind"]), "state": NoticeState(fields["state"])})
