"""The account's pages: what its owner sees and does there, and what nobody else can."""

import asyncio
import csv
import hashlib
import io
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TypeVar, cast
from urllib.parse import urlsplit

import pytest
from PIL import Image
from sqlalchemy import text as sql
from starlette.routing import Route

from adapters.web.site import pages
from adapters.web.site.gallery import page_of
from adapters.web.site.wallet import FILE_PAGE, PAGE, csv_line
from core.accounts import Account, AskMode
from core.rights.training import VERSION as WORDING_VERSION
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text
from core.wallet import LotKind
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.web.site_visitor import Outline, SiteBrowser, come_in, words_on
from tests.adapters.web.test_site import OWN
from tests.adapters.web.visitor import Playground, Visitor, open_playground, words_of

T = TypeVar("T")
NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} '&amp;"
CATALOGUE = Catalogue()


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program at work for all tests of this file."""
    async with open_playground(tmp_path_factory.mktemp("account"), overrides={"credits.free_credits": 500}) as running:
        yield running


@pytest.fixture
async def ann(playground: Playground) -> Visitor:
    return await playground.person("Ann")


@pytest.fixture
async def inside(ann: Visitor) -> SiteBrowser:
    return await come_in(ann)


async def look(visitor: Visitor, work: Callable[[UnitOfWork], T]) -> T:
    return await visitor.playground.program.store.read(work)


async def account_of(visitor: Visitor) -> Account:
    def find(uow: UnitOfWork) -> Account:
        person = uow.accounts.person("playground", visitor.uid)
        assert person is not None
        return uow.accounts.get(person.account_id)

    return await look(visitor, find)


async def granted(visitor: Visitor, times: int) -> None:
    account, now = await account_of(visitor), visitor.playground.program.ambient.now()

    def work(uow: UnitOfWork) -> None:
        for turn in range(times):
            uow.ledger.grant(account.id, 1, LotKind.COMPENSATION, key=f"{account.id}/{turn}", now=now)

    await visitor.playground.program.store.write(work)


def pictures_on(page: str) -> list[str]:
    """The addresses of the pictures that a page shows, in order."""
    return [image["src"].removesuffix("/small") for image in Outline(page).all("img") if image["src"].startswith("/account/gallery/")]


def older_than(page: str) -> str | None:
    return next((link["href"] for link in Outline(page).all("a") if link.get("rel") == "next"), None)


# --- every page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OWN)
async def test_every_page_is_there_in_every_language_and_for_its_owner_alone(inside: SiteBrowser, path: str) -> None:
    for locale in LOCALES:
        inside.language = locale
        answer = await inside.open(path)
        assert (answer.status_code, answer.headers["content-language"]) == (200, locale)
        assert answer.headers["cache-control"] == "no-store"
        assert 'content="noindex' in answer.text
        outline = Outline(answer.text)
        assert outline.crossed == []
        assert len(outline.ids()) == len(set(outline.ids()))
        assert len([a for a in outline.all("a") if a.get("aria-current") == "page"]) == 1
        assert all(form["method"] == "post" for form in outline.all("form"))
        assert len([f for f in outline.all("input") if f.get("name") == "csrf"]) == len(outline.all("form"))


async def test_hostile_prompts_and_names_are_only_words(playground: Playground) -> None:
    eve = await playground.person("<b onclick=alert(3)>Eve</b>")
    await eve.picture(NASTY)
    browser = await come_in(eve)
    gallery = await browser.page("/account/gallery")
    [picture] = pictures_on(gallery)
    for path in ("/account", "/account/gallery", f"{picture}/delete", "/account/chats"):
        page = await browser.page(path)
        outline = Outline(page)
        assert outline.crossed == [], path
        assert outline.all("script") == []
        assert len(outline.all("b")) == 1  # of our own name
        assert all(not name.startswith("on") for _, attributes in outline.tags for name in attributes)
    assert NASTY in words_on(gallery)
    assert "{{ 7*7 }}" in gallery


async def test_the_overview_says_what_is_there_and_what_needs_attention(ann: Visitor, inside: SiteBrowser) -> None:
    words = words_on(await inside.page("/account"))
    assert "500 credits" in words
    assert "Playground Ann" in words
    assert "confirmed" in words
    account = await account_of(ann)
    stopped = replace(account, mail_stopped_at=account.created_at)
    await ann.playground.program.store.write(lambda uow: uow.accounts.save(stopped))
    for path in ("/account", "/account/email"):
        assert "mail comes back" in words_on(await inside.page(path))


@pytest.mark.proves("PRV-15", "T-GPC")
async def test_the_privacy_signal_is_answered_to_whoever_sends_it(inside: SiteBrowser) -> None:
    for path in ("/account", "/account/privacy"):
        assert "Global Privacy Control" in words_on(await inside.page(path, Sec_GPC="1"))
        assert "Global Privacy Control" not in words_on(await inside.page(path))


# --- forms ---------------------------------------------------------------------------------------------------------

FORMS = [re.sub(r"\{\w+\}", "x", route.path) for route in pages.routes() if isinstance(route, Route) and "POST" in (route.methods or ())]


def test_there_are_forms_to_guard() -> None:
    assert {"/account/settings", "/account/settings/training", "/account/gallery/x/delete", "/account/chats"} <= set(FORMS)


@pytest.mark.parametrize("path", FORMS)
async def test_no_form_works_without_the_token_of_this_browser(playground: Playground, inside: SiteBrowser, path: str) -> None:
    await inside.page("/account/settings")
    other = await come_in(await playground.person("Ben"))
    stolen = re.search(r'name="csrf" value="([^"]*)"', await other.page("/account/settings"))
    assert stolen
    for fields in ({}, {"csrf": ""}, {"csrf": stolen[1]}):
        refused = await inside.open(path, "POST", {**fields, "what": "language", "language": "de", "training": "yes", "session": "others"})
        assert refused.status_code == 403, fields
    own = re.search(r'name="csrf" value="([^"]*)"', await inside.page("/account/settings"))
    assert own
    crossed = await inside.open(path, "POST", {"csrf": own[1], "what": "language", "language": "de"}, Sec_Fetch_Site="cross-site")
    assert crossed.status_code == 403


@pytest.mark.parametrize("path", [path for path in FORMS if path != "/report"])
async def test_forms_of_whoever_is_not_signed_in_lead_to_signing_in(playground: Playground, path: str) -> None:
    answer = await SiteBrowser(playground).open(path, "POST", {"what": "show"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account")


async def test_only_words_of_ours_are_said_after_a_form(inside: SiteBrowser) -> None:
    assert "Saved." in words_on(await inside.page("/account/settings?done=saved"))
    assert 'class="notice' not in await inside.page("/account/settings?done=you-have-won")


# --- wallet --------------------------------------------------------------------------------------------------------


async def test_the_ledger_has_pages_without_gaps(ann: Visitor, inside: SiteBrowser) -> None:
    await granted(ann, 2 * PAGE)
    seen, path = [], "/account/wallet"
    while True:
        page = await inside.page(path)
        found = [int(after) for after in re.findall(r'class="after amount number">(\d+)<', page)]
        assert len(found) <= PAGE
        seen += found
        if (following := older_than(page)) is None:
            break
        path = following
    assert seen == [*range(500 + 2 * PAGE, 499, -1)]
    assert 'rel="prev" href="/account/wallet"' in page


@pytest.mark.parametrize("before", ["x", "-1", "1e3", "٣", "9" * 16, ""])
async def test_pages_that_cannot_be_are_refused(inside: SiteBrowser, before: str) -> None:
    assert (await inside.open(f"/account/wallet?before={before}")).status_code == 400


@pytest.mark.parametrize("before", ["x", "2026-11-26", "9999", ""])
async def test_galleries_that_cannot_be_are_refused(inside: SiteBrowser, before: str) -> None:
    assert (await inside.open(f"/account/gallery?before={before}")).status_code == 400


async def test_the_file_has_every_line_however_many(ann: Visitor, inside: SiteBrowser) -> None:
    await granted(ann, FILE_PAGE + 3)
    answer = await inside.open("/account/wallet.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="inkmirage-wallet.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head == ["When", "What", "Credits", "Balance"]
    assert [int(after) for *_, after in rows] == [*range(500 + FILE_PAGE + 3, 499, -1)]
    assert rows[-1][1:] == ["Credits: gift", "500", "500"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", rows[0][0])


def test_no_cell_of_the_file_is_a_formula() -> None:
    for start in ("=", "+", "-", "@", "\t", "\r"):
        [cells] = csv.reader(io.StringIO(csv_line([f"{start}cmd|' /C calc'!A0", 1])))
        assert cells[0].startswith("'")
    assert csv_line(["Pictures #A", -12, 3]) == "Pictures #A,-12,3\r\n"
    assert csv_line(['a "b", c']) == '"a ""b"", c"\r\n'


# --- pictures ------------------------------------------------------------------------------------------------------


async def test_every_picture_is_on_exactly_one_page(ann: Visitor, inside: SiteBrowser) -> None:
    for turn in range(4):
        await ann.picture(f"picture {turn}", quality="low", count=4)
    seen, path = [], "/account/gallery"
    while True:
        page = await inside.page(path)
        seen += pictures_on(page)
        if (following := older_than(page)) is None:
            break
        path = following
    assert path != "/account/gallery"
    assert len(seen) == len(set(seen)) == 16
    order = re.findall(r"picture \d", words_on(await inside.page("/account/gallery")))
    assert order == sorted(order, reverse=True)


async def test_a_picture_is_opened_and_downloaded_by_a_fresh_link(ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture("a fox in the rain")
    page = await inside.page("/account/gallery")
    [picture] = pictures_on(page)
    assert "12 credits" in words_on(page)
    assert "a fox in the rain" in words_on(page)
    shown = await inside.open(picture)
    assert (shown.status_code, shown.headers["cache-control"]) == (303, "private, no-store")
    file = await inside.open(shown.headers["location"])
    assert file.headers["content-type"] == "image/png"
    saved = await inside.open((await inside.open(f"{picture}?download")).headers["location"])
    assert saved.headers["content-disposition"].startswith("attachment; filename=")
    assert saved.content == file.content


async def test_pages_with_many_pictures_show_small_ones(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture("a fox in the rain")
    page = await inside.page("/account/gallery")
    [picture] = pictures_on(page)
    assert f'<img src="{picture}/small"' in page
    first, again = [await inside.open(f"{picture}/small") for _ in range(2)]
    assert (first.status_code, first.headers["content-type"], first.headers["cache-control"]) == (200, "image/jpeg", "private, no-store")
    with Image.open(io.BytesIO(first.content)) as small:
        assert max(small.size) == 512
    assert again.content == first.content
    ben = await come_in(await playground.person("Ben"))
    assert (await ben.open(f"{picture}/small")).status_code == 404
    await inside.post(f"{picture}/delete")
    assert (await inside.open(f"{picture}/small")).status_code == 404


async def test_a_picture_is_deleted_only_when_one_says_so(ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture("a fox in the rain", count=2, quality="low")
    kept, gone = pictures_on(await inside.page("/account/gallery"))
    question = await inside.page(f"{gone}/delete")
    assert "stays charged" in words_on(question)
    assert (await inside.open(gone)).status_code == 303
    answer = await inside.post(f"{gone}/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/gallery?done=deleted")
    after = await inside.page("/account/gallery?done=deleted")
    assert "The picture is deleted." in words_on(after)
    assert pictures_on(after) == [kept]
    assert [(await inside.open(path)).status_code for path in (gone, f"{gone}/delete")] == [404, 404]
    assert (await inside.post(f"{gone}/delete", form_on="/account/settings")).status_code == 404


async def test_pictures_of_others_do_not_exist(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture("a fox in the rain")
    [picture] = pictures_on(await inside.page("/account/gallery"))
    ben = await come_in(await playground.person("Ben"))
    for path in (picture, f"{picture}?download", f"{picture}/delete", "/account/gallery/nothing"):
        assert (await ben.open(path)).status_code == 404
    assert (await ben.post(f"{picture}/delete", form_on="/account/settings")).status_code == 404
    assert (await inside.open(picture)).status_code == 303


# --- choices -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-30")
async def test_the_language_of_the_account_is_that_of_every_page(ann: Visitor, inside: SiteBrowser) -> None:
    answer = await inside.post("/account/settings", what="language", language="de")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/settings?done=saved")
    assert (await account_of(ann)).locale == "de"
    assert (await inside.open("/")).headers["content-language"] == "de"
    assert "lang" not in inside.cookies
    await inside.open("/language/es?back=/account")
    assert (await account_of(ann)).locale == "es"
    assert (await inside.open("/account")).headers["content-language"] == "es"


async def test_when_to_ask_about_prices(ann: Visitor, inside: SiteBrowser) -> None:
    await inside.post("/account/settings", what="prices", ask="above", above="35")
    account = await account_of(ann)
    assert (account.ask_mode, account.ask_above) == (AskMode.ABOVE, 35)
    await inside.post("/account/settings", what="prices", ask="never", above="")
    account = await account_of(ann)
    assert (account.ask_mode, account.ask_above) == (AskMode.NEVER, 35)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"what": "language", "language": "fr"},
        {"what": "prices", "ask": "sometimes"},
        {"what": "prices", "ask": "above", "above": "-1"},
        {"what": "prices", "ask": "above", "above": "1000000"},
        {"what": "prices", "ask": "above"},
    ],
)
async def test_choices_that_are_not_offered_are_refused(ann: Visitor, inside: SiteBrowser, fields: dict[str, str]) -> None:
    before = await account_of(ann)
    assert (await inside.post("/account/settings", **fields)).status_code == 400
    assert await account_of(ann) == before


async def answers(visitor: Visitor) -> list[tuple[object, ...]]:
    """Every row of the consents of this person, oldest first."""
    account = await account_of(visitor)
    query = sql("SELECT granted, version, wording_hash, locale, channel FROM consent_event WHERE account_id = :account ORDER BY at")

    def work(uow: UnitOfWork) -> list[tuple[object, ...]]:
        return [tuple(row) for row in cast(SqlUnitOfWork, uow).connection.execute(query, {"account": account.id})]

    return await look(visitor, work)


@pytest.mark.proves("PRV-16")
async def test_training_is_asked_with_equal_buttons_and_nothing_chosen(inside: SiteBrowser) -> None:
    page = await inside.page("/account/settings")
    form = page.split('action="/account/settings/training"')[1].split("</form>")[0]
    assert "checked" not in form
    assert "autofocus" not in form
    buttons = list(Outline(form).all("button"))
    assert [button["value"] for button in buttons] == ["no", "yes"]
    assert buttons[0]["class"] == buttons[1]["class"]
    assert "Now: no. You have not answered" in words_on(page)


@pytest.mark.proves("PRV-16")
async def test_every_answer_about_training_is_added_and_none_is_changed(ann: Visitor, inside: SiteBrowser) -> None:
    for answer in ("yes", "no", "yes"):
        page = await inside.page("/account/settings")
        wording = re.search(r'name="wording" value="([0-9a-f]{64})"', page)
        assert wording
        done = await inside.post("/account/settings/training", form_on="/account/settings", training=answer, wording=wording[1])
        assert done.headers["location"] == f"/account/settings?done=consent-{answer}"
        words = wording[1]
    rows = await answers(ann)
    assert [bool(granted) for granted, *_ in rows] == [True, False, True]
    assert {row[1:] for row in rows} == {(WORDING_VERSION, words, "en", "web")}
    assert re.search(r"Now: yes, since \w+ \d+, \d{4}\.", words_on(await inside.page("/account/settings")))


@pytest.mark.proves("PRV-16")
async def test_a_yes_counts_only_for_the_words_that_were_seen(ann: Visitor, inside: SiteBrowser) -> None:
    late = await inside.post("/account/settings/training", form_on="/account/settings", training="yes", wording="0" * 64)
    assert late.headers["location"] == "/account/settings?done=wording-changed"
    odd = await inside.post("/account/settings/training", form_on="/account/settings", training="maybe")
    assert odd.status_code == 400
    assert await answers(ann) == []
    no = await inside.post("/account/settings/training", form_on="/account/settings", training="no", wording="0" * 64)
    assert no.headers["location"] == "/account/settings?done=consent-no"
    assert len(await answers(ann)) == 1


WORDING_HASH = "50412261c3c4397a"  # changes with the English words; then WORDING_VERSION has to change, too


def test_other_words_are_another_version() -> None:
    words = "\n".join(CATALOGUE.format(Text(key), "en") for key in ("site-training-what", "site-training-free"))
    assert (WORDING_VERSION, hashlib.sha256(words.encode()).hexdigest()[:16]) == ("2026-11-26", WORDING_HASH)


# --- activity ------------------------------------------------------------------------------------------------------


def sessions_on(page: str) -> list[str]:
    return [value for value in re.findall(r'name="session" value="([^"]*)"', page) if value != "others"]


async def test_other_browsers_can_be_signed_out(ann: Visitor, inside: SiteBrowser) -> None:
    phone, tablet, attic = [await come_in(ann) for _ in range(3)]
    page = await inside.page("/account/activity")
    assert "this one" in words_on(page)
    others = sessions_on(page)
    assert len(others) == 3
    ended = await inside.post("/account/activity", session=others[0])
    assert ended.headers["location"] == "/account/activity?done=session-ended"
    assert sorted([(await browser.open("/account")).status_code for browser in (phone, tablet, attic)]) == [200, 200, 303]
    await inside.post("/account/activity", session="others")
    assert [(await browser.open("/account")).status_code for browser in (phone, tablet, attic)] == [303] * 3
    assert (await inside.open("/account")).status_code == 200


async def test_nobody_signs_others_out(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    phone = await come_in(ann)
    [session] = sessions_on(await inside.page("/account/activity"))
    ben = await come_in(await playground.person("Ben"))
    assert (await ben.post("/account/activity", session=session)).status_code == 404
    assert (await inside.post("/account/activity", session="")).status_code == 400
    assert (await phone.open("/account")).status_code == 200


@pytest.mark.proves("PRV-10")
async def test_visits_are_shown_with_their_four_fields(inside: SiteBrowser) -> None:
    page = await inside.page("/account/activity", User_Agent="Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0")
    rows = re.findall(r"<th scope=\"row\".*?</tr>", page, re.DOTALL)
    assert rows
    assert re.fullmatch(r" \w+ \d+, \d{4}, [\d:]+\W[AP]M UTC Another browser 127\.0\.0\.0/24 en ", words_on(rows[0]))


# --- chats ---------------------------------------------------------------------------------------------------------


async def joined(playground: Playground, ann: Visitor, inside: SiteBrowser) -> Visitor:
    """Somebody whose chat became Ann's, by a code that her page showed."""
    ben = await playground.person("Ben")
    shown = await inside.post("/account/chats", what="show")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", words_on(shown.text))
    offer = next(a["href"] for a in Outline(shown.text).all("a") if "offer=" in a.get("href", ""))
    assert code
    assert code[0] not in offer
    assert "Nobody has sent the code" in words_on(await inside.page(offer))
    [*_, preview] = await ben.say(f"/link {code[0]}")
    await ben.press(preview, "link-join")
    asked = words_on(await inside.page(offer))
    assert "Is this you?" in asked
    assert "B…n · Playground" in asked
    done = await inside.post("/account/chats", form_on=offer, what="yes", offer=offer.split("=")[1])
    assert (done.status_code, done.headers["location"]) == (303, "/account/chats?done=joined")
    return ben


