"""The outside, as the core sees it: one Protocol per role, the values they exchange, and the errors each may raise."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, Protocol

from core.caller import Address
from core.mail.sheet import MailPurpose
from core.reply import Reply


@dataclass(frozen=True)
class ImageFacts:
    """What a picture file really is, read from its bytes."""

    media_type: str
    width: int
    height: int
    size: int
    sha256: str


@dataclass
class Spooled:
    """Bytes on their way, in an open seekable file (not in memory); whoever receives it closes it."""

    file: BinaryIO
    media_type: str
    size: int
    sha256: str

    def close(self) -> None:
        """Give the space back. Safe to call twice."""
        self.file.close()


# --- the image gateway ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """A reference picture as it is sent to the gateway: a stored object, already re-encoded and free of metadata."""

    object_key: str
    media_type: str


@dataclass(frozen=True)
class ImageOrder:
    """One picture to be made. `key` is a fresh random id per attempt, unlinkable to a person (PRV-19); width and height in pixels."""

    key: str
    prompt: str
    width: int
    height: int
    quality: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Usage:
    """The gateway's own count of what we asked today and what is left, in its money; `None` where it does not say."""

    requests_today: int | None
    spent_today: float | None
    remaining: float | None


Preview = Callable[[BinaryIO], Awaitable[None]]
"""Receives each preview frame as an encoded image file, as it came; the file is the caller's, who closes it afterwards."""


class ImageMaker(Protocol):
    """Makes one picture per call and never asks twice by itself: every request may be billed (mayi-wire.md §5.5)."""

    async def make(self, order: ImageOrder, preview: Preview) -> Spooled:
        """The finished picture, undecoded. Raises `MakerBusy`, `MakerRefused`, `MakerBroken`, `MakerUnclear`, `MakerClosed`."""

    async def usage(self) -> Usage | None:
        """What the gateway has counted, or `None` when it would not say."""

    def resting(self) -> timedelta | None:
        """How long the breaker still keeps us from asking; `None` when we may ask."""

    def closed(self) -> timedelta | None:
        """For how long the gateway has let nobody in; `None` while it does, or only asks us to slow down."""


class MakerError(Exception):
    """The gateway did not give a picture. `code` is a short word for logs and tables, never the gateway's text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MakerBusy(MakerError):
    """Surely not billed; worth asking again after a while."""

    def __init__(self, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Refusal(StrEnum):
    """Why a request was turned down; each has its own sentence."""

    MODERATION = "moderation"
    REFUSED = "refused"
    GATEWAY_POLICY = "gateway-policy"
    REFERENCE_GONE = "reference-gone"


class MakerRefused(MakerError):
    """The request itself was turned down: never ask again unchanged."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)


class MakerBroken(MakerError):
    """Surely no picture, and asking again unchanged will not help."""


class MakerUnclear(MakerError):
    """Sent, but the outcome is unknown: perhaps made and billed."""


class MakerClosed(MakerError):
    """Our account there cannot be used now (key, balance, permission): the operator must act."""


# --- stored objects ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StoredObject:
    """What the store knows of an object."""

    key: str
    size: int
    media_type: str


class ObjectStore(Protocol):
    """Private objects under unguessable keys. Nothing about a person is ever part of a key or of the object's metadata."""

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        """Store the file from its start, whole or not at all; the same key again overwrites. `name` is the file name offered on download.
        Raises `StoreUnavailable`."""

    def get(self, key: str) -> AsyncIterator[bytes]:
        """The bytes, in pieces. Raises `ObjectMissing` before the first piece, `StoreUnavailable`."""

    async def head(self, key: str) -> StoredObject | None:
        """What is there, or `None`. Raises `StoreUnavailable`."""

    async def link(self, key: str, *, download: bool = False) -> str:
        """A link that works for the configured time. `download` asks the browser to save rather than show."""

    async def delete(self, key: str) -> None:
        """Remove it; no error if it is not there. Raises `StoreUnavailable`."""

    async def keys(self, prefix: str) -> list[str]:
        """The keys of everything below the prefix, in order. Raises `StoreUnavailable`."""

    async def delete_prefix(self, prefix: str) -> int:
        """Remove everything below the prefix; how many there were. Raises `StoreUnavailable`."""


class ObjectMissing(LookupError):
    """No object has this key."""


class StoreUnavailable(Exception):
    """The object store does not answer, or will not take it now; worth trying again."""


# --- picture files -------------------------------------------------------------------------------------------------


class BadImage(Exception):
    """Not a picture that we can use. `reason` is one of: not-an-image, too-large, too-many-pixels, damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Imaging(Protocol):
    """Reads and prepares picture files. Runs in threads, a bounded number at a time; never decodes past the pixel limit."""

    async def finished(self, spooled: Spooled) -> tuple[Spooled, ImageFacts]:
        """Check a made picture completely and drop every metadata block (PRV-08). Raises `BadImage`. Takes over the spool."""

    async def reference(self, file: BinaryIO) -> Spooled:
        """A person's picture re-encoded for the gateway: at most 2,048 px, upright, no metadata. Raises `BadImage`."""

    async def preview(self, frame: BinaryIO) -> tuple[bytes, int, int]:
        """A small JPEG of a preview frame, with its width and height. Raises `BadImage`."""

    def busy(self) -> bool:
        """Whether so much waits for a thread already that what is merely a courtesy should be left out."""

    async def smaller(self, file: BinaryIO, limit: int) -> bytes:
        """The picture as a JPEG of at most `limit` bytes, as good and as large as they allow. Raises `BadImage`."""


