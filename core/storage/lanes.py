"""Which rows of an outbox somebody takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """Which rows of an outbox somebody takes: those that go by one platform (or payment provider) `only`, or by any `but` some."""

    only: str = ""
    but: frozenset[str] = frozenset()


EVERY = Lane()
