"""What people may do about their data, the same everywhere: /privacy and what its buttons lead to (PRV-23 … PRV-35)."""

from dataclasses import dataclass, replace
from typing import Annotated

from core.accounts import Standing
from core.commands.spec import Command, Nothing, Prose
from core.commands.turn import Turn
from core.errors import Gone, Refused
from core.reply import Button, Call, Fact, Form, Link, Reply, Tone, Value
from core.results import credits
from core.rights import copies, erasing, proof
from core.rights.drafting import own
from core.rights.requests import Count, Counted, Request, RequestKind, RequestState
from core.text import Text, text

LONGEST_CODE = 20
SHOWN_REQUESTS = 5
WAITING = frozenset({RequestState.HELD, RequestState.GRACE})


def hub(request: Nothing, turn: Turn) -> Reply:
    """Everything that can be done, one press away."""
    under_way = [one for one in turn.uow.rights.of(turn.account.id, SHOWN_REQUESTS) if one.active or one.state is RequestState.READY]
    facts = tuple(Fact(text(f"rights-kind-{one.kind}"), _state(one, turn), personal=True) for one in under_way)
    buttons = (
        Button(text("button-see"), Call("my-data", {}), main=True),
        Button(text("button-export"), Call("export-my-data", {})),
        Button(text("button-correct"), Call("correct", {})),
        Button(text("button-delete-account"), Call("delete-me", {})),
        Button(text("button-training"), Call("training", {})),
        Button(text("button-policy"), Link(f"{turn.house.home}/legal/privacy")),
        Button(text("button-contact"), Call("support", {})),
        Button(text("button-report"), Call("report", {})),
        Button(text("button-more-rights"), Call("more-rights", {})),
    )
    lines = (text("privacy-title"), text("privacy-given"), text("rights-hub"))
    return Reply(lines=lines, facts=(*facts, _contact(turn)), buttons=buttons, private=True)


def _contact(turn: Turn) -> Fact:
    return Fact(text("fact-contact"), Text("as-is", {"words": turn.house.contact}))


def _state(request: Request, turn: Turn) -> Text:
    """How far it is, with a date; what waits for nothing is under way."""
    at = request.begins_at if request.state in WAITING and request.begins_at else request.due_at
    if request.state in WAITING and at <= turn.now:
        return text(f"rights-now-{request.kind}")
    named = request.answer_by if request.state in (RequestState.OPEN, RequestState.STUCK) else at
    return text(f"rights-state-{request.state}", at=named, done=request.done, total=request.total)


# --- seeing and correcting ------------------------------------------------------------------------


def see(request: Nothing, turn: Turn) -> Reply:
    """How much is held, since when, and who else has some of it; the data itself is in the copy, never in a chat (PRV-07, PRV-28)."""
    counts = turn.uow.erasures.tally(turn.account.id)
    facts = tuple(Fact(text(f"rights-counted-{one.what}"), _number(one), personal=True) for one in counts if one.number)
    lines = (text("rights-see", at=turn.account.created_at), text("rights-see-who"), text("rights-see-more"))
    buttons = (
        Button(text("button-export"), Call("export-my-data", {}), main=True),
        Button(text("button-policy"), Link(f"{turn.house.home}/legal/privacy")),
    )
    return Reply(lines=lines, facts=(*facts, _balance(turn)), buttons=buttons, private=True)


def _balance(turn: Turn) -> Fact:
    return Fact(text("rights-counted-credits"), credits(turn.uow.ledger.balance(turn.account.id, turn.now).posted), personal=True)


def _number(counted: Count) -> Text:
    return text("rights-number", count=counted.number)


def correct(request: Nothing, turn: Turn) -> Reply:
    """What a person can put right at once, and whom to tell about the rest (PRV-30)."""
    buttons = (
        Button(text("button-email"), Call("email", {})),
        Button(text("button-language"), Call("language", {})),
        Button(text("button-chats"), Call("unlink", {})),
        Button(text("button-contact"), Call("support", {})),
    )
    return Reply(lines=(text("rights-correct"), text("rights-correct-books")), facts=(_contact(turn),), buttons=buttons, private=True)


# --- a number that proves a second channel ---------------------------------------------------------


@dataclass(frozen=True)
class Code:
    """The number that was sent for a request."""

    code: Annotated[str, Prose(LONGEST_CODE)]


def code(request: Code, turn: Turn) -> Reply:
    """Go on with what was asked, if the number is the right one. A wrong one is answered, not raised, so that the try stays counted."""
    asked = proof.proved(turn.uow, turn.ambient, turn.account, request.code, turn.now)
    if asked is None:
        return Reply(lines=(text("rights-code-wrong"),), tone=Tone.REFUSAL, buttons=(_type_code(),), private=True)
    return _go_on(turn, asked)


