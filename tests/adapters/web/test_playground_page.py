"""The playground in a real browser, against the real program."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, ViewportSize, expect

from tests.adapters.web.playground_program import CHROMIUM, running_browser, running_program
from tests.wanting import do_without

pytestmark = pytest.mark.timeout(180)

SOON = 30_000
STORES = """async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
DROP = """async ([address, name]) => {
    const file = new File([await (await fetch(address)).blob()], name, { type: "image/png" });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    for (const kind of ["dragenter", "dragover", "drop"])
        document.getElementById("scroll").dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
}"""
WITNESS = """() => {
    window.seen = { frames: [], percents: [] };
    new MutationObserver(() => {
        const frame = document.querySelector(".draft img")?.getAttribute("src");
        const percent = Number(document.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow") ?? NaN);
        if (frame && !seen.frames.includes(frame)) seen.frames.push(frame);
        if (percent >= 0 && seen.percents.at(-1) !== percent) seen.percents.push(percent);
    }).observe(document.getElementById("messages"), { subtree: true, childList: true, attributes: true });
}"""
WIDER_THAN_THE_SCREEN = """() => {
    const sideways = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1;
    const shown = "button, a, input, textarea, img, article, p";
    const outside = (node) => node.matches(shown) && node.getBoundingClientRect().right > innerWidth + 1;
    return [...document.querySelectorAll("html, body, body *")]
        .filter((node) => node.checkVisibility() && !node.closest(".hidden") && (sideways(node) || outside(node)))
        .concat(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [])
        .map((node) => `${node.tagName}.${node.className}`);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        do_without("chromium", f"no browser at {CHROMIUM}: the playground's page is NOT tested")
    expect.set_options(timeout=SOON)
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_program(tmp_path_factory.mktemp("playground") / "data") as address:
        yield address


@dataclass
class Watch:
    """What a page must never do: complain, ask strangers, or remember anything in the browser."""

    own: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in self.expected):
            self.complaints.append(message.text)

    def request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob") and not request.url.startswith(self.own):
            self.strangers.append(request.url)

    def over(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


Open = Callable[..., Page]


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch(address)


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(SOON)
    context.on("request", watch.request)
    context.on("page", watch.over)
    yield context
    stores = [page.evaluate(STORES) for page in context.pages]
    cookies = context.cookies()
    context.close()
    assert watch.complaints == []
    assert watch.strangers == []
    assert cookies == []
    assert all(store == ["", 0, 0, 0, 0, 0] for store in stores), stores


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The chat of a new person with 40 credits."""
    page = context.new_page()
    join(page, address, "Ada")
    return page


def join(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/playground?person=")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Start chatting").click()
    expect(page.locator(".theirs")).to_have_count(1)


def say(page: Page, line: str) -> None:
    field = page.get_by_role("textbox", name="Message")
    field.fill(line)
    field.press("Escape")
    field.press("Enter")


def last_card(page: Page) -> Locator:
    return page.locator("#messages .card").last


def purse(page: Page) -> Locator:
    return page.locator("#purse b")


def picture(folder: Path) -> Path:
    file = folder / "reference.png"
    Image.new("RGB", (320, 240), "teal").save(file)
    return file


def test_from_the_first_word_to_the_picture_and_again_after_a_reload(page: Page) -> None:
    say(page, "/imagine a fox in the rain")
    offer = last_card(page)
    expect(offer.locator("blockquote")).to_have_text("a fox in the rain")
    expect(purse(page)).to_have_text("40")

    page.evaluate(WITNESS)  # What comes and goes within a second is easily missed by looking now and then.
    offer.get_by_role("button", name="Make it · 12 credits").click()
    made = offer.get_by_role("img", name="Picture made from the words: a fox in the rain")
    expect(made).to_be_visible()
    expect(offer.get_by_role("progressbar")).to_be_hidden()
    expect(offer.locator(".facts")).to_contain_text("12 credits")
    expect(purse(page)).to_have_text("28")
    assert made.evaluate("(image) => image.naturalWidth") == 1024
    seen = page.evaluate("seen")
    assert seen["frames"], "no preview frame was shown"
    assert len(seen["percents"]) > 1
    assert seen["percents"] == sorted(seen["percents"])

    page.reload()
    expect(page.get_by_role("img", name="Picture made from the words: a fox in the rain")).to_be_visible()
    say(page, "/history")
    expect(last_card(page)).to_contain_text("a fox in the rain")
    expect(last_card(page).locator(".gallery img")).to_be_visible()
    expect(last_card(page)).to_contain_text("Only you can see this")


