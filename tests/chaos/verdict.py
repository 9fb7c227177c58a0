"""What is there when all is over, looked at from outside: chats, books and logs."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from core.ambient import utc_now
from db.store import open_reader
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.chaos.crowd import PACK, InPlayground, OnTelegram
from tests.chaos.processes import Seat
from tests.loopback_telegram.messages import Message

FREE = 40  # credits that everybody begins with

JOBS = """
    SELECT job.code, job.prompt, job.state, job.outcome, job.delivery, job.unit_price, hold.state AS hold, hold.captured,
           (SELECT count(*) FROM hold h WHERE h.job_id = job.id) AS holds,
           (SELECT count(*) FROM picture WHERE picture.job_id = job.id AND picture.state = 'stored') AS stored
    FROM job JOIN hold ON hold.id = job.hold_id
"""
WALLETS = """
    SELECT identity.platform || ' ' || identity.uid AS who, wallet.posted, wallet.held
    FROM identity JOIN wallet ON wallet.account_id = identity.account_id
"""
Person = OnTelegram | InPlayground


@dataclass(frozen=True)
class Books:
    """What the database says: the jobs that were begun, by their words; posted and held credits by person; broken rules."""

    jobs: Mapping[str, Sequence[Any]]
    wallets: Mapping[str, tuple[int, int]]
    open_holds: int
    breaches: Sequence[str]


async def books(database: str) -> Books:
    """Read as `ledger verify` does."""

    def work(uow: SqlUnitOfWork) -> Books:
        jobs = defaultdict(list)
        for row in uow.connection.execute(text(JOBS)):
            jobs[row.prompt].append(row)
        wallets = {row.who: (row.posted, row.held) for row in uow.connection.execute(text(WALLETS))}
        still = uow.connection.execute(text("SELECT count(*) FROM hold WHERE state = 'open'")).scalar_one()
        return Books(jobs, wallets, still, [str(check) for check in verify(uow.connection, utc_now()) if not check.ok])

    reader = await open_reader(database)
    try:
        return await reader.read(work)
    finally:
        await reader.close()


async def left(database: str) -> int:
    """How much waits to be worked on, made or delivered."""
    reader = await open_reader(database)
    try:
        return await reader.read(lambda uow: uow.updates.waiting() + uow.jobs.waiting() + uow.jobs.undelivered())
    finally:
        await reader.close()


@dataclass(frozen=True)
class Shown:
    """What a chat shows of one request: how often it is said how it ended, and how many pictures there are, repetitions included."""

    endings: int
    pictures: int


async def chat_of(person: Person) -> Callable[[str], Shown]:
    """Their whole chat, as they see it: what is shown of the request in these words."""
    if isinstance(person, OnTelegram):
        messages = person.person.private.visible()
        return lambda words: _in_chat(messages, words)
    bodies = await person.all_bodies()
    return lambda words: _on_page(bodies, words)


def _on_page(bodies: Sequence[dict[str, Any]], words: str) -> Shown:
    found = [body for body in bodies if body["quote"] == words and body["progress"] is None]
    return Shown(len(found), sum(len(body["pictures"]) for body in found))


def _in_chat(messages: Sequence[Message], words: str) -> Shown:
    endings = [message for message in messages if words in message.text and "#" in message.text and message.sender.bot]
    asked = next(message for message in messages if words in message.text and not message.sender.bot)
    albums = [message for message in messages if message.album and message.reply_to is asked]
    return Shown(len(endings), sum(message.photo is not None for message in endings) + len(albums))


@dataclass
class Verdict:
    """What went wrong (each must be 0), what was repeated, and what was done at all."""

    asked: int = 0
    with_pictures: int = 0
    with_credits_back: int = 0
    pictures: int = 0
    charged: int = 0
    lost: int = 0
    begun_twice: int = 0
    wrongly_charged: int = 0
    without_ending: int = 0
    without_words: int = 0
    repeated_messages: int = 0
    repeated_pictures: int = 0
    wrong_wallets: int = 0
    open_holds: int = 0
    breaches: int = 0
    what: list[str] | None = None

    @property
    def wrong(self) -> dict[str, int]:
        """Everything that must be nothing."""
        names = ("lost", "begun_twice", "wrongly_charged", "without_ending", "without_words", "wrong_wallets", "open_holds", "breaches")
        return {name: found for name in names if (found := getattr(self, name))}

    def complain(self, name: str, about: str) -> None:
        """One more of these."""
        setattr(self, name, getattr(self, name) + 1)
        self.what = [*(self.what or []), f"{name}: {about}"]


async def judged(people: Sequence[Person], database: str) -> Verdict:
    """Everybody's requests, one by one, against what was begun, what was charged and what is shown."""
    found, verdict = await books(database), Verdict()
    for person in people:
        owes, chat = 0, await chat_of(person)
        for wish in person.wishes:
            verdict.asked += wish.accepted is not None
            jobs = found.jobs.get(wish.words, [])
            if wish.accepted is not None and not jobs:
                verdict.complain("lost", wish.words)
            if len(jobs) > 1:
                verdict.complain("begun_twice", wish.words)
            for job in jobs[:1]:
                owes += _job(verdict, job, chat(wish.words))
        has = found.wallets.get(person.name)
        if has is not None and has != (FREE + PACK * person.purse.packs - owes, 0):
            verdict.complain("wrong_wallets", f"{person.name}: {has}, {person.purse.packs} packs, {owes} spent")
    verdict.open_holds = found.open_holds
    for breach in found.breaches:
        verdict.complain("breaches", breach)
    return verdict


def _job(verdict: Verdict, job: Any, seen: Shown) -> int:
    """What the person has to pay for it, by what they see."""
    made, price = job.stored, job.unit_price * job.stored
    verdict.pictures += made
    verdict.charged += job.captured
    verdict.with_pictures += made > 0
    verdict.with_credits_back += made == 0
    if job.captured != price or job.holds != 1 or (job.hold == "captured") != (made > 0):
        verdict.complain("wrongly_charged", str(job))
    if job.state != "finished" or job.delivery not in ("done", "kept") or seen.pictures < made or not (seen.endings or made):
        verdict.complain("without_ending", f"{job} {seen}")
    if made and not seen.endings and job.delivery == "done":
        verdict.complain("without_words", f"{job} {seen}")
    verdict.repeated_messages += max(0, seen.endings - 1)
    verdict.repeated_pictures += max(0, seen.pictures - made)
    return int(price)


def errors_in(seats: Sequence[Seat]) -> Counter[str]:
    """What the programs' logs call an error, and how often; with the error's name where there is one."""
    return Counter(_named(line) for seat in seats for line in _lines(seat) if line.get("level") in ("error", "critical"))


def _lines(seat: Seat) -> Iterator[dict[str, Any]]:
    for line in seat.log.read_text("utf-8", "replace").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            found = {"level": "error", "event": f"not a line of the log: {line[:100]}"} if not line.startswith("InkMirage is here") else {}
        yield found


def _named(line: Mapping[str, Any]) -> str:
    stack = str(line.get("exception") or "").strip().splitlines()
    return f"{line['event']}: {stack[-1][:100]}" if stack else str(line["event"])
