"""What an operator hands to a person who asks for a copy: whole, for its owner's eyes alone, made beside the running program."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.rights import NobodyThere, copy_of
from tests.story.house import open_house


@pytest.mark.proves("PRV-70")
async def test_a_copy_is_made_beside_the_running_program(tmp_path: Path) -> None:
    out, said = tmp_path / "copy.zip", list[str]()
    async with open_house(tmp_path / "data") as house:
        await house.make("ada", "a fox in the rain")
        platform = house.caller("ada").platform
        assert await copy_of(house.program.settings, platform, "ada", out, "de", said.append) == 0
        with pytest.raises(NobodyThere):
            await copy_of(house.program.settings, platform, "nobody", tmp_path / "none.zip", "en", said.append)
    assert said == ["complete"]
    assert out.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.zip", "data"]
    with zipfile.ZipFile(out) as copy:
        [jobs] = [name for name in copy.namelist() if name.endswith("data/job.jsonl")]
        assert json.loads(copy.read(jobs))["prompt"] == "a fox in the rain"
        assert [name for name in copy.namelist() if name.endswith("-1.png")]


async def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    said = list[str]()
    async with open_house(tmp_path / "data") as house:
        done = await house.make("ada", "a fox in the rain")
        await house.program.workshop.objects.delete(done.pictures[0].object_key)
        assert await copy_of(house.program.settings, house.caller("ada").platform, "ada", tmp_path / "copy.zip", "en", said.append) == 1
    assert said[-1] == "complete_with_gaps"
    assert len(said) == 2
