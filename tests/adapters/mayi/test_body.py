"""Bodies in every legal form, cut anywhere, give the same picture; a body that is not whole gives none."""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pybase64
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mayi import body as body_module
from adapters.mayi.body import BodyError, BodyReader
from adapters.mayi.landing import Landing

SPOOL = Path(tempfile.gettempdir())
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def read(*chunks: bytes) -> tuple[bytes | None, list[bytes]]:
    """The finished picture, if any, and the previews."""
    picture, previews = None, []
    with closing(BodyReader(SPOOL)) as reader:
        for message in _messages(reader, chunks):
            for string in message.pictures():
                if message.is_partial and string.sink and (frame := string.sink.frame()):
                    previews.append(frame.read())
                elif message.is_final and not string.broken and string.sink and (spooled := string.sink.spooled()):
                    picture = spooled.file.read()
                    spooled.close()
            message.close()
    return picture, previews


def _messages(reader: BodyReader, chunks: tuple[bytes, ...]) -> Iterator[body_module.Message]:
    for chunk in chunks:
        yield from reader.feed(chunk)
    yield from reader.end()


def cut(body: bytes, places: list[int]) -> tuple[bytes, ...]:
    edges = [0, *sorted({place % (len(body) + 1) for place in places}), len(body)]
    return tuple(body[start:end] for start, end in pairwise(edges))


def b64(data: bytes) -> str:
    return pybase64.b64encode(data).decode()


tricky = st.text(max_size=20) | st.sampled_from(['"b64_json":"', '\\"b64_json": "AAAA"', '","url":"x', "\\", 'b64_json"'])


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + draw(st.binary(min_size=4, max_size=300))


@st.composite
def encoded(draw: st.DrawFn, picture: bytes) -> str:
    """Base64 as one JSON encoder or another writes it, quotation marks included."""
    text, middle = b64(picture), draw(st.integers(0, 12))
    text = draw(st.sampled_from(["", "data:image/png;base64,"])) + text[:middle] + draw(st.sampled_from(["", "\r\n", " "])) + text[middle:]
    string = json.dumps(text)
    for raw, escaped in draw(st.lists(st.sampled_from([("/", "\\/"), ("+", "\\u002B"), ("=", "\\u003d")]), unique=True)):
        string = string.replace(raw, escaped)
    return string


@st.composite
def objects(draw: st.DrawFn, picture: bytes, known: dict[str, object]) -> str:
    """A JSON object with the picture under `b64_json` and other members around it."""
    pretty = draw(st.sampled_from([None, 2]))
    before = {**known, "revised_prompt": draw(tricky), draw(tricky) + "?": draw(tricky)}
    after = {"size": "16x16", "usage": {"total_tokens": draw(st.integers())}, "note": draw(tricky)}
    colon = draw(st.sampled_from([":", ": ", " :\t"]))
    inner = json.dumps(before, indent=pretty)[1:-1], json.dumps(after, indent=pretty, ensure_ascii=False)[1:-1]
    return f'{{{inner[0]},"b64_json"{colon}{draw(encoded(picture))},{inner[1]}}}'


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, bytes]:
    picture = draw(pictures())
    item = draw(objects(picture, {}))
    blanks = draw(st.sampled_from(["", " \n \n", "\ufeff", "\ufeff \n"]))
    return f'{blanks}{{"created": 1, "data": [{item}], "x": {json.dumps(draw(tricky))}}}'.encode(), picture


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, bytes]:
    picture = draw(pictures())
    prefix = draw(st.sampled_from(["image_generation", "image_edit"]))
    named = draw(st.booleans())
    events = [draw(st.sampled_from([":\n\n", ": ping\n\n", "id: 7\nretry: 10\n\n", "event: response.created\ndata: {}\n\n"]))]
    for index in range(draw(st.integers(0, 2))):
        kind = f"{prefix}.partial_image"
        events.append(_event(kind, draw(objects(draw(pictures()), {"type": kind, "partial_image_index": index})), named=named))
    kind = f"{prefix}.completed"
    events.append(_event(kind, draw(objects(picture, {"type": kind, "partial_images": 2})), named=named))
    events.append(draw(st.sampled_from(["", "data: [DONE]\n\n", ": bye\n\n"])))
    return "".join(events).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))).encode(), picture


def _event(kind: str, text: str, *, named: bool) -> str:
    data = "".join(f"data: {line}\n" for line in re.split("[\r\n]+", text))
    return (f"event: {kind}\n" if named else "") + data + "\n"


