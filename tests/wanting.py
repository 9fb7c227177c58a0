"""What a test needs and this machine has not."""

import os
from typing import NoReturn

import pytest

REQUIRED = os.environ.get("INKMIRAGE_REQUIRE", "").split(",")


def do_without(what: str, why: str) -> NoReturn:
    """Skip the test and say why; fail it where INKMIRAGE_REQUIRE names `what`, as `.ci/run` does for what it installs."""
    if what in REQUIRED:
        pytest.fail(why)
    pytest.skip(f"{why} (INKMIRAGE_REQUIRE={what} makes this a failure)")
