"""Updates that Telegram brings us: checked, stored, confirmed (platforms.md B8, F22, F23)."""

import hmac
import logging
from collections.abc import Mapping

import orjson

from adapters.telegram.inbox import Inbox
from core.storage.errors import DatabaseLost

HEADER = "x-telegram-bot-api-secret-token"

log = logging.getLogger(__name__)


class Webhook:
    """What `POST /webhooks/telegram` does."""

    def __init__(self, inbox: Inbox, secret: str) -> None:
        self._inbox = inbox
        self._secret = secret.encode()

    async def __call__(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status: 200 only once the update is stored; anything else and Telegram brings it again."""
        given = headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return 403
        try:
            update = orjson.loads(body)
        except orjson.JSONDecodeError:
            return 400
        if not isinstance(update, dict):
            return 400
        try:
            await self._inbox.put([update])
        except DatabaseLost:
            return 503
        return 200
