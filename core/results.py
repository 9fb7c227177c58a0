"""What the message of a job says: before (the offer), while it works, and at the end."""

from datetime import datetime, timedelta

from core.forbidden.refused import BY_OTHERS, contest, new_ref
from core.jobs import Job, JobState, Outcome, PictureJob, PictureState, Place
from core.prompts import shortened
from core.reply import Button, Call, Document, Fact, Picture, Progress, Reply, Tone
from core.text import Text, text
from core.wallet import Balance

ALT_LENGTH = 300
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def credits(amount: int) -> Text:
    """An amount of credits in words."""
    return text("credits", count=amount)


def offer(job: Job, balance: Balance) -> Reply:
    """The price before anything is charged, with the button that says yes to exactly this price."""
    missing = job.price - balance.available
    facts = (Fact(text("fact-price"), credits(job.price)), Fact(text("fact-available"), credits(balance.available), personal=True))
    if balance.locked_reason is not None:
        return locked(job, balance)
    if missing > 0:
        return too_poor(job, balance)
    make = Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id}), main=True)
    return Reply(
        lines=(text("offer", count=job.count, shape=_shape(job), quality=_quality(job), references=len(job.references)),),
        facts=facts,
        quote=job.prompt,
        buttons=(make, _edit(job, "button-change")),
        private=job.private,
        job=job.id,
    )


def too_poor(job: Job, balance: Balance) -> Reply:
    """How many credits are missing and how to get them; the request is kept, so nothing has to be typed again. What somebody lacks says
    what they have, so it is for their eyes alone."""
    return Reply(
        lines=(text("too-poor", price=credits(job.price), missing=credits(job.price - balance.available)), text("nothing-charged")),
        tone=Tone.REFUSAL,
        facts=(Fact(text("fact-available"), credits(balance.available), personal=True),),
        quote=job.prompt,
        buttons=(
            Button(text("button-topup"), Call("topup", {}), main=True),
            Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id})),
            _edit(job, "button-change"),
        ),
        private=True,
        job=job.id,
    )


def over_limit(job: Job, limit: int, left: int, until: datetime) -> Reply:
    """What the person has set themselves does not allow it this month; how to change that, and the request is kept."""
    return Reply(
        lines=(
            text("over-limit", price=credits(job.price), limit=credits(limit), left=credits(left)),
            text("over-limit-until", until=until),
        ),
        tone=Tone.REFUSAL,
        quote=job.prompt,
        buttons=(
            Button(text("button-limits"), Call("limits", {}), main=True),
            Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id})),
            _edit(job, "button-change"),
        ),
        private=True,
        job=job.id,
    )


def line_too_long(job: Job, wait: timedelta, until: datetime) -> Reply:
    """Too many pictures wait for this one to come soon: nothing is taken for it, and the request is kept."""
    return Reply(
        lines=(text("line-too-long", minutes=max(1, round(wait.total_seconds() / 60))), text("line-too-long-until", until=until)),
        tone=Tone.REFUSAL,
        quote=job.prompt,
        buttons=(Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id})), _edit(job, "button-change")),
        private=True,
        job=job.id,
    )


def no_room(job: Job) -> Reply:
    """There is hardly room where pictures are kept: nothing is taken for it, and the request is kept."""
    make = Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id}))
    return Reply(lines=(text("no-room"),), tone=Tone.REFUSAL, quote=job.prompt, buttons=(make,), private=True, job=job.id)


def locked(job: Job, balance: Balance) -> Reply:
    """Nothing can be spent for now, however much there is; the request is kept here, too. A debt can be paid by buying more."""
    owes = balance.locked_reason == "debt"
    return Reply(
        lines=(text("wallet-owes" if owes else "wallet-locked"),),
        tone=Tone.REFUSAL,
        quote=job.prompt,
        buttons=(
            *((Button(text("button-topup"), Call("topup", {}), main=True),) if owes else ()),
            Button(text("button-make-it", price=credits(job.price)), Call("make", {"job": job.id})),
            _edit(job, "button-change"),
        ),
        private=True,
        job=job.id,
    )


def working(job: Job, place: Place, *, percent: int = 0) -> Reply:
    """How far the job is. Only pictures that nobody has asked for yet can still be cancelled (mayi-wire.md §6.9)."""
    waiting = any(p.state is PictureState.QUEUED for p in job.pictures)
    begun = any(p.state is not PictureState.QUEUED for p in job.pictures)
    line = text("working", count=job.count) if begun else text("queued", ahead=place.ahead)
    lines = (line,) if place.seconds is None else (line, _eta(place.seconds))
    return Reply(
        lines=lines,
        tone=Tone.WORKING,
        facts=(Fact(text("fact-reserved"), credits(job.price)),),
        quote=job.prompt,
        progress=Progress(percent, len(job.stored), job.count, place.seconds),
        buttons=(Button(text("button-cancel-rest" if begun else "button-cancel"), Call("cancel", {"id": job.code})),) if waiting else (),
        private=job.private,
        job=job.id,
    )