class TestAnyForm:
    @settings(max_examples=150, deadline=None)
    @given(st.one_of(documents(), streams()), st.lists(st.integers(0, 10_000), max_size=12))
    def test_any_chunking_gives_the_same_picture(self, made: tuple[bytes, bytes], places: list[int]) -> None:
        body, picture = made
        assert read(*cut(body, places))[0] == picture

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(documents(), streams()))
    def test_byte_by_byte_gives_the_same_picture(self, made: tuple[bytes, bytes]) -> None:
        body, picture = made
        assert read(*(body[i : i + 1] for i in range(len(body))))[0] == picture

    @settings(max_examples=150, deadline=None)
    @given(st.one_of(documents(), streams()), st.integers(0, 10_000), st.lists(st.integers(0, 10_000), max_size=4))
    def test_no_truncation_gives_a_picture(self, made: tuple[bytes, bytes], place: int, places: list[int]) -> None:
        body, _ = made
        short = body[: place % (body.rindex(b"}") + 1)]
        try:
            picture = read(*cut(short, places))[0]
        except BodyError:
            picture = None
        assert picture is None

    def test_line_end_of_two_bytes_cut_between_them(self) -> None:
        body = f'data: {{"type":\r\ndata: "image_edit.completed","b64_json":"{b64(PNG)}"}}\r\n\r\n'.encode()
        assert read(*cut(body, [body.index(b"\n")]))[0] == PNG

    def test_completed_event_counts_although_its_blank_line_is_missing(self) -> None:
        body = f'data: {{"type":"image_generation.completed","b64_json":"{b64(PNG)}"}}'.encode()
        assert read(body)[0] == PNG

    def test_previews_come_as_they_were_sent(self) -> None:
        frame = '{"type":"image_generation.partial_image","b64_json":"%s"}'
        body = "".join(f"event: image_generation.partial_image\ndata: {frame % b64(PNG + bytes([i]))}\n\n" for i in range(2))
        assert read(body.encode()) == (None, [PNG + b"\x00", PNG + b"\x01"])

    def test_preview_is_known_by_its_type_although_that_comes_last(self) -> None:
        body = f'data: {{"b64_json":"{b64(PNG)}","type":"image_generation.partial_image"}}\n\n'
        assert read(body.encode()) == (None, [PNG])


class TestNoPicture:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(b64(PNG)[:-1], id="cut within a group of four"),
            pytest.param(b64(PNG).replace("A", "!", 1), id="illegal character"),
            pytest.param(b64(PNG).replace("A", "-", 1), id="the other alphabet"),
            pytest.param(b64(PNG + b"\x00") + b64(PNG), id="more after the padding"),
            pytest.param(b64(PNG).replace("A", "\\u0041\\b", 1), id="an escape that stands for nothing"),
            pytest.param(b64(b"no picture at all"), id="not an image"),
            pytest.param("data:image/png," + b64(PNG), id="a data URL that is not base64"),
            pytest.param("", id="empty"),
        ],
    )
    def test_damaged_text(self, text: str) -> None:
        body = f'{{"data":[{{"b64_json":"{text}"}}]}}'.encode()
        assert read(body)[0] is None
        assert read(*cut(body, list(range(0, len(body), 7))))[0] is None

    def test_picture_in_the_wrong_place(self) -> None:
        assert read(f'{{"data":[],"debug":{{"b64_json":"{b64(PNG)}"}}}}'.encode())[0] is None

    @pytest.mark.parametrize(
        ("body", "code"), [(b"<!doctype html>", "html"), (b"\n <html>", "html"), (b"no", "unreadable"), (b" \n", "unreadable")]
    )
    def test_neither_json_nor_events(self, body: bytes, code: str) -> None:
        with pytest.raises(BodyError, match=f"^{code}$"):
            read(body)


class TestLimits:
    def test_json_body(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body_module, "JSON_LIMIT", 300)
        with pytest.raises(BodyError, match="too-large"):
            read(b'{"data":[{"b64_json":"', b"A" * 300)

    def test_one_event(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body_module, "EVENT_LIMIT", 300)
        assert read(*[b'data: {"x":1}\n\n'] * 30) == (None, [])
        with pytest.raises(BodyError, match="too-large"):
            read(b'data: {"b64_json":"', b"A" * 300)

    def test_whole_stream(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(body_module, "STREAM_LIMIT", 300)
        with pytest.raises(BodyError, match="too-large"):
            read(*[b": heartbeat\n\n"] * 30)

    def test_text_around_the_picture(self) -> None:
        with pytest.raises(BodyError, match="too-large"):
            read(*[b'{"note":"', *[b"x" * 65536] * 5])

    def test_endless_line_that_is_not_data_takes_no_memory(self) -> None:
        assert read(b"event: ", *[b"x" * 65536] * 5, b"\n\n")[0] is None

    def test_many_pictures_in_one_document(self) -> None:
        with pytest.raises(BodyError, match="too-large"):
            read(b'{"data":[' + b'{"b64_json":"AAAA"},' * 20)

    def test_picture_beyond_the_limit_is_no_picture(self) -> None:
        with closing(Landing(SPOOL, limit=20)) as landing:
            landing.write(PNG)
            assert landing.overflowed
            assert landing.spooled() is None
