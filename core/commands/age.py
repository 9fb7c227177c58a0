"""The age screen: when somebody was born is asked once, before anything of theirs is kept, and not kept itself (PRV-54 … PRV-56)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.accounts import Account, AgeMethod, Standing
from core.commands.spec import Command, Nothing
from core.commands.turn import Turn
from core.errors import InvalidOption
from core.membership import find, welcome
from core.reply import Button, Call, Form, Link, Reply, Tone
from core.rights import ages
from core.rights.requests import Actor, Counted, Request, RequestKind, RequestState, answer_by, business_days_after
from core.text import Text, text

WITH_FORM = frozenset({"discord", "terminal"})
"""Elsewhere the same is asked with buttons. The playground has forms, too, but shows what was filled in as a message of the person, and
that would be kept."""

OPEN_TO_ALL = frozenset({"help", "privacy", "terms", "support", "paysupport", "report"})
"""Answers for which nobody has to be known, and after which nobody is."""

BEFORE_AGE = frozenset({"language"})
"""What somebody with an account may do before they have said how old they are, beside their rights."""

HELD = frozenset({Counted.PROMPTS, Counted.PICTURES, Counted.REFERENCES, Counted.PAYMENTS})
"""An account with any of these is somebody's, and a human looks at it before it goes."""


class Month(StrEnum):
    """The months by number; their names are in the catalogue."""

    JANUARY = "1"
    FEBRUARY = "2"
    MARCH = "3"
    APRIL = "4"
    MAY = "5"
    JUNE = "6"
    JULY = "7"
    AUGUST = "8"
    SEPTEMBER = "9"
    OCTOBER = "10"
    NOVEMBER = "11"
    DECEMBER = "12"


@dataclass(frozen=True)
class Age:
    """When somebody was born. The year is text, so that no answer about a wrong one repeats it."""

    year: str
    month: Month


@dataclass(frozen=True)
class Born:
    """The same in three presses: a decade, a year and a month. Year and month are sealed (`ages.sealed`)."""

    decade: str = ""
    year: str = ""
    month: str = ""


def gate(turn: Turn, command: Command) -> Reply | None:
    """Ask before anything else. Rights work for those of whom something is held; of a stranger there is nothing."""
    if ages.is_admitted(turn.account, turn.house.tariff.age_limit) or command.fleeting or command.name in OPEN_TO_ALL:
        return None
    if turn.uow.accounts.of(turn.caller) is None:
        return _nothing_held() if command.right else _asked_or_turned_away(turn, again=command.name != "start")
    if command.right or command.name in BEFORE_AGE:
        return None
    return _asked_or_turned_away(turn, again=command.name != "start")


def _asked_or_turned_away(turn: Turn, *, again: bool) -> Reply:
    if ages.is_marked_young(turn.uow, turn.caller, turn.ambient, turn.now):
        return _too_young()
    return _question(turn, again=again)


def _question(turn: Turn, *, again: bool) -> Reply:
    """The same words and equal buttons for everybody; nothing about which answer is the right one."""
    lines = [text("age-question"), text("age-why"), *([text("age-again")] if again else [])]
    privacy = Button(text("button-privacy"), Call("privacy", {}))
    if turn.caller.platform not in WITH_FORM:
        return Reply(lines=(*lines, text("age-decade")), buttons=(*_decades(turn), privacy), private=True)
    answer = Button(text("button-age-answer"), Call("age-form", {}), main=True)
    typed = [text("age-typed")] if turn.caller.platform == "terminal" else []
    return Reply(lines=(*lines, *typed), buttons=(answer, privacy), private=True)


def _decades(turn: Turn) -> Iterable[Button]:
    for first in ages.decades(turn.now):
        years = ages.years(first, turn.now)
        yield _choice(_as_is(f"{years[0]}–{years[-1]}"), decade=str(first))


def _choice(label: Text, **values: str) -> Button:
    return Button(label, Call("born", values))


def _as_is(words: str) -> Text:
    return Text("as-is", {"words": words})


def form(request: Nothing, turn: Turn) -> Reply:
    """Year and month in one form, with nothing in it."""
    return Reply(lines=(text("age-question"),), form=Form("age", {}), private=True)


def age(request: Age, turn: Turn) -> Reply:
    """Year and month from a form."""
    year = request.year.strip()
    number = int(year) if year.isascii() and year.isdigit() and len(year) == len("2000") else None
    return _answered(turn, number, int(request.month))


