"""What `python -m bot check` finds out about Resend without sending anything."""

import pytest

from adapters.resend.check import trouble
from tests.loopback_resend import refusals
from tests.loopback_resend.events import SECRET
from tests.loopback_resend.server import LoopbackResend, domain
from tests.stand_in import Answer

SENDER = "InkMirage <hello@inkmirage.test>"


async def found(server: LoopbackResend, key: str = LoopbackResend.key, sender: str = SENDER) -> str | None:
    return await trouble(key, server.url, sender, secrets=[SECRET])


@pytest.mark.parametrize("sender", [SENDER, "hello@inkmirage.test", "InkMirage <hello@INKMIRAGE.test>"])
async def test_all_is_well_and_nothing_is_sent(server: LoopbackResend, sender: str) -> None:
    assert await found(server, sender=sender) is None
    assert [(request.method, request.path) for request in server.requests] == [("GET", "/domains")]


@pytest.mark.parametrize("sender", ["", "InkMirage", "InkMirage <>", "InkMirage <hello@>"])
async def test_a_sender_that_is_no_address(server: LoopbackResend, sender: str) -> None:
    assert await found(server, sender=sender) == "resend-sender"
    assert not server.requests


async def test_a_secret_that_is_none(server: LoopbackResend) -> None:
    assert await trouble(server.key, server.url, SENDER, secrets=[SECRET, "whsec_"]) == "resend-secret"


@pytest.mark.parametrize("key", ["re_wrong", "nonsense", ""])
async def test_a_key_that_is_refused(server: LoopbackResend, key: str) -> None:
    assert await found(server, key) == "resend-key"


@pytest.mark.parametrize(
    "answer", [refusals.former_unknown_key(), refusals.inactive_key(), refusals.suspended_key(), refusals.without_scopes()]
)
async def test_other_ways_to_refuse_a_key(server: LoopbackResend, answer: Answer) -> None:
    server.answer(answer)
    assert await found(server) == "resend-key"


async def test_a_key_that_may_only_send_is_a_good_one(server: LoopbackResend) -> None:
    server.keys = {"re_sending": False}
    assert await found(server, "re_sending") is None
    assert server.requests[0].status == 401


@pytest.mark.parametrize("status", ["not_started", "pending", "failed", "temporary_failure"])
async def test_a_domain_that_is_not_verified(server: LoopbackResend, status: str) -> None:
    server.domains = [domain("other.test"), domain("inkmirage.test", status)]
    assert await found(server) == "resend-domain"


@pytest.mark.parametrize("domains", [[], ["other.test"], ["mail.inkmirage.test"], ["test"]])
async def test_a_domain_that_is_not_there(server: LoopbackResend, domains: list[str]) -> None:
    server.domains = [domain(name) for name in domains]
    assert await found(server) == "resend-domain"


@pytest.mark.proves("PRV-22")
@pytest.mark.parametrize("flag", ["open_tracking", "click_tracking"])
async def test_a_domain_that_tracks(server: LoopbackResend, flag: str) -> None:
    server.domains = [domain("other.test") | {flag: True}, domain("inkmirage.test")]
    assert await found(server) is None
    server.domains = [domain("inkmirage.test") | {flag: True}]
    assert await found(server) == "resend-tracking"


@pytest.mark.parametrize(
    "answer",
    [refusals.broken(), refusals.page(403), refusals.too_many(), Answer(200, "[1]"), Answer(200, '{"data": 1}'), Answer(200, "{}")],
)
async def test_an_answer_that_says_nothing(server: LoopbackResend, answer: Answer) -> None:
    server.answer(answer)
    assert await found(server) == "unreachable"


async def test_nobody_is_there() -> None:
    assert await trouble("re_key", "http://127.0.0.1:9", SENDER) == "unreachable"
