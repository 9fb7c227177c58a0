"""Rows 1–14 and 34–38: what comes when a picture was made."""

import asyncio
import base64
import binascii
import gzip
import io
import json
import time

import httpx
import pytest
from PIL import Image

from tests.adapters.local.gateway.talk import EDITS, KEY, Talk, dial, events, opened, png


async def test_document_has_a_real_picture_of_the_size_asked_for(talk: Talk) -> None:
    answer = await talk.ask(size="1536x1024", quality="low", output_format="png")
    content = answer.json()
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert (content["size"], content["quality"], content["output_format"]) == ("1536x1024", "low", "png")
    assert content["usage"]["total_tokens"] == content["usage"]["input_tokens"] + content["usage"]["output_tokens"]
    picture = opened(content["data"][0]["b64_json"])
    assert (picture.format, picture.size) == ("PNG", (1536, 1024))


async def test_ids_of_a_request_are_told(talk: Talk) -> None:
    answer = await talk.ask(headers={"X-Request-ID": "job.1-a:b"})
    other = await talk.ask(headers={"X-Request-ID": "not plain!"})
    assert len(answer.headers["x-client-request-id"]) == 36
    assert answer.headers["x-request-id"] == "job.1-a:b"
    assert "x-request-id" not in other.headers
    assert other.headers["x-client-request-id"] != answer.headers["x-client-request-id"]


async def test_stream_has_heartbeat_frames_and_the_picture(talk: Talk) -> None:
    answer = await talk.ask(stream=True, partial_images=2)
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text.startswith(":\n\n")
    assert "[DONE]" not in answer.text
    names = [name for name, _ in events(answer.text)]
    assert names == ["image_generation.partial_image"] * 2 + ["image_generation.completed"]
    frames = [data for _, data in events(answer.text)]
    assert [frame["partial_image_index"] for frame in frames[:2]] == [0, 1]
    assert all(opened(frame["b64_json"]).size == (1024, 1024) for frame in frames)
    assert frames[2]["type"] == "image_generation.completed"
    assert frames[2]["usage"]["output_tokens"] > 0


async def test_stream_beats_while_the_picture_takes_its_time(talk: Talk) -> None:
    answer = await talk.ask("ok pace=0.2 beat=0.02", stream=True)
    assert answer.text.count(":\n\n") > 4
    assert events(answer.text)[-1][0] == "image_generation.completed"


async def test_frames_are_spread_over_the_pace(talk: Talk) -> None:
    arrivals = []
    body = {"prompt": "a fox [[sb:ok pace=0.9]]", "stream": True, "partial_images": 2}
    began = time.monotonic()
    async with talk.http.stream("POST", "/v1/images/generations", json=body, headers=KEY) as answer:
        async for text in answer.aiter_text():
            arrivals += [time.monotonic() - began] * text.count("event: ")
    assert len(arrivals) == 3
    assert arrivals[0] >= 0.3
    assert arrivals[1] - arrivals[0] > 0.1
    assert arrivals[2] >= 0.9


async def test_stream_may_end_with_done(talk: Talk) -> None:
    answer = await talk.ask("done", stream=True)
    assert answer.text.endswith("data: [DONE]\n\n")


