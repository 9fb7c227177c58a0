"""Letters through the SDK as it is, to a Resend on loopback."""

import asyncio
import contextlib
import logging
import re
import time
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
import resend

from adapters.resend.mailer import ResendMailer, reference
from core.mail.sheet import MailPurpose
from core.ports import Letter, MailRefused, MailUnavailable
from tests.loopback_resend import refusals
from tests.loopback_resend.server import LoopbackResend, domain
from tests.stand_in import Answer, together

LETTER = Letter(
    "ann@inkmirage.test", "Your receipt", "Five credits.\nThank you.", "<p>Five credits.<p>Thank you.", "en", MailPurpose.RECEIPT
)
KEY = "h3xk2n7q5r4w6y8z2a4c6e8g2i"


def subjects(server: LoopbackResend) -> list[str]:
    return [mail.body["subject"] for mail in server.mails]


@contextlib.asynccontextmanager
async def another(server: LoopbackResend, **changes: str) -> AsyncIterator[ResendMailer]:
    given = {"api_key": server.key, "api_base": server.url, "sender": server.sender, "reply_to": ""} | changes
    mailer = ResendMailer(**given, seconds=5)
    try:
        yield mailer
    finally:
        await mailer.aclose()


# --- what is sent --------------------------------------------------------------------------------------------------


async def test_a_letter_is_text_and_html_with_its_key_its_purpose_and_nothing_more(server: LoopbackResend, mailer: ResendMailer) -> None:
    await mailer.send(LETTER, key=KEY)
    assert server.mails[0].body == {
        "from": "InkMirage <hello@inkmirage.test>",
        "to": ["ann@inkmirage.test"],
        "subject": "Your receipt",
        "text": "Five credits.\nThank you.",
        "html": "<p>Five credits.<p>Thank you.",
        "headers": {"Auto-Submitted": "auto-generated"},
        "tags": [{"name": "letter", "value": KEY}, {"name": "purpose", "value": "receipt"}],
    }
    assert server.requests[0].mark == KEY
    assert set(server.requests[0].headers) == {
        *("Host", "Accept", "Accept-Encoding", "Authorization", "User-Agent"),
        *("Idempotency-Key", "Content-Length", "Content-Type"),
    }


async def test_a_letter_can_be_text_alone(server: LoopbackResend, mailer: ResendMailer) -> None:
    """Resend would make text of HTML by itself, but never HTML of text."""
    await mailer.send(replace(LETTER, html=""), key=KEY)
    assert "html" not in server.mails[0].body


@pytest.mark.parametrize("purpose", MailPurpose)
async def test_every_purpose_is_a_tag_that_resend_takes(server: LoopbackResend, mailer: ResendMailer, purpose: MailPurpose) -> None:
    await mailer.send(replace(LETTER, purpose=purpose), key=KEY)
    tags = server.mails[0].body["tags"]
    assert tags[1] == {"name": "purpose", "value": purpose.value}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", part) for tag in tags for part in tag.values())


async def test_answers_go_where_the_operator_wants_them(server: LoopbackResend) -> None:
    async with another(server, reply_to="help@inkmirage.test") as mailer:
        await mailer.send(LETTER, key=KEY)
    assert server.mails[0].body["reply_to"] == ["help@inkmirage.test"]


@pytest.mark.parametrize("key", ["receipt/2026-7", "ключ", "a\nb", "k" * 257])
async def test_a_key_that_resend_would_not_take_is_hashed_and_stays_one_key(server: LoopbackResend, mailer: ResendMailer, key: str) -> None:
    await mailer.send(LETTER, key=key)
    await mailer.send(LETTER, key=key)
    assert len(server.mails) == 1
    assert server.mails[0].body["tags"][0] == {"name": "letter", "value": reference(key)}
    assert server.requests[0].mark == reference(key) != key


# --- once, whatever happens to the answer --------------------------------------------------------------------------


@pytest.mark.parametrize("lose", [lambda server: server.cut(after=True), lambda server: server.answer(refusals.broken(503), after=True)])
async def test_an_answer_that_is_lost_sends_nothing_twice(
    server: LoopbackResend, mailer: ResendMailer, lose: Callable[[LoopbackResend], None]
) -> None:
    lose(server)
    with pytest.raises(MailUnavailable):
        await mailer.send(LETTER, key=KEY)
    assert len(server.mails) == 1
    await mailer.send(LETTER, key=KEY)
    assert len(server.mails) == 1
    assert [request.mark for request in server.requests] == [KEY, KEY]


async def test_a_letter_that_is_still_under_way_is_put_off_and_sent_once(server: LoopbackResend, mailer: ResendMailer) -> None:
    answered = asyncio.Event()
    server.hold(answered.wait, after=True)
    began = time.monotonic()
    with pytest.raises(MailUnavailable):
        await mailer.send(LETTER, key=KEY)
    assert time.monotonic() - began < 20, "it waits no longer than it was told to"
    with pytest.raises(MailUnavailable):
        await mailer.send(LETTER, key=KEY)
    assert server.requests[1].status == 409
    answered.set()
    await mailer.send(LETTER, key=KEY)
    assert len(server.mails) == 1


