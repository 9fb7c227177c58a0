"""Every mail in every language: what is in it, what is not, and how it looks."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from adapters.local.mailbox import LocalMailbox
from adapters.mail.paper import DARK, LIGHT, HtmlPaper
from core.letters import written
from core.mail.sheet import MailPurpose
from core.mail.templates import TEMPLATES, Template, UnknownTemplate
from core.mail_links import MailLinks
from core.ports import Letter
from core.storage.mail import DueLetter
from core.text import LOCALES, Catalogue
from tests.adapters.mail.samples import ARGS, LINK, letters

HOME = "https://inkmirage.test"
CATALOGUE = Catalogue()
LINKS = MailLinks(b"a secret of nobody", HOME)
PAPER = HtmlPaper(HOME + "/")
EVERY = [pytest.param(due, id=due.id) for due in letters()]
VOID = {"meta", "br"}


def write(due: DueLetter) -> Letter:
    return written(due, CATALOGUE, LINKS, PAPER)


def letter(name: str, args: dict[str, Any] | None = None, locale: str = "en", to: str = "ann@inkmirage.test") -> Letter:
    return write(DueLetter("l1", "a-ann", to, name, ARGS[name][0] if args is None else args, locale))


class Page(HTMLParser):
    """What a page shows, where it leads, and whether every tag is closed by its own end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.hidden = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += given.items()
        self.links += [given["href"]] if "href" in given else []
        if tag not in VOID:
            unseen = tag in ("style", "title") or "display:none" in given.get("style", "")
            self._open.append((tag, unseen))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        words = data.strip(" \n")
        if any(unseen for _, unseen in self._open):
            self.hidden += words if self._open[-1][0] == "div" else ""
        elif words.strip():
            self.shown.append(words)


# --- what is in it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("due", EVERY)
def test_text_and_html_say_the_same(due: DueLetter) -> None:
    made = write(due)
    shown = Page(made.html).shown
    bare = CATALOGUE.plain("mail-bare", due.locale)["mail-bare"]
    only_on_paper = {"Ink", "Mirage", "InkMirage", "·", made.subject, bare, ""}
    lines = {part.strip() for line in made.body.splitlines() for part in re.split(r": (?=\S)|:$|(?<!好)：", line)} - {"--"}
    told = " ".join(shown)
    for line in lines - {f"InkMirage {HOME}"}:
        assert line in told
    for words in set(shown) - only_on_paper:
        assert words in made.body
    assert made.subject in shown
    assert Page(made.html).hidden.startswith(shown[4]), "the lead stands beside the subject in a list of mails"


