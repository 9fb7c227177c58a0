"""How fast a person's copy is made, sealed and stored: `python -m bench export`.

A person with a thousand pictures of 2 MiB (or `python -m bench.export <pictures> <bytes>`). Beside it, in the same run, what nobody can do
without: the same files copied once, and the copies put into a zip that does not compress, read and written in pieces of the same size and
brought to the disk. Each is measured in turns, three times, and the median counts, because other work on the machine slows both.
"""

import asyncio
import hashlib
import os
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from adapters.web.chat import PLATFORM
from bench.house import program
from bench.memory import MIB, Peak, resident
from bench.table import Line, below, machine, show
from bot.program import Program, rights_kit
from core.accounts import Account
from core.caller import Address, Caller
from core.rights import copies, copying, parcels
from core.rights.copying import Making
from core.rights.requests import RequestState
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork

PICTURES = 1000
PICTURE = 2 * MIB
ROUNDS = 3
GOAL = 50.0  # per cent of the speed of copying and zipping
MEMORY_GOAL = 64.0  # MiB, however much there is
PIECE = 256 * 1024


def picture(number: int, size: int) -> bytes:
    """Bytes that look like nothing in particular."""
    return hashlib.shake_256(str(number).encode()).digest(4096) * (size // 4096 + 1)


async def settle(built: Program, pictures: int, size: int) -> Account:
    """A person with all of that, as the program would have stored it."""
    ambient = built.ambient
    now = ambient.now()
    account = Account(ambient.new_id(), now, ambient.new_id())
    rows = []
    for number in range(pictures):
        data, key = picture(number, size)[:size], f"{account.storage_prefix}/{ambient.new_id()}"
        with tempfile.SpooledTemporaryFile() as file:
            file.write(data)
            await built.workshop.objects.put(key, file, media_type="image/png", name="a.png")  # type: ignore[arg-type]
        rows.append((number, key, hashlib.sha256(data).hexdigest()))

    def fill(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        uow.accounts.create(account, Caller(PLATFORM, "big", "Big", "key", Address(PLATFORM, "big", private=True, uid="big")))
        tables = SQLModel.metadata.tables
        uow.connection.execute(insert(tables["job"]), [_job(account, number) for number, _, _ in rows])
        uow.connection.execute(insert(tables["picture"]), [_picture(account, size, *row) for row in rows])

    await built.store.write(fill)
    return account


def _job(account: Account, number: int) -> dict[str, Any]:
    words = {"shape": "square", "quality": "low", "locale": "en", "state": "draft", "delivery": "none"}
    numbers = {"count": 1, "private": False, "spoiler": False, "unit_price": 1, "delivery_attempts": 0}
    address = asdict(Address(PLATFORM, "big", private=True, uid="big"))
    own = {"id": f"job-{number}", "code": f"B{number}", "prompt": f"a fox in the rain {number}"}
    return {**words, **numbers, **own, "account_id": account.id, "address": address, "created_at": account.created_at}


def _picture(account: Account, size: int, number: int, key: str, digest: str) -> dict[str, Any]:
    numbers = {"position": 0, "rank": 0, "arrival": 0, "attempts": 1, "unclear": 0, "width": 1, "height": 1, "object_gone": False}
    times = dict.fromkeys(("due_at", "asked_at", "finished_at"), account.created_at)
    file = {"object_key": key, "media_type": "image/png", "size": size, "sha256": digest}
    own = {"id": f"picture-{number}", "job_id": f"job-{number}", "account_id": account.id, "state": "stored"}
    return {**numbers, **times, **file, **own}


async def exported(built: Program, account: Account, folder: Path) -> tuple[float, int]:
    """Seconds from the beginning until the copy can be fetched, and its bytes."""
    kit, now = rights_kit(built), built.ambient.now()
    request = await built.store.write(lambda uow: copies.ask(uow, built.ambient, account, "bench", None, "en", now))
    await built.store.write(lambda uow: uow.rights.move(request, RequestState.RUNNING, now, request.actor))
    began = time.perf_counter()
    await copying.carry_out(kit, request, Making(folder=folder))
    seconds = time.perf_counter() - began
    parts = await built.store.read(lambda uow: uow.parts.of(request.ref))
    assert parts, "the copy was made"
    await built.store.write(lambda uow: copies.cancel(uow, request, now))
    await parcels.sweep(built.workshop)
    return seconds, sum(part.size for part in parts)


def copied_and_zipped(source: Path, folder: Path) -> float:
    """Seconds to copy the stored files, put the copies into one zip, and see both on the disk."""
    files = [path for path in source.iterdir() if "copies" not in path.name]
    copy, out = folder / "copy", folder / "plain.zip"
    copy.mkdir()
    began = time.perf_counter()
    for path in files:
        with path.open("rb") as read, (copy / path.name).open("wb") as write:
            shutil.copyfileobj(read, write, PIECE)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for path in copy.iterdir():
            with path.open("rb") as read, bundle.open(path.name, "w", force_zip64=True) as write:
                shutil.copyfileobj(read, write, PIECE)
    with out.open("rb") as whole:
        os.fsync(whole.fileno())
    seconds = time.perf_counter() - began
    shutil.rmtree(copy)
    out.unlink()
    return seconds


async def measured(pictures: int, size: int) -> list[Line]:
    """The figures."""
    amount = pictures * size / 1e6
    with tempfile.TemporaryDirectory(prefix="bench-export-") as name:
        folder = Path(name)
        async with program(folder / "data", "http://127.0.0.1:9/v1") as built:
            account = await settle(built, pictures, size)
            before = resident()
            ours, plain, peaks = [], [], []
            for _ in range(ROUNDS):
                with Peak() as peak:
                    ours.append((await exported(built, account, folder))[0])
                peaks.append(peak.bytes)
                plain.append(await asyncio.to_thread(copied_and_zipped, folder / "data" / "objects", folder))
    ours_rate, plain_rate = amount / statistics.median(ours), amount / statistics.median(plain)
    share = 100 * ours_rate / plain_rate
    return [
        Line(f"{pictures:,} pictures, {amount:,.0f} MB: copied and zipped", f"{plain_rate:,.0f} MB/s"),
        Line("the same as a person's copy: checked, packed, sealed, stored", f"{ours_rate:,.0f} MB/s"),
        Line("of the speed of copying and zipping", f"{share:,.0f} %", f"≥ {GOAL:g} %", share >= GOAL),
        below("memory while it is made", (max(peaks) - before) / MIB, MEMORY_GOAL, "MiB"),
    ]


def main() -> None:
    """One table."""
    given = [int(word) for word in sys.argv[1:]]
    pictures, size = (*given, *(PICTURES, PICTURE)[len(given) :])
    show("A copy of a person's data", asyncio.run(measured(pictures, size)), machine())


if __name__ == "__main__":
    main()
