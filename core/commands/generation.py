"""Asking for pictures: /imagine and what follows from a picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from core import pace, results, trace
from core.ambient import Step
from core.commands.spec import Command, Files, Known, Nothing, Prose, Span
from core.commands.turn import Turn
from core.communities import midnight
from core.errors import Gone, NotFound, NotYours, Refused, invalid
from core.forbidden import refusals
from core.jobs import Job, JobState, PictureJob, PictureState, expected
from core.ports import Reference
from core.pricing import Quality, Shape, Tariff
from core.prompts import LONGEST, cleaned, shortened
from core.reply import Button, Call, Form, Reply, Tone, Value
from core.settlement import settle
from core.spending import cap_of, next_month
from core.text import Argument, Text, text
from core.vouchers import is_code
from core.wallet import HoldRefused

MOST_REFERENCES = 4
PAGE = 6
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CODE_LENGTH = 6
CHANGEABLE = ("shape", "quality", "count", "private", "spoiler")


@dataclass(frozen=True)
class Imagine:
    """A request for pictures. `references` are ids of uploads, or `job-<id>-<n>` for the references of an earlier job."""

    prompt: Annotated[str, Prose(LONGEST)]
    shape: Shape = Shape.SQUARE
    quality: Quality = Quality.MEDIUM
    count: Annotated[int, Span(1, 4)] = 1
    references: Annotated[tuple[str, ...], Files(MOST_REFERENCES)] = ()
    private: bool = False
    spoiler: bool = False


def imagine(request: Imagine, turn: Turn) -> Reply:
    """Price the request; begin if the price was already agreed to, else offer it."""
    references = _references(turn, request.references)
    wish = Wish(_prompt(request.prompt), request.shape, request.quality, request.count, request.private, request.spoiler, references)
    return _propose(turn, wish)


def _prompt(words: str) -> str:
    """The words as they are kept. Raises `InvalidOption`, also for a voucher's code: those are kept nowhere."""
    if is_code(words):
        raise invalid("voucher-no-prompt")
    return cleaned(words)


@dataclass(frozen=True)
class Wish:
    """What shall be made, checked and complete."""

    prompt: str
    shape: Shape
    quality: Quality
    count: int
    private: bool
    spoiler: bool
    references: tuple[Reference, ...]


def _wish_of(job: Job) -> Wish:
    """What was asked for, to be asked for again."""
    return Wish(job.prompt, job.shape, job.quality, job.count, job.private, job.spoiler, job.references)


def _references(turn: Turn, ids: Iterable[str]) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for id in ids:
        if id.startswith("job-"):
            found.append(_kept(turn, id))
            continue
        reference = turn.uow.references.get(turn.account.id, id)
        if reference is None:
            raise invalid("error-reference-missing")
        found.append(reference)
    if len(found) > MOST_REFERENCES:
        raise invalid("error-too-many-files", most=MOST_REFERENCES, given=len(found))
    return tuple(found)


def _kept(turn: Turn, id: str) -> Reference:
    job_id, _, position = id.removeprefix("job-").rpartition("-")
    references = _own(turn, turn.uow.jobs.get(job_id)).references
    if not position.isdecimal() or int(position) >= len(references):
        raise invalid("error-reference-missing")
    return references[int(position)]


def _propose(turn: Turn, wish: Wish, *, parent_id: str | None = None) -> Reply:
    if stopped := _stopped(turn, wish.prompt):
        return stopped
    job = _draft(turn, wish, parent_id=parent_id)
    if turn.account.must_confirm(job.price, turn.caller.price_seen):
        return results.offer(job, turn.uow.ledger.balance(turn.account.id, turn.now))
    return _begin(turn, job)


def _stopped(turn: Turn, prompt: str) -> Reply | None:
    """What is answered instead, if this is not to be made. A reply and no error: that it was refused must stay counted."""
    limits = turn.house.fair_use
    return refusals.stopped(turn.uow, limits.screen, limits.patience, turn.account, prompt, turn.ambient)


