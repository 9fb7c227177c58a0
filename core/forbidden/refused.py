"""What is kept of a prompt that was refused. Values only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.forbidden.screen import Ground
from core.jobs import REFUSED, Job
from core.ports import Refusal
from core.reply import Button, Call
from core.text import text

REF_LENGTH = 10

LOOKED_AT_WITHIN = timedelta(days=7)
"""So long somebody may wait for a human at most; they are told the day."""

HARMLESS = Ground.MODEL
"""The model declines much that nobody else would mind, so that counts for nothing."""

BY_OTHERS = {
    f"{REFUSED}-{Refusal.GATEWAY_POLICY}": Ground.GATEWAY,
    f"{REFUSED}-{Refusal.MODERATION}": Ground.MODEL,
    f"{REFUSED}-{Refusal.REFUSED}": Ground.MODEL,
}
"""What it means that a picture ended for this reason."""


class RefusalState(StrEnum):
    """How far it is. What was allowed counts for nothing from then on."""

    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class RefusedPrompt:
    """A prompt that was not made into a picture. `merge_id` is the joining by which it came to this account, while that can be undone."""

    ref: str
    account_id: str
    ground: Ground
    prompt: str
    state: RefusalState
    at: datetime
    appealed_at: datetime | None = None
    merge_id: str | None = None

    @property
    def look_by(self) -> datetime:
        """Until when a human has looked at it."""
        return (self.appealed_at or self.at) + LOOKED_AT_WITHIN


def new_ref(id: str) -> str:
    """What people call a refusal by, made of a fresh id."""
    return id[-REF_LENGTH:].upper()


def of_job(job: Job, now: datetime) -> RefusedPrompt | None:
    """The refusal of a job that ended because of what it asks for; `None` if it did not."""
    ground = BY_OTHERS.get(job.reason or "")
    if ground is None:
        return None
    return RefusedPrompt(new_ref(job.id), job.account_id, ground, job.prompt, RefusalState.REFUSED, now, merge_id=job.merge_id)


def contest(ref: str) -> Button:
    """Have a human look at it."""
    return Button(text("button-contest"), Call("appeal", {"ref": ref}))


@dataclass(frozen=True)
class Patience:
    """After `most` refused prompts within `per`, no more pictures until the first of them is that old. `most` 0: always patient."""

    most: int = 0
    per: timedelta = timedelta(days=1)
