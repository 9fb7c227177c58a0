"""Joining two ways in and taking one off, through the dispatch on a real database (PRV-83, PRV-84)."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text as sql

from adapters.discord.places import place_of as place_on_discord
from adapters.telegram.places import place_of as place_on_telegram
from core import joining
from core.access import LinkKind, OneTimeLink, Session
from core.accounts import Account, Consent
from core.ambient import Ambient
from core.caller import Address, Caller, Seat
from core.codes import ALPHABET
from core.commands import linking
from core.commands.credits import BALANCE
from core.commands.dispatch import Answer, Dispatch
from core.commands.generation import BUTTONS as OF_PICTURES
from core.commands.generation import HISTORY, IMAGINE
from core.commands.spec import Given
from core.commands.turn import House
from core.introductions import Introduction, masked, masked_mail
from core.jobs import Job, PictureState
from core.joining import spelt
from core.linking import MOST_TRIES, UNDO_LIFE, Side
from core.mail_links import MailLinks
from core.notices import LONGEST_PAUSE, MOST_ATTEMPTS, private_address, send_one, tell, tell_everywhere
from core.ports import ImageFacts, Posted, TakenBack, TryLater, Unreachable
from core.presses import packed
from core.pricing import Quality, Tariff
from core.reply import Button, Call, Reply, Tone
from core.settlement import settle
from core.storage.mail import DueLetter
from core.storage.platforms import Notice
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text, text
from core.wallet import LotKind
from core.workshop import Limits, Workshop
from db.store import SqlStore, open_store
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START, FakeClock
from tests.db.rows import run

COMMANDS = (IMAGINE, HISTORY, BALANCE, linking.LINK, linking.UNLINK, *linking.BUTTONS, *OF_PICTURES)
TARIFF = Tariff({Quality.LOW: 4, Quality.MEDIUM: 12, Quality.HIGH: 40}, 50, 2, (), 0, None)
CATALOGUE = Catalogue()
MINUTE = timedelta(minutes=1)
SHOWN = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
UNDO = ("button-unlink-undo", "button-unlink-undo-sure")


@dataclass
class Surface:
    """Port `Messenger`: keeps what was posted to each person, by key."""

    platform: str
    posts: dict[str, list[tuple[str, Reply, str]]] = field(default_factory=dict)
    failure: Exception | None = None

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        if self.failure is not None:
            raise self.failure
        self.posts.setdefault(address.uid, []).append((key, reply, locale))
        return [Posted(address.uid, f"m{sum(map(len, self.posts.values()))}", True)]

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        raise AssertionError("nothing is being made here")

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        raise AssertionError("nothing is being taken back here")


class Town:
    """The dispatch, its database, a clock to move, and the chats of three platforms."""

    def __init__(self, store: SqlStore, clock: FakeClock, ambient: Ambient) -> None:
        self.store = store
        self.clock = clock
        self.ambient = ambient
        self.surfaces = {platform: Surface(platform) for platform in ("discord", "telegram", "playground")}
        house = House(TARIFF, 4, None, lambda: None, "privacy@example.org", MailLinks(b"s" * 32, "http://127.0.0.1"))
        self.dispatch = Dispatch(store, house, ambient, COMMANDS)
        unused: Any = None
        self.shop = Workshop(store, unused, unused, unused, unused, self.surfaces, ambient, Limits())
        self.requests = 0

    def person(self, platform: str, uid: str, name: str, locale: str = "en") -> "Person":
        return Person(self, platform, uid, name, locale)

    async def told(self) -> None:
        """Everything that is due is posted."""
        while await send_one(self.shop):
            pass

    async def letters(self) -> list[DueLetter]:
        def work(uow: UnitOfWork) -> list[DueLetter]:
            found = []
            while letter := uow.letters.claim(self.clock.now(), first_pause=MINUTE, longest_pause=MINUTE):
                found.append(letter)
                uow.letters.sent(letter.id)
            return found

        return await self.store.write(work)


@dataclass
class Person:
    """Somebody in one chat."""

    town: Town
    platform: str
    uid: str
    name: str
    locale: str = "en"
    seat: Seat | None = None
    key: str | None = None

    def caller(self) -> Caller:
        self.town.requests += 1
        key = self.key or f"request {self.town.requests}"
        grant = "a token" if self.platform == "discord" else ""
        address = Address(self.platform, f"chat of {self.uid}", grant=grant, private=True, uid=self.uid)
        return Caller(self.platform, self.uid, self.name, key, address, self.locale, seat=self.seat)

    async def answer(self, command: str, **values: Given) -> Answer:
        return await self.town.dispatch(self.caller(), command, values)

    async def runs(self, command: str, **values: Given) -> Reply:
        return (await self.answer(command, **values)).reply

    async def says(self, line: str) -> Reply:
        return (await self.town.dispatch.typed(self.caller(), line)).reply

    async def presses(self, reply: Reply, label: str) -> Reply:
        call = button(reply, label).action
        assert isinstance(call, Call)
        # As it comes back from a platform: every value is words.
        return await self.runs(call.command, **{name: str(value) for name, value in call.values.items()})

    async def account(self) -> Account:
        found = await self.town.store.read(lambda uow: uow.accounts.of(self.caller()))
        assert found is not None
        return found

    async def owns(self) -> int:
        account = await self.account()
        return (await self.town.store.read(lambda uow: uow.ledger.balance(account.id, self.town.clock.now()))).available

    async def arrives(self, credits: int = 0, *, email: str | None = None, training: bool | None = None) -> Account:
        """Known to us, with these credits, this address and this answer about training."""
        await self.runs("balance")
        account = await self.account()
        await self.town.store.write(lambda uow: self._endow(uow, account, credits, email, training))
        return await self.account()

    def _endow(self, uow: UnitOfWork, account: Account, credits: int, email: str | None, training: bool | None) -> None:
        now, new_id = self.town.clock.now(), self.town.ambient.new_id
        if credits:
            uow.ledger.grant(account.id, credits, LotKind.PAID, key=new_id(), now=now)
        if email:
            uow.accounts.save(replace(account, email=email))
        if training is not None:
            uow.consents.add(Consent(new_id(), account.id, "training", training, "1", "hash", "en", self.platform, now))

    async def shows(self) -> str:
        """The code that is shown here."""
        return code_in(await self.runs("link"))

    async def hears(self) -> list[Reply]:
        """What was posted here by itself, oldest first."""
        await self.town.told()
        return [reply for _, reply, _ in self.town.surfaces[self.platform].posts.get(self.uid, [])]

    async def agrees(self) -> Reply:
        """The yes of the side that was shown the code."""
        return await self.presses((await self.hears())[-1], "button-link-yes")

    async def chats(self) -> set[tuple[str, str]]:
        account = await self.account()
        found = await self.town.store.read(lambda uow: uow.accounts.identities(account.id))
        return {(identity.platform, identity.uid) for identity in found}


def keys(reply: Reply) -> list[str]:
    return [line.key for line in reply.lines]


def labels(reply: Reply) -> list[str]:
    return [one.label.key for one in reply.buttons]


def button(reply: Reply, label: str) -> Button:
    return next(one for one in reply.buttons if one.label.key == label)


def words(reply: Reply, locale: str = "en") -> str:
    """Everything a person reads in a reply."""
    texts = [*reply.lines, *(part for fact in reply.facts for part in (fact.label, fact.value)), *(one.label for one in reply.buttons)]
    return "\n".join(CATALOGUE.format(one, locale) for one in texts)


def code_in(reply: Reply) -> str:
    found = SHOWN.search(words(reply))
    assert found is not None, reply
    return found[0]


@pytest.fixture
async def town(sqlite_url: str, clock: FakeClock, ambient: Ambient) -> AsyncIterator[Town]:
    store = await open_store(sqlite_url, ambient)
    yield Town(store, clock, ambient)
    await store.close()


@pytest.fixture
def ann(town: Town) -> Person:
    """On Discord."""
    return town.person("discord", "1001", "Annabel")


@pytest.fixture
def bob(town: Town) -> Person:
    """On Telegram; perhaps the same human being."""
    return town.person("telegram", "2002", "Bartholomew")


@pytest.fixture
def eve(town: Town) -> Person:
    """Somebody else."""
    return town.person("playground", "eve", "Eve Stranger")


async def join(shows: Person, types: Person) -> Reply:
    """Two become one, as people do it."""
    await types.presses(await types.runs("link", code=await shows.shows()), "button-link-join")
    return await shows.agrees()


# --- the code --------------------------------------------------------------------------------------------------------


def test_no_two_signs_of_a_code_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("OIL") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["K7QM-2XW1", "k7qm2xw1", " k7 qm - 2x w1 ", "K7QM-2XWl", "k7qm–2xwi", "K7QM·2XWI"]
)  # the dashes that phones make are among them
def test_typing_is_forgiven(typed: str) -> None:
    assert spelt(typed) == "K7QM2XW1"


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XWDA", "K7QM-2XWU", "K7QM-2XWé", "/link"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert spelt(typed) is None


def test_a_letter_that_looks_like_a_digit_is_taken_for_it() -> None:
    assert spelt("OoIiLl00") == "00111100"


async def test_codes_differ_and_are_kept_as_a_hash_only(ann: Person, town: Town) -> None:
    codes = [await ann.shows() for _ in range(20)]
    assert len(set(codes)) == 20
    kept = await town.store.read(lambda uow: _everything_in(uow, "link_offer"))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def _everything_in(uow: UnitOfWork, table: str) -> str:
    return str(cast(SqlUnitOfWork, uow).connection.execute(sql(f"SELECT * FROM {table}")).all())


async def test_the_code_comes_with_what_to_type_where_and_for_how_long(ann: Person) -> None:
    shown = await ann.runs("link")
    assert f"/link {code_in(shown)}" in words(shown)
    assert "10 minutes" in words(shown)
    assert shown.private


@pytest.mark.parametrize(
    ("name", "seen"), [("Annabel", "A…l"), ("Al", "A…"), ("A", "A…"), ("", "…"), ("王小明", "王…明"), ("  Bo B ", "B…B")]
)
def test_names_are_masked(name: str, seen: str) -> None:
    assert masked(name) == seen


def test_addresses_are_masked() -> None:
    assert masked_mail("annabel@example.org") == "a…@example.org"


# --- from the code to one account ------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-83", "PRV-84", "T-LINK")
async def test_both_say_yes_and_own_everything_together(ann: Person, bob: Person) -> None:
    await ann.arrives(5)
    await bob.arrives(7)
    seen = await bob.runs("link", code=await ann.shows())
    assert keys(seen)[0] == "link-preview"
    assert labels(seen) == ["button-link-join", "button-link-no"]
    assert "A…l · Discord" in words(seen)
    assert "5 credits" in words(seen)
    assert "Jan 5, 2026" in words(seen)
    assert "Annabel" not in words(seen)
    assert "72 hours" in words(seen)
    waiting = await bob.presses(seen, "button-link-join")
    assert keys(waiting) == ["link-waiting"]
    assert await ann.owns() == 5
    [asked] = await ann.hears()
    assert labels(asked) == ["button-link-yes", "button-link-no"]
    assert "B…w" in words(asked)
    assert "7 credits" in words(asked)
    assert "Bartholomew" not in words(asked)
    done = await ann.presses(asked, "button-link-yes")
    assert done.tone is Tone.GOOD
    assert await ann.owns() == await bob.owns() == 12
    assert (await ann.account()).id == (await bob.account()).id
    assert await ann.chats() == {("discord", "1001"), ("telegram", "2002")}


async def test_everybody_is_told_but_where_it_was_pressed(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(email="ann@example.org")
    await bob.arrives(email="bob@example.org")
    await join(ann, bob)
    assert [keys(told)[0] for told in await bob.hears()] == ["link-joined"]
    assert [keys(told)[0] for told in await ann.hears()] == ["link-question"]
    assert "button-unlink-undo" in labels((await bob.hears())[0])
    letters = {letter.address: letter for letter in await town.letters()}
    assert {letter.template for letter in letters.values()} == {"linked"}
    at, until = START.isoformat(), (START + UNDO_LIFE).isoformat()
    assert letters["ann@example.org"].args == {"platform": "telegram", "name": "B…w", "at": at, "until": until}
    assert letters["bob@example.org"].args == {"platform": "discord", "name": "A…l", "at": at, "until": until}


async def test_mail_that_comes_back_is_not_sent_again(ann: Person, bob: Person, town: Town) -> None:
    account = await ann.arrives(email="ann@example.org")
    stopped = replace(account, mail_stopped_at=START)
    await town.store.write(lambda uow: uow.accounts.save(stopped))
    await bob.arrives()
    await join(ann, bob)
    assert await town.letters() == []


async def test_each_chat_is_told_in_its_language(ann: Person, town: Town) -> None:
    bob = town.person("telegram", "2002", "Bartholomew", locale="de")
    await bob.arrives()
    town.clock.advance(minutes=1)
    await join(ann, bob)
    await town.told()
    assert [locale for _, _, locale in town.surfaces["telegram"].posts["2002"]] == ["de"]


async def test_the_older_account_stays(ann: Person, bob: Person, town: Town) -> None:
    older = await bob.arrives()
    town.clock.advance(minutes=1)
    await ann.arrives()
    await join(ann, bob)
    assert (await ann.account()).id == older.id


async def test_the_younger_stays_if_only_it_has_a_joining_to_undo(ann: Person, bob: Person, eve: Person, town: Town) -> None:
    await ann.arrives()
    town.clock.advance(minutes=1)
    younger = await bob.arrives()
    town.clock.advance(minutes=1)
    await eve.arrives()
    await join(bob, eve)
    await join(ann, bob)
    assert (await ann.account()).id == younger.id


async def test_in_a_server_the_question_takes_the_place_of_the_code(ann: Person, bob: Person, town: Town) -> None:
    """Only the interaction's own message is private there; alone with us the question is a message of its own."""
    for seat, grant in ((Seat("painters", "general"), "a token"), (None, "")):
        ann.seat = seat
        await bob.presses(await bob.runs("link", code=await ann.shows()), "button-link-join")
        asked = await town.store.write(lambda uow: uow.notices.claim(town.clock.now(), first_pause=MINUTE, longest_pause=MINUTE))
        assert asked is not None
        assert asked.address.grant == grant
        assert asked.address.private


