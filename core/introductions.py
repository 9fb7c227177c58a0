"""What the two sides of a joining read: whom they meet, what they are asked, and what became of it. Names are masked: the other side knows
its own, and nobody else learns one (PRV-83)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.accounts import Identity
from core.linking import LinkOffer, Merge, Side
from core.notices import living
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

MOST_COUNTED = 200
"""So many requests are looked at to count pictures: enough to recognise oneself by."""
HIDDEN = "…"


def masked(name: str) -> str:
    """The first and the last letter of a name, and dots between them; of a short one the first."""
    name = name.strip()
    return f"{name[:1]}{HIDDEN}{name[-1]}" if len(name) > 2 else f"{name[:1]}{HIDDEN}"


def masked_mail(address: str) -> str:
    """The first letter of an address, and where its mailbox is."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox[:1]}{HIDDEN}@{domain}"


def platform_name(platform: str) -> Text:
    """What people call a platform."""
    return text(f"platform-{platform}")


def called(platform: str, name: str) -> Text:
    """A way in: "Ann on Discord"."""
    return text("link-way", name=name, platform=platform_name(platform))


def chats(identities: Sequence[Identity]) -> Text:
    """Several chats of one person, in words; an account without any is known by its page."""
    ways = [called(identity.platform, masked(identity.name)) for identity in identities] or [platform_name("web")]
    shown, *rest = ways
    for one in rest:
        shown = text("both", first=shown, second=one)
    return shown


@dataclass(frozen=True)
class Introduction:
    """What one side may know of the other before it says yes. `name` is masked; `pictures` are at least so many if there are `more`."""

    offer: LinkOffer
    name: str
    platform: str
    since: datetime
    pictures: int
    more: bool
    credits: int


def introduction(uow: UnitOfWork, offer: LinkOffer, side: Side, now: datetime) -> Introduction:
    """The side of an offer as the other one sees it."""
    account = living(uow, side.account_id)
    jobs = uow.jobs.recent(account.id, limit=MOST_COUNTED)
    pictures, more = sum(len(job.stored) for job in jobs), len(jobs) == MOST_COUNTED
    available = uow.ledger.balance(account.id, now).available
    return Introduction(offer, masked(side.name), side.platform, account.created_at, pictures, more, available)


def preview(met: Introduction) -> Reply:
    """What the side reads that typed the code, with its yes and its no."""
    yes = Button(text("button-link-join"), Call("link-join", {"offer": met.offer.id}))
    return _asking(met, (text("link-preview"), text("link-both-see"), text("link-only-you")), yes)


def question(met: Introduction) -> Reply:
    """What the side reads that was shown the code, once the other one has said yes."""
    yes = Button(text("button-link-yes"), Call("link-yes", {"offer": met.offer.id}))
    lines = (text("link-question", way=called(met.platform, met.name)), text("link-both-see"), text("link-only-you"))
    return _asking(met, lines, yes)


def _asking(met: Introduction, lines: tuple[Text, ...], yes: Button) -> Reply:
    no = Button(text("button-link-no"), Call("link-no", {"offer": met.offer.id}))
    return Reply(lines=lines, facts=tuple(_facts(met)), buttons=(yes, no), private=True)


def _facts(met: Introduction) -> Iterable[Fact]:
    yield Fact(text("fact-link-who"), called(met.platform, met.name))
    yield Fact(text("fact-link-since"), text("link-day", day=met.since))
    yield Fact(text("fact-link-pictures"), text("link-pictures", count=met.pictures, more=int(met.more)))
    yield Fact(text("fact-link-credits"), credits(met.credits))


def waiting(met: Introduction) -> Reply:
    """The side that typed the code has said yes, and the other one is asked."""
    where = "link-waiting-page" if met.offer.shown.address is None else "link-waiting"
    line = text(where, way=called(met.platform, met.name), until=met.offer.expires_at)
    return Reply(lines=(line,), tone=Tone.WORKING, private=True)


def joined(merge: Merge, one: Side, other: Side) -> Reply:
    """Both said yes."""
    ways = {"first": called(one.platform, masked(one.name)), "second": called(other.platform, masked(other.name))}
    lines = (text("link-joined", **ways), text("link-undo-until", until=merge.undo_until))
    return Reply(lines=lines, tone=Tone.GOOD, buttons=(_undo(merge),), private=True)


def declined(side: Side) -> Reply:
    """The other side said no."""
    line = text("link-declined", way=called(side.platform, masked(side.name)))
    return Reply(lines=(line,), private=True)


def parted(merge: Merge) -> Reply:
    """A joining was taken back."""
    return Reply(lines=(text("unlink-parted", day=merge.at),), tone=Tone.GOOD, private=True)


def taken_off(identity: Identity) -> Reply:
    """A chat was taken off, as the other chats are told."""
    way = called(identity.platform, masked(identity.name))
    return Reply(lines=(text("unlink-notice", way=way), text("unlink-not-you")), private=True)


def _undo(merge: Merge) -> Button:
    return Button(text("button-unlink-undo"), Call("unlink-undo", {"merge": merge.id}))
