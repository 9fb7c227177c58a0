"""What is looked for every second, or in everybody's rows, is found along an index that holds only what is due."""

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest

from core.storage.unit_of_work import UnitOfWork
from db.store import open_store
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START, FakeClock, ambient_of

MINUTE = timedelta(minutes=1)

SWEEPS: dict[str, tuple[str, Callable[[UnitOfWork], object]]] = {
    "events of providers": ("inbox_new", lambda uow: uow.payments.pending()),
    "hints of providers": ("inbox_new", lambda uow: uow.payments.hints()),
    "requests about data": ("rights_request_due", lambda uow: uow.rights.claim(START, START + MINUTE)),
    "letters": ("letter_due", lambda uow: uow.letters.claim(START, first_pause=MINUTE, longest_pause=MINUTE)),
    "orders": ("payment_order_open", lambda uow: uow.payments.expire_orders(START)),
    "refunds": ("refund_due", lambda uow: uow.returns.claim_refund(START, first_pause=MINUTE, longest_pause=MINUTE)),
    "debts": ("dispute_owed", lambda uow: uow.returns.old_debts(START)),
    "early events": ("inbox_early", lambda uow: uow.payments.wake("stripe", "charge")),
    "lots": ("lot_expiring", lambda uow: uow.ledger.expire_lots(START)),
    "objects left behind": ("picture_left_behind", lambda uow: uow.jobs.removed_objects(50)),
    "references": ("ix_reference_created_at", lambda uow: uow.references.older(START, 50)),
    "answers": ("ix_request_log_created_at", lambda uow: uow.retention.sweep("request_log", START, 9)),
    "numbers of news": ("platform_update_done", lambda uow: uow.retention.sweep("platform_update", START, 9)),
    "questions": ("ix_question_asked_at", lambda uow: uow.retention.sweep("question", START, 9)),
    "messages of a job": ("posted_message_of_job", lambda uow: uow.posted.of_job("j1")),
    "notices": ("notice_due", lambda uow: uow.notices.claim(START, first_pause=MINUTE, longest_pause=MINUTE)),
    "told notices": ("ix_notice_created_at", lambda uow: uow.retention.sweep("notice", START, 9)),
    "links": ("ix_one_time_link_expires_at", lambda uow: uow.retention.sweep("one_time_link", START, 9)),
    "merges to seal": ("account_merge_unsealed", lambda uow: uow.merges.seal(START)),
    "merges to gather for": ("account_merge_unsealed", lambda uow: uow.merges.gather(START)),
    "link offers": ("ix_link_offer_expires_at", lambda uow: uow.retention.sweep("link_offer", START, 9)),
    "sessions": ("ix_web_session_expires_at", lambda uow: uow.retention.sweep("web_session", START, 9)),
    "visits": ("ix_web_visit_at", lambda uow: uow.retention.sweep("web_visit", START, 9)),
    "mail news": ("ix_mail_news_at", lambda uow: uow.retention.sweep("mail_news", START, 9)),
    "refused prompts": ("refused_prompt_over", lambda uow: uow.retention.sweep("refused_prompt", START, 9)),
    "refusals to look at": ("refused_prompt_contested", lambda uow: uow.refusals.contested()),
    "refusals of a person": ("refused_prompt_account", lambda uow: uow.refusals.nth_latest("ann", 5, since=START)),
    "answers of a minute": ("request_log_of_account", lambda uow: uow.requests.answered("ann", 60, since=START)),
    "pictures of a day": ("job_history", lambda uow: uow.jobs.busy("ann", hour=START, day=START, since=START)),
    "pictures of a place": ("job_of_place", lambda uow: uow.jobs.pictures_of_place("server", since=START)),
    "mails": ("ix_letter_created_at", lambda uow: uow.retention.sweep("letter", START, 9)),
}


def plans(uow: UnitOfWork, work: Callable[[UnitOfWork], object]) -> list[str]:
    """How SQLite carries out each statement of the work."""
    connection = cast(sqlite3.Connection, cast(SqlUnitOfWork, uow).connection.connection.driver_connection)
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    work(uow)
    connection.set_trace_callback(None)
    wanted = [statement for statement in seen if re.match(r"\s*(SELECT|UPDATE|DELETE)", statement)]
    return ["\n".join(row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")) for statement in wanted]


@pytest.mark.parametrize("sweep", SWEEPS)
async def test_a_sweep_goes_along_an_index_of_what_is_due(sqlite_url: str, sweep: str) -> None:
    index, work = SWEEPS[sweep]
    store = await open_store(sqlite_url, ambient_of(FakeClock()))
    found = await store.write(lambda uow: plans(uow, work))
    await store.close()
    assert found
    assert index in found[0]
    assert not [plan for plan in found if re.search(r"SCAN (?!due\b)\w+$", plan, re.MULTILINE)]


async def test_a_reading_goes_along_indexes_of_what_waits(sqlite_url: str) -> None:
    """Whatever the tables hold that is over, a reading does not meet it (`db/pulse.py`)."""
    store = await open_store(sqlite_url, ambient_of(FakeClock()))
    found = await store.write(lambda uow: plans(uow, lambda uow: uow.pulse.figures(START)))
    await store.close()
    walked = re.findall(r"^(?:SCAN|SEARCH) (?!anon)(\w+)(?: USING (?:COVERING )?INDEX (\w+))?", "\n".join(found), re.MULTILINE)
    due = {index for table, index in walked if table not in ("job", "CONSTANT")}
    assert due == {
        "inbox_new",
        "letter_due",
        "notice_due",
        "picture_failed",
        "picture_front",
        "picture_leases",
        "picture_queue",
        "picture_recent",
        "platform_update_open",
        "refund_due",
        "refund_open",
        "request_mail_due",
        "rights_request_active",
    }
    assert {index for table, index in walked if table == "job"} == {"job_delivery_due", "sqlite_autoindex_job_1"}


async def test_a_look_into_the_folder_of_who_has_left_reads_no_other_picture(sqlite_url: str) -> None:
    store = await open_store(sqlite_url, ambient_of(FakeClock()))
    found = "\n".join(await store.write(lambda uow: plans(uow, lambda uow: uow.erasures.others_in("a/folder"))))
    await store.close()
    assert "SEARCH picture" in found
    assert not re.search(r"SCAN (picture|reference|export_part)\b", found)
