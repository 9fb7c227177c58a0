"""What the picture gateway answers, read as it comes: JSON or events, cut anywhere."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pybase64

from adapters.mayi.body import BodyError, BodyReader, Message
from adapters.mayi.classify import classify_inside, fault_in
from tests.fuzz.target import Attempt, Target

PNG = pybase64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8).decode()
SIZES = (1, 7, 64, 1000, 65_536)


def corpus() -> list[bytes]:
    """Bodies as the gateway sends them."""
    usage = {"total_tokens": 10, "input_tokens": 3, "output_tokens": 7}
    whole = json.dumps({"created": 1, "data": [{"b64_json": PNG, "revised_prompt": "a fox"}], "usage": usage})
    address = json.dumps({"data": [{"url": "https://pictures.example.org/fox.png"}]})
    embedded = json.dumps({"data": [{"url": f"data:image/png;base64,{PNG}"}]})
    error = json.dumps({"error": {"message": "no", "type": "invalid_request_error", "code": "moderation_blocked"}})
    partial = json.dumps({"type": "image_generation.partial_image", "partial_image_index": 0, "b64_json": PNG})
    done = json.dumps({"type": "image_generation.completed", "b64_json": PNG.replace("/", "\\/"), "usage": usage})
    stream = f": hello\n\nevent: image_generation.partial_image\ndata: {partial}\n\nevent: image_generation.completed\ndata: {done}\n\n"
    return [
        text.encode() for text in (whole, address, embedded, error, stream, stream.replace("\n", "\r\n"), f"data: {error}\n\n", "<html>")
    ]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """A reader per input, and the pieces as long as the input's size says."""
    with tempfile.TemporaryDirectory() as folder:

        async def attempt(data: bytes) -> str:
            return read(data, Path(folder), SIZES[len(data) % len(SIZES)])

        yield attempt


def read(data: bytes, folder: Path, size: int) -> str:
    """What the body gives: which kinds of message, or why it is none."""
    seen = set()
    with closing(BodyReader(folder)) as reader:
        try:
            for start in range(0, len(data), size):
                for message in reader.feed(data[start : start + size]):
                    seen.add(_met(message))
            for message in reader.end():
                seen.add(_met(message))
        except BodyError as error:
            seen.add(error.code)
    return " ".join(sorted(seen)) or "nothing"


def _met(message: Message) -> str:
    with closing(message):
        if fault := fault_in(message.content):
            return f"fault {type(classify_inside(fault)).__name__}"
        found = message.pictures()
        words = ["final" if message.is_final else "partial" if message.is_partial else "other", str(len(found))]
        for string in found:
            spooled = string.sink.spooled() if string.sink and not string.broken else None
            words.append("picture" if spooled else "address" if string.address else "broken" if string.broken else "none")
            if spooled:
                spooled.close()
        return " ".join(words)


TARGET = Target("gateway-body", corpus, opened, examples=100)
