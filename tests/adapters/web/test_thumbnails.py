"""Small pictures in memory: as many as fit, the longest unseen go first, and what cannot be made small is told."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image

from adapters.imaging.pictures import PictureFiles
from adapters.web.thumbnails import AT_ONCE, Thumbnails
from core.ports import BadImage, ObjectMissing


class Shelf:
    """Objects in memory, and how often and how many at once they were fetched."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.now = self.most = 0

    async def get(self, key: str) -> AsyncIterator[bytes]:
        self.fetched.append(key)
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        if key == "gone":
            raise ObjectMissing(key)
        if key == "odd":
            yield b"no picture"
            return
        file = io.BytesIO()
        Image.effect_noise((900, 600), 60 + int(key)).save(file, "PNG")
        yield file.getvalue()


def thumbnails(shelf: Shelf, most_bytes: int) -> Thumbnails:
    return Thumbnails(shelf, PictureFiles(), most_bytes)  # type: ignore[arg-type]  # it is only read from


async def test_each_is_made_once_and_fits(shelf: Shelf) -> None:
    found = thumbnails(shelf, 10**9)
    many = await asyncio.gather(*(found.of(str(number % 3)) for number in range(12)))
    assert sorted(set(shelf.fetched)) == ["0", "1", "2"]
    assert shelf.most <= AT_ONCE
    with Image.open(io.BytesIO(many[0])) as small:
        assert small.size == (512, 341)


async def test_the_longest_unseen_goes_first(shelf: Shelf) -> None:
    size = len(await thumbnails(shelf, 10**9).of("1"))
    shelf.fetched.clear()
    found = thumbnails(shelf, 2 * size + size // 2)
    for key in ("1", "2", "1", "3", "1", "2"):
        await found.of(key)
    assert shelf.fetched == ["1", "2", "3", "2"]


@pytest.mark.parametrize(("key", "error"), [("gone", ObjectMissing), ("odd", BadImage)])
async def test_what_cannot_be_made_is_told(shelf: Shelf, key: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await thumbnails(shelf, 10**9).of(key)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
