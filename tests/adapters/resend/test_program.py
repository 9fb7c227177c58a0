"""The whole program with Resend in place of its mailbox."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import check
from bot.config_sources import load
from bot.program import Program
from bot.wiring import build
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.letters import send_one
from core.storage.mail import DueLetter
from tests.adapters.mail.samples import ARGS
from tests.loopback_resend.events import HARD, OTHER_SECRET, SECRET, event, signed
from tests.loopback_resend.server import LoopbackResend, domain


def settings(server: LoopbackResend, folder: Path, **more: object) -> dict[str, object]:
    given = {"api_key": server.key, "api_base": server.url, "sender": server.sender, "webhook_secrets": [SECRET], **more}
    return {"app.data_dir": str(folder), **{f"resend.{name}": value for name, value in given.items()}}


@pytest.fixture
async def program(server: LoopbackResend, tmp_path: Path) -> AsyncIterator[Program]:
    program = await build(load(None, settings(server, tmp_path)), ambient=Ambient(now=server.clock.now))
    yield program
    await program.close()


async def due(program: Program) -> None:
    """A receipt waits in the outbox."""
    now = program.ambient.now()
    ann = Caller("telegram", "1", "Ann", "key", Address("telegram", "1"))
    letter = DueLetter("letter-1", "ann", "ann@inkmirage.test", "receipt", ARGS["receipt"][0], "en")
    await program.store.write(lambda uow: uow.accounts.create(Account("ann", now, "prefix", email="ann@inkmirage.test"), ann))
    await program.store.write(lambda uow: uow.letters.add(letter, now))


async def test_a_letter_of_the_outbox_goes_out_once_although_the_answer_is_lost(server: LoopbackResend, program: Program) -> None:
    await due(program)
    server.cut(after=True)
    assert await send_one(program.workshop, program.catalogue, program.links, program.paper)
    server.clock.advance(minutes=3)
    assert await send_one(program.workshop, program.catalogue, program.links, program.paper)
    assert len(server.requests) == 2
    server.clock.advance(days=1)
    assert not await send_one(program.workshop, program.catalogue, program.links, program.paper), "it counts as sent"
    assert [mail.body["to"] for mail in server.mails] == [["ann@inkmirage.test"]]
    assert "1,200 credits" in server.mails[0].body["text"]
    assert "1,200 credits" in server.mails[0].body["html"]
    assert server.requests[0].body == server.requests[1].body


async def test_resend_brings_what_became_of_it(server: LoopbackResend, program: Program, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.site")
    await due(program)
    await send_one(program.workshop, program.catalogue, program.links, program.paper)
    bounced = event("email.bounced", server.mails[0], bounce=HARD)
    assert program.web
    async with httpx.AsyncClient(transport=httpx.ASGITransport(program.web), base_url="http://127.0.0.1") as resend:
        for secret, status in ((OTHER_SECRET, 403), (SECRET, 200)):
            headers, body = signed(bounced, secret)
            assert (await resend.post("/webhooks/resend", headers=headers, content=body)).status_code == status
    told = [vars(record) for record in caplog.records if record.getMessage() == "mail event"]
    assert [(record["letter"], record["kind"]) for record in told] == [("letter-1", "bounced-hard")]
    ann = await program.store.read(lambda uow: uow.accounts.get("ann"))
    assert ann.mail_stopped_at is not None


async def test_without_a_key_nothing_leaves_the_machine(server: LoopbackResend, tmp_path: Path) -> None:
    program = await build(load(None, settings(server, tmp_path, api_key="", webhook_secrets=[])))
    try:
        await due(program)
        await send_one(program.workshop, program.catalogue, program.links, program.paper)
        assert len(await program.mailbox.letters("ann@inkmirage.test")) == 1
        assert not server.requests
    finally:
        await program.close()


async def said(server: LoopbackResend, folder: Path, **more: object) -> str:
    found = [line async for _, line in check.findings(load(None, settings(server, folder, **more)))]
    return next((line for line in found if line.startswith("mail:")), "")


async def test_check_says_what_is_wrong(server: LoopbackResend, tmp_path: Path) -> None:
    assert await said(server, tmp_path) == "mail: well"
    assert await said(server, tmp_path, api_key="") == ""
    assert "api_key" in await said(server, tmp_path, api_key="re_wrong")
    assert "hello@example.org" in await said(server, tmp_path, sender="nobody")
    assert "whsec_" in await said(server, tmp_path, webhook_secrets=["whsec_"])
    assert "does not answer" in await said(server, tmp_path, api_base="http://127.0.0.1:9")
    server.domains = [domain("inkmirage.test", "pending")]
    assert "not verified" in await said(server, tmp_path)
    server.domains = [domain("inkmirage.test") | {"click_tracking": True}]
    assert "switch both off" in await said(server, tmp_path)
    assert not server.mails


def test_a_key_without_a_sender_is_missing_something() -> None:
    assert load(overrides={"resend.api_key": "re_key"}).missing() == ["resend.sender is empty"]
