"""What somebody gets who was once let in: an address, a joining, a browser. When it is taken back, nothing of theirs may stay behind."""

import re
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest

from adapters.web.sign_in import AS_LONG_FOR_ALL
from core.accounts import Identity
from core.ambient import Ambient
from core.reply import Call, Reply
from core.sign_in import Asker, Browser, Desk, ask_to_confirm, masked
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.unlinking import handle
from db.store import SqlStore, open_store
from tests.adapters.web.sign_in_site import ADA, CATALOGUE, CHROME, Site
from tests.clock import START, FakeClock

EVE, THIEF, THIEF2 = "eve@example.com", "thief@example.com", "thief2@example.com"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
async def site(sqlite_url: str, clock: FakeClock) -> AsyncIterator[Site]:
    ambient = Ambient(now=clock.now)
    store: SqlStore = await open_store(sqlite_url, ambient)
    yield Site(store, clock, ambient)
    await store.close()


def calls(reply: Reply, command: str) -> dict[str, str]:
    """What the button that runs this command would send."""
    for button in reply.buttons:
        if isinstance(button.action, Call) and button.action.command == command:
            return {name: str(value) for name, value in button.action.values.items()}
    raise AssertionError(reply)


async def joined(site: Site, shows: str, types: str) -> str:
    """Both say yes; the name of the joining."""
    shown = (await site.say(shows, "link")).reply
    code = CODE.search(" ".join(CATALOGUE.format(line, "en") for line in shown.lines))
    assert code
    met = (await site.say(types, "link", {"code": code[0]})).reply
    offer = calls(met, "link-join")
    await site.say(types, "link-join", dict(offer))
    site.clock.advance(minutes=1)
    done = (await site.say(shows, "link-yes", dict(offer))).reply
    site.clock.advance(hours=1)
    return calls(done, "unlink-undo")["merge"]


async def undone(site: Site, who: str, merge: str) -> None:
    reply = (await site.say(who, "unlink-undo", {"merge": merge, "sure": True})).reply
    assert reply.lines[0].key == "unlink-parted", reply


async def changed(site: Site, who: str, email: str) -> DueLetter | None:
    """The address of whoever writes becomes this one; what the one before it was mailed."""
    await site.mails()
    await site.say(who, "email", {"address": email})
    [proof] = await site.mails()
    assert (await site.browser().press(site.url_of(proof))).status_code == 303
    site.clock.advance(minutes=20)
    told = [mail for mail in await site.mails() if mail.template == "email-changed"]
    return told[0] if told else None


