"""Telling us about somebody else: open to everybody, whether or not they are known here (PRV-57, PRV-94)."""

from dataclasses import dataclass
from typing import Annotated

from core import throttle
from core.access import Attempt
from core.commands.spec import Command, Prose
from core.commands.turn import Turn
from core.reply import Button, Call, Fact, Form, Reply, Tone
from core.rights import reports
from core.rights.requests import Request
from core.text import Text, text

WITHOUT_FORMS = frozenset({"telegram"})


@dataclass(frozen=True)
class Tell:
    """Which account, picture or prompt it is about, and why."""

    words: Annotated[str, Prose(reports.LONGEST)] = ""


def report(request: Tell, turn: Turn) -> Reply:
    """Keep it for a human, and say nothing about anybody. Raises `TooOften`."""
    words, known = reports.as_kept(request.words), turn.uow.accounts.of(turn.caller)
    if not words:
        return _how(turn, asked=known is not None)
    who = throttle.hidden(turn.uow, f"{turn.caller.platform} {turn.caller.uid}", turn.now)
    throttle.allow(turn.uow, Attempt.REPORT, who, turn.now)
    teller = known.id if known else None
    filed = reports.file(turn.uow, turn.ambient, words, channel=turn.caller.platform, locale=turn.locale, now=turn.now, account_id=teller)
    return received(filed)


def _how(turn: Turn, *, asked: bool) -> Reply:
    """The form, and how to do without it; Telegram asks for the words by itself, if it knows whom it asks."""
    lines = () if asked and turn.caller.platform in WITHOUT_FORMS else (text("report-lead"), text("report-type"))
    return Reply(lines=lines, form=Form("report", {}), private=True)


def received(filed: Request) -> Reply:
    """The same for every report."""
    lines = (text("report-received", at=filed.due_at), text("report-neutral"))
    reference = Fact(text("fact-reference"), Text("as-is", {"words": filed.ref}))
    button = Button(text("button-privacy"), Call("privacy", {}))
    return Reply(lines=lines, tone=Tone.GOOD, facts=(reference,), buttons=(button,), private=True)


REPORT = Command("report", Tell, report, private=True, right=True, form=True)
