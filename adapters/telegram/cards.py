"""A reply as Telegram shows it: words in its HTML, and the keyboard below. Pure: values in, text and buttons out (platforms.md B5, B6)."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.links import may_be_a_button
from core.presses import packed
from core.prompts import shortened
from core.reply import Button, Fact, Link, Progress, Reply, Tone
from core.text import Catalogue, Text

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_DATA = 64
MOST_QUOTE = 700
LEAST_QUOTE = 20
FACTS_IN_A_ROW = 3
LONG_PROSE = 3
STEPS = 12
ROW, ROW_IN_GROUP = 52, 44
"""What fits side by side on a phone, in Latin letters with their margins; in groups there are portraits beside the messages."""
MOST_IN_A_ROW = 3
MARGIN = 4
SIGNS = {Tone.GOOD: "✅", Tone.WORKING: "🎨", Tone.WARNING: "⚠️", Tone.REFUSAL: "🚫"}

_TAG = re.compile(r"<[^>]*>")
END = "\u2069"
"""Ends what was begun to keep the prompt by itself; one inside the prompt would end it too soon."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of everything behind it."""


@dataclass(frozen=True)
class Person:
    """Somebody to call by name, so that they are told."""

    id: int
    name: str


@dataclass(frozen=True)
class Card:
    """What to show. `to` is the person to call; `rows` are buttons of the adapter's own, below those of the reply."""

    reply: Reply
    locale: str
    public: bool
    links: tuple[tuple[str, str], ...] = ()
    more: tuple[Text, ...] = ()
    to: Person | None = None
    rows: tuple[tuple[Button, ...], ...] = ()


class Renderer:
    """Puts a card into words. Command names are spelt as Telegram reads them: `/export_my_data` (platforms.md B2)."""

    def __init__(self, catalogue: Catalogue, commands: Iterable[str]) -> None:
        self._catalogue = catalogue
        hyphenated = sorted((name for name in commands if "-" in name), key=len, reverse=True)
        self._hyphenated = re.compile(rf"/({'|'.join(map(re.escape, hyphenated))})\b") if hyphenated else None

    def plain(self, text: Text, locale: str) -> str:
        """A sentence without markup."""
        return self._spelt(self._catalogue.format(text, locale))

    def words(self, card: Card, most: int) -> str:
        """Everything there is to read, as HTML of at most `most` visible characters: the prompt gives way first, then the last lines."""
        before, after = self._before(card), self._after(card)
        room = min(MOST_QUOTE, most - _visible("\n".join([*before, *after])) - 2)
        quote = [_quote(card.reply.quote, room)] if card.reply.quote and room >= LEAST_QUOTE else []
        lines = [*before, *quote, *after]
        while len(lines) > 1 and _visible("\n".join(lines)) > most:
            lines.pop()
        return "\n".join(lines) or "…"

    def asking(self, question: Text, words: str | None, locale: str) -> str:
        """A question, and the words to begin from, to be copied with a tap; as much of them as fits."""
        asked = escaped(self.plain(question, locale))
        return f"{asked}\n<code>{escaped(_within(words, MOST_TEXT - _visible(asked) - 1))}</code>" if words else asked

    def keyboard(self, card: Card) -> InlineKeyboardMarkup | None:
        """The buttons: what most people want stands alone, the rest side by side as far as the labels allow."""
        buttons = [button for button in card.reply.buttons if not _is_words(button)]
        main = [[button] for button in buttons if button.main]
        room = ROW_IN_GROUP if card.public else ROW
        rest = _laid_out([b for b in buttons if not b.main], lambda button: self.plain(button.label, card.locale), room)
        rows = [*main, *map(list, card.rows), *rest]
        return InlineKeyboardMarkup([[self._button(b, card.locale) for b in row] for row in rows]) if rows else None

    def _button(self, button: Button, locale: str) -> InlineKeyboardButton:
        label = self.plain(button.label, locale)
        if isinstance(button.action, Link):
            return InlineKeyboardButton(label, url=button.action.url)
        return InlineKeyboardButton(label, callback_data=data_of(button))

    def _before(self, card: Card) -> list[str]:
        reply = card.reply
        lines = [self._words(line, card.locale) for line in reply.lines]
        sign = SIGNS.get(reply.tone, "")
        first = " ".join(part for part in (sign, *lines[:1]) if part)
        if reply.tone is Tone.PLAIN and len(lines) >= LONG_PROSE:
            first = f"<b>{first}</b>"
        called = [f'<a href="tg://user?id={card.to.id}">{escaped(_TURNS.sub("", card.to.name))}</a>'] if card.to else []
        return [*called, *([first] if first else []), *lines[1:]]

    def _after(self, card: Card) -> list[str]:
        facts = [self._fact(fact, card.locale) for fact in card.reply.facts if not (fact.personal and card.public)]
        joined = facts if len(facts) > FACTS_IN_A_ROW else [" · ".join(facts)] if facts else []
        bar = [_bar(card.reply.progress)] if card.reply.progress else []
        links = [f'<a href="{html.escape(url)}">{escaped(name)}</a>' for name, url in card.links]
        return [*bar, *joined, *links, *self._addresses(card), *(f"<i>{self._words(text, card.locale)}</i>" for text in card.more)]

    def _addresses(self, card: Card) -> Iterator[str]:
        """Links that cannot be buttons, to be copied: Telegram would drop them from behind other words, too."""
        for button in filter(_is_words, card.reply.buttons):
            assert isinstance(button.action, Link)
            yield f"{self._words(button.label, card.locale)}: {escaped(button.action.url)}"

    def _fact(self, fact: Fact, locale: str) -> str:
        label, value = self._words(fact.label, locale), self._words(fact.value, locale)
        return f"{label} – {value}" if label.startswith("/") else f"<b>{label}</b> {value}"

    def _words(self, text: Text, locale: str) -> str:
        return self._spelt(self._catalogue.format(text, locale, escaped))

    def _spelt(self, words: str) -> str:
        return self._hyphenated.sub(lambda match: match[0].replace("-", "_"), words) if self._hyphenated else words


