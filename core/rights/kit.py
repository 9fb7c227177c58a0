"""What carrying out a request needs besides the workshop of every worker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.rights.held import PersonRows
from core.rights.promise import Promise
from core.rights.requests import EraseStep, Fate
from core.text import Catalogue
from core.workshop import Workshop


@dataclass(frozen=True)
class Told:
    """What somebody outside does with what they hold of a person: deleted, or kept until then (`None`: they do not say)."""

    fate: Fate
    until: datetime | None = None


class Eraser(Protocol):
    """Somebody outside who holds data for us and must be told when a person leaves (PRV-20, PRV-39)."""

    async def erase(self, ref: str, now: datetime) -> Told:
        """Have them delete what they hold. The same reference again asks for nothing new. Raises `TryLater` while there is no answer."""


class NotYet(Exception):
    """A request cannot go on before then; `None`: nobody knows, so after a while."""

    def __init__(self, until: datetime | None = None) -> None:
        super().__init__(until)
        self.until = until


def _nothing(point: str) -> None:
    """Tests stop the work here."""


@dataclass(frozen=True)
class Kit:
    """`home` is the site's address without a slash at its end. `folder` is where parts of a copy wait until they are stored (`None`: the
    system's). `reached` is called at every point at which a process may die."""

    shop: Workshop
    catalogue: Catalogue
    promise: Promise
    source: PersonRows
    home: str
    erasers: Mapping[EraseStep, Eraser] = field(default_factory=dict)
    folder: Path | None = None
    reached: Callable[[str], None] = _nothing
