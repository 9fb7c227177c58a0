"""Processes that end while people on Telegram wait: killed once an update was confirmed, at every step after that, and replaced."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.local.gateway import GatewayOptions, SandboxGateway
from core.ambient import Step, utc_now
from core.storage.unit_of_work import UnitOfWork
from core.wallet import Balance
from db.store import open_reader
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.adapters.telegram.house import FOX, MAKE, is_done, settings
from tests.bot.command import bot, ended, running, start
from tests.loopback_telegram.files import painted
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.misbehaviour import Trouble
from tests.loopback_telegram.people import Person
from tests.loopback_telegram.server import LoopbackTelegram
from tests.postgres_server import free_port
from tests.story import lives, mortal_on_telegram
from tests.story.house import until
from tests.story.lives import Mortal

SOON = 30.0
FOR_EVER = 1000.0
NOW = timedelta(0)
PUT_OFF = 9.0  # a delivery that could not be made rests for ten seconds
LONG_AGO = timedelta(minutes=1)  # who lived then has left no lease that the next one would have to wait for
POLLING, WEBHOOK = "polling", "webhook"
ROLES = {POLLING: ("telegram", "worker"), WEBHOOK: ("telegram", "worker", "web")}


@dataclass
class Scene:
    """Telegram, the gateway behind the program, and the settings of every process."""

    telegram: LoopbackTelegram
    sandbox: SandboxGateway
    folder: Path
    mode: str = POLLING
    more: dict[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, object]:
        ours = {"mayi.base_url": self.sandbox.base_url, "mayi.api_key": "sk-test", "jobs.poll": 0.1, "telegram.mode": self.mode}
        return settings(self.telegram, self.folder) | ours | self.more

    @property
    def database(self) -> str:
        return str(self.more.get("database.url", f"sqlite+aiosqlite:///{self.folder}/inkmirage.db"))

    def said(self, person: Person) -> list[Message]:
        """What the bot has said to a person and not taken back."""
        return [message for message in person.private.visible() if message.sender is self.telegram.bot]

    def pictures(self, person: Person) -> list[Message]:
        return [message for message in self.said(person) if is_done(message)]

    async def offers(self, person: Person, words: str = FOX) -> Message:
        """What the bot offers for a typed request."""
        asked = await person.says(f"/imagine {words}")
        return await self.told(person, lambda message: MAKE in message.labels, after=asked)

    async def told(self, person: Person, fits, after: Message | None = None) -> Message:  # type: ignore[no-untyped-def]
        return await self.telegram.message_in(person.private, fits, after=after, within=SOON)

    async def becomes_picture(self, offer: Message) -> None:
        await self.telegram.pulse.until(lambda: is_done(offer), SOON)


@contextlib.asynccontextmanager
async def open_scene(folder: Path, mode: str = POLLING, pace: float = 0.02, **more: object) -> AsyncIterator[Scene]:
    async with LoopbackTelegram() as telegram, SandboxGateway(GatewayOptions(pace=pace, plain=True, usage_delay=0.0)) as sandbox:
        yield Scene(telegram, sandbox, folder, mode, {name.replace("__", "."): value for name, value in more.items()})


async def begun(scene: Scene, *, ago: timedelta = NOW, step: str = "", roles: tuple[str, ...] = ()) -> Mortal:
    """A process that takes updates."""
    return await lives.start(mortal_on_telegram.run, scene.settings, roles or ROLES[scene.mode], step, ago)


@contextlib.asynccontextmanager
async def next_process(scene: Scene, roles: tuple[str, ...] = ()) -> AsyncIterator[None]:
    """One that lives until it is asked to stop, and does that in order."""
    life = await begun(scene, roles=roles)
    try:
        yield
    finally:
        life.process.terminate()
        assert (await lives.lived(life)).code == 0


async def killed(life: Mortal) -> None:
    life.process.kill()
    assert (await lives.lived(life)).code == -signal.SIGKILL


async def confirmed(scene: Scene) -> None:
    """Telegram has been told that everything has arrived, and will not bring it again."""
    await until(lambda: not scene.telegram.updates.pending)


async def quiet(scene: Scene) -> None:
    """Everything has come, and been worked on."""
    await confirmed(scene)
    await worked_on(scene)


async def met(trouble: Trouble, times: int = 1) -> None:
    await until(lambda: trouble.met >= times)


@dataclass(frozen=True)
class Books:
    """What a person has, what waits, and what is wrong with the books."""

    balance: Balance
    undelivered: int
    breaches: list[str]


async def books(scene: Scene, person: Person) -> Books:
    def work(uow: SqlUnitOfWork) -> Books:
        known = uow.accounts.person("telegram", str(person.id))
        assert known is not None
        breaches = [str(check) for check in verify(uow.connection, utc_now()) if not check.ok]
        return Books(uow.ledger.balance(known.account_id, utc_now()), uow.jobs.undelivered(), breaches)

    reader = await open_reader(scene.database)
    try:
        return await reader.read(work)
    finally:
        await reader.close()


async def assert_charged(scene: Scene, person: Person, price: int = 12) -> None:
    """So much and no more; nothing is reserved or waits any more."""
    found = await books(scene, person)
    assert (found.breaches, found.undelivered) == ([], 0)
    assert (found.balance.posted, found.balance.held) == (40 - price, 0)


# --- an update, from Telegram to its answer ------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [POLLING, WEBHOOK])
async def test_killed_after_updates_were_confirmed_and_before_they_were_worked_on(mode: str, tmp_path: Path) -> None:
    """The first is under way, so the others of its chat, confirmed like it, wait in our database alone."""
    async with open_scene(tmp_path, mode) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=LONG_AGO)
        silence = scene.telegram.misbehaviour.hang("sendMessage", FOR_EVER, after=False)
        asked = [await ann.says("/terms")]
        await met(silence)
        asked += [await ann.says(f"/imagine {FOX}"), await ann.says("/balance")]
        await confirmed(scene)
        await killed(first)
        assert scene.said(ann) == []
        scene.telegram.misbehaviour.calm()
        async with next_process(scene):
            await scene.told(ann, lambda message: message.reply_to is asked[-1])
            assert [message.reply_to for message in scene.said(ann)] == asked, "each once, and in order"
            [_, offer, _] = scene.said(ann)
            await ann.press(offer, MAKE)
            await scene.becomes_picture(offer)
            await quiet(scene)
        assert scene.pictures(ann) == [offer]
        await assert_charged(scene, ann)


async def test_killed_before_a_fetched_update_was_confirmed_brings_it_again(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        scene.telegram.misbehaviour.forget_confirmation = 10**6
        first = await begun(scene, ago=LONG_AGO)
        offer = await scene.offers(ann)
        await worked_on(scene)
        await killed(first)
        assert scene.telegram.updates.pending
        scene.telegram.misbehaviour.forget_confirmation = 0
        async with next_process(scene):
            await quiet(scene)
        assert scene.said(ann) == [offer]


async def test_killed_while_an_update_is_claimed_and_its_picture_is_fetched(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=LONG_AGO)
        silence = scene.telegram.misbehaviour.hang("getFile", FOR_EVER, after=False)
        photo = await ann.sends_photo(painted(300, 200), "make it blue")
        await met(silence)
        await confirmed(scene)
        await killed(first)
        scene.telegram.misbehaviour.calm()
        async with next_process(scene):
            offer = await scene.told(ann, lambda message: message.reply_to is photo)
            await quiet(scene)
        assert "from one reference picture" in offer.text
        assert scene.said(ann) == [offer]


async def test_killed_while_the_offer_was_sent_and_not_yet_noted_sends_it_twice_and_charges_once(tmp_path: Path) -> None:
    """Telegram has no key for what is sent, so this is the one moment at which a new message comes a second time."""
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=LONG_AGO)
        silence = scene.telegram.misbehaviour.hang("sendMessage", FOR_EVER, after=True)
        asked = await ann.says(f"/imagine {FOX}")
        await met(silence)
        await killed(first)
        [offer] = scene.said(ann)
        async with next_process(scene):
            again = await scene.told(ann, lambda message: message is not offer and message.reply_to is asked)
            await ann.press(offer, MAKE)
            await scene.becomes_picture(offer)
            await ann.press(again, MAKE)
            await quiet(scene)
        assert len(scene.sandbox.charges) == 1
        await assert_charged(scene, ann)


@pytest.mark.parametrize(("mode", "shown"), [(POLLING, False), (POLLING, True), (WEBHOOK, False)])
async def test_killed_while_the_yes_was_dispatched_and_not_yet_answered(mode: str, shown: bool, tmp_path: Path) -> None:
    """The work has begun; whether the message says so is what nobody knows."""
    async with open_scene(tmp_path, mode) as scene:
        ann = scene.telegram.user("Ann")
        # No worker yet: the picture would come before the end.
        first = await begun(scene, ago=LONG_AGO, roles=("telegram", *ROLES[mode][2:]))
        offer = await scene.offers(ann)
        silence = scene.telegram.misbehaviour.hang("editMessageText", FOR_EVER, after=shown)
        await ann.press(offer, MAKE)
        await met(silence)
        await confirmed(scene)
        await killed(first)
        scene.telegram.misbehaviour.calm()
        async with next_process(scene):
            await scene.becomes_picture(offer)
            await quiet(scene)
        assert scene.pictures(ann) == [offer]
        await assert_charged(scene, ann)


@pytest.mark.parametrize("ended", ["with a picture", "without one"])
async def test_a_yes_that_is_answered_after_its_job_has_ended_leaves_the_end_alone(ended: str, tmp_path: Path) -> None:
    """Killed while it said that the work had begun; the workers of others are done before anybody says it again."""
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        if ended == "without one":
            scene.sandbox.fail_next("moderation")
        first = await begun(scene, ago=LONG_AGO, roles=("telegram",))
        offer = await scene.offers(ann)
        silence = scene.telegram.misbehaviour.hang("editMessageText", FOR_EVER, after=False)
        await ann.press(offer, MAKE)
        await met(silence)
        await killed(first)
        scene.telegram.misbehaviour.calm()
        async with next_process(scene, ("worker",)):
            await until(lambda: bool(scene.sandbox.journal))
            await delivered(scene)
        end = offer.shape
        async with next_process(scene):
            await quiet(scene)
        assert scene.said(ann) == [offer]
        assert offer.shape == end
        await assert_charged(scene, ann, 12 if ended == "with a picture" else 0)


# --- a picture, from the yes to its message ------------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.ACCEPTED, Step.CLAIMED, Step.STORED, Step.DELIVERING, Step.POSTED])
async def test_killed_between_the_yes_and_the_picture(step: Step, tmp_path: Path) -> None:
    """The picture takes the place of a message that is there already, so posting it twice shows it once."""
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, step=step.value, ago=LONG_AGO)
        offer = await scene.offers(ann)
        await ann.press(offer, MAKE, within=0.1)  # whoever dies may not answer
        end = await lives.lived(first)
        assert (end.code, end.steps[-1]) == (-signal.SIGKILL, step)
        async with next_process(scene):
            await scene.becomes_picture(offer)
            await delivered(scene)
            await quiet(scene)
        assert scene.said(ann) == scene.pictures(ann) == [offer]
        if step in (Step.STORED, Step.DELIVERING, Step.POSTED):
            assert len(scene.sandbox.charges) == 1, "a picture that was stored is never asked for again"
        await assert_charged(scene, ann)


async def test_a_picture_that_waits_for_the_next_process_comes_as_soon_as_that_is_known_to_telegram(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, step=Step.SETTLED.value, ago=LONG_AGO)
        offer = await scene.offers(ann)
        await ann.press(offer, MAKE)
        assert (await lives.lived(first)).code == -signal.SIGKILL
        scene.telegram.misbehaviour.slow("getMe", 0.5)  # by then the workers have begun
        async with next_process(scene):
            await scene.becomes_picture(offer)
        known, delivery = scene.telegram.calls("getMe")[-1], scene.telegram.calls("editMessageMedia")[-1]
        assert delivery.arrived - known.arrived < PUT_OFF
        await assert_charged(scene, ann)


async def test_killed_after_an_album_was_posted_shows_it_twice_and_charges_once(tmp_path: Path) -> None:
    """An album is new messages, which have no key: whoever is killed before it is noted posts it again."""
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, step=Step.POSTED.value, ago=LONG_AGO)
        asked = await ann.says(f"/imagine {FOX} --count 2 --quality low")
        offer = await scene.told(ann, lambda message: bool(message.buttons), after=asked)
        await ann.press(offer, offer.labels[0])
        assert (await lives.lived(first)).code == -signal.SIGKILL
        async with next_process(scene):
            await delivered(scene)
            await quiet(scene)
        assert len({message.album for message in scene.said(ann) if message.album}) == 2
        assert len(scene.sandbox.charges) == 2
        await assert_charged(scene, ann, 8)


async def test_killed_between_an_album_and_its_words_says_the_words_alone(tmp_path: Path) -> None:
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=LONG_AGO)
        asked = await ann.says(f"/imagine {FOX} --count 2 --quality low")
        offer = await scene.told(ann, lambda message: bool(message.buttons), after=asked)
        silence = scene.telegram.misbehaviour.hang("sendMessage", FOR_EVER, after=False)
        await ann.press(offer, offer.labels[0])
        await met(silence)
        await killed(first)
        assert len([message for message in scene.said(ann) if message.album]) == 2
        scene.telegram.misbehaviour.calm()
        async with next_process(scene):
            await delivered(scene)
            await quiet(scene)
        words, *album = sorted(scene.said(ann), key=lambda message: bool(message.album))
        assert len(album) == 2, "and what showed the progress has gone"
        assert words.reply_to is album[0]
        assert "Vary 2" in words.labels
        assert len(scene.sandbox.charges) == 2
        await assert_charged(scene, ann, 8)


# --- Stars ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["once", "again"])
async def test_killed_after_a_payment_was_confirmed_and_before_it_was_credited(told: str, tmp_path: Path) -> None:
    """Telegram will not bring it again; it lies in the line of its chat behind an answer that does not come."""
    async with open_scene(tmp_path) as scene:
        ann = scene.telegram.user("Ann")
        first = await begun(scene, ago=LONG_AGO)
        asked = await ann.says("/topup starter")
        invoice = await scene.told(ann, lambda message: message.shape.invoice, after=asked)
        await worked_on(scene)
        silence = scene.telegram.misbehaviour.hang("sendMessage", FOR_EVER, after=False)
        await ann.says("/terms")
        await met(silence)
        assert (await ann.pays(invoice)).paid
        await confirmed(scene)
        await killed(first)
        assert (await books(scene, ann)).balance.available == 40, "else this would prove nothing"
        scene.telegram.misbehaviour.calm()
        if told == "again":
            scene.telegram.updates.again(int(scene.telegram.updates.produced[-1]["update_id"]))
        async with next_process(scene):
            await quiet(scene)
        found = await books(scene, ann)
        assert (found.balance.available, found.breaches) == (140, [])


async def delivered(scene: Scene) -> None:
    """Nothing waits for delivery any more."""
    await none_left(scene, lambda uow: uow.jobs.undelivered() + uow.jobs.waiting())


async def worked_on(scene: Scene) -> None:
    """No update is left to be worked on."""
    await none_left(scene, lambda uow: uow.updates.waiting())


async def none_left(scene: Scene, left: Callable[[UnitOfWork], int]) -> None:
    reader = await open_reader(scene.database)
    try:
        async with asyncio.timeout(SOON):
            while await reader.read(left):  # noqa: ASYNC110 - as an operator would see it
                await asyncio.sleep(0.05)
    finally:
        await reader.close()


# --- the same update again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["polling, each three times", "polling, forgotten", "webhook, each three times", "webhook, answers lost"])
async def test_the_same_update_three_times_is_one_offer_and_one_charge(how: str, tmp_path: Path) -> None:
    mode, _, what = how.partition(", ")
    async with open_scene(tmp_path, mode) as scene:
        ann, misbehaviour = scene.telegram.user("Ann"), scene.telegram.misbehaviour

        def once_more() -> None:
            misbehaviour.duplicate_updates = 3 if what == "each three times" else 1
            misbehaviour.forget_confirmation = 2 if what == "forgotten" else 0
            misbehaviour.lose_webhook_answers = 2 if what == "answers lost" else 0

        async with next_process(scene):
            once_more()
            offer = await scene.offers(ann)
            await quiet(scene)
            once_more()
            await ann.press(offer, MAKE)
            await scene.becomes_picture(offer)
            await quiet(scene)
        # A start later Telegram brings what was worked on long ago.
        for update in list(scene.telegram.updates.produced):
            scene.telegram.updates.again(int(update["update_id"]))
        async with next_process(scene):
            await quiet(scene)
        assert scene.said(ann) == scene.pictures(ann) == [offer]
        assert len(scene.sandbox.charges) == 1
        await assert_charged(scene, ann)


# --- many processes ------------------------------------------------------------------------------------------------

PEOPLE = 20
PATH = "/webhooks/telegram"


@contextlib.asynccontextmanager
async def balancer() -> AsyncIterator[tuple[str, list[str]]]:
    """Its address, and the servers behind it, to be filled in: each request goes to the next of them, with everything it came with."""
    ends: list[str] = []
    turns = count()

    async def passed_on(request: web.Request) -> web.Response:
        end = ends[next(turns) % len(ends)]
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{end}{PATH}", data=await request.read(), headers=request.headers) as answer,
        ):
            return web.Response(status=answer.status)

    app = web.Application()
    app.router.add_post(PATH, passed_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield "http://{}:{}".format(*runner.addresses[0][:2]), ends
    finally:
        await runner.cleanup()


def variables(scene: Scene) -> dict[str, str]:
    """The settings as `python -m bot` reads them."""
    return {name.replace(".", "__"): str(value) for name, value in scene.settings.items() if name != "app.data_dir"}


@contextlib.asynccontextmanager
async def working(scene: Scene, so_many: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run` without the web, as the so-manyeth that told Telegram where to bring updates."""
    roles = ["run", "--only", "telegram,worker,clock", "--data-dir", str(scene.folder / "data")]
    process = await start(*roles, cwd=scene.folder, **variables(scene))
    try:
        await until(lambda: len(scene.telegram.calls("setWebhook")) >= so_many)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            end = await ended(process)
            assert end.code == 0, end.err
            assert "Traceback" not in end.err


