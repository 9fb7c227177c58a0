"""Somebody leaves traces at every edge that a person can reach, and leaves: then not a byte is anywhere, and nobody else's is changed."""

import asyncio
import io
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import func, select

from bot.program import Program
from core import payments
from core.reply import Value
from core.rights.requests import Counted, Fate, RequestKind, RequestState
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from db.tables import METADATA
from tests.canary.scan import Scanner
from tests.lines import BRIEF
from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.messages import Message as DiscordMessage
from tests.loopback_resend.events import HARD, signed
from tests.loopback_resend.events import event as event_of_mail
from tests.loopback_telegram.messages import Message as TelegramMessage
from tests.postgres_server import PostgresAbsent, running_server
from tests.story.canaries import (
    EARLIER,
    PATIENCE,
    Doors,
    Rows,
    Scene,
    Stores,
    at_the_doors,
    blanked,
    connection_of,
    embroidered,
    emptying,
    eventually,
    in_discord_chats,
    in_telegram_chats,
    open_scene,
    picture_with,
    program_at,
    real_program,
    s3,
    snapshot_of_chats,
    taken_back,
    until,
)
from tests.story.doors.door import BLANK, Door, Shown, credits, words
from tests.story.doors.on_discord import read
from tests.story.test_coming_in import Browser
from tests.story.test_linking import join, picture
from tests.story.town import town
from tests.wanting import do_without

LOCKED = "Your account is locked and will be deleted on"
SIX = r"\b(\d{6})\b"

DONE = words("done", count=1, code=BLANK)


async def made(door: Door, prompt: str) -> Shown:
    await door.runs("imagine", prompt=prompt, quality="low")
    return await door.sees(DONE)


# --- a life ------------------------------------------------------------------------------------------------------------------


async def lives(scene: Scene, at: Doors) -> None:
    """Everything that a person does before anything is joined."""
    for door in (at.discord, at.telegram, at.playground):
        await door.runs("settings", ask="never")
        await door.sees(words("settings-saved"))
    await asyncio.gather(on_discord(scene, at), on_telegram(scene, at), on_playground(at))


async def on_discord(scene: Scene, at: Doors) -> None:
    who, door, channel = at.who, at.discord, scene.guild.channels[0]
    await made(door, who.word("discord prompt"))
    for where, private in ((who.word("discord prompt in a server"), False), (who.word("discord prompt for me alone"), True)):
        call = await who.on_discord.command("imagine", {"prompt": where, "quality": "low", "private": private}, channel=channel)
        await call.until(lambda message: DONE in read(message.text), PATIENCE)
    upload = Upload(f"{who.word('discord file name')}.png", picture_with(who.word("discord reference")), "image/png")
    await door.rests()
    given = {"prompt": who.word("discord prompt with a reference"), "quality": "low"}
    await who.on_discord.command("imagine", given, attachments={"reference": upload})
    await door.sees(DONE)
    await door.runs("history")
    await door.sees(who.word("discord prompt"))
    await fails(door, who.word("discord prompt that fails"))
    await is_cancelled(door, who.word("discord prompt that is cancelled"))


async def fails(door: Door, word: str) -> None:
    """The gateway says no, and quotes somebody."""
    await door.runs("imagine", prompt=f"{word} [[sb:guard]]", quality="low")
    await door.sees(words("button-try-again"))


async def is_cancelled(door: Door, word: str) -> None:
    """As far as it has not begun."""
    await door.runs("imagine", prompt=f"{word} [[sb:slow=3]]", quality="low", count=4)
    begun = await door.sees(words("button-cancel-rest"))
    await door.presses(begun, words("button-cancel-rest"))
    await door.sees(words("button-delete"))


async def on_telegram(scene: Scene, at: Doors) -> None:
    who, door, person = at.who, at.telegram, at.who.on_telegram
    await made(door, who.word("telegram prompt"))
    await door.rests()
    camera = [picture_with(who.word(f"telegram album {number}"), "JPEG") for number in (1, 2)]
    await person.sends_album(camera, f"/imagine {who.word('telegram album prompt')} --quality low")
    await door.sees(DONE)
    await door.runs("imagine")
    question = await door.sees(words("telegram-ask-words"))
    await door.rests()
    await person.says(f"{who.word('telegram answer')} --quality low", reply_to=door._message(question))
    await door.sees(DONE)
    said = await person.says(f"/imagine@InkMirageBot {who.word('telegram prompt in a group')} --quality low", where=scene.group)
    await scene.telegram.message_in(scene.group, lambda message: DONE in message.text, after=said, within=PATIENCE)


