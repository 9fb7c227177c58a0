"""The site for everybody: pages, languages, legal documents, errors, and what it must never do. See also test_site_account.py."""

import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.web.site.done import DONE
from adapters.web.site.errors import NAMED
from adapters.web.site.home import PROMISES, QUESTIONS
from adapters.web.site.legal import linked, runs, told
from core.accounts import AskMode
from core.legal import versions
from core.legal.versions import Kind, Line, Mark
from core.pricing import Quality
from core.text import LANGUAGE_NAMES, LOCALES, Catalogue
from core.wallet import LotKind
from tests.adapters.web.site_visitor import Outline, SiteBrowser, words_on
from tests.adapters.web.test_page_words_and_colours import INLINE, colours, contrast
from tests.adapters.web.visitor import Playground, open_playground

WEB = Path(__file__).parents[3] / "adapters" / "web"
TEMPLATES = {file: file.read_text("utf-8") for file in sorted((WEB / "templates" / "site").glob("*.html"))}
CODE = {file: file.read_text("utf-8") for file in sorted((WEB / "site").glob("*.py"))}
LEGAL = [f"/legal/{kind}" for kind in Kind]
PUBLIC = ["/", "/privacy", "/status", *LEGAL, "/legal/privacy/changes", "/legal/privacy/v/2026-05-01"]
OWN = ["/account", *(f"/account/{page}" for page in ("wallet", "receipts", "gallery", "chats", "email", "settings", "activity", "privacy"))]
HOSTS_OF_WAYS_IN = ("https://t.me/", "https://discord.com/")


