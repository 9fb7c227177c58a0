"""Words as they are meant, however they are written: without capitals, accents, look-alike letters, signs that nobody sees, and the digits
and spaces that people put between letters so that a list of words does not find them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

WORD = 2
SIGN = 1
"""How much room a word takes, and a Chinese sign: what stands near each other is counted in these."""

_PART = re.compile("[a-z]+|[0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_DIGITS = str.maketrans("0134578@$!|", "oieastbasil")
_SPELT_OUT = re.compile(r"(?<![a-z0-9])[a-z]([^a-z0-9\u3400-\u9fff\n])[a-z](?:\1[a-z])+(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words, numbers and Chinese signs in their order, and where each begins."""

    words: tuple[str, ...]
    places: tuple[int, ...]


def plain(words: str, lookalikes: Mapping[int, str]) -> str:
    """The words in small Latin letters, digits and Chinese signs, as far as they can be written so. The Spanish eñe is two letters, or else
    a child would be a name and a year something else."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", words)).casefold().replace("ñ", "ny")
    return _MARKS.sub("", unicodedata.normalize("NFKD", seen)).casefold().translate(lookalikes)


def read(words: str) -> Reading:
    """The parts of plain words. Letters with the same sign between them become a word, and stretched ones are shortened."""
    joined = _SPELT_OUT.sub(lambda found: found[0][::2], words)
    parts = _PART.findall(_STRETCHED.sub(r"\1", joined))
    room = (WORD if part.isascii() else SIGN for part in parts)
    return Reading(tuple(parts), tuple(accumulate(room, initial=0)))


def readings(words: str, lookalikes: Mapping[int, str]) -> Iterator[Reading]:
    """The ways in which the words can be read: as they stand, and with digits for letters."""
    first = plain(words, lookalikes)
    yield read(first)
    second = first.translate(_DIGITS)
    if second != first:
        yield read(second)
