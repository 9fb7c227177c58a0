"""What every object store promises, held against each of them."""

import asyncio
import hashlib
import io
import os
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.objects import checked_key
from core.ports import ObjectMissing, ObjectStore, StoredObject
from tests.contract.conftest import StoreUnderTest

KEY = "a/4jvxk2/zx81qg"
PNG_TYPE = "image/png"


async def put(store: ObjectStore, key: str = KEY, data: bytes = b"picture", media_type: str = PNG_TYPE, name: str = "fox.png") -> None:
    await store.put(key, BytesIO(data), media_type=media_type, name=name)


async def content(store: ObjectStore, key: str = KEY) -> bytes:
    return b"".join([piece async for piece in store.get(key)])


async def test_what_was_put_comes_back(store: ObjectStore) -> None:
    await put(store, data=b"\x00\xff picture\r\n")
    assert await content(store) == b"\x00\xff picture\r\n"


async def test_an_empty_file_is_a_file(store: ObjectStore) -> None:
    await put(store, data=b"")
    assert await content(store) == b""
    assert await store.head(KEY) == StoredObject(KEY, 0, PNG_TYPE)


async def test_a_file_is_stored_from_its_start(store: ObjectStore) -> None:
    file = BytesIO(b"picture")
    file.seek(3)
    await store.put(KEY, file, media_type=PNG_TYPE, name="fox.png")
    assert await content(store) == b"picture"


async def test_a_put_leaves_the_file_open_for_a_second_one(store: ObjectStore) -> None:
    file = BytesIO(b"picture")
    await store.put(KEY, file, media_type=PNG_TYPE, name="fox.png")
    await store.put(KEY + "-2", file, media_type=PNG_TYPE, name="fox.png")
    assert await content(store, KEY + "-2") == b"picture"


async def test_head_says_size_and_type(store: ObjectStore) -> None:
    await put(store, media_type="image/webp")
    assert await store.head(KEY) == StoredObject(key=KEY, size=7, media_type="image/webp")


async def test_putting_again_overwrites_everything(under_test: StoreUnderTest) -> None:
    store = under_test.store
    await put(store, data=b"first and longer", name="first.png")
    await put(store, data=b"second", media_type="application/zip", name="second.zip")
    assert await content(store) == b"second"
    assert await store.head(KEY) == StoredObject(KEY, 6, "application/zip")
    answer = await under_test.browser.get(await store.link(KEY, download=True))
    assert answer.headers["content-disposition"] == 'attachment; filename="second.zip"'


async def test_nothing_is_there_before_a_put(store: ObjectStore) -> None:
    assert await store.head(KEY) is None
    with pytest.raises(ObjectMissing):
        await anext(store.get(KEY))


@pytest.mark.proves("PRV-21")
async def test_a_deleted_object_is_gone(under_test: StoreUnderTest) -> None:
    store = under_test.store
    await put(store)
    link = await store.link(KEY)
    await store.delete(KEY)
    assert await store.head(KEY) is None
    with pytest.raises(ObjectMissing):
        await content(store)
    assert (await under_test.browser.get(link)).status_code == 404


async def test_deleting_what_is_not_there_is_no_error(store: ObjectStore) -> None:
    await store.delete(KEY)
    await put(store)
    await store.delete(KEY)
    await store.delete(KEY)


@pytest.mark.proves("PRV-21", "T-ER-14")
@pytest.mark.parametrize("prefix", ["a/one", "a/one/"])
async def test_deleting_below_a_prefix_spares_the_neighbours(store: ObjectStore, prefix: str) -> None:
    gone, kept = ["a/one/x", "a/one/y.png", "a/one/deep/z"], ["a/one-more/x", "a/onemore", "b/one/x"]
    for key in gone + kept:
        await put(store, key)
    assert await store.delete_prefix(prefix) == len(gone)
    assert [await store.head(key) for key in gone] == [None] * len(gone)
    assert all([await store.head(key) for key in kept])
    assert await store.delete_prefix(prefix) == 0


