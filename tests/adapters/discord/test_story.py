"""What people on Discord live through, with the real client against the loopback Discord."""

import asyncio

import pytest

from bot.program import Program
from tests.adapters.discord.house import FOX, MAKE, SOON, Scene, balance, inkmirage, is_done, made, offered, photograph
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.places import Channel
from tests.loopback_discord.specification import Specification

LIKE_A_CARD = "1575599093885960197"  # every tenth id of Discord has the check digit of a payment card


async def test_from_the_command_to_the_picture(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        call, offer = await offered(scene, scene.ann)
        assert call.response is not None
        assert call.response.deferred
        assert "12 credits" in offer.text
        assert "You have" not in offer.text, "what somebody owns is nobody else's business"
        pressed = await scene.ann.press(offer, MAKE)
        working = await pressed.until(lambda message: "being made" in message.text or is_done(message), SOON)
        assert working is offer, "one message per job"
        done = await pressed.until(is_done, SOON)
        assert done is offer
        assert done.files[0].data.startswith(b"\x89PNG")
        assert (await balance(program, scene.ann)).available == 28
        account = (await program.store.read(lambda uow: uow.accounts.people("discord")))[0].account_id
        there = await program.store.read(lambda uow: uow.posted.of(account))
        [posted] = [one for one in there if one.posted.chat == scene.general.id]
        assert (posted.posted.message, posted.posted.chat, posted.posted.erasable) == (done.id, scene.general.id, True)


async def test_a_private_answer_is_for_one_person_and_shows_the_balance(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        call = await scene.ann.command("balance", channel=scene.general)
        shown = await call.finished()
        assert not scene.ben.sees(shown)
        assert "40" in shown.text
        private = await made(scene, scene.ann, private=True)
        assert not scene.ben.sees(private)


async def test_a_stranger_who_presses_is_told_privately_and_may_make_their_own(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        pressed = await scene.ben.press(done, "Delete")
        refusal = await pressed.finished()
        assert not scene.ann.sees(refusal)
        own = await scene.ben.press(refusal, "Make it on my credits")
        offer = await own.finished()
        await (await scene.ben.press(offer, MAKE)).until(is_done, SOON)
        assert is_done(done)
        assert [(await balance(program, person)).available for person in (scene.ann, scene.ben)] == [28, 28]


async def test_the_price_on_the_button_is_a_yes_when_it_is_pressed(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        again = await scene.ann.press(done, "Again · 12 credits")
        assert await again.until(is_done, SOON) is not done
        assert (await balance(program, scene.ann)).available == 16


async def test_the_form_is_filled_in_and_works_after_a_restart(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        form = (await scene.ann.press(done, "Edit prompt")).modal
    await scene.discord.gateway.left()
    async with inkmirage(scene.discord, scene.folder):
        sent = await scene.ann.submit(form, {"prompt": "a hare in the snow", "quality": ["low"]})
        offer = await sent.finished()
        assert "a hare in the snow" in offer.text
        assert "4 credits" in offer.text


async def test_an_attached_picture_is_worked_from_and_a_broken_one_is_refused_kindly(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        call = await scene.ann.command(
            "imagine", {"prompt": FOX}, channel=scene.general, attachments={"reference": Upload("mine.png", photograph(), "image/png")}
        )
        offer = await call.finished()
        assert "from one reference picture" in offer.text
        call = await scene.ann.command(
            "imagine", {"prompt": FOX}, channel=scene.general, attachments={"reference": Upload("mine.png", b"nothing", "image/png")}
        )
        refusal = await call.follow_up(within=SOON)
        assert not scene.ben.sees(refusal)


async def test_vary_in_the_menu_of_a_message_asks_for_the_words(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        call = await scene.ben.context_menu("Vary this picture", done)
        ready = await call.finished(SOON)
        form = (await scene.ben.press(ready, "Describe the change")).modal
        offer = await (await scene.ben.submit(form, {"prompt": "the same at night"})).finished()
        assert "the same at night" in offer.text


async def test_completions_are_ones_own_pictures(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        await made(scene, scene.ann)
        assert [FOX in choice["name"] for choice in await scene.ann.autocomplete("show", "id", "fox", channel=scene.general)] == [True]
        assert await scene.ben.autocomplete("show", "id", "fox", channel=scene.general) == []


async def test_in_four_languages(scene: Scene) -> None:
    words = {"de": "Preis", "es-ES": "Precio", "zh-CN": "价格", "en-US": "Price"}
    async with inkmirage(scene.discord, scene.folder):
        for locale, price in words.items():
            somebody = scene.discord.user(f"Somebody {locale}", locale=locale, guilds=[scene.guild])
            _, offer = await offered(scene, somebody)
            assert price in offer.text, locale


@pytest.mark.parametrize("where", ["channel", "dm", "nowhere"])
async def test_the_result_finds_its_person_when_the_token_has_died(scene: Scene, where: str) -> None:
    """A restart between the yes and the picture, sixteen minutes long (platforms.md A4, F5)."""
    async with inkmirage(scene.discord, scene.folder, roles=("discord",)):
        _, offer = await offered(scene, scene.ann)
        pressed = await scene.ann.press(offer, MAKE)
        await pressed.until(lambda message: "Price" not in message.text)
    await scene.discord.gateway.left()
    scene.discord.advance(minutes=16)
    if where != "channel":
        scene.discord.guild("Elsewhere").members.append(scene.ann)  # a bot may write to those with whom it shares a server
        await scene.discord.expel_bot(scene.guild)
    scene.ann.accepts_dms = where != "nowhere"
    async with inkmirage(scene.discord, scene.folder) as program:
        if where == "nowhere":
            await until_kept(program)
            told = [await (await scene.ann.command("help")).finished() for _ in range(2)]
            assert ["something was finished for you" in message.text for message in told] == [True, False]
        else:
            channel = scene.general if where == "channel" else scene.ann.dm
            await scene.discord.message_in(channel, is_done, within=SOON)
        assert (await balance(program, scene.ann)).available == 28


async def until_kept(program: Program) -> None:

    async with asyncio.timeout(SOON):
        while await program.store.read(lambda uow: uow.jobs.waiting() + uow.jobs.undelivered()):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.1)


async def test_who_pressed_just_before_a_stop_is_answered(scene: Scene) -> None:
    """The client is closed when its people have been answered, and not before (platforms.md F28)."""
    async with inkmirage(scene.discord, scene.folder) as program:
        _, offer = await offered(scene, scene.ann)
        pressed = await scene.ann.press(offer, MAKE)
    assert pressed.refused == []
    assert "Price" not in offer.text
    assert program.discord is not None
    assert program.discord.client.is_closed()


async def test_automod_gets_the_picture_without_the_prompt(scene: Scene) -> None:
    scene.discord.misbehaviour.blocked_words.add("fox")
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann)
        assert "fox" not in done.text


async def test_an_interaction_that_comes_twice_is_charged_once(scene: Scene) -> None:
    scene.discord.misbehaviour.duplicate_interactions = True
    async with inkmirage(scene.discord, scene.folder) as program:
        done = await made(scene, scene.ann)
        again = await scene.ann.press(done, "Again · 12 credits")
        await again.until(is_done, SOON)
        assert (await balance(program, scene.ann)).available == 16


async def test_a_command_that_is_gone_is_answered_kindly(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        stale = {"id": "1", "name": "gone", "type": 1, "description": "x", "options": []}
        call = await scene.ann.command("gone", stale=stale, channel=scene.general)
        answer = await call.finished()
        assert "gone" in answer.text
        assert "All commands" in answer.labels


async def test_commands_are_sent_only_when_they_changed(scene: Scene) -> None:
    for _ in range(2):
        async with inkmirage(scene.discord, scene.folder, roles=("discord",)):
            pass
        await scene.discord.gateway.left()
    assert len(scene.discord.calls("PUT", "/commands")) == 1


async def test_a_mention_in_a_prompt_is_only_words(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        _, offer = await offered(scene, scene.ann, "@everyone **look** <@1> [x](http://evil)")
        assert r"\@everyone \*\*look\*\*" in offer.text
        sent = [call.body for call in scene.discord.calls("PATCH", "/webhooks")]
        assert [body["allowed_mentions"] for body in sent] == [{"parse": []}]


async def test_an_emoji_of_a_server_is_read_by_its_name(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        _, offer = await offered(scene, scene.ann, f"a <:blob_cat:{LIKE_A_CARD}> and a <a:blob_dog:7> in the rain")
        assert r"a blob\_cat and a blob\_dog in the rain" in offer.text


async def test_those_who_run_a_server_decide_where_and_how_much(scene: Scene) -> None:
    gallery = scene.discord.guild("Gallery", ["art", "talk"])
    owner = scene.discord.user("Olga", guilds=[gallery], manages=True)
    eve = scene.discord.user("Eve", guilds=[gallery])
    art, talk = gallery.channel("art"), gallery.channel("talk")
    async with inkmirage(scene.discord, scene.folder):
        rules = {"channel": art.id, "daily": 1, "spoiler": True, "language": "de"}
        saved = await (await owner.command("inkmirage-settings", rules, channel=talk)).finished()
        assert not eve.sees(saved)
        refusal = await (await eve.command("imagine", {"prompt": FOX}, channel=talk)).follow_up(within=SOON)
        assert "have not allowed" in refusal.text
        assert not owner.sees(refusal)
        offer = await (await eve.command("imagine", {"prompt": FOX}, channel=art)).finished()
        assert "Preis" in offer.text
        done = await (await eve.press(offer, offer.labels[0])).until(lambda message: "Hier ist dein Bild" in message.text, SOON)
        assert "spoiler" in scene.discord.transcript(art, eve).lower()
        again = await eve.press(done, done.labels[0])
        assert "one picture a day" in (await again.follow_up(within=SOON)).text
        stranger = await (await eve.command("inkmirage-settings", {"daily": 0}, channel=art)).finished()
        assert "Only those who manage" in stranger.text


async def test_those_who_run_a_server_decide_who(scene: Scene) -> None:
    """`@everyone` is a role like any other to pick, but Discord does not name it among the roles of a member."""
    owner = scene.discord.user("Olga", guilds=[scene.guild], manages=True)
    painter = scene.discord.user("Pia", guilds=[scene.guild], roles=(LIKE_A_CARD,))
    async with inkmirage(scene.discord, scene.folder):
        saved = await (await owner.command("inkmirage-settings", {"role": LIKE_A_CARD}, channel=scene.general)).finished()
        assert LIKE_A_CARD in saved.text
        await offered(scene, painter)
        refusal = await (await scene.ann.command("imagine", {"prompt": FOX}, channel=scene.general)).follow_up()
        assert "your roles" in refusal.text
        await (await owner.command("inkmirage-settings", {"role": scene.guild.id}, channel=scene.general)).finished()
        _, offer = await offered(scene, scene.ann)
        assert "12 credits" in offer.text


async def test_what_those_who_run_a_server_decide_holds_from_the_next_moment_on(scene: Scene) -> None:
    owner = scene.discord.user("Olga", guilds=[scene.guild], manages=True)
    async with inkmirage(scene.discord, scene.folder):
        for private in (True, False, True, False):
            await (await owner.command("inkmirage-settings", {"private": private}, channel=scene.general)).finished()
            asked = await scene.ann.command("imagine", {"prompt": FOX}, channel=scene.general)
            assert asked.response is not None
            assert asked.response.ephemeral is private


async def test_an_interaction_that_comes_by_http_takes_the_same_road(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a gateway connection at all; the endpoint that checks signatures is another's business (platforms.md A10)."""
    async with inkmirage(scene.discord, scene.folder, roles=("discord",)):
        pass  # Discord knows the commands
    await scene.discord.gateway.left()
    async with inkmirage(scene.discord, scene.folder, roles=("worker",)) as program:
        front = program.discord
        assert front is not None
        await front.here.wait()

        async def by_http(payload: dict[str, object], channel: Channel) -> bool:
            front.client.feed(payload)
            return True

        monkeypatch.setattr(scene.discord.interactions, "_deliver", by_http)
        done = await made(scene, scene.ann)
        assert done.files
        assert scene.discord.gateway.sessions == []


async def test_the_preview_of_a_hidden_picture_is_not_shown(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder, mayi__sandbox_pace=6.0):
        await made(scene, scene.ann)
        assert "preview.jpg" in sent_files(scene)
        before = len(sent_files(scene))
        await made(scene, scene.ann, spoiler=True)
        assert "preview.jpg" not in sent_files(scene)[before:]


def sent_files(scene: Scene) -> list[str]:
    return [upload.filename for call in scene.discord.calls("PATCH", "/webhooks") for upload in call.uploads.values()]


@pytest.mark.proves("PRV-82", "T-GROUP")
async def test_a_failure_in_public_says_nothing_of_what_one_has(scene: Scene) -> None:
    async with inkmirage(scene.discord, scene.folder):
        _, offer = await offered(scene, scene.ann, "a fox [[sb:moderation]]")
        pressed = await scene.ann.press(offer, MAKE)
        ended = await pressed.until(lambda message: "came back to you" in message.text, SOON)
        assert "40" not in ended.text


async def test_what_the_program_says_follows_the_description_of_discord(scene: Scene, specification: Specification) -> None:
    async with inkmirage(scene.discord, scene.folder):
        done = await made(scene, scene.ann, spoiler=True)
        await scene.ann.autocomplete("show", "id", "fox", channel=scene.general)
        for name in ("help", "history", "balance", "topup"):
            await (await scene.ann.command(name, channel=scene.general)).finished()
        picture = Upload("mine.png", photograph(), "image/png")
        call = await scene.ben.command("imagine", {"prompt": FOX}, channel=scene.general, attachments={"reference": picture})
        form = (await scene.ben.press(await call.finished(SOON), "Change")).modal
        offer = await (await scene.ben.submit(form, {"prompt": "a hare", "count": ["2"]})).finished()
        await (await scene.ben.press(done, "Delete")).finished()
        await (await scene.ben.context_menu("Vary this picture", done)).finished(SOON)
        scene.discord.misbehaviour.token_not_found(times=100)
        await scene.ben.press(offer, offer.labels[0])
        await scene.discord.message_in(scene.general, lambda message: len(message.files) == 2, within=SOON)
    problems = [problem for call in scene.discord.exchanges for problem in specification.violations(call)]
    assert not problems, "\n".join(problems)
