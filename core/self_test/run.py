"""The daily self-test of the rights: accounts of the program's own are made, used, copied and erased, and then looked for (PRV-92).

Its record is a request of the program to itself, without an account: open while it runs, done when all was well, cancelled when the process
died. When something was found it stays open, so that it is watched like everything that waits for a human.
"""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.ambient import Ambient
from core.caller import Address, Caller
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.self_test.bench import Bench, Inside
from core.self_test.marks import PLATFORM, Canaries, spellings, spelt_in_text
from core.self_test.person import LOCALE, SelfTestPerson, lives
from core.self_test.proving import cleaned, copied, erased
from core.self_test.steps import Step
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

NIGHT = range(3, 5)
"""Hours (UTC) in which it runs: erasing locks one table after another for a moment on PostgreSQL."""
OVERDUE = timedelta(days=2)
"""When it did not run for so long it does so at any hour."""
LONGEST = timedelta(hours=2)
"""A run that has not ended by then has died."""


@dataclass(frozen=True)
class Taken:
    """How a step went. `wrong` counts what is left, missing or broken; `error` is the type of what was raised. `size`: bytes or tables that
    were looked through; `skipped`: files that were too large."""

    step: Step
    platform: str
    seconds: float
    wrong: int = 0
    error: str = ""
    size: int = 0
    skipped: int = 0


@dataclass
class Result:
    """A whole run. `ref` names its record."""

    ref: str
    at: datetime
    steps: list[Taken] = field(default_factory=list)

    @property
    def wrong(self) -> list[Taken]:
        """The steps that did not go well."""
        return [taken for taken in self.steps if taken.wrong]


def is_due(last: Request | None, now: datetime) -> bool:
    """Whether the next run shall begin: once in each night, or as soon as possible if it has been missed for long."""
    if last is not None and is_under_way(last, now):
        return False
    night = now.replace(hour=NIGHT.start, minute=0, second=0, microsecond=0)
    if now.hour in NIGHT:
        return last is None or last.received_at < night or died(last)
    return last is not None and now - last.received_at >= OVERDUE


def is_under_way(last: Request, now: datetime) -> bool:
    """Whether somebody is at it."""
    return last.state is RequestState.OPEN and last.confirmed_at is None and now - last.received_at < LONGEST


def died(last: Request) -> bool:
    """Whether a run that is not under way never came to an end."""
    return last.state is RequestState.OPEN and last.confirmed_at is None


async def run(bench: Bench, *, forced: bool = False) -> Result | None:
    """Run it if it is due (`forced`: whenever nobody else is at it); `None` if not. Safe at any time, in any number of processes."""
    shop = bench.rights.shop
    ref = await shop.store.write(lambda uow: begin(uow, bench.inside, shop.ambient, forced=forced))
    if ref is None:
        return None
    result = Result(ref, shop.ambient.now())
    bench.reached("begun")
    await _all_steps(bench, result)
    await shop.store.write(lambda uow: _end(uow, result, shop.ambient.now()))
    _say(result, len(bench.platforms))
    return result


def begin(uow: UnitOfWork, inside: Inside, ambient: Ambient, *, forced: bool) -> str | None:
    """Write down that a run begins; its reference, or `None` if it is not the time. One after another, in however many processes."""
    uow.accounts.await_turn(Caller(PLATFORM, "turn", "", "", Address(PLATFORM, "")))
    last, now = inside.last_run(uow), ambient.now()
    if not is_due(last, now) and (not forced or (last is not None and is_under_way(last, now))):
        return None
    if last is not None and died(last):
        uow.rights.move(last, RequestState.CANCELLED, now, Actor.PROGRAM)
    record = _record(ambient, now)
    uow.rights.add(record)
    return record.ref


def _record(ambient: Ambient, now: datetime) -> Request:
    return Request(
        ref=ambient.new_id(),
        kind=RequestKind.COMPLAINT,
        state=RequestState.OPEN,
        account_id=None,
        actor=Actor.PROGRAM,
        channel=PLATFORM,
        received_at=now,
        due_at=answer_by(now),
        answer_by=answer_by(now),
        locale=LOCALE,
    )


