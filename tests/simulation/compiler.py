"""Statements are compiled once for all lives: each has its own connections, and compiling anew is a third of a run."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect, Engine, create_engine

from db import engine

_dialect: list[Dialect] = []
_compiled: dict[Any, Any] = {}


def _engine(*args: Any, **options: Any) -> Engine:
    made = create_engine(*args, **options)
    if not _dialect:
        _dialect.append(made.dialect)
    made.dialect = _dialect[0]
    made._compiled_cache = _compiled
    return made


@contextlib.contextmanager
def one_compiler() -> Iterator[None]:
    """What is opened in here shares what was compiled before."""
    with patch.object(engine, "create_engine", _engine):
        yield
