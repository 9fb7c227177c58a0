"""The embedded post: letters become files that the playground shows. Nothing leaves this machine."""

import asyncio
import json
import logging
import os
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.ports import Letter, MailUnavailable

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)


class LocalMailbox:
    """Port `Mailer` over a folder, one file per letter; the same key writes the same file, so nothing arrives twice."""

    def __init__(self, root: Path, now: Callable[[], datetime]) -> None:
        self._root = root
        self._now = now
        root.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def send(self, letter: Letter, *, key: str) -> None:
        """See `Mailer.send`."""
        content = {**vars(letter), "id": key, "at": self._now().isoformat()}
        try:
            await asyncio.to_thread(_write, self._root / f"{key}.json", json.dumps(content, ensure_ascii=False))
        except OSError:
            log.warning("mailbox folder not writable")
            raise MailUnavailable from None

    async def letters(self, address: str) -> list[dict[str, Any]]:
        """Everything sent to this address and not older than seven days, newest first."""
        since = (self._now() - KEPT).isoformat()
        found = await asyncio.to_thread(_read_all, self._root)
        mine = [letter for letter in found if letter["to"] == address and letter["at"] >= since]
        return sorted(mine, key=lambda letter: str(letter["at"]), reverse=True)

    async def forget(self) -> int:
        """Remove letters past their time; how many."""
        return await asyncio.to_thread(_remove_older, self._root, (self._now() - KEPT).timestamp())


def _write(path: Path, content: str) -> None:
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".letter-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    os.replace(unfinished, path)


def _read_all(root: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in root.glob("*.json")]


def _remove_older(root: Path, moment: float) -> int:
    old = [path for path in root.glob("*.json") if path.stat().st_mtime < moment]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
