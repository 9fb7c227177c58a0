"""What has failed here of late and rests for a while, longer each time. Lost at a restart without harm: then it is tried once more."""

from datetime import timedelta

from core.backoff import pause

FIRST_REST, LONGEST_REST = timedelta(seconds=2), timedelta(minutes=10)


class Setbacks:
    """Remembers by name. `now` is in seconds that never go back (`Ambient.elapsed`), so no jump of the wall clock prolongs a rest."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, float]] = {}

    def rests(self, name: str, now: float) -> bool:
        """Whether it is too early to try it again."""
        return name in self._known and now < self._known[name][1]

    def failed(self, name: str, now: float) -> int:
        """It failed once more; how often it has so far."""
        failures = self._known.get(name, (0, 0.0))[0] + 1
        self._known[name] = (failures, now + pause(failures - 1, FIRST_REST, LONGEST_REST).total_seconds())
        return failures

    def over(self, name: str) -> None:
        """It went well, or is somebody else's business now."""
        self._known.pop(name, None)
