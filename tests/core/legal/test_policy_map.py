"""The map from promises to code is whole, and everything it points at is there."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAP = ROOT / "docs" / "policy-map.md"
REQUIREMENT = re.compile(r"PRV-\d\d")
POINTER = re.compile(r"`([\w/.-]+\.py)(::?)(\w+)`")

#: The sentences of the policy as it was announced: its number of sentences per section, the header being section 0.
SENTENCES = {0: 2, 1: 5, 2: 8, 3: 4, 4: 6, 5: 2, 6: 3, 7: 3, 8: 2, 9: 2}


@dataclass(frozen=True)
class Row:
    id: str
    promise: str
    requirements: str
    code: str
    test: str


def rows() -> list[Row]:
    lines = [line for line in MAP.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


ROWS = [pytest.param(row, id=row.id) for row in rows()]


@cache
def names(path: Path) -> frozenset[str]:
    """Everything that a file defines at any depth: functions, classes and names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return frozenset(found)


def lost(cell: str, mark: str) -> list[str]:
    """What the cell points at and is not there. A cell must be nothing but pointers."""
    pointers = POINTER.findall(cell)
    assert POINTER.sub("", cell).strip(", ") == "", f"cannot be read: {cell!r}"
    assert pointers, "points at nothing"
    assert {found[1] for found in pointers} == {mark}
    return [f"{path}{mark}{name}" for path, _, name in pointers if not (ROOT / path).is_file() or name not in names(ROOT / path)]


def test_every_sentence_of_the_policy_has_its_row_in_order() -> None:
    wanted = [f"{section}.{number}" for section, most in SENTENCES.items() for number in range(1, most + 1)]
    assert [row.id for row in rows()] == wanted


@pytest.mark.parametrize("row", ROWS)
def test_every_row_says_what_is_promised_and_names_its_requirements(row: Row) -> None:
    assert len(row.promise.split()) >= 3
    assert all(REQUIREMENT.fullmatch(name) for name in row.requirements.split(", "))


@pytest.mark.parametrize("row", ROWS)
def test_the_code_of_a_promise_is_there(row: Row) -> None:
    assert lost(row.code, ":") == []


@pytest.mark.parametrize("row", ROWS)
def test_the_test_of_a_promise_is_there(row: Row) -> None:
    assert lost(row.test, "::") == []
    assert all(name.startswith("test_") for _, _, name in POINTER.findall(row.test))
