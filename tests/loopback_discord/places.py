"""Accounts, guilds and channels, and what the bot may do in them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.loopback_discord import refusals
from tests.loopback_discord.clock import Snowflakes, timestamp
from tests.loopback_discord.refusals import Json

if TYPE_CHECKING:
    from tests.loopback_discord.messages import Message

VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
MANAGE_GUILD = 1 << 5
MANAGE_THREADS = 1 << 34
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31
USE_EXTERNAL_APPS = 1 << 50

USUAL = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY
PEOPLES = USUAL | USE_APPLICATION_COMMANDS | USE_EXTERNAL_APPS

MIB = 1024 * 1024
#: Bytes per file by boost tier of the guild.
GUILD_FILE_LIMITS = {0: 10 * MIB, 1: 10 * MIB, 2: 50 * MIB, 3: 100 * MIB}

GUILD_TEXT, DM, GROUP_DM, PUBLIC_THREAD = 0, 1, 3, 11


@dataclass(eq=False, repr=False)
class Account:
    """Somebody with a Discord account: a person or a bot."""

    id: str
    name: str
    locale: str = "en-US"
    bot: bool = False
    accepts_dms: bool = True
    #: The person has installed the app for themselves.
    installed_app: bool = False
    #: The person may change the servers that they are in.
    manages: bool = False
    #: Ids of the roles that the person has wherever they are.
    roles: tuple[str, ...] = ()
    #: Bytes per file that the person's subscription allows.
    file_limit: int = 10 * MIB

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def payload(self) -> Json:
        return {
            "id": self.id,
            "username": self.name.lower().replace(" ", "_"),
            "discriminator": "0000" if self.bot else "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        } | ({"bot": True} if self.bot else {})


@dataclass(eq=False, repr=False)
class Channel:
    """A text channel of a guild, a thread in one, a DM or a group DM."""

    id: str
    kind: int
    name: str
    guild: "Guild | None" = None
    recipients: list[Account] = field(default_factory=list)
    #: What the bot may do here; None is what it may do in the guild.
    bot_permissions: int | None = None
    #: The channel that a thread is in, and whether it sleeps or is closed.
    parent: "Channel | None" = None
    archived: bool = False
    locked: bool = False
    messages: "list[Message]" = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Channel {self.name}>"

    @property
    def allowed(self) -> int:
        """The permissions of the bot here."""
        if self.bot_permissions is not None:
            return self.bot_permissions
        return self.guild.bot_permissions if self.guild else USUAL

    @property
    def file_limit(self) -> int:
        """Bytes per file that the bot may post here without an interaction."""
        return GUILD_FILE_LIMITS[self.guild.boost_tier if self.guild else 0]

    def has(self, account: Account) -> bool:
        """Whether this account can read here."""
        return account in (self.guild.members if self.guild else self.recipients)

    def visible_to(self, account: Account | None) -> "list[Message]":
        """The messages that are there now for this account; None sees everything, ephemeral or not."""
        return [message for message in self.messages if not message.deleted and (account is None or message.visible_to(account))]

    def payload(self) -> Json:
        last = next((message.id for message in reversed(self.messages) if not message.only_for), None)
        common: Json = {"id": self.id, "type": self.kind, "last_message_id": last, "flags": 0}
        if self.guild is None:
            recipients = [person.payload() for person in self.recipients if not person.bot]
            group: Json = {"name": self.name, "icon": None, "owner_id": self.recipients[0].id} if self.kind == GROUP_DM else {}
            return common | {"recipients": recipients} | group
        if self.parent is not None:
            return common | self._as_thread(self.guild, self.parent)
        return common | {
            "guild_id": self.guild.id,
            "name": self.name,
            "position": 0,
            "permission_overwrites": [],
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "parent_id": None,
        }

    def _as_thread(self, guild: "Guild", parent: "Channel") -> Json:
        asleep: Json = {"archived": self.archived, "locked": self.locked, "auto_archive_duration": 1440}
        counts = dict.fromkeys(("message_count", "member_count", "total_message_sent"), 1)
        named: Json = {"guild_id": guild.id, "parent_id": parent.id, "owner_id": guild.members[0].id, "name": self.name}
        made: Json = {"archive_timestamp": timestamp(guild.made_at), "create_timestamp": timestamp(guild.made_at)}
        return named | counts | {"rate_limit_per_user": 0, "thread_metadata": asleep | made}

    def in_interaction(self, permissions: int) -> Json:
        """The channel as an interaction names it: with the invoker's permissions, and a DM without its recipients."""
        body = self.payload() | {"permissions": str(permissions)}
        if self.kind == DM:
            body.pop("recipients")
        return body


