"""How fast one person may go, and how much one place may take, so that nobody stands in everybody's way (docs/decisions/0040).

Windows begin on the clock – the minute, the hour, the day (UTC) – so that the time at which it goes on is known at once and does not move
when somebody keeps trying. All of it is counted in rows that are there anyway, so every process counts the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.communities import midnight
from core.errors import Refused
from core.storage.jobs import Busy
from core.storage.unit_of_work import UnitOfWork
from core.text import text
from core.throttle import TooOften

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TooMany(Refused):
    """As many requests as one person may have under way at once are under way."""

    status = 429


@dataclass(frozen=True)
class Pace:
    """The limits; 0: as fast as they like. Pictures of a person in an hour and a day, of a community in an hour; `most_waiting` requests
    for pictures under way at once."""

    commands_per_minute: int = 0
    pictures_per_hour: int = 0
    pictures_per_day: int = 0
    pictures_of_place: int = 0
    most_waiting: int = 0

    @property
    def counts_pictures(self) -> bool:
        """Whether anybody has to be counted at all."""
        return bool(self.pictures_per_hour or self.pictures_per_day or self.most_waiting)


def demand_command(uow: UnitOfWork, pace: Pace, account_id: str, now: datetime) -> None:
    """Raises `TooOften` if this person has had enough answers in this minute."""
    begun = now.replace(second=0, microsecond=0)
    if pace.commands_per_minute and uow.requests.answered(account_id, pace.commands_per_minute, since=begun):
        raise TooOften(text("pace-commands", until=begun + MINUTE))


def demand_pictures(uow: UnitOfWork, pace: Pace, account_id: str, wanted: int, now: datetime) -> None:
    """Raises `TooOften` if so many more pictures are too many for this person at present, and `TooMany` if too much is under way."""
    if not pace.counts_pictures:
        return
    hour, day = _hour(now), midnight(now)
    busy = uow.jobs.busy(account_id, hour=hour, day=day, since=now - DAY)
    _demand_room(pace, busy)
    if _over(busy.in_day, wanted, pace.pictures_per_day):
        raise TooOften(text("pace-day", most=pace.pictures_per_day, until=day + DAY))
    if _over(busy.in_hour, wanted, pace.pictures_per_hour):
        raise TooOften(text("pace-hour", most=pace.pictures_per_hour, until=hour + HOUR))


def demand_place(uow: UnitOfWork, pace: Pace, community: str | None, wanted: int, now: datetime) -> None:
    """Raises `TooOften` if so many more pictures are too many for everybody in this community."""
    if community is None or not pace.pictures_of_place:
        return
    hour = _hour(now)
    if _over(uow.jobs.pictures_of_place(community, since=hour), wanted, pace.pictures_of_place):
        raise TooOften(text("pace-place", most=pace.pictures_of_place, until=hour + HOUR))


def _demand_room(pace: Pace, busy: Busy) -> None:
    if pace.most_waiting and busy.waiting >= pace.most_waiting:
        raise TooMany(text("pace-waiting", most=pace.most_waiting))


def _over(had: int, wanted: int, most: int) -> bool:
    return bool(most) and had + wanted > most


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
