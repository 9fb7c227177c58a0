"""The limits of the Bot API, in Telegram's words."""

import re
from typing import Any
from urllib.parse import urlsplit

from tests.loopback_telegram.entities import Marked, parsed
from tests.loopback_telegram.refusals import Json, bad

TEXT, CAPTION, ALERT = 4096, 1024, 200
BUTTONS, CALLBACK_BYTES, COPY = 100, 64, 256
STYLES = {"danger", "success", "primary"}

_ACTIONS = ["callback_data", "url", "pay", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "web_app", "login_url"]
_ACTIONS += ["switch_inline_query_chosen_chat", "callback_game"]


def text(body: Json) -> Marked:
    """The text of a message: one to 4096 characters once the tags are read."""
    marked = parsed(str(body.get("text") or ""), body.get("parse_mode"), body.get("entities"))
    if not marked.text:
        raise bad("message text is empty")
    if len(marked.text) > TEXT:
        raise bad("message is too long")
    return marked


def caption(body: Json) -> Marked:
    """A caption of up to 1024 characters."""
    marked = parsed(str(body.get("caption") or ""), body.get("parse_mode"), body.get("caption_entities"))
    if len(marked.text) > CAPTION:
        raise bad("message caption is too long")
    return marked


Keyboard = tuple[tuple[Json, ...], ...]


def keyboard(markup: Any, *, pays: bool = False) -> Keyboard:
    """The rows of an inline keyboard that Telegram would take."""
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = tuple(tuple(dict(button) for button in row) for row in markup.get("inline_keyboard") or [] if row)
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for number, button in enumerate(buttons):
        _check(button, may_pay=pays and number == 0)
    return rows


def other_markup(markup: Any) -> Json | None:
    """A markup that is no inline keyboard: a reply keyboard, its removal, a forced reply."""
    return markup if isinstance(markup, dict) and "inline_keyboard" not in markup else None


def _check(button: Json, *, may_pay: bool) -> None:
    if not button.get("text"):
        raise bad('can\'t parse inline keyboard button: Field "text" must be non-empty')
    kinds = [name for name in _ACTIONS if name in button]
    if not kinds:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1 or (kinds == ["pay"] and not may_pay):
        raise bad("BUTTON_TYPE_INVALID")
    if button.get("style", "primary") not in STYLES:
        raise bad("can't parse inline keyboard button: Invalid button style specified")
    _check_action(kinds[0], button[kinds[0]])


def _check_action(kind: str, value: Any) -> None:
    if kind == "callback_data" and not 1 <= len(str(value).encode()) <= CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if kind == "url" and not good_address(str(value)):
        raise bad(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if kind == "copy_text" and not 1 <= len(value.get("text", "")) <= COPY:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def good_address(url: str) -> bool:
    """An address that a button may carry: of Telegram itself, or of a host with a dot in its name (`localhost` has none)."""
    parts = urlsplit(url)
    return parts.scheme in ("tg", "ton") or (parts.scheme in ("http", "https") and "." in (parts.hostname or ""))


def sized(value: Any, name: str, least: int, most: int) -> str:
    """A text of so many characters."""
    words = str(value or "")
    if not least <= len(words) <= most:
        raise bad(f"{name} must be {least}-{most} characters long")
    return words


def within(value: Any, usual: int, least: int, most: int) -> int:
    """A number, moved into its range as Telegram does."""
    return min(max(int(usual if value is None else value), least), most)


def fits(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value) is not None
