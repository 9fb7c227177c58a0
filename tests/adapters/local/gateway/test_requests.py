"""Rows 39 and 40: what the gateway checks, and what it notes of the parts of an edit."""

import asyncio
import base64
import gzip
import hashlib
import io
import json
import zlib
from typing import Any

import pytest
from PIL import Image

from tests.adapters.local.gateway.talk import EDITS, GENERATIONS, KEY, Talk, dial, png

URL = "data:image/png;base64," + base64.b64encode(png()).decode()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe"])
@pytest.mark.parametrize("path", [GENERATIONS, EDITS])
async def test_body_must_be_a_json_object(talk: Talk, path: str, body: bytes) -> None:
    answer = await talk.http.post(path, content=body, headers={**KEY, "Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"n": 0}, "n"),
        ({"n": "2"}, "n"),
        ({"n": 11}, "n"),
        ({"n": True}, "n"),
        ({"stream": "yes"}, "stream"),
        ({"stream": 1}, "stream"),
        ({"model": "dall-e-3"}, "model"),
        ({"model": 5}, "model"),
        ({"prompt": "   "}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"size": 3}, "size"),
        ({"prompt": "x" * 32_001}, "prompt"),
        ({"size": "1000x1000"}, "size"),
        ({"size": "512x512"}, "size"),
        ({"size": "4096x1024"}, "size"),
        ({"size": "3840x1024"}, "size"),
        ({"size": "3840x3840"}, "size"),
        ({"size": "big"}, "size"),
        ({"quality": "best"}, "quality"),
        ({"background": "red"}, "background"),
        ({"output_format": "gif"}, "output_format"),
        ({"output_compression": 101}, "output_compression"),
        ({"moderation": "off"}, "moderation"),
        ({"partial_images": 4}, "partial_images"),
        ({"partial_images": "1"}, "partial_images"),
        ({"input_fidelity": "high"}, "input_fidelity"),
        ({"style": "vivid"}, "style"),
        ({"images": []}, "images"),
    ],
)
async def test_bad_field_is_named(talk: Talk, fields: dict[str, Any], param: str) -> None:
    answer = await talk.ask(**fields)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["param"]) == (400, "invalid_request_error", param)
    assert talk.charged == 0


async def test_streams_carry_one_picture(talk: Talk) -> None:
    error = (await talk.ask(n=2, stream=True)).json()["error"]
    assert (error["code"], error["param"]) == ("unsupported_parameter", "n")


@pytest.mark.parametrize("size", ["auto", "1024x1024", "1536x1024", "1024x640", "3072x1024", "2560x1440"])
async def test_good_sizes(talk: Talk, size: str) -> None:
    assert (await talk.ask("up500", size=size)).status_code == 502


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_packed_body_is_read(talk: Talk, encoding: str) -> None:
    body = json.dumps({"prompt": "a fox [[sb:up529]]"}).encode()
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    answer = await talk.http.post(GENERATIONS, content=packed, headers={**KEY, "Content-Encoding": encoding})
    assert answer.status_code == 503
    assert talk.gateway.journal[0].body_size == len(body)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
async def test_body_that_cannot_be_unpacked(talk: Talk, encoding: str) -> None:
    answer = await talk.http.post(GENERATIONS, content=b"plain", headers={**KEY, "Content-Encoding": encoding})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize("packed", [False, True])
async def test_body_over_the_limit_is_413(talk: Talk, packed: bool) -> None:
    talk.gateway.options.body_limit = 100_000
    body = json.dumps({"prompt": "x" * 300_000}).encode()
    headers = {**KEY, "Content-Encoding": "gzip"} if packed else KEY
    answer = await talk.http.post(GENERATIONS, content=gzip.compress(body) if packed else body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "invalid_request_error")
    assert answer.headers["connection"] == "close"