def _is_words(button: Button) -> bool:
    """Whether it is a link that Telegram takes on no button."""
    return isinstance(button.action, Link) and not may_be_a_button(button.action.url)


def data_of(button: Button) -> str:
    """What the button sends back. Raises `ValueError` for one that does not fit."""
    data = packed(button)
    if len(data.encode()) > MOST_DATA:
        raise ValueError("too much for a button")
    return data


def escaped(words: str) -> str:
    """Somebody's words as nothing but words (style.md §3.5)."""
    return html.escape(words, quote=False)


def _quote(prompt: str, room: int) -> str:
    """The prompt in one paragraph, kept from turning what stands around it if it is written from right to left."""
    return f"<blockquote>\u2068{escaped(_within(prompt.replace(END, ''), room - 2))}\u2069</blockquote>"


def _within(words: str, room: int) -> str:
    """As much of the words, on one line, as `room` has place for."""
    words = shortened(words, room)
    while (excess := _units(words) - room) > 0:
        words = shortened(words, len(words) - max(1, excess // 2))
    return words


@cache
def _bar_of(done: int) -> str:
    return f"{'▰' * done}{'▱' * (STEPS - done)}"


def _bar(progress: Progress) -> str:
    return f"<code>{_bar_of(round(progress.percent * STEPS / 100))}</code> {progress.percent} %"


def _visible(markup: str) -> int:
    return _units(html.unescape(_TAG.sub("", markup)))


def _units(words: str) -> int:
    """Telegram counts in UTF-16 (platforms.md B2)."""
    return len(words.encode("utf-16-le")) // 2


def _laid_out(buttons: Sequence[Button], label: Callable[[Button], str], room: int) -> Iterator[list[Button]]:
    """Rows that a phone can show without cutting the labels: as many side by side as the longest of them allows."""
    row: list[Button] = []
    for button in buttons:
        longest = max(_width(label(b)) for b in (*row, button))
        if row and (len(row) == MOST_IN_A_ROW or (longest + MARGIN) * (len(row) + 1) > room):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def _width(words: str) -> int:
    """In Latin letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def marked(label: str, *, chosen: bool, switch: bool = False) -> Text:
    """The label of an option's button; the chosen one carries a sign, not only a colour. A switch shows that it can be off."""
    if switch:
        return Text("as-is", {"words": f"{'☑' if chosen else '☐'} {label}"})
    return Text("as-is", {"words": f"● {label}" if chosen else label})
