"""Mails that are due, and what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol


@dataclass(frozen=True)
class DueLetter:
    """A mail to send: a template of the catalogue with its blanks. `account_id` is whose letter that is; an answer to somebody who wrote to
    us, and whom we do not look up, is nobody's."""

    id: str
    account_id: str | None
    address: str
    template: str
    args: dict[str, Any]
    locale: str
    attempts: int = 0


class Letters(Protocol):
    """The outbox of mails."""

    def add(self, letter: DueLetter, now: datetime) -> None:
        """Queue a mail in the transaction that causes it."""

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta) -> DueLetter | None:
        """A due mail, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""

    def waits(self, letter_id: str) -> bool:
        """Whether the mail is still to be sent."""

    def sent(self, letter_id: str) -> None:
        """The mail is out."""

    def failed(self, letter_id: str) -> None:
        """Give the mail up."""

    def get(self, letter_id: str) -> DueLetter | None:
        """The mail, sent or not."""

    def addresses(self, account_id: str) -> set[str]:
        """Where a person's mails of the last days went."""


@dataclass(frozen=True)
class MailNews:
    """What became of a mail: `letter` is the key it was sent under, `message_hash` hides the carrier's own name for it (PRV-22)."""

    message_hash: str
    letter: str
    kind: str
    at: datetime


class MailLog(Protocol):
    """What became of mails."""

    def add(self, news: MailNews) -> bool:
        """Keep it; false if it was known."""
