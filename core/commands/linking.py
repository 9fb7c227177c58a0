"""One account everywhere: /link joins two ways in, /unlink lists them and takes one off (PRV-83, PRV-84)."""

from dataclasses import dataclass, replace

from core import introductions, joining, unlinking
from core.accounts import Identity
from core.caller import Address
from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.errors import DomainError, Gone
from core.introductions import called, chats, masked_mail, platform_name
from core.linking import CODE_LIFE, Merge, OfferState, Side
from core.prompts import shortened
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.text import Text, text
from core.unlinking import Leaving, handle

LONGEST_NAME = 24


@dataclass(frozen=True)
class Link:
    """The code that another side was shown; without one, a new code is shown here."""

    code: str = ""


def link(request: Link, turn: Turn) -> Reply:
    """Show a code, or look whom one leads to. A wrong one is answered rather than raised, so that the try stays counted."""
    if not request.code.strip():
        return _shown(turn)
    found = joining.type_code(turn.uow, _side(turn), request.code, turn.now)
    if isinstance(found, DomainError):
        return Reply(lines=(found.text,), tone=Tone.REFUSAL, buttons=found.buttons, private=True)
    return introductions.waiting(found) if found.offer.state is OfferState.ACCEPTED else introductions.preview(found)


def _shown(turn: Turn) -> Reply:
    _, code = joining.show_code(turn.uow, _side(turn), turn.ambient, turn.now)
    minutes = CODE_LIFE.seconds // 60
    lines = (text("link-code", code=code), text("link-code-where", code=code), text("link-code-life", minutes=minutes))
    return Reply(lines=lines, private=True)


def _side(turn: Turn) -> Side:
    """Who asks, and where that side can be asked back: in a server only the interaction's own message is private and in the same place;
    alone with us a new message is better, since it is noticed."""
    caller = turn.caller
    address = caller.address if caller.seat else replace(caller.address, grant="")
    return Side(turn.account.id, caller.platform, caller.name, turn.locale, address)


@dataclass(frozen=True)
class OfOffer:
    """A button that concerns a code."""

    offer: str