async def on_playground(at: Doors) -> None:
    who, door = at.who, at.playground
    await door.says(f"/imagine {who.word('playground prompt')} --quality low", picture_with(who.word("playground reference")))
    await door.sees(DONE)
    await door.says(who.word("playground prompt in plain words"))
    await door.sees(DONE)
    gone = await made(door, who.word("playground prompt of what is removed"))
    await door.presses(gone, words("button-delete"))
    await door.presses(await door.sees(words("button-delete-sure")), words("button-delete-sure"))
    await pays(at)
    await door.runs("training", answer="no")
    await door.says(f"/report {who.word('words of a report')}")
    await door._post("/api/run", {"command": "tell-right", "values": {"kind": "complaint", "words": who.word("words of a complaint")}})


async def order(at: Doors) -> str:
    """The page where an order can be paid."""
    await at.playground.runs("topup", pack="starter")
    shown = await at.playground.sees(words("topup-never-expires"))
    return next(urlsplit(url).path for _, url in shown.ways if "/till/" in url)


async def pays(at: Doors) -> None:
    till = await order(at)
    await at.browser.opens(till)
    assert (await at.browser.presses(till, do="pay")).status_code == 303


async def becomes_one(scene: Scene, at: Doors) -> None:
    """All chats are joined, the site is entered, and an address is given."""
    await join(at.telegram, at.playground)
    await join(at.playground, at.discord)
    await comes_in(at)
    await at.discord.runs("email", address=at.who.address)
    await at.discord.sees(words("email-mailed"))
    link = urlsplit(await scene.letter(at.who.address, r":\n(http\S+)\n"))
    path = f"{link.path}?{link.query}".rstrip("?")
    await at.browser.opens(path)
    answer = await at.browser.presses(path)
    assert answer.status_code in (200, 303), answer.text


async def comes_in(at: Doors) -> None:
    await at.discord.runs("account")
    card = await at.discord.sees(words("account-title"))
    path = urlsplit(dict(card.ways)[words("button-open-website")]).path
    await at.browser.opens(path)
    assert (await at.browser.presses(path)).status_code == 303
    assert (await at.browser.opens("/account")).status_code == 200


async def goes_on(scene: Scene, at: Doors) -> None:
    """Some days later: what is young, begun, or never answered."""
    who = at.who
    await made(at.telegram, who.word("telegram prompt of today"))
    call = await who.on_discord.command(
        "imagine", {"prompt": who.word("discord prompt of today"), "quality": "low", "private": True}, channel=scene.guild.channels[0]
    )
    await call.until(lambda message: DONE in read(message.text), PATIENCE)
    await order(at)
    await at.discord.runs("settings", ask="always")
    await at.discord.sees(words("settings-saved"))
    await at.playground.runs("imagine", prompt=who.word("playground draft"))
    await at.playground.sees(words("fact-price"))
    await at.discord.runs("link")
    await at.discord.sees(words("link-code", code=BLANK))
    await at.telegram.runs("imagine")
    await at.telegram.sees(words("telegram-ask-words"))
    assert (await at.browser.opens("/account")).status_code == 200


# --- a copy -----------------------------------------------------------------------------------------------------------------


async def proves(scene: Scene, at: Doors, door: Door) -> None:
    """Type the number of the next letter that has one."""
    at.who.proofs += 1
    await door.runs("code", code=await scene.letter(at.who.address, SIX, at.who.proofs))


async def asks_for_a_copy(scene: Scene, at: Doors, door: Door) -> None:
    await door.runs("export-my-data")
    await door.presses(await door.sees(words("button-copy-start")), words("button-copy-start"))
    await door.sees(words("rights-code-mailed"))
    await proves(scene, at, door)


