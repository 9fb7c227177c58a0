"""The client against bytes on a real socket."""

import asyncio
import gzip
import hashlib
import json
import logging
from pathlib import Path
from typing import BinaryIO

import pybase64
import pytest
from python_multipart.multipart import parse_options_header

from adapters.mayi import client as client_module
from core.ports import ImageOrder, MakerBroken, MakerBusy, MakerClosed, MakerError, MakerRefused, MakerUnclear, Reference, Spooled, Usage
from tests.adapters.mayi.conftest import MakeClient
from tests.adapters.mayi.raw_gateway import RawGateway, Step, answer, chunk, head, reset

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
JPEG = b"\xff\xd8\xff" + bytes(100)
WEBP = b"RIFF\x00\x00\x00\x00WEBP" + bytes(100)
ORDER = ImageOrder(key="order-key", prompt="a fox in the rain", width=1024, height=1536, quality="low")
EVENTS = ("Content-Type: text/event-stream",)


def b64(data: bytes) -> str:
    return pybase64.b64encode(data).decode()


def document(picture: bytes = PNG) -> bytes:
    return json.dumps({"created": 1, "data": [{"b64_json": b64(picture)}]}).encode()


def pieces(body: bytes) -> list[bytes]:
    return [body[start : start + 99] for start in range(0, len(body), 99)]