async def test_slow_is_silent_before_the_status(talk: Talk) -> None:
    socket = await dial(talk.gateway)
    await socket.ask("slow=0.2", stream=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await socket.reader.read(1)
    assert await socket.reader.readuntil(b"image_generation.completed") != b""
    socket.close()


async def test_json_heartbeat_commits_the_status_and_pads_with_blanks(talk: Talk) -> None:
    body = {"prompt": "a fox [[sb:heartbeat=0.02,0.2]]"}
    began = time.monotonic()
    async with talk.http.stream("POST", "/v1/images/generations", json=body, headers=KEY) as answer:
        status_after = time.monotonic() - began
        text = "".join([part async for part in answer.aiter_text()])
    assert status_after < 0.15
    assert answer.headers["x-accel-buffering"] == "no"
    assert text.startswith(" \n \n \n")
    assert opened(json.loads(text)["data"][0]["b64_json"]).size == (1024, 1024)
    assert talk.charged == 1


@pytest.mark.parametrize(("kind", "error"), [("up500", "upstream_error"), ("moderation", "image_generation_user_error")])
async def test_late_error_keeps_status_200(talk: Talk, kind: str, error: str) -> None:
    answer = await talk.ask(f"late_error={kind},0.01,0.05")
    assert answer.status_code == 200
    assert answer.text.startswith(" \n")
    assert answer.json()["error"]["type"] == error
    assert talk.charged == 0


async def test_late_error_of_a_stream_is_an_event(talk: Talk) -> None:
    answer = await talk.ask("late_error=up500,0.01,0.03", stream=True)
    assert [(name, data["type"], data["error"]["type"]) for name, data in events(answer.text)] == [("error", "error", "upstream_error")]


async def test_stream_answered_with_a_document(talk: Talk) -> None:
    answer = await talk.ask("stream_json", stream=True)
    assert answer.headers["content-type"].startswith("application/json")
    assert opened(answer.json()["data"][0]["b64_json"]).format == "PNG"


async def test_document_that_claims_to_be_a_stream(talk: Talk) -> None:
    answer = await talk.ask("json_as_sse")
    assert answer.headers["content-type"] == "text/event-stream"
    assert opened(answer.json()["data"][0]["b64_json"]).format == "PNG"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("own", [{}, {"X-Request-ID": "mine"}])
async def test_request_id_comes_twice(talk: Talk, stream: bool, own: dict[str, str]) -> None:
    answer = await talk.ask("dup_reqid", stream=stream, headers=own)
    assert len(answer.headers.get_list("x-request-id")) == 2
    assert "," in answer.headers["x-request-id"]


@pytest.mark.parametrize(("trigger", "response_format"), [("url_data", "b64_json"), ("", "url")])
async def test_picture_as_data_url(talk: Talk, trigger: str, response_format: str) -> None:
    answer = await talk.ask(trigger, response_format=response_format)
    image = answer.json()["data"][0]
    assert "b64_json" not in image
    head, _, text = image["url"].partition(",")
    assert head == "data:image/png;base64"
    assert opened(text).size == (1024, 1024)


async def test_picture_by_url_from_the_sandbox(talk: Talk) -> None:
    url = (await talk.ask("url_http")).json()["data"][0]["url"]
    file = await talk.http.get(url)
    assert file.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(file.content)).size == (1024, 1024)


@pytest.mark.parametrize(
    ("kind", "status", "media_type"), [("404", 404, "text/plain"), ("type", 200, "text/html"), ("slow,0.1", 200, "image/png")]
)
async def test_picture_by_a_bad_url(talk: Talk, kind: str, status: int, media_type: str) -> None:
    url = (await talk.ask(f"url_http={kind}")).json()["data"][0]["url"]
    began = time.monotonic()
    file = await talk.http.get(url)
    assert (file.status_code, file.headers["content-type"]) == (status, media_type)
    assert (time.monotonic() - began >= 0.1) == (kind == "slow,0.1")


@pytest.mark.parametrize(("trigger", "size"), [("size_off", (1254, 1254)), ("ok size=1086x1448", (1086, 1448))])
async def test_another_size_than_asked_for_is_told_and_charged_as_it_is(talk: Talk, trigger: str, size: tuple[int, int]) -> None:
    content = (await talk.ask(trigger, size="1024x1024")).json()
    assert content["size"] == f"{size[0]}x{size[1]}"
    assert opened(content["data"][0]["b64_json"]).size == size
    assert talk.gateway.charges[0].tier == "2K"


@pytest.mark.parametrize(("wanted", "kind"), [("jpeg", "JPEG"), ("webp", "WEBP")])
async def test_another_format_than_asked_for(talk: Talk, wanted: str, kind: str) -> None:
    content = (await talk.ask(f"fmt={wanted}", output_format="png")).json()
    assert content["output_format"] == "png"
    assert opened(content["data"][0]["b64_json"]).format == kind


