"""The body of an answer, read as it arrives: one JSON document or a stream of events, whatever the headers say (mayi-wire.md §2.3–2.5).

The long strings (`b64_json`, `url`) never enter the JSON text: they are cut out as they pass and decoded into a sink, and a short
number is left in their place. So the text that is parsed stays small, and the number tells which string stood where.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from adapters.mayi.landing import FRAME_LIMIT, Base64Decoder, Landing

JSON_LIMIT = 64 * 2**20
EVENT_LIMIT = 48 * 2**20
STREAM_LIMIT = 128 * 2**20

_TEXT_LIMIT = 256 * 1024
_ADDRESS_LIMIT = 8 * 1024
_DATA_PREFIX_LIMIT = 256
_VALUES = 16
_FIELD_LIMIT = 256
_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# In valid JSON this can only be a key with the beginning of its string: inside a string the later quotation marks would be escaped.
_LONG_STRING = re.compile(rb'"(b64_json|url)"[ \t\r\n]{0,16}:[ \t\r\n]{0,16}"')
# The longest match, so that one cut in two by the network is found when its second half arrives.
_LOOK_BACK = 48


class BodyError(Exception):
    """The body cannot be used. `code` is one of: html, unreadable, too-large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LongString:
    """A `b64_json` or `url` string: base64 into a sink, or the text of an address."""

    def __init__(self, key: bytes, open_sink: Callable[[], Landing]) -> None:
        self.sink: Landing | None = None
        self.address: str | None = None
        self.broken = False
        self._is_address = key == b"url"
        self._open_sink = open_sink
        self._decoder: Base64Decoder | None = None
        self._head = b""

    def feed(self, piece: bytes) -> None:
        """Take the next raw bytes of the string."""
        if self._decoder is not None:
            self._decoder.feed(piece)
        elif not self.broken:
            self._head += piece
            self._decide(last=False)

    def finish(self) -> None:
        """The string is complete."""
        if self._decoder is None and not self.broken:
            self._decide(last=True)
        if self._decoder is not None:
            self._decoder.finish()
            self.broken = self._decoder.broken

    def close(self) -> None:
        """Drop what came, unless it was handed over."""
        if self.sink is not None:
            self.sink.close()

    def _decide(self, *, last: bool) -> None:
        head = self._head.lstrip(_BLANK)
        if len(head) < 5 and not last:
            return
        if head[:5].lower() == b"data:":
            self._after_prefix(head, last=last)
        elif not self._is_address:
            self._decode(head)
        elif last:
            self.address = _unquoted(head)
        else:
            self.broken = len(head) > _ADDRESS_LIMIT

    def _after_prefix(self, head: bytes, *, last: bool) -> None:
        prefix, comma, rest = head.partition(b",")
        if comma and prefix.lower().endswith(b";base64"):
            self._decode(rest)
        else:
            self.broken = bool(comma) or last or len(head) > _DATA_PREFIX_LIMIT

    def _decode(self, first: bytes) -> None:
        self._head = b""
        self.sink = self._open_sink()
        self._decoder = Base64Decoder(self.sink)
        self._decoder.feed(first)


def _unquoted(text: bytes) -> str | None:
    try:
        return str(orjson.loads(b'"' + text + b'"'))
    except orjson.JSONDecodeError:
        return None


