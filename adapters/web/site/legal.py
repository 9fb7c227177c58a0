"""The legal documents as pages: made from the data map and the register, with every version that was ever published (PRV-01)."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from adapters.web.site.frame import page_locale, parts_of, shown
from core.legal import versions
from core.legal.document import Block, Bullets, Document, Paragraph, Section, Table, Words, said
from core.legal.documents import BUILDERS
from core.legal.facts import Facts
from core.legal.releases import Release, coming, in_force
from core.legal.versions import Kind, Line, Mark, Version
from core.text import LOCALES, Catalogue

AROUND = 1
"""Lines that stay the same and are shown before and after a change."""


@dataclass(frozen=True)
class Run:
    """Lines that follow each other: changed ones and what stands around them, or (`hidden`) how many are left out."""

    lines: tuple[Line, ...]
    hidden: int = 0


@dataclass(frozen=True)
class Told:
    """A line of a published text without the mark in front of it, and what the mark said: title, heading, item, row, cell or plain."""

    kind: str
    words: str


MARKS = (("# ", "title"), ("## ", "heading"), ("- ", "item"), ("* ", "row"), ("  ", "cell"))
"""How lines of the one text format begin (`core.legal.document.as_text`)."""


def told(line: str) -> Told:
    """The line as a page shows it."""
    for mark, kind in MARKS:
        if line.startswith(mark):
            return Told(kind, line.removeprefix(mark))
    return Told("plain", line)


@dataclass(frozen=True)
class Next:
    """The version of a document that is to come. `at`: from when it applies at the earliest, if it is known that everybody was told."""

    version: Version
    at: datetime | None


async def document(request: Request) -> Response:
    """The version of a document that is in force; which one is to come stands above it (PRV-60, PRV-63)."""
    kind, parts, locale = _kind(request), parts_of(request), await page_locale(request)
    now = parts.ambient.now()
    releases = await parts.workshop.store.read(lambda uow: uow.policies.releases())
    valid, next_ = in_force(kind, releases, now), _next(kind, releases, now)
    if valid != versions.current(kind):
        earlier = [one for one in versions.versions(kind) if one.id < valid.id]
        lines = await asyncio.to_thread(_lines, valid, locale)
        context = {"version": valid, "lines": lines, "in_force": True, "next": next_, "earlier": earlier[::-1]}
        return await shown(request, "site/legal_version.html", context, public=True)
    spoken = await asyncio.to_thread(_spoken, kind, parts.legal, parts.catalogue, locale)
    whole = {"document": spoken, "kind": kind.value, "versions": versions.versions(kind)[::-1]}
    return await shown(request, "site/legal.html", whole, public=True)


def _next(kind: Kind, releases: Sequence[Release], now: datetime) -> Next | None:
    release = coming(releases, now)
    return Next(release.text_of(kind), release.effective_at) if release and kind in release.documents else None


def _lines(version: Version, locale: str) -> list[Told]:
    return [told(line) for line in version.words(locale).splitlines() if line]


ADDRESS = re.compile(r"https://[!-~]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""An address of the web or of a mailbox, as sentences contain them."""


def linked(words: str) -> Markup:
    """The words as markup, with links where they name an address."""
    found, rest, at = ADDRESS.finditer(words), Markup(), 0
    for match in found:
        address = match[0]
        href = address if address.startswith("https://") else f"mailto:{address}"
        rest += escape(words[at : match.start()]) + Markup('<a href="{0}" rel="noreferrer">{1}</a>').format(href, address)
        at = match.end()
    return rest + escape(words[at:])


@lru_cache(maxsize=len(Kind) * len(LOCALES))
def _spoken(kind: Kind, facts: Facts, catalogue: Catalogue, locale: str) -> Document:
    """The document in finished words. That takes a tenth of a second, and comes out the same as long as the program runs."""
    document = BUILDERS[kind](facts)
    title, opening = said(document.title, catalogue, locale), _blocks(document.opening, _linking(catalogue, locale))
    sections = tuple(in_words(section, catalogue, locale) for section in document.sections)
    return replace(document, title=title, opening=opening, sections=sections)


def in_words(section: Section, catalogue: Catalogue, locale: str) -> Section:
    """The section in finished words, with links where they name an address."""
    heading = said(section.heading, catalogue, locale)
    return replace(section, heading=heading, blocks=_blocks(section.blocks, _linking(catalogue, locale)))


def _linking(catalogue: Catalogue, locale: str) -> Callable[[Words], str]:
    return lambda words: linked(said(words, catalogue, locale))


def _blocks(blocks: Sequence[Block], say: Callable[[Words], str]) -> tuple[Block, ...]:
    return tuple(_block(block, say) for block in blocks)


def _block(block: Block, say: Callable[[Words], str]) -> Block:
    match block:
        case Paragraph(words):
            return Paragraph(say(words))
        case Bullets(items):
            return Bullets(tuple(map(say, items)))
        case Table(head, rows):
            return Table(tuple(map(say, head)), tuple(tuple(map(say, row)) for row in rows))


async def version(request: Request) -> Response:
    """The text of one version as it was published."""
    found = _version(_kind(request), request.path_params["version"])
    lines = await asyncio.to_thread(_lines, found, await page_locale(request))
    return await shown(request, "site/legal_version.html", {"version": found, "lines": lines}, public=True)


async def version_file(request: Request) -> Response:
    """The same text, letter by letter: what its hash was taken from."""
    found = _version(_kind(request), request.path_params["version"])
    locale = await page_locale(request)
    return PlainTextResponse(found.words(locale), headers={"Content-Language": locale})


async def changes(request: Request) -> Response:
    """What is different between two versions: the newest and the one before it, or those that the address names."""
    kind = _kind(request)
    there = versions.versions(kind)
    if len(there) < 2:
        raise HTTPException(404)
    new = _version(kind, request.query_params.get("to", there[-1].id))
    old = _version(kind, request.query_params.get("from", there[max(there.index(new), 1) - 1].id))
    locale = await page_locale(request)
    lines = await asyncio.to_thread(versions.changes, old, new, locale)
    context = {"kind": kind.value, "old": old, "new": new, "runs": list(runs(lines)), "looks": told}
    return await shown(request, "site/legal_changes.html", context, public=True)


def runs(lines: Sequence[Line]) -> Iterator[Run]:
    """The changed lines with a little of what stands around them, and in between how many lines stayed as they were."""
    kept = [line for line in lines if line.words]
    shown_at = {at + near for at, line in enumerate(kept) if line.mark is not Mark.KEPT for near in range(-AROUND, AROUND + 1)}
    some: list[Line] = []
    hidden = 0
    for at, line in enumerate(kept):
        if at in shown_at:
            if hidden:
                yield Run((), hidden)
            hidden = 0
            some.append(line)
        else:
            if some:
                yield Run(tuple(some))
            some, hidden = [], hidden + 1
    if some or hidden:
        yield Run(tuple(some), hidden)


async def contact(request: Request) -> Response:
    """Whom to write to about privacy, and what to write."""
    return await shown(request, "site/privacy.html", {"contact": parts_of(request).contact}, public=True)


def _kind(request: Request) -> Kind:
    try:
        return Kind(request.path_params["kind"])
    except ValueError:
        raise HTTPException(404) from None


def _version(kind: Kind, id: str) -> Version:
    found = versions.version(kind, id)
    if found is None:
        raise HTTPException(404)
    return found