async def test_keys_may_be_reused_after_deleting(store: ObjectStore) -> None:
    await put(store, data=b"old")
    await store.delete_prefix("a")
    await put(store, data=b"new")
    assert await content(store) == b"new"


async def test_a_link_shows_the_picture_to_anybody(under_test: StoreUnderTest) -> None:
    await put(under_test.store, data=b"picture", name="fox.png")
    answer = await under_test.browser.get(await under_test.store.link(KEY))
    assert (answer.status_code, answer.content) == (200, b"picture")
    assert answer.headers["content-type"] == PNG_TYPE
    assert answer.headers["content-length"] == "7"
    assert answer.headers["content-disposition"].partition(";")[0] == "inline"


async def test_a_download_link_saves_under_the_name(under_test: StoreUnderTest) -> None:
    await put(under_test.store, name="fox.png")
    answer = await under_test.browser.get(await under_test.store.link(KEY, download=True))
    assert answer.headers["content-disposition"] == 'attachment; filename="fox.png"'
    assert answer.headers["content-type"] == PNG_TYPE


@pytest.mark.parametrize(
    ("name", "plain", "extended"),
    [
        ("雨中的狐狸.png", "_____.png", "雨中的狐狸.png"),
        ("Füchse im Regen.png", "F_chse im Regen.png", "Füchse im Regen.png"),
        ("🦊.png", "_.png", "🦊.png"),
        ('../../etc/"x"\r\nSet-Cookie: a=b.png', "_.._etc__x_Set-Cookie_ a=b.png", None),
        ("\u202egnp.exe", "gnp.exe", None),
        ("", "file", None),
    ],
)
async def test_any_download_name_is_made_safe(under_test: StoreUnderTest, name: str, plain: str, extended: str | None) -> None:
    await put(under_test.store, name=name)
    answer = await under_test.browser.get(await under_test.store.link(KEY, download=True))
    expected = f'attachment; filename="{plain}"' + (f"; filename*=UTF-8''{quote(extended, safe='')}" if extended else "")
    assert answer.headers["content-disposition"] == expected
    assert "set-cookie" not in answer.headers


@pytest.mark.proves("PRV-21")
async def test_a_link_works_again_until_it_expires(under_test: StoreUnderTest) -> None:
    await put(under_test.store)
    link = await under_test.store.link(KEY)
    assert [(await under_test.browser.get(link)).status_code for _ in range(2)] == [200, 200]
    await under_test.let_links_expire()
    late = await under_test.browser.get(link)
    assert late.status_code in (400, 403, 410)  # R2 answers 403, rclone 400
    assert b"picture" not in late.content
    assert (await under_test.browser.get(await under_test.store.link(KEY))).status_code == 200


async def test_a_link_leads_to_no_other_object(under_test: StoreUnderTest) -> None:
    await put(under_test.store)
    await put(under_test.store, "a/4jvxk2/other", b"secret")
    answer = await under_test.browser.get((await under_test.store.link(KEY)).replace(KEY, "a/4jvxk2/other"))
    assert answer.status_code in (400, 403)
    assert b"secret" not in answer.content


@pytest.mark.proves("PRV-21")
@pytest.mark.parametrize("change", ["signature", "expiry", "none at all"])
async def test_a_changed_link_is_refused(under_test: StoreUnderTest, change: str) -> None:
    await put(under_test.store)
    link = await under_test.store.link(KEY)
    url, _, signature = link.rpartition("=")
    expiry = "X-Amz-Expires=" if "X-Amz" in link else "?e="
    changed = {
        "signature": f"{url}={signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        "expiry": link.replace(expiry, expiry + "9"),
        "none at all": f"{url}=",
    }[change]
    answer = await under_test.browser.get(changed)
    assert answer.status_code in (400, 403)
    assert b"picture" not in answer.content


@pytest.mark.proves("PRV-21")
async def test_no_link_lets_one_write(under_test: StoreUnderTest) -> None:
    await put(under_test.store)
    link = await under_test.store.link(KEY)
    for method in ("PUT", "DELETE", "POST"):
        assert (await under_test.browser.request(method, link, content=b"x")).status_code >= 400
    assert await content(under_test.store) == b"picture"


