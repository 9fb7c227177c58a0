"""Telling the operator in time that requests wait for an answer: in the log, and by mail to the privacy contact (PRV-26).

Neither says whose request it is: a reference, dates, and how much of the time is over.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from core.ambient import Ambient
from core.mail.sheet import Paper, as_text
from core.mail.templates import template
from core.mail_links import MailLinks
from core.ports import Letter, Mailer, MailRefused, MailUnavailable
from core.rights.deadlines import Mark, passed
from core.rights.requests import Request
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue

log = logging.getLogger(__name__)

LOCALE = "en"
"""The operator's, as on the command line."""


@dataclass(frozen=True)
class Desk:
    """Where the operator is told, and what a mail is made of. No address: then the log is all."""

    contact: str
    mailer: Mailer
    catalogue: Catalogue
    links: MailLinks
    paper: Paper


async def watch_deadlines(store: Store, ambient: Ambient, desk: Desk) -> int:
    """Say of every request that waits which marks it has passed, each once; how many there were. Safe in any number of processes."""
    now = ambient.now()
    fresh = await store.write(partial(_noted, now))
    for request, mark in fresh:
        log.warning("request waits", extra={"request": request.ref, "kind": request.kind, "status": mark})
    if desk.contact:
        await _mail(store, ambient, desk)
    return len(fresh)


def _noted(now: datetime, uow: UnitOfWork) -> list[tuple[Request, Mark]]:
    marks = [(one.request, mark) for one in uow.deadlines.watched() for mark in passed(one.request, one.seen, now) if mark not in one.said]
    return [(request, mark) for request, mark in marks if uow.deadlines.note(request.ref, mark, now)]


async def _mail(store: Store, ambient: Ambient, desk: Desk) -> None:
    """Mail what was said. The key is always the same, so that a repeat after a crash is no second mail."""
    for request, mark in await store.read(lambda uow: uow.deadlines.unmailed()):
        try:
            await desk.mailer.send(_letter(desk, request, mark), key=f"deadline-{request.ref}-{mark}")
        except MailUnavailable:
            log.info("mail put off", extra={"request": request.ref})
            return
        except MailRefused:
            log.warning("mail given up", extra={"request": request.ref})
        await store.write(partial(_mailed, request, mark, ambient.now()))


def _mailed(request: Request, mark: Mark, now: datetime, uow: UnitOfWork) -> None:
    uow.deadlines.mailed(request.ref, mark, now)


def _letter(desk: Desk, request: Request, mark: Mark) -> Letter:
    given = {
        "ref": request.ref,
        "mark": mark.value,
        "received": request.received_at.date().isoformat(),
        "due": request.answer_by.date().isoformat(),
    }
    sheet = template("rights-deadline").filled(given, LOCALE, desk.catalogue, desk.links, desk.paper.home)
    return Letter(desk.contact, sheet.subject, as_text(sheet), desk.paper.page(sheet), LOCALE, sheet.purpose)
