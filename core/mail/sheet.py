"""A mail as meaning: its sentences in the reader's language, and what each of them is there for. Text and HTML are made from it alone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class MailPurpose(StrEnum):
    """What a mail may be for (PRV-05). There is none for advertising."""

    AUTH = "auth"
    RECEIPT = "receipt"
    RIGHTS = "rights"
    POLICY_NOTICE = "policy_notice"
    SECURITY = "security"


@dataclass(frozen=True)
class MailButton:
    """The one thing to do, and where; `bare` is the sentence before the address in small print."""

    label: str
    url: str
    bare: str


@dataclass(frozen=True)
class Sheet:
    """The finished words, top to bottom. `lead` is also what a list of mails shows beside the subject; `facts` are labels and values.

    `foot` says why we write at all, `home` is the address of the website.
    """

    locale: str
    purpose: MailPurpose
    subject: str
    greeting: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    more: tuple[str, ...]
    button: MailButton | None
    small: tuple[str, ...]
    foot: str
    home: str


class Paper(Protocol):
    """What a sheet is put on besides plain text. `home` is the address of the website, without a slash at its end."""

    home: str

    def page(self, sheet: Sheet) -> str:
        """The sheet as HTML. The same sheet gives the same bytes."""


def as_text(sheet: Sheet) -> str:
    """The sheet as plain text that needs nothing else."""
    colon = "：" if sheet.locale.startswith("zh") else ": "
    parts = [sheet.greeting, sheet.lead]
    parts += ["\n".join(f"{label}{colon}{value}" for label, value in sheet.facts)] if sheet.facts else []
    parts += sheet.more
    parts += [f"{sheet.button.label}{colon.rstrip()}\n{sheet.button.url}"] if sheet.button else []
    parts += sheet.small
    return "\n\n".join([*parts, f"-- \nInkMirage {sheet.home}\n{sheet.foot}"]) + "\n"
