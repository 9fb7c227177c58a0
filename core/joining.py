"""Two ways in become one person's: a code is shown on one side and typed on the other, and both say yes (PRV-83, PRV-84).

Functions over one transaction, for chats and for the account page. They raise `DomainError` where nothing may have happened; only
`type_code` gives its refusal back, because a wrong try must stay counted.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import codes
from core.access import Attempt
from core.accounts import Account, Consent
from core.ambient import Ambient
from core.caller import Address
from core.errors import DomainError, Gone, NotFound, NotYours, Refused, invalid
from core.introductions import Introduction, declined, introduction, joined, masked, masked_mail, parted, question
from core.jobs import OPEN
from core.linking import CODE_LIFE, UNDO_LIFE, CannotMerge, LinkOffer, Merge, OfferState, Side
from core.notices import living, tell, tell_by_mail, tell_everywhere
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text
from core.throttle import TooOften, hidden, over_at

CODE_LENGTH = 8
TRAINING = "training"
LATELY = timedelta(days=30)
MOST_JOININGS = 5
"""So often a person may join accounts within that time; what was undone does not count."""


# --- codes -----------------------------------------------------------------------------------------------------------


def spelt(typed: str) -> str | None:
    """The code in what somebody typed; `None` if it cannot be one."""
    return codes.spelt(typed, CODE_LENGTH)


def _hash(code: str) -> str:
    return hashlib.sha256(f"link code {code}".encode()).hexdigest()


def show_code(uow: UnitOfWork, side: Side, ambient: Ambient, now: datetime) -> tuple[LinkOffer, str]:
    """A new code for this side, in two groups as people read it; the one before stops working."""
    code = codes.new_code(CODE_LENGTH)
    offer = LinkOffer(ambient.new_id(), _hash(code), OfferState.SHOWN, side, now, now + CODE_LIFE)
    uow.offers.add(offer)
    return offer, codes.grouped(code)


def type_code(uow: UnitOfWork, side: Side, typed: str, now: datetime) -> Introduction | DomainError:
    """Whom this code leads to, or why to nobody. No refusal tells whether a code that works is somebody else's.

    Every code that could be one counts as a try, also a right one: otherwise a friend's code would make room for more guesses.
    """
    code = spelt(typed)
    if code is None:
        return invalid("link-code-misspelt")
    until = _tried_too_often(uow, side, now)
    if until is not None:
        return TooOften(text("link-code-too-often", until=until))
    offer = uow.offers.by_code(_hash(code))
    if offer is None:
        return NotFound(text("link-code-wrong"))
    objection = _objection(uow, offer, side, now)
    if objection is not None:
        return objection
    if offer.state is OfferState.SHOWN:
        offer = replace(offer, state=OfferState.TYPED, typed=side)
        if not uow.offers.move(offer, was=OfferState.SHOWN):
            return Gone(text("link-code-used"))
    return introduction(uow, offer, offer.shown, now)


def _tried_too_often(uow: UnitOfWork, side: Side, now: datetime) -> datetime | None:
    """Until when, if it is so. The chat counts as well as the account: taken off and come back it has a new account, but no new tries."""
    chat = [f"{side.platform} {side.address.uid}"] if side.address and side.address.uid else []
    untils = [over_at(uow, Attempt.CODE_OF_ACCOUNT, hidden(uow, who, now), now) for who in (side.account_id, *chat)]
    return max((until for until in untils if until is not None), default=None)


def _objection(uow: UnitOfWork, offer: LinkOffer, side: Side, now: datetime) -> DomainError | None:
    if living(uow, offer.shown.account_id).id == side.account_id:
        return Refused(text("link-code-own" if _same_chat(offer.shown, side) else "link-same-person"))
    if offer.state is not OfferState.SHOWN and not _is(uow, offer.typed, side.account_id):
        return Gone(text("link-code-used"))
    if offer.state in (OfferState.DONE, OfferState.REFUSED):
        return Gone(text("link-code-used"))
    return None if offer.open(now) else Gone(text("link-code-expired"))


def _same_chat(one: Side, other: Side) -> bool:
    if one.platform != other.platform or one.address is None or other.address is None:
        return one.platform == other.platform
    return one.address.uid == other.address.uid


def _is(uow: UnitOfWork, side: Side | None, account_id: str) -> bool:
    return side is not None and living(uow, side.account_id).id == account_id


# --- two yeses -------------------------------------------------------------------------------------------------------


def pending(uow: UnitOfWork, offer_id: str, account_id: str, now: datetime) -> Introduction | None:
    """Who wants to be joined with the side that was shown this code, if that is this account and it is asked now."""
    offer = uow.offers.get(offer_id)
    if offer is None or offer.state is not OfferState.ACCEPTED or not offer.open(now) or not _is(uow, offer.shown, account_id):
        return None
    assert offer.typed is not None
    return introduction(uow, offer, offer.typed, now)


def accept(uow: UnitOfWork, ambient: Ambient, offer_id: str, account_id: str, now: datetime) -> Introduction:
    """The side that typed the code says yes, so the other one is asked. Again, it changes nothing.

    Raises `NotFound`, `NotYours`, `Gone`, and `Refused` if the two cannot become one at present.
    """
    offer = _offer(uow, offer_id)
    if not _is(uow, offer.typed, account_id):
        raise NotYours(text("link-not-yours-to-join"))
    _demand_open(offer, now)
    if offer.state is OfferState.TYPED:
        _demand_possible(uow, offer, now)
        offer = _moved(uow, offer, OfferState.ACCEPTED)
        _ask(uow, ambient, offer, now)
    return introduction(uow, offer, offer.shown, now)


def _ask(uow: UnitOfWork, ambient: Ambient, offer: LinkOffer, now: datetime) -> None:
    """In the chat that asked for the code. The account page has no chat: it looks by itself (`pending`)."""
    shown, typed = offer.shown, offer.typed
    assert typed is not None
    if shown.address is not None:
        reply = question(introduction(uow, offer, typed, now))
        tell(uow, ambient, living(uow, shown.account_id).id, shown.address, reply, shown.locale, now)


def refuse(uow: UnitOfWork, ambient: Ambient, offer_id: str, account_id: str, now: datetime) -> None:
    """Either side says no, and the code is worth nothing any more. Who has said yes already is told. Again, it changes nothing.

    Raises `NotFound`, `NotYours`, `Gone`.
    """
    offer = _offer(uow, offer_id)
    if not _is(uow, offer.shown, account_id) and not _is(uow, offer.typed, account_id):
        raise NotYours(text("link-not-yours-to-join"))
    if offer.state is OfferState.REFUSED:
        return
    _demand_open(offer, now)
    _moved(uow, offer, OfferState.REFUSED)
    if offer.state is OfferState.ACCEPTED:
        _tell_other(uow, ambient, offer, account_id, now)


def _tell_other(uow: UnitOfWork, ambient: Ambient, offer: LinkOffer, account_id: str, now: datetime) -> None:
    assert offer.typed is not None
    says, hears = (offer.shown, offer.typed) if _is(uow, offer.shown, account_id) else (offer.typed, offer.shown)
    if hears.address is not None:
        tell(uow, ambient, living(uow, hears.account_id).id, hears.address, declined(says), hears.locale, now)


@dataclass(frozen=True)
class Joined:
    """Two who are one now: the side that was shown the code, and the one that typed it."""

    merge: Merge
    shown: Side
    typed: Side


def decide(uow: UnitOfWork, ambient: Ambient, offer_id: str, account_id: str, now: datetime, *, told: Address | None = None) -> Joined:
    """The side that was shown the code says yes as well: both are one from now on, and everybody is told except where `told` is.

    Raises `NotFound`, `NotYours`, `Gone`, and `Refused` if the two cannot become one at present; then it may be said again.
    """
    offer = _offer(uow, offer_id)
    if not _is(uow, offer.shown, account_id):
        raise NotYours(text("link-not-yours-to-answer"))
    _demand_open(offer, now)
    if offer.state is not OfferState.ACCEPTED or offer.typed is None:
        raise Gone(text("link-not-asked"))
    _demand_possible(uow, offer, now)
    _moved(uow, offer, OfferState.DONE)
    result = Joined(_merge(uow, ambient, offer, now), offer.shown, offer.typed)
    tell_everywhere(uow, ambient, result.merge.survivor_id, joined(result.merge, offer.shown, offer.typed), now, but=told)
    return result


def _offer(uow: UnitOfWork, offer_id: str) -> LinkOffer:
    offer = uow.offers.get(offer_id)
    if offer is None:
        raise NotFound(text("link-over"))
    return offer


def _demand_open(offer: LinkOffer, now: datetime) -> None:
    if offer.state is OfferState.DONE:
        raise Gone(text("link-done-already"))
    if not offer.open(now):
        raise Gone(text("link-over"))


def _moved(uow: UnitOfWork, offer: LinkOffer, state: OfferState) -> LinkOffer:
    moved = replace(offer, state=state)
    if not uow.offers.move(moved, was=offer.state):
        raise Gone(text("link-over"))
    return moved


# --- becoming one ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Party:
    """A side of an offer, and the account it is now."""

    account: Account
    side: Side


def _roles(uow: UnitOfWork, offer: LinkOffer, now: datetime) -> tuple[_Party, _Party]:
    """Who stays and who moves: the older account stays, unless only the younger has a joining that can still be undone. Raises `Refused`
    if both have, since the joinings of an account that moves could not be undone any more."""
    assert offer.typed is not None
    both = [_Party(living(uow, side.account_id), side) for side in (offer.shown, offer.typed)]
    older, younger = sorted(both, key=lambda party: (party.account.created_at, party.account.id))
    open_ = [uow.merges.of(party.account.id, now) for party in (older, younger)]
    if older.account.id == younger.account.id:
        raise Refused(text("link-same-person"))
    if all(open_):
        raise Refused(text("link-cannot-pending", until=min(max(merge.undo_until for merge in each) for each in open_)))
    return (younger, older) if open_[1] else (older, younger)


def _demand_possible(uow: UnitOfWork, offer: LinkOffer, now: datetime) -> None:
    survivor, absorbed = _roles(uow, offer, now)
    # Each chat may have brought welcome credits, and those of many made for that must not end in one wallet (docs/decisions/0040).
    if sum(uow.merges.lately(party.account.id, now - LATELY) for party in (survivor, absorbed)) >= MOST_JOININGS:
        raise Refused(text("link-too-many", most=MOST_JOININGS))
    if count := _being_made(uow, absorbed.account.id):
        raise Refused(text("link-cannot-working", count=count))


def _being_made(uow: UnitOfWork, account_id: str, merge_id: str | None = None) -> int:
    """How many pictures are not finished; only those that came by a joining, if one is named."""
    jobs = [job for job in uow.jobs.working(account_id) if merge_id in (None, job.merge_id)]
    return sum(picture.state in OPEN for job in jobs for picture in job.pictures)


def _merge(uow: UnitOfWork, ambient: Ambient, offer: LinkOffer, now: datetime) -> Merge:
    """One joining per code: it has the id of its offer."""
    survivor, absorbed = _roles(uow, offer, now)
    answers = [uow.consents.current(party.account.id, TRAINING) for party in (survivor, absorbed)]
    wanted = Merge(offer.id, survivor.account.id, absorbed.account.id, now, now + UNDO_LIFE, credits=0)
    try:
        merge = uow.merges.merge(wanted, now)
    except CannotMerge as refusal:
        raise Refused(_why_not(refusal.code, _being_made(uow, absorbed.account.id))) from None
    _keep_stricter(uow, ambient, survivor.account.id, answers, now)
    for reader, other in ((survivor, absorbed), (absorbed, survivor)):
        facts = {"platform": other.side.platform, "name": masked(other.side.name), "at": now.isoformat()}
        tell_by_mail(
            uow, ambient, reader.account, "linked", {**facts, "until": merge.undo_until.isoformat()}, now, owner=survivor.account.id
        )
    return merge


def _why_not(code: str, being_made: int) -> Text:
    if code == "working":
        return text("link-cannot-working", count=max(1, being_made))
    sentences = {"same": "link-same-person", "locked": "link-cannot-locked", "late": "unlink-too-late"}
    return Text(sentences.get(code, "link-cannot-now"))


def _keep_stricter(uow: UnitOfWork, ambient: Ambient, survivor_id: str, answers: list[Consent | None], now: datetime) -> None:
    """A yes of one side alone is no yes of the person that both are now (PRV-84)."""
    yes = [answer for answer in answers if answer is not None and answer.granted]
    if len(yes) == 1:
        uow.consents.add(replace(yes[0], id=ambient.new_id(), account_id=survivor_id, granted=False, channel="linking", at=now))


# --- becoming two again ----------------------------------------------------------------------------------------------


def joining_of(uow: UnitOfWork, merge_id: str, account_id: str) -> Merge:
    """A joining of this account, undone or not. Raises `NotFound`."""
    merge = uow.merges.get(merge_id)
    if merge is None or account_id not in (living(uow, merge.survivor_id).id, merge.absorbed_id):
        raise NotFound(text("unlink-joining-unknown"))
    return merge


def undo(uow: UnitOfWork, ambient: Ambient, merge_id: str, account_id: str, now: datetime, *, told: Address | None = None) -> Merge:
    """Each gets its own back, and everybody is told except where `told` is.

    Raises `NotFound`, `Gone` if it was undone already, and `Refused` if it cannot be undone, or not now.
    """
    if joining_of(uow, merge_id, account_id).undone_at is not None:
        raise Gone(text("unlink-undone-already"))
    try:
        merge = uow.merges.undo(merge_id, now)
    except CannotMerge as refusal:
        raise Refused(_why_not(refusal.code, _being_made(uow, account_id, merge_id))) from None
    both = [uow.accounts.get(merge.survivor_id), uow.accounts.get(merge.absorbed_id)]
    for reader, other in (both, reversed(both)):
        tell_everywhere(uow, ambient, reader.id, parted(merge), now, but=told)
        tell_by_mail(uow, ambient, reader, "unlinked", {**_face(uow, other), "at": now.isoformat()}, now)
    return merge


def _face(uow: UnitOfWork, account: Account) -> dict[str, str]:
    """As what the other one knows an account: its first chat, or its page."""
    for identity in uow.accounts.identities(account.id):
        return {"platform": identity.platform, "name": masked(identity.name)}
    return {"platform": "web", "name": masked_mail(account.email) if account.email else ""}
