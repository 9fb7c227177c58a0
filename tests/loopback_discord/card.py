"""A message as a page that looks like Discord's dark theme and needs nothing else, to be photographed."""

import base64
import re
from html import escape
from pathlib import Path

from tests.loopback_discord import limits
from tests.loopback_discord.cdn import StoredFile
from tests.loopback_discord.messages import Message
from tests.loopback_discord.places import Account, Channel
from tests.loopback_discord.refusals import Json

_STYLE = Path(__file__).with_suffix(".css").read_text("utf-8")

_MARKDOWN = [
    (r"```(?:\w+\n)?(.+?)```", r"<pre>\1</pre>"),
    (r"`([^`\n]+)`", r"<code>\1</code>"),
    (r"(?m)^[-*] ", "• "),
    (r"(?m)^### (.+)\n?", r"<h3>\1</h3>"),
    (r"(?m)^## (.+)\n?", r"<h2>\1</h2>"),
    (r"(?m)^# (.+)\n?", r"<h1>\1</h1>"),
    (r"(?m)^-# (.+)$", r"<small>\1</small>"),
    (r"(?m)^&gt; (.+)\n?", r"<q>\1</q>"),
    (r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)", r'<a href="\2">\1</a>'),
    (r"(?<![\"(])(https?://[^\s<]+)", r'<a href="\1">\1</a>'),
    (r"\*\*(.+?)\*\*", r"<b>\1</b>"),
    (r"__(.+?)__", r"<u>\1</u>"),
    (r"~~(.+?)~~", r"<s>\1</s>"),
    (r"(?<![\w*\\])\*([^*\n]+)\*", r"<i>\1</i>"),
    (r"(?<![\w\\])_([^_\n]+)_(?!\w)", r"<i>\1</i>"),
    (r"&lt;t:(\d+)(?::\w)?&gt;", r"<code>\1</code>"),
    (r"&lt;a?:(\w+):\d+&gt;", r":\1:"),
    (r"\\([*_~`|&gt;#:@\-\[\]()])", r"\1"),
]


def card(message: Message) -> str:
    """The page of one message."""
    return _page([message])


def conversation(channel: Channel, viewer: Account | None = None) -> str:
    """The page of a channel as this account sees it; None sees everything."""
    return _page(channel.visible_to(viewer))


def _page(messages: list[Message]) -> str:
    shown = "".join(_message(message) for message in messages)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Discord</title><style>{_STYLE}</style><body>{shown}</body></html>'


def _message(message: Message) -> str:
    app = ' <span class="app">APP</span>' if message.author.bot else ""
    when = f' <span class="when">{message.created_at:%H:%M}</span>'
    edited = ' <span class="edited">(edited)</span>' if message.edited_at and not message.shape.v2 else ""
    content = f'<div class="text">{_markdown(message.shape.content, message)}{edited}</div>' if message.shape.content else ""
    thinking = '<div class="note">… is thinking</div>' if message.loading else ""
    hidden = '<div class="note">👁 Only you can see this • Dismiss message</div>' if message.ephemeral else ""
    inner = content + "".join(_embed(embed, message) for embed in message.shape.embeds) + _loose_files(message)
    inner += "".join(_component(component, message) for component in message.shape.components) + thinking + hidden
    head = f'<div><span class="who">{escape(message.author.name)}</span>{app}{when}</div>'
    avatar = f'<div class="avatar">{escape(message.author.name[:1])}</div>'
    return f'<div class="message{" hidden" if message.ephemeral else ""}">{avatar}<div class="body">{head}{inner}</div></div>'


def _loose_files(message: Message) -> str:
    """Files that no component shows; a V2 message hides them."""
    if message.shape.v2:
        return ""
    files = message.unreferenced()
    pictures = [_picture(file, file.description or "", spoiler=False) for file in files if file.pixels]
    return _gallery(pictures) + "".join(_file(file) for file in files if not file.pixels)


