"""The terminal as a surface: where pictures go, what buttons become, and what happens when a worker dies."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from bot import terminal
from bot.config import Settings
from bot.config_sources import load
from bot.hindrances import NoPlace
from bot.terminal import Wish
from core.workshop import Workshop
from tests.bot.command import here

PATIENCE = 30.0


@pytest.fixture
async def gateway() -> AsyncIterator[SandboxGateway]:
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True, usage_delay=0.0)) as sandbox:
        yield sandbox


@pytest.fixture
def settings(tmp_path: Path, gateway: SandboxGateway) -> Settings:
    given = {
        "app.data_dir": str(tmp_path / "data"),
        "mayi.base_url": gateway.base_url,
        "mayi.api_key": "sk-test",
        "jobs.poll": 0.05,
    }
    return load(None, given)


def wish(out: Path, *, yes: bool = True, locale: str = "en", place: tuple[str, ...] = ()) -> Wish:
    return Wish(locale, out, yes, place)


async def imagine(settings: Settings, out: Path) -> int:
    async with asyncio.timeout(PATIENCE):
        return await terminal.imagine(settings, {"prompt": "a fox", "quality": "low"}, [], wish(out))


async def say(settings: Settings, line: str, out: Path) -> int:
    async with asyncio.timeout(PATIENCE):
        return await terminal.say(settings, line, wish(out))


def missing_folder(tmp_path: Path) -> Path:
    return tmp_path / "nowhere" / "fox.png"


def folder(tmp_path: Path) -> Path:
    (tmp_path / "fox.png").mkdir()
    return tmp_path / "fox.png"


def below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("not a folder")
    return tmp_path / "file" / "fox.png"


def closed_folder(_: Path) -> Path:
    return Path("/proc/fox.png")


@pytest.mark.parametrize("place", [missing_folder, folder, below_a_file, closed_folder])
async def test_nothing_is_asked_for_that_could_not_be_saved(
    tmp_path: Path, settings: Settings, gateway: SandboxGateway, place: Callable[[Path], Path]
) -> None:
    out = place(tmp_path)
    with pytest.raises(NoPlace):
        await imagine(settings, out)
    with pytest.raises(NoPlace):
        await say(settings, "a fox", out)
    assert gateway.journal == []


async def test_a_place_for_pictures_matters_only_to_pictures(settings: Settings, tmp_path: Path) -> None:
    assert await say(settings, "/balance", missing_folder(tmp_path)) == 0


async def test_looking_at_the_place_leaves_what_is_there_as_it_is(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "fox.png"
    out.write_bytes(b"the picture of yesterday")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert await terminal.say(settings, "a fox", wish(out, yes=False)) == 1
    assert out.read_bytes() == b"the picture of yesterday"
    assert {path.name for path in tmp_path.iterdir()} == {"fox.png", "data"}


async def test_a_picture_that_could_not_be_saved_is_kept_under_its_code(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fox-1.png").mkdir()  # the place that was looked at is another: two pictures are numbered
    assert await say(settings, "/imagine a fox --quality low --count 2", tmp_path / "fox.png") == 1
    told = capsys.readouterr().out
    assert "fox-1.png could not be written" in told
    line = told.split("python -m bot say ")[-1].split('"')[1]
    assert line.startswith("/show ")
    assert await say(settings, line, tmp_path / "again.png") == 0
    assert sorted(path.name for path in tmp_path.glob("again*")) == ["again-1.png", "again-2.png"]


async def test_buttons_that_cannot_be_pressed_are_lines_to_type(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await say(settings, "/topup", tmp_path / "x.png") == 0
    packs = capsys.readouterr().out
    assert 'python -m bot say "/topup --pack starter"' in packs
    assert await say(settings, "/topup --pack starter", tmp_path / "x.png") == 0
    assert f"{settings.base_url}/till/" in capsys.readouterr().out
    assert await say(settings, "/imagine a fox --quality high --count 2", tmp_path / "x.png") == 1
    poor = capsys.readouterr().out
    assert 'python -m bot say "/topup"' in poor
    assert "/make" not in poor


async def test_lines_to_type_lead_to_the_same_place(tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--data-dir", str(tmp_path / "my data"))
    assert await terminal.say(settings, "/topup", wish(tmp_path / "x.png", place=place)) == 0
    told = capsys.readouterr().out
    assert f"""python -m bot say "/topup --pack starter" --data-dir '{tmp_path}/my data'""" in told
    (tmp_path / "fox-1.png").mkdir()
    line = "/imagine a fox --quality low --count 2"
    assert await terminal.say(settings, line, wish(tmp_path / "fox.png", locale="de", place=place)) == 1
    told = capsys.readouterr().out
    assert "fox-1.png ließ sich nicht schreiben. Das Bild ist aufgehoben: python -m bot say" in told
    assert f"--data-dir '{tmp_path}/my data' --out …" in told


async def test_the_command_line_passes_on_where_everything_is(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[web]\nport = 9001\n")
    told = (await here("say", "/topup", "--config", "my.toml", "--data-dir", "there", cwd=tmp_path)).out
    assert 'python -m bot say "/topup --pack starter" --config my.toml --data-dir there' in told
    told = (await here("say", "/topup", cwd=tmp_path)).out
    assert 'python -m bot say "/topup --pack starter"\n' in told


@pytest.mark.parametrize("step", ["generate_one", "deliver_one", "give_up_waiting"])
async def test_a_dead_worker_ends_the_command_with_an_incident_and_the_next_run_goes_on(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def broken(shop: Workshop, *_: object) -> bool:
        raise RuntimeError("the text of an error is for nobody")

    async def idle(*_: object) -> bool:
        return False

    with monkeypatch.context() as trouble:
        trouble.setattr(terminal, "generate_one", idle)  # so that no lease has to lapse before the next run
        trouble.setattr(terminal, step, broken)
        assert await imagine(settings, tmp_path / "fox.png") == 1
    told = capsys.readouterr().out
    assert "incident" in told
    assert "the text of an error" not in told
    line = told.split('say "')[-1].split('"')[0]
    assert await say(settings, line, tmp_path / "fox.png") == 0
    assert (tmp_path / "fox.png").exists()


async def test_an_incident_is_told_in_the_persons_language(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr(terminal, "generate_one", broken)
    async with asyncio.timeout(PATIENCE):
        german = wish(tmp_path / "fox.png", locale="de", place=("--data-dir", "there"))
        assert await terminal.imagine(settings, {"prompt": "a fox", "quality": "low"}, [], german) == 1
    told = capsys.readouterr().out
    assert "Bei uns ist etwas kaputtgegangen (Vorfall " in told
    assert told.rstrip().endswith('" --data-dir there')


async def test_no_answer_about_the_price_is_no(
    tmp_path: Path, settings: Settings, gateway: SandboxGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is at the keyboard, as at the end of a pipe that was closed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    async with asyncio.timeout(PATIENCE):
        code = await terminal.say(settings, "a fox", wish(tmp_path / "fox.png", yes=False))
    assert (code, gateway.journal) == (1, [])
