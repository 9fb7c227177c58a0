"""What Prometheus reads: what has happened, how the house is doing, and who may look."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot.audit import look_through
from bot.metrics import LAG_SECONDS, MOST_WORDS, OTHER, Metrics
from bot.program import Program
from bot.runtime import Runtime, listen
from bot.scrape import FORWARDED
from bot.timetable import timetable
from bot.wiring import build
from core.ambient import Ambient, Step
from core.ports import StoreUnavailable
from core.pulse import Line
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.story.house import House, open_house, settings_for

TOKEN = "a-token-for-prometheus-alone"
NOBODY_ELSE = 404


@dataclass(frozen=True)
class Page:
    """A page of numbers as Prometheus understands it."""

    text: str

    def value(self, name: str, **labels: str) -> float:
        """The one sample of this name and these labels."""
        samples = [sample for family in text_string_to_metric_families(self.text) for sample in family.samples]
        [found] = [sample.value for sample in samples if sample.name == name and sample.labels == labels]
        return found

    def labels(self, name: str, label: str) -> set[str]:
        samples = [sample for family in text_string_to_metric_families(self.text) for sample in family.samples]
        return {sample.labels[label] for sample in samples if sample.name == name}


async def page(program: Program, *, resting: bool = False) -> Page:
    return Page((await program.metrics.page(await program.readings.latest(), resting=resting)).decode())


async def delivered(house: House) -> None:
    async with asyncio.timeout(10):
        while await house.program.store.read(lambda uow: uow.jobs.undelivered()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_picture_leaves_its_stages_its_credits_and_its_outcome(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.make("ada", "a fox", count=2)
        await delivered(house)
        await asyncio.sleep(2 * LAG_SECONDS)
        seen = await page(house.program)
    for stage in ("claim", "ask", "receive", "check", "store", "settle"):
        assert seen.value("inkmirage_stage_seconds_count", stage=stage) == 2, stage
    assert seen.value("inkmirage_stage_seconds_count", stage="deliver") == 1
    assert seen.value("inkmirage_pictures_total", outcome="made") == 2
    assert seen.value("inkmirage_credits_total", fate="charged") == 24
    assert seen.value("inkmirage_credits_total", fate="released") == 0
    assert seen.value("inkmirage_commands_total", command="make", outcome="ok") == 1
    assert seen.value("inkmirage_database_up") == 1
    assert seen.value("inkmirage_database_wait_seconds_count", what="write") > 0
    assert seen.value("inkmirage_event_loop_lag_seconds_count") > 0


async def test_a_picture_that_came_to_nothing_says_why_and_whose_fault_it_was(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        house.sandbox.fail_next("bad_key")
        await house.make("ada", "a fox")
        seen = await page(house.program)
    assert seen.value("inkmirage_pictures_total", outcome="engine-closed") == 1
    assert seen.value("inkmirage_credits_total", fate="released") == 12
    assert seen.value("inkmirage_upstream_errors_total", vendor="mayi", code="key") == 1


async def test_the_line_is_seen_while_nobody_works(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        offer = await house.run("ada", "imagine", {"prompt": "a fox", "count": 3})
        await house.press("ada", offer, "make")
        seen = await page(house.program)
        assert seen.value("inkmirage_jobs", state="waiting") == 1
        assert seen.value("inkmirage_waiting", line="pictures") == 3
        assert seen.value("inkmirage_waiting_age_seconds", line="pictures") > 0
        assert seen.labels("inkmirage_waiting", "line") == set(Line)


async def test_a_reading_is_kept_for_a_while_and_then_taken_anew(tmp_path: Path) -> None:
    seconds = 0.0
    ambient = Ambient(elapsed=lambda: seconds)
    async with open_house(tmp_path, ambient=ambient, working=False) as house:
        first = await house.program.readings.latest()
        offer = await house.run("ada", "imagine", {"prompt": "a fox"})
        await house.press("ada", offer, "make")
        assert await house.program.readings.latest() is first
        seconds = 10.0
        assert (await house.program.readings.latest()).queued == 1


async def test_a_database_that_does_not_answer_says_nothing_old(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        await page(house.program)
        gone = Page((await house.program.metrics.page(None, resting=True)).decode())
    assert gone.value("inkmirage_database_up") == 0
    assert gone.labels("inkmirage_waiting", "line") == set()
    assert gone.value("inkmirage_breaker_open", vendor="mayi") == 1


async def test_books_that_are_broken_are_seen(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        program = house.program
        await house.say("ada", "/start")
        assert await look_through(program.store, program.ambient, program.metrics) == 0

        def break_them(uow: UnitOfWork) -> None:
            assert isinstance(uow, SqlUnitOfWork)
            uow.connection.execute(text("UPDATE wallet SET held = held + 1, posted = posted + 1"))

        await program.store.write(break_them)
        assert await look_through(program.store, program.ambient, program.metrics) > 0
        seen = await page(program)
    assert seen.value("inkmirage_ledger_breaches", rule="held-is-open-holds") == 1
    assert seen.value("inkmirage_ledger_breaches", rule="nothing-overspent") == 0
    assert seen.value("inkmirage_ledger_verified_timestamp_seconds") > 1.7e9


async def test_the_timetable_and_tasks_that_fail_are_counted(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        entries = {job.id: job.func for job in timetable(house.program).get_jobs()}
        await entries["expire lots"]()
        await entries["verify books"]()
        house.program.mailbox.forget = None  # type: ignore[method-assign, assignment]
        broken = {job.id: job.func for job in timetable(house.program).get_jobs()}
        await broken["empty mailbox"]()
        runtime = Runtime(house.program, ("worker",))
        asked = 0

        async def step() -> bool:
            nonlocal asked
            asked += 1
            if asked > 1:
                runtime.stopping.set()
                return True
            house.program.wake()
            raise StoreUnavailable

        await asyncio.wait_for(runtime._loop("worker 7", step), 10)
        seen = await page(house.program)
    assert seen.value("inkmirage_timetable_runs_total", entry="expire-lots", outcome="done") == 1
    assert seen.value("inkmirage_timetable_runs_total", entry="verify-books", outcome="done") == 1
    assert seen.value("inkmirage_timetable_runs_total", entry="empty-mailbox", outcome="failed") == 1
    assert seen.value("inkmirage_task_failures_total", task="worker") == 1


def test_a_label_is_a_word_of_ours_or_other() -> None:
    metrics = Metrics(lambda name, seconds, about: None)
    for code in ("busy", "ada@example.org", "a fox in the rain", "4711", "x" * 60, *(f"code-{n}" for n in range(2 * MOST_WORDS))):
        metrics.failed("mayi", code)
    seen = Page(asyncio.run(metrics.page(None, resting=False)).decode())
    codes = seen.labels("inkmirage_upstream_errors_total", "code")
    assert {"busy", "code-1", OTHER} <= codes
    assert len(codes) == MOST_WORDS + 1
    assert not [code for code in codes if re.search(r"[@ ]|4711|xxx", code)]


async def test_steps_that_do_not_follow_each_other_are_no_stage(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        for step in (Step.STORED, Step.CLAIMED, Step.ASKING, Step.SETTLED, Step.DELIVERED):
            house.program.ambient.reached(step)
        seen = await page(house.program)
    assert seen.labels("inkmirage_stage_seconds_count", "stage") == {"claim"}


# --- who may look --------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def served(tmp_path: Path, *roles: str, **settings: object) -> AsyncIterator[tuple[str, str]]:
    """A program at two addresses: its site, and the numbers' own port."""
    site, own = listen("127.0.0.1", 0), listen("127.0.0.1", 0)
    ports = site.getsockname()[1], own.getsockname()[1]
    own.close()
    async with SandboxGateway(GatewayOptions(plain=True)) as sandbox:
        given = {"web.port": ports[0], "metrics.port": ports[1], **settings}
        program = await build(settings_for(tmp_path, sandbox.base_url, **given))
        try:
            runtime = Runtime(program, roles)
            async with runtime.everything(site if "web" in roles else None):
                try:
                    yield f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}"
                finally:
                    runtime.stopping.set()
        finally:
            await program.close()
            site.close()


