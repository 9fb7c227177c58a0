"""A prompt that was refused: how it is contested, and the pause after many (docs/decisions/0040).

Nothing that weighs on a person is left to the program alone (GDPR Art. 22): a refusal costs nothing, a pause ends by itself within a day,
and of both a human says on request whether they were right (PRV-13).
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.accounts import Account
from core.ambient import Ambient
from core.cards import without_card_numbers
from core.forbidden.refused import BY_OTHERS, Patience, RefusalState, RefusedPrompt, contest, new_ref
from core.forbidden.screen import Ground, Screen
from core.notices import living, tell_everywhere
from core.prompts import shortened
from core.reply import Button, Call, Fact, Reply, Tone
from core.storage.unit_of_work import UnitOfWork
from core.text import Text, text

log = logging.getLogger(__name__)

SHOWN = 300
"""So many characters of a prompt are read out again."""


# --- when pictures are asked for ---------------------------------------------------------------------


def paused_until(uow: UnitOfWork, patience: Patience, account_id: str, now: datetime) -> datetime | None:
    """When pictures are made again, if there were too many refusals."""
    if not patience.most:
        return None
    first = uow.refusals.nth_latest(account_id, patience.most, since=now - patience.per)
    return first + patience.per if first else None


def stopped(uow: UnitOfWork, screen: Screen, patience: Patience, account: Account, prompt: str, ambient: Ambient) -> Reply | None:
    """What is answered in the place of pictures, if this prompt, or so many before it, are not to be made into any. Nothing is charged."""
    now = ambient.now()
    until = paused_until(uow, patience, account.id, now)
    if until is not None:
        return _paused(until)
    ground = screen.ground(prompt)
    if ground is None:
        return None
    refused = _refused(uow, account, ground, prompt, ambient, now)
    return None if refused.state is RefusalState.ALLOWED else _answer(ground, refused, paused_until(uow, patience, account.id, now))


def _refused(uow: UnitOfWork, account: Account, ground: Ground, prompt: str, ambient: Ambient, now: datetime) -> RefusedPrompt:
    """The refusal of these very words: asked again they are no second one."""
    kept = without_card_numbers(prompt)
    known = next((one for one in uow.refusals.of(account.id) if one.prompt == kept), None)
    if known is not None:
        return known
    fresh = RefusedPrompt(new_ref(ambient.new_id()), account.id, ground, kept, RefusalState.REFUSED, now, merge_id=account.arrived_by)
    uow.refusals.add(fresh)
    return fresh


def _answer(ground: Ground, refused: RefusedPrompt, until: datetime | None) -> Reply:
    lines = [text(f"forbidden-{ground}"), text("forbidden-costs-nothing")]
    lines += [text("forbidden-paused-now", until=until)] if until else []
    lines += [text("forbidden-wrong" if refused.state is RefusalState.REFUSED else f"appeal-is-{refused.state}", day=refused.look_by)]
    buttons = (contest(refused.ref),) if refused.state is RefusalState.REFUSED else ()
    return Reply(lines=tuple(lines), tone=Tone.REFUSAL, facts=(_reference(refused),), buttons=buttons, private=True)


def _paused(until: datetime) -> Reply:
    lines = (text("forbidden-paused", until=until), text("forbidden-paused-else"))
    return Reply(lines=lines, tone=Tone.REFUSAL, buttons=(Button(text("button-contest"), Call("appeal", {})),), private=True)


def _reference(refused: RefusedPrompt) -> Fact:
    return Fact(text("fact-reference"), Text("as-is", {"words": refused.ref}))


# --- contesting --------------------------------------------------------------------------------------


def appeal(uow: UnitOfWork, refused: RefusedPrompt, now: datetime) -> Reply:
    """A human shall look at it. Asked again, it tells how far that is."""
    if refused.state is RefusalState.REFUSED:
        refused = replace(refused, state=RefusalState.APPEALED, appealed_at=now)
        uow.refusals.save(refused)
        log.warning("appeal waits", extra={"request": refused.ref, "kind": refused.ground})
    lines = (text(f"appeal-is-{refused.state}", day=refused.look_by),)
    again = (_again(refused),) if refused.state is RefusalState.ALLOWED else ()
    tone = Tone.GOOD if refused.state in (RefusalState.APPEALED, RefusalState.ALLOWED) else Tone.PLAIN
    return Reply(lines=lines, tone=tone, facts=(_reference(refused),), buttons=(*again, _rights()), private=True)


def first_open(refusals: Iterable[RefusedPrompt]) -> RefusedPrompt | None:
    """The latest that nobody has contested, or else the latest."""
    known = list(refusals)
    return next((one for one in known if one.state is RefusalState.REFUSED), known[0] if known else None)


def decide(uow: UnitOfWork, ambient: Ambient, refused: RefusedPrompt, *, allowed: bool) -> None:
    """A human has looked at it, and its owner is told in all their chats."""
    state = RefusalState.ALLOWED if allowed else RefusalState.UPHELD
    refused = replace(refused, state=state)
    uow.refusals.save(refused)
    tell_everywhere(uow, ambient, living(uow, refused.account_id).id, _decided(refused), ambient.now())


def _decided(refused: RefusedPrompt) -> Reply:
    said = refused.state if refused.ground not in BY_OTHERS.values() else f"{refused.state}-elsewhere"
    buttons = (_again(refused),) if refused.state is RefusalState.ALLOWED else (_rights(),)
    tone = Tone.GOOD if refused.state is RefusalState.ALLOWED else Tone.PLAIN
    quote = shortened(refused.prompt, SHOWN)
    return Reply((text(f"appeal-told-{said}"),), tone, (_reference(refused),), quote, buttons=buttons, private=True)


def _again(refused: RefusedPrompt) -> Button:
    return Button(text("button-try-again"), Call("once-refused", {"ref": refused.ref}), main=True)


def _rights() -> Button:
    return Button(text("button-privacy"), Call("privacy", {}))
