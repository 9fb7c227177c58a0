"""What can go wrong with the database as a whole. The operator reads `code` and `place`; the cause stays in the traceback.

DatabaseProblem
├── DatabaseInUse        another process has this SQLite file open for writing
├── DatabaseUnwritable   the file or its folder cannot be created or written
├── DatabaseCorrupt      not an SQLite database, or a damaged one
├── DatabaseNewer        made by a later version of this program
├── DatabaseMissing      only looked for, and not there
├── DatabaseOlder        a migration is missing where none may be run
├── DatabaseNotEmpty     something is in it already, where nothing may be
├── DatabaseUnreachable  the PostgreSQL server does not answer or does not let us in
├── NoRoom               the disk is full: nothing was written, and it works again once there is room
├── StoreClosed          a call after `close()`
└── CommitLost           the connection broke during COMMIT: ask again under the same key
"""

import sqlite3

from sqlalchemy.exc import DBAPIError

from core.storage.errors import DatabaseAway, OutcomeUnknown, StorageFull


class DatabaseProblem(Exception):
    """The database cannot be used. `place` is the file, or the server without its password."""

    code = "database"

    def __init__(self, place: str) -> None:
        super().__init__(f"{self.code}: {place}")
        self.place = place


class DatabaseInUse(DatabaseProblem):
    """Another process writes to this file (SQLite has one writing process, wallet.md §2.6), or works with what is to be moved."""

    code = "database-in-use"


class DatabaseUnwritable(DatabaseProblem):
    """The file, or its folder, cannot be created or written."""

    code = "database-unwritable"


class DatabaseCorrupt(DatabaseProblem):
    """The file is not an SQLite database, or it is damaged. Nothing was changed."""

    code = "database-corrupt"


class DatabaseNewer(DatabaseProblem):
    """The schema was made by a later version of the program than this one. Nothing was changed."""

    code = "database-newer"


class DatabaseMissing(DatabaseProblem):
    """There is no such file, and who only looks does not make one."""

    code = "database-missing"


class DatabaseOlder(DatabaseProblem):
    """A migration is missing, and what was asked for runs none. Nothing was changed."""

    code = "database-older"


class DatabaseNotEmpty(DatabaseProblem):
    """Rows are in it already. Nothing was changed."""

    code = "database-not-empty"


class DatabaseUnreachable(DatabaseProblem, DatabaseAway):
    """The server does not answer, does not know the database, or refuses the login. Nothing was committed."""

    code = "database-unreachable"


class NoRoom(DatabaseProblem, StorageFull):
    """The disk is full. Nothing was written."""

    code = "database-full"


def named(error: BaseException, place: str) -> BaseException:
    """The same error, or what it means if that is a full disk."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if getattr(cause, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_FULL:  # the upper bits only refine it
        return error
    full = NoRoom(place)
    full.__cause__ = error
    return full


class StoreClosed(DatabaseProblem):
    """The store was asked for something after it was closed."""

    code = "store-closed"


class CommitLost(DatabaseProblem, OutcomeUnknown):
    """The connection was lost while COMMIT was under way. The same command under the same key tells the truth (wallet.md §2.4)."""

    code = "outcome-unknown"