@pytest.mark.parametrize(("wanted", "kind"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
async def test_the_format_asked_for(talk: Talk, wanted: str, kind: str) -> None:
    content = (await talk.ask(output_format=wanted)).json()
    assert opened(content["data"][0]["b64_json"]).format == kind


async def test_revised_prompt_and_other_model_name(talk: Talk) -> None:
    content = (await talk.ask("revised")).json()
    assert content["model"] == content["data"][0]["model"] == "gpt-image-2-codex"
    assert content["data"][0]["revised_prompt"].endswith("a fox")


async def test_no_frames_although_asked_for(talk: Talk) -> None:
    answer = await talk.ask("no_partials", stream=True, partial_images=3)
    assert [name for name, _ in events(answer.text)] == ["image_generation.completed"]


async def test_data_over_several_lines(talk: Talk) -> None:
    answer = await talk.ask("multi_data", stream=True)
    assert answer.text.count("data: ") > 5
    [(name, data)] = events(answer.text)
    assert name == data["type"] == "image_generation.completed"
    assert opened(data["b64_json"]).size == (1024, 1024)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("trigger", ["b64_trunc", "b64_trunc=5", "b64_bad"])
async def test_base64_that_cannot_be_decoded(talk: Talk, trigger: str, stream: bool) -> None:
    with pytest.raises(binascii.Error):
        base64.b64decode(await _text(talk, trigger, stream=stream), validate=True)
    assert talk.charged == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_base64_of_something_else(talk: Talk, stream: bool) -> None:
    assert base64.b64decode(await _text(talk, "b64_notimage", stream=stream)).startswith(b"This is text")
    assert await _text(talk, "b64_empty", stream=stream) == ""


async def test_cut_picture_has_good_magic_but_no_end(talk: Talk) -> None:
    text = await _text(talk, "png_trunc")
    assert base64.b64decode(text).startswith(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(OSError, match="truncated"):
        opened(text)


async def test_bomb_is_tiny_and_claims_billions_of_pixels(talk: Talk) -> None:
    data = base64.b64decode(await _text(talk, "png_bomb"))
    assert len(data) < 200
    assert data.startswith(b"\x89PNG")
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(data))


async def test_no_data_means_no_charge(talk: Talk) -> None:
    assert (await talk.ask("data_empty")).json()["data"] == []
    assert "data" not in (await talk.ask("data_missing")).json()
    for trigger in ("data_empty", "data_missing"):
        [(_, data)] = events((await talk.ask(trigger, stream=True)).text)
        assert "b64_json" not in data
    assert talk.charged == 0


@pytest.mark.parametrize("stream", [False, True])
async def test_huge_body_is_as_long_as_asked_for(talk: Talk, stream: bool) -> None:
    text = await _text(talk, "huge=700000", stream=stream)
    assert text == "A" * 700_000


async def test_huge_body_stops_when_the_client_has_had_enough(talk: Talk) -> None:
    body = {"prompt": "a fox [[sb:huge=1e11]]"}
    async with talk.http.stream("POST", "/v1/images/generations", json=body, headers=KEY) as answer:
        got = 0
        async for part in answer.aiter_bytes():
            got += len(part)
            if got > 2_000_000:
                break
    assert (await talk.get("/health")).status_code == 200
    assert talk.charged == 1


async def test_compressed_although_identity_was_asked_for(talk: Talk) -> None:
    body = {"prompt": "a fox [[sb:gzip]]"}
    async with talk.http.stream("POST", "/v1/images/generations", json=body, headers=KEY) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert "data" in json.loads(gzip.decompress(raw))
    streamed = await talk.ask("gzip", stream=True, partial_images=1)
    assert streamed.headers["content-encoding"] == "gzip"
    assert [name.rpartition(".")[2] for name, _ in events(streamed.text)] == ["partial_image", "completed"]


async def test_edit_has_its_own_event_names(talk: Talk) -> None:
    fields = {"prompt": "a hat", "stream": "true", "partial_images": "1"}
    answer = await talk.http.post(EDITS, data=fields, files={"image": ("a.png", png(), "image/png")}, headers=KEY)
    assert [name for name, _ in events(answer.text)] == ["image_edit.partial_image", "image_edit.completed"]
    assert events(answer.text)[-1][1]["type"] == "image_edit.completed"


async def test_several_pictures_are_made_and_charged_one_by_one(talk: Talk) -> None:
    content = (await talk.ask(n=3)).json()
    assert [opened(image["b64_json"]).size for image in content["data"]] == [(1024, 1024)] * 3
    assert talk.charged == 3


async def test_paths_work_without_the_version(talk: Talk) -> None:
    assert (await talk.ask(path="/images/generations")).json()["data"]


async def test_http_10_gets_an_unframed_stream_and_a_close(talk: Talk) -> None:
    socket = await dial(talk.gateway)
    await socket.send(b"POST /v1/images/generations HTTP/1.0", b'{"prompt":"a fox","stream":true}')
    head, _, body = (await socket.all()).partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert b"Connection: close" in head
    assert events(body.decode())[-1][0] == "image_generation.completed"
    socket.close()


async def _text(talk: Talk, trigger: str, *, stream: bool = False) -> str:
    answer: httpx.Response = await talk.ask(trigger, stream=stream)
    text: str = events(answer.text)[-1][1]["b64_json"] if stream else answer.json()["data"][0]["b64_json"]
    return text
