"""The log: one line per event on standard error, for people or as JSON, in UTC, and never with anything private in it.

What may be said is an allow-list (privacy.md §4.3): constant event names, and the fields below. Everything else is dropped, not masked.
The text of an exception is never written, because drivers and gateways quote what they were given: the type and the stack say enough.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from copy import copy
from types import TracebackType
from typing import Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from core import trace

OURS = ("__main__", "adapters", "bot", "core", "db")

#: Libraries that set levels of their own, or that would print addresses, queries and headers below WARNING.
QUIET = ("aiohttp", "aiosqlite", "apscheduler", "botocore", "httpx", "httpcore", "sqlalchemy", "uvicorn", "uvicorn.access", "uvicorn.error")

#: They warn at every start of what we want: no intents, no voice.
CONTENT = ("discord.client", "discord.state")

#: Fields that a log call may pass in `extra`: our own random ids, names from our code, counts and times. Nothing that a person wrote,
#: nobody's name on a platform, no address of a mailbox. A test compares this with every call in the program.
# fmt: off
FIELDS = frozenset([
    "attempt", "attempts", "blocks", "bytes", "code", "command", "entry", "error", "error_code", "error_type", "failures",
    "gateway_id", "incident", "job", "kind", "letter", "missing", "ms", "notice", "objects", "order", "outcome", "path", "pause",
    "payments", "people", "picture", "platform", "port", "provider", "reason", "refund", "release", "request", "role", "rows", "seconds",
    "signal", "sqlstate", "status", "step", "table", "task", "trace", "works",
])
# fmt: on

_GONE = "[gone]"
_SHORTEST_SECRET = 6  # a shorter one would blot out half of every line, and is no secret
_FRAMES = 24
_FAILURES = 8

_PRIVATE = [
    (re.compile(r"://[^/\s@]+@"), f"://{_GONE}@"),  # user and password in an address
    (re.compile(r"(?i)\b(bearer|basic|bot)\s+[\w.~+/=:-]{8,}"), rf"\1 {_GONE}"),
    (re.compile(r"\d{6,}:[\w-]{20,}"), _GONE),  # a Telegram bot token, in an address or alone
    (re.compile(r"\bsk-[\w-]{8,}"), _GONE),
    (re.compile(r"\b(?:sk|rk|pk)_(?:live|test)_\w{4,}|\bwhsec_[\w+/=-]{4,}|\bre_[A-Za-z0-9]\w{15,}"), _GONE),  # Stripe's and Resend's
    (re.compile(r"(/webhooks/\d+/|/interactions/\d+/)[\w.~-]+"), rf"\1{_GONE}"),  # Discord's interaction tokens are part of the path
    (re.compile(r"(https?://[^\s?\"']*)\?[^\s\"']*"), rf"\1?{_GONE}"),  # signatures and searches travel in queries
    (re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+"), _GONE),  # an e-mail address
]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def setup(level: str, form: Literal["console", "json"], secrets: Iterable[str], *, stream: TextIO | None = None) -> None:
    """Start logging to `stream` (standard error unless given). `level` holds for our own modules; libraries speak from WARNING on."""
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(formatter(form, secrets, colors=handler.stream.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in CONTENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def formatter(form: Literal["console", "json"], secrets: Iterable[str], *, colors: bool = False) -> logging.Formatter:
    """The last station of every record."""
    last: list[Processor] = [structlog.processors.JSONRenderer()]
    if form == "console":
        last = [_one_line, structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=0)]
    return _Formatter(
        foreign_pre_chain=[
            structlog.stdlib.ExtraAdder(FIELDS),
            _traced,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[_without_chatter, _failures, _Redaction(secrets), structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Names the type of an exception that was passed as an argument of the message, instead of its text."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        if isinstance(record.args, tuple):
            record.args = tuple(_named(value) for value in record.args)
        if isinstance(record.msg, BaseException):
            record.msg = _named(record.msg)
        return super().format(record)


class _Handler(logging.StreamHandler[TextIO]):
    """Says that a record could not be written without saying what was in it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the base class spells it so
        kind = type(sys.exception()).__name__
        sys.stderr.write(f"a log record of {record.name}, line {record.lineno}, could not be written: {kind}\n")


class _Redaction:
    """Takes secrets, tokens, addresses and control characters out of every text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spelt = {form for secret in secrets if len(secret) >= _SHORTEST_SECRET for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted(spelt, key=len, reverse=True)

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {key: value if key.startswith("_") else self._clean(value) for key, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list | tuple):
            return [self._clean(item) for item in value]
        return value if value is None or isinstance(value, bool | int | float) else type(value).__name__

    def _text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _GONE)
        for pattern, instead in _PRIVATE:
            text = pattern.sub(instead, text)
        return _CONTROL.sub(" ", text)


def _traced(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """What the line belongs to, from the edge to the delivery (`core/trace.py`)."""
    return {**event, "trace": trace.current()} if trace.current() else event


def _named(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _without_chatter(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """asyncio puts the representation of the lost task, with the text of its exception, below its first line."""
    if event["_record"].name == "asyncio":
        event["event"] = str(event["event"]).partition("\n")[0]
    event.pop("stack_info", None)
    return event


def _failures(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """An exception as the types and places of itself, of what caused it and of what it groups."""
    failure = event.pop("exc_info", None)
    if isinstance(failure, tuple) and isinstance(failure[1], BaseException):
        event["failure"] = [_place(error) for error, _ in zip(_family(failure[1]), range(_FAILURES), strict=False)]
    return event


def _family(error: BaseException) -> Iterator[BaseException]:
    waiting, met = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if id(current) in met:
            continue
        met.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        if source := current.__cause__ or (None if current.__suppress_context__ else current.__context__):
            waiting.append(source)


def _place(error: BaseException) -> str:
    """`KeyError at core/jobs.py:12 after_failure < bot/runtime.py:80 run`: where it was raised comes first."""
    frames = [f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in traceback.walk_tb(error.__traceback__)]
    return f"{type(error).__qualname__} at {' < '.join(reversed(frames[-_FRAMES:])) or 'no place'}"


def _short(filename: str) -> str:
    """The end of a path: enough to find the file, nothing of the machine."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])


def _one_line(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if "failure" in event:
        event["failure"] = " | ".join(event["failure"])
    return event


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("the program stopped on an error that nobody expected", exc_info=(kind, error, trace))


def _uncaught_in_thread(lost: threading.ExceptHookArgs) -> None:
    if lost.exc_value is not None:
        _uncaught(lost.exc_type, lost.exc_value, lost.exc_traceback)