def _end(uow: UnitOfWork, result: Result, now: datetime) -> None:
    """Well: withdrawn. Otherwise a human has to look, and close it."""
    record = uow.rights.get(result.ref)
    if record is None:
        return
    if result.wrong:
        uow.rights.change(replace(record, confirmed_at=now, total=sum(taken.wrong for taken in result.wrong)))
    else:
        uow.rights.move(record, RequestState.DONE, now, Actor.PROGRAM)


def _say(result: Result, people: int) -> None:
    """One line: words of the program and numbers."""
    seconds = round(sum(taken.seconds for taken in result.steps), 1)
    told = {"request": result.ref, "people": people, "seconds": seconds, "bytes": _read(result)}
    if result.wrong:
        first = result.wrong[0]
        failures = sum(taken.wrong for taken in result.wrong)
        log.error("self-test found something", extra={**told, "step": first.step.value, "platform": first.platform, "failures": failures})
    else:
        log.info("self-test well", extra=told)


def _read(result: Result) -> int:
    return sum(taken.size for taken in result.steps if taken.step is Step.FILES)


# --- the steps ------------------------------------------------------------------------------------


async def _all_steps(bench: Bench, result: Result) -> None:
    """Whatever goes wrong, what was made is erased and looked for."""
    marks, prefixes, keys = list[str](), list[str](), list[str]()
    await _take(bench, result, Step.CLEAN, "", cleaned(bench, marks))
    for platform in bench.platforms:
        person = SelfTestPerson(platform, Canaries())
        marks.append(person.canaries.mark)
        if await _take(bench, result, Step.USE, platform, lives(bench, person)):
            await _take(bench, result, Step.COPY, platform, copied(bench, person))
        await _take(bench, result, Step.ERASE, platform, erased(bench, person, prefixes, keys))
    bench.reached("looking")
    await _take(bench, result, Step.ROWS, "", _rows(bench, marks))
    await _take(bench, result, Step.OBJECTS, "", _objects(bench, prefixes, keys))
    await _take(bench, result, Step.FILES, "", _files(bench, marks))
    await _take(bench, result, Step.BOOKS, "", _books(bench))


Found = None | int | Taken
"""Nothing is wrong, so much is wrong, or all that a step has to say."""


async def _take(bench: Bench, result: Result, step: Step, platform: str, work: Awaitable[Found]) -> bool:
    """Take a step and write down how it went; whether that was well."""
    elapsed = bench.rights.shop.ambient.elapsed
    before = elapsed()
    try:
        found = await work
        taken = found if isinstance(found, Taken) else Taken(step, platform, 0, wrong=found or 0)
    except Exception as error:
        log.exception("self-test step failed", extra={"step": step.value, "platform": platform})
        taken = Taken(step, platform, 0, wrong=1, error=type(error).__name__)
    result.steps.append(replace(taken, seconds=round(elapsed() - before, 2)))
    return not taken.wrong


async def _rows(bench: Bench, marks: list[str]) -> Taken:
    """A transaction for each table, so that none is long."""
    spelt = [form for mark in marks for form in spelt_in_text(mark)]
    wrong = 0
    for table in bench.inside.tables:
        wrong += await bench.rights.shop.store.read(lambda uow, name=table: bench.inside.rows_with(uow, name, spelt))  # type: ignore[misc]
    return Taken(Step.ROWS, "", 0, wrong, size=len(bench.inside.tables))


async def _objects(bench: Bench, prefixes: list[str], keys: list[str]) -> Taken:
    """What lies in their folders, and what lay elsewhere and still does."""
    objects = bench.rights.shop.objects
    inside = sum([len(await objects.keys(f"{prefix}/")) for prefix in prefixes])
    elsewhere = sum([await objects.head(key) is not None for key in keys])
    return Taken(Step.OBJECTS, "", 0, inside + elsewhere, size=len(prefixes) + len(keys))


async def _files(bench: Bench, marks: list[str]) -> Taken:
    looked = await bench.files([form for mark in marks for form in spellings(mark)])
    return Taken(Step.FILES, "", 0, looked.hits, size=looked.size, skipped=looked.skipped)


async def _books(bench: Bench) -> int:
    now = bench.rights.shop.ambient.now()
    return await bench.rights.shop.store.read(lambda uow: bench.inside.breaches(uow, now))
