"""Do calls, answers and updates follow Telegram's published description of the Bot API?

The description (over half a megabyte) is not part of this repository: `telegram-bot-api.json` is looked for beside Discord's, in the folder
that INKMIRAGE_SPEC_DIR names. SUMMARY and TOLD say by hand what this project relies on, so that something is always checked.
"""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.loopback_discord import specification as discord
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.refusals import Json

VARIABLE = discord.VARIABLE
FILE = "telegram-bot-api.json"

#: What python-telegram-bot sends and Telegram takes, though the description does not say so: method or type, and field.
UNDESCRIBED: set[tuple[str, str]] = set()

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": (str,),
}
#: `The member's status in the chat, always "creator"`; `Type of the result, must be photo`.
_CONSTANT = re.compile(r"(?:always|must be) [“\"']?(\w+)[”\"']?$")
_MARKED = {"type", "status", "source"}

_USER, _CHAT = {"id", "is_bot", "first_name"}, {"id", "type"}
_MESSAGE = {"message_id", "date", "chat", "from"}

#: By method: the fields that a request must have, and those of a successful answer (of each entry, when it is a list).
SUMMARY: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), _USER | {"username", "can_join_groups", "can_read_all_group_messages", "supports_inline_queries"}),
    "getUpdates": (set(), {"update_id"}),
    "setWebhook": ({"url"}, set()),
    "getWebhookInfo": (set(), {"url", "has_custom_certificate", "pending_update_count"}),
    "setMyCommands": ({"commands"}, set()),
    "getMyCommands": (set(), {"command", "description"}),
    "sendMessage": ({"chat_id", "text"}, _MESSAGE | {"text"}),
    "sendPhoto": ({"chat_id", "photo"}, _MESSAGE | {"photo"}),
    "sendDocument": ({"chat_id", "document"}, _MESSAGE | {"document"}),
    "sendMediaGroup": ({"chat_id", "media"}, _MESSAGE | {"media_group_id"}),
    "sendChatAction": ({"chat_id", "action"}, set()),
    "editMessageText": ({"text"}, _MESSAGE | {"text"}),
    "editMessageMedia": ({"media"}, _MESSAGE),
    "deleteMessage": ({"chat_id", "message_id"}, set()),
    "answerCallbackQuery": ({"callback_query_id"}, set()),
    "answerInlineQuery": ({"inline_query_id", "results"}, set()),
    "answerPreCheckoutQuery": ({"pre_checkout_query_id", "ok"}, set()),
    "getFile": ({"file_id"}, {"file_id", "file_unique_id", "file_path"}),
    "sendInvoice": ({"chat_id", "title", "description", "payload", "currency", "prices"}, _MESSAGE | {"invoice"}),
    "getStarTransactions": (set(), {"transactions"}),
    "getChat": ({"chat_id"}, _CHAT | {"accent_color_id", "max_reaction_count", "accepted_gift_types"}),
    "getChatMember": ({"chat_id", "user_id"}, {"status", "user"}),
}
#: By kind of update: the fields that it must have.
TOLD: dict[str, set[str]] = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE | {"edit_date"},
    "callback_query": {"id", "from", "chat_instance", "data"},
    "inline_query": {"id", "from", "query", "offset"},
    "chosen_inline_result": {"result_id", "from", "query"},
    "pre_checkout_query": {"id", "from", "currency", "total_amount", "invoice_payload"},
    "my_chat_member": {"chat", "from", "date", "old_chat_member", "new_chat_member"},
}


def description() -> Path | None:
    """The file with the description, if it is on this machine."""
    file = discord.description().with_name(FILE)
    return file if file.is_file() else None


def missing_by_summary(call: Exchange) -> list[str]:
    """What SUMMARY asks for and this call or its answer does not have."""
    asked, answered = SUMMARY.get(call.method, (set(), set()))
    if not call.answer.get("ok"):
        return [f"{call.method}: the refusal lacks {name}" for name in ("error_code", "description") if name not in call.answer]
    found = [f"{call.method}: the request lacks {name}" for name in sorted(asked - set(call.body) - set(call.uploads))]
    entries = call.result if isinstance(call.result, list) else [call.result]
    lacking = {name for entry in entries if isinstance(entry, dict) for name in answered - set(entry)}
    return found + [f"{call.method}: the answer lacks {name}" for name in sorted(lacking)]


def missing_in_update(update: Json) -> list[str]:
    """What TOLD asks for and this update does not have."""
    kinds = [name for name in update if name != "update_id"]
    lacking = {name for kind in kinds for name in TOLD.get(kind, {"(a kind that is told here)"}) - set(update[kind])}
    return [f"{kinds}: lacks {name}" for name in sorted(lacking)] + ([] if len(kinds) == 1 else [f"{kinds}: not one kind"])


