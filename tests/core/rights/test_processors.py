"""Mail that lies with ourselves goes with the person it went to, and nobody else's does (PRV-39)."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from adapters.local.mailbox import LocalMailbox
from core.mail.sheet import MailPurpose
from core.ports import Letter
from core.rights.processors import EmptiedByUs, ReceiptDropped
from core.rights.requests import Fate
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from db.tables import METADATA
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.town import Town

HERS, HIS = "zora@example.org", "hugo@example.org"


@pytest.fixture
async def town(store: SqlStore, clock: FakeClock, tmp_path: Path) -> Town:
    town = Town(store, clock, tmp_path)
    await town.settle("zora", "hugo")
    await store.write(lambda uow: have_written(uow, town))
    return town


def have_written(uow: UnitOfWork, town: Town) -> None:
    """To her; and, about something of hers, to him."""
    account = METADATA.tables["account"]
    connection_of(uow).execute(account.update().where(account.c.id == "hugo").values(email=HIS))
    for name, address in (("one", HERS), ("two", HIS)):
        uow.letters.add(DueLetter(name, "zora", address, "rights", {}, "en"), town.clock.now())


async def test_what_went_to_her_is_removed_and_what_went_to_him_stays(town: Town) -> None:
    emptied: list[str] = []

    async def empty(addresses: Iterable[str]) -> None:
        emptied.extend(addresses)

    request = await town.asked(at_once=True)
    told = await EmptiedByUs(town.store, empty).erase(request.ref, town.clock.now())
    assert told.fate is Fate.DELETED
    assert HERS in emptied
    assert HIS not in emptied


async def test_nothing_is_removed_for_a_request_of_nobody(town: Town) -> None:
    emptied: list[str] = []

    async def empty(addresses: Iterable[str]) -> None:
        emptied.extend(addresses)

    await EmptiedByUs(town.store, empty).erase("no-such-request", town.clock.now())
    assert emptied == []


def letter_to(address: str) -> Letter:
    return Letter(to=address, subject="s", body="b", html="", locale="en", purpose=next(iter(MailPurpose)))


async def test_a_mailbox_is_emptied_of_one_person_and_then_of_the_receipt(town: Town, tmp_path: Path) -> None:
    mailbox = LocalMailbox(tmp_path / "mail", town.clock.now)
    for key, address in (("a", HERS), ("b", HIS), ("c", HERS)):
        await mailbox.send(letter_to(address), key=key)
    assert await mailbox.empty([HERS]) == 2
    assert (await mailbox.letters(HERS), len(await mailbox.letters(HIS))) == ([], 1)
    await mailbox.send(letter_to(HERS), key="the-receipt")
    await ReceiptDropped(mailbox.drop).erase("the-receipt", town.clock.now())
    assert (await mailbox.letters(HERS), len(await mailbox.letters(HIS))) == ([], 1)
