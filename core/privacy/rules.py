"""What a stored value is for: one rule per column and per store (privacy.md §3, PRV-03). Pure; imported by `db/tables/`."""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The kinds of data the privacy page speaks of."""

    IDENTIFIER = "identifier"
    CHAT = "chat identifiers"
    CONTACT = "contact"
    PROFILE = "profile"
    CONTENT = "content"
    USAGE = "usage"
    DEVICE = "device"
    BILLING = "billing"
    OPERATION = "operation"
    RIGHTS = "rights requests"


class Purpose(StrEnum):
    """The closed list of purposes (PRV-12)."""

    AUTH = "auth"
    GENERATE = "generate"
    DELIVER = "deliver"
    BILL = "bill"
    SECURE = "secure"
    MAIL = "mail"
    RIGHTS = "rights"
    LEGAL = "legal"


class Basis(StrEnum):
    """The legal ground (GDPR Art. 6)."""

    CONTRACT = "contract"
    INTEREST = "legitimate interest"
    LAW = "legal duty"
    CONSENT = "consent"


class Recipient(StrEnum):
    """Who outside the operator receives the value."""

    MAYI = "mayi.one"
    R2 = "Cloudflare R2"
    RESEND = "Resend"
    STRIPE = "Stripe"
    PLATFORM = "the chat platform"


class Export(StrEnum):
    """What `/export-my-data` does with the value; every reason to withhold is shown to the person."""

    SHOW = "in the bundle"
    FILE = "in the bundle, with the file"
    COPY = "withheld: a copy of a value that is in the bundle"
    INTERNAL = "withheld: technical, says nothing about the person"
    CREDENTIAL = "withheld: a credential"
    UNLINKABLE = "withheld: cannot be tied to a person by us"


class Erase(StrEnum):
    """What `/delete-me` does with the value."""

    DELETE = "row deleted"
    OBJECT = "object and row deleted"
    NULLIFY = "cleared"
    ANONYMISE = "kept in the books without the person"
    KEEP = "kept"
    EXPIRES = "expires by itself"


ACCOUNT = "while the account exists"


@dataclass(frozen=True)
class Days:
    """Kept for this many days."""

    days: int

    def __str__(self) -> str:
        return f"{self.days} days"


@dataclass(frozen=True)
class Statutory:
    """Kept as long as a law demands, named by the kind of record."""

    record: str

    def __str__(self) -> str:
        return f"as the law demands for {self.record}"


Retention = str | Days | Statutory


@dataclass(frozen=True)
class Rule:
    """Why one value is held, for how long, and what the rights do with it. Raises `ValueError` if the parts contradict each other."""

    category: Category
    purposes: tuple[Purpose, ...]
    basis: Basis
    retention: Retention
    export: Export
    erase: Erase
    recipients: tuple[Recipient, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if not self.purposes:
            raise ValueError("a rule needs at least one purpose")
        if self.erase is Erase.KEEP and not (isinstance(self.retention, Statutory) and self.why):
            raise ValueError("what is kept needs a statutory retention and a reason")
        if isinstance(self.retention, str) and self.retention != ACCOUNT:
            raise ValueError(f"retention must be ACCOUNT, Days or Statutory, not {self.retention!r}")


@dataclass(frozen=True)
class NotPersonal:
    """Says nothing about any person; the reason is read like a waiver."""

    reason: str

    def __post_init__(self) -> None:
        if len(self.reason.split()) < 3:
            raise ValueError("say in at least three words why this is not personal data")


PrivacyRule = Rule | NotPersonal


class MissingRule(TypeError):
    """A column without a privacy rule. The message says what to write."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(
            f"{table}.{column} has no privacy rule (PRV-03). Declare it with column(..., rule=...): "
            "Rule(category, purposes, basis, retention, export, erase, recipients) if it can say anything about a person, "
            'or NotPersonal("the reason in words") if it cannot. The rules in use are in db/tables/rules.py.'
        )
