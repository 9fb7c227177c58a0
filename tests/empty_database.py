"""An empty SQLite database with the present schema: made once for a test process, as that takes longer than many a test, then copied."""

import atexit
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import anyio

from bot.config import Settings
from db.store import migrate


@cache
def migrated_file() -> Path:
    """The original, to be copied. It is made in a thread, since whoever asks may be in an event loop."""
    folder = Path(tempfile.mkdtemp(prefix="inkmirage-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "template.db"
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, migrate, f"sqlite+aiosqlite:///{file}").result()
    return file


def laid_out(settings: Settings) -> Settings:
    """The same settings; a program that begins with them finds its file as `python -m bot migrate` leaves it."""
    file = settings.app.data_dir / "inkmirage.db"
    if not settings.database.url.get_secret_value() and not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(migrated_file(), file)
    return settings
