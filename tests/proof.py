"""The table of proofs, docs/privacy-proof.md: what is demanded, which tests prove it, and how they ended when they last ran.

A test says what it proves in its mark, `@pytest.mark.proves("PRV-34", "T-ER-17")`.

    python -m tests.proof                      run every test with that mark and write the table
    python -m tests.proof tests/core/rights    run some of them; what is known of the others stays
    python -m tests.proof --from a.xml b.xml   run nothing, read what pytest wrote with --junitxml
    python -m tests.proof --from               run nothing, write the table for the marks as they are now

Exit code 1 if a test in the table failed.
"""

import argparse
import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree

from tests.requirements import CHECKS, IN_PART, NOT_BUILT, REQUIREMENTS

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "privacy-proof.md"
MARK = "pytest.mark.proves"
LISTED = re.compile(r"`(tests/[\w/]+\.py::[\w:]+)`(?: \((\w[\w ]*)\))?")
ROW = re.compile(r"^\| ((?:PRV|T)-[\w-]+) \|", re.MULTILINE)


class Result(StrEnum):
    """How a test, or all tests of a requirement, ended when they last ran."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"
    NOT_BUILT = "not built"
    NOT_PROVED = "not proved"


@dataclass(frozen=True)
class Marked:
    """A test and what it says that it proves."""

    test: str
    proves: tuple[str, ...]


def marked(folder: Path = ROOT / "tests") -> list[Marked]:
    """Every test with the mark, in the order of files and lines. Read from the text: nothing is imported."""
    return [one for file in sorted(folder.rglob("test_*.py")) for one in _marked_in(file)]


def _marked_in(file: Path) -> Iterator[Marked]:
    for name, test in named_in(file):
        proves = tuple(word for decorator in test.decorator_list for word in _words(decorator))
        if proves:
            yield Marked(f"{file.relative_to(ROOT)}::{name}", proves)


def named_in(file: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The tests of a file by the name that pytest gives them, without parameters."""
    for node in ast.parse(file.read_text("utf-8")).body:
        for inner, prefix in [(node, "")] if not isinstance(node, ast.ClassDef) else [(inner, f"{node.name}::") for inner in node.body]:
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner.name.startswith("test_"):
                yield prefix + inner.name, inner


def _words(decorator: ast.expr) -> list[str]:
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != MARK:
        return []
    return [str(word.value) for word in decorator.args if isinstance(word, ast.Constant)]


# --- results ---------------------------------------------------------------------------------------


def results_of(files: Iterable[Path]) -> dict[str, Result]:
    """How each test ended, from what pytest wrote: failed if it failed with any of its parameters, not run if it was only skipped."""
    found: dict[str, Result] = {}
    for file in files:
        for case in ElementTree.parse(file).iter("testcase"):
            test, now = _named(case), _ended(case)
            before = found.get(test, Result.NOT_RUN)
            found[test] = min(before, now, key=[Result.FAILED, Result.PASSED, Result.NOT_RUN].index)
    return found


def _named(case: ElementTree.Element) -> str:
    """`tests.db.test_store.TestReads` and `test_it[sqlite]` are `tests/db/test_store.py::TestReads::test_it`."""
    words = (case.get("classname") or "").split(".")
    classes = [word for word in words if word.startswith("Test")]
    path = "/".join(word for word in words if word not in classes)
    return "::".join([f"{path}.py", *classes, (case.get("name") or "").partition("[")[0]])


def _ended(case: ElementTree.Element) -> Result:
    if case.find("failure") is not None or case.find("error") is not None:
        return Result.FAILED
    return Result.NOT_RUN if case.find("skipped") is not None else Result.PASSED


def kept(table: str) -> dict[str, Result]:
    """What the table says of each test."""
    return {test: Result(result or Result.PASSED) for test, result in LISTED.findall(table)}


def together(name: str, tests: Iterable[str], results: Mapping[str, Result]) -> Result:
    """How a requirement stands: as its worst test, and if it has none, whether there is anything to prove."""
    ended = [results.get(test, Result.NOT_RUN) for test in tests]
    if not ended:
        return Result.NOT_BUILT if name in NOT_BUILT else Result.NOT_PROVED
    return min(ended, key=[Result.FAILED, Result.NOT_RUN, Result.PASSED].index)


# --- the table -------------------------------------------------------------------------------------


def table(tests: Iterable[Marked], results: Mapping[str, Result]) -> str:
    """The document."""
    proofs: dict[str, list[str]] = {name: [] for name in (*REQUIREMENTS, *CHECKS)}
    for one in tests:
        for name in one.proves:
            proofs[name].append(one.test)
    ends = {name: together(name, found, results) for name, found in proofs.items()}
    parts = [HEAD, _score(ends), "## Requirements", _rows(REQUIREMENTS, proofs, ends, results), "## Kinds of checks"]
    return "\n\n".join([*parts, _rows(CHECKS, proofs, ends, results)]) + "\n"


HEAD = """# What proves that people's data are treated as promised

Written by `make proof`; do not edit. Each requirement in our own words, the tests that say they prove it, and how those ended
when they last ran: nothing behind a test means that it passed. *Not proved*: no test says so. *Not built*: there is nothing to
prove yet, and why. What the tests of a requirement leave open is said with it. `tests/test_proof.py` fails if a requirement is
missing here, or a test is named that is not there."""


def _score(ends: Mapping[str, Result]) -> str:
    of = [ends[name] for name in REQUIREMENTS]
    return f"{len(of)} requirements: " + ", ".join(f"{of.count(result)} {result}" for result in Result if result in of) + "."


def _rows(said: Mapping[str, str], proofs: Mapping[str, list[str]], ends: Mapping[str, Result], results: Mapping[str, Result]) -> str:
    lines = ["| id | what is demanded | tests | last run |", "| --- | --- | --- | --- |"]
    for name, demand in said.items():
        listed = ", ".join(_listed(test, results) for test in proofs[name]) or NOT_BUILT.get(name, "none")
        left = f" (open: {IN_PART[name]})" if name in IN_PART else ""
        lines.append(f"| {name} | {demand}{left} | {listed} | {ends[name]} |")
    return "\n".join(lines)


def _listed(test: str, results: Mapping[str, Result]) -> str:
    result = results.get(test, Result.NOT_RUN)
    return f"`{test}`" if result is Result.PASSED else f"`{test}` ({result})"


# --- running ---------------------------------------------------------------------------------------


def run(arguments: Iterable[str]) -> dict[str, Result]:
    """Run the marked tests among these, all if none are named."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-m", "proves", "-q", f"--junitxml={report}", *arguments]
        subprocess.run(command, cwd=ROOT, check=False)
        return results_of([report])


def main() -> int:
    """See above."""
    arguments = argparse.ArgumentParser(prog="python -m tests.proof", description="Write docs/privacy-proof.md.")
    arguments.add_argument("--from", dest="reports", nargs="*", type=Path, help="read these reports of pytest instead of running tests")
    chosen, rest = arguments.parse_known_args()
    before = kept(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    results = before | (run(rest) if chosen.reports is None else results_of(chosen.reports))
    tests = marked()
    TABLE.write_text(table(tests, results), "utf-8")
    failed = sorted(one.test for one in tests if results.get(one.test) is Result.FAILED)
    print(*(f"failed: {test}" for test in failed), f"{TABLE.relative_to(ROOT)} is written", sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
