"""Every fault of the sandbox (mayi-wire.md §7) through the real client: what comes out, for a stream and for one document.

The sandbox was written by somebody else from the same description, so this holds two readings of it against each other.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.gateway.conversation import FOR_ACCOUNT, FOR_TASKS, known_triggers
from adapters.mayi import fetch
from adapters.mayi.landing import media_type_of
from core.ports import ImageOrder, MakerBroken, MakerBusy, MakerClosed, MakerError, MakerRefused, MakerUnclear, Reference, Spooled, Usage
from tests.adapters.mayi.conftest import MakeClient

Outcome = str | tuple[type[MakerError], str]

PNG = "image/png"
NO_PICTURE = (MakerBusy, "no-picture")
LOST = (MakerUnclear, "lost")
BAD = (MakerUnclear, "bad-picture")

# Marker, outcome of a stream, outcome of a document where it differs.
ROWS: list[tuple[str, Outcome, Outcome | None]] = [
    ("ok", PNG, None),  # rows 1 and 2
    ("done", PNG, None),
    ("slow=0.02", PNG, None),
    ("heartbeat=0.01,0.03", PNG, None),
    ("late_error=up500,0.01,0.03", NO_PICTURE, None),
    ("late_error=moderation,0.01,0.03", (MakerRefused, "moderation"), None),
    ("late_error=balance2,0.01,0.03", (MakerClosed, "balance"), None),
    ("stream_json", PNG, None),
    ("json_as_sse", PNG, None),
    ("dup_reqid", PNG, None),
    ("url_data", PNG, None),  # row 10
    ("url_http", PNG, None),
    ("url_http=404", (MakerUnclear, "picture-address"), None),
    ("url_http=slow,10", (MakerUnclear, "picture-address"), None),
    ("url_http=type", PNG, None),  # the bytes decide, not the content type
    ("size_off", PNG, None),
    ("fmt=jpeg", "image/jpeg", None),
    ("fmt=webp", "image/webp", None),
    ("revised", PNG, None),
    ("no_partials", PNG, None),
    ("multi_data", PNG, None),
    ("moderation", (MakerRefused, "moderation"), None),  # row 15
    ("refusal", NO_PICTURE, (MakerRefused, "refused")),  # a stream does not say that it was a refusal (§2.5)
    ("filtered", NO_PICTURE, (MakerRefused, "moderation")),
    ("gw_moderation", (MakerRefused, "gateway-policy"), None),
    ("guard", (MakerRefused, "gateway-policy"), None),
    ("guard_down", (MakerBusy, "capacity"), None),
    ("cyber", (MakerRefused, "moderation"), None),
    ("sse_error2", (MakerBusy, "rate"), None),  # row 18
    ("no_key", (MakerClosed, "key"), None),
    ("bad_key", (MakerClosed, "key"), None),
    ("key_disabled", (MakerClosed, "key"), None),
    ("key_expired", (MakerClosed, "key"), None),
    ("user_missing", (MakerClosed, "account"), None),
    ("user_inactive", (MakerClosed, "account"), None),
    ("ip_denied", (MakerClosed, "permission"), None),
    ("group_deleted", (MakerClosed, "permission"), None),
    ("group_disabled", (MakerClosed, "permission"), None),
    ("group_not_allowed", (MakerClosed, "permission"), None),
    ("subscription_missing", (MakerClosed, "subscription"), None),
    ("auth_limited", (MakerBusy, "rate"), None),
    ("auth_overloaded", (MakerBusy, "capacity"), None),
    ("auth_error", (MakerBusy, "gateway"), None),
    ("no_group", (MakerClosed, "permission"), None),  # row 21
    ("not_enabled", (MakerClosed, "permission"), None),
    ("wrong_platform", (MakerBroken, "not-found"), None),
    ("model_missing", (MakerBroken, "not-found"), None),
    ("balance", (MakerClosed, "balance"), None),  # row 22
    ("balance2", (MakerClosed, "balance"), None),
    ("quota", (MakerClosed, "quota"), None),
    ("usage_limit", (MakerBusy, "window"), None),
    ("rpm", (MakerBusy, "rate"), None),
    ("platform_quota", (MakerBusy, "rate"), None),
    ("window", (MakerClosed, "quota"), None),  # without Retry-After as a quota (§5.2)
    ("concurrency", (MakerBusy, "rate"), None),
    ("concurrency event=1", (MakerBusy, "rate"), None),
    ("queue_full", (MakerBusy, "rate"), None),
    ("img_concurrency", (MakerBusy, "rate"), None),
    ("up429", (MakerBusy, "rate"), None),
    ("up500", (MakerBusy, "upstream"), None),  # row 27
    ("up529", (MakerBusy, "capacity"), None),
    ("shed", (MakerBusy, "capacity"), None),
    ("no_accounts", (MakerBusy, "capacity"), None),
    ("billing_down", (MakerBusy, "capacity"), None),
    ("incomplete", NO_PICTURE, (MakerBusy, "upstream")),
    ("read_error", (MakerBusy, "upstream"), None),
    ("http2_error", (MakerBusy, "upstream"), None),
    ("unavailable", (MakerBusy, "upstream"), None),
    ("mismatch", (MakerBroken, "mismatch"), None),
    ("too_large", (MakerBusy, "upstream"), None),  # only its text tells it from other failures, and text is no evidence
    ("gateway500", (MakerBusy, "gateway"), None),
    ("api500", (MakerBusy, "gateway"), None),
    ("bad_request", (MakerBroken, "invalid"), None),
    ("panel", (MakerBroken, "invalid"), None),
    ("teapot", (MakerBroken, "rejected"), None),
    ("fail_then_ok=1", (MakerBusy, "upstream"), None),  # row 28; the second attempt is a test of its own
    ("html524", (MakerUnclear, "proxy"), None),  # row 29
    ("html502", (MakerBusy, "proxy"), None),
    ("empty502", (MakerBusy, "proxy"), None),
    ("empty503", (MakerBusy, "proxy"), None),
    ("html200", (MakerBroken, "html"), None),
    ("plain404", (MakerBroken, "not-found"), None),
    ("drop_before", LOST, None),  # row 30
    ("drop_before rst=1", LOST, None),
    ("drop_mid", LOST, None),
    ("drop_mid chunked=1", LOST, None),
    ("drop_mid rst=0", LOST, None),
    ("drop_sse", LOST, None),
    ("drop_sse clean=1", (MakerUnclear, "cut"), LOST),
    ("idle", (MakerUnclear, "timeout"), None),  # row 33
    ("b64_trunc", BAD, None),
    ("b64_bad", BAD, None),
    ("b64_notimage", BAD, None),
    ("b64_empty", (MakerUnclear, "no-picture"), None),
    ("png_trunc", PNG, None),  # whoever decodes it finds out
    ("png_bomb", PNG, None),
    ("data_empty", (MakerUnclear, "no-picture"), None),
    ("data_missing", (MakerUnclear, "no-picture"), None),
    ("huge", (MakerUnclear, "too-large"), None),  # row 37
    ("gzip", PNG, None),
]


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxGateway]:
    options = GatewayOptions(pace=0.0, heartbeat=0.05, plain=True, usage_delay=0.0)
    async with SandboxGateway(options) as sandbox:
        yield sandbox


def order(marker: str, *references: Reference) -> ImageOrder:
    return ImageOrder("order-key", f"a fox [[sb:{marker}]]", 816, 816, "low", references)


async def no_preview(frame: BinaryIO) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("stream", [True, False], ids=["stream", "document"])
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
async def test_outcome(
    sandbox: SandboxGateway,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
    row: tuple[str, Outcome, Outcome | None],
    stream: bool,
) -> None:
    monkeypatch.setattr(fetch, "FETCH_SECONDS", 0.3)
    marker, streamed, whole = row
    read_timeout = 0.2 if marker == "idle" else 5.0
    client = make_client(sandbox.base_url, stream=stream, read_timeout=read_timeout)
    outcome: Outcome
    try:
        spooled = await client.make(order(marker), no_preview)
        head = spooled.file.read(12)
        spooled.close()
        outcome = spooled.media_type
        assert media_type_of(head) == outcome
    except MakerError as error:
        outcome = (type(error), error.code)
    assert outcome == (streamed if stream or whole is None else whole)
    assert len(sandbox.journal) == (2 if marker.startswith("url_http") else 1)


def test_no_trigger_is_left_out() -> None:
    covered = {marker.split()[0].partition("=")[0] for marker, _, _ in ROWS}
    assert known_triggers() - {*FOR_TASKS, *FOR_ACCOUNT} == covered


async def test_previews(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    frames: list[bytes] = []

    async def keep(frame: BinaryIO) -> None:
        frames.append(frame.read())

    (await make_client(sandbox.base_url).make(order("ok"), keep)).close()
    assert [media_type_of(frame[:12]) for frame in frames] == [PNG, PNG]


async def test_second_attempt_after_a_failure(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    client = make_client(sandbox.base_url)
    with pytest.raises(MakerBusy):
        await client.make(order("fail_then_ok=1"), no_preview)
    (await client.make(order("fail_then_ok=1"), no_preview)).close()


async def test_how_long_to_wait(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    with pytest.raises(MakerBusy) as caught:
        await make_client(sandbox.base_url).make(order("rpm=7"), no_preview)
    assert caught.value.retry_after == 7


async def test_request_carries_our_id_and_asks_for_no_compression(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    (await make_client(sandbox.base_url).make(order("ok"), no_preview)).close()
    entry = sandbox.journal[0]
    assert (entry.header("x-request-id"), entry.header("accept-encoding")) == ("order-key", "identity")
    assert entry.options == {
        "model": "gpt-image-2",
        "n": 1,
        "size": "816x816",
        "quality": "low",
        "output_format": "png",
        "stream": True,
        "partial_images": 2,
    }


@pytest.mark.parametrize(("model", "width"), [("gpt-4", 816), ("gpt-image-2", 817)])
async def test_request_that_is_not_valid(sandbox: SandboxGateway, make_client: MakeClient, model: str, width: int) -> None:
    with pytest.raises(MakerBroken, match="invalid"):
        await make_client(sandbox.base_url, model=model).make(ImageOrder("k", "a fox", width, 816, "low"), no_preview)


async def test_body_beyond_what_the_gateway_takes(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    sandbox.options.body_limit = 1000
    with pytest.raises(MakerBroken, match="too-large"):
        await make_client(sandbox.base_url).make(order("ok", Reference("2000", PNG)), no_preview)


@pytest.mark.parametrize("stream", [True, False], ids=["stream", "document"])
async def test_full_gateway(sandbox: SandboxGateway, make_client: MakeClient, stream: bool) -> None:
    """Row 25 with real places: one works, one waits too long, one finds the queue full."""
    sandbox.options.pace, sandbox.options.concurrency, sandbox.options.queue_limit, sandbox.options.queue_wait = 0.3, 1, 1, 0.1
    client = make_client(sandbox.base_url, stream=stream)
    outcomes = await asyncio.gather(*(client.make(order("ok"), no_preview) for _ in range(3)), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Spooled):
            outcome.close()
    assert sorted(outcome.code if isinstance(outcome, MakerBusy) else type(outcome).__name__ for outcome in outcomes) == [
        "Spooled",
        "rate",
        "rate",
    ]


@pytest.mark.proves("PRV-19")
@pytest.mark.parametrize("stream", [True, False], ids=["stream", "document"])
async def test_edit_with_references(sandbox: SandboxGateway, make_client: MakeClient, stream: bool) -> None:
    client = make_client(sandbox.base_url, stream=stream, open_object=_picture)
    (await client.make(order("ok", Reference("a", PNG), Reference("b", PNG)), no_preview)).close()
    parts = [(part.name, part.filename, part.media_type) for part in sandbox.journal[0].parts if part.filename]
    assert parts == [("image[]", "reference-1.png", PNG), ("image[]", "reference-2.png", PNG)]


async def _picture(key: str) -> AsyncIterator[bytes]:
    # One grey pixel; the sandbox really decodes what it is sent.
    yield bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
        "0000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
    )


async def test_wrong_key(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    client = make_client(sandbox.base_url, api_key="nonsense")
    assert await client.check() == "key"
    assert await client.usage() is None
    with pytest.raises(MakerClosed, match="key"):
        await client.make(order("ok"), no_preview)


async def test_wrong_base_url(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    assert await make_client(sandbox.base_url.replace("/v1", "/web")).check() == "html"


async def test_check_of_a_good_configuration(sandbox: SandboxGateway, make_client: MakeClient) -> None:
    assert await make_client(sandbox.base_url).check() is None
    sandbox.options.models_style = "claude"
    assert await make_client(sandbox.base_url).check() is None


@pytest.mark.parametrize("mode", ["unrestricted", "quota_limited"])
async def test_usage_counts_what_was_made(sandbox: SandboxGateway, make_client: MakeClient, mode: str) -> None:
    sandbox.options.usage_mode = mode
    client = make_client(sandbox.base_url)
    before = await client.usage()
    (await client.make(order("ok"), no_preview)).close()
    after = await client.usage()
    assert isinstance(before, Usage)
    assert isinstance(after, Usage)
    assert before.remaining is not None
    assert after.remaining is not None
    assert before.remaining - after.remaining == pytest.approx(0.02)
    if mode == "unrestricted":
        assert (before.requests_today, after.requests_today) == (0, 1)
