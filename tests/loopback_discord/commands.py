"""Application commands: the bulk overwrite, what it costs, and who may use what where (platforms.md §A1, §A3, §A14)."""

from collections import Counter
from datetime import date

from tests.clock import MovableClock
from tests.loopback_discord import limits, refusals
from tests.loopback_discord.clock import Snowflakes
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.places import Places
from tests.loopback_discord.refusals import Json

GLOBAL = ""
_GIVEN = ("name", "description", "options", "name_localizations", "description_localizations", "nsfw")


class Commands:
    """The commands of the application, global ones and those of single guilds."""

    def __init__(self, clock: MovableClock, ids: Snowflakes, places: Places) -> None:
        self._clock, self._ids, self._places = clock, ids, places
        self._registered: dict[str, list[Json]] = {}
        #: How many commands were created, by day and scope (a guild's id or GLOBAL); 200 a day are allowed.
        self.creates: Counter[tuple[date, str]] = Counter()

    @property
    def names(self) -> list[str]:
        """The names of the global commands."""
        return [command["name"] for command in self._registered.get(GLOBAL, [])]

    def creates_today(self, scope: str = GLOBAL) -> int:
        return self.creates[self._clock.now().date(), scope]

    async def get_global(self, call: Exchange) -> list[Json]:
        self._own(call)
        return self._registered.get(GLOBAL, [])

    async def put_global(self, call: Exchange) -> list[Json]:
        self._own(call)
        return self._overwrite(GLOBAL, call.body or [])

    async def get_guild(self, call: Exchange) -> list[Json]:
        if not self._places.guilds[self._guild(call)].commands_scope:
            raise refusals.missing_access()
        return self._registered.get(self._guild(call), [])

    async def put_guild(self, call: Exchange) -> list[Json]:
        return self._overwrite(self._guild(call), call.body or [])

    def offered(self, name: str, kind: int, guild_id: str | None, context: int, installed_by: frozenset[str]) -> Json | None:
        """The command that a person would see under this name here."""
        installs = {0} if installed_by == {"guild"} else {1} if installed_by == {"user"} else {0, 1}
        candidates = self._registered.get(guild_id or GLOBAL, []) + self._registered.get(GLOBAL, [])
        for command in candidates:
            if command["name"] == name and command["type"] == kind:
                fits_here = command["contexts"] is None or context in command["contexts"]
                if "guild_id" in command or (fits_here and installs & set(command["integration_types"])):
                    return command
        return None

    def _own(self, call: Exchange) -> None:
        if call.parts["application_id"] != self._places.bot.id:
            raise refusals.missing_access()

    def _guild(self, call: Exchange) -> str:
        self._own(call)
        guild = self._places.guilds.get(call.parts["guild_id"])
        if guild is None or not guild.has_bot or not guild.commands_scope:
            raise refusals.missing_access()
        return guild.id

    def _overwrite(self, scope: str, wanted: list[Json]) -> list[Json]:
        limits.check_commands(wanted)
        known = {(command["type"], command["name"]): command for command in self._registered.get(scope, [])}
        new = [command for command in wanted if (command.get("type", 1), command["name"]) not in known]
        if self.creates_today(scope) + len(new) > limits.MOST_CREATES_A_DAY:
            raise refusals.too_many_creates(limits.MOST_CREATES_A_DAY)
        self.creates[self._clock.now().date(), scope] += len(new)
        self._registered[scope] = [self._kept(scope, command, known.get((command.get("type", 1), command["name"]))) for command in wanted]
        return self._registered[scope]

    def _kept(self, scope: str, wanted: Json, old: Json | None) -> Json:
        body: Json = {
            "id": old["id"] if old else self._ids.new(),
            "application_id": self._places.bot.id,
            "type": wanted.get("type", 1),
            "description": "",
            "default_member_permissions": _as_answered(wanted.get("default_member_permissions")),
            "dm_permission": True,
            "contexts": wanted.get("contexts"),
            "integration_types": wanted.get("integration_types") or [0],
            "nsfw": False,
        }
        body |= {key: wanted[key] for key in _GIVEN if wanted.get(key) is not None}
        if scope:
            body["guild_id"] = scope
        unchanged = old is not None and {key: value for key, value in old.items() if key != "version"} == body
        return body | {"version": old["version"] if old and unchanged else self._ids.new()}


def _as_answered(permissions: int | str | None) -> str | None:
    """A number when it is asked for, and digits in the answer."""
    return None if permissions is None else str(permissions)
