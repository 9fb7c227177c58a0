"""The receipt of a deletion, and how far any request is: for whoever knows its reference, with nothing of a person in it (PRV-44)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.site.frame import parts_of, shown
from adapters.web.site.rights import state_of
from core.rights import requests
from core.rights.requests import Count, Counted, EraseStep, Fate, RequestKind, RequestState
from core.rights.storage import StepTaken
from core.rights.tombstones import LONGER
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

KEPT_FOR = timedelta(days=730)
"""How long it stays on record that a request was answered (PRV-86)."""
PROCESSORS = (Counted.MAKER, Counted.CARRIER)


@dataclass(frozen=True)
class Step:
    """One step of a deletion. `done_at` is `None` as long as it waits."""

    name: EraseStep
    done_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One line of a receipt: how many of what, what became of them, and until when what is kept is kept."""

    what: Text
    fate: Text
    until: datetime | None


@dataclass(frozen=True)
class Receipt:
    """What can be said about a request. `whole`: the seals of its log fit."""

    request: requests.Request
    steps: tuple[Step, ...]
    counts: tuple[Count, ...]
    whole: bool

    @property
    def complete(self) -> bool:
        """Whether everything has been done."""
        return self.request.state is RequestState.DONE

    @property
    def ours(self) -> tuple[Line, ...]:
        """What became of what we held."""
        return self._lines(but=(*PROCESSORS, Counted.MESSAGES))

    @property
    def chats(self) -> tuple[Line, ...]:
        """What became of what was posted in chats."""
        return self._lines(only=(Counted.MESSAGES,))

    @property
    def elsewhere(self) -> tuple[Line, ...]:
        """What became of what others hold for us."""
        return self._lines(only=PROCESSORS)

    @property
    def payments(self) -> Count | None:
        """Payments that have to be kept, if there are any."""
        return next((one for one in self.counts if one.what is Counted.PAYMENTS and one.fate is Fate.KEPT and one.number), None)

    @property
    def record_until(self) -> datetime:
        """Until when this very page can be opened."""
        return self.request.received_at + KEPT_FOR

    def _lines(self, *, only: Collection[Counted] = tuple(Counted), but: Collection[Counted] = ()) -> tuple[Line, ...]:
        return tuple(_line(one) for one in self.counts if one.number and one.what in only and one.what not in but)


def _line(count: Count) -> Line:
    return Line(text(f"rights-counted-{count.what}"), _fate(count), count.until)


def _fate(count: Count) -> Text:
    """Who works for us keeps by their own rules, not because a law demands it of us."""
    if count.what not in PROCESSORS or count.fate is not Fate.KEPT:
        return text(f"rights-fate-{count.fate}", count=count.number)
    if count.until is None:
        return text("rights-site-there-kept", count=count.number)
    return text("rights-site-there-ends", count=count.number, at=count.until)


async def receipt(request: Request) -> Response:
    """The receipt, or how far the request is. Everything that is no reference gets the same page."""
    parts, ref = parts_of(request), request.path_params["ref"]
    found = await parts.workshop.store.read(lambda uow: _receipt(uow, ref))
    if found is None:
        raise HTTPException(404)
    erased_at = found.request.ended_at if found.complete else None
    gone = parts.promise.gone_from_backups(erased_at) if erased_at else None
    context = {
        "receipt": found,
        "erasure": found.request.kind is RequestKind.ERASE,
        "state": state_of(found.request),
        "gone": gone,
        "mark_until": gone + LONGER if gone else None,
    }
    answer = await shown(request, "site/receipt.html", context)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _receipt(uow: UnitOfWork, ref: str) -> Receipt | None:
    found = uow.rights.get(ref)
    # What comes of a report about somebody else is not for a page that anybody can open (PRV-57).
    if found is None or found.kind is RequestKind.MINOR:
        return None
    return Receipt(found, _steps(found, uow.rights.steps(ref)), tuple(uow.rights.counts(ref)), not uow.rights.broken(ref))


def _steps(found: requests.Request, taken: Sequence[StepTaken]) -> tuple[Step, ...]:
    """All steps of a deletion that goes on, in their order; of one that is complete, those that were taken."""
    done = {one.step: one.done_at for one in taken}
    wanted = done if found.state is RequestState.DONE else EraseStep
    return tuple(Step(step, done.get(step)) for step in EraseStep if step in wanted)