def _type_code() -> Button:
    return Button(text("button-type-code"), Call("type-code", {}), main=True)


def type_code(request: Nothing, turn: Turn) -> Reply:
    """The form for the number."""
    return Reply(form=Form("code", {}), private=True)


def _prove_or_go_on(turn: Turn, asked: Request) -> Reply:
    """Where there is a second channel, a number is sent there first (PRV-25)."""
    where = proof.second_channel(turn.uow, turn.account, turn.caller.platform, turn.caller.uid)
    if where is None:
        return _go_on(turn, asked)
    asked = proof.send_code(turn.uow, turn.ambient, turn.account, asked, where, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(proof.spoken(where), text("rights-code-life")), buttons=(_type_code(),), private=True)


def _go_on(turn: Turn, asked: Request) -> Reply:
    turn.uow.after_commit(turn.house.wake_workers)
    return _collect(turn, asked) if asked.kind is RequestKind.EXPORT else _delete(turn, asked)


@dataclass(frozen=True)
class OfRequest:
    """A button that concerns a request."""

    request: str


# --- a copy ----------------------------------------------------------------------------------------


def export(request: Nothing, turn: Turn) -> Reply:
    """What a copy contains, and the button that begins it."""
    active = turn.uow.rights.active(turn.account.id, RequestKind.EXPORT)
    if active is not None:
        return _under_way(turn, active)
    counts = {one.what: one.number for one in turn.uow.erasures.tally(turn.account.id)}
    contents = text("rights-copy-contents", prompts=counts[Counted.PROMPTS], pictures=counts[Counted.PICTURES])
    start = Button(text("button-copy-start"), Call("export-start", {}), main=True)
    where = text("rights-copy-where" if turn.caller.platform in copies.TAKE_FILES else "rights-copy-where-site")
    return Reply(lines=(text("rights-copy"), contents, where), buttons=(start,), private=True)


def start_copy(request: Nothing, turn: Turn) -> Reply:
    """Ask for the copy; a second press is the same wish."""
    active = turn.uow.rights.active(turn.account.id, RequestKind.EXPORT)
    if active is not None:
        return _under_way(turn, active)
    if turn.account.standing is Standing.LOCKED:
        raise Refused(text("rights-copy-locked"))
    asked = copies.draft(turn.uow, turn.ambient, turn.account, turn.caller.platform, turn.caller.address, turn.locale, turn.now)
    return _prove_or_go_on(turn, asked)


def _collect(turn: Turn, asked: Request) -> Reply:
    held = copies.confirm(turn.uow, asked, turn.now)
    copies.tell_asked(turn.uow, turn.ambient, turn.account, held, turn.now)
    return _under_way(turn, held)


def _under_way(turn: Turn, asked: Request) -> Reply:
    stop = Button(text("button-copy-stop"), Call("export-stop", {"request": asked.ref}))
    facts = (Fact(text("fact-reference"), Text("as-is", {"words": asked.ref})),)
    tone = Tone.WORKING if asked.state is RequestState.RUNNING else Tone.GOOD
    return Reply(lines=(_state(asked, turn), text("rights-copy-answer")), facts=facts, buttons=(stop,), tone=tone, private=True)


def stop_copy(request: OfRequest, turn: Turn) -> Reply:
    """No copy after all; one that is there already is closed and deleted at once (PRV-78)."""
    asked = own(turn.uow, request.request, turn.account, RequestKind.EXPORT)
    copies.cancel(turn.uow, asked, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(text("rights-copy-stopped"),), tone=Tone.GOOD, private=True)


# --- deleting --------------------------------------------------------------------------------------


def delete_me(request: Nothing, turn: Turn) -> Reply:
    """What would be deleted, what is kept and why, and what nobody can reach: the preview of the receipt (PRV-31)."""
    active = turn.uow.rights.active(turn.account.id, RequestKind.ERASE)
    if active is not None:
        return _locked(turn, active)
    shown = erasing.preview(turn.uow, turn.account, turn.now)
    facts = [Fact(text(f"rights-counted-{one.what}"), _fated(one), personal=True) for one in shown.counts if one.number]
    facts.append(Fact(text("rights-counted-credits"), text("rights-lost", credits=credits(shown.credits)), personal=True))
    lines = (text("rights-delete"), text("rights-delete-kept"), text("rights-delete-unreached"))
    days = turn.house.promise.grace_days
    buttons = (
        Button(text("button-export-first"), Call("export-my-data", {})),
        Button(text("button-delete-later", days=days), Call("delete-choose", {})),
        Button(text("button-delete-now"), Call("delete-choose", {"now": True})),
        Button(text("button-back"), Call("privacy", {})),
    )
    return Reply(lines=lines, facts=tuple(facts), tone=Tone.WARNING, buttons=buttons, private=True)


def _fated(counted: Count) -> Text:
    return text(f"rights-fate-{counted.fate}", count=counted.number)


