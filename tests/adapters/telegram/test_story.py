"""The whole story on Telegram, through the real python-telegram-bot."""

import asyncio

import pytest

from core.commands import COMMANDS
from core.commands.spec import Command, Nothing
from core.reply import Reply
from core.text import Text, text
from tests.adapters.telegram.house import FOX, MAKE, SOON, Scene, balance, inkmirage, is_done, made, offered, settled
from tests.loopback_telegram.files import painted
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.places import Chat

OPEN = "Open our private chat"
WORDS = {
    "en": ("Price", "Here is your picture", "Charged"),
    "de": ("Preis", "Hier ist dein Bild", "Abgebucht"),
    "es": ("Precio", "Aquí está tu imagen", "Cobrado"),
    "zh": ("价格", "你的图片好了", "已扣"),
}


async def said(scene: Scene, chat: Chat, words: str, *, after: Message | None = None) -> Message:
    return await scene.telegram.message_in(chat, lambda message: words in message.text, after=after, within=SOON)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("group", [False, True])
async def test_imagine_from_the_words_to_the_picture(scene: Scene, language: str, group: bool) -> None:
    """One message for the job, from the price to the picture."""
    eve = scene.telegram.user("Eve", language=language)
    scene.group.members.append(eve)
    price, done, charged = WORDS[language]
    async with inkmirage(scene.telegram, scene.folder) as program:
        offer = await offered(scene, eve, FOX, scene.group if group else None)
        assert price in offer.text
        assert FOX in offer.text
        pressed = await eve.press(offer, offer.labels[0])
        assert pressed.answered
        await scene.telegram.message_in(offer.chat, lambda message: message is offer and is_done(message), within=SOON)
        assert done in offer.text
        assert charged in offer.text
        assert offer.photo is not None
        assert (await balance(program, eve)).available == 28
    bots = [message for message in offer.chat.visible() if message.sender is scene.telegram.bot]
    assert bots == [offer], "nothing else was said"


async def test_a_preview_is_shown_on_the_way_and_the_chat_says_that_something_comes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.actions.EVERY_SECONDS", 0.5)
    async with inkmirage(scene.telegram, scene.folder, mayi__sandbox_pace=2.0):
        done = await made(scene, scene.ann)
        photos = [version.shape.photo for version in done.edits if version.shape.photo]
        assert len(photos) >= 2, "a preview, then the picture"
        assert any("%" in version.shape.words.text for version in done.edits)
        assert scene.telegram.calls("sendChatAction")
        hidden = await made(scene, scene.ann, "a hidden fox --spoiler")
        assert [version.shape.spoiler for version in hidden.edits if version.shape.photo] == [True], "no preview gives it away"


@pytest.mark.proves("PRV-82", "T-GROUP")
async def test_what_one_owns_is_not_told_in_a_group(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann, FOX, scene.group)
        history = [version.shape.words.text for version in done.history]
        assert not [words for words in history if "You have" in words]
        alone = await made(scene, scene.ann)
        assert "You have 16 credits" in alone.text


async def test_a_choice_is_changed_on_the_message_itself(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann)
        await scene.ann.press(offer, "Change")
        await scene.telegram.message_in(offer.chat, lambda message: "● Square" in message.labels, within=SOON)
        await scene.ann.press(offer, "Portrait")
        await scene.telegram.message_in(offer.chat, lambda message: "Make it · 18 credits" in message.labels, within=SOON)
        assert "● Portrait" in offer.labels
        await scene.ann.press(offer, "×2")
        await scene.telegram.message_in(offer.chat, lambda message: "Make it · 36 credits" in message.labels, within=SOON)
        await scene.ann.press(offer, "Quick · 4")
        await scene.telegram.message_in(offer.chat, lambda message: "Make it · 12 credits" in message.labels, within=SOON)
        await scene.ann.press(offer, "New words")
        question = await said(scene, offer.chat, "the new words")
        await scene.ann.says("a cat in the snow", reply_to=question)
        other = await said(scene, offer.chat, "a cat in the snow", after=question)
        assert "2 portrait pictures" in other.text