def join(request: OfOffer, turn: Turn) -> Reply:
    """Yes of the side that typed the code."""
    met = joining.accept(turn.uow, turn.ambient, request.offer, turn.account.id, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return introductions.waiting(met)


def agree(request: OfOffer, turn: Turn) -> Reply:
    """Yes of the side that was shown the code."""
    done = joining.decide(turn.uow, turn.ambient, request.offer, turn.account.id, turn.now, told=turn.caller.address)
    turn.uow.after_commit(turn.house.wake_workers)
    return introductions.joined(done.merge, done.shown, done.typed)


def decline(request: OfOffer, turn: Turn) -> Reply:
    """No, of either side."""
    joining.refuse(turn.uow, turn.ambient, request.offer, turn.account.id, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(text("link-refused"),), private=True)


def unlink(request: Nothing, turn: Turn) -> Reply:
    """A person's ways in, each with a button that takes it off."""
    identities = turn.uow.accounts.identities(turn.account.id)
    lines = [text("unlink-title"), *(text("unlink-line", way=_way(one), day=one.linked_at) for one in identities)]
    if turn.account.email:
        lines.append(text("unlink-line-mail", address=masked_mail(turn.account.email)))
    return Reply(lines=tuple(lines), buttons=tuple(_take_off(one) for one in identities), private=True)


def _way(identity: Identity) -> Text:
    return called(identity.platform, shortened(identity.name, LONGEST_NAME))


def _take_off(identity: Identity) -> Button:
    label = text("button-unlink", name=shortened(identity.name, LONGEST_NAME), platform=platform_name(identity.platform))
    return Button(label, Call("unlink-chat", {"chat": handle(identity)}))


@dataclass(frozen=True)
class OfChat:
    """Take this chat off; `sure` is the second, deciding press, `pictures` removes what came from it."""

    chat: str
    sure: bool = False
    pictures: bool = False


def take_off(request: OfChat, turn: Turn) -> Reply:
    """Say what leaves and what stays, then do it."""
    if not request.sure:
        return _leaving(unlinking.leaving(turn.uow, turn.account, request.chat, turn.now), turn.caller.address)
    gone = unlinking.unlink(
        turn.uow, turn.ambient, turn.account, request.chat, turn.now, pictures=request.pictures, told=turn.caller.address
    )
    turn.uow.after_commit(turn.house.wake_workers)
    removed = (text("unlink-pictures-gone", count=gone.pictures),) if request.pictures and gone.pictures else ()
    return Reply(lines=(text("unlink-done", way=_way(gone.identity)), *removed), tone=Tone.GOOD, private=True)


def _leaving(found: Leaving, asked_in: Address) -> Reply:
    sure: dict[str, str | bool] = {"chat": handle(found.identity), "sure": True}
    undo = [Button(text("button-unlink-undo"), Call("unlink-undo", {"merge": found.merge.id}))] if found.merge else []
    if found.merge and not unlinking.is_there(found.identity, asked_in):
        return Reply(lines=(text("unlink-undo-instead"),), tone=Tone.WARNING, buttons=tuple(undo), private=True)
    buttons = [*undo, Button(text("button-unlink-sure"), Call("unlink-chat", sure))]
    if found.pictures:
        both = Call("unlink-chat", {**sure, "pictures": True})
        buttons.append(Button(text("button-unlink-with-pictures", count=found.pictures), both))
    first = (text("unlink-undo-instead"),) if found.merge else ()
    lines = (text("unlink-ask", way=_way(found.identity)), text("unlink-leaves"), text("unlink-stays"), *first)
    return Reply(lines=lines, tone=Tone.WARNING, buttons=tuple(buttons), private=True)


@dataclass(frozen=True)
class OfMerge:
    """A button that concerns a joining; `sure` is the second, deciding press."""

    merge: str
    sure: bool = False


def part(request: OfMerge, turn: Turn) -> Reply:
    """Say what each gets, then undo the joining."""
    if not request.sure:
        return _parting(joining.joining_of(turn.uow, request.merge, turn.account.id), turn)
    merge = joining.undo(turn.uow, turn.ambient, request.merge, turn.account.id, turn.now, told=turn.caller.address)
    turn.uow.after_commit(turn.house.wake_workers)
    return introductions.parted(merge)


def _parting(merge: Merge, turn: Turn) -> Reply:
    if merge.undone_at is not None:
        raise Gone(text("unlink-undone-already"))
    if not merge.can_be_undone(turn.now):
        raise Gone(text("unlink-too-late"))
    identities = turn.uow.accounts.identities(merge.survivor_id)
    came = [one for one in identities if one.merge_id == merge.id]
    stays = [one for one in identities if one.merge_id != merge.id]
    facts = (
        Fact(chats(came), text("unlink-gets-back", credits=credits(merge.credits))),
        Fact(chats(stays), text("unlink-keeps")),
    )
    sure = Button(text("button-unlink-undo-sure"), Call("unlink-undo", {"merge": merge.id, "sure": True}))
    lines = (text("unlink-undo-ask", day=merge.at), text("link-undo-until", until=merge.undo_until))
    return Reply(lines=lines, facts=facts, tone=Tone.WARNING, buttons=(sure,), private=True)


LINK = Command("link", Link, link, private=True)
UNLINK = Command("unlink", Nothing, unlink, private=True)
BUTTONS = (
    Command("link-join", OfOffer, join, menu=False, private=True),
    Command("link-yes", OfOffer, agree, menu=False, private=True),
    Command("link-no", OfOffer, decline, menu=False, private=True),
    Command("unlink-chat", OfChat, take_off, menu=False, private=True),
    Command("unlink-undo", OfMerge, part, menu=False, private=True),
)
