"""Posts by stored address, with the ladder for tokens that are dead or refused (platforms.md A4, F4–F7)."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import aiohttp
import discord

from adapters.discord.cards import Card, view_of
from adapters.discord.front import Front, waited
from adapters.discord.grants import Grants
from adapters.discord.places import DEFAULT_LIMIT, Place, place_of
from core.ambient import Ambient
from core.caller import Address
from core.ports import Posted, StoreUnavailable, TakenBack, TryLater, Unreachable
from core.reply import Reply
from core.shown import Files, Shown
from core.text import Catalogue, Text, text

BETWEEN_EDITS = 3.0
LOGIN_SECONDS = 5.0
PROGRESS_SECONDS = 10.0
DELIVERY_SECONDS = 60.0
CLOSED_SECONDS = 24 * 3600.0
TAKE_BACK_SECONDS = 20.0
OUT_SECONDS = 600.0
PREVIEW_NAME = "preview.jpg"
ORIGINAL = cast(int, "@original")  # Discord takes the word in place of a number; the library has no type for it
NONCE_LENGTH = 25
LOOK_BACK = 100
AUTOMOD = frozenset({200000, 200001})
CLOSED = frozenset({10003, 50001, 50007, 50013})  # no such channel, no access, no messages to this person, no permission
OUT = frozenset({10003, 50001})  # no such channel, no access
NO_SUCH_MESSAGE = 10008
ARCHIVED = 50083
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
        # Until when a message rests before its next edit, and a channel or person is left alone; on the clock of `Ambient.elapsed`.
        self._rests: dict[str, float] = {}
        self._closed: dict[str, float] = {}
        self._out: dict[str, float] = {}
        self._grants = Grants(ambient.elapsed)
        self._began = ambient.elapsed()

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """See `Messenger.deliver`."""
        # Progress that is still on its way must not come after the end.
        _note(self._rests, address.grant, math.inf)
        await self._at_first()
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                return await self._delivered(address, reply, key, locale)
        except TimeoutError:
            raise TryLater from None

    async def _delivered(self, address: Address, reply: Reply, key: str, locale: str) -> Sequence[Posted]:
        """By the token; then where it was asked for; then to the person alone. What is private never goes where others read."""
        place = place_of(address)
        if _fits(address, reply):
            message = await self._by_token(address, await self.card(reply, locale, place.limit, public=not address.private))
            if message is not None:
                return [self.posted(message, erasable=place.open, grant=address.grant)]
        # A subscription lifts the limit only for what comes by the token.
        card = await self.card(reply, locale, min(place.limit, DEFAULT_LIMIT), public=True)
        if place.open and not (address.private or reply.private):
            message = await self._in_channel(place, replace(card, to=place.user), key, address.message)
            if message is not None:
                return [self.posted(message, erasable=True)]
        message = await self._in_dm(place, replace(card, public=False), key)
        if message is None:
            raise Unreachable
        return [self.posted(message, erasable=True)]

    def posted(self, message: discord.Message, *, erasable: bool, grant: str = "") -> Posted:
        """Where a message stands. What only one person sees cannot be taken back later, nor, without the token that made it, what the bot
        has no access to."""
        seen = not message.flags.ephemeral
        if grant and seen and not erasable:
            self._grants.keep(str(message.id), grant)
        return Posted(str(message.channel.id), str(message.id), erasable and seen)

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`. No more often than every three seconds; what comes in between is overtaken anyway."""
        now = self._ambient.elapsed()
        if not address.grant or not _fits(address, reply) or now < self._rests.get(address.grant, -math.inf):
            return
        _note(self._rests, address.grant, now + BETWEEN_EDITS)
        shown = (Shown(preview, PREVIEW_NAME),) if preview else ()
        card = Card(reply, locale, public=not address.private, shown=shown, ready=self._ready(reply))
        try:
            async with asyncio.timeout(PROGRESS_SECONDS):
                await self.agreeably(card, lambda one: self._edit(address, one, keep_files=not shown))
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError, TryLater) as error:
            log.info("progress not shown", extra={"job": key, "error": type(error).__name__})
            if isinstance(error, discord.HTTPException) and error.status < 500:
                # Refusals are counted: 10,000 in ten minutes, and Discord shuts this machine out (platforms.md F30).
                _note(self._rests, address.grant, math.inf)

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """See `Messenger.take_back`. One by one, since Discord deletes many together only for two weeks (PRV-38)."""
        await self._at_first()
        try:
            async with asyncio.timeout(TAKE_BACK_SECONDS):
                return await self._taken_back(posted)
        except TimeoutError:
            raise TryLater from None

    async def _taken_back(self, posted: Posted) -> TakenBack:
        """By the token while it lives; then by the bot itself, which may have been let in since."""
        grant = self._grants.of(posted.message)
        if grant is not None and await self._refused(self._webhook(grant).delete_message(int(posted.message))) in (None, NO_SUCH_MESSAGE):
            return TakenBack.GONE
        code = await self._refused_to_bot(posted)
        # A message that only one person sees is not there for the bot, and nothing tells it from one that is deleted.
        if code is None or (code == NO_SUCH_MESSAGE and posted.erasable):
            return TakenBack.GONE
        return TakenBack.NO_ACCESS if posted.erasable else TakenBack.TOKEN_DEAD

    async def _refused_to_bot(self, posted: Posted) -> int | None:
        """Why the bot may not delete it, as Discord's code. A channel that it is not in is left alone for a while (platforms.md F30)."""
        if self._ambient.elapsed() < self._out.get(posted.chat, -math.inf):
            return 0
        http, channel, message = self._client().http, int(posted.chat), int(posted.message)
        code = await self._refused(http.delete_message(channel, message))
        if code == ARCHIVED:
            # A thread in which nobody has written for some days. Opened, it goes to sleep again by itself.
            code = await self._refused(http.edit_channel(channel, archived=False))
            code = await self._refused(http.delete_message(channel, message)) if code is None else code
        if code in OUT:
            _note(self._out, posted.chat, self._ambient.elapsed() + OUT_SECONDS)
        return code

    async def _refused(self, asking: Awaitable[object]) -> int | None:
        """Discord's code for why not; `None` if it was done. Raises `TryLater`."""
        try:
            await asking
        except discord.HTTPException as error:
            if _is_trouble(error):
                raise TryLater from None
            return error.code
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError):
            raise TryLater from None
        return None

    async def card(self, reply: Reply, locale: str, limit: int, *, public: bool) -> Card:
        """The card of a reply with its files, each of at most `limit` bytes. Raises `TryLater` while the store is away."""
        try:
            fetched = await self._files.of(reply.pictures, reply.documents, limit)
            # A picture is shown already, and its original one press away; what is none would not be there at all.
            links = await self._files.links([document for document in reply.documents if document.is_picture])
            others = await self._files.originals([document for document in reply.documents if not document.is_picture], limit)
        except StoreUnavailable:
            raise TryLater from None
        more: tuple[Text, ...] = (text("discord-reduced"),) if fetched.reduced else ()
        if links:  # to pictures
            more = (*more, text("link-ended"))
        return Card(reply, locale, public, fetched.shown, others.files, (*links, *others.links), self._ready(reply), more)

    def _ready(self, reply: Reply) -> datetime | None:
        """When the picture should be there: Discord counts down by itself."""
        seconds = reply.progress.seconds if reply.progress else None
        return None if seconds is None else self._ambient.now() + timedelta(seconds=seconds)

    async def _by_token(self, address: Address, card: Card) -> discord.Message | None:
        """Edit the message that the interaction's token still reaches."""
        return await self._taken(lambda one: self._edit(address, one), card) if address.grant else None

    async def _edit(self, address: Address, card: Card, *, keep_files: bool = False) -> discord.Message:
        files: dict[str, Any] = {} if keep_files else {"attachments": card.uploads()}
        return await self._webhook(address.grant).edit_message(ORIGINAL, view=view_of(card, self._catalogue), **files)

    def _webhook(self, grant: str) -> discord.Webhook:
        client = self._client()
        return discord.Webhook.partial(client.application_id or 0, grant, client=client)

    async def _in_channel(self, place: Place, card: Card, key: str, pressed: str) -> discord.Message | None:
        channel = self._client().get_partial_messageable(place.channel)
        return await self._by_bot(place.channel, lambda one: self._send(channel, one, key, pressed), card)

    async def _in_dm(self, place: Place, card: Card, key: str) -> discord.Message | None:
        async def send(one: Card) -> discord.Message:
            return await self._send(await self._client().create_dm(discord.Object(place.user)), one, key)

        return await self._by_bot(place.user, send, card)

    async def _send(self, channel: discord.abc.Messageable, card: Card, key: str, pressed: str = "") -> discord.Message:
        """A new message, unless it stands already. The nonce keeps a repeat within some minutes from being a second one."""
        standing = await self._standing(channel, key, pressed) if card.shown else None
        if standing is not None:
            return standing
        called = discord.AllowedMentions(users=[discord.Object(card.to)] if card.to else False)
        view = view_of(card, self._catalogue)
        return await channel.send(view=view, files=card.uploads(), nonce=key[-NONCE_LENGTH:], allowed_mentions=called)

    async def _standing(self, channel: discord.abc.Messageable, key: str, pressed: str) -> discord.Message | None:
        """What a process had posted that died before it could write so down: among the latest, or where the button was pressed."""
        own = self._client().user
        try:
            async for message in channel.history(limit=LOOK_BACK):
                if message.author == own and _shows(message, key):
                    return message
            there = await channel.fetch_message(int(pressed)) if pressed else None
        except discord.HTTPException as error:
            if error.status >= 500 or error.status == 429:
                raise
            return None  # it is gone, or we may not read here
        return there if there is not None and _shows(there, key) else None

    async def _by_bot(self, target: int, send: Callable[[Card], Awaitable[discord.Message]], card: Card) -> discord.Message | None:
        """With the bot's own token. A channel or person that is closed to us is left alone for a day (platforms.md F30)."""
        if self._ambient.elapsed() < self._closed.get(str(target), -math.inf):
            return None
        return await self._taken(send, card, str(target))

    async def _taken(self, send: Callable[[Card], Awaitable[discord.Message]], card: Card, target: str = "") -> discord.Message | None:
        """The message, or `None` if this way is closed for good. Raises `TryLater` while Discord itself is in trouble."""
        try:
            return await self.agreeably(card, send)
        except discord.HTTPException as error:
            log.info("discord would not take a message", extra={"status": error.status, "code": error.code})
            if _is_trouble(error):
                raise TryLater from None
            if target and error.code in CLOSED:
                _note(self._closed, target, self._ambient.elapsed() + CLOSED_SECONDS)
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

    async def _at_first(self) -> None:
        """Just after a start the login is under way: waiting for it is shorter than being put off."""
        left = LOGIN_SECONDS - (self._ambient.elapsed() - self._began)
        if left > 0:
            await waited(self._front.here, left)

    def _client(self) -> discord.Client:
        """The client of this moment. Raises `TryLater` while there is none that Discord knows."""
        if not self._front.here.is_set():
            raise TryLater
        return self._front.client


def _shows(message: discord.Message, key: str) -> bool:
    """Whether these are the pictures of this job. A message with a preview has no button with the job's key."""
    parts = [part for outer in message.components for part in getattr(outer, "children", [])]
    buttons = [button for part in parts for button in getattr(part, "children", [])]
    return any(isinstance(part, discord.MediaGalleryComponent) for part in parts) and any(key in (one.custom_id or "") for one in buttons)


def _is_trouble(error: discord.HTTPException) -> bool:
    """Whether it is not about this message: Discord is away, too many requests, or a bot token that is no longer good (code 0)."""
    return error.status >= 500 or error.status == 429 or (error.status == 401 and not error.code)


def _fits(address: Address, reply: Reply) -> bool:
    """Whether the token's message is as private as the reply has to be."""
    return address.private or not reply.private


def _note(notes: dict[str, float], key: str, until: float) -> None:
    notes[key] = until
    while len(notes) > MOST_REMEMBERED:
        notes.pop(next(iter(notes)))


async def quietly(doing: Awaitable[object]) -> None:
    """Something that is only kind to do: trouble with it is nobody's trouble."""
    try:
        await doing
    except (TimeoutError, discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, TryLater) as error:
        log.info("left undone", extra={"error": type(error).__name__})