@dataclass(frozen=True)
class Choose:
    """`now`: without days in which it can be called back, as chosen first; `leave`: what was posted in chats stays there."""

    now: bool = False
    leave: bool = False
    request: str = ""


def choose(request: Choose, turn: Turn) -> Reply:
    """The last look: when, what about the chats, and a number to press, so that no habit deletes anything (PRV-32, PRV-33)."""
    asked = _drafted(turn, request)
    right, three = erasing.numbers(asked.ref)
    # When it begins is kept with the request: a button of Telegram has no room for that beside the reference.
    other: dict[str, Value] = {"request": asked.ref, **({"leave": True} if asked.messages else {})}
    buttons = [Button(Text("as-is", {"words": str(one)}), Call("delete-press", {"request": asked.ref, "number": one})) for one in three]
    toggle = Button(text("button-chats-leave" if asked.messages else "button-chats-remove"), Call("delete-choose", other))
    lines = (
        text("rights-choose-now") if asked.at_once else text("rights-choose-later", at=turn.now + turn.house.promise.grace),
        text("rights-chats-go") if asked.messages else text("rights-chats-stay"),
        text("rights-press", number=str(right)),
    )
    return Reply(lines=lines, tone=Tone.WARNING, buttons=(*buttons, toggle, _back()), private=True)


def _back() -> Button:
    return Button(text("button-back"), Call("delete-me", {}))


def _drafted(turn: Turn, request: Choose) -> Request:
    if request.request:
        asked = own(turn.uow, request.request, turn.account, RequestKind.ERASE)
    else:
        draft = erasing.draft(turn.uow, turn.ambient, turn.account, turn.caller.platform, turn.caller.address, turn.locale, turn.now)
        asked = replace(draft, at_once=request.now)
    if asked.state is not RequestState.DRAFT:
        raise Gone(text("rights-request-gone"))
    chosen = replace(asked, messages=not request.leave)
    turn.uow.rights.change(chosen)
    return chosen


@dataclass(frozen=True)
class Press:
    """One of the three numbers."""

    request: str
    number: int


def press(request: Press, turn: Turn) -> Reply:
    """The explicit act. Another number than the one that was named changes nothing."""
    asked = own(turn.uow, request.request, turn.account, RequestKind.ERASE)
    if asked.state is not RequestState.DRAFT:
        return _locked(turn, asked)
    if request.number != erasing.numbers(asked.ref)[0]:
        return Reply(lines=(text("rights-other-number"),), tone=Tone.REFUSAL, buttons=(_back(),), private=True)
    return _prove_or_go_on(turn, asked)


def _delete(turn: Turn, asked: Request) -> Reply:
    return _locked(turn, erasing.confirm(turn.uow, turn.ambient, turn.house.promise, asked, turn.account, turn.now))


def _locked(turn: Turn, asked: Request) -> Reply:
    """That nothing is done any more, until when that can be called back, and where the receipt will be."""
    buttons = [Button(text("button-receipt"), Link(f"{turn.house.home}/receipt/{asked.ref}"))]
    if asked.state is RequestState.GRACE:
        buttons.insert(0, Button(text("button-erase-cancel"), Call("delete-cancel", {}), main=True))
    facts = (Fact(text("fact-reference"), Text("as-is", {"words": asked.ref})),)
    return Reply(
        lines=(_state(asked, turn), text("rights-locked-means")), facts=facts, tone=Tone.GOOD, buttons=tuple(buttons), private=True
    )


def cancel(request: Nothing, turn: Turn) -> Reply:
    """Keep the account. Raises `Gone` once it is too late."""
    erasing.cancel(turn.uow, turn.ambient, turn.account, turn.now)
    turn.uow.after_commit(turn.house.wake_workers)
    return Reply(lines=(text("rights-kept"),), tone=Tone.GOOD, private=True)


PRIVACY = Command("privacy", Nothing, hub, private=True, right=True)
EXPORT = Command("export-my-data", Nothing, export, private=True, right=True)
CODE = Command("code", Code, code, private=True, right=True)
DELETE = Command("delete-me", Nothing, delete_me, private=True, right=True)
BUTTONS = (
    Command("my-data", Nothing, see, private=True, right=True, menu=False),
    Command("correct", Nothing, correct, private=True, right=True, menu=False),
    Command("type-code", Nothing, type_code, private=True, right=True, menu=False, form=True),
    Command("export-start", Nothing, start_copy, private=True, right=True, menu=False),
    Command("export-stop", OfRequest, stop_copy, private=True, right=True, menu=False),
    Command("delete-choose", Choose, choose, private=True, right=True, menu=False),
    Command("delete-press", Press, press, private=True, right=True, menu=False),
    Command("delete-cancel", Nothing, cancel, private=True, right=True, menu=False),
)