class Specification:
    """The description: methods with fields, types with fields or with subtypes."""

    def __init__(self, file: Path) -> None:
        document: Json = json.loads(file.read_text("utf-8"))
        self._methods, self._types = document["methods"], document["types"]

    def violations(self, call: Exchange) -> list[str]:
        """Everything in which this call or its answer differs from the description."""
        method = self._methods.get(call.method)
        if method is None:
            return [f"{call.method}: not in the description"]
        found = [f"{call.method}: answer{problem}" for problem in self._answer(method, call)]
        # A call that was refused may be wrong; one that was taken must be right.
        if call.answer.get("ok"):
            body = dict.fromkeys(call.uploads, "attach://") | call.body if call.uploads else call.body
            found += [f"{call.method}: request{problem}" for problem in self._fields(method, body, "", set(call.uploads))]
        return found

    def problems(self, kind: str, value: Any) -> list[str]:
        """How the value differs from a type: `Update`, `Array of Message`."""
        return list(self._value(kind, value, ""))

    def _answer(self, method: Json, call: Exchange) -> Iterator[str]:
        if not call.answer.get("ok"):
            known = {"ok", "error_code", "description", "parameters"}
            yield from (f".{name}: is not known" for name in set(call.answer) - known)
            yield from self._value("ResponseParameters", call.answer.get("parameters", {}), ".parameters")
        else:
            yield from self._any(method["returns"], call.result, ".result")

    def _fields(self, described: Json, value: Json, at: str, parts: set[str] | None = None) -> Iterator[str]:
        """The fields of an object; `parts` are files that other fields name."""
        fields = {field["name"]: field for field in described.get("fields", [])}
        named = json.dumps(value)
        for name in value:
            attached = name in (parts or ()) and f"attach://{name}" in named
            if name in fields:
                yield from self._field(fields[name], value[name], f"{at}.{name}")
            elif (described["name"], name) not in UNDESCRIBED and not attached:
                yield f"{at}.{name}: is not known"
        yield from (f"{at}.{name}: is missing" for name, field in fields.items() if field["required"] and name not in value)

    def _field(self, field: Json, value: Any, at: str) -> Iterator[str]:
        yield from self._any(field["types"], value, at)
        constant = _CONSTANT.search(field["description"]) if field["name"] in _MARKED else None
        if constant and value != constant[1]:
            yield f"{at}: {value!r} is not {constant[1]!r}"

    def _any(self, kinds: list[str], value: Any, at: str) -> Iterator[str]:
        """The problems with the kind that fits best, if none fits."""
        tried = [list(self._value(kind, value, at)) for kind in kinds]
        if all(tried):
            yield from min(tried, key=lambda problems: (_of_the_wrong_kind(problems, at), len(problems)))

    def _value(self, kind: str, value: Any, at: str) -> Iterator[str]:
        if kind.startswith("Array of "):
            yield from self._array(kind.removeprefix("Array of "), value, at)
        elif kind in _PLAIN:
            if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind not in ("Boolean", "True")):
                yield f"{at}: {str(value)[:60]!r} is not of type {kind}"
        elif "subtypes" in self._types[kind]:
            yield from self._any(self._types[kind]["subtypes"], value, at)
        elif isinstance(value, dict):
            yield from self._fields(self._types[kind], value, at)
        else:
            yield f"{at}: {str(value)[:60]!r} is not of type {kind}"

    def _array(self, kind: str, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: {str(value)[:60]!r} is not of type Array of {kind}"
            return
        for number, each in enumerate(value):
            yield from self._value(kind, each, f"{at}[{number}]")


def _of_the_wrong_kind(problems: list[str], at: str) -> int:
    """How many problems say that this is another thing altogether."""
    return sum(problem.startswith((f"{at}:", f"{at}.type:", f"{at}.status:", f"{at}.source:")) for problem in problems)


@functools.cache
def specification() -> Specification | None:
    """The description, if it is there."""
    file = description()
    return Specification(file) if file else None


def departures(calls: Iterable[Exchange], updates: Sequence[Json] = ()) -> list[str]:
    """Everything that was asked, answered or told and that Telegram describes otherwise."""
    found = [problem for call in calls for problem in missing_by_summary(call)]
    found += [problem for update in updates for problem in missing_in_update(update)]
    if (described := specification()) is not None:
        found += [problem for call in calls if call.status not in (0, 404) for problem in described.violations(call)]
        found += [f"update{problem}" for update in updates for problem in described.problems("Update", update)]
    return found
