"""Changes of the legal texts: published by people, told to everybody, in force 14 days after the last one was told (PRV-59 … PRV-63)."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.accounts import Account, Identity
from core.ambient import Ambient
from core.legal.document import listed
from core.legal.proposal import Found, differences
from core.legal.releases import (
    AHEAD,
    MAIL,
    NOWHERE,
    Approver,
    NoticeKind,
    NoticeState,
    PolicyNotice,
    Release,
    applies_from,
    begun_by_date,
    coming,
    planned,
    told_at,
    version_at,
)
from core.legal.snapshot import recorded
from core.legal.versions import PUBLISHED, Change, Kind, Status, Version, versions
from core.notices import private_address
from core.reply import Button, Call, Link, Reply
from core.rights.storage import Reader
from core.storage.mail import DueLetter
from core.storage.platforms import Notice
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, choose_locale, text

log = logging.getLogger(__name__)

LEEWAY = timedelta(days=2)
"""Between publishing and the 14 days: so long telling everybody may take without the announced day becoming too early."""
AT_ONCE = 50
"""People in one transaction."""
MOST_WAITING = 200
"""Messages of a release in the outboxes: whoever else has to be told something stands behind no more than these."""


class CannotRelease(Exception):
    """Why texts cannot be published as they are; `code` is a word for the operator, `about` what it is about."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(f"{code} {about}".strip())
        self.code = code
        self.about = about


@dataclass(frozen=True)
class Proposal:
    """What a release would be: its new texts, its class at least, and what makes it so."""

    id: str
    before: Release | None
    documents: tuple[Version, ...]
    change: Change
    found: tuple[Found, ...]


def propose(releases: Sequence[Release], id: str, now: datetime, folder: Path = PUBLISHED) -> Proposal:
    """Compare the texts of that day with those of the newest release; reads two files. Raises `CannotRelease`.

    What the texts themselves say of their change counts too: a comparison of data does not see what the words of terms mean.
    """
    if id not in {one.id for kind in Kind for one in versions(kind)}:
        raise CannotRelease("unknown", id)
    before = releases[-1] if releases else None
    if before and (id <= before.id or coming(releases, now)):
        raise CannotRelease("not-newer" if id <= before.id else "still-coming", before.id)
    new = [version_at(kind, id) for kind in Kind]
    texts = tuple(one for one in new if before is None or one != before.text_of(one.kind))
    if not texts:
        raise CannotRelease("nothing-new", id)
    found = _found(before, id, folder)
    material = found or any(one.change is Change.MATERIAL for one in texts)
    return Proposal(id, before, texts, Change.MATERIAL if material else Change.MINOR, found)


def _found(before: Release | None, id: str, folder: Path) -> tuple[Found, ...]:
    old = recorded(before.text_of(Kind.PRIVACY).id, folder) if before else None
    new = recorded(version_at(Kind.PRIVACY, id).id, folder)
    if new is None:
        raise CannotRelease("unrecorded", id)
    return tuple(differences(old, new))


def publish(
    uow: UnitOfWork, id: str, change: Change, approver: Approver, reason: str, now: datetime, *, folder: Path = PUBLISHED
) -> Release:
    """Publish the texts of that day. A material change applies once everybody was told, another one from its day on (PRV-59, PRV-60).

    Raises `CannotRelease`: also if `change` is less than what the comparison says, or a text is not final.
    """
    adopt(uow, now)
    proposal = propose(uow.policies.releases(), id, now, folder)
    if unfinished := [one.kind.value for one in proposal.documents if one.status is not Status.PUBLISHED]:
        raise CannotRelease("not-final", ", ".join(unfinished))
    if change is Change.MINOR and proposal.change is Change.MATERIAL:
        raise CannotRelease("lowered", "; ".join(f"{one.what.value}: {one.where}" for one in proposal.found) or "as its own text says")
    release = Release(
        id=id,
        documents=tuple(one.kind for one in proposal.documents),
        before=proposal.before.id if proposal.before else None,
        change=change,
        proposed=proposal.change,
        approver=approver,
        reason=reason,
        announced_at=_day(id),
        published_at=now,
    )
    dated = _dated(release, now)
    uow.policies.add(dated)
    return dated


def _day(id: str) -> datetime:
    """Midnight of the day that a release is named after."""
    return datetime.fromisoformat(id).replace(tzinfo=UTC)


