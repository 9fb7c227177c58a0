"""People who order pictures, through the same steps as `/imagine`."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.accounts import Account
from core.caller import Address, Caller
from core.jobs import Job, JobState, PictureJob, PictureState
from core.ports import ImageFacts
from core.pricing import Quality, Shape
from core.storage.jobs import Claim
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from tests.clock import START

LEASE = timedelta(seconds=30)
FACTS = ImageFacts("image/png", 1024, 1024, 2_000_000, "5e" * 32)


def move_in(uow: UnitOfWork, name: str) -> None:
    """A person with more credits than a test can spend."""
    caller = Caller("web", name, name, f"{name} moves in", Address("web", name))
    uow.accounts.create(Account(name, START, f"prefix-{name}"), caller)
    uow.ledger.grant(name, 1_000_000, LotKind.PROMO, key=f"welcome {name}", now=START)


def draft(name: str, id: str, count: int = 1, *, now: datetime = START, quality: Quality = Quality.LOW) -> Job:
    """A request that nobody has said yes to."""
    address = Address("web", f"chat of {name}", "m1", "token", private=True)
    return Job(
        id=id,
        account_id=name,
        code=id.upper(),
        state=JobState.DRAFT,
        prompt="a fox in the rain",
        shape=Shape.SQUARE,
        quality=quality,
        count=min(count, 4),
        private=False,
        unit_price=2,
        locale="en",
        address=address,
        created_at=now,
    )


def accept(uow: UnitOfWork, job: Job, *, pictures: int | None = None, due_at: datetime | None = None) -> Job:
    """Hold the price and queue `pictures` of a stored draft (a test may want more than a job can have)."""
    hold = f"hold of {job.id}"
    until = job.created_at + timedelta(days=1)
    uow.ledger.hold(job.account_id, job.price, hold_id=hold, job_id=job.id, key=job.id, now=job.created_at, expires_at=until)
    wanted = tuple(
        PictureJob(f"{job.id}/{n}", job.id, n, PictureState.QUEUED, f"a/{job.id}/{n}", due_at or job.created_at)
        for n in range(pictures or job.count)
    )
    job = replace(job, state=JobState.WORKING, hold_id=hold, pictures=wanted)
    uow.jobs.start(job)
    return job


def order(uow: UnitOfWork, name: str, id: str, count: int = 1, *, now: datetime = START, quality: Quality = Quality.LOW) -> Job:
    """A request of somebody who does not want to be asked; `count` above four is for tests of long queues."""
    job = draft(name, id, count, now=now, quality=quality)
    uow.jobs.add(job)
    return accept(uow, job, pictures=count)


def claim(uow: UnitOfWork, owner: str = "worker", now: datetime = START, *, at_once: int = 1000, per_person: int = 1000) -> Claim | None:
    """A claim with a lease of `LEASE`."""
    return uow.jobs.claim(owner, now, lease_until=now + LEASE, at_once=at_once, per_person=per_person)


def turns(uow: UnitOfWork, now: datetime = START, *, most: int = 1000) -> list[str]:
    """Claim until nothing is left, without limits: the ids of the pictures in the order of their turns."""
    found: list[str] = []
    while len(found) < most and (claimed := claim(uow, now=now)):
        found.append(claimed.picture.id)
    return found


def stored(picture: PictureJob) -> PictureJob:
    """The picture, made and in the object store."""
    return picture.moved(PictureState.STORED, facts=FACTS)


def again(picture: PictureJob, due_at: datetime) -> PictureJob:
    """The picture, to be asked for again."""
    return picture.moved(PictureState.QUEUED, due_at=due_at)
