"""Words that stand nowhere else, to be looked for when everything should be gone (privacy.md §5.1)."""

import base64
import secrets
import string
from dataclasses import dataclass, field

LENGTH = 20
"""Signs of a mark."""
_SIGNS = string.ascii_lowercase + string.digits
PLATFORM = "self-test"
"""The name under which the program's own accounts are kept. No adapter serves it, so nothing that is addressed there leaves the program."""


def fresh_mark() -> str:
    """A hundred random bits as one word of small letters and digits: no index cuts it, and no column spells it differently."""
    return secrets.choice(string.ascii_lowercase) + "".join(secrets.choice(_SIGNS) for _ in range(LENGTH - 1))


@dataclass
class Canaries:
    """The words of one run. All begin with the same mark, so that one look finds any of them; the number behind it says which."""

    mark: str = field(default_factory=fresh_mark)
    shown: set[str] = field(default_factory=set)
    withheld: set[str] = field(default_factory=set)

    def word(self, *, shown: bool = True) -> str:
        """One more. `shown`: the data map puts it into the copy of its owner's data; otherwise it must not be there."""
        word = f"{self.mark}{len(self.shown) + len(self.withheld):02}x"
        (self.shown if shown else self.withheld).add(word)
        return word


def spellings(mark: str) -> tuple[bytes, ...]:
    """How a mark may be written in a file, in lower case: as text, wide, in base64 at every offset, in hex. Letters and digits are never
    escaped in a URL or in JSON."""
    plain, wide = mark.encode(), mark.encode("utf-16-le")[:-1]  # without the last zero it is the same in both byte orders
    return plain, wide, *(_base64_core(plain, offset).lower() for offset in range(3)), plain.hex().encode(), wide.hex().encode()


def spelt_in_text(mark: str) -> tuple[str, ...]:
    """The same, as far as a column of text can hold it."""
    return tuple(form.decode() for form in spellings(mark) if b"\0" not in form)


def _base64_core(plain: bytes, offset: int) -> bytes:
    """The characters that `plain` alone decides, when `offset` bytes modulo three stand before it."""
    encoded = base64.b64encode(bytes(offset) + plain)
    return encoded[(0, 2, 3)[offset] : (offset + len(plain)) * 8 // 6]