async def has_a_copy(scene: Scene, at: Doors) -> tuple[bytes, bytes]:
    """As it comes in the chat, and as it is fetched on the site."""
    await asks_for_a_copy(scene, at, at.telegram)
    await at.telegram.until(lambda seen: any(shown.files for shown in seen), PATIENCE)
    posted = next(shown.files[0] for shown in await at.telegram.look() if shown.files)
    page = (await at.browser.opens("/account/privacy/copies")).text
    found = re.search(r"/account/privacy/copies/([\w-]+)", page)
    assert found is not None, page
    await at.browser.opens(found[0])
    link = (await at.browser.presses(found[0], what="fetch", part="1")).headers["location"]
    return posted, (await at.browser.opens(link)).content


async def begins_another_copy(scene: Scene, at: Doors) -> None:
    """It waits for its day, and is called off."""
    await asks_for_a_copy(scene, at, at.discord)
    waits = await at.discord.sees(words("button-copy-stop"))
    await at.discord.presses(waits, words("button-copy-stop"))
    await at.discord.sees(words("rights-copy-stopped"))


IN_NO_COPY = (
    *("discord server", "discord channel", "telegram group", "discord file name", "user agent", "browser language"),
    *("discord reference", "playground reference", "telegram album 1", "telegram album 2", "what comes back"),
    *("telegram username", "discord prompt of a picture under way", "late"),
)
"""Never kept at all: names of places and files, what hides in pictures, what a browser says of itself; and what comes after it."""


def assert_own(copy: bytes, scene: Scene) -> None:
    """All of hers that is kept, nothing of his, and no key to anything (T-EX-1, T-EX-2)."""
    zora = [canary for canary in scene.zora.canaries if not canary.label.removeprefix("zora: ").startswith(IN_NO_COPY)]
    assert {canary.label for canary in zora} - Scanner(scene.zora.canaries).scan(copy).labels == set()
    foreign = Scanner(scene.hugo.canaries).scan(copy)
    assert foreign.clean, foreign
    with ZipFile(io.BytesIO(copy)) as opened:
        everything = b"\n".join(opened.read(name) for name in opened.namelist())
    assert [key for key in scene.credentials if key.encode() in everything] == []


# --- leaving ----------------------------------------------------------------------------------------------------------------


async def presses_the_number(door: Door, when: str, *, chats_stay: bool = False) -> None:
    """By the chat: what it means, when, what becomes of the chats, and the number that is named."""
    await door.runs("delete-me")
    await door.presses(await door.sees(words("rights-delete")), words(when, days=7))
    choice = await door.sees(words("rights-press", number=BLANK))
    if chats_stay:
        await door.presses(choice, words("button-chats-leave"))
        choice = await door.sees(words("rights-press", number=BLANK), words("rights-chats-stay"))
    number = re.search(re.escape(words("rights-press", number=BLANK)) + r"\D*(\d\d)", choice.text)
    assert number is not None, choice.text
    await door.presses(choice, number[1])


async def leaves(scene: Scene, at: Doors, *, chats_stay: bool) -> str:
    """At once, by Telegram; the reference of the deletion."""
    account = await scene.account_of(at.who)
    await presses_the_number(at.telegram, "button-delete-now", chats_stay=chats_stay)
    await at.telegram.sees(words("rights-code-mailed"))
    request = await scene.look(lambda uow: next(one for one in uow.rights.of(account) if one.kind is RequestKind.ERASE))
    await proves(scene, at, at.telegram)
    return request.ref


async def is_gone(scene: Scene, at: Doors, ref: str) -> None:
    """The receipt is in every chat, and the deletion complete."""
    await asyncio.gather(*(door.sees(words("rights-erased"), within=PATIENCE) for door in (at.telegram, at.discord)))
    await eventually(lambda: is_in_state(scene, ref, RequestState.DONE))


async def is_in_state(scene: Scene, ref: str, state: RequestState) -> bool:
    request = await scene.look(lambda uow: uow.rights.get(ref))
    return request is not None and request.state is state


# --- afterwards ---------------------------------------------------------------------------------------------------------------

KEPT = {"zora: words of a report"}
"""What somebody said about a child is kept until people have answered that, without whoever said it (privacy.md §1.7)."""