async def test_twenty_mebibytes_come_back_in_pieces(store: ObjectStore) -> None:
    block = os.urandom(2**20)
    await put(store, data=block * 20)
    digest, largest, total = hashlib.sha256(), 0, 0
    async for piece in store.get(KEY):
        digest.update(piece)
        largest, total = max(largest, len(piece)), total + len(piece)
    assert digest.digest() == hashlib.sha256(block * 20).digest()
    assert total == 20 * 2**20
    assert largest <= 2**20


class WatchedFile(io.FileIO):
    """Notes which thread reads how much at once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rb")
        self.threads: set[int] = set()
        self.largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        return self._noted(super().read(-1 if size is None else size) or b"")

    def readall(self) -> bytes:
        return self._noted(super().readall() or b"")

    def readinto(self, buffer: Any, /) -> int:
        return len(self._noted(bytes(super().readinto(buffer) or 0)))

    def _noted(self, data: bytes) -> bytes:
        self.threads.add(threading.get_ident())
        self.largest = max(self.largest, len(data))
        return data


async def test_a_large_file_is_read_in_pieces_and_off_the_event_loop(store: ObjectStore, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(5 * 2**20))
    with WatchedFile(tmp_path / "large") as file:
        await store.put(KEY, cast(BinaryIO, file), media_type=PNG_TYPE, name="large.png")
    assert 0 < file.largest <= 2**20
    assert threading.get_ident() not in file.threads
    assert len(await content(store)) == 5 * 2**20


async def test_a_reader_that_stops_early_leaves_the_store_usable(store: ObjectStore) -> None:
    await put(store, data=bytes(5 * 2**20))
    for _ in range(3):
        async with aclosing(cast("AsyncGenerator[bytes, None]", store.get(KEY))) as pieces:
            await anext(pieces)
    assert len(await content(store)) == 5 * 2**20


async def test_concurrent_puts_of_one_key_leave_one_of_them_whole(store: ObjectStore) -> None:
    bodies = {f"image/x-{n}": bytes([n]) * (300_000 + n) for n in range(8)}
    await asyncio.gather(*[put(store, data=body, media_type=media_type) for media_type, body in bodies.items()])
    head = await store.head(KEY)
    assert head
    body = await content(store)
    assert len(body) == head.size
    assert body in bodies.values()


@pytest.mark.parametrize(
    "key",
    ["", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", "a/.b", "a\x00b", "a/b\n", "A/b", "a b", "a\\b", "a+b", "ä", "a" * 201],
)
async def test_a_key_that_is_none_is_refused_everywhere(store: ObjectStore, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        await put(store, key)
    with pytest.raises(ValueError, match="key"):
        await content(store, key)
    for ask in (store.head, store.link, store.delete):
        with pytest.raises(ValueError, match="key"):
            await ask(key)
    if key != "a/":
        with pytest.raises(ValueError, match="key"):
            await store.delete_prefix(key)


words = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
# In a folder of their own: rclone may go on listing what other tests had put into theirs at the same time, though the file is gone.
keys = st.lists(words, min_size=1, max_size=3).map(lambda parts: "/".join(["every", *parts]))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=keys, data=st.binary(max_size=200))
async def test_every_key_keeps_its_own_object(under_test: StoreUnderTest, key: str, data: bytes) -> None:
    store = under_test.store
    await put(store, key, data)
    assert await content(store, key) == data
    assert (await under_test.browser.get(await store.link(key))).content == data
    assert await store.delete_prefix("every") == 1
    assert await store.head(key) is None


@given(key=st.text(alphabet=st.sampled_from("ab./\\+\x00%A ~-"), max_size=12))
def test_no_accepted_key_can_leave_a_folder(key: str) -> None:
    try:
        checked_key(key)
    except ValueError:
        return
    assert os.path.normpath(key) == key
    assert not os.path.isabs(key)
    assert not key.startswith(".")
    assert not set(key) & set("\\\x00+% ~A")
