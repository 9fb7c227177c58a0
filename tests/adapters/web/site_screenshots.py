"""Photograph every page of the site: `python -m tests.adapters.web.site_screenshots FOLDER [WORD …]`.

Pages, languages (en, zh-CN, es, de), schemes (light, dark) and widths (phone, desktop) can be named to take only those. All of it takes
some minutes. Nothing of this goes into the repository: the folder is for looking at.
"""

import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from core.text import LOCALES
from tests.adapters.web.playground_program import running_browser, running_program

SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
PATIENCE = 60_000
PUBLIC = {
    "home": "/",
    "contact": "/privacy",
    "legal-privacy": "/legal/privacy",
    "legal-terms": "/legal/terms",
    "legal-cookies": "/legal/cookies",
    "legal-processors": "/legal/processors",
    "legal-retention": "/legal/retention",
    "legal-changes": "/legal/privacy/changes",
    "legal-version": "/legal/privacy/v/2026-05-01",
    "nothing": "/nothing-here",
    "sign-in": "/sign-in",
}
OWN = {
    "overview": "/account",
    "wallet": "/account/wallet",
    "receipts": "/account/receipts",
    "receipt": f"/account/receipts/R{datetime.now(UTC):%y}-000001",
    "gallery": "/account/gallery",
    "chats": "/account/chats",
    "email": "/account/email",
    "settings": "/account/settings?done=saved",
    "activity": "/account/activity",
    "rights": "/account/privacy",
}
BY_HAND = ("code", "preview", "unlink", "delete", "email-problem")
"""Pages behind a button."""


@dataclass
class Person:
    """Somebody in the playground."""

    http: httpx.Client
    uid: str

    def run(self, command: str, values: dict[str, Any]) -> dict[str, Any]:
        """The last message of what the command answers."""
        content = {"person": self.uid, "nonce": secrets.token_hex(8), "command": command, "values": values}
        answer = self.http.post("/api/run", json=content)
        answer.raise_for_status()
        message: dict[str, Any] = answer.json()["messages"][-1]
        return message

    def make(self, prompt: str, **values: Any) -> None:
        """Ask for pictures and say yes to the price."""
        offer = self.run("imagine", {"prompt": prompt, **values})
        call = next(b["call"] for b in offer["body"]["buttons"] if b["call"] and b["call"]["command"] == "make")
        self.run(call["command"], call["values"])


def person(http: httpx.Client, name: str) -> Person:
    """A new one."""
    answer = http.post("/api/people", json={"name": name})
    answer.raise_for_status()
    return Person(http, answer.json()["uid"])


def seeded(http: httpx.Client) -> Person:
    """Somebody with a past: pictures, a top-up, entries."""
    ann = person(http, "Ann Lee")
    order = ann.run("topup", {"pack": "studio"})
    till = next(b["href"] for b in order["body"]["buttons"] if b["href"])
    token = re.search(r'name="csrf" value="(\w+)"', http.get(till).text)
    http.post(till, data={"do": "pay", "csrf": token[1] if token else ""})
    ann.make("misty forest hills, ink on wet paper, a full moon behind thin clouds", quality="high")
    ann.make("one sail on a quiet sea", count=3)
    ann.make("月光下深蓝色的群山，远处有一盏灯", shape="landscape")
    ann.make("haze over the desert hills <b>& a lantern</b>", shape="portrait", quality="low", count=2)
    ann.make("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen auf einem Kissen")
    return ann


def come_in(browser: Browser, address: str, ann: Person) -> StorageState:
    """What a browser keeps that came in by the button of a chat."""
    account = ann.run("account", {})
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(next(b["href"] for b in account["body"]["buttons"] if b["href"]))
    page.locator("main form button").first.click()
    page.wait_for_url("**/account")
    return context.storage_state()


def by_hand(page: Page, name: str, code: str) -> None:
    """Go where only a button leads."""
    match name:
        case "code":
            page.goto("/account/chats")
            page.locator("button:has(use[href='#i-link'])").click()
        case "preview":
            page.goto("/account/chats")
            page.fill("input[name=code]", code)
            page.locator("form.row button").click()
        case "unlink":
            page.goto("/account/chats")
            page.locator("a.button.small[href^='/account/chats/']").first.click()
        case "delete":
            page.goto("/account/gallery")
            page.locator("a[href$='/delete']").first.click()
        case _:
            page.goto("/account/email")
            page.eval_on_selector("input[name=email]", "field => field.type = 'text'")
            page.fill("input[name=email]", "not an address")
            page.locator("form.row button").click()


def whole(page: Page) -> None:
    """Wait for pictures that are only fetched when one scrolls to them."""
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => null)))")
    page.wait_for_load_state("networkidle")


def wanted(words: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Page, language, scheme and width of every photograph that was asked for."""
    axes: tuple[tuple[str, ...], ...] = ((*PUBLIC, *OWN, *BY_HAND), LOCALES, SCHEMES, tuple(SIZES))
    yield from product(*([word for word in axis if word in words] or axis for axis in axes))


def shoot(browser: Browser, address: str, state: StorageState, other: Person, folder: Path, shot: tuple[str, str, str, str]) -> bool:
    """One photograph; whether the page fits its width."""
    name, locale, scheme, size = shot
    context = browser.new_context(
        base_url=address,
        viewport=SIZES[size],
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        storage_state=None if name in PUBLIC else state,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if name not in PUBLIC:
        page.goto(f"/language/{locale}?back=/account")
    if name in BY_HAND:
        shown = other.run("link", {})["body"]
        code = next((word for line in shown["lines"] + [f["value"] for f in shown["facts"]] for word in line.split() if "-" in word), "")
        by_hand(page, name, code.strip(".,"))
    else:
        page.goto({**PUBLIC, **OWN}[name])
    whole(page)
    file = folder / f"{name}-{locale}-{scheme}-{size}.png"
    page.screenshot(path=file, full_page=True)
    fits = bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
    print(file.name, "" if fits else "TOO WIDE", flush=True)
    context.close()
    return fits


def main(folder: Path, words: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_program(Path(data) / "data", pace=0.2) as address,
        running_browser() as browser,
        httpx.Client(base_url=address, headers={"X-Playground": "1"}, timeout=30) as http,
    ):
        ann, other = seeded(http), person(http, "Ben")
        other.make("a lantern in the fog")
        state = come_in(browser, address, ann)
        fits = [shoot(browser, address, state, other, folder, shot) for shot in wanted(words)]
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
