"""The traps of Telegram (platforms.md F), each walked into with the whole program and the real client."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot, LabeledPrice

from bot.config_sources import load
from bot.program import Program
from bot.wiring import build
from core.ambient import Ambient
from core.caller import Address
from core.cards import has_card_number
from core.jobs import Job
from core.ports import TokenRefused
from core.pricing import Pack
from core.storage.payments import PaymentOrder
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES
from tests.adapters.telegram.house import FOX, MAKE, SOON, Scene, balance, inkmirage, is_done, made, offered, settings, settled
from tests.clock import MovedClock
from tests.loopback_telegram import refusals
from tests.loopback_telegram.files import painted
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.server import LoopbackTelegram

BOTH = ("polling", "webhook")
SENDING = "send.+"
EDITING = "edit.+"


@pytest.fixture
def leaving_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stops would wait for what a flooded chat has still to be told, and no test asks for that."""
    monkeypatch.setattr("adapters.telegram.front.FINISH_SECONDS", 0.1)


def roles(mode: str) -> tuple[str, ...]:
    return ("telegram", "worker", "web") if mode == "webhook" else ("telegram", "worker")


def from_bot(scene: Scene, chat: object) -> list[Message]:
    return [message for message in chat.visible() if message.sender is scene.telegram.bot]  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", BOTH)
async def test_f22_what_comes_three_times_is_answered_and_charged_once(scene: Scene, mode: str) -> None:
    scene.telegram.misbehaviour.duplicate_updates = 3
    async with inkmirage(scene.telegram, scene.folder, roles=roles(mode), telegram__mode=mode) as program:
        await made(scene, scene.ann)
        await asyncio.sleep(1)
        assert (await balance(program, scene.ann)).available == 28
        assert len(from_bot(scene, scene.ann.private)) == 1


async def test_f23_an_answer_that_telegram_did_not_get_brings_the_update_again_and_nothing_twice(scene: Scene) -> None:
    scene.telegram.updates.webhook.pause = 0.1
    scene.telegram.misbehaviour.lose_webhook_answers = 3
    async with inkmirage(scene.telegram, scene.folder, roles=roles("webhook"), telegram__mode="webhook") as program:
        await made(scene, scene.ann)
        await asyncio.sleep(1)
        assert (await balance(program, scene.ann)).available == 28
        assert len(from_bot(scene, scene.ann.private)) == 1


async def test_f23_a_confirmation_that_got_lost_brings_the_update_again_and_nothing_twice(scene: Scene) -> None:
    scene.telegram.misbehaviour.forget_confirmation = 2
    async with inkmirage(scene.telegram, scene.folder) as program:
        await made(scene, scene.ann)
        await asyncio.sleep(1)
        assert (await balance(program, scene.ann)).available == 28