def _draft(turn: Turn, wish: Wish, *, parent_id: str | None) -> Job:
    """A request that nobody has said yes to. Raises `Refused` where the owners of the place do not allow it."""
    rules = turn.rules
    private = wish.private or (rules is not None and rules.private)
    job = Job(
        id=turn.ambient.new_id(),
        account_id=turn.account.id,
        merge_id=turn.account.arrived_by,
        code=turn.ambient.new_id()[-CODE_LENGTH:].upper(),
        state=JobState.DRAFT,
        prompt=wish.prompt,
        shape=wish.shape,
        quality=wish.quality,
        count=wish.count,
        private=private,
        spoiler=wish.spoiler or (rules is not None and rules.spoiler),
        community=rules.id if rules else None,
        unit_price=turn.house.tariff.unit_price(wish.shape, wish.quality, len(wish.references)),
        locale=turn.locale if private else turn.public_locale,
        address=turn.caller.address,
        created_at=turn.now,
        references=wish.references,
        parent_id=parent_id,
        trace=trace.current(),
    )
    _allow(turn, job)
    turn.uow.jobs.add(job)
    return job


def _begin(turn: Turn, job: Job) -> Reply:
    """Hold and queue in one transaction: there is never one without the other. Nothing is held for who would have to wait too long."""
    if turn.house.full():
        return results.no_room(job)
    place = turn.uow.jobs.prospect(job, at_once=turn.house.at_once)
    wait = expected(place, job.count, turn.house.at_once)
    if place.ahead and wait > turn.house.longest_wait:
        return results.line_too_long(job, wait, turn.now + wait - turn.house.longest_wait)
    hold_id, cap = turn.ambient.new_id(), cap_of(turn.account, turn.now)
    try:
        turn.uow.ledger.hold(
            turn.account.id,
            job.price,
            hold_id=hold_id,
            job_id=job.id,
            key=hold_id,
            now=turn.now,
            expires_at=turn.now + timedelta(days=turn.house.hold_days),
            cap=cap,
        )
    except HoldRefused as refusal:
        owned = turn.uow.ledger.balance(turn.account.id, turn.now)
        if refusal.code == "locked":
            return results.locked(job, owned)
        if cap is not None and refusal.code == "limit":
            return results.over_limit(job, cap.most, refusal.available, next_month(turn.now))
        return results.too_poor(job, owned)
    # Whoever joins or parts accounts waits for the wallet that we have now; whoever was before us may have given this chat to another.
    owner = turn.uow.accounts.of(turn.caller)
    if owner is None or owner.id != turn.account.id:
        raise LookupError(turn.account.id)
    job = replace(
        job, state=JobState.WORKING, hold_id=hold_id, address=turn.caller.address, pictures=_wanted(turn, job), created_at=turn.now
    )
    turn.uow.jobs.start(job)
    turn.uow.after_commit(lambda: turn.ambient.reached(Step.ACCEPTED))
    turn.uow.after_commit(turn.house.wake_workers)
    return results.working(job, place.left(turn.now))


def _allow(turn: Turn, job: Job) -> None:
    """Raises `Refused` where the owners of the place have decided otherwise, and where somebody takes too much at once."""
    pace.demand_pictures(turn.uow, turn.house.fair_use.pace, turn.account.id, job.count, turn.now)
    pace.demand_place(turn.uow, turn.house.fair_use.pace, job.community, job.count, turn.now)
    if turn.rules is None or turn.caller.seat is None:
        return
    today = turn.uow.jobs.pictures_since(turn.account.id, turn.rules.id, midnight(turn.now))
    objection = turn.rules.objection(turn.caller.seat) or turn.rules.beyond(today, job.count)
    if objection is not None:
        raise Refused(objection)


def _wanted(turn: Turn, job: Job) -> tuple[PictureJob, ...]:
    new_id = turn.ambient.new_id
    return tuple(
        PictureJob(new_id(), job.id, n, PictureState.QUEUED, f"{turn.account.storage_prefix}/{new_id()}", turn.now)
        for n in range(job.count)
    )


