"""From a letter to what became of it: the outbox, Resend on loopback, its signed events, a real database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from adapters.mail.paper import HtmlPaper
from adapters.resend.mailer import ResendMailer
from adapters.resend.webhook import Webhook
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.letters import send_one
from core.mail.news import mail_news
from core.mail.sheet import MailPurpose
from core.mail_links import MailLinks
from core.storage.mail import DueLetter
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue
from core.workshop import Workshop
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from tests.adapters.mail.samples import ARGS
from tests.clock import FakeClock
from tests.loopback_resend import refusals
from tests.loopback_resend.events import HARD, OTHER_SECRET, SECRET, SOFT, event, signed
from tests.loopback_resend.server import LoopbackResend, Mail

ADDRESS = "ann@inkmirage.test"
CATALOGUE = Catalogue()
RECEIPT = DueLetter("letter-1", "ann", ADDRESS, "receipt", ARGS["receipt"][0], "en")


@dataclass
class Post:
    """An outbox with Resend at its other end, and the events that come back."""

    store: SqlStore
    ambient: Ambient
    clock: FakeClock
    server: LoopbackResend
    mailer: ResendMailer

    async def send(self, letter: DueLetter = RECEIPT) -> list[Mail]:
        """Queue a letter, send what is due; what Resend has taken so far."""
        await self.store.write(lambda uow: uow.letters.add(letter, self.clock.now()))
        await self.look()
        return self.server.mails

    async def look(self) -> bool:
        shop: Any = _Shop(self.store, self.ambient, self.mailer)
        home = "https://inkmirage.test"
        return await send_one(cast(Workshop, shop), CATALOGUE, MailLinks(b"nobody's secret", home), HtmlPaper(home))

    def hook(self) -> Webhook:
        """What a freshly started process listens with."""

        async def take(event: Any) -> None:
            await mail_news(self.store, self.ambient, event)

        return Webhook([SECRET], take)

    async def told(self, content: object, secret: str = SECRET, event_id: str = "msg_1") -> int:
        return await self.hook()(*signed(content, secret, event_id=event_id))

    async def account(self, account_id: str = "ann") -> Account:
        return await self.store.read(lambda uow: uow.accounts.get(account_id))

    async def change(self, **to: object) -> None:
        account: Any = replace(await self.account(), **cast(Any, to))
        await self.store.write(lambda uow: uow.accounts.save(account))

    async def log(self) -> list[tuple[str, str, str]]:
        """Every row that was kept: letter, kind, and the hash."""

        def rows(uow: UnitOfWork) -> list[tuple[str, str, str]]:
            found = cast(SqlUnitOfWork, uow).connection.execute(text("SELECT letter, kind, message_hash FROM mail_news ORDER BY kind"))
            return [tuple(row) for row in found]

        return await self.store.read(rows)

    async def state(self, letter_id: str = RECEIPT.id) -> str:
        query = text("SELECT state FROM letter WHERE id = :id")
        return await self.store.read(lambda uow: str(cast(SqlUnitOfWork, uow).connection.execute(query, {"id": letter_id}).scalar_one()))


@dataclass
class _Shop:
    """What `send_one` needs of a workshop."""

    store: SqlStore
    ambient: Ambient
    mailer: ResendMailer


@pytest.fixture
async def post(store: SqlStore, ambient: Ambient, clock: FakeClock, server: LoopbackResend, mailer: ResendMailer) -> Post:
    for uid in ("ann", "bob"):
        account, caller = Account(uid, clock.now(), f"p-{uid}"), Caller("telegram", uid, uid.title(), uid, Address("telegram", uid))
        await store.write(lambda uow, account=account, caller=caller: uow.accounts.create(account, caller))  # type: ignore[misc]
    post = Post(store, ambient, clock, server, mailer)
    await post.change(email=ADDRESS)
    return post


# --- on its way ----------------------------------------------------------------------------------------------------


async def test_a_letter_goes_out_as_text_and_html_with_its_purpose(post: Post) -> None:
    (mail,) = await post.send()
    assert "1,200 credits" in mail.body["text"]
    assert "1,200 credits" in mail.body["html"]
    assert mail.body["html"].startswith("<!DOCTYPE html>")
    assert {tag["name"]: tag["value"] for tag in mail.body["tags"]} == {"letter": "letter-1", "purpose": MailPurpose.RECEIPT}
    assert await post.state() == "sent"


TROUBLES: dict[str, Callable[[LoopbackResend], None]] = {
    "taken, and no answer in time": lambda server: server.hold(lambda: asyncio.sleep(1.8), after=True),
    "taken, and the line goes dead": lambda server: server.cut(after=True),
    "taken, and a server breaks": lambda server: server.answer(refusals.broken(), after=True),
    "a broken server": lambda server: server.answer(refusals.broken()),
    "a server at rest": lambda server: server.answer(refusals.broken(503)),
    "too many, for a while": lambda server: server.answer(refusals.too_many(60)),
    "too many, for a moment": lambda server: server.answer(refusals.too_many(0)),
}
LINKED = DueLetter("letter-2", "ann", ADDRESS, "sign-in", {"link": "l" * 26, "kind": "sign-in"}, "de")


@pytest.mark.parametrize("letter", [RECEIPT, LINKED], ids=["receipt", "sign-in"])
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_repeat_is_the_same_bytes_and_no_second_mail(post: Post, trouble: str, letter: DueLetter) -> None:
    TROUBLES[trouble](post.server)
    await post.send(letter)
    await asyncio.sleep(0.5)  # the slow answer is over
    post.clock.advance(minutes=3)
    await post.look()
    first, *others = [(list(request.body.items()), request.mark) for request in post.server.requests]
    assert others
    assert all(other == first for other in others)
    assert len(post.server.mails) == 1
    assert await post.state(letter.id) == "sent"


@pytest.mark.proves("PRV-05")
async def test_a_mail_that_is_not_registered_is_not_sent(post: Post) -> None:
    await post.send(replace(RECEIPT, template="newsletter"))
    assert not post.server.requests
    assert await post.state() == "due"


# --- and back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "more", "kept", "stops"),
    [
        ("email.bounced", {"bounce": HARD}, "bounced-hard", True),
        ("email.complained", {}, "complained", True),
        ("email.bounced", {"bounce": SOFT}, "bounced-soft", False),
        ("email.delivered", {}, "delivered", False),
    ],
)
async def test_what_became_of_a_letter_is_kept_and_heeded(post: Post, kind: str, more: Any, kept: str, stops: bool) -> None:
    (mail,) = await post.send()
    assert await post.told(event(kind, mail, **more)) == 200
    assert [row[:2] for row in await post.log()] == [("letter-1", kept)]
    assert (await post.account()).mail_stopped_at == (post.clock.now() if stops else None)
    assert (await post.account("bob")).mail_stopped_at is None


@pytest.mark.proves("PRV-22")
async def test_neither_the_address_nor_the_carriers_name_for_the_mail_is_kept(post: Post) -> None:
    (mail,) = await post.send()
    await post.told(event("email.bounced", mail, bounce=HARD))
    told = repr(await post.log())
    assert mail.id not in told
    assert "ann@" not in told
    assert "unknown user" not in told


async def test_what_nobody_signed_changes_nothing(post: Post) -> None:
    (mail,) = await post.send()
    assert await post.told(event("email.bounced", mail, bounce=HARD), OTHER_SECRET) == 403
    headers, body = signed(event("email.bounced", mail, bounce=SOFT))
    assert await post.hook()(headers, body.replace(b"Transient", b"Permanent")) == 403
    assert await post.log() == []
    assert (await post.account()).mail_stopped_at is None


async def test_what_comes_again_changes_nothing(post: Post) -> None:
    """To the same process or another, under the same name or another, and after the address has been proved anew."""
    (mail,) = await post.send()
    bounced = event("email.bounced", mail, bounce=HARD)
    await post.told(bounced)
    first = (await post.account()).mail_stopped_at
    post.clock.advance(minutes=5)
    for event_id in ("msg_1", "msg_2"):
        assert await post.told(bounced, event_id=event_id) == 200
    assert len(await post.log()) == 1
    assert (await post.account()).mail_stopped_at == first
    await post.change(mail_stopped_at=None)
    assert await post.told(bounced, event_id="msg_3") == 200
    assert (await post.account()).mail_stopped_at is None


async def test_many_at_once_are_one(post: Post) -> None:
    (mail,) = await post.send()
    bounced = event("email.bounced", mail, bounce=HARD)
    assert set(await asyncio.gather(*(post.told(bounced, event_id=f"msg_{number}") for number in range(8)))) == {200}
    assert len(await post.log()) == 1


async def test_a_bounce_and_then_a_complaint_are_two_news_and_one_stop(post: Post) -> None:
    (mail,) = await post.send()
    await post.told(event("email.bounced", mail, bounce=HARD))
    stopped = (await post.account()).mail_stopped_at
    post.clock.advance(minutes=5)
    await post.told(event("email.complained", mail), event_id="msg_2")
    assert [row[1] for row in await post.log()] == ["bounced-hard", "complained"]
    assert (await post.account()).mail_stopped_at == stopped


@pytest.mark.parametrize("now", ["ann@elsewhere.test", None])
async def test_an_address_that_was_left_stops_nothing(post: Post, now: str | None) -> None:
    (mail,) = await post.send()
    await post.change(email=now)
    await post.told(event("email.bounced", mail, bounce=HARD))
    assert len(await post.log()) == 1
    assert (await post.account()).mail_stopped_at is None


async def test_an_address_in_capitals_is_the_same_address(post: Post) -> None:
    (mail,) = await post.send(replace(RECEIPT, address="Ann@InkMirage.test"))
    await post.told(event("email.complained", mail))
    assert (await post.account()).mail_stopped_at is not None


@pytest.mark.parametrize("tags", [[], {"letter": "forgotten"}])
async def test_news_of_a_letter_that_nobody_knows_is_only_kept(post: Post, tags: Any) -> None:
    (mail,) = await post.send()
    assert await post.told(event("email.complained", mail, tags=tags)) == 200
    assert len(await post.log()) == 1
    assert (await post.account()).mail_stopped_at is None


async def test_a_stopped_address_gets_nothing_but_the_mail_that_proves_it_anew(post: Post) -> None:
    await post.change(mail_stopped_at=post.clock.now())
    assert await post.send() == []
    assert await post.state() == "failed"
    assert not await post.look(), "it does not wait for better days"
    proof = {"link": "l" * 26, "kind": "confirm", "name": "Ann", "platform": "telegram"}
    (mail,) = await post.send(DueLetter("letter-2", "ann", ADDRESS, "email-confirm", proof, "en"))
    assert mail.body["to"] == [ADDRESS]


async def test_news_are_forgotten_after_thirty_days(post: Post) -> None:
    (mail,) = await post.send()
    await post.told(event("email.delivered", mail))
    began = post.clock.now()

    async def forget(at: datetime) -> int:
        return await post.store.write(lambda uow: uow.retention.sweep("mail_news", at, 9))

    assert await forget(began + timedelta(days=30)) == 0
    assert await forget(began + timedelta(days=30, seconds=1)) == 1
    assert await post.log() == []
