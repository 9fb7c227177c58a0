"""What a running program holds, row by row, to be compared and searched."""

import re
from pathlib import Path

from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.story.house import House

Rows = dict[str, list[tuple[object, ...]]]


async def rows_of(house: House) -> Rows:
    """Every row of every table that has any."""

    def look(uow: UnitOfWork) -> Rows:
        assert isinstance(uow, SqlUnitOfWork)
        names = uow.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        found = {name: [tuple(row) for row in uow.connection.exec_driver_sql(f"SELECT * FROM {name}")] for name in names}
        return {name: rows for name, rows in found.items() if rows}

    return await house.program.store.read(look)


def more_than(before: Rows, after: Rows) -> Rows:
    """Rows that were not there before; fails if one is gone."""
    assert all(set(rows) <= set(after.get(name, [])) for name, rows in before.items()), "something was changed"
    more = {name: [row for row in rows if row not in before.get(name, [])] for name, rows in after.items()}
    return {name: rows for name, rows in more.items() if rows}


def standing_alone(number: int) -> re.Pattern[bytes]:
    """The number as a word of its own, so that hashes and moments are not taken for it."""
    return re.compile(rb"(?<![0-9A-Za-z])" + str(number).encode() + rb"(?![0-9A-Za-z])")


def files_with(folder: Path, pattern: re.Pattern[bytes]) -> list[str]:
    """Files below the folder in which it stands."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and pattern.search(path.read_bytes())]