@pytest.mark.parametrize("due", EVERY)
def test_no_blank_is_left_open_and_nothing_is_half_said(due: DueLetter) -> None:
    made = write(due)
    assert not re.search(r"[{}$]|None|mail-|platform-", made.body + made.subject)
    assert "\n" not in made.subject
    assert 6 < len(made.subject) < 80
    assert not re.search(r"\n{3}| \n(?<!-- \n)", made.body)
    assert made.body.splitlines()[0] == CATALOGUE.plain("mail-greeting", due.locale)["mail-greeting"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_said_in_some_mail(locale: str) -> None:
    used = {"mail-greeting", "mail-bare", "mail-foot", "mail-who"}
    for each in TEMPLATES.values():
        used |= {f"mail-{each.name}.{part}" for part in ("subject", "lead", *each.more, *each.small, *(["button"] if each.door else []))}
        used |= {f"mail-fact-{fact}.{part}" for fact in each.facts for part in ("label", "value")}
    assert {key for key in CATALOGUE.keys(locale) if key.startswith("mail-")} == used


def test_a_receipt_reads_well_alone() -> None:
    made = letter("receipt")
    assert made.subject == "InkMirage: Receipt R26-000012, 1,200 credits"
    assert made.body == (
        "Hello,\n\nThank you for topping up. Here is everything about this purchase; please keep it.\n\n"
        "Number: R26-000012\nIssued on: November 27, 2026\nSupplied on: November 27, 2026\n"
        "Bought: 1,200 credits (pack “studio”)\nNet: €25.13\nTax included, 19%: €4.77\nTotal: €29.90\n"
        "Paid with: Card or account (Stripe)\nOrder: K7QM2XWD\nPayment reference: pi_3Q9aBcDeFgHiJkLmNoPqRsTu\n"
        "Seller: Ink & Söhne Bilder- und Spielwarengesellschaft mbH & Co. KG, Am Hang 1, 20095 Hamburg, Deutschland\n"
        "Tax number: DE999999999\nContact: kauf@ink.example\n\n"
        "Credits that you buy never expire.\n\n"
        "What you have not used of them can be given back until December 11, 2026.\n\n"
        "You accepted the terms of December 1, 2026 and asked for the credits at once: those that you have used cannot be given back.\n\n"
        "Open it to print:\nhttps://inkmirage.test/account/receipts/R26-000012\n\n"
        "A question about this payment? Please write to us and give the number above.\n\n"
        "The page behind the button asks you to sign in first. In your chat, /receipts shows the same.\n\n"
        "-- \nInkMirage https://inkmirage.test\n"
        "We write to you only about your account: no advertising, and nothing in our e-mails tells us whether you read them.\n"
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_a_refund_names_the_receipt_it_corrects(locale: str) -> None:
    made = letter("credit-note", locale=locale)
    assert made.subject.count("C26-000003") == 1
    assert "R26-000012" in made.body
    assert "R26-000012" in made.html


@pytest.mark.parametrize(("locale", "moment"), [("en", "November 29, 2026, 10:41\u202fPM UTC"), ("de", "29. November 2026, 22:41 UTC")])
def test_times_are_in_utc_and_say_so(locale: str, moment: str) -> None:
    elsewhere = {**ARGS["email-changed"][0], "until": "2026-11-30T06:41:00+08:00"}
    assert moment in letter("email-changed", elsewhere, locale).body


@pytest.mark.parametrize("platform", ["discord", "telegram", "playground", "web"])
@pytest.mark.parametrize("locale", LOCALES)
def test_platforms_have_words(platform: str, locale: str) -> None:
    named = CATALOGUE.plain(f"platform-{platform}", locale)[f"platform-{platform}"]
    assert f"Ann · {named}" in letter("email-taken", {"name": "Ann", "platform": platform}, locale).body


def test_somebody_without_a_name_is_only_somewhere() -> None:
    assert "Asked by: Website\n" in letter("email-taken", {"name": " ", "platform": "web"}).body


def test_a_platform_without_words_is_called_by_its_name() -> None:
    assert "Ann · matrix" in letter("email-taken", {"name": "Ann", "platform": "matrix"}).body


# --- purposes ------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-05", "PRV-12")
def test_every_mail_has_one_of_five_purposes() -> None:
    assert {name: each.purpose.value for name, each in TEMPLATES.items()} == {
        "sign-in": "auth",
        "email-confirm": "auth",
        "email-taken": "security",
        "email-changed": "security",
        "linked": "security",
        "unlinked": "security",
        "receipt": "receipt",
        "credit-note": "receipt",
        "refund-asked": "receipt",
        "rights": "rights",
        "rights-by-mail": "rights",
        "copy-ready": "rights",
        "rights-code": "security",
        "erased": "rights",
        "inactivity": "rights",
        "rights-answered": "rights",
        "rights-deadline": "rights",
        "self-test": "rights",
        "engine-low": "security",
        "policy-notice": "policy_notice",
    }
    assert {purpose.value for purpose in MailPurpose} == {"auth", "receipt", "rights", "policy_notice", "security"}
    assert set(ARGS) == set(TEMPLATES)


@pytest.mark.proves("PRV-05", "PRV-12")
def test_a_mail_without_a_purpose_cannot_be() -> None:
    with pytest.raises(TypeError, match="purpose"):
        Template("newsletter")  # type: ignore[call-arg]
    with pytest.raises(UnknownTemplate):
        write(DueLetter("l1", "a-ann", "ann@inkmirage.test", "newsletter", {}, "en"))


@pytest.mark.parametrize(("name", "missing"), [(name, blank) for name, variants in ARGS.items() for blank in variants[0]])
def test_a_mail_that_lacks_something_is_not_sent(name: str, missing: str) -> None:
    args = {key: value for key, value in ARGS[name][0].items() if key != missing}
    with pytest.raises(KeyError, match=missing):
        letter(name, args)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("email-changed", {"until": "soon"}),
        ("email-changed", {"until": "2026-11-29T22:41:00"}),
        ("email-changed", {"kind": "door"}),
        ("rights", {"kind": "sell"}),
        ("rights", {"due": "2026-13-01"}),
        ("receipt", {"bill": {**ARGS["receipt"][0]["bill"], "issued": "today"}}),
        ("receipt", {"bill": {**ARGS["receipt"][0]["bill"], "telephone": "0049"}}),
        ("credit-note", {"bill": {"number": "C26-000001"}}),
    ],
)
def test_a_mail_that_makes_no_sense_is_not_sent(name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        letter(name, {**ARGS[name][0], **wrong})


# --- what is not in it (PRV-22) ------------------------------------------------------------------------------------

SHOWN: dict[str, set[str]] = {
    "sign-in": set(),
    "email-confirm": {"name", "platform"},
    "email-taken": {"name", "platform"},
    "email-changed": set(),
    "linked": {"name", "platform"},
    "unlinked": {"name", "platform"},
    "receipt": set(),
    "credit-note": set(),
    "refund-asked": {"order"},
    "rights": {"ref"},
    "rights-by-mail": {"ref"},
    "copy-ready": set(),
    "rights-code": {"code"},
    "erased": {"ref"},
    "inactivity": set(),
    "rights-answered": {"ref"},
    "rights-deadline": {"ref"},
    "self-test": {"ref"},
    "engine-low": {"left", "below"},
    "policy-notice": {"version"},
}
READ_STRICTLY = {
    "end",
    "gone",
    "mark",
    "outcome",
    "received",
    "step",
    "number",
    "kind",
    "parts",
    "size",
    "missing",
    "until",
    "at",
    "due",
    "effective",
    "bill",
    "credits",
    "price",
    "currency",
}
NEVER = {"prompt", "picture", "balance", "ip", "email", "address", "new_email", "token", "user_agent"}


@pytest.mark.proves("PRV-22")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_only_what_may_be_shown_is_shown(name: str, locale: str) -> None:
    strict = {key: value for key, value in ARGS[name][0].items() if key in READ_STRICTLY}
    canaries = {key: f"canary{key.replace('_', '')}" for key in {*ARGS[name][0], *NEVER} - READ_STRICTLY}
    made = letter(name, {**canaries, **strict}, locale, to="canaryto@inkmirage.test")
    for field in fields(made):
        if field.name != "to":
            found = set(re.findall(r"canary\w+", str(getattr(made, field.name))))
            assert found <= {canaries[key] for key in SHOWN[name]}
    assert {canary for canary in SHOWN[name] if canaries[canary] not in made.body or canaries[canary] not in made.html} == set()


@pytest.mark.proves("PRV-06", "PRV-22")
@pytest.mark.parametrize("due", EVERY)
def test_links_lead_to_us_and_carry_nothing_but_a_one_time_id(due: DueLetter) -> None:
    made = write(due)
    pages = {"/account", "/account/chats", "/account/activity", "/account/privacy", "/account/privacy/copies", "/legal/privacy/changes"}
    bill = due.args.get("bill", {"number": ""})
    ours = {
        HOME,
        f"{HOME}/account/receipts/{bill['number']}",
        f"{HOME}/receipt/{ARGS['erased'][0]['ref']}",
        *(HOME + page for page in pages),
    }
    links = Page(made.html).links
    told = re.findall(r"https?://\S+", made.body)
    assert set(links) == set(told)
    for link in {*links, *told} - ours:
        assert re.fullmatch(re.escape(HOME) + r"/(sign-in|email|email/stop)/[\w-]{43}", link)
    assert set(re.findall(r"https?:[^\s\"'<]*", made.html)) == set(links)
    assert LINK not in made.html + made.body


def test_each_kind_of_link_leads_to_its_own_page() -> None:
    for name, page in (("sign-in", "/sign-in/"), ("email-confirm", "/email/"), ("email-changed", "/email/stop/")):
        assert f"{HOME}{page}{LINKS.token(LINK)}" in letter(name).body


@pytest.mark.proves("PRV-22")
@pytest.mark.parametrize("due", EVERY)
def test_nothing_is_fetched_and_nothing_runs(due: DueLetter) -> None:
    html = write(due).html
    assert not re.search(r"<(img|script|link|iframe|object|embed|form|input|video|svg|base)\b|url\(|@import|@font-face|//fonts", html, re.I)
    names = {name for name, _ in Page(html).attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "srcset", "background", "action", "ping")}


