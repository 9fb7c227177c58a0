"""What a piece of work costs SQLite, in a measure that does not depend on the machine."""

import sqlite3
from collections.abc import Callable

from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork


def instructions(uow: UnitOfWork, work: Callable[[], object]) -> int:
    """How many instructions of its virtual machine SQLite needs for `work`."""
    assert isinstance(uow, SqlUnitOfWork)
    driver = uow.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    driver.set_progress_handler(step, 1)
    work()
    driver.set_progress_handler(None, 0)
    return steps
