"""Groups: topics, the bot coming and going, and the day a group becomes a supergroup."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.loopback_telegram.messages import NotPossible
from tests.loopback_telegram.places import Account, Chat, Topic

if TYPE_CHECKING:
    from tests.loopback_telegram.server import LoopbackTelegram


@dataclass(eq=False, repr=False, kw_only=True)
class Group(Chat):
    """A group or a supergroup; its first member owns it."""

    telegram: "LoopbackTelegram"

    @property
    def owner(self) -> Account:
        return self.members[0]

    def topic(self, name: str) -> Topic:
        """A new topic of a forum."""
        if not self.forum:
            raise NotPossible(f"{self} has no topics")
        opened = self.telegram.messages.serve(self, self.owner, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        opened.thread = opened.id
        self.topics[opened.id] = Topic(name, opened.id)
        return self.topics[opened.id]

    async def migrate(self) -> "Group":
        """The group becomes a supergroup, with another id; the old id only says so."""
        new = self.telegram.group(self.title, self.members, supergroup=True, privacy=self.privacy)
        new.bot_status = self.bot_status
        self.telegram.messages.serve(self, self.owner, {"migrate_to_chat_id": new.id})
        self.became = new
        self.telegram.messages.serve(new, self.owner, {"migrate_from_chat_id": self.id})
        return new

    async def expels_bot(self) -> None:
        """The owner throws the bot out."""
        self.telegram.change_standing(self, self.owner, "kicked")

    async def invites_bot(self, *, as_admin: bool = False) -> None:
        """The owner takes the bot in, or promotes it."""
        self.telegram.change_standing(self, self.owner, "administrator" if as_admin else "member")
