"""Fetching a copy of one's data (PRV-77): a page for whoever it is about, a button that makes a link, and the file behind the link.

Looking changes nothing, so nothing happens when a mail scanner or a browser opens an address by itself. A link works for five minutes, for
one file, and only in a browser in which the same person is signed in: whoever finds it in a history has nothing.
"""

import hashlib
import hmac
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from adapters.web.csrf import checked_form
from adapters.web.parts import WebParts
from adapters.web.sessions import SignedIn, end_session, must_be_signed_in
from adapters.web.site.frame import parts_of, shown
from adapters.web.usage import keep
from core.errors import DomainError, Gone, NotFound, Unavailable
from core.objects import content_disposition
from core.ports import ObjectMissing, StoreUnavailable
from core.rights import copies, parcels
from core.rights.copies import MOST_DOWNLOADS, PAGE
from core.rights.requests import RequestState
from core.rights.size import said_size
from core.rights.storage import StoredPart
from core.storage.unit_of_work import UnitOfWork
from core.text import text

LINK_LIFE = timedelta(minutes=5)
LOOKED_AGAIN = 16 * 2**20
"""After so many bytes of a download it is looked whether the copy is still its owner's to have."""
LONGEST_NUMBER = 15
FILE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class FromAnywhere(Protocol):
    """An object store that also reads from the middle of an object: what wiring makes of any (`adapters/sealed`)."""

    def get(self, key: str, start: int = 0) -> AsyncIterator[bytes]:
        """See `ObjectStore.get`; `start` in bytes."""


_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def routes() -> list[BaseRoute]:
    """The addresses of copies."""
    return [
        Route(PAGE, every, methods=["GET"]),
        Route(f"{PAGE}/{{ref}}", one, methods=["GET"]),
        Route(f"{PAGE}/{{ref}}", act, methods=["POST"]),
        Route(f"{PAGE}/{{ref}}/{{part}}", file, methods=["GET"]),
    ]


async def every(request: Request) -> Response:
    """All copies that are being made or can be fetched: where mails and chats lead."""
    inside = await must_be_signed_in(request)
    now = parts_of(request).ambient.now()
    found = await parts_of(request).workshop.store.read(lambda uow: copies.copies_of(uow, inside.account, now))
    return await shown(request, "site/copies.html", {"copies": found, "now": now, "size": said_size, "page": PAGE})


async def one(request: Request) -> Response:
    """One copy: how far it is, or its files."""
    return await _page(request, await must_be_signed_in(request))


async def _page(request: Request, inside: SignedIn, problem: DomainError | None = None) -> Response:
    parts, ref = parts_of(request), request.path_params["ref"]
    now = parts.ambient.now()
    try:
        copy = await parts.workshop.store.read(lambda uow: copies.copy_of(uow, inside.account, ref))
    except NotFound:
        raise HTTPException(404) from None
    context = {
        "copy": copy,
        "open": copy.open(now),
        "going": copy.request.state in (RequestState.HELD, RequestState.RUNNING, RequestState.STUCK),
        "waits": copy.request.state is RequestState.HELD,
        "begins": copy.request.begins_at or copy.request.due_at,
        "most": MOST_DOWNLOADS,
        "size": said_size,
        "page": PAGE,
        "problem": problem.text if problem else None,
    }
    return await shown(request, "site/copy.html", context, problem.status if problem else 200)


async def act(request: Request) -> Response:
    """Whatever a button of the page asks for: a link to a file, an end, or an end because somebody else had asked."""
    inside = await must_be_signed_in(request)
    form = await checked_form(request)
    try:
        answer = await _acted(request, inside, form)
    except DomainError as problem:
        return await _page(request, inside, problem)
    await keep(request, inside.account.id)
    return answer


async def _acted(request: Request, inside: SignedIn, form: FormData) -> Response:
    match form.get("what"):
        case "fetch":
            return await _fetch(request, inside, str(form.get("part", "")))
        case "stop":
            return await _stop(request, inside)
        case "not-me":
            return await _disown(request, inside)
    raise HTTPException(400)


async def _fetch(request: Request, inside: SignedIn, given: str) -> Response:
    """A fresh link. It is this that counts as a download, so looking at the link, or resuming, does not."""
    parts, ref, number = parts_of(request), request.path_params["ref"], _number(given)
    now = parts.ambient.now()
    await parts.workshop.store.write(lambda uow: copies.fetch(uow, inside.account, ref, number, now))
    link = Link(ref, number, int((now + LINK_LIFE).timestamp()))
    return RedirectResponse(f"{PAGE}/{ref}/{number}?e={link.expires}&s={link.signature(parts.secret)}", 303, headers=FILE_HEADERS)


async def _stop(request: Request, inside: SignedIn) -> Response:
    parts, ref = parts_of(request), request.path_params["ref"]
    now = parts.ambient.now()
    await parts.workshop.store.write(lambda uow: copies.cancel(uow, copies.copy_of(uow, inside.account, ref).request, now))
    return RedirectResponse(f"{PAGE}/{ref}", 303, background=BackgroundTask(_emptied, parts, [ref]))


