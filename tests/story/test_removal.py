"""Files that nobody wants any more: deleted in the end, whatever breaks on the way, and without crying wolf."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image

from core.ambient import Ambient
from core.errors import Unavailable
from core.generate import generate_one
from core.ports import StoreUnavailable
from core.removal import Remover, remove_references
from core.uploads import accept_upload
from core.workshop import Workshop
from tests.clock import MovedClock
from tests.story.house import House, open_house


class PowerCut(BaseException):
    """The process is gone."""


class Moody:
    """Port `ObjectStore`: the real one, which may be away, or take the process with it after a put."""

    def __init__(self, objects: Any) -> None:
        self.away = False
        self.dies = False
        self.refused = 0
        self._objects = objects

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)

    async def put(self, key: str, file: BinaryIO, *, media_type: str, name: str) -> None:
        if self.away:
            raise StoreUnavailable
        await self._objects.put(key, file, media_type=media_type, name=name)
        if self.dies:
            raise PowerCut

    async def delete(self, key: str) -> None:
        if self.away:
            self.refused += 1
            raise StoreUnavailable
        await self._objects.delete(key)


def moody(house: House) -> tuple[Workshop, Moody]:
    objects = Moody(house.program.workshop.objects)
    return replace(house.program.workshop, objects=objects), objects


def files(data: Path) -> int:
    return len(list((data / "objects").iterdir()))


async def unwanted(house: House) -> None:
    """A picture that was made and deleted by its owner."""
    job = (await house.run("ada", "imagine", {"prompt": "a fox"}, seen=12)).job
    await generate_one(house.program.workshop, f"worker of {job}")
    assert job is not None
    await house.run("ada", "delete", {"job": job, "sure": True})


async def test_while_the_store_is_away_it_is_asked_less_and_less_and_the_log_hears_of_it_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = 0
    async with open_house(tmp_path, ambient=Ambient(elapsed=lambda: seconds), working=False) as house:
        shop, objects = moody(house)
        remover = Remover(shop)
        for outages in (1, 2):
            await unwanted(house)
            objects.away, objects.refused = True, 0
            for _ in range(3600):
                await remover.step()
                seconds += 1
            assert files(tmp_path) == 1
            assert 10 < objects.refused < 30
            assert [record.msg for record in caplog.records].count("object store away, deletion put off") == outages
            objects.away = False
            for _ in range(301):
                await remover.step()
                seconds += 1
            assert files(tmp_path) == 0
        await unwanted(house)
        assert await remover.step() == 1
        assert await remover.step() == 0


async def upload(shop: Workshop, house: House) -> str:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return await accept_upload(shop, house.program.settings.tariff(), house.caller("ada"), io.BytesIO(file.getvalue()))


async def test_a_reference_whose_process_died_after_the_upload_is_removed_in_its_time(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        shop, objects = moody(house)
        objects.dies = True
        with pytest.raises(PowerCut):
            await upload(shop, house)
        assert files(tmp_path) == 1
        with clock.moved(days=31):
            assert await remove_references(house.program.workshop) == 1
        assert files(tmp_path) == 0


async def test_a_reference_that_could_not_be_stored_is_refused_and_leaves_nothing_for_ever(tmp_path: Path) -> None:
    clock = MovedClock()
    async with open_house(tmp_path, ambient=Ambient(now=clock.now), working=False) as house:
        shop, objects = moody(house)
        objects.away = True
        with pytest.raises(Unavailable):
            await upload(shop, house)
        with clock.moved(days=31):
            assert await remove_references(house.program.workshop) == 1
            assert await remove_references(house.program.workshop) == 0
