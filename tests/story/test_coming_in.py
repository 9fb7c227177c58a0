"""Two ways onto the website that need no mail: a link from any chat, and a yes in Telegram to a browser that waits (platforms.md B3)."""

import re
from pathlib import Path

import httpx
import pytest

from tests.adapters.telegram.house import settings
from tests.lines import BRIEF
from tests.loopback_telegram.server import LoopbackTelegram
from tests.story.doors.door import SOON, Door, open_house, words
from tests.story.town import Town, town

ANSWER = "sign-in-wait-button"


class Browser:
    """A browser without scripts: it keeps cookies, also the `Secure` ones on loopback, and sends the forms that it was shown."""

    def __init__(self, base_url: str) -> None:
        browser = {"User-Agent": "Mozilla/5.0 Firefox/143.0", "Accept-Language": "en"}
        self._http = httpx.AsyncClient(base_url=base_url, headers=browser, timeout=SOON, limits=BRIEF)
        self.cookies: dict[str, str] = {}
        self.page = ""

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def opens(self, url: str) -> httpx.Response:
        return await self._went(await self._http.get(url, headers=self._sent()))

    async def presses(self, url: str, **fields: str) -> httpx.Response:
        """The button of the form on the page that is open."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.page)
        assert token is not None, self.page
        return await self._went(await self._http.post(url, data={"csrf": token[1], **fields}, headers=self._sent()))

    def _sent(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    async def _went(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.page = answer.text
        return answer


def door_of(found: Town, surface: str) -> Door:
    return {"discord": found.discord, "telegram": found.telegram, "playground": found.playground}[surface]


@pytest.mark.parametrize("surface", ["discord", "telegram", "playground"])
async def test_a_chat_gives_a_link_that_lets_one_browser_in(tmp_path: Path, surface: str) -> None:
    async with town(tmp_path) as found, Browser(found.house.base_url) as browser, Browser(found.house.base_url) as other:
        door = door_of(found, surface)
        await door.runs("account")
        card = await door.sees(words("account-title"))
        url = dict(card.ways)[words("button-open-website")]
        path = url.removeprefix(found.house.base_url)
        for _ in range(3):  # a preview, a scanner, the person: looking changes nothing
            assert (await browser.opens(path)).status_code == 200
        assert (await browser.presses(path)).status_code == 303
        assert "9" in (await browser.opens("/account/wallet")).text
        await other.opens("/sign-in")
        assert (await other.presses(path)).status_code == 410
        assert (await other.opens("/account")).status_code == 303


async def test_telegram_says_yes_to_the_browser_that_waits_and_to_no_other(tmp_path: Path) -> None:
    async with town(tmp_path) as found, Browser(found.house.base_url) as browser, Browser(found.house.base_url) as thief:
        await found.telegram.says("/start")
        await browser.opens("/sign-in?next=/account/gallery")
        waiting = (await browser.presses("/sign-in", by="telegram", next="/account/gallery")).headers["location"]
        page = (await browser.opens(waiting)).text
        start = re.search(r"https://t\.me/\w+\?start=(in-[\w-]+)", page)
        number = re.search(r"<strong>(\d\d)</strong>", page)
        assert start is not None
        assert number is not None
        path, next_ = waiting.partition("?")[0], "/account/gallery"
        assert (await browser.presses(path, next=next_)).status_code == 409  # nobody has said yes yet
        await found.telegram.says(f"/start {start[1]}")
        asks = await found.telegram.sees(words("knock-only-if", number=number[1]))
        assert "Firefox 143" in asks.text
        await found.telegram.presses(asks, words("button-let-in"))
        await found.telegram.sees(words("knock-let-in"))
        await thief.opens("/sign-in")
        assert (await thief.presses(path, next=next_)).status_code == 403
        await browser.opens(waiting)
        came = await browser.presses(path, next=next_)
        assert (came.status_code, came.headers["location"]) == (303, "/account/gallery")
        assert (await browser.opens("/account")).status_code == 200


async def test_telegram_says_no(tmp_path: Path) -> None:
    async with town(tmp_path) as found, Browser(found.house.base_url) as browser:
        await found.telegram.says("/start")
        await browser.opens("/sign-in")
        waiting = (await browser.presses("/sign-in", by="telegram")).headers["location"]
        page = (await browser.opens(waiting)).text
        start = re.search(r"start=(in-[\w-]+)", page)
        assert start is not None
        await found.telegram.says(f"/start {start[1]}")
        asks = await found.telegram.sees(words("button-keep-out"))
        await found.telegram.presses(asks, words("button-keep-out"))
        await found.telegram.sees(words("knock-kept-out"))
        assert (await browser.presses(waiting.partition("?")[0])).status_code in (403, 410)
        assert (await browser.opens("/account")).status_code == 303


async def test_a_process_that_serves_only_the_site_offers_telegram_too(tmp_path: Path) -> None:
    async with LoopbackTelegram() as telegram, open_house(tmp_path, settings(telegram, tmp_path)) as house:
        async with Browser(house.base_url) as browser:
            assert 'value="telegram"' in (await browser.opens("/sign-in")).text
        assert telegram.calls("getUpdates") == []
