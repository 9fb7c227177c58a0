"""A database with so many people and so many lines of the books, filled by the database itself: ids look like ours, the books are valid.

Everybody was welcomed and has had one picture made. The busy ones among them have had many more, whose jobs are no longer there (as after
the period for which jobs are kept); so the books can be ten times as long as the list of people. While it fills, there are no indexes,
no keys and no triggers; afterwards there are.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

PLATFORM = "web"
GRANTED, PRICE = 1_000_000, 4
PAST = 1_760_000_000_000_000  # microseconds; long ago
MINUTE = 60_000_000
AT_ONCE = 4
_HASTE = {"session_replication_role": "replica", "synchronous_commit": "off", "maintenance_work_mem": "512MB"}

KEYS = """SELECT conrelid::regclass AS place, conname AS name, pg_get_constraintdef(oid) AS terms, contype AS kind
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u') ORDER BY contype = 'f' DESC"""
INDEXES = """SELECT indexname, indexdef FROM pg_indexes
             WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)"""
TRIGGERS = "SELECT tgrelid::regclass AS place, tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"


@dataclass(frozen=True)
class Crowd:
    """`people` in all; each of the first `busy` of them has `more` captures in the books beside the grant that everybody has."""

    people: int
    busy: int = 0
    more: int = 0

    @property
    def lines(self) -> int:
        """Lines of the books."""
        return 2 * (self.people + self.busy * self.more)


def uid(number: int) -> str:
    """What the playground calls the person with this number, from one."""
    return f"u{number}"


def _id(kind: str, *numbers: str) -> str:
    """SQL for an id of twenty letters that tells nothing, and always the same one."""
    joined = " || '-' || ".join(numbers)
    return f"substr(md5('{kind}' || {joined}), 1, 20)"


def _everybody() -> list[str]:
    account, wallet, job = _id("account", "n"), _id("wallet", "n"), _id("job", "n")
    each = "FROM generate_series(1, $1) AS n"
    address = f"json_build_object('platform', '{PLATFORM}', 'chat', 'u' || n, 'private', true, 'uid', 'u' || n)"
    return [
        f"""INSERT INTO account (id, created_at, ask_mode, ask_above, storage_prefix, standing, seen_at)
            SELECT {account}, {PAST} + n, 'always', 0, 'a/' || {_id("prefix", "n")}, 'active', {PAST} + n {each}""",
        f"""INSERT INTO identity (platform, uid, account_id, name, linked_at)
            SELECT '{PLATFORM}', 'u' || n, {account}, 'u' || n, {PAST} + n {each}""",
        f"""INSERT INTO wallet (id, account_id, posted, held, version)
            SELECT {wallet}, {account}, {GRANTED} - {PRICE} * more, 0, 1 + 2 * more
            FROM generate_series(1, $1) AS n, LATERAL (SELECT CASE WHEN n <= $2 THEN $3 ELSE 0 END AS more) AS m""",
        f"""INSERT INTO command_log (scope, key, fingerprint, outcome, at)
            SELECT 'grant', 'welcome/' || {account}, md5('' || n), 'done', {PAST} + n {each}""",
        f"""INSERT INTO ledger_txn (seq, kind, scope, key, at) SELECT n, 'grant', 'grant', 'welcome/' || {account}, {PAST} + n {each}""",
        f"""INSERT INTO posting (seq, line, account, wallet_id, amount, balance_after, version)
            SELECT n, 1, 'wallet', {wallet}, {GRANTED}, {GRANTED}, 1 {each}
            UNION ALL SELECT n, 2, 'issued_promo', NULL, -{GRANTED}, NULL, NULL {each}""",
        f"""INSERT INTO lot (id, wallet_id, kind, granted, remaining, expired, moved, created_at, seq)
            SELECT lpad('' || n, 15, '0'), {wallet}, 'promo', {GRANTED}, {GRANTED} - {PRICE} * more, 0, 0, {PAST} + n, n
            FROM generate_series(1, $1) AS n, LATERAL (SELECT CASE WHEN n <= $2 THEN $3 ELSE 0 END AS more) AS m""",
        f"""INSERT INTO job (id, account_id, code, state, outcome, prompt, shape, quality, count, private, spoiler, unit_price, locale,
                             address, created_at, finished_at, delivery, delivery_attempts)
            SELECT {job}, {account}, upper(substr(md5('' || n), 1, 4)), 'finished', 'done', 'a fox in the rain', 'square', 'low', 1, 0, 0,
                   {PRICE}, 'en', ({address})::text, {PAST} + n, {PAST} + n + {MINUTE}, 'done', 1 {each}""",
        f"""INSERT INTO picture (id, job_id, account_id, position, state, rank, arrival, due_at, attempts, unclear, object_key, object_gone,
                                 media_type, width, height, size, sha256, asked_at, finished_at)
            SELECT {_id("picture", "n")}, {job}, {account}, 0, 'stored', n, n, {PAST} + n, 1, 0, 'a/' || {_id("object", "n")}, 0,
                   'image/png', 1024, 1024, 2000000, md5('' || n) || md5('' || n), {PAST} + n, {PAST} + n + {MINUTE} {each}""",
    ]


