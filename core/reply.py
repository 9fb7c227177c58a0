"""What the core answers: meaning, no markup. Each surface has one pure `render` for these values (style.md §3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.text import Text

Value = str | int | bool


class Tone(StrEnum):
    """How a reply is meant; never shown by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    WORKING = "working"
    WARNING = "warning"
    REFUSAL = "refusal"


@dataclass(frozen=True)
class Call:
    """A command to run when a button is pressed. Carries ids, never prompts: encoded it must fit 64 bytes (Telegram)."""

    command: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Link:
    """A web address to open."""

    url: str


@dataclass(frozen=True)
class Button:
    """Something to press under a reply. `main` marks the one that most people want."""

    label: Text
    action: Call | Link
    main: bool = False


@dataclass(frozen=True)
class Fact:
    """A labelled value: "Available: 40". `personal` facts are left out wherever others can read along."""

    label: Text
    value: Text
    personal: bool = False


@dataclass(frozen=True)
class Picture:
    """A stored picture. `alt` is what a screen reader says; `spoiler` hides it until tapped; `draft` marks a preview frame."""

    object_key: str
    alt: Text
    width: int
    height: int
    spoiler: bool = False
    draft: bool = False


@dataclass(frozen=True)
class Document:
    """A stored file to download, byte for byte as it is."""

    object_key: str
    name: str
    media_type: str

    @property
    def is_picture(self) -> bool:
        """Whether a chat can show it."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` pictures, `percent` over all (0–100), and in how many seconds it should be done."""

    percent: int
    done: int
    total: int
    seconds: int | None = None


@dataclass(frozen=True)
class Form:
    """Ask the person to fill in a command, with these values already in place."""

    command: str
    values: Mapping[str, Value | tuple[str, ...]]


@dataclass(frozen=True)
class Invoice:
    """What a chat collects in Stars for an order, below the words of its reply. Only where credits are bought so is there ever one
    (`core.pricing.STARS_ALONE`)."""

    order: str
    title: Text
    description: Text
    stars: int


@dataclass(frozen=True)
class Reply:
    """One answer. `private` replies are for the asker's eyes alone; `job` names the job whose message this is, so that
    later news replaces it. `skus` are what the platform itself sells below the words, by its own names; it says there what each is called
    and costs."""

    lines: tuple[Text, ...] = ()
    tone: Tone = Tone.PLAIN
    facts: tuple[Fact, ...] = ()
    quote: str | None = None
    pictures: tuple[Picture, ...] = ()
    documents: tuple[Document, ...] = ()
    buttons: tuple[Button, ...] = ()
    progress: Progress | None = None
    form: Form | None = None
    invoice: Invoice | None = None
    skus: tuple[str, ...] = ()
    private: bool = False
    job: str | None = None