async def test_a_chat_is_linked_from_the_page_and_the_joining_undone(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    ben = await joined(playground, ann, inside)
    page = await inside.page("/account/chats?done=joined")
    assert "The accounts are joined" in words_on(page)
    assert "Ben" in words_on(page)
    wallet = words_on(await inside.page("/account/wallet"))
    assert "1000 credits" in wallet
    assert wallet.count("Credits: gift") == 2
    undo = next(a["href"] for a in Outline(page).all("a") if a.get("href", "").startswith("/account/chats/joining/"))
    assert "brought 500 credits" in words_on(await inside.page(undo))
    done = await inside.post("/account/chats", form_on=undo, what="undo", merge=undo.split("/")[-1])
    assert done.headers["location"] == "/account/chats?done=undone"
    assert await ben.balance() == (500, 0)
    late = await inside.open(undo)
    assert late.status_code == 410
    assert "undone" in words_on(late.text)


async def test_nobody_sees_or_answers_the_joining_of_others(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    shown = await inside.post("/account/chats", what="show")
    offer = next(a["href"] for a in Outline(shown.text).all("a") if "offer=" in a.get("href", ""))
    eve = await come_in(await playground.person("Eve"))
    seen = words_on(await eve.page(offer))
    assert not any(words in seen for words in ("Nobody has sent", "Is this you?", "Is it you?", "A…n"))
    for what in ("yes", "join", "no"):
        refused = await eve.post("/account/chats", what=what, offer=offer.split("=")[1])
        assert refused.status_code in (403, 404)
        assert 'class="notice refusal"' in refused.text


async def test_a_code_of_a_chat_is_typed_on_the_page(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    ben = await playground.person("Ben")
    [*_, shown] = await ben.say("/link")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", words_of(shown))
    assert code
    wrong = await inside.post("/account/chats", what="type", code="AAAA-AAAA")
    assert wrong.status_code == 404
    assert "AAAA" not in wrong.text
    met = await inside.post("/account/chats", what="type", code=code[0].lower().replace("-", " "))
    preview = await inside.page(met.headers["location"])
    assert "Is this you?" in words_on(preview)
    assert "500 credits" in words_on(preview)
    offer = met.headers["location"].split("=")[1]
    waiting = await inside.post("/account/chats", form_on=met.headers["location"], what="join", offer=offer)
    assert "Now the other side is asked" in words_on(await inside.page(waiting.headers["location"]))


async def test_a_chat_is_taken_off_after_one_was_told_what_that_means(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    await joined(playground, ann, inside)
    page = await inside.page("/account/chats")
    leave = next(
        a["href"]
        for a in Outline(page).all("a")
        if re.fullmatch(r"/account/chats/[0-9a-f]{10}", a.get("href", "")) and "Ben" in a["aria-label"]
    )
    question = words_on(await inside.page(leave))
    assert "You can undo that until" in question
    assert "new to us again" in question
    refused = await inside.post("/account/chats", form_on=leave, what="unlink", chat=leave.split("/")[-1])
    assert refused.status_code == 403
    with playground.clock.moved(hours=73):
        done = await inside.post("/account/chats", form_on=leave, what="unlink", chat=leave.split("/")[-1])
        assert done.headers["location"] == "/account/chats?done=unlinked"
        assert "Ben" not in words_on(await inside.page("/account/chats"))
        gone = await inside.open(leave)
        assert gone.status_code == 410
        assert 'class="notice refusal"' in gone.text


async def test_the_last_way_in_stays(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    await ann.playground.program.store.write(lambda uow: uow.accounts.save(replace(account, email=None)))
    [leave] = [
        a["href"]
        for a in Outline(await inside.page("/account/chats")).all("a")
        if re.fullmatch(r"/account/chats/[0-9a-f]{10}", a.get("href", ""))
    ]
    assert (await inside.open(leave)).status_code == 403
    refused = await inside.post("/account/chats", what="unlink", chat=leave.split("/")[-1])
    assert refused.status_code == 403
    assert "Ann" in words_on(await inside.page("/account/chats"))


async def test_what_no_button_says_is_refused(inside: SiteBrowser) -> None:
    assert (await inside.post("/account/chats", what="explode")).status_code == 400


# --- e-mail --------------------------------------------------------------------------------------------------------


async def test_another_address_is_proved_by_mail(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    new = f"new.{ann.uid[:6]}@example.org"
    asked = await inside.post("/account/email", email=new)
    assert (asked.status_code, asked.headers["location"]) == (303, "/account/email?done=asked")
    letter = await mailed(playground, new)
    door = urlsplit(next(word for word in letter.split() if "/email/" in word)).path
    assert (await account_of(ann)).email != new
    assert (await inside.post(door)).status_code == 303
    assert (await account_of(ann)).email == new
    again = await (inside if (await inside.open("/account")).status_code == 200 else await come_in(ann)).post("/account/email", email=new)
    assert again.headers["location"] == "/account/email?done=email-yours"


async def mailed(playground: Playground, address: str) -> str:
    """The newest letter to this address, once it is there."""
    for _ in range(200):
        if letters := await playground.program.mailbox.letters(address):
            return str(letters[0]["body"])
        await asyncio.sleep(0.05)
    raise AssertionError("no letter came")


async def test_what_is_no_address_is_refused_and_not_repeated(inside: SiteBrowser) -> None:
    odd = await inside.post("/account/email", email="canary@")
    assert odd.status_code == 422
    assert 'aria-invalid="true"' in odd.text
    assert "canary" not in odd.text


async def test_an_address_that_is_given_out_for_minutes_is_declined_and_not_repeated(playground: Playground, inside: SiteBrowser) -> None:
    declined = await inside.post("/account/email", email="canary@mail.mailinator.com")
    assert declined.status_code == 422
    assert "address that stays yours" in declined.text
    assert "canary" not in declined.text
    assert await playground.program.mailbox.letters("canary@mail.mailinator.com") == []


async def test_the_address_is_never_shown_in_full(ann: Visitor, inside: SiteBrowser) -> None:
    address = (await account_of(ann)).email
    assert address
    for path in OWN:
        assert address not in await inside.page(path)


# --- performance ---------------------------------------------------------------------------------------------------


async def test_a_page_asks_the_database_no_more_often_for_more_pictures(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)

    def asked(uow: UnitOfWork) -> int:
        statements: list[str] = []
        driver = cast(sqlite3.Connection, cast(SqlUnitOfWork, uow).connection.connection.driver_connection)
        driver.set_trace_callback(statements.append)
        page = page_of(uow, account.id, None)
        driver.set_trace_callback(None)
        assert len(page.pictures) in (1, 9)
        return len(statements)

    await ann.picture("first", quality="low")
    few = await look(ann, asked)
    await ann.picture("second", quality="low", count=4)
    await ann.picture("third", quality="low", count=4)
    assert 1 <= await look(ann, asked) == few <= 5
