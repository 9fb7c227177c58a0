"""What the owners of a server or group decide for everybody who asks there."""

from dataclasses import dataclass
from datetime import datetime

from core.caller import Seat
from core.text import Text, text


@dataclass(frozen=True)
class Community:
    """The rules of one place. Empty lists of channels and roles mean any; no cap means as many pictures a day as one can pay for."""

    platform: str
    id: str
    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    private: bool = False
    spoiler: bool = False
    daily_cap: int | None = None
    locale: str | None = None

    def objection(self, seat: Seat) -> Text | None:
        """Why nobody may ask for pictures from this seat, if so."""
        if self.channels and seat.channel not in self.channels:
            return text("error-not-in-this-channel")
        if self.roles and not set(self.roles) & set(seat.roles):
            return text("error-not-with-these-roles")
        return None

    def beyond(self, today: int, more: int) -> Text | None:
        """Why this person has had enough for today, if so. Counts pictures, since midnight UTC."""
        if self.daily_cap is not None and today + more > self.daily_cap:
            return text("error-daily-cap", cap=self.daily_cap, today=today)
        return None


def midnight(now: datetime) -> datetime:
    """When the day of the caps began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
