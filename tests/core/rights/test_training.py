"""Nothing of anybody trains a model unless they have said yes and not taken it back (PRV-16)."""

import ast
import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.accounts import Account, Consent, Standing
from core.ambient import Ambient
from core.caller import Address, Caller
from core.linking import UNDO_LIFE, CannotMerge, Merge
from core.reply import Call, Reply
from core.rights import training
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text
from db.store import SqlStore, open_store
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.story.house import House, button, open_house

CATALOGUE = Catalogue()
ROOT = Path(training.__file__).parents[2]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, working=False) as house:
        await house.say("ann", "/start")
        yield house


async def account_of(house: House, who: str) -> Account:
    account = await house.program.store.read(lambda uow: uow.accounts.of(house.caller(who)))
    assert account is not None
    return account


async def eligible(house: House) -> list[str]:
    return await house.program.store.read(training.eligible)


async def press(house: House, who: str, reply: Reply, answer: str) -> Reply:
    [call] = [b.action for b in reply.buttons if isinstance(b.action, Call) and b.action.values.get("answer") == answer]
    return await house.run(who, call.command, dict(call.values))


# --- asking ----------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-16")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_hashes_are_those_of_the_words(locale: str) -> None:
    """Other words are another version: change both."""
    words = "\n".join(CATALOGUE.format(Text(key), locale) for key in training.WORDING)
    assert hashlib.sha256(words.encode()).hexdigest() == training.HASHES[locale]


@pytest.mark.proves("PRV-16", "PRV-63")
async def test_nobody_said_yes_by_saying_nothing(house: House) -> None:
    asked = await house.say("ann", "/training")
    assert asked.lines[-1].key == "site-training-is-unasked"
    assert [b.action.values["answer"] for b in asked.buttons if isinstance(b.action, Call)] == ["no", "yes"]
    assert not any(b.main for b in asked.buttons), "neither is easier"
    assert await eligible(house) == []


@pytest.mark.proves("PRV-16")
async def test_a_yes_is_written_down_with_its_words_and_can_be_taken_back_there(house: House) -> None:
    receipt = await press(house, "ann", await house.say("ann", "/training"), "yes")
    account = await account_of(house, "ann")
    assert receipt.lines[0].key == "training-receipt-yes"
    assert button(receipt, "training").action == Call("training", {})
    given = await house.program.store.read(lambda uow: uow.consents.current(account.id, "training"))
    assert given is not None
    assert (given.granted, given.version, given.wording_hash, given.locale, given.channel) == (
        True,
        training.VERSION,
        training.HASHES["en"],
        "en",
        "test",
    )
    assert given.id in house.words(receipt)
    assert await eligible(house) == [account.id]
    again = await house.say("ann", "/training")
    assert again.lines[-1].key == "site-training-is-yes"
    assert (await press(house, "ann", again, "no")).lines[0].key == "training-receipt-no"
    assert await eligible(house) == []


async def test_a_yes_to_words_that_were_not_shown_is_none(house: House) -> None:
    for values in ({"answer": "yes"}, {"answer": "yes", "seen": "0" * 12}, {"answer": "yes", "seen": training.HASHES["de"][:12]}):
        assert (await house.run("ann", "training", dict(values))).lines[0].key == training.WORDING[0]
    assert await eligible(house) == []
    assert (await house.run("ann", "training", {"answer": "no"})).lines[0].key == "training-receipt-no", "a no needs no reading"


async def test_the_other_chats_hear_of_it(house: House) -> None:
    account = await account_of(house, "ann")
    other = Caller("telegram", "7", "Ann", "k", Address("telegram", "7/7/1/0/0/0", private=True, uid="7"), "de")
    await house.program.dispatch(other, "start", {})
    theirs = await house.program.store.read(lambda uow: uow.accounts.of(other))
    assert theirs is not None
    at, absorbed = house.program.ambient.now(), theirs.id
    await house.program.store.write(lambda uow: uow.merges.merge(Merge("m", account.id, absorbed, at, at + UNDO_LIFE, 0), at))
    await press(house, "ann", await house.say("ann", "/training"), "yes")
    told = await house.program.store.write(
        lambda uow: uow.notices.claim(at + timedelta(hours=1), first_pause=timedelta(1), longest_pause=timedelta(1))
    )
    assert told is not None
    assert (told.address.platform, told.reply.lines[0].key) == ("telegram", "training-receipt-yes")


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACTIVE])
async def test_an_account_out_of_use_is_in_no_data_set(house: House, standing: Standing) -> None:
    await press(house, "ann", await house.say("ann", "/training"), "yes")
    account = await account_of(house, "ann")
    await house.program.store.write(lambda uow: uow.accounts.stand(account.id, standing))
    assert await eligible(house) == []


# --- every history -----------------------------------------------------------------------------------

