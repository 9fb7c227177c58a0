"""What only the folder has to take care of: the disk, other people on the machine, and our own links."""

import errno
import os
import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.local.objects import LocalObjects
from core.objects import LinkExpired, LinkForged
from core.ports import ObjectMissing, StoreUnavailable
from tests.contract.conftest import Clock

KEY = "a/4jvxk2/zx81qg"


def objects(root: Path, secret: bytes = b"secret", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> LocalObjects:
    return LocalObjects(root, base_url="http://127.0.0.1:8080", secret=secret, link_ttl=300, now=now)


async def put(store: LocalObjects, data: bytes = b"picture") -> None:
    await store.put(KEY, BytesIO(data), media_type="image/png", name="fox.png")


class BreakingFile(BytesIO):
    """A file whose disk fails halfway."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, "broken")
        return super().read(3)


async def test_nobody_else_on_the_machine_can_read_the_files(tmp_path: Path) -> None:
    root = tmp_path / "data" / "objects"
    await put(objects(root))
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in root.iterdir()] == [0o600]


async def test_a_put_that_breaks_off_leaves_the_old_object_and_nothing_else(tmp_path: Path) -> None:
    store = objects(tmp_path)
    await put(store, b"old")
    with pytest.raises(StoreUnavailable, match="EIO"):
        await store.put(KEY, BreakingFile(b"new and longer"), media_type="image/png", name="new.png")
    assert [piece async for piece in store.get(KEY)] == [b"old"]
    assert len(list(tmp_path.iterdir())) == 1


async def test_the_file_opens_as_what_it_is(tmp_path: Path) -> None:
    await put(objects(tmp_path), b"picture")
    assert next(tmp_path.iterdir()).read_bytes().startswith(b"picture")


async def test_objects_survive_a_restart(tmp_path: Path) -> None:
    await put(objects(tmp_path))
    assert [piece async for piece in objects(tmp_path).get(KEY)] == [b"picture"]


async def test_erasing_leaves_no_trace_of_the_prefix(tmp_path: Path) -> None:
    store = objects(tmp_path)
    await put(store)
    assert await store.delete_prefix("a/4jvxk2") == 1
    assert not list(tmp_path.iterdir())


def test_what_a_crash_left_half_written_goes_at_the_next_start(tmp_path: Path) -> None:
    for name, age in ((".put-old", 7200), (".put-young", 60), ("a+kept", 7200)):
        (tmp_path / name).write_bytes(b"half a pic")
        os.utime(tmp_path / name, times=(time.time() - age,) * 2)
    objects(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {".put-young", "a+kept"}


@pytest.mark.parametrize("content", [b"", b"short", b"a file that somebody copied into the folder by hand"])
async def test_a_file_that_is_not_ours_is_no_object(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY.replace("/", "+")).write_bytes(content)
    assert await objects(tmp_path).head(KEY) is None


async def test_a_cut_off_file_is_no_object(tmp_path: Path) -> None:
    store = objects(tmp_path)
    await put(store)
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ObjectMissing):
        await anext(store.get(KEY))


async def test_a_folder_that_vanished_means_unavailable(tmp_path: Path) -> None:
    store = objects(tmp_path / "objects")
    (tmp_path / "objects").rmdir()
    with pytest.raises(StoreUnavailable, match="ENOENT"):
        await put(store)


async def test_an_overwrite_does_not_mix_into_a_running_read(tmp_path: Path) -> None:
    store = objects(tmp_path)
    await put(store, b"old" * 200_000)
    pieces = store.get(KEY)
    first = await anext(pieces)
    await put(store, b"new" * 200_000)
    assert first + b"".join([piece async for piece in pieces]) == b"old" * 200_000


async def opened(store: LocalObjects, link: str, **changes: object) -> None:
    query = parse_qs(urlsplit(link).query)
    said = {"key": KEY, "expires": int(query["e"][0]), "download": query["d"] == ["1"], "signature": query["s"][0]} | changes
    await store.open_link(cast(str, said["key"]), cast(int, said["expires"]), cast(bool, said["download"]), cast(str, said["signature"]))


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "a/4jvxk2/other"},
        {"key": "../../etc/passwd"},
        {"key": "\ud800"},
        {"expires": 2**60},
        {"expires": -1},
        {"download": True},
        {"signature": ""},
        {"signature": "ä"},
        {"signature": "0" * 64},
    ],
)
async def test_every_part_of_a_link_is_signed(tmp_path: Path, changes: dict[str, object]) -> None:
    store = objects(tmp_path)
    await put(store)
    link = await store.link(KEY)
    await opened(store, link)
    with pytest.raises(LinkForged):
        await opened(store, link, **changes)


async def test_another_secret_makes_other_links(tmp_path: Path) -> None:
    await put(objects(tmp_path))
    link = await objects(tmp_path, b"one").link(KEY)
    with pytest.raises(LinkForged):
        await opened(objects(tmp_path, b"two"), link)


async def test_a_link_ends_to_the_second(tmp_path: Path) -> None:
    start, clock = datetime(2030, 1, 1, tzinfo=UTC), Clock()
    store = objects(tmp_path, now=lambda: start + clock.ahead)
    await put(store)
    link = await store.link(KEY)
    clock.ahead = timedelta(seconds=299)
    await opened(store, link)
    clock.ahead = timedelta(seconds=300)
    with pytest.raises(LinkExpired):
        await opened(store, link)


async def test_a_link_to_a_deleted_object_says_so(tmp_path: Path) -> None:
    store = objects(tmp_path)
    await put(store)
    link = await store.link(KEY)
    await store.delete(KEY)
    with pytest.raises(ObjectMissing):
        await opened(store, link)


def test_links_without_a_secret_are_not_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        objects(tmp_path, secret=b"")
