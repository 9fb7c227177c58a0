"""Files and folders that only the program's own user can read, and the key that it makes for itself."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings

if TYPE_CHECKING:
    # Libraries that a program without them should not wait for; they are imported where they are first needed.
    pass

KEY_LENGTH = 64


def private_folder(path: Path) -> Path:
    """The folder, made for its owner alone if it is not there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(settings: Settings) -> bytes:
    """The configured key, or one made at the first start and kept where only its owner can read it."""
    configured = settings.web.secret_key.get_secret_value()
    if configured:
        return configured.encode()
    path = private_folder(settings.app.data_dir) / "secret.key"
    return _kept_key(path) or _made_key(path)


def _kept_key(path: Path) -> bytes | None:
    """The key in the file; one that a crash or a full disk cut short is none."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) >= KEY_LENGTH else None


def _made_key(path: Path) -> bytes:
    """A new key, whole or not at all; of several processes that make one at once, the first decides."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # for its owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_LENGTH // 2))
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)
    except FileExistsError:
        if not _kept_key(path):
            os.replace(unfinished, path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return path.read_bytes()
