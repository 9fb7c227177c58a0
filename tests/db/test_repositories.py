"""The small repositories, on both engines: what is put in comes out again."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from core.accounts import Account, AskMode, Person
from core.caller import Address
from core.communities import Community
from core.ports import ImageFacts, Posted, Reference
from core.pricing import Pack
from core.reply import Button, Call, Reply, Tone
from core.storage.jobs import StoredReference
from core.storage.mail import DueLetter
from core.storage.payments import PaymentOrder, ProviderEvent
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from core.wallet import KeyReused, LotKind
from db.store import SqlStore
from tests.clock import START
from tests.db.papers import answer
from tests.db.rows import arrive, caller, run, scalar

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def inhabited(store: SqlStore) -> SqlStore:
    """Ann and Bob are there."""
    await store.write(lambda unit: (arrive("ann")(unit), arrive("bob")(unit)))
    return store


def open_account(unit: UnitOfWork, account: Account, uid: str) -> None:
    unit.accounts.create(account, caller(uid))


def remember(unit: UnitOfWork, reply: Reply, now: datetime) -> None:
    unit.requests.remember("web", now.isoformat(), "f", reply, "a-ann", now)


def queue(unit: UnitOfWork, letter: DueLetter, now: datetime) -> None:
    unit.letters.add(letter, now)


class TestAccounts:
    async def test_a_caller_is_known_by_platform_and_uid(self, inhabited: SqlStore) -> None:
        ann = await inhabited.read(lambda unit: unit.accounts.of(caller("ann")))
        assert ann == Account("a-ann", START, "p-ann", seen_at=START)
        assert await inhabited.read(lambda unit: unit.accounts.of(caller("cid"))) is None
        assert await inhabited.read(lambda unit: unit.accounts.of(replace(caller("ann"), platform="telegram"))) is None

    async def test_an_account_begins_with_an_empty_wallet_under_an_id_of_its_own(self, inhabited: SqlStore) -> None:
        balance = await inhabited.read(lambda unit: unit.ledger.balance("a-ann", START))
        assert (balance.posted, balance.held, balance.lots) == (0, 0, ())
        assert balance.wallet_id not in ("a-ann", "p-ann", "")

    async def test_choices_are_stored_and_nothing_else_changes(self, inhabited: SqlStore) -> None:
        before = await inhabited.read(lambda unit: unit.accounts.get("a-ann"))
        chosen = replace(
            before, locale="de", email="ann@example.org", ask_mode=AskMode.ABOVE, ask_above=20, monthly_limit=99, notify_below=7
        )
        await inhabited.write(lambda unit: unit.accounts.save(replace(chosen, storage_prefix="another")))
        assert await inhabited.read(lambda unit: unit.accounts.get("a-ann")) == chosen
        assert (await inhabited.read(lambda unit: unit.accounts.get("a-bob"))).locale is None

    async def test_an_unknown_account_is_an_error(self, inhabited: SqlStore) -> None:
        with pytest.raises(LookupError):
            await inhabited.read(lambda unit: unit.accounts.get("a-cid"))
        with pytest.raises(LookupError):
            await inhabited.write(lambda unit: unit.accounts.save(Account("a-cid", START, "p")))

    async def test_people_are_listed_in_order_of_arrival(self, store: SqlStore) -> None:
        for minutes, uid in ((2, "ann"), (1, "bob"), (3, "cid")):
            account = Account(f"a-{uid}", START + minutes * MINUTE, f"p-{uid}")
            await store.write(partial(open_account, account=account, uid=uid))
        assert await store.read(lambda unit: unit.accounts.people("web")) == [
            Person("bob", "Bob", "a-bob"),
            Person("ann", "Ann", "a-ann"),
            Person("cid", "Cid", "a-cid"),
        ]
        assert await store.read(lambda unit: unit.accounts.person("web", "ann")) == Person("ann", "Ann", "a-ann")
        assert await store.read(lambda unit: unit.accounts.person("web", "dan")) is None
        assert await store.read(lambda unit: unit.accounts.people("telegram")) == []


async def test_a_reference_is_found_by_its_owner_only(inhabited: SqlStore) -> None:
    upload = StoredReference("r1", "a-ann", "p-ann/in/r1", ImageFacts("image/png", 8, 8, 99, "ab"), START)
    await inhabited.write(lambda unit: unit.references.add(upload))
    assert await inhabited.read(lambda unit: unit.references.get("a-ann", "r1")) == Reference("p-ann/in/r1", "image/png")
    assert await inhabited.read(lambda unit: unit.references.get("a-bob", "r1")) is None
    assert await inhabited.read(lambda unit: unit.references.get("a-ann", "r2")) is None


class TestRequests:
    reply = Reply(
        lines=(text("imagine-accepted", price=4, until=START),),
        tone=Tone.WORKING,
        buttons=(Button(text("cancel"), Call("cancel", {"job": "A7K2QX"}), main=True),),
        job="j1",
    )

    async def test_the_same_request_gets_the_same_answer(self, inhabited: SqlStore) -> None:
        assert await inhabited.write(lambda unit: unit.requests.answer("web", "k", "f")) is None
        await inhabited.write(lambda unit: unit.requests.remember("web", "k", "f", self.reply, "a-ann", START))
        assert await inhabited.write(lambda unit: unit.requests.answer("web", "k", "f")) == self.reply
        assert await inhabited.write(lambda unit: unit.requests.answer("telegram", "k", "f")) is None

    async def test_the_same_key_with_another_content_is_an_error(self, inhabited: SqlStore) -> None:
        await inhabited.write(lambda unit: unit.requests.remember("web", "k", "f", self.reply, "a-ann", START))
        with pytest.raises(KeyReused):
            await inhabited.write(lambda unit: unit.requests.answer("web", "k", "g"))

    async def test_old_answers_are_forgotten(self, inhabited: SqlStore) -> None:
        for minutes in range(3):
            now = START + minutes * MINUTE
            await inhabited.write(partial(remember, reply=self.reply, now=now))
        late = START + 2 * MINUTE + timedelta(days=2)
        forgotten = [await inhabited.write(lambda unit: unit.retention.sweep("request_log", late, 1)) for _ in range(3)]
        assert forgotten == [1, 1, 0]
        assert await inhabited.read(lambda unit: scalar(unit, "SELECT count(*) FROM request_log")) == 1


ORDER = PaymentOrder(
    "o1", "a-ann", "web", Pack("small", 100, 500, "EUR"), "open", Address("web", "c", grant="g", private=True), "de", START, START + MINUTE
)
EVENT = ProviderEvent("e1", "sandbox", "ref-1", "paid", "o1", "charge-1", 500, "EUR")


def credit(unit: UnitOfWork) -> None:
    seq = unit.ledger.grant("a-ann", 100, LotKind.PAID, key="sandbox/charge-1", now=START, payment_id="p1")
    unit.payments.credited("p1", seq)


def close(unit: UnitOfWork, state: str) -> None:
    unit.payments.close_order("o1", state)


def offer(unit: UnitOfWork, order: PaymentOrder) -> None:
    unit.payments.add_order(order)


def state_of(unit: UnitOfWork, order: str) -> str:
    found = unit.payments.order(order)
    assert found is not None
    return found.state


class TestPayments:
    @pytest.fixture
    async def ordered(self, inhabited: SqlStore) -> SqlStore:
        await inhabited.write(lambda unit: unit.payments.add_order(ORDER))
        return inhabited

    async def test_an_order_comes_out_as_it_went_in(self, ordered: SqlStore) -> None:
        assert await ordered.read(lambda unit: unit.payments.order("o1")) == ORDER
        assert await ordered.read(lambda unit: unit.payments.order("o2")) is None

    async def test_an_order_ends_once(self, ordered: SqlStore) -> None:
        await ordered.write(lambda unit: unit.payments.close_order("o1", "paid"))
        await ordered.write(lambda unit: unit.payments.close_order("o1", "expired"))
        paid = replace(ORDER, state="paid", address=replace(ORDER.address, grant=""))
        assert await ordered.read(lambda unit: unit.payments.order("o1")) == paid

    async def test_an_order_that_was_given_up_can_still_be_paid(self, ordered: SqlStore) -> None:
        for state in ("declined", "expired", "paid", "declined"):
            await ordered.write(partial(close, state=state))
        order = await ordered.read(lambda unit: unit.payments.order("o1"))
        assert order is not None
        assert order.state == "paid"

    async def test_open_orders_end_with_their_time_some_at_once(self, ordered: SqlStore) -> None:
        for number in (2, 3, 4):
            await ordered.write(partial(offer, order=replace(ORDER, id=f"o{number}", expires_at=START + number * MINUTE)))
        await ordered.write(lambda unit: unit.payments.close_order("o3", "declined"))
        ended = [await ordered.write(lambda unit: unit.payments.expire_orders(START + 3 * MINUTE, limit=1)) for _ in range(3)]
        assert ended == [1, 1, 0]
        states = [await ordered.read(partial(state_of, order=f"o{number}")) for number in (1, 2, 3, 4)]
        assert states == ["expired", "expired", "declined", "open"]

    async def test_events_charges_and_what_the_archive_holds_are_known(self, ordered: SqlStore) -> None:
        refs = ["ref-1", "charge-1", "gone", "new"]
        assert await ordered.read(lambda unit: unit.payments.known("sandbox", refs)) == set()
        await ordered.write(lambda unit: unit.payments.receive(EVENT, START))
        await ordered.write(lambda unit: unit.payments.charge("p1", EVENT, START))
        columns = "id, provider, charge_ref, gross, returned, currency, credits, paid_at, keep_until"
        archived = f"INSERT INTO billing_record ({columns}) VALUES ('r', 'sandbox', 'gone', 1, 0, 'XTR', 1, 1, 1)"
        await ordered.write(lambda unit: run(unit, archived))
        assert await ordered.read(lambda unit: unit.payments.known("sandbox", refs)) == {"ref-1", "charge-1", "gone"}
        assert await ordered.read(lambda unit: unit.payments.known("telegram", refs)) == set()
        assert await ordered.read(lambda unit: unit.payments.known("sandbox", [])) == set()

    async def test_only_charges_whose_credits_were_given_are_called_credited(self, ordered: SqlStore) -> None:
        refs = ["charge-1", "gone", "parked", "new"]
        await ordered.write(lambda unit: unit.payments.charge("p1", EVENT, START))
        columns = "id, provider, charge_ref, gross, returned, currency, credits, paid_at, keep_until"
        for ref, credits in (("gone", 1), ("parked", 0)):
            archived = f"INSERT INTO billing_record ({columns}) VALUES ('{ref}', 'sandbox', '{ref}', 1, 0, 'USD', {credits}, 1, 1)"
            await ordered.write(partial(run, statement=archived))
        assert await ordered.read(lambda unit: unit.payments.credited_of("sandbox", refs)) == {"gone"}
        await ordered.write(credit)
        assert await ordered.read(lambda unit: unit.payments.credited_of("sandbox", refs)) == {"gone", "charge-1"}
        assert await ordered.read(lambda unit: unit.payments.credited_of("discord", refs)) == set()
        assert await ordered.read(lambda unit: unit.payments.credited_of("sandbox", [])) == set()

    async def test_the_last_payment_is_found_by_its_day(self, ordered: SqlStore) -> None:
        assert await ordered.read(lambda unit: unit.payments.last_paid("a-ann")) is None
        await ordered.write(partial(offer, order=replace(ORDER, id="o2")))
        late = replace(EVENT, charge_ref="charge-2", object_ref="o2")
        await ordered.write(lambda unit: unit.payments.charge("p2", late, START + MINUTE))
        await ordered.write(lambda unit: unit.payments.charge("p1", EVENT, START))
        found = await ordered.read(lambda unit: unit.payments.last_paid("a-ann"))
        assert found is not None
        assert found.id == "o2"
        assert await ordered.read(lambda unit: unit.payments.last_paid("a-ben")) is None

    async def test_the_order_of_an_erased_person_is_not_found(self, ordered: SqlStore) -> None:
        await ordered.write(lambda unit: run(unit, "UPDATE payment_order SET account_id = NULL"))
        assert await ordered.read(lambda unit: unit.payments.order("o1")) is None

    async def test_an_event_is_received_once_and_handled_in_order(self, ordered: SqlStore) -> None:
        second = replace(EVENT, id="e0", event_ref="ref-2")
        assert await ordered.write(lambda unit: unit.payments.receive(EVENT, START)) is True
        assert await ordered.write(lambda unit: unit.payments.receive(replace(EVENT, id="e9"), START)) is False
        assert await ordered.write(lambda unit: unit.payments.receive(second, START + MINUTE)) is True
        assert await ordered.read(lambda unit: unit.payments.pending()) == [EVENT, second]
        assert await ordered.read(lambda unit: unit.payments.pending(limit=1)) == [EVENT]
        await ordered.write(lambda unit: unit.payments.handled("e1"))
        assert await ordered.read(lambda unit: unit.payments.pending()) == [second]
        await ordered.write(lambda unit: unit.payments.handled("e0", parked=True))
        assert await ordered.read(lambda unit: unit.payments.pending()) == []
        assert await ordered.read(lambda unit: scalar(unit, "SELECT state FROM inbox WHERE id = 'e0'")) == "parked"

    async def test_a_charge_is_credited_once_whoever_reports_it(self, ordered: SqlStore) -> None:
        def settle(unit: UnitOfWork, payment_id: str) -> bool:
            found = unit.payments.charge(payment_id, EVENT, START)
            if found is None:
                return False
            unit.payments.credited(found, unit.ledger.grant("a-ann", 100, LotKind.PAID, key=found, now=START, payment_id=found))
            return True

        assert await ordered.write(lambda unit: unit.payments.charge("p1", EVENT, START)) == "p1"
        assert await ordered.write(lambda unit: settle(unit, "p2")) is True
        assert await ordered.write(lambda unit: settle(unit, "p3")) is False
        assert (await ordered.read(lambda unit: unit.ledger.balance("a-ann", START))).posted == 100
        with pytest.raises(LookupError):
            await ordered.write(lambda unit: unit.payments.credited("p1", 1))


def collect(unit: UnitOfWork, now: datetime) -> DueLetter | None:
    return unit.letters.claim(now, first_pause=MINUTE, longest_pause=5 * MINUTE)


class TestLetters:
    letter = DueLetter("l1", "a-ann", "ann@example.org", "mail-receipt", {"credits": 100, "name": "ü"}, "zh-CN")

    async def test_a_letter_is_claimed_again_only_when_its_time_has_come(self, inhabited: SqlStore) -> None:
        await inhabited.write(lambda unit: unit.letters.add(self.letter, START))
        due_at = START
        for attempts, minutes in enumerate((1, 2, 4, 5, 5)):
            assert await inhabited.write(partial(collect, now=due_at - MINUTE / 60)) is None
            assert await inhabited.write(partial(collect, now=due_at)) == replace(self.letter, attempts=attempts)
            due_at += minutes * MINUTE

    @pytest.mark.parametrize("end", ["sent", "failed"])
    async def test_a_letter_that_has_ended_is_not_claimed(self, inhabited: SqlStore, end: str) -> None:
        await inhabited.write(lambda unit: unit.letters.add(self.letter, START))
        await inhabited.write(lambda unit: getattr(unit.letters, end)("l1"))
        assert await inhabited.write(partial(collect, now=START + MINUTE)) is None
        assert await inhabited.read(lambda unit: scalar(unit, "SELECT state FROM letter")) == end

    async def test_the_longest_due_letter_comes_first_and_old_ones_are_forgotten(self, inhabited: SqlStore) -> None:
        for number in (2, 0, 1):
            letter = replace(self.letter, id=f"l{number}")
            await inhabited.write(partial(queue, letter=letter, now=START + number * MINUTE))
        claim = await inhabited.write(partial(collect, now=START + 3 * MINUTE))
        assert claim is not None
        assert claim.id == "l0"
        assert await inhabited.write(lambda unit: unit.retention.sweep("letter", START + 2 * MINUTE + timedelta(days=7), 9)) == 2
        assert await inhabited.read(lambda unit: scalar(unit, "SELECT id FROM letter")) == "l2"


class TestChats:
    async def _post(self, store: SqlStore, key: str, minutes: int, chat: str = "c", **options: bool) -> int:
        now = START + minutes * MINUTE

        def work(unit: UnitOfWork) -> int:
            return unit.chats.post(chat, key, "bot", "en", answer(str(minutes)), id=f"{chat}-{key}-{minutes}", now=now, **options).revision

        return await store.write(work)

    async def test_a_reader_learns_of_new_and_changed_messages(self, store: SqlStore) -> None:
        first = await self._post(store, "one", 0)
        await self._post(store, "two", 0)
        await self._post(store, "elsewhere", 0, chat="d")
        await self._post(store, "one", 5)
        news = await store.read(lambda unit: unit.chats.since("c", first))
        assert [(entry.key, entry.body) for entry in news] == [("two", answer("0")), ("one", answer("5"))]
        assert await store.read(lambda unit: unit.chats.since("c", news[-1].revision)) == []
        assert await store.read(lambda unit: unit.chats.since("c", 0, limit=1)) == news[:1]

    async def test_a_replaced_message_keeps_its_id_and_place_unless_it_moves(self, store: SqlStore) -> None:
        await self._post(store, "one", 0)
        await self._post(store, "two", 1)
        await self._post(store, "one", 2)
        assert [entry.id for entry in await store.read(lambda unit: unit.chats.latest("c", limit=9))] == ["c-one-0", "c-two-1"]
        await self._post(store, "one", 3, move=True)
        assert [entry.id for entry in await store.read(lambda unit: unit.chats.latest("c", limit=9))] == ["c-two-1", "c-one-0"]

    async def test_the_newest_messages_come_oldest_first(self, store: SqlStore) -> None:
        for minutes in range(5):
            await self._post(store, f"k{minutes}", minutes)
        newest = await store.read(lambda unit: unit.chats.latest("c", limit=3))
        assert [entry.key for entry in newest] == ["k2", "k3", "k4"]
        earlier = await store.read(lambda unit: unit.chats.latest("c", limit=3, before=newest[0].created_at))
        assert [entry.key for entry in earlier] == ["k0", "k1"]

    async def test_a_message_is_found_by_its_key(self, store: SqlStore) -> None:
        await self._post(store, "one", 0)
        found = await store.read(lambda unit: unit.chats.find("c", "one"))
        assert found is not None
        assert found.body == answer("0")
        assert await store.read(lambda unit: unit.chats.find("d", "one")) is None

    async def test_revisions_go_on_rising_after_messages_were_erased(self, store: SqlStore) -> None:
        seen = await self._post(store, "one", 0)
        await store.write(lambda unit: run(unit, "DELETE FROM chat_message"))
        assert await self._post(store, "two", 1) > seen


class TestCommunities:
    async def test_the_usual_rules_hold_until_somebody_decides_otherwise(self, store: SqlStore) -> None:
        usual = await store.read(lambda unit: unit.communities.get("discord", "1"))
        assert usual == Community("discord", "1")
        strict = Community("discord", "1", ("7",), ("8", "9"), private=True, spoiler=True, daily_cap=3, locale="de")
        await store.write(lambda unit: unit.communities.save(strict, START))
        assert await store.read(lambda unit: unit.communities.get("discord", "1")) == strict
        await store.write(lambda unit: unit.communities.save(replace(strict, daily_cap=None, locale=None), START))
        assert await store.read(lambda unit: unit.communities.all("discord")) == [replace(strict, daily_cap=None, locale=None)]
        assert await store.read(lambda unit: unit.communities.all("telegram")) == []


class TestPosted:
    async def test_a_message_is_remembered_once(self, inhabited: SqlStore) -> None:
        message = PostedMessage("discord", Posted("c", "m", erasable=True), "a-ann", "result", START)
        for again in (message, replace(message, kind="answer")):
            await inhabited.write(lambda unit, again=again: unit.posted.add(again))  # type: ignore[misc]
        assert await inhabited.read(lambda unit: unit.posted.of("a-ann")) == [message]
        assert await inhabited.read(lambda unit: unit.posted.of("a-bob")) == []
