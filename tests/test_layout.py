"""The four packages are this checkout's, and nothing in the repository knows the machine or the network it was written on."""

import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Package indexes and registries, and the options that name one. Written in pieces, so that this file does not find itself.
INDEX = re.compile(r"py" r"pi\.org|python" r"hosted\.org|registry\." r"npmjs|--(extra-)?index" r"-url|--find" r"-links")

#: Folders of one particular machine: somebody's home, a mounted work folder.
MACHINE = re.compile(r"(?<![\w./~-])/(root|home/\w+|work|Users/\w+|opt/pypi[\w-]*)/")


def repository_files() -> list[Path]:
    """Every file that is tracked or is about to be."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file as text; pictures and fonts count as empty."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8")


@pytest.mark.parametrize("name", ["adapters", "bot", "core", "db"])
def test_the_package_is_the_one_of_this_checkout(name: str) -> None:
    assert importlib.import_module(name).__file__ == str(ROOT / name / "__init__.py")


def test_no_file_names_a_package_index() -> None:
    found = {f"{path.relative_to(ROOT)}: {match[0]}" for path in repository_files() if (match := INDEX.search(text_of(path)))}
    assert not found


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = {f"{path.relative_to(ROOT)}: {match[0]}" for path in repository_files() if (match := MACHINE.search(text_of(path)))}
    assert not found


def test_what_was_made_by_running_is_not_in_the_repository() -> None:
    made = {".venv", "data", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
    assert not {str(path.relative_to(ROOT)) for path in repository_files() if made & set(path.relative_to(ROOT).parts[:-1])}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;, ]", requirement)[0].lower().replace("_", "-").replace(".", "-") for requirement in requirements}


def locked(file: str) -> dict[str, str]:
    """The version of every package in a lock file; one that is asked for differently per Python or system counts by its first line."""
    pins: dict[str, str] = {}
    for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / file).read_text("utf-8"), re.MULTILINE):
        pins.setdefault(match[1].lower().replace("_", "-").replace(".", "-"), match[2])
    return pins


def test_the_lock_files_hold_everything_that_is_asked_for_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert names(project["dependencies"]) <= run.keys()
    assert names(project["optional-dependencies"]["dev"]) <= dev.keys()
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hashes(file: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / file).read_text("utf-8"))
    pins = [entry for entry in entries if not entry.startswith("#")]
    assert pins
    assert all("--hash=sha256:" in entry for entry in pins)


def test_every_target_of_the_makefile_is_explained_in_the_readme_or_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))
    assert set(phony[1].split()) - {"lint", "types", "imports"} == explained


def test_the_readme_gives_the_two_commands_and_speaks_of_the_configuration() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for word in ("make run", "make test", "config.example.toml", "docs/decisions"):
        assert word in readme


def test_decisions_are_numbered_without_gaps_and_have_the_four_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert records
    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        for part in ("## Context", "## Decision", "## Consequences", "## Alternatives"):
            assert part in path.read_text("utf-8"), path.name
