"""Nobody else on the machine can read what the program keeps, whatever the umask says."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.private_files import secret_key
from tests.bot.command import here
from tests.story.house import House, open_house, settings_for


@pytest.fixture
def everybody_may() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What in this folder, itself included, anybody else may read, write or enter."""
    return [f"{stat.filemode(path.stat().st_mode)} {path.name}" for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


async def lived_in(house: House) -> None:
    """A picture was made, a letter sent, a copy asked for."""
    await house.make("ada", "a fox in the rain", quality="low")
    await house.say("ada", "/email ada@example.org")
    async with asyncio.timeout(20):
        while not list((house.program.settings.app.data_dir / "mail").iterdir()):  # noqa: ASYNC110 - as an operator would see it
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("everybody_may")
async def test_everything_below_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_house(data, overrides={"web.secret_key": ""}) as house:
        await lived_in(house)
        assert {path.name for path in data.iterdir()} >= {
            "inkmirage.db",
            "inkmirage.db-wal",
            "inkmirage.db.lock",
            "objects",
            "mail",
            "tmp",
            "secret.key",
        }
        assert list((data / "objects").iterdir())
        assert open_to_others(data) == []
    assert open_to_others(data) == []


@pytest.mark.usefixtures("everybody_may")
async def test_a_database_of_an_older_program_is_closed_to_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_house(data, working=False):
        pass
    (data / "inkmirage.db").chmod(0o644)
    async with open_house(data, working=False):
        assert open_to_others(data) == []


def test_a_key_is_made_once_and_kept_to_ourselves(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data", "http://127.0.0.1:9/v1", **{"web.secret_key": ""})
    key = secret_key(settings)
    assert (secret_key(settings), open_to_others(tmp_path / "data")) == (key, [])


@pytest.mark.parametrize(("mode", "noted"), [(0o644, True), (0o640, True), (0o600, False)])
async def test_a_file_of_settings_with_secrets_that_others_can_read_is_noted(tmp_path: Path, mode: int, noted: bool) -> None:
    (tmp_path / "config.toml").write_text('[mayi]\napi_key = "sk-a-key-of-somebody"\nbase_url = "http://127.0.0.1:9/v1"\n')
    (tmp_path / "config.toml").chmod(mode)
    end = await here("check", cwd=tmp_path)
    assert ("others on this machine can read it" in end.out) is noted
    assert "sk-a-key" not in end.out


async def test_a_data_folder_that_others_can_look_into_is_noted(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    assert "others on this machine can look into" in (await here("check", cwd=tmp_path)).out
