"""Which messages are kept until they are worked on, and what of them: nothing that we have no use for (PRV-04)."""

from collections.abc import Mapping
from typing import Any

KEPT = frozenset(
    {
        "message_id",
        "ephemeral_message_id",
        "date",
        "chat",
        "from",
        "sender_chat",
        "message_thread_id",
        "is_topic_message",
        "media_group_id",
        "text",
        "caption",
        "photo",
        "document",
        "successful_payment",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    }
)
WORDS = frozenset({"text", "caption"})
OTHER = ("sticker", "voice", "video", "video_note", "audio", "animation", "location", "contact", "poll", "dice", "venue")
SOMETHING = "something_else"
"""Stands for what a message carries that we cannot work with; what it was is not kept."""

Json = Mapping[str, Any]


def is_for_us(message: Json) -> bool:
    """Whether it may be meant for us. In a group that hears everything, talk that is no command and answers no bot leaves no trace."""
    if not message or (message.get("chat") or {}).get("type") == "private":
        return True
    words = str(message.get("text") or message.get("caption") or "").lstrip()
    answered = ((message.get("reply_to_message") or {}).get("from") or {}).get("is_bot")
    # The pictures of an album carry its words under one of them only.
    return words.startswith("/") or bool(answered) or "migrate_to_chat_id" in message or "media_group_id" in message


def kept_of(message: Json) -> dict[str, Any]:
    """What is needed of a message, and of the one that it replies to."""
    kept = {name: value for name, value in message.items() if name in KEPT}
    if any(name in message for name in OTHER):
        kept[SOMETHING] = True
    if isinstance(there := message.get("reply_to_message"), Mapping):
        kept["reply_to_message"] = {name: value for name, value in there.items() if name in KEPT - WORDS}
    return kept


def pressed_of(press: Json) -> dict[str, Any]:
    """A press, with no more of its message than where it stands and whose it is."""
    message = press.get("message")
    if not isinstance(message, Mapping):
        return dict(press)
    return {**press, "message": {name: value for name, value in kept_of(message).items() if name not in WORDS}}
