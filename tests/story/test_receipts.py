"""Receipts and credit notes as people meet them: a number for each purchase and none left out, in every language, on every way."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.program import rights_kit
from core import payments
from core.ambient import Ambient
from core.billing import Contents, tax_within
from core.caller import Address
from core.letters import send_one
from core.linking import UNDO_LIFE, Merge
from core.payments import receive
from core.pricing import STARS, Pack
from core.receipts import issue_credit_note
from core.reply import Call, Link, Reply, Tone
from core.rights import erasing
from core.rights.carrying_out import carry_out_one
from core.rights.promise import Promise
from core.rights.purging import kept_until
from core.settling import Settling
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Text
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import START, FakeClock
from tests.lines import BRIEF
from tests.story.doors.door import words
from tests.story.doors.on_discord import discord_door
from tests.story.doors.on_playground import playground_door
from tests.story.house import House, open_house

SELLER: dict[str, object] = {
    "seller.name": "Ink & Söhne KG",
    "seller.address": "Am Hang 1, 20095 Hamburg",
    "seller.tax_id": "DE999999999",
    "seller.contact": "kauf@ink.example",
    "seller.tax_percent": "19",
}
DOORS = {"discord": discord_door, "playground": playground_door}
"""Where there is a till; Telegram has its own story (tests/adapters/telegram/test_stars.py)."""
CARD = Pack("studio", 500, 1299, "EUR")


class Shop:
    """A house where people buy: the provider says that money came, and the program does the rest."""

    def __init__(self, house: House, clock: FakeClock) -> None:
        self.house = house
        self.clock = clock
        self.store, self.ambient = house.program.store, house.program.ambient
        self._charges = 0

    async def buy(
        self, who: str, pack: Pack = CARD, *, provider: str = "stripe", platform: str = "test", locale: str = "en"
    ) -> PaymentOrder:
        """An order of this person, paid and credited a minute later."""
        self.clock.advance(minutes=1)
        order = await self.order(who, pack, platform=platform, locale=locale)
        await self.pay(order, provider)
        assert await payments.settle_due(self.house.program.workshop) == 1
        return order

    async def order(self, who: str, pack: Pack = CARD, *, platform: str = "test", locale: str = "en") -> PaymentOrder:
        account = await self.account(who, platform)
        now, id = self.ambient.now(), self.ambient.new_id()
        address = Address(platform, who, private=True)
        order = PaymentOrder(id, account, platform, pack, "open", address, locale, now, now.replace(year=now.year + 1))
        await self.store.write(lambda uow: uow.payments.add_order(order))
        return order

    async def pay(self, order: PaymentOrder, provider: str = "stripe") -> None:
        self._charges += 1
        ref = f"charge-{self._charges}"
        event = ProviderEvent(self.ambient.new_id(), provider, ref, "paid", order.id, ref, order.pack.price, order.pack.currency)
        await receive(self.store, self.ambient, event)

    async def give_back(self, order: PaymentOrder, credits: int, amount: int, **seller: object) -> None:
        """What `core.payments` does once a refund has arrived."""
        self.clock.advance(minutes=1)
        sells = replace(self.house.program.workshop.seller, **seller)  # type: ignore[arg-type]

        def work(uow: UnitOfWork) -> None:
            [(payment_id,)] = rows(uow, f"SELECT id FROM payment WHERE order_id = '{order.id}'")
            at = Settling(uow, self.ambient, sells, order, self.ambient.now())
            issue_credit_note(at, payment_id, credits=credits, amount=amount)

        await self.store.write(work)

    async def account(self, who: str, platform: str = "test") -> str:
        await self.say(who, "/balance", platform)

        def work(uow: UnitOfWork) -> str:
            person = uow.accounts.person(platform, who)
            assert person is not None
            return person.account_id

        return await self.store.read(work)

    async def say(self, who: str, line: str, platform: str = "test") -> Reply:
        caller = self.house.caller(who)
        caller = replace(caller, platform=platform, address=replace(caller.address, platform=platform))
        return (await self.house.program.dispatch.typed(caller, line)).reply

    async def numbers(self, who: str, platform: str = "test") -> list[str]:
        """Those on the first page of the list."""
        reply = await self.say(who, "/receipts", platform)
        return [str(b.action.values["number"]) for b in reply.buttons if isinstance(b.action, Call) and b.action.command == "receipts"]

    async def contents(self, who: str, number: str) -> Contents:
        account = await self.account(who)
        found = await self.store.read(lambda uow: uow.documents.get(account, number))
        assert found is not None
        return found.contents

    async def forget(self) -> None:
        """What the timetable does with what no law wants any more."""
        await self.store.write(lambda uow: uow.erasures.forget_payments(self.ambient.now()))

    async def mailed(self, address: str) -> list[dict[str, str]]:
        """Every mail that is due goes out; those that came here."""
        program = self.house.program
        while await send_one(program.workshop, program.catalogue, program.links, program.paper):
            pass
        return await program.mailbox.letters(address)

    async def broken(self) -> set[str]:
        """The rules of the books that do not hold."""

        def look(uow: UnitOfWork) -> set[str]:
            assert isinstance(uow, SqlUnitOfWork)
            return {check.name for check in verify(uow.connection, self.ambient.now()) if not check.ok}

        return await self.store.read(look)


def rows(uow: UnitOfWork, query: str) -> list[tuple[Any, ...]]:
    assert isinstance(uow, SqlUnitOfWork)
    return [tuple(row) for row in uow.connection.execute(sql(query))]


@contextlib.asynccontextmanager
async def open_shop(data: Path, *, overrides: Mapping[str, object] = SELLER) -> AsyncIterator[Shop]:
    clock = FakeClock()
    async with open_house(data, ambient=Ambient(now=clock.now), working=False, overrides=dict(overrides)) as house:
        yield Shop(house, clock)


# --- numbers ---------------------------------------------------------------------------------------------------------


async def test_each_purchase_has_the_next_number_and_each_refund_one_of_its_own(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        orders = [await shop.buy(who) for who in ("ada", "bob", "ada")]
        await shop.give_back(orders[2], 500, 1299)
        assert await shop.numbers("ada") == ["C26-000001", "R26-000003", "R26-000001"]
        assert await shop.numbers("bob") == ["R26-000002"]
        said = await shop.contents("ada", "C26-000001")
        assert (said.corrects, said.corrected_on, said.credits, said.gross) == ("R26-000003", said.issued, 500, 1299)
        assert await shop.broken() == set()


async def test_a_new_year_counts_anew(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await shop.buy("ada")
        shop.clock.advance(days=361)
        order = await shop.buy("ada")
        await shop.give_back(order, 1, 1)
        assert await shop.numbers("ada") == ["C27-000001", "R27-000001", "R26-000001"]
        assert await shop.broken() == set()


async def test_a_charge_that_is_told_twice_has_one_receipt(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.order("ada")
        for ref in ("one", "two"):
            said = ProviderEvent(shop.ambient.new_id(), "stripe", ref, "paid", order.id, "the-charge", 1299, "EUR")
            await receive(shop.store, shop.ambient, said)
        await payments.settle_due(shop.house.program.workshop)
        assert await shop.numbers("ada") == ["R26-000001"]


async def test_what_is_given_up_uses_no_number(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await gives_up(shop)
        await shop.buy("ada")
        assert await shop.numbers("ada") == ["R26-000001"]
        assert await shop.broken() == set()


class GivenUp(Exception):
    """The process dies before it commits."""


async def gives_up(shop: Shop, series: str = "R26") -> None:
    """A transaction that takes a number and ends in nothing."""

    def work(uow: UnitOfWork) -> None:
        uow.documents.next_number(series, kept_until(shop.ambient.now()))
        raise GivenUp

    with pytest.raises(GivenUp):
        await shop.store.write(work)


async def test_many_at_once_on_postgres_leave_no_gap(tmp_path: Path, postgres_url: str) -> None:
    """Several settle the same payments while others take numbers and give up."""
    async with open_shop(tmp_path, overrides={**SELLER, "database.url": postgres_url}) as shop:
        people = [f"person-{number}" for number in range(6)]
        for order in [await shop.order(who) for who in people for _ in range(4)]:
            await shop.pay(order)
        settling = asyncio.gather(*(payments.settle_due(shop.house.program.workshop) for _ in range(4)))
        await asyncio.gather(*(gives_up(shop) for _ in range(12)))
        assert sum(await settling) == 24
        found = await shop.store.read(lambda uow: rows(uow, "SELECT number FROM billing_document ORDER BY number"))
        assert [number for (number,) in found] == [*range(1, 25)]
        assert await shop.broken() == set()


# --- sums ------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 10**9), st.integers(0, 9999), st.lists(st.integers(1, 10**6), max_size=5))
def test_parts_are_the_whole_and_what_goes_back_bit_by_bit_has_the_tax_of_the_whole(gross: int, rate: int, parts: list[int]) -> None:
    tax = tax_within(gross, rate)
    exact = gross * rate / (10_000 + rate)
    assert abs(tax - exact) <= 0.5 + 1e-6 * gross
    assert 0 <= tax < gross
    sums = [0, *(sum(parts[: end + 1]) for end in range(len(parts)))]
    taxes = [tax_within(after, rate) - tax_within(before, rate) for before, after in pairwise(sums)]
    assert sum(taxes) == tax_within(sum(parts), rate)
    assert all(each >= 0 for each in taxes)


async def test_net_and_tax_are_the_total_and_refunds_in_parts_come_to_the_receipt(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.buy("ada")
        for credits, amount in ((100, 433), (100, 433), (300, 433)):
            await shop.give_back(order, credits, amount, tax_rate=700, name="Another Name")
        receipt = await shop.contents("ada", "R26-000001")
        assert (receipt.net, receipt.tax, receipt.gross, receipt.tax_rate) == (1092, 207, 1299, 1900)
        notes = [await shop.contents("ada", f"C26-00000{number}") for number in (1, 2, 3)]
        assert [(note.net + note.tax, note.tax_rate, note.seller) for note in notes] == [(433, 1900, "Another Name")] * 3
        assert sum(note.tax for note in notes) == 207
        assert sum(note.credits for note in notes) == receipt.credits
        assert await shop.broken() == set()


async def test_a_refund_of_a_payment_whose_receipt_is_long_gone_is_written_all_the_same(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.buy("ada")
        shop.clock.advance(days=3650)
        await shop.forget()
        await shop.give_back(order, 500, 1299)
        said = await shop.contents("ada", "C36-000001")
        assert (said.corrects, said.corrected_on, said.tax) == ("", "", 207)
        assert await shop.broken() == set()


# --- words -----------------------------------------------------------------------------------------------------------

MONEY = {"en": "€12.99", "de": "12,99\xa0€", "es": "12,99\xa0€", "zh-CN": "€12.99"}
TAX = {"en": ("19%", "€2.07"), "de": ("19\xa0%", "2,07\xa0€"), "es": ("19\xa0%", "2,07\xa0€"), "zh-CN": ("19%", "€2.07")}
KIND = {
    "en": ("Receipt", "Credit note"),
    "de": ("Kaufbeleg", "Erstattungsbeleg"),
    "es": ("Recibo", "Nota de abono"),
    "zh-CN": ("收据", "退款凭证"),
}


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_document_says_everything_in_the_persons_language(tmp_path: Path, locale: str) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.buy("ada")
        await shop.give_back(order, 500, 1299)
        listed = shop.house.words(await shop.say("ada", "/receipts"), locale)
        receipt = shop.house.words(await shop.say("ada", "/receipts r26-000001"), locale)
        note = shop.house.words(await shop.say("ada", "/receipts --number C26-000001"), locale)
    for paper, kind in ((receipt, KIND[locale][0]), (note, KIND[locale][1])):
        assert paper.startswith(kind)
        for part in (MONEY[locale], *TAX[locale], "Ink & Söhne KG, Am Hang 1, 20095 Hamburg", "DE999999999", "kauf@ink.example"):
            assert part in paper
        for part in (order.reference, "charge-1", "Stripe", "studio"):
            assert part in paper
    assert "R26-000001" in note
    assert listed.count(MONEY[locale]) == 2
    assert "{" not in listed + receipt + note


async def test_pages_of_the_list_have_ten_and_no_gap(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        for _ in range(13):
            await shop.buy("ada")
        first = await shop.say("ada", "/receipts")
        second = await shop.house.press("ada", first, "older-receipts")
        shown = [
            b.action.values["number"]
            for reply in (first, second)
            for b in reply.buttons
            if isinstance(b.action, Call) and b.action.command == "receipts"
        ]
        assert shown == [f"R26-{number:06}" for number in range(13, 0, -1)]
        assert not [b for b in second.buttons if isinstance(b.action, Call) and b.action.command == "older-receipts"]
        assert [b.action.url for b in second.buttons if isinstance(b.action, Link)] == [
            f"{shop.house.program.settings.base_url}/account/receipts"
        ]


async def test_nobody_reads_the_receipt_of_somebody_else(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        assert (await shop.say("ada", "/receipts")).lines[0].key == "error-no-receipts"
        await shop.buy("ada")
        for line in ("/receipts R26-000001", "/receipts R00-000001", "/receipts nonsense"):
            refused = await shop.say("bob", line)
            assert (refused.tone, refused.lines[0].key) == (Tone.REFUSAL, "error-receipt-unknown")
        caller = shop.house.caller("bob")
        older = await shop.house.program.dispatch(caller, "older-receipts", {"before": "R26-000001"})
        assert (older.reply.lines[0].key, older.status) == ("error-no-receipts", 404)


async def test_where_stars_alone_buy_no_receipt_hints_at_another_way(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await shop.buy("ada", platform="telegram")
        await shop.buy("ada", Pack("starter", 100, 230, STARS), provider="telegram", platform="telegram")
        assert await shop.numbers("ada", "telegram") == ["R26-000002"]
        hidden = await shop.say("ada", "/receipts R26-000001", "telegram")
        assert hidden.lines[0].key == "error-receipt-unknown"
        shown = shop.house.words(await shop.say("ada", "/receipts R26-000002", "telegram"))
        assert shown.startswith("Payment confirmation")
        assert "230 Stars" in shown
        assert "not a tax invoice" in shown
        assert "19%" not in shown
        assert not any(word in shown for word in ("Stripe", "ard", "€", "$"))


async def test_a_purchase_of_which_a_platform_decides_says_so(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.buy("ada", provider="discord")
        shown = shop.house.words(await shop.say("ada", "/receipts R26-000001"))
        assert "decided by Discord" in shown
        await shop.give_back(order, 500, 1299)
        assert shop.house.words(await shop.say("ada", "/receipts C26-000001")).startswith("Refund confirmation")


@pytest.mark.parametrize("note", ["small-business", "not-taxable", "reverse-charge"])
async def test_why_there_is_no_tax_is_said(tmp_path: Path, note: str) -> None:
    given = {**SELLER, "seller.tax_percent": "0", "seller.tax_note": note, "seller.series_prefix": "HH", "seller.platforms": []}
    async with open_shop(tmp_path, overrides=given) as shop:
        await shop.buy("ada", Pack("starter", 100, 230, STARS), provider="telegram")
        shown = shop.house.words(await shop.say("ada", "/receipts HHR26-000001"))
        assert shown.startswith("Receipt\n")
        assert shop.house.words(Reply(lines=(Text(f"document-tax-{note}"),))) in shown
        assert "Net" not in shown


@pytest.mark.parametrize("surface", DOORS)
async def test_a_receipt_is_read_where_the_pack_was_bought(surface: str, tmp_path: Path) -> None:
    async with DOORS[surface](tmp_path, "de", working=False) as door:
        await door.runs("topup", pack="starter")
        offered = await door.sees(words("topup-never-expires", "de"), "nimmst du unsere Bedingungen an")
        await at_the_till(next(url for _, url in offered.ways if "/till/" in url))
        await door.runs("receipts")
        listed = await door.sees(words("receipts-title", "de"), "2,99\xa0$")
        number, printing = listed.labels
        assert re.fullmatch(r"R\d\d-000001", number)
        assert dict(listed.ways)[printing].endswith("/account/receipts")
        await door.presses(listed, number)
        paper = await door.sees("Kaufbeleg", number, "2,99\xa0$", "Übungskasse", "(Paket „starter“)", "Du hast die Bedingungen vom")
        assert dict(paper.ways)[words("button-receipts-print", "de")].endswith(f"/account/receipts/{number}")
        await door.presses(paper, words("button-receipts-all", "de"))
        await door.sees(words("receipts-title", "de"))


async def at_the_till(url: str) -> None:
    """Pay, as a browser does."""
    async with httpx.AsyncClient(timeout=20, limits=BRIEF) as http:
        token = re.search(r'name="csrf" value="(\w+)"', (await http.get(url)).text)
        assert token is not None
        assert (await http.post(url, data={"do": "pay", "csrf": token[1]})).status_code == 303


# --- mails -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_mail_says_what_the_document_says_once(tmp_path: Path, locale: str) -> None:
    async with open_shop(tmp_path) as shop:
        account = await shop.account("ada")
        await shop.store.write(lambda uow: uow.accounts.save(replace(uow.accounts.get(account), email="ada@x.example", locale=locale)))
        order = await shop.buy("ada", locale="en")
        await shop.give_back(order, 500, 1299)
        for _ in range(2):
            letters = await shop.mailed("ada@x.example")
            assert len(letters) == 2
        for number, kind in (("R26-000001", KIND[locale][0]), ("C26-000001", KIND[locale][1])):
            [letter] = [one for one in letters if number in one["subject"]]
            assert kind in letter["subject"]
            for part in (MONEY[locale], *TAX[locale], "Ink & Söhne KG", "DE999999999", order.reference, "charge-1", number):
                assert part in letter["body"]
            assert f"{shop.house.program.settings.base_url}/account/receipts/{number}" in letter["body"]


async def test_whoever_has_no_address_gets_no_mail_and_reads_the_receipt_in_the_chat(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await shop.buy("ada")
        assert await shop.store.read(lambda uow: rows(uow, "SELECT id FROM letter")) == []
        assert await shop.numbers("ada") == ["R26-000001"]


# --- who leaves, who joins -------------------------------------------------------------------------------------------


async def leave(shop: Shop, who: str) -> None:
    """This person has everything deleted at once, and it is carried out."""
    account, now = await shop.account(who), shop.ambient.now()

    def asked(uow: UnitOfWork) -> None:
        owner = uow.accounts.get(account)
        drafted = replace(erasing.draft(uow, shop.ambient, owner, "test", None, "en", now), at_once=True)
        uow.rights.change(drafted)
        erasing.confirm(uow, shop.ambient, Promise(), drafted, owner, now)

    await shop.store.write(asked)
    kit = rights_kit(shop.house.program)
    for _ in range(3):
        while await carry_out_one(kit):
            pass
        await shop.mailed("nobody")  # the last letter goes before its address does
        shop.clock.advance(minutes=2)


@pytest.mark.proves("PRV-53", "T-ER-12")
async def test_who_leaves_leaves_documents_without_themselves(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        account = await shop.account("ada")
        await shop.store.write(lambda uow: uow.accounts.save(replace(uow.accounts.get(account), email="ada@x.example")))
        orders = [await shop.buy(who) for who in ("ada", "bob", "ada")]
        await shop.give_back(orders[0], 500, 1299)
        held = await shop.store.read(lambda uow: rows(uow, "SELECT id, order_id FROM payment"))
        before = await shop.store.read(lambda uow: rows(uow, "SELECT id, contents, sha256 FROM billing_document ORDER BY id"))
        await leave(shop, "ada")
        after = await shop.store.read(lambda uow: rows(uow, "SELECT id, contents, sha256 FROM billing_document ORDER BY id"))
        assert after == before
        tied = await shop.store.read(lambda uow: rows(uow, "SELECT id FROM billing_document WHERE payment_id IS NOT NULL"))
        assert tied == [("R26-000002",)]
        everything = repr(await shop.store.read(lambda uow: rows(uow, "SELECT * FROM billing_document")))
        theirs = [name for row in held for name in row if row[1] != orders[1].id]
        assert not [word for word in (account, "ada", "Ada", "ada@x.example", *theirs) if str(word) in everything]
        assert await shop.broken() == set()
        assert (await shop.say("ada", "/receipts")).lines[0].key == "error-no-receipts"
        assert await shop.numbers("bob") == ["R26-000002"]
        await shop.buy("bob")
        assert await shop.numbers("bob") == ["R26-000004", "R26-000002"]


@pytest.mark.proves("PRV-53")
async def test_documents_go_by_whole_years_when_nobody_has_to_keep_them(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        order = await shop.buy("ada")
        await shop.buy("bob")
        await leave(shop, "bob")
        shop.clock.advance(days=361)
        await shop.give_back(order, 1, 1)
        await shop.buy("ada")
        end = kept_until(START)
        shop.clock.advance(seconds=(end - shop.clock.now()).total_seconds() - 1)
        await shop.forget()
        assert await shop.numbers("ada") == ["R27-000001", "C27-000001", "R26-000001"]
        shop.clock.advance(seconds=1)
        await shop.forget()
        assert await shop.numbers("ada") == ["R27-000001", "C27-000001"]
        left = await shop.store.read(lambda uow: rows(uow, "SELECT code FROM document_series ORDER BY code"))
        assert left == [("C27",), ("R27",)]
        assert await shop.broken() == set()


async def test_documents_go_where_their_order_goes(tmp_path: Path) -> None:
    """Two accounts become one, and two again."""
    async with open_shop(tmp_path) as shop:
        await shop.buy("ada")
        order = await shop.buy("bob")
        await shop.give_back(order, 1, 3)
        ada, bob, now = await shop.account("ada"), await shop.account("bob"), shop.ambient.now()
        await shop.store.write(lambda uow: uow.merges.merge(Merge("merge", ada, bob, now, now + UNDO_LIFE, 0), now))
        assert await shop.numbers("ada") == ["C26-000001", "R26-000002", "R26-000001"]
        await shop.store.write(lambda uow: uow.merges.undo("merge", now))
        assert (await shop.numbers("ada"), await shop.numbers("bob")) == (["R26-000001"], ["C26-000001", "R26-000002"])
        assert await shop.broken() == set()
