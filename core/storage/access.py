"""The doors of the site: links that work once, browsers, and who tried."""

from datetime import datetime
from typing import Protocol

from core.access import OneTimeLink, Session, WebVisit


class OneTimeLinks(Protocol):
    """Links that work once."""

    def add(self, link: OneTimeLink) -> None:
        """Remember a link that is about to be given out."""

    def get(self, token_hash: str) -> OneTimeLink | None:
        """The link behind a token, used or not."""

    def use(self, link_id: str, now: datetime) -> bool:
        """Use it up; false if it was used or has expired."""

    def say_who(self, link_id: str, account_id: str, now: datetime) -> bool:
        """Who comes in where nobody was named yet; false if somebody was, or it was used or has expired."""

    def back_until(self, account_id: str, now: datetime) -> datetime | None:
        """Until when a change of this account's address can be taken back; `None` if there is none to take back."""

    def drop_all(self, account_id: str) -> None:
        """None of a person's open links works any more, those that take a change of address back excepted."""


class Sessions(Protocol):
    """Browsers that came in."""

    def add(self, session: Session) -> None:
        """A browser comes in."""

    def get(self, token_hash: str) -> Session | None:
        """The session of a cookie."""

    def of(self, account_id: str) -> list[Session]:
        """A person's sessions, the one seen last first."""

    def seen(self, session_id: str, now: datetime, *, expires_at: datetime, token_hash: str | None = None) -> None:
        """It was used; with another cookie from now on, if `token_hash` is given."""

    def end(self, session_id: str, account_id: str) -> bool:
        """End one of a person's sessions; false if it is not theirs or has ended."""

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """End a person's sessions, all but this one; how many."""


class Visits(Protocol):
    """What is kept of web requests (PRV-10)."""

    def add(self, visit_id: str, visit: WebVisit, account_id: str | None) -> None:
        """Keep one."""

    def of(self, account_id: str, *, limit: int) -> list[WebVisit]:
        """A person's, newest first."""


class Attempts(Protocol):
    """How often somebody has tried something. Who that is, is known only as a hash under a key of the day (PRV-11)."""

    def tally(self, what: str, who: str, now: datetime, *, since: datetime) -> int:
        """Count one more, and say how many there were since then, this one included. `who` is a hash."""

    def clear(self, what: str, who: str) -> None:
        """Forget them: it went well."""

    def day_key(self, day: str, fresh: str) -> str:
        """The key of this day (ISO date); `fresh` if the day has none yet. The first to ask decides."""
