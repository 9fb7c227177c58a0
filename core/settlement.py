"""The one place where a job ends: pictures are counted, the hold is captured or released, and the message becomes due."""

from dataclasses import replace
from datetime import datetime

from core.forbidden.refused import of_job
from core.jobs import Job, JobState, outcome_of
from core.measures import NOBODY, Measures
from core.storage.unit_of_work import UnitOfWork


def settle(uow: UnitOfWork, job: Job, now: datetime, measures: Measures = NOBODY) -> Job:
    """End a job whose pictures are all closed, in the transaction that closed the last one. Charges exactly what was made."""
    outcome, reason = outcome_of(job.pictures)
    assert job.hold_id is not None, "a working job has a hold"
    if job.charged:
        uow.ledger.capture(job.hold_id, job.charged, now=now)
    else:
        uow.ledger.release(job.hold_id, now=now)
    done = replace(job, state=JobState.FINISHED, outcome=outcome, reason=reason, finished_at=now)
    uow.jobs.finish(done, now)
    if refused := of_job(done, now):
        uow.refusals.add(refused)
    uow.after_commit(lambda: _measure(measures, job))
    return done


def _measure(measures: Measures, job: Job) -> None:
    measures.credited("charged", job.charged)
    measures.credited("released", job.price - job.charged)