def _own(turn: Turn, job: Job | None) -> Job:
    if job is None:
        raise NotFound(text("error-job-unknown"))
    if job.account_id != turn.account.id:
        own = () if job.private else (Button(text("button-make-own"), Call("repeat", {"job": job.id}), main=True),)
        raise NotYours(text("error-not-yours"), own)
    return job


def _now(turn: Turn, job: Job) -> Reply:
    balance = turn.uow.ledger.balance(turn.account.id, turn.now)
    return results.state_of(job, balance, turn.uow.jobs.place(job, at_once=turn.house.at_once).left(turn.now))


@dataclass(frozen=True)
class OfJob:
    """A button that concerns a whole job."""

    job: str


def make(request: OfJob, turn: Turn) -> Reply:
    """Yes to the price of an offer. Pressed again, it shows how the job stands and charges nothing."""
    turn.uow.jobs.lock(request.job)
    job = _own(turn, turn.uow.jobs.get(request.job))
    if job.state is not JobState.DRAFT:
        return _now(turn, job)
    if stopped := _stopped(turn, job.prompt):
        return stopped
    current = turn.house.tariff.unit_price(job.shape, job.quality, len(job.references))
    if current != job.unit_price:
        raise Gone(text("error-price-changed"), (Button(text("button-try-again"), Call("edit", {"job": job.id})),))
    _allow(turn, job)
    return _begin(turn, job)


def edit(request: OfJob, turn: Turn) -> Reply:
    """The request form again, filled in as it was."""
    return Reply(form=_form(_own(turn, turn.uow.jobs.get(request.job))), private=True)


def _form(job: Job) -> Form:
    values: dict[str, Value | tuple[str, ...]] = {
        "prompt": job.prompt,
        "shape": job.shape.value,
        "quality": job.quality.value,
        "count": job.count,
        "private": job.private,
        "spoiler": job.spoiler,
    }
    if job.references:
        values["references"] = tuple(f"job-{job.id}-{n}" for n in range(len(job.references)))
    return Form("imagine", values)


@dataclass(frozen=True)
class Change:
    """What shall be different in a request; the rest stays as it was."""

    job: str
    prompt: Annotated[str, Prose(LONGEST)] = ""
    shape: Shape | None = None
    quality: Quality | None = None
    count: Annotated[int | None, Span(1, 4)] = None
    private: bool | None = None
    spoiler: bool | None = None


def change(request: Change, turn: Turn) -> Reply:
    """The request with something else in it, as a new offer that can be changed further. For surfaces without forms."""
    job = _own(turn, turn.uow.jobs.get(request.job))
    changed: dict[str, Any] = {name: value for name in CHANGEABLE if (value := getattr(request, name)) is not None}
    if request.prompt:
        return _propose(turn, replace(_wish_of(job), prompt=_prompt(request.prompt), **changed), parent_id=job.id)
    if changed or job.state is not JobState.DRAFT:
        job = _draft(turn, replace(_wish_of(job), **changed), parent_id=job.id)
    offered = results.offer(job, turn.uow.ledger.balance(turn.account.id, turn.now))
    buttons = [button for button in offered.buttons if not (isinstance(button.action, Call) and button.action.command == "edit")]
    return replace(offered, buttons=(*buttons, Button(text("button-reword"), Call("reword", {"job": job.id}))), form=_form(job))


def reword(request: OfJob, turn: Turn) -> Reply:
    """Ask for other words, with the present ones to begin from."""
    job = _own(turn, turn.uow.jobs.get(request.job))
    return Reply(form=Form("change", {"job": job.id}), quote=job.prompt)


@dataclass(frozen=True)
class ByCode:
    """A job by the code people see; without one, the latest."""

    id: Annotated[str, Known("history")] = ""