def test_the_price_on_the_form_is_agreed_to_by_its_button(page: Page) -> None:
    page.get_by_role("button", name="Picture options").click()
    form = page.get_by_role("dialog")
    form.get_by_label("What the picture should show").fill("a lighthouse of paper")
    expect(form.get_by_role("button", name="Make it")).to_have_text("Make it · 12 credits")
    form.get_by_role("radio", name="Quick").check()
    form.get_by_role("radio", name="Portrait").check()
    form.get_by_role("spinbutton").fill("2")
    submit = form.get_by_role("button", name="Make it · 12 credits")  # (4 + 2) · 2
    form.get_by_role("spinbutton").fill("3")
    expect(submit).to_have_count(0)
    form.get_by_role("button", name="Make it · 18 credits").click()

    expect(form).to_be_hidden()
    card = last_card(page)
    expect(card.locator(".gallery img")).to_have_count(3)
    expect(page.get_by_role("button", name="Make it")).to_have_count(0)
    expect(purse(page)).to_have_text("22")
    expect(page.locator(".mine .words")).to_have_text("/imagine a lighthouse of paper --shape portrait --quality low --count 3")


def test_a_form_that_cannot_be_used_stays_open_and_says_why(page: Page) -> None:
    page.get_by_role("button", name="Picture options").click()
    form = page.get_by_role("dialog")
    words = form.get_by_label("What the picture should show")
    words.fill("x" * 32_001)
    expect(form.locator(".counter")).to_have_class(re.compile("over"))
    form.get_by_role("button", name="Make it").click()
    expect(form).to_be_visible()
    words.fill("a fox --count many")
    form.get_by_role("button", name="Make it").click()
    expect(form.get_by_role("alert")).to_contain_text("must be a whole number from 1 to 4, not “many”")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Picture options").click()
    expect(words).to_have_value("a fox --count many")


def test_a_button_pressed_twice_charges_once(page: Page) -> None:
    presses: list[str] = []
    page.on("request", lambda request: presses.append(request.url) if request.url.endswith("/api/run") else None)
    say(page, "a fox")
    last_card(page).get_by_role("button", name="Make it").dblclick()
    expect(page.locator('.card[data-tone="good"] img')).to_have_count(1)
    expect(purse(page)).to_have_text("28")
    assert len(presses) == 1, "a button rests while its call is under way"


def test_a_picture_is_shown_although_the_browser_does_not_decode_it_ahead(page: Page) -> None:
    page.evaluate("() => { HTMLImageElement.prototype.decode = () => Promise.reject(new DOMException('', 'EncodingError')); }")
    say(page, "/imagine a fox --quality low")
    last_card(page).get_by_role("button", name="Make it").click()
    expect(page.get_by_role("img", name="Picture made from the words: a fox")).to_be_visible()


def test_a_dropped_picture_goes_with_the_next_words(page: Page, address: str, tmp_path: Path) -> None:
    own = picture(tmp_path)
    page.route("**/reference.png", lambda route: route.fulfill(path=own, content_type="image/png"))
    page.evaluate(DROP, [f"{address}/reference.png", "reference.png"])
    tray = page.get_by_role("list", name="Attached pictures")
    expect(tray.get_by_role("img")).to_have_count(1)
    say(page, "in this style")
    expect(last_card(page)).to_contain_text("from one reference picture")
    expect(last_card(page).get_by_role("button", name="Make it · 14 credits")).to_be_visible()
    expect(page.locator("#messages .mine img")).to_be_visible()
    expect(tray).to_be_hidden()

    last_card(page).get_by_role("button", name="Change").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_text("Picture of the earlier request")).to_be_visible()
    expect(form.get_by_role("button", name="Make it")).to_have_text("Make it · 14 credits")


def test_a_file_that_is_no_picture_is_refused_in_words(page: Page, watch: Watch, tmp_path: Path) -> None:
    watch.expected.append("422")
    fake = tmp_path / "holiday.png"
    fake.write_text("not a picture at all")
    page.set_input_files("#files", fake)
    problem = page.locator("#composer-problem")
    expect(problem).to_contain_text("holiday.png")
    expect(page.locator("#tray")).to_be_hidden()
    page.set_input_files("#files", [picture(tmp_path)] * 5)
    expect(problem).to_have_text("At most 4 pictures go with one request.")
    expect(page.locator("#tray img")).to_have_count(4)


def test_everything_by_keyboard(page: Page) -> None:
    keys = page.keyboard
    page.get_by_role("button", name="All commands").focus()
    keys.press("/")
    listed = page.get_by_role("listbox", name="Suggestions")
    expect(listed.get_by_role("option", selected=True)).to_contain_text("/imagine")
    keys.press("ArrowDown")
    expect(listed.get_by_role("option", selected=True)).to_contain_text("/again")
    keys.press("ArrowUp")
    keys.press("Tab")
    field = page.get_by_role("textbox", name="Message")
    expect(field).to_have_value("/imagine ")
    keys.type("a fox --sha")
    keys.press("Tab")
    expect(field).to_have_value("/imagine a fox --shape ")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field).to_have_value("/imagine a fox --shape portrait")
    keys.press("Shift+Enter")
    keys.type("at night")
    expect(field).to_have_value("/imagine a fox --shape portrait\nat night")
    keys.press("Enter")
    expect(last_card(page)).to_contain_text("One portrait picture")

    while "Make it" not in focused(page):
        keys.press("Shift+Tab")
    keys.press("Enter")
    opener = page.get_by_role("button", name="Show large")
    expect(opener).to_be_visible()
    assert "card" in str(page.evaluate("document.activeElement.className")), "the focus stays at the message that was answered"
    keys.press("Tab")
    expect(opener).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Picture")).to_be_visible()
    keys.press("Escape")
    expect(opener).to_be_focused()
    # The focus comes back before the dialog is gone, and below it nothing can be pressed.
    expect(page.get_by_role("dialog", name="Picture")).to_be_hidden()

    page.get_by_role("button", name="Wallet").press("Enter")
    expect(page.get_by_role("dialog", name="Wallet")).to_contain_text("−18")
    keys.press("Escape")
    expect(page.get_by_role("button", name="Wallet")).to_be_focused()