async def assert_she_is_everywhere(scene: Scene, stores: Stores) -> None:
    """Otherwise it would say nothing that nothing is found later."""
    await stores.settled()
    places = (scene.data,) if scene.resend is None else stores.places
    for found in (Scanner(scene.zora.canaries).scan(*places), await scene.rows_with(scene.zora.canaries)):
        assert len(found.labels) > MOST_OF_THEM, found.labels


MOST_OF_THEM = 20


async def assert_nothing_of_hers(scene: Scene, stores: Stores, *more: Path) -> None:
    """Not a byte in any store, file or log, and nothing that the database says when it is asked."""
    await stores.settled()
    found = Scanner(scene.zora.canaries).scan(scene.data, *scene.logs, *stores.places, *more)
    asked = await scene.rows_with(scene.zora.canaries)
    assert [str(hit) for hit in (found + asked).hits if hit.label not in KEPT] == []
    assert {hit.where.partition("@")[0] for hit in asked.hits} <= {"report.words", "pg_stats.bounds", "pg_stats.common"}
    assert not found.unread


def assert_vendors_know_only(scene: Scene) -> None:
    """The gateway has prompts; not who somebody is, and nothing that hides in a picture. The carrier has the address."""
    people = Scanner([*scene.zora.canaries, *scene.hugo.canaries])
    gateway = {label.split(": ", 1)[1] for label in people.scan(bytes(scene.wire.heard)).labels}
    assert gateway
    assert {label for label in gateway if not label.startswith(TO_THE_GATEWAY)} == set()
    if scene.resend is not None:
        carrier = people.scan(json.dumps([request.body for request in scene.resend.requests]).encode())
        assert {label.split(": ", 1)[1] for label in carrier.labels} <= TO_THE_CARRIER


TO_THE_GATEWAY = ("discord prompt", "telegram prompt", "telegram album prompt", "telegram answer", "playground prompt")
TO_THE_CARRIER = {"address", "playground name", "discord name"}
"""The second begins the address that everybody has in the playground; the third says who wants an address to be confirmed."""


@dataclass(frozen=True)
class Before:
    """How things stand before anybody leaves."""

    hugo: Rows
    his_files: dict[str, str]
    his_chats: list[str]
    gone: int
    orders: list[str]


async def before(scene: Scene, stores: Stores) -> Before:
    hugo, zora = await scene.account_of(scene.hugo), await scene.account_of(scene.zora)
    prefixes = await scene.look(lambda uow: uow.erasures.prefixes(hugo))
    elsewhere = await scene.look(lambda uow: uow.erasures.keys_elsewhere(zora))
    assert {key.partition("/")[0] for key in elsewhere} == {"copies"}  # nothing but her folders need be watched
    orders = [str(row[0]) for row in (await scene.rows_of(zora))["payment_order"]]
    return Before(
        await scene.rows_of(hugo), stores.files(prefixes), snapshot_of_chats(scene, scene.hugo), taken_back(scene, scene.zora), orders
    )


async def assert_he_is_untouched(scene: Scene, stores: Stores, then: Before) -> None:
    hugo = await scene.account_of(scene.hugo)
    rows = await scene.rows_of(hugo)
    assert {name: (then.hugo[name], rows[name]) for name in rows if rows[name] != then.hugo[name]} == {}
    prefixes = await scene.look(lambda uow: uow.erasures.prefixes(hugo))
    assert then.his_files
    assert stores.files(prefixes) == then.his_files
    assert snapshot_of_chats(scene, scene.hugo) == then.his_chats


async def assert_receipt_is_true(scene: Scene, ref: str, then: Before, *, chats_stay: bool) -> None:
    """It counts what the platforms saw."""
    counts = {one.fate: one.number for one in await scene.look(lambda uow: uow.rights.counts(ref)) if one.what is Counted.MESSAGES}
    on_telegram, on_discord = in_telegram_chats(scene, scene.zora), in_discord_chats(scene, scene.zora)
    said: list[DiscordMessage | TelegramMessage] = [*on_telegram, *on_discord]
    gone = taken_back(scene, scene.zora) - then.gone
    blank = sum(blanked() == message.text and not message.deleted for message in on_telegram)
    if chats_stay:
        assert (gone, blank, set(counts)) == (0, 0, {Fate.LEFT}), counts
        return
    assert (counts.get(Fate.DELETED, 0), counts.get(Fate.BLANKED, 0)) == (gone, blank), counts
    standing = [message for message in said if not message.deleted and blanked() != message.text]
    alone = [message for message in standing if isinstance(message, DiscordMessage) and message.ephemeral]
    content = Scanner([one for one in scene.zora.canaries if "prompt" in one.label])
    assert [message.text for message in standing if message not in alone and content.scan(message.text.encode()).hits] == []


