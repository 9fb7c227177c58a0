"""How long to wait before the next attempt."""

from datetime import timedelta


def pause(attempts: int, first: timedelta, longest: timedelta) -> timedelta:
    """Doubled with each earlier attempt, up to `longest`; the exponent is bounded because `timedelta` is."""
    return min(first * (1 << min(attempts, 30)), longest)
