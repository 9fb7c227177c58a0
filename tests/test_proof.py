"""The table of proofs is whole, and what it names is there."""

import ast
from pathlib import Path

import pytest

from tests.proof import LISTED, MARK, ROOT, ROW, TABLE, Marked, Result, kept, marked, named_in, results_of, table
from tests.requirements import CHECKS, IN_PART, NOT_BUILT, REQUIREMENTS

REPORT = """<testsuites><testsuite>
<testcase classname="tests.db.test_store" name="test_one[sqlite]"/>
<testcase classname="tests.db.test_store" name="test_one[postgres]"><failure/></testcase>
<testcase classname="tests.db.test_store.TestReads" name="test_two[sqlite]"/>
<testcase classname="tests.db.test_store.TestReads" name="test_two[postgres]"><skipped/></testcase>
<testcase classname="tests.db.test_store" name="test_three"><skipped/></testcase>
</testsuite></testsuites>"""


def test_every_requirement_and_every_check_has_its_row_in_order() -> None:
    numbers = [f"PRV-{number:02}" for number in range(1, 95)]
    assert list(REQUIREMENTS) == numbers
    assert ROW.findall(TABLE.read_text("utf-8")) == [*numbers, *CHECKS]


def test_every_test_that_is_named_is_there() -> None:
    named = {test for test, _ in LISTED.findall(TABLE.read_text("utf-8"))}
    files = {ROOT / test.partition("::")[0] for test in named}
    there = {f"{file.relative_to(ROOT)}::{name}" for file in files if file.is_file() for name, _ in named_in(file)}
    assert named - there == set(), "write the table anew: python -m tests.proof"


def test_what_a_mark_says_is_known_and_in_the_table() -> None:
    tests = marked()
    assert {word for one in tests for word in one.proves} - {*REQUIREMENTS, *CHECKS} == set()
    assert {one.test for one in tests} - set(kept(TABLE.read_text("utf-8"))) == set(), "write the table anew: python -m tests.proof --from"


def test_no_mark_is_overlooked() -> None:
    """One on something that is no test, or where tests are not looked for, would say nothing."""
    parsed = {(one.test.partition("::")[0], one.test.rpartition("::")[2]) for one in marked()}
    assert {found for file in (ROOT / "tests").rglob("*.py") for found in decorated(file)} == parsed


def decorated(file: Path) -> set[tuple[str, str]]:
    """Whatever in a file has the mark, at any depth."""
    source = file.read_text("utf-8")
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)] if MARK in source else []
    return {(str(file.relative_to(ROOT)), node.name) for node in found if any(MARK in ast.unparse(one) for one in node.decorator_list)}


def test_what_is_not_built_has_no_proof_and_what_is_open_has_one() -> None:
    proved = {word for one in marked() for word in one.proves}
    assert proved & NOT_BUILT.keys() == set()
    assert IN_PART.keys() - proved == set()


def test_a_test_failed_if_it_failed_with_any_parameter_and_did_not_run_if_it_was_only_skipped(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert results_of([report]) == {
        "tests/db/test_store.py::test_one": Result.FAILED,
        "tests/db/test_store.py::TestReads::test_two": Result.PASSED,
        "tests/db/test_store.py::test_three": Result.NOT_RUN,
    }


@pytest.mark.parametrize("result", [Result.PASSED, Result.FAILED, Result.NOT_RUN])
def test_the_table_says_how_a_requirement_stands_and_can_be_read_back(result: Result) -> None:
    tests = [Marked("tests/a.py::test_one", ("PRV-01", "PRV-02")), Marked("tests/a.py::test_two", ("PRV-02",))]
    results = {"tests/a.py::test_one": Result.PASSED, "tests/a.py::test_two": result}
    written = table(tests, results)
    ends = {row.split(" | ")[0].strip("| "): row.split(" | ")[-1].strip("| ") for row in written.splitlines() if row.startswith("| PRV")}
    assert (ends["PRV-01"], ends["PRV-02"], ends["PRV-03"]) == ("passed", result, "not proved")
    assert {name for name, end in ends.items() if end == "not built"} == NOT_BUILT.keys()
    assert kept(written) == results
