"""Processes that end while people on Discord wait: killed between the yes and the picture, or replaced by the next version."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from core.ambient import Step, utc_now
from core.wallet import Balance
from db.store import open_reader
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.adapters.discord.house import settings
from tests.bot.command import bot, ended, start
from tests.loopback_discord.messages import Message
from tests.loopback_discord.people import Call, Person
from tests.loopback_discord.places import Channel, Guild
from tests.loopback_discord.server import LoopbackDiscord
from tests.story import lives, mortal_on_discord

FOX = "a fox in the rain"
MAKE = "Make it · 12 credits"
SOON = 30.0
PUT_OFF = timedelta(seconds=9)  # a delivery that could not be made rests for ten
TOO_LATE = timedelta(minutes=16)  # for the token of an interaction, which lives for fifteen
ALREADY_ACKNOWLEDGED = 40060


@dataclass
class Scene:
    """A server on Discord, the gateway behind the program, and the settings of every process."""

    discord: LoopbackDiscord
    sandbox: SandboxGateway
    folder: Path
    more: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.guild: Guild = self.discord.guild("Painters")
        self.general: Channel = self.guild.channel("general")

    @property
    def settings(self) -> dict[str, object]:
        ours = {"mayi.base_url": self.sandbox.base_url, "mayi.api_key": "sk-test", "jobs.poll": 0.1, **self.more}
        return settings(self.discord, self.folder) | ours

    def person(self, name: str) -> Person:
        return self.discord.user(name, guilds=[self.guild])

    @property
    def pictures(self) -> list[Message]:
        return [message for message in self.general.visible_to(None) if is_done(message)]


@contextlib.asynccontextmanager
async def open_scene(folder: Path, pace: float = 0.02, **more: object) -> AsyncIterator[Scene]:
    async with LoopbackDiscord() as discord, SandboxGateway(GatewayOptions(pace=pace, plain=True, usage_delay=0.0)) as sandbox:
        yield Scene(discord, sandbox, folder, {name.replace("__", "."): value for name, value in more.items()})


def is_done(message: Message) -> bool:
    return bool(message.files) and "Here is your picture" in message.text


async def said_yes(scene: Scene, person: Person, *, lost: bool = False) -> Call:
    """Ask, and agree to the price; the acknowledgement has come. When `lost`, Discord no longer knows the token from then on."""
    offer = await (await person.command("imagine", {"prompt": FOX}, channel=scene.general)).finished(SOON)
    if lost:
        scene.discord.misbehaviour.token_not_found(times=100)
    call = await person.press(offer, MAKE)
    assert call.response is not None
    return call


# --- killed --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Books:
    """What a person has, and what is wrong with the books."""

    balance: Balance
    breaches: list[str]


async def books(scene: Scene, person: Person) -> Books:
    def work(uow: SqlUnitOfWork) -> Books:
        known = uow.accounts.person("discord", person.id)
        assert known is not None
        breaches = [str(check) for check in verify(uow.connection, utc_now()) if not check.ok]
        return Books(uow.ledger.balance(known.account_id, utc_now()), breaches)

    reader = await open_reader(f"sqlite+aiosqlite:///{scene.folder}/inkmirage.db")
    try:
        return await reader.read(work)
    finally:
        await reader.close()


async def killed_at(step: Step, scene: Scene, ann: Person, *, lost: bool = False) -> Call:
    """What Ann saw of a process that died at this step, sixteen minutes ago by our clock."""
    first = await lives.start(mortal_on_discord.run, scene.settings, step.value, TOO_LATE)
    await scene.discord.gateway.ready(within=SOON)
    call = await said_yes(scene, ann, lost=lost)
    end = await lives.lived(first)
    assert (end.code, end.steps[-1]) == (-signal.SIGKILL, step)
    await scene.discord.gateway.left()
    return call


@contextlib.asynccontextmanager
async def next_process(scene: Scene) -> AsyncIterator[None]:
    """One that lives until it is asked to stop."""
    life = await lives.start(mortal_on_discord.run, scene.settings, "", timedelta(0))
    try:
        yield
    finally:
        life.process.terminate()
        assert (await lives.lived(life)).code == 0


@pytest.mark.parametrize("step", [Step.ACCEPTED, Step.CLAIMED, Step.ASKING, Step.MADE, Step.STORED, Step.SETTLED, Step.DELIVERING])
async def test_killed_between_the_yes_and_the_picture_while_the_token_dies(step: Step, tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.person("Ann")
        call = await killed_at(step, scene, ann)
        scene.discord.advance(seconds=TOO_LATE.total_seconds())
        async with next_process(scene):
            picture = await scene.discord.message_in(scene.general, is_done, within=SOON)
        assert scene.pictures == [picture]
        assert picture is not call.message, "what the dead token had made can no longer be written to"
        assert 401 in {asked.status for asked in scene.discord.calls("PATCH", "/webhooks")}, "the way by the token is tried first"
        found = await books(scene, ann)
        assert found.breaches == []
        assert (found.balance.posted, found.balance.held) == (28, 0)


async def test_a_picture_that_waits_for_the_next_process_comes_as_soon_as_that_is_logged_in(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        await killed_at(Step.SETTLED, scene, scene.person("Ann"))
        scene.discord.misbehaviour.slow("GET /users/@me", 0.5)  # by then the workers have begun
        async with next_process(scene):
            await scene.discord.message_in(scene.general, is_done, within=SOON)
        login, delivery = scene.discord.calls("GET", "/users/@me")[-1], scene.discord.calls("PATCH", "/webhooks")[-1]
        assert delivery.at - login.at < PUT_OFF


async def test_killed_after_posting_while_the_token_lives_shows_the_picture_once(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.person("Ann")
        call = await killed_at(Step.POSTED, scene, ann)
        assert scene.pictures == [call.message]
        edits = len(call.message.edits)
        async with next_process(scene):
            await scene.discord.pulse.until(lambda: len(call.message.edits) > edits, SOON)
        assert scene.pictures == [call.message]
        assert (await books(scene, ann)).balance.posted == 28


@pytest.mark.parametrize("where", ["by the token", "in the channel", "by the token, in a rush"])
async def test_killed_after_posting_while_the_token_dies_shows_the_picture_once(tmp_path: Path, where: str) -> None:
    """Sixteen minutes later Discord does not know the nonce any more, but the message with this job's buttons still stands."""
    async with open_scene(tmp_path) as scene:
        ann = scene.person("Ann")
        await killed_at(Step.POSTED, scene, ann, lost=where == "in the channel")
        [picture] = scene.pictures
        scene.discord.misbehaviour.troubles.clear()
        scene.discord.advance(seconds=TOO_LATE.total_seconds())
        if where == "by the token, in a rush":
            for number in range(120):
                await ann.says(f"{number}", scene.general)
        async with next_process(scene):
            await delivered(scene)
        assert scene.pictures == [picture]
        found = await books(scene, ann)
        assert (found.breaches, found.balance.posted) == ([], 28)