async def a_visit(scene: Scene, person: Person, after: float) -> Message:
    """Three things written, a moment apart and without waiting for answers; then a yes, and the picture."""
    await asyncio.sleep(after)
    asked = []
    for words in (f"/imagine {FOX}", "/terms", "/help"):
        asked.append(await person.says(words))
        await asyncio.sleep(0.2)
    offer = await scene.told(person, lambda message: message.reply_to is asked[0])
    await person.press(offer, MAKE)
    await scene.told(person, lambda message: message.reply_to is asked[2])
    await scene.becomes_picture(offer)
    # Whoever was killed between sending and noting it has let others send it again.
    answers = dict.fromkeys(message.reply_to for message in scene.said(person))
    assert list(answers) == asked, "in order"
    return offer


async def test_many_people_and_processes_one_of_which_is_killed_and_replaced_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    async with balancer() as (address, ends), contextlib.AsyncExitStack() as stack:
        more = {"database__url": postgres_url, "app__base_url": address, "jobs__lease": 1.5}
        scene = await stack.enter_async_context(open_scene(tmp_path, WEBHOOK, pace=0.3, **more))
        programs = [working(scene, 1), working(scene, 2), served(scene, ends), served(scene, ends)]
        _, dying, *_ = await asyncio.gather(*(stack.enter_async_context(each) for each in programs))
        people = [scene.telegram.user(f"Person {number}") for number in range(PEOPLE)]
        visits = [asyncio.create_task(a_visit(scene, person, after=0.1 * number)) for number, person in enumerate(people)]
        await until(lambda: len([person for person in people if scene.pictures(person)]) >= PEOPLE // 4)
        dying.send_signal(signal.SIGKILL)
        assert (await ended(dying)).code == -signal.SIGKILL
        await stack.enter_async_context(working(scene, 3))
        offers = await asyncio.gather(*visits)
        await delivered(scene)
        await worked_on(scene)
        assert [scene.pictures(person) for person in people] == [[offer] for offer in offers]
        assert {status for _, status in scene.telegram.updates.webhook.answers} == {200}
        for person in people:
            await assert_charged(scene, person)
    found = await bot("ledger", "verify", cwd=tmp_path, **variables(scene))
    assert found.code == 0, found.out


@contextlib.asynccontextmanager
async def served(scene: Scene, ends: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run` with nothing but the web, behind the balancer."""
    port = free_port()
    async with running(scene.folder / "data", "--only", "web", "--port", str(port), **variables(scene)) as program:
        ends.append(f"http://127.0.0.1:{port}")
        yield program.process
        end = await program.stopped()
        assert (end.code, "Traceback" in end.err) == (0, False), end.err
