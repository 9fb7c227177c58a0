"""The pictures themselves, and the sandbox as people meet it: with real painting and a pace."""

import asyncio
import base64
import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageChops, ImageStat

from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.gateway.painting import Sheet, coarse, compose, paint
from tests.adapters.local.gateway.talk import KEY, Talk, events

SMALL = (1024, 640)


def test_size_is_honoured() -> None:
    picture = Image.open(io.BytesIO(paint(Sheet("a fox", 640, 1024)).data))
    assert (picture.format, picture.size, picture.mode) == ("PNG", (640, 1024), "RGB")


def test_different_prompts_give_different_pictures() -> None:
    pictures = [compose(Sheet(prompt, *SMALL)) for prompt in ("a fox", "a lake", "a tower", "a bee")]
    for index, picture in enumerate(pictures):
        assert all(_difference(picture, other) > 5 for other in pictures[index + 1 :])


def test_another_attempt_looks_a_little_different_but_the_same_one_does_not() -> None:
    first, again, second = (compose(Sheet("a fox", *SMALL, variation=number)) for number in (0, 0, 1))
    assert _difference(first, again) == 0
    assert _difference(first, second) > 1


def test_picture_is_neither_flat_nor_noise() -> None:
    picture = compose(Sheet("a fox", *SMALL))
    assert min(ImageStat.Stat(picture).stddev) > 15
    assert len(paint(Sheet("a fox", *SMALL)).data) < 400_000


@pytest.mark.parametrize("prompt", ["", "x" * 5_000, "früh am Morgen ñ", "苹果树下的狐狸", "🦊", "a\x00b\n\n\tc", "word " * 300])
def test_any_prompt_can_be_painted(prompt: str) -> None:
    assert compose(Sheet(prompt, *SMALL)).size == SMALL


def test_prompt_is_written_on_the_picture() -> None:
    """The words are the only white on the dark plate near the bottom."""
    blank, written = (_bright_in_plate(compose(Sheet(prompt, *SMALL))) for prompt in ("", "WWWWWWWW WWWWWWWW WWWWWWWW"))
    assert written > blank + 200


def test_label_is_always_there() -> None:
    picture = compose(Sheet("", *SMALL))
    plate = picture.crop((40, SMALL[1] - 90, 400, SMALL[1] - 30)).convert("L")
    assert sum(plate.histogram()[190:]) > 100


def test_frames_become_finer() -> None:
    picture = compose(Sheet("a fox", *SMALL))
    distances = [_difference(picture, coarse(picture, index)) for index in range(3)]
    assert distances[0] > 1.1 * distances[1] > 1.2 * distances[2] > 0.1


def test_heavy_picture_has_about_the_weight_asked_for() -> None:
    data = paint(Sheet("x", 1024, 1024, file_size=2 * 1024 * 1024)).data
    assert abs(len(data) - 2 * 1024 * 1024) < 100_000


async def test_heavy_picture_is_painted_once(talk: Talk) -> None:
    talk.gateway.options.picture_bytes = 1_500_000
    first = (await talk.ask(size="1024x640")).json()["data"]
    began = time.process_time()
    answers = [(await talk.ask(str(number), size="1024x640")) for number in ("ok", "ok delay=0")]
    assert all(answer.json()["data"] == first for answer in answers)
    assert abs(len(base64.b64decode(first[0]["b64_json"])) - 1_500_000) < 60_000
    assert time.process_time() - began < 0.5


async def test_painting_does_not_hold_up_the_event_loop() -> None:
    async with (
        SandboxGateway(GatewayOptions(pace=0)) as gateway,
        httpx.AsyncClient(verify=False) as http,
    ):
        body = {"prompt": "a fox", "stream": True, "partial_images": 1}
        asking = asyncio.create_task(http.post(gateway.base_url + "/images/generations", json=body, headers=KEY))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0.001)
            turns += 1
    assert turns > 20
    assert events((await asking).text)[-1][0] == "image_generation.completed"


async def test_embedded_mode_takes_its_time() -> None:
    assert 2 <= GatewayOptions().pace <= 3


async def test_sandbox_runs_on_its_own() -> None:
    command = [sys.executable, "-m", "adapters.local.gateway", "--set", "pace=0", "--set", "plain=yes"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[4], text=True)
    try:
        assert process.stdout
        base_url = (await asyncio.to_thread(process.stdout.readline)).strip()
        async with httpx.AsyncClient(base_url=base_url, verify=False) as http:
            assert (await http.post("/images/generations", json={"prompt": "a fox"}, headers=KEY)).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
    finally:
        process.kill()
        process.communicate()


def _difference(first: Image.Image, second: Image.Image) -> float:
    return float(sum(ImageStat.Stat(ImageChops.difference(first, second)).mean))


def _bright_in_plate(picture: Image.Image) -> int:
    plate = picture.crop((40, SMALL[1] - 160, 900, SMALL[1] - 40)).convert("L")
    return sum(plate.histogram()[235:])
