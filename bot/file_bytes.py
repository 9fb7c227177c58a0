"""Looking for words in the bytes of files, with as much memory as one piece takes, whatever their size.

Whoever opens a SQLite file beside SQLite and closes it again drops all locks that his process has on it. So another process reads, and
only bytes come over; it is not told what is looked for.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.self_test.bench import Looked

PIECE = 1 << 20
MOST = 4 << 30
"""Bytes of one file; a larger one is skipped, and said to be."""
READ = "import shutil, sys; shutil.copyfileobj(open(sys.argv[1], 'rb'), sys.stdout.buffer, 1 << 20)"


def look(files: Iterable[Path], words: Sequence[bytes], most: int = MOST) -> Looked:
    """Look for the words, which are in lower case; capitals in the files do not matter. Files that go meanwhile are not there."""
    hits = size = skipped = 0
    for file in files:
        try:
            if file.stat().st_size > most:
                skipped += 1
                continue
            found, read = _look(file, words)
        except FileNotFoundError:
            continue
        hits, size = hits + found, size + read
    return Looked(hits, size, skipped)


def files_in(folders: Iterable[Path]) -> list[Path]:
    """Every file in these folders and below."""
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*")) if path.is_file()]


def _look(file: Path, words: Sequence[bytes]) -> tuple[bool, int]:
    """Whether one of them is there, and how many bytes were read."""
    longest, known, size, hit = max(map(len, words), default=1), b"", 0, False
    with _opened(file) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            seen = known + piece.lower()
            hit = hit or any(word in seen for word in words)
            known = seen[1 - longest :]
    return hit, size


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-I", "-c", READ, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:  # noqa: S603 - our own words
        assert reading.stdout is not None
        yield reading.stdout
    if reading.returncode:
        raise FileNotFoundError(file) if not file.exists() else OSError("a file could not be read")