async def begins_a_picture(door: Door, word: str, seconds: int) -> None:
    """It takes so long."""
    yes = words("button-make-it", price=credits(2))
    await door.runs("imagine", prompt=f"{word} [[sb:slow={seconds}]]", quality="low")
    offer = await door.sees(yes)
    await door.presses(offer, yes)
    # How far it is may be said at once or only later: what counts is that the offer was taken.
    await door.until(lambda shown: not any(one.id == offer.id and yes in one.labels for one in shown))


# --- what comes too late, and who comes back ------------------------------------------------------------------------------------


async def comes_late(scene: Scene, program: Program, http: httpx.AsyncClient, then: Before, number: int) -> None:
    """What vendors still say of somebody who has left (T-ER-6)."""
    word, order = scene.zora.word(f"late word {number}"), then.orders[0]
    for kind in ("paid", "declined"):
        event = ProviderEvent(program.ambient.new_id(), "sandbox", f"late {number} {kind}", kind, order, f"late {number}", 299, "USD")
        await payments.receive(program.store, program.ambient, event)
    await payments.settle_due(program.workshop)
    assert await program.store.read(late_payments) == {"paid"}  # money, of nobody: for a human to give back
    assert (await http.post(f"/till/{order}", data={"do": "pay", "csrf": "x"})).status_code in (403, 404)
    if scene.resend is not None:
        mail = scene.resend.mails[-1]
        said = event_of_mail("email.bounced", mail, bounce={**HARD, "message": f"550 unknown: {scene.zora.address} {word}"})
        headers, body = signed(said, event_id=f"late {number}", at=program.ambient.now())
        assert (await http.post("/webhooks/resend", content=body, headers=headers)).status_code < 300
    heard = await program.store.read(updates)
    await scene.zora.on_telegram.blocks()
    await scene.zora.on_telegram.unblocks()
    await eventually(lambda: program.store.read(lambda uow: updates(uow) == heard + 2 and not uow.updates.waiting()))


def updates(uow: UnitOfWork) -> int:
    """What Telegram has told so far."""
    news = METADATA.tables["platform_update"]
    return int(connection_of(uow).execute(select(func.count()).select_from(news)).scalar_one())


def late_payments(uow: UnitOfWork) -> set[str]:
    inbox = METADATA.tables["inbox"]
    return set(connection_of(uow).execute(select(inbox.c.kind).where(inbox.c.event_ref.startswith("late"))).scalars())


async def comes_back(scene: Scene) -> None:
    """With the same ids and the same address: nobody we know (T-ER-13). Welcome credits do not come again: a keyed hash of the chat is
    kept for as long as the deletion may take (core/membership.py)."""
    async with program_at(scene, days=20) as (_, house), at_the_doors(scene, house, scene.zora) as (at,):
        await asyncio.gather(*(is_a_stranger(door) for door in (at.discord, at.telegram)))
        await at.telegram.runs("email", address=scene.zora.address)
        await at.telegram.sees(words("email-mailed"))
        assert (await at.browser.opens("/account")).status_code == 303
        account = await scene.account_of(scene.zora)
        rows = await scene.rows_of(account)
        empty = ("job", "picture", "reference", "lot", "posting", "payment_order", "consent_event", "account_merge", "web_session")
        assert {name: rows[name] for name in empty if rows[name]} == {}
        assert len(rows["identity"]) == 1


async def is_a_stranger(door: Door) -> None:
    await door.runs("start")
    await door.sees(words("start-welcome"))
    await door.runs("history")
    await door.sees(words("error-no-jobs"))
    assert await door.owns() == 0


