"""Tokens of interactions that were answered, by the message that they still reach (platforms.md A4)."""

from collections.abc import Callable

LIFETIME = 15 * 60.0
MOST_REMEMBERED = 2000


class Grants:
    """Kept in this process alone and no longer than Discord takes them, for messages that the bot itself has no way to."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._tokens: dict[str, tuple[str, float]] = {}

    def keep(self, message: str, token: str) -> None:
        """This token made or changed this message just now."""
        self._tokens.pop(message, None)
        self._tokens[message] = token, self._elapsed() + LIFETIME
        while len(self._tokens) > MOST_REMEMBERED or self._expired(next(iter(self._tokens))):
            self._tokens.pop(next(iter(self._tokens)))

    def of(self, message: str) -> str | None:
        """The token that may still reach this message."""
        return None if message not in self._tokens or self._expired(message) else self._tokens[message][0]

    def _expired(self, message: str) -> bool:
        return self._tokens[message][1] <= self._elapsed()
