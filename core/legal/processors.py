"""The register of everybody outside who receives data from us (PRV-18). What is not known is empty and closes the launch gate (PRV-02)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.privacy.rules import Purpose, Recipient


class Role(StrEnum):
    """Whether they act for us, or decide for themselves what they do with what they receive."""

    PROCESSOR = "processor"
    INDEPENDENT = "independent"


class Deletion(StrEnum):
    """How what they hold can be deleted."""

    API = "api"  # we can ask for it by program
    TTL = "ttl"  # it ends by itself
    MANUAL = "manual"  # somebody has to write to them
    NONE = "none"  # not at all


@dataclass(frozen=True)
class Entry:
    """One of them. `id` is the word its sentences are named by: `legal-sent-<id>-<field>` for each of `fields`, and these are all it gets.

    `region`, `transfer` (the tool of GDPR Art. 46), `agreement` (its number), `retention` (what they state) and `incident` (whom to tell)
    are facts as they are written down, the same in every language; empty or `None`: not settled yet. `page` is their own page on privacy.
    """

    id: str
    name: str
    recipient: Recipient
    role: Role
    purposes: tuple[Purpose, ...]
    fields: tuple[str, ...]
    page: str
    region: str = ""
    transfer: str = ""
    agreement: str = ""
    agreed_on: date | None = None
    deletion: Deletion | None = None
    retention: str = ""
    incident: str = ""

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The names of what still has to be found out or agreed before launch. A platform decides for itself: nothing is agreed with it."""
        wanted = ("region", "transfer", "agreement", "agreed_on", "deletion", "retention", "incident")
        return tuple(name for name in wanted if not getattr(self, name)) if self.role is Role.PROCESSOR else ()


@dataclass(frozen=True)
class Agreement:
    """A data processing agreement (GDPR Art. 28): its number, and the day it was made."""

    id: str
    date: date


def with_agreements(register: tuple[Entry, ...], agreements: Mapping[str, Agreement]) -> tuple[Entry, ...]:
    """The register with the operator's agreements, by the ids of its entries."""
    made = [(entry, agreements.get(entry.id)) for entry in register]
    return tuple(replace(entry, agreement=one.id, agreed_on=one.date) if one else entry for entry, one in made)


REGISTER = (
    Entry(
        id="mayi",
        name="mayi.one",
        recipient=Recipient.MAYI,
        role=Role.PROCESSOR,
        purposes=(Purpose.GENERATE,),
        fields=("prompt", "references", "settings", "request"),
        page="https://mayi.one",
    ),
    Entry(
        id="r2",
        name="Cloudflare R2",
        recipient=Recipient.R2,
        role=Role.PROCESSOR,
        purposes=(Purpose.DELIVER,),
        fields=("files", "names", "folder", "visits"),
        page="https://www.cloudflare.com/privacypolicy/",
        deletion=Deletion.API,
    ),
    Entry(
        id="resend",
        name="Resend",
        recipient=Recipient.RESEND,
        role=Role.PROCESSOR,
        purposes=(Purpose.AUTH, Purpose.MAIL, Purpose.RIGHTS),
        fields=("address", "letter", "number", "incoming"),
        page="https://resend.com/legal/privacy-policy",
    ),
    Entry(
        id="discord",
        name="Discord",
        recipient=Recipient.PLATFORM,
        role=Role.INDEPENDENT,
        purposes=(Purpose.DELIVER, Purpose.BILL),
        fields=("answers", "pictures", "packs"),
        page="https://discord.com/privacy",
        deletion=Deletion.API,
    ),
    Entry(
        id="telegram",
        name="Telegram",
        recipient=Recipient.PLATFORM,
        role=Role.INDEPENDENT,
        purposes=(Purpose.DELIVER, Purpose.BILL),
        fields=("answers", "pictures", "invoice"),
        page="https://telegram.org/privacy",
        deletion=Deletion.API,
    ),
)

STRIPE = Entry(
    id="stripe",
    name="Stripe",
    recipient=Recipient.STRIPE,
    role=Role.PROCESSOR,
    purposes=(Purpose.BILL,),
    fields=("order", "goods", "language", "page"),
    page="https://stripe.com/privacy",
)
"""On the register of those alone who take cards."""
