"""Jobs, pictures and references as rows and as the core's values."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, exists, select

from core.caller import Address
from core.jobs import Job, JobState, Outcome, PictureJob, PictureState
from core.ports import ImageFacts, Reference
from core.pricing import Quality, Shape
from db.prepared import Prepared
from db.tables import METADATA

T = TypeVar("T")

JOB = METADATA.tables["job"]
PICTURE = METADATA.tables["picture"]
JOB_REFERENCE = METADATA.tables["job_reference"]

WHOLE = select(JOB, exists().where(JOB_REFERENCE.c.job_id == JOB.c.id).label("refers"))
"""What a job is read by. Few refer to pictures, and whether one does costs less than asking for none."""

PICTURES_OF = Prepared(select(PICTURE).where(PICTURE.c.job_id == bindparam("job")).order_by(PICTURE.c.position))
REFERENCES_OF = Prepared(select(JOB_REFERENCE).where(JOB_REFERENCE.c.job_id == bindparam("job")).order_by(JOB_REFERENCE.c.position))


def job_values(job: Job) -> dict[str, Any]:
    """The columns of a job that the core decides; those of its delivery belong to `SqlJobs`."""
    return {
        "id": job.id,
        "account_id": job.account_id,
        "merge_id": job.merge_id,
        "code": job.code,
        "state": job.state.value,
        "outcome": job.outcome.value if job.outcome else None,
        "reason": job.reason,
        "prompt": job.prompt,
        "shape": job.shape.value,
        "quality": job.quality.value,
        "count": job.count,
        "private": job.private,
        "spoiler": job.spoiler,
        "community": job.community,
        "unit_price": job.unit_price,
        "hold_id": job.hold_id,
        "parent_id": job.parent_id,
        "locale": job.locale,
        "address": asdict(job.address),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "trace": job.trace or None,
    }


def reference_values(job: Job) -> list[dict[str, Any]]:
    """One row for each reference picture of a job, in order."""
    return [
        {"job_id": job.id, "position": position, "object_key": reference.object_key, "media_type": reference.media_type}
        for position, reference in enumerate(job.references)
    ]


def facts_values(facts: ImageFacts | None) -> dict[str, Any]:
    """What is known of a picture file, or nothing yet."""
    return asdict(facts) if facts else dict.fromkeys(("media_type", "width", "height", "size", "sha256"))


def load(connection: Connection, wanted: Prepared, **values: object) -> list[Job]:
    """The jobs that `wanted` gives, in its order; their pictures and references come with one query each, however many jobs."""
    rows = wanted.rows(connection, **values)
    if not rows:
        return []
    ids = [row.id for row in rows]
    pictures = _by_job(connection, select(PICTURE).where(PICTURE.c.job_id.in_(ids)).order_by(PICTURE.c.position), _picture)
    references = _by_job(
        connection, select(JOB_REFERENCE).where(JOB_REFERENCE.c.job_id.in_(ids)).order_by(JOB_REFERENCE.c.position), _reference
    )
    return [_job(row, tuple(pictures[row.id]), tuple(references[row.id])) for row in rows]


def load_one(connection: Connection, wanted: Prepared, **values: object) -> Job | None:
    """The first job that `wanted`, a choice of `WHOLE`, gives."""
    row = wanted.row(connection, **values)
    if row is None:
        return None
    pictures = tuple(_picture(found) for found in PICTURES_OF.rows(connection, job=row.id))
    references = REFERENCES_OF.rows(connection, job=row.id) if row.refers else ()
    return _job(row, pictures, tuple(_reference(found) for found in references))


def _by_job(connection: Connection, wanted: Select[Any], value: Callable[[Any], T]) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.job_id].append(value(row))
    return found


def _job(row: Any, pictures: tuple[PictureJob, ...], references: tuple[Reference, ...]) -> Job:
    return Job(
        id=row.id,
        account_id=row.account_id,
        code=row.code,
        state=JobState(row.state),
        prompt=row.prompt,
        shape=Shape(row.shape),
        quality=Quality(row.quality),
        count=row.count,
        private=row.private,
        unit_price=row.unit_price,
        locale=row.locale,
        address=Address(**row.address),
        created_at=row.created_at,
        references=references,
        pictures=pictures,
        hold_id=row.hold_id,
        outcome=Outcome(row.outcome) if row.outcome else None,
        reason=row.reason,
        parent_id=row.parent_id,
        finished_at=row.finished_at,
        spoiler=row.spoiler,
        community=row.community,
        merge_id=row.merge_id,
        trace=row.trace or "",
    )


def _picture(row: Any) -> PictureJob:
    return PictureJob(
        id=row.id,
        job_id=row.job_id,
        position=row.position,
        state=PictureState(row.state),
        object_key=row.object_key,
        due_at=row.due_at,
        attempts=row.attempts,
        unclear=row.unclear,
        lost=row.lost,
        reason=row.reason,
        facts=ImageFacts(row.media_type, row.width, row.height, row.size, row.sha256) if row.sha256 else None,
    )


def _reference(row: Any) -> Reference:
    return Reference(row.object_key, row.media_type)