WHO = ("ann", "ben", "eve")
ANSWER = st.tuples(st.just("answer"), st.sampled_from(WHO), st.booleans(), st.integers(0, 1))
JOIN = st.tuples(st.just("join"), st.sampled_from(WHO), st.sampled_from(WHO))
PART = st.tuples(st.just("part"), st.integers(0, 5))
HISTORIES = st.lists(st.one_of(ANSWER, ANSWER, JOIN, PART), max_size=14)


@pytest.mark.proves("PRV-16")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HISTORIES)
def test_only_a_yes_that_nobody_took_back_counts(history: list[tuple[object, ...]]) -> None:
    """Against a list of answers kept by hand: accounts answer, are joined and parted, and some answers come at the same moment."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_lives(Path(folder), history))


async def _lives(folder: Path, history: list[tuple[object, ...]]) -> None:
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'x.db'}", Ambient())
    try:
        for who in WHO:
            await store.write(partial(_arrive, who))
        told: list[tuple[str, bool, int]] = []
        moment, joins = 0, list[Merge]()
        for number, step in enumerate(history):
            moment += 1
            match step:
                case ("answer", str(who), bool(granted), int(later)):
                    moment += later - 1  # some at the very moment of the one before
                    owner = await _owner(store, who)
                    told.append((owner, granted, moment))
                    await store.write(partial(_add, _consent(number, owner, granted, moment)))
                case ("join", str(one), str(other)):
                    told = await _joined(store, one, other, moment, joins, told)
                case ("part", int(which)) if joins:
                    told = await _parted(store, joins.pop(which % len(joins)), moment, told)
            assert await store.read(training.eligible) == sorted(await _by_hand(store, told))
    finally:
        await store.close()


async def _joined(
    store: SqlStore, one: str, other: str, moment: int, joins: list[Merge], told: list[tuple[str, bool, int]]
) -> list[tuple[str, bool, int]]:
    survivor, absorbed = await _owner(store, one), await _owner(store, other)
    at = START + timedelta(seconds=moment)
    merge = Merge(f"m{moment}-{len(joins)}", survivor, absorbed, at, at + UNDO_LIFE, 0)
    try:
        await store.write(lambda uow: uow.merges.merge(merge, at))
    except CannotMerge:
        return told
    joins.append(merge)
    return [(survivor if who == absorbed else who, granted, when) for who, granted, when in told]


async def _parted(store: SqlStore, merge: Merge, moment: int, told: list[tuple[str, bool, int]]) -> list[tuple[str, bool, int]]:
    try:
        await store.write(lambda uow: uow.merges.undo(merge.id, START + timedelta(seconds=moment)))
    except (CannotMerge, LookupError):
        return told
    return await _as_written(store)


async def _as_written(store: SqlStore) -> list[tuple[str, bool, int]]:
    """Whose answers are whose after a parting is for the tests of joining; here it is taken as it is."""

    def look(uow: UnitOfWork) -> list[tuple[str, bool, int]]:
        assert isinstance(uow, SqlUnitOfWork)
        rows = uow.connection.exec_driver_sql("SELECT account_id, granted, at FROM consent_event")
        return [(row[0], bool(row[1]), row[2]) for row in rows]

    rows = await store.read(look)
    begin = int(START.timestamp())
    return [(who, granted, when // 1_000_000 - begin) for who, granted, when in rows]


async def _by_hand(store: SqlStore, told: list[tuple[str, bool, int]]) -> set[str]:
    living = {await _owner(store, who) for who in WHO}
    found = set()
    for who in living:
        mine = [(when, granted) for owner, granted, when in told if owner == who]
        latest = max((when for when, _ in mine), default=None)
        if latest is not None and all(granted for when, granted in mine if when == latest):
            found.add(who)
    return found


async def _owner(store: SqlStore, who: str) -> str:
    account = await store.read(lambda uow: uow.accounts.of(_caller(who)))
    assert account is not None
    return account.id


def _arrive(who: str, uow: UnitOfWork) -> None:
    uow.accounts.create(_new(who), _caller(who))


def _add(consent: Consent, uow: UnitOfWork) -> None:
    uow.consents.add(consent)


def _new(who: str) -> Account:
    return Account(id=who, created_at=START, storage_prefix=f"p-{who}")


def _caller(who: str) -> Caller:
    return Caller("test", who, who, "", Address("test", who, private=True, uid=who))


def _consent(number: int, who: str, granted: bool, moment: int) -> Consent:
    at = START + timedelta(seconds=moment)
    return Consent(f"c{number}", who, "training", granted, training.VERSION, training.HASHES["en"], "en", "test", at)


# --- there is no data set ------------------------------------------------------------------------------


@pytest.mark.proves("PRV-16")
def test_nothing_in_the_program_builds_a_data_set() -> None:
    """Whoever begins to, has to keep a list of builds and to say so in the policy first: `core/rights/training.py`."""
    callers = []
    for file in (path for folder in ("core", "db", "adapters", "bot") for path in (ROOT / folder).rglob("*.py")):
        if file != Path(training.__file__):
            names = {node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
            callers += [str(file)] if {"eligible", "granting"} & names else []
    assert callers == []
