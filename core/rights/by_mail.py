"""A mail to the privacy address becomes a request, and its sender is told how to confirm it (PRV-67, PRV-68, PRV-69).

Nobody's account is looked up on the way: whoever writes, known or unknown, causes the same work and gets the same answer, in the language
of their own words. A mail proves nothing about who sent it, so nothing is ever done because of one: what needs an account waits as a draft
until its owner asks on a channel of the account, and ends denied if they do not; questions and complaints are for people to answer.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import throttle
from core.access import Attempt
from core.ambient import Ambient
from core.cards import without_card_numbers
from core.mail.machines import from_a_machine
from core.ports import IncomingMail, MailReader, MailRefused, MailUnavailable
from core.prompts import printable
from core.rights.mail_words import kind_of, language_of
from core.rights.requests import Actor, Request, RequestKind, RequestState, answer_by
from core.rights.staff import Reason, Scope, StaffAccess
from core.rights.storage import MailState, RequestMail
from core.storage.mail import DueLetter
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

CHANNEL = "mail"

BY_PEOPLE = frozenset({RequestKind.QUESTION, RequestKind.COMPLAINT})
"""These need no account, so nobody has to confirm them: people answer."""

DENIED_AHEAD = timedelta(days=2)
"""So long before the legal limit an unconfirmed request ends, so that its sender hears of it in time."""

LONGEST = 10_000  # characters

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 18
"""With these pauses, more than half a day."""

PATIENCE = timedelta(minutes=3)
"""A sender waits no longer than this for our answer because the words cannot be fetched; five minutes are promised."""

PROGRAM = "program"
"""Who denies what nobody has confirmed, where a role of the operator's people would stand."""


@dataclass(frozen=True)
class Postbox:
    """The privacy address, the addresses that we write from ourselves (all in lower case), and who fetches what comes."""

    contact: str
    own: frozenset[str]
    reader: MailReader


@dataclass(frozen=True)
class Arrival:
    """A mail has come, as its carrier announces it. `message` is its name for the mail; addresses are bare and in lower case."""

    message: str
    sender: str
    to: frozenset[str]
    subject: str
    attachments: int
    at: datetime


# --- taking ---------------------------------------------------------------------------------------


async def take(store: Store, ambient: Ambient, post: Postbox, arrival: Arrival) -> str | None:
    """Keep a mail to the privacy address as the draft of a request; the reference. `None`, and nothing changed, for mail to others, for our
    own (we write to that address when requests wait), and for one that was announced before."""
    if post.contact not in arrival.to or arrival.sender in post.own:
        return None
    now = ambient.now()
    ref = await store.write(lambda uow: _drafted(uow, ambient, arrival, now))
    if ref is not None:
        log.info("mail became a request", extra={"request": ref, "objects": arrival.attachments})
    return ref


def _drafted(uow: UnitOfWork, ambient: Ambient, arrival: Arrival, now: datetime) -> str | None:
    """The clock runs since the carrier had the mail, whenever we hear of it."""
    if uow.mails.known(arrival.message):
        return None
    received, subject = min(arrival.at, now), as_kept(arrival.subject)
    by = answer_by(received)
    request = Request(
        ref=ambient.new_id(),
        kind=kind_of(subject),
        state=RequestState.DRAFT,
        account_id=None,
        actor=Actor.PERSON,
        channel=CHANNEL,
        received_at=received,
        due_at=by - DENIED_AHEAD,
        answer_by=by,
        locale=language_of(subject),
    )
    uow.rights.add(request)
    uow.mails.add(RequestMail(request.ref, arrival.message, arrival.sender, subject, arrival.attachments, received), now)
    return request.ref


def as_kept(words: str) -> str:
    """The words without what no database takes and without card numbers, cut to what is read."""
    return without_card_numbers(printable(words[:LONGEST])).strip()


# --- reading and answering ------------------------------------------------------------------------


