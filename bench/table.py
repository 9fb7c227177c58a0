"""How a part of the bench says what came: one table, each line with its goal and whether it was met."""

import os
import platform
import sqlite3
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

console = Console(width=118, highlight=False)


@dataclass(frozen=True)
class Line:
    """One figure. `met` is `None` where there is no goal."""

    what: str
    figure: str
    goal: str = ""
    met: bool | None = None


def below(what: str, value: float, limit: float, unit: str, digits: int = 1) -> Line:
    """A figure that should stay below a limit."""
    return Line(what, f"{value:,.{digits}f} {unit}", f"≤ {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str) -> Line:
    """A figure that should reach a limit."""
    return Line(what, f"{value:,.0f} {unit}", f"≥ {limit:g} {unit}", value >= limit)


def percentiles(values: list[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile."""
    ordered = sorted(values)
    return tuple(ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.50, 0.95, 0.99))  # type: ignore[return-value]


def latency(what: str, seconds: list[float], limit: float | None = None) -> list[Line]:
    """p50/p95 of durations, and p99 with its goal (in milliseconds)."""
    p50, p95, p99 = (value * 1000 for value in percentiles(seconds))
    last = below(f"{what}: p99", p99, limit, "ms") if limit else Line(f"{what}: p99", f"{p99:,.1f} ms")
    return [Line(f"{what}: p50 · p95 ({len(seconds)} measured)", f"{p50:,.1f} · {p95:,.1f} ms"), last]


def show(title: str, lines: list[Line], *notes: str) -> None:
    """Print the table."""
    table = Table(title=title, title_justify="left", title_style="bold", expand=True)
    table.add_column("what", ratio=1)
    table.add_column("figure", justify="right", no_wrap=True)
    table.add_column("goal", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for line in lines:
        table.add_row(line.what, line.figure, line.goal, {True: "met", False: "NOT MET", None: ""}[line.met])
    console.print(table)
    for note in notes:
        console.print(f"  {note}")
    console.print()


def machine() -> str:
    """What it ran on: figures of a loaded machine are worth less."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} · SQLite {sqlite3.sqlite_version} · {platform.system()} {platform.machine()} · {os.cpu_count()} cores · load {load}"
