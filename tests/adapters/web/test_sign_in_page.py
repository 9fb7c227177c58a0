"""Coming in and going out in a real browser, against the whole program: what a person does, what scanners and strangers try."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.adapters.web.playground_program import CHROMIUM
from tests.adapters.web.site_house import FIREFOX, Browsers, Mail, Person, SiteHouse, Watch, jar, open_browser, open_site, token_on
from tests.wanting import do_without

pytestmark = [
    pytest.mark.timeout(120),
    # A browser that leaves a page stops fetching its pictures; a file that was being opened for it is closed when it is dropped.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"),
]

SCANNERS = ("Mozilla/5.0 (compatible; MailScanner/1.0)", "Slackbot-LinkExpanding 1.0", "")
PLANTED = "A" * 43
TO_ACCOUNT = 'header nav a[href="/account"]'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        do_without("chromium", f"no browser at {CHROMIUM}: signing in is NOT tested as people do it")
    expect.set_options(timeout=15_000)
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def running(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteHouse]:
    with open_site(tmp_path_factory.mktemp("site") / "data") as house:
        yield house


@pytest.fixture
def house(running: SiteHouse) -> SiteHouse:
    """The program, so much later that nobody has tried anything too often."""
    running.later(minutes=16)
    return running


@pytest.fixture
def watch(house: SiteHouse) -> Watch:
    return Watch(house.address)


@pytest.fixture
def browsers(browser: Browser, house: SiteHouse, watch: Watch) -> Iterator[Browsers]:
    """Browsers of people, all without scripts unless one is asked for with them."""
    browsers = Browsers(browser, house, watch)
    yield browsers
    browsers.close()


@pytest.fixture
def ada(house: SiteHouse) -> Person:
    return house.person("Ada")


def ask_for_a_mail(page: Page, address: str) -> None:
    page.goto("/account")
    expect(page).to_have_url(f"{origin(page)}/sign-in?next=/account")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="E-mail me a link").click()
    expect(heading(page)).to_have_text("Check your inbox")
    assert page.url == f"{origin(page)}/sign-in?asked=mail"
    assert address not in page.content()


def origin(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def press(page: Page, name: str = "Sign in") -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def is_in(page: Page) -> None:
    expect(heading(page)).to_have_text("Overview")
    assert urlsplit(page.url).path == "/account"


def is_out(page: Page) -> None:
    """However the browser asks, it sees no account."""
    page.goto("/account")
    expect(heading(page)).to_have_text("Sign in")
    expect(page.locator(TO_ACCOUNT)).to_have_count(0)


def plant(page: Page, session: str) -> None:
    """Put somebody else's cookie into this browser."""
    page.context.add_cookies([{"name": "__Host-session", "value": session, "url": "https://127.0.0.1/", "secure": True, "httpOnly": True}])


def scanned(house: SiteHouse, link: str) -> None:
    """What the programs between a mail and its reader do with a link."""
    for agent in SCANNERS:
        with house.client(**{"User-Agent": agent}) as scanner:
            for method in ("GET", "HEAD", "GET"):
                assert scanner.request(method, link).status_code == 200
            assert scanner.get(link, headers={"Range": "bytes=0-99"}).status_code in (200, 206)


def button_of(page: Page, mail: Mail) -> Page:
    """Open the letter in this browser and press its button; the page that opens."""
    letter = page.context.new_page()
    letter.set_content(mail.html)
    buttons = letter.locator("a.pressed")
    expect(buttons).to_have_count(1)
    with page.context.expect_page() as opened:
        buttons.click()
    letter.close()
    opened.value.wait_for_load_state()
    return opened.value


