"""The people of this Telegram: they write, send pictures, press, search, pay, and see what comes of it."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.loopback_discord.cdn import Upload
from tests.loopback_telegram import limits
from tests.loopback_telegram.entities import Marked, parsed
from tests.loopback_telegram.files import painted
from tests.loopback_telegram.messages import Message, NotPossible, Shape
from tests.loopback_telegram.payments import Checkout
from tests.loopback_telegram.places import Account, Chat, Topic
from tests.loopback_telegram.queries import InlineResult, Pressed

if TYPE_CHECKING:
    from tests.loopback_telegram.server import LoopbackTelegram

Pixels = tuple[int, int]


@dataclass(eq=False, repr=False, kw_only=True)
class Person(Account):
    """Somebody at a Telegram app. Without `where` everything happens in the private chat with the bot."""

    telegram: "LoopbackTelegram"

    @property
    def private(self) -> Chat:
        """The private chat with the bot."""
        return self.telegram.places.private(self)

    # Writing ---------------------------------------------------------------------------------------------------------

    async def says(
        self, text: str, where: Chat | None = None, *, thread: Topic | int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write a message."""
        return self._write(Shape(_plain(text)), where, thread, reply_to)

    async def starts(self, payload: str = "") -> Message:
        """Press Start in the private chat."""
        return await self.says(f"/start {payload}".rstrip())

    async def sends_photo(
        self,
        picture: bytes | Pixels = (64, 48),
        caption: str = "",
        where: Chat | None = None,
        *,
        thread: Topic | int | None = None,
        reply_to: Message | None = None,
        spoiler: bool = False,
    ) -> Message:
        """Send a picture (its bytes, or a plain one of so many pixels)."""
        photo = await self.telegram.files.photo(_bytes(picture))
        return self._write(Shape(_plain(caption), photo=photo, spoiler=spoiler), where, thread, reply_to)

    async def sends_album(
        self,
        pictures: Sequence[bytes | Pixels],
        caption: str = "",
        where: Chat | None = None,
        *,
        thread: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> list[Message]:
        """Send pictures together: one message each, the caption at the first."""
        shapes = [Shape(photo=await self.telegram.files.photo(_bytes(picture))) for picture in pictures]
        shapes[0] = replace(shapes[0], words=_plain(caption))
        album = self.telegram.messages.new_album()
        return [self._write(shape, where, thread, reply_to, album) for shape in shapes]

    async def sends_document(
        self,
        data: bytes,
        name: str = "fox.png",
        caption: str = "",
        where: Chat | None = None,
        *,
        kind: str = "",
        thread: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file as it is."""
        upload = Upload(name, data, kind)
        document = self.telegram.files.keep(data, name, upload.kind)
        return self._write(Shape(_plain(caption), document=document), where, thread, reply_to)

    async def edits(self, message: Message, text: str) -> Message:
        """Write something else in an own message."""
        if message.sender is not self or message.deleted:
            raise NotPossible(f"{self.name} cannot edit {message}")
        return self.telegram.messages.rewrite(message, replace(message.shape, words=_plain(text)))

    async def deletes(self, message: Message) -> None:
        """Delete a message for everybody; the bot is not told."""
        self._must_see(message)
        self.telegram.messages.remove(message)

    # Pressing and searching ------------------------------------------------------------------------------------------

    async def press(self, message: Message, what: str, *, within: float = 5.0) -> Pressed:
        """Press the button with this label and wait until the bot answers, or for so many seconds."""
        self._must_see(message)
        button = message.button(what)
        if "callback_data" not in button:
            raise NotPossible(f"{what!r} asks the bot nothing: {button}; follow an address with `opens`, an invoice with `pays`")
        pressed = self.telegram.queries.press(self, message, button["callback_data"])
        with contextlib.suppress(TimeoutError):
            await self.telegram.pulse.until(lambda: pressed.answered or None, within)
        return pressed

    async def opens(self, url: str) -> Message:
        """Follow a link to the bot: `https://t.me/InkMirageBot?start=…` writes `/start …` in the private chat."""
        parts = urlsplit(url)
        if parts.hostname != "t.me" or parts.path.lower() != f"/{self.telegram.bot.username}".lower():
            raise NotPossible(f"{url} does not lead to the bot")
        payload = parse_qs(parts.query).get("start", [""])[0]
        if not limits.fits(r"[A-Za-z0-9_-]{0,64}", payload):
            raise NotPossible(f"an app does not send {payload!r} along: up to 64 letters, digits, _ and -")
        return await self.starts(payload)

    async def inline(self, query: str, where: Chat | None = None, *, offset: str = "", within: float = 5.0) -> list[InlineResult]:
        """Type the name of the bot and something; what it offers. An answer that is still good comes without asking."""
        search = self.telegram.queries.search(self, query, offset, where)
        await self.telegram.pulse.until(lambda: search.answered or None, within)
        return search.results

    async def picks(self, result: InlineResult, where: Chat) -> Message:
        """Send one of the offers into a chat."""
        shape = self.telegram.shape_of_result(result.data)
        message = self._write(shape, where, None, None, via=self.telegram.bot)
        self.telegram.queries.chosen(self, result, message)
        return message

    # Paying ----------------------------------------------------------------------------------------------------------

    async def pays(self, invoice: Message | str, *, again: bool = False, within: float = 10.5) -> Checkout:
        """Pay an invoice (or a link to one): the bot is asked, and if it agrees in time the Stars are paid."""
        payments = self.telegram.payments
        offer = payments.offered(invoice)
        if offer is None or (isinstance(invoice, Message) and invoice.deleted):
            raise NotPossible(f"{invoice} is no invoice")
        if payments.paid_before(self, offer) and not again:
            raise NotPossible("this is paid; the app shows the receipt")
        checkout = payments.ask(self, offer)
        with contextlib.suppress(TimeoutError):
            await self.telegram.pulse.until(lambda: payments.settled(checkout) or None, within)
        if checkout.ok:
            payments.pay(checkout)
        return checkout

    async def forwards(self, invoice: Message, where: Chat) -> Message:
        """Pass an invoice on to a chat."""
        return self.telegram.payments.forward(invoice, self, where)

    async def gets_money_back(self, checkout: Checkout) -> None:
        """The store gives the money back without asking the bot."""
        self.telegram.payments.give_back(checkout)

    # Coming and going ------------------------------------------------------------------------------------------------

    async def blocks(self) -> None:
        """Block the bot."""
        self.telegram.change_standing(self.private, self, "kicked")

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self.telegram.change_standing(self.private, self, "member")

    def _must_see(self, message: Message) -> None:
        if message.deleted or self not in message.chat.members:
            raise NotPossible(f"{self.name} does not see {message}")

    def _write(
        self,
        shape: Shape,
        where: Chat | None,
        thread: Topic | int | None,
        reply_to: Message | None,
        album: str | None = None,
        via: Account | None = None,
    ) -> Message:
        chat = where or self.private
        self._check_place(chat, reply_to)
        number = thread.thread_id if isinstance(thread, Topic) else thread
        if chat.private:
            self.started = True
        return self.telegram.messages.post(chat, self, shape, thread=number, reply_to=reply_to, album=album, via=via)

    def _check_place(self, chat: Chat, reply_to: Message | None) -> None:
        if self not in chat.members or chat.became is not None:
            raise NotPossible(f"{self.name} cannot write in {chat}")
        if chat.private and self.blocked:
            raise NotPossible(f"{self.name} has blocked the bot; there is no field to write in")
        if reply_to is not None and (reply_to.chat is not chat or reply_to.deleted):
            raise NotPossible(f"{reply_to} is not here to be replied to")


def _plain(text: str) -> Marked:
    """What somebody typed; nobody types tags."""
    return parsed(text, None)


def _bytes(picture: bytes | Pixels) -> bytes:
    return picture if isinstance(picture, bytes) else painted(*picture)
