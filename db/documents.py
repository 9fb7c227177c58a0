"""What each JSON column may hold: a shape per kind of document, so that no value hides under a key without a rule (T-DM-6).

The privacy rule of a column speaks for every key of its shape, nested ones included. A new key is therefore added here by somebody who has
asked whether that rule still tells the truth. Only writing is checked: what lies in the database was checked when it came there.

Two kinds of keys are the program's own names and vary with the sentence or the command: those of `Blanks` and of `Options`. They are held
to the spelling of a name, and what stands under them to plain values.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal, Union

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)
from sqlalchemy import Table

from core.legal.versions import Kind

Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z_][A-Za-z0-9_-]{0,39}$")]
"""A name that the program gives; never a word of a person, which would have blanks, dots or an end."""


class UnfitDocument(ValueError):
    """A document with a key that its column does not declare, or with another kind of value there. Says where, never what."""


class Shape(BaseModel):
    """A JSON object with these keys and no others. What has a default may be left out."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)


class Where(Shape):
    """An address: `core.caller.Address`."""

    platform: str
    chat: str
    message: str
    grant: str
    private: bool
    uid: str


class Side(Shape):
    """One of two who are to be joined: `core.linking.Side`, without its account."""

    platform: str
    name: str
    locale: str
    address: Where | None


class Charge(Shape):
    """What a payment provider told us of a charge, or of a refund or dispute of it."""

    charge_ref: str
    gross: int
    currency: str
    item_ref: str = ""


class Bill(Shape):
    """What a receipt or a credit note says: `core.billing.Contents`. Nothing of whose it is."""

    kind: str
    number: str
    issued: str
    supplied: str
    seller: str
    address: str
    tax_id: str
    contact: str
    sold_by: str
    pack: str
    credits: int
    currency: str
    gross: int
    net: int
    tax: int
    tax_rate: int
    tax_note: str
    provider: str
    charge: str
    order: str
    refund_until: str
    corrects: str
    corrected_on: str
    terms: str


class MailBlanks(Shape):
    """What fills the blanks of any mail (`core.mail.templates`)."""

    at: str = ""
    bill: Bill | None = None
    code: str = ""
    credits: int = 0
    currency: str = ""
    due: str = ""
    effective: str = ""
    end: str = ""
    gone: str = ""
    kind: str = ""
    link: str = ""
    missing: str = ""
    name: str = ""
    order: str = ""
    outcome: str = ""
    parts: str = ""
    platform: str = ""
    price: int = 0
    ref: str = ""
    size: str = ""
    until: str = ""
    version: str = ""


# --- replies, as core.reply_codec writes them ------------------------------------------------------------------------

Plain = StrictStr | StrictInt | StrictBool


class At(Shape):
    """A moment in a sentence."""

    is_: Literal["datetime"] = Field(alias="is")
    at: str


class Amount(Shape):
    """Money in a sentence."""

    is_: Literal["Money"] = Field(alias="is")
    minor: int
    currency: str


class Blanks(Shape):
    """What fills the blanks of a sentence."""

    is_: Literal["dict"] = Field(alias="is")
    items: dict[Name, Union[StrictStr, StrictInt, "Sentence", At, Amount]]


class Sentence(Shape):
    """A sentence by its name in the catalogue."""

    is_: Literal["Text"] = Field(alias="is")
    key: str
    args: Blanks | None = None


class Options(Shape):
    """The options of a command."""

    is_: Literal["dict"] = Field(alias="is")
    items: dict[Name, Plain | Sequence[StrictStr]]


class Press(Shape):
    """A command that a button runs."""

    is_: Literal["Call"] = Field(alias="is")
    command: str
    values: Options


class Link(Shape):
    """A web address that a button opens."""

    is_: Literal["Link"] = Field(alias="is")
    url: str


class Button(Shape):
    """Something to press."""

    is_: Literal["Button"] = Field(alias="is")
    label: Sentence
    action: Press | Link
    main: bool = False


class Fact(Shape):
    """A labelled value."""

    is_: Literal["Fact"] = Field(alias="is")
    label: Sentence
    value: Sentence
    personal: bool = False


class Picture(Shape):
    """A stored picture."""

    is_: Literal["Picture"] = Field(alias="is")
    object_key: str
    alt: Sentence
    width: int
    height: int
    spoiler: bool = False
    draft: bool = False


class File(Shape):
    """A stored file."""

    is_: Literal["Document"] = Field(alias="is")
    object_key: str
    name: str
    media_type: str


class Progress(Shape):
    """How far a job is."""

    is_: Literal["Progress"] = Field(alias="is")
    percent: int
    done: int
    total: int
    seconds: int | None = None


class Form(Shape):
    """A command to fill in."""

    is_: Literal["Form"] = Field(alias="is")
    command: str
    values: Options


class Invoice(Shape):
    """Stars that a chat collects for an order."""

    is_: Literal["Invoice"] = Field(alias="is")
    order: str
    title: Sentence
    description: Sentence
    stars: int


class Tone(Shape):
    """How a reply is meant."""

    is_: Literal["Tone"] = Field(alias="is")
    tone: str


class Answer(Shape):
    """One reply."""

    is_: Literal["Reply"] = Field(alias="is")
    lines: Sequence[Sentence] = ()
    tone: Tone | None = None
    facts: Sequence[Fact] = ()
    quote: str | None = None
    pictures: Sequence[Picture] = ()
    documents: Sequence[File] = ()
    buttons: Sequence[Button] = ()
    progress: Progress | None = None
    form: Form | None = None
    invoice: Invoice | None = None
    skus: Sequence[StrictStr] = ()
    private: bool = False
    job: str | None = None