class Document:
    """One JSON text without its long strings. `open_sink` is told the text so far and returns where a picture should go."""

    def __init__(self, open_sink: Callable[[bytes], Landing]) -> None:
        self.strings: list[LongString] = []
        self._open_sink = open_sink
        self._text = bytearray()
        self._unsearched = 0
        self._inside: LongString | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next bytes, cut anywhere. Raises `BodyError`."""
        while piece:
            piece = self._outside_string(piece) if self._inside is None else self._inside_string(self._inside, piece)

    def parsed(self) -> object:
        """The value, with the index of a long string in place of its content. Raises `BodyError` when the text is not whole."""
        try:
            return orjson.loads(self._text)
        except orjson.JSONDecodeError:
            raise BodyError("unreadable") from None

    def close(self) -> None:
        """Drop every picture that was not handed over."""
        for string in self.strings:
            string.close()

    def _outside_string(self, piece: bytes) -> bytes:
        start = max(self._unsearched, len(self._text) - _LOOK_BACK)
        self._text += piece
        found = _LONG_STRING.search(self._text, start)
        end = found.end() if found else len(self._text)
        if end > _TEXT_LIMIT or (found and len(self.strings) == _VALUES):
            raise BodyError("too-large")
        if not found:
            return b""
        text = bytes(self._text[:end])
        rest = bytes(self._text[end:])
        del self._text[end:]
        self._inside = LongString(found[1], lambda: self._open_sink(text))
        self.strings.append(self._inside)
        return rest

    def _inside_string(self, string: LongString, piece: bytes) -> bytes:
        end = piece.find(b'"')
        if end < 0:
            string.feed(piece)
            return b""
        string.feed(piece[:end])
        string.finish()
        self._inside = None
        self._text += b"%d" % (len(self.strings) - 1)
        self._unsearched = len(self._text)
        return piece[end:]


class Message:
    """A JSON document that came whole: the only one of a JSON body, or the data of one event."""

    def __init__(self, name: str, content: dict[str, object], strings: list[LongString]) -> None:
        kind = name or str(content.get("type", ""))
        self.content = content
        self.is_error = kind == "error"
        self.is_partial = kind.endswith(".partial_image")
        self.is_final = kind.endswith(".completed") or "data" in content
        self._strings = strings

    def pictures(self) -> list[LongString]:
        """The long strings of the first picture in order of preference: `b64_json`, then `url` (§6.5). Empty when there is none."""
        data = self.content.get("data", [self.content])
        item = data[0] if isinstance(data, list) and data else None
        if not isinstance(item, dict):
            return []
        return [string for key in ("b64_json", "url") if (string := self._string(item.get(key)))]

    def close(self) -> None:
        """Drop every picture that was not handed over."""
        for string in self._strings:
            string.close()

    def _string(self, index: object) -> LongString | None:
        known = isinstance(index, str) and index.isdecimal() and int(index) < len(self._strings)
        return self._strings[int(str(index))] if known else None


def _message(name: str, document: Document) -> Message | None:
    """The message in a finished document; `None`, and everything dropped, if it is no JSON object."""
    try:
        content = document.parsed()
    except BodyError:
        content = None
    if not isinstance(content, dict):
        document.close()
        return None
    return Message(name, content, list(document.strings))


class _JSONBody:
    def __init__(self, spool_dir: Path) -> None:
        self._size = 0
        self._document = Document(lambda _: Landing(spool_dir))

    def feed(self, chunk: bytes) -> Iterator[Message]:
        self._size += len(chunk)
        if self._size > JSON_LIMIT:
            raise BodyError("too-large")
        self._document.feed(chunk)
        yield from ()

    def end(self) -> Iterator[Message]:
        message = _message("", self._document)
        if message is None:
            raise BodyError("unreadable")
        self._document.strings.clear()  # they belong to the message now
        message.is_final = True
        yield message

    def close(self) -> None:
        self._document.close()


class _EventBody:
    """Server-sent events, without ever holding a line: data goes to the document as it comes."""

    def __init__(self, spool_dir: Path) -> None:
        self._spool_dir = spool_dir
        self._size = 0
        self._after_return = False
        self._line = b""
        self._in_data = False
        self._forget()

    def feed(self, chunk: bytes) -> Iterator[Message]:
        self._size += len(chunk)
        if self._size > STREAM_LIMIT:
            raise BodyError("too-large")
        chunk = self._with_plain_ends(chunk)
        # Nearly every chunk lies within one line of data: to look is cheaper than to split.
        *lines, rest = chunk.split(b"\n") if b"\n" in chunk else (chunk,)
        for line in lines:
            self._take(line)
            yield from self._line_ended()
        self._take(rest)

    def end(self) -> Iterator[Message]:
        # The last blank line may be missing: what counts is whether the JSON came whole.
        yield from self._line_ended()
        yield from self._dispatched()

    def close(self) -> None:
        self._document.close()

    def _forget(self) -> None:
        self._name = ""
        self._event_size = 0
        self._document = Document(self._sink)

    def _sink(self, text: bytes) -> Landing:
        # Without an `event:` line the `type` tells, if it stands before the picture; otherwise a preview merely goes by the file.
        is_partial = self._name.endswith(".partial_image") or (not self._name and b'.partial_image"' in text)
        return Landing(self._spool_dir, FRAME_LIMIT) if is_partial else Landing(self._spool_dir)

    def _with_plain_ends(self, chunk: bytes) -> bytes:
        if self._after_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_return = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in chunk else chunk

    def _take(self, piece: bytes) -> None:
        """A part of one line, without its end."""
        if self._in_data:
            self._take_data(piece)
        elif len(self._line) < _FIELD_LIMIT:
            self._begin(self._line + piece)

    def _begin(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            self._line, self._in_data = b"", True
            self._take_data(b"\n" + line[5:])  # a line break joins several lines of data, and before the first one it means nothing
        else:
            self._line = line[:_FIELD_LIMIT]

    def _take_data(self, piece: bytes) -> None:
        self._event_size += len(piece)
        if self._event_size > EVENT_LIMIT:
            raise BodyError("too-large")
        self._document.feed(piece)

    def _line_ended(self) -> Iterator[Message]:
        line, in_data = self._line, self._in_data
        self._line, self._in_data = b"", False
        if not line and not in_data:
            yield from self._dispatched()
        elif line.startswith(b"event:"):
            self._name = line[6:].strip().decode("ascii", "replace")

    def _dispatched(self) -> Iterator[Message]:
        message = _message(self._name, self._document)
        self._forget()
        if message is not None:
            yield message


class BodyReader:
    """Finds out what a body is from its first byte, and gives its messages as they complete."""

    def __init__(self, spool_dir: Path) -> None:
        self._spool_dir = spool_dir
        self._body: _JSONBody | _EventBody | None = None
        self._head = b""

    def feed(self, chunk: bytes) -> Iterator[Message]:
        """The messages completed by these bytes, to be closed by the caller. Raises `BodyError`."""
        if self._body is not None:
            yield from self._body.feed(chunk)
            return
        # Heartbeats before a JSON document are blanks (§2.4); a byte order mark may be cut in two like anything else.
        head = (self._head + chunk).lstrip(_BLANK)
        if head.startswith(_BYTE_ORDER_MARK):
            head = head[3:].lstrip(_BLANK)
        if not head or _BYTE_ORDER_MARK.startswith(head):
            self._head = head
            return
        self._body = self._body_for(head[:1])
        yield from self._body.feed(head)

    def end(self) -> Iterator[Message]:
        """What was complete at the end of the body. Raises `BodyError`, also when there was nothing at all."""
        if self._body is None:
            raise BodyError("unreadable")
        yield from self._body.end()

    def close(self) -> None:
        """Drop every picture that was not handed over."""
        if self._body is not None:
            self._body.close()

    def _body_for(self, first: bytes) -> _JSONBody | _EventBody:
        if first == b"{":
            return _JSONBody(self._spool_dir)
        if first in b":edir":  # a comment, or one of event, data, id, retry
            return _EventBody(self._spool_dir)
        raise BodyError("html" if first == b"<" else "unreadable")
