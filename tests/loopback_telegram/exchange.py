"""One call to the Bot API: what was asked, what was answered, and when."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from aiohttp import BodyPartReader, web

from tests.loopback_discord.cdn import Upload
from tests.loopback_telegram.refusals import Json

#: Fields that are text whatever they look like; every other one that comes as text is read as JSON where it can be.
_TEXT = {
    "callback_query_id",
    "caption",
    "chat_instance",
    "currency",
    "description",
    "document",
    "error_message",
    "file_id",
    "inline_message_id",
    "inline_query_id",
    "language_code",
    "name",
    "next_offset",
    "parse_mode",
    "payload",
    "photo",
    "pre_checkout_query_id",
    "provider_token",
    "secret_token",
    "short_description",
    "start_parameter",
    "telegram_payment_charge_id",
    "text",
    "title",
    "url",
}


@dataclass
class Exchange:
    """A call, kept for the tests to look at."""

    method: str  # sendMessage
    at: datetime  # by the clock that a test can move
    arrived: float = field(default_factory=monotonic)
    answered: float | None = None
    body: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    status: int = 0
    answer: Json = field(default_factory=dict)

    @property
    def result(self) -> Any:
        """What the method returned; None when it was refused."""
        return self.answer.get("result")

    @property
    def elapsed(self) -> float:
        """Seconds of the wall clock until the answer was ready."""
        return (monotonic() if self.answered is None else self.answered) - self.arrived

    @property
    def words(self) -> str:
        """The body as text, to look for words in."""
        return json.dumps(self.body, ensure_ascii=False)


@dataclass(frozen=True)
class Stamp:
    """When a call came and when it was answered, by the monotonic clock."""

    method: str
    arrived: float
    answered: float

    @property
    def elapsed(self) -> float:
        return self.answered - self.arrived


async def read_call(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """The fields of the call, from the address, a form, JSON or multipart, and its files by the name of their part."""
    given: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "multipart/form-data":
        await _read_parts(request, given, uploads)
    elif request.content_type == "application/json":
        given |= json.loads(await request.text() or "{}")
    else:
        given |= dict(await request.post())
    return {name: decoded(name, value) for name, value in given.items()}, uploads


async def _read_parts(request: web.Request, given: Json, uploads: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        name = part.name or ""
        if part.filename is None:
            given[name] = await part.text()
        else:
            kind = part.headers.get("Content-Type", "")
            uploads[name] = Upload(part.filename, bytes(await part.read()), "" if kind == "application/octet-stream" else kind)


def decoded(name: str, value: Any) -> Any:
    """The value of a field that may have been written as a text: `"17"`, `"true"`, `"[…]"`."""
    if not isinstance(value, str) or name in _TEXT:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
