"""Messages: what they hold, how a request writes and rewrites them, and the endpoints of channels."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.clock import MovableClock
from tests.loopback_discord import limits, refusals
from tests.loopback_discord.cdn import Cdn, StoredFile, Upload, foreign_media, stored_name
from tests.loopback_discord.clock import Snowflakes, timestamp
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.places import ATTACH_FILES, DM, MANAGE_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES, Account, Channel, Places
from tests.loopback_discord.refusals import Json

if TYPE_CHECKING:
    from tests.loopback_discord.interactions import Interaction
    from tests.loopback_discord.people import Call, Person

#: Where an event of this kind is told: name, data, channel.
Tell = Callable[[str, Json, Channel], Awaitable[None]]

#: Flags that a request may set when it makes a message, and when it edits one.
_SETTABLE = limits.SUPPRESS_EMBEDS | limits.SUPPRESS_NOTIFICATIONS | limits.COMPONENTS_V2
_NONCE_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True)
class Shape:
    """What a message shows at one time."""

    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    files: tuple[StoredFile, ...] = ()
    flags: int = 0
    pings: tuple[str, ...] = ()

    @property
    def v2(self) -> bool:
        return bool(self.flags & limits.COMPONENTS_V2)

    @property
    def text(self) -> str:
        """Every line that people read: content, embeds, text displays."""
        shown = [each["content"] for each in limits.walk(list(self.components)) if each["type"] == limits.TEXT_DISPLAY]
        embedded = [str(embed[key]) for embed in self.embeds for key in ("title", "description") if embed.get(key)]
        return "\n".join(part for part in (self.content, *embedded, *shown) if part)


@dataclass(frozen=True)
class Version:
    """A shape and since when it was so."""

    at: datetime
    shape: Shape


@dataclass(eq=False, repr=False)
class Message:
    """A message, with everything it has been."""

    id: str
    channel: Channel
    author: Account
    cdn: Cdn
    shape: Shape
    created_at: datetime
    edited_at: datetime | None = None
    only_for: Account | None = None
    interaction: "Interaction | None" = None
    reply_to: Json | None = None
    deleted: bool = False
    history: list[Version] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history.append(Version(self.created_at, self.shape))

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.text[:60]!r} buttons {self.labels} files {self.files} flags {self.flags}>"

    @property
    def text(self) -> str:
        """Every line that people read in it now."""
        return self.shape.text

    @property
    def files(self) -> list[StoredFile]:
        return list(self.shape.files)

    @property
    def flags(self) -> int:
        return self.shape.flags

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    @property
    def loading(self) -> bool:
        """It says only that the app is thinking."""
        return bool(self.flags & limits.LOADING)

    @property
    def edits(self) -> list[Version]:
        """Every later version, with the time it was made."""
        return self.history[1:]

    @property
    def buttons(self) -> list[Json]:
        return [each for each in limits.walk(list(self.shape.components)) if each["type"] == limits.BUTTON]

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons, or their emoji where there is no label. What Discord sells has neither."""
        return [button.get("label") or button["emoji"]["name"] for button in self.buttons if not button.get("sku_id")]

    @property
    def skus(self) -> list[str]:
        """What Discord sells below it."""
        return [button["sku_id"] for button in self.buttons if button.get("sku_id")]

    @property
    def selects(self) -> list[Json]:
        return [each for each in limits.walk(list(self.shape.components)) if each["type"] in limits.SELECTS]

    def button(self, what: str) -> Json:
        """The button with this custom_id, or else with this label."""
        by_id = [button for button in self.buttons if button.get("custom_id") == what]
        by_label = [button for button in self.buttons if what in (button.get("label"), (button.get("emoji") or {}).get("name"))]
        if not (by_id or by_label):
            raise LookupError(f"no button {what!r} among {self.labels}")
        return (by_id or by_label)[0]

    def visible_to(self, account: Account) -> bool:
        """Whether this account can read it; one that was deleted nobody can."""
        return not self.deleted and self.channel.has(account) and self.only_for in (None, account)

    async def press(self, what: str, *, by: "Person", within: float = 3.2) -> "Call":
        """`by` presses the button with this label or custom_id."""
        return await by.press(self, what, within=within)

    async def choose(self, custom_id: str, values: list[str], *, by: "Person", within: float = 3.2) -> "Call":
        """`by` picks these values in a select menu."""
        return await by.choose(self, custom_id, values, within=within)

    def become(self, shape: Shape, at: datetime, *, edited: bool) -> None:
        self.shape = shape
        self.edited_at = at if edited else self.edited_at
        self.history.append(Version(at, shape))

    def payload(self) -> Json:
        """The message object of the API."""
        shape = self.shape
        body: Json = {
            "id": self.id,
            "type": self._kind(),
            "channel_id": self.channel.id,
            "author": self.author.payload(),
            "content": shape.content,
            "embeds": [_answered_embed(embed, self._media) for embed in shape.embeds],
            "attachments": [self.cdn.attachment(file) for file in self.unreferenced()],
            "components": [_answered(component, self._media) for component in shape.components],
            "flags": shape.flags,
            "mentions": [account.payload() for account in self.mentioned()],
            "mention_roles": [],
            "mention_everyone": "everyone" in shape.pings,
            "pinned": False,
            "tts": False,
            "timestamp": timestamp(self.created_at),
            "edited_timestamp": timestamp(self.edited_at) if self.edited_at else None,
        }
        if self.reply_to:
            body["message_reference"] = self.reply_to
        return body | self._origin()

    def mentioned(self) -> list[Account]:
        """The people whom the text notifies."""
        members = self.channel.guild.members if self.channel.guild else self.channel.recipients
        return [account for account in members if account.id in self.shape.pings]

    def unreferenced(self) -> list[StoredFile]:
        """The files that no component and no embed shows; in a V2 message nobody sees them."""
        shown = {str(media.get("url")) for each in limits.walk(list(self.shape.components)) for media in limits.media_of(each)}
        shown |= {str(part.get("url")) for embed in self.shape.embeds for part in (embed.get("image"), embed.get("thumbnail")) if part}
        return [file for file in self.shape.files if f"attachment://{file.filename}" not in shown]

    def file_at(self, url: str) -> StoredFile | None:
        """The file of this message (or another one of this Discord) that an address in it means."""
        name = url.removeprefix("attachment://")
        return next((file for file in self.shape.files if file.filename == name), None) or self.cdn.own(url)

    def _media(self, media: Json) -> Json:
        stored = self.file_at(str(media["url"]))
        return self.cdn.media(stored) if stored else foreign_media(self.id, str(media["url"]))

    def _kind(self) -> int:
        if self.interaction is None:
            return 19 if self.reply_to else 0
        return self.interaction.message_type if self is self.interaction.original else 19

    def _origin(self) -> Json:
        if self.interaction is None:
            return {}
        app = self.author.id
        body: Json = {"application_id": app, "webhook_id": app, "interaction_metadata": self.interaction.metadata()}
        if self.interaction.original is not None and self is not self.interaction.original:
            body["message_reference"] = {"type": 0, "channel_id": self.channel.id, "message_id": self.interaction.original.id}
        return body


