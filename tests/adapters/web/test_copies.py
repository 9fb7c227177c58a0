"""A copy of one's data is fetched by the person it is about, a few times, for a while; by nobody else and never by accident (T-EX-10)."""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from adapters.web.sessions import SignedIn
from adapters.web.site import copies as site
from bot.program import rights_kit
from core.accounts import Account
from core.ports import StoreUnavailable
from core.rights import copies, copying
from core.rights.copies import MOST_DOWNLOADS, PAGE
from core.rights.copying import Making
from core.rights.erasing import lock
from core.rights.requests import Request, RequestState
from core.rights.storage import StoredPart
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES
from tests.adapters.web.site_visitor import Outline, SiteBrowser, come_in, words_on
from tests.adapters.web.visitor import Playground, Visitor, open_playground
from tests.core.rights.counter import picture
from tests.core.rights.people import add_jobs, add_picture

SIZE = 700_000


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program for all tests of this file, with its workers asleep."""
    async with open_playground(tmp_path_factory.mktemp("copies"), working=False) as running:
        yield running


@pytest.fixture
async def ann(playground: Playground) -> "Owner":
    return await Owner.comes(playground, "Ann")


class Owner:
    """Somebody with a copy and a browser."""

    def __init__(self, visitor: Visitor, browser: SiteBrowser, account: Account) -> None:
        self.visitor, self.browser, self.account = visitor, browser, account
        self.program = visitor.playground.program
        self.ref = ""

    @staticmethod
    async def comes(playground: Playground, name: str) -> "Owner":
        visitor = await playground.person(name)
        browser = await come_in(visitor)

        def find(uow: UnitOfWork) -> Account:
            person = uow.accounts.person("playground", visitor.uid)
            assert person is not None
            return uow.accounts.get(person.account_id)

        return Owner(visitor, browser, await playground.program.store.read(find))

    @property
    def page(self) -> str:
        return f"{PAGE}/{self.ref}"

    async def has_pictures(self, count: int) -> None:
        def fill(uow: UnitOfWork) -> None:
            add_jobs(uow, self.account.id, count)
            for number in range(count):
                data = picture(number, SIZE)
                digest = hashlib.sha256(data).hexdigest()
                add_picture(uow, self.account.id, f"{self.account.id}-draft-{number}", 0, self._key(number), SIZE, digest)

        for number in range(count):
            file = io.BytesIO(picture(number, SIZE))
            await self.program.workshop.objects.put(self._key(number), file, media_type="image/png", name="a.png")
        await self.program.store.write(fill)

    def _key(self, number: int) -> str:
        return f"{self.account.id}/{number}"

    async def asks(self) -> None:
        now = self.program.ambient.now()
        ask = lambda uow: copies.ask(uow, self.program.ambient, self.account, "web", None, "en", now)  # noqa: E731
        self.ref = (await self.program.store.write(ask)).ref

    async def gets(self, making: Making | None = None) -> None:
        """A copy that is ready."""
        await self.asks()
        kit = rights_kit(self.program)
        await copying.begin(kit, await self.request())
        await copying.carry_out(kit, await self.request(), making or Making())
        assert (await self.request()).state is RequestState.READY

    async def request(self) -> Request:
        found = await self.program.store.read(lambda uow: uow.rights.get(self.ref))
        assert found is not None
        return found

    async def parts(self) -> list[StoredPart]:
        return await self.program.store.read(lambda uow: uow.parts.of(self.ref))

    async def link(self, part: int = 1) -> str:
        """The address that the button gives."""
        answer = await self.browser.post(self.page, what="fetch", part=str(part))
        assert answer.status_code == 303, words_on(answer.text)
        return str(answer.headers["location"])

    async def everything(self) -> dict[str, list[Any]]:
        """What a look must not change."""

        def look(uow: UnitOfWork) -> dict[str, list[Any]]:
            return {"request": [uow.rights.get(self.ref)], "parts": list(uow.parts.of(self.ref)), "log": list(uow.rights.events(self.ref))}

        return await self.program.store.read(look)


async def test_the_owner_fetches_the_file_whole(ann: Owner) -> None:
    await ann.has_pictures(2)
    await ann.gets()
    link = await ann.link()
    answer = await ann.browser.open(link)
    [part] = await ann.parts()
    assert answer.status_code == 200
    assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (part.size, part.sha256)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
    headers = answer.headers
    assert headers["content-length"] == str(part.size)
    assert headers["content-type"] == "application/zip"
    assert headers["content-disposition"] == f'attachment; filename="{part.name}"'
    assert (headers["cache-control"], headers["referrer-policy"], headers["x-robots-tag"]) == ("no-store", "no-referrer", "noindex")
    assert headers["accept-ranges"] == "bytes"


@pytest.mark.proves("PRV-75")
async def test_an_interrupted_download_goes_on_where_it_broke_off(ann: Owner) -> None:
    await ann.has_pictures(2)
    await ann.gets()
    link = await ann.link()
    whole = (await ann.browser.open(link)).content
    for start, stop in ((0, 1), (1, 2), (65_536, 65_537), (70_000, len(whole)), (len(whole) - 1, len(whole)), (100, len(whole) + 50)):
        answer = await ann.browser.open(link, Range=f"bytes={start}-{stop - 1}")
        assert answer.status_code == 206
        assert answer.content == whole[start:stop]
        assert answer.headers["content-range"] == f"bytes {start}-{min(stop, len(whole)) - 1}/{len(whole)}"
        assert answer.headers["content-length"] == str(len(answer.content))
    assert (await ann.browser.open(link, Range="bytes=-9")).content == whole[-9:]
    rest = await ann.browser.open(link, Range="bytes=70000-", If_Range=answer.headers["etag"])
    assert (rest.status_code, rest.content) == (206, whole[70_000:])
    other = await ann.browser.open(link, Range="bytes=70000-", If_Range='"another"')
    assert (other.status_code, other.content) == (200, whole)
    assert [part.downloads for part in await ann.parts()] == [1], "all of this was one download"


@pytest.mark.parametrize("odd", ["bytes=9-3", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2", "bytes=-", f"bytes={'9' * 40}-"])
async def test_a_range_that_makes_no_sense_is_passed_over(ann: Owner, odd: str) -> None:
    await ann.gets()
    answer = await ann.browser.open(await ann.link(), Range=odd)
    assert answer.status_code == 200
    assert len(answer.content) == (await ann.parts())[0].size


async def test_a_range_behind_the_end_is_refused(ann: Owner) -> None:
    await ann.gets()
    size = (await ann.parts())[0].size
    answer = await ann.browser.open(await ann.link(), Range=f"bytes={size}-")
    assert (answer.status_code, answer.headers["content-range"], answer.content) == (416, f"bytes */{size}", b"")


async def test_every_part_has_its_own_button_and_link(ann: Owner) -> None:
    await ann.has_pictures(3)
    await ann.gets(Making(part_bytes=2**20))
    parts = await ann.parts()
    assert len(parts) == 4
    for part in parts:
        answer = await ann.browser.open(await ann.link(part.part))
        assert hashlib.sha256(answer.content).hexdigest() == part.sha256
    crossed = (await ann.link(2)).replace(f"{ann.page}/2", f"{ann.page}/3")
    assert (await ann.browser.open(crossed)).status_code == 403


# --- T-EX-10 -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-77", "T-EX-10")
async def test_a_stranger_is_asked_to_sign_in_and_another_account_finds_nothing(ann: Owner) -> None:
    await ann.gets()
    link = await ann.link()
    ben = await Owner.comes(ann.visitor.playground, "Ben")
    nobody = SiteBrowser(ann.visitor.playground)
    for path in (PAGE, ann.page, link):
        answer = await nobody.open(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")
    for path in (ann.page, link):
        assert (await ben.browser.open(path)).status_code == 404
    for what in ("fetch", "stop", "not-me"):
        refused = await ben.browser.post(ann.page, PAGE_WITH_A_FORM, what=what, part="1")
        assert refused.status_code == 404, what
    assert "no copy at the moment" in words_on(await ben.browser.page(PAGE))
    assert (await ann.request()).state is RequestState.READY
    assert [part.downloads for part in await ann.parts()] == [1]


PAGE_WITH_A_FORM = "/account/settings"


@pytest.mark.proves("PRV-77", "T-EX-10")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(ann: Owner, method: str) -> None:
    await ann.gets()
    link = await ann.link()
    before = await ann.everything()
    nobody = SiteBrowser(ann.visitor.playground)
    for browser in (ann.browser, nobody):
        for path in (PAGE, ann.page, link, f"{ann.page}?what=fetch&part=1", f"{ann.page}?what=not-me"):
            await browser.open(path, method)
            await browser.open(path, method, Purpose="prefetch", Sec_Purpose="prefetch")
            await browser.open(path, method, Range="bytes=0-0")
    assert await ann.everything() == before


async def test_a_look_at_the_head_says_what_there_is(ann: Owner) -> None:
    await ann.gets()
    answer = await ann.browser.open(await ann.link(), "HEAD")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, str((await ann.parts())[0].size), b"")


@pytest.mark.proves("PRV-77", "T-EX-10")
async def test_a_link_ends_after_five_minutes_and_cannot_be_made_to_last(ann: Owner) -> None:
    await ann.gets()
    link = await ann.link()
    with ann.visitor.playground.clock.moved(minutes=4, seconds=50):
        assert (await ann.browser.open(link)).status_code == 200
    with ann.visitor.playground.clock.moved(minutes=5, seconds=1):
        over = await ann.browser.open(link)
        assert over.status_code == 410
        assert "worked for 5 minutes" in words_on(over.text)
    expires = urlsplit(link).query.split("&")[0].removeprefix("e=")
    for forged in (link.replace(expires, str(int(expires) + 999)), link[:-1] + ("0" if link[-1] != "0" else "1"), link.split("&s=")[0]):
        assert (await ann.browser.open(forged)).status_code == 403, forged
    assert (await ann.browser.open(f"{ann.page}/1?e=soon&s=x")).status_code == 400
    assert (await ann.browser.open(f"{ann.page}/one?e=1&s=x")).status_code == 400


@pytest.mark.proves("PRV-78", "T-EX-10")
async def test_five_downloads_and_no_more(ann: Owner) -> None:
    await ann.gets()
    for left in range(MOST_DOWNLOADS, 0, -1):
        assert ("once more" if left == 1 else f"{left} more times") in words_on(await ann.browser.page(ann.page))
        await ann.link()
    refused = await ann.browser.post(ann.page, what="fetch", part="1")
    assert refused.status_code == 410
    assert "as often as possible" in words_on(refused.text)
    assert "Download" not in [words_on(button) for button in refused.text.split("<button")]


async def test_after_its_time_it_is_gone(ann: Owner) -> None:
    await ann.gets()
    link = await ann.link()
    part = (await ann.parts())[0]
    past = part.expires_at - ann.program.ambient.now() + timedelta(seconds=1)
    await ann.program.store.write(lambda uow: _shorten(uow, ann.ref, past))
    assert (await ann.browser.open(link)).status_code == 410
    assert "This copy is gone" in words_on(await ann.browser.page(ann.page))
    assert ann.ref not in await ann.browser.page(PAGE)


def _shorten(uow: UnitOfWork, ref: str, by: timedelta) -> None:
    parts = uow.parts.of(ref)
    uow.parts.drop(ref)
    for part in parts:
        uow.parts.add(replace(part, expires_at=part.expires_at - by))


async def test_stopping_it_kills_it_at_once(ann: Owner) -> None:
    await ann.gets()
    link = await ann.link()
    key = (await ann.parts())[0].object_key
    answer = await ann.browser.post(ann.page, what="stop")
    assert (answer.status_code, answer.headers["location"]) == (303, ann.page)
    assert (await ann.request()).state is RequestState.CANCELLED
    assert (await ann.browser.open(link)).status_code == 410
    assert "This copy is gone" in words_on(await ann.browser.page(ann.page))
    await until(lambda: _gone(ann, key))


async def _gone(owner: Owner, key: str) -> bool:
    return await owner.parts() == [] and await owner.program.workshop.objects.head(key) is None


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await true():  # noqa: ASYNC110  # it happens after the answer, and nobody tells
            await asyncio.sleep(0.02)


async def test_this_was_not_me_kills_it_and_signs_every_browser_out(ann: Owner) -> None:
    await ann.gets()
    link, key = await ann.link(), (await ann.parts())[0].object_key
    thief = await come_in(ann.visitor)
    assert (await thief.open(link)).status_code == 200
    answer = await ann.browser.post(ann.page, what="not-me")
    assert answer.status_code == 200
    assert "Every browser is signed out" in words_on(answer.text)
    assert (await ann.request()).state is RequestState.CANCELLED
    for browser in (ann.browser, thief):
        for path in (link, ann.page, "/account"):
            assert (await browser.open(path)).headers["location"].startswith("/sign-in")
    again = await come_in(ann.visitor)
    assert (await again.open(link)).status_code == 410
    await until(lambda: _gone(ann, key))


@pytest.mark.proves("PRV-34", "PRV-78", "T-ER-17", "T-EX-10")
async def test_after_the_account_is_locked_for_deletion_nothing_can_be_fetched(ann: Owner) -> None:
    await ann.gets()
    link = await ann.link()
    await ann.program.store.write(lambda uow: lock(uow, ann.account, ann.program.ambient.now()))
    assert (await ann.request()).state is RequestState.CANCELLED
    assert (await ann.browser.open(link)).headers["location"].startswith("/sign-in")


async def test_once_nobody_is_named_any_more_there_is_nothing(ann: Owner) -> None:
    await ann.gets()
    link, request = await ann.link(), await ann.request()

    def forget(uow: UnitOfWork) -> None:
        uow.parts.drop(ann.ref)
        uow.rights.change(replace(request, account_id=None, address=None))

    await ann.program.store.write(forget)
    assert (await ann.browser.open(link)).status_code == 404
    assert (await ann.browser.open(ann.page)).status_code == 404


async def test_a_download_ends_when_the_copy_is_called_off(ann: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "LOOKED_AGAIN", 300_000)
    await ann.has_pictures(3)
    await ann.gets()
    [part] = await ann.parts()
    inside = SignedIn(ann.account, (await ann.program.store.read(lambda uow: uow.sessions.of(ann.account.id)))[0])
    request: Any = type("Request", (), {"app": ann.program.web})()
    pieces = site._pieces(request, inside, part, range(part.size))
    got = len(await anext(pieces))
    await ann.program.store.write(lambda uow: copies.cancel(uow, uow.rights.get(ann.ref), ann.program.ambient.now()))  # type: ignore[arg-type]
    got += sum([len(piece) async for piece in pieces])
    assert got < part.size


async def test_a_store_that_is_away_is_said_and_lost_nothing(ann: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    await ann.gets()
    link = await ann.link()

    async def away(key: str) -> AsyncIterator[bytes]:
        raise StoreUnavailable
        yield b""

    monkeypatch.setattr(ann.program.workshop.objects._inner, "get", away)  # type: ignore[attr-defined]
    answer = await ann.browser.open(link)
    assert answer.status_code == 503
    assert "try again in some minutes" in words_on(answer.text)
    monkeypatch.undo()
    assert (await ann.browser.open(link)).status_code == 200


# --- the pages -----------------------------------------------------------------------------------------------------


async def test_the_page_says_how_far_it_is(ann: Owner) -> None:
    await ann.asks()
    assert "Not begun yet" in words_on(await ann.browser.page(ann.page))
    assert "Not begun yet" in words_on(await ann.browser.page(PAGE))
    kit = rights_kit(ann.program)
    await copying.begin(kit, await ann.request())
    assert "Your records are being read" in words_on(await ann.browser.page(ann.page))
    running = replace(await ann.request(), done=3, total=9)
    await ann.program.store.write(lambda uow: uow.rights.change(running))
    for path in (PAGE, ann.page):
        assert "3 of 9 files are collected" in words_on(await ann.browser.page(path))
    refused = await ann.browser.post(ann.page, what="fetch", part="1")
    assert refused.status_code == 403
    assert "not ready yet" in words_on(refused.text)


async def test_gaps_are_said_on_the_page(ann: Owner) -> None:
    await ann.has_pictures(2)
    await ann.program.workshop.objects.delete(ann._key(1))
    await ann.gets()
    assert "complete except for one thing" in words_on(await ann.browser.page(ann.page))


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_pages_are_whole_in_every_language(ann: Owner, locale: str) -> None:
    await ann.gets()
    browser = await come_in(ann.visitor, locale)
    for path in (PAGE, ann.page):
        page = await browser.page(path)
        outline = Outline(page)
        assert outline.crossed == []
        assert len(outline.ids()) == len(set(outline.ids()))
        assert len(outline.all("h1")) == 1
        assert outline.all("script") == []
        assert f'<html lang="{locale}"' in page
        assert "noindex" in page
        assert "site-cop" not in words_on(page)
        [current] = [link["href"] for link in outline.all("a") if link.get("aria-current") == "page"]
        assert current == "/account/privacy"


async def test_no_button_works_without_the_token_of_this_browser(ann: Owner) -> None:
    await ann.gets()
    for what in ("fetch", "stop", "not-me"):
        assert (await ann.browser.open(ann.page, "POST", {"what": what, "part": "1"})).status_code == 403
    assert (await ann.browser.post(ann.page, what="nothing")).status_code == 400
    assert (await ann.browser.post(ann.page, what="fetch", part="x")).status_code == 400
    assert [part.downloads for part in await ann.parts()] == [0]