async def test_the_same_key_with_other_words_counts_as_sent_for_a_day(server: LoopbackResend, mailer: ResendMailer) -> None:
    await mailer.send(LETTER, key=KEY)
    await mailer.send(replace(LETTER, subject="Your receipt, in new words"), key=KEY)
    assert server.requests[1].status == 409
    assert subjects(server) == ["Your receipt"]
    server.clock.advance(hours=25)
    await mailer.send(replace(LETTER, subject="Your receipt, in new words"), key=KEY)
    assert subjects(server) == ["Your receipt", "Your receipt, in new words"], "the server forgets, so the day above was the reason"


async def test_different_keys_are_different_letters(server: LoopbackResend, mailer: ResendMailer) -> None:
    for key in ("one", "two"):
        await mailer.send(LETTER, key=key)
    assert len(server.mails) == 2


# --- no ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["nonsense", "ann@example.com", "", "ann@inkmirage.test, ben@inkmirage.test"])
async def test_an_address_that_never_works_is_refused(server: LoopbackResend, mailer: ResendMailer, to: str) -> None:
    with pytest.raises(MailRefused):
        await mailer.send(replace(LETTER, to=to), key=KEY)
    assert server.requests[0].status == 422
    assert not server.mails


async def test_a_letter_that_is_not_whole_is_refused(server: LoopbackResend, mailer: ResendMailer) -> None:
    with pytest.raises(MailRefused):
        await mailer.send(replace(LETTER, subject=""), key=KEY)


LATER = {
    "a broken server": refusals.broken(),
    "a server at rest": refusals.broken(503),
    "a page in front of it": refusals.page(502),
    "a page that blames the request": refusals.page(400),
    "a page that looks well": refusals.page(200),
    "the quota of the day": refusals.quota("daily"),
    "the quota of the month": refusals.quota("monthly"),
    "a long pause": refusals.too_many(60),
    "too many, without a pause": refusals.too_many(None),
    "somebody else's JSON": Answer(200, '{"status": "ok"}'),
    "a list": Answer(200, "[1]"),
    "an empty list": Answer(422, "[]"),
    "nothing": Answer(200, "null"),
    "half of it": Answer(200, '{"id": "4'),
    "a name that is none": Answer(422, '{"statusCode": 422, "name": {}, "message": []}'),
    "a name that is new": refusals.refusal(422, "sunspots", "Not today."),
    "a way elsewhere": Answer(302, '{"id": "1"}', headers={"Location": "/emails"}),
    "a way elsewhere for the letter too": Answer(307, '{"id": "1"}', headers={"Location": "/emails"}),
}
# What the operator has set wrong and can set right.
OURS = {
    "a key nobody knows": refusals.unknown_key(sending=True),
    "a key that is none": refusals.misshapen_key(),
    "a key as it used to be refused": refusals.former_unknown_key(),
    "a key at rest": refusals.inactive_key(),
    "a key on hold": refusals.suspended_key(),
    "a key without rights": refusals.without_scopes(),
    "a domain that is not verified": refusals.not_verified("inkmirage.test"),
    "an account that is not set up": refusals.testing_only("owner@inkmirage.test"),
    "a sender that is no address": refusals.bad_address("from"),
    "an address for answers that is none": refusals.bad_address("reply_to"),
    "no sender": refusals.missing("from"),
}


@pytest.mark.parametrize("answer", [*LATER.values(), *OURS.values()], ids=[*LATER, *OURS])
async def test_everything_else_is_tried_again_and_then_works(server: LoopbackResend, mailer: ResendMailer, answer: Answer) -> None:
    server.answer(answer)
    with pytest.raises(MailUnavailable):
        await mailer.send(LETTER, key=KEY)
    assert len(server.requests) == 1
    await mailer.send(LETTER, key=KEY)
    assert len(server.mails) == 1


async def test_a_line_that_breaks_before_anything_is_taken(server: LoopbackResend, mailer: ResendMailer) -> None:
    server.cut(after=False)
    with pytest.raises(MailUnavailable):
        await mailer.send(LETTER, key=KEY)
    assert not server.mails


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "nonsense"])
async def test_nobody_is_there(server: LoopbackResend, base: str) -> None:
    async with another(server, api_base=base) as mailer:
        with pytest.raises(MailUnavailable):
            await mailer.send(LETTER, key=KEY)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_short_pause_is_kept_once(server: LoopbackResend, mailer: ResendMailer, times: int) -> None:
    server.answer(refusals.too_many(1), times)
    began = time.monotonic()
    with pytest.raises(MailUnavailable) if times == 2 else contextlib.nullcontext():
        await mailer.send(LETTER, key=KEY)
    assert time.monotonic() - began >= 1
    assert [request.status for request in server.requests] == [429, 200 if times == 1 else 429]


