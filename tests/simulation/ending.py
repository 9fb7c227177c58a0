"""How a run must end: nothing open, the books in order, everybody told, and the providers of one mind with us."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, text

from core.facts import FactKind
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.simulation.bank import Bank
from tests.simulation.world import Broken, World

PATIENCE = 30 * 3600.0
"""Virtual seconds in which everything must be over, once nothing goes wrong any more: what is told of an unknown charge waits a day."""
LOOK = 30.0
SOON = timedelta(hours=2)
"""Longer than anything is put off that has failed."""

OPEN = {
    "holds": "SELECT id FROM hold WHERE state = 'open'",
    "jobs": "SELECT id FROM job WHERE state = 'working'",
    "undelivered jobs": "SELECT id FROM job WHERE state = 'finished' AND delivery = 'due'",
    "inbox": "SELECT id FROM inbox WHERE state IN ('new', 'early')",
    "letters": "SELECT id FROM letter WHERE state = 'due'",
    "notices": "SELECT id FROM notice WHERE state = 'due'",
    "refunds": "SELECT id FROM refund WHERE state IN ('due', 'asked')",
    "requests": """
        SELECT ref FROM rights_request
        WHERE state IN ('held', 'grace', 'running') AND (kind <> 'export' OR due_at <= :soon)""",
    "unremoved": "SELECT id FROM picture WHERE state IN ('removed', 'failed', 'cancelled') AND attempts > 0 AND object_gone = 0",
}
"""What waits for the program, by what it is. A copy waits by design until a risky change is three days old (PRV-25)."""

NEVER = {
    "charged is what was made": """
        SELECT j.id FROM job j JOIN hold h ON h.id = j.hold_id
        WHERE h.captured <> j.unit_price * (SELECT count(*) FROM picture p WHERE p.job_id = j.id AND p.state IN ('stored', 'removed'))""",
    "a request stuck": "SELECT ref FROM rights_request WHERE state = 'stuck'",
    "parked": "SELECT event_ref FROM inbox WHERE state = 'parked' AND object_ref IN (SELECT id FROM payment_order)",
}
"""What must not be there, by what it breaks."""

BOOKS = {
    "wallets": """
        SELECT coalesce((SELECT group_concat(i.platform || ' ' || i.uid) FROM
            (SELECT * FROM identity ORDER BY platform, uid) i WHERE i.account_id = a.id), '-') AS who,
            w.posted, w.held, w.locked_reason, a.standing, a.merged_into IS NOT NULL
        FROM wallet w JOIN account a ON a.id = w.account_id""",
    "house": """
        SELECT account, sum(amount) FROM (SELECT account, amount FROM posting UNION ALL SELECT account, amount FROM books_total) lines
        GROUP BY account""",
    "jobs": """
        SELECT j.state, j.outcome, j.delivery, h.state, h.amount, h.captured,
            (SELECT count(*) FROM picture p WHERE p.job_id = j.id AND p.state = 'stored')
        FROM job j LEFT JOIN hold h ON h.id = j.hold_id WHERE j.state <> 'draft'""",
    "payments": "SELECT provider, gross, p.currency, o.state FROM payment p JOIN payment_order o ON o.id = p.order_id",
    "refunds": "SELECT state, credits, amount FROM refund",
    "disputes": "SELECT state, amount, clawed, owed, repaid FROM dispute",
    "documents": "SELECT kind, series, number FROM billing_document",
    "vouchers": "SELECT credits, used FROM voucher",
    "requests": "SELECT kind, state FROM rights_request WHERE state <> 'draft'",
    "letters": "SELECT template, state FROM letter",
    "notices": "SELECT state FROM notice",
    "merges": "SELECT credits, undone_at IS NOT NULL FROM account_merge",
}
"""What two runs of one story must agree on: everything but names and moments."""

Books = dict[str, list[tuple[Any, ...]]]


def _connection(uow: UnitOfWork) -> Connection:
    return cast(SqlUnitOfWork, uow).connection


def _rows(connection: Connection, query: str, **values: object) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(text(query), values)), key=repr)


def _open(connection: Connection, now: datetime) -> list[str]:
    soon = int((now + SOON).timestamp() * 1_000_000)
    found = [(what, _rows(connection, query, **({"soon": soon} if ":soon" in query else {}))) for what, query in OPEN.items()]
    return [f"{what}: {rows[:3]}" for what, rows in found if rows]


async def settled(world: World, patience: float = PATIENCE) -> None:
    """Nothing goes wrong any more: wait until nothing waits for the program. Raises `Broken` if that takes more virtual seconds."""
    world.faults.on = False
    left = ["everything"]
    try:
        async with asyncio.timeout(patience):
            while left or not world.quiet or await _is_untold(world) or await _is_late(world):
                await asyncio.sleep(LOOK)
                left = await world.look(lambda uow: _open(_connection(uow), world.now()))
    except TimeoutError:
        raise Broken(f"still open after {patience:.0f} seconds: {left}") from None


async def _is_untold(world: World) -> bool:
    """Whether a provider's book has something that nobody has told us of: the sweeps will find it."""
    known, archived = await world.look(lambda uow: _known(_connection(uow)))
    return any(fact.event_ref not in known and fact.charge_ref not in archived for bank in _banks(world) for _, fact in bank.facts)