async def test_several_pictures_are_an_album_with_the_buttons_behind_it(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann, f"{FOX} --count 3 --quality low")
        await scene.ann.press(offer, "Make it · 12 credits")
        last = await said(scene, offer.chat, "Here are your 3 pictures")
        album = [message for message in offer.chat.visible() if message.album]
        assert len(album) == 3
        assert len({message.album for message in album}) == 1
        assert last.reply_to is album[0]
        assert "Vary 3" in last.labels
        await scene.telegram.pulse.until(lambda: offer.deleted or None, SOON)  # what showed the progress makes way


async def test_the_original_is_a_file(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann)
        await scene.ann.press(done, "Original file")
        file = await scene.telegram.message_in(done.chat, lambda message: message.document, within=SOON)
        assert file.document is not None
        assert file.document.data.startswith(b"\x89PNG")


async def test_a_picture_is_sent_to_telegram_once(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann)
        code = done.text.split("#")[1][:6]
        asked = await scene.ann.says(f"/show {code}")
        again = await scene.telegram.message_in(done.chat, is_done, after=asked, within=SOON)
        assert again.photo is not None
        assert done.photo is not None
        assert again.photo.payload()[0]["file_id"] == done.photo.payload()[0]["file_id"]


async def test_a_name_that_telegram_has_forgotten_does_not_lose_the_picture(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        done = await made(scene, scene.ann)
        await program.store.write(lambda uow: _other_names(uow))
        asked = await scene.ann.says("/show")
        assert (await scene.telegram.message_in(done.chat, is_done, after=asked, within=SOON)).photo is not None


def _other_names(uow) -> None:  # type: ignore[no-untyped-def]
    person = uow.accounts.people("telegram")[0]
    job = uow.jobs.recent(person.account_id, limit=1)[0]
    uow.sent_files.remember("telegram", job.stored[0].object_key, "AgACAgIA-of-another-bot", person.account_id, job.created_at)


async def test_pictures_that_people_send_are_those_to_work_from(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        photo = await scene.ann.sends_photo((300, 200), "make it blue")
        one = await scene.telegram.message_in(photo.chat, lambda message: "from one reference picture" in message.text, within=SOON)
        assert "make it blue" in one.text
        assert "14 credits" in one.text
        album = await scene.ann.sends_album([(300, 200), (200, 300)], "/imagine both together")
        two = await scene.telegram.message_in(photo.chat, lambda message: "from 2 reference pictures" in message.text, within=SOON)
        assert two.reply_to is album[0]
        file = await scene.ann.sends_document(painted(300, 200), caption="as a drawing")
        three = await scene.telegram.message_in(photo.chat, lambda message: "as a drawing" in message.text, after=file, within=SOON)
        assert "from one reference picture" in three.text


async def test_words_are_asked_for_when_only_a_picture_came(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        photo = await scene.ann.sends_photo((300, 200))
        question = await said(scene, photo.chat, "What should change in this picture?")
        assert question.shape.markup
        await scene.ann.says("with a hat", reply_to=question)
        offer = await said(scene, photo.chat, "with a hat")
        assert "from one reference picture" in offer.text


async def test_a_command_alone_asks_for_words_and_only_who_was_asked_answers(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        asked = await scene.ann.says("/imagine@InkMirageBot", where=scene.group)
        question = await said(scene, scene.group, "What should the picture show?")
        assert question.reply_to is asked
        await scene.ben.says("not me", where=scene.group, reply_to=question)
        await scene.ann.says(FOX, where=scene.group, reply_to=question)
        offer = await said(scene, scene.group, "Price")
        assert FOX in offer.text
        assert not [message for message in scene.group.visible() if message.sender is scene.telegram.bot and "not me" in message.text]


async def test_each_form_that_needs_words_asks_for_its_own(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.says("/report")
        question = await said(scene, scene.ann.private, "Is an account a child’s")
        await scene.ann.says("the account of kim, who is nine", reply_to=question)
        await said(scene, scene.ann.private, "Thank you, we have it.")
        await scene.ann.says("/privacy")
        hub = await said(scene, scene.ann.private, "Your privacy at InkMirage")
        await scene.ann.press(hub, "More rights")
        rights = await said(scene, scene.ann.private, "you have these rights")
        await scene.ann.press(rights, "Complain")
        offer = await said(scene, scene.ann.private, "what we have done wrong")
        await scene.ann.press(offer, "Add words")
        question = await said(scene, scene.ann.private, "What should we know?")
        await scene.ann.says("you answered too late", reply_to=question)
        await said(scene, scene.ann.private, "We have your complaint")


async def test_a_picture_in_the_chat_is_varied_by_replying_to_it(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        photo = await scene.ben.sends_photo((300, 200), where=scene.group)
        await scene.ann.says("/imagine@InkMirageBot as an oil painting", where=scene.group, reply_to=photo)
        offer = await said(scene, scene.group, "as an oil painting")
        assert "from one reference picture" in offer.text


@pytest.mark.proves("PRV-82", "T-GROUP")
@pytest.mark.parametrize("command", ["balance", "topup", "history", "settings", "privacy"])
async def test_private_things_never_come_to_a_group(scene: Scene, command: str) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.says(f"/{command}@InkMirageBot", where=scene.group)
        neutral = await said(scene, scene.group, "for your eyes only")
        assert neutral.labels == [OPEN]
        started = await scene.ann.opens(neutral.address(OPEN))
        answer = await scene.telegram.message_in(scene.ann.private, lambda message: True, after=started, within=SOON)
        assert "for your eyes only" not in answer.text
        assert answer.text


async def test_a_private_picture_that_was_asked_for_in_a_group_is_made_in_private(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.says("/imagine@InkMirageBot a secret --private", where=scene.group)
        neutral = await said(scene, scene.group, "for your eyes only")
        await scene.ann.opens(neutral.address(OPEN))
        offer = await said(scene, scene.ann.private, "a secret")
        await scene.ann.press(offer, MAKE)
        await scene.telegram.message_in(scene.ann.private, lambda message: message is offer and is_done(message), within=SOON)
        assert [message for message in scene.group.visible() if message.sender is scene.telegram.bot] == [neutral]


async def test_a_private_file_is_not_sent_into_the_group(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann, FOX, scene.group)
        pressed = await scene.ann.press(done, "Original file")
        assert pressed.url
        await scene.ann.opens(pressed.url)
        await scene.telegram.message_in(scene.ann.private, lambda message: message.document, within=SOON)
        assert not [message for message in scene.group.visible() if message.document]


async def test_strangers_get_a_friendly_word_that_only_they_see(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder) as program:
        done = await made(scene, scene.ann, FOX, scene.group)
        for label in ("Vary", "Delete", "Edit prompt"):
            pressed = await scene.ben.press(done, label)
            assert pressed.show_alert
            assert "somebody else" in pressed.text
        await scene.ben.press(done, "Again · 12 credits")
        own = await scene.telegram.message_in(scene.group, is_done, after=done, within=SOON)
        assert own.text.startswith("Ben\n"), "it says whose it is"
        assert (await balance(program, scene.ben)).available == 28
        assert (await balance(program, scene.ann)).available == 28


@pytest.mark.proves("PRV-07")
async def test_deleting_takes_the_pictures_out_of_the_chat(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann, FOX, scene.group)
        await scene.ann.press(done, "Delete")
        sure = await scene.telegram.message_in(scene.group, lambda message: message.labels == ["Delete for good"], within=SOON)
        assert not done.deleted
        await scene.ann.press(sure, "Delete for good")
        await scene.telegram.pulse.until(lambda: (done.deleted and "were deleted" in sure.text) or None, SOON)
        assert not sure.deleted, "what says so stays"


async def test_a_picture_that_was_changed_before_it_was_made_is_taken_back_too(scene: Scene) -> None:
    """The message showed another request at first."""
    async with inkmirage(scene.telegram, scene.folder):
        offer = await offered(scene, scene.ann)
        await scene.ann.press(offer, "Change")
        await scene.telegram.message_in(offer.chat, lambda message: "● Square" in message.labels, within=SOON)
        await scene.ann.press(offer, "Quick · 4")
        await scene.telegram.message_in(offer.chat, lambda message: "Make it · 4 credits" in message.labels, within=SOON)
        await scene.ann.press(offer, "Make it · 4 credits")
        await scene.telegram.message_in(offer.chat, lambda message: message is offer and is_done(message), within=SOON)
        await scene.ann.press(offer, "Delete")
        sure = await scene.telegram.message_in(offer.chat, lambda message: message.labels == ["Delete for good"], within=SOON)
        await scene.ann.press(sure, "Delete for good")
        await scene.telegram.pulse.until(lambda: offer.deleted or None, SOON)


async def test_f26_a_picture_of_last_week_gives_way_to_a_grey_field(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        done = await made(scene, scene.ann)
        before = done.photo
        scene.telegram.advance(days=7)
        await scene.ann.press(done, "Delete")
        sure = await scene.telegram.message_in(done.chat, lambda message: message.labels == ["Delete for good"], within=SOON)
        await scene.ann.press(sure, "Delete for good")
        await scene.telegram.pulse.until(lambda: done.photo is not before or None, SOON)
        assert not done.deleted
        assert done.text == "This picture was deleted."
        assert done.labels == []


async def test_sharing_shows_ones_own_pictures_and_nobody_elses(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        await made(scene, scene.ann, "a red cat")
        await made(scene, scene.ann, "a green dog --spoiler")
        found = await scene.ann.inline("")
        assert [result.data["caption"] for result in found] == ["a red cat"], "what is hidden is not offered"
        assert await scene.ann.inline("dog") == []
        assert await scene.ben.inline("cat") == []
        shared = await scene.ann.picks(found[0], scene.group)
        assert shared.photo is not None


async def test_a_topic_of_a_forum_keeps_its_answers(scene: Scene) -> None:
    forum = scene.telegram.group("Forum", members=[scene.ann], forum=True)
    art = forum.topic("Art")
    async with inkmirage(scene.telegram, scene.folder):
        await scene.ann.says(f"/imagine@InkMirageBot {FOX}", where=forum, thread=art)
        offer = await said(scene, forum, "Price")
        await scene.ann.press(offer, MAKE)
        await scene.telegram.message_in(forum, is_done, within=SOON)
        assert {message.thread for message in forum.visible()} == {art.thread_id}


async def test_a_group_that_becomes_a_supergroup_keeps_its_picture(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, mayi__sandbox_pace=2.0) as program:
        offer = await offered(scene, scene.ann, FOX, scene.group)
        await scene.ann.press(offer, MAKE)
        larger = await scene.group.migrate()
        await scene.telegram.message_in(larger, is_done, within=SOON)
        assert (await balance(program, scene.ann)).available == 28


async def test_who_has_blocked_us_is_not_written_to_and_finds_the_picture_later(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, mayi__sandbox_pace=1.0) as program:
        offer = await offered(scene, scene.ann)
        await scene.ann.press(offer, MAKE)
        await scene.ann.blocks()
        await settled(program)
        await asyncio.sleep(0.2)
        refused = [call for call in scene.telegram.exchanges if call.status == 403]
        assert len(refused) <= 2, "what was on its way when the door was shut, and nothing after that"
        await scene.ann.unblocks()
        asked = await scene.ann.says("/balance")
        told = await scene.telegram.message_in(scene.ann.private, lambda message: True, after=asked, within=SOON)
        assert "While you could not be reached" in told.text
        await scene.ann.says("/show")
        await scene.telegram.message_in(scene.ann.private, is_done, after=told, within=SOON)


async def test_a_group_that_threw_us_out_gets_its_picture_to_the_person(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, mayi__sandbox_pace=1.0):
        offer = await offered(scene, scene.ann, FOX, scene.group)
        await scene.ann.press(offer, MAKE)
        await scene.group.expels_bot()
        done = await scene.telegram.message_in(scene.ann.private, is_done, within=SOON)
        assert "no longer write where you asked" in done.text


@pytest.mark.proves("PRV-04")
async def test_in_a_group_we_speak_only_when_spoken_to(scene: Scene) -> None:
    scene.group.bot_status = "administrator"  # hears everything
    async with inkmirage(scene.telegram, scene.folder):
        for words in ("hello everybody", "/imagine@OtherBot a cat", "/weather", "what a nice fox"):
            await scene.ann.says(words, where=scene.group)
        await scene.ann.sends_photo((100, 100), where=scene.group)
        await scene.ann.says("/nonsense@InkMirageBot", where=scene.group)
        answer = await said(scene, scene.group, "no command /nonsense")
        assert [message for message in scene.group.visible() if message.sender is scene.telegram.bot] == [answer]


async def test_a_group_that_takes_us_in_is_told_how_to_ask(scene: Scene) -> None:
    new = scene.telegram.group("New", members=[scene.ann], with_bot=False)
    async with inkmirage(scene.telegram, scene.folder):
        await new.invites_bot()
        assert "/imagine@InkMirageBot" in (await said(scene, new, "Hello")).text


class Plain(Command):
    """A command that is not in the catalogue."""

    @property
    def description(self) -> Text:
        return text("help-title")


def _private(name: str) -> Command:
    return Plain(name, Nothing, lambda request, turn: Reply(lines=(text("start-welcome"),), private=True), private=True)


HYPHENATED = (_private("export-my-data"), _private("delete-me"))


@pytest.mark.parametrize("name", [command.name for command in HYPHENATED])
@pytest.mark.parametrize("spelling", ["-", "_"])
async def test_f15_both_spellings_of_a_hyphenated_command_are_that_command(scene: Scene, name: str, spelling: str) -> None:
    async with inkmirage(scene.telegram, scene.folder, commands=(*COMMANDS, *HYPHENATED)):
        asked = await scene.ann.says(f"/{name.replace('-', spelling)}")
        answer = await scene.telegram.message_in(asked.chat, lambda message: True, after=asked, within=SOON)
        assert answer.text.startswith("Welcome to InkMirage")
        root = await scene.ann.says(f"/{name.split('-')[0]}")
        refusal = await scene.telegram.message_in(asked.chat, lambda message: True, after=root, within=SOON)
        assert f"Did you mean /{name.replace('-', '_')}?" in refusal.text, "spelt so that it can be tapped"
        assert "All commands" in refusal.labels


@pytest.mark.parametrize("root", ["export", "delete"])
async def test_f15_the_root_of_a_hyphenated_command_alone_is_answered_with_help(scene: Scene, root: str) -> None:
    async with inkmirage(scene.telegram, scene.folder):
        asked = await scene.ann.says(f"/{root}")
        answer = await scene.telegram.message_in(asked.chat, lambda message: True, after=asked, within=SOON)
        assert f"There is no command /{root}" in answer.text
        assert "All commands" in answer.labels


async def test_one_group_brings_welcome_credits_to_so_many_newcomers_a_day(scene: Scene) -> None:
    cy, dee = scene.telegram.user("Cy"), scene.telegram.user("Dee")
    scene.group.members += [cy, dee]
    async with inkmirage(scene.telegram, scene.folder, abuse__guard="on", abuse__welcome_per_place=1) as program:
        for person in (scene.ann, scene.ben):
            asked = await person.says(f"/imagine@InkMirageBot {FOX}", where=scene.group)
            await scene.telegram.message_in(scene.group, lambda message: message.sender is scene.telegram.bot, after=asked, within=SOON)
        for person in (cy, dee):
            asked = await person.says("/balance")
            await scene.telegram.message_in(asked.chat, lambda message: bool(message.text), after=asked, within=SOON)
        people = (scene.ann, scene.ben, cy, dee)
        assert [(await balance(program, person)).posted for person in people] == [40, 0, 40, 40]


@pytest.mark.proves("PRV-82", "T-GROUP")
async def test_what_somebody_lacks_is_not_told_in_a_group(scene: Scene) -> None:
    async with inkmirage(scene.telegram, scene.folder, credits__free_credits=5):
        await scene.ann.says(f"/imagine@InkMirageBot {FOX}", where=scene.group)
        neutral = await said(scene, scene.group, "for your eyes only")
        await scene.ann.opens(neutral.address(OPEN))
        told = await said(scene, scene.ann.private, "short")
        assert "7 credits" in told.text
        assert "short" not in scene.telegram.transcript(scene.group)
