"""What a reply looks like on Telegram: within its limits, and nothing but words where people's words stand."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.cards import MOST_CAPTION, MOST_DATA, MOST_TEXT, Card, Renderer, data_of
from adapters.telegram.links import call_in, payload_of
from core.commands import COMMANDS
from core.commands.spec import Command
from core.presses import PRESS, call_of
from core.reply import Button, Call, Fact, Link, Progress, Reply, Tone
from core.text import LOCALES, LOCALES_FOLDER, Catalogue, Text, text
from tests.loopback_telegram.entities import parsed, units

CATALOGUE = Catalogue()
RENDERER = Renderer(CATALOGUE, ["export-my-data", "delete-me", "help"])
ID = "a" * 26
NASTY = st.text(st.sampled_from("ab <>&\"'\\`*_[]()~#+-=|{}.!\n\t\u202e\u2068שלוםם😀👩‍👩‍👧‍👦漢"), max_size=4000)


def shown(reply: Reply, most: int = MOST_TEXT, *, public: bool = False, locale: str = "en") -> str:
    """The words as Telegram keeps them; it refuses what does not parse."""
    return parsed(RENDERER.words(Card(reply, locale, public), most), "HTML").text


@settings(max_examples=300, deadline=None)
@given(NASTY, st.sampled_from([MOST_TEXT, MOST_CAPTION]), st.sampled_from(LOCALES))
def test_whatever_is_in_a_prompt_the_words_fit_and_parse(prompt: str, most: int, locale: str) -> None:
    reply = Reply(
        lines=(text("done", code="A7K2QX", count=1), text("as-is", words=prompt[:200])),
        tone=Tone.GOOD,
        quote=prompt,
        facts=(Fact(text("fact-charged"), text("credits", count=12)),),
        progress=Progress(40, 0, 1),
    )
    words = shown(reply, most, locale=locale)
    assert 0 < units(words) <= most
    assert "12" in words, "what was charged is never cut away"


def test_a_long_prompt_is_cut_and_a_short_one_is_whole() -> None:
    assert "fox" * 20 in shown(Reply(lines=(text("yes"),), quote="fox" * 20))
    cut = shown(Reply(lines=(text("yes"),), quote="word " * 2000), MOST_CAPTION)
    assert cut.endswith("…\u2069")
    assert len(cut) > 500


def test_what_people_write_is_nothing_but_words() -> None:
    marked = parsed(
        RENDERER.words(Card(Reply(lines=(text("yes"),), quote="<b>x</b> &amp; <a href='http://evil'>y</a>"), "en", False), 4096), "HTML"
    )
    assert "<b>x</b> &amp; <a href='http://evil'>y</a>" in marked.text
    assert {entity["type"] for entity in marked.entities} <= {"blockquote", "url"}


def test_words_from_right_to_left_do_not_turn_the_sentence() -> None:
    words = shown(Reply(lines=(text("yes"),), quote="שלום \u202eolleh"))
    start, end = words.index("\u2068"), words.index("\u2069")
    assert "שלום" in words[start:end]
    assert "\u202e" in words[start:end], "an override ends where the isolate ends"
    escaping = shown(Reply(lines=(text("yes"),), quote="a\u2069\u202eb"))
    assert escaping.count("\u2069") == 1
    assert escaping.endswith("\u2069")


def test_what_one_owns_is_left_out_where_others_read() -> None:
    reply = Reply(lines=(text("yes"),), facts=(Fact(text("fact-available"), text("credits", count=40), personal=True),))
    assert "40" in shown(reply)
    assert "40" not in shown(reply, public=True)


def test_commands_are_spelt_so_that_they_can_be_tapped() -> None:
    reply = Reply(lines=(Text("as-is", {"words": "/export-my-data, /delete-me, /help and /export-mine"}),))
    assert shown(reply) == "/export_my_data, /delete_me, /help and /export-mine"


def test_what_most_people_want_stands_alone_and_the_rest_side_by_side() -> None:
    buttons = [
        Button(Text("as-is", {"words": words}), Call("help", {})) for words in ("One", "Two", "A rather long label of a button", "x")
    ]
    main = Button(text("button-topup"), Call("topup", {}), main=True)
    keyboard = RENDERER.keyboard(Card(Reply(buttons=(buttons[0], main, *buttons[1:])), "en", False))
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Top up"],
        ["One", "Two"],
        ["A rather long label of a button"],
        ["x"],
    ]


@pytest.mark.parametrize(
    "call",
    [
        Call("make", {"job": ID}),
        Call("change", {"job": ID, "quality": "medium"}),
        Call("change", {"job": ID, "shape": "landscape"}),
        Call("change", {"job": ID, "spoiler": "false"}),
        Call("vary", {"picture": ID}),
        Call("delete", {"job": ID, "sure": True}),
        Call("older", {"before": 2**52}),
        Call("settings", {"ask": "always"}),
        Call("topup", {"pack": "atelier"}),
    ],
)
def test_every_button_fits_and_comes_back(call: Call) -> None:
    data = data_of(Button(text("button-make-it", price=text("credits", count=160)), call))
    assert len(data.encode()) <= MOST_DATA
    match = re.fullmatch(PRESS, data)
    assert match is not None
    again = call_of(match["command"], match["values"])
    assert (again.command, dict(again.values)) == (call.command, {name: str(value) for name, value in call.values.items()})
    assert match["seen"] == "160"


@pytest.mark.parametrize("address", ["http://localhost:8080/legal/privacy?a=1&b=<2>", "https://inkmirage/x", "http://[::1]:8080/x"])
def test_a_link_that_no_button_may_carry_is_words_to_copy(address: str) -> None:
    """Telegram refuses the whole message for one such button (platforms.md B5)."""
    there, make = Button(text("button-policy"), Link(address), main=True), Button(text("button-help"), Call("help", {}))
    card = Card(Reply(lines=(text("yes"),), buttons=(there, make)), "en", public=False)
    assert address in parsed(RENDERER.words(card, MOST_TEXT), "HTML").text
    keyboard = RENDERER.keyboard(card)
    assert keyboard is not None
    assert [[button.callback_data for button in row] for row in keyboard.inline_keyboard] == [[data_of(make)]]
    assert RENDERER.keyboard(Card(Reply(buttons=(there,)), "en", public=False)) is None


@pytest.mark.parametrize("address", ["https://t.me/InkMirageBot?start=help", "http://127.0.0.1:8080/x", "https://inkmirage.example/x"])
def test_a_link_that_a_button_may_carry_is_a_button_alone(address: str) -> None:
    card = Card(Reply(lines=(text("yes"),), buttons=(Button(text("button-policy"), Link(address)),)), "en", public=False)
    assert address not in RENDERER.words(card, MOST_TEXT)
    keyboard = RENDERER.keyboard(card)
    assert keyboard is not None
    assert [button.url for row in keyboard.inline_keyboard for button in row] == [address]


def test_a_button_that_does_not_fit_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="too much"):
        data_of(Button(text("yes"), Call("make", {"job": ID * 3})))


def test_a_link_shows_what_it_may_and_does_nothing_else() -> None:
    commands: dict[str, Command] = {command.name: command for command in COMMANDS}
    for call in (Call("balance", {}), Call("show", {"id": "A7K2QX"}), Call("original", {"job": ID})):
        payload = payload_of(call)
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
        found = call_in(payload, commands)
        assert found is not None
        assert (found.command, dict(found.values)) == (call.command, dict(call.values))
    for call in (Call("settings", {"ask": "never"}), Call("make", {"job": ID}), Call("again", {}), Call("delete", {"job": "x"})):
        assert call_in(payload_of(call), commands) is None, "a stranger's link may not change or cost anything"
    for payload in ("", "c-", "c-%%%", "nonsense", "c-" + "A" * 60, "make", "cancel"):
        assert call_in(payload, commands) is None


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_of_ours_breaks_the_markup(locale: str) -> None:
    """Sentences are shown as they are; only what is put into them is escaped."""
    for name in ("inkmirage", "telegram"):
        words = (LOCALES_FOLDER / locale / f"{name}.ftl").read_text("utf-8")
        kept = [line for line in words.splitlines() if not line.startswith(("#", "mention-"))]
        assert not [line for line in kept if re.search(r"[<&]", line.replace("->", ""))]
