"""Which messages are kept until they are worked on, and what of them: nothing that we have no use for (PRV-04)."""

from collections.abc import Mapping
from typing import Any, Union

Kept = Mapping[str, Union[type, "Kept", tuple["Kept"]]]
"""What is kept of an object: the kind of value under a name, or what is kept of the object that stands there, or (a tuple) of each."""

CHAT: Kept = {"id": int, "type": str}
PERSON: Kept = {"id": int, "is_bot": bool, "first_name": str, "last_name": str, "language_code": str}
PHOTO: Kept = {"file_id": str, "file_unique_id": str, "width": int, "height": int, "file_size": int}
FILE: Kept = {"file_id": str, "file_unique_id": str, "mime_type": str, "file_size": int}
ORDER: Kept = {"currency": str, "total_amount": int, "invoice_payload": str}
CONTENT: Kept = {"photo": (PHOTO,), "document": FILE}
CHARGE: Kept = {**ORDER, "telegram_payment_charge_id": str, "provider_payment_charge_id": str}
WORDS: Kept = {"text": str, "caption": str}
PLACE: Kept = {
    "message_id": int,
    "ephemeral_message_id": int,
    "date": int,
    "chat": CHAT,
    "from": PERSON,
    "sender_chat": CHAT,
    "message_thread_id": int,
    "is_topic_message": bool,
    "media_group_id": str,
    "migrate_to_chat_id": int,
    "migrate_from_chat_id": int,
    "successful_payment": CHARGE,
    "refunded_payment": CHARGE,
}
ANSWERED: Kept = {**PLACE, **CONTENT}
MEMBERSHIP: Kept = {"status": str, "user": PERSON}
UPDATE: Kept = {
    "update_id": int,
    "message": {**ANSWERED, **WORDS, "reply_to_message": ANSWERED},
    "callback_query": {
        "id": str,
        "from": PERSON,
        "chat_instance": str,
        "data": str,
        "inline_message_id": str,
        # No more of the message than where it stands and whose it is.
        "message": {**ANSWERED, "reply_to_message": ANSWERED},
    },
    "inline_query": {"id": str, "from": PERSON, "query": str, "offset": str},
    "pre_checkout_query": {"id": str, "from": PERSON, **ORDER},
    "my_chat_member": {"date": int, "chat": CHAT, "from": PERSON, "old_chat_member": MEMBERSHIP, "new_chat_member": MEMBERSHIP},
}

OTHER = ("sticker", "voice", "video", "video_note", "audio", "animation", "location", "contact", "poll", "dice", "venue")
SOMETHING = "something_else"
"""Stands for what a message carries that we cannot work with; what it was is not kept."""
AWAY = frozenset({"kicked", "left"})

Json = Mapping[str, Any]


def is_for_us(message: Json) -> bool:
    """Whether it may be meant for us, by what is kept of it. In a group that hears everything, talk that is no command and answers no bot
    leaves no trace."""
    if not message or message.get("chat", {}).get("type") == "private":
        return True
    words = (message.get("text") or message.get("caption") or "").lstrip()
    answered = message.get("reply_to_message", {}).get("from", {}).get("is_bot")
    # The pictures of an album carry its words under one of them only.
    return words.startswith("/") or bool(answered) or "migrate_to_chat_id" in message or "media_group_id" in message


def kept_of(update: Json) -> dict[str, Any]:
    """What is needed of an update. Whatever has another kind than Telegram says goes too, so that what is left fits its column."""
    kept: dict[str, Any] = _cut(update, UPDATE)
    if "message" in kept and any(name in update["message"] for name in OTHER):
        kept["message"][SOMETHING] = True
    for name in ("old_chat_member", "new_chat_member"):
        if "status" in (membership := kept.get("my_chat_member", {}).get(name, {})):
            # The library reads other states only together with all their rights, of which we use none.
            membership["status"] = "left" if membership["status"] in AWAY else "member"
    return kept


def _cut(value: Json, kept: Kept) -> dict[str, Any]:
    cut: dict[str, Any] = {}
    for name in kept.keys() & value.keys():
        match kept[name], value[name]:
            case (inner,), list(found):
                cut[name] = [_cut(one, inner) for one in found if isinstance(one, dict)]
            case dict(inner), dict(found):
                cut[name] = _cut(found, inner)
            case type() as kind, found if type(found) is kind:
                cut[name] = found
    return cut