# --- more than one -------------------------------------------------------------------------------------------------


async def test_two_mailers_at_the_same_time_never_mix() -> None:
    """Each request waits at its server until both servers have one."""
    first, second = LoopbackResend(keys={"re_first": False}), LoopbackResend(keys={"re_second": False})
    async with first, second, another(first, api_key="re_first") as one, another(second, api_key="re_second") as two:
        both = together(2)
        first.hold(both, 6, after=False)
        second.hold(both, 6, after=False)
        for key in range(6):
            sends = [mailer.send(replace(LETTER, subject=name), key=f"{key}") for mailer, name in ((one, "first"), (two, "second"))]
            await asyncio.gather(*(sends if key % 2 else reversed(sends)))
    assert [(mail.key, mail.body["subject"]) for mail in first.mails] == [("re_first", "first")] * 6
    assert [(mail.key, mail.body["subject"]) for mail in second.mails] == [("re_second", "second")] * 6


async def test_many_letters_at_once_go_out_with_the_key_of_their_mailer(server: LoopbackResend) -> None:
    server.keys = {f"re_{number}": False for number in range(4)}
    server.domains = [domain(f"{key}.test".replace("_", "-")) for key in server.keys]
    server.hold(together(20), 20, after=False)
    async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for key in server.keys:
            own = another(server, api_key=key, sender=f"hello@{key}.test".replace("_", "-"))
            mailer = await stack.enter_async_context(own)
            tasks = [group.create_task(mailer.send(LETTER, key=f"{key}-{number}")) for number in range(5)]
            stack.push_async_callback(asyncio.wait, tasks)
    assert len(server.mails) == 20
    for mail in server.mails:
        assert mail.body["from"] == f"hello@{mail.key}.test".replace("_", "-")
        assert mail.body["tags"][0]["value"].startswith(mail.key)


async def test_nothing_stands_still_while_resend_takes_its_time(server: LoopbackResend, mailer: ResendMailer) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    server.hold(lambda: asyncio.sleep(0.3), after=False)
    await mailer.send(LETTER, key=KEY)
    ticking.cancel()
    assert ticks >= 10


async def test_a_letter_that_is_called_off_leaves_the_next_one_alone(server: LoopbackResend) -> None:
    server.keys = {"re_first": False, "re_second": False}
    async with another(server, api_key="re_first") as one, another(server, api_key="re_second") as two:
        server.hold(asyncio.Event().wait, after=False)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await one.send(LETTER, key=KEY)
        await two.send(LETTER, key=KEY)
    assert [mail.key for mail in server.mails] == ["re_second"]


async def test_the_sdk_by_itself_sends_nothing(server: LoopbackResend, mailer: ResendMailer) -> None:
    """Neither of its two ways, as no key and no address lie about in it."""
    await mailer.send(LETTER, key=KEY)
    stray: resend.Emails.SendParams = {"from": server.sender, "to": [LETTER.to], "subject": "stray", "text": "stray"}
    with pytest.raises(resend.exceptions.ResendError):
        resend.Emails.send(stray)
    with pytest.raises(resend.exceptions.ResendError):
        await resend.Emails.send_async(stray)
    assert subjects(server) == ["Your receipt"]
    assert (resend.api_key, resend.api_url) == ("", "")


# --- what nobody may read ------------------------------------------------------------------------------------------

CANARIES = ("re_loopback_full", "canary-address", "canary subject", "canary body", "canary page", "canary-key")


def everything(error: BaseException | None) -> str:
    """The error, all that it came from, and what a log would print of it."""
    told = ""
    while error is not None:
        told += repr(error) + "".join(traceback.format_exception(error))
        error = error.__cause__ or error.__context__
    return told


def quoting() -> list[Answer]:
    """Refusals that quote what they refuse, as Resend's do."""
    said = "canary-address@inkmirage.test, canary subject, canary body, canary-key, re_loopback_full"
    names = {400: "validation_error", 401: "validation_error", 403: "validation_error", 409: "invalid_idempotent_request", 500: said}
    return [refusals.refusal(status, name, f"Invalid `{said}` field: {said}") for status, name in names.items()]


@pytest.mark.proves("PRV-06", "PRV-41", "T-LOG")
async def test_no_log_and_no_error_holds_a_key_an_address_or_a_word(
    server: LoopbackResend, mailer: ResendMailer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    letter, key = (
        replace(LETTER, to="canary-address@inkmirage.test", subject="canary subject", body="canary body", html="canary page"),
        "canary-key",
    )
    told, asked = "", 0
    for answer in (*quoting(), None):
        server.answer(answer) if answer else server.cut(after=False)
        try:
            await mailer.send(letter, key=key)
        except (MailRefused, MailUnavailable) as error:
            told += everything(error)
            asked += 1
    assert asked == 5, "all but the conflict"
    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert caplog.messages.count("resend says no") == len(quoting()) + 1
    assert not [canary for canary in CANARIES if canary in logged + told]
