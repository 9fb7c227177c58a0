"""Stripe's way to write nested values in a form: `line_items[0][price_data][currency]=usd`."""

import re
from collections.abc import Iterable
from typing import Any

_PART = re.compile(r"\[([^\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values as a tree; lists stay dicts by number, as Stripe reads them, too."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        first, *rest = [name.partition("[")[0], *_PART.findall(name)]
        place, last = tree, first
        for part in rest:
            place = place.setdefault(last, {})
            last = part if part else str(len(place))
        place[last] = value
    return tree
