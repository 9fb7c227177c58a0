"""A conversation as text: who sees what, with marked words, pictures and buttons spelled out."""

from tests.loopback_telegram.entities import rendered
from tests.loopback_telegram.files import StoredFile
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.places import Account, Chat, Notice
from tests.loopback_telegram.refusals import Json

_MARKS = {
    "bold": ("**", "**"),
    "italic": ("_", "_"),
    "underline": ("__", "__"),
    "strikethrough": ("~~", "~~"),
    "spoiler": ("||", "||"),
    "code": ("`", "`"),
    "pre": ("```", "```"),
    "blockquote": ("«", "»"),
    "expandable_blockquote": ("«", "…»"),
}
_STYLES = {"danger": "x", "success": "+", "primary": "!"}


def transcript(chat: Chat, viewer: Account | None = None) -> str:
    """Everything in the chat that this account sees; None sees everything."""
    title = f"private chat of {chat.title}" if chat.private else f"{chat.title} ({chat.kind})"
    seen = f", as {viewer.name} sees it" if viewer else ""
    return "\n".join([f"== {title}{seen} ==", *(described(each) for each in shown_to(chat, viewer))])


def shown_to(chat: Chat, viewer: Account | None) -> list[Message | Notice]:
    """Messages, and what this account was told in passing, in their order."""
    if viewer is not None and viewer is not chat.bot and viewer not in chat.members:
        return []
    notices = [notice for notice in chat.notices if viewer in (None, notice.person)]
    shown: list[Message | Notice] = [*chat.visible(), *notices]
    return sorted(shown, key=lambda each: each.at)


def described(shown: Message | Notice) -> str:
    """One message: a heading, then what it shows."""
    if isinstance(shown, Notice):
        return f"[{shown.at:%H:%M:%S}] {'alert' if shown.alert else 'notice'} to {shown.person.name}: {shown.text}"
    if shown.shape.service:
        return f"[{shown.at:%H:%M:%S}] * {_service(shown)}"
    return "\n".join([_heading(shown), *(f"  {line}" for line in _lines(shown))])


def _heading(message: Message) -> str:
    topic = message.chat.topics.get(message.thread or 0)
    notes = [f"in {topic.name}"] if topic else []
    notes += [f"via {message.via.name}"] if message.via else []
    notes += [f"↩ {summary(message.reply_to)}"] if message.reply_to else []
    notes += [f"album {message.album[-3:]}"] if message.album else []
    notes += [f"edited {message.edited_at:%H:%M:%S}"] if message.edited_at else []
    who = f"{message.sender.name}{' (bot)' if message.sender.bot else ''}"
    return f"[{message.at:%H:%M:%S}] {who}{' — ' if notes else ''}{'; '.join(notes)}"


def summary(message: Message) -> str:
    """A message in a few words, as a reply quotes it."""
    text = message.text.partition("\n")[0]
    what = "" if message.photo is None else "picture "
    return f"{message.sender.name}: {what}{text[:40]}{'…' if len(text) > 40 else ''}".rstrip()


def _lines(message: Message) -> list[str]:
    shape = message.shape
    words = rendered(shape.words, marks).splitlines()
    pictured = _picture(message) + ([_file(shape.document)] if shape.document else []) + _invoice(shape.invoice)
    lines = words + pictured if shape.above else pictured + words
    lines += [" ".join(_button(button) for button in row) for row in shape.keyboard]
    lines += [f"[{' '.join(shape.markup)}]"] if shape.markup else []
    return lines + ([f"{''.join(message.reactions)} by the bot"] if message.reactions else [])


def _picture(message: Message) -> list[str]:
    if message.photo is None:
        return []
    width, height = message.photo.pixels
    return [f"[{'spoilered ' if message.shape.spoiler else ''}picture {width}×{height}]"]


def _file(document: StoredFile) -> str:
    return f"[document {document.name} {len(document.data)} bytes]"


def _invoice(invoice: Json | None) -> list[str]:
    return [f"[invoice “{invoice['title']}” {invoice['total_amount']} ⭐] {invoice['description']}"] if invoice else []


def marks(entity: Json) -> tuple[str, str]:
    """What a transcript writes around marked words."""
    if entity["type"] == "text_link":
        return "[", f"]({entity['url']})"
    return _MARKS.get(entity["type"], ("", ""))


def _button(button: Json) -> str:
    mark = _STYLES.get(button.get("style", ""), "")
    leads = {"url": "->", "pay": "$", "copy_text": "copy:", "switch_inline_query": "@", "switch_inline_query_current_chat": "@"}
    return f"({mark}{next((sign for name, sign in leads.items() if name in button), '')}{button['text']})"


def _service(message: Message) -> str:
    said = message.shape.service or {}
    return ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in said.items())


def _short(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or f"{value.get('total_amount')} ⭐")
    return str(value)
