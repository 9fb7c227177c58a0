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
    """A whole response, known before the first byte goes out."""

    status: int
    body: bytes = b""
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


def event(name: str, content: Json, *, lines: bool = False) -> bytes:
    """One server-sent event. `lines` spreads the JSON over several `data:` lines, which the format allows."""
    text = orjson.dumps(content, option=orjson.OPT_INDENT_2 if lines else None)
    data = b"".join(b"data: " + line + b"\n" for line in text.split(b"\n")) if lines else b"data: " + text + b"\n"
    return b"event: " + name.encode() + b"\n" + data + b"\n"


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

    def frame(self, form: int = 1) -> bytes:
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
