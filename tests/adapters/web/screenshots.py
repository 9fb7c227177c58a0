"""Make the pictures of docs/screenshots anew: `python -m tests.adapters.web.screenshots`. Takes half a minute."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.adapters.web.playground_program import ROOT, running_browser, running_program

FOLDER = ROOT / "docs" / "screenshots"
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60_000
CALM = 1200  # milliseconds until nothing fades any more


def shoot(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(CALM)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


def say(page: Page, line: str) -> None:
    page.fill("#say", line)
    page.press("#say", "Escape")
    page.press("#say", "Enter")


def join(browser: Browser, address: str, viewport: ViewportSize, scheme: str) -> Page:
    dark = scheme == "dark"
    context = browser.new_context(viewport=viewport, locale="en-US", color_scheme="dark" if dark else "light")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/playground?person=")
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("button", name="Start chatting").click()
    page.wait_for_selector(".theirs")
    return page


def make(page: Page, line: str, pictures: int) -> None:
    say(page, line)
    page.locator("#messages .card").last.get_by_role("button", name="Make it").click()
    made(page).nth(pictures - 1).wait_for()


def made(page: Page) -> Locator:
    """The pictures that are there in full: a preview frame has another name."""
    return page.get_by_role("img", name="made from the words")


def light(browser: Browser, address: str) -> None:
    page = join(browser, address, WIDE, "light")
    say(page, "/imagine a fox in the rain")
    page.locator("#messages .card").last.get_by_role("button", name="Make it").click()
    page.locator(".draft img").first.wait_for()
    shoot(page, "playground-progress")
    made(page).wait_for()
    shoot(page, "playground-light")
    page.click("#options")
    page.fill("#request textarea", "a lighthouse made of paper, at dusk")
    shoot(page, "playground-form")
    page.keyboard.press("Escape")
    say(page, "/topup studio")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Pay").click()
    shoot(opened.value, "till")
    opened.value.get_by_role("button", name="Pay").click()
    page.locator("#purse", has_text="528").wait_for()
    page.click("#open-wallet")
    shoot(page, "wallet")
    page.context.close()


def dark(browser: Browser, address: str) -> None:
    page = join(browser, address, WIDE, "dark")
    make(page, "/imagine a city above the desert haze --quality low --count 4", 4)
    shoot(page, "playground-dark")
    page.context.close()


def phone(browser: Browser, address: str) -> None:
    page = join(browser, address, PHONE, "light")
    make(page, "/imagine a fox in the rain", 1)
    shoot(page, "playground-phone")
    page.context.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_program(Path(folder) / "data", pace=2.5) as address, running_browser() as browser:
        for scene in (light, dark, phone):
            scene(browser, address)


if __name__ == "__main__":
    main()
