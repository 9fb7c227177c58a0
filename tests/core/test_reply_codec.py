"""Every reply survives being stored, word for word."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import reply, reply_codec
from core.reply import Button, Call, Document, Fact, Form, Invoice, Link, Picture, Progress, Reply, Tone
from core.text import Argument, Money, Text

words = st.text(st.characters(codec="utf-8"), max_size=12)
names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
numbers = st.integers(-(2**53), 2**53)
instants = st.integers(0, 7 * 10**15).map(lambda microseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds))
money = st.builds(Money, numbers, words)
plain = st.one_of(words, numbers, instants, money)
texts = st.recursive(
    st.builds(Text, words, st.dictionaries(names, plain, max_size=3)),
    lambda inner: st.builds(Text, words, st.dictionaries(names, inner | plain, max_size=3)),
    max_leaves=4,
)
values = st.dictionaries(names, st.one_of(words, numbers, st.booleans()), max_size=3)
flags = st.booleans()


def tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=3).map(tuple)


replies = st.builds(
    Reply,
    lines=tuples(texts),
    tone=st.sampled_from(Tone),
    facts=tuples(st.builds(Fact, texts, texts)),
    quote=st.none() | words,
    pictures=tuples(st.builds(Picture, words, texts, numbers, numbers, spoiler=flags, draft=flags)),
    documents=tuples(st.builds(Document, words, words, words)),
    buttons=tuples(st.builds(Button, texts, st.builds(Call, words, values) | st.builds(Link, words), main=flags)),
    progress=st.none() | st.builds(Progress, numbers, numbers, numbers),
    form=st.none() | st.builds(Form, words, values),
    invoice=st.none() | st.builds(Invoice, words, texts, texts, numbers),
    skus=tuples(words),
    private=flags,
    job=st.none() | words,
)


@settings(max_examples=60, deadline=None)
@given(replies)
def test_a_reply_comes_back_as_it_was(original: Reply) -> None:
    stored = json.loads(json.dumps(reply_codec.to_json(original)))
    assert reply_codec.from_json(stored) == original


def test_true_does_not_become_one() -> None:
    original = Reply(form=Form("imagine", {"private": True, "count": 1}))
    back = reply_codec.from_json(json.loads(json.dumps(reply_codec.to_json(original))))
    assert back.form is not None
    assert [type(value) for value in back.form.values.values()] == [bool, int]


def test_an_empty_reply_takes_little_room() -> None:
    assert reply_codec.to_json(Reply()) == {"is": "Reply"}


def test_a_reply_stored_before_a_field_existed_gets_its_default() -> None:
    assert reply_codec.from_json({"is": "Reply", "quote": "a fox"}) == Reply(quote="a fox")


NO_REPLIES: list[dict[str, Any]] = [
    {},
    {"quote": "q"},
    {"is": "object"},
    {"is": "Text", "key": "k"},
    {"is": "Reply", "form": {"is": "Path"}},
]


@pytest.mark.parametrize("stored", NO_REPLIES)
def test_what_is_not_a_reply_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a stored reply"):
        reply_codec.from_json(stored)


def test_the_codec_knows_every_value_of_a_reply() -> None:
    declared = {value for value in vars(reply).values() if isinstance(value, type) and value.__module__ == reply.__name__}
    assert declared - {Tone} <= set(reply_codec.VALUES.values())
    assert {kind for kind in get_args(Argument) if kind in (str, int, datetime, Money)} == {str, int, datetime, Money}
