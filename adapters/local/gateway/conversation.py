"""How the gateway talks to the client about one picture: in order, or out of order in all the ways of `mayi-wire.md` §7."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson

from adapters.local.gateway.delivery import SPOILERS, completed_event, json_document, partial_event
from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import FAULTS, PAGES, SLOTS_FULL, UNKNOWN_TRIGGER, UPSTREAM_IDLE, fault_of
from adapters.local.gateway.options import MIB
from adapters.local.gateway.painting import Painted
from adapters.local.gateway.sitting import JSON_BEAT, Sitting
from adapters.local.gateway.trigger import Trigger
from adapters.local.gateway.wire import DONE, JSON, SSE, Answer, Fault, Headers, Refused, encoded, event

BLOCK = b"A" * (256 * 1024)

Conversation = Callable[[Sitting], Awaitable[None]]


def check_trigger(trigger: Trigger) -> None:
    """Raises `Refused` for a name that means nothing here."""
    if trigger.name not in known_triggers():
        raise Refused(UNKNOWN_TRIGGER)


def known_triggers() -> frozenset[str]:
    """Every name that a trigger may have."""
    return frozenset({*FAULTS, *PAGES, *SPOILERS, *CONVERSATIONS, *PLAIN, "fail_then_ok", *FOR_TASKS, *FOR_ACCOUNT})


async def converse(sitting: Sitting) -> None:
    """Answer one picture request. Raises `Refused` where the ordinary answer is a fault, `ClientLeft` when nobody waits any more."""
    trigger = sitting.trigger
    check_trigger(trigger)
    await pause(trigger)
    if await early_answer(trigger, sitting.exchange):
        return
    fault = fault_of(trigger)
    if fault and not _in_stream(sitting, fault):
        raise Refused(fault)
    async with _place(sitting):
        await sitting.prepare()
        await (_stream_fault(sitting, fault) if fault else _conversation(sitting)(sitting))


async def pause(trigger: Trigger) -> None:
    """The silence before everything else: `slow=T`, or `delay=T` with any trigger."""
    seconds = trigger.number(0, index=0 if trigger.name == "slow" else None, option="delay")
    if seconds:
        await asyncio.sleep(seconds)


async def early_answer(trigger: Trigger, exchange: Exchange) -> bool:
    """Send the proxy page that the trigger asks for, if it does (row 29)."""
    page = PAGES.get(trigger.name)
    if page:
        await exchange.send(page)
    return page is not None


def _in_stream(sitting: Sitting, fault: Fault) -> bool:
    """Whether this fault comes as an `error` event: by its nature, or because `event=1|2` asks for it."""
    return sitting.request.stream and (fault.streamed is not None or "event" in sitting.trigger.options)


async def _stream_fault(sitting: Sitting, fault: Fault) -> None:
    await sitting.open_stream()
    await sitting.beat_until(sitting.pace)
    form = 2 if sitting.trigger.options.get("event") == "2" else 1
    await sitting.piece(*(fault.streamed or fault).frame(form))
    await sitting.finish()


def _conversation(sitting: Sitting) -> Conversation:
    usual = _stream if sitting.request.stream else _document
    return CONVERSATIONS.get(sitting.trigger.name, usual)


@asynccontextmanager
async def _place(sitting: Sitting) -> AsyncIterator[None]:
    """A place to work in. A stream that has to wait for one is pinged at once, which commits its 200 (§2.5)."""
    house = sitting.house
    if sitting.request.stream and house.slots.must_wait(house.options):
        await sitting.open_stream()
    async with house.slots.one(house.options, sitting.exchange):
        yield


async def _document(sitting: Sitting, media_type: str = JSON, headers: Headers = ()) -> None:
    """Row 1: one JSON document after the time that it takes."""
    pictures = await _made(sitting)
    body = encoded(json_document(sitting, pictures))
    if sitting.trigger.name == "gzip":
        pieces = body
        body = [await sitting.house.painter.call(lambda: gzip.compress(b"".join(pieces), 1))]
        headers = (*headers, ("Content-Encoding", "gzip"))
    await sitting.exchange.send(Answer(200, body, media_type, headers))


async def _stream(sitting: Sitting, headers: Headers = ()) -> None:
    """Row 2: heartbeat, frames, picture, end."""
    await sitting.open_stream(headers)
    picture = (await sitting.paint_beating(sitting.pace / (sitting.request.partial_images + 1)))[0]
    await _frames(sitting, picture)
    await sitting.beat_until(sitting.pace)
    if _charged(sitting):
        sitting.charge([picture])
    completed = completed_event(sitting, picture)
    await sitting.piece(*event(completed["type"], completed, lines=sitting.trigger.name == "multi_data"))
    await sitting.piece(DONE if sitting.trigger.name == "done" else b"")
    await sitting.finish()


async def _frames(sitting: Sitting, picture: Painted) -> None:
    if sitting.trigger.name in ("no_partials", "multi_data"):
        return
    for index in range(len(picture.frames)):
        await sitting.beat_until(sitting.pace * (index + 1) / (len(picture.frames) + 1))
        frame = partial_event(sitting, picture, index)
        await sitting.piece(*event(frame["type"], frame))


def _charged(sitting: Sitting, default: bool = True) -> bool:
    """Whether a picture was made, as the ledger sees it; `charged=0|1` decides, else the row."""
    if sitting.trigger.name in ("data_empty", "data_missing"):
        default = False
    return sitting.trigger.flag("charged", default)


async def _made(sitting: Sitting, *, charged: bool = True) -> list[Painted]:
    pictures = await sitting.paint()
    await sitting.until(sitting.pace)
    if _charged(sitting, charged):
        sitting.charge(pictures)
    return pictures


async def _as_document(sitting: Sitting) -> None:
    """Row 7: a stream was asked for, a document comes."""
    await _document(sitting)


async def _document_as_stream(sitting: Sitting) -> None:
    """Row 8: the content type lies."""
    await _document(sitting, SSE)


async def _two_request_ids(sitting: Sitting) -> None:
    """Row 9: the gateway's id and the one that upstream added."""
    own = () if any(name == "x-request-id" for name, _ in sitting.exchange.headers) else (("X-Request-Id", sitting.house.new_uuid()),)
    headers = (*own, ("X-Request-Id", f"req_{sitting.house.new_id()}"))
    await (_stream(sitting, headers) if sitting.request.stream else _document(sitting, headers=headers))


