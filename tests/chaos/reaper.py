"""Who kills, and who sees how long it takes until others go on with what the dead had begun."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

import asyncpg

from adapters.telegram.inbox import LEASE
from core.ambient import utc_now
from tests.chaos.processes import Seat
from tests.chaos.stage import Stage

BETWEEN_KILLS = (2.0, 5.0)  # seconds
UNTIL_ANEW = (0.0, 2.0)
LOOKED = 0.1
UNDER_WAY = """
    SELECT 'picture ' || id AS what, owner, to_timestamp(lease_until / 1e6 - $1::float) AS seen, lost FROM picture WHERE state = 'asked'
    UNION ALL SELECT 'update ' || number, owner, to_timestamp(lease_until / 1e6 - $2::float), lost FROM platform_update
    WHERE state = 'open' AND owner IS NOT NULL
"""


@dataclass
class Reaper:
    """Kills one process after another. `kills`: when, and at which place."""

    stage: Stage
    dice: Random
    between: tuple[float, float] = BETWEEN_KILLS
    kills: list[tuple[datetime, str]] = field(default_factory=list)
    _anew: set[asyncio.Task[None]] = field(default_factory=set)

    async def reap(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(self.dice.uniform(*self.between))
            await self.kill(self.dice.choice([seat for seat in self.stage.seats if seat.alive]))

    async def kill(self, seat: Seat) -> None:
        """One process dies; another takes its place soon."""
        self.kills.append((utc_now(), seat.name))
        task = asyncio.create_task(_replaced(seat, self.dice.uniform(*UNTIL_ANEW)))
        self._anew.add(task)
        task.add_done_callback(self._anew.discard)

    async def rest(self) -> None:
        """Whoever is dead is alive again."""
        await asyncio.gather(*self._anew)


async def _replaced(seat: Seat, after: float) -> None:
    """Not cut off with the reaper: a place must not stay empty."""
    await seat.kill()
    await asyncio.sleep(after)
    await seat.begin()


@dataclass(frozen=True)
class Seen:
    """What was under way at a look: whose, since when nobody has heard of them, and how often it was taken from somebody before."""

    owner: str
    last: datetime
    lost: int


@dataclass
class Witness:
    """Looks at what is under way, and whose it is. What an owner put back and another took later was not taken over: only a claim of what
    still had an owner is, and the program counts those (`lost`).

    `pictures` and `updates`: seconds from a kill until another owner went on. `robbed`: what was taken over though nobody had been killed.
    """

    stage: Stage
    reaper: Reaper
    pictures: list[float] = field(default_factory=list)
    updates: list[float] = field(default_factory=list)
    robbed: int = 0
    _seen: dict[str, Seen] = field(default_factory=dict)

    async def watch(self) -> None:
        """Until it is cancelled."""
        connection = await asyncpg.connect(self.stage.database.replace("+asyncpg", ""))
        try:
            while True:
                for row in await connection.fetch(UNDER_WAY, self.stage.lease, LEASE.total_seconds()):
                    self._look(row["what"], Seen(row["owner"], row["seen"], row["lost"]))
                await asyncio.sleep(LOOKED)
        finally:
            await connection.close()

    def _look(self, what: str, now: Seen) -> None:
        before = self._seen.get(what, now)
        if before.owner == now.owner:
            now = replace(now, last=max(before.last, now.last))  # a lease that was ended early is no older sign of life
        elif now.lost > before.lost:
            self._taken_over(what, before.last)
        self._seen[what] = now

    def _taken_over(self, what: str, last: datetime) -> None:
        """`last`: the last sign of life of whoever had it. The first death after it that could have been its owner's counts."""
        role, times = ("worker", self.pictures) if what.startswith("picture") else ("telegram,web", self.updates)
        died = next((at for at, name in self.reaper.kills if name.startswith(role) and at >= last), None)
        if died is None:
            self.robbed += 1
        else:
            times.append((utc_now() - died).total_seconds())
