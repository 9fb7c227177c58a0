"""Where buttons may lead; and links into the private chat, with what they bring along: `t.me/<bot>?start=<payload>` (platforms.md B3)."""

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from core.commands.spec import Command
from core.presses import PRESS, call_of, packed
from core.reply import Button, Call
from core.text import Text

MOST_PAYLOAD = 64
CALL = "c-"
KNOCK = "in-"
SHOWS = frozenset({"show", "original"})


def may_be_a_button(url: str) -> bool:
    """Whether Telegram takes a button that leads there. Of a host without a dot in its name it refuses the whole message, as TDLib's
    `check_link` has it ("Wrong HTTP URL"); what stands in brackets is taken by some of its servers only."""
    return "." in (urlsplit(url).hostname or "")


def private_link(username: str, call: Call) -> str:
    """Opens the private chat, where the call is made. Raises `ValueError` for one that does not fit."""
    return f"https://t.me/{username}?start={payload_of(call)}"


def payload_of(call: Call) -> str:
    """The call in at most 64 letters, digits, `_` and `-`: a plain command by its name, another one packed."""
    if not call.values:
        return call.command.replace("-", "_")
    words = packed(Button(Text(""), call)).encode()
    payload = CALL + base64.urlsafe_b64encode(words).decode().rstrip("=")
    if len(payload) > MOST_PAYLOAD:
        raise ValueError("too much for a link")
    return payload


def call_in(payload: str, commands: Mapping[str, Command]) -> Call | None:
    """What a payload asks for, if it only shows something: anybody can make such a link, and following one must cost and change nothing."""
    if payload.startswith(KNOCK):
        # A browser waits at the website's door; this only shows it, and lets nobody in (core/commands/account.py).
        return Call("knock", {"link": payload.removeprefix(KNOCK)})
    name = payload.replace("_", "-")
    if name in commands and commands[name].menu and commands[name].private:
        return Call(name, {})
    match = re.fullmatch(PRESS, _unpacked(payload.removeprefix(CALL))) if payload.startswith(CALL) else None
    return call_of(match["command"], match["values"]) if match and match["command"] in SHOWS else None


def _unpacked(words: str) -> str:
    try:
        return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
