"""The loopback Telegram is good enough for the real python-telegram-bot, and refuses what Telegram refuses."""

import asyncio
import copy
import io
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    LabeledPrice,
    MenuButtonCommands,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, ApplicationBuilder, CommandHandler, MessageHandler, TypeHandler, filters

from tests.loopback_telegram import refusals
from tests.loopback_telegram.card import card, conversation
from tests.loopback_telegram.entities import parsed, units
from tests.loopback_telegram.files import MB, painted
from tests.loopback_telegram.messages import NotPossible
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram
from tests.loopback_telegram.specification import (
    SUMMARY,
    TOLD,
    VARIABLE,
    departures,
    missing_by_summary,
    missing_in_update,
    specification,
)

App = Application[Any, Any, Any, Any, Any, Any]


@pytest.fixture(autouse=True)
def _whole_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this python-telegram-bot warns, and so fails, each time that Telegram asks it to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[LoopbackTelegram]:
    """Every test is at the same time one of the description."""
    async with LoopbackTelegram() as telegram:
        yield telegram
    assert not departures(telegram.exchanges, telegram.updates.produced)


@pytest.fixture
async def bot(server: LoopbackTelegram) -> AsyncIterator[Bot]:
    async with Bot(server.token, f"{server.api_base}/bot", f"{server.file_base}/bot") as bot:
        yield bot


@pytest.fixture
def ann(server: LoopbackTelegram) -> Person:
    return server.user("Ann", language="de")


@pytest.fixture
def ben(server: LoopbackTelegram) -> Person:
    return server.user("Ben")


def built(server: LoopbackTelegram) -> App:
    builder = ApplicationBuilder().token(server.token).base_url(f"{server.api_base}/bot").base_file_url(f"{server.file_base}/bot")
    return builder.get_updates_connection_pool_size(4).concurrent_updates(8).build()


@asynccontextmanager
async def running(server: LoopbackTelegram, *handlers: Any) -> AsyncIterator[App]:
    """A program that polls."""
    app = built(server)
    app.add_handlers(handlers)
    await app.initialize()
    await app.start()
    assert app.updater
    await app.updater.start_polling(timeout=3, allowed_updates=["message", "callback_query", "pre_checkout_query", "inline_query"])
    await server.polled()
    yield app
    await app.updater.stop()
    await app.stop()
    await app.shutdown()


async def refused(call: Awaitable[object], words: str, kind: type[TelegramError] = BadRequest) -> None:
    with pytest.raises(kind, match=f"(?i){re.escape(words)}"):
        await call


def keys(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"a:{label}") for label in labels]])


async def updates_of(bot: Bot, **more: Any) -> tuple[Update, ...]:
    """What has come, confirmed at once."""
    found = await bot.get_updates(**more)
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return found


async def heard(bot: Bot) -> list[str]:
    messages = [update.message for update in await updates_of(bot)]
    return [message.text or message.caption or "(service)" for message in messages if message]


# The program gets updates ---------------------------------------------------------------------------------------------