async def _beating(sitting: Sitting) -> None:
    """Row 5: `heartbeat=I,T`."""
    sitting.take_rhythm(0)
    if sitting.request.stream:
        await _stream(sitting)
        return
    await _open_document(sitting)
    pictures = await sitting.paint_beating(sitting.pace, JSON_BEAT)
    sitting.charge(pictures)
    await sitting.piece(*encoded(json_document(sitting, pictures)))
    await sitting.finish()


async def _late_error(sitting: Sitting) -> None:
    """Row 6: `late_error=kind,I,T`; the status was 200 long before the error."""
    sitting.take_rhythm(1)
    fault = fault_of(sitting.trigger, sitting.trigger.word(0, "up500"), place=None)
    if fault is None or fault.shape != "S2":
        raise Refused(UNKNOWN_TRIGGER)
    if sitting.request.stream:
        await _stream_fault(sitting, fault)
        return
    await _open_document(sitting)
    await sitting.beat_until(sitting.pace, JSON_BEAT)
    await sitting.piece(orjson.dumps({"error": fault.error()}))
    await sitting.finish()


async def _open_document(sitting: Sitting) -> None:
    """Begin a JSON answer that will be kept alive (§2.4)."""
    await sitting.exchange.open(JSON, (("Cache-Control", "no-cache"), ("X-Accel-Buffering", "no")))


async def _error_after_ping(sitting: Sitting) -> None:
    """Row 18: a ping, then the gateway's own form of an error event; without a stream an ordinary status."""
    fault = fault_of(sitting.trigger, sitting.trigger.word(0, "concurrency"), place=1) or SLOTS_FULL
    if not sitting.request.stream:
        raise Refused(fault)
    await sitting.open_stream()
    await sitting.piece(*fault.frame(form=2))
    await sitting.finish()