async def _disown(request: Request, inside: SignedIn) -> Response:
    """This browser is out as well, so the page says what was done before it goes."""
    parts, ref = parts_of(request), request.path_params["ref"]
    now = parts.ambient.now()
    await parts.workshop.store.read(lambda uow: copies.copy_of(uow, inside.account, ref))
    ended = await parts.workshop.store.write(lambda uow: copies.disown(uow, parts.ambient, inside.account, now))
    parts.workshop.work_is_due()
    request.state.signed_in = None
    said = {"said": "site-copy-stopped", "tone": "good", "more": ("site-copy-stopped-more",)}
    answer = await shown(request, "sign_in_said.html", said)
    end_session(answer)
    answer.background = BackgroundTask(_emptied, parts, ended)
    return answer


async def _emptied(parts: WebParts, refs: list[str]) -> None:
    """The files themselves, at once if the store answers; otherwise the timetable sees to it."""
    for ref in refs:
        with suppress(StoreUnavailable):
            await parcels.empty(parts.workshop, ref)


@dataclass(frozen=True)
class Link:
    """Leads to one file until then (seconds since 1970)."""

    ref: str
    part: int
    expires: int

    def signature(self, secret: bytes) -> str:
        """What only we can put beside it."""
        key = hmac.digest(secret, b"inkmirage copy links 1", hashlib.sha256)
        return hmac.new(key, f"{self.ref}\n{self.part}\n{self.expires}".encode(), hashlib.sha256).hexdigest()


async def file(request: Request) -> Response:
    """The file behind a link, or the rest of it. Changes nothing."""
    inside = await must_be_signed_in(request)
    parts, link = parts_of(request), _link(request)
    now = parts.ambient.now()
    signature = request.query_params.get("s", "").encode(errors="replace")
    if not hmac.compare_digest(link.signature(parts.secret).encode(), signature):
        raise HTTPException(403)
    try:
        part = await parts.workshop.store.read(lambda uow: copies.part_of(uow, inside.account, link.ref, link.part, now))
        if now.timestamp() >= link.expires:
            raise Gone(text("error-copy-link-over"))
        return await _answer(request, inside, part)
    except NotFound:
        raise HTTPException(404) from None
    except DomainError as problem:
        return await _page(request, inside, problem)


def _link(request: Request) -> Link:
    ref, part, expires = request.path_params["ref"], request.path_params["part"], request.query_params.get("e", "")
    return Link(ref, _number(part), _number(expires))


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > LONGEST_NUMBER:
        raise HTTPException(400)
    return int(given)


async def _answer(request: Request, inside: SignedIn, part: StoredPart) -> Response:
    tag = f'"{part.sha256}"'
    headers = {**FILE_HEADERS, "Accept-Ranges": "bytes", "ETag": tag, "Content-Disposition": content_disposition(part.name, download=True)}
    span = _span(request.headers.get("range", ""), part.size) if request.headers.get("if-range", tag) == tag else None
    if span is not None and span.start >= span.stop:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{part.size}"})
    headers["Content-Length"] = str(len(span) if span is not None else part.size)
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{part.size}"
    status = 200 if span is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=parcels.MEDIA_TYPE)
    pieces = await _begun(_pieces(request, inside, part, span or range(part.size)))
    return StreamingResponse(pieces, status, headers, parcels.MEDIA_TYPE)


def _span(header: str, size: int) -> range | None:
    """The bytes that are wanted; `None` for all, also where several parts are wanted at once, which nobody needs here."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same, with the first piece already there: what is wrong with the store shows before the answer has begun."""
    try:
        first = await anext(pieces, b"")
    except ObjectMissing:
        raise Gone(text("error-copy-over")) from None
    except StoreUnavailable:
        raise Unavailable(text("error-copy-away")) from None

    async def all_of_it() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_it()


async def _pieces(request: Request, inside: SignedIn, part: StoredPart, span: range) -> AsyncIterator[bytes]:
    """The bytes of this stretch. Ends early, and the connection with it, once the copy was called off or the browser signed out."""
    objects = cast(FromAnywhere, parts_of(request).workshop.objects)
    left, unlooked = len(span), 0
    async for whole in objects.get(part.object_key, span.start):
        piece = whole[:left]
        yield piece
        left -= len(piece)
        unlooked += len(piece)
        if not left or (unlooked >= LOOKED_AGAIN and not await _still(request, inside, part)):
            return
        unlooked %= LOOKED_AGAIN


async def _still(request: Request, inside: SignedIn, part: StoredPart) -> bool:
    """Whether this browser may still have it."""
    now = parts_of(request).ambient.now()

    def look(uow: UnitOfWork) -> bool:
        copies.part_of(uow, inside.account, part.ref, part.part, now)
        return any(session.id == inside.session.id for session in uow.sessions.of(inside.account.id))

    try:
        return await parts_of(request).workshop.store.read(look)
    except DomainError:
        return False