# --- codes that lead nowhere -----------------------------------------------------------------------------------------


async def refusals(person: Person, code: str) -> list[str]:
    reply = await person.runs("link", code=code)
    assert reply.tone is Tone.REFUSAL
    assert reply.private
    return keys(reply)


async def test_each_code_that_leads_nowhere_says_why(ann: Person, bob: Person, eve: Person, town: Town) -> None:
    code = await ann.shows()
    assert await refusals(bob, "K7QM") == ["link-code-misspelt"]
    assert await refusals(bob, "0000-0000") == ["link-code-wrong"]
    assert await refusals(ann, code) == ["link-code-own"]
    newer = await ann.shows()
    assert await refusals(bob, code) == ["link-code-used"]
    town.clock.advance(minutes=10)
    assert await refusals(bob, newer) == ["link-code-expired"]
    await join(ann, bob)
    assert await refusals(bob, await ann.shows()) == ["link-same-person"]


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_a_code_works_until_its_last_second(ann: Person, bob: Person, town: Town) -> None:
    code = await ann.shows()
    town.clock.advance(minutes=9, seconds=59)
    assert keys(await bob.runs("link", code=code))[0] == "link-preview"


async def test_a_code_that_somebody_has_typed_is_used_for_everybody_else(ann: Person, bob: Person, eve: Person) -> None:
    """Whether it still works for that one cannot be told from the answer."""
    code = await ann.shows()
    seen = await bob.runs("link", code=code)
    while_it_works = await refusals(eve, code)
    assert keys(await bob.runs("link", code=code))[0] == "link-preview"
    await bob.presses(seen, "button-link-no")
    assert await refusals(eve, code) == while_it_works == ["link-code-used"]


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_after_five_tries_even_the_right_code_waits(ann: Person, bob: Person, town: Town) -> None:
    code = await ann.shows()
    for number in range(MOST_TRIES):
        assert await refusals(bob, f"0000-000{number}") == ["link-code-wrong"]
    assert await refusals(bob, code) == ["link-code-too-often"]
    assert await refusals(bob, "K7QM") == ["link-code-misspelt"]
    town.clock.advance(minutes=11)
    assert keys(await bob.runs("link", code=await ann.shows()))[0] == "link-preview"


