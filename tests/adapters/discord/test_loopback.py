"""The loopback Discord is good enough for the real discord.py, and refuses what Discord refuses."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp
import discord
import pytest
from discord import app_commands, ui
from PIL import Image

from tests.loopback_discord import limits, refusals
from tests.loopback_discord.card import card, conversation
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.people import NotPossible, Person
from tests.loopback_discord.places import EMBED_LINKS, MIB, SEND_MESSAGES, VIEW_CHANNEL, Guild
from tests.loopback_discord.server import LoopbackDiscord, pointed_at
from tests.loopback_discord.specification import SUMMARY, Specification, missing_by_summary
from tests.loopback_discord.transcript import transcript


def png(width: int = 64, height: int = 48, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


class Again(ui.DynamicItem[ui.Button[Any]], template=r"i:(?P<what>[a-z]+):(?P<job>.+)"):
    """The one class of buttons; it needs no memory."""

    def __init__(self, what: str, job: str, label: str = "") -> None:
        super().__init__(ui.Button(label=label or what.title(), custom_id=f"i:{what}:{job}"))
        self.what, self.job = what, job

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], __: ui.Item[Any], match: Any) -> Self:
        return cls(match["what"], match["job"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.pressed(interaction, self.what, self.job)


class Form(ui.Modal, title="Another prompt"):
    def __init__(self) -> None:
        super().__init__(custom_id="m:prompt:7")
        self.prompt: ui.TextInput[Any] = ui.TextInput(custom_id="prompt", default="a fox", max_length=100)
        self.add_item(ui.Label(text="Prompt", component=self.prompt))


def picture_card(*texts: str, name: str = "fox.png", alt: str = "a fox", buttons: tuple[str, ...] = ("redo", "vary")) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    gallery = ui.MediaGallery[Any](discord.MediaGalleryItem(f"attachment://{name}", description=alt))
    row = ui.ActionRow[Any](*[Again(what, "7") for what in buttons])
    view.add_item(ui.Container(*[ui.TextDisplay[Any](text) for text in texts], gallery, row))
    return view


def picture_file(name: str = "fox.png", data: bytes | None = None) -> discord.File:
    return discord.File(io.BytesIO(data or png()), name)


class Bot(discord.Client):
    """A bot of a few lines; what its command does each test says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            intents=options.pop("intents", discord.Intents.none()),
            guild_ready_timeout=0.01,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
        anyhow = app_commands.AppInstallationType(guild=True, user=True)
        self.tree = app_commands.CommandTree(self, allowed_contexts=everywhere, allowed_installs=anyhow)
        self.handle: Callable[[discord.Interaction[Any], str], Awaitable[object]] = self.show_card
        self.seen: list[discord.Interaction[Any]] = []
        self.submitted: list[str] = []
        self.heard: list[str] = []
        self.guilds_joined: list[str] = []
        self._declare()

    def _declare(self) -> None:
        @self.tree.command(name="imagine", description="Make a picture")
        @app_commands.choices(style=[app_commands.Choice(name="Oil", value="oil")])
        async def imagine(
            interaction: discord.Interaction[Any], prompt: str, style: str = "", model: str = "", like: discord.Attachment | None = None
        ) -> None:
            self.seen.append(interaction)
            await self.handle(interaction, f"{prompt}{style}{(await like.read()).hex() if like else ''}")

        @imagine.autocomplete("model")
        async def model(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{current.title()} XL", value=f"{current}-xl")]

        @self.tree.context_menu(name="Vary this picture")
        async def vary(interaction: discord.Interaction[Any], message: discord.Message) -> None:
            await interaction.response.send_message(f"varies {message.id}", ephemeral=True)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Again)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without the five seconds that the library waits before it identifies anew."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            self.submitted.append(json.dumps(interaction.data))
            await interaction.response.defer()

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            self.heard.append(message.content)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.guilds_joined.append(guild.name)

    async def show_card(self, interaction: discord.Interaction[Any], prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(view=picture_card(f"**{prompt}**"), attachments=[picture_file()])

    async def pressed(self, interaction: discord.Interaction[Any], what: str, job: str) -> None:
        if what == "prompt":
            await interaction.response.send_modal(Form())
        elif what == "vary":
            await interaction.response.edit_message(view=picture_card("varied", name="new.png"), attachments=[picture_file("new.png")])
        else:
            await interaction.response.send_message(f"{what} of {job}", ephemeral=True)


@asynccontextmanager
async def running(server: LoopbackDiscord, **options: Any) -> AsyncIterator[Bot]:
    bot = Bot(**options)
    sessions = len(server.gateway.sessions)
    life = asyncio.create_task(bot.start(server.token))
    try:
        await server.gateway.ready(sessions + 1)
        await asyncio.wait_for(bot.wait_until_ready(), 5)
        yield bot
    finally:
        await bot.close()
        await life
    await server.gateway.left(sessions)


@pytest.fixture
async def bot(discord_server: LoopbackDiscord) -> AsyncIterator[Bot]:
    async with running(discord_server) as bot:
        yield bot


@pytest.fixture
def painters(discord_server: LoopbackDiscord) -> Guild:
    return discord_server.guild("Painters")


Failing = tuple[Callable[..., Awaitable[None]], "asyncio.Task[discord.HTTPException]"]


def failing(call: Callable[[discord.Interaction[Any]], Awaitable[object]]) -> Failing:
    """A handler, and the error which `call` meets in it."""
    met: asyncio.Future[discord.HTTPException] = asyncio.get_running_loop().create_future()

    async def handle(interaction: discord.Interaction[Any], _: str) -> None:
        try:
            await call(interaction)
        except discord.HTTPException as error:
            met.set_result(error)

    return handle, asyncio.create_task(asyncio.wait_for(met, 5))


# The gateway ---------------------------------------------------------------------------------------------------------


async def test_the_client_logs_in_and_becomes_ready(discord_server: LoopbackDiscord, bot: Bot) -> None:
    assert bot.user is not None
    assert str(bot.user.id) == discord_server.bot.id
    assert bot.application_id == bot.user.id
    assert discord_server.gateway.identifies == 1
    assert discord_server.gateway.heartbeats >= 1


async def test_a_wrong_token_is_refused(discord_server: LoopbackDiscord) -> None:
    bot = Bot()
    with pytest.raises(discord.LoginFailure):
        await bot.login("another-token")
    await bot.close()
    assert discord_server.calls()[0].status == 401


async def test_a_forbidden_intent_closes_the_connection(discord_server: LoopbackDiscord) -> None:
    bot = Bot(intents=discord.Intents(message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await asyncio.wait_for(bot.start(discord_server.token), 5)
    await bot.close()
    assert discord_server.gateway.identifies == 0


async def test_what_happened_during_a_drop_is_told_after_resuming(discord_server: LoopbackDiscord, bot: Bot) -> None:
    ann = discord_server.user("Ann")
    await discord_server.gateway.drop()
    assert not discord_server.gateway.sessions
    call = await ann.command("imagine", {"prompt": "a fox"})
    assert call.response is not None
    assert (discord_server.gateway.identifies, discord_server.gateway.resumes) == (1, 1)


async def test_a_forgotten_session_is_identified_anew(discord_server: LoopbackDiscord, bot: Bot) -> None:
    discord_server.gateway.forget()
    await discord_server.gateway.drop()
    await discord_server.pulse.until(lambda: discord_server.gateway.identifies == 2, 10)
    assert discord_server.gateway.resumes == 0


async def test_a_closed_client_leaves_no_session_and_people_are_told_at_once(discord_server: LoopbackDiscord, painters: Guild) -> None:
    async with running(discord_server):
        pass
    call = await discord_server.user("Ann", guilds=[painters]).command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
    assert call.response is None
    assert not discord_server.gateway.sessions


async def test_two_sessions_both_get_the_interaction_and_the_second_answer_is_refused(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async with running(discord_server) as other:
        bot.handle, met = failing(lambda interaction: interaction.response.send_message("a fox"))
        other.handle = bot.handle
        call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
        assert (await met).code == 40060
        assert len(bot.seen) == len(other.seen) == 1
        assert call.message.text == "a fox"
        assert [refusal.code for refusal in call.refused] == [40060]


@pytest.mark.parametrize(("code", "answered"), [(1000, 9), (4000, 0)])
async def test_closing_on_purpose_ends_the_session_and_breaking_off_does_not(
    discord_server: LoopbackDiscord, code: int, answered: int
) -> None:
    async with aiohttp.ClientSession() as web:
        async with web.ws_connect(discord_server.gateway.address) as first:
            await first.receive_json()
            await first.send_json({"op": 2, "d": {"token": discord_server.token, "intents": 0}})
            session = (await first.receive_json())["d"]["session_id"]
            await first.close(code=code)
        await discord_server.gateway.left()
        async with web.ws_connect(discord_server.gateway.address) as second:
            await second.receive_json()
            await second.send_json({"op": 6, "d": {"token": discord_server.token, "session_id": session, "seq": 1}})
            assert (await second.receive_json())["op"] == answered


async def test_a_shard_gets_its_guilds_and_the_first_one_everything_else(discord_server: LoopbackDiscord) -> None:
    guilds: list[Guild] = []
    while {int(guild.id) >> 22 & 1 for guild in guilds} != {0, 1}:
        discord_server.advance(milliseconds=1)
        guilds.append(discord_server.guild(f"Number {len(guilds)}"))
    ann = discord_server.user("Ann", guilds=guilds)
    async with running(discord_server, shard_id=1, shard_count=2):
        assert (await ann.command("imagine", {"prompt": "a fox"})).response is None
        for guild in guilds:
            call = await ann.command("imagine", {"prompt": "a fox"}, channel=guild.channel("general"))
            assert (call.response is not None) == (int(guild.id) >> 22 & 1 == 1)
            if call.response is not None:
                await call.finished()


async def test_guilds_come_and_go(discord_server: LoopbackDiscord) -> None:
    discord_server.guild("First")
    async with running(discord_server, intents=discord.Intents(guilds=True)) as bot:
        assert [guild.name for guild in bot.guilds] == ["First"]
        second = discord_server.guild("Second", with_bot=False)
        await discord_server.invite_bot(second)
        await discord_server.expel_bot(discord_server.guild("Never", with_bot=True))
        await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})  # what comes later was told later
        assert bot.guilds_joined == ["Second"]
        assert [channel.name for channel in bot.guilds[1].text_channels] == ["general"]


async def test_plain_messages_are_heard_where_the_intents_let_them(discord_server: LoopbackDiscord, painters: Guild) -> None:
    async with running(discord_server, intents=discord.Intents(dm_messages=True)) as bot:
        ann = discord_server.user("Ann", guilds=[painters])
        await ann.says("hello")
        await ann.says("not for you", painters.channel("general"))
        await ann.command("imagine", {"prompt": "a fox"})
        assert bot.heard == ["hello"]


# Commands, buttons, forms ------------------------------------------------------------------------------------------------


async def test_a_command_is_deferred_and_becomes_a_card_with_a_file(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", locale="de", guilds=[painters])
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
    assert call.response is not None
    assert call.response.deferred
    assert call.response.elapsed < 3
    message = await call.until(lambda message: message.files)
    assert message.flags == limits.COMPONENTS_V2
    assert message.text == "**a fox**"
    assert message.labels == ["Redo", "Vary"]
    assert [(file.filename, file.data, file.pixels) for file in message.files] == [("fox.png", png(), (64, 48))]
    assert [version.shape.flags for version in message.history] == [limits.LOADING, limits.COMPONENTS_V2]
    assert message.payload()["attachments"] == []
    assert message.edited_at is None
    assert str(bot.seen[0].locale) == "de"
    assert bot.seen[0].is_guild_integration()
    assert bot.seen[0].filesize_limit == 10 * MIB


async def test_choices_are_picked_by_name_and_attachments_are_read(discord_server: LoopbackDiscord, bot: Bot) -> None:
    ann = discord_server.user("Ann")
    like = {"like": Upload("mine.png", b"\x01\x02")}
    call = await ann.command("imagine", {"prompt": "a fox", "style": "Oil"}, attachments=like)
    message = await call.until(lambda message: message.files)
    assert message.text == "**a foxoil0102**"


async def test_a_client_would_not_send_what_is_not_offered(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann, here = discord_server.user("Ann", guilds=[painters]), painters.channel("general")
    for name, options in (("nothing", {}), ("imagine", {}), ("imagine", {"prompt": 3}), ("imagine", {"prompt": "x", "style": "Ink"})):
        with pytest.raises(NotPossible):
            await ann.command(name, options, channel=here)
    with pytest.raises(NotPossible):
        await ann.command("imagine", {"prompt": "x"}, context="private_channel")
    with pytest.raises(NotPossible):
        await discord_server.user("Ben").command("imagine", {"prompt": "x"}, channel=here)


async def test_a_button_works_after_a_restart(discord_server: LoopbackDiscord, painters: Guild) -> None:
    ann, ben = (discord_server.user(name, guilds=[painters]) for name in ("Ann", "Ben"))
    async with running(discord_server):
        call = await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
        message = await call.until(lambda message: message.files)
    async with running(discord_server):
        pressed = await message.press("Redo", by=ben)
        assert pressed.message.text == "redo of 7"
        assert (ben.sees(pressed.message), ann.sees(pressed.message)) == (True, False)
        assert pressed.message.payload()["flags"] == limits.EPHEMERAL


async def test_an_update_replaces_the_message_and_its_files(discord_server: LoopbackDiscord, bot: Bot) -> None:
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    message = await call.until(lambda message: message.files)
    old = discord_server.cdn.url(message.files[0])
    pressed = await message.press("i:vary:7", by=call.interaction.origin.person)
    assert pressed.message is message
    assert ([file.filename for file in message.files], message.unreferenced()) == (["new.png"], [])
    async with aiohttp.ClientSession() as web, web.get(old) as answer:
        assert answer.status == 404


async def test_nobody_presses_a_disabled_button_or_an_ephemeral_one_of_others(
    discord_server: LoopbackDiscord, bot: Bot, painters: Guild
) -> None:
    ann, ben = (discord_server.user(name, guilds=[painters]) for name in ("Ann", "Ben"))

    async def answer(interaction: discord.Interaction[Any], _: str) -> None:
        view = ui.View(timeout=None)
        off = Again("off", "1")
        off.item.disabled = True
        await interaction.response.send_message("look", view=view.add_item(off).add_item(Again("on", "1")), ephemeral=True)

    bot.handle = answer
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
    with pytest.raises(NotPossible):
        await call.message.press("Off", by=ann)
    with pytest.raises(NotPossible):
        await call.message.press("On", by=ben)
    with pytest.raises(LookupError):
        await call.message.press("Nothing", by=ann)
    assert (await call.message.press("On", by=ann)).message.text == "on of 1"


async def test_a_form_is_opened_filled_and_sent(discord_server: LoopbackDiscord, bot: Bot) -> None:
    ann = discord_server.user("Ann")

    async def answer(interaction: discord.Interaction[Any], _: str) -> None:
        await interaction.response.send_modal(Form())

    bot.handle = answer
    call = await ann.command("imagine", {"prompt": "a fox"})
    assert (call.modal.title, call.modal.labels, call.modal.custom_id) == ("Another prompt", ["Prompt"], "m:prompt:7")
    with pytest.raises(NotPossible):
        await ann.submit(call.modal, {"Prompt": "x" * 101})
    with pytest.raises(NotPossible):
        await ann.submit(call.modal, {"Colour": "red"})
    await ann.submit(call.modal, {"Prompt": "a cat"}, within=0.2)
    assert json.loads(bot.submitted[0])["components"][0]["component"]["value"] == "a cat"


async def test_autocomplete_proposes_choices(discord_server: LoopbackDiscord, bot: Bot) -> None:
    choices = await discord_server.user("Ann").autocomplete("imagine", "model", "flux", {"prompt": "a fox"})
    assert choices == [{"name": "Flux XL", "value": "flux-xl"}]


async def test_the_menu_of_a_message_starts_a_command(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", guilds=[painters])
    message = await ann.says("look at this", painters.channel("general"))
    call = await ann.context_menu("Vary this picture", message)
    assert call.message.text == f"varies {message.id}"


# The clock ---------------------------------------------------------------------------------------------------------------


async def test_after_three_seconds_the_interaction_is_unknown(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def late(interaction: discord.Interaction[Any]) -> None:
        discord_server.advance(seconds=3.1)
        await interaction.response.defer()

    bot.handle, met = failing(late)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"}, within=0.3)
    assert (await met).code == 10062
    assert call.response is None


async def test_the_token_ends_after_fifteen_minutes(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def late(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer()
        discord_server.advance(minutes=14)
        await interaction.edit_original_response(content="still working")
        discord_server.advance(minutes=2)
        await interaction.edit_original_response(content="done")

    bot.handle, met = failing(late)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    error = await met
    assert (error.status, error.code) == (401, 50027)
    assert call.message.text == "still working"


async def test_a_second_answer_is_refused(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def twice(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer()
        again = discord.webhook.async_.interaction_response_params(5)
        adapter = discord.webhook.async_.async_context.get()
        await adapter.create_interaction_response(interaction.id, interaction.token, session=interaction._session, params=again)

    bot.handle, met = failing(twice)
    await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    assert (await met).code == 40060


async def test_an_answer_that_was_refused_for_its_form_can_be_given_again(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def corrected(interaction: discord.Interaction[Any], _: str) -> None:
        with pytest.raises(discord.HTTPException, match="2000 or fewer"):
            await interaction.response.send_message("x" * 2001)
        await interaction.response.send_message("short")

    bot.handle = corrected
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    assert call.message.text == "short"


async def test_the_first_follow_up_of_a_deferred_answer_becomes_the_answer(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def answer(interaction: discord.Interaction[Any], _: str) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("first", ephemeral=True)
        await interaction.followup.send("second", ephemeral=True)

    bot.handle = answer
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    second = await call.follow_up(1)
    assert (call.message.text, call.message.ephemeral) == ("first", False)
    assert (second.text, second.ephemeral) == ("second", True)


async def test_outside_the_servers_of_the_bot_five_follow_ups_are_allowed(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def chatty(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("0")
        for number in range(1, 7):
            await interaction.followup.send(str(number))

    bot.handle, met = failing(chatty)
    ann = discord_server.user("Ann", installed_app=True)
    call = await ann.command("imagine", {"prompt": "a fox"}, context="private_channel", installed_by="user")
    assert (await met).code == 40094
    assert [message.text for message in call.messages] == ["0", "1", "2", "3", "4", "5"]
    assert bot.seen[0].is_user_integration()
    assert not bot.seen[0].is_guild_integration()


async def test_a_server_without_external_apps_hides_their_replies(discord_server: LoopbackDiscord, bot: Bot) -> None:
    guild = discord_server.guild("Strict", with_bot=False, external_apps=False)
    ann = discord_server.user("Ann", guilds=[guild], installed_app=True)
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=guild.channel("general"), installed_by="user")
    assert (await call.until(lambda message: message.files)).only_for is ann
    assert call.response is not None
    assert call.response.ephemeral


# Limits ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (lambda: picture_card("x" * 2500, "y" * 1501), "4000"),
        (lambda: picture_card("text", name="other.png"), "attachment://other.png was not found"),
        (lambda: picture_card("text", alt="x" * 1025), "1024 or fewer"),
        (lambda: ui.LayoutView(timeout=None).add_item(ui.ActionRow(ui.Button(label="x" * 81, custom_id="a"))), "80 or fewer"),
        (lambda: ui.LayoutView(timeout=None).add_item(ui.ActionRow(ui.Button(label="x", custom_id="a" * 101))), "between 1 and 100"),
        (lambda: ui.LayoutView(timeout=None).add_item(ui.ActionRow(*[ui.Button(label="x", custom_id="a") for _ in "12"])), "duplicated"),
    ],
)
async def test_a_card_over_a_limit_is_refused(
    discord_server: LoopbackDiscord, bot: Bot, view: Callable[[], ui.LayoutView], problem: str
) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(view=view(), attachments=[picture_file()])

    bot.handle, met = failing(answer)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    error = await met
    assert (error.status, error.code) == (400, 50035)
    assert problem in error.text
    assert call.message.loading


async def test_a_v2_message_takes_no_plain_text_any_more(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await bot.show_card(interaction, "a fox")
        await interaction.edit_original_response(content="text")

    bot.handle, met = failing(answer)
    await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    assert "components v2" in (await met).text


async def test_forty_components_pass_and_forty_one_do_not() -> None:
    rows = [{"type": limits.TEXT_DISPLAY, "content": "x"} for _ in range(41)]
    limits.check_message(content="", embeds=[], components=rows[:40], flags=limits.COMPONENTS_V2, files=[])
    with pytest.raises(refusals.Refusal, match="50035"):
        limits.check_message(content="", embeds=[], components=rows, flags=limits.COMPONENTS_V2, files=[])


async def test_an_empty_message_is_refused() -> None:
    with pytest.raises(refusals.Refusal, match="50006"):
        limits.check_message(content="", embeds=[], components=[], flags=0, files=[])


def text_field(**more: Any) -> refusals.Json:
    field = {"type": limits.TEXT_INPUT, "custom_id": "a", "style": 1} | more
    return {"type": limits.LABEL, "label": "Prompt", "component": field}


@pytest.mark.parametrize(
    "broken",
    [
        {"title": "x" * 46},
        {"components": []},
        {"components": [text_field(custom_id=str(number)) for number in range(6)]},
        {"components": [text_field() | {"label": "x" * 46}]},
        {"components": [text_field(value="x" * 11, max_length=10)]},
        {"components": [text_field(), text_field()]},
        {"components": [{"type": limits.BUTTON}]},
    ],
)
async def test_a_form_over_a_limit_is_refused(broken: refusals.Json) -> None:
    good = {"title": "x" * 45, "custom_id": "m", "components": [text_field(value="x" * 10, max_length=10)]}
    limits.check_modal(good)
    with pytest.raises(refusals.Refusal, match="50035"):
        limits.check_modal(good | broken)


async def test_twenty_six_choices_are_refused() -> None:
    choices = [{"name": str(number), "value": str(number)} for number in range(26)]
    limits.check_choices(choices[:25], 3)
    with pytest.raises(refusals.Refusal, match="50035"):
        limits.check_choices(choices, 3)
    with pytest.raises(refusals.Refusal, match="50035"):
        limits.check_choices([{"name": "one", "value": "one"}], 4)


@pytest.mark.parametrize("name", ["imagine", "export-my-data", "画像", "экспорт", "a_b", "x" * 32])
def test_these_names_are_fine(name: str) -> None:
    assert limits.valid_name(name)


@pytest.mark.parametrize("name", ["", "Imagine", "two words", "x" * 33, "a.b", "Экспорт"])
def test_these_names_are_not(name: str) -> None:
    assert not limits.valid_name(name)


async def test_a_file_over_the_limit_is_refused(discord_server: LoopbackDiscord, bot: Bot) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(attachments=[picture_file("big.bin", b"x" * (interaction.filesize_limit + 1))])

    bot.handle, met = failing(answer)
    await discord_server.user("Ann", file_limit=1 * MIB).command("imagine", {"prompt": "a fox"})
    error = await met
    assert (error.status, error.code) == (413, 40005)


# Registering commands -----------------------------------------------------------------------------------------------------


async def test_syncing_twice_creates_once(discord_server: LoopbackDiscord, bot: Bot) -> None:
    before = [(command["id"], command["version"]) for command in await registered(discord_server)]
    await bot.tree.sync()
    assert discord_server.commands.creates_today() == 2
    assert [(command["id"], command["version"]) for command in await registered(discord_server)] == before
    assert [command.name for command in await bot.tree.fetch_commands()] == ["imagine", "Vary this picture"]


async def registered(server: LoopbackDiscord) -> list[refusals.Json]:
    call = Exchange("GET", "", "", {"application_id": server.bot.id}, {}, None, server.clock.now())
    return await server.commands.get_global(call)


async def test_a_wrong_command_fails_the_whole_sync_and_names_the_field(discord_server: LoopbackDiscord, bot: Bot) -> None:
    @bot.tree.command(name="broken", description="x" * 101)
    async def broken(interaction: discord.Interaction[Any]) -> None: ...

    with pytest.raises(app_commands.CommandSyncFailure, match="description: Must be between 1 and 100"):
        await bot.tree.sync()
    assert discord_server.commands.names == ["imagine", "Vary this picture"]


async def test_two_hundred_commands_may_be_created_a_day(discord_server: LoopbackDiscord, bot: Bot) -> None:
    discord_server.commands.creates[discord_server.clock.now().date(), ""] = 200
    bot.tree.add_command(app_commands.Command(name="more", description="more", callback=nothing))
    with pytest.raises(discord.HTTPException, match="30034"):
        await bot.tree.sync()
    discord_server.advance(days=1)
    await bot.tree.sync()


async def nothing(interaction: discord.Interaction[Any]) -> None: ...


async def test_a_command_of_more_than_eight_thousand_characters_is_refused() -> None:
    choices = [{"name": "n" * 100, "value": "v" * 100} for _ in range(25)]
    choices = [choice | {"value": f"{number:03}{'v' * 97}"} for number, choice in enumerate(choices)]
    option = {"type": 3, "description": "d", "choices": choices}
    command = {"name": "big", "description": "d", "options": [option | {"name": "one"}]}
    limits.check_commands([command])
    with pytest.raises(refusals.Refusal, match="50035"):
        limits.check_commands([command | {"options": [option | {"name": "one"}, option | {"name": "two"}]}])


async def test_a_server_that_did_not_grant_commands_refuses_them(discord_server: LoopbackDiscord, bot: Bot) -> None:
    guild = discord_server.guild("Closed", commands_scope=False)
    bot.tree.copy_global_to(guild=discord.Object(int(guild.id)))
    with pytest.raises(discord.Forbidden) as refused:
        await bot.tree.sync(guild=discord.Object(int(guild.id)))
    assert refused.value.code == 50001


async def test_a_stale_client_sends_a_command_that_is_gone(discord_server: LoopbackDiscord, bot: Bot) -> None:
    gone = {"id": "1", "name": "gone", "type": 1, "options": []}
    errors: list[app_commands.AppCommandError] = []

    async def on_error(_: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        errors.append(error)

    bot.tree.error(on_error)
    call = await discord_server.user("Ann").command("gone", stale=gone, within=0.2)
    assert call.response is None
    assert isinstance(errors[0], app_commands.CommandNotFound)


# Channels and direct messages -----------------------------------------------------------------------------------------------


async def test_the_bot_writes_edits_and_deletes_in_a_channel(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    here = painters.channel("general")
    channel = bot.get_partial_messageable(int(here.id))
    sent = await channel.send(view=picture_card("late"), file=picture_file(), silent=True)
    message = await discord_server.message_in(here)
    assert (message.text, [file.data for file in message.files]) == ("late", [png()])
    await sent.edit(view=picture_card("later"))
    assert (message.text, len(message.edits), [file.filename for file in message.files]) == ("later", 1, ["fox.png"])
    assert message.edited_at is not None
    assert [each.id async for each in bot_history(channel)] == [sent.id]
    await sent.delete()
    assert here.visible_to(None) == []
    with pytest.raises(discord.NotFound):
        await sent.delete()


async def bot_history(channel: discord.PartialMessageable) -> AsyncIterator[discord.Message]:
    async for message in channel.history(limit=5):
        yield message


async def test_a_channel_needs_the_bot_and_its_permissions(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    def code_of(raised: pytest.ExceptionInfo[discord.HTTPException]) -> int:
        return raised.value.code

    here = painters.channel("general")
    channel = bot.get_partial_messageable(int(here.id))
    for allowed, code in ((0, 50001), (VIEW_CHANNEL, 50013), (VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS, 50013)):
        here.bot_permissions = allowed
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("x", file=picture_file())
        assert code_of(refused) == code
    painters.members.remove(discord_server.bot)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("x")
    assert code_of(refused) == 50001
    with pytest.raises(discord.NotFound) as missing:
        await bot.get_partial_messageable(1).send("x")
    assert code_of(missing) == 10003


async def test_an_ephemeral_message_is_not_there_for_the_bot_token(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    async def answer(interaction: discord.Interaction[Any], _: str) -> None:
        await interaction.response.send_message("psst", ephemeral=True)

    bot.handle = answer
    ann = discord_server.user("Ann", guilds=[painters])
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
    with pytest.raises(discord.NotFound):
        await bot.get_partial_messageable(int(painters.channel("general").id)).get_partial_message(int(call.message.id)).delete()


async def test_a_direct_message_reaches_who_can_be_reached(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", guilds=[painters])
    shy = discord_server.user("Shy", guilds=[painters], accepts_dms=False)
    stranger = discord_server.user("Stranger")
    dm = await bot.create_dm(discord.Object(int(ann.id)))
    await dm.send("your picture", file=picture_file())
    assert (await discord_server.message_in(ann.dm)).text == "your picture"
    for nobody in (shy, stranger):
        dm = await bot.create_dm(discord.Object(int(nobody.id)))
        with pytest.raises(discord.Forbidden) as refused:
            await dm.send("hello")
        assert refused.value.code == 50007


async def test_a_repeated_nonce_posts_once(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=painters.channel("general").id)
    for _ in range(2):
        await bot.http.request(route, json={"content": "once", "nonce": "job-7", "enforce_nonce": True})
    assert len(painters.channel("general").messages) == 1


async def test_nobody_is_pinged_without_leave(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", guilds=[painters])
    channel = bot.get_partial_messageable(int(painters.channel("general").id))
    await channel.send(f"@everyone <@{ann.id}>")
    await channel.send(f"@everyone <@{ann.id}>", allowed_mentions=discord.AllowedMentions(users=[discord.Object(int(ann.id))]))
    assert [message.shape.pings for message in painters.channel("general").messages] == [(), (ann.id,)]


# Files ---------------------------------------------------------------------------------------------------------------------


async def test_a_signed_address_gives_the_bytes_until_it_expires(discord_server: LoopbackDiscord, bot: Bot) -> None:
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    message = await call.until(lambda message: message.files)
    url = message.payload()["components"][0]["components"][1]["items"][0]["media"]["url"]
    async with aiohttp.ClientSession() as web:
        async with web.get(url) as answer:
            assert (answer.status, answer.content_type, await answer.read()) == (200, "image/png", png())
        async with web.get(url.replace("ex=", "ex=f")) as answer:
            assert answer.status == 404
        discord_server.advance(hours=25)
        async with web.get(url) as answer:
            assert answer.status == 404


# Bad days ------------------------------------------------------------------------------------------------------------------


async def test_a_rate_limited_call_is_tried_again(discord_server: LoopbackDiscord, bot: Bot) -> None:
    trouble = discord_server.misbehaviour.rate_limit(r"PATCH .+", retry_after=0.01)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    await call.until(lambda message: message.files)
    assert trouble.met == 1
    assert [each.status for each in discord_server.calls("PATCH")] == [429, 200]
    assert [file.data for file in call.message.files] == [png()]


async def test_without_via_a_rate_limit_is_a_ban(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    discord_server.misbehaviour.rate_limit(via=False)
    with pytest.raises(discord.HTTPException):
        await bot.get_partial_messageable(int(painters.channel("general").id)).send("x")
    assert [each.status for each in discord_server.calls("POST", "messages")] == [429]


async def test_an_answer_that_is_lost_was_still_done(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    discord_server.misbehaviour.fail(r"POST /channels/.+", status=503, after=True)
    with pytest.raises(discord.DiscordServerError):
        await bot.get_partial_messageable(int(painters.channel("general").id)).send("x")
    assert [message.text for message in painters.channel("general").messages] == ["x"]


async def test_an_interaction_may_be_delivered_twice(discord_server: LoopbackDiscord, bot: Bot) -> None:
    discord_server.misbehaviour.duplicate_interactions = True
    bot.handle, met = failing(lambda interaction: interaction.response.defer())
    await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    assert (await met).code == 40060
    assert len({interaction.id for interaction in bot.seen}) == 1
    assert len(bot.seen) == 2


@pytest.mark.parametrize(
    ("switch", "code"),
    [
        ("token_expired", 50027),
        ("token_not_found", 10015),
        ("file_too_large", 40005),
        ("interaction_unknown", 10062),
        ("interaction_taken", 40060),
    ],
)
async def test_a_switch_breaks_the_next_call_only(discord_server: LoopbackDiscord, bot: Bot, switch: str, code: int) -> None:
    getattr(discord_server.misbehaviour, switch)()
    bot.handle, met = failing(lambda interaction: bot.show_card(interaction, "a fox"))
    await discord_server.user("Ann").command("imagine", {"prompt": "a fox"}, within=0.2)
    assert (await met).code == code
    bot.handle = bot.show_card
    call = await discord_server.user("Ben").command("imagine", {"prompt": "a fox"})
    assert (await call.until(lambda message: message.files)).labels == ["Redo", "Vary"]


@pytest.mark.parametrize(("switch", "code"), [("cannot_dm", 50007), ("missing_permissions", 50013), ("missing_access", 50001)])
async def test_a_switch_closes_a_channel(discord_server: LoopbackDiscord, bot: Bot, painters: Guild, switch: str, code: int) -> None:
    getattr(discord_server.misbehaviour, switch)()
    channel = bot.get_partial_messageable(int(painters.channel("general").id))
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("x")
    assert refused.value.code == code
    await channel.send("x")


async def test_automod_refuses_a_text_with_its_words(discord_server: LoopbackDiscord, bot: Bot) -> None:
    discord_server.misbehaviour.blocked_words = {"Fox"}

    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        with pytest.raises(discord.HTTPException) as refused:
            await interaction.edit_original_response(view=picture_card("a fox"), attachments=[picture_file()])
        await interaction.edit_original_response(
            view=picture_card("your picture", name="it.png", alt="it"), attachments=[picture_file("it.png")]
        )
        raise refused.value

    bot.handle, met = failing(answer)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    error = await met
    assert (error.status, error.code) == (400, 200000)
    assert call.message.text == "your picture"


# Without a gateway ------------------------------------------------------------------------------------------------------------


async def test_another_process_delivers_with_the_token_alone(discord_server: LoopbackDiscord, bot: Bot) -> None:
    bot.handle = lambda interaction, _: interaction.response.defer(thinking=True)
    call = await discord_server.user("Ann").command("imagine", {"prompt": "a fox"})
    token, app = call.interaction.token, int(discord_server.bot.id)
    original: Any = "@original"  # discord.py hands the name on as it is
    async with aiohttp.ClientSession() as web:
        hook = discord.Webhook.partial(app, token, session=web)
        view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay("here it is"))
        await hook.edit_message(original, view=view)
        assert call.message.text == "here it is"
        assert "Authorization" not in {call.authorization for call in discord_server.calls("PATCH")}
        with pytest.raises(discord.NotFound):
            await discord.Webhook.partial(app, token + "x", session=web).edit_message(original, content="x")


async def test_an_endpoint_that_is_not_served_is_noted(discord_server: LoopbackDiscord, bot: Bot) -> None:
    with pytest.raises(discord.NotFound):
        await bot.http.get_guild(1)
    assert [(call.method, call.path, call.status) for call in discord_server.calls(route="(not served)")] == [
        ("GET", "/api/v10/guilds/1", 404)
    ]


async def test_a_fault_of_the_server_itself_ends_the_test() -> None:
    async with aiohttp.ClientSession() as web:
        with pytest.raises(ExceptionGroup, match="the loopback Discord failed"):
            async with LoopbackDiscord() as server:
                await web.post(f"{server.url}/api/v10/users/@me/channels", headers={"Authorization": f"Bot {server.token}"}, data="no JSON")


async def test_the_addresses_of_the_library_are_put_back() -> None:
    before = discord.http.Route.BASE
    with pointed_at("http://127.0.0.1:1"):
        assert discord.http.Route.BASE == "http://127.0.0.1:1/api/v10"
    assert before == discord.http.Route.BASE


# What a test looks at ------------------------------------------------------------------------------------------------------------


async def test_the_transcript_shows_what_each_person_sees(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann, ben = (discord_server.user(name, guilds=[painters]) for name in ("Ann", "Ben"))
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))
    message = await call.until(lambda message: message.files)
    await message.press("Redo", by=ann)
    for_ann, for_ben = (transcript(painters.channel("general"), person) for person in (ann, ben))
    assert "Ann used imagine prompt:a fox" in for_ben
    assert "[picture fox.png 64×48 “a fox”]" in for_ben
    assert "(Redo) (Vary)" in for_ben
    assert "only Ann sees this\n  redo of 7" in for_ann
    assert "redo of 7" not in for_ben


async def test_the_page_of_a_card_needs_nothing_else(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", guilds=[painters])
    call = await ann.command("imagine", {"prompt": "<b> & a fox"}, channel=painters.channel("general"))
    message = await call.until(lambda message: message.files)
    page = card(message)
    assert "<b>&lt;b&gt; &amp; a fox</b>" in page
    assert 'src="data:image/png;base64,' in page
    assert 'alt="a fox"' in page
    assert '<button class="s2">Redo</button>' in page
    assert "http://127.0.0.1" not in page
    await message.press("Redo", by=ann)
    assert "Only you can see this" in conversation(painters.channel("general"), ann)


# What Discord sells --------------------------------------------------------------------------------------------------------------


async def test_a_premium_button_has_nothing_but_its_sku(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> None:
    ann = discord_server.user("Ann", guilds=[painters])
    sku = discord_server.sales.offer("100 credits")
    button: ui.Button[Any] = ui.Button(style=discord.ButtonStyle.premium, sku_id=int(sku.id))
    bot.handle = lambda interaction, _: interaction.response.send_message("Buy", view=ui.View(timeout=None).add_item(button))
    message = (await ann.command("imagine", {"prompt": "a fox"}, channel=painters.channel("general"))).message
    assert (message.skus, message.labels) == ([sku.id], [])
    assert f"(${sku.id})" in transcript(painters.channel("general"), ann)
    assert "100 credits" not in card(message)
    assert (await ann.buys(message, sku.id)).owner is ann
    with pytest.raises(NotPossible, match="cannot be bought"):
        await ann.buys(message, sku.id)
    labelled: Any = {"type": 1, "components": [{"type": 2, "style": 6, "sku_id": sku.id, "label": "Buy"}]}
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=painters.channel("general").id)
    with pytest.raises(discord.HTTPException, match="nothing but its SKU"):
        await bot.http.request(route, json={"content": "Buy", "components": [labelled]})


async def test_the_library_walks_only_to_the_newest_hundred_and_past_what_was_deleted(discord_server: LoopbackDiscord, bot: Bot) -> None:
    """Therefore the program asks for one page at a time, each before a moment."""
    sku = discord_server.sales.offer("100 credits")
    bought = [await discord_server.sales.buy(discord_server.user(f"Person {number}"), sku) for number in range(120)]
    await discord_server.sales.take_back(bought[-1])
    walked = [one.id async for one in bot.entitlements(limit=None, exclude_deleted=False)]
    assert int(bought[0].id) not in walked
    assert int(bought[-1].id) not in walked
    page = [one.id async for one in bot.entitlements(limit=100, before=discord.Object(int(bought[30].id)), exclude_deleted=False)]
    assert sorted(page) == [int(one.id) for one in bought[:30]]
    with pytest.raises(discord.HTTPException):
        await bot.http.get_entitlements(int(discord_server.bot.id), limit=101)
    with pytest.raises(discord.Forbidden):
        await bot.http.get_entitlements(1)


# The description -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
async def exchanges(discord_server: LoopbackDiscord, bot: Bot, painters: Guild) -> list[Exchange]:
    """One call of every sort that the project makes, each taken by the server or refused as it should be."""
    ann = discord_server.user("Ann", guilds=[painters], installed_app=True)
    here = painters.channel("general")
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=here)
    message = await call.until(lambda message: message.files)
    for what in ("Redo", "Vary"):
        await message.press(what, by=ann)
    await ann.autocomplete("imagine", "model", "flux", {"prompt": "a fox"})
    await ann.context_menu("Vary this picture", message)

    async def talkative(interaction: discord.Interaction[Any], _: str) -> None:
        embed = discord.Embed(title="t", description="d", colour=3).set_image(url="attachment://fox.png")
        await interaction.response.send_message(embed=embed, file=picture_file(), view=ui.View(timeout=None).add_item(every_select()))
        follow_up = await interaction.followup.send(view=picture_card("more"), file=picture_file(), wait=True)
        await follow_up.edit(view=picture_card("even more"))
        await interaction.original_response()
        await follow_up.delete()
        await interaction.delete_original_response()

    bot.handle = talkative
    call = await ann.command("imagine", {"prompt": "a fox"}, context="private_channel", installed_by="user")
    await discord_server.pulse.until(lambda: call.interaction.original and call.interaction.original.deleted, 5)
    bot.handle = lambda interaction, _: interaction.response.send_modal(Form())
    call = await ann.command("imagine", {"prompt": "a fox"})
    await ann.submit(call.modal, {}, within=0.1)
    channel = bot.get_partial_messageable(int(here.id))
    sent = await channel.send(view=everything_card(), file=picture_file())
    await sent.edit(view=picture_card("x"))
    await channel.fetch_message(sent.id)
    assert [each async for each in bot_history(channel)]
    await sent.reply("a reply")
    await sent.delete()
    await (await bot.create_dm(discord.Object(int(ann.id)))).send("hello")
    await bot.tree.fetch_commands()
    await bot.http.get_bot_gateway()
    await bot.fetch_user(int(ann.id))
    await every_call_about_sales(discord_server, bot, ann)
    discord_server.misbehaviour.rate_limit(retry_after=0.01)
    with pytest.raises(discord.HTTPException):
        await channel.send("x" * 2001)
    return discord_server.exchanges


async def every_call_about_sales(discord_server: LoopbackDiscord, bot: Bot, ann: Person) -> None:
    sku = discord_server.sales.offer("100 credits")
    assert [one.name for one in await bot.fetch_skus()] == ["100 credits"]
    bought = await discord_server.sales.buy(ann, sku)
    test = discord.Object(int(sku.id)), discord.Object(int(ann.id)), discord.EntitlementOwnerType.user
    await bot.create_entitlement(*test)
    purchase, tried = [await bot.fetch_entitlement(one.id) for one in [each async for each in bot.entitlements()][::-1]]
    assert (purchase.id, purchase.type, tried.type) == (int(bought.id), discord.EntitlementType(1), discord.EntitlementType(8))
    await purchase.consume()
    for doing in (purchase.consume, purchase.delete):
        with pytest.raises(discord.HTTPException):
            await doing()
    await tried.delete()


def every_select() -> ui.Select[Any]:
    return ui.Select(custom_id="s", options=[discord.SelectOption(label="One", value="1", default=True), discord.SelectOption(label="Two")])


def everything_card() -> ui.LayoutView:
    """Each kind of component once."""
    view = ui.LayoutView(timeout=None)
    picture = discord.MediaGalleryItem("attachment://fox.png", spoiler=True)
    section: ui.Section[Any] = ui.Section(ui.TextDisplay("side"), accessory=ui.Thumbnail("attachment://fox.png"))
    link: ui.Button[Any] = ui.Button(label="Shop", url="https://example.org")
    parts = [
        section,
        ui.Separator[Any](),
        ui.MediaGallery[Any](picture),
        ui.ActionRow[Any](link, Again("redo", "7")),
        ui.ActionRow[Any](every_select()),
    ]
    return view.add_item(ui.Container(*parts, accent_colour=0x5865F2)).add_item(ui.File("attachment://fox.png"))


async def test_every_call_has_the_fields_that_the_summary_names(exchanges: list[Exchange]) -> None:
    assert {(call.method, call.route) for call in exchanges if call.status == 200} >= SUMMARY.keys() - {("GET", "/gateway")}
    assert [problem for call in exchanges for problem in missing_by_summary(call)] == []


async def test_every_call_follows_the_description_of_discord(exchanges: list[Exchange], specification: Specification) -> None:
    problems = [problem for call in exchanges for problem in specification.violations(call)]
    assert not problems, "\n".join(problems)


async def test_a_departure_from_the_description_is_found(exchanges: list[Exchange], specification: Specification) -> None:
    call = next(call for call in exchanges if call.route.endswith("@original") and call.method == "PATCH")
    call.answer.pop("author")
    call.answer["components"][0]["components"][0].pop("content")
    call.body["colour"] = 3
    places = [problem.split(": ")[1] for problem in specification.violations(call)]
    assert places == ["answer.author", "answer.components[0].components[0].content", "request.colour"]
