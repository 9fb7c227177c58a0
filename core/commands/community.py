"""What the owners of a server may decide for it: /inkmirage-settings."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from core.commands.choices import Language
from core.commands.spec import Command, Mention, Span
from core.commands.turn import Turn
from core.communities import Community
from core.errors import NotYours
from core.reply import Fact, Reply, Tone
from core.text import LANGUAGE_NAMES, Text, text

SURFACES = frozenset({"discord"})
HIGHEST_CAP = 1000


class PublicLanguage(StrEnum):
    """What everybody reads: each person's own language, or one for all."""

    OWN = "own"
    ENGLISH = Language.ENGLISH
    CHINESE = Language.CHINESE
    SPANISH = Language.SPANISH
    GERMAN = Language.GERMAN

    @property
    def locale(self) -> str | None:
        """The catalogue's tag; `None` for everybody's own."""
        return None if self is PublicLanguage.OWN else Language(self.value).locale


@dataclass(frozen=True)
class Rules:
    """Changes to the rules. A channel or role that is named is allowed, or no longer if it was; `anywhere` empties both lists.

    `daily`: pictures per person and day, 0 for no limit.
    """

    channel: Annotated[str, Mention("channel")] = ""
    role: Annotated[str, Mention("role")] = ""
    anywhere: bool = False
    private: bool | None = None
    spoiler: bool | None = None
    daily: Annotated[int | None, Span(0, HIGHEST_CAP)] = None
    language: PublicLanguage | None = None


def rules(request: Rules, turn: Turn) -> Reply:
    """Show the rules of this server, or change them. Raises `NotYours` for somebody who does not run it."""
    current = turn.rules
    if current is None or turn.caller.seat is None or not turn.caller.seat.manager:
        raise NotYours(text("error-not-manager"))
    chosen = _chosen(request, current)
    if chosen == current:
        return _shown(chosen, text("community-title"), Tone.PLAIN)
    turn.uow.communities.save(chosen, turn.now)
    return _shown(chosen, text("community-saved"), Tone.GOOD)


def _chosen(request: Rules, current: Community) -> Community:
    channels, roles = ((), ()) if request.anywhere else (current.channels, current.roles)
    return replace(
        current,
        channels=_toggled(channels, request.channel),
        roles=_toggled(roles, request.role),
        private=current.private if request.private is None else request.private,
        spoiler=current.spoiler if request.spoiler is None else request.spoiler,
        daily_cap=current.daily_cap if request.daily is None else request.daily or None,
        locale=request.language.locale if request.language else current.locale,
    )


def _toggled(ids: tuple[str, ...], id: str) -> tuple[str, ...]:
    if not id:
        return ids
    return tuple(other for other in ids if other != id) if id in ids else (*ids, id)


def _shown(community: Community, title: Text, tone: Tone) -> Reply:
    language = Text("as-is", {"words": LANGUAGE_NAMES[community.locale]}) if community.locale else text("community-everyones-own")
    facts = (
        Fact(text("fact-channels"), _mentioned("mention-channel", community.channels)),
        Fact(text("fact-roles"), _mentioned("mention-role", community.roles)),
        Fact(text("fact-private-default"), _yes_or_no(community.private)),
        Fact(text("fact-spoiler-default"), _yes_or_no(community.spoiler)),
        Fact(text("fact-daily-cap"), text("daily-cap", cap=community.daily_cap or 0)),
        Fact(text("fact-public-language"), language),
    )
    return Reply(lines=(title,), facts=facts, tone=tone, private=True)


def _mentioned(kind: str, ids: tuple[str, ...]) -> Text:
    """The names of channels and roles are the platform's: it shows them for their ids."""
    if not ids:
        return text("community-any")
    first, *rest = (Text(kind, {"id": id}) for id in ids)
    shown = first
    for one in rest:
        shown = text("both", first=shown, second=one)
    return shown


def _yes_or_no(value: bool) -> Text:
    return text("yes") if value else text("no")


SETTINGS = Command("inkmirage-settings", Rules, rules, private=True, surfaces=SURFACES, manager=True)
