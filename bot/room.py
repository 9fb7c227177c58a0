"""How much room is left where everything is kept."""

import shutil
from pathlib import Path

MIB = 1024 * 1024
EARLY = 8
"""With less than so many times the reserve somebody should look before it is too late."""


def free(folder: Path) -> int:
    """Bytes that are free where this folder is, or will be."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def is_scarce(folder: Path, reserve: int) -> bool:
    """Whether less than the reserve (MiB) is left."""
    return free(folder) < reserve * MIB


def scarcity(folder: Path, reserve: int) -> str | None:
    """What somebody should know of it while there is time."""
    left = free(folder) // MIB
    if left >= EARLY * reserve:
        return None
    return f"{left} MiB are left there; with less than {reserve} new pictures are declined (app.reserve)"
