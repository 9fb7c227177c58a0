"""Receipts in a real browser: found from the account, read, printed on one sheet of paper, and nobody else's business."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from core import payments
from core.receipts import issue_credit_note
from core.settling import Settling
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.web.playground_program import CHROMIUM
from tests.adapters.web.site_house import Browsers, Person, SiteHouse, Watch, open_browser, open_site
from tests.wanting import do_without

pytestmark = pytest.mark.timeout(120)

SELLER = {
    "seller.name": "Ink & Söhne KG",
    "seller.address": "Am Hang 1, 20095 Hamburg, Deutschland",
    "seller.tax_id": "DE999999999",
    "seller.contact": "kauf@ink.example",
    "seller.tax_percent": "8.1",
}
A4 = (595, 842)
"""Points."""
LONG_CHARGE = "stxrA1b2C3d4E5f6G7h8I9j0" * 5
"""Telegram's are longer than a line of a phone."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        do_without("chromium", f"no browser at {CHROMIUM}: receipts are NOT tested as people print them")
    expect.set_options(timeout=15_000)
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteHouse]:
    with open_site(tmp_path_factory.mktemp("receipts") / "data", **SELLER) as house:
        yield house


@pytest.fixture
def browsers(browser: Browser, house: SiteHouse) -> Iterator[Browsers]:
    browsers = Browsers(browser, house, Watch(house.address))
    yield browsers
    browsers.close()


def buys(person: Person, *, back: bool = False) -> str:
    """A pack, paid by card; with `back` a part of it is given back. The number of the last document."""
    house = person.house
    order_id = str(next(b["href"] for b in person.say("/topup studio")["body"]["buttons"] if b["href"])).rpartition("/")[2]
    order = house.do(_paid(house, order_id))
    if back:
        house.do(_given_back(house, order))
    [(number,)] = house.rows("SELECT id FROM billing_document ORDER BY issued_at DESC, id LIMIT 1")
    return str(number)


async def _paid(house: SiteHouse, order_id: str) -> PaymentOrder:
    program = house.program
    order = await program.store.read(lambda uow: uow.payments.order(order_id))
    assert order is not None
    charge = f"{LONG_CHARGE}{order_id}"
    event = ProviderEvent(program.ambient.new_id(), "stripe", charge, "paid", order_id, charge, order.pack.price, order.pack.currency)
    seller = program.workshop.seller

    def work(uow: UnitOfWork) -> None:
        """At once, so that the running program does not come between and settle it as its own seller."""
        uow.payments.receive(event, program.ambient.now())
        payments.settle(uow, program.ambient, seller, event)

    await program.store.write(work)
    return order


async def _given_back(house: SiteHouse, order: PaymentOrder) -> None:
    shop = house.program.workshop

    def work(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        payment = uow.connection.exec_driver_sql("SELECT id FROM payment WHERE order_id = ?", (order.id,)).scalar_one()
        issue_credit_note(Settling(uow, shop.ambient, shop.seller, order, shop.ambient.now()), payment, credits=400, amount=1039)

    await shop.store.write(work)


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page of a PDF, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def printed(page: Page) -> str:
    """What stands on the paper."""
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_a_receipt_is_found_opened_and_printed_on_one_sheet(house: SiteHouse, browsers: Browsers) -> None:
    ada = house.person("Ada")
    number = buys(ada)
    page = browsers.inside(ada)
    page.get_by_role("link", name="Receipts").click()
    expect(page.locator("main")).to_contain_text("$12.99")
    page.get_by_role("link", name=f"Open {number}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")
    for part in (number, "Ink & Söhne KG, Am Hang 1, 20095 Hamburg, Deutschland", "DE999999999", "Tax included, 8.1%", "$0.97", "$12.02"):
        expect(page.locator("main")).to_contain_text(part)
    paper = printed(page)
    assert number in paper
    assert LONG_CHARGE in paper
    assert not [word for word in ("Wallet", "Sign out", "All receipts", "print command", "No trackers", "Deutsch\n") if word in paper]
    assert sheets(page.pdf(prefer_css_page_size=True)) == [A4]
    sheet = page.locator(".paper")
    assert sheet.evaluate("paper => getComputedStyle(paper).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_credit_note_names_what_it_corrects(house: SiteHouse, browsers: Browsers) -> None:
    ada = house.person("Ada")
    note = buys(ada, back=True)
    assert note.startswith("C")
    page = browsers.inside(ada, locale="de-DE")
    page.goto("/language/de?back=/account/receipts")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_contain_text("Erstattet: 400 Credits")
    page.goto(f"/account/receipts/{note}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Erstattungsbeleg")
    for part in ("Berichtigt", "Enthaltene Steuer, 8,1\xa0%", "0,78\xa0$", "10,39\xa0$"):
        expect(page.locator("main")).to_contain_text(part)
    assert sheets(page.pdf(prefer_css_page_size=True)) == [A4]


def test_nobody_opens_the_receipt_of_somebody_else(house: SiteHouse, browsers: Browsers) -> None:
    number = buys(house.person("Ada"))
    browsers.watch.expected.append("404")
    stranger = browsers.new()
    stranger.goto(f"/account/receipts/{number}")
    assert stranger.url == f"{house.address}/sign-in?next=/account/receipts/{number}"
    other = browsers.inside(house.person("Ben"))
    for path in (number, "R00-000001", "%00", "x" * 500, "..%2Fwallet", "%F0%9F%92%A9"):
        answer = other.goto(f"/account/receipts/{path}")
        assert answer is not None
        assert answer.status == 404, path
        assert "$12.99" not in other.content()
    other.goto(f"/account/receipts?before={number}")
    expect(other.locator("main")).to_contain_text("There are no receipts yet")


def test_words_of_the_seller_and_the_provider_are_only_words(house: SiteHouse, browsers: Browsers) -> None:
    workshop = house.program.workshop
    house.program.workshop = replace(workshop, seller=replace(workshop.seller, name="<b>Ink</b>", address="{{ 7*7 }}"))
    ada = house.person("Ada")
    number = buys(ada)
    house.program.workshop = workshop
    page = browsers.inside(ada)
    page.goto(f"/account/receipts/{number}")
    expect(page.locator(".paper")).to_contain_text("<b>Ink</b>, {{ 7*7 }}")
    assert page.locator(".paper b").count() == 0


def test_the_list_goes_on_behind_ten(house: SiteHouse, browsers: Browsers) -> None:
    ada = house.person("Ada")
    numbers = [buys(ada) for _ in range(12)]
    page = browsers.inside(ada)
    page.goto("/account/receipts")
    shown = page.locator("tbody a").all_inner_texts()
    page.get_by_role("link", name="Older").click()
    shown += page.locator("tbody a").all_inner_texts()
    assert shown == numbers[::-1]
    expect(page.get_by_role("link", name="Older")).to_have_count(0)
    expect(page.get_by_role("link", name="Newest")).to_have_attribute("href", "/account/receipts")
