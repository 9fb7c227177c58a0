"""Which path does what (`mayi-wire.md` §1.1)."""

import asyncio
import hashlib

from adapters.local.gateway import account
from adapters.local.gateway.body import Body
from adapters.local.gateway.conversation import check_trigger, converse, early_answer, pause
from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import PAGES, TASKS_OFF, fault_of
from adapters.local.gateway.house import House
from adapters.local.gateway.journal import Entry, Part
from adapters.local.gateway.request import PictureRequest, fields_of, picture_request, told_options
from adapters.local.gateway.sitting import Sitting
from adapters.local.gateway.tasks import TaskBoard
from adapters.local.gateway.trigger import OK, Trigger, marked, parse
from adapters.local.gateway.wire import Answer, Json, Refused, document, invalid

API_PREFIXES = ("/v1/", "/api/", "/images/", "/responses/", "/files/", "/sandbox/")
TASK_PREFIX = "/images/tasks/"
IMAGE_PATHS = ("/images/generations", "/images/edits")
LONG_BODY = 256 * 1024


async def route(house: House, board: TaskBoard, exchange: Exchange, body: Body, entry: Entry) -> None:
    """Answer one request to the gateway. Raises `Refused`, `BadTrigger`, `ClientLeft`."""
    path = exchange.path.removeprefix("/v1")
    asked = exchange.method, path
    if path in IMAGE_PATHS and exchange.method == "POST":
        await _pictures(house, exchange, body, entry, edit=path.endswith("edits"))
    elif path.removesuffix("/async") in IMAGE_PATHS and exchange.method == "POST":
        await _submit(house, board, exchange, body, entry, edit="edits" in path)
    elif path.startswith(TASK_PREFIX) and exchange.method == "GET":
        key = account.authenticate(exchange, house.options)
        await exchange.send(board.poll(path.removeprefix(TASK_PREFIX), key))
    elif asked in (("GET", "/models"), ("GET", "/usage"), ("GET", "/sub2api/billing")) and exchange.path.startswith("/v1/"):
        await _account(house, exchange, entry, path.rpartition("/")[2])
    elif exchange.path in house.files and exchange.method == "GET":
        await _file(house, exchange)
    else:
        await exchange.send(_elsewhere(exchange))


async def _pictures(house: House, exchange: Exchange, body: Body, entry: Entry, *, edit: bool) -> None:
    account.authenticate(exchange, house.options)
    sitting = await _sitting(house, exchange, body, entry, edit=edit)
    house.check_money()
    await converse(sitting)


async def _submit(house: House, board: TaskBoard, exchange: Exchange, body: Body, entry: Entry, *, edit: bool) -> None:
    key = account.authenticate(exchange, house.options)
    if not house.options.async_tasks:
        raise Refused(TASKS_OFF)
    sitting = await _sitting(house, exchange, body, entry, edit=edit, listening=False)
    house.check_money()
    check_trigger(sitting.trigger)
    if sitting.request.stream:
        raise invalid("stream is not supported for async image tasks", param="stream")
    if await early_answer(sitting.trigger, exchange):
        return
    answer = board.submit(sitting, key)
    if sitting.trigger.name == "drop_before":
        exchange.drop(reset=sitting.trigger.flag("rst"))
    else:
        await exchange.send(answer)


async def _account(house: House, exchange: Exchange, entry: Entry, page: str) -> None:
    account.authenticate(exchange, house.options)
    trigger = _header_trigger(exchange) or house.take_planned(page) or OK
    entry.trigger = trigger.text
    check_trigger(trigger)
    trigger = house.resolved(trigger, exchange.path)
    await pause(trigger)
    if trigger.name == "drop_before":
        exchange.drop(reset=trigger.flag("rst"))
        return
    fault = fault_of(trigger)
    if fault:
        raise Refused(fault)
    pages = {"models": lambda: account.models(house.options, trigger), "usage": lambda: account.usage(house, trigger)}
    await exchange.send(PAGES.get(trigger.name) or pages.get(page, lambda: account.billing(house))())


async def _sitting(house: House, exchange: Exchange, body: Body, entry: Entry, *, edit: bool, listening: bool = True) -> Sitting:
    """Read the body, note it in the journal, and find the trigger. Raises `Refused`, `BadTrigger`."""
    fields = await _fields(house, body, edit=edit)
    prompt = fields.get("prompt") if isinstance(fields.get("prompt"), str) else ""
    entry.options = told_options(fields)
    entry.prompt_sha256 = hashlib.sha256(prompt.encode(errors="replace")).hexdigest() if prompt else ""
    trigger = _header_trigger(exchange) or marked(prompt or "") or house.take_planned("images") or OK
    entry.trigger = trigger.text
    request: PictureRequest = picture_request(fields, edit=edit)
    return Sitting(house, request, house.resolved(trigger, request.prompt), entry, exchange if listening else None)


async def _fields(house: House, body: Body, *, edit: bool) -> Json:
    if body.size > LONG_BODY:
        return await house.painter.call(lambda: fields_of(body, edit=edit))
    return fields_of(body, edit=edit)


def _header_trigger(exchange: Exchange) -> Trigger | None:
    text = exchange.header("x-sandbox")
    return parse(text) if text else None


async def _file(house: House, exchange: Exchange) -> None:
    """A hosted picture (row 10)."""
    file = house.files[exchange.path]
    await asyncio.sleep(file.delay)
    body = file.data if file.status == 200 else b"not found"
    await exchange.send(Answer(file.status, body, file.media_type if file.status == 200 else "text/plain"))


def _elsewhere(exchange: Exchange) -> Answer:
    """Health; else a plain 404 below the API's prefixes and the web UI's page anywhere else, which looks like success."""
    if exchange.path == "/health":
        return document(200, {"status": "ok"})
    return PAGES["plain404"] if exchange.path.startswith(API_PREFIXES) else PAGES["html200"]


def parts_of(body: Body) -> list[Part]:
    """The parts of a form, for the journal."""
    return [Part(part.name, part.filename, part.media_type, part.size, len(part.data), part.sha256) for part in body.parts or ()]
