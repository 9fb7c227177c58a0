"""More is asked for than can be made: who comes too late is told so, who waits is served, and nobody waits for ever."""

import asyncio
import threading
from pathlib import Path

import httpx
import pytest

from core.storage.unit_of_work import UnitOfWork
from core.text import LANGUAGE_NAMES
from db import store
from tests.story.house import House, open_house, until

ONE_AT_ONCE: dict[str, object] = {"mayi.concurrency": 1, "jobs.longest_wait": 70}


async def test_who_would_wait_too_long_is_told_so_and_keeps_credits_and_request(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides=ONE_AT_ONCE) as house:
        first = [await house.run(who, "imagine", {"prompt": "a fox"}, seen=12) for who in ("ada", "eve")]
        declined = await house.run("ida", "imagine", {"prompt": "a heron"}, seen=12)
        assert [reply.lines[0].key for reply in first] == ["queued", "queued"]
        assert [line.key for line in declined.lines[:2]] == ["line-too-long", "line-too-long-until"]
        assert "about 2 minutes" in house.words(declined)
        assert "nothing was charged" in house.words(declined)
        assert (await house.balance("ida")).held == 0
        assert (await house.balance("ada")).held == 12

        await house.say("eve", f"/cancel {await code_of(house, 'eve')}")
        started = await house.press("ida", declined, "make")
        assert started.lines[0].key == "queued"
        assert started.quote == "a heron"
        assert (await house.balance("ida")).held == 12


async def test_the_words_are_there_in_every_language(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides={**ONE_AT_ONCE, "jobs.longest_wait": 1}) as house:
        await house.run("eve", "imagine", {"prompt": "a fox"}, seen=12)
        declined = await house.run("ida", "imagine", {"prompt": "a heron"}, seen=12)
        assert declined.lines[0].key == "line-too-long"
        said = {house.words(declined, locale) for locale in LANGUAGE_NAMES}
        assert len(said) == len(LANGUAGE_NAMES)
        assert all("{" not in words for words in said)


async def test_who_is_next_is_never_declined_however_long_it_takes(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides={**ONE_AT_ONCE, "jobs.longest_wait": 1}) as house:
        first = await house.run("eve", "imagine", {"prompt": "a fox"}, seen=12)
        assert first.lines[0].key == "queued", "or slow times that were measured once would never be measured anew"


async def test_a_long_line_declines_neither_money_nor_rights(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides={**ONE_AT_ONCE, "jobs.longest_wait": 1}) as house:
        await house.say("ida", "/start")
        for line in ("/topup", "/redeem INK-AAAA-BBBB", "/refund", "/privacy", "/export-my-data", "/delete-me", "/balance"):
            reply = await house.say("ida", line)
            assert not {text.key for text in reply.lines} & {"line-too-long", "error-crowded"}, line


async def test_a_crowded_database_declines_pictures_at_once_and_answers_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_WRITES", 5)
    async with open_house(tmp_path, working=False) as house:
        await house.say("ada", "/start")
        with held_up(house) as waiting:
            await until(lambda: house.program.store.crowded())
            async with asyncio.timeout(1):
                declined = await house.answer("ada", "a fox in the rain")
            vital = [asyncio.create_task(house.say("ada", line)) for line in ("/privacy", "/topup")]
            assert declined.status == 503
            assert declined.reply.lines[0].key == "error-crowded"
        await asyncio.gather(*waiting)
        said = [(await task).lines[0].key for task in vital]
        assert "error-crowded" not in said
        assert (await house.say("ada", "a fox in the rain")).lines[0].key != "error-crowded"


async def test_web_requests_beyond_the_limit_are_asked_to_come_back(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False, overrides={"web.most_requests": 2}) as house:
        assert house.program.web is not None
        transport = httpx.ASGITransport(house.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers={"X-Playground": "1"}) as http:
            with held_up(house) as waiting:
                some = [asyncio.create_task(http.post("/api/people", json={"name": f"Ida {n}"})) for n in range(2)]
                await asyncio.sleep(0.3)
                async with asyncio.timeout(2):
                    page = await http.get("/", headers={"Accept-Language": "de"})
                    call = await http.post("/api/people", json={"name": "Eve"})
                    alive, ready, privacy = [await http.get(path) for path in ("/healthz", "/readyz", "/privacy")]
            await asyncio.gather(*waiting)
            assert [(await one).status_code for one in some] == [201, 201]
            assert (await http.get("/")).status_code == 200
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Gerade sind sehr viele Leute hier" in page.text
    assert (call.status_code, call.headers["Retry-After"]) == (503, "30")
    assert "Very many people" in call.json()["error"]
    assert [answer.status_code for answer in (alive, ready, privacy)] == [200, 200, 200]


class held_up:  # noqa: N801  # reads like a context, which it is
    """The database's writer does nothing while the body runs, and more and more waits for it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._go_on = threading.Event()

    def __enter__(self) -> list[asyncio.Task[None]]:
        def wait(uow: UnitOfWork) -> None:
            self._go_on.wait(20)

        write = self._house.program.store.write
        return [asyncio.create_task(write(wait if number == 0 else lambda uow: None)) for number in range(5)]

    def __exit__(self, *_: object) -> None:
        self._go_on.set()


async def code_of(house: House, who: str) -> str:
    """The code of a person's latest job."""

    def work(uow: UnitOfWork) -> str:
        account = uow.accounts.of(house.caller(who))
        job = uow.jobs.latest_draft_or_job(account.id) if account else None
        assert job is not None
        return job.code

    return await house.program.store.read(work)
