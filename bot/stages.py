"""How long each stage of a picture takes, read off the steps that its work reaches (`core/ambient.py`)."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from core.ambient import Step

STAGES = {
    (Step.CLAIMED, Step.ASKING): "claim",  # who waits is told
    (Step.ASKING, Step.ANSWERED): "ask",  # the request goes out, until the gateway begins to answer
    (Step.ANSWERED, Step.MADE): "receive",  # the answer comes in; a gateway that streams makes the picture meanwhile
    (Step.MADE, Step.CHECKED): "check",
    (Step.CHECKED, Step.STORED): "store",
    (Step.STORED, Step.SETTLED): "settle",
    (Step.DELIVERING, Step.DELIVERED): "deliver",
}
"""The stage that lies between two steps. What ends otherwise, such as a request without a picture, is no stage."""

BEGINNINGS = frozenset({Step.CLAIMED, Step.DELIVERING})
ON_THE_WAY = frozenset({Step.ACCEPTED, Step.PREVIEWED, Step.POSTED})
"""Steps at which no stage ends."""


@dataclass
class _Way:
    """Where one piece of work is. Tasks that it starts share it."""

    step: Step
    since: float


_WAY: ContextVar[_Way | None] = ContextVar("way", default=None)


class Stages:
    """Hears of every step; says of each stage when it is over."""

    def __init__(self, elapsed: Callable[[], float], took: Callable[[str, float], None]) -> None:
        """`took` hears the stage and its seconds."""
        self._elapsed = elapsed
        self._took = took

    def __call__(self, step: Step) -> None:
        """The work of this task has got so far."""
        now, way = self._elapsed(), _WAY.get()
        if step in BEGINNINGS:
            _WAY.set(_Way(step, now))
        elif way is not None and step not in ON_THE_WAY:
            if stage := STAGES.get((way.step, step)):
                self._took(stage, now - way.since)
            way.step, way.since = step, now