def born(request: Born, turn: Turn) -> Reply:
    """One press after another: decade, year, month."""
    year = ages.unsealed(turn.ambient, turn.caller, request.year, range(ages.FIRST_YEAR, turn.now.year + 1))
    if request.month:
        return _answered(turn, year, ages.unsealed(turn.ambient, turn.caller, request.month, ages.MONTHS))
    if request.year and year is not None:
        return Reply(lines=(text("age-month"),), buttons=(*_months(turn, request.year), _back()), private=True)
    decade = next((first for first in ages.decades(turn.now) if str(first) == request.decade), None)
    if decade is None:
        return _asked_or_turned_away(turn, again=False)
    return Reply(lines=(text("age-year"),), buttons=(*_years(turn, decade), _back()), private=True)


def _years(turn: Turn, decade: int) -> Iterable[Button]:
    for year in ages.years(decade, turn.now):
        yield _choice(_as_is(str(year)), year=ages.sealed(turn.ambient, turn.caller, year))


def _months(turn: Turn, year: str) -> Iterable[Button]:
    for month in Month:
        yield _choice(Text(f"command-age.choice-month-{month}"), year=year, month=ages.sealed(turn.ambient, turn.caller, int(month)))


def _back() -> Button:
    return Button(text("button-age-back"), Call("born", {}))


def _answered(turn: Turn, year: int | None, month: int | None) -> Reply:
    """Let them in, or turn them away. Raises `InvalidOption`, which names nothing of what was said."""
    limit = turn.house.tariff.age_limit
    if limit is None or ages.is_admitted(turn.account, limit):
        return Reply(lines=(text("age-known"),), private=True)
    if ages.is_marked_young(turn.uow, turn.caller, turn.ambient, turn.now):
        return _too_young()
    if year is None or month is None or not ages.is_possible(year, month, turn.now):
        raise InvalidOption(text("age-odd"), (Button(text("button-age-first"), Call("start", {}), main=True),))
    return _let_in(turn, limit) if ages.is_old_enough(year, month, limit, turn.now) else _turned_away(turn)


def _let_in(turn: Turn, limit: int) -> Reply:
    house = turn.house
    account = find(turn.uow, turn.caller, turn.now) or welcome(turn.uow, turn.caller, house.tariff, turn.ambient, turn.now)
    turn.uow.accounts.age_known(account.id, limit, AgeMethod.DECLARED, turn.now)
    buttons = (
        Button(text("button-age-go-on"), Call("start", {}), main=True),
        Button(text("button-policy"), Link(f"{house.home}/legal/privacy")),
    )
    return Reply(lines=(text("age-passed"),), tone=Tone.GOOD, buttons=buttons, private=True)


def _turned_away(turn: Turn) -> Reply:
    """Nothing is kept but a marker (PRV-55). What an account of theirs holds already is out of use at once, and a human looks at it."""
    account = turn.uow.accounts.of(turn.caller)
    if account is not None:
        _take_out_of_use(turn, account)
    ages.mark_young(turn.uow, turn.caller, turn.ambient, turn.now)
    return _too_young()


def _take_out_of_use(turn: Turn, account: Account) -> None:
    if not any(one.number for one in turn.uow.erasures.tally(account.id) if one.what in HELD):
        turn.uow.erasures.purge(account.id, turn.ambient.new_id(), turn.now, turn.now)
        return
    turn.uow.accounts.stand(account.id, Standing.QUARANTINED)
    turn.uow.sessions.end_all(account.id)
    turn.uow.links.drop_all(account.id)
    turn.uow.erasures.silence(account.id, turn.now)
    if turn.uow.rights.active(account.id, RequestKind.MINOR) is None:
        turn.uow.rights.add(_case(turn, account))


def _case(turn: Turn, account: Account) -> Request:
    return Request(
        ref=turn.ambient.new_id(),
        kind=RequestKind.MINOR,
        state=RequestState.OPEN,
        account_id=account.id,
        actor=Actor.PROGRAM,
        channel=turn.caller.platform,
        received_at=turn.now,
        due_at=business_days_after(turn.now, 1),
        answer_by=answer_by(turn.now),
        locale=turn.locale,
    )


def _too_young() -> Reply:
    return Reply(lines=(text("age-too-young"),), private=True)


def _nothing_held() -> Reply:
    return Reply(lines=(text("age-nothing-held"),), buttons=(Button(text("button-privacy"), Call("privacy", {})),), private=True)


AGE = Command("age", Age, age, private=True, surfaces=WITH_FORM, fleeting=True)
BUTTONS = (
    Command("age-form", Nothing, form, private=True, menu=False, form=True, surfaces=WITH_FORM, fleeting=True),
    Command("born", Born, born, private=True, menu=False, fleeting=True),
)
