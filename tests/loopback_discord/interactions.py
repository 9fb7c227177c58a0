"""Interactions: the clock of 3 seconds and 15 minutes, the answers an app may give, and the messages behind a token (platforms.md §A4)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.clock import MovableClock
from tests.loopback_discord import limits, refusals
from tests.loopback_discord.clock import Snowflakes
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.messages import Message, Messages, Shape
from tests.loopback_discord.misbehaviour import Misbehaviour
from tests.loopback_discord.places import PEOPLES, USUAL, Account, Channel, Guild, Places
from tests.loopback_discord.refusals import Json

if TYPE_CHECKING:
    from tests.loopback_discord.people import Person

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9

TO_ANSWER = timedelta(seconds=3)
TOKEN_LIFETIME = timedelta(minutes=15)
MOST_FOLLOW_UPS_OUTSIDE = 5

_CONTEXTS = {"guild": 0, "bot_dm": 1, "private_channel": 2}


@dataclass(frozen=True)
class Response:
    """The first answer to an interaction."""

    type: int
    flags: int
    #: Seconds on Discord's clock between the interaction and this answer.
    elapsed: float
    at: datetime

    @property
    def deferred(self) -> bool:
        return self.type in (DEFERRED_MESSAGE, DEFERRED_UPDATE)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & limits.EPHEMERAL)


@dataclass(frozen=True)
class Origin:
    """Where an interaction comes from and by which installation."""

    person: "Person"
    channel: Channel
    context: str
    installed_by: frozenset[str]

    def owners(self) -> Json:
        """Who authorized the app: key `0` is the guild (0 in a DM with the bot), key `1` is the user."""
        guild = self.channel.guild.id if self.channel.guild else "0"
        return {key: owner for kind, key, owner in (("guild", "0", guild), ("user", "1", self.person.id)) if kind in self.installed_by}

    @property
    def outside(self) -> bool:
        """Only the user installed the app, so the bot itself is not here."""
        return "guild" not in self.installed_by

    @property
    def file_limit(self) -> int:
        return max(self.channel.file_limit, self.person.file_limit)

    @property
    def forced_ephemeral(self) -> bool:
        """The guild took away USE_EXTERNAL_APPS, so what was meant for all only the invoker sees."""
        return self.outside and self.channel.guild is not None and not self.channel.guild.external_apps


@dataclass(eq=False, repr=False)
class Interaction:
    """One interaction and everything that came of it."""

    id: str
    token: str
    kind: int
    origin: Origin
    data: Json
    created_at: datetime
    source: Message | None = None
    cause: "Interaction | None" = None
    response: Response | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    #: An answer is being taken; a second one has lost already.
    claimed: bool = False
    #: What was answered with an error, for the tests to look at.
    refused: list[refusals.Refusal] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Interaction {self.id} type {self.kind} by {self.origin.person.name}: {self.response}>"

    @property
    def message_type(self) -> int:
        if self.kind == COMPONENT:
            return 19
        return 23 if self.data.get("type") in (2, 3) else 20

    def metadata(self) -> Json:
        """`interaction_metadata` of a message that came of it."""
        body: Json = {
            "id": self.id,
            "type": self.kind,
            "user": self.origin.person.payload(),
            "authorizing_integration_owners": self.origin.owners(),
        }
        if self.kind == COMPONENT and self.source:
            body["interacted_message_id"] = self.source.id
        if self.kind == MODAL_SUBMIT and self.cause:
            body["triggering_interaction_metadata"] = self.cause.metadata()
        if self.kind == COMMAND and "target_id" in self.data:
            body["target_message_id"] = self.data["target_id"]
        return body

    def payload(self, application_id: str, entitlements: list[Json]) -> Json:
        """The event INTERACTION_CREATE."""
        origin, channel = self.origin, self.origin.channel
        body: Json = {
            "id": self.id,
            "application_id": application_id,
            "type": self.kind,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel_id": channel.id,
            "channel": channel.in_interaction(PEOPLES),
            "app_permissions": str(USUAL if origin.outside else channel.allowed),
            "locale": origin.person.locale,
            "entitlements": entitlements,
            "entitlement_sku_ids": [one["sku_id"] for one in entitlements],
            "authorizing_integration_owners": origin.owners(),
            "context": _CONTEXTS[origin.context],
            "attachment_size_limit": origin.file_limit,
        }
        if self.source is not None:
            body["message"] = self.source.payload()
        return body | self._who()

    def _who(self) -> Json:
        guild = self.origin.channel.guild
        if guild is None:
            return {"user": self.origin.person.payload()}
        member = guild.member(self.origin.person, PEOPLES)
        return {"member": member, "guild_id": guild.id, "guild": guild.partial(), "guild_locale": guild.locale}


class Interactions:
    """Makes interactions, delivers them, and serves the callback and the webhook behind the token."""

    def __init__(
        self,
        clock: MovableClock,
        ids: Snowflakes,
        places: Places,
        messages: Messages,
        misbehaviour: Misbehaviour,
        deliver: Callable[[Json, Channel], Awaitable[bool]],
        entitled: Callable[[Account, Guild | None], list[Json]],
    ) -> None:
        self._clock, self._ids, self._places, self._messages = clock, ids, places, messages
        self._misbehaviour, self._deliver, self._entitled = misbehaviour, deliver, entitled
        self._by_id: dict[str, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    @property
    def all(self) -> list[Interaction]:
        """Every interaction so far, oldest first."""
        return list(self._by_id.values())

    async def start(
        self, kind: int, origin: Origin, data: Json, source: Message | None = None, cause: Interaction | None = None
    ) -> tuple[Interaction, bool]:
        """A new interaction, and whether some session of the bot could take it."""
        made = self._ids.new()
        interaction = Interaction(made, f"loopback-interaction-token-{made}", kind, origin, data, self._clock.now(), source, cause)
        self._by_id[made] = self._by_token[interaction.token] = interaction
        return interaction, await self.send(interaction)

    async def send(self, interaction: Interaction) -> bool:
        """Deliver it, twice if Discord has a bad day; also for a test that wants it delivered once more."""
        channel = interaction.origin.channel
        payload = interaction.payload(self._places.bot.id, self._entitled(interaction.origin.person, channel.guild))
        taken = await self._deliver(payload, channel)
        if self._misbehaviour.duplicate_interactions:
            await self._deliver(payload, channel)
        return taken

    # The callback -------------------------------------------------------------------------------------------------

    async def callback(self, call: Exchange) -> Json | None:
        interaction = self._by_id.get(call.parts["interaction_id"])
        if interaction is None or interaction.token != call.parts["token"]:
            raise refusals.unknown_interaction()
        try:
            return await self._answered(interaction, call)
        except refusals.Refusal as refusal:
            interaction.refused.append(refusal)
            raise

    async def _answered(self, interaction: Interaction, call: Exchange) -> Json | None:
        now = self._clock.now()
        if interaction.claimed:
            raise refusals.already_acknowledged()
        if now - interaction.created_at > TO_ANSWER:
            raise refusals.unknown_interaction()
        kind, data = (call.body or {}).get("type"), (call.body or {}).get("data") or {}
        if kind not in _ANSWERS[interaction.kind] or (kind == UPDATE and interaction.source is None):
            raise refusals.wrong("type", code="INTERACTION_RESPONSE_TYPE", message="This type cannot answer this interaction.")
        interaction.claimed = True
        try:
            message = await self._take(interaction, kind, data, call)
        except refusals.Refusal:
            interaction.claimed = False
            raise
        flags = message.flags if message is not None and kind in (MESSAGE, DEFERRED_MESSAGE) else int(data.get("flags") or 0)
        interaction.response = Response(kind, flags, (now - interaction.created_at).total_seconds(), now)
        return _callback_answer(interaction, kind, message) if call.query.get("with_response") in ("1", "true") else None

    async def _take(self, interaction: Interaction, kind: int, data: Json, call: Exchange) -> Message | None:
        if kind in (MESSAGE, DEFERRED_MESSAGE):
            interaction.original = await self._first_message(interaction, kind, data, call)
        elif kind == UPDATE:
            interaction.original = await self._edited(interaction, _source(interaction), data, call)
        elif kind == DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif kind == CHOICES:
            interaction.choices = _checked_choices(interaction, data.get("choices") or [])
        elif kind == MODAL:
            limits.check_modal(data)
            interaction.modal = data
        return interaction.original

    async def _first_message(self, interaction: Interaction, kind: int, data: Json, call: Exchange) -> Message:
        flags = int(data.get("flags") or 0)
        if kind == DEFERRED_MESSAGE:
            if flags & ~limits.EPHEMERAL:
                raise refusals.wrong("data", "flags", code="INVALID_FLAGS", message="Only EPHEMERAL can be set when deferring.")
            reader = self._reader(interaction, flags)
            shape = Shape(flags=limits.LOADING | (limits.EPHEMERAL if reader else 0))
            return await self._messages.post(self._made(interaction, shape, reader))
        return await self._new(interaction, data, call)

    # The webhook behind the token -----------------------------------------------------------------------------------

    async def follow_up(self, call: Exchange) -> Json:
        interaction = self._by(call)
        original = interaction.original
        if original is not None and original.loading and not original.deleted:
            # The first follow-up of a deferred answer becomes the answer, whatever its flags say.
            return (await self._edited(interaction, original, call.body or {}, call)).payload()
        if interaction.origin.outside and len(interaction.followups) >= MOST_FOLLOW_UPS_OUTSIDE:
            raise refusals.follow_ups_used_up()
        message = await self._new(interaction, call.body or {}, call)
        interaction.followups.append(message)
        return message.payload()

    async def get(self, call: Exchange) -> Json:
        return self._message(call).payload()

    async def edit(self, call: Exchange) -> Json:
        return (await self._edited(self._by(call), self._message(call), call.body or {}, call)).payload()

    async def delete(self, call: Exchange) -> None:
        await self._messages.remove(self._message(call))

    def _by(self, call: Exchange) -> Interaction:
        """The interaction of this token, answered and not older than 15 minutes; 10015 and 50027 otherwise."""
        interaction = self._by_token.get(call.parts["token"])
        if interaction is None or call.parts["application_id"] != self._places.bot.id or interaction.response is None:
            raise refusals.unknown_webhook()
        if self._clock.now() - interaction.created_at > TOKEN_LIFETIME:
            raise refusals.token_expired()
        return interaction

    def _message(self, call: Exchange) -> Message:
        interaction = self._by(call)
        wanted = call.parts.get("message_id", "@original")
        candidates = [interaction.original] if wanted == "@original" else [interaction.original, *interaction.followups]
        for message in candidates:
            if message is not None and not message.deleted and wanted in ("@original", message.id):
                return message
        raise refusals.unknown_message()

    # Writing --------------------------------------------------------------------------------------------------------

    def _reader(self, interaction: Interaction, flags: int) -> Account | None:
        hidden = flags & limits.EPHEMERAL or interaction.origin.forced_ephemeral
        return interaction.origin.person if hidden else None

    def _made(self, interaction: Interaction, shape: Shape, reader: Account | None) -> Message:
        made = self._messages.made(interaction.origin.channel, self._places.bot, shape, only_for=reader, interaction=interaction)
        if interaction.source is not None:
            made.reply_to = {"type": 0, "channel_id": interaction.source.channel.id, "message_id": interaction.source.id}
        return made

    async def _new(self, interaction: Interaction, data: Json, call: Exchange) -> Message:
        reader = self._reader(interaction, int(data.get("flags") or 0))
        origin = interaction.origin
        empty = Shape(flags=limits.EPHEMERAL if reader else 0)
        shape = self._messages.shaped(empty, data, call.uploads, origin.channel, size_limit=origin.file_limit, ephemeral=reader is not None)
        return await self._messages.post(self._made(interaction, shape, reader))

    async def _edited(self, interaction: Interaction, message: Message, data: Json, call: Exchange) -> Message:
        origin = interaction.origin
        shape = self._messages.shaped(
            message.shape, data, call.uploads, message.channel, size_limit=origin.file_limit, ephemeral=message.ephemeral
        )
        return await self._messages.rewrite(message, shape)


_ANSWERS: dict[int, frozenset[int]] = {
    COMMAND: frozenset({MESSAGE, DEFERRED_MESSAGE, MODAL}),
    COMPONENT: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL}),
    AUTOCOMPLETE: frozenset({CHOICES}),
    MODAL_SUBMIT: frozenset({MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE}),
}


def _source(interaction: Interaction) -> Message:
    if interaction.source is None:
        raise refusals.unknown_message()
    return interaction.source


def _checked_choices(interaction: Interaction, choices: list[Json]) -> list[Json]:
    limits.check_choices(choices, focused_option(interaction.data["options"])["type"])
    return choices


def focused_option(options: list[Json]) -> Json:
    """The option that the person is typing, also inside a subcommand."""
    for option in options:
        if option.get("focused"):
            return option
        if inner := option.get("options"):
            return focused_option(inner)
    raise LookupError("no option has the focus")


def _callback_answer(interaction: Interaction, kind: int, message: Message | None) -> Json:
    about: dict[str, Any] = {"id": interaction.id, "type": interaction.kind, "channel_id": interaction.origin.channel.id}
    if interaction.origin.channel.guild:
        about["guild_id"] = interaction.origin.channel.guild.id
    if message is not None:
        about |= {
            "response_message_id": message.id,
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
    resource = {"resource": {"type": kind, "message": message.payload()}} if message is not None and kind in (MESSAGE, UPDATE) else {}
    return {"interaction": about} | resource
