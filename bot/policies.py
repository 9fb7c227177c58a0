"""What an operator does when the legal texts change: look at it, have it classified, publish it (PRV-59, PRV-66)."""

from collections.abc import Callable, Iterator

from bot.config import Settings
from core.ambient import Ambient
from core.legal.releases import Approver, Release
from core.legal.versions import Change
from core.rights.desk import note
from core.rights.policies import CannotRelease, Proposal, propose, publish
from core.rights.staff import Scope
from core.storage.unit_of_work import UnitOfWork
from db.store import open_store, visit

WHY = {
    "unknown": "There is no text of the day {about} in core/legal/versions.py.",
    "not-newer": "The release {about} is as new or newer; the next one needs a later day.",
    "still-coming": "The release {about} does not apply to everybody yet. One change at a time: people must be able to follow.",
    "nothing-new": "No text is another one on {about} than before.",
    "unrecorded": "Nothing is written down about what the texts of {about} rest on. Run: python -m bot privacy publish-texts",
    "not-final": "These texts are no final ones yet: {about}. docs/legal/README.md tells how they become final.",
    "lowered": "This change is material ({about}). People can raise the class of a change and never lower it.",
}


def sentence(refused: CannotRelease) -> str:
    """Why it was refused, for the operator."""
    return WHY[refused.code].format(about=refused.about)


async def listed(settings: Settings) -> list[str]:
    """Every release, with its dates and who was told; also while the program runs."""
    return await visit(settings.database_url, lambda uow: [line for one in uow.policies.releases() for line in _lines(uow, one)])


def _lines(uow: UnitOfWork, release: Release) -> Iterator[str]:
    effective = f"applies from {release.effective_at:%Y-%m-%d %H:%M} UTC" if release.effective_at else "is being announced"
    what = ", ".join(release.documents)
    yield f"{release.id}  {release.change.value} (proposed {release.proposed.value}), {what}: {effective}"
    yield f"  published {release.published_at:%Y-%m-%d %H:%M} UTC, approved by {release.approver.value}: {release.reason}"
    if release.announces:
        yield f"  announced for {release.announced_at:%Y-%m-%d}; people told {release.reached}, not reached {release.unreached}"
        yield from (f"    {channel} {state.value}: {number}" for (channel, state), number in sorted(uow.policies.tally(release).items()))


async def proposed(settings: Settings, id: str) -> list[str]:
    """What publishing the texts of that day would be, and why; changes nothing. Raises `CannotRelease`."""
    now = Ambient().now()
    return await visit(settings.database_url, lambda uow: _said(propose(uow.policies.releases(), id, now)))


def _said(proposal: Proposal) -> list[str]:
    after = f"after {proposal.before.id}" if proposal.before else "the first release"
    texts = ", ".join(f"{one.kind} ({one.status}, says it is {one.change})" for one in proposal.documents)
    return [f"{proposal.id}, {after}: {proposal.change}", f"  {texts}", *(f"  {one.what}: {one.where}" for one in proposal.found)]


async def published(
    settings: Settings, role: str, id: str, change: Change, approver: Approver, reason: str, say: Callable[[str], None]
) -> None:
    """Publish the texts of that day: the running program tells everybody. Who typed it is written down. Raises `CannotRelease`."""
    ambient = Ambient()
    now = ambient.now()

    def work(uow: UnitOfWork) -> Release:
        made = publish(uow, id, change, approver, reason, now)
        note(uow, ambient, role, Scope.POLICY, now, ref=made.id)
        return made

    store = await open_store(settings.database_url, ambient)
    try:
        release = await store.write(work)
        for line in await store.read(lambda uow: list(_lines(uow, release))):
            say(line)
    finally:
        await store.close()