async def _drop_before(sitting: Sitting) -> None:
    """Row 30: not a byte. `charged=1`, `rst=1`."""
    await _made(sitting, charged=False)
    sitting.exchange.drop(reset=sitting.trigger.flag("rst"))


async def _drop_mid(sitting: Sitting) -> None:
    """Row 31: part of the answer, then a reset. `after=BYTES`, `chunked=1`, `rst=0`."""
    pictures = await _made(sitting)
    completed = completed_event(sitting, pictures[0])
    body = b"".join(event(completed["type"], completed) if sitting.request.stream else encoded(json_document(sitting, pictures)))
    part = body[: int(sitting.trigger.number(len(body) // 2, option="after"))]
    if sitting.request.stream or sitting.trigger.flag("chunked"):
        await (sitting.open_stream() if sitting.request.stream else sitting.exchange.open(JSON))
        await sitting.piece(part)
    else:
        await sitting.exchange.send(Answer(200, part), length=len(body))
    sitting.exchange.drop(reset=sitting.trigger.flag("rst", default=True))


async def _drop_stream(sitting: Sitting) -> None:
    """Row 32: a frame, then nothing. `clean=1` ends the stream properly but without a picture; `charged=1`."""
    if not sitting.request.stream:
        await _drop_mid(sitting)
        return
    await sitting.open_stream()
    picture = (await sitting.paint())[0]
    await _frames(sitting, picture)
    if _charged(sitting, default=False):
        sitting.charge([picture])
    if sitting.trigger.flag("clean"):
        await sitting.finish()
    else:
        sitting.exchange.drop(reset=sitting.trigger.flag("rst"))


async def _idle(sitting: Sitting) -> None:
    """Row 33: `idle=T`, not even heartbeats; the gateway gives up after its own limit of 900 s."""
    if _charged(sitting, default=False):
        sitting.charge(await sitting.paint())
    if sitting.request.stream:
        await sitting.exchange.open(SSE, (("Cache-Control", "no-cache"),))
    if await sitting.exchange.wait_gone(sitting.trigger.number(900, index=0)):
        return
    if not sitting.request.stream:
        raise Refused(UPSTREAM_IDLE)
    await sitting.piece(*UPSTREAM_IDLE.frame())
    await sitting.finish()


async def _huge(sitting: Sitting) -> None:
    """Row 37: `huge=BYTES` of base64, a block at a time, until the client has had enough."""
    size = int(sitting.trigger.number(65 * MIB, index=0))
    await _made(sitting)
    if sitting.request.stream:
        await sitting.open_stream()
        name = f"{sitting.prefix}.completed"
        start, end = f'event: {name}\ndata: {{"type":"{name}","b64_json":"'.encode(), b'"}\n\n'
    else:
        await sitting.exchange.open(JSON)
        start, end = b'{"created":1,"data":[{"b64_json":"', b'"}]}'
    await sitting.piece(start)
    for sent in range(0, size, len(BLOCK)):
        if sitting.exchange.gone.is_set():
            return
        await sitting.piece(BLOCK[: size - sent])
    await sitting.piece(end)
    await sitting.finish()


CONVERSATIONS: dict[str, Conversation] = {
    "stream_json": _as_document,
    "json_as_sse": _document_as_stream,
    "dup_reqid": _two_request_ids,
    "heartbeat": _beating,
    "late_error": _late_error,
    "sse_error2": _error_after_ping,
    "drop_before": _drop_before,
    "drop_mid": _drop_mid,
    "drop_sse": _drop_stream,
    "idle": _idle,
    "huge": _huge,
}

#: Triggers that the usual conversation itself understands.
PLAIN = ("ok", "slow", "done", "size_off", "fmt", "no_partials", "multi_data", "gzip", "data_empty", "data_missing")

#: Triggers of asynchronous tasks and of the account pages; elsewhere they change nothing.
FOR_TASKS = ("polls", "task_stuck", "task_result_error")
FOR_ACCOUNT = ("models", "usage")