def event(name: str, **data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()


def partial(picture: bytes = JPEG) -> bytes:
    return event("image_generation.partial_image", partial_image_index=0, b64_json=b64(picture))


def completed(picture: bytes = PNG) -> bytes:
    return event("image_generation.completed", b64_json=b64(picture), usage={})


def error_of(type_: str, code: str | None = None) -> bytes:
    return json.dumps({"error": {"type": type_, "message": "secret words", **({"code": code} if code else {})}}).encode()


async def no_preview(frame: BinaryIO) -> None:
    """Nobody looks."""


def content_of(spooled: Spooled) -> bytes:
    data = spooled.file.read()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (spooled.size, spooled.sha256)
    spooled.close()
    return data


class TestPicture:
    @pytest.mark.parametrize(
        "steps",
        [
            pytest.param([answer(document())], id="json"),
            pytest.param([answer(document(), headers=EVENTS)], id="json that calls itself an event stream"),
            pytest.param([head(), b" \n", 0.01, b" \n", document()], id="json after heartbeats"),
            pytest.param([head(*EVENTS), b":\n\n", partial(), completed()], id="events"),
            pytest.param([head("Content-Type: application/json"), completed()], id="events that call themselves json"),
            pytest.param([head(*EVENTS), completed(), b"data: [DONE]\n\n"], id="events with an end mark"),
            pytest.param([head(*EVENTS), completed(), "wait"], id="connection stays open after the picture"),
            pytest.param([head(*EVENTS), completed(), "reset"], id="connection breaks after the picture"),
            pytest.param([answer(document(), headers=("X-Request-Id: a", "X-Request-Id: b"))], id="repeated header"),
            pytest.param([answer(gzip.compress(document()), headers=("Content-Encoding: gzip",))], id="gzip although not asked for"),
            pytest.param([answer(json.dumps({"data": [{"url": "data:image/png;base64," + b64(PNG)}]}).encode())], id="data url"),
            pytest.param([answer(document(), status="201 Created")], id="another 2xx status"),
            pytest.param([head("Transfer-Encoding: chunked"), *map(chunk, pieces(document())), chunk(b"")], id="many chunks"),
        ],
    )
    async def test_arrives_in_every_form(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step]) -> None:
        gateway.steps = steps
        spooled = await make_client(gateway.base_url).make(ORDER, no_preview)
        assert spooled.media_type == "image/png"
        assert content_of(spooled) == PNG

    @pytest.mark.parametrize(("picture", "media_type"), [(JPEG, "image/jpeg"), (WEBP, "image/webp")])
    async def test_of_another_kind_than_asked_for(
        self, gateway: RawGateway, make_client: MakeClient, picture: bytes, media_type: str
    ) -> None:
        gateway.steps = [answer(document(picture))]
        spooled = await make_client(gateway.base_url).make(ORDER, no_preview)
        assert spooled.media_type == media_type
        assert content_of(spooled) == picture

    async def test_leaves_the_connection_for_the_next(self, gateway: RawGateway, make_client: MakeClient) -> None:
        body = completed()
        gateway.steps = [head("Connection: keep-alive", "Transfer-Encoding: chunked") + chunk(body), 0.02, chunk(b"")]
        client = make_client(gateway.base_url)
        for _ in range(3):
            (await client.make(ORDER, no_preview)).close()
        assert (len(gateway.requests), gateway.connections) == (3, 1)

    async def test_behind_an_address(self, gateway: RawGateway, make_client: MakeClient) -> None:
        shelf = RawGateway([answer(PNG, headers=("Content-Type: text/plain",))])
        await shelf.start()
        address = f"http://127.0.0.1:{shelf.port}/a.png?x=1%2B2".replace("/", "\\/")
        gateway.steps = [answer(b'{"data":[{"url":"%s"}]}' % address.encode())]
        spooled = await make_client(gateway.base_url).make(ORDER, no_preview)
        await shelf.stop()
        assert content_of(spooled) == PNG
        assert shelf.requests[0].line == "GET /a.png?x=1%2B2 HTTP/1.1"
        assert "authorization" not in shelf.requests[0].headers

    @pytest.mark.parametrize(
        "steps",
        [
            [answer(b"", status="404 Not Found")],
            [answer(b"", status="302 Found", headers=("Location: /b.png",))],
            [head("Content-Length: 99999"), PNG],
            ["reset"],
        ],
    )
    async def test_behind_an_address_that_fails(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step]) -> None:
        shelf = RawGateway(steps)
        await shelf.start()
        gateway.steps = [answer(json.dumps({"data": [{"url": f"http://127.0.0.1:{shelf.port}/a.png"}]}).encode())]
        with pytest.raises(MakerUnclear, match="picture-address"):
            await make_client(gateway.base_url).make(ORDER, no_preview)
        await shelf.stop()
        assert all(request.line.startswith("GET /a.png ") for request in shelf.requests)

    async def test_several_at_once_stay_within_the_slots(self, gateway: RawGateway, make_client: MakeClient) -> None:
        gateway.steps = [0.03, answer(document())]
        client = make_client(gateway.base_url, concurrency=2)
        pictures = await asyncio.gather(*(client.make(ORDER, no_preview) for _ in range(6)))
        assert {content_of(picture) for picture in pictures} == {PNG}
        assert (len(gateway.requests), gateway.most_busy) == (6, 2)


