"""Coming in on the web, through the front door: mails, scanners, other browsers, Telegram, and everybody who should stay outside."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from core.access import LinkKind
from core.accounts import Account
from core.ambient import Ambient
from core.legal.cookies import COOKIES
from core.reply import Link, Reply
from core.text import LOCALES
from db.store import SqlStore, open_store
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.web.sign_in_site import ADA, CATALOGUE, CHROME, Browser, Site, hidden_on, token_on
from tests.clock import FakeClock

QUARTER = timedelta(minutes=15)


@pytest.fixture
async def site(sqlite_url: str, clock: FakeClock) -> AsyncIterator[Site]:
    ambient = Ambient(now=clock.now)
    store: SqlStore = await open_store(sqlite_url, ambient)
    yield Site(store, clock, ambient)
    await store.close()


async def mailed(site: Site, browser: Browser, email: str = ADA) -> str:
    """The page of a link that this browser asked for."""
    assert (await browser.ask(email)).status_code == 303
    [mail] = await site.mails()
    assert (mail.template, mail.address) == ("sign-in", email)
    return site.url_of(mail)


def door_of(reply: Reply) -> str:
    """Where the button of /account leads."""
    [link] = [button.action.url for button in reply.buttons if isinstance(button.action, Link)]
    return link.removeprefix("https://ink.example")


def words(reply: Reply) -> str:
    texts = [*reply.lines, *(part for fact in reply.facts for part in (fact.label, fact.value)), *(b.label for b in reply.buttons)]
    return "\n".join(CATALOGUE.format(text, "en") for text in texts)


class TestByMail:
    async def test_the_same_browser_goes_straight_to_the_button(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        page = await mailed(site, browser)
        shown = await browser.open(page)
        assert "another browser" not in shown.text
        assert await browser.whose() is None
        came = await browser.press(page)
        assert (came.status_code, came.headers["location"]) == (303, "/account")
        assert await browser.whose() == ada.id

    async def test_another_browser_is_asked_and_may_come_in_all_the_same(self, site: Site) -> None:
        ada, desk, phone = await site.person("ada", ADA), site.browser(), site.browser(CHROME)
        page = await mailed(site, desk)
        shown = await phone.open(page)
        assert "another browser (Firefox 143)" in shown.text
        bare = await phone.post(page, {"csrf": token_on(shown)})
        assert bare.status_code == 403
        assert await phone.whose() is None
        assert (await phone.press(page)).status_code == 303
        assert await phone.whose() == ada.id

    async def test_scanners_change_nothing_and_the_second_press_is_refused_kindly(self, site: Site) -> None:
        ada, browser, scanner = await site.person("ada", ADA), site.browser(), site.browser("scanner", "192.0.2.1")
        page = await mailed(site, browser)
        for method in ("GET", "HEAD", "GET", "HEAD"):
            assert (await scanner.open(page, method)).status_code == 200
        assert (await scanner.post(page, {"elsewhere": "yes"})).status_code == 403
        fields = hidden_on(await browser.open(page))
        assert (await browser.post(page, fields)).status_code == 303
        again = await browser.post(page, fields)
        assert again.status_code == 410
        assert "used already" in again.text
        assert (await scanner.open(page)).status_code == 410
        assert await browser.whose() == ada.id

    @pytest.mark.proves("PRV-25")
    async def test_looking_at_a_link_writes_nothing(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        page = await mailed(site, browser)
        before = await site.see(lambda uow: _everything(uow))
        for method in ("GET", "HEAD"):
            await browser.open(page, method)
            await site.browser(CHROME).open(page, method)
        assert await site.see(lambda uow: _everything(uow)) == before

    async def test_a_link_works_for_fifteen_minutes(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        page = await mailed(site, browser)
        fields = hidden_on(await browser.open(page))
        site.clock.advance(minutes=15)
        late = await browser.post(page, fields)
        assert late.status_code == 410
        assert "This link has expired" in late.text
        assert await browser.whose() is None

    async def test_of_many_presses_at_once_one_comes_in(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        page = await mailed(site, browser)
        fields = hidden_on(await browser.open(page))
        codes = sorted([answer.status_code for answer in await asyncio.gather(*(browser.post(page, fields) for _ in range(8)))])
        assert codes == [303] + [410] * 7

    @pytest.mark.proves("PRV-06")
    async def test_what_is_no_address_is_refused_and_not_repeated(self, site: Site) -> None:
        for odd in (
            "canary",
            "canary@",
            "@canary.org",
            "can ary@x.org",
            "a@b@canary.org",
            "canary@x\x00.org",
            "canary@x..org",
            "ä" * 250 + "@x.org",
        ):
            answer = await site.browser().ask(odd)
            assert answer.status_code == 422
            assert "does not look like an e-mail address" in answer.text
            assert "canary" not in answer.text
            assert "ä" not in answer.text

    async def test_a_link_to_an_address_that_is_the_accounts_no_more_lets_nobody_in(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        page = await mailed(site, browser)
        moved = Account(**{**vars(ada), "email": "elsewhere@example.org"})
        await site.store.write(lambda uow: uow.accounts.save(moved))
        assert (await browser.press(page)).status_code == 404
        assert await browser.whose() is None

    @pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 42 + "é", "A" * 5000])
    async def test_what_is_no_link_is_not_found(self, site: Site, token: str) -> None:
        browser = site.browser()
        for page in ("/sign-in/", "/email/", "/email/stop/"):
            shown = await browser.open(page + token)
            assert shown.status_code == 404
            assert "leads nowhere" in shown.text
            assert (await browser.post(page + token, {"csrf": await browser.token()})).status_code == 404

    async def test_a_link_does_only_what_it_is_for(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        token = (await mailed(site, browser)).rpartition("/")[2]
        for page in ("/email/", "/email/stop/"):
            assert (await browser.post(page + token, {"csrf": await browser.token()})).status_code == 404
        assert (await browser.press(f"/sign-in/{token}")).status_code == 303


def _everything(uow: object) -> list[list[tuple[object, ...]]]:
    assert isinstance(uow, SqlUnitOfWork)
    tables = SQLModel.metadata.tables
    return [[tuple(row) for row in uow.connection.execute(text(f'SELECT * FROM "{name}"'))] for name in sorted(tables)]


class TestNobodyLearnsWhoIsKnown:
    """Unknown, known, throttled, bounced: the same bytes (PRV-06)."""

    @pytest.mark.proves("PRV-68")
    async def test_the_answer_is_the_same_byte_for_byte(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.person("bob", "bob@example.org", bounced=True)
        await site.person("eve", "eve@example.org")
        for _ in range(5):
            await site.browser().ask("eve@example.org")
        await site.mails()
        seen: list[object] = []
        for email in (ADA, "bob@example.org", "eve@example.org", "nobody@example.org"):
            browser = site.browser(host=f"192.0.2.{len(seen)}")
            before = await browser.open("/sign-in")
            answer = await browser.post("/sign-in", {"csrf": token_on(before), "email": email})
            after = await browser.open(answer.headers["location"])
            seen.append((answer.status_code, answer.content, _but_token(answer.headers), after.status_code, after.content, after.headers))
        assert seen.count(seen[0]) == 4
        assert [mail.address for mail in await site.mails()] == [ADA]

    async def test_the_work_is_the_same(self, site: Site) -> None:
        """As many rows are written, but for the mail itself."""
        await site.person("ada", ADA)
        await site.person("bob", "bob@example.org", bounced=True)
        site.clock.advance(hours=2)
        added: list[int] = []
        for email in (ADA, "bob@example.org", "nobody@example.org"):
            before = await site.see(lambda uow: [len(rows) for rows in _everything(uow)])
            await site.browser(host=f"192.0.2.{len(added)}").ask(email)
            after = await site.see(lambda uow: [len(rows) for rows in _everything(uow)])
            added.append(sum(after) - sum(before))
        assert added[0] == added[1] + 1 == added[2] + 1

    async def test_a_pretended_link_opens_nothing(self, site: Site) -> None:
        await site.browser().ask("nobody@example.org")
        links = [row for rows in await site.see(_everything) for row in rows if "sign-in" in row]
        assert len(links) == 1
        browser = site.browser()
        answer = await browser.post(f"/sign-in/{site.links.token(str(links[0][0]))}", {"csrf": await browser.token()})
        assert answer.status_code == 404

    async def test_an_address_gets_three_mails_in_a_quarter_of_an_hour_and_ten_a_day(self, site: Site) -> None:
        await site.person("ada", ADA)
        site.clock.advance(hours=1)
        sent = []
        for _ in range(8):
            for number in range(4):
                await site.browser(host=f"192.0.2.{number}").ask(ADA)
            sent.append(len(await site.mails()))
            site.clock.advance(minutes=31)
        assert sent[0] == 3
        assert sum(sent) <= 10

    async def test_one_network_gets_ten_mails_sent_in_a_quarter_of_an_hour(self, site: Site) -> None:
        for number in range(12):
            await site.person(f"p{number}", f"p{number}@example.org")
        for number in range(12):
            await site.browser(host="192.0.2.9").ask(f"p{number}@example.org")
        assert len(await site.mails()) == 10
        site.clock.advance(minutes=16)
        await site.browser(host="192.0.2.9").ask("p11@example.org")
        assert len(await site.mails()) == 1

    async def test_openings_are_limited_and_the_answer_names_the_minute(self, site: Site) -> None:
        browser = site.browser()
        token = await browser.token()
        answers = [await browser.post("/sign-in/" + "A" * 43, {"csrf": token}) for _ in range(31)]
        assert [answer.status_code for answer in answers] == [404] * 30 + [429]
        assert re.search(r"12:16.PM UTC", answers[-1].text)
        site.clock.advance(minutes=16)
        assert (await browser.post("/sign-in/" + "A" * 43, {"csrf": token})).status_code == 404


def _but_token(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "set-cookie"}


class TestSessions:
    async def test_coming_in_gives_a_new_session_and_ends_the_old_one(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        await browser.press(await mailed(site, browser))
        first = browser.http.cookies["__Host-session"]
        kept = site.browser()
        kept.http.cookies.set("__Host-session", first, domain="ink.example")
        assert await kept.whose() == ada.id
        await browser.press(await mailed(site, browser))
        assert browser.http.cookies["__Host-session"] != first
        assert await browser.whose() == ada.id
        assert await kept.whose() is None

    @pytest.mark.proves("PRV-47", "T-CK")
    async def test_cookies_are_those_of_the_list_with_their_attributes(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser, set_ = site.browser(), []
        page = await mailed(site, browser)
        shown = await site.browser().open(page)
        came = await browser.press(page)
        for answer in (shown, came, await browser.post("/sign-out", {"csrf": await browser.token()})):
            set_ += answer.headers.get_list("set-cookie")
        assert {line.split("=")[0] for line in set_} == {"__Host-session", "__Host-csrf"}
        for line in set_:
            cookie = next(cookie for cookie in COOKIES if line.startswith(f"{cookie.name}="))
            attributes = set(line.split("; ")[1:])
            assert {"Secure", "HttpOnly", "Path=/"} < attributes
            assert "SameSite=lax" in attributes
            lifetimes = {part for part in attributes if part.startswith("Max-Age")}
            assert lifetimes <= {f"Max-Age={cookie.max_age}", "Max-Age=0"}

    async def test_only_hashes_are_kept(self, site: Site, tmp_path: Path) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        page = await mailed(site, browser)
        await browser.press(page)
        content = b"".join(file.read_bytes() for file in tmp_path.glob("ink.db*"))
        for secret in (page.rpartition("/")[2], *browser.http.cookies.values()):
            assert secret.encode() not in content

    async def test_the_cookie_changes_every_day_and_nobody_is_signed_out_by_that(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        await browser.press(await mailed(site, browser))
        first = browser.http.cookies["__Host-session"]
        assert await browser.whose() == ada.id
        assert browser.http.cookies["__Host-session"] == first
        site.clock.advance(days=1)
        tabs = []
        for _ in range(3):  # tabs that open at the same moment all have the old cookie still
            tab = site.browser()
            tab.http.cookies.set("__Host-session", first, domain="ink.example")
            tabs.append(tab)
        assert await asyncio.gather(*(tab.whose() for tab in tabs)) == [ada.id] * 3
        [second] = {tab.http.cookies["__Host-session"] for tab in tabs}
        assert second != first
        # The answers were lost: the browser comes back with the old one.
        site.clock.advance(hours=2)
        assert await browser.whose() == ada.id
        assert browser.http.cookies["__Host-session"] == second
        assert await browser.whose() == ada.id
        site.clock.advance(minutes=2)
        thief = site.browser()
        thief.http.cookies.set("__Host-session", first, domain="ink.example")
        assert await thief.whose() is None
        assert await browser.whose() == ada.id

    async def test_the_old_cookie_is_worth_nothing_once_the_new_one_has_come_back(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        await browser.press(await mailed(site, browser))
        first = browser.http.cookies["__Host-session"]
        site.clock.advance(days=1)
        assert await browser.whose() == ada.id
        site.clock.advance(0.01)
        assert await browser.whose() == ada.id
        thief = site.browser()
        thief.http.cookies.set("__Host-session", first, domain="ink.example")
        site.clock.advance(seconds=61)
        assert await thief.whose() is None

    async def test_a_session_ends_thirty_days_after_the_last_visit(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        await browser.press(await mailed(site, browser))
        for _ in range(3):
            site.clock.advance(days=29)
            assert await browser.whose() == ada.id
        site.clock.advance(days=30)
        assert await browser.whose() is None

    async def test_going_out(self, site: Site) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        await browser.press(await mailed(site, browser))
        cookie = browser.http.cookies["__Host-session"]
        assert (await browser.post("/sign-out", {})).status_code == 403
        assert await browser.whose() == ada.id
        answer = await browser.post("/sign-out", {"csrf": await browser.token()})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert dict(browser.http.cookies) == {}
        browser.http.cookies.set("__Host-session", cookie, domain="ink.example")
        assert await browser.whose() is None

    async def test_a_page_for_people_inside_sends_others_to_the_door_and_back(self, site: Site) -> None:
        ada = await site.person("ada", ADA)
        browser = site.browser()
        sent = await browser.open("/account/wallet?page=2")
        assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=/account/wallet%3Fpage%3D2")
        await browser.press(await mailed(site, browser))
        back = await browser.open(sent.headers["location"])
        assert (back.status_code, back.headers["location"]) == (303, "/account/wallet?page=2")
        assert await browser.whose() == ada.id


class TestForms:
    async def test_without_the_right_token_nothing_happens(self, site: Site) -> None:
        await site.person("ada", ADA)
        ours, theirs = site.browser(), site.browser()
        page = await mailed(site, ours)
        another, own = await theirs.token(), await ours.token()
        for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": own[:-1]}, {"csrf": another}, {"csrf": "ü"}):
            for path in (page, "/sign-in", "/sign-out", page.replace("sign-in", "email"), page.replace("sign-in", "email/stop")):
                answer = await ours.post(path, {**fields, "email": ADA})
                assert answer.status_code == 403, (path, fields)
        assert await site.mails() == []
        assert await ours.whose() is None
        no_cookie = site.browser()
        assert (await no_cookie.post(page, {"csrf": own})).status_code == 403
        assert (await ours.press(page)).status_code == 303

    @pytest.mark.parametrize(("site_", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 422), ("none", 422)])
    async def test_a_form_from_elsewhere_is_refused_whatever_it_carries(self, site: Site, site_: str, status: int) -> None:
        browser = site.browser()
        fields = {"csrf": await browser.token(), "email": "odd"}
        answer = await browser.post("/sign-in", fields, **{"Sec-Fetch-Site": site_, "Origin": "null"})
        assert answer.status_code == status

    async def test_a_form_that_is_too_long_or_no_form(self, site: Site) -> None:
        browser = site.browser()
        token = await browser.token()
        assert (await browser.post("/sign-in", {"csrf": token, "email": "a" * 70_000})).status_code == 413
        assert (await browser.http.post("/sign-in", content=b"&".join(b"a=%d" % n for n in range(200)))).status_code == 400
        assert (await browser.http.post("/sign-in", content=b"\xff\xfe=1")).status_code == 400

    ELSEWHERE = (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "/a\r\nSet-Cookie: x=1",
        "/\u2028/evil.example",
        "/" + "a" * 600,
        "",
    )

    @pytest.mark.parametrize("next", ELSEWHERE)
    async def test_nobody_is_sent_to_another_site(self, site: Site, next: str) -> None:
        ada, browser = await site.person("ada", ADA), site.browser()
        page = await mailed(site, browser)
        came = await browser.press(page, next=next)
        assert (came.status_code, came.headers["location"]) == (303, "/account")
        assert await browser.whose() == ada.id
        again = await browser.http.get("/sign-in", params={"next": next})
        assert (again.status_code, again.headers["location"]) == (303, "/account")

    async def test_a_page_of_ours_is_gone_to(self, site: Site) -> None:
        await site.person("ada", ADA)
        browser = site.browser()
        came = await browser.press(await mailed(site, browser), next="/account/gallery?page=2#top")
        assert came.headers["location"] == "/account/gallery?page=2#top"


class TestTheAddress:
    @pytest.mark.proves("PRV-05")
    async def test_it_is_proved_by_mail_from_a_chat(self, site: Site) -> None:
        ada = await site.account("ada")
        assert "E-mail\nnone" in words((await site.say("ada", "email")).reply)
        reply = (await site.say("ada", "email", {"address": "  Ada@Example.ORG "})).reply
        assert "an e-mail is on its way" in words(reply)
        [mail] = await site.mails()
        assert (mail.template, mail.address) == ("email-confirm", ADA)
        assert {**mail.args, "link": ""} == {"link": "", "kind": "confirm", "name": "Ada", "platform": "telegram"}
        assert (await site.account("ada")).email is None
        browser = site.browser()
        shown = await browser.open(site.url_of(mail))
        assert "Ada (Telegram)" in shown.text
        assert (await site.account("ada")).email is None
        came = await browser.press(site.url_of(mail))
        assert (came.status_code, came.headers["location"]) == (303, "/account/email")
        assert await browser.whose() == ada.id
        assert (await site.account("ada")).email == ADA
        assert "a…@e….org, confirmed" in words((await site.say("ada", "email")).reply)
        assert "already yours" in words((await site.say("ada", "email", {"address": ADA})).reply)
        assert await site.mails() == []

    @pytest.mark.proves("PRV-30")
    async def test_a_change_can_be_taken_back_by_the_old_address(self, site: Site) -> None:
        ada = await site.person("ada", ADA)
        browser = site.browser()
        await browser.press(await mailed(site, browser))
        await site.person("ada", "new@example.com")
        assert (await site.account("ada")).email == "new@example.com"
        [told] = await site.mails()
        assert (told.template, told.address, told.args["kind"]) == ("email-changed", ADA, "stop")
        assert "new@" not in str(told.args)
        await browser.ask("new@example.com")
        [open_one] = await site.mails()
        site.clock.advance(hours=71)
        stranger = site.browser(CHROME)
        assert "Undo the change" in (await stranger.open(site.url_of(told))).text
        assert (await site.account("ada")).email == "new@example.com"
        done = await stranger.press(site.url_of(told))
        assert done.status_code == 200
        assert "The change is undone" in done.text
        assert (await site.account("ada")).email == ADA
        assert await browser.whose() is None
        assert await site.see(lambda uow: uow.sessions.of(ada.id)) == []
        assert (await browser.open(site.url_of(open_one))).status_code == 404
        assert (await stranger.open(site.url_of(told))).status_code == 410

    @pytest.mark.proves("PRV-30")
    async def test_after_three_days_it_cannot_be_taken_back(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.person("ada", "new@example.com")
        [told] = await site.mails()
        site.clock.advance(hours=72)
        assert (await site.browser().open(site.url_of(told))).status_code == 410
        assert (await site.account("ada")).email == "new@example.com"

    async def test_the_addresses_in_between_cannot_be_put_back_once_the_first_is(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.person("ada", "thief@example.com")
        [first] = await site.mails()
        site.clock.advance(hours=2)
        await site.person("ada", "thief2@example.com")
        [second] = await site.mails()
        assert second.address == "thief@example.com"
        assert (await site.browser().press(site.url_of(first))).status_code == 200
        assert (await site.browser().open(site.url_of(second))).status_code == 410
        assert (await site.account("ada")).email == ADA

    async def test_somebody_elses_address_is_told_and_the_answer_is_the_same(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.account("eve")
        taken = await site.say("eve", "email", {"address": ADA})
        free = await site.say("eve", "email", {"address": "eve@example.org"})
        assert taken == free
        mails = {mail.address: mail for mail in await site.mails()}
        assert mails[ADA].template == "email-taken"
        assert mails[ADA].args == {"name": "Eve", "platform": "telegram"}
        assert mails["eve@example.org"].template == "email-confirm"

    async def test_of_two_who_prove_the_same_address_the_first_has_it(self, site: Site) -> None:
        for who in ("ada", "eve"):
            await site.account(who)
            await site.say(who, "email", {"address": ADA})
        first, second = sorted(await site.mails(), key=lambda mail: str(mail.args["name"]))
        assert (await site.browser().press(site.url_of(first))).status_code == 303
        late = await site.browser().press(site.url_of(second))
        assert late.status_code == 409
        assert "/link" in late.text
        assert [(await site.account(who)).email for who in ("ada", "eve")] == [ADA, None]

    async def test_what_comes_back_gets_only_a_new_confirmation(self, site: Site) -> None:
        await site.person("ada", ADA, bounced=True)
        assert "comes back" in words((await site.say("ada", "email")).reply)
        await site.browser().ask(ADA)
        assert await site.mails() == []
        await site.say("ada", "email", {"address": ADA})
        [mail] = await site.mails()
        assert mail.template == "email-confirm"
        await site.browser().press(site.url_of(mail))
        assert (await site.account("ada")).mail_stopped_at is None
        assert await site.mails() == []

    async def test_a_person_gets_five_confirmations_an_hour_and_hears_the_minute(self, site: Site) -> None:
        await site.account("ada")
        answers = [await site.say("ada", "email", {"address": f"a{number}@example.org"}) for number in range(6)]
        assert [answer.status for answer in answers] == [200] * 5 + [429]
        assert "1:01" in words(answers[-1].reply)
        assert len(await site.mails()) == 5

    async def test_the_chats_hear_of_it(self, site: Site) -> None:
        await site.person("ada", ADA)
        pause = timedelta(hours=1)
        notice = await site.store.write(lambda uow: uow.notices.claim(site.clock.now(), first_pause=pause, longest_pause=pause))
        assert notice is not None
        assert "a…@e….org from now on" in words(notice.reply)
        assert ADA not in words(notice.reply)


class TestFromAChat:
    async def test_the_button_of_account_brings_one_in_once(self, site: Site) -> None:
        ada = await site.account("ada")
        reply = (await site.say("ada", "account")).reply
        assert reply.private
        assert "1 linked" in words(reply)
        browser = site.browser()
        page = door_of(reply)
        assert (await site.browser("preview").open(page, "HEAD")).status_code == 200
        assert (await browser.press(page)).status_code == 303
        assert await browser.whose() == ada.id
        assert (await site.browser().open(page)).status_code == 410

    async def test_telegram_says_yes_to_the_browser_that_waits_and_to_no_other(self, site: Site) -> None:
        ada, browser, other = await site.account("ada"), site.browser(), site.browser(CHROME)
        page, start = await waiting(browser, next="/account/wallet")
        shown = await browser.open(page)
        asked = (await site.say("ada", "knock", {"link": start})).reply
        assert "Firefox 143, 12:00" in words(asked)
        number = re.search(r"<strong>(\d\d)</strong>", shown.text)
        assert number
        assert f"the number {number[1]}" in words(asked)
        early = await browser.press(page)
        assert early.status_code == 409
        assert "Nobody has said yes" in early.text
        assert hidden_on(early)["next"] == "/account/wallet"
        assert await browser.whose() is None
        assert (await site.say("ada", "let-in", {"link": start})).status == 200
        assert (await other.open(page)).status_code == 403
        assert (await other.post(page, {"csrf": await other.token(), "elsewhere": "yes"})).status_code == 403
        came = await browser.press(page)
        assert (came.status_code, came.headers["location"]) == (303, "/account/wallet")
        assert await browser.whose() == ada.id
        assert await other.whose() is None
        for command in ("knock", "let-in", "keep-out"):
            assert (await site.say("ada", command, {"link": start})).status == 410

    async def test_a_no_is_a_no(self, site: Site) -> None:
        await site.account("ada")
        browser = site.browser()
        page, start = await waiting(browser)
        assert (await site.say("ada", "keep-out", {"link": start})).status == 200
        assert (await site.say("ada", "let-in", {"link": start})).status == 410
        assert (await browser.post(page, {"csrf": await browser.token()})).status_code == 410
        assert await browser.whose() is None

    async def test_the_first_yes_counts(self, site: Site) -> None:
        ada, browser = await site.account("ada"), site.browser()
        await site.account("eve")
        page, start = await waiting(browser)
        answers = await asyncio.gather(*(site.say(who, "let-in", {"link": start}) for who in ("ada", "eve", "ada")))
        assert [answer.status for answer in answers] == [200, 410, 200]
        assert (await site.say("eve", "keep-out", {"link": start})).status == 410
        assert (await browser.press(page)).status_code == 303
        assert await browser.whose() == ada.id

    @pytest.mark.parametrize("link", ["", "x", "in-x"])
    async def test_what_is_no_browser_at_the_door(self, site: Site, link: str) -> None:
        for command in ("knock", "let-in", "keep-out"):
            assert (await site.say("ada", command, {"link": link})).status == 410

    async def test_the_link_of_a_mail_is_no_browser_at_the_door(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.browser().ask(ADA)
        [mail] = await site.mails()
        assert (await site.say("ada", "let-in", {"link": mail.args["link"]})).status == 410

    async def test_it_is_over_after_a_quarter_of_an_hour(self, site: Site) -> None:
        browser = site.browser()
        page, start = await waiting(browser)
        site.clock.advance(minutes=15)
        assert (await site.say("ada", "let-in", {"link": start})).status == 410
        assert (await browser.open(page)).status_code == 410

    async def test_what_telegram_is_given_fits_and_opens_nothing(self, site: Site) -> None:
        browser = site.browser()
        page, start = await waiting(browser)
        assert len(f"in-{start}") <= 64
        assert start not in page
        assert (await browser.open(f"/sign-in/{start}")).status_code == 404


async def waiting(browser: Browser, next: str = "/account") -> tuple[str, str]:
    """The page on which this browser waits, and the id that goes to Telegram."""
    sent = await browser.post("/sign-in", {"csrf": await browser.token(), "by": "telegram", "next": next})
    assert sent.status_code == 303, sent.text
    page = sent.headers["location"]
    start = re.search(r"https://t\.me/InkMirageBot\?start=in-([a-z0-9]+)\"", (await browser.open(page)).text)
    assert start
    return page, start[1]


class TestPages:
    @pytest.mark.parametrize("language", LOCALES)
    async def test_every_page_speaks_the_readers_language(self, site: Site, language: str) -> None:
        await site.person("ada", ADA)
        await site.person("ada", "new@example.com")
        [told] = await site.mails()
        browser = site.browser(language=language)
        await browser.ask("new@example.com")
        [mail] = await site.mails()
        assert mail.locale == language
        wait, _ = await waiting(browser)
        for page in ("/sign-in", "/sign-in?asked=mail", site.url_of(mail), site.url_of(told), wait, "/sign-in/x"):
            shown = await browser.open(page)
            assert f'<html lang="{language}"' in shown.text
            assert shown.headers["cache-control"] == "no-store"
            assert shown.headers["referrer-policy"] == "no-referrer"
            assert "<script" not in shown.text
            assert "example.com" not in shown.text

    async def test_a_page_without_a_form_sets_no_cookie(self, site: Site) -> None:
        for page in ("/sign-in?asked=mail", "/sign-in/x", "/email/x", "/email/stop/x"):
            assert "set-cookie" not in (await site.browser().open(page)).headers

    async def test_links_lead_to_pages_of_their_kind(self, site: Site) -> None:
        assert {kind: site.links.url("id", kind).replace(site.links.token("id"), "…") for kind in LinkKind} == {
            LinkKind.SIGN_IN: "https://ink.example/sign-in/…",
            LinkKind.CHAT: "https://ink.example/sign-in/…",
            LinkKind.CONFIRM: "https://ink.example/email/…",
            LinkKind.STOP: "https://ink.example/email/stop/…",
        }