def _by_code(turn: Turn, code: str) -> Job:
    code = code.strip().removeprefix("#")
    job = turn.uow.jobs.by_code(turn.account.id, code) if code else turn.uow.jobs.latest_draft_or_job(turn.account.id)
    if job is None:
        raise NotFound(Text("error-code-unknown", {"code": code}) if code else text("error-no-jobs"))
    return job


def again(request: ByCode, turn: Turn) -> Reply:
    """The same request once more, as a new job."""
    job = _by_code(turn, request.id)
    return _repeated(turn, job, parent_id=job.id)


def repeat(request: OfJob, turn: Turn) -> Reply:
    """The button for the same once more. From somebody else it is their own request with the same words, without the references."""
    job = turn.uow.jobs.get(request.job)
    if job is not None and job.account_id != turn.account.id and not job.private:
        return _repeated(turn, replace(job, references=()), parent_id=None)
    own = _own(turn, job)
    return _repeated(turn, own, parent_id=own.id)


def _repeated(turn: Turn, job: Job, *, parent_id: str | None) -> Reply:
    return _propose(turn, _wish_of(job), parent_id=parent_id)


@dataclass(frozen=True)
class OfReference:
    """A button that concerns an uploaded picture."""

    reference: str


def describe(request: OfReference, turn: Turn) -> Reply:
    """The request form with this picture to work from."""
    return Reply(form=Form("imagine", {"references": (request.reference,)}), private=True)


@dataclass(frozen=True)
class OfPicture:
    """A button that concerns one picture."""

    picture: str


def vary(request: OfPicture, turn: Turn) -> Reply:
    """The same prompt, with this picture as its reference."""
    job = _own(turn, turn.uow.jobs.of_picture(request.picture))
    picture = next((p for p in job.stored if p.id == request.picture), None)
    if picture is None or picture.facts is None:
        raise Gone(text("error-picture-gone"))
    reference = Reference(picture.object_key, picture.facts.media_type)
    return _propose(turn, replace(_wish_of(job), count=1, references=(reference,)), parent_id=job.id)


def original(request: OfJob, turn: Turn) -> Reply:
    """The files themselves, byte for byte."""
    job = _own(turn, turn.uow.jobs.get(request.job))
    if not job.stored:
        raise Gone(text("error-picture-gone"))
    lines = (text("originals", code=job.code, count=len(job.stored)),)
    return Reply(lines=lines, documents=results.documents_of(job), private=True)


@dataclass(frozen=True)
class Delete:
    """Delete the pictures of a job; `sure` is the second, deciding press."""

    job: str
    sure: bool = False


def delete(request: Delete, turn: Turn) -> Reply:
    """Ask once, then remove pictures and files for good. What they cost stays charged."""
    job = _own(turn, turn.uow.jobs.get(request.job))
    if not job.stored:
        raise Gone(text("error-picture-gone"))
    if not request.sure:
        sure = Button(text("button-delete-sure"), Call("delete", {"job": job.id, "sure": True}))
        return Reply(lines=(text("delete-ask", code=job.code, count=len(job.stored)),), tone=Tone.WARNING, buttons=(sure,), private=True)
    for picture in job.stored:
        turn.uow.jobs.remove(picture.id, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(text("picture-removed", code=job.code),), private=job.private, job=job.id)


def show(request: ByCode, turn: Turn) -> Reply:
    """A job again, here. A job still at work will be delivered here too."""
    job = _by_code(turn, request.id)
    if job.state is JobState.WORKING:
        turn.uow.jobs.redeliver(job.id, turn.caller.address, turn.now)
    return _now(turn, job)


@dataclass(frozen=True)
class Older:
    """A page of one's own jobs; `before` is the moment the page before ended, in microseconds since 1970."""

    before: Annotated[int, Span(0, 2**52)]


def history(request: Nothing, turn: Turn) -> Reply:
    """One's latest pictures, newest first."""
    return _page(turn, None)


def older(request: Older, turn: Turn) -> Reply:
    """The page of the history behind another."""
    return _page(turn, min(EPOCH + request.before * MICROSECOND, turn.now))


