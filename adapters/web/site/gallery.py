"""A person's pictures: look at them, take them home, delete them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.csrf import checked_form
from adapters.web.sessions import must_be_signed_in
from adapters.web.site.done import back_to
from adapters.web.site.frame import parts_of, shown
from adapters.web.usage import keep
from core.jobs import Job, PictureJob
from core.ports import BadImage, ObjectMissing, StoreUnavailable
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

PAGE = 12
AT_ONCE = 24
MOST_LOOKS = 10
ALT_LENGTH = 200


@dataclass(frozen=True)
class Shown:
    """One picture with what is told about it. `price` is what this one cost, in credits."""

    id: str
    job: Job
    position: int

    @property
    def address(self) -> str:
        """Where it can be looked at by its owner; `?download` saves it."""
        return f"/account/gallery/{self.id}"

    @property
    def small(self) -> str:
        """A small version, for pages with many."""
        return f"{self.address}/small"

    @property
    def alt(self) -> Text:
        """Words for those who cannot see it."""
        return text("alt", prompt=self.job.prompt[:ALT_LENGTH], number=self.position + 1, count=self.job.count)


def shown_of(job: Job) -> list[Shown]:
    """The pictures of a job that are still there."""
    return [Shown(picture.id, job, picture.position) for picture in job.stored]


@dataclass(frozen=True)
class Page:
    """Some pictures, newest first; `before` is where the next page begins, `None` at the end."""

    pictures: tuple[Shown, ...]
    before: datetime | None


def page_of(uow: UnitOfWork, account_id: str, before: datetime | None, wanted: int = PAGE) -> Page:
    """At least `wanted` pictures if there are as many, always whole jobs; jobs without pictures are passed over, but not for ever."""
    found: list[Shown] = []
    for _ in range(MOST_LOOKS):
        jobs = uow.jobs.recent(account_id, limit=AT_ONCE, before=before)
        for job in jobs:
            found += shown_of(job)
            before = job.created_at
            if len(found) >= wanted:
                return Page(tuple(found), before if uow.jobs.recent(account_id, limit=1, before=before) else None)
        if len(jobs) < AT_ONCE:
            return Page(tuple(found), None)
    return Page(tuple(found), before)


async def gallery(request: Request) -> Response:
    """A page of pictures."""
    inside = await must_be_signed_in(request)
    before = _before(request)
    page = await parts_of(request).workshop.store.read(lambda uow: page_of(uow, inside.account.id, before))
    older = f"/account/gallery?before={quote(page.before.isoformat())}" if page.before else None
    context = {"pictures": page.pictures, "newer": "/account/gallery" if before else None, "older": older}
    return await shown(request, "site/gallery.html", context)


def _before(request: Request) -> datetime | None:
    given = request.query_params.get("before")
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise HTTPException(400) from None
    if at.tzinfo is None:
        raise HTTPException(400)
    return at


async def picture(request: Request) -> Response:
    """The original file, behind a fresh link that soon expires; to nobody but its owner (PRV-21)."""
    _, found = await _own(request)
    link = await parts_of(request).chat.link(found.object_key, "download" in request.query_params)
    return RedirectResponse(link, 303, headers={"Cache-Control": "private, no-store"})


async def small(request: Request) -> Response:
    """The picture as a small JPEG, for pages with many; the original itself if that cannot be made."""
    _, found = await _own(request)
    try:
        content = await parts_of(request).thumbnails.of(found.object_key)
    except (ObjectMissing, StoreUnavailable, BadImage):
        return RedirectResponse(f"/account/gallery/{found.id}", 303, headers={"Cache-Control": "private, no-store"})
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


async def ask_to_delete(request: Request) -> Response:
    """Say what will go and what stays, and ask once."""
    job, found = await _own(request)
    return await shown(request, "site/delete.html", {"picture": Shown(found.id, job, found.position)})


async def delete(request: Request) -> Response:
    """Remove one picture and its file for good. Of two presses the second finds nothing."""
    inside = await must_be_signed_in(request)
    await checked_form(request)
    parts = parts_of(request)
    work = _removal(inside.account.id, request.path_params["picture"], parts.ambient.now(), parts.workshop.work_is_due)
    await parts.workshop.store.write(work)
    await keep(request, inside.account.id)
    return back_to("/account/gallery", "deleted")


def _removal(account_id: str, picture_id: str, now: datetime, wake: Callable[[], None]) -> Callable[[UnitOfWork], None]:
    def work(uow: UnitOfWork) -> None:
        _, found = _owned(uow, account_id, picture_id)
        uow.jobs.remove(found.id, now)
        uow.after_commit(wake)

    return work


async def _own(request: Request) -> tuple[Job, PictureJob]:
    inside = await must_be_signed_in(request)
    picture_id = request.path_params["picture"]
    return await parts_of(request).workshop.store.read(lambda uow: _owned(uow, inside.account.id, picture_id))


def _owned(uow: UnitOfWork, account_id: str, picture_id: str) -> tuple[Job, PictureJob]:
    """A person's own picture and its job. Somebody else's does not exist for them."""
    job = uow.jobs.of_picture(picture_id)
    found = next((p for p in job.stored if p.id == picture_id), None) if job and job.account_id == account_id else None
    if job is None or found is None:
        raise HTTPException(404)
    return job, found
