"""The two bots of one token: one that waits its turn, and one that never waits (platforms.md B10, F17, F18)."""

from collections.abc import Sequence
from typing import Any

from telegram.ext import ExtBot

from adapters.telegram.limiter import Limiter, Turn
from adapters.telegram.request import Requests

CONNECTIONS = 64
FETCHING_CONNECTIONS = 4
READ_SECONDS = 20.0
MEDIA_SECONDS = 60.0
LONG_POLL_SECONDS = 25
SLACK_SECONDS = 10.0


class WaitingBot(ExtBot[Turn]):
    """Sends at the pace of a limiter, and fetches updates as they come."""

    async def raw_updates(self, offset: int, allowed: Sequence[str]) -> list[dict[str, Any]]:
        """The next updates, unread: one that the library cannot read must not keep the others from us. Confirms all before `offset`."""
        data = {"offset": offset, "timeout": LONG_POLL_SECONDS, "allowed_updates": list(allowed)}
        found = await self._post("getUpdates", data, read_timeout=LONG_POLL_SECONDS + SLACK_SECONDS)
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)] if isinstance(found, list) else []


def waiting_bot(token: str, api_base: str, file_base: str, limiter: Limiter) -> WaitingBot:
    """For everything that people wait for."""
    return WaitingBot(
        token,
        base_url=f"{api_base}/bot",
        base_file_url=f"{file_base}/bot",
        request=_requests(),
        get_updates_request=_requests(FETCHING_CONNECTIONS),
        rate_limiter=limiter,
    )


def prompt_bot(token: str, api_base: str, file_base: str) -> ExtBot[None]:
    """For answers that Telegram itself waits for: presses, checkouts, inline queries."""
    return ExtBot(
        token, base_url=f"{api_base}/bot", base_file_url=f"{file_base}/bot", request=_requests(), get_updates_request=_requests(1)
    )


def _requests(connections: int = CONNECTIONS) -> Requests:
    return Requests(connections, READ_SECONDS, MEDIA_SECONDS)
