"""Text and what is marked in it, counted as Telegram counts: in UTF-16 units."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from tests.loopback_telegram.refusals import Json, bad, unparsable

#: TDLib's `match_bot_commands` (platforms.md §B2), with the look-behind written for Python.
COMMAND = re.compile(r"(?<![\w/<>])/([a-zA-Z0-9_]{1,64})(?:@([a-zA-Z0-9_]{3,32}))?(?!\B|[/<>])")
_FOUND = [
    ("bot_command", COMMAND),
    ("url", re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w/])@[a-zA-Z0-9_]{4,32}\b")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
]
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
}
#: What Telegram knows by name; `&nbsp;` stays as it is written.
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

Marks = Callable[[Json], tuple[str, str]]


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class Marked:
    """A text with its entities."""

    text: str = ""
    entities: tuple[Json, ...] = ()

    def piece(self, entity: Json) -> str:
        """The part of the text that an entity marks."""
        raw = self.text.encode("utf-16-le")
        return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")

    def commands(self) -> list[tuple[int, str, str]]:
        """Offset, name and addressee of every command."""
        found = [(entity["offset"], self.piece(entity)) for entity in self.entities if entity["type"] == "bot_command"]
        return [(offset, name[1:], whom) for offset, whole in found for name, _, whom in [whole.partition("@")]]


def parsed(text: str, mode: str | None, given: list[Json] | None = None) -> Marked:
    """The text as Telegram keeps it: tags read, white space around it cut, addresses and commands found."""
    if mode is None:
        made = Marked(text, tuple(given or ()))
    elif mode.upper() == "HTML":
        made = _Reader(text).read()
    else:
        raise bad("unsupported parse_mode")
    return with_found(_trimmed(made))


def with_found(marked: Marked) -> Marked:
    """Commands, addresses, names and tags too, where nothing says that they are code."""
    entities = list(marked.entities)
    taken = [_span(entity) for entity in entities if entity["type"] in ("code", "pre", "text_link")]
    for kind, pattern in _FOUND:
        for match in pattern.finditer(marked.text):
            offset, length = units(marked.text[: match.start()]), units(match[0])
            if not any(start < offset + length and offset < end for start, end in taken):
                entities.append({"type": kind, "offset": offset, "length": length})
                taken.append((offset, offset + length))
    return Marked(marked.text, _ordered(entities))


def rendered(marked: Marked, marks: Marks, plain: Callable[[str], str] = str) -> str:
    """The text with something written before and after every entity."""
    edges = sorted({0, units(marked.text), *(edge for entity in marked.entities for edge in _span(entity))})
    shown = ""
    for start, end in pairwise(edges):
        shown += _opening(marked, marks, start)
        shown += plain(marked.piece({"offset": start, "length": end - start})) + _closing(marked, marks, end)
    return shown


def _opening(marked: Marked, marks: Marks, at: int) -> str:
    return "".join(marks(entity)[0] for entity in marked.entities if entity["offset"] == at)


def _closing(marked: Marked, marks: Marks, at: int) -> str:
    return "".join(marks(entity)[1] for entity in reversed(marked.entities) if _span(entity)[1] == at)


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _ordered(entities: list[Json]) -> tuple[Json, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _trimmed(marked: Marked) -> Marked:
    """Without white space at the ends; entities move along, and those of nothing go."""
    text = marked.text.strip()
    cut = units(marked.text) - units(marked.text.lstrip())
    kept = []
    for entity in marked.entities:
        start, end = (min(max(edge - cut, 0), units(text)) for edge in _span(entity))
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return Marked(text, _ordered(kept))


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    offset: int
    more: Json = field(default_factory=dict)


class _Reader:
    """Telegram's HTML: a few tags, each closed in order, and nothing else."""

    _PIECE = re.compile(
        r"<(?P<end>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)(?P<close>>?)|&(?:(?P<name>lt|gt|amp|quot)|#(?P<code>x[0-9a-fA-F]+|\d+));?"
    )

    def __init__(self, source: str) -> None:
        self._source, self._text = source, ""
        self._open: list[_Open] = []
        self._made: list[Json] = []

    def read(self) -> Marked:
        done = 0
        for match in self._PIECE.finditer(self._source):
            self._text += self._source[done : match.start()]
            self._take(match)
            done = match.end()
        self._text += self._source[done:]
        if self._open:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return Marked(self._text, _ordered(self._made))

    def _take(self, match: re.Match[str]) -> None:
        if match["name"]:
            self._text += _NAMED[match["name"]]
        elif match["code"]:
            self._text += chr(int(match["code"][1:], 16) if match["code"].startswith("x") else int(match["code"]))
        elif match["end"]:
            self._close(match)
        else:
            self._start(match)

    def _start(self, match: re.Match[str]) -> None:
        tag, at = match["tag"].lower(), self._at(match)
        attributes = _attributes(match["rest"])
        if tag not in _TAGS or (tag == "span" and attributes.get("class") != "tg-spoiler"):
            raise unparsable(f'Unsupported start tag "{tag}" at byte offset {at}')
        if not match["close"]:
            raise unparsable(f"Unclosed start tag at byte offset {at}")
        self._open.append(_Open(tag, units(self._text), attributes))

    def _close(self, match: re.Match[str]) -> None:
        tag, at = match["tag"].lower(), self._at(match)
        if not self._open:
            raise unparsable(f"Unexpected end tag at byte offset {at}")
        opened = self._open.pop()
        if tag not in ("", opened.tag):
            raise unparsable(f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", found "</{tag}>"')
        self._made += self._entities(opened)

    def _entities(self, opened: _Open) -> Iterator[Json]:
        """What a closed tag marks; a link to nowhere and the name of a language in a `pre` mark nothing."""
        kind, more = _TAGS[opened.tag], {}
        if kind == "code" and self._open and self._open[-1].tag == "pre" and "class" in opened.more:
            self._open[-1].more["language"] = opened.more["class"].removeprefix("language-")
            return
        if kind == "text_link":
            more = {"url": opened.more.get("href") or ""}
        if kind == "pre":
            more = {"language": opened.more.get("language") or ""}
        if kind == "blockquote" and "expandable" in opened.more:
            kind = "expandable_blockquote"
        length = units(self._text) - opened.offset
        if length and (kind != "text_link" or more["url"]):
            yield {"type": kind, "offset": opened.offset, "length": length} | {name: value for name, value in more.items() if value}

    def _at(self, match: re.Match[str]) -> int:
        return len(self._source[: match.start()].encode())


def _attributes(rest: str) -> Json:
    """The attributes of a tag."""
    found = re.findall(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?""", rest)
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}