def _page(turn: Turn, before: datetime | None) -> Reply:
    jobs = turn.uow.jobs.recent(turn.account.id, limit=PAGE + 1, before=before)
    if not jobs:
        raise NotFound(text("error-no-jobs"))
    page, more = jobs[:PAGE], len(jobs) > PAGE
    buttons = [Button(text("button-show", code=job.code), Call("show", {"id": job.code})) for job in page]
    if more:
        buttons.append(Button(text("button-older"), Call("older", {"before": (page[-1].created_at - EPOCH) // MICROSECOND})))
    return Reply(
        lines=(text("history-title"), *(_history_line(job) for job in page)),
        pictures=tuple(results.picture_of(job, job.stored[0]) for job in page if job.stored),
        buttons=tuple(buttons),
        private=True,
    )


def _history_line(job: Job) -> Text:
    outcome = job.outcome.value if job.outcome else "working"
    return text(
        "history-line",
        code=job.code,
        prompt=shortened(job.prompt, 80),
        at=job.created_at,
        outcome=text(f"outcome-{outcome}"),
        charged=results.credits(job.charged),
    )


def cancel(request: ByCode, turn: Turn) -> Reply:
    """Stop what has not begun. A picture that is being made has been paid for upstream and is still delivered."""
    if request.id:
        job = _by_code(turn, request.id)
    else:
        working = turn.uow.jobs.working(turn.account.id)
        if not working:
            raise NotFound(text("error-nothing-to-cancel"))
        job = working[-1]
    if job.state is JobState.FINISHED:
        raise Gone(Text("error-already-finished", {"code": job.code}))
    stopped = turn.uow.jobs.cancel(job.id, turn.now)
    if not stopped:
        raise Gone(Text("error-too-late-to-cancel", {"code": job.code}))
    return _cancelled(turn, job.id, stopped)


def _cancelled(turn: Turn, job_id: str, stopped: int) -> Reply:
    job = _own(turn, turn.uow.jobs.get(job_id))
    if job.settled:
        settle(turn.uow, job, turn.now, turn.ambient.measures)
        turn.uow.after_commit(turn.house.wake_workers)
        return _now(turn, _own(turn, turn.uow.jobs.get(job_id)))
    line = text("cancelled-rest", stopped=stopped, code=job.code)
    return replace(_now(turn, job), lines=(line,))


def _choice_args(tariff: Tariff, option: str, choice: str) -> Mapping[str, Argument]:
    """Prices for the labels of the choices, so that a price is seen before it is chosen."""
    if option == "quality":
        return {"price": results.credits(tariff.unit_price(Shape.SQUARE, Quality(choice), 0))}
    if option == "shape":
        return {"percent": tariff.large_percent}
    return {}


WITHOUT_FORMS = frozenset({"telegram"})
IMAGINE = Command("imagine", Imagine, imagine, choice_args=_choice_args, sheds=True)
AGAIN = Command("again", ByCode, again, sheds=True)
SHOW = Command("show", ByCode, show, sheds=True)
HISTORY = Command("history", Nothing, history, private=True, sheds=True)
CANCEL = Command("cancel", ByCode, cancel)
BUTTONS = (
    Command("make", OfJob, make, menu=False, sheds=True),
    Command("edit", OfJob, edit, menu=False, private=True, form=True),
    Command("change", Change, change, menu=False, surfaces=WITHOUT_FORMS, sheds=True),
    Command("reword", OfJob, reword, menu=False, surfaces=WITHOUT_FORMS),
    Command("describe", OfReference, describe, menu=False, private=True, form=True),
    Command("repeat", OfJob, repeat, menu=False, sheds=True),
    Command("vary", OfPicture, vary, menu=False, sheds=True),
    Command("original", OfJob, original, menu=False, private=True),
    Command("older", Older, older, menu=False, private=True, sheds=True),
    Command("delete", Delete, delete, menu=False),
)
