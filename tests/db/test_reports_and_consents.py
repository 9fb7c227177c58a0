"""Ages, reports and consents on both engines: what is put in comes out again, and only a yes that was not taken back counts."""

from datetime import timedelta

import pytest

from core.accounts import AgeMethod, Consent
from core.ambient import Ambient
from core.rights import reports
from core.storage.unit_of_work import UnitOfWork
from db.store import SqlStore
from tests.clock import START, FakeClock
from tests.db.rows import arrive

MINUTE = timedelta(minutes=1)


def consent(number: int, who: str, granted: bool, after: int) -> Consent:
    return Consent(f"c{number}", who, "training", granted, "1", "h", "en", "web", START + after * MINUTE)


@pytest.mark.parametrize(
    ("answers", "counts"),
    [([], False), ([(True, 0)], True), ([(True, 0), (False, 1)], False), ([(False, 0), (True, 1)], True), ([(True, 0), (False, 0)], False)],
)
async def test_the_latest_answer_counts_and_a_no_wins_a_tie(store: SqlStore, answers: list[tuple[bool, int]], counts: bool) -> None:
    def work(uow: UnitOfWork) -> tuple[list[str], bool]:
        account = arrive("ann")(uow)
        for number, (granted, after) in enumerate(answers):
            uow.consents.add(consent(number, account, granted, after))
        current = uow.consents.current(account, "training")
        return uow.consents.granting("training"), current is not None and current.granted

    granting, current = await store.write(work)
    assert (len(granting) == 1, current) == (counts, counts)


async def test_age_and_report_come_back_as_they_went(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> None:
        arrive("ann")(uow)
        uow.accounts.age_known("a-ann", 16, AgeMethod.DECLARED, START)
        account = uow.accounts.get("a-ann")
        assert (account.age_limit, account.age_checked_at, account.age_method) == (16, START, AgeMethod.DECLARED)
        uow.accounts.mark_young("hash", START + MINUTE)
        assert uow.accounts.is_marked_young("hash", START)
        assert not uow.accounts.is_marked_young("hash", START + MINUTE)
        filed = reports.file(
            uow, Ambient(now=FakeClock().now), "she is\x00 eleven", channel="web", locale="en", now=START, account_id="a-ann"
        )
        found = uow.reports.get(filed.ref)
        assert found is not None
        assert (found.words, found.at, found.account_id) == ("she is eleven", START, "a-ann")

    await store.write(work)
