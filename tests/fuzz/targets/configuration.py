"""The configuration file: whatever stands in it, one sentence says what is wrong, and no value of a key is in it."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config_sources import ConfigError, load
from tests.fuzz.target import Attempt, Target

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"


def corpus() -> list[bytes]:
    """The example, and each of its sections with its keys alone."""
    whole = "\n".join(line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("# "))
    sections = [f"[{section}" for section in whole.split("\n[")[1:]]
    odd = '[credits]\npacks = [{id = "a", credits = 1, price = 1, currency = "EUR"}]\n[privacy]\noperators = ["desk:' + "a" * 64 + '"]\n'
    return [text.encode() for text in (whole, *sections, odd)]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """One file, written again and again."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"

        async def attempt(data: bytes) -> str:
            file.write_bytes(data)
            try:
                settings = load(file)
            except ConfigError as error:
                return "not TOML" if "TOML" in str(error) else "not text" if "UTF-8" in str(error) else "refused"
            return "missing" if settings.missing() else "fine"

        yield attempt


TARGET = Target("configuration", corpus, opened, examples=50)
