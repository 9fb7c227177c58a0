"""Errors a person can cause or meet, each naming its own sentence; rendered in one place (`commands/dispatch.py`).

DomainError
├── Refused            expected; nothing happened, nothing was charged
│   ├── InvalidOption      a value that cannot be used (HTTP 422)
│   ├── NotYours           somebody else's button or picture (403)
│   ├── Gone               too late, or already done (410)
│   └── Conflict           the same key was used for something else (409)
├── NotFound           no such thing, or not yours to know about (404)
└── Unavailable        an outside system is down; try later (503)
"""

from dataclasses import dataclass

from core.reply import Button
from core.text import Argument, Text


@dataclass(eq=False)
class DomainError(Exception):
    """An expected failure. `text` is what the person reads; `buttons` help them on."""

    text: Text
    buttons: tuple[Button, ...] = ()

    status = 400


class Refused(DomainError):
    """We will not do this, and say why."""

    status = 403


class InvalidOption(Refused):
    """A value that cannot be used."""

    status = 422


class NotYours(Refused):
    """The button or the picture belongs to somebody else."""


class Gone(Refused):
    """It is too late for this: already done, cancelled or removed."""

    status = 410


class Conflict(Refused):
    """The same request key arrived with another content."""

    status = 409


class NotFound(DomainError):
    """There is no such thing for this person."""

    status = 404


class Unavailable(DomainError):
    """Something outside is down for a while."""

    status = 503


def invalid(key: str, **args: Argument) -> InvalidOption:
    """Short spelling of `InvalidOption(Text(key, {...}))`."""
    return InvalidOption(Text(key, args))
