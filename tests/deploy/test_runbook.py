"""Whoever is woken by an alert finds what to do under the heading that it names, and no heading speaks of an alert that is not there."""

import re

from tests.bot.command import ROOT
from tests.bot.test_alerts import alerts

GUIDE = "docs/operate.md"


def runbook() -> dict[str, set[str]]:
    """The alerts that each part of the runbook is about, by the address of the part."""
    text = (ROOT / GUIDE).read_text("utf-8").partition("\n## Runbook\n")[2]
    parts = [part.partition("\n") for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]]
    return {_address(heading): _named(said) for heading, _, said in parts}


def _address(heading: str) -> str:
    """Where a heading is found in a page that is made of the text: `mayi.one fails` is at `mayione-fails`."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _named(said: str) -> set[str]:
    line = re.match(r"\nAlerts?: (.+)\.\n", said)
    return set(re.findall(r"`(\w+)`", line[1])) if line else set()


def test_every_alert_leads_to_its_part_of_the_runbook() -> None:
    there = runbook()
    lost = [alert.name for alert in alerts() if alert.name not in there.get(alert.runbook.removeprefix(f"{GUIDE}#"), ())]
    assert lost == []


def test_the_runbook_speaks_of_every_alert_once_and_of_no_other() -> None:
    named = sorted(name for names in runbook().values() for name in names)
    assert named == sorted(alert.name for alert in alerts())
