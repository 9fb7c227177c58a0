"""The stories of the exhaustive sweep: in each, every crash point is the last one once, and the end must be the same."""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping

from core.facts import FactKind
from core.mail_links import MailLinks
from core.reply import Reply
from core.sign_in import Browser, Desk, confirm_address
from core.storage.unit_of_work import UnitOfWork
from core.vouchers import Voucher, hash_of
from tests.simulation.life import Life
from tests.simulation.person import Person, join
from tests.simulation.points import LIFE
from tests.simulation.vendors import FORBIDDEN
from tests.simulation.world import World

CODE = "ABCD-EFGH-JKMN-PQRS"
MAIL = "ann@mail.example"
TOKEN = re.compile(r"https://ink\.example/\S+/([\w-]{43})")
Story = Callable[[World], Awaitable[None]]


async def picture(world: World) -> None:
    """A picture, and it is there."""
    ann = Person(world, "discord", "ann")
    await ann.asks("a fox")


async def refused(world: World) -> None:
    """A picture that the gateway turns down."""
    ann = Person(world, "telegram", "ann")
    await ann.asks(f"something {FORBIDDEN}")


async def store_away(world: World) -> None:
    """The object store never takes the picture."""
    world.shelf.refuses = lambda key: not key.startswith("tombstones/")
    ann = Person(world, "discord", "ann")
    await ann.asks("a fox")


async def two_of_four(world: World) -> None:
    """Four pictures of which two cannot be stored."""
    world.shelf.refuses = lambda key: _position(key) in (1, 3)
    ann = Person(world, "discord", "ann")
    await ann.asks("four foxes", count=4)


def _position(key: str) -> int | None:
    """Which of its job's pictures has this object, as the living program's file says."""
    life = LIFE.get()
    assert isinstance(life, Life)
    with sqlite3.connect(life.folder / "inkmirage.db") as file:
        found = file.execute("SELECT position FROM picture WHERE object_key = ?", (key,)).fetchone()
    file.close()
    return found[0] if found else None


async def cancelled(world: World) -> None:
    """Four pictures that wait, because the gateway lets nobody in: they are cancelled."""
    world.maker.close(300.0)
    ann = Person(world, "discord", "ann")
    await ann.asks("four foxes", count=4)
    await ann.runs("cancel")


async def topped_up(world: World) -> None:
    """Credits are paid for, and spent."""
    ann = Person(world, "telegram", "ann")
    await ann.pays()
    await asyncio.sleep(30)
    await ann.asks("a fox", count=3)


async def refunded(world: World) -> None:
    """What is unused goes back, a fifth of the charge; the provider's first answer is lost, and it does not say so by itself."""
    world.cards.answers_lost = 1
    world.cards.hold_back = lambda fact: fact.kind == FactKind.REFUNDED
    ann = Person(world, "web", "ann")
    await ann.pays()
    await _credited(ann)
    await ann.asks("three foxes", count=3, quality="high")
    await asyncio.sleep(30)
    await ann.wants_back()


async def _credited(person: Person, least: int = 100) -> None:
    """Wait for the credits of a payment."""
    while True:
        reply = await person.runs("balance")
        if int(str(reply.facts[0].value.args["count"])) >= least:
            return
        await asyncio.sleep(60)


async def disputed(world: World) -> None:
    """A bank takes the money of a charge back, of which some was spent."""
    ann = Person(world, "web", "ann")
    account = await ann.pays()
    await _credited(ann)
    await ann.asks("two foxes", count=2, quality="high")
    await asyncio.sleep(60)
    assert account is not None
    item = world.cards.dispute(account)
    await asyncio.sleep(60)
    world.cards.decide(account, item, won=False)


async def notice_lost(world: World) -> None:
    """Nobody ever tells that somebody has paid."""
    world.stars.hold_back = lambda fact: True
    ann = Person(world, "telegram", "ann")
    await ann.pays()


async def joined(world: World) -> None:
    """Two chats become one person's while a picture of the one that stays is made."""
    ann, bob = Person(world, "discord", "ann"), Person(world, "telegram", "bob")
    await bob.asks("an owl")
    await asyncio.sleep(60)  # so that it is bob who stays
    code = await ann.shows_code()
    preview = await bob.runs("link", code=code)
    await bob.presses(preview, "link-join")
    await bob.asks("a fox")
    await ann.runs("link-yes", offer=_offer(preview))


def _offer(preview: Reply) -> str:
    call = next(b.action for b in preview.buttons if getattr(b.action, "command", "") == "link-join")
    return str(call.values["offer"])  # type: ignore[union-attr]


async def erased(world: World) -> None:
    """Somebody leaves while a picture of theirs is made."""
    ann, bob = Person(world, "discord", "ann"), Person(world, "telegram", "bob")
    await bob.asks("an owl")
    await ann.asks("a fox")
    await ann.leaves()


async def letter(world: World) -> None:
    """Somebody with an address asks for money back: the acknowledgement goes there."""
    ann = Person(world, "web", "ann")
    await ann.runs("email", address=MAIL)
    while not world.carrier.letters:  # noqa: ASYNC110  # a mailbox is looked into
        await asyncio.sleep(10)
    token = _token(world)
    await world.insist(lambda life: life.program.store.write(lambda uow: _confirmed(uow, world, life, token)))
    await ann.pays()
    await _credited(ann)
    await ann.wants_back()


def _token(world: World) -> str:
    found = TOKEN.search(next(iter(world.carrier.letters.values())).body)
    assert found is not None
    return found[1]


def _confirmed(uow: UnitOfWork, world: World, life: Life, token: str) -> None:
    account = uow.accounts.by_email(MAIL)
    if account is None:
        desk = Desk(uow, life.program.ambient, life.program.links, world.now())
        confirm_address(desk, MailLinks.token_hash(token), Browser("hash", "Firefox", "203.0.113.0/24", "en"))


async def voucher(world: World) -> None:
    """A code is redeemed, twice."""
    await world.insist(lambda life: life.program.store.write(lambda uow: offer_voucher(uow, world)))
    ann = Person(world, "telegram", "ann")
    await ann.runs("redeem", code=CODE)
    await ann.runs("redeem", code=CODE)
    await ann.asks("a fox")


def offer_voucher(uow: UnitOfWork, world: World) -> None:
    """The operator makes a voucher of `CODE`, once."""
    if not uow.vouchers.listed():
        until = world.now().replace(year=2027)
        uow.vouchers.add(Voucher("voucher", hash_of(CODE), 50, 5, None, "a test", "desk", world.now(), until))


async def copied(world: World) -> None:
    """Somebody fetches a copy of everything."""
    ann = Person(world, "discord", "ann")
    await ann.asks("a fox")
    await asyncio.sleep(60)
    await ann.runs("export-start")


STORIES: Mapping[str, Story] = {
    story.__name__.replace("_", "-"): story
    for story in (
        picture,
        refused,
        store_away,
        two_of_four,
        cancelled,
        topped_up,
        refunded,
        disputed,
        notice_lost,
        joined,
        erased,
        letter,
        voucher,
        copied,
    )
}
__all__ = ["CODE", "STORIES", "Story", "join"]
