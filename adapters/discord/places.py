"""Where on Discord an answer goes, as the plain words of an `Address` (platforms.md A4)."""

from dataclasses import dataclass

import discord

from core.caller import Address, Seat

PLATFORM = "discord"
DEFAULT_LIMIT = 10 * 2**20


@dataclass(frozen=True)
class Place:
    """A channel, the person who asked, whether the bot itself may speak there, and the size of files there (bytes)."""

    channel: int
    user: int
    open: bool
    limit: int = DEFAULT_LIMIT

    def address(self, *, grant: str = "", message: str = "", private: bool = False) -> Address:
        """The address as it is stored; `grant` is the interaction's token."""
        words = f"{self.channel}/{self.user}/{int(self.open)}/{self.limit}"
        return Address(PLATFORM, words, message=message, grant=grant, private=private, uid=str(self.user))


def place_of(address: Address) -> Place:
    """The place that an address names."""
    if not address.chat:
        return Place(0, int(address.uid), False)
    channel, user, is_open, limit = address.chat.split("/")
    return Place(int(channel), int(user), is_open == "1", int(limit))


def place_in(interaction: discord.Interaction) -> Place:
    """Where an interaction happened. Without a guild install the bot may speak only through the token, or in its own DM."""
    is_open = interaction.is_guild_integration() or _is_own_dm(interaction)
    return Place(interaction.channel_id or 0, interaction.user.id, is_open, interaction.filesize_limit)


def seat_in(interaction: discord.Interaction) -> Seat | None:
    """Where in a server it happened; a thread counts as its channel. Roles come with the payload, since no server is cached here;
    `@everyone`, which has the id of the server, is not among them."""
    if interaction.guild_id is None:
        return None
    channel = getattr(interaction.channel, "parent_id", None) or interaction.channel_id
    roles = tuple(str(role) for role in (interaction.guild_id, *getattr(interaction.user, "_roles", ())))
    return Seat(str(interaction.guild_id), str(channel), roles, interaction.permissions.manage_guild)


def is_private(interaction: discord.Interaction) -> bool:
    """Whether nobody else reads along: the bot's own DM. A private channel between people is not (platforms.md A3)."""
    return _is_own_dm(interaction)


def _is_own_dm(interaction: discord.Interaction) -> bool:
    return bool(interaction.context.dm_channel)
