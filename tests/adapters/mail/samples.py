"""One letter of every kind, as the outbox holds them."""

from collections.abc import Iterator
from typing import Any

from core.rights.deadlines import Mark
from core.rights.staff import Reason
from core.self_test.steps import Step
from core.storage import DueLetter
from core.text import LOCALES

LINK = "k7n2q5r4w6y8z2a4c6e8g2i3m5"
UNTIL = "2026-11-29T22:41:00+00:00"
AT = "2026-11-26T22:41:00+00:00"

ARGS: dict[str, list[dict[str, Any]]] = {
    "sign-in": [{"link": LINK, "kind": "sign-in"}],
    "email-confirm": [{"link": LINK, "kind": "confirm", "name": "Marie-Antoinette v. Österreich", "platform": "discord"}],
    "email-taken": [{"name": "Ann", "platform": "telegram"}],
    "email-changed": [{"link": LINK, "kind": "stop", "until": UNTIL}],
    "linked": [{"platform": "telegram", "name": "m••••x", "at": AT, "until": UNTIL}],
    "unlinked": [{"platform": "playground", "name": "李••", "at": AT}],
    "receipt": [{"credits": 1200, "price": 2990, "currency": "EUR", "order": "K7QM2XWD"}],
    "rights": [{"kind": kind, "ref": "R-7QM2-XWDK", "due": "2026-12-26"} for kind in ("export", "delete", "correct")],
    "rights-by-mail": [{"ref": "R-7QM2-XWDK", "due": "2026-12-26"}],
    "copy-ready": [
        {"parts": p, "size": n, "until": UNTIL, "missing": m}
        for p, n, m in (("1", "40960", "0"), ("1", "7300000", "1"), ("16", "30500000000", "3"))
    ],
    "rights-code": [{"code": "123456", "kind": kind} for kind in ("export", "erase")],
    "erased": [{"ref": "R-7QM2-XWDK", "gone": "2026-12-26"}],
    "inactivity": [{"end": "2028-11-27"}],
    "rights-answered": [{"ref": "R-7QM2-XWDK", "outcome": outcome} for outcome in ("done", *Reason)],
    "rights-deadline": [{"ref": "R-7QM2-XWDK", "mark": mark, "received": "2026-11-27", "due": "2026-12-27"} for mark in Mark],
    "self-test": [{"ref": "R-7QM2-XWDK", "step": step, "number": n, "received": "2026-11-27"} for step in Step for n in ("1", "3")],
    "policy-notice": [{"version": "2026-12-15", "effective": "2026-12-15"}],
}


def letters() -> Iterator[DueLetter]:
    """Every kind in every language."""
    for name, variants in ARGS.items():
        for number, args in enumerate(variants):
            for locale in LOCALES:
                yield DueLetter(f"{name}-{number}-{locale}", "a-ann", "ann@inkmirage.test", name, args, locale)
