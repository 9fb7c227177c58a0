"""What the core may know of the world around it: the time, fresh names, and how far it has got."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from core.measures import Measures


class Step(StrEnum):
    """The points of a job's life at which a process may die. The kill tests enumerate them, so none may go unreached."""

    ACCEPTED = "accepted"  # hold and job are committed
    CLAIMED = "claimed"  # a worker owns the picture
    ASKING = "asking"  # the request is about to leave for the gateway
    ANSWERED = "answered"  # the gateway has begun to answer
    PREVIEWED = "previewed"  # a preview frame was shown
    MADE = "made"  # the whole picture is on this machine
    CHECKED = "checked"  # it is whole, and nothing in it but the picture
    STORED = "stored"  # the object store has it
    SETTLED = "settled"  # outcome and charge are committed
    DELIVERING = "delivering"  # a worker owns the delivery
    POSTED = "posted"  # the chat has the message
    DELIVERED = "delivered"  # the delivery is committed


def _nothing(step: Step) -> None:
    """Nobody listens: the program puts its clocks here (`bot/stages.py`), tests and the simulator what shall happen at a step."""


def utc_now() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


def random_id() -> str:
    """26 lower-case letters and digits, 128 random bits: unguessable, and safe in URLs, file names and buttons."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def random_trace() -> str:
    """32 hexadecimal digits, 128 random bits: what tracing programs take for the name of a trace (`core/trace.py`)."""
    return secrets.token_hex(16)


def keyed(secret: bytes) -> Callable[[str], str]:
    """Stable names for what must not be kept itself: nobody comes from one to the words without the secret."""
    return lambda words: hmac.new(secret, words.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


OF_THIS_PROCESS = keyed(secrets.token_bytes(32))
LIFE_ENDS = "."
"""Between the name of a process and that of one of the owners in it."""


@dataclass(frozen=True)
class Ambient:
    """The only source of time and chance in the program; tests pass a clock they can move and counters for ids.

    `pseudonym` gives stable names, the same in every process that has the program's secret.
    `life` is this process among those that work on one database: the names of all owners in it begin with it (`new_owner`).
    `elapsed` counts seconds from no particular moment and never goes back, unlike the wall clock `now`.
    `reached` and `measures` hear how far work has got and what it took.
    """

    now: Callable[[], datetime] = utc_now
    elapsed: Callable[[], float] = time.monotonic
    new_id: Callable[[], str] = random_id
    pseudonym: Callable[[str], str] = OF_THIS_PROCESS
    new_trace: Callable[[], str] = random_trace
    reached: Callable[[Step], None] = _nothing
    measures: Measures = field(default_factory=Measures)
    life: str = field(default_factory=random_id)

    def new_owner(self) -> str:
        """A fresh name for who leases something; it tells others whether its process still lives (db/lives.py)."""
        return f"{self.life}{LIFE_ENDS}{self.new_id()}"
