"""What may be in a prompt, and how a long one is shown."""

import unicodedata

from core.errors import invalid

LONGEST = 32_000
UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})


def cleaned(prompt: str) -> str:
    """The prompt without control characters and stray surrogates; emoji, right-to-left text and markup stay as they are.

    Raises `InvalidOption` when nothing that can be seen is left. What is shown of it later is escaped by each surface.
    """
    kept = printable(prompt).strip()
    if all(unicodedata.category(character) in UNSEEN for character in kept):
        raise invalid("error-prompt-empty")
    return kept


def printable(words: str) -> str:
    """The words without control characters and stray surrogates, which databases refuse."""
    return words if words.isprintable() else "".join(_kept(character) for character in words)


def _kept(character: str) -> str:
    if character in "\n\t":
        return character
    return "" if unicodedata.category(character) in ("Cc", "Cs", "Cn") else character


def shortened(prompt: str, length: int) -> str:
    """One line of at most `length` characters."""
    line = " ".join(prompt.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
