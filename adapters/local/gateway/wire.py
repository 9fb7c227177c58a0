"""Bytes that the gateway puts on the wire: the four error shapes, JSON documents and server-sent events (`mayi-wire.md` §2, §5.1)."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Literal

import orjson

Json = dict[str, Any]
Headers = tuple[tuple[str, str], ...]

JSON = "application/json; charset=utf-8"
SSE = "text/event-stream"
HEARTBEAT = b":\n\n"
DONE = b"data: [DONE]\n\n"

#: What the web UI answers to any path outside the API (§1.1).
UI_PAGE = b"<!doctype html><html><head><title>Console</title></head><body><div id=app></div></body></html>"


@dataclass(frozen=True)
class Answer:
    """A whole response, known before the first byte goes out. A long body may come in pieces."""

    status: int
    body: bytes | list[bytes] = b""
    media_type: str = JSON
    headers: Headers = ()


def document(status: int, content: Json, headers: Headers = ()) -> Answer:
    """A JSON answer."""
    return Answer(status, orjson.dumps(content), headers=headers)


def reason(status: int) -> str:
    """The standard phrase of a status; empty for those that only proxies use (520–524)."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


class Base64:
    """Megabytes of base64 inside a JSON value, which are put on the wire as they are, without a copy."""

    def __init__(self, text: bytes) -> None:
        self.text = text


def encoded(content: Json, *, indent: bool = False) -> list[bytes]:
    """JSON in pieces, each `Base64` a piece of its own."""
    texts: list[bytes] = []

    def stand_in(value: Base64) -> str:
        texts.append(value.text)
        return _PLACE

    rest = orjson.dumps(content, stand_in, orjson.OPT_INDENT_2 if indent else None).split(_PLACE_ENCODED)
    return [piece for pair in zip(rest, [*texts, b""], strict=True) for piece in pair]


def event(name: str, content: Json, *, lines: bool = False) -> list[bytes]:
    """One server-sent event in pieces. `lines` spreads the JSON over several `data:` lines, which the format allows."""
    pieces = encoded(content, indent=lines)
    return [b"event: %b\ndata: " % name.encode(), *(piece.replace(b"\n", b"\ndata: ") if lines else piece for piece in pieces), b"\n\n"]


#: No JSON string of ours can begin with this.
_PLACE = "\0base64"
_PLACE_ENCODED = orjson.dumps(_PLACE).strip(b'"')

Shape = Literal["S1", "S2", "S3", "S4"]


@dataclass(frozen=True)
class Fault:
    """A refusal or failure. `shape` is one of the four JSON shapes of §5.1; S1 and S4 have only `code` and `message`.

    `streamed` is the error that stands in its place once upstream answers a stream (§2.5); without one it stays an ordinary status."""

    status: int
    shape: Shape
    type: str
    message: str
    code: str = ""
    param: str = ""
    retry_after: int = 0
    streamed: "Fault | None" = None

    def error(self) -> Json:
        """The inner object, as it stands below `error`."""
        optional = {"code": self.code, "param": self.param}
        return {"type": self.type, "message": self.message, **{name: text for name, text in optional.items() if text}}

    def answer(self) -> Answer:
        """The ordinary HTTP form."""
        headers = (("Retry-After", str(self.retry_after)),) if self.retry_after else ()
        return document(self.status, self._content(), headers)

    def frame(self, form: int = 1) -> list[bytes]:
        """The `error` event of a stream: form 1 comes from upstream, form 2 from the gateway itself."""
        return event("error", {"type": "error", "error": self.error()} if form == 1 else {"error": self.error()})

    def after(self, seconds: int) -> "Fault":
        """The same with another `Retry-After`."""
        return replace(self, retry_after=seconds)

    def at_submit(self) -> bool:
        """Whether an asynchronous task is refused with it at once, rather than failing later (§4.1)."""
        return self.shape != "S2" or (self.status in (400, 403, 404, 413) and self.type != "image_generation_user_error")

    def _content(self) -> Json:
        if self.shape in ("S1", "S4"):
            return {"code": self.code if self.shape == "S1" else self.status, "message": self.message}
        outer = {"type": "error"} if self.shape == "S3" else {}
        return {**outer, "error": self.error()}


class Refused(Exception):
    """The request goes no further: answer with this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code or fault.type)
        self.fault = fault


def invalid(message: str, *, param: str = "", code: str = "", status: int = 400) -> Refused:
    """A request that cannot be served as it is (§2.1, §5.2)."""
    return Refused(Fault(status, "S2", "invalid_request_error", message, code, param))
