"""How far the jobs of this process are, for progress messages. Lost at a restart without harm: the truth is in the tables."""

import math

ASKED = 8
EXACT = 8
HUSHED_SECONDS = 30.0
FRAMES = (40, 65, 80, 90)


class Watch:
    """Remembers, per picture under way, how many preview frames came, and what each waiting job was last told."""

    def __init__(self) -> None:
        self.owners: set[str] = set()
        self._frames: dict[str, int] = {}
        self._told: dict[str, tuple[int, int]] = {}
        self._silent: dict[str, float] = {}

    def framed(self, picture_id: str) -> None:
        """One more preview frame of this picture was seen."""
        self._frames[picture_id] = self._frames.get(picture_id, 0) + 1

    def began(self, owner: str) -> None:
        """This process works under this name: whatever the clock says, its lease has not been abandoned."""
        self.owners.add(owner)

    def ended(self, owner: str, picture_id: str) -> None:
        """The picture is no longer under way here."""
        self.owners.discard(owner)
        self._frames.pop(picture_id, None)

    def hush(self, platform: str, now: float) -> None:
        """Progress there takes too long: for a while nobody waits for it. `now` in seconds that never go back."""
        self._silent[platform] = now + HUSHED_SECONDS

    def hushed(self, platform: str, now: float) -> bool:
        """Whether progress there is left out for now."""
        return now < self._silent.get(platform, now)

    def percent(self, asked: list[str], done: int, total: int) -> int:
        """How much of a job is done, from stored pictures and preview frames; never 100 before the end."""
        part = sum(self._share(id) for id in asked)
        return min(99, round((100 * done + part) / total))

    def _share(self, picture_id: str) -> int:
        frames = self._frames.get(picture_id, 0)
        return ASKED if not frames else FRAMES[min(frames, len(FRAMES)) - 1]

    def news(self, job_id: str, ahead: int, seconds: int | None) -> bool:
        """Whether a waiting person has not been told this yet. Far back in the line it takes a larger step to be news."""
        told = (_roughly(ahead), -1 if seconds is None else _roughly(seconds // 5))
        if self._told.get(job_id) == told:
            return False
        self._told[job_id] = told
        return True

    def keep_only(self, job_ids: set[str]) -> None:
        """Forget the jobs that no longer wait."""
        self._told = {id: told for id, told in self._told.items() if id in job_ids}


def _roughly(number: int) -> int:
    """Exact while it is small, then in steps of about a tenth."""
    return number if number < EXACT else EXACT + round(math.log(number / EXACT, 1.1))
