"""The program on a database of its own, with a maker, chats and processors in memory: whatever may happen to requests can happen here."""

import asyncio
import hashlib
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar, cast

from PIL import Image
from sqlalchemy import select, text

from bot.program import Program, rights_kit
from bot.wiring import build
from core import deliver, generate, letters, notices, payments
from core.accounts import Account
from core.ambient import Ambient
from core.ports import Spooled
from core.removal import remove_references
from core.reply import Reply
from core.rights import parcels, policies, tombstones
from core.rights.carrying_out import carry_out_one
from core.rights.holding import end_due
from core.rights.inactivity import Limits, look_for_absent
from core.rights.kit import Kit
from core.rights.purging import sweep_late
from core.rights.requests import EraseStep
from core.rights.retention import keep_to_periods
from core.storage.payments import ProviderEvent
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from db.tables import METADATA
from db.verify import verify
from tests.clock import FakeClock
from tests.core.rights.people import connection_of
from tests.core.rights.town import Deaths, Died, Outside
from tests.story.house import House, Surface, settings_for

T = TypeVar("T")
Rows = dict[str, list[tuple[Any, ...]]]

LIVED = ("identity", "consent_event", "posting", "lot", "payment", "reference")
"""Rows of an account that a deletion which is called back leaves as they are."""


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(data, "PNG")
    return data.getvalue()


class Painter:
    """Port `ImageMaker`: the same picture for everybody, and whom it was asked for is not known."""

    def __init__(self) -> None:
        self.asked = 0

    async def make(self, order: object, preview: object) -> Spooled:
        self.asked += 1
        data = png()
        return Spooled(io.BytesIO(data), "image/png", len(data), hashlib.sha256(data).hexdigest())

    async def usage(self) -> None:
        """It does not say."""

    def resting(self) -> timedelta | None:
        return None

    def closed(self) -> timedelta | None:
        return None


