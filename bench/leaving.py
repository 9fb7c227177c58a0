"""How long it takes to lock and to delete an account: `python -m bench leaving`.

The person of `bench.export`, with a thousand pictures of 2 MiB (or `python -m bench.leaving <pictures> <bytes>`). The lock is one
transaction; the deletion is all nine steps, from the confirmation to the verified end. Beside it, in the same run, what the file system
takes to remove as many files of the same size.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.export import PICTURE, PICTURES, picture, settle
from bench.house import program
from bench.table import Line, below, machine, show
from bot.program import Program, rights_kit
from core.accounts import Account
from core.rights import erasing
from core.rights.carrying_out import carry_out_one
from core.rights.requests import Request, RequestState
from core.storage.unit_of_work import UnitOfWork

LOCK_GOAL = 1.0  # seconds


async def locked(built: Program, account: Account) -> tuple[Request, float]:
    """Confirm the deletion, at once; the seconds until nothing can be done any more."""
    ambient, promise = built.ambient, rights_kit(built).promise

    def work(uow: UnitOfWork) -> Request:
        drafted = erasing.draft(uow, ambient, account, "bench", None, "en", ambient.now())
        chosen = replace(drafted, at_once=True)
        uow.rights.change(chosen)
        return erasing.confirm(uow, ambient, promise, chosen, account, ambient.now())

    began = time.perf_counter()
    request = await built.store.write(work)
    return request, time.perf_counter() - began


async def purged(built: Program, request: Request) -> float:
    """Seconds until the deletion is complete and verified."""
    kit, began = rights_kit(built), time.perf_counter()
    while True:
        await carry_out_one(kit)
        current = await built.store.read(lambda uow: uow.rights.get(request.ref))
        if current is not None and current.state is RequestState.DONE:
            return time.perf_counter() - began


def removed(folder: Path, pictures: int, size: int) -> float:
    """Seconds to remove as many files."""
    folder.mkdir()
    for number in range(pictures):
        (folder / str(number)).write_bytes(picture(number, size)[:size])
    began = time.perf_counter()
    shutil.rmtree(folder)
    return time.perf_counter() - began


async def measured(pictures: int, size: int) -> list[Line]:
    """The figures."""
    with tempfile.TemporaryDirectory(prefix="bench-leaving-") as name:
        folder = Path(name)
        plain = await asyncio.to_thread(removed, folder / "plain", pictures, size)
        async with program(folder / "data", "http://127.0.0.1:9/v1") as built:
            account = await settle(built, pictures, size)
            request, lock = await locked(built, account)
            purge = await purged(built, request)
    return [
        below(f"lock an account with {pictures:,} pictures", lock, LOCK_GOAL, "s"),
        Line("delete it, to the verified end", f"{purge:.2f} s"),
        Line("remove as many files of the same size, nothing else", f"{plain:.2f} s"),
        Line("times as long as that", f"{purge / plain:.1f}"),
    ]


def main() -> None:
    """One table."""
    given = [int(word) for word in sys.argv[1:]]
    pictures, size = (*given, *(PICTURES, PICTURE)[len(given) :])
    show("Leaving", asyncio.run(measured(pictures, size)), machine())


if __name__ == "__main__":
    main()
