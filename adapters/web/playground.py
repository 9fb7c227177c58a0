"""The playground's own requests: people, what they say and press, and what happens meanwhile."""

import asyncio
import contextlib
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.web import render
from adapters.web.chat import PLATFORM, says_something, without_form
from adapters.web.parts import SentLetter, WebParts
from adapters.web.people import browser_locale, seat
from adapters.web.statement import wallet
from core.accounts import Account, Person
from core.caller import Address, Caller
from core.cards import without_card_numbers
from core.commands.dispatch import Answer
from core.completions import Completions
from core.errors import DomainError
from core.prompts import printable
from core.reply import Reply
from core.storage.errors import DatabaseAway
from core.storage.playground import ChatEntry
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text
from core.uploads import accept_upload
from core.vouchers import without_codes

PAGE = 50
UPLOAD_BYTES = 25 * 1024 * 1024
DRAIN_BYTES = 200 * 1024 * 1024
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
MOST_SAID = 40_000
MOST_JSON = 1024 * 1024
LONGEST_NAME = 40
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


def routes() -> list[Route]:
    """Everything under /api, and the preview frames."""
    return [
        Route("/api/people", add_person, methods=["POST"]),
        Route("/api/messages", messages),
        Route("/api/uploads", upload, methods=["POST"]),
        Route("/api/say", say, methods=["POST"]),
        Route("/api/run", run, methods=["POST"]),
        Route("/api/events", events),
        Route("/api/wallet", wallet_of),
        Route("/api/complete", completions),
        Route("/api/mail", mail),
        Route("/api/mail/{letter}", letter_page),
        Route("/previews/{key}", preview),
    ]


def parts_of(request: Request) -> WebParts:
    """What the application was built from."""
    parts: WebParts = request.app.state.parts
    return parts


async def person_of(request: Request, uid: str | None = None) -> Person:
    """The person the page speaks for. Raises 404 for a stranger."""
    wanted = printable(uid if uid is not None else request.query_params.get("person", ""))
    person = await parts_of(request).workshop.store.read(lambda uow: uow.accounts.person(PLATFORM, wanted))
    if person is None:
        raise HTTPException(404, "no such person")
    return person


def _caller(request: Request, person: Person, nonce: str, *, seen: int | None = None, uploads: tuple[str, ...] = ()) -> Caller:
    return Caller(
        platform=PLATFORM,
        uid=person.uid,
        name=person.name,
        key=f"{person.uid}/{nonce}",
        address=Address(PLATFORM, person.uid, private=True, uid=person.uid),
        locale_hint=person.locale_hint or browser_locale(request),
        price_seen=seen,
        uploads=uploads,
    )


async def _json(request: Request) -> dict[str, Any]:
    """The request's JSON object. Pages of other origins cannot send the header without being asked first (CSRF)."""
    if request.headers.get("x-playground") != "1":
        raise HTTPException(403, "not from the playground page")
    try:
        body = orjson.loads(await _content(request))
    except orjson.JSONDecodeError:
        raise HTTPException(400, "not JSON") from None
    if not isinstance(body, dict):
        raise HTTPException(400, "not a JSON object")
    return body


async def _content(request: Request) -> bytes:
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_JSON:
            await _drain(request)
            raise HTTPException(413, "too long")
    return content


def _nonce(body: Mapping[str, Any]) -> str:
    nonce = str(body.get("nonce", ""))
    if not re.fullmatch(r"[A-Za-z0-9-]{8,64}", nonce):
        raise HTTPException(422, "a nonce of 8 to 64 letters and digits is needed")
    return nonce


def _words(body: Mapping[str, Any], name: str) -> str:
    words = body.get(name) or ""
    if not isinstance(words, str):
        raise HTTPException(422, f"{name} must be text")
    return words


def _ids(given: object) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise HTTPException(422, "a list of ids is needed")
    return tuple(printable(str(id)) for id in given)


def _number(value: str) -> int | None:
    """A whole number that the database can hold, or none."""
    return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


async def add_person(request: Request) -> Response:
    """A new person, with a mailbox of their own, greeted by /start."""
    parts, body = parts_of(request), await _json(request)
    name = _name(_words(body, "name"))
    if not name:
        raise HTTPException(422, "a name is needed")
    uid = parts.ambient.new_id()
    await seat(parts, uid, name, browser_locale(request, _words(body, "locale")))
    return JSONResponse({"uid": uid, "name": name}, 201)


def _name(words: str) -> str:
    """One line without control or direction characters, or what looks like a payment card (PRV-09)."""
    visible = "".join(c for c in without_card_numbers(" ".join(words.split())) if not unicodedata.category(c).startswith("C"))
    return visible[:LONGEST_NAME].strip()


async def messages(request: Request) -> Response:
    """A page of the chat, oldest first."""
    parts, person = parts_of(request), await person_of(request)
    before = _instant(request.query_params.get("before"))
    entries = await parts.workshop.store.read(lambda uow: uow.chats.latest(person.uid, limit=PAGE + 1, before=before))
    return JSONResponse({"messages": await parts.chat.shown(entries[-PAGE:]), "more": len(entries) > PAGE})


