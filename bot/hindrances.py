"""What keeps a command from its work, and an operator can do something about; the sentences about it are in `bot/command_line.py`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CannotListen(Exception):
    """No server can be at this address. `why`: taken, not-ours, no-rights, unknown-host or other."""

    host: str
    port: int
    why: str


class LibraryMissing(Exception):
    """Spans are wanted, and the extra `telemetry` is not installed."""


class NoPlace(Exception):
    """A picture could not be saved at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
