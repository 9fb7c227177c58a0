"""What was answered to each request of a platform."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, select

from core import reply_codec
from core.reply import Reply
from core.wallet import KeyReused
from db.prepared import Prepared, adding
from db.tables import METADATA
from db.turns import take_turns

REQUEST = METADATA.tables["request_log"]

ADD = adding(REQUEST)
EARLIER = Prepared(
    select(REQUEST.c.fingerprint, REQUEST.c.reply).where(REQUEST.c.platform == bindparam("platform"), REQUEST.c.key == bindparam("key"))
)
NTH = Prepared(
    select(REQUEST.c.created_at)
    .where(REQUEST.c.account_id == bindparam("account"), REQUEST.c.created_at >= bindparam("since"))
    .limit(literal_column("1"))
    .offset(bindparam("before"))
)


class SqlRequests:
    """Implements `core.storage.platforms.Requests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def answer(self, platform: str, key: str, fingerprint: str) -> Reply | None:
        """The earlier answer to this key, if any. Raises `KeyReused` if the content differs.

        Two deliveries of one request at the same time take turns here, so that the second finds the answer of the first.
        """
        take_turns(self._connection, f"request {platform} {key}")
        row = EARLIER.row(self._connection, platform=platform, key=key)
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise KeyReused(f"{platform} request")
        return reply_codec.from_json(row.reply)

    def answered(self, account_id: str, number: int, *, since: datetime) -> bool:
        """See `Requests.answered`. Reads no more than so many entries of an index."""
        return NTH.row(self._connection, account=account_id, since=since, before=number - 1) is not None

    def remember(self, platform: str, key: str, fingerprint: str, reply: Reply, account_id: str, now: datetime) -> None:
        """Keep the answer for a replay."""
        ADD.run(
            self._connection,
            platform=platform,
            key=key,
            fingerprint=fingerprint,
            reply=reply_codec.to_json(reply),
            account_id=account_id,
            merge_id=None,
            created_at=now,
        )
