"""Chat platforms: what they told us and what we answered, where we may write, and what of ours stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.caller import Address
from core.communities import Community
from core.ports import Posted
from core.reply import Form, Reply
from core.storage.lanes import EVERY, Lane


class Requests(Protocol):
    """What was answered to each request key."""

    def answer(self, platform: str, key: str, fingerprint: str) -> Reply | None:
        """The earlier answer to this key, if any. Raises `KeyReused` if the content differs."""

    def answered(self, account_id: str, number: int, *, since: datetime) -> bool:
        """Whether a person was answered at least so often since then."""

    def remember(self, platform: str, key: str, fingerprint: str, reply: Reply, account_id: str, now: datetime) -> None:
        """Keep the answer for a replay."""


class Communities(Protocol):
    """The rules of servers."""

    def get(self, platform: str, id: str) -> Community:
        """The rules of one; the usual ones if its owners decided nothing."""

    def save(self, community: Community, now: datetime) -> None:
        """Store its rules."""

    def all(self, platform: str) -> list[Community]:
        """Every one whose owners decided something."""


@dataclass(frozen=True)
class PostedMessage:
    """A message of ours that stands on a platform: what erasure has to reach. `kind` is answer or result; `job` is what it shows, if
    that is a job."""

    platform: str
    posted: Posted
    account_id: str
    kind: str
    at: datetime
    job: str | None = None


class PostedMessages(Protocol):
    """What the bot has posted on platforms that keep their own messages."""

    def add(self, message: PostedMessage) -> None:
        """Remember a message; of one that is known already, the job that it shows now."""

    def of(self, account_id: str) -> list[PostedMessage]:
        """A person's messages, oldest first."""

    def of_job(self, job_id: str) -> list[PostedMessage]:
        """The messages that show a job, oldest first."""

    def gone(self, platform: str, chat: str, message: str) -> None:
        """A message was taken back."""


@dataclass(frozen=True)
class Update:
    """One piece of news from a platform, as it came; `number` is the platform's own and grows. News of one `chat` is worked on one after
    another. `album` is the platform's name for pictures that were sent together. `lost` claims ended without an outcome."""

    platform: str
    number: int
    chat: str
    body: Any
    album: str | None = None
    attempts: int = 0
    received_at: datetime | None = None
    lost: int = 0


class Updates(Protocol):
    """News that is stored before it is confirmed to the platform, so that nothing is lost and nothing is done twice."""

    def add(self, update: Update, *, now: datetime, due_at: datetime) -> bool:
        """Store it; false if it was there before, even if it has been worked on meanwhile. Nobody works on it before `due_at`."""

    def claim(self, owner: str, now: datetime, *, lease_until: datetime, limit: int) -> list[Update]:
        """Due news that is now `owner`'s until the lease ends: of each chat the first that is not done, in order of number, and none of
        a chat whose first is another's or not due. Counts an attempt."""

    def together(self, update: Update) -> list[Update]:
        """Everything of the same album in the same chat that is not done, in order of number; without an album the update alone."""

    def renew(self, platform: str, owner: str, numbers: Sequence[int], now: datetime, *, lease_until: datetime) -> None:
        """Extend those of these that are this owner's; what has lapsed is nobody's any more."""

    def done(self, platform: str, numbers: Sequence[int]) -> None:
        """Worked on: what it said and where is forgotten, its number stays to know a repeat by."""

    def put_back(self, platform: str, number: int, due_at: datetime) -> None:
        """Nobody's again; the rest of its chat waits with it."""

    def waiting(self) -> int:
        """How much is not done."""


class Doors(Protocol):
    """Chats of platforms that are closed to us, or have another name now."""

    def shut(self, platform: str, chat: str, now: datetime) -> None:
        """We may not write there any more."""

    def opened(self, platform: str, chat: str) -> None:
        """We may write there (again)."""

    def is_shut(self, platform: str, chat: str) -> bool:
        """Whether it was shut."""

    def moved(self, platform: str, chat: str, to: str, now: datetime) -> None:
        """The chat is called `to` from now on."""

    def now_called(self, platform: str, chat: str) -> str:
        """The present name of a chat: its own, unless it has moved."""


class SentFiles(Protocol):
    """A platform's own names for pictures that it has already, so that they need not be sent again."""

    def remember(self, platform: str, object_key: str, name: str, account_id: str, now: datetime) -> None:
        """The platform knows the picture by this name; a newer name replaces an older one."""

    def names(self, platform: str, object_keys: Sequence[str]) -> dict[str, str]:
        """Names by object key, of those that the platform has."""

    def forget(self, platform: str, object_key: str) -> None:
        """The platform does not have it after all."""


class Questions(Protocol):
    """Messages of ours that ask for words: whoever replies to one of them answers it."""

    def ask(self, platform: str, chat: str, message: str, form: Form, account_id: str, now: datetime) -> None:
        """Replying to this message fills in this form: the words are its free text."""

    def about(self, platform: str, chat: str, message: str, account_id: str) -> Form | None:
        """Which form a reply of this person fills in."""


@dataclass(frozen=True)
class Notice:
    """Something to tell a person in a chat of theirs: a finished reply, and where it goes."""

    id: str
    account_id: str
    address: Address
    reply: Reply
    locale: str
    attempts: int = 0


class Notices(Protocol):
    """The outbox of chat messages that are no job's."""

    def add(self, notice: Notice, now: datetime) -> None:
        """Queue it in the transaction that causes it."""

    def claim(self, now: datetime, *, first_pause: timedelta, longest_pause: timedelta, lane: Lane = EVERY) -> Notice | None:
        """A due one, with the number of earlier attempts. Unless it is marked sent, it is due again after `first_pause`, doubled with
        each attempt up to `longest_pause`."""

    def sent(self, notice_id: str) -> None:
        """It is out."""

    def failed(self, notice_id: str) -> None:
        """Give it up."""
