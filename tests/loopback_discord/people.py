"""The people of this Discord: they type commands, press buttons, fill forms, and see what comes of it."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.loopback_discord import limits
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT
from tests.loopback_discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction, Origin, Response
from tests.loopback_discord.messages import Message, Shape
from tests.loopback_discord.places import DM, Account, Channel
from tests.loopback_discord.refusals import Json, Refusal
from tests.loopback_discord.sales import Entitlement

if TYPE_CHECKING:
    from tests.loopback_discord.server import LoopbackDiscord

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 9, 10, 11
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2

#: A little more than the three seconds that Discord gives.
PATIENCE = 3.2


class NotPossible(Exception):
    """The Discord app would not let a person do this."""


@dataclass(frozen=True)
class Modal:
    """A form that is open in front of a person."""

    data: Json
    cause: Interaction

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def custom_id(self) -> str:
        return str(self.data["custom_id"])

    @property
    def fields(self) -> list[Json]:
        """The inputs, each with its label under `label`."""
        found = []
        for outer in self.data["components"]:
            if outer["type"] == limits.LABEL:
                found.append(outer["component"] | {"label": outer["label"]})
            elif outer["type"] == limits.ACTION_ROW:
                found += outer["components"]
        return found

    @property
    def labels(self) -> list[str]:
        return [field["label"] for field in self.fields]


class Call:
    """What came of something a person did."""

    def __init__(self, discord: "LoopbackDiscord", interaction: Interaction) -> None:
        self._discord = discord
        self.interaction = interaction

    @property
    def response(self) -> Response | None:
        """The first answer; None when there was none in time, and the person reads `The application did not respond`."""
        return self.interaction.response

    @property
    def message(self) -> Message:
        """The answer as it is now; after pressing a button this may be the message with the button."""
        message = self.interaction.original
        if message is None or message.deleted:
            raise LookupError(f"there is no message: {self}")
        return message

    @property
    def followups(self) -> list[Message]:
        return [message for message in self.interaction.followups if not message.deleted]

    @property
    def messages(self) -> list[Message]:
        """The answer and its follow-ups, as far as they exist."""
        original = self.interaction.original
        return [*([original] if original and not original.deleted else []), *self.followups]

    @property
    def modal(self) -> Modal:
        """The form that was opened."""
        if self.interaction.modal is None:
            raise LookupError(f"no form was opened: {self}")
        return Modal(self.interaction.modal, self.interaction)

    @property
    def choices(self) -> list[Json]:
        """What an autocomplete proposed."""
        return self.interaction.choices or []

    @property
    def refused(self) -> list[Refusal]:
        """Answers of the app that Discord did not take."""
        return self.interaction.refused

    async def answered(self, within: float = PATIENCE) -> "Call":
        """Wait for the first answer, or until Discord gives up."""
        with contextlib.suppress(TimeoutError):
            await self._discord.pulse.until(lambda: self.response, within)
        return self

    async def until(self, fits: Callable[[Message], object], within: float = 5.0) -> Message:
        """The answer, once it fits (`lambda message: message.files`); TimeoutError with the transcript if it never does."""
        return await self._found(lambda: next((message for message in self.messages[:1] if fits(message)), None), within)

    async def follow_up(self, number: int = 1, within: float = 5.0) -> Message:
        """The so-manyeth follow-up, once it is there."""
        return await self._found(lambda: next(iter(self.interaction.followups[number - 1 :]), None), within)

    async def finished(self, within: float = 5.0) -> Message:
        """The answer, once it no longer says `thinking…`."""
        return await self.until(lambda message: not message.loading, within)

    async def _found(self, look: Callable[[], Message | None], within: float) -> Message:
        try:
            return await self._discord.pulse.until(look, within)
        except TimeoutError:
            raise TimeoutError(f"not within {within} s: {self}\n{self._discord.transcript(self.interaction.origin.channel)}") from None

    def __repr__(self) -> str:
        answered = f"answered with type {self.response.type}" if self.response else "not answered"
        return f"<Call {self.interaction.kind} {answered}, refused {self.refused}>"


@dataclass(eq=False, repr=False, kw_only=True)
class Person(Account):
    """Somebody at a Discord client."""

    discord: "LoopbackDiscord"

    # What a person does ---------------------------------------------------------------------------------------------

    async def command(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel: Channel | None = None,
        context: str | None = None,
        installed_by: str = "guild",
        attachments: Mapping[str, Upload] | None = None,
        stale: Json | None = None,
        within: float = PATIENCE,
    ) -> Call:
        """Send a slash command (`"group sub"` for a subcommand) and wait for the first answer.

        The channel is by default the DM with the bot; `context="private_channel"` without a channel is a DM with somebody else.
        `installed_by` is `guild`, `user` or `guild,user`. `stale` is a command that an old client still shows. NotPossible when a client
        would not offer the command here or would not let these options through.
        """
        origin = self._origin(channel, context, installed_by)
        root, *path = name.split()
        command = stale or self._offered(root, CHAT_INPUT, origin)
        given = dict(options or {}) | dict(attachments or {})
        resolved: Json = {}
        filled = self._fill(command.get("options") or [], path, given, origin, resolved)
        data = _command_data(command, CHAT_INPUT, filled, resolved)
        return await self._start(COMMAND, origin, data, within=within)

    async def context_menu(
        self, name: str, message: Message, *, installed_by: str = "guild", context: str | None = None, within: float = PATIENCE
    ) -> Call:
        """Use a command from the menu of a message."""
        self._must_see(message)
        origin = self._origin(message.channel, context, installed_by)
        command = self._offered(name, MESSAGE_MENU, origin)
        data = _command_data(command, MESSAGE_MENU, [], {"messages": {message.id: message.payload()}}) | {"target_id": message.id}
        return await self._start(COMMAND, origin, data, within=within)

    async def autocomplete(
        self,
        name: str,
        option: str,
        typed: str,
        others: Mapping[str, Any] | None = None,
        *,
        channel: Channel | None = None,
        context: str | None = None,
        installed_by: str = "guild",
        within: float = PATIENCE,
    ) -> list[Json]:
        """Type into an option of a command; the choices that the app proposes."""
        origin = self._origin(channel, context, installed_by)
        root, *path = name.split()
        command = self._offered(root, CHAT_INPUT, origin)
        filled = self._fill(command.get("options") or [], path, dict(others or {}) | {option: typed}, origin, {}, focused=option)
        data = _command_data(command, CHAT_INPUT, filled, {})
        return (await self._start(AUTOCOMPLETE, origin, data, within=within)).choices

    async def press(self, message: Message, what: str, *, within: float = PATIENCE) -> Call:
        """Press the button with this label or custom_id."""
        self._must_see(message)
        button = message.button(what)
        if button.get("disabled") or "custom_id" not in button:
            raise NotPossible(f"the button {what!r} cannot be pressed: {button}")
        data = {"custom_id": button["custom_id"], "component_type": limits.BUTTON, "id": button["id"]}
        return await self._start(COMPONENT, self._origin_at(message), data, source=message, within=within)

    async def buys(self, message: Message, sku_id: str) -> Entitlement:
        """Press what Discord sells below a message, and pay. The application is not asked."""
        self._must_see(message)
        if sku_id not in message.skus or not self.discord.sales.can_buy(self, sku_id):
            raise NotPossible(f"{sku_id} cannot be bought here; for sale: {message.skus}")
        return await self.discord.sales.buy(self, self.discord.sales.bought(sku_id))

    async def choose(self, message: Message, custom_id: str, values: list[str], *, within: float = PATIENCE) -> Call:
        """Pick values in a select menu; by value or by label."""
        self._must_see(message)
        select = next((each for each in message.selects if each["custom_id"] == custom_id), None)
        if select is None or select.get("disabled"):
            raise NotPossible(f"no select {custom_id!r} to use among {[each['custom_id'] for each in message.selects]}")
        data = {"custom_id": custom_id, "component_type": select["type"], "id": select["id"], "values": _picked(select, values)}
        return await self._start(COMPONENT, self._origin_at(message), data, source=message, within=within)

    async def submit(self, modal: Modal, answers: Mapping[str, Any], *, within: float = PATIENCE) -> Call:
        """Fill the form (by label or custom_id; what is not named stays as it was) and send it."""
        known = {key for field in modal.fields for key in (field["label"], field["custom_id"])}
        if unknown := set(answers) - known:
            raise NotPossible(f"no fields {sorted(unknown)} among {modal.labels}")
        origin = modal.cause.origin
        resolved: Json = {}
        components = [self._filled_field(outer, answers, origin, resolved) for outer in modal.data["components"]]
        data: Json = {"custom_id": modal.custom_id, "components": components} | ({"resolved": resolved} if resolved else {})
        source = modal.cause.source
        return await self._start(MODAL_SUBMIT, origin, data, source=source, cause=modal.cause, within=within)

    async def says(self, text: str, channel: Channel | None = None) -> Message:
        """Write an ordinary message. The bot hears of it if its intents let it, and reads it in a DM or when it is named."""
        place = channel or self.dm
        message = self.discord.messages.made(place, self, Shape(text))
        place.messages.append(message)
        if place.has(self.discord.bot):
            await self._tell_bot(message)
        return message

    @property
    def dm(self) -> Channel:
        """The direct messages with the bot."""
        return self.discord.places.dm(self, self.discord.bot)

    def sees(self, message: Message) -> bool:
        return message.visible_to(self)

    # How it becomes an interaction -------------------------------------------------------------------------------------

    async def _tell_bot(self, message: Message) -> None:
        guild = message.channel.guild
        named = guild is None or f"<@{self.discord.bot.id}>" in message.text
        for content, intents in ((message.text if named else "", 0), (message.text, MESSAGE_CONTENT)):
            if intents == 0 or not named:
                wanted = intents | (GUILD_MESSAGES if guild else DIRECT_MESSAGES)
                body = message.payload() | {"content": content} | ({"guild_id": guild.id} if guild else {})
                await self.discord.gateway.dispatch("MESSAGE_CREATE", body, guild.id if guild else None, wanted)

    async def _start(
        self,
        kind: int,
        origin: Origin,
        data: Json,
        *,
        source: Message | None = None,
        cause: Interaction | None = None,
        within: float = PATIENCE,
    ) -> Call:
        interaction, taken = await self.discord.interactions.start(kind, origin, data, source, cause)
        call = Call(self.discord, interaction)
        # When no session of the bot is there, nobody can answer: the person is told so at once.
        return await call.answered(within) if taken else call

    def _origin(self, channel: Channel | None, context: str | None, installed_by: str) -> Origin:
        if channel is None:
            channel = self.discord.places.dm(self, self.discord.friend_of(self)) if context == "private_channel" else self.dm
        if not channel.has(self):
            raise NotPossible(f"{self.name} is not in {channel.name}")
        where = context or (
            "guild" if channel.guild else "bot_dm" if channel.has(self.discord.bot) and channel.kind == DM else "private_channel"
        )
        installs = frozenset(installed_by.split(","))
        if "guild" in installs and (where == "private_channel" or (channel.guild and not channel.guild.has_bot)):
            raise NotPossible(f"the app is not installed for {channel.name}; a user may have installed it (installed_by='user')")
        return Origin(self, channel, where, installs)

    def _origin_at(self, message: Message) -> Origin:
        """Pressing happens where the message is, with the installation it came by."""
        if message.interaction is not None:
            return Origin(self, message.channel, message.interaction.origin.context, message.interaction.origin.installed_by)
        return self._origin(message.channel, None, "guild")

    def _must_see(self, message: Message) -> None:
        if not message.visible_to(self):
            raise NotPossible(f"{self.name} does not see this message: {message.text[:40]!r}")

    def _offered(self, name: str, kind: int, origin: Origin) -> Json:
        guild = origin.channel.guild
        contexts = {"guild": 0, "bot_dm": 1, "private_channel": 2}
        commands = self.discord.commands
        if guild is not None and not origin.outside and not guild.commands_scope:
            raise NotPossible(f"{guild.name} invited the bot without its commands")
        command = commands.offered(name, kind, guild.id if guild else None, contexts[origin.context], origin.installed_by)
        if command is None:
            raise NotPossible(
                f"{name!r} is not offered in {origin.context} for {sorted(origin.installed_by)}; registered: {commands.names}"
            )
        return command

    def _fill(
        self, known: list[Json], path: list[str], given: dict[str, Any], origin: Origin, resolved: Json, focused: str | None = None
    ) -> list[Json]:
        if path:
            inner = next(
                (option for option in known if option["name"] == path[0] and option["type"] in (SUBCOMMAND, SUBCOMMAND_GROUP)), None
            )
            if inner is None:
                raise NotPossible(f"no subcommand {path[0]!r}")
            filled = self._fill(inner.get("options") or [], path[1:], given, origin, resolved, focused)
            return [{"type": inner["type"], "name": inner["name"], "options": filled}]
        by_name = {option["name"]: option for option in known}
        if unknown := set(given) - set(by_name):
            raise NotPossible(f"no options {sorted(unknown)} among {sorted(by_name)}")
        missing = [name for name, option in by_name.items() if option.get("required") and name not in given]
        if missing and focused is None:
            raise NotPossible(f"the options {missing} are required")
        return [self._value(by_name[name], value, origin, resolved, focused=name == focused) for name, value in given.items()]

    def _value(self, option: Json, value: Any, origin: Origin, resolved: Json, *, focused: bool) -> Json:
        body: Json = {"type": option["type"], "name": option["name"]}
        if focused:
            return body | {"value": value, "focused": True}
        if isinstance(value, Upload):
            stored = self.discord.cdn.put(value, origin.channel.id, ephemeral=True)
            resolved.setdefault("attachments", {})[stored.id] = self.discord.cdn.attachment(stored)
            return body | {"value": stored.id}
        if isinstance(value, Account):
            resolved.setdefault("users", {})[value.id] = value.payload()
            return body | {"value": value.id}
        _check_typed(option, value)
        return body | {"value": _chosen(option, value)}

    def _filled_field(self, outer: Json, answers: Mapping[str, Any], origin: Origin, resolved: Json) -> Json:
        if outer["type"] == limits.TEXT_DISPLAY:
            return {"type": outer["type"], "id": outer.get("id", 0)}
        if outer["type"] == limits.ACTION_ROW:
            inner = [self._answer(field, field["label"], answers, origin, resolved) for field in outer["components"]]
            return {"type": limits.ACTION_ROW, "id": outer.get("id", 0), "components": inner}
        component = self._answer(outer["component"], outer["label"], answers, origin, resolved)
        return {"type": limits.LABEL, "id": outer.get("id", 0), "component": component}

    def _answer(self, field: Json, label: str, answers: Mapping[str, Any], origin: Origin, resolved: Json) -> Json:
        custom_id, kind = field["custom_id"], field["type"]
        given = answers.get(custom_id, answers.get(label))
        body = {"type": kind, "id": field.get("id", 0), "custom_id": custom_id}
        if kind == limits.TEXT_INPUT:
            return body | {"value": _typed(field, label, given)}
        if kind == limits.FILE_UPLOAD:
            stored = [self.discord.cdn.put(upload, origin.channel.id, ephemeral=True) for upload in given or []]
            resolved.setdefault("attachments", {}).update({file.id: self.discord.cdn.attachment(file) for file in stored})
            return body | {"values": [file.id for file in stored]}
        if kind == limits.CHECKBOX:
            return body | {"value": bool(field.get("default") if given is None else given)}
        if kind == limits.RADIO_GROUP:
            return body | {"value": next(iter(_picked(field, [given] if given else _defaults(field))), None)}
        return body | {"values": _picked(field, list(given) if given is not None else _defaults(field))}


def _command_data(command: Json, kind: int, options: list[Json], resolved: Json) -> Json:
    body: Json = {"id": command["id"], "name": command["name"], "type": kind}
    if options:
        body["options"] = options
    if resolved:
        body["resolved"] = resolved
    if "guild_id" in command:
        body["guild_id"] = command["guild_id"]
    return body


_PYTHON_TYPES: dict[int, tuple[type, ...]] = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}


def _check_typed(option: Json, value: Any) -> None:
    """What the client checks before it sends: the type, the length, the range."""
    wanted = _PYTHON_TYPES.get(option["type"])
    if wanted is not None and not isinstance(value, wanted):
        raise NotPossible(f"{option['name']} takes {wanted}, not {value!r}")
    size = len(value) if isinstance(value, str) else value
    for least, most in (("min_length", "max_length"), ("min_value", "max_value")):
        low, high = option.get(least), option.get(most)
        if (low is not None and size < low) or (high is not None and size > high):
            raise NotPossible(f"{option['name']} must be from {low} to {high}")


def _chosen(option: Json, value: Any) -> Any:
    """The value of a choice, which a person picks by its name; any value where there are no choices."""
    choices = option.get("choices") or []
    if not choices:
        return value
    found = [choice["value"] for choice in choices if value in (choice["name"], choice["value"])]
    if not found:
        raise NotPossible(f"{value!r} is no choice of {option['name']}: {[choice['name'] for choice in choices]}")
    return found[0]


def _typed(field: Json, label: str, given: Any) -> str:
    text = str(field.get("value") or "" if given is None else given)
    required = field.get("required", True)
    least, most = field.get("min_length") or (1 if required else 0), field.get("max_length") or 4000
    if not (least <= len(text) <= most or (not text and not required)):
        raise NotPossible(f"{label!r} takes {least} to {most} characters, not {len(text)}")
    return text


def _defaults(field: Json) -> list[str]:
    return [option["value"] for option in field.get("options") or [] if option.get("default")]


def _picked(select: Json, values: list[str]) -> list[str]:
    """The values of these labels or values, if the menu has them and takes so many."""
    options = select.get("options")
    if options is None:
        return values
    by_name = {option["label"]: option["value"] for option in options} | {option["value"]: option["value"] for option in options}
    if unknown := [value for value in values if value not in by_name]:
        raise NotPossible(f"no options {unknown} among {sorted(by_name)}")
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(values) <= most and select.get("required", True):
        raise NotPossible(f"the menu takes {least} to {most} options, not {len(values)}")
    return [by_name[value] for value in values]