async def _is_late(world: World) -> bool:
    """Whether a picture arrived after its person had left: a sweep will find it."""
    rows = await world.look(lambda uow: _rows(_connection(uow), "SELECT prefix FROM erased_prefix"))
    return any(key.startswith(f"{prefix}/") for key in world.shelf.objects for (prefix,) in rows)


def _known(connection: Connection) -> tuple[set[str], set[str]]:
    """What we were told, and the charges of who has left."""
    told, archived = _rows(connection, "SELECT event_ref FROM inbox"), _rows(connection, "SELECT charge_ref FROM billing_record")
    return {ref for (ref,) in told}, {ref for (ref,) in archived}


def _banks(world: World) -> tuple[Bank, Bank]:
    return world.cards, world.stars


async def books(world: World) -> Books:
    """What stands there at the end."""
    return await world.look(lambda uow: {name: _rows(_connection(uow), query) for name, query in BOOKS.items()})


async def demand(world: World) -> None:
    """Raises `Broken` unless everything is as it must be."""
    problems = [*world.errors, *await world.look(lambda uow: list(_breaches(_connection(uow), world)))]
    if problems:
        raise Broken("; ".join(problems[:5]))


def _breaches(connection: Connection, world: World) -> Iterator[str]:
    yield from (str(check) for check in verify(connection, world.now()) if not check.ok)
    yield from (f"{rule}: {found[:3]}" for rule, query in NEVER.items() if (found := _rows(connection, query)))
    yield from _messages(connection, world)
    yield from _objects(connection, world)
    yield from _money(connection, world)


def _messages(connection: Connection, world: World) -> Iterator[str]:
    """Every finished job was posted, or its person could not be reached and was told later; where the platform takes a key once, once."""
    posted = {key for chats in world.chats.values() for key in {*chats.times, *chats.unreached}}
    finished = _rows(connection, "SELECT id FROM job WHERE state = 'finished' AND delivery = 'done'")
    yield from (f"never posted: {job}" for (job,) in finished if job not in posted)
    for chats in world.chats.values():
        yield from (f"without words: {job}" for (job,) in finished if job in chats.wordless)
        yield from (f"posted {times} times: {key}" for key, times in chats.times.items() if times > 1 and chats.takes_a_key_once)


def _objects(connection: Connection, world: World) -> Iterator[str]:
    """What people have is there, and what nobody has is not."""
    kept = {key for (key,) in _rows(connection, "SELECT object_key FROM picture WHERE state = 'stored'")}
    copies = {key for (key,) in _rows(connection, "SELECT object_key FROM export_part")}
    there = {key for key in world.shelf.objects if not key.startswith("tombstones/")}
    yield from (f"lost object {key}" for key in sorted(kept - there))
    yield from (f"object of nobody {key}" for key in sorted(there - kept - copies))


def _money(connection: Connection, world: World) -> Iterator[str]:
    """Each charge gave credits once; each refund is in both books. Of who has left only the charge is known."""
    credited = {(provider, charge) for provider, charge in _rows(connection, "SELECT provider, charge_ref FROM payment")}
    archived = {(provider, charge) for provider, charge in _rows(connection, "SELECT provider, charge_ref FROM billing_record")}
    parked = {(provider, ref) for provider, ref in _rows(connection, "SELECT provider, event_ref FROM inbox WHERE state = 'parked'")}
    ours = dict(_rows(connection, _GONE_BACK))
    if (made := sum(bank.given_back for bank in _banks(world))) > world.wishes:
        yield f"{made} refunds made, {world.wishes} asked for"
    for bank in _banks(world):
        for charge in bank.accounts:
            if (bank.name, charge) not in credited | archived | parked:
                yield f"paid and not credited: {charge}"
            theirs = sum(fact.gross for _, fact in bank.facts if fact.charge_ref == charge and fact.kind == FactKind.REFUNDED)
            if (bank.name, charge) in credited and ours.get(charge, 0) != theirs:
                yield f"refunded {theirs}, booked {ours.get(charge, 0)}: {charge}"


_GONE_BACK = """
    SELECT p.charge_ref, sum(r.amount) FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.state = 'done' GROUP BY p.charge_ref"""