def _component(component: Json, message: Message) -> str:
    kind = component["type"]
    inner = "".join(_component(each, message) for each in component.get("components") or [])
    if kind == limits.CONTAINER:
        colour = component.get("accent_color")
        edge = f' style="border-left: 4px solid #{colour:06x}"' if colour else ""
        return f'<div class="container"{edge}>{inner}</div>'
    if kind == limits.SECTION:
        return f'<div class="section"><div>{inner}</div>{_component(component["accessory"], message)}</div>'
    if kind == limits.ACTION_ROW:
        return f'<div class="row">{inner}</div>'
    if kind == limits.TEXT_DISPLAY:
        return f'<div class="text">{_markdown(component["content"], message)}</div>'
    if kind == limits.SEPARATOR:
        return "<hr>" if component.get("divider", True) else "<div></div>"
    if kind == limits.BUTTON:
        return _button(component)
    if kind in limits.SELECTS:
        chosen = [option["label"] for option in component.get("options") or [] if option.get("default")]
        return f'<div class="select"><span>{escape(", ".join(chosen) or component.get("placeholder") or "…")}</span><span>⌄</span></div>'
    return _media_component(component, message)


def _media_component(component: Json, message: Message) -> str:
    if component["type"] == limits.MEDIA_GALLERY:
        return _gallery([_shown(item["media"], item, message) for item in component["items"]])
    if component["type"] == limits.THUMBNAIL:
        return f'<div class="thumbnail">{_shown(component["media"], component, message)}</div>'
    file = message.file_at(component["file"]["url"])
    return _file(file) if file else ""


def _gallery(pictures: list[str]) -> str:
    if not pictures:
        return ""
    return f'<div class="gallery{" several" if len(pictures) > 1 else ""}">{"".join(pictures)}</div>'


def _shown(media: Json, item: Json, message: Message) -> str:
    file = message.file_at(media["url"])
    if file is None:
        return f'<div class="missing">external picture, may never appear<br>{escape(media["url"])}</div>'
    return _picture(file, item.get("description") or "", spoiler=bool(item.get("spoiler")))


def _picture(file: StoredFile, alt: str, *, spoiler: bool) -> str:
    data = base64.b64encode(file.data).decode()
    hidden = ' class="spoiler"' if spoiler else ""
    return f'<img alt="{escape(alt)}" src="data:{escape(file.content_type)};base64,{data}"{hidden}>'


def _file(file: StoredFile) -> str:
    return f'<div class="file"><a href="#">{escape(file.filename)}</a><div class="note">{file.size} bytes</div></div>'


def _button(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    label = " ".join(
        part
        for part in (emoji, button.get("label") or button.get("sku_id") or "", "↗" if button["style"] == limits.LINK_STYLE else "")
        if part
    )
    off = " disabled" if button.get("disabled") else ""
    return f'<button class="s{button["style"]}"{off}>{escape(label)}</button>'


def _embed(embed: Json, message: Message) -> str:
    colour = f' style="border-color: #{embed["color"]:06x}"' if embed.get("color") else ""
    title = f"<b>{escape(embed['title'])}</b>" if embed.get("title") else ""
    text = f'<div class="text">{_markdown(embed["description"], message)}</div>' if embed.get("description") else ""
    fields = "".join(
        f'<div><b>{escape(field["name"])}</b><div class="text">{_markdown(field["value"], message)}</div></div>'
        for field in embed.get("fields") or []
    )
    picture = _gallery([_shown(embed["image"], embed["image"], message)]) if embed.get("image") else ""
    return f'<div class="embed"{colour}>{title}{text}{fields}{picture}</div>'


def _markdown(text: str, message: Message) -> str:
    """Discord's Markdown, the usual part of it."""
    shown = escape(text, quote=False)
    for pattern, put in _MARKDOWN:
        shown = re.sub(pattern, put, shown, flags=re.DOTALL if pattern.startswith("```") else 0)
    return re.sub(r"&lt;@!?(\d+)&gt;", lambda found: f'<span class="mention">@{escape(_name(found[1], message))}</span>', shown)


def _name(account_id: str, message: Message) -> str:
    members = message.channel.guild.members if message.channel.guild else message.channel.recipients
    return next((account.name for account in members if account.id == account_id), "unknown-user")
