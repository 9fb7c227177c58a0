"""Mails to the privacy address, from Resend's event to the request and the answer, through the whole program (PRV-67, PRV-68, PRV-69)."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import event as events
from sqlalchemy import text

from bot import desk
from bot.config import Settings
from bot.config_sources import load
from bot.program import Program, rights_kit
from bot.runtime import Runtime
from bot.wiring import build
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.letters import send_one
from core.rights import by_mail, drafting, further
from core.rights.by_mail import PATIENCE, Arrival, read_one, take
from core.rights.carrying_out import carry_out_one
from core.rights.desk import CannotAct
from core.rights.requests import Request, RequestKind, RequestState, answer_by
from core.rights.retention import keep_to_periods
from core.rights.staff import Reason, Scope
from core.rights.storage import MailState, RequestMail
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from db.person_rows import SqlPersonRows
from db.unit_of_work import SqlUnitOfWork
from tests.loopback_resend import refusals
from tests.loopback_resend.events import SECRET, signed
from tests.loopback_resend.server import LoopbackResend, Mail
from tests.stand_in import Answer

KNOWN, UNKNOWN = "ann@inkmirage.test", "zoe@inkmirage.test"
ASKED = "Hello, please delete my account and all of my data. Thank you, and have a nice day."
CANARY = "mauve-canary-7"


def settings(server: LoopbackResend, folder: Path) -> Settings:
    given = {"api_key": server.key, "api_base": server.url, "sender": server.sender, "webhook_secrets": [SECRET]}
    return load(None, {"app.data_dir": str(folder), **{f"resend.{name}": value for name, value in given.items()}})


class Office:
    """The program, and Resend at both of its ends."""

    def __init__(self, program: Program, server: LoopbackResend) -> None:
        self.program, self.server = program, server
        self.events = 0

    async def bring(self, event: dict[str, Any]) -> int:
        """Resend tells of a mail; the status it gets."""
        self.events += 1
        headers, body = signed(event, event_id=f"msg_{self.events}")
        assert self.program.web
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.program.web), base_url="http://127.0.0.1") as resend:
            return (await resend.post("/webhooks/resend", headers=headers, content=body)).status_code

    async def comes(self, sender: str, words: str | None = ASKED, **more: Any) -> None:
        """A mail comes, is read, and is answered."""
        assert await self.bring(self.server.receive(sender, words, **more)) == 200
        await self.work()

    async def work(self) -> None:
        """What the workers do until nothing is due."""
        program = self.program
        assert program.postbox
        while await read_one(program.store, program.ambient, program.postbox):
            pass
        while await carry_out_one(rights_kit(program)):
            pass
        while await send_one(program.workshop, program.catalogue, program.links, program.paper):
            pass

    def answers(self) -> list[Mail]:
        return self.server.mails

    async def requests(self) -> list[Request]:
        return await self.program.store.read(lambda uow: uow.rights.listed(tuple(RequestState)))

    async def request(self) -> Request:
        [request] = await self.requests()
        return request

    async def mail(self) -> RequestMail | None:
        request = await self.request()
        return await self.program.store.read(lambda uow: uow.mails.get(request.ref))

    async def rows(self, query: str) -> list[Any]:
        return await self.program.store.read(lambda uow: list(cast(SqlUnitOfWork, uow).connection.execute(text(query))))


@pytest.fixture
async def office(server: LoopbackResend, tmp_path: Path) -> AsyncIterator[Office]:
    program = await build(settings(server, tmp_path), ambient=Ambient(now=server.clock.now))
    ann = Account("ann", server.clock.now(), "prefix", email=KNOWN, locale="de")
    caller = Caller("telegram", "1", "Ann", "key", Address("telegram", "1"))
    await program.store.write(lambda uow: uow.accounts.create(ann, caller))
    yield Office(program, server)
    await program.close()


# --- a request, and its answer ---------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_a_mail_is_a_draft_with_a_reference_a_kind_and_a_date_before_anything_is_fetched(office: Office) -> None:
    event = office.server.receive(KNOWN, ASKED, subject="Delete my account")
    received = datetime.fromisoformat(event["created_at"])
    office.server.clock.advance(hours=5)  # nobody was listening
    assert await office.bring(event) == 200
    request, mail = await office.request(), await office.mail()
    assert (request.state, request.kind, request.channel, request.account_id) == (RequestState.DRAFT, RequestKind.ERASE, "mail", None)
    assert (request.received_at, request.answer_by) == (received, answer_by(received))
    assert mail
    assert (mail.words, mail.state) == ("Delete my account", MailState.DUE)
    assert not office.server.requests


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_known_and_unknown_get_the_same_answer_byte_for_byte(office: Office) -> None:
    for sender in (KNOWN, UNKNOWN):
        await office.comes(f"Somebody <{sender}>")
    known, unknown = office.answers()
    assert (known.body["to"], unknown.body["to"]) == ([KNOWN], [UNKNOWN])
    refs = [request.ref for request in await office.requests()]
    same = [{name: _without(mail.body[name], refs) for name in ("from", "subject", "text", "html", "headers")} for mail in (known, unknown)]
    assert same[0] == same[1]
    assert sum(ref in known.body["text"] for ref in refs) == 1
    assert known.body["headers"] == {"Auto-Submitted": "auto-generated"}


def _without(value: object, refs: list[str]) -> str:
    return re.sub("|".join(refs), "REF", str(value))


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_known_and_unknown_cause_the_same_queries(office: Office) -> None:
    """The work is the same, so the time it takes tells nothing."""
    said = []
    for sender in (KNOWN, UNKNOWN):
        name, ambient, post = office.server.receive(sender, ASKED)["data"]["email_id"], office.program.ambient, office.program.postbox
        assert post
        queries: list[str] = []
        listened = cast(Store, _Listened(office.program.store, queries))
        await take(listened, ambient, post, Arrival(name, sender, frozenset({post.contact}), "", 0, ambient.now()))
        await read_one(listened, ambient, post)
        said.append(queries)
    assert said[0] == said[1]
    assert said[0]
    assert not any("FROM account" in query for query in said[0])


class _Listened:
    """A store whose statements can be read afterwards."""

    def __init__(self, store: Any, queries: list[str]) -> None:
        self._store, self._queries = store, queries

    async def read(self, work: Any) -> Any:
        return await self._store.read(lambda uow: self._heard(uow, work))

    async def write(self, work: Any) -> Any:
        return await self._store.write(lambda uow: self._heard(uow, work))

    def _heard(self, uow: Any, work: Any) -> Any:
        def hear(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
            self._queries.append(statement)

        events.listen(uow.connection, "before_cursor_execute", hear)
        try:
            return work(uow)
        finally:
            events.remove(uow.connection, "before_cursor_execute", hear)


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_the_answer_is_in_the_language_of_the_mail_and_never_of_the_account(office: Office) -> None:
    await office.comes(KNOWN)  # whose account speaks German
    await office.comes(KNOWN, "Bitte schickt mir eine Kopie von allen Daten, die ihr über mich habt.")
    await office.comes(UNKNOWN, "请把我的账户和所有数据删除，谢谢。")
    await office.comes(UNKNOWN, "Quiero una copia de los datos que tenéis sobre mí, por favor.")
    subjects = [mail.body["subject"] for mail in office.answers()]
    assert subjects == [office.program.catalogue.plain("mail-rights-by-mail", locale)["mail-rights-by-mail.subject"] for locale in
                        ("en", "de", "zh-CN", "es")]  # fmt: skip
    assert [one.kind for one in sorted(await office.requests(), key=lambda one: one.received_at)] == [
        RequestKind.ERASE, RequestKind.EXPORT, RequestKind.ERASE, RequestKind.EXPORT,
    ]  # fmt: skip


@pytest.mark.proves("PRV-67", "PRV-68", "T-DSAR")
async def test_the_answer_says_when_and_how_and_carries_no_data(office: Office) -> None:
    await office.comes(KNOWN, f"{ASKED} {CANARY}", subject=CANARY)
    [answer] = office.answers()
    request = await office.request()
    said = answer.body["text"]
    assert request.ref in said
    assert f"{request.answer_by.day}, {request.answer_by.year}" in said
    assert "/privacy" in said
    assert re.findall(r"https?://\S+", said) == [f"{office.program.settings.base_url}/account/privacy", office.program.settings.base_url]
    assert "no identity documents" in said
    for hidden in (CANARY, KNOWN, "Ann"):
        assert hidden not in said + answer.body["html"] + answer.body["subject"]


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_the_running_program_answers_by_itself(office: Office) -> None:
    runtime, answered = Runtime(office.program, ("worker",)), asyncio.Event()

    async def look() -> None:
        if office.answers():
            answered.set()

    office.server.hold(look, 9, after=True)
    async with runtime.everything(None):
        await office.bring(office.server.receive(UNKNOWN, ASKED))
        try:
            await asyncio.wait_for(answered.wait(), 10)
        finally:
            runtime.stopping.set()
    assert [mail.body["to"] for mail in office.answers()] == [[UNKNOWN]]


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_an_event_that_comes_again_makes_no_second_request(office: Office) -> None:
    event = office.server.receive(UNKNOWN, ASKED)
    for _ in range(3):  # under other numbers, as another process would take them
        assert await office.bring(event) == 200
        await office.work()
    assert len(await office.requests()) == 1
    assert len(office.answers()) == 1


async def test_mail_to_somebody_else_is_none_of_ours(office: Office) -> None:
    await office.comes(UNKNOWN, ASKED, to="hello@inkmirage.test")
    assert await office.requests() == []
    await office.comes(UNKNOWN, ASKED, to="hello@inkmirage.test", cc=["Privacy <PRIVACY@inkmirage.com>"])
    assert len(await office.requests()) == 1


async def test_an_address_from_which_mail_came_back_is_answered_all_the_same(office: Office) -> None:
    now = office.program.ambient.now()
    await office.program.store.write(lambda uow: uow.accounts.save(replace(uow.accounts.get("ann"), mail_stopped_at=now)))
    await office.comes(KNOWN)
    assert [mail.body["to"] for mail in office.answers()] == [[KNOWN]]


# --- words that cannot be fetched --------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_a_sender_is_answered_in_time_although_the_words_cannot_be_fetched(office: Office) -> None:
    event = office.server.receive(UNKNOWN, ASKED)
    begun = office.server.clock.now()
    await office.bring(event)
    office.server.keys[office.server.key] = False  # a key that may only send
    while not office.answers():
        await office.work()
        office.server.clock.advance(seconds=5)
    assert PATIENCE <= office.server.clock.now() - begun < timedelta(minutes=5)
    office.server.keys[office.server.key] = True
    office.server.clock.advance(hours=1)
    await office.work()
    mail = await office.mail()
    assert mail
    assert (mail.state, mail.words) == (MailState.READ, ASKED)
    assert (await office.request()).kind is RequestKind.ERASE
    assert len(office.answers()) == 1


@pytest.mark.parametrize("trouble", [refusals.broken(), refusals.page(502), refusals.too_many(None)])
async def test_what_fails_is_tried_again(office: Office, trouble: Answer) -> None:
    office.server.answer(trouble)
    await office.comes(UNKNOWN)
    assert not office.answers()
    office.server.clock.advance(seconds=20)
    await office.work()
    assert len(office.answers()) == 1


async def test_a_mail_that_is_gone_is_answered_and_left_to_people(office: Office) -> None:
    event = office.server.receive(UNKNOWN, ASKED)
    office.server.received.clear()
    await office.bring(event)
    await office.work()
    mail = await office.mail()
    assert mail
    assert mail.state is MailState.UNREADABLE
    assert (await office.request()).state is RequestState.OPEN
    assert len(office.answers()) == 1


async def test_a_mail_of_markup_alone_is_read(office: Office) -> None:
    markup = "<head><style>p {color: red}</style></head><p>Please <b>correct</b> my name,<br>it is wrong.</p><script>alert(1)</script>"
    await office.comes(UNKNOWN, None, html=markup)
    mail = await office.mail()
    assert mail
    assert mail.words == "Please correct my name,\nit is wrong."
    assert (await office.request()).kind is RequestKind.CORRECT


async def test_hostile_words_are_kept_harmless_and_bounded(office: Office) -> None:
    await office.comes("\x00<a\udcff@inkmirage.test>", "\x00\ud800 4111 1111 1111 1111 " + "x" * 300_000, subject="\x1b[31m")
    mail = await office.mail()
    assert mail
    assert len(mail.words) <= by_mail.LONGEST
    assert "4111" not in mail.words
    assert mail.words.isascii() or "\u2022" in mail.words


@pytest.mark.parametrize(
    "broken",
    [{"email_id": "../domains"}, {"email_id": None}, {"email_id": ""}, {"email_id": "a" * 101}],
)
async def test_an_event_without_a_name_of_a_mail_is_refused(office: Office, broken: dict[str, Any]) -> None:
    event = office.server.receive(UNKNOWN, ASKED)
    event["data"] |= broken
    assert await office.bring(event) == 400
    assert await office.bring(event | {"data": None}) == 400
    assert await office.requests() == []


@pytest.mark.parametrize("odd", [{"to": "privacy@inkmirage.com"}, {"to": None}, {"attachments": None, "subject": None}, {"from": 7}])
async def test_an_event_of_an_odd_shape_does_no_harm(office: Office, odd: dict[str, Any]) -> None:
    event = office.server.receive(UNKNOWN, ASKED)
    event["data"] |= odd
    assert await office.bring(event) == 200
    await office.work()
    assert len(await office.requests()) == ("to" not in odd)


async def test_without_somebody_who_fetches_nothing_is_taken(server: LoopbackResend, tmp_path: Path) -> None:
    """The address is an ordinary mailbox then."""
    given = settings(server, tmp_path)
    program = await build(given.model_copy(update={"resend": given.resend.model_copy(update={"api_key": SecretStr("")})}))
    try:
        assert program.postbox is None
        office = Office(program, server)
        assert await office.bring(server.receive(UNKNOWN, ASKED)) == 200
        assert await office.requests() == []
    finally:
        await program.close()


# --- no loops ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-67", "T-DSAR")
@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"auto-submitted": "auto-generated; owner-email=x@example.org"},
        {"List-Id": "<news.example.org>"},
        {"Precedence": "Bulk"},
        {"Return-Path": "<>"},
        {"Content-Type": "multipart/report; report-type=delivery-status"},
        {"X-Autoreply": "yes"},
    ],
)
async def test_what_a_machine_wrote_is_kept_and_not_answered(office: Office, headers: dict[str, str]) -> None:
    await office.comes(UNKNOWN, "I am on holiday and back on Monday.", headers=headers)
    request = await office.request()
    assert request.state is RequestState.DRAFT
    office.server.clock.advance(days=31)
    await office.work()
    assert not office.answers()
    assert (await office.request()).state is RequestState.DENIED


@pytest.mark.parametrize("headers", [{"Auto-Submitted": "no"}, {"Precedence": "first-class"}, {"Return-Path": f"<{UNKNOWN}>"}])
async def test_what_a_human_wrote_is_answered(office: Office, headers: dict[str, str]) -> None:
    await office.comes(UNKNOWN, headers=headers)
    assert len(office.answers()) == 1


@pytest.mark.proves("PRV-67", "T-DSAR")
@pytest.mark.parametrize("sender", ["", "<>", "MAILER-DAEMON@mx.example.org", "no-reply@shop.example.org", "bounces+17@example.org"])
async def test_nobody_and_nobodys_machine_is_not_answered(office: Office, sender: str) -> None:
    await office.comes(sender)
    assert len(await office.requests()) == 1
    assert not office.answers()


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_our_own_mail_is_not_even_a_request(office: Office) -> None:
    for sender in (office.server.sender, "privacy@inkmirage.com"):
        await office.comes(sender)
    assert await office.requests() == []
    assert not office.answers()


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_a_sender_is_answered_three_times_a_day_and_every_mail_is_kept(office: Office) -> None:
    office.server.clock = replace_clock(office)
    for _ in range(5):
        await office.comes(UNKNOWN)
    await office.comes(KNOWN)
    assert [mail.body["to"][0] for mail in office.answers()] == [UNKNOWN] * 3 + [KNOWN]
    assert len(await office.requests()) == 6


def replace_clock(office: Office) -> Any:
    """At a time of day at which no key of the day ends."""
    clock = office.server.clock
    clock.advance(hours=(36 - clock.now().hour) % 24)
    return clock


# --- papers ------------------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-68", "T-DSAR")
async def test_attachments_are_counted_and_never_fetched(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    papers = [{"id": "a1", "filename": "passport-ann.png", "content_type": "image/png", "content_id": "img1", "size": 9}] * 2
    await office.comes(KNOWN, ASKED, attachments=papers)
    [fetched] = [request for request in office.server.requests if request.method == "GET"]
    assert fetched.path == f"/emails/receiving/{next(iter(office.server.received))}"
    assert fetched.query == {"html_format": "cid"}, "or pictures in the text would come along"
    mail = await office.mail()
    assert mail
    assert mail.attachments == 2
    assert "passport" not in repr(await office.rows("SELECT * FROM request_mail"))
    [told] = [vars(record) for record in caplog.records if record.getMessage() == "mail became a request"]
    assert told["objects"] == 2
    assert not any(hidden in caplog.text for hidden in (KNOWN, "passport", "delete my"))


# --- what becomes of it ------------------------------------------------------------------------------------------------


@pytest.mark.proves("PRV-67", "PRV-69", "T-DSAR")
@pytest.mark.parametrize("words", [ASKED, "I write on behalf of Ann Example: send me a copy of her data and delete her account."])
async def test_what_nobody_confirms_is_denied_before_its_date_and_changes_nothing(office: Office, words: str) -> None:
    await office.comes(KNOWN, words)
    request = await office.request()
    office.server.clock.advance(days=27)
    await office.work()
    assert (await office.request()).state is RequestState.DRAFT
    office.server.clock.advance(days=2)
    await office.work()
    ended = await office.request()
    assert ended.state is RequestState.DENIED
    assert ended.ended_at
    assert ended.ended_at < request.answer_by
    [line] = await office.program.store.read(lambda uow: uow.staff.of_request(request.ref))
    assert (line.role, line.scope, line.reason) == ("program", Scope.ANSWER, Reason.UNVERIFIED)
    assert [mail.body["to"] for mail in office.answers()] == [[KNOWN]] * 2
    assert "nothing shows that the account is yours" in office.answers()[1].body["text"]
    assert (await office.program.store.read(lambda uow: uow.accounts.get("ann"))).email == KNOWN


@pytest.mark.proves("PRV-67", "T-DSAR")
async def test_a_question_waits_for_people_who_see_it_and_close_it(office: Office) -> None:
    await office.comes(UNKNOWN, f"In which country do you keep the pictures, and for how long? {CANARY}")
    request, given = await office.request(), office.program.settings
    assert (request.kind, request.state) == (RequestKind.QUESTION, RequestState.OPEN)
    [line] = await desk.listed(given, office.program.ambient.now())
    assert all(word in line for word in (request.ref, "question", "mail", f"{request.answer_by:%Y-%m-%d}"))
    assert UNKNOWN not in line
    shown, _ = await desk.shown(given, {}, request.ref)
    assert any(UNKNOWN in one for one in shown)
    assert any(CANARY in one for one in shown)
    await desk.close(given, {}, request.ref, None)
    await office.work()
    assert office.answers()[1].body["subject"] == "Our answer to your request"
    assert await desk.listed(given, office.program.ambient.now()) == []


@pytest.mark.proves("PRV-69", "T-DSAR")
async def test_only_the_owner_of_an_account_can_have_it_done(office: Office) -> None:
    given, ambient = office.program.settings, office.program.ambient
    await office.comes(UNKNOWN, "I write on behalf of Ann: please correct her name.")
    mail = await office.request()
    assert (mail.kind, mail.state) == (RequestKind.AGENT, RequestState.DRAFT)
    assert mail.ref in (await desk.listed(given, ambient.now()))[0]
    with pytest.raises(CannotAct, match="unconfirmed"):
        await desk.close(given, {}, mail.ref, None)
    begun = await office.program.store.write(lambda uow: _drafted(uow, ambient))
    for not_theirs in (mail, begun):
        with pytest.raises(CannotAct, match="not-theirs"):
            await desk.join(given, {}, mail.ref, not_theirs.ref)
    theirs = await office.program.store.write(lambda uow: _asked(uow, ambient))
    with pytest.raises(CannotAct, match="no-mail"):
        await desk.join(given, {}, theirs.ref, theirs.ref)
    await desk.join(given, {}, mail.ref, theirs.ref)
    joined = await office.program.store.read(lambda uow: uow.rights.get(mail.ref))
    assert joined
    assert (joined.state, joined.account_id) == (RequestState.DONE, "ann")
    [told] = await office.rows("SELECT reply FROM notice")
    assert "joined-by-mail" in told.reply
    rows = await office.program.store.read(lambda uow: list(SqlPersonRows().of(uow, "ann").rows("request_mail")))
    assert [row["sender"] for row in rows] == [UNKNOWN]
    with pytest.raises(CannotAct, match="over"):
        await desk.join(given, {}, mail.ref, theirs.ref)


def _drafted(uow: UnitOfWork, ambient: Ambient) -> Request:
    return drafting.drafted(uow, ambient, uow.accounts.get("ann"), RequestKind.EXPORT, "web", None, "en", ambient.now())


def _asked(uow: UnitOfWork, ambient: Ambient) -> Request:
    return further.ask(uow, ambient, uow.accounts.get("ann"), RequestKind.OBJECT, "web", "en", ambient.now())


async def test_a_draft_can_be_denied_by_hand(office: Office) -> None:
    await office.comes(UNKNOWN)
    await desk.close(office.program.settings, {}, (await office.request()).ref, Reason.NO_MATCH)
    await office.work()
    assert (await office.request()).state is RequestState.DENIED
    assert "we hold nothing" in office.answers()[1].body["text"]


@pytest.mark.proves("PRV-68", "T-DSAR")
async def test_after_90_days_nothing_of_the_mail_is_left_but_words_of_the_program(office: Office) -> None:
    await office.comes(UNKNOWN, f"A question: {CANARY}?")
    await desk.close(office.program.settings, {}, (await office.request()).ref, None)
    await office.work()
    for days, left in ((89, 1), (2, 0)):
        office.server.clock.advance(days=days)
        await keep_to_periods(office.program.store, office.program.ambient)
        assert len(await office.rows("SELECT * FROM request_mail")) == left
    assert (await office.request()).kind is RequestKind.QUESTION
    dump = repr([await office.rows(f"SELECT * FROM {table}") for table in ("rights_request", "rights_event", "letter", "attempt")])
    assert UNKNOWN not in dump
    assert CANARY not in dump


@pytest.mark.proves("PRV-68", "T-DSAR")
async def test_mails_from_the_address_of_an_account_are_in_its_copy_and_go_with_it(office: Office) -> None:
    await office.comes(KNOWN, f"{ASKED} {CANARY}")
    await office.comes(UNKNOWN)
    rows = SqlPersonRows()
    mine = await office.program.store.read(lambda uow: list(rows.of(uow, "ann").rows("request_mail")))
    assert [row["sender"] for row in mine] == [KNOWN]
    assert CANARY in mine[0]["words"]
    assert "message" not in mine[0]
    letters = await office.program.store.read(lambda uow: list(rows.of(uow, "ann").rows("letter")))
    assert [row["address"] for row in letters] == [KNOWN]
    now = office.program.ambient.now()
    await office.program.store.write(lambda uow: uow.erasures.purge("ann", "ref", now, now))
    assert [row.sender for row in await office.rows("SELECT sender FROM request_mail")] == [UNKNOWN]
    assert [row.address for row in await office.rows("SELECT address FROM letter")] == [UNKNOWN]
    assert len(await office.requests()) == 2, "that somebody asked stays, without them"
    office.server.clock.advance(days=30)
    await office.work()
    assert {request.state for request in await office.requests()} == {RequestState.DENIED}