async def test_a_right_code_makes_no_room_for_more_guesses(ann: Person, bob: Person) -> None:
    for number in range(MOST_TRIES - 1):
        await bob.runs("link", code=f"0000-000{number}")
    await bob.runs("link", code=await ann.shows())
    assert await refusals(bob, "0000-0009") == ["link-code-too-often"]


async def test_typing_the_same_code_again_goes_on_where_it_was(ann: Person, bob: Person, town: Town) -> None:
    code = await ann.shows()
    await bob.presses(await bob.runs("link", code=code), "button-link-join")
    assert keys(await bob.runs("link", code=code.lower().replace("-", " "))) == ["link-waiting"]
    assert len(await ann.hears()) == 1


# --- who may press, and how often ------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_only_who_typed_may_join_and_only_who_was_shown_may_answer(ann: Person, bob: Person, eve: Person) -> None:
    seen = await bob.runs("link", code=await ann.shows())
    for stranger in (ann, eve):
        assert keys(await stranger.presses(seen, "button-link-join")) == ["link-not-yours-to-join"]
    assert keys(await eve.presses(seen, "button-link-no")) == ["link-not-yours-to-join"]
    assert await ann.hears() == []
    await bob.presses(seen, "button-link-join")
    [asked] = await ann.hears()
    for stranger in (bob, eve):
        assert keys(await stranger.presses(asked, "button-link-yes")) == ["link-not-yours-to-answer"]
    assert (await ann.account()).id != (await bob.account()).id
    assert keys(await ann.presses(asked, "button-link-yes"))[0] == "link-joined"


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_nobody_is_joined_with_one_yes(ann: Person, bob: Person) -> None:
    seen = await bob.runs("link", code=await ann.shows())
    offer = str(button(seen, "button-link-join").action.values["offer"])  # type: ignore[union-attr]
    assert keys(await ann.runs("link-yes", offer=offer)) == ["link-not-asked"]
    assert (await ann.account()).id != (await bob.account()).id