class TestAnAddressGivenWhileTwoWereOne:
    async def test_it_does_not_stay_with_the_account_that_was_there_first(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.person("eve")
        merge = await joined(site, "ada", "eve")
        await changed(site, "eve", THIEF)
        await undone(site, "ada", merge)
        assert (await site.account("ada")).email == ADA
        await site.mails()
        await site.browser().ask(THIEF)
        assert await site.mails() == []

    @pytest.mark.parametrize("first", [None, ADA])
    async def test_nor_can_it_be_put_back(self, site: Site, first: str | None) -> None:
        await site.person("ada", first)
        await site.person("eve")
        merge = await joined(site, "ada", "eve")
        await changed(site, "eve", THIEF)
        back = await changed(site, "eve", THIEF2)
        assert back is not None
        assert back.address == THIEF
        await undone(site, "ada", merge)
        assert (await site.account("ada")).email == first
        assert (await site.browser().open(site.url_of(back))).status_code in (404, 410)
        assert (await site.account("eve")).email is None

    async def test_what_the_other_brought_goes_back_to_it(self, site: Site) -> None:
        await site.person("ada")
        await site.person("eve", EVE)
        merge = await joined(site, "ada", "eve")
        assert (await site.account("ada")).email == EVE
        told = await changed(site, "ada", THIEF)
        assert told is not None
        assert told.address == EVE
        await undone(site, "eve", merge)
        assert (await site.account("ada")).email is None
        assert (await site.account("eve")).email == EVE

    async def test_an_address_that_stood_before_stays(self, site: Site) -> None:
        await site.person("ada", "old@example.org")
        told = await changed(site, "ada", ADA)
        await site.person("eve", EVE)
        merge = await joined(site, "ada", "eve")
        await undone(site, "eve", merge)
        assert ((await site.account("ada")).email, (await site.account("eve")).email) == (ADA, EVE)
        assert told is not None
        assert (await site.browser().press(site.url_of(told))).status_code == 200
        assert (await site.account("ada")).email == "old@example.org"


class TestTakingAChangeBackAfterAJoining:
    async def test_it_gives_the_address_to_nobody_else(self, site: Site) -> None:
        """Eve changes her address, is joined with Ada, and then uses the letter to her old address."""
        await site.person("ada", ADA)
        site.clock.advance(hours=1)
        await site.person("eve", EVE)
        told = await changed(site, "eve", THIEF)
        await joined(site, "ada", "eve")
        assert told is not None
        assert (await site.browser().press(site.url_of(told))).status_code == 200
        assert (await site.account("ada")).email == ADA
        assert (await site.account("eve")).email == EVE
        assert (await site.account("eve")).id != (await site.account("ada")).id

    async def test_whoever_was_carried_off_gets_out(self, site: Site) -> None:
        """A thief gives Ada's account an address, then joins it to an older one. The letter to Ada's address still gets everything back."""
        await site.person("eve", EVE)
        site.clock.advance(hours=1)
        ada = await site.person("ada", ADA)
        told = await changed(site, "ada", THIEF)
        await joined(site, "eve", "ada")
        assert (await site.account("ada")).id == (await site.account("eve")).id
        assert told is not None
        assert (await site.browser().press(site.url_of(told))).status_code == 200
        found = await site.account("ada")
        assert (found.id, found.email) == (ada.id, ADA)
        assert (await site.account("eve")).email == EVE


class TestChats:
    async def test_a_first_address_can_be_taken_back_in_a_chat(self, site: Site) -> None:
        """There is no older address to write to, so the chats are what can stop it."""
        await site.person("ada")
        await changed(site, "ada", THIEF)
        browser = site.browser()
        await browser.ask(THIEF)
        [mail] = await site.mails()
        await browser.press(site.url_of(mail))
        assert await browser.whose()
        notice = await heard(site)
        stop = calls(notice, "keep-out")
        await site.say("ada", "keep-out", dict(stop))
        assert (await site.account("ada")).email is None
        assert await browser.whose() is None
        # The same button again, and one that somebody else copied, do nothing.
        ada_again = await changed(site, "ada", ADA)
        assert ada_again is None
        await site.say("ada", "keep-out", dict(stop))
        assert (await site.account("ada")).email == ADA

    async def test_nobody_else_can_press_it(self, site: Site) -> None:
        await site.person("ada", ADA)
        await site.person("eve")
        await heard(site)
        await changed(site, "ada", "new@example.org")
        stop = calls(await heard(site), "keep-out")
        await site.say("eve", "keep-out", dict(stop))
        assert (await site.account("ada")).email == "new@example.org"
        await site.say("ada", "keep-out", dict(stop))
        assert (await site.account("ada")).email == ADA

    async def test_what_replaced_the_thiefs_address_cannot_be_undone_by_the_thief(self, site: Site) -> None:
        await site.person("ada")
        await changed(site, "ada", THIEF)
        stop = calls(await heard(site), "keep-out")
        to_thief = await changed(site, "ada", ADA)
        assert to_thief is not None
        await site.say("ada", "keep-out", dict(stop))
        assert (await site.account("ada")).email is None
        assert (await site.browser().open(site.url_of(to_thief))).status_code == 410


def _sent(notice: str, uow: UnitOfWork) -> None:
    uow.notices.sent(notice)


async def heard(site: Site) -> Reply:
    """What was posted last by itself, of everything that waits."""
    found = []
    pause = timedelta(hours=1)
    while notice := await site.store.write(lambda uow: uow.notices.claim(site.clock.now(), first_pause=pause, longest_pause=pause)):
        found.append(notice.reply)
        await site.store.write(partial(_sent, notice.id))
    return found[-1]


class TestBeingLured:
    async def test_the_page_says_whose_account_a_mailed_link_opens(self, site: Site) -> None:
        """Eve sends Ada a link to Eve's own account: Ada shall see that it is not hers before she presses."""
        await site.person("eve", EVE)
        await site.browser().ask(EVE)
        [mail] = await site.mails()
        shown = (await site.browser(CHROME).open(site.url_of(mail))).text
        assert masked(EVE) in shown
        assert EVE not in shown

    async def test_the_page_says_for_whose_account_an_address_is_wanted(self, site: Site) -> None:
        eve = await site.person("eve")
        asker = Asker("Eve", "web", "en", browser=Browser("hash", "Firefox 143", "203.0.113.0/24", "en"))

        def ask(uow: UnitOfWork) -> None:
            ask_to_confirm(Desk(uow, site.ambient, site.links, site.clock.now()), eve, ADA, asker)

        await site.store.write(ask)
        [mail] = await site.mails()
        assert "E… (Telegram)" in (await site.browser().open(site.url_of(mail))).text.replace("E…e", "E…")


class TestLimits:
    async def test_strangers_who_ask_for_links_do_not_keep_the_owner_from_changing_the_address(self, site: Site) -> None:
        await site.person("ada", ADA)
        site.clock.advance(hours=1)
        for number in range(8):
            await site.browser(host=f"198.51.100.{number + 10}").ask(ADA)
            site.clock.advance(minutes=4)
        assert await changed(site, "ada", "new@example.org") is not None

    async def test_a_chat_that_comes_back_has_no_new_tries(self, site: Site) -> None:
        """With two chats, one could be taken off and joined again for five more guesses at codes each time."""
        await site.person("ada", ADA)
        wrong = [await tried(site, "ada") for _ in range(6)]
        assert wrong == ["link-code-wrong"] * 5 + ["link-code-too-often"]
        await site.say("ada", "unlink-chat", {"chat": handle_of("ada"), "sure": True})
        assert (await site.account("ada")).email is None
        assert await tried(site, "ada") == "link-code-too-often"

    async def test_every_answer_about_an_address_takes_as_long(self, site: Site) -> None:
        """A mail that is queued takes longer than none, and many askings would add that up."""
        await site.person("ada", ADA)
        for email in (ADA, "nobody@example.org"):
            browser = site.browser()
            await browser.token()
            begun = time.perf_counter()
            await browser.ask(email)
            assert time.perf_counter() - begun >= AS_LONG_FOR_ALL


async def tried(site: Site, who: str) -> str:
    return (await site.say(who, "link", {"code": "0000-0000"})).reply.lines[0].key


def handle_of(who: str) -> str:
    return handle(Identity("telegram", who, "", who, START))


class TestTheWayBack:
    async def test_whoever_was_joined_cannot_be_rid_of_it(self, site: Site) -> None:
        """Eve lures Ada into a joining and takes Ada's chat off: then Ada could undo nothing, and had lost everything."""
        await site.person("eve")
        site.clock.advance(hours=1)
        ada = await site.person("ada", ADA)
        merge = await joined(site, "eve", "ada")
        refused = (await site.say("eve", "unlink-chat", {"chat": handle_of("ada"), "sure": True})).reply
        assert [line.key for line in refused.lines] == ["unlink-undo-instead"]
        assert calls(refused, "unlink-undo") == {"merge": merge}
        await undone(site, "ada", merge)
        assert (await site.account("ada")).id == ada.id

    async def test_a_chat_may_go_by_itself_and_after_three_days_all_may(self, site: Site) -> None:
        for who in ("ada", "eve", "cem"):
            await site.person(who)
        eve = await site.account("eve")
        await joined(site, "ada", "eve")
        await joined(site, "ada", "cem")
        await site.say("eve", "unlink-chat", {"chat": handle_of("eve"), "sure": True})
        assert (await site.account("eve")).id not in (eve.id, (await site.account("ada")).id)
        site.clock.advance(hours=73)
        await site.say("ada", "unlink-chat", {"chat": handle_of("cem"), "sure": True})
        assert (await site.account("cem")).id != (await site.account("ada")).id

    async def test_codes_of_the_time_together_are_worth_nothing(self, site: Site) -> None:
        """Eve shows a code as long as both are one: whoever types it would meet Ada's account."""
        for who in ("ada", "eve", "cem"):
            await site.person(who)
        merge = await joined(site, "ada", "eve")
        shown = (await site.say("eve", "link")).reply
        code = CODE.search(" ".join(CATALOGUE.format(line, "en") for line in shown.lines))
        assert code
        await undone(site, "ada", merge)
        refused = (await site.say("cem", "link", {"code": code[0]})).reply
        assert [line.key for line in refused.lines] == ["link-code-used"]
