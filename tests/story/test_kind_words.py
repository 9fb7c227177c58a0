"""What people are told when something is not as it should be: the truth, and nothing that we do not know."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from bot.config_sources import load
from bot.program import Program
from bot.wiring import build
from core.commands.dispatch import Dispatch
from core.commands.spec import Given
from core.reply import Tone
from core.storage.errors import OutcomeUnknown
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES
from db.unit_of_work import SqlUnitOfWork
from tests.story.house import House, open_house, until

T = TypeVar("T")

CARD = "4111 1111 1111 1111"


def kept(data: Path) -> bytes:
    """Everything on the disk, the write-ahead log included."""
    return b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())


def sql(statement: str) -> Callable[[UnitOfWork], None]:
    def work(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        uow.connection.exec_driver_sql(statement)

    return work


@pytest.mark.proves("PRV-09")
@pytest.mark.parametrize("line", [f"/imagine a fox with {CARD}", CARD, f'/imagine x --quality "{CARD}"', f"/show {CARD.replace(' ', '')}"])
async def test_a_card_number_is_refused_and_nothing_of_it_is_kept(tmp_path: Path, line: str, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(tmp_path, working=False) as house:
        answer = await house.answer("ada", line)
        assert (answer.status, answer.reply.tone) == (422, Tone.REFUSAL)
        assert "payment card" in house.words(answer.reply)
        # Not even that somebody came: whoever sends a card by mistake has not asked for anything.
        assert await house.program.store.read(lambda uow: uow.accounts.people("test")) == []
        everything = kept(tmp_path)
    assert CARD.encode() not in everything
    assert CARD.replace(" ", "").encode() not in everything
    assert CARD not in caplog.text


async def test_a_card_number_where_a_number_belongs_is_not_kept(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        for count in (CARD, CARD.replace(" ", "")):
            reply = await house.run("ada", "imagine", {"prompt": "a fox", "count": count})
            assert "••••" in house.words(reply)
        everything = kept(tmp_path)
    assert CARD.encode() not in everything
    assert CARD.replace(" ", "").encode() not in everything


@pytest.mark.proves("PRV-09")
async def test_a_card_number_in_a_form_or_a_name_is_not_kept_either(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        reply = await house.run("ada", "imagine", {"prompt": CARD, "count": 2})
        assert [house.program.catalogue.has(reply.lines[0].key, locale) for locale in LOCALES] == [True] * 4
        assert "payment card" in house.words(reply)
        await house.program.dispatch.typed(replace(house.caller("eve"), name=f"Eve {CARD}"), "/start")
        assert house.program.web is not None
        transport = httpx.ASGITransport(house.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers={"X-Playground": "1"}) as http:
            added = await http.post("/api/people", json={"name": f"Ida {CARD}"})
            uid = added.json()["uid"]
            said = await http.post("/api/say", json={"person": uid, "nonce": "nonce-one", "text": f"a fox {CARD}"})
            echo = {"echo": True, "label": f"a fox {CARD}", "command": "imagine", "values": {"prompt": f"a fox {CARD}"}}
            run = await http.post("/api/run", json={"person": uid, "nonce": "nonce-two", **echo})
        assert {said.status_code, run.status_code} == {200}
        assert "a fox ••••" in said.text
        everything = kept(tmp_path)
    assert CARD.encode() not in everything
    assert CARD.replace(" ", "-").encode() not in everything


class Uncertain:
    """Port `Store`: writes happen, and then nobody hears whether they did."""

    def __init__(self, house: House) -> None:
        self._store = house.program.store

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        await self._store.write(work)
        raise OutcomeUnknown

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._store.read(work)

    async def compact(self) -> None:
        await self._store.compact()


async def test_nobody_is_told_that_nothing_was_charged_when_nobody_knows(tmp_path: Path) -> None:
    async with open_house(tmp_path, working=False) as house:
        program = house.program
        dispatch = Dispatch(Uncertain(house), program.dispatch._house, program.ambient, program.dispatch.commands.values())
        reply = (await dispatch(house.caller("ada", seen=12), "imagine", {"prompt": "a fox"})).reply
        assert (await house.balance("ada")).held == 12
        assert "othing was charged" not in house.words(reply)
        assert "/history" in house.words(reply)
        assert str(reply.lines[0].args["incident"]) in house.words(reply)


async def test_a_locked_wallet_is_not_called_poor(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        offer = await house.say("ada", "/imagine a fox")
        await house.program.store.write(sql("UPDATE wallet SET locked_reason = 'dispute'"))
        for reply in (await house.press("ada", offer, "make"), await house.say("ada", "/imagine a fox")):
            assert reply.tone is Tone.REFUSAL
            assert "locked" in house.words(reply)
            assert "short" not in house.words(reply)
            assert not [b for b in reply.buttons if "topup" in str(b.action)]
        await house.program.store.write(sql("UPDATE wallet SET locked_reason = NULL"))
        started = await house.press("ada", reply, "make")
        assert started.job
        assert (await house.posted(started.job)).pictures


async def test_whoever_gets_a_part_is_told_why_the_rest_is_missing(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"credits.free_credits": 100}) as house:
        house.sandbox.fail_next("moderation", times=1)
        started = await house.run("ada", "imagine", {"prompt": "a fox", "count": 2}, seen=24)
        assert started.job
        reply = await house.posted(started.job)
        assert (len(reply.pictures), reply.tone) == (1, Tone.GOOD)
        assert "1 of 2 could be made; 12 credits came back to you." in house.words(reply)
        assert "content rules" in house.words(reply)
        shown = await house.press("ada", await house.say("ada", "/history"), "show")
        assert "content rules" in house.words(shown)


async def test_whoever_cancels_the_rest_is_not_told_of_a_failure(tmp_path: Path) -> None:
    async with open_house(tmp_path, overrides={"credits.free_credits": 100, "jobs.per_person": 1}) as house:
        house.sandbox.fail_next("slow=0.3", times=1)
        started = await house.run("ada", "imagine", {"prompt": "a fox", "count": 2}, seen=24)
        await until(lambda: bool(house.sandbox.journal))
        await house.say("ada", "/cancel")
        assert started.job
        reply = await house.posted(started.job)
        assert [line.key for line in reply.lines] == ["done", "done-partly"]


async def test_what_databases_refuse_is_taken_out_at_the_door(tmp_path: Path, database_url: str) -> None:
    async with open_house(tmp_path, working=False, overrides={"database.url": database_url}) as house:
        strange: list[tuple[str, dict[str, Given]]] = [
            ("show", {"id": "A\x00B\ud800"}),
            ("make", {"job": "\x00\udfff"}),
            ("vary", {"picture": "x\x00"}),
            ("topup", {"pack": "\x00starter\ud800"}),
            ("imagine", {"prompt": "a fox", "shape": "ro\x00und\ud800"}),
            ("imagine", {"prompt": "a fox", "co\x00lour\ud800": "blue"}),
            ("imagine", {"prompt": "a fox", "references": ("x\x00\ud800",)}),
            ("imagine", {"prompt": "a fox", "count": "\x00\ud8002x"}),
        ]
        for command, values in strange:
            answer = await house.program.dispatch(house.caller("ada"), command, values)
            assert answer.status < 500, command
            house.words(answer.reply).encode()
        assert house.program.web is not None
        transport = httpx.ASGITransport(house.program.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers={"X-Playground": "1"}) as http:
            for path in ("/api/messages?person=%00", "/till/%00", "/api/wallet?person=x%00"):
                assert (await http.get(path)).status_code == 404, path
        caller = replace(house.caller("eve"), name="E\x00v\ud800e", locale_hint="d\x00e")
        assert (await house.program.dispatch.typed(caller, "/start")).status == 200
        assert [p.name for p in await house.program.store.read(lambda uow: uow.accounts.people("test"))][-1] == "Eve"


async def banner(program: Program) -> tuple[str, bool]:
    """What the front page says of itself, and what it tells its scripts."""
    assert program.web is not None
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(program.web), base_url="http://127.0.0.1", follow_redirects=True, headers={"Accept-Language": "en"}
    ) as http:
        page = (await http.get("/playground")).text
    [shown] = re.findall(r'<p class="sandbox"><svg.*?<span>(.*?)</span></p>', page)
    [boot] = re.findall(r'id="boot">(.*?)</script>', page)
    return shown, json.loads(boot)["sandbox"]


async def test_the_playground_calls_pictures_stand_ins_only_if_they_are(tmp_path: Path) -> None:
    program = await build(load(None, {"app.data_dir": str(tmp_path / "embedded")}))
    try:
        shown, sandbox = await banner(program)
    finally:
        await program.close()
    assert sandbox
    assert "pictures, till and mail are sandbox stand-ins" in shown
    async with open_house(tmp_path / "real", working=False) as house:
        shown, sandbox = await banner(house.program)
    assert not sandbox
    assert "the pictures come from the real gateway" in shown
