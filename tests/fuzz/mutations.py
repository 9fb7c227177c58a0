"""Inputs near to real ones: bytes with flipped bits, cuts, splices and nasty pieces; JSON with values that nobody expects where they stand.

Hypothesis draws them, so that a failing input is made small by itself and comes again under the same seed.
"""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

LONGEST = 512 * 1024

PIECES: tuple[bytes, ...] = (
    b"\0", b"\r\n", b"\n\n", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"%00", b"%ff", b"%", b"&",
    b"=", b";",
    b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"<", b">", b"{", b"}", b"[", b"]", b":", b",", b"--", b"\xe2\x80\x94", b"../", b"/", b"//",
    b"-1", b"0", b"1e999", b"NaN", b"99999999999999999999999999", b"9223372036854775808", b"4294967296", b"1" * 5000, b"A" * 9000,
    b"[" * 3000,
    b"://169.254.169.254/", b"http://[::1]:9/", b"javascript:", b"/imagine ", b"--shape=", b"--count ", b"i:make:", b"m:imagine:",
    b"null", b"true",
)  # fmt: skip
"""What has broken parsers before."""

VALUES: tuple[str, ...] = (
    "null", "true", "false", "0", "-1", "1e999", "-0.0", "0.5", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "1e308",
    "9" * 5000, '""', '" "', '"0"', '"-1"', '"\\u0000"', '"\\ud800"', '"x\\udc00"', '"\\u202e"', '"' + "A" * 70_000 + '"',
    '"' + "9" * 5000 + '"',
    "[]", "{}", "[null]", "[[]]", '[{"id": 1}]', '{"id": null}', "[" * 2000 + "]" * 2000, '{"a":' * 900 + "1" + "}" * 900, "[" * 20_000,
    '"../../etc/passwd"', '"http://169.254.169.254/"', '"https://[::ffff:127.0.0.1]/"', '"/imagine a fox --count 9"', '"make::"',
    '"private"',
    '"4111 1111 1111 1111"', '"\\ud83e\\udd8a"', '"e\\u0301"', "NaN", "Infinity",
)  # fmt: skip
"""As they stand in JSON, right or wrong."""

_MARK = "\u2063 here"


@st.composite
def bytes_near(draw: st.DrawFn, corpus: Sequence[bytes]) -> bytes:
    """One of the corpus, changed in some places."""
    data = bytearray(draw(st.sampled_from(corpus)))
    for _ in range(draw(st.integers(0, 6))):
        _change_bytes(draw, data, corpus)
    return bytes(data[:LONGEST])


def _change_bytes(draw: st.DrawFn, data: bytearray, corpus: Sequence[bytes]) -> None:
    at = draw(st.integers(0, len(data)))
    end = min(len(data), at + draw(st.sampled_from((1, 1, 2, 4, 16, 256, 65_536))))
    match draw(st.integers(0, 6)):
        case 0 if at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        case 1:
            data[at:end] = draw(st.binary(max_size=8))
        case 2:
            data[at:at] = draw(st.sampled_from(PIECES))
        case 3:
            data[at:end] = draw(st.sampled_from(PIECES))
        case 4:
            del data[at:]
        case 5:
            data[at:at] = data[at:end] * draw(st.sampled_from((1, 2, 40)))
        case 6:
            other = draw(st.sampled_from(corpus))
            data[at:] = other[draw(st.integers(0, len(other))) :]


@st.composite
def json_near(draw: st.DrawFn, corpus: Sequence[bytes]) -> bytes:
    """A JSON document of the corpus with other values in some places, keys that are gone, or
    keys that come twice; at times with changed bytes."""
    content = json.loads(draw(st.sampled_from(corpus)))
    changes: list[tuple[str, str]] = []
    for number in range(draw(st.integers(0, 4))):
        content = _change_value(draw, content, f"{_MARK} {number}", changes)
    text = json.dumps(content)
    for mark, raw in changes:
        text = text.replace(mark, raw)
    data = text.encode("utf-8", "surrogatepass")
    return draw(bytes_near([data])) if draw(st.integers(0, 9)) == 0 else data[:LONGEST]


def _change_value(draw: st.DrawFn, content: Any, name: str, changes: list[tuple[str, str]]) -> Any:
    """The content with one change. What JSON itself cannot say is put in its place later, by the mark that stands there."""
    places = list(_places(content))
    if not places:
        return content
    parent, key = draw(st.sampled_from(places))
    mark = json.dumps(name)
    match draw(st.integers(0, 4)):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, dict):
            # The same name twice: which of the two counts is the parser's choice.
            parent[name] = parent[key]
            changes.append((mark, json.dumps(key)))
        case 2:
            other, elsewhere = draw(st.sampled_from(places))
            parent[key] = json.loads(json.dumps(other.get(elsewhere) if isinstance(other, dict) else other[elsewhere : elsewhere + 1]))
        case _:
            parent[key] = name
            changes.append((mark, draw(st.sampled_from(VALUES))))
    return content


def _places(content: Any, depth: int = 0) -> list[tuple[Any, Any]]:
    """Every place in it where a value stands: the object or list, and the name or number there."""
    keys: list[Any] = list(content) if isinstance(content, dict) else list(range(len(content))) if isinstance(content, list) else []
    return [(content, key) for key in keys] + [place for key in keys for place in _places(content[key], depth + 1)]
