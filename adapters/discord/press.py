"""The one button class. What it does stands in its custom id, so it works after a restart and in every process (platforms.md A8)."""

import re
from typing import Any, Protocol, Self, cast

import discord
from discord import ui

from adapters.discord.custom_ids import PRESS
from core.presses import call_of
from core.reply import Call


class Pressed(Protocol):
    """Whoever handles pressed buttons: the client."""

    async def pressed(self, interaction: discord.Interaction, call: Call, seen: int | None) -> None:
        """Run the call. `seen` is the price that stood on the button."""


class Press(ui.DynamicItem[ui.Button[Any]], template=PRESS):
    """A button of ours. Views hold nothing but these, links and what Discord sells, and every message gets a new view (platforms.md F1)."""

    def __init__(self, button: ui.Button[Any], call: Call, seen: int | None) -> None:
        super().__init__(button)
        self._call = call
        self._seen = seen

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str]) -> Self:
        """The button again, from a message that may be years old."""
        seen = int(match["seen"]) if match["seen"] else None
        return cls(cast("ui.Button[Any]", item), call_of(match["command"], match["values"]), seen)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Hand the press over."""
        await cast(Pressed, interaction.client).pressed(interaction, self._call, self._seen)