def focused(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.innerText ?? ''")
    assert page.evaluate("document.activeElement !== document.body"), "went all the way round"
    return words


def test_prompts_are_data_and_long_ones_are_folded(page: Page) -> None:
    prompt = "שועל בגשם <img src=x onerror=alert(1)> <b>fett</b> @everyone 🦊 " + "ink " * 400
    say(page, prompt)
    quote = last_card(page).locator("blockquote")
    expect(quote).to_have_text(prompt.strip())
    assert quote.locator("*").count() == 0
    assert quote.evaluate("(node) => getComputedStyle(node).direction") == "rtl"
    folded = quote.bounding_box()
    last_card(page).get_by_role("button", name="Show all").click()
    unfolded = quote.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > folded["height"] * 2


def test_the_till_the_wallet_and_the_mail(page: Page, context: BrowserContext) -> None:
    say(page, "/topup studio")
    with context.expect_page() as opened:
        last_card(page).get_by_role("link", name="Pay $12.99").click()
    till = opened.value
    expect(till.locator("h1")).to_have_text("Sandbox till")
    expect(till.locator("main")).to_contain_text("no money moves")
    till.get_by_role("button", name="Pay").click()
    expect(till.get_by_role("status")).to_contain_text("Paid")
    expect(purse(page)).to_have_text("540")
    page.bring_to_front()

    page.get_by_role("button", name="Wallet").click()
    wallet = page.get_by_role("dialog", name="Wallet")
    expect(wallet.locator(".ledger li")).to_have_count(2)
    expect(wallet).to_contain_text("never expires")
    expect(wallet).to_contain_text("+500")
    page.get_by_role("button", name="Mail").click()
    expect(wallet).to_be_hidden()
    letters = page.get_by_role("dialog", name="Mail")
    expect(letters.locator(".letter-row")).to_have_count(1)
    letters.locator(".letter-row").click()
    expect(letters.locator(".letter-body")).to_contain_text("500")


def test_another_language_turns_the_whole_page(page: Page) -> None:
    say(page, "/language de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("textbox", name="Nachricht")).to_be_visible()
    expect(page.locator(".room > .sandbox")).to_contain_text("Lokale Spielwiese")
    assert "ui-" not in page.locator("body").inner_text()


def test_a_phone_shows_everything_without_sideways_scrolling(browser: Browser, watch: Watch, address: str) -> None:
    small: ViewportSize = {"width": 390, "height": 844}
    # Without motion: a drawer that is still sliding in would be measured outside.
    phone = browser.new_context(
        viewport=small, is_mobile=True, has_touch=True, locale="en-US", color_scheme="dark", reduced_motion="reduce"
    )
    try:
        page = phone.new_page()
        watch.over(page)
        page.goto(address)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
        join(page, address, "a" * 40)
        say(page, "/imagine " + "Donaudampfschifffahrtsgesellschaft" * 9 + " --count 4 --quality low")
        last_card(page).get_by_role("button", name="Make it").tap()
        expect(page.locator('.card[data-tone="good"] img')).to_have_count(4)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
        for name in ("Picture options", "Wallet", "Mail"):
            page.get_by_role("button", name=name, exact=name == "Mail").tap()
            expect(page.get_by_role("dialog")).to_be_visible()
            assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_be_hidden()
        page.get_by_role("button", name="People").tap()
        expect(page.get_by_role("navigation", name="People")).to_be_visible()
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
        assert watch.complaints == []
    finally:
        phone.close()


def test_a_lost_connection_is_said_and_heals(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(locale="en-US")
    page.set_default_timeout(SOON)
    data = tmp_path / "data"
    outage = page.get_by_text("Connection lost")
    try:
        with running_program(data) as address:
            join(page, address, "Ada")
            expect(outage).to_be_hidden()
        expect(outage).to_be_visible()
        say(page, "a fox in the rain")
        unsent = page.locator("#pending .failed")
        expect(unsent).to_contain_text("does not answer")
        with running_program(data, port=urlsplit(address).port):
            expect(outage).to_be_hidden()
            unsent.get_by_role("button", name="Try again").click()
            expect(last_card(page).locator("blockquote")).to_have_text("a fox in the rain")
            expect(page.locator("#messages .mine")).to_have_count(1)
            expect(unsent).to_have_count(0)
    finally:
        page.close()