def _instant(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise HTTPException(422, "not a time") from None
    if instant.tzinfo is None:
        raise HTTPException(422, "a time needs its zone")
    return instant


async def say(request: Request) -> Response:
    """A line as typed, with what was attached to it."""
    parts, body = parts_of(request), await _json(request)
    person, nonce = await person_of(request, str(body.get("person", ""))), _nonce(body)
    line = str(body.get("text", ""))[:MOST_SAID]
    uploads = _ids(body.get("uploads", []))
    caller = _caller(request, person, nonce, uploads=uploads)
    files = await _files(parts, person, uploads)
    said = await parts.chat.post_words(person.uid, f"{nonce}/said", _shown(line), files)
    answer = await parts.dispatch.typed(caller, line)
    return await _answered(request, person, nonce, answer, [said], typed=True)


def _shown(line: str) -> str:
    """The person's words as the chat keeps them: never with a payment card number (PRV-09) or the code of a voucher in them."""
    return without_card_numbers(without_codes(line))


async def _files(parts: WebParts, person: Person, uploads: tuple[str, ...]) -> list[Mapping[str, str]]:
    def find(uow: UnitOfWork) -> list[Mapping[str, str]]:
        found = [uow.references.get(person.account_id, id) for id in uploads]
        return [{"key": reference.object_key, "name": "reference"} for reference in found if reference]

    return await parts.workshop.store.read(find)


async def run(request: Request) -> Response:
    """A command from a form or a button."""
    parts, body = parts_of(request), await _json(request)
    person, nonce = await person_of(request, str(body.get("person", ""))), _nonce(body)
    values = body.get("values", {})
    if not isinstance(values, dict) or not all(isinstance(v, str | int | bool | list) for v in values.values()):
        raise HTTPException(422, "values must be plain")
    seen = body.get("seen")
    echo = bool(body.get("echo"))
    said: list[ChatEntry] = []
    if echo:
        references = values.get("references")
        files = await _files(parts, person, _ids(references) if isinstance(references, list) else ())
        said = [await parts.chat.post_words(person.uid, f"{nonce}/said", _shown(str(body.get("label", "")))[:MOST_SAID], files)]
    caller = _caller(request, person, nonce, seen=seen if isinstance(seen, int) else None)
    answer = await parts.dispatch(caller, str(body.get("command", "")), values)
    if body.get("command") == "delete" and answer.reply.job:
        said += await _no_longer_asked(parts, person, str(body.get("at", "")), answer)
    return await _answered(request, person, nonce, answer, said, typed=echo)


async def _no_longer_asked(parts: WebParts, person: Person, key: str, answer: Answer) -> list[ChatEntry]:
    """The question whether to delete loses its button, unless it is the job's own message, which changes anyway."""
    asked = await parts.workshop.store.read(lambda uow: uow.chats.find(person.uid, key))
    if asked is None or asked.author != "bot" or key == answer.reply.job:
        return []
    changed = await parts.chat.post_reply(person.uid, key, Reply(lines=answer.reply.lines, private=True), answer.locale)
    return [changed] if changed else []


async def _answered(request: Request, person: Person, nonce: str, answer: Answer, said: list[ChatEntry], *, typed: bool) -> Response:
    """Post the reply where it belongs: a job's message is replaced by a button and moved down by a typed command."""
    parts, reply = parts_of(request), answer.reply
    entries = list(said)
    if says_something(reply):
        key = reply.job or nonce
        posted = await parts.chat.post_reply(person.uid, key, without_form(reply), answer.locale, move=typed, again=answer.replayed)
        entries += [posted] if posted else []
    parts.bell.ring(person.uid)
    content = {"messages": await parts.chat.shown(entries), "locale": answer.locale, "form": render.form(reply.form)}
    return JSONResponse(content, answer.status if answer.status >= 500 else 200)


async def upload(request: Request) -> Response:
    """One reference picture. Too large a body is read to its end without being kept, so that the answer arrives."""
    parts, person = parts_of(request), await person_of(request)
    if request.headers.get("x-playground") != "1":
        raise HTTPException(403, "not from the playground page")
    locale = await _locale(parts, person)
    if int(request.headers.get("content-length", UPLOAD_BYTES * 2)) > UPLOAD_BYTES + 64 * 1024:
        await _drain(request)
        return _upload_refused(parts, locale, text("error-reference-too-large"))
    nonce = _nonce(request.query_params)
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise HTTPException(422, "a file is needed")
        try:
            id = await accept_upload(parts.workshop, parts.tariff, _caller(request, person, nonce), file.file)
        except DomainError as error:
            return _upload_refused(parts, locale, error.text)
        name = (file.filename or "picture")[:80]
    reference = await parts.workshop.store.read(lambda uow: uow.references.get(person.account_id, id))
    assert reference is not None
    return JSONResponse({"id": id, "url": await parts.chat.link(reference.object_key, False), "name": name}, 201)


async def _drain(request: Request) -> None:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > DRAIN_BYTES:
            return


def _upload_refused(parts: WebParts, locale: str, why: Text) -> Response:
    return JSONResponse({"error": parts.catalogue.format(why, locale)}, 422)


async def account_of(parts: WebParts, person: Person) -> Account:
    """The person's account."""
    return await parts.workshop.store.read(lambda uow: uow.accounts.get(person.account_id))


async def _locale(parts: WebParts, person: Person) -> str:
    return choose_locale((await account_of(parts, person)).locale, person.locale_hint)


async def wallet_of(request: Request) -> Response:
    """What the person owns, and a page of the books."""
    parts, person = parts_of(request), await person_of(request)
    before = _number(request.query_params.get("before", ""))
    return JSONResponse(await wallet(parts, person.account_id, await _locale(parts, person), before))


async def completions(request: Request) -> Response:
    """Completions for an option: one's own jobs, or the packs for sale."""
    parts, person = parts_of(request), await person_of(request)
    locale = await _locale(parts, person)
    source, typed = request.query_params.get("source", ""), request.query_params.get("q", "")
    found = await Completions(parts.workshop.store, parts.catalogue, parts.tariff).fitting(source, typed, person.account_id, locale)
    return JSONResponse({"items": [{"value": one.value, "label": one.label} for one in found]})


async def mail(request: Request) -> Response:
    """The embedded mailbox of this person."""
    letters = await _letters(request)
    return JSONResponse({"letters": [{**vars(letter), "html": bool(letter.html)} for letter in letters]})


async def letter_page(request: Request) -> Response:
    """One letter as mail programs show it. Nothing in it may run or be fetched, and its links open outside of the frame."""
    letter = next((one for one in await _letters(request) if one.id == request.path_params["letter"] and one.html), None)
    if letter is None:
        raise HTTPException(404, "no such letter")
    return HTMLResponse(letter.html, headers={"Content-Security-Policy": LETTER_POLICY, "Cache-Control": "no-store"})


async def _letters(request: Request) -> list[SentLetter]:
    """What was sent to the person's own address, and to those they have named, newest first."""
    parts, person = parts_of(request), await person_of(request)
    if parts.letters is None:
        return []
    own = (await account_of(parts, person)).email
    named = await parts.workshop.store.read(lambda uow: uow.letters.addresses(person.account_id))
    found = [letter for address in named | ({own} if own else set()) for letter in await parts.letters(address)]
    return sorted(found, key=lambda letter: letter.at, reverse=True)


async def preview(request: Request) -> Response:
    """The newest preview frame of a job. The key is unguessable. A frame that the result has overtaken is no error: 204."""
    frame = parts_of(request).previews.get(request.path_params["key"])
    if frame is None:
        return Response(status_code=204)
    return Response(frame.jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


async def events(request: Request) -> Response:
    """Everything new in the chat, as server-sent events, from a revision on."""
    parts, person = parts_of(request), await person_of(request)
    after = _number(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
    if after is None:
        raise HTTPException(422, "not a revision")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, parts, person, after), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, parts: WebParts, person: Person, after: int) -> AsyncIterator[bytes]:
    news = parts.bell.listen(person.uid)
    balance, silence = None, 0.0
    yield b": here\n\n"
    try:
        while not await request.is_disconnected() and not request.app.state.stopping.is_set():
            news.clear()
            entries: list[ChatEntry] = []
            # While the database is away the stream stays open: a page whose stream was refused does not ask again.
            with contextlib.suppress(DatabaseAway):
                entries = await parts.workshop.store.read(lambda uow, after=after: uow.chats.since(person.uid, after))  # type: ignore[misc]
                for shown in await parts.chat.shown(entries):
                    after = max(after, shown["revision"])
                    yield _event("message", shown, after)
                current = await parts.workshop.store.read(lambda uow: _balance(uow, person.account_id, parts))
                if current is None:
                    yield _event("gone", {}, after)
                    return
                if current != balance:
                    balance = current
                    yield _event("wallet", current, after)
            silence = 0.0 if entries else silence + POLL_SECONDS
            if silence >= HEARTBEAT_SECONDS:
                silence = 0.0
                yield b": still here\n\n"
            await _next(news)
    finally:
        parts.bell.leave(person.uid, news)


async def _next(news: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(POLL_SECONDS):
            await news.wait()


def _balance(uow: UnitOfWork, account_id: str, parts: WebParts) -> dict[str, int] | None:
    """What the person owns; `None` once the account has been erased."""
    try:
        owned = uow.ledger.balance(account_id, parts.ambient.now())
    except LookupError:
        return None
    return {"available": owned.available, "reserved": owned.held}


def _event(name: str, data: Any, id: int) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (id, name.encode(), orjson.dumps(data))