def _answered(component: Json, media: Callable[[Json], Json]) -> Json:
    """A component as the API gives it back: every optional field filled, media resolved."""
    body = {key: value for key, value in component.items() if value is not None}
    if "components" in body:
        body["components"] = [_answered(inner, media) for inner in body["components"]]
    if "accessory" in body:
        body["accessory"] = _answered(body["accessory"], media)
    kind = body["type"]
    if kind == limits.MEDIA_GALLERY:
        body["items"] = [{"description": None, "spoiler": False} | item | {"media": media(item["media"])} for item in body["items"]]
    elif kind == limits.THUMBNAIL:
        body = {"description": None, "spoiler": False} | body | {"media": media(body["media"])}
    elif kind == limits.FILE:
        unfurled = media(body["file"])
        body = {"spoiler": False, "name": body["file"]["url"].removeprefix("attachment://"), "size": 0} | body | {"file": unfurled}
    elif kind == limits.SEPARATOR:
        body = {"spacing": 1, "divider": True} | body
    elif kind == limits.CONTAINER:
        body = {"accent_color": None, "spoiler": False} | body
    elif kind in limits.SELECTS:
        body = {"min_values": 1, "max_values": 1} | body
    return body


def _answered_embed(embed: Json, media: Callable[[Json], Json]) -> Json:
    body: Json = {"type": "rich"} | embed
    for key in ("image", "thumbnail"):
        if body.get(key):
            body[key] = {
                part: value for part, value in media(body[key]).items() if part in ("url", "proxy_url", "width", "height") and value
            }
    return body


