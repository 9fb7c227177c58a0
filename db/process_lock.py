"""One process per SQLite file: a lock file beside it that the system gives back even when the process is killed."""

import fcntl
import os
from pathlib import Path

from db.errors import DatabaseInUse


class ProcessLock:
    """Held from construction until `release()`. Raises `DatabaseInUse`, or `OSError` if the lock file cannot be made."""

    def __init__(self, database: Path) -> None:
        self._file = os.open(database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise DatabaseInUse(str(database)) from None

    def release(self) -> None:
        """Let the next process in. The file stays: removing it could free a name that somebody else has just locked."""
        os.close(self._file)