class World:
    """The program, and what it lives in: closed and opened again it finds what it had stored."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(datetime(2026, 6, 1, 12, tzinfo=UTC))
        self.surface, self.painter = Surface(), Painter()
        self.maker, self.carrier = Outside(), Outside()
        self.outside = (self.maker, self.carrier)
        self._data = Path(tempfile.mkdtemp(dir=folder))
        self._runner = asyncio.Runner()
        self._requests = 0
        self._ids = count(1)
        self.house = self._opened()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def write(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.run(self.program.store.write(work))

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.run(self.program.store.read(work))

    @property
    def program(self) -> Program:
        return self.house.program

    def _opened(self) -> House:
        overrides: dict[str, object] = {"privacy.age_screen": "off"}
        settings = settings_for(self._data, "http://127.0.0.1:9/v1", **overrides)
        program = self.run(build(settings, ambient=Ambient(now=self.clock.now, new_id=self._new_id), messengers={"test": self.surface}))
        program.workshop = replace(program.workshop, maker=cast(Any, self.painter))
        house = House(program, cast(Any, None), self.surface)
        house._requests = self._requests
        return house

    def _new_id(self) -> str:
        return f"{next(self._ids):026d}"

    def restart(self) -> None:
        self._requests = self.house._requests
        self.run(self.program.close())
        self.house = self._opened()

    def close(self) -> None:
        self.run(self.program.close())
        self._runner.close()
        shutil.rmtree(self._data)

    # --- what the program does by itself

    def kit(self, *deaths: int) -> Kit:
        kit = rights_kit(self.program)
        erasers = {**kit.erasers, EraseStep.MAKER: self.maker, EraseStep.CARRIER: self.carrier}
        return replace(kit, erasers=erasers, reached=Deaths(*deaths).reached)

    def worked(self, *deaths: int) -> None:
        """What the workers do until nothing is due. Raises `Died`."""
        self.run(self._worked(self.kit(*deaths)))

    async def _worked(self, kit: Kit) -> None:
        program = self.program
        for _ in range(30):
            busy = await generate.generate_one(program.workshop, "worker")
            busy |= await deliver.deliver_one(program.workshop)
            busy |= await notices.send_one(program.workshop)
            busy |= await letters.send_one(program.workshop, program.catalogue, program.links, program.paper)
            busy |= await carry_out_one(kit)
            if not busy:
                return

    def hour(self) -> None:
        """The timetable. What its entries are called is in `bot/timetable.py`."""
        program, now = self.program, self.clock.now
        store, ambient, shop = program.store, program.ambient, program.workshop
        self.write(lambda uow: uow.ledger.expire_lots(now()))
        self.write(lambda uow: uow.jobs.drop_drafts(now() - timedelta(days=1)))
        self.write(lambda uow: uow.merges.gather(now()))
        self.write(lambda uow: uow.merges.seal(now()))
        self.write(lambda uow: uow.erasures.forget_prefixes(now()))
        self.write(lambda uow: uow.erasures.forget_payments(now()))
        again: tuple[Callable[[], Awaitable[int]], ...] = (
            lambda: payments.expire_orders(store, ambient),
            lambda: remove_references(shop),
            lambda: policies.step(store, ambient, program.settings.base_url),
            lambda: parcels.sweep(shop),
        )
        for part in again:
            while self.run(_whole(part())):
                pass
        absence = Limits(self.kit().promise, program.settings.privacy.inactivity_months)
        once: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: payments.settle_due(shop),
            lambda: look_for_absent(store, ambient, absence),
            lambda: end_due(shop),
            lambda: sweep_late(self.kit()),
            lambda: tombstones.forget(shop),
            lambda: program.mailbox.forget(),
            lambda: keep_to_periods(store, ambient),
        )
        for work in once:
            self.run(_whole(work()))

    # --- looking

    def account(self, who: str) -> Account | None:
        return self.read(lambda uow: uow.accounts.of(self.house.caller(who)))

    def say(self, who: str, line: str) -> Reply:
        return self.run(self.house.say(who, line))

    def rows(self) -> Rows:
        def look(uow: UnitOfWork) -> Rows:
            return {table.name: [tuple(row) for row in connection_of(uow).execute(select(table))] for table in METADATA.sorted_tables}

        return self.read(look)

    def ask_sql(self, query: str, **values: object) -> list[Any]:
        return self.read(lambda uow: list(connection_of(uow).execute(text(query), values)))

    def broken(self) -> list[str]:
        return [check.name for check in self.read(lambda uow: verify(connection_of(uow), self.clock.now())) if not check.ok]

    def work_of(self, account_id: str) -> dict[str, int]:
        """How much was ever asked, made and charged for an account."""
        counted = {
            "jobs": "SELECT count(*) FROM job WHERE account_id = :id",
            "made": "SELECT count(*) FROM picture WHERE account_id = :id AND sha256 IS NOT NULL",
            "charged": "SELECT coalesce(sum(captured), 0) FROM hold h JOIN wallet w ON w.id = h.wallet_id WHERE w.account_id = :id",
        }
        return {name: int(self.ask_sql(query, id=account_id)[0][0]) for name, query in counted.items()}

    def life_of(self, account_id: str) -> Counter[str]:
        """What a deletion that is called back must leave."""
        rows, wallets = self.rows(), {row[0] for row in self.ask_sql("SELECT id FROM wallet WHERE account_id = :id", id=account_id)}
        mine = {account_id, *wallets}
        found = [f"{name} {row}" for name in LIVED for row in rows[name] if mine & {str(cell) for cell in row}]
        pictures = self.ask_sql("SELECT id, object_key FROM picture WHERE account_id = :id AND state = 'stored'", id=account_id)
        return Counter([*found, *map(str, pictures)])

    def mentions(self, account_id: str) -> list[str]:
        """Tables in which the account is still named; what a hold keeps may name it."""
        kept = {"held_record", "legal_hold"}
        return [name for name, rows in self.rows().items() if name not in kept and any(account_id in repr(row) for row in rows)]

    def pay(self, who: str) -> None:
        """An order is paid, as its provider says."""
        self.say(who, "/topup starter")
        found = self.ask_sql("SELECT id, price, currency FROM payment_order WHERE state = 'open' ORDER BY created_at DESC LIMIT 1")
        for order, price, currency in found:
            said = ProviderEvent(f"event-{order}", "stripe", f"event-{order}", "paid", order, f"charge-{order}", price, currency)
            self.run(payments.receive(self.program.store, self.program.ambient, said))
            self.run(payments.settle_due(self.program.workshop))

    def gift(self, account_id: str, key: str) -> None:
        now = self.clock.now()
        self.write(lambda uow: uow.ledger.grant(account_id, 20, LotKind.PROMO, key=key, now=now, expires_at=now + timedelta(days=90)))


async def _whole(work: Awaitable[T]) -> T:
    return await work


__all__ = ["Died", "World"]
