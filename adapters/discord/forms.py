"""A command as a modal, and the values that come back (platforms.md A7, F2)."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from adapters.discord.custom_ids import modal_id
from core.commands.spec import Command, Given, Kind, Option, Prose, Span
from core.pricing import Tariff
from core.prompts import shortened
from core.reply import Form
from core.text import Catalogue, text

MOST_FIELDS = 5
MOST_TYPED = 4000
MOST_TITLE = 45
MOST_CHOICES = 25


def modal_of(form: Form, command: Command, catalogue: Catalogue, tariff: Tariff, locale: str) -> ui.Modal:
    """The form with its values in place. What has no field in it travels in the custom id."""
    fields = list(_fields(form, command, catalogue, tariff, locale))[:MOST_FIELDS]
    shown = {field.component.custom_id for field in fields}  # type: ignore[attr-defined]
    kept = {name: value for name, value in form.values.items() if name not in shown}
    title = shortened(f"/{command.name} · {catalogue.format(command.description, locale)}", MOST_TITLE)
    modal = ui.Modal(title=title, custom_id=modal_id(command.name, kept))
    for field in fields:
        modal.add_item(field)
    return modal


def _fields(form: Form, command: Command, catalogue: Catalogue, tariff: Tariff, locale: str) -> Iterator[ui.Label[Any]]:
    for option in command.options:
        labels = {choice: catalogue.format(command.choice_text(option, choice, tariff), locale) for choice in option.choices}
        item = _input(option, form.values.get(option.name, option.default), labels)
        if item is not None:
            cut = isinstance(item, ui.TextInput) and len(str(form.values.get(option.name, ""))) > MOST_TYPED
            warning = catalogue.format(text("discord-form-cut", most=MOST_TYPED), locale) if cut else None
            title = shortened(catalogue.format(command.option_text(option), locale), MOST_TITLE)
            yield ui.Label(text=title, description=warning, component=item)


def _input(option: Option, value: Given | None, labels: Mapping[str, str]) -> ui.Item[Any] | None:
    match option.kind:
        case Kind.PROSE | Kind.TEXT:
            most = min(option.limit.limit, MOST_TYPED) if isinstance(option.limit, Prose) else MOST_TYPED
            style = discord.TextStyle.paragraph if option.kind is Kind.PROSE else discord.TextStyle.short
            default = str(value)[:most] if value else None
            return ui.TextInput(custom_id=option.name, style=style, default=default, required=option.required, max_length=most)
        case Kind.CHOICE:
            return _select(option, labels, str(value))
        case Kind.NUMBER if isinstance(option.limit, Span) and option.limit.high - option.limit.low < MOST_CHOICES:
            numbers = range(option.limit.low, option.limit.high + 1)
            return _select(option, {str(number): str(number) for number in numbers}, str(value))
        case Kind.FLAG:
            return ui.Checkbox(custom_id=option.name, default=value is True)
    return None


def _select(option: Option, labels: Mapping[str, str], chosen: str) -> ui.Select[Any]:
    options = [discord.SelectOption(label=label, value=value, default=value == chosen) for value, label in labels.items()]
    return ui.Select(custom_id=option.name, options=options, required=option.required)


def values_in(components: list[Mapping[str, Any]]) -> dict[str, Given]:
    """What was filled in, by option, from the payload itself: the library forgets its modals at a restart."""
    return dict(found for component in components if (found := _value_in(component.get("component", component))))


def _value_in(field: Mapping[str, Any]) -> tuple[str, Given] | None:
    value = field["values"][0] if field.get("values") else field.get("value")
    return (str(field["custom_id"]), value) if value is not None and "custom_id" in field else None
