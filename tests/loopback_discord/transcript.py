"""A conversation as text: who sees what, with pictures, buttons and menus spelled out."""

from tests.loopback_discord import limits
from tests.loopback_discord.messages import Message
from tests.loopback_discord.places import Account, Channel
from tests.loopback_discord.refusals import Json

_BUTTON_MARKS = {1: "!", 2: "", 3: "+", 4: "x", 5: "->", 6: "$"}


def transcript(channel: Channel, viewer: Account | None = None) -> str:
    """Everything in the channel that this account sees; None sees everything."""
    title = f"#{channel.name} in {channel.guild.name}" if channel.guild else f"direct messages of {channel.name}"
    seen = f", as {viewer.name} sees it" if viewer else ""
    return "\n".join([f"== {title}{seen} ==", *(described(message) for message in channel.visible_to(viewer))])


def described(message: Message) -> str:
    """One message: a heading, then what it shows."""
    shown = [*message.shape.content.splitlines(), *(line for embed in message.shape.embeds for line in _embed(embed))]
    for component in message.shape.components:
        shown += _lines(component, message)
    if not message.shape.v2:
        shown += [_picture(file.filename, file.pixels, file.description, "file") for file in message.unreferenced()]
    elif hidden := message.unreferenced():
        shown.append(f"(uploaded but shown nowhere: {', '.join(file.filename for file in hidden)})")
    if message.loading:
        shown.append("… is thinking")
    return "\n".join([_heading(message), *(f"  {line}" for line in shown)])


def _heading(message: Message) -> str:
    notes = []
    if message.interaction is not None:
        notes.append(_cause(message))
    if message.only_for is not None:
        notes.append(f"only {message.only_for.name} sees this")
    if message.edited_at is not None:
        notes.append(f"edited {message.edited_at:%H:%M:%S}")
    return f"[{message.created_at:%H:%M:%S}] {message.author.name}{' (app)' if message.author.bot else ''}" + (
        f" — {'; '.join(notes)}" if notes else ""
    )


def _cause(message: Message) -> str:
    interaction = message.interaction
    assert interaction is not None
    who = interaction.origin.person.name
    if interaction.kind == 2:
        options = " ".join(f"{option['name']}:{option.get('value')}" for option in interaction.data.get("options") or [])
        return f"{who} used {interaction.data['name']} {options}".rstrip()
    return f"{who} pressed {interaction.data['custom_id']}" if interaction.kind == 3 else f"{who} sent a form"


def _lines(component: Json, message: Message) -> list[str]:
    kind = component["type"]
    inner = [line for each in component.get("components") or [] for line in _lines(each, message)]
    if kind == limits.CONTAINER:
        return ["┌", *(f"│ {line}" for line in inner), "└"]
    if kind == limits.SECTION:
        return inner + [f"    » {line}" for line in _lines(component["accessory"], message)]
    if kind == limits.ACTION_ROW:
        return [" ".join(inner)]
    if kind == limits.TEXT_DISPLAY:
        return str(component["content"]).splitlines()
    if kind == limits.SEPARATOR:
        return ["────" if component.get("divider", True) else ""]
    if kind == limits.BUTTON:
        return [_button(component)]
    if kind in limits.SELECTS:
        options = " | ".join(option["label"] + ("*" if option.get("default") else "") for option in component.get("options") or [])
        return [f"<{component.get('placeholder') or component['custom_id']}: {options}>"]
    return [_media(place, item, message) for place, item in _media_items(component)]


def _media_items(component: Json) -> list[tuple[Json, Json]]:
    if component["type"] == limits.MEDIA_GALLERY:
        return [(item["media"], item) for item in component["items"]]
    place = component.get("media") or component.get("file")
    return [(place, component)] if place else []


def _media(place: Json, item: Json, message: Message) -> str:
    file = message.file_at(place["url"])
    if file is None:
        return f"[external picture, may never appear: {place['url']}]"
    what = "spoilered picture" if item.get("spoiler") else "file" if item.get("type") == limits.FILE else "picture"
    return _picture(file.filename, file.pixels, item.get("description"), what)


def _picture(name: str, pixels: tuple[int, int] | None, description: str | None, what: str) -> str:
    size = f" {pixels[0]}×{pixels[1]}" if pixels else ""
    return f"[{what} {name}{size}{f' “{description}”' if description else ''}]"


def _button(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    label = " ".join(part for part in (emoji, button.get("label") or button.get("sku_id") or "") if part)
    off = ", off" if button.get("disabled") else ""
    return f"({_BUTTON_MARKS[button['style']]}{label}{off})"


def _embed(embed: Json) -> list[str]:
    lines = [str(embed[key]) for key in ("title", "description") if embed.get(key)]
    lines += [f"{field['name']}: {field['value']}" for field in embed.get("fields") or []]
    return [f"┃ {line}" for text in lines for line in text.splitlines()]
