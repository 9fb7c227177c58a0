"""Numbers for Prometheus: what has happened in this process, and how the house is doing by its tables (docs/observe.md).

Names begin with `inkmirage_`, in seconds and bytes. Labels come from closed lists: whatever else turns up is counted as `other`, so that
neither anybody's words nor a flood of names can get in.
"""

import asyncio
import platform
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from core.measures import Measures
from core.pulse import Figures

__all__ = ["CONTENT_TYPE_PLAIN_0_0_4", "Metrics", "Took"]

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody asks for

Took = Callable[[str, float, Mapping[str, str]], None]
"""Hears what is over, how many seconds it took, and what may be said of it (`bot/telemetry.py`)."""

WAITS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 60.0)
WORK = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 600.0)
TURNS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

OTHER = "other"
WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What a label may look like: a word of ours, never an id, an address or a sentence."""
MOST_WORDS = 100
"""Of one label. More would be a list that is not closed."""

LAG_SECONDS = 0.25
"""How often the event loop is looked at."""


def version() -> str:
    """Ours, as the checkout says; `unknown` where only the packages were copied."""
    try:
        project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    except OSError:
        return "unknown"
    return str(project["version"])


class Words:
    """The words that one label has had so far."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def __call__(self, word: str) -> str:
        """The word, or `other`."""
        if word in self._known:
            return word
        if len(self._known) >= MOST_WORDS or not WORD.fullmatch(word):
            return OTHER
        self._known.add(word)
        return word


class Metrics(Measures):
    """The series of one process. `took` also hears of everything that has a beginning and an end."""

    def __init__(self, took: Took) -> None:
        self._took = took
        self._words: dict[str, Words] = {}
        self.registry = registry = CollectorRegistry()
        ProcessCollector(namespace="inkmirage", registry=registry)
        Info("inkmirage_build", "Which program this is.", registry=registry).info(
            {"version": version(), "python": platform.python_version()}
        )
        self._acknowledge = Histogram(
            "inkmirage_acknowledge_seconds", "From a request to the sign that it was heard.", ["surface"], buckets=WAITS, registry=registry
        )
        self._command = Histogram("inkmirage_command_seconds", "How long commands take.", ["surface"], buckets=WAITS, registry=registry)
        self._commands = Counter("inkmirage_commands_total", "Commands, by how they ended.", ["command", "outcome"], registry=registry)
        self._stage = Histogram(
            "inkmirage_stage_seconds", "How long each stage of a picture takes.", ["stage"], buckets=WORK, registry=registry
        )
        self._pictures = Counter("inkmirage_pictures_total", "Pictures: made, or why there is none.", ["outcome"], registry=registry)
        self._credits = Counter("inkmirage_credits_total", "Credits that were charged, released or refunded.", ["fate"], registry=registry)
        self._upstream = Counter(
            "inkmirage_upstream_errors_total", "What vendors did not do, by their answer.", ["vendor", "code"], registry=registry
        )
        self._database = Histogram(
            "inkmirage_database_wait_seconds", "How long reads and writes stood in line.", ["what"], buckets=TURNS, registry=registry
        )
        self._lag = Histogram("inkmirage_event_loop_lag_seconds", "How late the event loop comes round.", buckets=TURNS, registry=registry)
        self._failures = Counter(
            "inkmirage_task_failures_total", "Steps of tasks that failed and were begun again.", ["task"], registry=registry
        )
        self._entries = Counter("inkmirage_timetable_runs_total", "Runs by the clock.", ["entry", "outcome"], registry=registry)
        self._breaker = Gauge("inkmirage_breaker_open", "1 while a vendor is left in peace.", ["vendor"], registry=registry)
        self._breaches = Gauge("inkmirage_ledger_breaches", "Rows that break a rule of the books.", ["rule"], registry=registry)
        self._verified = Gauge("inkmirage_ledger_verified_timestamp_seconds", "When the books were last looked through.", registry=registry)
        self._house = _House(registry)
        self._writing = asyncio.Lock()

    def acknowledged(self, surface: str, took: timedelta) -> None:
        """See `Measures.acknowledged`."""
        self._acknowledge.labels(self._word("surface", surface)).observe(max(0.0, took.total_seconds()))

    def commanded(self, surface: str, command: str, status: int, took: timedelta) -> None:
        """See `Measures.commanded`."""
        outcome = "failed" if status >= 500 else "refused" if status >= 400 else "ok"
        about = {"surface": self._word("surface", surface), "command": self._word("command", command), "outcome": outcome}
        self._command.labels(about["surface"]).observe(took.total_seconds())
        self._commands.labels(about["command"], outcome).inc()
        self._took("dispatch", took.total_seconds(), about)

    def staged(self, stage: str, seconds: float) -> None:
        """A stage of a picture is over (`bot/stages.py`)."""
        self._stage.labels(self._word("stage", stage)).observe(seconds)
        self._took(stage, seconds, {})

    def pictured(self, outcome: str) -> None:
        """See `Measures.pictured`."""
        self._pictures.labels(self._word("outcome", outcome)).inc()

    def credited(self, fate: str, credits: int) -> None:
        """See `Measures.credited`."""
        self._credits.labels(self._word("fate", fate)).inc(credits)

    def failed(self, vendor: str, code: str) -> None:
        """See `Measures.failed`."""
        self._upstream.labels(self._word("vendor", vendor), self._word("code", code)).inc()

    def waited(self, what: str, seconds: float) -> None:
        """See `Measures.waited`."""
        self._database.labels(what).observe(seconds)

    def began_again(self, task: str) -> None:
        """A step of a supervised task failed; it is begun again after a pause. Workers of a kind count together."""
        self._failures.labels(self._word("task", _name(task))).inc()

    def ran(self, entry: str, outcome: str) -> None:
        """An entry of the timetable was carried out: `done` or `failed`."""
        self._entries.labels(self._word("entry", _name(entry)), outcome).inc()

    def verified(self, breaches: Mapping[str, int], at: float) -> None:
        """The books were looked through; rows that break each rule, and when that was."""
        for rule, count in breaches.items():
            self._breaches.labels(rule).set(count)
        self._verified.set(at)

    async def watch_loop(self, stopping: asyncio.Event) -> None:
        """Look again and again how late the event loop comes round, until `stopping`."""
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            due = loop.time() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self._lag.observe(max(0.0, loop.time() - due))

    async def page(self, figures: Figures | None, *, resting: bool) -> bytes:
        """Everything as Prometheus reads it. Without figures the database does not answer, and nothing is said instead of something old;
        `resting`: the gateway is left in peace."""
        async with self._writing:
            self._breaker.labels("mayi").set(resting)
            self._house.show(figures)
            return await asyncio.to_thread(generate_latest, self.registry)  # some milliseconds

    def _word(self, label: str, word: str) -> str:
        return self._words.setdefault(label, Words())(word)


