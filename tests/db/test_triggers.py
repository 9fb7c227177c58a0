"""Everything that the database itself must refuse, tried on both engines (wallet.md §2.3)."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError

from core.ambient import Ambient
from core.jobs import LEGAL_STEPS, PictureState
from core.storage.unit_of_work import UnitOfWork
from db import triggers
from db.store import SqlStore, open_store
from tests.conftest import ENGINES
from tests.db.rows import arrive, run
from tests.postgres_server import run_sql

NEW_HOLD = "INSERT INTO hold (id, wallet_id, purpose, job_id, amount, captured, state, placed_version, created_at, expires_at) "
NEW_LOT = "INSERT INTO lot (id, wallet_id, kind, granted, remaining, expired, moved, created_at, seq) "
NEW_LINE = "INSERT INTO posting (seq, line, account, wallet_id, amount, balance_after, version) "

SEED = [
    # A grant of 10 credits, sealed as transaction 1.
    "INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'k1', 'f', 'done', 1)",
    f"{NEW_LINE} SELECT 1, 1, 'wallet', id, 10, 10, 1 FROM wallet",
    "INSERT INTO posting (seq, line, account, amount) VALUES (1, 2, 'issued_promo', -10)",
    "INSERT INTO ledger_txn (seq, kind, scope, key, at) VALUES (1, 'grant', 'grant', 'k1', 1)",
    f"{NEW_LOT} SELECT 'l1', id, 'promo', 10, 10, 0, 0, 1, 1 FROM wallet",
    # Two holds, one open and one that ended.
    f"{NEW_HOLD} SELECT 'h1', id, 'job', 'j1', 4, 0, 'open', 2, 1, 9 FROM wallet",
    f"{NEW_HOLD} SELECT 'h2', id, 'job', 'j2', 4, 0, 'open', 3, 1, 9 FROM wallet",
    "UPDATE hold SET state = 'released', resolved_at = 5, resolved_version = 4 WHERE id = 'h2'",
    "INSERT INTO hold_lot (hold_id, lot_id, amount, captured) VALUES ('h1', 'l1', 4, 0)",
    "INSERT INTO hold_lot (hold_id, lot_id, amount, captured) VALUES ('h2', 'l1', 4, 0)",
    "UPDATE hold_lot SET captured = 2 WHERE hold_id = 'h2'",
    # Commands: one that was claimed for a hold that never came to be, one for the open hold.
    "INSERT INTO command_log (scope, key, fingerprint, outcome, hold_id, at) VALUES ('hold', 'k2', 'f', 'done', 'h9', 1)",
    "INSERT INTO command_log (scope, key, fingerprint, outcome, hold_id, at) VALUES ('hold', 'k3', 'f', 'done', 'h1', 1)",
    "INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'k4', 'f', 'done', 1)",
    "INSERT INTO job (id, account_id, code, state, prompt, shape, quality, count, private, spoiler, unit_price, locale, address, "
    "created_at, delivery, delivery_attempts) "
    "VALUES ('j1', 'a-ann', 'C', 'draft', 'p', 'square', 'low', 1, 0, 0, 1, 'en', '{}', 1, 'none', 0)",
    "INSERT INTO picture (id, job_id, account_id, position, state, rank, arrival, line, due_at, attempts, unclear, object_key, "
    "object_gone) VALUES ('q1', 'j1', 'a-ann', 1, 'queued', 1, 1, 'front', 1, 0, 0, 'o', 0)",
]

Case = tuple[str, str, list[str]]

LINES_2 = [
    f"{NEW_LINE} SELECT 2, 1, 'wallet', id, 5, 15, 9 FROM wallet",
    "INSERT INTO posting (seq, line, account, amount) VALUES (2, 2, 'issued_promo', -5)",
]
SEAL_2 = "INSERT INTO ledger_txn (seq, kind, scope, key, at) VALUES (2, 'grant', 'grant', 'k4', 1)"
FORGET = "UPDATE command_log SET outcome = 'done', refused_code = NULL WHERE key = 'k2'"
OTHER_LINE = "INSERT INTO posting (seq, line, account, amount) VALUES (2, 3, 'consumed', 1)"
REFUSE = "UPDATE command_log SET outcome = 'refused', refused_code = 'insufficient'"

PURGING = "INSERT INTO purging (ref) VALUES ('request')"
FORMER = "account = 'former', wallet_id = NULL, balance_after = NULL, version = NULL"
KEY_OF_FORMER = "INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'former/1', '', 'done', 1)"
RENAME = "UPDATE ledger_txn SET key = 'former/1'"

NEW_RELEASE = (
    "INSERT INTO policy_version (id, documents, before, change, proposed, approver, reason, announced_at, published_at, last_notice_at, "
    "effective_at, reached, unreached) VALUES "
)
RELEASES = [
    f"{NEW_RELEASE} ('v1', '[]', NULL, 'material', 'material', 'owner', 'why', 1, 1, NULL, 1, 0, 0)",
    f"{NEW_RELEASE} ('v2', '[]', 'v1', 'material', 'minor', 'owner', 'why', 2, 2, NULL, NULL, 0, 0)",
]
TWO_WEEKS = 14 * 24 * 3600 * 1_000_000
DATED = f"UPDATE policy_version SET last_notice_at = 5, effective_at = {5 + TWO_WEEKS} WHERE id = 'v2'"
TOLD = "INSERT INTO policy_notice (account_id, version, kind, channel, state, sent_at) SELECT id, 'v2', 'change', 'web', {} FROM account"
EVERYBODY = TOLD.format("'sent', 5")

NEW_DOCUMENT = "INSERT INTO billing_document (id, series, number, kind, payment_id, issued_at, contents, sha256, refers_to) VALUES "
PAYMENT = [
    "INSERT INTO payment_order (id, account_id, wallet_id, surface, pack, credits, price, currency, state, terms, address, locale, "
    "created_at, expires_at) SELECT 'o1', account_id, id, 'web', 'p', 1, 1, 'EUR', 'paid', 't', '{}', 'en', 1, 1 FROM wallet",
    "INSERT INTO payment (id, order_id, provider, charge_ref, gross, currency, paid_at) VALUES ('p1', 'o1', 'till', 'c1', 1, 'EUR', 1)",
]
SERIES = "INSERT INTO document_series (code, next, keep_until) VALUES ('R26', 2, 9)"
DOCUMENTS = [*PAYMENT, SERIES, f"{NEW_DOCUMENT} ('R26-1', 'R26', 1, 'receipt', 'p1', 1, '{{}}', 's', NULL)"]

ACCESS = "INSERT INTO staff_access (id, account_id, ref, role, scope, reason, at) VALUES ('s1', NULL, NULL, 'owner', 'export', NULL, 1)"

REFUSED: list[Case] = [
    ("staff_access", "append only", [ACCESS, "UPDATE staff_access SET role = 'somebody else'"]),
    ("staff_access", "append only", [ACCESS, "UPDATE staff_access SET at = 2"]),
    ("ledger_txn", "not balanced", [*LINES_2, OTHER_LINE, SEAL_2]),
    ("ledger_txn", "not balanced", [SEAL_2]),
    ("ledger_txn", "not balanced", [LINES_2[0], SEAL_2]),
    ("posting", "sealed", ["INSERT INTO posting (seq, line, account, amount) VALUES (1, 3, 'consumed', 1)"]),
    ("posting", "sealed", [*LINES_2, SEAL_2, OTHER_LINE]),
    ("ledger_txn", "append only", ["UPDATE ledger_txn SET at = 2"]),
    ("posting", "append only", ["UPDATE posting SET amount = 11 WHERE amount = 10"]),
    ("command_log", "append only", ["UPDATE command_log SET fingerprint = 'g' WHERE key = 'k1'"]),
    ("command_log", "append only", [f"{REFUSE} WHERE key = 'k1'"]),
    ("command_log", "append only", [f"{REFUSE} WHERE key = 'k3'"]),
    ("command_log", "append only", [f"{REFUSE}, fingerprint = 'g' WHERE key = 'k2'"]),
    ("command_log", "append only", [f"{REFUSE} WHERE key = 'k2'", "UPDATE command_log SET refused_code = 'locked' WHERE key = 'k2'"]),
    ("command_log", "append only", [f"{REFUSE} WHERE key = 'k2'", FORGET]),
    *((table, "never deleted", [f"DELETE FROM {table}"]) for table in ("hold_lot", "ledger_txn", "posting", "command_log", "hold")),
    # Whoever leaves takes whole rows along, and their name out of what others keep; nothing else becomes possible meanwhile.
    *(
        (table, says, [PURGING, change])
        for table, says, change in (
            ("posting", "append only", "UPDATE posting SET amount = 11 WHERE amount = 10"),
            ("posting", "append only", f"UPDATE posting SET amount = 11, {FORMER} WHERE line = 1"),
            ("posting", "append only", f"UPDATE posting SET line = 7, {FORMER} WHERE line = 1"),
            ("posting", "append only", f"UPDATE posting SET {FORMER.replace('former', 'consumed')} WHERE line = 1"),
            ("posting", "append only", "UPDATE posting SET account = 'former' WHERE line = 2"),
            ("ledger_txn", "append only", "UPDATE ledger_txn SET at = 2"),
            ("ledger_txn", "append only", "UPDATE ledger_txn SET key = 'k4'"),
            ("ledger_txn", "append only", f"{RENAME}, at = 2"),
            ("ledger_txn", "append only", f"{RENAME}, hold_id = 'h1'"),
            ("command_log", "append only", "UPDATE command_log SET fingerprint = 'g' WHERE key = 'k1'"),
            ("hold", "resolved", "UPDATE hold SET job_id = NULL, expires_at = 99 WHERE id = 'h2'"),
            ("hold", "resolved", "UPDATE hold SET job_id = NULL, resolved_at = 6 WHERE id = 'h2'"),
            ("hold", "resolved", "UPDATE hold SET job_id = NULL, resolved_version = 9 WHERE id = 'h2'"),
            ("hold", "resolved", "UPDATE hold SET job_id = NULL, state = 'expired' WHERE id = 'h2'"),
            ("hold", "terms", "UPDATE hold SET job_id = NULL, amount = 5 WHERE id = 'h2'"),
            ("hold", "terms", "UPDATE hold SET job_id = 'j7' WHERE id = 'h2'"),
            ("hold_lot", "terms", "UPDATE hold_lot SET amount = 5 WHERE hold_id = 'h1'"),
        )
    ),
    ("posting", "append only", [f"UPDATE posting SET {FORMER} WHERE line = 1"]),
    ("ledger_txn", "append only", [RENAME]),
    ("posting", "never deleted", [PURGING, "DELETE FROM purging", "DELETE FROM posting"]),
    ("hold", "begins open", [
        "INSERT INTO hold (id, wallet_id, purpose, job_id, amount, captured, state, placed_version, resolved_version, "
        "created_at, expires_at, resolved_at) SELECT 'h3', id, 'job', 'j3', 4, 0, 'released', 5, 6, 1, 9, 2 FROM wallet"
    ]),
    ("hold", "resolved", ["UPDATE hold SET state = 'expired' WHERE id = 'h2'"]),
    ("hold", "resolved", ["UPDATE hold SET state = 'open', resolved_at = NULL, resolved_version = NULL WHERE id = 'h2'"]),
    ("hold", "resolved", ["UPDATE hold SET expires_at = 99 WHERE id = 'h2'"]),
    *(
        ("hold", "terms", [f"UPDATE hold SET {change} WHERE id = 'h1'"])
        for change in ("amount = 5", "id = 'h7'", "job_id = 'j7'", "job_id = NULL", "placed_version = 7", "created_at = 7")
    ),
    ("hold_lot", "captured once", ["UPDATE hold_lot SET captured = 3 WHERE hold_id = 'h2'"]),
    ("hold_lot", "captured once", ["UPDATE hold_lot SET captured = 0 WHERE hold_id = 'h2'"]),
    ("hold_lot", "terms", ["UPDATE hold_lot SET amount = 5 WHERE hold_id = 'h1'"]),
    ("hold_lot", "terms", ["UPDATE hold_lot SET hold_id = 'h7' WHERE hold_id = 'h1'"]),
    ("picture", "illegal step", ["UPDATE picture SET state = 'stored', line = NULL, sha256 = 's', size = 1"]),
    # A document stays as it was issued, also when its person leaves; a series counts one by one.
    *(
        ("billing_document", "append only", [*DOCUMENTS, *first, f"UPDATE billing_document SET {change}"])
        for first in ([], [PURGING])
        for change in ("id = 'R26-2'", "series = 'R27'", "number = 2", "kind = 'credit-note'", "issued_at = 2", "contents = '[]'",
                       "sha256 = 't'", "refers_to = 'x'", "payment_id = NULL, number = 2", "payment_id = NULL, refers_to = 'x'")
    ),
    ("billing_document", "append only", [*DOCUMENTS, "UPDATE billing_document SET payment_id = NULL"]),
    ("billing_document", "append only", [*DOCUMENTS, PURGING, *("UPDATE billing_document SET payment_id = NULL",) * 2]),
    *((table, "never deleted", [*DOCUMENTS, f"DELETE FROM {table}"]) for table in triggers.NUMBERED),
    ("document_series", "begins with one", [SERIES.replace("2, 9", "3, 9")]),
    *(
        ("document_series", "one by one", [SERIES, f"UPDATE document_series SET {change}"])
        for change in ("next = 4", "next = 2", "next = 3, keep_until = 8", "next = 3, code = 'R27'", "keep_until = 8")
    ),
    # The legal texts: one after the other, told first, and then for good.
    ("policy_version", "replaces nothing", [RELEASES[0], RELEASES[0].replace("v1", "v3")]),
    ("policy_version", "told later", [RELEASES[0], RELEASES[1].replace("2, 2, NULL, NULL", f"2, 2, 5, {5 + TWO_WEEKS}")]),
    ("policy_version", "told later", [RELEASES[0], RELEASES[1].replace("2, 2, NULL, NULL", "2, 2, 5, NULL")]),
    *(
        ("policy_version", "terms", [*RELEASES, f"UPDATE policy_version SET {change} WHERE id = 'v2'"])
        for change in ("change = 'minor'", "proposed = 'material'", "before = NULL", "reason = 'x'", "published_at = 1", "announced_at = 9",
                       "documents = '[1]'", "approver = 'counsel'", "id = 'v7'")
    ),
    *(
        ("policy_version", "dates are fixed", [*RELEASES, EVERYBODY, DATED, f"UPDATE policy_version SET {change} WHERE id = 'v2'"])
        for change in ("effective_at = 9 * effective_at", "effective_at = NULL", "last_notice_at = 4", "last_notice_at = NULL")
    ),
    ("policy_version", "dates are fixed", [*RELEASES, "UPDATE policy_version SET effective_at = 0 WHERE id = 'v1'"]),
    ("policy_version", "not everybody is told", [*RELEASES, "UPDATE account SET created_at = 1", DATED]),
    ("policy_version", "not everybody is told", [*RELEASES, TOLD.format("'due', NULL"), DATED]),
    ("policy_version", "not everybody is told", [*RELEASES, TOLD.format("'sent', 6"), DATED]),
    ("policy_version", "never deleted", [*RELEASES, "DELETE FROM policy_version WHERE id = 'v2'"]),
]  # fmt: skip

REFUSED_BY_SQLITE: list[Case] = [
    (table, "exists", [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"]) for table in ("posting", "hold", "hold_lot")
]
REFUSED_BY_SQLITE += [
    # Its own postings are sealed away before the seal could be replaced, so it is a balanced one with the name of an old one.
    ("ledger_txn", "exists", [*LINES_2, SEAL_2.replace("k4", "k1")]),
    ("ledger_txn", "exists", ["INSERT OR REPLACE INTO ledger_txn SELECT * FROM ledger_txn"]),
]
REFUSED_BY_SQLITE += [
    ("policy_version", "exists", [*RELEASES, "INSERT OR REPLACE INTO policy_version SELECT * FROM policy_version WHERE id = 'v2'"])
]
REFUSED_BY_SQLITE += [
    ("billing_document", "exists", [*DOCUMENTS, f"INSERT OR REPLACE INTO {new}"])
    for new in (
        "billing_document SELECT * FROM billing_document",
        *(
            NEW_DOCUMENT.removeprefix("INSERT INTO ") + row
            for row in (
                "('R26-2', 'R26', 1, 'receipt', NULL, 1, '{}', 's', NULL)",
                "('R26-2', 'R26', 2, 'receipt', 'p1', 1, '{}', 's', NULL)",
            )
        ),
    )
]
REFUSED_BY_POSTGRES: list[Case] = [
    (table, "never emptied", [*first, f"TRUNCATE {table} CASCADE"])
    for table in ("posting", "ledger_txn", "command_log", "hold", "hold_lot")
    for first in ([], [PURGING])
]
REFUSED_BY_POSTGRES += [("policy_version", "never emptied", ["TRUNCATE policy_version CASCADE"])]
REFUSED_BY_POSTGRES += [(table, "never emptied", [PURGING, f"TRUNCATE {table} CASCADE"]) for table in triggers.NUMBERED]
QUIET = {("command_log", "exists")}

ALLOWED: list[list[str]] = [
    [*DOCUMENTS, "UPDATE document_series SET next = next + 1"],
    [*DOCUMENTS, f"{NEW_DOCUMENT} ('C26-1', 'C26', 1, 'credit-note', 'p1', 1, '{{}}', 's', 'R26-1')"],
    [*DOCUMENTS, PURGING, "UPDATE billing_document SET payment_id = NULL", "DELETE FROM payment"],
    [*DOCUMENTS, PURGING, "DELETE FROM billing_document", "DELETE FROM document_series"],
    [*RELEASES, EVERYBODY, DATED],
    [*RELEASES, TOLD.format("'failed', NULL"), DATED],
    [*LINES_2, SEAL_2],
    [f"{REFUSE} WHERE key = 'k2'"],
    ["UPDATE hold SET expires_at = 10 WHERE id = 'h1'"],
    ["UPDATE hold SET state = 'captured', captured = 3, resolved_at = 6, resolved_version = 5 WHERE id = 'h1'"],
    ["UPDATE hold_lot SET captured = 4 WHERE hold_id = 'h1'"],
    ["UPDATE lot SET remaining = 3, expired = 1"],
    ["UPDATE wallet SET posted = 10, held = 4, version = 2"],
    ["INSERT INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'k1', 'g', 'done', 2) ON CONFLICT DO NOTHING"],
    [PURGING, f"UPDATE posting SET {FORMER} WHERE line = 1"],
    [PURGING, KEY_OF_FORMER, RENAME],
    [PURGING, "UPDATE hold SET job_id = NULL WHERE id = 'h2'"],
    [
        PURGING,
        "DELETE FROM hold_lot",
        "DELETE FROM lot",
        "DELETE FROM posting",
        "DELETE FROM ledger_txn",
        "DELETE FROM hold",
        "DELETE FROM command_log",
    ],
]


def each(unit: UnitOfWork, statements: Iterable[str]) -> None:
    for statement in statements:
        run(unit, statement)


class Undo(Exception):
    """Ends a work that shall leave nothing behind."""


def undone(*statements: str) -> Callable[[UnitOfWork], None]:
    def work(unit: UnitOfWork) -> None:
        each(unit, statements)
        raise Undo

    return work


async def stocked_store(url: str) -> SqlStore:
    """One person with a grant, two holds, four commands and a picture."""
    store = await open_store(url, Ambient())
    await store.write(arrive("ann"))
    await store.write(lambda unit: each(unit, SEED))
    return store


@pytest.fixture(scope="module")
async def sqlite_stock(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SqlStore]:
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("stock") / "ink.db")
    store = await stocked_store(f"sqlite+aiosqlite:///{file}")
    yield store
    await store.close()


@pytest.fixture(scope="module")
async def postgres_stock(postgres_server: str) -> AsyncIterator[SqlStore]:
    await run_sql(postgres_server, "CREATE DATABASE stock TEMPLATE template")
    store = await stocked_store(f"{postgres_server}/stock")
    yield store
    await store.close()
    await run_sql(postgres_server, "DROP DATABASE stock")


@pytest.fixture(params=ENGINES)
def stock(request: pytest.FixtureRequest) -> SqlStore:
    """Shared by the tests of this file, which leave it as it is."""
    store: SqlStore = request.getfixturevalue(f"{request.param}_stock")
    return store


async def _refused(store: SqlStore, case: Case) -> None:
    table, says, statements = case
    with pytest.raises(IntegrityError, match=f"{table}: {says}"):
        await store.write(lambda unit: each(unit, statements))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]} {case[1]}")
async def test_the_database_refuses(stock: SqlStore, case: Case) -> None:
    await _refused(stock, case)


@pytest.mark.parametrize("statements", ALLOWED, ids=lambda statements: statements[-1][:50])
async def test_the_database_allows(stock: SqlStore, statements: list[str]) -> None:
    with pytest.raises(Undo):
        await stock.write(undone(*statements))


async def test_a_transaction_without_a_seal_does_not_commit(stock: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        await stock.write(lambda unit: each(unit, LINES_2))


@pytest.mark.parametrize("old", PictureState)
async def test_a_picture_takes_legal_steps_only(stock: SqlStore, old: PictureState) -> None:
    for new in PictureState:
        legal = new is old or new in LEGAL_STEPS[old]
        with pytest.raises(Undo if legal else IntegrityError, match=None if legal else "picture: illegal step"):
            await stock.write(undone(*steps_to(old), f"UPDATE picture SET {state_columns(new)}"))


def state_columns(state: PictureState) -> str:
    """What the CHECKs want of a picture in this state."""
    lease = "lease_until = 1, owner = 'w'" if state is PictureState.ASKED else "lease_until = NULL, owner = NULL"
    line = "line = 'front'" if state is PictureState.QUEUED else "line = NULL"
    return f"state = '{state}', sha256 = 's', size = 1, reason = 'r', {lease}, {line}"


def steps_to(state: PictureState) -> list[str]:
    """How the queued picture comes to this state."""
    steps = {
        PictureState.QUEUED: [],
        PictureState.CANCELLED: [state],
        PictureState.ASKED: [state],
        PictureState.REMOVED: [PictureState.ASKED, PictureState.STORED, state],
    }.get(state, [PictureState.ASKED, state])
    return [f"UPDATE picture SET {state_columns(step)}" for step in steps]


@pytest.fixture
async def stocked_file(sqlite_url: str) -> str:
    await (await stocked_store(sqlite_url)).close()
    return str(make_url(sqlite_url).database)


@pytest.mark.parametrize("case", REFUSED_BY_SQLITE, ids=lambda case: f"{case[0]} {case[1]}")
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
async def test_sqlite_does_not_replace_history(stocked_file: str, case: Case, recursive: str) -> None:
    """A connection that does not set our pragmas (any tool) cannot rewrite either."""
    connection = sqlite3.connect(stocked_file)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = connection.execute(f"SELECT * FROM {case[0]}").fetchall()
    *preparing, last = case[2]
    for statement in preparing:
        connection.execute(statement)
    with pytest.raises(sqlite3.IntegrityError, match=f"{case[0]}: {case[1]}"):
        connection.execute(last)
    connection.rollback()
    assert connection.execute(f"SELECT * FROM {case[0]}").fetchall() == before
    connection.close()


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
async def test_sqlite_does_not_replace_a_command(stocked_file: str, recursive: str) -> None:
    connection = sqlite3.connect(stocked_file)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    replaced = "INSERT OR REPLACE INTO command_log (scope, key, fingerprint, outcome, at) VALUES ('grant', 'k1', 'g', 'done', 9)"
    assert connection.execute(replaced).rowcount == 0
    assert connection.execute("SELECT fingerprint, at FROM command_log WHERE key = 'k1'").fetchall() == [("f", 1)]
    connection.close()


@pytest.mark.parametrize("case", REFUSED_BY_POSTGRES, ids=lambda case: f"{case[0]} {case[1]}")
async def test_postgres_does_not_truncate_history(postgres_stock: SqlStore, case: Case) -> None:
    await _refused(postgres_stock, case)


async def test_postgres_guards_stay_on_during_replication(postgres_stock: SqlStore) -> None:
    replica = "SET LOCAL session_replication_role = replica"
    await _refused(postgres_stock, ("posting", "append only", [replica, "UPDATE posting SET amount = 11 WHERE amount = 10"]))


def test_every_guard_is_tried_above() -> None:
    tried = {(table, says) for table, says, _ in (*REFUSED, *REFUSED_BY_SQLITE, *REFUSED_BY_POSTGRES)} | QUIET
    assert {(guard.table, guard.says) for guard in triggers.GUARDS} == tried