def _eta(seconds: int) -> Text:
    return text("eta-seconds", seconds=-(-seconds // 5) * 5) if seconds < 90 else text("eta-minutes", minutes=round(seconds / 60))


def finished(job: Job, balance: Balance, low: int | None = None) -> Reply:
    """The end of a job: pictures and charge, or what went wrong and that the credits are back. `low`: how few credits the person wants to
    hear of, if the charge left fewer."""
    if job.outcome is Outcome.CANCELLED:
        return _unmade(job, balance, text("cancelled"), Tone.PLAIN)
    if job.outcome in (Outcome.FAILED, Outcome.REFUSED):
        return _unmade(job, balance, text(f"failed-{job.reason}"), Tone.REFUSAL if job.outcome is Outcome.REFUSED else Tone.WARNING)
    if not job.stored:
        return Reply(lines=(text("picture-removed", code=job.code),), job=job.id, private=job.private)
    return _made(job, balance, low)


def _made(job: Job, balance: Balance, low: int | None) -> Reply:
    lines = [text("done", code=job.code, count=len(job.stored))]
    if job.outcome is Outcome.PARTLY:
        lines.append(text("done-partly", made=len(job.stored), count=job.count, back=credits(job.price - job.charged)))
        lines += [text(f"failed-{job.reason}")] if job.reason else []
    lines += [text("size-differs", width=p.facts.width, height=p.facts.height) for p in job.stored[:1] if p.facts and _off(job, p)]
    return Reply(
        lines=tuple(lines),
        tone=Tone.GOOD,
        facts=(
            Fact(text("fact-charged"), credits(job.charged)),
            Fact(text("fact-available"), credits(balance.available), personal=True),
            *((Fact(text("fact-low"), text("low-now", below=credits(low)), personal=True),) if low is not None else ()),
        ),
        quote=job.prompt,
        pictures=tuple(picture_of(job, p) for p in job.stored),
        documents=documents_of(job),
        buttons=_after(job),
        private=job.private,
        job=job.id,
    )


def picture_of(job: Job, picture: PictureJob) -> Picture:
    """A stored picture as a chat shows it, with words for those who cannot see it."""
    width, height = (picture.facts.width, picture.facts.height) if picture.facts else job.shape.size
    alt = text("alt", prompt=shortened(job.prompt, ALT_LENGTH), number=picture.position + 1, count=job.count)
    return Picture(picture.object_key, alt, width, height, spoiler=job.spoiler)


def documents_of(job: Job) -> tuple[Document, ...]:
    """The files themselves, as links that save them."""
    return tuple(Document(p.object_key, file_name(job, p, p.facts.media_type), p.facts.media_type) for p in job.stored if p.facts)


def file_name(job: Job, picture: PictureJob, media_type: str) -> str:
    """What a downloaded picture is called: its code, never a word of the prompt (PRV-08)."""
    return f"inkmirage-{job.code}-{picture.position + 1}.{SUFFIXES.get(media_type, 'png')}"


def _unmade(job: Job, balance: Balance, line: Text, tone: Tone) -> Reply:
    seconds = round((job.finished_at - job.created_at).total_seconds()) if job.finished_at else 0
    back = text("credits-back", amount=credits(job.price), seconds=seconds)
    again = Button(text("button-try-again"), Call("again", {"id": job.code}))
    appeal = (contest(new_ref(job.id)),) if job.reason in BY_OTHERS else ()
    return Reply(
        lines=(line, back, text("job-code", code=job.code)),
        tone=tone,
        facts=(Fact(text("fact-available"), credits(balance.available), personal=True),),
        quote=job.prompt,
        buttons=(again, _edit(job), *appeal),
        private=job.private,
        job=job.id,
    )


def _after(job: Job) -> tuple[Button, ...]:
    vary = [Button(text("button-vary", number=p.position + 1, count=job.count), Call("vary", {"picture": p.id})) for p in job.stored]
    return (
        Button(text("button-again", price=credits(job.price)), Call("repeat", {"job": job.id})),
        _edit(job),
        *vary,
        Button(text("button-original", count=len(job.stored)), Call("original", {"job": job.id})),
        Button(text("button-delete"), Call("delete", {"job": job.id})),
    )


def _edit(job: Job, label: str = "button-edit") -> Button:
    return Button(text(label), Call("edit", {"job": job.id}))


def _off(job: Job, picture: PictureJob) -> bool:
    return picture.facts is not None and (picture.facts.width, picture.facts.height) != job.shape.size


def _shape(job: Job) -> Text:
    return text(f"shape-{job.shape}")


def _quality(job: Job) -> Text:
    return text(f"quality-{job.quality}")


def state_of(job: Job, balance: Balance, place: Place) -> Reply:
    """Whatever the job's message should say right now."""
    if job.state is JobState.DRAFT:
        return offer(job, balance)
    return working(job, place) if job.state is JobState.WORKING else finished(job, balance)
