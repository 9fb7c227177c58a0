"""Nobody else decides how much memory their answer takes."""

from collections.abc import AsyncIterator

import pytest

from core.bounded import TooMuch, gathered


async def pieces(*given: bytes, read: list[bytes]) -> AsyncIterator[bytes]:
    for piece in given:
        read.append(piece)
        yield piece


@pytest.mark.parametrize("given", [(), (b"",), (b"abc",), (b"a", b"", b"bc")])
async def test_all_of_it_comes(given: tuple[bytes, ...]) -> None:
    assert await gathered(pieces(*given, read=[]), 3) == b"".join(given)


async def test_what_is_too_much_is_not_read_to_its_end() -> None:
    read: list[bytes] = []
    with pytest.raises(TooMuch):
        await gathered(pieces(b"ab", b"cd", b"ef", read=read), 3)
    assert read == [b"ab", b"cd"]
