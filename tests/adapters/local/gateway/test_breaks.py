"""Rows 30–33 and the server's own firmness: broken connections, absent clients, many of them."""

import asyncio
import json
import socket
import struct

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.gateway.journal import KEPT, Journal
from core.ambient import utc_now
from tests.adapters.local.gateway.talk import Raw, Talk, dial, events, eventually


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("charged", [0, 1])
async def test_hangs_up_without_a_byte(talk: Talk, charged: int, stream: bool) -> None:
    raw = await dial(talk.gateway)
    await raw.ask(f"drop_before charged={charged}", stream=stream)
    assert await raw.all() == b""
    assert talk.charged == charged
    assert talk.gateway.journal[0].status == 0
    raw.close()


async def test_resets_without_a_byte(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    await raw.ask("drop_before rst=1")
    with pytest.raises(ConnectionResetError):
        await raw.all()
    raw.close()


async def test_resets_in_the_middle_of_a_document_of_known_length(talk: Talk) -> None:
    data, reset = await _until_broken(talk, "drop_mid after=500")
    head, _, body = data.partition(b"\r\n\r\n")
    [length] = [int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    assert reset
    assert body.startswith(b'{"created":')
    assert len(body) == 500 < length
    assert talk.charged == 1


async def test_resets_in_the_middle_of_chunks(talk: Talk) -> None:
    data, reset = await _until_broken(talk, "drop_mid chunked=1 after=500")
    assert reset
    assert b"Transfer-Encoding: chunked" in data
    assert b"Content-Length" not in data
    assert b"1f4\r\n{" in data
    assert not data.endswith(b"0\r\n\r\n")


async def test_hangs_up_quietly_in_the_middle(talk: Talk) -> None:
    data, reset = await _until_broken(talk, "drop_mid rst=0 charged=0")
    assert not reset
    assert len(data) > 1000
    assert talk.charged == 0


async def test_resets_in_the_middle_of_the_completed_event(talk: Talk) -> None:
    data, reset = await _until_broken(talk, "drop_mid after=300", stream=True)
    assert reset
    assert b"event: image_generation.completed\ndata: {" in data


@pytest.mark.parametrize("trigger", ["drop_mid", "drop_mid chunked=1", "drop_mid rst=0", "drop_before", "drop_sse"])
async def test_http_client_sees_a_broken_answer(talk: Talk, trigger: str) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await talk.ask(trigger)
    assert (await talk.ask()).status_code == 200


@pytest.mark.parametrize("charged", [0, 1])
async def test_stream_breaks_after_a_frame(talk: Talk, charged: int) -> None:
    data, reset = await _until_broken(talk, f"drop_sse charged={charged}", stream=True, partial_images=1)
    assert not reset
    assert data.count(b"event: image_generation.partial_image") == 1
    assert b"completed" not in data
    assert not data.endswith(b"0\r\n\r\n")
    assert talk.charged == charged


async def test_stream_ends_properly_but_without_a_picture(talk: Talk) -> None:
    answer = await talk.ask("drop_sse clean=1", stream=True, partial_images=1)
    assert [name for name, _ in events(answer.text)] == ["image_generation.partial_image"]


async def test_idle_stream_sends_its_head_and_then_nothing(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    await raw.ask("idle=5", stream=True)
    head = await raw.reader.readuntil(b"\r\n\r\n")
    assert b"text/event-stream" in head
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.15):
            await raw.reader.read(1)
    raw.close()


async def test_idle_stream_is_given_up_at_last(talk: Talk) -> None:
    [(name, data)] = events((await talk.ask("idle=0.05", stream=True)).text)
    assert (name, data["error"]["type"]) == ("error", "upstream_error")
    assert (await talk.ask("idle=0.05")).status_code == 502
    assert talk.charged == 0


async def test_idle_ends_when_the_client_leaves(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    await raw.ask("idle", stream=True)
    await raw.reader.readuntil(b"\r\n\r\n")
    raw.close()
    for _ in range(100):
        if talk.gateway.journal[0].gone:
            break
        await asyncio.sleep(0.01)
    assert talk.gateway.journal[0].gone


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("rude", [False, True])
async def test_client_that_left_is_charged_when_the_picture_is_made(talk: Talk, stream: bool, rude: bool) -> None:
    raw = await dial(talk.gateway)
    await raw.ask("ok pace=0.15 beat=0.02", stream=stream, partial_images=1)
    await asyncio.sleep(0.05)
    assert talk.charged == 0
    _leave(raw, rude=rude)
    await eventually(talk.gateway, 1)
    assert talk.gateway.charges[0].client_gone
    assert (await talk.ask()).status_code == 200


async def test_body_that_ends_early_is_no_request(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    raw.writer.write(b"POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    raw.writer.write_eof()
    assert (await raw.all()).startswith(b"HTTP/1.1 400 ")
    raw.close()


@pytest.mark.parametrize(
    "noise", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9, b"GET\r\n\r\n", b"GET //[ HTTP/1.1\r\nHost: x\r\n\r\n"]
)
async def test_noise_is_answered_with_400_and_a_close(talk: Talk, noise: bytes) -> None:
    raw = await dial(talk.gateway)
    raw.writer.write(noise)
    raw.writer.write_eof()
    assert (await raw.all()).startswith(b"HTTP/1.1 400 ")
    raw.close()
    assert (await talk.get("/health")).status_code == 200


async def test_connection_is_kept_and_requests_may_follow_each_other_at_once(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    for _ in range(3):
        await raw.ask("up500")
    await raw.send(b"GET /health HTTP/1.1", b"", b"Connection: close")
    data = await raw.all()
    assert (data.count(b"HTTP/1.1 502"), data.count(b"HTTP/1.1 200")) == (3, 1)
    raw.close()


async def test_idle_connection_is_closed(talk: Talk) -> None:
    talk.gateway.options.keep_alive = 0.05
    raw = await dial(talk.gateway)
    assert await raw.all() == b""
    raw.close()


async def test_body_is_asked_for_when_the_client_waits(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    body = json.dumps({"prompt": "a fox [[sb:up500]]"}).encode()
    head = b"POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nX-Api-Key: sk-a\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    raw.writer.write(head % len(body))
    assert await raw.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 \r\n\r\n"
    raw.writer.write(body)
    assert (await raw.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 502")
    raw.close()


async def test_head_request_gets_no_body(talk: Talk) -> None:
    raw = await dial(talk.gateway)
    await raw.send(b"HEAD /health HTTP/1.1", b"", b"Connection: close")
    assert (await raw.all()).endswith(b"\r\n\r\n")
    raw.close()


async def test_stop_hangs_up_on_everybody_at_once() -> None:
    gateway = SandboxGateway(GatewayOptions(pace=60, plain=True))
    await gateway.start()
    clients = [await dial(gateway) for _ in range(20)]
    for number, raw in enumerate(clients):
        await raw.ask("idle" if number % 2 else "", stream=number % 4 < 2)
    await asyncio.sleep(0.1)
    async with asyncio.timeout(2):
        await gateway.stop()
    for raw in clients:
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await raw.reader.readuntil(b"never")
        raw.close()
    await gateway.stop()


async def test_stopped_gateway_no_longer_listens() -> None:
    async with SandboxGateway() as gateway:
        pass
    with pytest.raises(ConnectionRefusedError):
        await dial(gateway)


async def test_many_clients_are_served_at_the_same_time(talk: Talk) -> None:
    clients = [await dial(talk.gateway) for _ in range(100)]
    for raw in clients:
        await raw.ask("up500 delay=0.1")
    for raw in clients:
        assert (await raw.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 502")
        raw.close()


def test_journal_is_bounded() -> None:
    journal = Journal()
    for _ in range(KEPT + 10):
        journal.note(utc_now(), "GET", "/", [])
    assert len(journal.entries) == KEPT
    assert (journal.entries[0].number, journal.count) == (11, KEPT + 10)


def _leave(raw: Raw, *, rude: bool) -> None:
    """Close, or reset."""
    if rude:
        found: socket.socket = raw.writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.writer.transport.abort()
    raw.close()


async def _until_broken(talk: Talk, trigger: str, **fields: object) -> tuple[bytes, bool]:
    """All bytes that came, and whether a reset ended them."""
    raw = await dial(talk.gateway)
    await raw.ask(trigger, **fields)
    data = b""
    try:
        while piece := await raw.reader.read(65536):
            data += piece
    except ConnectionResetError:
        return data, True
    finally:
        raw.close()
    return data, False
