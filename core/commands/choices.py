"""What a person may decide once for all their requests: when to be asked, and in which language."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from core.accounts import Account, AskMode
from core.commands.spec import Command, Span
from core.commands.turn import Turn
from core.reply import Button, Call, Fact, Reply, Tone
from core.results import credits
from core.text import LANGUAGE_NAMES, LOCALES, Text, text

DEFAULT_ABOVE = 20
HIGHEST_ABOVE = 100_000


@dataclass(frozen=True)
class Settings:
    """`ask`: when a price must be confirmed; `above`: the credits up to which it need not be, for `ask above`."""

    ask: AskMode | None = None
    above: Annotated[int | None, Span(0, HIGHEST_ABOVE)] = None


def settings(request: Settings, turn: Turn) -> Reply:
    """Show the choices, or change them."""
    account = _chosen(request, turn.account)
    if account == turn.account:
        return _shown(account, text("settings-title"), Tone.PLAIN)
    turn.uow.accounts.save(account)
    return _shown(account, text("settings-saved"), Tone.GOOD)


def _chosen(request: Settings, account: Account) -> Account:
    mode = request.ask or (AskMode.ABOVE if request.above is not None else account.ask_mode)
    above = request.above
    if above is None:
        above = account.ask_above or (DEFAULT_ABOVE if mode is AskMode.ABOVE else 0)
    return replace(account, ask_mode=mode, ask_above=above)


def _shown(account: Account, title: Text, tone: Tone) -> Reply:
    buttons = [
        Button(text(f"button-ask-{mode}", above=credits(account.ask_above or DEFAULT_ABOVE)), Call("settings", {"ask": mode.value}))
        for mode in AskMode
        if mode is not account.ask_mode
    ]
    asks = text(f"ask-{account.ask_mode}", above=credits(account.ask_above))
    return Reply(lines=(title,), facts=(Fact(text("fact-ask"), asks),), tone=tone, buttons=tuple(buttons), private=True)


class Language(StrEnum):
    """The languages we speak; the words are their tags in lower case."""

    ENGLISH = "en"
    CHINESE = "zh-cn"
    SPANISH = "es"
    GERMAN = "de"

    @property
    def locale(self) -> str:
        """The catalogue's tag."""
        return next(tag for tag in LOCALES if tag.lower() == self.value)


@dataclass(frozen=True)
class ChooseLanguage:
    """Which language; without one, the list."""

    language: Language | None = None


def language(request: ChooseLanguage, turn: Turn) -> Reply:
    """Choose the language of everything we say to this person, on every surface."""
    if request.language is None:
        buttons = [
            Button(Text("as-is", {"words": LANGUAGE_NAMES[tag.locale]}), Call("language", {"language": tag.value})) for tag in Language
        ]
        return Reply(lines=(text("language-title"),), buttons=tuple(buttons), private=True)
    turn.uow.accounts.save(replace(turn.account, locale=request.language.locale))
    return Reply(lines=(text("language-saved"),), tone=Tone.GOOD, private=True)


SETTINGS = Command("settings", Settings, settings, private=True)
LANGUAGE = Command("language", ChooseLanguage, language, private=True)
