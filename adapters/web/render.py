"""Replies and chat entries as the page's JSON. Pure, but for links, which are made beforehand."""

from collections.abc import Callable, Mapping
from typing import Any

from core.presses import price_on
from core.reply import Button, Call, Document, Fact, Form, Picture, Reply
from core.storage.playground import ChatEntry
from core.text import Catalogue, Text

Words = Callable[[Text], str]
Links = Mapping[tuple[str, bool], str]
"""By object key, and whether it is a download: a picture is both shown and offered as a file."""


def keys_of(reply: Reply) -> list[tuple[str, bool]]:
    """The stored objects a reply shows, and whether each is a download."""
    return [(p.object_key, False) for p in reply.pictures] + [(d.object_key, True) for d in reply.documents]


def message(entry: ChatEntry, body: Mapping[str, Any], *, private: bool) -> dict[str, Any]:
    """One message of the chat."""
    return {
        "id": entry.id,
        "key": entry.key,
        "author": entry.author,
        "revision": entry.revision,
        "at": entry.created_at.isoformat(),
        "private": private,
        "body": body,
    }


def reply_body(reply: Reply, locale: str, catalogue: Catalogue, links: Links) -> dict[str, Any]:
    """What the page shows of a reply. The page treats every string as text, so nothing needs escaping here."""

    def words(text: Text) -> str:
        return catalogue.format(text, locale)

    return {
        "lines": [words(line) for line in reply.lines],
        "tone": reply.tone.value,
        "facts": [_fact(fact, words) for fact in reply.facts],
        "quote": reply.quote,
        "pictures": [_picture(picture, words, links) for picture in reply.pictures],
        "documents": [_document(document, links) for document in reply.documents],
        "buttons": [_button(button, words) for button in reply.buttons],
        "progress": None if reply.progress is None else vars(reply.progress),
    }


def form(wanted: Form | None) -> dict[str, Any] | None:
    """A form the page is to open, filled in."""
    return None if wanted is None else {"command": wanted.command, "values": dict(wanted.values)}


def _fact(fact: Fact, words: Words) -> dict[str, str]:
    return {"label": words(fact.label), "value": words(fact.value)}


def _picture(picture: Picture, words: Words, links: Links) -> dict[str, Any]:
    return {
        "src": links[picture.object_key, False],
        "alt": words(picture.alt),
        "width": picture.width,
        "height": picture.height,
        "spoiler": picture.spoiler,
        "draft": False,
    }


def _document(document: Document, links: Links) -> dict[str, str]:
    return {"href": links[document.object_key, True], "name": document.name}


def _button(button: Button, words: Words) -> dict[str, Any]:
    call = {"command": button.action.command, "values": dict(button.action.values)} if isinstance(button.action, Call) else None
    href = None if isinstance(button.action, Call) else button.action.url
    return {"label": words(button.label), "main": button.main, "call": call, "href": href, "seen": price_on(button)}
