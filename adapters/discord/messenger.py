"""Posts by stored address, with the ladder for tokens that are dead or refused (platforms.md A4, F4–F7)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import aiohttp
import discord

from adapters.discord.cards import Card, Shown, view_of
from adapters.discord.files import Files
from adapters.discord.front import Front
from adapters.discord.places import Place, place_of
from core.ambient import Ambient
from core.caller import Address
from core.ports import Posted, StoreUnavailable, TryLater, Unreachable
from core.reply import Reply
from core.text import Catalogue, Text, text

BETWEEN_EDITS = 3.0
PREVIEW_NAME = "preview.jpg"
ORIGINAL = cast(int, "@original")  # Discord takes the word in place of a number; the library has no type for it
NONCE_LENGTH = 25
AUTOMOD = frozenset({200000, 200001})
MOST_REMEMBERED = 2000

Sent = TypeVar("Sent")

log = logging.getLogger(__name__)


class DiscordMessenger:
    """Port `Messenger` for Discord. A finished job first goes where it was asked for, then wherever its person can be reached."""

    def __init__(self, front: Front, catalogue: Catalogue, files: Files, ambient: Ambient) -> None:
        self._front = front
        self._catalogue = catalogue
        self._files = files
        self._ambient = ambient
        self._edited: dict[str, float] = {}

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Posted | None:
        """See `Messenger.deliver`."""
        self._edited.pop(key, None)
        place = place_of(address)
        card = await self.card(reply, locale, place, public=not address.private)
        message = await self._by_token(address, card)
        if message is None and place.open:
            message = await self._in_channel(place, card, key)
        message = message or await self._in_dm(place, replace(card, public=False), key)
        if message is None:
            raise Unreachable
        return posted(message, erasable=place.open)

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`. No more often than every three seconds; what comes in between is overtaken anyway."""
        now = self._ambient.elapsed()
        if not address.grant or now - self._edited.get(key, 0.0) < BETWEEN_EDITS:
            return
        self._remember(key, now)
        shown = (Shown(preview, PREVIEW_NAME),) if preview else ()
        try:
            card = Card(reply, locale, public=not address.private, shown=shown, ready=self._ready(reply))
            await self.agreeably(card, lambda one: self._edit(address, one, keep_files=not shown))
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError, TryLater):
            log.info("progress not shown", extra={"job": key})

    async def card(self, reply: Reply, locale: str, place: Place, *, public: bool) -> Card:
        """The card of a reply with its files. Raises `TryLater` while the store is away."""
        try:
            fetched = await self._files.of(reply.pictures, reply.documents, place.limit)
            links = await self._files.links(reply.documents)
        except StoreUnavailable:
            raise TryLater from None
        more: tuple[Text, ...] = (text("discord-reduced"),) if fetched.reduced else ()
        return Card(reply, locale, public, fetched.shown, links, self._ready(reply), more)

    def _ready(self, reply: Reply) -> datetime | None:
        """When the picture should be there: Discord counts down by itself."""
        seconds = reply.progress.seconds if reply.progress else None
        return None if seconds is None else self._ambient.now() + timedelta(seconds=seconds)

    async def _by_token(self, address: Address, card: Card) -> discord.Message | None:
        """Edit the message that the interaction's token still reaches."""
        return await self._taken(lambda one: self._edit(address, one), card) if address.grant else None

    async def _edit(self, address: Address, card: Card, *, keep_files: bool = False) -> discord.Message:
        client = self._client()
        webhook = discord.Webhook.partial(client.application_id or 0, address.grant, client=client)
        files: dict[str, Any] = {} if keep_files else {"attachments": card.files()}
        return await webhook.edit_message(ORIGINAL, view=view_of(card, self._catalogue), **files)

    async def _in_channel(self, place: Place, card: Card, key: str) -> discord.Message | None:
        channel = self._client().get_partial_messageable(place.channel)
        return await self._taken(lambda one: self._send(channel, one, key), card)

    async def _in_dm(self, place: Place, card: Card, key: str) -> discord.Message | None:
        async def send(one: Card) -> discord.Message:
            return await self._send(await self._client().create_dm(discord.Object(place.user)), one, key)

        return await self._taken(send, card)

    async def _send(self, channel: discord.abc.Messageable, card: Card, key: str) -> discord.Message:
        """A new message. The nonce keeps a repeat within some minutes from being a second one."""
        return await channel.send(view=view_of(card, self._catalogue), files=card.files(), nonce=key[-NONCE_LENGTH:])

    async def _taken(self, send: Callable[[Card], Awaitable[discord.Message]], card: Card) -> discord.Message | None:
        """The message, or `None` if this way is closed for good. Raises `TryLater` while Discord itself is in trouble."""
        try:
            return await self.agreeably(card, send)
        except discord.HTTPException as error:
            log.info("discord would not take a message", extra={"status": error.status, "code": error.code})
            if error.status >= 500:
                raise TryLater from None
            return None
        except (aiohttp.ClientError, TimeoutError):
            raise TryLater from None

    async def agreeably(self, card: Card, send: Callable[[Card], Awaitable[Sent]]) -> Sent:
        """Send; if the server's AutoMod objects to the prompt, send once more without it (platforms.md F7)."""
        try:
            return await send(card)
        except discord.HTTPException as error:
            if error.status != 400 or error.code not in AUTOMOD:
                raise
            return await send(card.without_prompt())
        except discord.RateLimited:
            raise TryLater from None

    async def fetch(self, url: str, limit: int) -> bytes:
        """A file that a person attached. Raises `discord.HTTPException` for one that is gone or larger than it said."""
        data = await self._client().http.get_from_cdn(url)
        if len(data) > limit:
            raise ValueError("larger than declared")
        return data

    def _client(self) -> discord.Client:
        """The client of this moment. Raises `TryLater` while there is none that Discord knows."""
        if not self._front.here.is_set():
            raise TryLater
        return self._front.client

    def _remember(self, key: str, now: float) -> None:
        self._edited[key] = now
        while len(self._edited) > MOST_REMEMBERED:
            self._edited.pop(next(iter(self._edited)))


def posted(message: discord.Message, *, erasable: bool) -> Posted:
    """Where a message stands. What only one person sees cannot be taken back later, nor what the bot has no access to."""
    return Posted(str(message.channel.id), str(message.id), erasable and not message.flags.ephemeral)


async def quietly(doing: Awaitable[object]) -> None:
    """Something that is only kind to do: trouble with it is nobody's trouble."""
    try:
        await doing
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError):
        log.info("left undone")
