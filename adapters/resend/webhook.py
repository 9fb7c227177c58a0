"""Events that Resend brings us: signed, read, handed on without address or subject (privacy.md PRV-22)."""

import base64
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import resend

from adapters.resend.mailer import TAG
from core.mail.news import Fate, MailEvent

REMEMBERED = 1000
SHORTEST_SECRET = 16  # bytes

_PREFIX = "whsec_"


class Webhook:
    """What `POST /webhooks/resend` does. `take` keeps an event; if it raises, Resend brings the event again."""

    def __init__(self, secrets: Sequence[str], take: Callable[[MailEvent], Awaitable[None]]) -> None:
        if not secrets or not all(map(is_secret, secrets)):
            raise ValueError("a webhook needs the signing secret that Resend shows for it (whsec_…)")
        self._secrets = tuple(secrets)
        self._take = take
        self._taken: dict[str, None] = {}

    async def __call__(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status: 200 once the event is kept or if it is none of ours to keep; anything else and Resend brings it again."""
        payload = self._verified(headers, body)
        if payload is None:
            return 403
        try:
            event = _event(payload)
        except (AttributeError, KeyError, TypeError, ValueError):
            return 400
        if event is not None and headers["svix-id"] not in self._taken:
            await self._take(event)
            self._remember(headers["svix-id"])
        return 200

    def _verified(self, headers: Mapping[str, str], body: bytes) -> Any | None:
        """The content, if any of our secrets signed it within the last five minutes."""
        signed: Any = {name: headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")}
        for secret in self._secrets:
            try:
                return resend.Webhooks.verify({"payload": body.decode(), "headers": signed, "webhook_secret": secret})
            except ValueError:
                continue
        return None

    def _remember(self, event_id: str) -> None:
        """Spares the store what comes twice within minutes; what comes twice at all, the store must bear."""
        self._taken[event_id] = None
        if len(self._taken) > REMEMBERED:
            del self._taken[next(iter(self._taken))]


def is_secret(text: str) -> bool:
    """Whether this can be a signing secret. The SDK decodes whatever it is given, and an empty key would let anybody sign."""
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except ValueError:
        return False
    return len(key) >= SHORTEST_SECRET


def _event(payload: Any) -> MailEvent | None:
    """The event, if it is one of ours. Raises what a wrong shape raises if it is not as Resend describes it."""
    fate = _fate(payload)
    if fate is None:
        return None
    message, at = payload["data"]["email_id"], datetime.fromisoformat(payload["created_at"])
    if not isinstance(message, str):
        raise TypeError
    return MailEvent(fate, message, _letter(payload["data"].get("tags")), at if at.tzinfo else at.replace(tzinfo=UTC))


def _fate(payload: Any) -> Fate | None:
    match payload["type"]:
        case "email.delivered":
            return Fate.DELIVERED
        case "email.complained":
            return Fate.COMPLAINED
        case "email.bounced":
            return Fate.HARD if payload["data"]["bounce"]["type"] == "Permanent" else Fate.SOFT
    return None


def _letter(tags: Any) -> str:
    """Our tag: from an object, as Resend sends tags, or from a list of names and values, as it takes them."""
    if isinstance(tags, list):
        tags = {tag["name"]: tag.get("value") for tag in tags}
    return str((tags or {}).get(TAG) or "")
