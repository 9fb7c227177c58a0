"""A new command is one dataclass, one handler, one line in the list and its words; it is then everywhere (issue: main job, last line)."""

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.command import ROOT, bot, running

ROLL = '''"""A game of dice."""

from dataclasses import dataclass
from typing import Annotated

from core.commands.spec import Command, Span
from core.commands.turn import Turn
from core.reply import Reply
from core.text import text


@dataclass(frozen=True)
class Roll:
    """How many sides the die has."""

    sides: Annotated[int, Span(2, 100)] = 6


def roll(request: Roll, turn: Turn) -> Reply:
    """Not much of a game."""
    return Reply(lines=(text("rolled", sides=request.sides),))


ROLL = Command("roll", Roll, roll)
'''
WORDS = """command-roll = Roll
    .description = Roll a die.
    .option-sides = Its sides
rolled = A die with { $sides } sides lies before you.
"""
TYPED = {
    "/roll 12": "A die with 12 sides lies before you.",
    "/roll 1": "“sides” must be from 2 to 100, not 1.",
    "/rol": "Did you mean /roll?",
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program to which somebody has added a command."""
    root = tmp_path_factory.mktemp("checkout")
    for package in ("adapters", "bot", "core", "db"):
        shutil.copytree(ROOT / package, root / package)
    (root / "core" / "commands" / "roll.py").write_text(ROLL)
    (root / "core" / "locales" / "en" / "roll.ftl").write_text(WORDS)
    listing = root / "core" / "commands" / "__init__.py"
    lines = listing.read_text().replace("    guide.START,\n", "    ROLL,\n    guide.START,\n")
    listing.write_text(lines.replace("from core.commands.spec", "from core.commands.roll import ROLL\nfrom core.commands.spec"))
    return root


async def test_it_is_in_help_and_works_on_the_command_line(checkout: Path, tmp_path: Path) -> None:
    listed = await bot("say", "/help", cwd=tmp_path, root=str(checkout))
    assert "/roll: Roll a die." in listed.out, listed.err
    rolled = await bot("say", "/roll --sides 20", cwd=tmp_path, root=str(checkout))
    assert (rolled.code, rolled.out) == (0, "A die with 20 sides lies before you.\n")


async def test_it_is_offered_by_the_playground_and_works_there(checkout: Path, tmp_path: Path) -> None:
    async with (
        running(tmp_path / "data", root=str(checkout)) as program,
        httpx.AsyncClient(base_url=program.url, headers={"X-Playground": "1"}, timeout=20) as http,
    ):
        uid = (await http.post("/api/people", json={"name": "Ada"})).json()["uid"]
        [form] = [
            command
            for command in boot_of((await http.get("/playground", params={"person": uid})).text)["commands"]
            if command["name"] == "roll"
        ]
        assert form["description"] == "Roll a die."
        [sides] = form["options"]
        assert (sides["label"], sides["kind"], sides["default"], sides["low"], sides["high"]) == ("Its sides", "number", 6, 2, 100)
        pressed = {"person": uid, "nonce": "by-the-form", "command": "roll", "values": {"sides": 20}}
        [answer] = (await http.post("/api/run", json=pressed)).json()["messages"]
        assert answer["body"]["lines"] == ["A die with 20 sides lies before you."]
        for number, (line, told) in enumerate(TYPED.items()):
            typed = {"person": uid, "nonce": f"as-it-is-typed-{number}", "text": line}
            [_, answer] = (await http.post("/api/say", json=typed)).json()["messages"]
            assert told in " ".join(answer["body"]["lines"])
        [help_] = (await http.post("/api/run", json={**pressed, "nonce": "for-the-list", "command": "help", "values": {}})).json()[
            "messages"
        ]
        assert {"label": "/roll", "value": "Roll a die."} in help_["body"]["facts"]
        assert (await program.stopped()).code == 0


def boot_of(page: str) -> dict[str, list[dict[str, Any]]]:
    """What the server put into the page for its scripts."""
    found = re.search(r'<script[^>]*id="boot"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    boot: dict[str, list[dict[str, Any]]] = json.loads(html.unescape(found[1]))
    return boot
