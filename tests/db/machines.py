"""How the state machines are run on a database: how many sequences, how long, and that the same ones come every time."""

import os
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.db.books import Books, SqliteBooks

PROFILE = os.environ.get("HYPOTHESIS_PROFILE")
THOROUGH = PROFILE == "thorough"
FIRST_FAILURE = PROFILE == "first-failure"  # for `bench.mutants`: which failure it is does not matter


class Examples(NamedTuple):
    """How many sequences are tried."""

    thorough: int = 500
    sqlite: int = 60
    postgres: int = 20

    def on(self, books: Books) -> int:
        """As many as this database is given."""
        if THOROUGH:
            return self.thorough
        return self.sqlite if isinstance(books, SqliteBooks) else self.postgres


def run_machine(machine: type[RuleBasedStateMachine], books: Books, examples: Examples, *, steps: int) -> None:
    """Run the machine, which finds the database as `self.books`, in sequences of so many steps."""
    run_state_machine_as_test(
        type("Machine", (machine,), {"books": books}),
        settings=settings(
            max_examples=examples.on(books),
            stateful_step_count=steps,
            derandomize=not THOROUGH,
            phases=[Phase.generate] if FIRST_FAILURE else list(Phase),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
