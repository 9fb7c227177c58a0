"""Everything that is left to chance in a run, from one seed: ids, secrets, when something happens, and what goes wrong."""

import base64
import contextlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from unittest.mock import patch

USUAL: Mapping[str, float] = {
    "maker busy": 0.10,
    "maker away": 0.08,
    "maker refuses": 0.05,
    "maker broken": 0.03,
    "maker closed": 0.01,
    "maker slow": 0.08,
    "maker silent after success": 0.08,
    "maker half a body": 0.06,
    "store away": 0.04,
    "store away for minutes": 0.01,
    "store fails after success": 0.05,
    "chat floods": 0.08,
    "chat gone": 0.02,
    "chat fails after success": 0.08,
    "mail away": 0.08,
    "mail refused": 0.02,
    "mail fails after success": 0.08,
    "provider away": 0.10,
    "provider fails after success": 0.10,
    "provider never refunds": 0.04,
    "refund takes days": 0.15,
    "notice lost": 0.15,
    "notice twice": 0.20,
    "notice late": 0.30,
    "request twice": 0.10,
    "clock jumps": 0.01,
}
"""What may go wrong, and how likely it is each time it could."""

SWARM = (0.0, 0.5, 1.0, 1.0, 3.0)
"""No run has everything: faults hide each other, and the worst come from few kinds that are frequent."""


class Chance:
    """Streams of dice that do not disturb each other: one roll more for the ids changes nothing about the faults."""

    def __init__(self, seed: object) -> None:
        self._seed = seed
        self._ids = self.stream("ids")

    def stream(self, name: str) -> Random:
        """The dice of this name."""
        return Random(f"{self._seed}/{name}")

    def new_id(self) -> str:
        """Shaped like those of `core.ambient.random_id`."""
        return base64.b32encode(self._ids.randbytes(16)).decode().rstrip("=").lower()

    @contextlib.contextmanager
    def secrets(self) -> Iterator[None]:
        """Codes and keys come from the seed, too."""
        dice = self.stream("secrets")
        with (
            patch.object(secrets, "token_bytes", lambda size=32: dice.randbytes(size)),
            patch.object(secrets, "token_hex", lambda size=32: dice.randbytes(size).hex()),
            patch.object(secrets, "randbelow", dice.randrange),
        ):
            yield


class Faults:
    """What goes wrong, as long as it is on; counted by kind."""

    def __init__(self, dice: Random, likely: Mapping[str, float]) -> None:
        self._dice = dice
        self._likely = likely
        self.on = True
        self.counted: Counter[str] = Counter()

    def strike(self, kind: str) -> bool:
        """Whether this goes wrong now."""
        likely = self._likely.get(kind, 0.0)
        if not self.on or not likely or self._dice.random() >= likely:
            return False
        self.counted[kind] += 1
        return True


def swarm(dice: Random) -> dict[str, float]:
    """The faults of one run: some more frequent than usual, some not at all."""
    return {kind: min(0.6, likely * dice.choice(SWARM)) for kind, likely in USUAL.items()}


NO_FAULTS: Mapping[str, float] = {}
