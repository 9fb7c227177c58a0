"""Where on Telegram an answer goes, as the plain words of an `Address` (platforms.md B4)."""

from dataclasses import dataclass, replace

from core.caller import Address

PLATFORM = "telegram"


@dataclass(frozen=True)
class Place:
    """A chat and its topic, the person who asked, and the message they asked with; 0 where there is none.

    `private`: nobody but the person reads along. `message` is our own message that shows the job, to be replaced by what comes next.
    `called`: the person is called by name, because the message that is replied to is not theirs. `album`: the pictures stand there, from
    the message `request` on, and what is to come are their words. `elsewhere`: it was asked for openly in another chat.
    """

    chat: int
    user: int
    private: bool
    topic: int = 0
    request: int = 0
    message: int = 0
    called: bool = False
    album: bool = False
    elsewhere: bool = False

    @property
    def group(self) -> str:
        """The id of the group; empty in a private chat."""
        return "" if self.private else str(self.chat)

    def address(self) -> Address:
        """The address as it is stored."""
        parts = [self.chat, self.user, self.private, self.topic, self.request, self.called]
        words = "/".join(str(int(part)) for part in [*parts, *([True, self.elsewhere] if self.album else [])])
        return Address(PLATFORM, words, message=str(self.message or ""), private=self.private, uid=str(self.user))

    def moved(self, chat: int) -> "Place":
        """The same after the chat got another id; what was there before cannot be named by its number any more."""
        return replace(self, chat=chat, request=0, message=0)

    def alone(self) -> "Place":
        """The person's private chat; its id is that of the person."""
        return Place(self.user, self.user, private=True)


def place_of(address: Address) -> Place:
    """The place that an address names."""
    if not address.chat:
        return Place(int(address.uid), int(address.uid), private=True)
    chat, user, private, topic, request, *flags = map(int, address.chat.split("/"))
    return Place(chat, user, bool(private), topic, request, int(address.message or 0), *map(bool, flags))
