"""The playground's chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class ChatEntry:
    """A message in the playground's chat. `body` is the page's own JSON; a higher revision replaces a lower one."""

    id: str
    chat: str
    key: str
    author: str
    locale: str
    body: Any
    revision: int
    created_at: datetime


class Chats(Protocol):
    """The playground's chat log."""

    def post(self, chat: str, key: str, author: str, locale: str, body: Any, *, id: str, now: datetime, move: bool = False) -> ChatEntry:
        """Post the message of this key, or replace it where it stands; `move` puts it at the end of the chat."""

    def find(self, chat: str, key: str) -> ChatEntry | None:
        """The message of this key."""

    def since(self, chat: str, revision: int, limit: int = 200) -> list[ChatEntry]:
        """What is new or changed after a revision, oldest change first."""

    def latest(self, chat: str, *, limit: int, before: datetime | None = None) -> list[ChatEntry]:
        """The newest messages, oldest first."""
