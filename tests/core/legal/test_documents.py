"""The legal documents say what the program does: their tables are made from the map, the register and the cookies."""

import re
from dataclasses import replace

import pytest

from core.legal.cookies import COOKIES, CSRF, LANGUAGE, SESSION, Cookie
from core.legal.document import Paragraph, Section, Table, as_text, listed, said
from core.legal.documents import BUILDERS
from core.legal.facts import Facts, MappedField, holdings
from core.legal.processors import REGISTER, STRIPE, Role
from core.legal.tables import table_name
from core.legal.versions import Kind, current
from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, Export, NotPersonal, Purpose, Recipient, Rule, Statutory
from core.text import LOCALES, Text, text
from tests.core.legal.facts import CATALOGUE, FACTS

LOCATION = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.CONSENT, Days(12), Export.SHOW, Erase.NULLIFY, (Recipient.RESEND,))


def words(kind: Kind, locale: str = "en", facts: Facts = FACTS) -> str:
    return as_text(BUILDERS[kind](facts), CATALOGUE, locale)


def part(whole: str, heading: str) -> str:
    """What stands under a heading of the text."""
    return re.split(r"^## ", whole.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_document_can_be_read_in_every_language(kind: Kind, locale: str) -> None:
    whole = words(kind, locale)
    assert whole.startswith("# ")
    assert current(kind).id in whole
    assert "{" not in whole
    assert "None" not in whole


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_draft_says_openly_that_it_is_one(kind: Kind, locale: str) -> None:
    assert CATALOGUE.format(text("legal-draft"), locale) in words(kind, locale)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_section_has_a_place_of_its_own(kind: Kind) -> None:
    anchors = [section.anchor for section in BUILDERS[kind](FACTS).sections]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[a-z0-9-]+", anchor) for anchor in anchors)


@pytest.mark.proves("PRV-03", "PRV-12", "PRV-89")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_policy_lists_every_table_that_says_anything_about_a_person(locale: str) -> None:
    whole = words(Kind.PRIVACY, locale)
    personal = {field.table for field in FACTS.fields if isinstance(field.rule, Rule)}
    assert len(personal) > 25
    assert [table for table in personal if f"* {CATALOGUE.format(table_name(table), locale)}\n" not in whole] == []


def test_the_policy_names_the_tables_that_are_about_nobody() -> None:
    (line,) = [line for line in words(Kind.PRIVACY).splitlines() if "about no person: " in line]
    for table in ("community", "policy_version"):
        assert CATALOGUE.format(table_name(table), "en") in line


@pytest.mark.proves("PRV-12", "PRV-89", "T-DM-8")
def test_a_new_column_with_a_rule_of_its_own_shows_in_policy_and_schedule() -> None:
    facts = replace(FACTS, fields=(*FACTS.fields, MappedField("wallet", "place", LOCATION)))
    policy, retention = words(Kind.PRIVACY, facts=facts), words(Kind.RETENTION, facts=facts)
    row = policy.split("* your wallet", 1)[1].split("*", 1)[0]
    for word in ("security", "consent", "Resend", "parts of it: 12 days"):
        assert word in row
    assert "12 days" in retention.split("* your wallet", 1)[1].split("*", 1)[0]
    assert "Consent (a)" in policy
    assert "Consent (a)" not in words(Kind.PRIVACY)


def test_a_link_to_the_account_does_not_lengthen_what_a_row_is_kept() -> None:
    whose = Rule(Category.IDENTIFIER, tuple(Purpose), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
    (holding,) = holdings([MappedField("visit", "account_id", whose), MappedField("visit", "place", LOCATION)])
    assert (holding.retentions, holding.purposes) == ((Days(12),), (Purpose.SECURE,))


def test_the_longest_period_comes_first() -> None:
    rules = [replace(LOCATION, retention=retention) for retention in (Days(2), Statutory("payment records"), ACCOUNT, Days(30))]
    (holding,) = holdings(MappedField("visit", str(number), rule) for number, rule in enumerate(rules))
    assert holding.retentions == (Statutory("payment records"), ACCOUNT, Days(30), Days(2))


def test_what_is_not_personal_is_no_holding() -> None:
    assert holdings([MappedField("visit", "number", NotPersonal("counts nothing of anybody"))]) == ()


@pytest.mark.proves("PRV-51")
def test_the_days_after_a_deletion_are_those_of_the_settings() -> None:
    ours = part(words(Kind.PRIVACY, facts=replace(FACTS, grace_days=5, purge_days=2, backup_days=14)), "How long we keep data")
    assert "within 30 days" in ours
    for words_ in ("for 5 days you can still change your mind", "up to 2 days", "gone 14 days later"):
        assert words_ in ours
    assert "begins at once" in words(Kind.RETENTION, facts=replace(FACTS, grace_days=0))


def test_the_contact_is_that_of_the_settings() -> None:
    facts = replace(FACTS, contact="hello@example.org")
    for kind in (Kind.PRIVACY, Kind.TERMS, Kind.COOKIES):
        assert "hello@example.org" in words(kind, facts=facts)
        assert FACTS.contact not in words(kind, facts=facts)


def test_a_recipient_that_is_not_in_use_is_named_nowhere() -> None:
    facts = replace(FACTS, recipients=tuple(entry for entry in REGISTER if entry.id != "resend"))
    for kind in (Kind.PRIVACY, Kind.PROCESSORS, Kind.RETENTION):
        assert "Resend" not in words(kind, facts=facts)
    assert "Resend" in words(Kind.PRIVACY)


def test_whoever_takes_no_cards_does_not_speak_of_stripe() -> None:
    taking = replace(FACTS, recipients=(*REGISTER, STRIPE))
    for kind in (Kind.PRIVACY, Kind.PROCESSORS):
        assert "Stripe" not in words(kind)
        assert "Stripe" in words(kind, facts=taking)


@pytest.mark.proves("PRV-17", "PRV-18")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_recipients_page_says_exactly_what_each_receives_and_what_is_open(locale: str) -> None:
    whole = words(Kind.PROCESSORS, locale)
    for entry in REGISTER:
        about = part(whole, entry.name)
        for field in entry.fields:
            assert CATALOGUE.format(Text(f"legal-sent-{entry.id}-{field}"), locale) in about
        assert entry.page in about
        open_points = about.count(CATALOGUE.format(text("legal-not-settled"), locale))
        assert open_points == len(set(entry.unsettled) - {"agreed_on"})


@pytest.mark.proves("PRV-14", "PRV-18", "T-DM-5")
def test_everybody_whom_the_map_names_is_on_the_register() -> None:
    named = {recipient for holding in holdings(FACTS.fields) for recipient in holding.recipients}
    assert named == {entry.recipient for entry in (*REGISTER, STRIPE)} == set(Recipient)


def test_an_agreement_that_is_made_closes_its_point() -> None:
    mayi = replace(REGISTER[0], region="EU", transfer="none needed")
    assert mayi.role is Role.PROCESSOR
    assert set(REGISTER[0].unsettled) - set(mayi.unsettled) == {"region", "transfer"}
    whole = words(Kind.PRIVACY, facts=replace(FACTS, recipients=(mayi,)))
    assert "Region: EU" in whole
    assert "- mayi.one: data processing agreement" in whole


POINTS = {
    "What we hold": ["e-mail address", "prompts you write", "pictures made from them", "wallet", "full card numbers", "IP address"],
    "What we use it for": ["Signing in", "Making pictures", "Delivering", "Billing", "abuse", "sign-in links", "do not sell", "expressly"],
    "Who receives data": ["mayi.one", "reference pictures", "Cloudflare R2", "Resend", "Discord", "Telegram", "agreement"],
    "Your rights": ["Access", "Rectification", "Erasure", "Portability", "European Economic Area", "United Kingdom", "California"],
    "Cookies": ["__Host-session", "__Host-csrf", "lang", "no advertising cookies", "trackers"],
    "How long we keep data": ["while your account is active", "within 30 days", "tax law"],
    "Children": ["under 13", "under 16", "knowingly", "we will delete it"],
    "Changes": ["at least 14 days", "by e-mail or within InkMirage"],
    "Contact": ["privacy@inkmirage.com"],
}
"""The nine points that people are promised (the policy as it was announced), and what each must at least speak of."""


@pytest.mark.parametrize("heading", POINTS)
def test_the_policy_covers_every_point_that_is_promised(heading: str) -> None:
    under = part(words(Kind.PRIVACY), heading)
    assert [word for word in POINTS[heading] if word not in under] == []


def test_the_terms_speak_of_everything_they_must() -> None:
    terms = words(Kind.TERMS)
    for heading in ("Credits", "When something fails", "Refunds", "What is not allowed", "Age", "Contact"):
        assert part(terms, heading).strip()
    assert "never expire" in part(terms, "Credits")
    assert "come back by themselves" in part(terms, "When something fails")


@pytest.mark.proves("PRV-47", "T-CK")
def test_the_cookies_are_these_three_with_exactly_these_attributes() -> None:
    """PRV-47, word by word."""
    assert [(cookie.name, cookie.max_age, cookie.attributes) for cookie in COOKIES] == [
        ("__Host-session", 30 * 86400, "Secure; HttpOnly; SameSite=Lax; Path=/"),
        ("__Host-csrf", None, "Secure; HttpOnly; SameSite=Lax; Path=/"),
        ("lang", 365 * 86400, "Secure; SameSite=Lax; Path=/"),
    ]
    assert [cookie.is_secure(https=False) for cookie in (SESSION, CSRF, LANGUAGE)] == [True, True, False]
    assert all(cookie.is_secure(https=True) for cookie in COOKIES)


@pytest.mark.parametrize("wrong", [{"secure": "https"}, {"path": "/account"}])
def test_a_host_cookie_that_a_browser_would_refuse_is_refused_here(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="__Host-"):
        Cookie("__Host-x", "legal-cookie-csrf", None, http_only=True, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", [Kind.PRIVACY, Kind.COOKIES])
def test_the_pages_list_the_cookies_from_the_same_list(kind: Kind, locale: str) -> None:
    listed_ = re.findall(r"^\* ((?:__Host-)?[a-z]+)$", words(kind, locale), re.MULTILINE)
    assert [name for name in listed_ if name in {cookie.name for cookie in COOKIES}] == [cookie.name for cookie in COOKIES]


def test_a_table_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="every column"):
        Table(("a", "b"), (("1",),))


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        listed([])


def test_lists_use_the_commas_of_the_language() -> None:
    assert [said(listed(["a", "b", "c"]), CATALOGUE, locale) for locale in ("en", "zh-CN")] == ["a, b, c", "a、b、c"]


def test_the_text_has_a_line_for_every_cell() -> None:
    document = replace(
        BUILDERS[Kind.TERMS](FACTS),
        opening=(Paragraph("one"),),
        sections=(Section("two", "two", (Table(("x", "y"), (("1", "2"),)),)),),
        title="zero",
    )
    assert as_text(document, CATALOGUE, "en") == "# zero\n\none\n\n## two\n\n* 1\n  y: 2\n"