async def test_pressing_again_changes_nothing(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(5)
    await bob.arrives(7)
    seen = await bob.runs("link", code=await ann.shows())
    for _ in range(3):
        assert keys(await bob.presses(seen, "button-link-join")) == ["link-waiting"]
    [asked] = await ann.hears()
    await ann.presses(asked, "button-link-yes")
    for person, reply, label in ((ann, asked, "button-link-yes"), (bob, seen, "button-link-join"), (ann, asked, "button-link-no")):
        assert keys(await person.presses(reply, label)) == ["link-done-already"]
    assert await ann.owns() == 12
    assert len(await bob.hears()) == 1


async def test_a_replayed_yes_is_answered_as_it_was(ann: Person, bob: Person) -> None:
    await bob.presses(await bob.runs("link", code=await ann.shows()), "button-link-join")
    [asked] = await ann.hears()
    ann.key = "the same press"
    first = await ann.presses(asked, "button-link-yes")
    assert await ann.presses(asked, "button-link-yes") == first
    assert len(await bob.hears()) == 1


async def test_a_no_of_either_side_ends_it(ann: Person, bob: Person) -> None:
    seen = await bob.runs("link", code=await ann.shows())
    assert keys(await bob.presses(seen, "button-link-no")) == ["link-refused"]
    assert keys(await bob.presses(seen, "button-link-join")) == ["link-over"]
    assert keys(await bob.presses(seen, "button-link-no")) == ["link-refused"]
    assert await ann.hears() == []
    await bob.presses(await bob.runs("link", code=await ann.shows()), "button-link-join")
    [asked] = await ann.hears()
    assert keys(await ann.presses(asked, "button-link-no")) == ["link-refused"]
    assert keys(await ann.presses(asked, "button-link-yes")) == ["link-over"]
    assert [keys(told) for told in await bob.hears()] == [["link-declined"]]
    assert (await ann.account()).id != (await bob.account()).id


async def test_old_buttons_are_harmless(ann: Person, bob: Person, town: Town) -> None:
    seen = await bob.runs("link", code=await ann.shows())
    await bob.presses(seen, "button-link-join")
    [asked] = await ann.hears()
    town.clock.advance(minutes=10)
    for person, reply, label in ((bob, seen, "button-link-join"), (bob, seen, "button-link-no"), (ann, asked, "button-link-yes")):
        assert keys(await person.presses(reply, label)) == ["link-over"]
    assert keys(await ann.runs("link-yes", offer="no such offer")) == ["link-over"]
    assert (await ann.account()).id != (await bob.account()).id


# --- what keeps two from becoming one --------------------------------------------------------------------------------


async def drafted(person: Person, count: int = 1) -> Job:
    """A request that nobody has said yes to."""
    reply = await person.runs("imagine", prompt="a fox", quality="low", count=count)
    found = await person.town.store.read(lambda uow: uow.jobs.get(str(reply.job)))
    assert found is not None
    return found


async def makes(person: Person, count: int = 1, *, finished: bool = True) -> Job:
    """Pictures that were asked for in this chat."""
    job = await drafted(person, count)
    await person.runs("make", job=job.id)
    if finished:
        await person.town.store.write(lambda uow: _finish(uow, person.town.clock.now()))
    found = await person.town.store.read(lambda uow: uow.jobs.get(job.id))
    assert found is not None
    return found


def _finish(uow: UnitOfWork, now: datetime) -> None:
    while claim := uow.jobs.claim("worker", now, lease_until=now + MINUTE, at_once=9, per_person=9):
        facts = ImageFacts("image/png", 10, 10, 100, "hash")
        stored = replace(claim.picture, state=PictureState.STORED, facts=facts)
        assert uow.jobs.save(stored, owner="worker", now=now)
        job = uow.jobs.get(claim.job.id)
        assert job is not None
        if job.settled:
            settle(uow, job, now)


async def test_pictures_under_way_are_waited_for(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives()
    town.clock.advance(minutes=1)
    await bob.arrives(20)
    await makes(bob, 2, finished=False)
    seen = await bob.runs("link", code=await ann.shows())
    refused = await bob.presses(seen, "button-link-join")
    assert keys(refused) == ["link-cannot-working"]
    assert "2 pictures" in words(refused)
    await town.store.write(lambda uow: _finish(uow, town.clock.now()))
    await bob.presses(seen, "button-link-join")
    [asked] = await ann.hears()
    await makes(bob, 1, finished=False)
    assert keys(await ann.presses(asked, "button-link-yes")) == ["link-cannot-working"]
    await town.store.write(lambda uow: _finish(uow, town.clock.now()))
    assert keys(await ann.presses(asked, "button-link-yes"))[0] == "link-joined"


async def test_a_locked_wallet_stays_where_it_is(ann: Person, bob: Person, town: Town) -> None:
    account = await ann.arrives(5)
    await bob.arrives()

    await town.store.write(lambda uow: run(uow, "UPDATE wallet SET locked_reason = 'dispute' WHERE account_id = :id", id=account.id))
    assert keys(await join(ann, bob)) == ["link-cannot-locked"]
    assert (await ann.account()).id != (await bob.account()).id


async def test_two_who_both_can_still_be_parted_wait_until_one_cannot(ann: Person, bob: Person, eve: Person, town: Town) -> None:
    dan = town.person("telegram", "4004", "Daniel")
    await join(ann, bob)
    town.clock.advance(hours=1)
    await join(eve, dan)
    refused = await bob.presses(await bob.runs("link", code=await eve.shows()), "button-link-join")
    assert keys(refused) == ["link-cannot-pending"]
    assert refused.lines[0].args["until"] == START + UNDO_LIFE
    town.clock.advance(hours=71)
    assert keys(await join(eve, bob))[0] == "link-joined"


@pytest.mark.proves("PRV-16", "PRV-84", "T-LINK")
@pytest.mark.parametrize(
    ("ann_said", "bob_said", "now"), [(True, True, True), (True, False, False), (None, True, False), (True, None, False)]
)
async def test_a_yes_to_training_counts_only_if_both_said_it(
    ann: Person, bob: Person, town: Town, ann_said: bool | None, bob_said: bool | None, now: bool
) -> None:
    await ann.arrives(training=ann_said)
    await bob.arrives(training=bob_said)
    town.clock.advance(minutes=1)
    await join(ann, bob)
    account = await ann.account()
    answer = await town.store.read(lambda uow: uow.consents.current(account.id, "training"))
    assert answer is not None
    assert answer.granted is now
    assert (answer.channel == "linking") is not now


# --- the account page ------------------------------------------------------------------------------------------------


async def test_a_code_of_the_account_page_is_answered_there(ann: Person, bob: Person, town: Town) -> None:
    account = await ann.arrives(5)
    side = Side(account.id, "web", "Annabel", "en")
    offer, code = await town.store.write(lambda uow: joining.show_code(uow, side, town.ambient, town.clock.now()))

    async def asked() -> Introduction | None:
        return await town.store.read(lambda uow: joining.pending(uow, offer.id, account.id, town.clock.now()))

    seen = await bob.runs("link", code=code)
    assert f"A…l · {CATALOGUE.format(text('platform-web'), 'en')}" in words(seen)
    assert await asked() is None
    assert keys(await bob.presses(seen, "button-link-join")) == ["link-waiting-page"]
    assert await ann.hears() == []
    met = await asked()
    assert met is not None
    assert (met.name, met.platform) == ("B…w", "telegram")
    other = (await bob.account()).id
    assert await town.store.read(lambda uow: joining.pending(uow, offer.id, other, town.clock.now())) is None
    await town.store.write(lambda uow: joining.decide(uow, town.ambient, offer.id, account.id, town.clock.now()))
    assert (await ann.account()).id == (await bob.account()).id
    assert await asked() is None
    assert [keys(one)[0] for one in [*await ann.hears(), *await bob.hears()]] == ["link-joined", "link-joined"]


# --- becoming two again ----------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-84", "T-LINK")
async def test_undoing_asks_once_and_gives_each_its_own_back(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(5, email="ann@example.org")
    await bob.arrives(7, email="bob@example.org")
    await join(ann, bob)
    await town.letters()
    joined = (await bob.hears())[-1]
    asks = await bob.presses(joined, UNDO[0])
    assert labels(asks) == [UNDO[1]]
    assert "A…l · Discord" in words(asks)
    assert "B…w · Telegram" in words(asks)
    assert "7 credits" in words(asks)
    assert await ann.owns() == 12
    assert keys(await bob.presses(asks, UNDO[1])) == ["unlink-parted"]
    assert (await ann.owns(), await bob.owns()) == (5, 7)
    assert await ann.chats() == {("discord", "1001")}
    assert keys((await ann.hears())[-1]) == ["unlink-parted"]
    assert keys((await bob.hears())[-1])[0] == "link-joined"
    letters = {letter.address: (letter.template, letter.args["name"]) for letter in await town.letters()}
    assert letters == {"ann@example.org": ("unlinked", "B…w"), "bob@example.org": ("unlinked", "A…l")}
    for person in (ann, bob):
        assert keys(await person.presses(asks, UNDO[1])) == ["unlink-undone-already"]
        assert keys(await person.presses(joined, UNDO[0])) == ["unlink-undone-already"]


async def test_what_is_not_yours_cannot_be_undone(ann: Person, bob: Person, eve: Person) -> None:
    await join(ann, bob)
    joined = (await bob.hears())[-1]
    assert keys(await eve.presses(joined, UNDO[0])) == ["unlink-joining-unknown"]
    merge = str(button(joined, UNDO[0]).action.values["merge"])  # type: ignore[union-attr]
    assert keys(await eve.runs("unlink-undo", merge=merge, sure=True)) == ["unlink-joining-unknown"]
    assert keys(await eve.runs("unlink-undo", merge="none", sure=True)) == ["unlink-joining-unknown"]
    assert (await ann.account()).id == (await bob.account()).id


@pytest.mark.proves("PRV-84", "T-LINK")
async def test_after_three_days_it_stays(ann: Person, bob: Person, town: Town) -> None:
    await join(ann, bob)
    joined = (await bob.hears())[-1]
    asks = await bob.presses(joined, UNDO[0])
    town.clock.advance(hours=72)
    assert keys(await bob.presses(joined, UNDO[0])) == ["unlink-too-late"]
    assert keys(await bob.presses(asks, UNDO[1])) == ["unlink-too-late"]


async def test_nothing_is_undone_while_pictures_of_one_side_are_being_made(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(20)
    town.clock.advance(minutes=1)
    await bob.arrives(20)
    await join(ann, bob)
    asks = await ann.presses((await bob.hears())[-1], UNDO[0])
    await makes(bob, 2, finished=False)
    refused = await ann.presses(asks, UNDO[1])
    assert keys(refused) == ["link-cannot-working"]
    assert "2 pictures" in words(refused)
    await town.store.write(lambda uow: _finish(uow, town.clock.now()))
    await ann.presses(asks, UNDO[1])
    assert (await ann.owns(), await bob.owns()) == (20, 12)


# --- taking a chat off -----------------------------------------------------------------------------------------------


async def two_chats(ann: Person, bob: Person, town: Town) -> None:
    """One person with two chats, whose joining is long past."""
    await join(ann, bob)
    town.clock.advance(hours=72)
    await town.store.write(lambda uow: uow.merges.seal(town.clock.now()))
    await ann.hears()
    await bob.hears()


async def test_the_ways_in_are_listed(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(email="annabel@example.org")
    await two_chats(ann, bob, town)
    ways = await ann.runs("unlink")
    assert [CATALOGUE.format(one.label, "en") for one in ways.buttons] == [
        "Unlink Annabel · Discord",
        "Unlink Bartholomew · Telegram",
    ]
    assert "a…@example.org" in words(ways)
    assert "annabel@" not in words(ways)


async def leaving(person: Person, platform: str) -> Reply:
    """The preview of taking off the chat on this platform."""
    ways = await person.runs("unlink")
    call = next(one.action for one in ways.buttons if one.label.args["platform"] == text(f"platform-{platform}"))
    assert isinstance(call, Call)
    return await person.runs(call.command, **call.values)


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_a_chat_is_taken_off_and_what_was_made_stays(ann: Person, bob: Person, town: Town) -> None:
    await bob.arrives(20)
    await two_chats(ann, bob, town)
    await makes(bob)
    asks = await leaving(ann, "telegram")
    assert keys(asks) == ["unlink-ask", "unlink-leaves", "unlink-stays"]
    assert labels(asks) == ["button-unlink-sure", "button-unlink-with-pictures"]
    assert await ann.chats() == {("discord", "1001"), ("telegram", "2002")}
    done = await ann.presses(asks, "button-unlink-sure")
    assert keys(done)[0] == "unlink-done"
    assert await ann.chats() == {("discord", "1001")}
    account = await ann.account()
    [job] = await town.store.read(lambda uow: uow.jobs.recent(account.id, limit=9))
    assert len(job.stored) == 1
    assert await ann.owns() == 16
    for again in ("button-unlink-sure", "button-unlink-with-pictures"):
        assert keys(await ann.presses(asks, again)) == ["unlink-chat-gone"]
    await bob.runs("balance")
    assert (await bob.account()).id != account.id
    assert await bob.owns() == 0


@pytest.mark.proves("PRV-83", "T-LINK")
async def test_what_came_from_a_chat_goes_with_it_on_request(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(20)
    await two_chats(ann, bob, town)
    await makes(bob, 2)
    kept = await makes(ann)
    asks = await leaving(ann, "telegram")
    assert "2 pictures made there" in words(asks)
    done = await ann.presses(asks, "button-unlink-with-pictures")
    assert keys(done) == ["unlink-done", "unlink-pictures-gone"]
    account = await ann.account()
    jobs = await town.store.read(lambda uow: uow.jobs.recent(account.id, limit=9))
    assert [job.id for job in jobs if job.stored] == [kept.id]


async def test_of_two_chats_on_one_platform_only_the_one_that_was_named_goes(bob: Person, town: Town) -> None:
    other = town.person("telegram", "3003", "Bartholomew")
    await bob.arrives(20)
    await two_chats(bob, other, town)
    kept, gone = await makes(bob), await makes(other)
    handle = str((await bob.runs("unlink")).buttons[1].action.values["chat"])  # type: ignore[union-attr]
    await bob.runs("unlink-chat", chat=handle, sure=True, pictures=True)
    assert await bob.chats() == {("telegram", "2002")}
    account = await bob.account()
    stored = {job.id: len(job.stored) for job in await town.store.read(lambda uow: uow.jobs.recent(account.id, limit=9))}
    assert stored == {kept.id: 1, gone.id: 0}


async def test_the_address_learns_that_a_chat_was_taken_off(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(email="ann@example.org")
    await two_chats(ann, bob, town)
    await town.letters()
    await ann.presses(await leaving(ann, "telegram"), "button-unlink-sure")
    [letter] = await town.letters()
    assert (letter.address, letter.template) == ("ann@example.org", "unlinked")
    assert letter.args == {"platform": "telegram", "name": "B…w", "at": town.clock.now().isoformat()}


async def test_the_last_way_in_stays(ann: Person, town: Town) -> None:
    await ann.arrives()
    assert keys(await leaving(ann, "discord")) == ["unlink-last"]
    handle = (await ann.runs("unlink")).buttons[0].action.values["chat"]  # type: ignore[union-attr]
    assert keys(await ann.runs("unlink-chat", chat=str(handle), sure=True)) == ["unlink-last"]
    assert await ann.chats() == {("discord", "1001")}
    account = await ann.arrives(email="ann@example.org")
    assert labels(await leaving(ann, "discord")) == ["button-unlink-sure"]
    stopped = replace(account, mail_stopped_at=START)
    await town.store.write(lambda uow: uow.accounts.save(stopped))
    assert keys(await leaving(ann, "discord")) == ["unlink-last"]


async def test_a_joining_of_late_is_rather_undone(ann: Person, bob: Person, town: Town) -> None:
    await ann.arrives(5)
    await bob.arrives(7)
    await join(ann, bob)
    for platform in ("telegram", "discord"):
        asks = await leaving(ann, platform)
        assert labels(asks)[0] == UNDO[0]
        assert "unlink-undo-instead" in keys(asks)
    await ann.presses(await ann.presses(asks, UNDO[0]), UNDO[1])
    assert (await ann.owns(), await bob.owns()) == (5, 7)


async def test_with_a_chat_go_browsers_links_and_news_on_its_way(ann: Person, bob: Person, town: Town) -> None:
    account, now = await ann.arrives(), town.clock.now() + UNDO_LIFE
    await two_chats(ann, bob, town)

    def pending(uow: UnitOfWork) -> None:
        session = Session("s", account.id, "h", now, now, now + UNDO_LIFE, "Firefox 143", "192.0.2.0/24", "en")
        uow.sessions.add(session)
        uow.links.add(OneTimeLink("l", LinkKind.CHAT, "token", "en", now, now + UNDO_LIFE, account_id=account.id))
        tell(uow, town.ambient, account.id, private_address("telegram", "2002"), Reply(lines=(text("topup-closed"),)), "en", now)

    await town.store.write(pending)
    before = len(await _posts(town, "telegram", "2002"))
    await ann.presses(await leaving(ann, "telegram"), "button-unlink-sure")
    await town.told()
    assert len(await _posts(town, "telegram", "2002")) == before
    assert await town.store.read(lambda uow: uow.sessions.of(account.id)) == []
    link = await town.store.read(lambda uow: uow.links.get("token"))
    assert link is None or not link.works(now)


async def _posts(town: Town, platform: str, uid: str) -> list[tuple[str, Reply, str]]:
    return town.surfaces[platform].posts.get(uid, [])


async def test_what_is_being_made_for_a_chat_goes_to_the_next_one(ann: Person, bob: Person, town: Town) -> None:
    await bob.arrives(20)
    await two_chats(ann, bob, town)
    job = await makes(bob, finished=False)
    await ann.presses(await leaving(ann, "telegram"), "button-unlink-sure")
    moved = await town.store.read(lambda uow: uow.jobs.get(job.id))
    assert moved is not None
    assert moved.address == private_address("discord", "1001")


async def test_the_chat_that_takes_itself_off_is_a_stranger_afterwards(ann: Person, bob: Person, town: Town) -> None:
    await two_chats(ann, bob, town)
    account = await ann.account()
    asks = await leaving(bob, "telegram")
    assert keys(await bob.presses(asks, "button-unlink-sure")) == ["unlink-done"]
    assert keys((await ann.hears())[-1])[0] == "unlink-notice"
    await bob.runs("balance")
    assert (await bob.account()).id != account.id


# --- notices ---------------------------------------------------------------------------------------------------------


async def notice(town: Town, person: Person) -> str:
    """One that is due now; its id."""
    account, id = await person.arrives(), town.ambient.new_id()
    one = Notice(id, account.id, private_address(person.platform, person.uid), Reply(lines=(text("topup-closed"),)), "en")
    await town.store.write(lambda uow: uow.notices.add(one, town.clock.now()))
    return id


async def test_a_notice_is_posted_once_under_its_id_and_remembered(ann: Person, town: Town) -> None:
    id = await notice(town, ann)
    assert await send_one(town.shop)
    town.clock.advance(days=1)
    assert not await send_one(town.shop)
    assert [key for key, _, _ in await _posts(town, "discord", "1001")] == [id]
    account = await ann.account()
    assert [one.posted.message for one in await town.store.read(lambda uow: uow.posted.of(account.id))] == ["m1"]


async def test_who_cannot_be_reached_is_left_in_peace(ann: Person, town: Town) -> None:
    await notice(town, ann)
    town.surfaces["discord"].failure = Unreachable()
    assert await send_one(town.shop)
    town.surfaces["discord"].failure = None
    town.clock.advance(days=1)
    assert not await send_one(town.shop)
    del town.surfaces["discord"]
    await notice(town, ann)
    assert await send_one(town.shop)
    assert not await send_one(town.shop)


async def test_a_chat_that_is_away_is_tried_for_a_day(ann: Person, town: Town) -> None:
    await notice(town, ann)
    town.surfaces["discord"].failure = TryLater()
    tries = 0
    while await send_one(town.shop):
        tries += 1
        assert not await send_one(town.shop)
        town.clock.advance(seconds=LONGEST_PAUSE.total_seconds())
    assert tries == MOST_ATTEMPTS + 1
    town.surfaces["discord"].failure = None
    town.clock.advance(days=1)
    assert not await send_one(town.shop)


async def test_what_was_put_off_comes_later_and_once(ann: Person, town: Town) -> None:
    await notice(town, ann)
    town.surfaces["discord"].failure = TryLater()
    await send_one(town.shop)
    town.surfaces["discord"].failure = None
    assert not await send_one(town.shop)
    town.clock.advance(minutes=3)
    assert await send_one(town.shop)
    assert len(await _posts(town, "discord", "1001")) == 1


async def test_old_notices_are_forgotten(ann: Person, town: Town) -> None:
    await notice(town, ann)
    town.clock.advance(days=8)
    assert await town.store.write(lambda uow: uow.retention.sweep("notice", town.clock.now(), 9)) == 1
    assert not await send_one(town.shop)


async def test_a_reply_can_be_made_for_each_language(ann: Person, town: Town) -> None:
    account = await ann.arrives()
    await town.store.write(
        lambda uow: tell_everywhere(
            uow, town.ambient, account.id, lambda locale: Reply(lines=(Text("as-is", {"words": locale}),)), town.clock.now()
        )
    )
    assert [words(reply) for reply in await ann.hears()] == ["en"]


def test_platforms_read_where_a_person_is_alone() -> None:
    discord = place_on_discord(private_address("discord", "1001"))
    assert (discord.user, discord.open) == (1001, False)
    telegram = place_on_telegram(private_address("telegram", "2002"))
    assert (telegram.chat, telegram.user, telegram.private, telegram.message) == (2002, 2002, True, 0)
    assert private_address("playground", "eve").uid == "eve"
    for platform in ("discord", "telegram", "playground"):
        assert private_address(platform, "77").uid == "77"


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_word_of_it_is_there(ann: Person, bob: Person, town: Town, locale: str) -> None:
    await bob.arrives(30, email="bob@example.org")
    await makes(bob, 2)
    replies = [await ann.runs("link")]
    seen = await bob.runs("link", code=code_in(replies[0]))
    replies += [seen, await bob.presses(seen, "button-link-join"), *(await ann.hears())]
    replies += [await ann.agrees(), await ann.runs("unlink"), await leaving(ann, "telegram")]
    replies += [await ann.presses(replies[-1], UNDO[0]), *(await bob.hears())]
    assert all(words(reply, locale) for reply in replies)
    assert all(reply.private for reply in replies)
    for reply in replies:
        assert all(len(packed(one)) <= 64 for one in reply.buttons if isinstance(one.action, Call))


@pytest.mark.proves("PRV-82", "T-GROUP")
def test_every_command_of_it_is_private() -> None:
    assert all(command.private for command in (linking.LINK, linking.UNLINK, *linking.BUTTONS))
