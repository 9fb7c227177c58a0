"""Command declarations as the page needs them: labelled form fields with prices on the choices."""

from collections.abc import Iterable
from typing import Any

from adapters.web.chat import PLATFORM
from core.commands.spec import Command, Files, Known, Option, Prose, Span
from core.pricing import Tariff
from core.text import Catalogue, Text


def command_forms(commands: Iterable[Command], tariff: Tariff, catalogue: Catalogue, locale: str) -> list[dict[str, Any]]:
    """Every command of the menu, in the page's language."""

    def words(text: Text) -> str:
        return catalogue.format(text, locale)

    return [
        {
            "name": command.name,
            "description": words(command.description),
            "private": command.private,
            "options": [_field(command, option, tariff, words) for option in command.options],
        }
        for command in commands
        if command.menu and command.on(PLATFORM)
    ]


def _field(command: Command, option: Option, tariff: Tariff, words: Any) -> dict[str, Any]:
    limit = option.limit
    return {
        "name": option.name,
        "kind": option.kind.value,
        "label": words(command.option_text(option)),
        "required": option.required,
        "default": option.default,
        "choices": [{"value": choice, "label": words(command.choice_text(option, choice, tariff))} for choice in option.choices],
        "low": limit.low if isinstance(limit, Span) else None,
        "high": limit.high if isinstance(limit, Span) else None,
        "limit": limit.limit if isinstance(limit, Prose) else None,
        "most": limit.most if isinstance(limit, Files) else None,
        "source": limit.source if isinstance(limit, Known) else None,
    }


def pricing(tariff: Tariff) -> dict[str, Any]:
    """What the page needs to show a running total; the server checks it again."""
    return {
        "base": {quality.value: price for quality, price in tariff.base.items()},
        "large_percent": tariff.large_percent,
        "per_reference": tariff.per_reference,
    }
