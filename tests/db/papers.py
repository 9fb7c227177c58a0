"""A document of every shape that the JSON columns have, with one word of somebody's in it."""

from dataclasses import asdict
from typing import Any

from core.billing import Contents
from db import documents
from db.tables.legal_holds import COPIED


def where(word: str = "somewhere", grant: str = "") -> dict[str, Any]:
    """An address in a chat of this name."""
    return {"platform": "web", "chat": word, "message": "", "grant": grant, "private": False, "uid": ""}


def side(word: str = "somebody", grant: str = "") -> dict[str, Any]:
    """Somebody of this name."""
    return {"platform": "web", "name": word, "locale": "en", "address": where("", grant)}


def answer(word: str = "words") -> dict[str, Any]:
    """A reply that quotes this."""
    return {"is": "Reply", "quote": word}


def said(word: str = "words") -> dict[str, Any]:
    """Something said in the playground."""
    return {"text": word, "files": []}


def question(word: str = "words") -> dict[str, Any]:
    """A form with this filled in."""
    return {"command": "imagine", "values": {"prompt": word}}


def bill(word: str = "words") -> dict[str, Any]:
    """What a receipt of this order says."""
    return asdict(
        Contents("receipt", "R26-000001", "2026-01-05", "2026-01-05", "", "", "", "", "", "p", 1, "EUR", 1, 1, 0, 0, "", "till", "c", word)
    )


def sample(shape: Any, word: str, grant: str = "") -> Any:
    """A document of that shape. Raises `KeyError` if nobody thought of it here."""
    by_shape: dict[Any, Any] = {
        documents.Where: where(word, grant),
        documents.Side: side(word, grant),
        documents.Answer: answer(word),
        documents.Answer | documents.Said: said(word),
        documents.Question: question(word),
        documents.Charge: {"charge_ref": word, "gross": 1, "currency": "EUR"},
        documents.Bill: bill(word),
        documents.MailBlanks: {"name": word},
        documents.News: {"update_id": 1, "message": {"text": word}},
        documents.Ids: [word],
        documents.Texts: ["privacy"],
        COPIED: {"changed": ["prompt"], "row": {"prompt": word, "address": where("", grant)}},
    }
    return by_shape[shape]