class Messages:
    """Writes messages from requests, and serves the endpoints of channels."""

    def __init__(self, clock: MovableClock, ids: Snowflakes, cdn: Cdn, places: Places, tell: Tell) -> None:
        self._clock, self._ids, self._cdn, self._places, self._tell = clock, ids, cdn, places, tell
        self._nonces: dict[tuple[str, str], Message] = {}

    # Writing -----------------------------------------------------------------------------------------------------

    def shaped(self, old: Shape, body: Json, uploads: dict[int, Upload], channel: Channel, *, size_limit: int, ephemeral: bool) -> Shape:
        """`old` after this request; a refusal when it breaks a limit. Fields that the request leaves out stay."""
        if any(len(upload.data) > size_limit for upload in uploads.values()):
            raise refusals.too_large()
        flags = (old.flags & ~limits.LOADING) | ((body.get("flags") or 0) & _SETTABLE)
        content = (body["content"] or "") if "content" in body else old.content
        embeds = (body["embeds"] or []) if "embeds" in body else list(old.embeds)
        components = (body["components"] or []) if "components" in body else list(old.components)
        kept, added = _sorted_files(old, body, uploads)
        names = [file.filename for file in kept] + [stored_name(upload.filename) for upload, _ in added]
        limits.check_message(content=content, embeds=embeds, components=_named(components), flags=flags, files=names)
        stored = [self._cdn.put(upload, channel.id, ephemeral=ephemeral, description=alt) for upload, alt in added]
        for gone in set(old.files) - set(kept):
            self._cdn.remove(gone)
        shape = Shape(content, tuple(embeds), tuple(numbered(_named(components))), (*kept, *stored), flags)
        return replace(shape, pings=_pings(shape.text, body.get("allowed_mentions")))

    async def post(self, message: Message) -> Message:
        """Put it into its channel and tell those who listen."""
        message.channel.messages.append(message)
        await self._announce("MESSAGE_CREATE", message)
        return message

    async def rewrite(self, message: Message, shape: Shape) -> Message:
        """Give it another shape; the first text in place of `thinking…` is not an edit in the reader's eyes."""
        message.become(shape, self._clock.now(), edited=not message.loading)
        await self._announce("MESSAGE_UPDATE", message)
        return message

    async def remove(self, message: Message) -> None:
        """Delete it together with its files."""
        message.deleted = True
        for file in message.files:
            self._cdn.remove(file)
        if not message.ephemeral:
            await self._tell("MESSAGE_DELETE", {"id": message.id, "channel_id": message.channel.id} | _of_guild(message), message.channel)

    def made(self, channel: Channel, author: Account, shape: Shape, **more: Any) -> Message:
        """A new message that is not yet anywhere."""
        return Message(self._ids.new(), channel, author, self._cdn, shape, self._clock.now(), **more)

    async def _announce(self, event: str, message: Message) -> None:
        if not message.ephemeral:
            await self._tell(event, message.payload() | _of_guild(message), message.channel)

    # Endpoints ---------------------------------------------------------------------------------------------------

    async def create(self, call: Exchange) -> Json:
        needed = [SEND_MESSAGES] + ([ATTACH_FILES] if call.uploads else [])
        channel = self._places.open_to_bot(call.parts["channel_id"], *needed)
        if channel.kind == DM and not self._places.reachable_in_dm(channel):
            raise refusals.cannot_dm()
        body = call.body or {}
        known = self._nonces.get((channel.id, str(body.get("nonce"))))
        if known and body.get("enforce_nonce") and self._clock.now() - known.created_at < _NONCE_LIFETIME:
            return known.payload()
        shape = self.shaped(Shape(), body, call.uploads, channel, size_limit=channel.file_limit, ephemeral=False)
        message = await self.post(self.made(channel, self._places.bot, shape, reply_to=_reference(body)))
        nonce = {"nonce": body["nonce"]} if body.get("nonce") is not None else {}
        self._nonces[channel.id, str(body.get("nonce"))] = message
        return message.payload() | nonce

    async def list(self, call: Exchange) -> list[Json]:
        channel = self._places.open_to_bot(call.parts["channel_id"])
        if not channel.allowed & READ_MESSAGE_HISTORY:
            return []
        most = int(call.query.get("limit", "50"))
        shown = [message for message in channel.visible_to(None) if not message.ephemeral]
        return [message.payload() for message in reversed(shown[-most:])]

    async def get(self, call: Exchange) -> Json:
        return self._public(call, READ_MESSAGE_HISTORY).payload()

    async def edit(self, call: Exchange) -> Json:
        message = self._public(call)
        if message.author is not self._places.bot:
            raise refusals.not_the_author()
        _awake(message.channel)
        channel = message.channel
        shape = self.shaped(message.shape, call.body or {}, call.uploads, channel, size_limit=channel.file_limit, ephemeral=False)
        return (await self.rewrite(message, shape)).payload()

    async def delete(self, call: Exchange) -> None:
        message = self._public(call)
        if message.author is not self._places.bot and not message.channel.allowed & MANAGE_MESSAGES:
            raise refusals.missing_permissions()
        _awake(message.channel)
        await self.remove(message)

    def _public(self, call: Exchange, *needed: int) -> Message:
        """The message by its id; an ephemeral one is not there for the bot token (platforms.md §A5)."""
        channel = self._places.open_to_bot(call.parts["channel_id"], *needed)
        for message in channel.messages:
            if message.id == call.parts["message_id"] and not message.deleted and not message.ephemeral:
                return message
        raise refusals.unknown_message()


