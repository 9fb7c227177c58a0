"""One language of the catalogue (docs/decisions/0004). A sentence is parsed when it is first said: that takes a fraction of a millisecond,
while all of them in all languages took as much of the processor as half a start."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from fluent.runtime import FluentBundle
from fluent.runtime.types import fluent_date, fluent_number
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

_ENTRY = re.compile(r"^(?=-?[A-Za-z])", re.MULTILINE)
"""Where a message or a term begins. Whatever else stands there goes on with what came before, or is a comment."""
_ATTRIBUTE = re.compile(r"^ +\.([A-Za-z][\w-]*) *=", re.MULTILINE)


class Language:
    """The sentences of the files that it is given, each as it is written there."""

    def __init__(self, tag: str, files: list[Path]) -> None:
        # Isolation marks around every blank would stand between a number and its word for whoever copies or searches the text.
        self._bundle = FluentBundle([tag], functions={"NUMBER": fluent_number, "DATETIME": fluent_date}, use_isolating=False)
        self._written = _by_name(entry for file in files for entry in _entries(file))
        self._added: set[str] = set()
        self._learned: set[str] = set()
        self._learning = Lock()

    def keys(self) -> list[str]:
        """The names of all sentences, attributes included as `name.attribute`."""
        return [key for name, written in self._written.items() if not name.startswith("-") for key in _keys(name, written)]

    def has(self, key: str) -> bool:
        """Whether there is this sentence."""
        return self._pattern(key) is not None

    def format(self, key: str, filled: dict[str, object]) -> tuple[str, list[Exception]]:
        """The finished sentence, which there must be, and what went wrong with its blanks."""
        words, errors = self._bundle.format_pattern(self._pattern(key), filled)
        return str(words), errors

    def _pattern(self, key: str) -> Any:
        name, _, attribute = key.partition(".")
        self._learn(name)
        if not self._bundle.has_message(name):
            return None
        message = self._bundle.get_message(name)
        return message.attributes.get(attribute) if attribute else message.value

    def _learn(self, name: str) -> None:
        """Have this sentence parsed, and all that it is made of. A thread that comes second waits, and finds them whole."""
        if name in self._written and name not in self._learned:
            with self._learning:
                self._add(name)
                self._learned.add(name)

    def _add(self, name: str) -> None:
        if name in self._added or name not in self._written:
            return
        resource = _parsed(self._written[name])
        self._bundle.add_resource(resource)
        self._added.add(name)
        for other in _named_in(resource):
            self._add(other)


@cache
def language_of(folder: Path) -> Language:
    """The language whose files are in this folder, which is called by its tag. Raises `ValueError` for what belongs to no sentence, or
    to two of one name.

    The files are part of the program, so each language is read once per process.
    """
    return Language(folder.name, sorted(folder.glob("*.ftl")))


def _entries(file: Path) -> list[str]:
    head, *entries = _ENTRY.split(file.read_text("utf-8"))
    if junk := [line for line in head.splitlines() if line and not line.startswith("#")]:
        raise ValueError(f"{file}: a sentence does not parse: {junk[0]!r}")
    return entries


def _by_name(entries: Iterable[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for written in entries:
        name = written.split("=")[0].strip()
        if name in named:
            raise ValueError(f"{name} stands twice")
        named[name] = written
    return named


def _keys(name: str, written: str) -> list[str]:
    attributes = _ATTRIBUTE.findall(written)
    value = _ATTRIBUTE.split(written, 1)[0].partition("=")[2]
    return [*([name] if value.strip() else []), *(f"{name}.{attribute}" for attribute in attributes)]


def _parsed(written: str) -> ast.Resource:
    """Raises `ValueError` for what does not parse: Fluent would drop it silently."""
    resource = FluentParser(with_spans=False).parse(written)
    if broken := [entry for entry in resource.body if isinstance(entry, ast.Junk)]:
        raise ValueError(f"a sentence does not parse: {broken[0].content!r}")
    return resource


def _named_in(resource: ast.Resource) -> list[str]:
    found = _References()
    found.visit(resource)
    return found.names


class _References(Visitor):
    """The names of the messages and terms that something is made of."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802  # as the library calls it
        self.names.append(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802  # as the library calls it
        self.names.append(f"-{node.id.name}")
        self.generic_visit(node)