def _dated(release: Release, now: datetime) -> Release:
    if release.announces:
        return replace(release, announced_at=max(release.announced_at, _next_midnight(now + LEEWAY + AHEAD)))
    return replace(release, effective_at=max(release.announced_at, now))


def _next_midnight(moment: datetime) -> datetime:
    return (moment + timedelta(days=1)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def adopt(uow: UnitOfWork, now: datetime) -> bool:
    """Take the published texts whose day has come for the first release, before anything can change; whether there was anything to take."""
    begun = [one for kind in Kind for one in begun_by_date(kind, now)]
    if not begun or uow.policies.releases():
        return False
    newest = max(begun, key=lambda one: one.id)
    first = Release(
        id=newest.id,
        documents=tuple(Kind),
        before=None,
        change=newest.change,
        proposed=newest.change,
        approver=Approver.PROGRAM,
        reason="in force when the program began to keep account of releases",
        announced_at=newest.effective,
        published_at=now,
        effective_at=newest.effective,
    )
    return uow.policies.add(first)


async def step(store: Store, ambient: Ambient, home: str) -> int:
    """Do a part of what is due for a release: begin with one, tell some people, see what became of it, set its date; 0 if nothing is.

    `home` is the address of the site. Safe to run at the same time in any number of processes, and to stop anywhere: who was told is
    written down with the message that tells them.
    """
    now = ambient.now()
    release = await store.read(lambda uow: _to_announce(uow, now))
    await store.write(lambda uow: _look(uow, release, now))
    return await _tell_more(store, ambient, home, release, now) if release and release.effective_at is None else 0


def _look(uow: UnitOfWork, release: Release | None, now: datetime) -> None:
    """What became of notices on their way. Mails come back until the day comes; those people are told when they are here."""
    adopt(uow, now)
    uow.policies.collect(now)
    if release:
        uow.policies.bounced(release)


def _to_announce(uow: UnitOfWork, now: datetime) -> Release | None:
    release = coming(uow.policies.releases(), now)
    return release if release and release.announces else None


async def _tell_more(store: Store, ambient: Ambient, home: str, release: Release, now: datetime) -> int:
    # Everybody is looked through for this, so it is done beside the writer, and looked at again by whoever writes.
    ids, waiting = await store.read(lambda uow: (uow.policies.untold(release, AT_ONCE), uow.policies.waiting(release)))
    if ids:
        return 0 if waiting >= MOST_WAITING else await store.write(lambda uow: _tell_some(uow, ambient, home, release, ids, now))
    if waiting == 0 and await store.write(lambda uow: _completed(uow, release, now)):
        log.info("release announced", extra={"release": release.id})
    return 0


def _tell_some(uow: UnitOfWork, ambient: Ambient, home: str, release: Release, ids: Sequence[str], now: datetime) -> int:
    readers = uow.policies.readers(release, ids)
    reply = notice(release, home)
    for reader in readers:
        _tell_one(uow, ambient, release, reader, reply, now)
    return len(readers)


def _tell_one(uow: UnitOfWork, ambient: Ambient, release: Release, reader: Reader, reply: Reply, now: datetime) -> None:
    """In every chat and by mail. The mail speaks of the privacy policy, so it is for changes of that."""
    for chat, channel in zip(reader.chats, _channels(reader), strict=True):
        message = Notice(ambient.new_id(), reader.account_id, private_address(chat.platform, chat.uid), reply, _locale(reader, chat))
        if uow.policies.note(_due(release, reader, channel, message.id)):
            uow.notices.add(message, now)
    if reader.email and Kind.PRIVACY in release.documents:
        args = {"version": release.id, "effective": release.announced_at.date().isoformat()}
        letter = DueLetter(ambient.new_id(), reader.account_id, reader.email, "policy-notice", args, _locale(reader, *reader.chats[:1]))
        if uow.policies.note(_due(release, reader, MAIL, letter.id)):
            uow.letters.add(letter, now)
    elif not reader.chats:
        uow.policies.note(PolicyNotice(reader.account_id, release.id, NoticeKind.CHANGE, NOWHERE, NoticeState.FAILED))


def _due(release: Release, reader: Reader, channel: str, message: str) -> PolicyNotice:
    return PolicyNotice(reader.account_id, release.id, NoticeKind.CHANGE, channel, NoticeState.DUE, message)


def _channels(reader: Reader) -> list[str]:
    """A name for every chat: its platform's, with a number if it is not the person's first one there."""
    seen: Counter[str] = Counter()
    names = []
    for chat in reader.chats:
        seen[chat.platform] += 1
        names.append(chat.platform if seen[chat.platform] == 1 else f"{chat.platform}-{seen[chat.platform]}")
    return names


def _locale(reader: Reader, *chats: Identity) -> str:
    return choose_locale(reader.locale, *(chat.locale_hint for chat in chats))


def _completed(uow: UnitOfWork, release: Release, now: datetime) -> bool:
    """Everybody was told, as far as they can be: from now on it is certain when the release applies."""
    if uow.policies.waiting(release) or uow.policies.untold(release, 1):
        return False
    reached, unreached = uow.policies.reached(release)
    on_time = now + AHEAD <= release.announced_at
    effective = release.announced_at if on_time else _next_midnight(now + AHEAD)
    return uow.policies.complete(replace(release, last_notice_at=now, effective_at=effective, reached=reached, unreached=unreached))


def notice(release: Release, home: str) -> Reply:
    """What everybody is told: what changes, from when, and what they can do (PRV-60)."""
    texts = [release.text_of(kind) for kind in release.documents]
    summary = tuple(text("policy-summary", what=line) for one in texts for line in one.summary)
    told = text("policy-coming", what=_titles(release), at=release.announced_at)
    lines = (told, *dict.fromkeys(summary), text("policy-choices"), text("policy-no-consent"))
    return Reply(lines=lines, buttons=(read_changes(release, home), Button(text("button-privacy"), Call("privacy", {}))), private=True)


def read_changes(release: Release, home: str) -> Button:
    """Where the texts are compared line by line."""
    return Button(text("button-policy-changes"), Link(f"{home}{page_of(release)}"), main=True)


def page_of(release: Release) -> str:
    """The path of the comparison: of the privacy policy, if it is among what changes."""
    kind = Kind.PRIVACY if Kind.PRIVACY in release.documents else release.documents[0]
    return f"/legal/{kind.value}/changes?to={release.text_of(kind).id}"


def _titles(release: Release) -> Text:
    titles = listed([Text(f"legal-{kind}-title") for kind in release.documents])
    assert isinstance(titles, Text)
    return titles


@dataclass(frozen=True)
class Ahead:
    """A change that does not apply to a person yet. `at`: from when it will, provided that they are told now if they were not before."""

    release: Release
    at: datetime
    told: bool
    channels: frozenset[str] = frozenset()

    @property
    def title(self) -> Text:
        """What changes."""
        return _titles(self.release)

    @property
    def page(self) -> str:
        """The path of the page on which it is compared with what applies now."""
        return page_of(self.release)

    def seen_on(self, channel: str) -> bool:
        """Whether they have seen it there."""
        return channel in self.channels


def ahead(uow: UnitOfWork, account: Account, now: datetime) -> Ahead | None:
    """The change that is to come for this person, if there is one (PRV-61)."""
    releases = uow.policies.releases()
    release = next((one for one in reversed(releases) if one.announces), None)
    if release is None or (release.effective_at is not None and account.created_at >= release.effective_at):
        return None
    notices = [one for one in uow.policies.of(account.id) if one.version == release.id and one.kind is NoticeKind.CHANGE]
    at, told = applies_from(release, releases, account.created_at, notices), told_at([release], notices)
    if at is not None and at <= now:
        return None
    seen = frozenset(one.channel for one in notices if one.state is NoticeState.SHOWN)
    return Ahead(release, at or max(planned(release, now), (told or now) + AHEAD), told is not None, seen)


def catch_up(uow: UnitOfWork, account: Account, channel: str, home: str, now: datetime) -> tuple[Text, Button] | None:
    """What a person is told who is here now and was not reached, or has just come: their 14 days begin (PRV-61, PRV-63)."""
    release = uow.policies.missed(account.id)
    if release is None:
        return None
    uow.policies.show(account.id, release.id, channel, now)
    at = max(planned(release, now), now + AHEAD)
    return text("policy-missed", what=_titles(release), at=at), read_changes(release, home)