class TestRequest:
    async def test_says_what_is_wanted(self, gateway: RawGateway, make_client: MakeClient) -> None:
        gateway.steps = [answer(document())]
        (await make_client(gateway.base_url + "/").make(ORDER, no_preview)).close()
        request = gateway.requests[0]
        assert request.line == "POST /v1/images/generations HTTP/1.1"
        assert json.loads(request.body) == {
            "model": "gpt-image-2",
            "prompt": "a fox in the rain",
            "n": 1,
            "size": "1024x1536",
            "quality": "low",
            "output_format": "png",
            "stream": True,
            "partial_images": 2,
        }
        expected = {
            "authorization": "Bearer sk-test",
            "x-request-id": "order-key",
            "accept": "application/json, text/event-stream",
            "accept-encoding": "identity",
            "content-type": "application/json",
        }
        assert expected.items() <= request.headers.items()
        assert "transfer-encoding" not in request.headers

    async def test_with_references_is_multipart(self, gateway: RawGateway, make_client: MakeClient) -> None:
        gateway.steps = [head(*EVENTS), event("image_edit.completed", b64_json=b64(PNG))]
        references = (Reference("3", "image/png"), Reference("200", "image/jpeg"))
        order = ImageOrder("k", "ein Fuchs 🦊", 1024, 1024, "high", references)
        (await make_client(gateway.base_url).make(order, no_preview)).close()
        request = gateway.requests[0]
        assert request.line == "POST /v1/images/edits HTTP/1.1"
        assert int(request.headers["content-length"]) == len(request.body)
        boundary = parse_options_header(request.headers["content-type"])[1][b"boundary"]
        parts = [part.strip(b"\r\n").partition(b"\r\n\r\n") for part in request.body.split(b"--" + boundary)[1:-1]]
        heads = {line.decode(): body for line, _, body in parts}
        assert heads['Content-Disposition: form-data; name="prompt"'].decode() == "ein Fuchs 🦊"
        assert heads['Content-Disposition: form-data; name="stream"'] == b"true"
        picture = 'Content-Disposition: form-data; name="image[]"; filename="reference-{}"\r\nContent-Type: image/{}'
        assert heads[picture.format("1.png", "png")] == b"r" * 3072
        assert heads[picture.format("2.jpg", "jpeg")] == b"r" * 204_800

    @pytest.mark.parametrize(
        ("key", "expected", "code"),
        [("missing", MakerBroken, "reference-missing"), ("down", MakerBusy, "store"), ("8193", MakerBroken, "reference-too-large")],
    )
    async def test_is_not_sent_without_its_references(
        self, gateway: RawGateway, make_client: MakeClient, key: str, expected: type[MakerError], code: str
    ) -> None:
        order = ImageOrder("k", "p", 1024, 1024, "low", (Reference(key, "image/png"),))
        with pytest.raises(expected, match=f"^{code}$"):
            await make_client(gateway.base_url).make(order, no_preview)
        assert gateway.connections == 0


class TestPreview:
    async def test_frames_come_before_the_picture(self, gateway: RawGateway, make_client: MakeClient) -> None:
        seen: list[bytes] = []

        async def show(frame: BinaryIO) -> None:
            seen.append(frame.read())

        gateway.steps = [head(*EVENTS), partial(JPEG), b":\n\n", partial(WEBP), completed()]
        (await make_client(gateway.base_url).make(ORDER, show)).close()
        assert seen == [JPEG, WEBP]

    @pytest.mark.parametrize("trouble", [ValueError, ConnectionResetError, TimeoutError])
    async def test_trouble_while_showing_does_not_lose_the_picture(
        self, gateway: RawGateway, make_client: MakeClient, caplog: pytest.LogCaptureFixture, trouble: type[Exception]
    ) -> None:
        async def show(frame: BinaryIO) -> None:
            raise trouble("secret words")

        gateway.steps = [head(*EVENTS), partial(), completed()]
        assert content_of(await make_client(gateway.base_url).make(ORDER, show)) == PNG
        assert "preview not shown" in caplog.text
        assert "secret words" not in caplog.text

    async def test_endless_showing_does_not_lose_the_picture(
        self, gateway: RawGateway, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client_module, "PREVIEW_SECONDS", 0.02)

        async def show(frame: BinaryIO) -> None:
            await asyncio.Event().wait()

        gateway.steps = [head(*EVENTS), partial(), completed()]
        assert content_of(await make_client(gateway.base_url).make(ORDER, show)) == PNG

    async def test_damaged_frame_is_left_out(self, gateway: RawGateway, make_client: MakeClient) -> None:
        seen: list[bytes] = []

        async def show(frame: BinaryIO) -> None:
            seen.append(frame.read())

        gateway.steps = [head(*EVENTS), event("image_generation.partial_image", b64_json="!!!!"), completed()]
        assert content_of(await make_client(gateway.base_url).make(ORDER, show)) == PNG
        assert seen == []


