"""Nobody ever works with only some of the tables."""

import subprocess
import sys
from pathlib import Path

import db.tables

LOADED = "import sys, db.tables.mail; print(*(name for name in sys.modules if name.startswith('db.tables.')))"


def test_whoever_loads_one_module_of_tables_has_all_of_them() -> None:
    folder = Path(db.tables.__file__).parent
    there = {f"db.tables.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"}
    loaded = subprocess.run([sys.executable, "-c", LOADED], cwd=folder.parents[1], capture_output=True, check=True, text=True, timeout=60)
    assert set(loaded.stdout.split()) == there