# --- coming in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "script"), [("text", True), ("button", False)], ids=["text", "button-without-script"])
def test_the_mailed_link_lets_in_once_although_scanners_opened_it(
    browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person, by: str, script: bool
) -> None:
    watch.expected = ["410"]
    page = browsers.new(script=script)
    ask_for_a_mail(page, ada.mailbox)
    mail = house.mail_to(ada.mailbox)
    assert f'href="{mail.link}"' in mail.html
    scanned(house, mail.link)

    late = page.context.new_page()
    late.goto(mail.link)  # the same page once more, to be pressed too late
    if by == "text":
        page.goto(mail.link)
    else:
        page = button_of(page, mail)
    expect(heading(page)).to_have_text("Sign in here?")
    press(page)
    is_in(page)
    press(late)
    expect(heading(late)).to_contain_text("This link has been used already.")
    expect(late.get_by_role("main").get_by_role("link", name="To your account")).to_be_visible()

    stranger = browsers.new(script=script)
    answer = stranger.goto(mail.link)
    assert answer is not None
    assert answer.status == 410
    expect(heading(stranger)).to_contain_text("This link has been used already.")
    is_out(stranger)


def test_a_scanner_that_presses_the_button_without_the_page_gets_nowhere(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.new()
    ask_for_a_mail(page, ada.mailbox)
    link = house.mail_to(ada.mailbox).link
    with house.client() as scanner:
        assert scanner.post(link).status_code == 403
        assert scanner.post(link, data={"csrf": token_on(scanner.get(link).text)}, headers={"Cookie": ""}).status_code == 403
    page.goto(link)
    press(page)
    is_in(page)


def test_a_link_that_is_too_old_lets_nobody_in(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    watch.expected = ["410"]
    page = browsers.new()
    ask_for_a_mail(page, ada.mailbox)
    link = house.mail_to(ada.mailbox).link
    page.goto(link)
    house.later(minutes=14, seconds=30)
    page.reload()
    expect(heading(page)).to_have_text("Sign in here?")
    house.later(minutes=1)
    press(page)
    expect(heading(page)).to_contain_text("This link has expired.")
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("main").get_by_role("link", name="Back to signing in")).to_be_visible()
    is_out(page)


def test_another_browser_is_asked_and_may_say_yes(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    asked_in = browsers.new(agent=FIREFOX)
    ask_for_a_mail(asked_in, ada.mailbox)
    link = house.mail_to(ada.mailbox).link
    other = browsers.new()
    other.goto(link)
    expect(other.get_by_role("main")).to_contain_text("You asked for this link in another browser (Firefox 143). Sign in here?")
    press(other)
    is_in(other)
    is_out(asked_in)


def test_another_browser_that_says_no_changes_nothing(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    asked_in = browsers.new(agent=FIREFOX)
    ask_for_a_mail(asked_in, ada.mailbox)
    link = house.mail_to(ada.mailbox).link
    other = browsers.new()
    other.goto(link)
    expect(other.get_by_role("main")).to_contain_text("in another browser")
    other.goto("/")  # nobody presses
    is_out(other)
    asked_in.goto(link)
    expect(asked_in.get_by_role("main")).not_to_contain_text("in another browser")
    press(asked_in)
    is_in(asked_in)
    is_out(other)


def test_other_browsers_must_be_asked_before_they_come_in(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    """The yes is part of the form: without it, a link from elsewhere opens nothing."""
    watch.expected = ["403", "409", "422"]
    asked_in = browsers.new(agent=FIREFOX)
    ask_for_a_mail(asked_in, ada.mailbox)
    link = house.mail_to(ada.mailbox).link
    other = browsers.new()
    other.goto(link)
    other.locator("input[name=elsewhere]").evaluate("(node) => node.remove()")
    press(other)
    expect(heading(other)).not_to_have_text("Overview")
    is_out(other)


def test_the_chat_gives_a_link(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    watch.expected = ["410"]
    chat = browsers.new(script=True)
    chat.goto(f"/playground?person={ada.uid}")
    field = chat.get_by_role("textbox", name="Message")
    field.fill("/account")
    field.press("Escape")
    field.press("Enter")
    with chat.context.expect_page() as opened:
        chat.get_by_role("link", name="Open the website").click()
    page = opened.value
    link = page.url
    scanned(house, link)
    press(page)
    is_in(page)
    expect(page.get_by_role("main")).to_contain_text("Ada")
    again = browsers.new()
    answer = again.goto(link)
    assert answer is not None
    assert answer.status == 410


def test_an_unknown_address_gets_the_same_page_and_no_mail(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page, strangers_page = browsers.new(), browsers.new()
    ask_for_a_mail(page, ada.mailbox)
    ask_for_a_mail(strangers_page, "nobody@example.org")
    assert page.content() == strangers_page.content()
    house.mail_to(ada.mailbox)
    house.nothing_waits()
    assert house.letters("nobody@example.org") == []


def test_a_planted_cookie_is_worth_nothing_and_is_replaced(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    mallory = browsers.inside(house.person("Mallory"))
    hers = jar(mallory.context)["__Host-session"]["value"]
    for planted in (PLANTED, hers):
        page = browsers.new()
        plant(page, planted)
        page.goto(ada.link())
        press(page)
        is_in(page)
        assert jar(page.context)["__Host-session"]["value"] != planted
        expect(page.get_by_role("main")).to_contain_text("Ada")
        thief = browsers.new()
        plant(thief, planted)
        is_out(thief)
    is_out(mallory)


def test_the_cookies_are_those_of_the_policy(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.new()
    page.goto("/")
    assert jar(page.context) == {}
    page.goto("/sign-in")
    csrf = jar(page.context)["__Host-csrf"]
    assert (csrf["httpOnly"], csrf["secure"], csrf["sameSite"], csrf["path"], csrf["expires"]) == (True, True, "Lax", "/", -1)
    page.goto(ada.link())
    assert set(jar(page.context)) == {"__Host-csrf"}
    press(page)
    is_in(page)
    session = jar(page.context)["__Host-session"]
    assert (session["httpOnly"], session["secure"], session["sameSite"], session["path"]) == (True, True, "Lax", "/")
    now = float(page.evaluate("Date.now()")) / 1000
    assert 29.9 * 86400 < session["expires"] - now < 30.1 * 86400
    assert set(jar(page.context)) == {"__Host-csrf", "__Host-session"}
    assert session["value"].encode() not in house.bytes_kept(), "only the hash of a cookie is kept"


def test_the_cookie_is_another_one_after_a_day(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.inside(ada)
    first = jar(page.context)["__Host-session"]["value"]
    page.goto("/account/wallet")
    assert jar(page.context)["__Host-session"]["value"] == first
    house.later(days=1, minutes=1)
    page.goto("/account/wallet")
    second = jar(page.context)["__Host-session"]["value"]
    assert second != first
    page.goto("/account/wallet")
    house.later(minutes=2)
    thief = browsers.new()
    plant(thief, first)
    is_out(thief)
    page.goto("/account")
    is_in(page)


# --- inside ------------------------------------------------------------------------------------------------------------


def test_every_page_of_the_account_opens(browsers: Browsers, ada: Person) -> None:
    page = browsers.inside(ada)
    tiles = page.get_by_role("navigation", name="Your account").get_by_role("link")
    names = [name.strip() for name in tiles.all_inner_texts()]
    assert names == ["Overview", "Wallet", "Receipts", "Pictures", "Chats", "E-mail", "Settings", "Activity", "Privacy"]
    for name in names:
        page.get_by_role("navigation", name="Your account").get_by_role("link", name=name, exact=True).click()
        expect(heading(page)).to_have_text(name)
        expect(page.locator('nav.tiles [aria-current="page"]')).to_have_text(name)
    page.goto("/")
    expect(page.locator(TO_ACCOUNT)).to_be_visible()


def test_the_language_chosen_on_the_site_stays(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.new()
    page.goto("/legal/cookies")
    page.get_by_role("link", name="Deutsch").click()
    assert urlsplit(page.url).path == "/legal/cookies"
    assert language(page) == "de"
    cookie = jar(page.context)["lang"]
    assert (cookie["value"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == ("de", False, "Lax", "/")
    page.goto(ada.link())
    assert language(page) == "de"
    page.locator("main form button").click()
    page.wait_for_url("**/account")
    assert language(page) == "de"
    page.goto("/account/wallet")
    page.get_by_role("link", name="Español").click()
    assert urlsplit(page.url).path == "/account/wallet"
    assert language(page) == "es"
    page.locator("main form button").first.click()
    page.wait_for_url("**/")
    assert language(page) == "es"
    elsewhere = browsers.inside(ada)
    assert language(elsewhere) == "es", "the choice of a person counts in every browser"
    assert "lang" not in jar(elsewhere.context)


def language(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))


def test_a_picture_is_shown_saved_and_deleted(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    watch.expected = ["404"]
    ada.picture("a fox in the rain")
    page = browsers.inside(ada)
    page.goto("/account/gallery")
    made = page.get_by_role("img", name="a fox in the rain")
    expect(made).to_be_visible()
    assert made.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    own = str(made.get_attribute("src")).removesuffix("/small")
    file = page.request.get(own)
    assert (file.status, file.headers["content-type"].split("/")[0]) == (200, "image")
    other = browsers.inside(house.person("Bob"))
    for path in (own, f"{own}/delete", f"{own}?download"):
        assert other.request.get(path).status == 404

    page.get_by_role("link", name="Delete").click()
    late = page.context.new_page()
    late.goto(page.url)
    press(page, "Delete for good")
    expect(page.get_by_role("status")).to_contain_text("The picture is deleted.")
    expect(page.get_by_role("img", name="a fox in the rain")).to_have_count(0)
    assert page.request.get(own).status == 404
    press(late, "Delete for good")
    expect(late.get_by_role("main")).to_contain_text("There is nothing here")
    removed(house, file.url)


def removed(house: SiteHouse, link: str) -> None:
    """The file itself goes, not only its row, even for somebody who kept the link."""
    for _ in range(200):
        if house.http.get(link).status_code == 404:
            return
        house.http.get("/healthz")
    raise AssertionError("the file is still there")


# --- going out ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [False, True], ids=["without-script", "with-script"])
def test_after_signing_out_the_back_button_shows_nothing(browsers: Browsers, ada: Person, script: bool) -> None:
    page = browsers.inside(ada, script=script)
    page.goto("/account/wallet")
    expect(page.get_by_role("main")).to_contain_text("40")
    page.goto("/account")
    sign_out(page)
    assert jar(page.context) == {}
    for _ in range(2):
        page.evaluate("history.back()")
        expect(page).to_have_url(re.compile(r"/sign-in\?next=/account"))
        expect(heading(page)).to_have_text("Sign in")
        expect(page.locator("body")).not_to_contain_text("Ada")
        assert "Wallet" not in page.content()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in")).to_be_visible()


def test_signing_out_ends_the_session_and_not_only_the_cookie(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.inside(ada)
    kept = jar(page.context)["__Host-session"]["value"]
    sign_out(page)
    thief = browsers.new()
    plant(thief, kept)
    is_out(thief)


def test_one_other_browser_is_ended_by_its_button(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    fox, chrome, bystander = browsers.inside(ada, agent=FIREFOX), browsers.inside(ada), browsers.inside(house.person("Bob"))
    third = browsers.inside(ada)
    chrome.goto("/account/activity")
    row = chrome.get_by_role("listitem").filter(has_text="Firefox 143")
    expect(row).to_have_count(1)
    row.get_by_role("button").click()
    expect(chrome.get_by_role("status")).to_contain_text("That browser is signed out.")
    expect(chrome.get_by_role("listitem").filter(has_text="Firefox 143")).to_have_count(0)
    is_out(fox)
    for page in (chrome, third, bystander):
        page.goto("/account")
        is_in(page)


def test_signing_out_everywhere(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    here, there, bystander = browsers.inside(ada), browsers.inside(ada, agent=FIREFOX), browsers.inside(house.person("Bob"))
    here.goto("/account/activity")
    here.get_by_role("button", name="Sign out all others").click()
    expect(here.get_by_role("status")).to_contain_text("All other browsers are signed out.")
    is_out(there)
    here.goto("/account")
    is_in(here)
    sign_out(here)
    is_out(here)
    is_out(there)
    bystander.goto("/account")
    is_in(bystander)


# --- forms of others ---------------------------------------------------------------------------------------------------


def test_a_form_of_another_browser_is_refused(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    watch.expected = ["403"]
    hers, his = browsers.inside(ada), browsers.inside(house.person("Bob"))
    for page in (hers, his):
        page.goto("/account/settings")
    foreign = hers.locator("input[name=csrf]").first.get_attribute("value")
    form = his.locator("form").filter(has=his.locator("select[name=language]"))
    own = form.locator("input[name=csrf]").get_attribute("value")
    assert foreign != own
    before = house.everything()
    form.locator("select").select_option("de")
    form.locator("input[name=csrf]").evaluate("(node, value) => node.setAttribute('value', value)", foreign)
    with his.expect_response("**/account/settings") as answered:
        form.get_by_role("button", name="Save").click()
    assert answered.value.status == 403
    expect(his.get_by_role("main")).to_contain_text("Nothing was changed.")
    assert house.everything() == before

    his.goto("/account/settings")
    form.locator("select").select_option("de")
    form.get_by_role("button", name="Save").click()
    expect(his.get_by_role("status")).to_have_text("Gespeichert.")


# --- another address ---------------------------------------------------------------------------------------------------


def test_changing_the_address_and_taking_it_back(browsers: Browsers, watch: Watch, house: SiteHouse, ada: Person) -> None:
    watch.expected = ["410"]
    new = f"new.{ada.uid[:6]}@example.org"
    page, second = browsers.inside(ada), browsers.inside(ada)
    page.goto("/account/email")
    expect(page.get_by_role("main")).to_contain_text("a…@p….example")
    change_to(page, new)
    expect(page.get_by_role("status")).to_contain_text("Check your inbox")
    house.nothing_waits()
    assert house.letters(ada.mailbox) == [], "the old address hears of it when it is changed, not when somebody asks"

    confirm = house.mail_to(new)
    scanned(house, confirm.link)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("a…@p….example")
    page = button_of(page, confirm)
    expect(heading(page)).to_have_text("Is this address yours?")
    press(page, "Yes, this address is mine")
    expect(page).to_have_url(f"{house.address}/account/email")
    expect(page.get_by_role("main")).to_contain_text("n…@e….org")

    told = house.mail_to(ada.mailbox)
    assert new not in told.text + told.html
    scanned(house, told.link)
    page.goto("/account/email")
    expect(page.get_by_role("main")).to_contain_text("n…@e….org")

    house.later(hours=71)
    stopper = browsers.new()
    stopper.goto(told.link)
    expect(heading(stopper)).to_have_text("Undo the change?")
    press(stopper, "Undo the change")
    expect(heading(stopper)).to_contain_text("The change is undone")
    for out in (page, second, stopper):
        is_out(out)
    answer = stopper.goto(told.link)
    assert answer is not None
    assert answer.status == 410

    lost = browsers.new()
    ask_for_a_mail(lost, new)
    ask_for_a_mail(lost, ada.mailbox)
    back_in = house.mail_to(ada.mailbox)
    house.nothing_waits()
    assert len(house.letters(new)) == 1, "the new address lets nobody in any more"
    lost.goto(back_in.link)
    press(lost)
    is_in(lost)
    lost.goto("/account/email")
    expect(lost.get_by_role("main")).to_contain_text("a…@p….example")


def change_to(page: Page, address: str) -> None:
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send the link").click()


def test_the_address_of_somebody_else_cannot_be_had(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    bob = house.person("Bob")
    page = browsers.inside(ada)
    page.goto("/account/email")
    change_to(page, bob.mailbox)
    expect(page.get_by_role("status")).to_contain_text("Check your inbox")
    told = house.mail_to(bob.mailbox)
    assert "/email/" not in told.text + told.html, "no link in it makes the address another person's"
    expect(page.get_by_role("main")).to_contain_text("a…@p….example")


def test_a_letter_loads_nothing(browsers: Browsers, house: SiteHouse, ada: Person) -> None:
    page = browsers.new()
    ask_for_a_mail(page, ada.mailbox)
    letter = browsers.new(script=True)
    asked: list[str] = []
    letter.on("request", lambda request: asked.append(request.url))
    letter.set_content(house.mail_to(ada.mailbox).html, wait_until="load")
    assert asked == []
    assert letter.locator("img, script, link, iframe, object, embed, video, audio, form").count() == 0
