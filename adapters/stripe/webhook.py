"""Notices that Stripe brings: signed, ours, and read for no more than which object they speak of."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import stripe

TOLERANCE = 300
"""Seconds that a signature may be old."""
SHORTEST_SECRET = 16
"""Characters behind the prefix."""
SIGNATURE = "stripe-signature"

_PREFIX = "whsec_"
_NAME = re.compile(r"\w{1,255}", re.ASCII)  # of an event or an object; it becomes part of a path
_SPOKEN_OF = frozenset({"checkout.session", "charge", "refund", "dispute"})
"""The objects whose facts we know (`adapters.stripe.facts`)."""

Take = Callable[[str, str], Awaitable[None]]
"""Keeps a notice: Stripe's name for it, and the object that it speaks of, as `refund/re_1`."""

log = logging.getLogger(__name__)


class Webhook:
    """What `POST /webhooks/stripe` does. `live` is what our key is, `account` ours if a platform's account brings notices of several; if
    `take` raises, Stripe brings the notice again, for days."""

    def __init__(self, secrets: Sequence[str], take: Take, *, live: bool, account: str = "") -> None:
        if not secrets or not all(map(is_secret, secrets)):
            raise ValueError("a webhook needs the signing secret that Stripe shows for it (whsec_…)")
        self._secrets = tuple(secrets)
        self._take = take
        self._live = live
        self._account = account

    async def __call__(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status: 200 once the notice is kept or if it is of nothing that we sell; anything else and Stripe brings it again."""
        if not any(_is_signed(body, headers.get(SIGNATURE, ""), secret) for secret in self._secrets):
            return _refused("signature", 403)
        try:
            event = json.loads(body)
            if foreign := self._foreign(event):
                return _refused(foreign, 403)
            notice, ref = _named(event["id"]), _object(event["data"]["object"])
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return _refused("shape", 400)
        if ref:
            await self._take(notice, ref)
        return 200

    def _foreign(self, event: Any) -> str:
        """Why it is not for us, although it is signed: play money where real money is taken or the other way round, or another account."""
        if event["livemode"] is not self._live:
            return "mode"
        return "account" if (event.get("account") or self._account) != self._account else ""


def is_secret(text: str) -> bool:
    """Whether this can be a signing secret. With an empty one anybody could sign."""
    return text.startswith(_PREFIX) and len(text.removeprefix(_PREFIX).strip()) >= SHORTEST_SECRET


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, header, secret, TOLERANCE))
    except (stripe.SignatureVerificationError, TypeError, ValueError):  # the latter two: not text at all
        return False


def _refused(reason: str, status: int) -> int:
    log.warning("notice of payments refused", extra={"provider": "stripe", "reason": reason})
    return status


def _object(spoken_of: Any) -> str:
    """The object by type and id; empty if it is none that could be of an order."""
    kind = spoken_of["object"]
    return f"{kind}/{_named(spoken_of['id'])}" if kind in _SPOKEN_OF else ""


def _named(id: Any) -> str:
    if not _NAME.fullmatch(id):
        raise ValueError
    return str(id)