async def delivered(scene: Scene) -> None:
    """Nothing waits for delivery any more."""
    reader = await open_reader(f"sqlite+aiosqlite:///{scene.folder}/inkmirage.db")
    try:
        async with asyncio.timeout(SOON):
            while await reader.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.1)
    finally:
        await reader.close()


# --- replaced ------------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def program(scene: Scene, sessions: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run`, connected as the so-manyeth of its kind; stopped at the end if it was not before."""
    variables = {name.replace(".", "__"): str(value) for name, value in scene.settings.items()}
    process = await start("run", "--only", "discord,worker", cwd=scene.folder, **variables)
    try:
        await scene.discord.gateway.ready(sessions, within=SOON)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            end = await ended(process)
            assert end.code == 0, end.err


async def a_visit(scene: Scene, person: Person) -> list[Call]:
    """A picture, a second one like it, and a look at the form; what was done, each interaction with its answer."""
    asked = await person.command("imagine", {"prompt": FOX}, channel=scene.general)
    first = await person.press(await asked.finished(SOON), MAKE)
    done = await first.until(is_done, SOON)
    again = await person.press(done, "Again · 12 credits")
    await again.until(is_done, SOON)
    form = await person.press(done, "Edit prompt")
    assert form.modal.fields
    return [asked, first, again, form]


async def test_two_processes_on_one_token_while_one_replaces_the_other_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with open_scene(tmp_path, pace=0.3, database__url=postgres_url) as scene:
        ann, ben, eve = (scene.person(name) for name in ("Ann", "Ben", "Eve"))
        async with program(scene, 1) as old, program(scene, 2):
            calls = [call for visit in await asyncio.gather(*(a_visit(scene, each) for each in (ann, ben))) for call in visit]
            last = await said_yes(scene, eve)
            calls.append(last)
            old.send_signal(signal.SIGTERM)  # while Eve's picture is being made
            end = await ended(old)
            assert end.code == 0, end.err
            await last.until(is_done, SOON)
            after = await said_yes(scene, ann)
            await after.until(is_done, SOON)
        assert [[refusal.body["code"] for refusal in call.refused] for call in calls] == [[ALREADY_ACKNOWLEDGED]] * len(calls)
        assert after.refused == []
        assert len(scene.pictures) == len(scene.general.visible_to(None)) == 6, "nobody was told of trouble"
        assert len(scene.sandbox.charges) == 6
        found = await bot("ledger", "verify", cwd=tmp_path, database__url=postgres_url, app__data_dir=str(tmp_path))
        assert found.code == 0, found.out