class TestNoPicture:
    @pytest.mark.parametrize(
        ("steps", "expected", "code"),
        [
            pytest.param([answer(error_of("billing_error"), status="403 Forbidden")], MakerClosed, "balance", id="status"),
            pytest.param([answer(error_of("rate_limit_error"))], MakerBusy, "rate", id="error with status 200"),
            pytest.param(
                [head(*EVENTS), event("error", error={"type": "image_generation_user_error", "code": "moderation_blocked"})],
                MakerRefused,
                "moderation",
                id="first form of error event",
            ),
            pytest.param(
                [head(*EVENTS), b":\n\n", b"event: error\ndata: " + error_of("rate_limit_error") + b"\n\n"],
                MakerBusy,
                "rate",
                id="second form of error event",
            ),
            pytest.param([head(*EVENTS), b'event: error\ndata: {"message":"?"}\n\n'], MakerBusy, "no-picture", id="error event of no form"),
            pytest.param(
                [head(*EVENTS), partial(), event("error", error={"type": "upstream_error"})], MakerBusy, "no-picture", id="late error"
            ),
            pytest.param([answer(b'{"data":[]}')], MakerUnclear, "no-picture", id="no data"),
            pytest.param([answer(b'{"created":1}')], MakerUnclear, "no-picture", id="data missing"),
            pytest.param([answer(b'{"data":[{"b64_json":""}]}')], MakerUnclear, "no-picture", id="empty picture"),
            pytest.param([answer(document(b"not a picture"))], MakerUnclear, "bad-picture", id="not an image"),
            pytest.param([answer(b'{"data":[{"b64_json":"iVBO Rw!"}]}')], MakerUnclear, "bad-picture", id="not base64"),
            pytest.param([answer(b"<html>", headers=("Content-Type: text/html",))], MakerBroken, "html", id="web page"),
            pytest.param([answer(b"")], MakerUnclear, "unreadable", id="empty body"),
            pytest.param([answer(document()[:-20])], MakerUnclear, "unreadable", id="json cut short"),
            pytest.param([head(*EVENTS), partial()], MakerUnclear, "cut", id="events without the last"),
            pytest.param([head(*EVENTS), completed()[:-40]], MakerUnclear, "cut", id="last event cut short"),
            pytest.param([head("Content-Length: 99999"), document()[:500]], MakerUnclear, "lost", id="shorter than announced"),
            pytest.param([head("Transfer-Encoding: chunked"), chunk(document()[:500])], MakerUnclear, "lost", id="chunks without an end"),
            pytest.param(
                [head("Content-Length: 99999"), document()[:500], 0.02, "reset"], MakerUnclear, "lost", id="reset within the body"
            ),
            pytest.param(["reset"], MakerUnclear, "lost", id="reset before the answer"),
            pytest.param([], MakerUnclear, "lost", id="closed before the answer"),
            pytest.param([b"SMTP ready\r\n"], MakerUnclear, "lost", id="not http"),
            pytest.param([head("Content-Encoding: gzip"), b"{not gzip}"], MakerUnclear, "lost", id="not gzip"),
            pytest.param(
                [head("Content-Length: 99", status="400 Bad Request"), b'{"err'], MakerBroken, "invalid", id="error body cut short"
            ),
            pytest.param([answer(b"", status="502 Bad Gateway")], MakerBusy, "proxy", id="empty 502"),
            pytest.param([answer(b"", status="302 Found", headers=("Location: /x",))], MakerBroken, "redirect", id="redirect"),
        ],
    )
    async def test_outcome(
        self, gateway: RawGateway, make_client: MakeClient, steps: list[Step], expected: type[MakerError], code: str
    ) -> None:
        gateway.steps = steps
        with pytest.raises(expected, match=f"^{code}$"):
            await make_client(gateway.base_url).make(ORDER, no_preview)
        assert len(gateway.requests) == 1

    @pytest.mark.parametrize("steps", [["wait"], [head(*EVENTS), "wait"], [head(*EVENTS), partial(), "wait"]])
    async def test_silence(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step]) -> None:
        gateway.steps = steps
        with pytest.raises(MakerUnclear, match="timeout"):
            await make_client(gateway.base_url, read_timeout=0.1).make(ORDER, no_preview)

    async def test_heartbeats_for_ever(self, gateway: RawGateway, make_client: MakeClient) -> None:
        beat: list[Step] = [b":\n\n", 0.05]
        gateway.steps = [head(*EVENTS), *beat * 20]
        with pytest.raises(MakerUnclear, match="timeout"):
            await make_client(gateway.base_url, read_timeout=0.5, deadline=0.2).make(ORDER, no_preview)

    async def test_silence_after_the_request_is_no_slow_sending(
        self, gateway: RawGateway, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client_module, "CONNECT_SECONDS", 0.05)
        monkeypatch.setattr(client_module, "WRITE_SECONDS", 0.05)
        gateway.steps = [0.3, answer(document())]
        assert content_of(await make_client(gateway.base_url).make(ORDER, no_preview)) == PNG

    async def test_nobody_listens(self, gateway: RawGateway, make_client: MakeClient) -> None:
        await gateway.stop()
        with pytest.raises(MakerBusy, match="unreachable"):
            await make_client(gateway.base_url).make(ORDER, no_preview)

    async def test_no_tls_there(self, gateway: RawGateway, make_client: MakeClient) -> None:
        with pytest.raises(MakerBusy, match="unreachable"):
            await make_client(gateway.base_url.replace("http:", "https:")).make(ORDER, no_preview)

    async def test_upload_that_is_never_read(self, gateway: RawGateway, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client_module, "CONNECT_SECONDS", 0.1)
        monkeypatch.setattr(client_module, "WRITE_SECONDS", 0.1)

        tested, closed = asyncio.Event(), asyncio.Event()

        async def ignore(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await tested.wait()
            reset(writer)
            closed.set()

        async with await asyncio.start_server(ignore, "127.0.0.1", 0, limit=1024) as deaf:
            port = deaf.sockets[0].getsockname()[1]
            order = ImageOrder("k", "p", 1024, 1024, "low", tuple(Reference("8000", "image/png") for _ in range(4)))
            with pytest.raises(MakerUnclear, match="timeout"):
                async with asyncio.timeout(2):
                    await make_client(f"http://127.0.0.1:{port}/v1").make(order, no_preview)
            tested.set()
            await asyncio.wait_for(closed.wait(), 1)
            await asyncio.sleep(0.01)  # for the news to reach the client's side

    async def test_retry_after_reaches_the_caller_and_rests_everybody(self, gateway: RawGateway, make_client: MakeClient) -> None:
        gateway.steps = [answer(error_of("rate_limit_exceeded"), status="429 Too Many Requests", headers=("Retry-After: 42",))]
        client = make_client(gateway.base_url)
        with pytest.raises(MakerBusy) as caught:
            await client.make(ORDER, no_preview)
        assert caught.value.retry_after == 42
        with pytest.raises(MakerBusy, match="resting"):
            await client.make(ORDER, no_preview)
        rest = client.resting()
        assert rest is not None
        assert 40 < rest.total_seconds() <= 42
        assert len(gateway.requests) == 1

    async def test_nothing_is_left_open_or_in_the_folder(self, gateway: RawGateway, make_client: MakeClient, tmp_path: Path) -> None:
        gateway.steps = [head(*EVENTS), partial(), completed(), b"data: "]
        (await make_client(gateway.base_url).make(ORDER, no_preview)).close()
        gateway.steps = [head(*EVENTS), completed()[:-40]]
        with pytest.raises(MakerUnclear):
            await make_client(gateway.base_url).make(ORDER, no_preview)
        assert list(tmp_path.iterdir()) == []


class TestCancelled:
    @pytest.mark.parametrize("steps", [["wait"], [head("Content-Length: 99999"), document()[:500], "wait"]])
    async def test_closes_the_connection_and_frees_the_slot(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step]) -> None:
        gateway.steps = steps
        client = make_client(gateway.base_url, concurrency=1)
        task = asyncio.create_task(client.make(ORDER, no_preview))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gateway.gone.wait(), 1)
        gateway.steps = [answer(document())]
        assert content_of(await client.make(ORDER, no_preview)) == PNG


