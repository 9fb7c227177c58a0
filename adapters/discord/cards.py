"""A reply as a Components V2 card (platforms.md A7). Pure: values in, a view and its files out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

import discord
from discord import ui

from adapters.discord.custom_ids import press_id
from adapters.discord.press import Press
from core.prompts import shortened
from core.reply import Button, Link, Progress, Reply, Tone
from core.shown import Shown
from core.text import Catalogue, Text, text

MOST_TEXT = 4000
MOST_QUOTE = 1500
MOST_LABEL = 80
MOST_ALT = 1024
MOST_PICTURES = 10
BUTTONS_IN_A_ROW = 5
FACTS_IN_A_ROW = 3
STEPS = 12
ETA = "eta-"
ACCENTS = {Tone.GOOD: 0x2E9E6B, Tone.WORKING: 0x5865F2, Tone.WARNING: 0xC98A1B, Tone.REFUSAL: 0xC4485A}
SIGNS = {Tone.GOOD: "✅", Tone.WORKING: "🎨", Tone.WARNING: "⚠️", Tone.REFUSAL: "🚫"}

_SPECIAL = re.compile(r"([\\`*_~|<>\[\]()#:@-])")


@dataclass(frozen=True)
class Card:
    """What to send; `to` is the person to call. Views and files are used up by sending, so both are made anew for each attempt
    (platforms.md A6, F1)."""

    reply: Reply
    locale: str
    public: bool
    shown: tuple[Shown, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    ready: datetime | None = None
    more: tuple[Text, ...] = ()
    to: int | None = None

    def without_prompt(self) -> "Card":
        """For a server whose AutoMod does not want to read the prompt again (platforms.md F7)."""
        shown = tuple(Shown(one.data, one.name, spoiler=one.spoiler) for one in self.shown)
        return replace(self, reply=replace(self.reply, quote=None), shown=shown)

    def uploads(self) -> list[discord.File]:
        """New files, to be sent once."""
        named = [*((one.name, one.data) for one in self.shown), *self.files]
        return [discord.File(BytesIO(data), filename=name) for name, data in named]


def view_of(card: Card, catalogue: Catalogue) -> ui.LayoutView:
    """A new view of the card."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*_parts(card, catalogue), accent_colour=ACCENTS.get(card.reply.tone)))
    return view


def _parts(card: Card, catalogue: Catalogue) -> Iterator[ui.Item[Any]]:
    yield ui.TextDisplay(_words(card, catalogue))
    if card.shown:
        yield ui.MediaGallery(*_gallery(card, catalogue))
    for name, _ in card.files:
        yield ui.File(f"attachment://{name}")
    if card.links:
        yield ui.TextDisplay(_links(card))
    yield from _rows([_button(button, card.locale, catalogue) for button in card.reply.buttons])
    # Discord writes name and price on these by itself, and takes no words of ours.
    yield from _rows([ui.Button(style=discord.ButtonStyle.premium, sku_id=int(sku)) for sku in card.reply.skus])


def _rows(buttons: Sequence[ui.Item[Any]]) -> Iterator[ui.ActionRow[Any]]:
    for start in range(0, len(buttons), BUTTONS_IN_A_ROW):
        yield ui.ActionRow(*buttons[start : start + BUTTONS_IN_A_ROW])


def _words(card: Card, catalogue: Catalogue) -> str:
    """Everything there is to read, with the prompt cut so that the whole fits."""

    def words(text: Text) -> str:
        return catalogue.format(text, card.locale, escaped)

    reply = card.reply
    lines = [line for line in reply.lines if card.ready is None or not line.key.startswith(ETA)]
    before = [f"<@{card.to}>"] if card.to else []
    before += [" ".join([SIGNS.get(reply.tone, ""), *map(words, lines[:1])]).strip(), *map(words, lines[1:])]
    facts = [f"**{words(fact.label)}** {words(fact.value)}" for fact in reply.facts if not (fact.personal and card.public)]
    if card.ready is not None:
        before.append(f"{words(text('discord-ready'))} {discord.utils.format_dt(card.ready, 'R')}")
    after = [_bar(reply.progress)] if reply.progress else []
    after += ["\n".join(facts) if len(facts) > FACTS_IN_A_ROW else " · ".join(facts)] if facts else []
    after += [f"-# {words(text)}" for text in card.more]
    # The limit is for everything that is read in a message, the addresses of links included.
    most = MOST_TEXT - len(_links(card))
    room = min(MOST_QUOTE, most - len("\n".join([*before, *after])) - 100)
    quote = [f"> {escaped(' '.join(shortened(reply.quote, room // 2).split()))}"] if reply.quote and room > 20 else []
    return "\n".join([*before, *quote, *after])[:most] or "…"


def _links(card: Card) -> str:
    return "\n".join(f"-# [{escaped(name)}]({url})" for name, url in card.links)


def _bar(progress: Progress) -> str:
    done = round(progress.percent * STEPS / 100)
    return f"`{'▰' * done}{'▱' * (STEPS - done)}` {progress.percent} %"


def _gallery(card: Card, catalogue: Catalogue) -> list[discord.MediaGalleryItem]:
    def item(one: Shown) -> discord.MediaGalleryItem:
        alt = catalogue.format(one.alt, card.locale)[:MOST_ALT]
        return discord.MediaGalleryItem(f"attachment://{one.name}", description=alt, spoiler=one.spoiler)

    return [item(one) for one in card.shown[:MOST_PICTURES]]


def _button(button: Button, locale: str, catalogue: Catalogue) -> ui.Item[Any]:
    label = shortened(catalogue.format(button.label, locale), MOST_LABEL)
    if isinstance(button.action, Link):
        return ui.Button(label=label, url=button.action.url)
    style = discord.ButtonStyle.primary if button.main else discord.ButtonStyle.secondary
    made: ui.Button[Any] = ui.Button(style=style, label=label, custom_id=press_id(button))
    return Press(made, button.action, None)


def escaped(words: str) -> str:
    """Somebody's words as nothing but words: no markup, no mention, no link text, no time stamp (style.md §3.5)."""
    return _SPECIAL.sub(r"\\\1", words)
