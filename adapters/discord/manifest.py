"""The commands as Discord's list of application commands, derived from the declarations (platforms.md A1–A3, A14)."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import discord
import orjson

from adapters.discord.places import PLATFORM
from core.commands.spec import Command, Files, Kind, Known, Mention, Option, Prose, Span
from core.pricing import Tariff
from core.text import FALLBACK, LOCALES, Catalogue, Text

LOCALE_NAMES = {"zh-CN": ("zh-CN",), "es": ("es-ES", "es-419"), "de": ("de",)}
EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
MANAGERS = {"integration_types": [0], "contexts": [0], "default_member_permissions": discord.Permissions(manage_guild=True).value}
MENTIONS = {"channel": discord.AppCommandOptionType.channel, "role": discord.AppCommandOptionType.role}
LONGEST_STRING = 6000
VARY_MENU = "vary-picture"

_TYPES = {
    Kind.TEXT: discord.AppCommandOptionType.string,
    Kind.PROSE: discord.AppCommandOptionType.string,
    Kind.CHOICE: discord.AppCommandOptionType.string,
    Kind.NUMBER: discord.AppCommandOptionType.integer,
    Kind.FLAG: discord.AppCommandOptionType.boolean,
    Kind.FILES: discord.AppCommandOptionType.attachment,
}

_EMOJI = re.compile(r"<a?:(\w+):\d+>")

Json = dict[str, Any]


class Manifest:
    """What Discord is told about our commands, and a fingerprint of it."""

    def __init__(self, commands: Iterable[Command], catalogue: Catalogue, tariff: Tariff) -> None:
        self._commands = [command for command in commands if command.menu and command.on(PLATFORM)]
        self._catalogue = catalogue
        self._tariff = tariff

    def payload(self) -> list[Json]:
        """The body of the bulk overwrite: chat commands and the context-menu command."""
        return [*(self._command(command) for command in self._commands), self._vary_menu()]

    def fingerprint(self) -> str:
        """The same for the same payload, so that an unchanged list is not sent again."""
        return hashlib.sha256(orjson.dumps(self.payload(), option=orjson.OPT_SORT_KEYS)).hexdigest()

    def _command(self, command: Command) -> Json:
        options = [option for declared in command.options for option in self._options(command, declared)]
        return {
            "type": discord.AppCommandType.chat_input.value,
            **self._localized("name", Text(f"command-{command.name}.name"), command.name),
            **self._localized("description", command.description),
            "options": sorted(options, key=lambda option: not option["required"]),
            **(MANAGERS if command.manager else EVERYWHERE),
        }

    def _vary_menu(self) -> Json:
        return {
            "type": discord.AppCommandType.message.value,
            **self._localized("name", Text("discord-menu-vary")),
            "contexts": [0, 1, 2],
            "integration_types": [0, 1],
        }

    def _options(self, command: Command, option: Option) -> list[Json]:
        words = self._localized("description", command.option_text(option))
        if isinstance(option.limit, Files):
            names = attachment_names(option)
            return [{"type": _TYPES[option.kind].value, "name": name, "required": False, **words} for name in names]
        name = self._localized("name", Text(f"command-{command.name}.name-{option.name}"), option.name)
        kind = MENTIONS[option.limit.what] if isinstance(option.limit, Mention) else _TYPES[option.kind]
        return [{"type": kind.value, "required": option.required, **name, **words, **self._limits(command, option)}]

    def _limits(self, command: Command, option: Option) -> Json:
        match option.limit:
            case Span(low, high):
                return {"min_value": low, "max_value": high}
            case Prose(limit):
                return {"max_length": min(limit, LONGEST_STRING)}
            case Known():
                return {"autocomplete": True}
        return {"choices": [self._choice(command, option, choice) for choice in option.choices]} if option.choices else {}

    def _choice(self, command: Command, option: Option, choice: str) -> Json:
        return {"value": choice, **self._localized("name", command.choice_text(option, choice, self._tariff))}

    def _localized(self, field: str, text: Text, default: str | None = None) -> Json:
        """The words in English, and in the languages that Discord knows under names of its own. A name need not be translated."""
        spoken = [locale for locale in LOCALES if default is None or self._catalogue.has(text.key, locale)]
        others = {tag: self._catalogue.format(text, locale) for locale in spoken for tag in LOCALE_NAMES.get(locale, ())}
        return {field: default or self._catalogue.format(text, FALLBACK), f"{field}_localizations": others}


def attachment_names(option: Option) -> list[str]:
    """Discord's attachment options take one file each: `reference`, `reference-2` …"""
    assert isinstance(option.limit, Files)
    first = option.name.removesuffix("s")
    return [first if number == 1 else f"{first}-{number}" for number in range(1, option.limit.most + 1)]


def values_of(command: Command, given: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The values as Discord sent them, and the ids of attached files, in order."""
    files = {name for option in command.options if option.kind is Kind.FILES for name in attachment_names(option)}
    values = {one["name"]: _readable(one["value"]) for one in given if one["name"] not in files}
    return values, [str(one["value"]) for one in given if one["name"] in files]


def _readable(value: object) -> object:
    """An emoji of a server by its name: its id says nothing to a picture engine, and may look like the number of a payment card."""
    return _EMOJI.sub(r"\1", value) if isinstance(value, str) else value
