"""The commands as Telegram's menus: one list for private chats and one for groups, in every language (platforms.md B2)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegram import BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from adapters.telegram.places import PLATFORM
from core.commands.spec import Command
from core.prompts import shortened
from core.text import FALLBACK, LOCALES, Catalogue

MOST_DESCRIPTION = 256


@dataclass(frozen=True)
class Menu:
    """One list: who sees it, and in which language; without a language it is for everybody whose language has none."""

    scope: BotCommandScope
    language: str
    commands: tuple[BotCommand, ...]


class Manifest:
    """What Telegram is told about our commands, and a fingerprint of it."""

    def __init__(self, commands: Iterable[Command], catalogue: Catalogue) -> None:
        self._commands = [command for command in commands if command.menu and command.on(PLATFORM)]
        self._catalogue = catalogue

    def menus(self) -> Iterator[Menu]:
        """Groups get what may be answered there: never a command whose answer is for one person alone."""
        in_groups = [command for command in self._commands if not command.private]
        for locale in LOCALES:
            language = "" if locale == FALLBACK else locale.partition("-")[0]
            yield Menu(BotCommandScopeAllPrivateChats(), language, self._listed(self._commands, locale))
            yield Menu(BotCommandScopeAllGroupChats(), language, self._listed(in_groups, locale))

    def fingerprint(self) -> str:
        """The same for the same menus, so that unchanged ones are not sent again."""
        words = [(menu.scope.type, menu.language, [command.to_dict() for command in menu.commands]) for menu in self.menus()]
        return hashlib.sha256(repr(words).encode()).hexdigest()

    def _listed(self, commands: Iterable[Command], locale: str) -> tuple[BotCommand, ...]:
        return tuple(
            BotCommand(command.name.replace("-", "_"), shortened(self._catalogue.format(command.description, locale), MOST_DESCRIPTION))
            for command in commands
        )
