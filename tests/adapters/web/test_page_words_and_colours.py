"""What can be checked of the page without a browser: its words, its colours, and that it asks nobody else."""

import re
from pathlib import Path

import pytest

from core.text import LOCALES, Catalogue

WEB = Path(__file__).parents[3] / "adapters" / "web"
SOURCES = {file: file.read_text("utf-8") for kind in ("templates/*.html", "static/*.js", "*.py") for file in sorted(WEB.glob(kind))}
BUILT = {  # names that are put together at run time, by the beginning that stands in the source
    "ui-till-": ("paid", "declined", "expired"),
    "ui-tone-": ("good", "working", "warning", "refusal"),
}


def used() -> set[str]:
    named = set(re.findall(r"[\"'`](ui-[a-z0-9-]*[a-z0-9])[\"'`]", "\n".join(SOURCES.values())))
    return named | {start + end for start, ends in BUILT.items() for end in ends}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_the_page_exists_and_is_used(locale: str) -> None:
    catalogue = Catalogue()
    there = {key for key in catalogue.keys(locale) if key.startswith("ui-")}
    assert there == used()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_blanks_are_the_same_in_every_language(locale: str) -> None:
    catalogue = Catalogue()
    english, words = catalogue.plain("ui-", "en"), catalogue.plain("ui-", locale)
    assert {key: sorted(re.findall(r"%[a-z]+", text)) for key, text in words.items()} == {
        key: sorted(re.findall(r"%[a-z]+", text)) for key, text in english.items()
    }


INLINE = r"<style|\sstyle=|\son[a-z]+=\"|innerHTML|insertAdjacentHTML|localStorage|sessionStorage|document\.cookie"


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    for file, source in SOURCES.items():
        if file.suffix == ".py":
            continue
        assert not re.search(INLINE, source), file
        assert not re.search(r"https?:|[\"'(]//", source.replace("http://www.w3.org/2000/svg", "")), file
    for script in re.findall(r"<script[^>]*>", "".join(SOURCES.values())):
        assert "src=" in script or 'type="application/json"' in script


def colours(sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    """The named colours in the light and in the dark."""
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", sheet, re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in (light, dark)]
    return found[0], {**found[0], **found[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


GROUNDS = ("mist", "panel", "card", "sunk", "accent-wash", "good-wash", "warning-wash", "refusal-wash")
TEXTS = [(text, ground) for text in ("ink", "faded") for ground in GROUNDS] + [
    *(("accent", ground) for ground in ("mist", "panel", "card", "sunk", "warning-wash", "refusal-wash")),
    ("accent-strong", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-mine", "mine"),
    *((tone, ground) for tone in ("good", "warning", "refusal") for ground in ("card", "panel", f"{tone}-wash")),
]
BORDERS = [("edge", ground) for ground in ("card", "panel")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_is_that_of_wcag_aa(scheme: int) -> None:
    named = colours((WEB / "static" / "ink.css").read_text("utf-8"))[scheme]
    poor = [(a, b, round(contrast(named[a], named[b]), 2)) for a, b in TEXTS if contrast(named[a], named[b]) < 4.5]
    poor += [(a, b, round(contrast(named[a], named[b]), 2)) for a, b in BORDERS if contrast(named[a], named[b]) < 3]
    assert poor == []
