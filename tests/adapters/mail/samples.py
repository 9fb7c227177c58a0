"""One letter of every kind, as the outbox holds them."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from core.billing import Contents
from core.rights.deadlines import Mark
from core.rights.staff import Reason
from core.self_test.steps import Step
from core.storage.mail import DueLetter
from core.text import LOCALES

LINK = "k7n2q5r4w6y8z2a4c6e8g2i3m5"
UNTIL = "2026-11-29T22:41:00+00:00"
AT = "2026-11-26T22:41:00+00:00"

CARD = Contents(
    kind="receipt",
    number="R26-000012",
    issued="2026-11-27",
    supplied="2026-11-27",
    seller="Ink & Söhne Bilder- und Spielwarengesellschaft mbH & Co. KG",
    address="Am Hang 1, 20095 Hamburg, Deutschland",
    tax_id="DE999999999",
    contact="kauf@ink.example",
    sold_by="",
    pack="studio",
    credits=1200,
    currency="EUR",
    gross=2990,
    net=2513,
    tax=477,
    tax_rate=1900,
    tax_note="",
    provider="stripe",
    charge="pi_3Q9aBcDeFgHiJkLmNoPqRsTu",
    order="K7QM2XWD",
    refund_until="2026-12-11",
    terms="2026-12-01",
)
"""What we sell by ourselves."""
STARS = replace(
    CARD, number="R26-000013", sold_by="telegram", provider="telegram", currency="XTR", gross=1000, net=1000, tax=0, tax_rate=0,
    charge="stxrA1b2C3d4E5f6G7h8I9j0" * 5, tax_id="",
)  # fmt: skip
DISCORD = replace(STARS, number="R26-000014", sold_by="discord", provider="discord", currency="EUR", charge="1" * 19, refund_until="")
PRACTICE = replace(
    CARD, number="R26-000015", provider="sandbox", net=2990, tax=0, tax_rate=0, tax_note="small-business", tax_id="", contact=""
)
BACK = replace(
    CARD, kind="credit-note", number="C26-000003", issued="2026-11-30", credits=400, gross=997, net=838, tax=159, refund_until="",
    corrects=CARD.number, corrected_on=CARD.issued,
)  # fmt: skip

ARGS: dict[str, list[dict[str, Any]]] = {
    "sign-in": [{"link": LINK, "kind": "sign-in"}],
    "email-confirm": [{"link": LINK, "kind": "confirm", "name": "Marie-Antoinette v. Österreich", "platform": "discord"}],
    "email-taken": [{"name": "Ann", "platform": "telegram"}],
    "email-changed": [{"link": LINK, "kind": "stop", "until": UNTIL}],
    "linked": [{"platform": "telegram", "name": "m••••x", "at": AT, "until": UNTIL}],
    "unlinked": [{"platform": "playground", "name": "李••", "at": AT}],
    "receipt": [{"bill": asdict(bill)} for bill in (CARD, STARS, DISCORD, PRACTICE)],
    "refund-asked": [{"credits": 92, "price": 275, "currency": "EUR", "order": "HMTW2XFC", "at": "2026-11-27T10:00:00+00:00"}],
    "credit-note": [
        {"bill": asdict(bill)}
        for bill in (BACK, replace(STARS, kind="credit-note", refund_until="", corrects=CARD.number, corrected_on=CARD.issued))
    ],
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
    "engine-low": [{"left": "4.20", "below": "5.00"}],
    "policy-notice": [{"version": "2026-12-15", "effective": "2026-12-15"}],
}


def letters() -> Iterator[DueLetter]:
    """Every kind in every language."""
    for name, variants in ARGS.items():
        for number, args in enumerate(variants):
            for locale in LOCALES:
                yield DueLetter(f"{name}-{number}-{locale}", "a-ann", "ann@inkmirage.test", name, args, locale)