def _busy() -> list[str]:
    """Captures go round and round: the k-th of everybody before the next of anybody."""
    wallet, hold = _id("wallet", "n"), _id("hold", "n", "k")
    each = "FROM generate_series(1, $3) AS k, generate_series(1, $2) AS n"
    seq, at = "$1 + (k - 1) * $2 + n", f"{PAST} + $1 + (k - 1) * $2 + n"
    return [
        f"""INSERT INTO hold (id, wallet_id, purpose, amount, captured, state, placed_version, resolved_version,
                              created_at, expires_at, resolved_at)
            SELECT {hold}, {wallet}, 'job', {PRICE}, {PRICE}, 'captured', 2 * k, 2 * k + 1, {at}, {at} + {MINUTE}, {at} + 1 {each}""",
        f"""INSERT INTO hold_lot (hold_id, lot_id, amount, captured)
            SELECT {hold}, lpad('' || n, 15, '0'), {PRICE}, {PRICE} {each}""",
        f"""INSERT INTO command_log (scope, key, fingerprint, outcome, hold_id, at)
            SELECT 'hold', {hold}, md5('' || n), 'done', {hold}, {at} {each}
            UNION ALL SELECT 'resolve', {hold}, md5('' || n), 'done', {hold}, {at} {each}""",
        f"""INSERT INTO ledger_txn (seq, kind, scope, key, hold_id, at) SELECT {seq}, 'capture', 'resolve', {hold}, {hold}, {at} {each}""",
        f"""INSERT INTO posting (seq, line, account, wallet_id, amount, balance_after, version)
            SELECT {seq}, 1, 'wallet', {wallet}, -{PRICE}, {GRANTED} - {PRICE} * k, 2 * k + 1 {each}
            UNION ALL SELECT {seq}, 2, 'consumed', NULL, {PRICE}, NULL, NULL {each}""",
    ]


async def gather(address: str, crowd: Crowd) -> None:
    """Fill an empty database whose tables are there; several tables at a time."""
    async with asyncpg.create_pool(address, min_size=AT_ONCE, max_size=AT_ONCE, server_settings=_HASTE, command_timeout=None) as pool:
        restoring = await _stripped(pool)
        filling = (*_everybody(), *(_busy() if crowd.busy else []))
        await asyncio.gather(*(pool.execute(_filled_in(statement, (crowd.people, crowd.busy, crowd.more))) for statement in filling))
        await pool.execute("SELECT setval('ledger_seq', (SELECT max(seq) FROM ledger_txn))")
        await asyncio.gather(*(pool.execute(statement) for statement in restoring if "FOREIGN KEY" not in statement))
        for statement in restoring:
            if "FOREIGN KEY" in statement:
                await pool.execute(statement)
        await pool.execute("VACUUM ANALYZE")


def _filled_in(statement: str, numbers: Sequence[int]) -> str:
    """Our own numbers in their places, so that one spelling does for a statement that does not use all of them."""
    for place, number in enumerate(numbers, 1):
        statement = statement.replace(f"${place}", f"{number}::bigint")
    return statement


async def _stripped(pool: asyncpg.Pool) -> list[str]:
    """Take indexes and keys away; what brings them back. References to other rows are not checked again: `ledger verify` does that."""
    restoring: list[str] = []
    for row in await pool.fetch(TRIGGERS):
        await pool.execute(f"ALTER TABLE {row['place']} DISABLE TRIGGER {row['name']}")
        restoring.append(f"ALTER TABLE {row['place']} ENABLE ALWAYS TRIGGER {row['name']}")
    for row in await pool.fetch(INDEXES):
        await pool.execute(f'DROP INDEX "{row["indexname"]}"')
        restoring.append(row["indexdef"])
    for row in await pool.fetch(KEYS):
        place, name, terms = row["place"], row["name"], row["terms"]
        await pool.execute(f'ALTER TABLE {place} DROP CONSTRAINT "{name}"')
        unchecked = " NOT VALID" if row["kind"] == b"f" else ""
        restoring.append(f'ALTER TABLE {place} ADD CONSTRAINT "{name}" {terms}{unchecked}')
    return restoring
