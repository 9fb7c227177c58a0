"""Interactions on their way in: acknowledged at once, then handed to the dispatch, then answered (platforms.md A4, F3, F4)."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import discord

from adapters.discord.attachments import Attached, TooLarge, attached, fetched, picture_in
from adapters.discord.cards import Card, view_of
from adapters.discord.custom_ids import submitted, unpacked
from adapters.discord.forms import modal_of, values_in
from adapters.discord.manifest import values_of
from adapters.discord.messenger import DiscordMessenger, quietly
from adapters.discord.places import PLATFORM, is_private, place_in, seat_in
from core.caller import Address, Caller
from core.commands.dispatch import Answer, Dispatch
from core.commands.spec import Command, Given, Kind, Known, Option
from core.completions import Completion, Completions
from core.errors import DomainError, invalid
from core.ports import TryLater
from core.pricing import Tariff
from core.prompts import shortened
from core.reply import Button, Call, Reply, Tone
from core.storage.errors import DatabaseAway
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue, Text, choose_locale, text
from core.uploads import accept_upload
from core.workshop import Workshop

UPLOAD_BYTES = 25 * 2**20
FORM_SECONDS = 1.5
IN_PLACE = frozenset({"make", "cancel", "delete"})
OUR_FAULT = frozenset({400, 413})
LATE = timedelta(seconds=1)

log = logging.getLogger(__name__)


class Intake:
    """What happens with each kind of interaction. Every one is answered, and charged at most once: its id is the request's key."""

    def __init__(self, dispatch: Dispatch, workshop: Workshop, tariff: Tariff, catalogue: Catalogue, messenger: DiscordMessenger) -> None:
        self._dispatch = dispatch
        self._workshop = workshop
        self._tariff = tariff
        self._catalogue = catalogue
        self._messenger = messenger
        self._completions = Completions(workshop.store, catalogue, replace(tariff, packs=tariff.on_sale(PLATFORM)))
        self._private: frozenset[str] = frozenset()

    async def learn(self) -> None:
        """Which servers want answers to be private: known beforehand, because an answer is public or not from its first moment on."""
        found = await self._workshop.store.read(lambda uow: uow.communities.all(PLATFORM))
        self._private = frozenset(community.id for community in found if community.private)

    def _wants_privacy(self, interaction: discord.Interaction) -> bool:
        return str(interaction.guild_id) in self._private

    async def command(self, interaction: discord.Interaction) -> None:
        """A chat command."""
        data: Mapping[str, Any] = interaction.data or {}
        command = self._dispatch.commands.get(str(data["name"]))
        if command is None:
            await self._unknown_command(interaction, str(data["name"]))
            return
        values, files = values_of(command, data.get("options", []))
        ephemeral = command.private or bool(values.get("private")) or self._wants_privacy(interaction)
        if not await self._acknowledged(interaction, ephemeral=ephemeral):
            return
        caller = _caller(interaction, ephemeral=ephemeral)
        try:
            uploads = await self._uploads(caller, attached(data, files))
        except DomainError as error:
            await self._answer(interaction, Answer(_refusal(error), await self._locale(caller)), ephemeral)
            return
        if uploads:
            values[_files_option(command)] = uploads
        answer = await self._dispatch(caller, command.name, values)
        if command.manager:
            await self.learn()
        await self._answer(interaction, answer, ephemeral)

    async def _unknown_command(self, interaction: discord.Interaction, name: str) -> None:
        """One that an old client still shows: as if it had been typed."""
        if await self._acknowledged(interaction, ephemeral=True):
            await self._answer(interaction, await self._dispatch.typed(_caller(interaction, ephemeral=True), f"/{name}"), ephemeral=True)

    async def pressed(self, interaction: discord.Interaction, call: Call, seen: int | None) -> None:
        """A button. One that changes its own message does so in place; everything else gets a message of its own."""
        command = self._dispatch.commands.get(call.command)
        if command is not None and command.form:
            await self._form(interaction, command, call)
            return
        in_place = call.command in IN_PLACE and _is_own(interaction)
        apart = not _is_own(interaction) or _was_ephemeral(interaction) or self._wants_privacy(interaction)
        ephemeral = command is None or command.private or apart
        if not await self._acknowledged(interaction, ephemeral=ephemeral, in_place=in_place):
            return
        shown_privately = _was_ephemeral(interaction) if in_place else ephemeral
        caller = _caller(interaction, ephemeral=shown_privately, seen=seen)
        answer = await self._dispatch(caller, call.command, dict(call.values))
        if in_place and answer.reply.job is None:
            await self._aside(interaction, answer)
            return
        await self._answer(interaction, answer, shown_privately)
        if call.command == "delete" and answer.reply.job is not None:
            await self._clear(interaction, answer)

    async def submitted(self, interaction: discord.Interaction) -> None:
        """A form that was sent off, whichever process had opened it (platforms.md F2)."""
        data: Mapping[str, Any] = interaction.data or {}
        name, kept = submitted(str(data["custom_id"]))
        values: dict[str, Given] = {**kept, **values_in(list(data.get("components", [])))}
        command = self._dispatch.commands.get(name)
        ephemeral = command is None or command.private or values.get("private") is True or self._wants_privacy(interaction)
        if not await self._acknowledged(interaction, ephemeral=ephemeral):
            return
        if command is not None and kept.get(_files_option(command)):
            values[_files_option(command)] = unpacked(kept[_files_option(command)])
        await self._answer(interaction, await self._dispatch(_caller(interaction, ephemeral=ephemeral), name, values), ephemeral)

    async def menu(self, interaction: discord.Interaction) -> None:
        """ "Vary this picture" in the menu of any message: the picture becomes a reference, and a button asks for the words."""
        if not await self._acknowledged(interaction, ephemeral=True):
            return
        caller = _caller(interaction, ephemeral=True)
        picture, locale = picture_in(interaction.data or {}), await self._locale(caller)
        try:
            if picture is None:
                raise invalid("discord-no-picture")
            reference = await self._upload(caller, picture)
        except DomainError as error:
            await self._answer(interaction, Answer(_refusal(error), locale), ephemeral=True)
            return
        describe = Button(text("button-describe"), Call("describe", {"reference": reference}), main=True)
        ready = Reply(lines=(text("discord-ready-to-vary"),), buttons=(describe,), private=True)
        await self._answer(interaction, Answer(ready, locale), ephemeral=True)

    async def complete(self, interaction: discord.Interaction) -> None:
        """Values that fit what has been typed so far."""
        data: Mapping[str, Any] = interaction.data or {}
        caller = _caller(interaction, ephemeral=True)
        found: list[Completion] = []
        option = _focused(self._dispatch.commands.get(str(data["name"])), data)
        account = await self._workshop.store.read(lambda uow: uow.accounts.of(caller))
        if account is not None and option is not None and isinstance(option.limit, Known):
            typed = str(next(one["value"] for one in data["options"] if one.get("focused")))
            locale = choose_locale(account.locale, caller.locale_hint)
            found = await self._completions.fitting(option.limit.source, typed, account.id, locale)
        choices = [discord.app_commands.Choice(name=shortened(one.label, 100), value=one.value) for one in found]
        await quietly(interaction.response.autocomplete(choices))

    async def unknown(self, interaction: discord.Interaction) -> None:
        """A button from another time, which no longer means anything."""
        await self._say(interaction, text("error-button-unknown"))

    async def sorry(self, interaction: discord.Interaction, error: Exception) -> None:
        """Something broke here: say so to the person alone, with the number that is also in the log."""
        incident, away = self._workshop.ambient.new_id()[:8], isinstance(error, DatabaseAway)
        log.error("interaction failed", exc_info=None if away else error, extra={"incident": incident, "kind": interaction.type.name})
        if interaction.type is discord.InteractionType.autocomplete:
            await quietly(interaction.response.autocomplete([]))
        elif interaction.response.is_done():
            reply = Reply(lines=(text("error-unsure", incident=incident),), tone=Tone.WARNING, private=True)
            await self._aside(interaction, Answer(reply, choose_locale(str(interaction.locale))))
        else:
            await self._say(interaction, text("error-away") if away else text("error-unexpected", incident=incident))

    async def _form(self, interaction: discord.Interaction, command: Command, call: Call) -> None:
        """A modal can only be the first response, so the request is read before; if that takes too long, the person is told."""
        try:
            async with asyncio.timeout(FORM_SECONDS):
                answer = await self._dispatch(_caller(interaction, ephemeral=True), command.name, dict(call.values))
        except TimeoutError:
            await self._say(interaction, text("discord-form-slow"))
            return
        form = answer.reply.form
        if form is None:
            if await self._acknowledged(interaction, ephemeral=True):
                await self._answer(interaction, answer, ephemeral=True)
            return
        modal = modal_of(form, self._dispatch.commands[form.command], self._catalogue, self._tariff, answer.locale)
        await quietly(interaction.response.send_modal(modal))
        # The library would keep it in memory until it is sent off, which may be never; we do not need it (platforms.md F2).
        modal.stop()

    async def _answer(self, interaction: discord.Interaction, answer: Answer, ephemeral: bool) -> None:
        """Put the reply where the acknowledgement stands. Private words never go where others read along."""
        if answer.reply.private and not ephemeral and not is_private(interaction):
            await self._aside(interaction, answer, instead=True)
            return
        card = await self._card(interaction, answer, public=not ephemeral and not is_private(interaction))
        try:
            message = await self._messenger.agreeably(
                card, lambda one: interaction.edit_original_response(view=view_of(one, self._catalogue), attachments=one.uploads())
            )
        except (discord.HTTPException, aiohttp.ClientError, TryLater) as error:
            if isinstance(error, discord.HTTPException) and error.status in OUR_FAULT:
                raise
            # The job goes on, and its result finds another way; a plain answer is lost, as when a line drops.
            log.info("answer not shown", extra={"error": type(error).__name__})
            return
        try:
            await self._remember(interaction, message)
        except Exception:
            log.exception("answer not remembered")  # The person has it, and that is what matters to them.

    async def _remember(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """What stands in a channel now, so that erasure can reach it later (PRV-38)."""
        if interaction.channel is None:
            return  # a kind of place that the library does not know, so that nothing could be reached there
        where, caller, now = (
            self._messenger.posted(message, erasable=place_in(interaction).open, grant=interaction.token),
            _caller(interaction, ephemeral=True),
            self._workshop.ambient.now(),
        )

        def work(uow: UnitOfWork) -> None:
            account = uow.accounts.of(caller)
            if account is not None:
                uow.posted.add(PostedMessage(PLATFORM, where, account.id, "answer", now))

        await self._workshop.store.write(work)

    async def _clear(self, interaction: discord.Interaction, answer: Answer) -> None:
        """The message whose pictures were deleted loses them, too, if the bot may still reach it."""
        asked = interaction.message.interaction_metadata if interaction.message else None
        about = asked.interacted_message_id if asked else None
        if about is None or interaction.channel_id is None or not place_in(interaction).open:
            return
        message = interaction.client.get_partial_messageable(interaction.channel_id).get_partial_message(about)
        card = Card(answer.reply, answer.locale, public=True)
        await quietly(message.edit(view=view_of(card, self._catalogue), attachments=[]))

    async def _aside(self, interaction: discord.Interaction, answer: Answer, *, instead: bool = False) -> None:
        """For the asker's eyes alone, beside the public message; `instead`: of the public one, which must not stay as a riddle.

        The first message after a deferred answer becomes that answer and inherits its openness, so it is spent on words that say
        nothing (platforms.md A4).
        """
        if instead:
            neutral = Card(Reply(lines=(text("discord-only-you"),)), answer.locale, public=True)
            await quietly(interaction.edit_original_response(view=view_of(neutral, self._catalogue)))
        card = await self._card(interaction, answer, public=False)

        async def send(one: Card) -> None:
            await interaction.followup.send(view=view_of(one, self._catalogue), files=one.uploads(), ephemeral=True)

        await quietly(self._messenger.agreeably(card, send))
        if instead:
            await quietly(interaction.delete_original_response())

    async def _card(self, interaction: discord.Interaction, answer: Answer, *, public: bool) -> Card:
        try:
            return await self._messenger.card(answer.reply, answer.locale, place_in(interaction).limit, public=public)
        except TryLater:
            return Card(Reply(lines=(text("error-store-down"),), tone=Tone.WARNING, private=True), answer.locale, public)

    async def _acknowledged(self, interaction: discord.Interaction, *, ephemeral: bool, in_place: bool = False) -> bool:
        """See `acknowledged`; how long it took is measured from the moment that Discord gave the interaction its id."""
        in_time = await acknowledged(interaction, ephemeral=ephemeral, in_place=in_place)
        if in_time:
            self._workshop.ambient.measures.acknowledged(PLATFORM, discord.utils.utcnow() - interaction.created_at)
        return in_time

    async def _say(self, interaction: discord.Interaction, words: Text) -> None:
        """One sentence, only for the person, as the first and only answer."""
        locale = choose_locale(str(interaction.locale))
        card = Card(Reply(lines=(words,), tone=Tone.REFUSAL, private=True), locale, public=False)
        await quietly(interaction.response.send_message(view=view_of(card, self._catalogue), ephemeral=True))

    async def _uploads(self, caller: Caller, files: Sequence[Attached]) -> tuple[str, ...]:
        """Their ids with us. Raises `DomainError`."""
        return tuple([await self._upload(caller, file) for file in files])

    async def _upload(self, caller: Caller, file: Attached) -> str:
        try:
            data = await fetched(file, UPLOAD_BYTES)
        except TooLarge:
            raise invalid("error-reference-too-large") from None
        except (aiohttp.ClientError, TimeoutError):
            raise invalid("error-reference-missing") from None
        return await accept_upload(self._workshop, self._tariff, caller, BytesIO(data))

    async def _locale(self, caller: Caller) -> str:
        account = await self._workshop.store.read(lambda uow: uow.accounts.of(caller))
        return choose_locale(account.locale if account else None, caller.locale_hint)


async def acknowledged(interaction: discord.Interaction, *, ephemeral: bool, in_place: bool = False) -> bool:
    """Tell Discord within its three seconds, before anything is looked up (platforms.md F3). False if it is too late, or if another
    process of ours was first: then it is that one's (platforms.md F4)."""
    try:
        if in_place:
            await interaction.response.defer()
        else:
            await interaction.response.defer(thinking=True, ephemeral=ephemeral)
    except (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError) as error:
        log.info("not acknowledged", extra={"code": getattr(error, "code", None)})
        return False
    took = discord.utils.utcnow() - interaction.created_at
    if took > LATE:
        log.warning("acknowledged late: Discord waits three seconds", extra={"ms": round(took.total_seconds() * 1000)})
    return True


def _caller(interaction: discord.Interaction, *, ephemeral: bool, seen: int | None = None) -> Caller:
    message = interaction.message
    return Caller(
        platform=PLATFORM,
        uid=str(interaction.user.id),
        name=interaction.user.display_name,
        key=str(interaction.id),
        address=_address(interaction, ephemeral=ephemeral, message=str(message.id) if message else ""),
        locale_hint=str(interaction.locale),
        price_seen=seen,
        seat=seat_in(interaction),
        since=interaction.user.created_at,
    )


def _address(interaction: discord.Interaction, *, ephemeral: bool, message: str) -> Address:
    private = ephemeral or is_private(interaction)
    return place_in(interaction).address(grant=interaction.token, message=message, private=private)


def _is_own(interaction: discord.Interaction) -> bool:
    """Whether the presser is the one for whom the message was made. Nobody but the person sees an ephemeral one or the bot's DM."""
    if _was_ephemeral(interaction) or is_private(interaction):
        return True
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id == interaction.user.id


def _was_ephemeral(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def _focused(command: Command | None, data: Mapping[str, Any]) -> Option | None:
    name = next((one["name"] for one in data.get("options", []) if one.get("focused")), None)
    return next((option for option in command.options if option.name == name), None) if command else None


def _files_option(command: Command) -> str:
    return next((option.name for option in command.options if option.kind is Kind.FILES), "")


def _refusal(error: DomainError) -> Reply:
    return Reply(lines=(error.text,), tone=Tone.REFUSAL, buttons=error.buttons, private=True)
