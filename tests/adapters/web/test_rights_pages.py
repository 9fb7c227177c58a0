"""A person's rights on the site: seen, asked for, proved, carried out, called back; what is left to a locked account (PRV-23 … PRV-44)."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar, cast
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete as deleting
from sqlalchemy import text as sql
from sqlalchemy import update
from starlette.routing import Route

from adapters.web.site import copies, pages
from adapters.web.site.receipt import KEPT_FOR
from adapters.web.site.standing import IN_USE, KEPT
from core.accounts import Account, Standing
from core.legal.cookies import SESSION
from core.rights import purging, reports
from core.rights.copies import PAGE as COPIES
from core.rights.requests import Actor, Count, Counted, EraseStep, Fate, RequestKind, RequestState
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text
from db.person_rows import TABLES
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.web.playground_program import CHROMIUM
from tests.adapters.web.site_house import Browsers, SiteHouse, Watch, open_browser, open_site, until
from tests.adapters.web.site_visitor import Outline, SiteBrowser, come_in, words_on
from tests.adapters.web.visitor import Message, Playground, Visitor, open_playground
from tests.wanting import do_without

T = TypeVar("T")
CATALOGUE = Catalogue()
PRIVACY = "/account/privacy"
DELETE = f"{PRIVACY}/delete"
CODE = re.compile(r"\b\d{6}\b")
REF = re.compile(r"\b[0-9a-z]{26}\b")
SECRET = "a canary under a violet umbrella"
OURS = [route for route in [*copies.routes(), *pages.routes()] if isinstance(route, Route) and route.path.startswith("/account")]


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program at work for all tests of this file."""
    async with open_playground(tmp_path_factory.mktemp("rights"), overrides={"credits.free_credits": 500}) as running:
        yield running


@pytest.fixture
async def ann(playground: Playground) -> Visitor:
    return await playground.person("Ann")


@pytest.fixture
async def inside(ann: Visitor) -> SiteBrowser:
    return await come_in(ann)


async def look(visitor: Visitor, work: Callable[[UnitOfWork], T]) -> T:
    return await visitor.playground.program.store.read(work)


async def change(visitor: Visitor, work: Callable[[UnitOfWork], T]) -> T:
    return await visitor.playground.program.store.write(work)


async def account_of(visitor: Visitor) -> Account:
    def find(uow: UnitOfWork) -> Account:
        person = uow.accounts.person("playground", visitor.uid)
        assert person is not None
        return uow.accounts.get(person.account_id)

    return await look(visitor, find)


async def code_for(visitor: Visitor, *, after: int = 0) -> str:
    """The number that came into the chat, the one after so many earlier ones."""
    async with asyncio.timeout(20):
        while True:
            sent = [line for message in await visitor.messages() for line in message["body"].get("lines", ()) if "Your number" in line]
            if len(sent) > after:
                return number_in(sent[after])
            await asyncio.sleep(0.02)


def number_in(line: str) -> str:
    found = CODE.search(line)
    assert found, line
    return found[0]


async def begin_deletion(browser: SiteBrowser, *, when: str = "later", chats: str = "remove", word: str = "delete") -> httpx.Response:
    """As far as the word: what answers it."""
    chosen = await browser.post(DELETE, when=when, chats=chats)
    assert chosen.status_code == 303, words_on(chosen.text)
    return await browser.post(chosen.headers["location"], word=word)


async def delete(visitor: Visitor, browser: SiteBrowser, *, after: int = 0, **choice: str) -> httpx.Response:
    """All of it: the page that says goodbye."""
    asked = await begin_deletion(browser, **choice)
    assert asked.status_code == 303, words_on(asked.text)
    return await browser.post(asked.headers["location"], code=await code_for(visitor, after=after))


async def erasure_of(visitor: Visitor, account: Account) -> str:
    [ref] = [one.ref for one in await look(visitor, lambda uow: uow.rights.of(account.id)) if one.kind is RequestKind.ERASE and one.active]
    return ref


async def come_in_by_mail(visitor: Visitor, address: str) -> SiteBrowser:
    """A new browser, by a link that was asked for with the address."""
    playground, browser = visitor.playground, SiteBrowser(visitor.playground)
    mailbox = playground.program.mailbox
    before = len(await mailbox.letters(address))
    asked = await browser.post("/sign-in", email=address)
    assert asked.status_code == 303
    async with asyncio.timeout(20):
        while len(letters := await mailbox.letters(address)) <= before:  # noqa: ASYNC110 - the mailbox is a file
            await asyncio.sleep(0.02)
    link = re.search(r":\n(http\S+)\n", letters[0]["body"])
    assert link, letters[0]["body"]
    came = await browser.post(urlsplit(link[1]).path)
    assert came.status_code == 303, words_on(came.text)
    return browser


