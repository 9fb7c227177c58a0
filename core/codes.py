"""Codes that people read and type: digits and capitals of which no two look alike, in groups of four."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 of them, so that a random byte chooses each equally often."""
MISTAKEN = str.maketrans("OIL", "011")
GROUP = 4


def new_code(length: int) -> str:
    """A random code of so many signs, five bits each."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(length))


def grouped(code: str) -> str:
    """The code as people are shown it."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def spelt(typed: str, length: int) -> str | None:
    """The code in what somebody typed, whatever its case, spaces and dashes, and look-alikes; `None` if it cannot be one."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(MISTAKEN)
    return code if len(code) == length and set(code) <= set(ALPHABET) else None
