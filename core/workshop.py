"""What workers share: the database, the outside, and the limits they keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.ambient import Ambient
from core.billing import Seller
from core.ports import ImageMaker, Imaging, Mailer, Messenger, ObjectStore, Refunds
from core.setbacks import Setbacks
from core.storage.store import Store
from core.watch import Watch


@dataclass(frozen=True)
class Limits:
    """`at_once` pictures under way in all, `per_person` for one; a lease that is not renewed ends after `lease`.

    While the object store is away a finished picture is kept for `store_patience`; while the gateway is closed people are kept
    waiting for `closed_patience`, then get their credits back. At `policy_blocks` nothing is asked for (core/policy_stop.py).
    """

    at_once: int = 4
    per_person: int = 2
    lease: timedelta = timedelta(seconds=10)
    hold: timedelta = timedelta(days=7)
    usage_delay: float = 5.0
    store_patience: timedelta = timedelta(seconds=60)
    closed_patience: timedelta = timedelta(minutes=10)
    policy_blocks: int = 5


def _nobody() -> None:
    """Nothing waits for this news."""


@dataclass(frozen=True)
class Workshop:
    """Everything a worker step needs. `messengers` by platform, `refunds` by payment provider; `work_is_due` wakes the workers of this
    process; `seller` is who sells credits, for receipts; `setbacks` are payment events that have broken us of late."""

    store: Store
    maker: ImageMaker
    objects: ObjectStore
    imaging: Imaging
    mailer: Mailer
    messengers: Mapping[str, Messenger]
    ambient: Ambient
    limits: Limits
    refunds: Mapping[str, Refunds] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    work_is_due: Callable[[], None] = _nobody
    seller: Seller = field(default_factory=Seller)
    setbacks: Setbacks = field(default_factory=Setbacks)