async def receipt_when(playground: Playground, ref: str, words: str) -> str:
    """The page of the receipt, once it says so."""
    async with asyncio.timeout(30):
        while True:
            page = await SiteBrowser(playground).page(f"/receipt/{ref}")
            if words in words_on(page):
                return page
            await asyncio.sleep(0.05)


# --- the hub -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-23", "T-HUB", "T-A11Y")
@pytest.mark.parametrize("page", ["", "/see", "/correct", "/export", "/delete", "/more"])
async def test_every_page_is_there_in_every_language_and_well_formed(inside: SiteBrowser, page: str) -> None:
    for locale in LOCALES:
        inside.language = locale
        answer = await inside.open(f"{PRIVACY}{page}")
        assert (answer.status_code, answer.headers["content-language"], answer.headers["cache-control"]) == (200, locale, "no-store")
        outline = Outline(answer.text)
        assert outline.crossed == []
        assert len(outline.ids()) == len(set(outline.ids()))
        assert outline.all("script") == []
        assert all(form["method"] == "post" for form in outline.all("form"))
        assert len([field for field in outline.all("input") if field.get("name") == "csrf"]) == len(outline.all("form"))


@pytest.mark.proves("PRV-23", "T-HUB")
async def test_the_hub_leads_to_everything(inside: SiteBrowser) -> None:
    links = {link.get("href") for link in Outline(await inside.page(PRIVACY)).all("a")}
    wanted = {f"{PRIVACY}/{page}" for page in ("see", "export", "correct", "delete", "more")}
    assert wanted | {"#training", "/legal/privacy", "/privacy", "/report"} <= links


