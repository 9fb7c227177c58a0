"""The gateway disables our whole account at ten requests in 720 hours that its own policy blocks (mayi-wire.md §5.4): we stop before.

The blocks are counted in the table of pictures, so all processes and every restart see the same count. What was asked for already is
still on its way when it is reached, which is why the limit lies well below ten.
"""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.jobs import REFUSED
from core.ports import Refusal

if TYPE_CHECKING:
    from core.storage.unit_of_work import UnitOfWork

BLOCK = f"{REFUSED}-{Refusal.GATEWAY_POLICY}"
WINDOW = timedelta(hours=720)

log = logging.getLogger(__name__)


def stopped_since(uow: "UnitOfWork", most: int, now: datetime) -> datetime | None:
    """Since when nothing is asked for any more, because there were `most` blocks; `None` while there were fewer."""
    blocks = uow.jobs.blocked(now - WINDOW, most)
    return blocks[0] if len(blocks) == most else None


def noted(uow: "UnitOfWork", most: int, now: datetime) -> None:
    """Tell the operator of a block that has just been written down."""
    blocks = len(uow.jobs.blocked(now - WINDOW, most))
    if blocks < most:
        log.warning("image gateway blocked a prompt by its own policy", extra={"blocks": blocks})
    else:
        log.critical("image gateway policy blocks: stopped before the account is banned", extra={"blocks": blocks})