# --- the chats -----------------------------------------------------------------------------------------------------


class Unreachable(Exception):
    """Nobody can be reached at this address any more; the picture stays in the history."""


class TryLater(Exception):
    """The chat would not take it now; deliver again later."""


@dataclass
class TokenRefused(Exception):
    """A chat platform does not take the token of the settings, and never has: asking again changes nothing."""

    platform: str


@dataclass(frozen=True)
class Posted:
    """A message of ours on somebody else's platform, by the platform's own names; `erasable` if we can still take it back later."""

    chat: str
    message: str
    erasable: bool


class PartPosted(Exception):
    """A part of the message stands there, as `posted`; who delivers the same to `rest` posts only what is left. No failure: in between it
    is written down, so that nobody posts that part twice."""

    def __init__(self, posted: Sequence[Posted], rest: Address) -> None:
        super().__init__("part posted")
        self.posted = posted
        self.rest = rest


class TakenBack(StrEnum):
    """What became of a message that was to be taken back (PRV-38): the first two are as wished, the others say why it still stands."""

    GONE = "gone"  # it is deleted, or was not there any more
    BLANKED = "blanked"  # it stands, and shows nothing of the person: neutral words took the place of words and pictures
    TOO_OLD = "too-old"  # the platform lets us neither delete nor change it any more
    NO_ACCESS = "no-access"  # we were thrown out or blocked, may not do it there, or the chat is gone
    TOKEN_DEAD = "token-dead"  # noqa: S105 - only the answered interaction's token could reach it, and that has expired


class Messenger(Protocol):
    """Posts to one platform by stored address."""

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """Post, or replace, the message of this key; where it stands, or its parts, if that is outside our own tables.

        The same key again must not post twice. Raises `Unreachable`, `TryLater`, and for several pictures of a job `PartPosted`.
        """

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """Show how far the job is, if the platform can; best effort, never raises. `preview` is a small JPEG."""

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """Take a message back that was posted `at` this time, as far as the platform lets us; any number of times (PRV-38).

        What cannot be deleted shows nothing of the person afterwards, if it can be changed. Raises `TryLater`: ask again.
        """


# --- payments ------------------------------------------------------------------------------------------------------


class Moved(StrEnum):
    """What a line of a provider's book is to us."""

    PAID = "paid"  # somebody paid an order
    REFUNDED = "refunded"  # a payment of an order was given back
    REVERSED = "reversed"  # money was taken back, and the provider does not say of what
    ELSEWHERE = "elsewhere"  # it concerns no order


@dataclass(frozen=True)
class Movement:
    """One line of a provider's book, in minor units. `charge_ref` names the charge, also where it goes back."""

    charge_ref: str
    kind: Moved
    order_id: str
    amount: int
    currency: str
    at: datetime


class Movements(Protocol):
    """The book that a provider keeps for us. It only grows."""

    async def page(self, number: int) -> Sequence[Movement]:
        """The lines of a page, oldest first, from page 0 on; none behind its end. Raises `TryLater`."""


@dataclass(frozen=True)
class Charge:
    """What somebody paid, as its provider knows it; `payer` is their id there, if the provider is a chat platform."""

    charge_ref: str
    payer: str
    gross: int
    currency: str


@dataclass(frozen=True)
class Returned:
    """Money on its way back: the provider's name of the refund, and whether it has arrived. If not, the provider will say so later."""

    item_ref: str
    done: bool


class CannotRefund(Exception):
    """The provider will never give this back, whoever asks."""


class Refunds(Protocol):
    """Gives money back to where it came from. `in_parts`: whether a part of a charge can be given back."""

    in_parts: bool

    async def give_back(self, charge: Charge, amount: int, *, key: str) -> Returned:
        """Give back `amount` minor units of a charge. The same key again does not give twice; a charge that was given back before counts as
        done. Raises `TryLater` (it may or may not have happened), `CannotRefund` (nothing happened)."""


# --- mail ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """A mail in the reader's language: `body` is its plain text, `html` says the same and is empty if the letter is text alone."""

    to: str
    subject: str
    body: str
    html: str
    locale: str
    purpose: MailPurpose


class MailUnavailable(Exception):
    """Not sent, or perhaps sent: try again with the same key."""


class MailRefused(Exception):
    """The address or the letter will never be accepted."""


class Mailer(Protocol):
    """Sends transactional mail."""

    async def send(self, letter: Letter, *, key: str) -> None:
        """Send; the same key again must not reach the person twice. Raises `MailUnavailable`, `MailRefused`."""


@dataclass(frozen=True)
class IncomingMail:
    """What somebody wrote to us: the words without markup, and the headers, their names in lower case. Nothing that was attached."""

    words: str
    headers: Mapping[str, str]


class MailReader(Protocol):
    """Fetches mails that have come, by the name under which their carrier announced them."""

    async def read(self, message: str) -> IncomingMail:
        """The mail. Attachments are not fetched. Raises `MailUnavailable` if it may be there later, `MailRefused` if it is not there."""


# --- other processes of the program --------------------------------------------------------------------------------


class Seat(Protocol):
    """A place that one process of all has at a time. The next one has it within ten seconds of its holder's end, whatever that was."""

    async def mine(self) -> bool:
        """Take it if it is free; whether it is ours now. Never waits for it, and does not raise: who cannot know does not have it."""

    async def leave(self) -> None:
        """Let the next one have it. Safe to call twice, and by who does not have it."""
