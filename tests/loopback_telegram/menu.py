"""The command menu, the descriptions and the menu button of the bot."""

from typing import Any

from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.limits import fits
from tests.loopback_telegram.places import Account, Chat
from tests.loopback_telegram.refusals import Json, bad

COMMANDS, COMMAND_DESCRIPTION, DESCRIPTION, SHORT_DESCRIPTION = 100, 256, 512, 120
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}

Scope = tuple[Any, ...]


class Menu:
    """What people see when they type a slash or open the bot's page."""

    def __init__(self) -> None:
        self._commands: dict[tuple[Scope, str], list[Json]] = {}
        self._buttons: dict[int | None, Json] = {}
        #: By language; the empty one is for everybody else.
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}

    async def set_my_commands(self, call: Exchange) -> bool:
        commands, key = call.body.get("commands") or [], _key(call.body)
        if len(commands) > COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check(command)
        self._commands[key] = commands
        return True

    async def get_my_commands(self, call: Exchange) -> list[Json]:
        return self._commands.get(_key(call.body), [])

    async def delete_my_commands(self, call: Exchange) -> bool:
        self._commands.pop(_key(call.body), None)
        return True

    async def set_my_description(self, call: Exchange) -> bool:
        return _put(self.descriptions, call.body, "description", DESCRIPTION)

    async def set_my_short_description(self, call: Exchange) -> bool:
        return _put(self.short_descriptions, call.body, "short_description", SHORT_DESCRIPTION)

    async def set_chat_menu_button(self, call: Exchange) -> bool:
        button = call.body.get("menu_button") or {"type": "default"}
        if button.get("type") not in ("default", "commands", "web_app"):
            raise bad("MenuButton has unsupported type")
        self._buttons[call.body.get("chat_id")] = button
        return True

    async def get_chat_menu_button(self, call: Exchange) -> Json:
        return self._buttons.get(call.body.get("chat_id")) or self._buttons.get(None) or {"type": "commands"}

    def seen_by(self, person: Account, chat: Chat) -> list[Json]:
        """The commands that this person finds in the menu of this chat: the nearest scope counts, and in it the person's language."""
        language = (person.language or "").partition("-")[0]
        for scope in _nearest_first(person, chat):
            for wanted in (language, ""):
                if (scope, wanted) in self._commands:
                    return self._commands[scope, wanted]
        return []


def _nearest_first(person: Account, chat: Chat) -> list[Scope]:
    leads = not chat.private and person is chat.members[0]
    if chat.private:
        return [("chat", chat.id), ("all_private_chats",), ("default",)]
    led: list[Scope] = [("chat_administrators", chat.id)] if leads else []
    all_led: list[Scope] = [("all_chat_administrators",)] if leads else []
    return [("chat_member", chat.id, person.id), *led, ("chat", chat.id), *all_led, ("all_group_chats",), ("default",)]


def _key(body: Json) -> tuple[Scope, str]:
    scope = body.get("scope") or {"type": "default"}
    kind, language = scope.get("type"), str(body.get("language_code") or "")
    if kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if language and not fits("[a-z]{2}", language):
        raise bad("Invalid language code specified")
    return (kind, *(scope.get(name) for name in _SCOPES[kind])), language


def _check(command: Json) -> None:
    if not fits(r"[a-z0-9_]{1,32}", str(command.get("command") or "")):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description") or "")) <= COMMAND_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _put(shelf: dict[str, str], body: Json, name: str, most: int) -> bool:
    words = str(body.get(name) or "")
    if len(words) > most:
        raise bad(f"{name.replace('_', ' ')} is too long")
    shelf[str(body.get("language_code") or "")] = words
    return True
