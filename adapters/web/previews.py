"""The newest preview frame of each job that is being made: in memory only, a few kilobytes each, gone when the picture is there."""

from collections import OrderedDict
from dataclasses import dataclass

MOST = 500


@dataclass(frozen=True)
class Frame:
    """A small JPEG; `number` counts the frames of its job."""

    number: int
    jpeg: bytes


class Previews:
    """At most `MOST` frames; the oldest job's goes first."""

    def __init__(self) -> None:
        self._frames: OrderedDict[str, Frame] = OrderedDict()

    def show(self, key: str, jpeg: bytes) -> None:
        """A new frame of this job."""
        earlier = self._frames.pop(key, None)
        self._frames[key] = Frame(earlier.number + 1 if earlier else 1, jpeg)
        while len(self._frames) > MOST:
            self._frames.popitem(last=False)

    def get(self, key: str) -> Frame | None:
        """The newest frame."""
        return self._frames.get(key)

    def drop(self, key: str) -> None:
        """The job is over."""
        self._frames.pop(key, None)
