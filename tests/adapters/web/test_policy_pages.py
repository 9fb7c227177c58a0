"""The site while the legal texts change: what is in force, what is coming, and since when that applies to whoever is signed in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import letters, notices
from core.ambient import utc_now
from core.legal import versions
from core.legal.releases import Approver, Release
from core.legal.versions import Change, Kind, Status
from core.rights import policies
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES
from tests.adapters.web.site_visitor import Outline, SiteBrowser, come_in, words_on
from tests.adapters.web.visitor import Playground, Visitor, open_playground

OLD, NEW = "2026-05-01", "2026-12-11"
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
async def playground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    """A program in which both texts of the policy are final; the older one is in force."""
    monkeypatch.setattr(versions, "VERSIONS", tuple(replace(one, status=Status.PUBLISHED) for one in versions.VERSIONS))
    async with open_playground(tmp_path / "site", working=False) as running:
        running.clock.offset = TODAY - utc_now()
        await running.program.store.write(lambda uow: policies.adopt(uow, TODAY))
        yield running


async def publish(playground: Playground) -> Release:
    now = playground.program.ambient.now()
    return await playground.program.store.write(
        lambda uow: policies.publish(uow, NEW, Change.MATERIAL, Approver.OWNER, "everything is listed now", now)
    )


async def announce(playground: Playground) -> Release:
    program = playground.program
    while await policies.step(program.store, program.ambient, program.settings.base_url):
        pass
    while await notices.send_one(program.workshop) or await letters.send_one(
        program.workshop, program.catalogue, program.links, program.paper
    ):
        pass
    await policies.step(program.store, program.ambient, program.settings.base_url)
    return (await program.store.read(lambda uow: uow.policies.releases()))[-1]


async def seated(playground: Playground, name: str = "Ada") -> Visitor:
    answer = await playground.http.post("/api/people", json={"name": name}, headers={"X-Playground": "1"})
    return Visitor(playground, answer.json()["uid"])


async def cut_off(playground: Playground, visitor: Visitor) -> None:
    """Mail to them comes back, and their chat is gone."""

    def work(uow: UnitOfWork) -> None:
        person = uow.accounts.person("playground", visitor.uid)
        assert person is not None
        uow.accounts.save(replace(uow.accounts.get(person.account_id), mail_stopped_at=TODAY))
        uow.accounts.unlink("playground", visitor.uid)

    await playground.program.store.write(work)


@pytest.mark.proves("PRV-63", "T-POL")
async def test_the_page_shows_what_is_in_force_and_beside_it_what_is_coming(playground: Playground) -> None:
    browser = SiteBrowser(playground)
    old = versions.version(Kind.PRIVACY, OLD)
    assert old is not None
    page = await browser.page("/legal/privacy")
    assert old.sha256("en") in page
    assert "This version is in force." in page
    assert f"/legal/privacy/v/{NEW}" not in page  # it is nobody's business before it is published
    await publish(playground)
    page = await browser.page("/legal/privacy")
    assert old.sha256("en") in page
    assert "A new version has been published" in page
    done = await announce(playground)
    assert done.effective_at is not None
    for locale in LOCALES:
        page = await SiteBrowser(playground, locale).page("/legal/privacy")
        assert f'href="/legal/privacy/v/{NEW}"' in page
        assert f'href="/legal/privacy/changes?from={OLD}&amp;to={NEW}"' in page
        assert "2026" in page
        outline = Outline(page)
        assert outline.crossed == []
        assert len(outline.ids()) == len(set(outline.ids()))
    playground.clock.offset = done.effective_at + timedelta(seconds=1) - utc_now()
    page = await browser.page("/legal/privacy")
    assert old.sha256("en") not in page
    assert "Contents" in page or 'class="toc"' in page


@pytest.mark.proves("PRV-61", "T-POL")
async def test_whoever_is_signed_in_sees_from_when_it_applies_to_them_and_nobody_else_does(playground: Playground) -> None:
    visitor = await seated(playground)
    inside, outside = await come_in(visitor), SiteBrowser(playground)
    assert "New version:" not in words_on(await inside.page("/account"))
    published = await publish(playground)
    page = words_on(await inside.page("/account"))
    assert f"New version: Privacy policy. It applies to you from {_day(published.announced_at)}." in page
    assert "New version:" not in words_on(await outside.page("/"))
    assert 'href="/legal/privacy/changes?to=2026-12-11"' in await inside.page("/account/settings")
    seen = await playground.program.store.read(lambda uow: uow.policies.tally(published))
    assert [(channel, number) for (channel, _), number in seen.items() if channel == "site"] == [("site", 1)]
    done = await announce(playground)
    assert done.effective_at is not None
    playground.clock.offset = done.effective_at + timedelta(seconds=1) - utc_now()
    assert "New version:" not in words_on(await inside.page("/account"))


async def test_the_fourteen_days_of_somebody_who_comes_back_begin_on_the_site_too(playground: Playground) -> None:
    visitor = await seated(playground)
    inside = await come_in(visitor)
    await cut_off(playground, visitor)
    await publish(playground)
    done = await announce(playground)
    assert done.unreached == 1
    back = TODAY + timedelta(days=28)
    playground.clock.offset = back - utc_now()
    assert done.effective_at is not None
    assert done.effective_at < back
    assert f"It applies to you from {_day(back + timedelta(days=14))}." in words_on(await inside.page("/account"))
    playground.clock.offset = back + timedelta(days=13) - utc_now()
    assert f"It applies to you from {_day(back + timedelta(days=14))}." in words_on(await inside.page("/account"))
    playground.clock.offset = back + timedelta(days=14, minutes=1) - utc_now()
    assert "New version:" not in words_on(await inside.page("/account"))


def _day(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}"