def _awake(channel: Channel) -> None:
    """In a thread that sleeps nothing is changed and nothing deleted."""
    if channel.archived:
        raise refusals.thread_archived()


def _reference(body: Json) -> Json | None:
    """The message that this one answers, as the API gives it back."""
    given = body.get("message_reference")
    return {"type": 0} | {key: str(given[key]) for key in ("channel_id", "message_id", "guild_id") if key in given} if given else None


def _of_guild(message: Message) -> Json:
    return {"guild_id": message.channel.guild.id} if message.channel.guild else {}


def _sorted_files(old: Shape, body: Json, uploads: dict[int, Upload]) -> tuple[list[StoredFile], list[tuple[Upload, str | None]]]:
    """Which files stay and which come. A list of attachments replaces the set; without one every file stays (platforms.md §A6)."""
    listed = {str(entry["id"]): entry for entry in body.get("attachments") or []}
    kept = [file for file in old.files if "attachments" not in body or file.id in listed]
    added = []
    for number, upload in sorted(uploads.items()):
        entry = listed.get(str(number), {})
        added.append((replace(upload, filename=entry.get("filename") or upload.filename), entry.get("description")))
    for file in kept:
        file.description = listed.get(file.id, {}).get("description", file.description)
    return kept, added


def _named(components: list[Json]) -> list[Json]:
    """The components with `attachment://` names as Discord stores file names."""
    return [_renamed(component) for component in components]


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if isinstance(value, dict):
        return {key: _renamed(each) for key, each in value.items()}
    if isinstance(value, str) and value.startswith("attachment://"):
        return "attachment://" + stored_name(value.removeprefix("attachment://"))
    return value


def numbered(components: list[Json]) -> list[Json]:
    """Every component with an `id`; those without one get the next free number."""
    used = {component["id"] for component in limits.walk(components) if component.get("id")}
    free = (number for number in range(1, 1000) if number not in used)

    def number(component: Json) -> Json:
        body = component | {"id": component.get("id") or next(free)}
        if "components" in body:
            body["components"] = [number(inner) for inner in body["components"] or []]
        for key in ("accessory", "component"):
            if body.get(key):
                body[key] = number(body[key])
        return body

    return [number(component) for component in components]


def _pings(text: str, allowed: Json | None) -> tuple[str, ...]:
    """Who is notified by this text: ids, and `everyone`."""
    named = re.findall(r"<@!?(\d+)>", text)
    everyone = ["everyone"] if re.search(r"@(everyone|here)\b", text) else []
    if allowed is None:
        return (*named, *everyone)
    kinds = allowed.get("parse") or []
    listed = set(map(str, allowed.get("users") or []))
    people = [user for user in named if "users" in kinds or user in listed]
    return (*people, *(everyone if "everyone" in kinds else []))