async def test_chunked_body_over_the_limit_is_413(talk: Talk) -> None:
    talk.gateway.options.body_limit = 100_000
    raw = await dial(talk.gateway)
    raw.writer.write(b"POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(30):
        raw.writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
        await asyncio.sleep(0)
    assert (await raw.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 413")
    raw.close()


async def test_parts_of_an_edit_are_noted(talk: Talk) -> None:
    red, blue, mask = png(), png(colour="blue"), png(mode="RGBA", colour="#00000000")
    files = [("image[]", ("a.png", red, "image/png")), ("image[]", ("ä.png", blue, "image/png")), ("mask", ("m.png", mask, "image/png"))]
    fields = {"prompt": "a hat", "model": "gpt-image-2", "n": "1", "size": "1024x1024", "user": "u1"}
    answer = await talk.http.post(EDITS, data=fields, files=files, headers=KEY)
    assert answer.status_code == 200
    assert answer.json()["usage"]["input_tokens_details"]["image_tokens"] == 2064
    entry = talk.gateway.journal[0]
    sent = [(part.name, part.filename, part.media_type, part.size, part.sha256) for part in entry.parts if part.filename]
    wanted = [("image[]", "a.png", red), ("image[]", "ä.png", blue), ("mask", "m.png", mask)]
    assert sent == [(name, file, "image/png", len(data), hashlib.sha256(data).hexdigest()) for name, file, data in wanted]
    assert [part.name for part in entry.parts if not part.filename] == list(fields)
    assert entry.options == {"model": "gpt-image-2", "n": 1, "size": "1024x1024", "user": "u1"}


async def test_references_are_to_be_seen(talk: Talk) -> None:
    talk.gateway.options.plain = False
    pictures = []
    for colour in ("#ff0000", "#00ff00"):
        answer = await talk.http.post(
            EDITS, data={"prompt": "same"}, files={"image": ("a.png", png(colour=colour), "image/png")}, headers=KEY
        )
        data = base64.b64decode(answer.json()["data"][0]["b64_json"])
        pictures.append(Image.open(io.BytesIO(data)).convert("RGB"))
    corner = (1024 - 26 - 60, 26 + 20)
    assert [picture.getpixel(corner) for picture in pictures] == [(255, 0, 0), (0, 255, 0)]


async def test_json_edit(talk: Talk) -> None:
    body = {"prompt": "a hat", "images": [{"image_url": URL}], "mask": {"image_url": _url(png(mode="RGBA"))}}
    assert (await talk.http.post(EDITS, json=body, headers=KEY)).json()["data"]


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (None, "image file is required"),
        ([], "image file is required"),
        ([{"file_id": "file-1"}], "file_id"),
        ([{}], "image_url is required"),
        ([{"image_url": "https://example.com/a.png"}], "data URL"),
        ([{"image_url": "data:image/png;base64,!!!"}], "base64"),
        ([{"image_url": "data:image/png;base64," + "A" * 20_971_520}], "data URL"),
        ("text", "array"),
        ([{"image_url": URL}] * 17, "16"),
    ],
)
async def test_bad_json_edit(talk: Talk, images: Any, message: str) -> None:
    body = {"prompt": "a hat", **({} if images is None else {"images": images})}
    answer = await talk.http.post(EDITS, json=body, headers=KEY)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")
    assert message in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("other", ("a.png", png(), "image/png"))], None),
        ([("image", (None, png(), "image/png"))], None),
        ([("image", ("a.png", b"", "image/png"))], None),
        ([("image", ("a.png", b"text", "image/png"))], "invalid_image_file"),
        ([("image", ("a.png", png()[:-30], "image/png"))], "invalid_image_file"),
        ([("image", ("a.png", png(), "image/png")), ("mask", ("m.png", png(), "image/png"))], "invalid_mask"),
        ([("image", ("a.png", png(), "image/png")), ("mask", ("m.png", png(9, 9, mode="RGBA"), "image/png"))], "invalid_mask"),
    ],
)
async def test_bad_files(talk: Talk, files: list[Any], code: str | None) -> None:
    answer = await talk.http.post(EDITS, data={"prompt": "a hat", "stream": "true"}, files=files, headers=KEY)
    assert (answer.status_code, answer.json()["error"].get("code")) == (400, code)


@pytest.mark.parametrize("fields", [{"n": "two"}, {"n": "0"}, {"stream": "maybe"}, {"size": "9x9"}])
async def test_bad_form_fields(talk: Talk, fields: dict[str, str]) -> None:
    answer = await talk.http.post(EDITS, data={"prompt": "x", **fields}, files={"image": ("a.png", png(), "image/png")}, headers=KEY)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, next(iter(fields)))


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=other"])
async def test_malformed_form(talk: Talk, kind: str) -> None:
    answer = await talk.http.post(EDITS, content=b"--b\r\nnot a form", headers={**KEY, "Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


async def test_generation_does_not_take_a_form(talk: Talk) -> None:
    answer = await talk.http.post(GENERATIONS, data={"prompt": "x"}, files={"image": ("a.png", png(), "image/png")}, headers=KEY)
    assert answer.status_code == 400


async def test_long_upload_is_silently_cut(talk: Talk) -> None:
    talk.gateway.options.upload_cut = 100
    data = png(200, 200)
    answer = await talk.http.post(EDITS, data={"prompt": "x"}, files={"image": ("a.png", data, "image/png")}, headers=KEY)
    [part] = [part for part in talk.gateway.journal[0].parts if part.filename]
    assert (part.size, part.kept, part.sha256) == (len(data), 100, hashlib.sha256(data).hexdigest())
    assert answer.json()["error"]["code"] == "invalid_image_file"


async def test_cut_can_be_asked_for_by_one_request(talk: Talk) -> None:
    answer = await talk.http.post(
        EDITS, data={"prompt": "x [[sb:ok cut=100]]"}, files={"image": ("a.png", png(), "image/png")}, headers=KEY
    )
    assert answer.json()["error"]["code"] == "invalid_image_file"


async def test_twenty_mebibytes_are_kept(talk: Talk) -> None:
    heavy = png() + bytes(21 * 1024 * 1024)
    answer = await talk.http.post(EDITS, data={"prompt": "x"}, files={"image": ("a.png", heavy, "image/png")}, headers=KEY)
    assert answer.status_code == 200
    assert next(part.kept for part in talk.gateway.journal[0].parts if part.filename) == 20 * 1024 * 1024


def _url(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()
