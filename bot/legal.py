"""What this operator's settings say in the legal texts, and what keeps production from starting (PRV-02)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.config import Settings
from core.legal.facts import Controller, Facts
from core.legal.privacy_policy import open_points
from core.legal.processors import REGISTER, STRIPE, Agreement, Entry, Role, with_agreements
from core.legal.publishing import outdated
from core.legal.versions import PUBLISHED, Kind, Status, current
from core.text import Catalogue
from db.privacy_map import mapped_fields

AGREED = ("agreement", "agreed_on")
"""What the settings say about a processor; everything else about it stands on the register."""


def facts(settings: Settings) -> Facts:
    """What the texts of this operator are made from."""
    given = settings.privacy
    agreed = {id: getattr(given.dpa, id) for id in type(given.dpa).model_fields}
    made = {id: Agreement(one.id, date.fromisoformat(one.date)) for id, one in agreed.items() if one.id and one.date}
    return Facts(
        fields=mapped_fields(),
        contact=given.contact,
        grace_days=given.grace_days,
        purge_days=given.purge_days,
        backup_days=given.backup_days,
        recipients=with_agreements((*REGISTER, STRIPE) if settings.stripe.on else REGISTER, made),
        inactivity_months=given.inactivity_months,
        controller=Controller(
            name=given.controller_name,
            address=given.controller_address,
            authority=given.controller_authority,
            representative=given.controller_representative,
            officer=given.controller_officer,
        ),
    )


def obstacles(settings: Settings, *, folder: Path = PUBLISHED) -> list[str]:
    """What has to be settled before production may start, a sentence each; nothing outside production. Takes about a second there."""
    return list(_obstacles(settings, facts(settings), folder)) if settings.app.environment == "production" else []


def _obstacles(settings: Settings, told: Facts, folder: Path) -> Iterator[str]:
    for kind in Kind:
        if (version := current(kind)).status is not Status.PUBLISHED:
            yield f"legal text {kind} {version.id} is a {version.status} (docs/legal/README.md tells how it becomes final)"
    for point in sorted(set(open_points(told)) - {"review", "controller"}):  # these two are named by what they are about
        yield f"the privacy policy leaves {point!r} open (core/legal/privacy_policy.py)"
    for name in told.controller.missing:
        yield f"privacy.controller_{name} is empty (people have a right to know who is responsible)"
    for entry in told.recipients:
        if entry.role is Role.PROCESSOR and entry.id in _in_use(settings):
            yield from _unsettled(entry)
    if late := outdated(told, Catalogue(), folder):
        again = "python -m bot privacy publish-texts --config <this file>"
        yield f"published texts do not say what map, register and settings say: {', '.join(late)} ({again})"


def _unsettled(entry: Entry) -> Iterator[str]:
    if any(name in AGREED for name in entry.unsettled):
        yield f"privacy.dpa.{entry.id} is empty ({entry.name} gets personal data without a data processing agreement)"
    if open_ := [name for name in entry.unsettled if name not in AGREED]:
        yield f"processor {entry.name}: {', '.join(open_)} not settled (core/legal/processors.py)"


def _in_use(settings: Settings) -> set[str]:
    """The ids of the processors that these settings send anything to."""
    used = {
        "mayi": not settings.mayi.sandbox,
        "r2": settings.storage.kind == "r2",
        "resend": settings.resend.api_key.get_secret_value(),
        "stripe": settings.stripe.on,
    }
    return {id for id, is_used in used.items() if is_used}