async def read_one(store: Store, ambient: Ambient, post: Postbox) -> bool:
    """Fetch the words of one mail and answer it; false if none waits. A mail that cannot be fetched is answered all the same, in time."""
    now = ambient.now()
    mail = await store.write(lambda uow: uow.mails.claim(now, first_pause=FIRST_PAUSE, longest_pause=LONGEST_PAUSE))
    if mail is None:
        return False
    try:
        found = await post.reader.read(mail.message)
    except MailUnavailable:
        await _put_off(store, ambient, post, mail)
    except MailRefused:
        await store.write(lambda uow: _settle(uow, ambient, post, mail, None))
    except Exception:
        log.exception("mail not read", extra={"request": mail.ref, "attempts": mail.attempts})
        await _put_off(store, ambient, post, mail)
    else:
        await store.write(lambda uow: _settle(uow, ambient, post, mail, found))
    return True


async def _put_off(store: Store, ambient: Ambient, post: Postbox, mail: RequestMail) -> None:
    log.warning("mail cannot be fetched", extra={"request": mail.ref, "attempts": mail.attempts})
    if mail.attempts >= MOST_ATTEMPTS:
        await store.write(lambda uow: _settle(uow, ambient, post, mail, None))
    elif not mail.answered and ambient.now() >= mail.at + PATIENCE:
        await store.write(lambda uow: _answer(uow, ambient, post, mail, {}))


def _settle(uow: UnitOfWork, ambient: Ambient, post: Postbox, mail: RequestMail, found: IncomingMail | None) -> None:
    """The words are here, or never will be (`None`): put the request where it belongs, and answer unless that is done."""
    words = as_kept(f"{mail.words}\n\n{found.words}") if found else mail.words
    headers = found.headers if found else {}
    state = MailState.READ if found else MailState.UNREADABLE
    mail = replace(mail, words=words, state=state)
    uow.mails.change(mail)
    request = uow.rights.get(mail.ref)
    if request is not None and request.state is RequestState.DRAFT:
        request = replace(request, kind=kind_of(words), locale=language_of(words))
        uow.rights.change(request)
        if request.kind in BY_PEOPLE and not from_a_machine(mail.sender, headers, post.own):
            uow.rights.move(request, RequestState.OPEN, ambient.now(), Actor.PROGRAM)
    if not mail.answered:
        _answer(uow, ambient, post, mail, headers)


def _answer(uow: UnitOfWork, ambient: Ambient, post: Postbox, mail: RequestMail, headers: Mapping[str, str]) -> None:
    """Tell the sender the reference, the date, and how to go on: nothing of it depends on who they are. Machines are told nothing, nor is
    anybody who has been told often enough today, so that nothing goes to and fro for ever."""
    now, request = ambient.now(), uow.rights.get(mail.ref)
    if request is None or from_a_machine(mail.sender, headers, post.own):
        return
    if throttle.over_at(uow, Attempt.ANSWER_BY_MAIL, throttle.hidden(uow, mail.sender, now), now) is not None:
        return
    facts = {"ref": mail.ref, "due": request.answer_by.date().isoformat()}
    uow.letters.add(DueLetter(ambient.new_id(), None, mail.sender, "rights-by-mail", facts, request.locale), now)
    uow.mails.change(replace(mail, answered=True))


# --- ending ---------------------------------------------------------------------------------------


def unconfirmed(uow: UnitOfWork, ambient: Ambient, request: Request) -> None:
    """Its time is over, and no owner of an account has confirmed it: denied, with the reason written down, and its sender told."""
    now = ambient.now()
    if uow.rights.move(request, RequestState.DENIED, now, Actor.PROGRAM):
        uow.staff.add(StaffAccess(ambient.new_id(), PROGRAM, Scope.ANSWER, now, ref=request.ref, reason=Reason.UNVERIFIED))
        tell_sender(uow, ambient, request, Reason.UNVERIFIED)


def tell_sender(uow: UnitOfWork, ambient: Ambient, request: Request, denial: Reason | None) -> None:
    """Mail the outcome to whoever wrote, as long as we know, and unless that is a machine. Says nothing of any account."""
    mail = uow.mails.get(request.ref)
    if mail is None or not mail.answered:
        return
    facts = {"ref": request.ref, "outcome": denial.value if denial else "done"}
    uow.letters.add(DueLetter(ambient.new_id(), None, mail.sender, "rights-answered", facts, request.locale), ambient.now())
