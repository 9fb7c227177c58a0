"""What the owners of servers decided."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from core.communities import Community
from db.prepared import Prepared, adding, setting
from db.tables import METADATA
from db.tables.platforms import CommunityRow

COMMUNITY = METADATA.tables["community"]

_RULES = ("channels", "roles", "private", "spoiler", "daily_cap", "locale")
_SAME = (COMMUNITY.c.platform == bindparam("on"), COMMUNITY.c.id == bindparam("of"))

ADD = adding(COMMUNITY)
CHANGE = Prepared(COMMUNITY.update().where(*_SAME).values(setting(*_RULES, "changed_at")))
GET = Prepared(select(COMMUNITY).where(*_SAME))
ALL = Prepared(select(COMMUNITY).where(COMMUNITY.c.platform == bindparam("on")))


class SqlCommunities:
    """Implements `core.storage.platforms.Communities`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, platform: str, id: str) -> Community:
        """The rules of one; the usual ones if its owners decided nothing."""
        row = GET.row(self._connection, on=platform, of=id)
        return Community(platform, id) if row is None else _community(row)

    def save(self, community: Community, now: datetime) -> None:
        """Store its rules."""
        rules = {name: getattr(community, name) for name in _RULES} | {"changed_at": now}
        if not CHANGE.run(self._connection, on=community.platform, of=community.id, **rules):
            ADD.run(self._connection, platform=community.platform, id=community.id, **rules)

    def all(self, platform: str) -> list[Community]:
        """Every one whose owners decided something."""
        return [_community(row) for row in ALL.rows(self._connection, on=platform)]


def _community(row: CommunityRow) -> Community:
    return Community(row.platform, row.id, tuple(row.channels), tuple(row.roles), row.private, row.spoiler, row.daily_cap, row.locale)
