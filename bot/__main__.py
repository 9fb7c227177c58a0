"""`python -m bot`: the commands people type, and exit codes (0 well, 1 refused or found wanting, 2 cannot start)."""

import gc
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_group

from bot.collecting import nothing_collected

PLACES = {
    "run": "bot.run_command",
    "imagine": "bot.terminal_commands",
    "say": "bot.terminal_commands",
    "migrate": "bot.database",
    "check": "bot.check_command",
    "audit": "bot.audit_command",
    "ledger": "bot.ledger_commands",
    "privacy": "bot.privacy_commands",
    "money": "bot.money_commands",
    "appeals": "bot.appeals",
    "jobs": "bot.jobs",
    "database": "bot.database",
}
"""In which module each command is, among its `commands`. It is read when somebody types it: who asks for one does not wait for all."""


class OnDemand(TyperGroup):
    """The commands of `PLACES`."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # Their names are enough to list them, and to guess which one a misspelt word means.
        self.commands = cast(Any, dict.fromkeys(PLACES))

    def get_command(self, context: Any, name: str) -> Any:
        """Read it, if there is such a command."""
        return self.commands.get(name) or (_read(name) if name in PLACES else None)

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Without a command, the program runs."""
        return super().parse_args(context, args or ["run"])


def _read(name: str) -> Any:
    with nothing_collected():
        module = import_module(PLACES[name])
        gc.freeze()  # what was read stays
    return get_group(module.commands).commands[name]


app = typer.Typer(cls=OnDemand, add_completion=False, pretty_exceptions_enable=False, help="InkMirage: pictures for credits.")


@app.callback()
def main() -> None:
    """InkMirage: pictures for credits."""


if __name__ == "__main__":
    app()