async def test_f23_an_update_that_cannot_be_read_stops_nobody(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Stored raw: a kind that the library does not know, or a shape that it cannot read, is one update's trouble."""
    async with inkmirage(scene.telegram, scene.folder) as program:
        scene.telegram.updates.publish("message", {"nonsense": True})
        await offered(scene, scene.ann)
        async with asyncio.timeout(SOON):
            while await program.store.read(lambda uow: uow.updates.waiting()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.mark.proves("PRV-82", "T-GROUP")
async def test_f16_the_menu_of_groups_has_only_what_may_be_answered_there(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await offered(scene, scene.ann)
        calls = scene.telegram.calls("setMyCommands")
        assert len(calls) == 2 * len(LOCALES)
        for call in calls:
            names = {command["command"] for command in call.body["commands"]}
            in_group = "group" in call.body["scope"]["type"]
            assert ("balance" in names) is not in_group
            assert "imagine" in names
            assert all("-" not in name for name in names)
        german = [call for call in calls if call.body.get("language_code") == "de"]
        assert "Worten" in str(german[0].body["commands"]) or "Bild" in str(german[0].body["commands"])


async def test_menus_are_sent_only_when_they_changed(scene: Scene) -> None:
    for _ in range(2):
        async with inkmirage(scene.telegram, scene.folder):
            await offered(scene, scene.ann)
    assert len(scene.telegram.calls("setMyCommands")) == 2 * len(LOCALES)


@pytest.mark.usefixtures("leaving_at_once")
async def test_f18_a_press_is_answered_at_once_while_its_chat_is_flooded(scene: Scene) -> None:
    telegram = scene.telegram
    async with inkmirage(telegram, scene.folder, ambient=Ambient()):
        offer = await offered(scene, scene.ann)
        telegram.misbehaviour.flood(scene.ann.private, retry_after=30, fits=SENDING)
        await scene.ann.says("/balance")
        await asyncio.sleep(0.3)
        pressed = await scene.ann.press(offer, MAKE)
        assert pressed.answered
        assert pressed.elapsed < 10


async def test_f19_an_unclear_send_is_repeated_once_and_never_charged_again(scene: Scene) -> None:
    """The photo arrived, and the line went dead: one more at most, and one charge."""
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.says("/settings --ask never")
        scene.telegram.misbehaviour.cut("editMessageMedia", times=1)
        asked = await scene.ann.says(f"/imagine {FOX}")
        await scene.telegram.message_in(scene.ann.private, is_done, after=asked, within=SOON)
        await settled(program)
        pictures = [message for message in from_bot(scene, scene.ann.private) if is_done(message)]
        assert len(pictures) == 1, "an edit may be repeated: it is the same message"
        assert (await balance(program, scene.ann)).available == 28


async def test_f19_after_a_second_unclear_send_the_pictures_are_kept_and_named(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        scene.telegram.misbehaviour.cut("sendMediaGroup", times=5)
        await scene.ann.press(offer, offer.labels[0])
        await settled(program)
        pictures = [message for message in from_bot(scene, scene.ann.private) if message.photo and message.album]
        assert len(pictures) == 4, "sent twice, as nobody knew, and not a third time"
        scene.telegram.misbehaviour.calm()
        asked = await scene.ann.says("/balance")
        told = await scene.telegram.message_in(scene.ann.private, lambda message: True, after=asked, within=SOON)
        assert "While you could not be reached" in told.text
        assert (await balance(program, scene.ann)).available == 32


async def test_f20_a_refusal_is_not_tried_again_and_again(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann)
        await scene.ann.press(offer, MAKE)
        await scene.ann.deletes(offer)
        await settled(program)
        edits = [call for call in scene.telegram.exchanges if call.method.startswith("edit") and call.status == 400]
        assert len(edits) <= 3
        assert [message for message in from_bot(scene, scene.ann.private) if is_done(message)], "it came as a new message"


@pytest.mark.parametrize("status", [500, 502, 429])
async def test_what_telegram_will_not_take_now_is_delivered_later_and_once(scene: Scene, status: int) -> None:
    clock = MovedClock()
    async with inkmirage(scene.telegram, scene.folder, ambient=Ambient(now=clock.now)) as program:
        offer = await offered(scene, scene.ann)
        refusal = refusals.broken(status) if status != 429 else None
        if refusal is None:
            scene.telegram.misbehaviour.flood(scene.ann.private, retry_after=2, fits="edit.+")
        else:
            scene.telegram.misbehaviour.refuse("editMessageMedia", refusal, times=2)
        await scene.ann.press(offer, MAKE)
        async with asyncio.timeout(SOON):
            for minutes in range(1, 99):
                with clock.moved(minutes=minutes):
                    await asyncio.sleep(0.3)
                if is_done(offer):
                    break
        await settled(program)
        assert len(from_bot(scene, scene.ann.private)) == 1
        assert (await balance(program, scene.ann)).available == 28


async def test_f21_with_webhooks_two_programs_share_the_work(scene: Scene, postgres_url: str, tmp_path: Path) -> None:
    more: dict[str, Any] = {"telegram__mode": "webhook", "database__url": postgres_url, "web__secret_key": "k" * 32}
    async with (
        inkmirage(scene.telegram, tmp_path / "one", roles=("web",), **more),
        inkmirage(scene.telegram, tmp_path / "two", roles=("telegram", "worker", "web"), **more) as program,
    ):
        await made(scene, scene.ann)
        assert (await balance(program, scene.ann)).available == 28
        assert scene.telegram.calls("getUpdates") == []


async def test_f24_polling_goes_on_after_a_dead_line(scene: Scene) -> None:
    scene.telegram.misbehaviour.cut("getUpdates", times=2)
    scene.telegram.misbehaviour.fail("getUpdates", status=502, times=1)
    async with inkmirage(scene.telegram, scene.folder):
        await offered(scene, scene.ann)


async def test_f25_pictures_are_uploaded_and_never_given_as_an_address(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await made(scene, scene.ann)
        sent = [call for call in scene.telegram.exchanges if call.method in ("sendPhoto", "editMessageMedia")]
        assert sent
        assert all(call.uploads for call in sent)


async def test_f25_what_telegram_does_not_show_as_a_photo_comes_as_a_file(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann)
        scene.telegram.misbehaviour.refuse("(sendPhoto|editMessageMedia)", refusals.bad("PHOTO_INVALID_DIMENSIONS"), times=9)
        await scene.ann.press(offer, MAKE)
        file = await scene.telegram.message_in(offer.chat, lambda message: message.document, within=SOON)
        assert "Here is your picture" in file.text
        assert "Vary" in file.labels
        await scene.telegram.pulse.until(lambda: offer.deleted or None, SOON)  # nothing says any more that it is being made


@pytest.mark.proves("PRV-41", "T-LOG")
async def test_f27_the_token_and_what_people_say_are_in_no_log(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.sends_photo(painted(300, 200), "a very private wish")
        await scene.telegram.message_in(scene.ann.private, lambda message: "private wish" in message.text, within=SOON)
        scene.telegram.misbehaviour.fail("sendMessage", times=1)
        scene.telegram.misbehaviour.refuse("sendMessage", refusals.bad("something new"), times=1)
        await scene.ann.says("/balance")
        await asyncio.sleep(2)
    # httpx names every address, token included: the program hears libraries from warnings on (bot/logs.py).
    ours = [
        record
        for record in caplog.records
        if record.name.split(".")[0] in ("adapters", "bot", "core", "db") or record.levelno >= logging.WARNING
    ]
    words = " ".join(f"{record.getMessage()} {record.exc_text or ''} {vars(record)}" for record in ours)
    assert scene.telegram.token not in words
    assert "private wish" not in words


async def test_f32_the_list_of_updates_is_said_in_full(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, roles=roles("webhook"), telegram__mode="webhook"):
        await offered(scene, scene.ann)
        [call] = scene.telegram.calls("setWebhook")
        assert set(call.body["allowed_updates"]) == {"message", "callback_query", "inline_query", "my_chat_member", "pre_checkout_query"}
        assert call.body["secret_token"]


@pytest.mark.parametrize("secret", [None, "wrong", "ünï"])
async def test_nobody_else_can_bring_updates(scene: Scene, secret: str | None) -> None:
    async with inkmirage(scene.telegram, scene.folder, roles=roles("webhook"), telegram__mode="webhook") as program:
        await offered(scene, scene.ann)
        [call] = scene.telegram.calls("setWebhook")
        headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
        async with httpx.AsyncClient() as http:
            answer = await http.post(call.body["url"], json={"update_id": 99_999}, headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 403
            right = {"X-Telegram-Bot-Api-Secret-Token": call.body["secret_token"]}
            assert (await http.post(call.body["url"], content=b"not json", headers=right)).status_code == 400
            assert (await http.post(call.body["url"], content=b"x" * 2_000_000, headers=right)).status_code == 413
            assert (await http.post(call.body["url"].replace("telegram", "stripe"), headers=right)).status_code == 404
        assert not await program.store.read(lambda uow: uow.updates.waiting())


async def test_a_token_that_is_refused_is_said_in_one_line_and_not_tried_again(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    program = await build(load(None, settings(scene.telegram, scene.folder, telegram__token="1:wrong")))
    try:
        assert program.telegram is not None
        async with asyncio.timeout(SOON):
            with pytest.raises(TokenRefused, match="telegram"):
                await program.telegram.front.run(asyncio.Event(), asyncio.Event())
    finally:
        await program.close()
    assert program.telegram.front.refused


async def test_a_picture_above_the_limit_of_bots_is_refused_kindly(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.sends_document(b"\x89PNG" + b"x" * 21_000_000, caption="huge")
        told = await scene.telegram.message_in(scene.ann.private, lambda message: "up to 20 MB" in message.text, within=SOON)
        assert "🚫" in told.text


async def test_a_file_that_is_no_picture_is_refused_kindly(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        await offered(scene, scene.ann)
        await scene.ann.sends_document(b"nothing at all", name="fox.png", caption="from this", kind="image/png")
        told = await scene.telegram.message_in(scene.ann.private, lambda message: "not a picture" in message.text, within=SOON)
        assert "🚫" in told.text
        assert (await balance(program, scene.ann)).available == 40


async def test_updates_of_one_chat_are_answered_in_order(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, roles=roles("webhook"), telegram__mode="webhook"):
        asked = [await scene.ann.says(f"/show A{n:05d}") for n in range(12)]
        await scene.telegram.message_in(scene.ann.private, lambda message: "#A00011" in message.text, within=SOON)
        answers = from_bot(scene, scene.ann.private)
        assert [answer.reply_to for answer in answers] == asked


async def test_a_stranger_update_of_an_anonymous_admin_is_answered_kindly(telegram_server: LoopbackTelegram, tmp_path: Path) -> None:
    ann = telegram_server.user("Ann")
    group = telegram_server.group("Painters", members=[ann])
    scene = Scene(telegram_server, group, ann, ann, tmp_path)
    async with inkmirage(telegram_server, tmp_path):
        first = await offered(scene, ann, FOX, group)
        said = {
            "message_id": first.id + 50,
            "date": 1_790_000_000,
            "chat": group.payload(),
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
            "sender_chat": group.payload(),
            "text": "/imagine@InkMirageBot a cat",
            "entities": [{"type": "bot_command", "offset": 0, "length": 21}],
        }
        telegram_server.updates.publish("message", said)
        await telegram_server.message_in(group, lambda message: "cannot see who you are" in message.text, within=SOON)


@pytest.mark.usefixtures("leaving_at_once")
async def test_f17_f18_a_checkout_is_answered_at_once_while_its_chat_is_flooded_and_a_crowd_waits(scene: Scene) -> None:
    """From our own tables alone: yes to an open order at exactly this price, and a kind no before anything is paid."""
    telegram = scene.telegram
    async with inkmirage(telegram, scene.folder, ambient=Ambient()) as program:
        await offered(scene, scene.ann)
        order = await program.store.write(lambda uow: _ordered(uow, program))
        telegram.misbehaviour.flood(scene.ann.private, retry_after=30, fits="send.+")
        await scene.ann.says("/balance")
        for number in range(60):
            await telegram.user(f"Person {number}").says("/balance")
        async with Bot(telegram.token, base_url=f"{telegram.api_base}/bot") as bot:
            prices = [LabeledPrice("Credits", 150)]
            link = await bot.create_invoice_link("Credits", "100 credits", order, "XTR", prices)
            dearer = await bot.create_invoice_link("Credits", "100 credits", order, "XTR", [LabeledPrice("Credits", 1)])
            unknown = await bot.create_invoice_link("Credits", "100 credits", "no-such-order", "XTR", prices)
        yes = await scene.ann.pays(link)
        assert yes.ok
        assert yes.elapsed < 10
        for refused in (await scene.ann.pays(dearer), await scene.ann.pays(unknown)):
            assert not refused.ok
            assert "no longer open" in refused.error_message
            assert refused.elapsed < 10


def _ordered(uow: UnitOfWork, program: Program) -> str:
    person = uow.accounts.people("telegram")[0]
    now, pack = program.ambient.now(), Pack("starter", 100, 150, "XTR")
    later = now + timedelta(days=1)
    uow.payments.add_order(PaymentOrder("order-1", person.account_id, "telegram", pack, "open", Address("telegram", ""), "en", now, later))
    return "order-1"


async def test_f31_what_was_asked_unseen_is_not_answered_before_everybody(scene: Scene) -> None:
    """A command that only its sender sees has no number to reply to, and the answer would stand there for all."""
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.starts()
        said = {
            "message_id": 0,
            "ephemeral_message_id": 5,
            "date": 1_790_000_000,
            "chat": scene.group.payload(),
            "from": scene.ann.payload(),
            "text": f"/imagine@InkMirageBot {FOX}",
            "entities": [{"type": "bot_command", "offset": 0, "length": 21}],
        }
        scene.telegram.updates.publish("message", said)
        await scene.telegram.message_in(scene.ann.private, lambda message: FOX in message.text, within=SOON)
        assert from_bot(scene, scene.group) == []


async def test_who_speaks_to_us_again_gets_pictures_again_even_if_telegram_does_not_say_so(scene: Scene) -> None:
    cy = scene.telegram.user("Cy", started=False)
    scene.group.members.append(cy)
    async with inkmirage(scene.telegram, scene.folder) as program:
        await program.store.write(lambda uow: uow.doors.shut("telegram", str(cy.id), program.ambient.now()))
        await made(scene, cy)
        assert not await program.store.read(lambda uow: uow.doors.is_shut("telegram", str(cy.id)))


async def test_an_album_is_sent_once_whatever_becomes_of_what_follows_it(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        scene.telegram.misbehaviour.fail("deleteMessage")
        await scene.ann.press(offer, offer.labels[0])
        await settled(program)
        assert len([message for message in scene.ann.private.visible() if message.album]) == 2


def album_of(scene: Scene) -> list[Message]:
    return [message for message in scene.ann.private.visible() if message.album]


@pytest.mark.parametrize("trouble", ["flood", "broken"])
async def test_words_of_an_album_that_were_held_back_come_later_and_the_pictures_once(scene: Scene, trouble: str) -> None:
    """Telegram takes the pictures and then nothing for longer than a delivery waits."""
    misbehaviour = scene.telegram.misbehaviour
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        held = misbehaviour.fail("sendMessage") if trouble == "broken" else misbehaviour.flood(retry_after=70, fits="sendMessage")
        await scene.ann.press(offer, offer.labels[0])
        await settled(program)
        assert held.met
        assert len(album_of(scene)) == 2
        [words] = [message for message in from_bot(scene, scene.ann.private) if not message.album]
        assert "Here are your 2 pictures" in words.text
        assert words.reply_to is album_of(scene)[0]
        assert "Vary 2" in words.labels
        remembered = await program.store.read(lambda uow: uow.posted.of_job(job_of(uow).id))
        shown = {str(message.id) for message in (*album_of(scene), words)}
        assert shown <= {one.posted.message for one in remembered}, "all of it can be taken back"
        assert (await balance(program, scene.ann)).available == 32


async def test_words_of_an_album_that_is_shown_again_come_later_and_the_pictures_once(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        await scene.ann.press(offer, offer.labels[0])
        await settled(program)
        code = (await program.store.read(lambda uow: job_of(uow))).code
        before = scene.ann.private.visible()
        scene.telegram.misbehaviour.fail("sendMessage")
        asked = await scene.ann.says(f"/show {code}")
        await scene.telegram.message_in(scene.ann.private, lambda message: f"#{code}" in message.text, after=asked, within=SOON)
        await settled(program)
        words, *album = sorted((m for m in from_bot(scene, scene.ann.private) if m not in before), key=lambda message: bool(message.album))
        assert len(album) == 2
        assert f"#{code}" in words.text
        assert words.reply_to is album[0]


def job_of(uow: UnitOfWork) -> Job:
    """The only job of the only person."""
    [person] = uow.accounts.people("telegram")
    [job] = uow.jobs.recent(person.account_id, limit=2)
    return job


async def test_f25_an_album_that_is_no_album_of_photos_comes_as_files(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann, f"{FOX} --count 2 --quality low")
        scene.telegram.misbehaviour.refuse("sendMediaGroup", refusals.bad("PHOTO_INVALID_DIMENSIONS"), times=1)
        await scene.ann.press(offer, offer.labels[0])
        await scene.telegram.message_in(offer.chat, lambda message: message.document and message.album, within=SOON)


async def test_a_picture_with_words_is_the_same_request_when_its_update_is_worked_on_again(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        scene.telegram.misbehaviour.fail("sendMessage", times=1)
        await scene.ann.sends_photo((300, 200), "make it blue")
        offer = await scene.telegram.message_in(scene.ann.private, lambda message: bool(message.labels), within=SOON)
        assert "from one reference picture" in offer.text


@pytest.mark.usefixtures("leaving_at_once")
async def test_a_press_waits_for_nobody_elses(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, ambient=Ambient()):
        ann, ben = await made(scene, scene.ann, FOX, scene.group), await made(scene, scene.ben, FOX, scene.group)
        scene.telegram.misbehaviour.flood(scene.group, retry_after=20, fits="(send|edit).+")
        await scene.ann.press(ann, "Again · 12 credits")
        pressed = await scene.ben.press(ben, "Again · 12 credits")
        assert pressed.answered
        assert pressed.elapsed < 10


@pytest.mark.proves("PRV-04")
async def test_ordinary_talk_of_a_group_leaves_no_trace(scene: Scene) -> None:
    """Not even for the moment until it is worked on (PRV-04); and of what is kept, only what is needed."""
    scene.group.bot_status = "administrator"  # hears everything
    async with inkmirage(scene.telegram, scene.folder) as program:
        await scene.ann.says("CANARYTALK about somebody", where=scene.group)
        await scene.ann.says("/imagine@InkMirageBot a fox", where=scene.group)
        await scene.telegram.message_in(scene.group, lambda message: bool(message.labels), within=SOON)
        await settled(program)
        files = [path for path in scene.folder.rglob("*") if path.is_file()]
        assert not [path.name for path in files if b"CANARYTALK" in path.read_bytes()]


async def test_stars_that_were_paid_are_credited_once(scene: Scene) -> None:
    scene.telegram.misbehaviour.duplicate_updates = 3
    async with inkmirage(scene.telegram, scene.folder) as program:
        await offered(scene, scene.ann)
        order = await program.store.write(lambda uow: _ordered(uow, program))
        async with Bot(scene.telegram.token, base_url=f"{scene.telegram.api_base}/bot") as bot:
            link = await bot.create_invoice_link("Credits", "100 credits", order, "XTR", [LabeledPrice("Credits", 150)])
        assert not (await scene.ben.pays(link)).ok, "the order is somebody else's"
        assert (await scene.ann.pays(link)).ok
        async with asyncio.timeout(SOON):
            while (await balance(program, scene.ann)).available != 140:  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)
        await settled(program)
        assert (await balance(program, scene.ann)).available == 140


async def test_menus_that_cannot_be_told_keep_no_update_waiting(scene: Scene) -> None:
    scene.telegram.misbehaviour.fail("setMyCommands", times=50)
    async with inkmirage(scene.telegram, scene.folder):
        await offered(scene, scene.ann)


async def test_many_marks_in_a_prompt_are_asked_about_like_any_words(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann, "<" * 3000)
        await scene.ann.press(offer, "Change")
        await scene.telegram.message_in(offer.chat, lambda message: "New words" in message.labels, within=SOON)
        await scene.ann.press(offer, "New words")
        await scene.telegram.message_in(offer.chat, lambda message: "the new words" in message.text, within=SOON)


async def test_every_press_is_answered_whatever_its_number(scene: Scene) -> None:
    """Telegram's own numbers are as long as those of payment cards, and every tenth has their check digit: they must arrive as they are."""
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann, FOX, scene.group)
        pressed = [await scene.ben.press(offer, "Change") for _ in range(25)]
        assert any(has_card_number(one.id) for one in pressed), "else this would prove nothing"
        assert all(one.answered for one in pressed)


async def test_a_file_name_that_is_one_of_ours_is_not_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes what Telegram calls a file for a file on this machine, if there is one of that name."""
    ours = scene.folder / "private.png"
    ours.write_bytes(painted(30, 20))
    monkeypatch.setattr(scene.telegram.files, "_path", lambda stored: str(ours))
    async with inkmirage(scene.telegram, scene.folder):
        said = await scene.ann.sends_photo((300, 200), "/imagine make it blue")
        answer = await scene.telegram.message_in(said.chat, lambda message: bool(message.text), after=said, within=SOON)
        assert "no longer there" in answer.text


async def test_where_no_button_may_lead_the_link_is_said(scene: Scene) -> None:
    """A host without a dot: Telegram would refuse the whole answer."""
    async with inkmirage(scene.telegram, scene.folder, app__base_url="http://localhost:8080"):
        said = await scene.ann.says("/privacy")
        answer = await scene.telegram.message_in(said.chat, lambda message: "localhost:8080/legal/privacy" in message.text, after=said)
        assert "Privacy policy" not in answer.labels