# --- the playground's chat, and questions ----------------------------------------------------------------------------


class SaidFile(Shape):
    """A picture that somebody sent along."""

    key: str
    name: str


class Said(Shape):
    """What somebody said in the playground."""

    text: str
    files: Sequence[SaidFile]


class Question(Shape):
    """The form that a reply to a message fills in."""

    command: str
    values: dict[Name, Plain | Sequence[StrictStr]]


# --- news of Telegram, as adapters.telegram.kept cuts them -----------------------------------------------------------


class Sender(Shape):
    """Somebody on Telegram."""

    id: int = 0
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    language_code: str = ""


class Chat(Shape):
    """A chat on Telegram."""

    id: int = 0
    type: str = ""


class Photo(Shape):
    """One size of a picture."""

    file_id: str = ""
    file_unique_id: str = ""
    width: int = 0
    height: int = 0
    file_size: int = 0


class Attachment(Shape):
    """A file; its name is not kept."""

    file_id: str = ""
    file_unique_id: str = ""
    mime_type: str = ""
    file_size: int = 0


class Price(Shape):
    """What is to be paid in Stars, and for what."""

    currency: str = ""
    total_amount: int = 0
    invoice_payload: str = ""


class Paid(Price):
    """A payment in Stars."""

    telegram_payment_charge_id: str = ""
    provider_payment_charge_id: str = ""


class Message(Shape):
    """A message, as much of it as is worked with."""

    message_id: int = 0
    ephemeral_message_id: int = 0
    date: int = 0
    chat: Chat | None = None
    from_: Sender | None = Field(None, alias="from")
    sender_chat: Chat | None = None
    message_thread_id: int = 0
    is_topic_message: bool = False
    media_group_id: str = ""
    text: str = ""
    caption: str = ""
    photo: Sequence[Photo] = ()
    document: Attachment | None = None
    successful_payment: Paid | None = None
    refunded_payment: Paid | None = None
    migrate_to_chat_id: int = 0
    migrate_from_chat_id: int = 0
    something_else: bool = False
    reply_to_message: Union["Message", None] = None


class Doing(Shape):
    """Something that somebody does."""

    id: str = ""
    from_: Sender | None = Field(None, alias="from")


class Pressing(Doing):
    """A press of a button."""

    chat_instance: str = ""
    data: str = ""
    message: Message | None = None
    inline_message_id: str = ""


class Looking(Doing):
    """What somebody looks for in any chat."""

    query: str = ""
    offset: str = ""


class Paying(Doing, Price):
    """A payment that is about to be made."""


class Membership(Shape):
    """Whether we are in a chat."""

    status: str = ""
    user: Sender | None = None


class Door(Shape):
    """That a chat was opened or closed to us."""

    date: int = 0
    chat: Chat | None = None
    from_: Sender | None = Field(None, alias="from")
    old_chat_member: Membership | None = None
    new_chat_member: Membership | None = None


class News(Shape):
    """An update of Telegram. It may lack anything, but not have anything else: news that makes no sense is dropped by its reader."""

    update_id: int = 0
    message: Message | None = None
    callback_query: Pressing | None = None
    inline_query: Looking | None = None
    pre_checkout_query: Paying | None = None
    my_chat_member: Door | None = None


# --- the rest --------------------------------------------------------------------------------------------------------

Ids = Sequence[StrictStr]
"""Ids that a platform gives to its places and roles."""


def one_of(words: Iterable[str]) -> Any:
    """One of these words."""
    return Literal[tuple(words)]


Texts: Any = Sequence[one_of(str(kind) for kind in Kind)]  # type: ignore[misc]
"""Kinds of legal texts."""


def copied(*tables: Table) -> Any:
    """Copies of rows: the columns of one of these tables, moments as ISO 8601, and which of them will be put back."""
    return Union[tuple(_copied(table) for table in tables)]  # noqa: UP007 - from a tuple


def _copied(table: Table) -> type[Shape]:
    kinds = {column.name: getattr(column.type, "shape", Plain) for column in table.columns}
    values: dict[str, Any] = {name: (kind | None, None) for name, kind in kinds.items()}
    row = create_model(f"{table.name} row", __base__=Shape, **values)
    fields: dict[str, Any] = {"changed": Sequence[one_of(kinds)], "row": row}  # type: ignore[misc]
    return create_model(f"{table.name} copy", __base__=Shape, **fields)


class Check:
    """Whether documents have a shape. What finds out is made for the first one, in some milliseconds: a process writes few kinds."""

    def __init__(self, shape: Any) -> None:
        self._shape = shape

    @cached_property
    def _validator(self) -> Any:
        return TypeAdapter(self._shape).validator

    def __call__(self, document: Any) -> None:
        """Raises `UnfitDocument`."""
        try:
            self._validator.validate_python(document, strict=True, extra="forbid")
        except ValidationError as error:
            raise UnfitDocument(", ".join(sorted(_places(error)))) from None


def _places(error: ValidationError) -> set[str]:
    """The kinds of faults, and inside of what: a key that is not declared may be anything, so it is not said."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return {f"{one['type']} in {'.'.join(_named(one['loc'][:-1])) or 'the document'}" for one in found}


def _named(steps: Sequence[int | str]) -> list[str]:
    return [str(step) for step in steps if isinstance(step, int) or step.isidentifier()]
