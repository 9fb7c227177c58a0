"""What the sandbox remembers of each request: enough for a test to judge a client by, nothing that a person wrote."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KEPT = 10_000
SECRET_HEADERS = frozenset({"authorization", "x-api-key", "x-goog-api-key", "cookie"})


@dataclass(frozen=True)
class Part:
    """One part of a multipart body; `kept` is what was left after the 20 MiB cut."""

    name: str
    filename: str | None
    media_type: str
    size: int
    kept: int
    sha256: str


@dataclass
class Entry:
    """One request. `options` are its fields except prompt and pictures; the prompt is there as a hash only. `charged` is in dollars.

    `status` is 0 while nothing was answered; `gone` says that the client left before the answer was complete."""

    number: int
    at: datetime
    method: str
    path: str
    headers: list[tuple[str, str]]
    body_size: int = 0
    body_sha256: str = ""
    parts: list[Part] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    prompt_sha256: str = ""
    trigger: str = ""
    status: int = 0
    charged: float = 0.0
    gone: bool = False

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case)."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass
class Journal:
    """The latest requests, oldest first."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    count: int = 0

    def note(self, at: datetime, method: str, path: str, headers: list[tuple[str, str]]) -> Entry:
        """Begin an entry; keys are left out here and never stored."""
        self.count += 1
        entry = Entry(self.count, at, method, path, [(name, value) for name, value in headers if name not in SECRET_HEADERS])
        self.entries.append(entry)
        return entry
