"""The catalogue is whole in every language, and every sentence the program names is in it."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from core.commands import COMMANDS
from core.commands.spec import Kind
from core.jobs import Outcome
from core.ports import Refusal
from core.pricing import Pack, Quality, Tariff
from core.text import LOCALES, LOCALES_FOLDER, Catalogue, Money, Text, choose_locale, text

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue()
NAMED = re.compile(r"(?:\btext|\bText|\binvalid)\(\s*\"([a-z][a-z0-9-]+)\"")
BLANK = re.compile(r"\{\s*(?:[A-Z]+\()?\s*\$([a-z_]+)")
TARIFF = Tariff({Quality.LOW: 4, Quality.MEDIUM: 12, Quality.HIGH: 40}, 50, 2, (Pack("starter", 100, 299, "USD"),), 40, None)


def sources() -> list[Path]:
    return [path for folder in ("core", "adapters", "bot") for path in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_sentences(locale: str) -> None:
    assert set(CATALOGUE.keys(locale)) == set(CATALOGUE.keys("en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_found_and_parses_alone_as_in_its_file(locale: str) -> None:
    files = [FluentParser().parse(path.read_text("utf-8")) for path in sorted((LOCALES_FOLDER / locale).glob("*.ftl"))]
    assert not [entry for file in files for entry in file.body if isinstance(entry, ast.Junk)]
    messages = [entry for file in files for entry in file.body if isinstance(entry, ast.Message)]
    whole = [message.id.name for message in messages if message.value is not None]
    attributes = [f"{message.id.name}.{attribute.id.name}" for message in messages for attribute in message.attributes]
    assert sorted(CATALOGUE.keys(locale)) == sorted(whole + attributes)
    assert [key for key in whole + attributes if not CATALOGUE.has(key, locale)] == []


@pytest.mark.parametrize("said", ["a = { $b", "a", "a = b\n]", "2a = b", "a = b\n\na = c"])
def test_what_does_not_parse_is_not_dropped_in_silence(said: str, tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "some.ftl").write_text(said)
    with pytest.raises(ValueError, match=r"does not parse|twice"):
        Catalogue(tmp_path).has("a", "en")


def test_a_sentence_is_made_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "some.ftl").write_text(
        "a = { b.c } { -d }\n-d = D { b }\nb = B\n    .c = C { e }\ne = { $n ->\n    [one] 1\n   *[other] { f }\n}\nf = F\n"
    )
    assert Catalogue(tmp_path).format(text("a", n=2), "en") == "C F D B"


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_stands_twice(locale: str) -> None:
    keys = CATALOGUE.keys(locale)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("locale", LOCALES[1:])
@pytest.mark.parametrize("name", ["inkmirage", "playground"])
def test_a_translation_fills_no_blank_that_english_does_not_have(locale: str, name: str) -> None:
    def blanks(tag: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        key = ""
        for line in (ROOT / "core/locales" / tag / f"{name}.ftl").read_text("utf-8").splitlines():
            if start := re.match(r"([a-z][a-z0-9-]*) =|    \.([a-z0-9-]+) =", line):
                key = start[1] or f"{key.split('.')[0]}.{start[2]}"
            found.setdefault(key, set()).update(BLANK.findall(line))
        return found

    english = blanks("en")
    for key, used in blanks(locale).items():
        assert used <= english[key], key


def test_every_sentence_that_the_code_names_exists() -> None:
    named = {key for path in sources() for key in NAMED.findall(path.read_text("utf-8"))}
    assert len(named) > 60
    assert [key for key in sorted(named) if not CATALOGUE.has(key, "en")] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_command_option_and_choice_has_words(locale: str) -> None:
    for command in COMMANDS:
        if not command.menu:
            continue
        assert 0 < len(CATALOGUE.format(command.description, locale)) <= 100
        for option in command.options:
            assert 0 < len(CATALOGUE.format(command.option_text(option), locale)) <= 100
            for choice in option.choices:
                assert CATALOGUE.format(command.choice_text(option, choice, TARIFF), locale)


def test_commands_fit_the_platforms() -> None:
    """Names as Discord and Telegram allow them, at most 25 options and choices (platforms.md A1, B2)."""
    for command in COMMANDS:
        assert re.fullmatch(r"[a-z0-9-]{1,32}", command.name)
        assert len(command.options) <= 25
        assert all(len(option.choices) <= 25 for option in command.options if option.kind is Kind.CHOICE)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_way_to_fail_has_a_sentence(locale: str) -> None:
    engine = ["engine-closed", "engine-broken", "engine-unclear", "engine-busy", "engine-no-picture"]
    for reason in [*engine, "store-down", *(f"refused-{why}" for why in Refusal)]:
        assert CATALOGUE.format(text(f"failed-{reason}"), locale)
    for outcome in Outcome:
        assert CATALOGUE.format(text(f"outcome-{outcome}"), locale)


def test_prices_are_written_as_the_language_writes_them() -> None:
    price = text("money", amount=Money(129_950, "EUR"))
    assert CATALOGUE.format(price, "en") == "€1,299.50"
    assert CATALOGUE.format(price, "de") == "1.299,50\xa0€"


@pytest.mark.parametrize(
    ("locale", "one", "many"),
    [
        ("en", "1 Star ⭐", "2,700 Stars ⭐"),
        ("de", "1 Stern ⭐", "2.700 Sterne ⭐"),
        ("es", "1 estrella ⭐", "2.700 estrellas ⭐"),
        ("zh-CN", "1 颗星星 ⭐", "2,700 颗星星 ⭐"),
    ],
)
def test_stars_are_whole_and_called_by_their_name(locale: str, one: str, many: str) -> None:
    shown = [CATALOGUE.format(text("money", amount=Money(count, "XTR")), locale) for count in (1, 2700)]
    assert shown == [one, many]


def test_only_right_to_left_words_are_isolated() -> None:
    assert CATALOGUE.format(Text("as-is", {"words": "abc 12"}), "en") == "abc 12"
    assert CATALOGUE.format(Text("as-is", {"words": "שלום"}), "en") == "\u2068שלום\u2069"


def test_words_put_into_a_sentence_are_escaped_and_the_sentence_is_not() -> None:
    sentence = Text("error-option-unknown", {"option": "<b>"})
    assert "&lt;b&gt;" in CATALOGUE.format(sentence, "en", lambda words: words.replace("<", "&lt;").replace(">", "&gt;"))


@pytest.mark.parametrize(
    ("wishes", "locale"),
    [((None, "de-AT"), "de"), (("es", "de"), "es"), ((None, "zh_TW"), "zh-CN"), (("xx", None), "en"), (("pt-BR", "fr"), "en"), ((), "en")],
)
def test_the_language_is_the_first_wish_we_speak(wishes: tuple[str | None, ...], locale: str) -> None:
    assert choose_locale(*wishes) == locale
