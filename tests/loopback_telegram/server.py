"""A Telegram on this machine: python-telegram-bot runs against it unmodified (platforms.md §B13).

async with LoopbackTelegram() as telegram:
    ann, ben = telegram.user("Ann", language="de"), telegram.user("Ben")
    painters = telegram.group("Painters", members=[ann, ben])
    app = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.api_base}/bot").base_file_url(f"{telegram.file_base}/bot").build()
    ... start it, polling or with a webhook ...
    await ann.says("/imagine@InkMirageBot a fox", where=painters)
    picture = await telegram.message_in(painters, lambda message: message.photo)
    pressed = await ben.press(picture, "Redo")
    assert pressed.answered and pressed.elapsed < 1
    invoice = await telegram.message_in(ann.private, lambda message: message.shape.invoice)
    checkout = await ann.pays(invoice)
    assert checkout.paid and checkout.elapsed < 1
    print(telegram.transcript(painters, viewer=ann))
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from time import monotonic
from typing import Any

from aiohttp import web

from tests.clock import MovableClock
from tests.loopback_telegram import limits, refusals
from tests.loopback_telegram.chats import Chats
from tests.loopback_telegram.editing import Editing
from tests.loopback_telegram.exchange import Exchange, Stamp, read_call
from tests.loopback_telegram.files import Files
from tests.loopback_telegram.groups import Group
from tests.loopback_telegram.menu import Menu
from tests.loopback_telegram.messages import Message, Messages, NotPossible, Shape
from tests.loopback_telegram.misbehaviour import Cut, Misbehaviour
from tests.loopback_telegram.payments import Payments
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.places import GROUP, SUPERGROUP, Account, Chat, Places
from tests.loopback_telegram.queries import Queries
from tests.loopback_telegram.refusals import Json, Refusal
from tests.loopback_telegram.sending import Sending
from tests.loopback_telegram.transcript import transcript
from tests.loopback_telegram.updates import Updates
from tests.waiting import Pulse

TOKEN = "700000007:loopback-bot-token"
USERNAME = "InkMirageBot"

Handler = Callable[[Exchange], Awaitable[Any]]


class LoopbackTelegram:
    """The server, its people and places, and everything that can go wrong with it."""

    token = TOKEN

    def __init__(self, clock: MovableClock | None = None, *, privacy: bool = True) -> None:
        self.clock = clock or MovableClock()
        self.pulse = Pulse()
        self.bot = Account(id=700_000_007, name="InkMirage", username=USERNAME, bot=True)
        self.places = Places(self.bot)
        self.misbehaviour = Misbehaviour()
        #: Errors in this server itself; leaving it raises them.
        self.faults: list[Exception] = []
        self.updates = Updates(self.clock, self.pulse, self.misbehaviour, self.faults.append)
        self.files = Files(self.clock)
        self.messages = Messages(self.clock, self.places, self.updates, self.pulse)
        self.sending = Sending(self.places, self.messages, self.files)
        self.editing = Editing(self.clock, self.places, self.messages, self.sending)
        self.queries = Queries(self.clock, self.places, self.updates, self.pulse)
        self.payments = Payments(self.clock, self.places, self.messages, self.updates, self.sending, self.pulse)
        self.menu = Menu()
        self.chats = Chats(self.places, privacy=privacy)
        #: Every call to the API, in the order in which they were answered.
        self.exchanges: list[Exchange] = []
        self.url = ""
        self._methods = self._served()
        self._runner: web.AppRunner | None = None
        self._working: set[asyncio.Task[Any]] = set()

    @property
    def api_base(self) -> str:
        """The program appends `/bot<token>`."""
        return self.url

    @property
    def file_base(self) -> str:
        return f"{self.url}/file"

    # People and places -----------------------------------------------------------------------------------------------

    def user(self, name: str, *, language: str | None = "en", **more: Any) -> Person:
        """A new person; `more` are fields of Account (`started=False`, `username="ann"`)."""
        person = Person(id=self.places.new_person_id(), name=name, language=language, telegram=self, **more)
        self.places.accounts[person.id] = person
        self.places.add_private(person)
        return person

    def another_bot(self, name: str) -> Person:
        """Another bot, to speak in groups."""
        return self.user(name, language=None, username=f"{name}Bot", bot=True)

    def group(
        self,
        title: str,
        members: Sequence[Account] = (),
        *,
        forum: bool = False,
        supergroup: bool = False,
        privacy: bool = True,
        bot_is_admin: bool = False,
        with_bot: bool = True,
    ) -> Group:
        """A new group; the first member owns it."""
        kind = SUPERGROUP if supergroup or forum else GROUP
        numbers = count(1) if kind == SUPERGROUP else self.places.numbers
        people = list(members) or [self.user("Owner")]
        group = Group(
            id=self.places.new_group_id(kind), kind=kind, title=title, members=people, bot=self.bot, numbers=numbers, telegram=self
        )
        group.forum, group.privacy = forum, privacy
        group.bot_status = "administrator" if bot_is_admin else "member" if with_bot else "left"
        self.places.add(group)
        return group

    def change_standing(self, chat: Chat, by: Account, status: str) -> None:
        """The bot is let in, promoted, blocked or thrown out."""
        old = chat.member_payload(self.bot)
        chat.bot_status = status
        if chat.private:
            chat.person.blocked = status == "kicked"
        body = {"chat": chat.payload(), "from": by.payload(), "date": int(self.clock.now().timestamp())}
        self.updates.publish("my_chat_member", body | {"old_chat_member": old, "new_chat_member": chat.member_payload(self.bot)})

    # What a test looks at --------------------------------------------------------------------------------------------

    def advance(self, **parts: float) -> None:
        """Move Telegram's time on: `seconds=`, `minutes=`, `hours=`, `days=`."""
        self.clock.advance(**parts)
        self.pulse.beat()

    def transcript(self, chat: Chat, viewer: Account | None = None) -> str:
        """The chat as text, as this account sees it; None sees everything."""
        return transcript(chat, viewer)

    def calls(self, method: str = "") -> list[Exchange]:
        """The calls of this method (all but the waiting for updates, without one)."""
        return [call for call in self.exchanges if (call.method == method if method else call.method != "getUpdates")]

    @property
    def stamped(self) -> list[Stamp]:
        """When every call came and when it was answered."""
        return [Stamp(call.method, call.arrived, call.answered) for call in self.exchanges if call.answered is not None]

    async def message_in(
        self, chat: Chat, fits: Callable[[Message], object] = lambda _: True, after: Message | None = None, within: float = 5.0
    ) -> Message:
        """The newest message of the bot in a chat that fits, once it is there; `after` skips that one and everything before it."""

        def newest() -> Message | None:
            later = (message for message in reversed(chat.visible()) if after is None or message.id > after.id)
            return next((message for message in later if message.sender is self.bot and fits(message)), None)

        try:
            return await self.pulse.until(newest, within)
        except TimeoutError:
            raise TimeoutError(f"no such message within {within} s\n{self.transcript(chat)}") from None

    async def polled(self, within: float = 5.0) -> None:
        """Wait until a program asks for updates or has named an address for them."""
        await self.pulse.until(lambda: self.updates.polled or bool(self.updates.webhook.url) or None, within)

    # Start and stop --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> "LoopbackTelegram":
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._serve)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        for task in self._working:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
        if self.faults:
            raise ExceptionGroup("the loopback Telegram failed", self.faults)

    # Serving ---------------------------------------------------------------------------------------------------------

    def _served(self) -> dict[str, Handler]:
        updates, sending, editing, queries = self.updates, self.sending, self.editing, self.queries
        payments, menu, chats = self.payments, self.menu, self.chats
        return {
            "getMe": chats.get_me,
            "logOut": chats.log_out,
            "close": chats.close,
            "getChat": chats.get_chat,
            "getChatMember": chats.get_chat_member,
            "leaveChat": chats.leave_chat,
            "getUpdates": updates.get_updates,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": updates.delete_webhook,
            "getWebhookInfo": updates.get_webhook_info,
            "setMyCommands": menu.set_my_commands,
            "getMyCommands": menu.get_my_commands,
            "deleteMyCommands": menu.delete_my_commands,
            "setMyDescription": menu.set_my_description,
            "setMyShortDescription": menu.set_my_short_description,
            "setChatMenuButton": menu.set_chat_menu_button,
            "getChatMenuButton": menu.get_chat_menu_button,
            "sendMessage": sending.send_message,
            "sendPhoto": sending.send_photo,
            "sendDocument": sending.send_document,
            "sendMediaGroup": sending.send_media_group,
            "sendChatAction": sending.send_chat_action,
            "setMessageReaction": sending.set_message_reaction,
            "editMessageText": editing.edit_message_text,
            "editMessageCaption": editing.edit_message_caption,
            "editMessageMedia": editing.edit_message_media,
            "editMessageReplyMarkup": editing.edit_message_reply_markup,
            "deleteMessage": editing.delete_message,
            "deleteMessages": editing.delete_messages,
            "answerCallbackQuery": queries.answer_callback_query,
            "answerInlineQuery": queries.answer_inline_query,
            "getFile": self.files.get_file,
            "sendInvoice": payments.send_invoice,
            "createInvoiceLink": payments.create_invoice_link,
            "answerPreCheckoutQuery": payments.answer_pre_checkout_query,
            "refundStarPayment": payments.refund_star_payment,
            "getStarTransactions": payments.get_star_transactions,
            "getMyStarBalance": payments.get_my_star_balance,
        }

    async def _serve(self, request: web.Request) -> web.Response:
        """Who stops waiting for updates is forgotten; any other call takes its course although nobody waits for the answer."""
        call = Exchange(request.match_info["method"], self.clock.now())
        if call.method == "getUpdates":
            return await self._answer(call, request)
        task = asyncio.create_task(self._answer(call, request))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return await asyncio.shield(task)

    async def _answer(self, call: Exchange, request: web.Request) -> web.Response:
        try:
            await self._handle(call, request)
        except Refusal as refusal:
            call.status, call.answer = refusal.status, refusal.body
        except (Cut, ConnectionError):  # Nobody is there any more to be answered.
            call.status = 0
            if request.transport is not None:
                request.transport.abort()
        except Exception as error:  # noqa: BLE001  # A fault of this server must end the test, not be tried again.
            self.faults.append(error)
            call.status, call.answer = 400, refusals.bad(f"the loopback Telegram failed: {error!r}").body
        return self._recorded(call)

    def _recorded(self, call: Exchange) -> web.Response:
        call.answered = monotonic()
        self.exchanges.append(call)
        self.pulse.beat()
        return web.Response(status=call.status or 500, text=json.dumps(call.answer), content_type="application/json")

    async def _handle(self, call: Exchange, request: web.Request) -> None:
        if request.match_info["token"] != TOKEN:
            raise refusals.unauthorized()
        call.body, call.uploads = await read_call(request)
        handler = self._methods.get(call.method)
        if handler is None:
            raise refusals.not_found()
        chat = self.places.chats.get(call.body.get("chat_id", 0))
        await self.misbehaviour.before(call, None if chat is None or chat.private else chat)
        call.status, call.answer = 200, {"ok": True, "result": await handler(call)}
        await self.misbehaviour.after(call)

    async def _serve_file(self, request: web.Request) -> web.Response:
        stored = self.files.fetched(request.match_info["path"])
        if request.match_info["token"] != TOKEN or stored is None:
            return web.Response(status=404, text=json.dumps(refusals.not_found().body), content_type="application/json")
        return web.Response(body=stored.data, content_type="application/octet-stream")

    def shape_of_result(self, result: Json) -> Shape:
        """What an inline result looks like once it is sent."""
        keyboard, content = limits.keyboard(result.get("reply_markup")), result.get("input_message_content")
        if content is not None:
            return Shape(limits.text(content | {"text": content.get("message_text")}), keyboard=keyboard)
        if result.get("type") == "photo" and "photo_file_id" in result:
            photo = self.files.known_photo(result["photo_file_id"])
            return Shape(limits.caption(result), photo=photo, keyboard=keyboard)
        raise NotPossible(f"this Telegram cannot show a result of type {result.get('type')!r}")