class _House:
    """How the house is doing: the same from every process, so take the maximum of them, never the sum."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._up = Gauge("inkmirage_database_up", "1 if the database answered.", registry=registry)
        self._jobs = Gauge("inkmirage_jobs", "Jobs that are not done with, by state.", ["state"], registry=registry)
        self._waiting = Gauge("inkmirage_waiting", "What waits to be taken up; counting stops at 10,000.", ["line"], registry=registry)
        self._age = Gauge("inkmirage_waiting_age_seconds", "How long the oldest has been waiting.", ["line"], registry=registry)
        self._open = Gauge("inkmirage_rights_requests_open", "Requests about data without an answer.", registry=registry)
        self._overdue = Gauge("inkmirage_rights_requests_overdue", "Those past their legal limit.", registry=registry)
        self._left = Gauge("inkmirage_rights_deadline_seconds", "Until the nearest legal limit; +Inf if none is open.", registry=registry)

    def show(self, figures: Figures | None) -> None:
        self._up.set(figures is not None)
        for gauge in (self._jobs, self._waiting, self._age):
            gauge.clear()
        if figures is None:
            return
        for state, count in figures.jobs.items():
            self._jobs.labels(state).set(count)
        for line, waiting in figures.lines.items():
            self._waiting.labels(line).set(waiting.count)
            self._age.labels(line).set(waiting.age(figures.at).total_seconds())
        requests = figures.requests
        self._open.set(requests.open)
        self._overdue.set(requests.overdue)
        self._left.set((requests.answer_by - figures.at).total_seconds() if requests.answer_by else float("inf"))


def _name(words: str) -> str:
    """`worker 3` is a worker, `sweep stars far back` one word."""
    return re.sub(r" \d+$", "", words).replace(" ", "-")
