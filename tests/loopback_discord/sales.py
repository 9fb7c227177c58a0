"""What Discord sells for the application: its SKUs, who bought what, and the events, lists and calls about that (platforms.md A11)."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.clock import MovableClock
from tests.loopback_discord import refusals
from tests.loopback_discord.clock import Snowflakes, timestamp
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.places import Account, Guild
from tests.loopback_discord.refusals import Json

DURABLE, CONSUMABLE, SUBSCRIPTION = 2, 3, 5
PURCHASE, DEVELOPER_GIFT, TEST_MODE, FREE, USER_GIFT, APPLICATION_SUBSCRIPTION = 1, 3, 4, 5, 6, 8
AVAILABLE = 1 << 2
MOST = 100
_ASKED = {"user_id", "sku_ids", "before", "after", "limit", "guild_id", "exclude_ended", "exclude_deleted"}


@dataclass(eq=False)
class Sku:
    """Something for sale."""

    id: str
    name: str
    kind: int
    application_id: str

    def payload(self) -> Json:
        slug = self.name.lower().replace(" ", "-")
        return {
            "id": self.id,
            "type": self.kind,
            "application_id": self.application_id,
            "name": self.name,
            "slug": slug,
            "flags": AVAILABLE,
            "dependent_sku_id": None,
            "access_type": 1,
            "features": [],
            "release_date": None,
            "premium": False,
            "show_age_gate": False,
        }


@dataclass(eq=False)
class Entitlement:
    """That a person or a server has something. `test`: made with the API, to try subscriptions."""

    id: str
    sku: Sku
    kind: int
    application_id: str
    owner: Account | None
    guild: Guild | None
    bought_at: datetime
    test: bool = False
    consumed: bool = False
    deleted: bool = False
    ends_at: datetime | None = None

    def payload(self) -> Json:
        """One-time purchases have neither beginning nor end."""
        body: Json = {
            "id": self.id,
            "sku_id": self.sku.id,
            "application_id": self.application_id,
            "user_id": self.owner.id if self.owner else "0",
            "type": self.kind,
            "deleted": self.deleted,
            "starts_at": None,
            "ends_at": timestamp(self.ends_at) if self.ends_at else None,
            "gift_code_flags": 0,
            "promotion_id": None,
        }
        consumable: Json = {"consumed": self.consumed} if self.sku.kind == CONSUMABLE else {}
        return body | consumable | ({"guild_id": self.guild.id} if self.guild else {})


class Sales:
    """The store. `telling`: events are sent. `showing`: interactions carry what their person has."""

    def __init__(
        self, clock: MovableClock, ids: Snowflakes, application_id: str, dispatch: Callable[[str, Json], Awaitable[object]]
    ) -> None:
        self._clock, self._ids, self._application_id, self._dispatch = clock, ids, application_id, dispatch
        self._skus: dict[str, Sku] = {}
        self._entitlements: dict[str, Entitlement] = {}
        self.telling = True
        self.showing = True
        #: The team that owns the application; nothing can be sold without one.
        self.team: Json | None = {"id": ids.new(), "name": "Painters", "icon": None, "owner_user_id": ids.new(), "members": []}

    # What people and Discord do --------------------------------------------------------------------------------------

    def offer(self, name: str, kind: int = CONSUMABLE, *, application_id: str = "") -> Sku:
        """Something new for sale, by default of this application."""
        sku = Sku(self._ids.new(), name, kind, application_id or self._application_id)
        self._skus[sku.id] = sku
        return sku

    def can_buy(self, person: Account, sku_id: str) -> bool:
        """Whether the button works for this person: nothing can be bought again before it is used."""
        sku = self._skus.get(sku_id)
        own = [one for one in self._entitlements.values() if one.owner is person and one.sku is sku and not one.deleted]
        return sku is not None and not any(one.kind == PURCHASE and not one.consumed for one in own)

    async def buy(self, person: Account | None, sku: Sku, kind: int = PURCHASE, *, guild: Guild | None = None) -> Entitlement:
        """A purchase, through a button or in the store."""
        made = Entitlement(self._ids.new(), sku, kind, sku.application_id, person, guild, self._clock.now())
        self._entitlements[made.id] = made
        await self.tell("CREATE", made)
        return made

    async def take_back(self, bought: Entitlement) -> None:
        """A refund, or a removal by Discord's own people."""
        bought.deleted = True
        await self.tell("DELETE", bought)

    async def tell(self, what: str, about: Entitlement, **other: object) -> None:
        """The event CREATE, UPDATE or DELETE; `other` are fields as they were when it was written."""
        if self.telling:
            await self._dispatch(f"ENTITLEMENT_{what}", about.payload() | other)

    def bought(self, sku_id: str) -> Sku:
        return self._skus[sku_id]

    def shown_to(self, person: Account, guild: Guild | None) -> list[Json]:
        """What an interaction says that its person and its server have."""
        if not self.showing:
            return []
        there = [one for one in self._entitlements.values() if not one.deleted]
        return [one.payload() for one in there if one.owner is person or (guild is not None and one.guild is guild)]

    # The API ---------------------------------------------------------------------------------------------------------

    async def skus(self, call: Exchange) -> list[Json]:
        self._ours(call)
        return [sku.payload() for sku in self._skus.values() if sku.application_id == self._application_id]

    async def list(self, call: Exchange) -> list[Json]:
        """The newest first; with `after` the ones that follow, the oldest first."""
        self._ours(call)
        if unknown := set(call.query) - _ASKED:
            raise refusals.wrong(sorted(unknown)[0], code="UNKNOWN_PARAMETER", message="This parameter is not known.")
        limit = int(call.query.get("limit", MOST))
        if not 1 <= limit <= MOST:
            raise refusals.wrong("limit", code="NUMBER_TYPE_MAX", message=f"int value should be from 1 to {MOST}.")
        found = sorted(self._wanted(call.query), key=lambda one: int(one.id), reverse="after" not in call.query)
        return [one.payload() for one in found[:limit]]

    def _wanted(self, query: dict[str, str]) -> Iterator[Entitlement]:
        skus = query["sku_ids"].split(",") if "sku_ids" in query else None
        for one in self._entitlements.values():
            fits = (
                one.application_id == self._application_id,
                skus is None or one.sku.id in skus,
                query.get("user_id") in (None, one.owner and one.owner.id),
                query.get("guild_id") in (None, one.guild and one.guild.id),
                int(query.get("after", 0)) < int(one.id) < int(query.get("before", 1 << 63)),
                not (one.deleted and _said(query, "exclude_deleted", usually=True)),
                not (one.ends_at and one.ends_at <= self._clock.now() and _said(query, "exclude_ended", usually=False)),
            )
            if all(fits):
                yield one

    async def get(self, call: Exchange) -> Json:
        return self._named(call).payload()

    async def consume(self, call: Exchange) -> None:
        """Once, and only what can be used up."""
        one = self._named(call)
        if one.sku.kind != CONSUMABLE or one.deleted:
            raise refusals.unknown_entitlement()
        if one.consumed:
            raise refusals.already_consumed()
        one.consumed = True
        await self.tell("UPDATE", one)

    async def create(self, call: Exchange) -> Json:
        """A test entitlement: not a purchase, though it looks much like one."""
        self._ours(call)
        body: dict[str, Any] = call.body or {}
        sku = self._skus.get(str(body.get("sku_id")))
        if sku is None:
            raise refusals.unknown_sku()
        made = Entitlement(self._ids.new(), sku, APPLICATION_SUBSCRIPTION, self._application_id, None, None, self._clock.now(), test=True)
        made.owner = Account(str(body["owner_id"]), "tester")
        self._entitlements[made.id] = made
        await self.tell("CREATE", made)
        return made.payload()

    async def delete(self, call: Exchange) -> None:
        """Only of test entitlements: there is no way to refund a purchase."""
        one = self._named(call)
        if not one.test:
            raise refusals.unknown_entitlement()
        await self.take_back(one)

    def _ours(self, call: Exchange) -> None:
        if call.parts["application_id"] != self._application_id:
            raise refusals.missing_access()

    def _named(self, call: Exchange) -> Entitlement:
        self._ours(call)
        one = self._entitlements.get(call.parts["entitlement_id"])
        if one is None or one.application_id != self._application_id:
            raise refusals.unknown_entitlement()
        return one


def _said(query: dict[str, str], name: str, *, usually: bool) -> bool:
    return query[name] in ("1", "true") if name in query else usually