NASTY = [
    "<script>alert(1)</script>",
    '"><a href=https://evil.test>',
    "you won\r\n\r\nBcc: all@evil.test\r\nread https://evil.test/now",
    "\u202eevil\u202c",
    "a" * 500,
    "{ $name } {{ name }} {% raw %}",
    "www.evil.test",
    "&lt;b&gt; & co",
]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", NASTY)
def test_a_name_cannot_speak_through_our_mail(name: str, locale: str) -> None:
    made = letter("email-confirm", {**ARGS["email-confirm"][0], "name": name}, locale)
    line = next(line for line in made.body.splitlines() if line.endswith("· Discord"))
    assert len(line) < 110
    assert "evil.test" not in made.body + made.html
    assert "https://evil" not in made.body + made.html
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\r") & set(made.body + made.html)
    assert len(Page(made.html).links) == 3
    shown = line.split(": ", 1)[1] if ": " in line else line.split("：", 1)[1]
    assert shown in " ".join(Page(made.html).shown)


def test_what_is_written_from_right_to_left_stays_by_itself() -> None:
    made = letter("email-taken", {"name": "שלום", "platform": "telegram"})
    assert "\u2068שלום\u2069 · Telegram" in made.body


# --- the same again ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("due", EVERY)
def test_the_same_letter_is_the_same_bytes(due: DueLetter) -> None:
    again = written(replace(due, attempts=7), Catalogue(), MailLinks(b"a secret of nobody", HOME), HtmlPaper(HOME))
    assert again == write(due)


