"""A chat as a page that looks like a Telegram app and needs nothing else, to be photographed."""

import base64
import re
from html import escape
from pathlib import Path

from tests.loopback_telegram.entities import rendered
from tests.loopback_telegram.files import StoredFile
from tests.loopback_telegram.messages import Message, NotPossible
from tests.loopback_telegram.places import Account, Chat, Notice
from tests.loopback_telegram.refusals import Json
from tests.loopback_telegram.transcript import described, shown_to, summary

_STYLE = Path(__file__).with_suffix(".css").read_text("utf-8")
_FACES = ["#e17076", "#eda86c", "#a695e7", "#7bc862", "#6ec9cb", "#65aadd", "#ee7aae"]
_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}
_LINK = ('<span class="link">', "</span>")


def card(message: Message, viewer: Account | None = None) -> str:
    """The page of one message."""
    return _page(message.chat, viewer, [message])


def conversation(chat: Chat, viewer: Account | None = None) -> str:
    """The page of a chat as this account sees it; in a private chat that is the person."""
    viewer = viewer or (chat.person if chat.private else None)
    shown = shown_to(chat, viewer)
    if viewer is not None and viewer not in chat.members:
        raise NotPossible(f"{viewer.name} does not see {chat}")
    return _page(chat, viewer, shown)


def _page(chat: Chat, viewer: Account | None, shown: list[Message | Notice] | list[Message]) -> str:
    body = "".join(_shown(each, viewer) for each in shown if not _album(each)[1:] or each is _album(each)[0])
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Telegram</title><style>{_STYLE}</style>'
    return f"{head}<body>{_header(chat)}<main>{body}</main></body></html>"


def _album(shown: Message | Notice) -> list[Message]:
    """The messages of the album that this one belongs to; they are shown as one."""
    if isinstance(shown, Notice) or shown.album is None:
        return []
    return [message for message in shown.chat.visible() if message.album == shown.album]


def _header(chat: Chat) -> str:
    who = chat.bot.name if chat.private else chat.title
    below = "bot" if chat.private else f"{len(chat.members) + 1} members"
    return f"<header>{_face(who, len(who))}<div><b>{escape(who)}</b><small>{below}</small></div></header>"


def _face(name: str, number: int) -> str:
    return f'<div class="face" style="background: {_FACES[number % len(_FACES)]}">{escape(name[:1])}</div>'


def _shown(shown: Message | Notice, viewer: Account | None) -> str:
    if isinstance(shown, Notice):
        return f'<div class="toast{" alert" if shown.alert else ""}">{escape(shown.text)}</div>'
    if shown.shape.service:
        return f'<div class="note">{escape(described(shown).partition("* ")[2])}</div>'
    own = shown.sender is viewer
    face = "" if own or shown.chat.private else _face(shown.sender.name, shown.sender.id)
    return (
        f'<div class="line{" own" if own else ""}">{face}<div><div class="bubble">{_inside(shown, own=own)}</div>{_keys(shown)}</div></div>'
    )


def _inside(message: Message, *, own: bool) -> str:
    shape = message.shape
    media = _photos(message) + _files(message) + (_invoice(shape.invoice) if shape.invoice else "")
    words = f'<div class="words">{_words(message)}</div>' if shape.words.text else ""
    top = "" if own or message.chat.private else _who(message)
    shown = words + media if shape.above else media + words
    return top + _quote(message) + shown + _reactions(message) + _when(message)


def _words(message: Message) -> str:
    """A paragraph of its own ends its line; the line break behind it is not shown as an empty line."""
    return re.sub(r"(</blockquote>|</pre>)\n", r"\1", rendered(message.shape.words, _tags, escape))


def _who(message: Message) -> str:
    colour = _FACES[message.sender.id % len(_FACES)]
    via = f" <i>via @{escape(message.via.username or '')}</i>" if message.via else ""
    return f'<div class="who" style="color: {colour}">{escape(message.sender.name)}{via}</div>'


def _quote(message: Message) -> str:
    if message.reply_to is None:
        return ""
    who, _, what = summary(message.reply_to).partition(": ")
    return f'<div class="quote"><b>{escape(who)}</b>{escape(what)}</div>'


def _photos(message: Message) -> str:
    shown = "".join(_photo(each) for each in _album(message) or [message])
    return f'<div class="album">{shown}</div>' if message.album and shown else shown


def _files(message: Message) -> str:
    return "".join(_file(each.document) for each in _album(message) or [message] if each.document)


def _photo(message: Message) -> str:
    if message.photo is None:
        return ""
    data = base64.b64encode(message.photo.data).decode()
    hidden = " hidden" if message.shape.spoiler else ""
    return f'<div class="photo{hidden}"><img alt="" src="data:image/jpeg;base64,{data}"></div>'


def _file(document: StoredFile) -> str:
    size = f"{len(document.data) / 1024:.1f} KB"
    return f'<div class="file"><div>↓</div><div><b>{escape(document.name)}</b><br><small>{size}</small></div></div>'


def _invoice(invoice: Json) -> str:
    price = f"{invoice['total_amount']} ⭐"
    return f'<div class="invoice"><b>{escape(invoice["title"])}</b> <small>{price}</small><br>{escape(invoice["description"])}</div>'


def _reactions(message: Message) -> str:
    return f'<div class="reactions"><span>{"".join(message.reactions)}</span></div>' if message.reactions else ""


def _when(message: Message) -> str:
    """Apps do not say of a bot's message that it was edited."""
    edited = "edited " if message.edited_at and not message.sender.bot else ""
    return f'<div class="when">{edited}{message.at:%H:%M}</div>'


def _keys(message: Message) -> str:
    rows = "".join(f"<div>{''.join(_key(button) for button in row)}</div>" for row in message.shape.keyboard)
    return f'<div class="keys">{rows}</div>' if rows else ""


def _key(button: Json) -> str:
    sign = "<sup>↗</sup>" if "url" in button else ""
    return f'<button class="{escape(button.get("style", ""))}">{escape(button["text"])}{sign}</button>'


def _tags(entity: Json) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    return _TAGS.get(entity["type"], _LINK)
