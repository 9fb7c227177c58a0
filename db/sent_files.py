"""A platform's own names for pictures that it has already."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql

from db.job_rows import PICTURE
from db.prepared import Prepared
from db.queue import is_word
from db.tables import METADATA

FILE = METADATA.tables["sent_file"]

_FORGET = delete(FILE).where(FILE.c.object_key == bindparam("of"))


def _remember() -> postgresql.Insert:
    """A picture may be removed while it is on its way to the platform: then its name comes too late to be kept."""
    removed = select(PICTURE.c.id).where(PICTURE.c.object_key == bindparam("object_key"), is_word(PICTURE.c.state, "removed"))
    row = select(*(bindparam(column.name, type_=column.type) for column in FILE.c)).where(~removed.exists())
    insert = postgresql.insert(FILE).from_select(FILE.c.keys(), row)
    return insert.on_conflict_do_update(index_elements=FILE.primary_key, set_={name: insert.excluded[name] for name in ("name", "at")})


REMEMBER = Prepared(_remember())
FORGET = Prepared(_FORGET.where(FILE.c.platform == bindparam("on")))
FORGET_EVERYWHERE = Prepared(_FORGET)


class SqlSentFiles:
    """Implements `core.storage.platforms.SentFiles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(self, platform: str, object_key: str, name: str, account_id: str, now: datetime) -> None:
        """The platform knows the picture by this name; a newer name replaces an older one. Nothing is kept of a removed picture."""
        REMEMBER.run(self._connection, platform=platform, object_key=object_key, name=name, account_id=account_id, merge_id=None, at=now)

    def names(self, platform: str, object_keys: Sequence[str]) -> dict[str, str]:
        """Names by object key, of those that the platform has."""
        known = select(FILE.c.object_key, FILE.c.name).where(FILE.c.object_key.in_(object_keys), FILE.c.platform == platform)
        return {row.object_key: row.name for row in self._connection.execute(known)}

    def forget(self, platform: str, object_key: str) -> None:
        """The platform does not have it after all."""
        FORGET.run(self._connection, on=platform, of=object_key)


def forget_everywhere(connection: Connection, object_key: str) -> None:
    """The picture is removed: no platform's name for it may bring it back."""
    FORGET_EVERYWHERE.run(connection, of=object_key)
