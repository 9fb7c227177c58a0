"""What strangers send piece by piece, gathered up to a limit: nobody else decides how much memory that takes."""

from collections.abc import AsyncIterable


class TooMuch(Exception):
    """More came than is taken."""


async def gathered(pieces: AsyncIterable[bytes], most: int) -> bytes:
    """All of it. Raises `TooMuch` as soon as it has more than `most` bytes."""
    data = bytearray()
    async for piece in pieces:
        data += piece
        if len(data) > most:
            raise TooMuch
    return bytes(data)
