"""Seed a fault into a copy of the checkout and see whether the tests that are named for it notice.

A fault whose text is no longer found counts as survived, so that the lists stay honest when the code changes.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("adapters", "bot", "core", "db", "docs", "tests", "config.example.toml", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("node_modules", "screenshots", "__pycache__")
AT_ONCE = 2
LONGEST = 300.0  # seconds for one fault


@dataclass(frozen=True)
class Fault:
    """What breaks, the change that breaks it, and the tests that must see it; `also`: further changes of (file, old, new)."""

    breaks: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = ()
    also: tuple[tuple[str, str, str], ...] = ()


class Unsound(Exception):
    """The tests fail without any fault; the message is the first failure."""


def outcomes(faults: Sequence[Fault], folder: Path) -> Iterator[tuple[Fault, str | None]]:
    """Each fault with what caught it, in order; `None` if nothing did. Raises `Unsound`."""
    sound = folder / "sound"
    copy(ROOT, sound)
    if failure := run_tests(sound, dict.fromkeys(test for fault in faults for test in fault.tests), LONGEST * 4):
        raise Unsound(failure)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        caught = pool.map(lambda each: _try(sound, folder / str(each[0]), each[1]), enumerate(faults))
        yield from zip(faults, caught, strict=True)


def _try(sound: Path, folder: Path, fault: Fault) -> str | None:
    """What caught the fault in a copy of its own, or `None`. The copy has what Python has compiled already."""
    shutil.copytree(sound, folder)
    try:
        if not all(_apply(folder / file, old, new) for file, old, new in [(fault.file, fault.old, fault.new), *fault.also]):
            return None
        return run_tests(folder, fault.tests, LONGEST)
    finally:
        shutil.rmtree(folder)


def _apply(file: Path, old: str, new: str) -> bool:
    """Whether the text was found, once, and changed."""
    source = file.read_text("utf-8")
    if source.count(old) != 1:
        return False
    file.write_text(source.replace(old, new), "utf-8")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
    return True


def copy(checkout: Path, folder: Path) -> None:
    """The parts of the checkout that the tests need."""
    folder.mkdir()
    for name in COPIED:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, folder / name)


def run_tests(folder: Path, tests: Iterable[str], longest: float) -> str | None:
    """The first failure, told in one line; `None` if everything passes."""
    command = [sys.executable, "-m", "pytest", *tests, "-k", "not postgres", "-x", "-q", "-p", "no:cacheprovider", "--tb=short"]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "first-failure", "PYTHONPATH": str(folder)}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return "no end within the time limit"
    if done.returncode == 0:
        return None
    test = re.search(r"^(?:FAILED|ERROR) \S*/(\S+?)(?: - |$)", done.stdout, re.MULTILINE)
    why = re.search(r"^E +(?!File|\s)(\S.*)$", done.stdout, re.MULTILINE)
    return f"{test[1] if test else 'collection'}: {why[1][:100] if why else done.stdout[-100:]}"