@pytest.mark.proves("PRV-07", "PRV-28")
async def test_what_is_held_is_counted_and_explained(ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture(SECRET)
    words = words_on(await inside.page(f"{PRIVACY}/see"))
    for held in ("Prompts 1", "Pictures 1", "Linked chats 1", "Signed-in browsers 1", "mayi.one", "Cloudflare R2"):
        assert held in words
    assert SECRET not in words  # the data itself is in the copy
    account = await account_of(ann)
    assert CATALOGUE.format(Text("rights-see", {"at": account.created_at}), "en") in words


@pytest.mark.proves("PRV-16")
async def test_training_is_answered_on_the_same_page(ann: Visitor, inside: SiteBrowser) -> None:
    page = await inside.page(PRIVACY)
    wording = next(field["value"] for field in Outline(page).all("input") if field.get("name") == "wording")
    answered = await inside.post("/account/settings/training", PRIVACY, training="yes", wording=wording, page="privacy")
    assert answered.headers["location"] == f"{PRIVACY}?done=consent-yes"
    assert "Now: yes" in words_on(await inside.page(PRIVACY))


@pytest.mark.proves("PRV-24", "PRV-27")
async def test_other_rights_are_asked_for_with_words_and_stand_in_the_hub(ann: Visitor, inside: SiteBrowser) -> None:
    answer = await inside.post(f"{PRIVACY}/more", kind="object", words="I object to <b>this</b>.")
    words = words_on(answer.text)
    assert "We have your objection." in words
    [ref] = REF.findall(words)
    hub = words_on(await inside.page(PRIVACY))
    assert "Objection" in hub
    assert ref in hub
    kept = await look(ann, lambda uow: uow.rights.get(ref))
    assert kept is not None
    assert kept.channel == "web"
    assert (await inside.post(f"{PRIVACY}/more", kind="erase")).status_code == 400
    assert (await inside.post(f"{PRIVACY}/more")).status_code == 400


# --- a copy --------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-25")
async def test_a_copy_begins_when_the_number_from_the_chat_was_typed(ann: Visitor, inside: SiteBrowser) -> None:
    asked = await inside.post(f"{PRIVACY}/export")
    here = asked.headers["location"]
    assert here.startswith(f"{PRIVACY}/code/")
    assert "Playground" in words_on(await inside.page(here))
    code = await code_for(ann)
    wrong = await inside.post(here, code=f"{(int(code) + 1) % 10**6:06}")
    assert wrong.status_code == 422
    assert "not the number we sent" in words_on(wrong.text)
    assert "Copy of your data Not confirmed yet." in words_on(await inside.page(PRIVACY))
    done = await inside.post(here, code=f" {code[:3]} {code[3:]} ")
    ref = here.rpartition("/")[2]
    assert done.headers["location"] == f"{COPIES}/{ref}"
    assert "Copy of your data" in words_on(await inside.page(PRIVACY))
    assert (await inside.open(here)).headers["location"] == f"{COPIES}/{ref}"
    again = await inside.post(f"{PRIVACY}/export", PRIVACY)
    assert again.status_code == 303
    # What anybody may know of it is how far it is.
    page = await SiteBrowser(ann.playground).page(f"/receipt/{ref}")
    assert "Copy of your data" in words_on(page)
    assert "Prompts" not in words_on(page)


@pytest.mark.proves("PRV-25")
async def test_five_wrong_numbers_are_followed_by_a_pause_in_which_the_right_one_is_worth_nothing(
    ann: Visitor, inside: SiteBrowser
) -> None:
    here = (await inside.post(f"{PRIVACY}/export")).headers["location"]
    code = await code_for(ann)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [(await inside.post(here, code=wrong)).status_code for _ in range(5)] == [422] * 5
    refused = await inside.post(here, code=code)
    assert refused.status_code == 429
    assert "UTC" in words_on(refused.text)


@pytest.mark.proves("PRV-25")
async def test_a_second_number_makes_the_first_one_worthless_and_ten_minutes_both(ann: Visitor, inside: SiteBrowser) -> None:
    here = (await inside.post(f"{PRIVACY}/export")).headers["location"]
    first = await code_for(ann)
    assert (await inside.post(here, what="again")).headers["location"] == here
    second = await code_for(ann, after=1)
    if first != second:
        assert (await inside.post(here, code=first)).status_code == 422
    with ann.playground.clock.moved(minutes=11):
        over = await inside.post(here, code=second)
    assert over.status_code == 410
    assert "does not work any more" in words_on(over.text)


async def test_without_any_other_place_it_goes_on_at_once(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    chats = TABLES["identity"]
    gone = deleting(chats).where(chats.c.account_id == account.id)
    await change(ann, lambda uow: cast(SqlUnitOfWork, uow).connection.execute(gone).rowcount)
    mailed = await inside.post(f"{PRIVACY}/export")
    here = mailed.headers["location"]
    assert here.startswith(f"{PRIVACY}/code/")  # a browser that was stolen could have taken the chats off first
    assert "mailed a number" in words_on(await inside.page(here))
    await change(ann, lambda uow: uow.accounts.save(replace(account, email=None)))
    asked = await inside.post(f"{PRIVACY}/export")
    assert asked.headers["location"].startswith(f"{COPIES}/")


@pytest.mark.proves("PRV-24", "PRV-32")
async def test_nobody_gets_at_the_requests_of_others(playground: Playground, ann: Visitor, inside: SiteBrowser) -> None:
    other = await come_in(await playground.person("Ben"))
    here = (await inside.post(f"{PRIVACY}/export")).headers["location"]
    sure = (await inside.post(DELETE, when="later", chats="leave")).headers["location"]
    for path in (here, sure, f"{PRIVACY}/code/{'x' * 26}", f"{DELETE}/{'x' * 26}", f"{DELETE}/{here.rpartition('/')[2]}"):
        assert (await other.open(path)).status_code == 404, path
        assert (await other.post(path, PRIVACY, code=await code_for(ann), word="delete")).status_code == 404, path


# --- deleting ------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-31")
async def test_the_preview_says_what_goes_and_what_stays_and_changes_nothing(ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture(SECRET)
    words = words_on(await inside.page(DELETE))
    for said in ("Prompts 1 – deleted", "Pictures 1 – deleted", "lost", "tax law", "What we cannot reach", "Get a copy first"):
        assert said in words
    account = await account_of(ann)
    assert await look(ann, lambda uow: uow.rights.of(account.id)) == []


@pytest.mark.proves("PRV-32")
@pytest.mark.parametrize("locale", LOCALES)
async def test_only_the_word_of_the_language_goes_on(ann: Visitor, inside: SiteBrowser, locale: str) -> None:
    inside.language = locale
    word = CATALOGUE.format(Text("rights-site-word"), locale)
    wrong = await begin_deletion(inside, word="tomato")
    assert wrong.status_code == 422
    assert word in words_on(wrong.text)
    assert 'aria-invalid="true"' in wrong.text
    assert (await account_of(ann)).standing is Standing.ACTIVE
    right = await begin_deletion(inside, word=f" {word.upper()} ")
    assert right.headers["location"].startswith(f"{PRIVACY}/code/")


@pytest.mark.proves("PRV-33")
async def test_an_odd_choice_is_no_choice(inside: SiteBrowser) -> None:
    for fields in ({}, {"when": "now"}, {"when": "soon", "chats": "leave"}, {"when": "later", "chats": "some"}):
        assert (await inside.post(DELETE, **fields)).status_code == 400, fields


@pytest.mark.proves("PRV-25")
async def test_right_after_a_risky_change_nothing_is_deleted_at_once(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    now = ann.playground.program.ambient.now()
    chats = TABLES["identity"]
    added = update(chats).where(chats.c.account_id == account.id).values(linked_at=now)
    await change(ann, lambda uow: cast(SqlUnitOfWork, uow).connection.execute(added).rowcount)
    page = await inside.page(DELETE)
    now_choice = next(field for field in Outline(page).all("input") if field.get("value") == "now")
    assert "disabled" in now_choice
    refused = await inside.post(DELETE, when="now", chats="leave")
    assert refused.status_code == 403
    assert "cannot be deleted at once" in words_on(refused.text)
    assert "For your safety, a copy begins on" in words_on(await inside.page(f"{PRIVACY}/export"))


@pytest.mark.proves("PRV-33", "PRV-35")
async def test_after_the_confirmation_the_page_says_the_day_the_reference_and_the_way_back(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    cookies = set(inside.cookies)
    answer = await delete(ann, inside)
    assert answer.status_code == 200
    ref = await erasure_of(ann, account)
    erasure = await look(ann, lambda uow: uow.rights.get(ref))
    assert erasure is not None
    assert erasure.begins_at is not None
    assert (erasure.channel, erasure.messages, erasure.at_once) == ("web", True, False)
    words = words_on(answer.text)
    assert words_on(CATALOGUE.format(Text("rights-state-grace", {"at": erasure.begins_at}), "en")) in words
    assert ref in words
    assert f'href="/receipt/{ref}"' in answer.text
    assert 'href="/sign-in"' in answer.text
    assert Outline(answer.text).all("form") == []  # nobody is signed in any more
    assert cookies - set(inside.cookies) == {SESSION.name}
    page = words_on(await SiteBrowser(ann.playground).page(f"/receipt/{ref}"))
    assert "Nothing is complete yet." in page
    assert "Waits" in page
    assert "Ann" not in page


async def test_a_number_is_good_for_nothing_but_what_it_was_sent_for(ann: Visitor, inside: SiteBrowser) -> None:
    copy = (await inside.post(f"{PRIVACY}/export")).headers["location"]
    number = await code_for(ann)
    deletion = (await begin_deletion(inside)).headers["location"]
    other = await code_for(ann, after=1)
    if number != other:
        assert (await inside.post(deletion, code=number)).status_code == 422
        assert (await account_of(ann)).standing is Standing.ACTIVE
    untyped = (await inside.post(DELETE, when="later", chats="leave")).headers["location"]
    skipped = await inside.post(untyped.replace("/delete/", "/code/"), PRIVACY, code=other)  # its word was never typed
    assert (skipped.status_code, skipped.headers["location"]) == (303, PRIVACY)
    assert (await account_of(ann)).standing is Standing.ACTIVE
    assert (await inside.post(copy, code=number)).headers["location"].startswith(COPIES)


LOCKED_OUT = ("wallet", "wallet.csv", "gallery", "chats", "email", "settings", "activity")


@pytest.mark.proves("PRV-34", "PRV-35", "T-ER-17")
async def test_a_locked_account_can_be_had_back_and_nothing_else(ann: Visitor, inside: SiteBrowser) -> None:
    """T-ER-17 on the site."""
    account = await account_of(ann)
    assert account.email is not None
    made = await ann.picture(SECRET)
    assert made["body"]["tone"] == "good"
    picture = next(iter(re.findall(r"/account/gallery/(\w+)/delete", await inside.page("/account/gallery"))))
    [message] = await ann.run("account")
    door = urlsplit(next(button["href"] for button in message["body"]["buttons"] if button["href"])).path
    old = SiteBrowser(ann.playground, cookies=dict(inside.cookies))
    copy = (await inside.post(f"{PRIVACY}/export")).headers["location"]
    assert (await inside.post(copy, code=await code_for(ann))).status_code == 303
    assert (await delete(ann, inside, after=1, chats="leave")).status_code == 200

    for path in ("/account", *(f"/account/{page}" for page in LOCKED_OUT), f"/account/gallery/{picture}", PRIVACY, COPIES):
        refused = await old.open(path)
        assert (refused.status_code, refused.headers["location"].split("?")[0]) == (303, "/sign-in"), path
    knocked = await SiteBrowser(ann.playground).open(door)
    assert knocked.status_code in (404, 410)
    assert (await SiteBrowser(ann.playground).post(door, "/sign-in")).status_code in (404, 410)

    again = await come_in_by_mail(ann, account.email)
    for route in OURS:
        path = route.path.replace("{picture}", picture).replace("{ref}", copy.rpartition("/")[2]).replace("{part}", "1")
        path = re.sub(r"\{\w+\}", "x", path)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            if path == f"{PRIVACY}/keep":
                continue
            answer = await again.open(path, method, await token(again) if method == "POST" else None)
            front = method == "GET" and path in ("/account", PRIVACY)
            assert answer.status_code == (200 if front else 403), (method, path)
            assert "Your account is locked" in words_on(answer.text), (method, path)
            assert "Keep my account" in words_on(answer.text), (method, path)
            assert SECRET not in answer.text
    assert await look(ann, lambda uow: uow.accounts.get(account.id).standing) is Standing.LOCKED

    kept = await again.post(f"{PRIVACY}/keep", "/account")
    assert kept.headers["location"] == f"{PRIVACY}?done=kept"
    assert "Your account stays." in words_on(await again.page(kept.headers["location"]))
    assert SECRET in words_on(await again.page("/account/gallery"))
    assert (await old.open("/account")).status_code == 303  # what has ended does not come back


async def token(browser: SiteBrowser) -> dict[str, str]:
    fields = Outline((await browser.open("/account")).text).all("input")
    return {"csrf": next(field["value"] for field in fields if field.get("name") == "csrf")}


@pytest.mark.proves("PRV-35", "T-ER-7")
async def test_once_it_has_begun_it_cannot_be_called_back_and_the_page_says_so(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    assert account.email is not None
    await delete(ann, inside)
    again = await come_in_by_mail(ann, account.email)
    fields = await token(again)
    ref, now = await erasure_of(ann, account), ann.playground.program.ambient.now()

    def begin(uow: UnitOfWork) -> None:
        erasure = uow.rights.get(ref)
        assert erasure is not None
        moved = uow.rights.move(erasure, RequestState.RUNNING, now, Actor.PROGRAM)
        assert moved is not None
        uow.rights.change(replace(moved, due_at=now + timedelta(days=1)))

    await change(ann, begin)
    refused = await again.open(f"{PRIVACY}/keep", "POST", fields)
    assert refused.status_code == 410
    assert "can no longer be called off" in words_on(refused.text)
    page = await again.page("/account")
    assert "Keep my account" not in words_on(page)
    assert (await look(ann, lambda uow: uow.accounts.get(account.id))).standing is Standing.LOCKED


async def test_keeping_an_account_that_nobody_deletes_changes_nothing(inside: SiteBrowser) -> None:
    answer = await inside.post(f"{PRIVACY}/keep", PRIVACY)
    assert (answer.status_code, answer.headers["location"]) == (303, PRIVACY)


# --- the receipt ---------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-33", "PRV-44", "T-ER-15")
async def test_a_deletion_at_once_ends_in_an_itemised_receipt_without_anything_of_the_person(ann: Visitor, inside: SiteBrowser) -> None:
    await ann.picture(SECRET)
    account = await account_of(ann)
    assert account.email is not None
    preview = await inside.page(DELETE)
    answer = await delete(ann, inside, when="now")
    assert answer.status_code == 200
    [ref] = set(REF.findall(words_on(answer.text)))
    page = await receipt_when(ann.playground, ref, "The deletion is complete.")
    words = words_on(page)
    for line in ("Prompts 1 – deleted", "Pictures 1 – deleted", "Linked chats 1 – deleted"):
        assert line in words_on(preview)
        assert line in words
    erasure = await look(ann, lambda uow: uow.rights.get(ref))
    assert erasure is not None
    assert erasure.ended_at is not None
    gone = CATALOGUE.format(Text("site-day", {"at": erasure.ended_at + timedelta(days=21)}), "en")
    assert f"Gone from the last backup by {gone}" in words
    assert page.count('class="tag good"') == len(EraseStep)
    assert "Waits" not in words
    assert "names no day" in words  # mayi.one and Resend
    for secret in (SECRET, account.email, account.id, account.storage_prefix, ann.uid):
        assert secret not in page
    outline = Outline(page)
    assert (outline.crossed, outline.all("form"), outline.all("script")) == ([], [], [])
    for locale in LOCALES:
        other = await SiteBrowser(ann.playground, locale).open(f"/receipt/{ref}")
        assert (other.status_code, other.headers["content-language"]) == (200, locale)
        assert (other.headers["cache-control"], other.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")
        assert 'content="noindex' in other.text


@pytest.mark.proves("PRV-38", "PRV-44", "PRV-53")
async def test_a_receipt_names_payments_with_their_day_and_what_became_of_messages(ann: Visitor, inside: SiteBrowser) -> None:
    account, now = await account_of(ann), ann.playground.program.ambient.now()
    await begin_deletion(inside)
    [ref] = [one.ref for one in await look(ann, lambda uow: uow.rights.of(account.id))]
    until = purging.kept_until(now)
    counts = [
        Count(Counted.PAYMENTS, Fate.KEPT, 2, until),
        Count(Counted.MESSAGES, Fate.BLANKED, 3),
        Count(Counted.MESSAGES, Fate.TOO_OLD, 4),
        Count(Counted.MAKER, Fate.KEPT, 5, now + timedelta(days=30)),
        Count(Counted.CARRIER, Fate.TOLD, 6),
    ]

    def work(uow: UnitOfWork) -> None:
        for to in (RequestState.GRACE, RequestState.RUNNING, RequestState.DONE):
            request = uow.rights.get(ref)
            assert request is not None
            uow.rights.move(request, to, now, Actor.PROGRAM)
        for count in counts:
            uow.rights.count(ref, count)

    await change(ann, work)
    words = words_on(await SiteBrowser(ann.playground).page(f"/receipt/{ref}"))
    day = CATALOGUE.format(Text("rights-site-until", {"at": until}), "en")
    assert f"Payments 2 – kept because the law demands it {day}" in words
    assert "2 payments, until" in words
    assert "Our messages in chats 3 – emptied" in words
    assert "4 – too old to be removed" in words
    assert "5 – deleted there by" in words
    assert "6 – deletion asked for" in words
    assert "The seals of the log fit" in words
    await change(ann, lambda uow: _forge(uow, ref))
    words = words_on(await SiteBrowser(ann.playground).page(f"/receipt/{ref}"))
    assert "do not rely on this receipt" in words
    assert "The seals of the log fit" not in words


def _forge(uow: UnitOfWork, ref: str) -> None:
    query = sql("UPDATE rights_event SET actor = 'operator' WHERE ref = :ref AND number = 2")
    cast(SqlUnitOfWork, uow).connection.execute(query, {"ref": ref})


async def test_unknown_references_get_one_page_and_so_do_reports(ann: Visitor) -> None:
    now, ambient = ann.playground.program.ambient.now(), ann.playground.program.ambient
    report = await change(ann, lambda uow: reports.file(uow, ambient, "somebody", channel="web", locale="en", now=now))
    answers = [await SiteBrowser(ann.playground).open(f"/receipt/{ref}") for ref in ("x" * 26, "no", "%00", "a" * 2000, report.ref)]
    assert {answer.status_code for answer in answers} == {404}
    pages_seen = {re.sub(r"/receipt/[^\"&]*", "", answer.text) for answer in answers}
    assert len(pages_seen) == 1


def test_a_receipt_stays_as_long_as_the_data_map_says(playground: Playground) -> None:
    assert playground.program.web is not None
    mapped = playground.program.web.state.parts.legal.fields
    [rule] = [field.rule for field in mapped if (field.table, field.column) == ("rights_request", "ref")]
    assert str(rule.retention) == f"{KEPT_FOR.days} days"


# --- accounts in which nothing goes on -----------------------------------------------------------------------------


@pytest.mark.proves("PRV-23", "PRV-27")
async def test_a_restricted_account_has_its_rights_and_can_be_used_again(ann: Visitor, inside: SiteBrowser) -> None:
    asked = await inside.post(f"{PRIVACY}/more", kind="restrict")
    assert "kept and used for nothing" in words_on(asked.text)
    await check_paused(inside, "keep your data and do nothing else with it")
    lifted = await inside.post(f"{PRIVACY}/lift", PRIVACY)
    assert lifted.headers["location"] == f"{PRIVACY}?done=lifted"
    assert (await inside.open("/account/gallery")).status_code == 200


@pytest.mark.proves("PRV-23", "PRV-56")
async def test_a_quarantined_account_has_its_rights_and_cannot_lift_that(ann: Visitor, inside: SiteBrowser) -> None:
    account = await account_of(ann)
    await change(ann, lambda uow: uow.accounts.stand(account.id, Standing.QUARANTINED))
    await check_paused(inside, "is being checked")
    assert (await inside.post(f"{PRIVACY}/lift", PRIVACY)).headers["location"] == PRIVACY
    assert (await account_of(ann)).standing is Standing.QUARANTINED


async def check_paused(browser: SiteBrowser, why: str) -> None:
    for page in ("", "/wallet", "/gallery", "/chats", "/email", "/settings"):
        answer = await browser.open(f"/account{page}")
        assert answer.status_code == (403 if page else 200), page
        assert why in words_on(answer.text)
        assert f'href="{PRIVACY}"' in answer.text
    for page in ("", "/see", "/correct", "/export", "/delete", "/more", "/copies"):
        assert (await browser.open(f"{PRIVACY}{page}")).status_code == 200, page
    assert why in words_on(await browser.page(PRIVACY))
    correct = await browser.page(f"{PRIVACY}/correct")
    assert correct.count('href="/account/email"') == 1  # beside the page, where all pages of the account are named
    assert "Write to us what is wrong" in words_on(correct)
    begun = await browser.post(f"{PRIVACY}/export")
    assert begun.headers["location"].startswith(f"{PRIVACY}/code/")


@pytest.mark.proves("PRV-23")
def test_every_standing_is_thought_of() -> None:
    assert IN_USE < KEPT
    assert set(Standing) - KEPT == {Standing.LOCKED}


# --- in a browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        do_without("chromium", f"no browser at {CHROMIUM}: a deletion on the site is NOT tested as people do it")
    expect.set_options(timeout=15_000)
    with open_browser() as browser:
        yield browser


@pytest.fixture
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteHouse]:
    with open_site(tmp_path_factory.mktemp("site") / "data") as house:
        yield house


@pytest.mark.timeout(120)
def test_a_deletion_from_the_first_look_to_changing_ones_mind(chromium: Browser, house: SiteHouse) -> None:
    """Without any script: by links, buttons and what is typed."""
    browsers = Browsers(chromium, house, Watch(house.address))
    ada = house.person("Ada")
    page = browsers.inside(ada)
    page.goto("/account")
    page.get_by_role("link", name="Privacy", exact=True).first.click()
    page.get_by_role("link", name="Delete your account").click()
    expect(page.get_by_text("In 7 days")).to_be_visible()
    page.get_by_label("Leave what is in chats").check()
    press(page, "Go on")
    page.get_by_label("To confirm, type the word").fill("DELETE")
    press(page, "Delete my account")
    page.get_by_label("Six digits").fill(until(lambda: sent_number(ada.messages())))
    press(page, "Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Your account is locked"))
    page.get_by_role("link", name="Open the receipt").click()
    expect(page.get_by_text("Nothing is complete yet.")).to_be_visible()
    page.goto("/account")
    expect(page).to_have_url(f"{house.address}/sign-in?next=/account")
    page.get_by_label("Your e-mail address").fill(ada.mailbox)
    page.get_by_role("button", name="E-mail me a link").click()
    page.goto(signing_in(house, ada.mailbox))
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Your account is locked"))
    press(page, "Keep my account")
    expect(page.get_by_text("Your account stays.")).to_be_visible()
    browsers.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sent_number(messages: list[Message]) -> str | None:
    lines = [line for message in messages for line in message["body"].get("lines", ()) if "Your number" in line]
    return number_in(lines[0]) if lines else None


def signing_in(house: SiteHouse, address: str) -> str:
    """The address in the letter that lets in; others come before it, about the deletion."""
    while True:
        letter = house.mail_to(address)
        if "/sign-in/" in letter.text:
            return letter.link