async def test_a_program_that_polls_answers_a_command(server: LoopbackTelegram, ann: Person) -> None:
    async def start(update: Update, _: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(f"Hello {update.effective_user.first_name}")  # type: ignore[union-attr]

    async with running(server, CommandHandler("start", start)):
        await ann.says("/start")
        message = await server.message_in(ann.private)
    assert message.text == "Hello Ann"
    assert [call.method for call in server.calls()] == ["getMe", "deleteWebhook", "sendMessage"]


async def test_the_bot_reads_who_wrote(bot: Bot, ann: Person) -> None:
    await ann.says("hello")
    message = (await updates_of(bot))[0].message
    assert message
    assert message.from_user
    assert (message.chat.type, message.from_user.first_name, message.from_user.language_code, message.text) == (
        "private",
        "Ann",
        "de",
        "hello",
    )


async def test_a_poll_waits_for_something_to_happen(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await server.polled()
    await ann.says("now")
    assert len(await waiting) == 1


async def test_a_poll_gives_up_after_its_time(bot: Bot, server: LoopbackTelegram) -> None:
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < server.calls("getUpdates")[0].elapsed < 10


async def test_updates_come_again_until_they_are_confirmed(bot: Bot, ann: Person) -> None:
    await ann.says("one")
    first = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first[0].update_id]
    assert await bot.get_updates(offset=first[0].update_id + 1) == ()
    assert await bot.get_updates() == ()


async def test_a_limit_and_a_negative_offset_cut_the_list(bot: Bot, ann: Person) -> None:
    for word in ("one", "two", "three"):
        await ann.says(word)
    assert [update.message.text for update in await bot.get_updates(limit=2) if update.message] == ["one", "two"]
    assert [update.message.text for update in await bot.get_updates(offset=-1) if update.message] == ["three"]


async def test_updates_are_kept_for_a_day(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await ann.says("old")
    server.advance(hours=24)
    await ann.says("new")
    assert await heard(bot) == ["new"]


async def test_the_second_to_poll_sends_the_first_away(bot: Bot, server: LoopbackTelegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await server.polled()
    async with Bot(server.token, f"{server.url}/bot") as other:
        await other.get_updates(timeout=0)
    await refused(first, "terminated by other getUpdates request", Conflict)


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nowhere")
    await refused(bot.get_updates(), "can't use getUpdates method while webhook is active", Conflict)
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_list_of_kinds_is_remembered_until_another_comes(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ann.says("unheard")
    await bot.get_updates()
    await ann.says("unheard too")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await ann.says("heard")
    assert await heard(bot) == ["heard"]
    assert server.updates.unwanted == ["message", "message"]


async def test_an_update_can_come_twice(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    server.misbehaviour.duplicate_updates = 2
    await ann.says("twice")
    found = await updates_of(bot)
    assert [update.update_id for update in found] == [found[0].update_id] * 2


async def test_a_confirmation_can_be_lost(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await ann.says("again")
    first = await bot.get_updates()
    server.misbehaviour.forget_confirmation = 1
    assert await bot.get_updates(offset=first[0].update_id + 1) == first
    assert await bot.get_updates(offset=first[0].update_id + 1) == ()


async def test_a_poller_that_hangs_up_is_forgotten(bot: Bot, server: LoopbackTelegram) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await server.polled()
    waiting.cancel()
    await server.pulse.until(lambda: not server.updates.polled, 3)
    assert not server.updates.polled


# At the bot's own address -----------------------------------------------------------------------------------------------


class House:
    """An address of the bot, where updates are brought."""

    def __init__(self) -> None:
        self.brought: list[Any] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.slowness = 0.0
        self.busy = self.most_busy = 0

    async def take(self, request: web.Request) -> web.Response:
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        self.brought.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.slowness)
        self.busy -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/hook", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        await runner.cleanup()


@pytest.fixture
async def house(bot: Bot) -> AsyncIterator[House]:
    house = House()
    async with house.open() as url:
        await bot.set_webhook(url, secret_token="s3cret", max_connections=3)
        yield house
        await bot.delete_webhook()


async def delivered(server: LoopbackTelegram) -> None:
    await server.pulse.until(lambda: not server.updates.pending, 5)


async def test_updates_are_brought_with_the_secret(server: LoopbackTelegram, house: House, ann: Person) -> None:
    await ann.says("hello")
    await delivered(server)
    assert house.brought[0]["message"]["text"] == "hello"
    assert house.secrets == ["s3cret"]


async def test_an_update_is_brought_again_until_it_is_taken(bot: Bot, server: LoopbackTelegram, house: House, ann: Person) -> None:
    house.statuses = [500, 403]
    await ann.says("hello")
    await delivered(server)
    assert [status for _, status in server.updates.webhook.answers] == [500, 403, 200]
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_without_an_answer_it_is_brought_again(server: LoopbackTelegram, house: House, ann: Person) -> None:
    server.updates.webhook.patience, house.slowness = 0.1, 0.3
    await ann.says("hello")
    await server.pulse.until(lambda: server.updates.webhook.last_error, 3)
    house.slowness = 0
    await delivered(server)
    assert len(house.brought) >= 2


async def test_an_answer_can_be_lost_on_the_way(server: LoopbackTelegram, house: House, ann: Person) -> None:
    server.misbehaviour.lose_webhook_answers = 1
    await ann.says("hello")
    await delivered(server)
    assert [update["message"]["text"] for update in house.brought] == ["hello", "hello"]


async def test_several_are_brought_at_once_but_not_too_many(server: LoopbackTelegram, house: House, ann: Person) -> None:
    house.slowness = 0.05
    for number in range(7):
        await ann.says(str(number))
    await delivered(server)
    assert house.most_busy == 3


async def test_what_nobody_took_waits_for_polling(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/closed")
    await ann.says("kept")
    info = await server.pulse.until(lambda: server.updates.webhook.last_error, 3)
    assert info[1] == "Connection refused"
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    assert await heard(bot) == ["kept"]


async def test_waiting_updates_can_be_dropped(bot: Bot, ann: Person) -> None:
    await ann.says("gone")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_webhook_wants_https_and_a_plain_secret(bot: Bot) -> None:
    await refused(bot.set_webhook("http://example.org/hook"), "An HTTPS URL must be provided for webhook")
    await refused(bot.set_webhook("https://example.org/hook", secret_token="a b"), "secret token contains unallowed characters")


async def test_the_settings_of_a_webhook_can_be_read(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook", allowed_updates=["message"], max_connections=7)
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates, info.max_connections) == ("https://example.org/hook", ("message",), 7)
    await bot.delete_webhook(drop_pending_updates=True)


# Words ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [(0, 6)]),
        ("/export-my-data", [(0, 7)]),
        ("/export_my_data", [(0, 15)]),
        ("/imagine@InkMirageBot a fox", [(0, 21)]),
        ("🦊 /imagine", [(3, 8)]),
        ("a/b and </c> http://x.org/d", []),
        ("/a/b", []),
        ("/" + "a" * 65, []),
        ("/go@xy", [(0, 3)]),
        ("say /one, /two", [(4, 4), (10, 4)]),
    ],
)
def test_commands_are_found_as_telegram_finds_them(text: str, found: list[tuple[int, int]]) -> None:
    entities = [entity for entity in parsed(text, None).entities if entity["type"] == "bot_command"]
    assert [(entity["offset"], entity["length"]) for entity in entities] == found


async def test_the_hyphen_form_of_a_command_runs_another(server: LoopbackTelegram, ann: Person) -> None:
    ran: list[str] = []

    async def export(_: Update, __: Any) -> None:
        ran.append("export")

    async with running(server, CommandHandler("export", export)):
        await ann.says("/export-my-data")
        await server.pulse.until(lambda: ran, 3)


async def test_tags_become_entities(bot: Bot, ann: Person) -> None:
    html = '🦊 <b>bold <i>both</i></b> <u>u</u><s>s</s> <a href="https://x.org/?a=1&amp;b=2">link</a> &lt;3 <tg-spoiler>boo</tg-spoiler>'
    message = await bot.send_message(ann.id, html, parse_mode="HTML")
    assert message.text == "🦊 bold both us link <3 boo"
    assert [(entity.type, message.parse_entity(entity)) for entity in message.entities] == [
        ("bold", "bold both"),
        ("italic", "both"),
        ("underline", "u"),
        ("strikethrough", "s"),
        ("text_link", "link"),
        ("spoiler", "boo"),
    ]
    assert message.entities[4].url == "https://x.org/?a=1&b=2"


async def test_white_space_around_a_text_is_cut(bot: Bot, ann: Person) -> None:
    message = await bot.send_message(ann.id, "\n 🦊 <b>bold </b> ", parse_mode="HTML")
    assert (message.text, message.entities[0].offset, message.entities[0].length) == ("🦊 bold", 3, 4)


async def test_code_and_quotes_become_entities(bot: Bot, ann: Person) -> None:
    html = '<pre><code class="language-python">/x</code></pre><blockquote expandable>q</blockquote>'
    html += '<code>/y</code> <span class="tg-spoiler">z</span>'
    message = await bot.send_message(ann.id, html, parse_mode="HTML")
    assert [(entity.type, entity.language) for entity in message.entities] == [
        ("pre", "python"),
        ("expandable_blockquote", None),
        ("code", None),
        ("spoiler", None),
    ]


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("a <b>c", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<font>x</font>", 'Unsupported start tag "font" at byte offset 0'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
async def test_wrong_tags_are_refused(bot: Bot, ann: Person, html: str, complaint: str) -> None:
    await refused(bot.send_message(ann.id, html, parse_mode="HTML"), f"can't parse entities: {complaint}")


async def test_a_text_has_1_to_4096_characters_once_it_is_read(bot: Bot, ann: Person) -> None:
    assert (await bot.send_message(ann.id, f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")).text == "&" * 4096
    await refused(bot.send_message(ann.id, "x" * 4097), "message is too long")
    await refused(bot.send_message(ann.id, " <b></b> ", parse_mode="HTML"), "message text is empty")


async def test_a_caption_has_up_to_1024_characters(bot: Bot, ann: Person) -> None:
    await bot.send_photo(ann.id, painted(), caption="x" * 1024)
    await refused(bot.send_photo(ann.id, painted(), caption="x" * 1025), "message caption is too long")


def test_lengths_are_counted_in_utf_16() -> None:
    assert units("🦊a") == 3


# Buttons ------------------------------------------------------------------------------------------------------------------


async def test_a_pressed_button_is_answered(server: LoopbackTelegram, ann: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "What now?", reply_markup=keys("Redo", "Delete"))
    message = await server.message_in(ann.private)
    pressing = asyncio.create_task(ann.press(message, "Redo"))
    query = (await bot.get_updates(timeout=3))[0].callback_query
    assert query
    assert query.message
    assert (query.data, query.from_user.id, query.message.message_id) == ("a:Redo", ann.id, message.id)
    await query.answer("Redoing", show_alert=True)
    pressed = await pressing
    assert (pressed.answered, pressed.text, pressed.show_alert) == (True, "Redoing", True)
    assert pressed.elapsed < 10


async def test_a_press_without_an_answer_is_given_up(server: LoopbackTelegram, ann: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "What now?", reply_markup=keys("Redo"))
    assert not (await ann.press(await server.message_in(ann.private), "Redo", within=0.05)).answered


async def test_a_press_cannot_be_answered_late_or_twice(server: LoopbackTelegram, ann: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "What now?", reply_markup=keys("Redo"))
    message = await server.message_in(ann.private)
    first = await ann.press(message, "Redo", within=0)
    await bot.answer_callback_query(first.id)
    await refused(bot.answer_callback_query(first.id), "query is too old and response timeout expired or query ID is invalid")
    second = await ann.press(message, "Redo", within=0)
    server.advance(seconds=15)
    await refused(bot.answer_callback_query(second.id), "query is too old")


async def test_only_buttons_that_are_there_can_be_pressed(server: LoopbackTelegram, ann: Person, ben: Person, bot: Bot) -> None:
    await bot.send_message(ann.id, "x", reply_markup=keys("Redo"))
    message = await server.message_in(ann.private)
    with pytest.raises(NotPossible, match="no button 'Vary' among"):
        await ann.press(message, "Vary")
    with pytest.raises(NotPossible, match="Ben does not see"):
        await ben.press(message, "Redo")


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        (InlineKeyboardButton("x", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("x", callback_data=""), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("x", url="http://localhost/a"), "Wrong HTTP URL"),
        (InlineKeyboardButton("x"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("x", pay=True), "BUTTON_TYPE_INVALID"),
        (InlineKeyboardButton("x", copy_text=CopyTextButton("y" * 257)), "BUTTON_COPY_TEXT_INVALID"),
        (InlineKeyboardButton("x", callback_data="y", api_kwargs={"style": "pink"}), "Invalid button style specified"),
    ],
)
async def test_wrong_buttons_are_refused(bot: Bot, ann: Person, button: InlineKeyboardButton, complaint: str) -> None:
    await refused(bot.send_message(ann.id, "x", reply_markup=InlineKeyboardMarkup([[button]])), complaint)


async def test_a_keyboard_has_up_to_100_buttons(bot: Bot, ann: Person) -> None:
    rows = [[InlineKeyboardButton("x", callback_data="é" * 32)] * 10] * 10
    await bot.send_message(ann.id, "x", reply_markup=InlineKeyboardMarkup(rows))
    await refused(bot.send_message(ann.id, "x", reply_markup=InlineKeyboardMarkup([*rows, rows[0][:1]])), "REPLY_MARKUP_TOO_LONG")


async def test_a_link_to_the_bot_starts_it_with_the_payload(server: LoopbackTelegram, bot: Bot) -> None:
    cleo = server.user("Cleo", started=False)
    await cleo.opens("https://t.me/InkMirageBot?start=voucher_7")
    assert await heard(bot) == ["/start voucher_7"]
    await bot.send_message(cleo.id, "welcome")
    for wrong in ("https://t.me/OtherBot?start=x", "https://t.me/InkMirageBot?start=" + "x" * 65):
        with pytest.raises(NotPossible):
            await cleo.opens(wrong)


# Files -------------------------------------------------------------------------------------------------------------------


async def test_a_photo_comes_in_sizes_as_jpeg(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.send_photo(ann.id, painted(1600, 800), caption="a fox", has_spoiler=True)
    message = await server.message_in(ann.private)
    assert message.photo
    assert [size.pixels for size in message.photo.sizes] == [(90, 45), (320, 160), (1280, 640)]
    assert Image.open(io.BytesIO(message.photo.data)).format == "JPEG"
    assert message.shape.spoiler


async def test_a_photo_of_a_person_can_be_fetched(bot: Bot, ann: Person) -> None:
    await ann.sends_photo((400, 300), "/imagine like this")
    message = (await updates_of(bot))[0].message
    assert message
    assert message.caption_entities[0].type == "bot_command"
    data = await (await message.photo[-1].get_file()).download_as_bytearray()
    assert Image.open(io.BytesIO(data)).size == (400, 300)


async def test_an_album_is_one_message_per_picture(bot: Bot, ann: Person) -> None:
    await ann.sends_album([(64, 48), (48, 64)], "two")
    first, second = [update.message for update in await updates_of(bot)]
    assert first
    assert second
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("two", None)


async def test_a_document_stays_as_it_is(bot: Bot, ann: Person) -> None:
    await ann.sends_document(b"GIF89a", "fox.gif", "look")
    message = (await updates_of(bot))[0].message
    assert message
    assert message.document
    assert (message.document.mime_type, message.document.file_name, message.caption) == ("image/gif", "fox.gif", "look")
    assert bytes(await (await message.document.get_file()).download_as_bytearray()) == b"GIF89a"


async def test_files_above_20_mb_cannot_be_fetched(bot: Bot, ann: Person) -> None:
    sent = await ann.sends_document(bytes(20 * MB + 1), "big.bin")
    assert sent.document
    await refused(bot.get_file(sent.document.file_id), "file is too big")


async def test_the_address_of_a_file_is_good_for_an_hour(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await ann.sends_photo()
    file = await bot.get_file((await updates_of(bot))[0].message.photo[-1].file_id)  # type: ignore[union-attr]
    server.advance(minutes=61)
    await refused(file.download_as_bytearray(), "Not Found", InvalidToken)


async def test_a_file_id_can_be_sent_again(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    sent = await bot.send_photo(ann.id, painted())
    again = await bot.send_photo(ben.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    document = await bot.send_document(ann.id, b"x", filename="x.txt")
    assert document.document
    await refused(bot.send_photo(ben.id, document.document.file_id), "can't use file of type Document as Photo")
    await refused(bot.send_document(ben.id, sent.photo[-1].file_id), "can't use file of type Photo as Document")


async def test_addresses_and_nonsense_are_no_files(bot: Bot, ann: Person) -> None:
    await refused(bot.send_photo(ann.id, "http://127.0.0.1/fox.png"), "failed to get HTTP URL content")
    await refused(bot.send_photo(ann.id, "nonsense"), "wrong file identifier/HTTP URL specified")
    await refused(bot.send_photo(ann.id, b"no picture"), "IMAGE_PROCESS_FAILED")


@pytest.mark.parametrize(("width", "height"), [(9000, 1001), (2100, 100)])
async def test_a_photo_is_not_too_long(bot: Bot, ann: Person, width: int, height: int) -> None:
    await refused(bot.send_photo(ann.id, painted(width, height)), "PHOTO_INVALID_DIMENSIONS")


async def test_a_photo_has_up_to_10_mb_and_a_document_50(bot: Bot, ann: Person) -> None:
    await refused(bot.send_photo(ann.id, bytes(10 * MB + 1)), "too big for a photo")
    await refused(bot.send_document(ann.id, bytes(50 * MB + 1)), "Request Entity Too Large", NetworkError)


async def test_an_album_of_the_bot_has_2_to_10_of_a_kind(bot: Bot, ann: Person) -> None:
    photo, document = InputMediaPhoto(painted(), caption="one"), InputMediaDocument(b"x", filename="x.txt")
    sent = await bot.send_media_group(ann.id, [photo, InputMediaPhoto(painted(8, 8))])
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption == "one"
    await refused(bot.send_media_group(ann.id, [photo]), "Too few messages")
    await refused(bot.send_media_group(ann.id, [photo] * 11), "Too many messages")
    await refused(bot.send_media_group(ann.id, [photo, document]), "document can't be mixed with other media types")


# Edits and deletions ------------------------------------------------------------------------------------------------------


async def test_a_text_becomes_a_photo(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "Queued…", reply_markup=keys("Cancel"))
    await bot.edit_message_media(InputMediaPhoto(painted(), caption="a fox"), ann.id, sent.message_id, reply_markup=keys("Redo"))
    message = await server.message_in(ann.private)
    assert (message.text, message.labels, message.photo and message.photo.pixels) == ("a fox", ["Redo"], (64, 48))
    assert [version.shape.words.text for version in message.history] == ["Queued…", "a fox"]


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ann: Person) -> None:
    sent = await bot.send_message(ann.id, "<b>x</b>", parse_mode="HTML", reply_markup=keys("A"))
    await refused(
        bot.edit_message_text("<b>x</b>", ann.id, sent.message_id, parse_mode="HTML", reply_markup=keys("A")), "message is not modified"
    )
    await refused(bot.edit_message_reply_markup(ann.id, sent.message_id, reply_markup=keys("A")), "message is not modified")
    await bot.edit_message_text("x", ann.id, sent.message_id, reply_markup=keys("A"))
    await bot.edit_message_text("x", ann.id, sent.message_id)
    await refused(bot.edit_message_text("x", ann.id, sent.message_id), "message is not modified")


async def test_only_what_is_there_can_be_edited(bot: Bot, ann: Person) -> None:
    await refused(bot.edit_message_text("x", ann.id, 999), "message to edit not found")
    theirs = await ann.says("mine")
    await refused(bot.edit_message_text("x", ann.id, theirs.id), "message can't be edited")
    photo = await bot.send_photo(ann.id, painted())
    await refused(bot.edit_message_text("x", ann.id, photo.message_id), "there is no text in the message to edit")
    text = await bot.send_message(ann.id, "x")
    await refused(bot.edit_message_caption(ann.id, text.message_id, caption="y"), "there is no caption in the message to edit")


async def test_a_caption_and_a_keyboard_can_be_changed(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    sent = await bot.send_photo(ann.id, painted(), caption="one", reply_markup=keys("A"))
    await bot.edit_message_caption(ann.id, sent.message_id, caption="two", reply_markup=keys("A"))
    await bot.edit_message_reply_markup(ann.id, sent.message_id)
    message = await server.message_in(ann.private)
    assert (message.text, message.labels, len(message.edits)) == ("two", [], 2)


async def test_the_bot_deletes_for_48_hours(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    old = await bot.send_message(ann.id, "old")
    server.advance(hours=48)
    new = await bot.send_message(ann.id, "new")
    await bot.delete_message(ann.id, new.message_id)
    await refused(bot.delete_message(ann.id, new.message_id), "message to delete not found")
    await refused(bot.delete_message(ann.id, old.message_id), "message can't be deleted for everyone")
    assert await bot.delete_messages(ann.id, [old.message_id, new.message_id])
    assert [message.text for message in ann.private.visible()] == ["old"]


async def test_in_a_group_only_an_admin_deletes_what_others_wrote(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    plain, led = server.group("Plain", [ann]), server.group("Led", [ann], bot_is_admin=True)
    await refused(bot.delete_message(plain.id, (await ann.says("x", plain)).id), "message can't be deleted")
    await bot.delete_message(led.id, (await ann.says("x", led)).id)


async def test_the_bot_is_told_of_edits_but_not_of_deletions(bot: Bot, ann: Person) -> None:
    message = await ann.says("one")
    await ann.edits(message, "two")
    await ann.deletes(message)
    found = await updates_of(bot)
    assert len(found) == 2
    assert found[1].edited_message
    assert found[1].edited_message.text == "two"
    await refused(bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(message.id)), "message to be replied not found")


# Chats ---------------------------------------------------------------------------------------------------------------------


async def test_the_bot_cannot_write_first(bot: Bot, server: LoopbackTelegram) -> None:
    cleo = server.user("Cleo", started=False)
    await refused(bot.send_message(cleo.id, "hi"), "bot can't initiate conversation with a user", Forbidden)
    await cleo.starts()
    await bot.send_message(cleo.id, "hi")


async def test_the_bot_cannot_write_to_who_blocked_it(bot: Bot, ann: Person) -> None:
    await ann.blocks()
    await refused(bot.send_photo(ann.id, painted()), "bot was blocked by the user", Forbidden)
    await ann.unblocks()
    await bot.send_message(ann.id, "back")
    standing = [update.my_chat_member for update in await updates_of(bot)]
    assert [member.new_chat_member.status for member in standing if member] == ["kicked", "member"]


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    await refused(bot.send_message(4711, "x"), "chat not found")


async def test_a_deactivated_person_gets_nothing(bot: Bot, server: LoopbackTelegram) -> None:
    await refused(bot.send_message(server.user("Gone", deactivated=True).id, "x"), "user is deactivated", Forbidden)


async def test_a_reply_quotes_and_may_do_without(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    asked = await ann.says("/imagine")
    sent = await bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(asked.id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/imagine"
    await refused(bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(0)), "message to be replied not found")
    alone = await bot.send_message(ann.id, "x", reply_parameters=ReplyParameters(0, allow_sending_without_reply=True))
    assert alone.reply_to_message is None


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group = server.group("Painters", [ann])
    for text in ("hello", "/imagine", "/imagine@InkMirageBot a fox", "/x@OtherBot", "@InkMirageBot a fox"):
        await ann.says(text, group)
    assert await heard(bot) == ["/imagine@InkMirageBot a fox"]


async def test_a_bare_command_is_heard_when_the_bot_wrote_last(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group, other = server.group("Painters", [ann]), server.another_bot("Rose")
    group.members.append(other)
    await bot.send_message(group.id, "I am here")
    await ann.says("/imagine one", group)
    await other.says("So am I", group)
    await ann.says("/imagine two", group)
    assert await heard(bot) == ["/imagine one"]


async def test_replies_to_the_bot_are_heard(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group = server.group("Painters", [ann], supergroup=True)
    await bot.send_message(group.id, "Which prompt?", reply_markup=ForceReply())
    asked = await server.message_in(group)
    assert asked.shape.markup == {"force_reply": True}
    mine = await ann.says("a fox", group, reply_to=asked)
    await ann.says("no, a cat", group, reply_to=mine)
    await ann.says("/x@OtherBot", group, reply_to=asked)
    (update,) = await updates_of(bot)
    found = update.message
    assert found
    assert (found.text, found.message_thread_id, found.is_topic_message) == ("a fox", asked.id, None)


@pytest.mark.parametrize("more", [{"privacy": False}, {"bot_is_admin": True}])
async def test_an_admin_hears_everything(bot: Bot, server: LoopbackTelegram, ann: Person, more: dict[str, bool]) -> None:
    group = server.group("Painters", [ann], **more)
    await ann.says("hello", group)
    await ann.says("/x@OtherBot", group)
    assert await heard(bot) == ["hello", "/x@OtherBot"]


async def test_topics_carry_their_thread(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    forum = server.group("Studio", [ann], forum=True)
    art = forum.topic("Art")
    await ann.says("/imagine@InkMirageBot a fox", forum, thread=art)
    message = (await updates_of(bot))[-1].message
    assert message
    assert message.is_topic_message
    assert message.message_thread_id == art.thread_id
    assert message.reply_to_message
    assert message.reply_to_message.forum_topic_created
    sent = await bot.send_message(forum.id, "x", message_thread_id=art.thread_id)
    assert sent.message_thread_id == art.thread_id
    await refused(bot.send_message(forum.id, "x", message_thread_id=4711), "message thread not found")


async def test_a_group_becomes_a_supergroup(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group = server.group("Painters", [ann])
    big = await group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == big.id
    await bot.send_message(big.id, "x")
    told = [update.message for update in await updates_of(bot)]
    assert [(message.migrate_to_chat_id, message.migrate_from_chat_id) for message in told if message] == [(big.id, None), (None, group.id)]


@pytest.mark.parametrize("supergroup", [False, True])
async def test_an_expelled_bot_cannot_write(bot: Bot, server: LoopbackTelegram, ann: Person, supergroup: bool) -> None:
    group = server.group("Painters", [ann], supergroup=supergroup)
    await group.expels_bot()
    await refused(bot.send_message(group.id, "x"), f"bot was kicked from the {group.kind} chat", Forbidden)
    await ann.says("/imagine@InkMirageBot", group)
    await group.invites_bot(as_admin=True)
    await bot.leave_chat(group.id)
    await refused(bot.send_message(group.id, "x"), f"bot is not a member of the {group.kind} chat", Forbidden)
    standing = [update.my_chat_member for update in await updates_of(bot)]
    assert [member.new_chat_member.status for member in standing if member] == ["kicked", "administrator"]


async def test_chats_and_members_can_be_looked_up(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    group = server.group("Painters", [ann, ben], supergroup=True, bot_is_admin=True)
    assert (await bot.get_chat(group.id)).title == "Painters"
    statuses = [(await bot.get_chat_member(group.id, who)).status for who in (ann.id, ben.id, bot.id, server.user("Cleo").id)]
    assert statuses == ["creator", "member", "administrator", "left"]
    await refused(bot.get_chat_member(group.id, 4711), "user not found")


async def test_signs_of_life_and_reactions_are_kept(bot: Bot, ann: Person) -> None:
    message = await ann.says("/imagine a fox")
    await bot.send_chat_action(ann.id, "upload_photo")
    await bot.set_message_reaction(ann.id, message.id, "👀")
    assert (ann.private.actions, message.reactions) == (["upload_photo"], ["👀"])
    await refused(bot.set_message_reaction(ann.id, message.id, "🦊"), "REACTION_INVALID")
    await refused(bot.send_chat_action(ann.id, "dance"), "wrong parameter action in request")


# The menu --------------------------------------------------------------------------------------------------------------------


async def test_the_menu_depends_on_place_and_language(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    group = server.group("Painters", [ann, ben])
    await bot.set_my_commands([BotCommand("imagine", "Make a picture")])
    await bot.set_my_commands([BotCommand("imagine", "Mal ein Bild")], language_code="de")
    await bot.set_my_commands([BotCommand("balance", "Your credits")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("here", "Here")], BotCommandScopeChat(group.id), language_code="de")
    seen = [server.menu.seen_by(*where)[0]["description"] for where in ((ann, ann.private), (ann, group), (ben, group))]
    assert seen == ["Your credits", "Here", "Make a picture"]
    assert (await bot.get_my_commands(language_code="de"))[0].description == "Mal ein Bild"
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats())
    assert server.menu.seen_by(ann, ann.private)[0]["description"] == "Mal ein Bild"
    assert await bot.get_my_commands(BotCommandScopeAllGroupChats()) == ()


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([("export-my-data", "x")], "BOT_COMMAND_INVALID"),
        ([("Imagine", "x")], "BOT_COMMAND_INVALID"),
        ([("imagine", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("imagine", "x" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([(f"c{number}", "x") for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_wrong_commands_are_refused(bot: Bot, commands: list[tuple[str, str]], complaint: str) -> None:
    await refused(bot.set_my_commands(commands), complaint)


async def test_descriptions_and_the_menu_button_are_kept(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.set_my_description("Ein Bot", "de")
    await bot.set_my_short_description("A bot")
    await refused(bot.set_my_short_description("x" * 121), "too long")
    assert (server.menu.descriptions, server.menu.short_descriptions) == ({"de": "Ein Bot"}, {"": "A bot"})
    await bot.set_chat_menu_button(ann.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(ann.id)).type == "commands"


# Inline ----------------------------------------------------------------------------------------------------------------------


async def offered(bot: Bot, ann: Person, results: list[Any], **more: Any) -> Any:
    """What Ann gets to pick from when the bot offers this."""
    typing = asyncio.create_task(ann.inline("fox"))
    query = (await updates_of(bot, timeout=3))[-1].inline_query
    assert query
    assert query.query == "fox"
    await bot.answer_inline_query(query.id, results, **more)
    return await typing


async def test_a_picture_is_picked_and_edited(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group, photo = server.group("Painters", [ann]), (await bot.send_photo(ann.id, painted())).photo[-1]
    result = InlineQueryResultCachedPhoto("1", photo.file_id, caption="a fox", reply_markup=keys("Redo"))
    picked = await ann.picks((await offered(bot, ann, [result]))[0], group)
    message, chosen = await updates_of(bot)
    assert message.message
    assert message.message.via_bot
    assert message.message.photo
    assert chosen.chosen_inline_result
    assert chosen.chosen_inline_result.inline_message_id == picked.inline_id
    pressed = await ann.press(picked, "Redo", within=0)
    query = (await updates_of(bot))[0].callback_query
    assert query
    assert query.inline_message_id == picked.inline_id
    assert query.message is None
    await bot.answer_callback_query(pressed.id)
    assert await bot.edit_message_caption(inline_message_id=picked.inline_id, caption="another") is True
    assert picked.text == "another"


async def test_an_inline_answer_is_kept_for_others(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    result = InlineQueryResultArticle("1", "Fox", InputTextMessageContent("<b>a fox</b>", "HTML"))
    await offered(bot, ann, [result], cache_time=60)
    assert [found.title for found in await ben.inline("fox")] == ["Fox"]
    server.advance(seconds=61)
    with pytest.raises(TimeoutError):
        await ben.inline("fox", within=0.05)


async def test_a_personal_answer_is_not_for_others(bot: Bot, ann: Person, ben: Person) -> None:
    result = InlineQueryResultArticle("1", "Fox", InputTextMessageContent("a fox"))
    mine = await offered(bot, ann, [result], is_personal=True)
    assert (await ann.inline("fox"))[0].id == mine[0].id
    with pytest.raises(TimeoutError):
        await ben.inline("fox", within=0.05)


async def test_wrong_inline_answers_are_refused(bot: Bot, ann: Person) -> None:
    typing = asyncio.create_task(ann.inline("fox"))
    query = (await updates_of(bot, timeout=3))[0].inline_query
    assert query
    article = [InlineQueryResultArticle(str(number), "x", InputTextMessageContent("x")) for number in range(51)]
    await refused(bot.answer_inline_query(query.id, article), "RESULTS_TOO_MUCH")
    await refused(bot.answer_inline_query(query.id, [article[0], article[0]]), "RESULT_ID_DUPLICATE")
    await bot.answer_inline_query(query.id, article[:2])
    assert len(await typing) == 2
    await refused(bot.answer_inline_query(query.id, article[:2]), "query is too old")


# Stars -----------------------------------------------------------------------------------------------------------------------


async def invoice(bot: Bot, server: LoopbackTelegram, person: Person, **more: Any) -> Any:
    given: dict[str, Any] = {"payload": "order-1", "currency": "XTR", "prices": [LabeledPrice("Pack", 50)]} | more
    await bot.send_invoice(person.id, "Pack", "100 credits", **given)
    return await server.message_in(person.private, lambda message: message.shape.invoice)


async def buys(bot: Bot, server: LoopbackTelegram, person: Person, ok: bool = True) -> Any:
    """A checkout that the bot answered."""
    paying = asyncio.create_task(person.pays(await invoice(bot, server, person)))
    query = (await updates_of(bot, timeout=3))[-1].pre_checkout_query
    assert query
    assert (query.total_amount, query.invoice_payload, query.currency) == (50, "order-1", "XTR")
    await query.answer(ok, None if ok else "Sold out")
    return await paying


async def test_stars_are_paid_once_the_bot_agrees(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    checkout = await buys(bot, server, ann)
    assert checkout.paid
    assert checkout.elapsed < 10
    message = (await updates_of(bot))[0].message
    assert message
    assert message.successful_payment
    assert message.successful_payment.telegram_payment_charge_id == checkout.charge_id
    assert message.successful_payment.invoice_payload == "order-1"
    assert (await bot.get_my_star_balance()).amount == 50


async def test_nothing_is_paid_when_the_bot_refuses(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    checkout = await buys(bot, server, ann, ok=False)
    assert (checkout.paid, checkout.error_message, checkout.message) == (False, "Sold out", None)


async def test_the_bot_has_ten_seconds_to_agree(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    paying = asyncio.create_task(ann.pays(await invoice(bot, server, ann)))
    query = (await updates_of(bot, timeout=3))[0].pre_checkout_query
    assert query
    server.advance(seconds=10)
    assert not (await asyncio.wait_for(paying, 3)).paid
    await refused(query.answer(True), "query is too old")


async def test_a_paid_invoice_shows_the_receipt(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await buys(bot, server, ann)
    paid = await server.message_in(ann.private, lambda message: message.shape.invoice)
    assert paid.labels == ["Pay ⭐️50"]
    with pytest.raises(NotPossible, match="receipt"):
        await ann.pays(paid)


async def test_stars_are_given_back_once(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    checkout = await buys(bot, server, ann)
    await refused(bot.refund_star_payment(ben.id, checkout.charge_id), "CHARGE_NOT_FOUND")
    await bot.refund_star_payment(ann.id, checkout.charge_id)
    await refused(bot.refund_star_payment(ann.id, checkout.charge_id), "CHARGE_ALREADY_REFUNDED")
    told = [update.message for update in await updates_of(bot)]
    assert told[-1]
    assert told[-1].refunded_payment
    assert told[-1].refunded_payment.telegram_payment_charge_id == checkout.charge_id
    book = (await bot.get_star_transactions()).transactions
    assert [(entry.id, entry.source is not None, entry.receiver is not None) for entry in book] == [
        (checkout.charge_id, True, False),
        (checkout.charge_id, False, True),
    ]
    assert len((await bot.get_star_transactions(offset=1, limit=1)).transactions) == 1
    assert (await bot.get_my_star_balance()).amount == 0


async def test_the_store_can_take_the_money_back(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    checkout = await buys(bot, server, ann)
    await updates_of(bot)
    await ann.gets_money_back(checkout)
    message = (await updates_of(bot))[0].message
    assert message
    assert message.refunded_payment


async def test_a_link_to_an_invoice_can_be_paid(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    link = await bot.create_invoice_link("Pack", "100 credits", "order-2", "XTR", [LabeledPrice("Pack", 7)])
    paying = asyncio.create_task(ann.pays(link))
    query = (await updates_of(bot, timeout=3))[0].pre_checkout_query
    assert query
    await query.answer(True)
    assert (await paying).offer.payload == "order-2"


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"currency": "EUR"}, "CURRENCY_INVALID"),
        ({"provider_token": "x"}, "PAYMENT_PROVIDER_INVALID"),
        ({"payload": "é" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"prices": [LabeledPrice("a", 1), LabeledPrice("b", 1)]}, "STARS_INVOICE_INVALID"),
        ({"reply_markup": keys("Later")}, "REPLY_MARKUP_BUY_EMPTY"),
    ],
)
async def test_wrong_invoices_are_refused(bot: Bot, server: LoopbackTelegram, ann: Person, more: dict[str, Any], complaint: str) -> None:
    await refused(invoice(bot, server, ann, **more), complaint)


# Bad days --------------------------------------------------------------------------------------------------------------------


async def test_a_flood_stops_one_chat(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    server.misbehaviour.flood(ann.private, retry_after=30)
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(ann.id, "x")
    assert wait.value.retry_after == timedelta(seconds=30)
    await bot.send_message(ann.id, "x")
    server.misbehaviour.flood(ann.private, until=server.clock.now() + timedelta(seconds=30))
    for _ in range(2):
        await refused(bot.send_message(ann.id, "x"), "Flood control", RetryAfter)
    await bot.send_message(ben.id, "x")
    server.advance(seconds=30)
    await bot.send_message(ann.id, "x")


async def test_a_flood_can_be_everywhere(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    server.misbehaviour.flood()
    await refused(bot.get_me(), "Flood control", RetryAfter)
    await bot.get_me()


async def test_a_group_can_have_its_20_messages_per_minute(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    group, server.misbehaviour.group_limit = server.group("Painters", [ann]), 2
    for _ in range(2):
        await bot.send_message(group.id, "x")
    await bot.send_chat_action(group.id, "typing")
    await refused(bot.send_message(group.id, "x"), "Flood control", RetryAfter)
    await bot.send_message(ann.id, "x")
    server.advance(seconds=60)
    await bot.send_message(group.id, "x")


async def test_errors_come_before_or_after_the_effect(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    trouble = server.misbehaviour.fail("sendMessage", status=502)
    await refused(bot.send_message(ann.id, "one"), "Bad Gateway", NetworkError)
    server.misbehaviour.refuse("send.*", refusals.bad("CHAT_RESTRICTED"), after=True)
    await refused(bot.send_message(ann.id, "two"), "CHAT_RESTRICTED")
    server.misbehaviour.forbid("sendPhoto", why="bot was blocked by the user")
    await refused(bot.send_photo(ann.id, painted()), "bot was blocked by the user", Forbidden)
    assert trouble.met == 1
    assert [message.text for message in ann.private.visible()] == ["two"]


async def test_the_photo_arrives_though_the_answer_does_not(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    server.misbehaviour.hang("sendPhoto", 0.5)
    await refused(bot.send_photo(ann.id, painted(), read_timeout=0.2), "Timed out", TimedOut)
    server.misbehaviour.cut("sendPhoto")
    await refused(bot.send_photo(ann.id, painted()), "", NetworkError)
    assert len(ann.private.visible()) == 2


async def test_unknown_methods_and_tokens_are_refused(bot: Bot, server: LoopbackTelegram) -> None:
    await refused(bot.do_api_request("sendRichMessage"), "Not Found", TelegramError)
    assert server.calls("sendRichMessage")[0].status == 404
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{server.url}/bot1:wrong/getMe")).json() == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }
        assert (await client.get(f"{server.url}/file/bot1:wrong/photos/file_1.jpg")).status_code == 404


async def test_bodies_may_be_json(server: LoopbackTelegram, ann: Person) -> None:
    body = {"chat_id": ann.id, "text": "17", "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}}
    async with httpx.AsyncClient() as client:
        answer = (await client.post(f"{server.url}/bot{server.token}/sendMessage", json=body)).json()
    assert answer["result"]["text"] == "17"
    assert (await server.message_in(ann.private)).labels == ["A"]


async def test_every_call_is_stamped(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    server.misbehaviour.slow("sendMessage", 0.1)
    await bot.send_message(ann.id, "x")
    server.misbehaviour.calm()
    stamp = server.stamped[-1]
    assert stamp.method == "sendMessage"
    assert 0.1 <= stamp.elapsed < 10


async def test_a_fault_of_the_server_is_raised_at_the_end() -> None:
    async def breaking() -> None:
        async with LoopbackTelegram() as broken, Bot(broken.token, f"{broken.url}/bot") as bot:
            broken.sending.post = None  # type: ignore[assignment, method-assign]
            await refused(bot.send_message(broken.user("Ann").id, "x"), "the loopback Telegram failed")

    with pytest.raises(ExceptionGroup):
        await breaking()


async def test_waiting_for_a_message_that_never_comes_shows_the_chat(server: LoopbackTelegram, ann: Person) -> None:
    await ann.says("anybody here?")
    with pytest.raises(TimeoutError, match="anybody here"):
        await server.message_in(ann.private, within=0.05)


async def test_a_message_after_another_is_found(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.send_message(ann.id, "one")
    first = await server.message_in(ann.private)
    later = asyncio.create_task(server.message_in(ann.private, after=first))
    await bot.send_message(ann.id, "two")
    assert (await later).text == "two"


async def test_a_program_may_filter_what_it_hears(server: LoopbackTelegram, ann: Person) -> None:
    seen: list[str] = []

    async def remember(update: Update, _: Any) -> None:
        seen.append(update.to_json())

    async def photo(update: Update, _: Any) -> None:
        await update.effective_message.reply_text("nice")  # type: ignore[union-attr]

    async with running(server, MessageHandler(filters.PHOTO, photo), TypeHandler(Update, remember)):
        await ann.sends_photo((32, 32))
        assert (await server.message_in(ann.private)).text == "nice"
        await ann.says("thanks")
        await server.pulse.until(lambda: seen, 3)


# Pages -----------------------------------------------------------------------------------------------------------------------


async def a_conversation(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> Any:
    group = server.group("Painters", [ann, ben])
    asked = await ann.says("/imagine@InkMirageBot a fox", group)
    sent = await bot.send_message(group.id, "Queued…", reply_parameters=ReplyParameters(asked.id))
    rows = [*keys("Redo", "Vary").inline_keyboard, [InlineKeyboardButton("Open", url="https://t.me/InkMirageBot?start=x")]]
    media = InputMediaPhoto(
        painted(),
        caption="<b>a fox</b> &amp; <tg-spoiler>1 &lt; 2</tg-spoiler>",
        parse_mode="HTML",
        has_spoiler=True,
    )
    await bot.edit_message_media(media, group.id, sent.message_id, reply_markup=InlineKeyboardMarkup(rows))
    pressed = await ben.press(await server.message_in(group), "Redo", within=0)
    await bot.answer_callback_query(pressed.id, "Not yours", show_alert=True)
    return group


async def test_the_transcript_shows_what_everybody_sees(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    group = await a_conversation(bot, server, ann, ben)
    shown = re.sub(r"\d\d:\d\d:\d\d", "12:00:00", server.transcript(group, ben))
    assert shown == "\n".join(
        [
            "== Painters (group), as Ben sees it ==",
            "[12:00:00] Ann",
            "  /imagine@InkMirageBot a fox",
            "[12:00:00] InkMirage (bot) — ↩ Ann: /imagine@InkMirageBot a fox; edited 12:00:00",
            "  [spoilered picture 64×48]",
            "  **a fox** & ||1 < 2||",
            "  (Redo) (Vary)",
            "  (->Open)",
            "[12:00:00] alert to Ben: Not yours",
        ]
    )
    assert "Not yours" not in server.transcript(group, ann)
    assert server.transcript(group, server.user("Cleo")).count("\n") == 0


async def test_the_page_of_a_chat_shows_it_to_one_person(bot: Bot, server: LoopbackTelegram, ann: Person, ben: Person) -> None:
    group = await a_conversation(bot, server, ann, ben)
    page = conversation(group, ann)
    assert "<b>a fox</b> &amp; <span" in page
    assert "1 &lt; 2" in page
    assert 'class="line own"' in page
    assert 'class="photo hidden"' in page
    assert "Not yours" not in page
    assert "Not yours" in conversation(group, ben)
    assert "Queued" not in card(group.messages[-1])
    with pytest.raises(NotPossible):
        conversation(group, server.user("Cleo"))


async def test_an_album_is_shown_as_one(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    await bot.send_media_group(ann.id, [InputMediaPhoto(painted(), caption="two"), InputMediaPhoto(painted())])
    page = conversation(ann.private)
    assert (page.count('class="album"'), page.count("<img"), page.count('class="words"')) == (1, 2, 1)


# The description -------------------------------------------------------------------------------------------------------------


async def test_a_departure_from_the_summary_is_found(bot: Bot, server: LoopbackTelegram, ann: Person) -> None:
    async with LoopbackTelegram() as other, Bot(other.token, f"{other.url}/bot") as talker:
        person = other.user("Ann")
        await talker.send_message(person.id, "x")
        await person.says("y")
    call = other.calls("sendMessage")[0]
    call.answer["result"].pop("date")
    call.body.pop("text")
    assert missing_by_summary(call) == ["sendMessage: the request lacks text", "sendMessage: the answer lacks date"]
    other.updates.produced[0]["message"].pop("from")
    assert missing_in_update(other.updates.produced[0]) == ["['message']: lacks from"]
    assert len(SUMMARY) > 20
    assert len(TOLD) > 5


async def test_a_departure_from_the_description_is_found(server: LoopbackTelegram) -> None:
    described = specification()
    if described is None:
        pytest.skip(f"{VARIABLE} names no folder with telegram-bot-api.json: calls, answers and updates are NOT checked against it")
    async with LoopbackTelegram() as other, Bot(other.token, f"{other.url}/bot") as talker:
        person = other.user("Ann")
        await talker.send_message(person.id, "x", reply_markup=keys("A"))
        await talker.send_media_group(person.id, [InputMediaPhoto(painted()), InputMediaPhoto(painted())])
        await person.blocks()
    call = copy.deepcopy(other.calls("sendMessage")[0])
    assert described.violations(call) == []
    call.answer["result"].pop("date")
    call.answer["result"]["reply_markup"]["inline_keyboard"][0][0]["colour"] = "red"
    call.body["text"], call.body["parse_mod"] = 17, "HTML"
    assert set(described.violations(call)) == {
        "sendMessage: answer.result.date: is missing",
        "sendMessage: answer.result.reply_markup.inline_keyboard[0][0].colour: is not known",
        "sendMessage: request.text: '17' is not of type String",
        "sendMessage: request.parse_mod: is not known",
    }
    album = other.calls("sendMediaGroup")[0]
    album.body["media"][0]["type"] = "picture"
    assert described.violations(album)
    update = other.updates.produced[0]
    assert described.problems("Update", update) == []
    update["my_chat_member"]["new_chat_member"]["status"] = "administrator"
    assert described.problems("Update", update)
