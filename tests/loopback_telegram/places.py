"""Accounts and chats: who is where, and what the bot gets to hear there."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from tests.loopback_telegram import refusals
from tests.loopback_telegram.refusals import Json, Refusal, bad

if TYPE_CHECKING:
    from tests.loopback_telegram.messages import Message

PRIVATE, GROUP, SUPERGROUP = "private", "group", "supergroup"

#: What an administrator may do, as far as the API says it of everyone.
_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]


@dataclass(eq=False, repr=False, kw_only=True)
class Account:
    """A person or a bot."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    bot: bool = False
    #: Who never wrote to the bot cannot be written to by it.
    started: bool = True
    blocked: bool = False
    deactivated: bool = False

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def payload(self) -> Json:
        """The User of the API."""
        more = {"username": self.username, "language_code": self.language}
        return {"id": self.id, "is_bot": self.bot, "first_name": self.name} | {key: value for key, value in more.items() if value}


@dataclass(frozen=True)
class Topic:
    """A topic of a forum."""

    name: str
    thread_id: int


@dataclass(frozen=True)
class Notice:
    """What only one person saw at the top of the screen, or in a box."""

    at: datetime
    person: Account
    text: str
    alert: bool


@dataclass(eq=False, repr=False, kw_only=True)
class Chat:
    """A private chat with the bot, a group or a supergroup."""

    id: int
    kind: str
    title: str
    members: list[Account]
    bot: Account
    forum: bool = False
    privacy: bool = True
    #: member, administrator, left, kicked
    bot_status: str = "member"
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: list["Message"] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    #: What the bot was said to be doing, in order.
    actions: list[str] = field(default_factory=list)
    last_bot: Account | None = None
    became: "Chat | None" = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.title!r} {self.id}>"

    @property
    def private(self) -> bool:
        return self.kind == PRIVATE

    @property
    def person(self) -> Account:
        """The other side of a private chat."""
        return self.members[0]

    def payload(self) -> Json:
        """The Chat of the API."""
        if self.private:
            named = {"username": self.person.username} if self.person.username else {}
            return {"id": self.id, "type": self.kind, "first_name": self.person.name} | named
        return {"id": self.id, "type": self.kind, "title": self.title} | ({"is_forum": True} if self.forum else {})

    def full_payload(self) -> Json:
        """The ChatFullInfo of the API."""
        gifts = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"]
        more: Json = {"accepted_gift_types": dict.fromkeys(gifts, False)}
        return self.payload() | {"accent_color_id": 0, "max_reaction_count": 11} | more

    def visible(self) -> list["Message"]:
        """What is there to read; what was deleted is not."""
        return [message for message in self.messages if not message.deleted]

    def find(self, message_id: object) -> "Message | None":
        return next((message for message in self.visible() if message.id == message_id), None)

    # The bot here ----------------------------------------------------------------------------------------------------

    def refusal(self) -> Refusal | None:
        """Why the bot cannot write here."""
        if self.became is not None:
            return refusals.upgraded(self.became.id)
        if self.private:
            return _private_refusal(self.person)
        where = f"the {self.kind} chat"
        return {
            "kicked": refusals.forbidden(f"bot was kicked from {where}"),
            "left": refusals.forbidden(f"bot is not a member of {where}"),
        }.get(self.bot_status)

    def hears(self, message: "Message") -> bool:
        """Whether the bot gets this message of somebody else (platforms.md §B4)."""
        if message.sender.bot or (not self.private and self.bot_status in ("left", "kicked")):
            return False
        if self.private or not self.privacy or self.bot_status == "administrator" or message.shape.service:
            return True
        return message.via is self.bot or self._meant_for_bot(message)

    def _meant_for_bot(self, message: "Message") -> bool:
        commands = message.shape.words.commands()
        if any(whom and not self._is_me(whom) for _, _, whom in commands):
            return False
        if any(self._is_me(whom) for _, _, whom in commands):
            return True
        bare = any(offset == 0 for offset, _, _ in commands)
        answers = message.reply_to is not None and message.reply_to.sender is self.bot
        return answers or (bare and self.last_bot is self.bot)

    def _is_me(self, name: str) -> bool:
        return name.lower() == (self.bot.username or "").lower()

    def member_payload(self, account: Account) -> Json:
        """The ChatMember of the API."""
        status = self._status(account)
        body: Json = {"status": status, "user": account.payload()}
        if status == "creator":
            return body | {"is_anonymous": False}
        if status == "administrator":
            return body | dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True, "can_delete_messages": True}
        return body | ({"until_date": 0} if status == "kicked" else {})

    def _status(self, account: Account) -> str:
        if account is self.bot:
            return self.bot_status
        if account not in self.members:
            return "left"
        return "creator" if not self.private and account is self.members[0] else "member"


def _private_refusal(person: Account) -> Refusal | None:
    if person.deactivated:
        return refusals.forbidden("user is deactivated")
    if person.bot:
        return refusals.forbidden("bot can't send messages to bots")
    if not person.started:
        return refusals.never_started()
    return refusals.blocked() if person.blocked else None


class Places:
    """All accounts and chats by id."""

    def __init__(self, bot: Account) -> None:
        self.bot = bot
        self.accounts: dict[int, Account] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        #: Private chats and small groups number their messages together, as one account's; a supergroup counts for itself.
        self.numbers = count(11)
        self._people, self._groups = count(500_000_001, 17), count(4_000_001, 13)

    def new_person_id(self) -> int:
        return next(self._people)

    def add_private(self, person: Account) -> None:
        self.add(Chat(id=person.id, kind=PRIVATE, title=person.name, members=[person], bot=self.bot, numbers=self.numbers, privacy=False))

    def new_group_id(self, kind: str) -> int:
        number = next(self._groups)
        return -1_002_000_000_000 - number if kind == SUPERGROUP else -number

    def add(self, chat: Chat) -> None:
        self.chats[chat.id] = chat

    def private(self, person: Account) -> Chat:
        return self.chats[person.id]

    def known(self, chat_id: object) -> Chat:
        """The chat by its id, or by the name of a person's account."""
        if isinstance(chat_id, int) and chat_id in self.chats:
            return self.chats[chat_id]
        raise bad("chat not found")

    def open(self, chat_id: object) -> Chat:
        """A chat in which the bot may do something."""
        chat = self.known(chat_id)
        if (refusal := chat.refusal()) is not None:
            raise refusal
        return chat
