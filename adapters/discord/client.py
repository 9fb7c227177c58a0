"""The gateway client: no intents, nothing cached, every interaction handed to the intake (platforms.md A10, A13)."""

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, Protocol

import discord

from adapters.discord.custom_ids import PRESS
from adapters.discord.press import Press
from core.ambient import Ambient
from core.reply import Call
from core.storage.errors import DatabaseTrouble
from core.trace import entered

LONGEST_WAIT = 30.0
STARTS_KEPT = 200

log = logging.getLogger(__name__)


class Handles(Protocol):
    """Whoever takes interactions."""

    async def learn(self) -> None:
        """Look up what must be known before an interaction comes."""

    async def command(self, interaction: discord.Interaction) -> None:
        """A chat command."""

    async def menu(self, interaction: discord.Interaction) -> None:
        """An entry of a message's menu."""

    async def pressed(self, interaction: discord.Interaction, call: Call, seen: int | None) -> None:
        """A button."""

    async def submitted(self, interaction: discord.Interaction) -> None:
        """A form."""

    async def complete(self, interaction: discord.Interaction) -> None:
        """Half a word, to be completed."""

    async def unknown(self, interaction: discord.Interaction) -> None:
        """Something to press that is not ours any more."""

    async def sorry(self, interaction: discord.Interaction, error: Exception) -> None:
        """Log what has gone wrong, and answer all the same."""


class Sells(Protocol):
    """Whoever takes what Discord sold for us."""

    async def note(self, client: discord.Client, found: Sequence[discord.Entitlement], *, deleted: bool = False) -> object:
        """Give credits for purchases, and mark these as used."""


class StartsUsedUp(discord.ClientException):
    """So many sessions were begun today that more would cost the token."""


class InkMirageClient(discord.AutoShardedClient):
    """discord.py as we use it. `intake` and `sales` are set before it starts."""

    def __init__(self, ambient: Ambient, *, shard_count: int | None = None, shard_ids: Sequence[int] = ()) -> None:
        some: dict[str, Any] = {"shard_ids": list(shard_ids)} if shard_ids else {}
        super().__init__(
            intents=discord.Intents.none(),
            shard_count=shard_count,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            **some,
        )
        self._ambient = ambient
        self.intake: Handles | None = None
        self.sales: Sells | None = None
        self._under_way: set[asyncio.Task[object]] = set()

    async def setup_hook(self) -> None:
        """Buttons of old messages work from the first second."""
        self.add_dynamic_items(Press)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Sessions that do not last are begun again and again, some seconds apart: never so often that it would cost the token."""
        if not initial:
            await self.check_starts()
        await super().before_identify_hook(shard_id, initial=initial)

    async def check_starts(self) -> None:
        """Raises `StartsUsedUp` when few of today's 1,000 session starts are left (platforms.md A10, F14)."""
        limits = await self.fetch_session_start_limits()
        if limits.remaining <= STARTS_KEPT:
            raise StartsUsedUp

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Everything but buttons, which come through `pressed`. A payload from another way in takes the same road."""
        if self.intake is not None and _can_be_answered(interaction):
            await self._hand_over(self.intake, interaction)
        # What the person has bought lies with everything that they do; it waits until they have their answer.
        await self._note(interaction.entitlements)

    async def _hand_over(self, intake: Handles, interaction: discord.Interaction) -> None:
        async with self._being_answered(intake, interaction):
            match interaction.type:
                case discord.InteractionType.application_command if _is_menu(interaction):
                    await intake.menu(interaction)
                case discord.InteractionType.application_command:
                    await intake.command(interaction)
                case discord.InteractionType.autocomplete:
                    await intake.complete(interaction)
                case discord.InteractionType.modal_submit:
                    await intake.submitted(interaction)
                case discord.InteractionType.component if not _is_press(interaction):
                    await intake.unknown(interaction)

    async def pressed(self, interaction: discord.Interaction, call: Call, seen: int | None) -> None:
        """See `Pressed`."""
        if self.intake is not None and _can_be_answered(interaction):
            async with self._being_answered(self.intake, interaction):
                await self.intake.pressed(interaction, call, seen)

    async def on_entitlement_create(self, entitlement: discord.Entitlement) -> None:
        """Somebody has bought something."""
        await self._note([entitlement])

    async def on_entitlement_update(self, entitlement: discord.Entitlement) -> None:
        """Something about a purchase has changed, such as that it is used."""
        await self._note([entitlement])

    async def on_entitlement_delete(self, entitlement: discord.Entitlement) -> None:
        """Discord has taken a purchase back; it does so for nothing else, and not at its end (platforms.md A11)."""
        await self._note([entitlement], deleted=True)

    async def _note(self, found: Sequence[discord.Entitlement], *, deleted: bool = False) -> None:
        if self.sales is not None and found:
            with self._waited_for():
                await self._note_with(self.sales, found, deleted=deleted)

    async def _note_with(self, sales: Sells, found: Sequence[discord.Entitlement], *, deleted: bool) -> None:
        """What cannot be written down now is found in Discord's own list (`adapters/discord/sold.py`)."""
        try:
            await sales.note(self, found, deleted=deleted)
        except DatabaseTrouble as trouble:
            log.warning("sales put off", extra={"provider": "discord", "error": type(trouble).__name__})

    async def finish(self, seconds: float) -> None:
        """Take nothing new, and let those who wait have their answers (platforms.md F28)."""
        self.intake = self.sales = None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    @contextlib.asynccontextmanager
    async def _being_answered(self, intake: Handles, interaction: discord.Interaction) -> AsyncIterator[None]:
        with self._waited_for(), entered(self._ambient.new_trace):
            try:
                yield
            except Exception as error:  # noqa: BLE001 - `sorry` logs it
                await intake.sorry(interaction, error)

    @contextlib.contextmanager
    def _waited_for(self) -> Iterator[None]:
        """An orderly stop lets this be finished."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)

    def feed(self, payload: dict[str, object]) -> None:
        """An interaction that came by HTTP instead of the gateway; its signature has been checked (platforms.md A10)."""
        self._connection.parse_interaction_create(payload)  # type: ignore[arg-type]

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """What nobody caught: logged without a word of what was said."""
        log.error("discord event failed", extra={"task": event_method}, exc_info=True)  # noqa: LOG014 - discord.py calls this while it handles one


def _can_be_answered(interaction: discord.Interaction) -> bool:
    """Discord names who acted, and the token by which they are answered; without one of them there is nobody to answer."""
    return interaction.user is not discord.utils.MISSING and interaction.token.isascii()


def _is_menu(interaction: discord.Interaction) -> bool:
    data: Mapping[str, object] = interaction.data or {}
    return data.get("type") == discord.AppCommandType.message.value


def _is_press(interaction: discord.Interaction) -> bool:
    data: Mapping[str, object] = interaction.data or {}
    return re.fullmatch(PRESS, str(data.get("custom_id"))) is not None
