"""Every mail that can be sent: what it is for, what fills it, where its button leads. The words are in locales/<tag>/mail.ftl."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import timedelta

from core import document_words
from core.access import LINK_LIFE, LinkKind
from core.billing import Contents
from core.mail.blanks import Blank, Given, day, instant, money, number, one_of, somebody, word
from core.mail.sheet import MailButton, MailPurpose, Sheet
from core.mail_links import MailLinks
from core.results import credits
from core.rights.deadlines import Mark
from core.rights.size import said_size
from core.rights.staff import Reason
from core.self_test.steps import Step
from core.text import Argument, Catalogue, Text


class UnknownTemplate(LookupError):
    """No mail of this name is registered, so it has no purpose and may not be sent (PRV-05)."""


Door = Callable[[Given, MailLinks, str], str]
"""Where the button leads: from the values of the letter, the makers of secret addresses, and the address of the website."""


@dataclass(frozen=True)
class Enclosed:
    """What a mail says beside the sentences of its own: labelled values, and sentences below them."""

    facts: tuple[tuple[Text, Text], ...] = ()
    more: tuple[Text, ...] = ()


def _nothing(given: Given) -> Enclosed:
    return Enclosed()


@dataclass(frozen=True)
class Template:
    """One mail. Its sentences are attributes of `mail-<name>`: subject, lead, those of `more` and `small`, and button if it has a `door`.

    `facts` are names of `mail-fact-<name>`. Only `blanks` and what is `enclosed` reach the words: whatever else a letter carries is not
    shown.
    """

    name: str
    purpose: MailPurpose
    _: KW_ONLY
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    door: Door | None = None
    enclosed: Callable[[Given], Enclosed] = _nothing

    def filled(self, given: Given, locale: str, catalogue: Catalogue, links: MailLinks, home: str) -> Sheet:
        """The mail in the reader's language. Raises `KeyError` or `ValueError` if a blank cannot be filled."""
        args: dict[str, Argument] = {name: blank(given) for name, blank in self.blanks.items()}
        enclosed = self.enclosed(given)

        def said(sentence: Text) -> str:
            return catalogue.format(sentence, locale)

        def words(key: str) -> str:
            return said(Text(key, args))

        def own(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(words(f"mail-{self.name}.{name}") for name in names)

        subject, lead = own(("subject", "lead"))
        facts = tuple((words(f"mail-fact-{name}.label"), words(f"mail-fact-{name}.value")) for name in self.facts)
        button = None
        if self.door:
            button = MailButton(words(f"mail-{self.name}.button"), self.door(given, links, home), words("mail-bare"))
        return Sheet(
            locale=locale,
            purpose=self.purpose,
            subject=subject,
            greeting=words("mail-greeting"),
            lead=lead,
            facts=(*facts, *((said(label), said(value)) for label, value in enclosed.facts)),
            more=(*map(said, enclosed.more), *own(self.more)),
            button=button,
            small=own(self.small),
            foot=words("mail-foot"),
            home=home,
        )


def template(name: str) -> Template:
    """The mail of this name. Raises `UnknownTemplate`."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise UnknownTemplate(name) from None


def _one_time(given: Given, links: MailLinks, home: str) -> str:
    return links.url(str(given["link"]), LinkKind(given["kind"]))


def _page(path: str) -> Door:
    return lambda given, links, home: f"{home}{path}"


def _receipt(given: Given, links: MailLinks, home: str) -> str:
    return f"{home}/receipt/{given['ref']}"


def _bill(given: Given) -> Contents:
    """The document that a letter is about. Raises `KeyError` or `ValueError`."""
    try:
        return Contents(**given["bill"])
    except TypeError:
        raise ValueError("bill says too much, or too little") from None


def _document(given: Given) -> Enclosed:
    """All of it: the mail is what people keep of their purchase."""
    said = _bill(given)
    return Enclosed(tuple((row.label, row.value) for row in document_words.rows(said)), tuple(document_words.notes(said)))


def _page_of_document(given: Given, links: MailLinks, home: str) -> str:
    return f"{home}/account/receipts/{_bill(given).number}"


def _size(given: Given) -> Argument:
    return said_size(int(given["size"]))


def _minutes(given: Given) -> Argument:
    return int(LINK_LIFE / timedelta(minutes=1))


_WHO: Mapping[str, Blank] = {"who": somebody("name", "platform")}
_BILL: Mapping[str, Blank] = {
    "title": lambda given: document_words.title(_bill(given)),
    "document": lambda given: _bill(given).number,
    "credits": lambda given: credits(_bill(given).credits),
}

_ALL = (
    Template("sign-in", MailPurpose.AUTH, blanks={"minutes": _minutes}, small=("unasked", "keep"), door=_one_time),
    Template(
        "email-confirm",
        MailPurpose.AUTH,
        blanks={"minutes": _minutes, **_WHO},
        facts=("asked-by",),
        small=("unasked",),
        door=_one_time,
    ),
    Template(
        "email-taken",
        MailPurpose.SECURITY,
        blanks=_WHO,
        facts=("asked-by",),
        more=("was-you", "was-not-you"),
        small=("code",),
    ),
    Template(
        "email-changed",
        MailPurpose.SECURITY,
        blanks={"until": instant("until")},
        facts=("stop-until",),
        more=("was-you", "was-not-you"),
        door=_one_time,
    ),
    Template(
        "linked",
        MailPurpose.SECURITY,
        blanks={**_WHO, "at": instant("at"), "until": instant("until")},
        facts=("chat", "at", "undo-until"),
        more=("was-you", "was-not-you"),
        door=_page("/account/chats"),
    ),
    Template(
        "unlinked",
        MailPurpose.SECURITY,
        blanks={**_WHO, "at": instant("at")},
        facts=("chat", "at"),
        more=("was-you", "was-not-you"),
        door=_page("/account/activity"),
    ),
    Template("receipt", MailPurpose.RECEIPT, blanks=_BILL, small=("question", "sign-in"), door=_page_of_document, enclosed=_document),
    Template("credit-note", MailPurpose.RECEIPT, blanks=_BILL, small=("question", "sign-in"), door=_page_of_document, enclosed=_document),
    Template(
        "refund-asked",
        MailPurpose.RECEIPT,
        blanks={"credits": number("credits"), "price": money("price", "currency"), "order": word("order"), "at": instant("at")},
        facts=("going-back", "set-aside", "order"),
        more=("kept",),
    ),
    Template(
        "rights",
        MailPurpose.RIGHTS,
        blanks={"kind": one_of("kind", "export", "delete", "correct"), "ref": word("ref"), "due": day("due")},
        facts=("request", "ref", "due"),
        more=("follow",),
        small=("papers", "unasked"),
        door=_page("/account/privacy"),
    ),
    Template(
        "rights-by-mail",
        MailPurpose.RIGHTS,
        blanks={"ref": word("ref"), "due": day("due")},
        facts=("ref", "due"),
        more=("chat", "site", "people", "others"),
        small=("papers", "machine"),
        door=_page("/account/privacy"),
    ),
    Template(
        "rights-code",
        MailPurpose.SECURITY,
        blanks={"code": word("code"), "kind": one_of("kind", "export", "erase")},
        facts=("code",),
        small=("unasked", "keep"),
        door=_page("/account/activity"),
    ),
    Template(
        "erased",
        MailPurpose.RIGHTS,
        blanks={"ref": word("ref"), "gone": day("gone")},
        facts=("ref", "gone"),
        more=("kept",),
        door=_receipt,
    ),
    Template(
        "inactivity",
        MailPurpose.RIGHTS,
        blanks={"end": day("end")},
        facts=("ends",),
        more=("keep", "copy"),
        small=("credits",),
        door=_page("/account"),
    ),
    Template(
        "rights-answered",
        MailPurpose.RIGHTS,
        blanks={"ref": word("ref"), "outcome": one_of("outcome", "done", *Reason)},
        facts=("ref",),
        more=("appeal",),
        door=_page("/account/privacy"),
    ),
    Template(
        "rights-deadline",
        MailPurpose.RIGHTS,
        blanks={"ref": word("ref"), "mark": one_of("mark", *Mark), "received": day("received"), "due": day("due")},
        facts=("ref", "received", "due"),
        more=("how",),
    ),
    Template(
        "self-test",
        MailPurpose.RIGHTS,
        blanks={"ref": word("ref"), "step": one_of("step", *Step), "number": number("number"), "received": day("received")},
        facts=("ref", "received"),
        more=("how",),
    ),
    Template(
        "engine-low",
        MailPurpose.SECURITY,
        blanks={"left": word("left"), "below": word("below")},
        facts=("left", "below"),
        more=("how",),
    ),
    Template(
        "copy-ready",
        MailPurpose.RIGHTS,
        blanks={"parts": number("parts"), "size": _size, "until": instant("until"), "missing": number("missing")},
        facts=("copy-size", "copy-until"),
        more=("state", "how"),
        small=("unasked",),
        door=_page("/account/privacy/copies"),
    ),
    Template(
        "policy-notice",
        MailPurpose.POLICY_NOTICE,
        blanks={"version": word("version"), "effective": day("effective")},
        facts=("version", "effective"),
        more=("choices",),
        small=("consent",),
        door=_page("/legal/privacy/changes"),
    ),
)

TEMPLATES: Mapping[str, Template] = {each.name: each for each in _ALL}
"""By name; sending any other raises."""
