"""Spans reach a collector that speaks OTLP over HTTP, under the trace of the log, and nobody suffers if there is none."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.hindrances import LibraryMissing
from bot.telemetry import ATTRIBUTES, Spans
from core import trace
from core.ambient import random_trace, utc_now
from tests.bot.collector import Collector, collecting
from tests.bot.command import ROOT
from tests.story.house import House, open_house

STAGES = {"claim", "ask", "receive", "check", "store", "settle", "deliver"}


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as kept:
        yield kept


async def painted(house: House) -> str:
    """One picture that was asked for under a trace; its name."""
    name = random_trace()
    with trace.traced(name):
        offer = await house.run("ada", "imagine", {"prompt": "a fox"})
    started = await house.press("ada", offer, "make")
    assert started.job
    await house.posted(started.job)
    async with asyncio.timeout(10):
        while await house.program.store.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return name


def on(collector: Collector) -> dict[str, object]:
    return {"telemetry.otlp_endpoint": collector.url}


async def test_dispatch_stages_and_delivery_are_spans_of_the_trace_in_the_log(tmp_path: Path, collector: Collector) -> None:
    async with open_house(tmp_path, overrides=on(collector)) as house:
        name = await painted(house)
    own = [span for span in collector.spans if span.trace_id.hex() == name]
    assert {span.name for span in own} == {"dispatch", *STAGES}
    assert len(collector.named("dispatch")) == 2, "the yes is a request of its own"
    for span in own:
        assert span.start_time_unix_nano <= span.end_time_unix_nano
        assert {pair.key for pair in span.attributes} <= ATTRIBUTES
    [asked] = [span for span in own if span.name == "dispatch"]
    assert {pair.key: pair.value.string_value for pair in asked.attributes} == {"surface": "test", "command": "imagine", "outcome": "ok"}


@pytest.mark.parametrize("how", ["refuses", "is not there", "never answers"])
async def test_a_collector_that_fails_disturbs_nobody(tmp_path: Path, collector: Collector, how: str) -> None:
    overrides = on(collector)
    silent = socket.socket()
    if how == "refuses":
        collector.status = 503
    elif how == "is not there":
        overrides = {"telemetry.otlp_endpoint": "http://127.0.0.1:9"}
    else:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # lets everybody connect, and says nothing
        overrides = {"telemetry.otlp_endpoint": f"http://127.0.0.1:{silent.getsockname()[1]}"}
    began = time.monotonic()
    async with open_house(tmp_path, overrides=overrides) as house:
        await painted(house)
        assert (await house.balance("ada")).posted == 28
    assert time.monotonic() - began < 40
    silent.close()


async def test_a_span_can_say_nothing_that_is_not_on_the_list(collector: Collector) -> None:
    spans = Spans(collector.url, utc_now)
    with pytest.raises(ValueError, match="may not say that"):
        spans.took("dispatch", 0.1, {"prompt": "a fox"})
    await asyncio.to_thread(spans.close)
    assert collector.spans == []


def test_without_an_address_the_library_is_not_even_read() -> None:
    assert Settings().telemetry.otlp_endpoint == ""
    look = "import sys, bot.run_command; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False, timeout=60).returncode == 0


def test_without_the_library_one_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(LibraryMissing):
        Spans("http://127.0.0.1:9", utc_now)