# --- the story -------------------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def after_a_life(scene: Scene) -> AsyncIterator[None]:
    """Some days ago two people have done everything there is to do."""
    async with program_at(scene, days=-EARLIER) as (_, house), at_the_doors(scene, house, scene.zora, scene.hugo) as people:
        await asyncio.gather(*(lives(scene, at) for at in people))
        for at in people:
            await becomes_one(scene, at)
    scene.discord.advance(days=EARLIER)
    scene.telegram.advance(days=EARLIER)
    yield


async def she_leaves(scene: Scene, stores: Stores, form: str, *, chats_stay: bool) -> Before:
    """With the program in a process of its own, which is killed in the end."""
    async with real_program(scene, form) as process, at_the_doors(scene, process.house, scene.zora) as (zora,):
        await goes_on(scene, zora)
        for copy in await has_a_copy(scene, zora):
            assert_own(copy, scene)
        await begins_another_copy(scene, zora)
        paid = len(scene.sandbox.charges)
        await begins_a_picture(zora.discord, scene.zora.word("discord prompt of a picture under way"), 12)
        then = await before(scene, stores)
        await assert_she_is_everywhere(scene, stores)
        ref = await leaves(scene, zora, chats_stay=chats_stay)
        await is_gone(scene, zora, ref)
        is_late = len(scene.sandbox.charges) == paid
        await assert_nothing_of_hers(scene, stores, process.environment)
        await assert_he_is_untouched(scene, stores, then)
        await assert_receipt_is_true(scene, ref, then, chats_stay=chats_stay)
        assert_vendors_know_only(scene)
        await until(lambda: len(scene.sandbox.charges) > paid, "the picture that was under way")
        if is_late:
            await until(lambda: stores.foreign(then.his_files), "it lies where she had hers")
        await process.killed()
        await assert_nothing_of_hers(scene, stores)
    return then


async def it_is_late(scene: Scene, stores: Stores, then: Before, number: int, offset: timedelta) -> None:
    async with (
        program_at(scene, "json", seconds=offset.total_seconds()) as (program, house),
        httpx.AsyncClient(base_url=house.base_url, timeout=PATIENCE, limits=BRIEF) as http,
    ):
        await comes_late(scene, program, http, then, number)
        await program.store.compact()  # what came was dropped, but it was there for a moment
        await assert_nothing_of_hers(scene, stores)
        await until(lambda: stores.foreign(then.his_files) == [], "the last of what arrives late is swept away")
        await assert_he_is_untouched(scene, stores, then)


@pytest.mark.proves("PRV-03", "PRV-19", "PRV-29", "PRV-36", "PRV-37", "PRV-40", "PRV-41", "PRV-45")
@pytest.mark.proves("T-DM-3", "T-EX-1", "T-EX-2", "T-ER-1", "T-ER-6", "T-ER-13", "T-ER-14", "T-LOG")
@pytest.mark.proves("PRV-36", "PRV-38", "PRV-40", "PRV-41", "PRV-45", "T-ER-1", "T-ER-6", "T-ER-13", "T-ER-14", "T-EX-1", "T-EX-2")
@pytest.mark.timeout(300)  # twice what it takes beside other work
async def test_nothing_is_left_in_files(tmp_path: Path) -> None:
    """The program with everything embedded but the gateway: SQLite, a folder of objects, the embedded mailbox."""
    async with open_scene(tmp_path, mailed=False, more={}) as scene:
        stores = Stores(scene.data / "objects")
        with embroidered(scene.zora):
            async with after_a_life(scene):
                then = await she_leaves(scene, stores, "console", chats_stay=False)
            for number, offset in enumerate((timedelta(minutes=1), timedelta(days=20))):
                await it_is_late(scene, stores, then, number, offset)
            await comes_back(scene)


