"""A reply as a JSON value and back, so that the answer to a request can be kept and given again word for word."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from typing import Any

from core.reply import Button, Call, Document, Fact, Form, Invoice, Link, Picture, Progress, Reply, Tone
from core.text import Money, Text

KIND = "is"  # the key under which a JSON object says which value it holds; never a field of one
VALUES = {cls.__name__: cls for cls in (Button, Call, Document, Fact, Form, Invoice, Link, Money, Picture, Progress, Reply, Text)}


def to_json(reply: Reply) -> dict[str, Any]:
    """The reply in strings, numbers, lists and objects. Fields that have their default are left out."""
    plain: dict[str, Any] = _to_json(reply)
    return plain


def from_json(stored: dict[str, Any]) -> Reply:
    """The reply again. Raises `ValueError` if this is not one."""
    reply = _from_json(stored)
    if not isinstance(reply, Reply):
        raise ValueError("not a stored reply")
    return reply


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return {KIND: "datetime", "at": value.isoformat()}
    if isinstance(value, Tone):
        return {KIND: "Tone", "tone": value.value}
    if isinstance(value, Mapping):
        return {KIND: "dict", "items": {name: _to_json(item) for name, item in value.items()}}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if is_dataclass(value):
        given = {field.name: getattr(value, field.name) for field in fields(value) if getattr(value, field.name) != _default(field)}
        return {KIND: type(value).__name__, **{name: _to_json(item) for name, item in given.items()}}
    return value


def _from_json(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(_from_json(item) for item in stored)
    if not isinstance(stored, dict):
        return stored
    match stored:
        case {"is": "datetime", "at": at}:
            return datetime.fromisoformat(at)
        case {"is": "Tone", "tone": tone}:
            return Tone(tone)
        case {"is": "dict", "items": items}:
            return {name: _from_json(item) for name, item in items.items()}
        case {"is": kind, **given} if kind in VALUES:
            return VALUES[kind](**{name: _from_json(item) for name, item in given.items()})
        case _:
            raise ValueError("not a stored reply")


def _default(field: Any) -> Any:
    return field.default if field.default is not MISSING else object()