async def answers(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=20) as http:
        return await http.get(f"{url}/metrics", headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_without_a_token_programs_on_this_machine_may_look_and_nobody_else(tmp_path: Path) -> None:
    async with served(tmp_path, "web") as addresses:
        for url in addresses:
            answer = await answers(url)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
            assert answer.headers["cache-control"] == "no-store"
            assert "inkmirage_build_info" in answer.text
            for name in FORWARDED:
                assert (await answers(url, **{name: "203.0.113.7"})).status_code == NOBODY_ELSE, name
        # Somebody's browser that was led here by a name of theirs.
        assert (await answers(addresses[1], host="evil.example")).status_code == NOBODY_ELSE
        assert (await answers(addresses[0], authorization="Bearer x")).status_code == 200


async def test_with_a_token_whoever_presents_it_may_look_and_nobody_else(tmp_path: Path) -> None:
    async with served(tmp_path, "web", **{"metrics.token": TOKEN}) as addresses:
        for url in addresses:
            assert (await answers(url, authorization=f"Bearer {TOKEN}")).status_code == 200
            assert (await answers(url, authorization=f"Bearer {TOKEN}", x_forwarded_for="203.0.113.7")).status_code == 200
            for wrong in ("", TOKEN, "Bearer", f"Bearer {TOKEN}x", f"bearer {TOKEN}", "Basic x"):
                assert (await answers(url, authorization=wrong)).status_code == NOBODY_ELSE, wrong
            assert (await answers(url)).status_code == NOBODY_ELSE
        # A stranger sees what is there for a page that does not exist.
        async with httpx.AsyncClient(base_url=addresses[0]) as http:
            there, nowhere = await http.get("/metrics"), await http.get("/nothing")
            assert re.sub("/metrics", "/nothing", there.text) == nowhere.text


async def test_a_process_without_the_site_has_its_numbers_at_their_own_port(tmp_path: Path) -> None:
    async with served(tmp_path, "worker") as (_, own):
        answer = await answers(own)
        assert answer.status_code == 200
        async with httpx.AsyncClient(base_url=own) as http:
            assert (await http.get("/")).status_code == NOBODY_ELSE


async def test_looking_again_and_again_costs_the_database_one_reading(tmp_path: Path) -> None:
    async with served(tmp_path, "web") as (site, own):
        seen = [Page((await answers(url)).text) for url in (site, own, site, own)]
    reads = [page.value("inkmirage_database_wait_seconds_count", what="read") for page in seen]
    assert reads[-1] - reads[0] <= 1, "only what the pages themselves read"
