"""What the program tells of itself in numbers. Here nobody listens; the program's own ears are in `bot/metrics.py`.

Every argument that is a word comes from a closed list (names of ours, codes of errors), never from what somebody wrote.
"""

from datetime import timedelta


class Measures:
    """Hears of what has just happened. No method raises, and each takes microseconds: they are called wherever work is done."""

    def acknowledged(self, surface: str, took: timedelta) -> None:
        """Somebody who asked for something knows that it was heard, so long after they had asked."""

    def commanded(self, surface: str, command: str, status: int, took: timedelta) -> None:
        """A command was carried out or refused; `status` is the HTTP status of its kind of answer."""

    def pictured(self, outcome: str) -> None:
        """A picture has come to its end: `made`, or why there is none."""

    def credited(self, fate: str, credits: int) -> None:
        """Credits came to their end, or came back: `charged`, `released` or `refunded`."""

    def failed(self, vendor: str, code: str) -> None:
        """Somebody outside did not do what we asked."""

    def waited(self, what: str, seconds: float) -> None:
        """A `read` or a `write` had to wait so long for its turn at the database."""


NOBODY = Measures()