@pytest.mark.proves("PRV-03", "PRV-19", "PRV-29", "PRV-36", "PRV-37", "PRV-40", "PRV-41", "PRV-45")
@pytest.mark.proves("T-ER-2", "T-ER-6", "T-ER-13", "T-ER-14", "T-LOG")
@pytest.mark.proves("PRV-36", "PRV-40", "PRV-41", "T-ER-2", "T-ER-6", "T-ER-14")
@pytest.mark.timeout(300)
async def test_nothing_is_left_on_servers(tmp_path: Path) -> None:
    """PostgreSQL with its log, its statistics and its write-ahead log; a server of objects; and Resend. What is in chats stays there."""
    async with AsyncExitStack() as opened:
        server = opened.enter_context(a_postgres())
        database, folder, cycled = await opened.enter_async_context(emptying(server))
        bucket, objects = await opened.enter_async_context(s3(tmp_path))
        more = {"database.url": database, **objects}
        scene = await opened.enter_async_context(open_scene(tmp_path, mailed=True, more=more))
        stores = Stores(bucket, (folder, bucket), cycled)
        opened.enter_context(embroidered(scene.zora))
        async with after_a_life(scene):
            then = await she_leaves(scene, stores, "json", chats_stay=True)
        await it_is_late(scene, stores, then, 0, timedelta(minutes=1))


@contextmanager
def a_postgres() -> Iterator[str]:
    """A server of its own; skipped where the others are that need one."""
    try:
        with running_server() as server:
            yield server
    except PostgresAbsent as absent:
        do_without("postgres", str(absent))


# --- from the confirming press on -----------------------------------------------------------------------------------------------


SLOW = 12
"""Seconds that a picture under way takes: longer than anybody here needs to confirm a deletion, also on a busy machine."""


@pytest.mark.proves("PRV-34", "T-ER-17")
async def test_from_the_confirming_press_on_nothing_is_done(tmp_path: Path) -> None:
    """Every capability is refused at once, on every platform, and what was under way reaches nobody (T-ER-17)."""
    async with town(tmp_path) as found:
        on_discord, on_telegram = found.discord, found.telegram
        shown = await old_messages(on_discord)
        also = await old_messages(on_telegram)
        await join(on_telegram, on_discord)
        await on_discord.runs("account")
        card = await on_discord.sees(words("account-title"))
        began = time.monotonic()
        await begins_a_picture(on_discord, "a picture under way", SLOW)
        await begins_a_picture(on_telegram, "another one under way", SLOW)
        await presses_the_number(on_telegram, "button-delete-later", chats_stay=True)
        told = await on_discord.sees(words("rights-code-warning"))
        code = re.search(SIX, told.text)
        assert code is not None
        await on_telegram.runs("code", code=code[1])
        await on_telegram.sees(words("button-erase-cancel"))
        assert time.monotonic() - began < SLOW, "the pictures were made before anything was locked, so nothing can be seen"
        await asyncio.gather(refuses(on_discord, shown), refuses(on_telegram, also))
        async with Browser(found.house.base_url) as browser:
            path = urlsplit(dict(card.ways)[words("button-open-website")]).path
            await browser.opens("/sign-in")
            assert (await browser.presses(path)).status_code in (404, 410)
            assert (await browser.opens("/account")).status_code == 303
        await asyncio.sleep(max(0.0, began + SLOW + 4 - time.monotonic()))  # the pictures are made by then, if anybody waits for them
        for door in (on_discord, on_telegram):
            assert not [one for one in await door.look() if "under way" in one.text and one.pictures]


async def old_messages(door: Door) -> dict[str, Shown]:
    """Messages whose buttons a person could still press."""
    done = await picture(door, "a fox")
    await door.runs("imagine", prompt="an owl", quality="low")
    offer = await door.sees(words("fact-price"))
    return {"done": done, "offer": offer}


COMMANDS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("imagine", {"prompt": "a hare"}),
    ("again", {}),
    ("history", {}),
    ("balance", {}),
    ("topup", {}),
    ("settings", {"ask": "never"}),
    ("account", {}),
    ("email", {"address": "somebody@example.org"}),
    ("link", {}),
    ("unlink", {}),
)


async def refuses(door: Door, shown: dict[str, Shown]) -> None:
    show: tuple[str, dict[str, Value]] = ("show", {"id": shown["done"].code})
    for command, options in (*COMMANDS, show):
        await is_refused(door, door.runs(command, **options), command)
    again = next(label for label in shown["done"].labels if label.startswith("Again"))
    for message, label in ((shown["done"], again), (shown["done"], words("button-delete")), (shown["offer"], shown["offer"].labels[0])):
        await is_refused(door, door.presses(message, label), label)


async def is_refused(door: Door, deed: Awaitable[None], what: str) -> None:
    await deed
    answer = await door.sees(LOCKED)
    assert not answer.pictures, what
