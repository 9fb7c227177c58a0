"""Links that work once. Whoever uses one up does so in a conditional UPDATE: of two at the same moment one finds it unused."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from core.access import LinkKind, OneTimeLink
from core.caller import Address
from db.prepared import Prepared, adding
from db.tables import METADATA

LINK = METADATA.tables["one_time_link"]
STOP = LinkKind.STOP.value

_THIS = LINK.alias("this")
_WORKS = LINK.c.used_at.is_(None), LINK.c.expires_at > bindparam("now")

ADD = adding(LINK)
BY_HASH = Prepared(select(LINK).where(LINK.c.token_hash == bindparam("token")))
USE = Prepared(update(LINK).where(LINK.c.id == bindparam("link"), *_WORKS).values(used_at=bindparam("now")))
SAY_WHO = Prepared(
    update(LINK).where(LINK.c.id == bindparam("link"), LINK.c.account_id.is_(None), *_WORKS).values(account_id=bindparam("account"))
)
# Of changes that follow one another, taking the first back takes the later ones back too. Or else whoever holds the addresses in between
# could put one of those back in its turn.
USE_LATER = Prepared(
    update(LINK)
    .where(
        LINK.c.kind == STOP,
        LINK.c.used_at.is_(None),
        LINK.c.account_id == select(_THIS.c.account_id).where(_THIS.c.id == bindparam("link"), _THIS.c.kind == STOP).scalar_subquery(),
        LINK.c.created_at > select(_THIS.c.created_at).where(_THIS.c.id == bindparam("link")).scalar_subquery(),
    )
    .values(used_at=bindparam("now"))
)
LAST_STOP = Prepared(
    select(LINK.c.expires_at)
    .where(LINK.c.account_id == bindparam("account"), LINK.c.kind == STOP, *_WORKS)
    .order_by(LINK.c.expires_at.desc())
    .limit(1)
)
DROP_ALL = Prepared(delete(LINK).where(LINK.c.account_id == bindparam("account"), LINK.c.used_at.is_(None), LINK.c.kind != STOP))


class SqlOneTimeLinks:
    """Implements `core.storage.access.OneTimeLinks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: OneTimeLink) -> None:
        """Remember a link that is about to be given out."""
        ADD.run(self._connection, **{**asdict(link), "kind": link.kind.value, "merge_id": None})

    def get(self, token_hash: str) -> OneTimeLink | None:
        """The link behind a token, used or not."""
        row = BY_HASH.row(self._connection, token=token_hash)
        return _link(row) if row else None

    def use(self, link_id: str, now: datetime) -> bool:
        """Use it up; false if it was used or has expired. One that takes a change of address back uses up those of later changes too."""
        used = bool(USE.run(self._connection, link=link_id, now=now))
        if used:
            USE_LATER.run(self._connection, link=link_id, now=now)
        return used

    def say_who(self, link_id: str, account_id: str, now: datetime) -> bool:
        """Who comes in where nobody was named yet; false if somebody was, or it was used or has expired."""
        return bool(SAY_WHO.run(self._connection, link=link_id, account=account_id, now=now))

    def back_until(self, account_id: str, now: datetime) -> datetime | None:
        """Until when a change of this account's address can be taken back; `None` if there is none to take back."""
        row = LAST_STOP.row(self._connection, account=account_id, now=now)
        return row.expires_at if row else None

    def drop_all(self, account_id: str) -> None:
        """None of a person's open links works any more, those that take a change of address back excepted."""
        DROP_ALL.run(self._connection, account=account_id)


def _link(row: Any) -> OneTimeLink:
    fields = row._asdict()
    del fields["merge_id"]
    origin = Address(**row.origin) if row.origin else None
    return OneTimeLink(**{**fields, "kind": LinkKind(row.kind), "origin": origin})