class TestQuestions:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (
                {"mode": "unrestricted", "remaining": 12.34, "usage": {"today": {"requests": 3, "cost": 0.12, "actual_cost": 0.06}}},
                Usage(3, 0.06, 12.34),
            ),
            ({"mode": "quota_limited", "quota": {"remaining": 37.5}, "remaining": 37.5, "usage": {}}, Usage(None, None, 37.5)),
            ({"mode": "unrestricted", "planName": "x", "remaining": -1}, Usage(None, None, None)),
            ({"usage": {"today": {"requests": "3", "actual_cost": True}}, "remaining": None}, Usage(None, None, None)),
            ({"code": "INVALID_API_KEY", "message": "…"}, None),
            ([], None),
        ],
    )
    async def test_usage(self, gateway: RawGateway, make_client: MakeClient, content: object, expected: Usage | None) -> None:
        gateway.steps = [answer(json.dumps(content).encode())]
        assert await make_client(gateway.base_url).usage() == expected
        assert gateway.requests[0].line == "GET /v1/usage HTTP/1.1"
        assert gateway.requests[0].headers["x-request-id"] == "fresh-id"

    @pytest.mark.parametrize("steps", [[answer(b"<html>")], [answer(b"{}", status="500 Oh")], ["reset"], [head("Content-Length: 9"), b"{"]])
    async def test_usage_that_will_not_be_told(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step]) -> None:
        gateway.steps = steps
        assert await make_client(gateway.base_url).usage() is None

    @pytest.mark.parametrize(
        ("steps", "expected"),
        [
            ([answer(b'{"object":"list","data":[]}')], None),
            ([answer(b"<!doctype html>")], "html"),
            ([answer(b'{"code":"INVALID_API_KEY"}', status="401 Unauthorized")], "key"),
            ([answer(b'{"code":"INSUFFICIENT_BALANCE"}', status="403 Forbidden")], "balance"),
            ([answer(b"404 page not found", status="404 Not Found")], "not-found"),
            ([answer(error_of("billing_error"))], "balance"),
            ([answer(b"[]")], "unexpected"),
            (["reset"], "unreachable"),
        ],
    )
    async def test_check(self, gateway: RawGateway, make_client: MakeClient, steps: list[Step], expected: str | None) -> None:
        gateway.steps = steps
        assert await make_client(gateway.base_url).check() == expected


class TestLog:
    async def test_says_what_helps_and_nothing_private(
        self, gateway: RawGateway, make_client: MakeClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        headers = ("X-Client-Request-ID: 12-ab\x1b[31m",)
        gateway.steps = [answer(error_of("Odd Type", "odd_code"), status="400 Bad Request", headers=headers)]
        with pytest.raises(MakerBroken):
            await make_client(gateway.base_url).make(ORDER, no_preview)
        record = next(record for record in caplog.records if record.name == "adapters.mayi.client")
        fields = {name: getattr(record, name) for name in ("job", "gateway_id", "status", "outcome", "error_type", "error_code", "bytes")}
        assert fields == {
            "job": "order-key",
            "gateway_id": "12-ab31m",
            "status": 400,
            "outcome": "invalid",
            "error_type": "oddtype",
            "error_code": "odd_code",
            "bytes": len(error_of("Odd Type", "odd_code")),
        }
        everything = " ".join(str(record.__dict__) for record in caplog.records)
        for private in ("sk-test", "fox", "secret words"):
            assert private not in everything
