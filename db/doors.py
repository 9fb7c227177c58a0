"""Chats of platforms that are closed to us, or have another name now."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from db.prepared import Prepared
from db.tables import METADATA
from db.upsert import putting

DOOR = METADATA.tables["platform_chat"]
MOST_MOVES = 8
"""So many are followed. A group moves once in its life (when it becomes a supergroup), and `moved` makes no circles."""

_OF = (DOOR.c.platform == bindparam("on"), DOOR.c.chat == bindparam("of"))

SHUT = putting(DOOR, "shut", "changed_at")
MOVED = putting(DOOR, "moved_to", "changed_at")
OPENED = Prepared(update(DOOR).where(*_OF).values(shut=False))
STAYS = Prepared(update(DOOR).where(*_OF).values(moved_to=None))
GET = Prepared(select(DOOR.c.shut, DOOR.c.moved_to).where(*_OF))


class SqlDoors:
    """Implements `core.storage.platforms.Doors`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shut(self, platform: str, chat: str, now: datetime) -> None:
        """We may not write there any more."""
        SHUT.run(self._connection, platform=platform, chat=chat, shut=True, moved_to=None, changed_at=now)

    def opened(self, platform: str, chat: str) -> None:
        """We may write there (again)."""
        OPENED.run(self._connection, on=platform, of=chat)

    def is_shut(self, platform: str, chat: str) -> bool:
        """Whether it was shut."""
        door = GET.row(self._connection, on=platform, of=chat)
        return door is not None and bool(door.shut)

    def moved(self, platform: str, chat: str, to: str, now: datetime) -> None:
        """The chat is called `to` from now on, whatever that name led to before."""
        MOVED.run(self._connection, platform=platform, chat=chat, shut=False, moved_to=to, changed_at=now)
        STAYS.run(self._connection, on=platform, of=to)

    def now_called(self, platform: str, chat: str) -> str:
        """The present name of a chat: its own, unless it has moved."""
        for _ in range(MOST_MOVES):
            door = GET.row(self._connection, on=platform, of=chat)
            if door is None or door.moved_to is None:
                break
            chat = door.moved_to
        return chat
