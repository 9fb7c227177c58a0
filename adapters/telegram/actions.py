"""“InkMirage is sending a photo …”: shown in private chats while a picture is being made (platforms.md B7)."""

import asyncio
import logging

from telegram.error import BadRequest

from adapters.telegram.limiter import Turn, Urgency
from adapters.telegram.places import Place
from adapters.telegram.post import NotShown, Post
from core.ambient import Ambient
from core.ports import TryLater

EVERY_SECONDS = 4.5
FORGOTTEN_AFTER = 90.0
COURTESY = Turn(Urgency.PROGRESS, 0.0)

log = logging.getLogger(__name__)


class Actions:
    """Repeats the sign, which lasts five seconds, for every job of which there was news lately; in groups it would use up what pictures
    need."""

    def __init__(self, post: Post, ambient: Ambient) -> None:
        self._post = post
        self._ambient = ambient
        self._working: dict[str, tuple[Place, float]] = {}

    def working(self, key: str, place: Place) -> None:
        """The job is being made."""
        if place.private:
            self._working[key] = (place, self._ambient.elapsed())

    def ended(self, key: str) -> None:
        """The job has ended."""
        self._working.pop(key, None)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            for key, (place, at) in list(self._working.items()):
                if self._ambient.elapsed() - at > FORGOTTEN_AFTER:
                    self.ended(key)
                elif key in self._working:
                    await self._show(place)

    async def _show(self, place: Place) -> None:
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await self._post.action(place, COURTESY)
        except (TimeoutError, TryLater, NotShown, BadRequest) as error:
            log.debug("no sign shown", extra={"error": type(error).__name__})