async def test_the_embedded_mailbox_keeps_both(tmp_path: Path) -> None:
    mailbox = LocalMailbox(tmp_path, lambda: datetime(2026, 11, 26, tzinfo=UTC))
    made = letter("sign-in")
    for _ in range(2):
        await mailbox.send(made, key="l1")
    kept = await mailbox.letters("ann@inkmirage.test")
    assert [(each["body"], each["html"], each["purpose"]) for each in kept] == [(made.body, made.html, "auth")]


# --- how it looks --------------------------------------------------------------------------------------------------

INK = Path(__file__).parents[3] / "adapters" / "web" / "static" / "ink.css"
PAIRS = [
    *((text, ground) for text in ("ink", "faded") for ground in ("card", "sunk", "ground")),
    *(("accent", ground) for ground in ("card", "ground")),
    ("on_accent", "accent"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read(colours: dict[str, str], text: str, ground: str) -> None:
    """WCAG 2.2, AA."""
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_the_colours_are_the_websites() -> None:
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", INK.read_text("utf-8"), re.DOTALL)
    names = {"ground": "mist", "on_accent": "on-accent"}
    for colours, sheet in ((LIGHT, light), (DARK, dark)):
        website = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", sheet))
        assert {name: website[names.get(name, name)] for name in colours if name != "haze"} == {
            name: colour for name, colour in colours.items() if name != "haze"
        }


@pytest.mark.parametrize("due", EVERY)
def test_a_page_is_made_for_mail_programs(due: DueLetter) -> None:
    html = write(due).html
    inline = "".join(re.findall(r'style="[^"]*"', html))
    assert html.startswith("<!DOCTYPE html>")
    assert f'<html lang="{due.locale}" dir="ltr">' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert '<meta name="supported-color-schemes" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html
    assert "[data-ogsc] .ink" in html
    assert 'width="600"' in html
    assert set(re.findall(r"#[0-9a-f]{6}", inline)) <= set(re.findall(r"#[0-9a-f]{6}", " ".join(LIGHT.values())))
    sheet_colours = set(re.findall(r"#[0-9a-f]{6}", html.partition("<style>")[2].partition("</style>")[0]))
    assert sheet_colours <= set(re.findall(r"#[0-9a-f]{6}", " ".join(DARK.values())))
    assert len(html.encode()) < 40_000, "Gmail cuts off what is longer than 102 kB"


def test_what_is_dark_in_the_sheet_is_light_inline() -> None:
    """Every class that the dark sheet colours is on something, so no light ground keeps dark words or the other way round."""
    html = letter("linked").html
    classes = {name for value in re.findall(r'class="([^"]*)"', html) for name in value.split()}
    coloured = set(re.findall(r"^\.(\w+) \{ (?:background-)?(?:border-)?color", html, re.MULTILINE))
    assert coloured == {"ground", "card", "sunk", "ink", "faded", "accent", "rule", "haze", "press", "pressed"}
    assert coloured <= classes
    for tag in re.findall(r"<(?:p|h1|th|td|a)\b[^>]*[\s\";]color:#[^>]*>", html):
        assert re.search(r'class="[^"]*\b(ink|faded|accent|pressed)\b', tag), tag
