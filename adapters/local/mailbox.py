"""The embedded post: letters become files that the playground shows. Nothing leaves this machine."""

import asyncio
import contextlib
import hashlib
import json
import logging
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.ports import Letter, MailUnavailable, TryLater

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
_UNFINISHED = ".letter-"
_ABANDONED_AFTER = 3600.0  # seconds; far longer than any letter takes


class LocalMailbox:
    """Port `Mailer` over a folder, one file per letter; the same key writes the same file, so nothing arrives twice.

    A file's name begins with a hash of the address, so that one person's post is found without reading everybody's.
    """

    def __init__(self, root: Path, now: Callable[[], datetime]) -> None:
        self._root = root
        self._now = now
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_abandoned(root)

    async def send(self, letter: Letter, *, key: str) -> None:
        """See `Mailer.send`."""
        content = {**vars(letter), "id": key, "at": self._now().isoformat()}
        try:
            await asyncio.to_thread(_write, self._root / f"{_box(letter.to)}-{key}.json", json.dumps(content, ensure_ascii=False))
        except OSError:
            log.warning("mailbox folder not writable")
            raise MailUnavailable from None

    async def letters(self, address: str) -> list[dict[str, Any]]:
        """Everything sent to this address and not older than seven days, newest first."""
        since = (self._now() - KEPT).isoformat()
        found = await asyncio.to_thread(_read_all, self._root, _box(address))
        mine = [letter for letter in found if letter["at"] >= since]
        return sorted(mine, key=lambda letter: str(letter["at"]), reverse=True)

    async def empty(self, addresses: Iterable[str]) -> int:
        """Remove every letter to these addresses; how many. Raises `TryLater`."""
        return await self._removed([f"{_box(address)}-*.json" for address in addresses])

    async def drop(self, key: str) -> int:
        """Remove the letter that was sent under this key, whoever it went to; how many. Raises `TryLater`."""
        return await self._removed([f"*-{key}.json"])

    async def _removed(self, names: list[str]) -> int:
        try:
            return sum([await asyncio.to_thread(_remove_older, self._root, math.inf, name) for name in names])
        except OSError:
            log.warning("mailbox folder not writable")
            raise TryLater from None

    async def forget(self) -> int:
        """Remove letters past their time, and what a crash left half written; how many letters."""
        await asyncio.to_thread(_remove_abandoned, self._root)
        return await asyncio.to_thread(_remove_older, self._root, (self._now() - KEPT).timestamp())


def _write(path: Path, content: str) -> None:
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _box(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def _read_all(root: Path, box: str) -> list[dict[str, Any]]:
    return [letter for path in root.glob(f"{box}-*.json") if (letter := _read(path)) is not None]


def _read(path: Path) -> dict[str, Any] | None:
    """A letter, unless it was removed just now or a power cut emptied it."""
    try:
        letter: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return letter


def _remove_older(root: Path, moment: float, names: str = "*.json") -> int:
    """Another process may be removing the same."""
    count = 0
    for path in root.glob(names):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < moment:
                path.unlink()
                count += 1
    return count


def _remove_abandoned(root: Path) -> None:
    """Young ones may be another process's work, and file times are the wall clock's."""
    _remove_older(root, time.time() - _ABANDONED_AFTER, f"{_UNFINISHED}*")