@pytest.fixture(scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    """One program for all tests of this file, with its workers asleep."""
    async with open_playground(tmp_path_factory.mktemp("site"), working=False) as running:
        yield running


@pytest.fixture
def browser(playground: Playground) -> SiteBrowser:
    return SiteBrowser(playground)


# --- every page ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-47", "T-CK")
@pytest.mark.parametrize("path", PUBLIC)
async def test_public_pages_are_there_in_every_language_and_set_no_cookie(playground: Playground, path: str) -> None:
    for locale in LOCALES:
        answer = await SiteBrowser(playground, locale).open(path)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-language"] == locale
        assert f'<html lang="{locale}"' in answer.text
        assert "noindex" not in answer.text
        for tag in LOCALES:
            assert f'href="/language/{tag}?back={path}"' in answer.text


@pytest.mark.proves("T-A11Y")
@pytest.mark.parametrize("path", [*PUBLIC, "/nothing", "/sign-in"])
async def test_pages_are_whole_and_can_be_read_by_machines(browser: SiteBrowser, path: str) -> None:
    answer = await browser.open(path)
    outline = Outline(answer.text)
    assert outline.crossed == []
    assert len(outline.ids()) == len(set(outline.ids()))
    assert len(outline.all("h1")) == len(outline.all("main")) == 1
    assert all("alt" in image for image in outline.all("img"))
    assert all(link["href"][1:] in outline.ids() for link in outline.all("a") if link.get("href", "").startswith("#"))
    referred = {
        name
        for _, attributes in outline.tags
        for key in ("aria-labelledby", "aria-describedby")
        for name in attributes.get(key, "").split()
    }
    assert referred <= set(outline.ids())
    assert outline.all("script") == []


@pytest.mark.proves("PRV-14", "PRV-48")
@pytest.mark.parametrize("path", [*PUBLIC, "/sign-in"])
async def test_pages_are_guarded_and_ask_nobody_else(browser: SiteBrowser, path: str) -> None:
    answer = await browser.open(path)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == ("public, max-age=15" if path == "/status" else "no-store")
    loaded = [
        attributes.get("src") or attributes.get("href", "")
        for name, attributes in Outline(answer.text).tags
        if name in ("img", "link", "source")
    ]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


@pytest.mark.parametrize(
    "path",
    [*OWN, "/account/wallet.csv", "/account/gallery/someone", "/account/gallery/someone/delete", "/account/gallery?before=2026-11-26"],
)
async def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(browser: SiteBrowser, path: str) -> None:
    answer = await browser.open(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next={path.replace('?', '%3F').replace('=', '%3D')}"
    assert answer.text == ""


async def test_sign_in_asks_search_engines_to_stay_away_and_robots_names_the_rest(browser: SiteBrowser) -> None:
    assert 'name="robots" content="noindex' in await browser.page("/sign-in")
    robots = await browser.open("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /account" in robots.text.splitlines()
    assert "Disallow: /" not in robots.text.splitlines()


# --- first page ----------------------------------------------------------------------------------------------------


async def test_the_first_page_says_prices_that_are_charged(playground: Playground, browser: SiteBrowser) -> None:
    words = words_on(await browser.page("/"))
    tariff = playground.program.settings.tariff()
    assert "Quick 4 credits 6 credits" in words
    assert "Finest 40 credits 60 credits" in words
    for pack in tariff.packs:
        assert (
            f"{pack.credits:,} credits ${pack.price / 100:.2f} about {pack.credits // tariff.base[Quality.MEDIUM]} good pictures" in words
        )
    assert "40 credits, enough for about 3 good pictures" in words
    assert "no money moves" in words
    assert "Samples from the practice engine" in words


async def test_the_first_page_leads_to_the_playground_and_to_no_platform_that_is_not_set_up(browser: SiteBrowser) -> None:
    page = await browser.page("/")
    assert 'href="/playground"' in page
    assert not any(host in page for host in HOSTS_OF_WAYS_IN)


async def test_without_the_playground_the_platforms_are_the_ways_in_and_nothing_is_for_sale_yet(tmp_path: Path) -> None:
    overrides: dict[str, object] = {"web.playground": False, "discord.application_id": "4711"}
    async with open_playground(tmp_path, working=False, overrides=overrides) as running:
        page = await SiteBrowser(running).page("/")
        assert "/playground" not in page
        assert 'href="https://discord.com/oauth2/authorize?client_id=4711&amp;scope=bot+applications.commands"' in page
        assert "Credits cannot be bought here yet." in words_on(page)
        assert "no money moves" not in page


# --- languages -----------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-47", "T-CK")
async def test_only_a_choice_of_language_sets_the_cookie_with_exactly_its_attributes(browser: SiteBrowser) -> None:
    answer = await browser.open("/language/de?back=/legal/terms")
    assert (answer.status_code, answer.headers["location"]) == (303, "/legal/terms")
    assert answer.headers.get_list("set-cookie") == ["lang=de; Max-Age=31536000; Path=/; SameSite=lax"]
    again = await browser.open("/legal/terms")
    assert again.headers["content-language"] == "de"
    assert "set-cookie" not in again.headers


async def test_another_site_cannot_choose_the_language(browser: SiteBrowser) -> None:
    answer = await browser.open("/language/de", Sec_Fetch_Site="cross-site")
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    looked = await browser.open("/language/de", "HEAD")
    assert "set-cookie" not in looked.headers


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/%0d%0aX: y", ""])
async def test_the_language_leads_nowhere_else(browser: SiteBrowser, back: str) -> None:
    answer = await browser.open(f"/language/es?back={back}")
    assert urlsplit_is_ours(answer.headers["location"])
    assert "x" not in {name.lower() for name in answer.headers}


def urlsplit_is_ours(location: str) -> bool:
    return re.fullmatch(r"/[a-z]*", location) is not None


async def test_the_language_leads_back_to_the_very_page_with_its_query(browser: SiteBrowser) -> None:
    page = await browser.page("/legal/privacy/changes?from=2026-05-01&to=2026-12-11")
    [link] = [a["href"] for a in Outline(page).all("a") if a["href"].startswith("/language/es")]
    answer = await browser.open(link)
    assert answer.headers["location"] == "/legal/privacy/changes?from=2026-05-01&to=2026-12-11"


async def test_there_is_no_other_language(browser: SiteBrowser) -> None:
    assert (await browser.open("/language/fr")).status_code == 404


async def test_the_first_language_that_we_speak_counts(playground: Playground) -> None:
    answer = await SiteBrowser(playground, "fr-CH, es;q=0.8, de;q=0.5").open("/")
    assert answer.headers["content-language"] == "es"
    assert (await SiteBrowser(playground, "fr").open("/")).headers["content-language"] == "en"


# --- legal ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_legal_page_lists_its_sections_and_versions(browser: SiteBrowser, kind: Kind) -> None:
    outline = Outline(await browser.page(f"/legal/{kind}"))
    inside = [a["href"][1:] for a in outline.all("a") if a.get("href", "").startswith("#") and a.get("class") != "skip"]
    assert len(inside) >= 4
    for version in versions.versions(kind):
        assert f"/legal/{kind}/v/{version.id}" in [a.get("href") for a in outline.all("a")]


async def test_every_cell_of_a_table_says_on_a_phone_which_column_it_is_of(browser: SiteBrowser) -> None:
    outline = Outline(await browser.page("/legal/cookies"))
    assert {cell["data-label"] for cell in outline.all("td")} == {"What for", "Ends", "Attributes"}
    assert all(cell["role"] == "cell" for cell in outline.all("td"))


def test_addresses_in_sentences_are_links_and_everything_else_is_words() -> None:
    assert (
        linked("<b>其自己的页面：https://mayi.one。")
        == '&lt;b&gt;其自己的页面：<a href="https://mayi.one" rel="noreferrer">https://mayi.one</a>。'
    )
    assert linked("an a@b.org.") == 'an <a href="mailto:a@b.org" rel="noreferrer">a@b.org</a>.'
    assert (
        linked('https://x.org/"><script>')
        == '<a href="https://x.org/&#34;&gt;&lt;script" rel="noreferrer">https://x.org/&#34;&gt;&lt;script</a>&gt;'
    )


@pytest.mark.proves("PRV-01")
@pytest.mark.parametrize("locale", LOCALES)
async def test_an_old_version_can_be_read_and_checked_against_its_hash(playground: Playground, locale: str) -> None:
    browser = SiteBrowser(playground, locale)
    version = versions.versions(Kind.PRIVACY)[0]
    page = await browser.page("/legal/privacy/v/2026-05-01")
    assert version.sha256(locale) in page
    shown = words_on(page)
    assert all(re.sub(r"\s+", " ", told(line).words.strip()) in shown for line in version.words(locale).splitlines())
    file = await browser.open("/legal/privacy/v/2026-05-01.txt")
    assert hashlib.sha256(file.content).hexdigest() == version.sha256(locale)
    assert file.headers["content-type"] == "text/plain; charset=utf-8"


async def test_changes_are_marked_by_words_and_not_by_colour_alone(browser: SiteBrowser) -> None:
    page = await browser.page("/legal/privacy/changes")
    old, new = versions.versions(Kind.PRIVACY)
    lines = [line for line in versions.changes(old, new, "en") if line.words]
    added, removed = ([line for line in lines if line.mark is mark] for mark in (Mark.ADDED, Mark.REMOVED))
    assert (page.count("<ins>"), page.count("<del>")) == (len(added), len(removed))
    assert (page.count("+ new</span>"), page.count("− gone</span>")) == (len(added), len(removed))


def test_what_stayed_is_left_out_and_counted() -> None:
    kept, new = Line(Mark.KEPT, "same"), Line(Mark.ADDED, "new")
    shown = list(runs([kept] * 5 + [new] + [kept] * 4))
    assert [(len(run.lines), run.hidden) for run in shown] == [(0, 4), (3, 0), (0, 3)]
    assert sum(len(run.lines) + run.hidden for run in shown) == 10
    assert list(runs([])) == []


@pytest.mark.parametrize(
    "path",
    [
        "/legal/nothing",
        "/legal/privacy/v/1999-01-01",
        "/legal/terms/changes",
        "/legal/privacy/changes?from=x",
        "/legal/privacy/v/1999-01-01.txt",
    ],
)
async def test_what_is_not_there_is_not_found(browser: SiteBrowser, path: str) -> None:
    assert (await browser.open(path)).status_code == 404


async def test_the_contact_page_says_whom_to_write_to(playground: Playground, browser: SiteBrowser) -> None:
    page = await browser.page("/privacy")
    assert f'href="mailto:{playground.program.settings.privacy.contact}"' in page


@pytest.mark.proves("PRV-15", "T-GPC")
async def test_the_privacy_signal_is_answered(browser: SiteBrowser) -> None:
    answer = await browser.open("/.well-known/gpc.json", Sec_GPC="1")
    assert answer.json()["gpc"] is True
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", answer.json()["lastUpdate"])
    assert "set-cookie" not in answer.headers


# --- errors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_errors_stand_in_the_frame_of_the_site(playground: Playground, locale: str) -> None:
    answer = await SiteBrowser(playground, locale).open("/no/such/page<script>")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    assert "<footer" in answer.text
    assert "<script" not in answer.text
    assert 'content="noindex' in answer.text


async def test_a_wrong_method_is_refused(browser: SiteBrowser) -> None:
    answer = await browser.open("/account/wallet", "POST")
    assert answer.status_code == 405
    assert "cannot be used that way" in answer.text


async def test_the_playgrounds_own_calls_still_get_json(browser: SiteBrowser) -> None:
    answer = await browser.open("/api/no-such-call")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"


# --- words, colours, nothing inline --------------------------------------------------------------------------------

BUILT = {  # names that are put together at run time, by the beginning that stands in the source
    "site-account-": ("overview", "wallet", "gallery", "chats", "email", "settings", "activity", "privacy"),
    "site-ask-": [f"{mode}{more}" for mode in AskMode for more in ("", "-more")],
    "site-contact-say-": ("what", "who", "language"),
    "site-done-": sorted(DONE),
    "site-error-": [str(status) for status in NAMED],
    "site-faq-": [f"{name}{more}" for name in QUESTIONS for more in ("", "-answer")],
    "site-how-": [f"{step}{more}" for step in ("say", "see", "get") for more in ("", "-more")],
    "site-join-": ("question", "preview", "untyped", "waiting"),
    "site-ledger-": ("when", "what", "change", "after"),
    "site-lot-": list(LotKind),
    "site-promise-": [f"{name}{more}" for _, name in PROMISES for more in ("", "-more")],
    "site-quality-": list(Quality),
    "site-sample-alt-": ("forest", "sail", "desert", "night"),
    "site-visit-": ("when", "browser", "network", "language"),
}


def used() -> set[str]:
    sources = "\n".join([*TEMPLATES.values(), *CODE.values()])
    named = set(re.findall(r"(?<!class=)[\"'](site-[a-z0-9-]*[a-z0-9])[\"']", sources))
    return named | {start + end for start, ends in BUILT.items() for end in ends}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_site_exists_and_is_used(locale: str) -> None:
    there = {key for key in Catalogue().keys(locale) if key.startswith("site-")}
    assert there == used()


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    for file, source in TEMPLATES.items():
        assert not re.search(INLINE, source), file
        assert "<script" not in source, file
        assert not re.search(r"https?:|[\"'(]//", source), file
        assert not re.search(r"\|\s*safe\b", source), file
    sheet = (WEB / "static" / "site.css").read_text("utf-8")
    assert not re.search(r"url\(|@import", sheet)


def rules(sheet: str) -> list[tuple[str, str]]:
    """Selectors and declarations outside of print, which is black on white."""
    return re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheet.split("@media print")[0], flags=re.DOTALL))


GROUNDS = ("mist", "panel", "card")


@pytest.mark.proves("T-A11Y")
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_sheet_has_only_named_colours_and_enough_contrast(scheme: int) -> None:
    named = colours((WEB / "static" / "ink.css").read_text("utf-8"))[scheme]
    poor, texts = [], set()
    for selector, body in rules((WEB / "static" / "site.css").read_text("utf-8")):
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(", body), selector
        text, ground = (re.search(rf"(?:^|[;\s]){name}: var\(--([a-z-]+)\)", body) for name in ("color", "background"))
        if text and not ground:
            texts.add(text[1])
        if text and ground and text[1] in named and contrast(named[text[1]], named[ground[1]]) < 4.5:
            poor.append((selector.strip(), text[1], ground[1]))
    poor += [
        ("anywhere", text, ground)
        for text in texts - {"edge", "on-mine", "accent-strong"}
        for ground in GROUNDS
        if contrast(named[text], named[ground]) < 4.5
    ]
    assert {"faded", "accent", "good", "refusal"} <= texts
    assert poor == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_site_says_fits_where_it_stands(locale: str) -> None:
    """The eight tiles of the account have a quarter of a phone's width each."""
    catalogue = Catalogue()
    for name in BUILT["site-account-"]:
        assert len(catalogue.plain("site-account-", locale)[f"site-account-{name}"]) <= 10
    assert list(LANGUAGE_NAMES) == list(LOCALES)


def test_samples_are_small() -> None:
    samples = sorted((WEB / "static").glob("sample-*.webp"))
    assert len(samples) == 5
    assert all(sample.stat().st_size < 60_000 for sample in samples)
