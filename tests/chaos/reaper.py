"""Who kills, and who sees how long it takes until others go on with what the dead had begun."""

import asyncio
from dataclasses import dataclass, field
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
    SELECT 'picture ' || id AS what, owner, to_timestamp(lease_until / 1e6 - $1::float) AS seen FROM picture WHERE state = 'asked'
    UNION ALL SELECT 'update ' || number, owner, to_timestamp(lease_until / 1e6 - $2::float) FROM platform_update
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
        await seat.kill()
        task = asyncio.create_task(_anew(seat, self.dice.uniform(*UNTIL_ANEW)))
        self._anew.add(task)
        task.add_done_callback(self._anew.discard)

    async def rest(self) -> None:
        """Whoever is dead is alive again."""
        await asyncio.gather(*self._anew)


async def _anew(seat: Seat, after: float) -> None:
    await asyncio.sleep(after)
    await seat.begin()


@dataclass
class Witness:
    """Looks at what is under way, and whose it is. `taken_over`: seconds from a kill until another owner went on."""

    stage: Stage
    reaper: Reaper
    taken_over: list[float] = field(default_factory=list)
    _seen: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    async def watch(self) -> None:
        """Until it is cancelled."""
        connection = await asyncpg.connect(self.stage.database.replace("+asyncpg", ""))
        try:
            while True:
                for row in await connection.fetch(UNDER_WAY, self.stage.lease, LEASE.total_seconds()):
                    self._look(row["what"], row["owner"], row["seen"])
                await asyncio.sleep(LOOKED)
        finally:
            await connection.close()

    def _look(self, what: str, owner: str, seen: datetime) -> None:
        """`seen`: the last sign of life of the owner."""
        before, last = self._seen.get(what, (owner, seen))
        if before != owner and (died := self._died(what, last)) is not None:
            self.taken_over.append((utc_now() - died).total_seconds())
        self._seen[what] = (owner, seen)

    def _died(self, what: str, last: datetime) -> datetime | None:
        """The first death after the owner's last sign of life that could have been its own."""
        role = "worker" if what.startswith("picture") else "telegram,web"
        return next((at for at, name in self.reaper.kills if name.startswith(role) and at >= last), None)