@dataclass(eq=False, repr=False)
class Guild:
    """A server with its members and channels."""

    id: str
    name: str
    locale: str
    made_at: datetime
    bot: Account
    boost_tier: int = 0
    #: False: public replies of apps that are only installed by a user become ephemeral.
    external_apps: bool = True
    #: The bot was invited with the scope `applications.commands`.
    commands_scope: bool = True
    bot_permissions: int = USUAL
    members: list[Account] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<Guild {self.name}>"

    @property
    def has_bot(self) -> bool:
        return self.bot in self.members

    def channel(self, name: str) -> Channel:
        return next(channel for channel in self.channels if channel.name == name)

    def partial(self) -> Json:
        return {"id": self.id, "locale": self.locale, "features": []}

    def member(self, account: Account, permissions: int) -> Json:
        return {
            "user": account.payload(),
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": list(account.roles),
            "joined_at": timestamp(self.made_at),
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "permissions": str(permissions | (MANAGE_GUILD if account.manages else 0)),
        }

    def payload(self) -> Json:
        """The guild as GUILD_CREATE tells it."""
        everyone = {
            "id": self.id,
            "name": "@everyone",
            "permissions": str(PEOPLES),
            "position": 0,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": next((member.id for member in self.members if not member.bot), self.bot.id),
            "preferred_locale": self.locale,
            "premium_tier": self.boost_tier,
            "member_count": len(self.members),
            "large": False,
            "joined_at": timestamp(self.made_at),
            "roles": [everyone],
            "channels": [channel.payload() for channel in self.channels],
            "members": [self.member(self.bot, self.bot_permissions)],
            "emojis": [],
            "stickers": [],
            "features": [],
            "threads": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "icon": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
        }


class Places:
    """Every account, guild and channel of this Discord."""

    def __init__(self, ids: Snowflakes, bot: Account) -> None:
        self._ids = ids
        self.bot = bot
        self.accounts: dict[str, Account] = {bot.id: bot}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}

    def add_guild(self, guild: Guild, channel_names: list[str]) -> Guild:
        self.guilds[guild.id] = guild
        for name in channel_names:
            channel = Channel(self._ids.new(), GUILD_TEXT, name, guild)
            guild.channels.append(channel)
            self.channels[channel.id] = channel
        return guild

    def add_thread(self, parent: Channel, name: str) -> Channel:
        """A thread of this channel of a guild."""
        thread = Channel(self._ids.new(), PUBLIC_THREAD, name, parent.guild, parent=parent)
        self.channels[thread.id] = thread
        return thread

    def rouse(self, channel: Channel, *, archived: bool) -> None:
        """Put a thread to sleep or wake it. One that is closed wakes only for those who look after threads."""
        if channel.parent is None or (channel.locked and not channel.allowed & MANAGE_THREADS):
            raise refusals.missing_permissions()
        channel.archived = archived

    def dm(self, *people: Account) -> Channel:
        """The DM of these two, or the group DM of these more, made when there is none yet."""
        for channel in self.channels.values():
            if channel.guild is None and set(channel.recipients) == set(people):
                return channel
        kind = DM if len(people) == 2 else GROUP_DM
        channel = Channel(self._ids.new(), kind, " and ".join(person.name for person in people), recipients=list(people))
        self.channels[channel.id] = channel
        return channel

    def open_to_bot(self, channel_id: str, *needed: int) -> Channel:
        """The channel, if the bot sees it and has these permissions; 10003, 50001 or 50013 otherwise."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refusals.unknown_channel()
        if not channel.has(self.bot) or not channel.allowed & VIEW_CHANNEL:
            raise refusals.missing_access()
        if any(not channel.allowed & permission for permission in needed):
            raise refusals.missing_permissions()
        return channel

    def reachable_in_dm(self, channel: Channel) -> bool:
        """Whether the person in this DM takes messages of the bot: they share a guild or installed the app, and do not block it."""
        person = next(account for account in channel.recipients if account is not self.bot)
        shared = any(person in guild.members and guild.has_bot for guild in self.guilds.values())
        return person.accepts_dms and (shared or person.installed_app)
