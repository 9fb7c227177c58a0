"""A person gets everything that is theirs and nothing of anybody else, in a file that proves itself (privacy.md §5.3)."""

import asyncio
import hashlib
import io
import json
import shutil
import subprocess
import threading
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from html.parser import HTMLParser
from itertools import count, islice
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import delete, text
from sqlalchemy.util import await_only

from adapters.local.objects import LocalObjects
from core.ambient import Ambient
from core.ports import ObjectMissing, ObjectStore, StoreUnavailable
from core.rights.export import Outcome, Progress, State, Step, export
from core.rights.held import PersonRows, Reads
from core.rights.pictures import Gap, Why
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES, Catalogue, Text
from db.person_rows import SqlHeldRows, SqlPersonRows
from db.store import SqlStore, open_reader, open_store
from db.tables import METADATA
from tests.clock import FakeClock
from tests.core.rights.people import SECRET, add_jobs, add_picture, arrive, connection_of, picture_bytes, put_files, settle
from tests.core.rights.reader import Bag
from tests.db.test_merges import joining, parting

CATALOGUE = Catalogue()
HOSTILE = '<script>alert(1)</script> =HYPERLINK("http://x.example") ../../x \u202eelba\u202c \u2028 "quoted" ' + "long " * 80


@pytest.fixture
def objects(tmp_path: Path, clock: FakeClock) -> LocalObjects:
    return LocalObjects(tmp_path / "objects", base_url="http://x.example", secret=b"k", link_ttl=60, now=clock.now)


class Desk:
    """Exports people into files."""

    def __init__(self, store: SqlStore, ambient: Ambient, folder: Path) -> None:
        self.store, self.ambient, self.folder = store, ambient, folder
        self.outcome: Outcome
        self.heard: list[Progress] = []

    async def export(
        self, objects: object, who: str, locale: str = "en", *, source: PersonRows | None = None, reader: Reads | None = None
    ) -> Bag:
        """`objects` needs to know no more than `get`."""
        path = self.folder / f"{who}-{locale}.zip"
        self.heard = []
        store, held, files = reader or self.store, source or SqlPersonRows(), cast(ObjectStore, objects)
        with path.open("wb") as out:
            self.outcome = await export(store, files, self.ambient, CATALOGUE, who, locale, out, self.heard.append, source=held)
        return Bag(path)


@pytest.fixture
def desk(store: SqlStore, ambient: Ambient, tmp_path: Path) -> Desk:
    return Desk(store, ambient, tmp_path)


async def two(desk: Desk, objects: LocalObjects) -> tuple[set[str], set[str]]:
    """Ann and Bob, in every table; the words of each."""
    words = []
    for who in ("ann", "bob"):
        words.append(await desk.store.write(lambda uow, who=who: settle(uow, who)))  # type: ignore[misc]
        await put_files(objects, who)
    return words[0], words[1]


@pytest.mark.proves("PRV-28", "PRV-29", "T-EX-1", "T-EX-2")
async def test_everything_of_one_person_and_nothing_of_the_other(desk: Desk, objects: LocalObjects) -> None:
    anns, bobs = await two(desk, objects)
    bag = await desk.export(objects, "ann")
    found = bag.everything()
    assert len(anns) > 60
    assert {word for word in anns if word not in found} == set()
    assert {word for word in bobs if word in found} == set()
    assert "bob" not in found
    assert SECRET not in found
    assert (desk.outcome.state, desk.outcome.gaps, desk.outcome.files) == (State.COMPLETE, (), 2)
    assert bag.info["State"] == bag.json("coverage.json")["state"] == "complete"


@pytest.mark.proves("PRV-46", "PRV-70", "PRV-72", "T-EX-3", "T-EX-5")
async def test_an_independent_reader_rebuilds_what_is_there(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann")
    for line in bag.json("coverage.json")["columns"]:
        rows = bag.rows(line["table"])
        assert len(rows) == line["rows_in_source"] == line["rows_in_file"], line
        assert sum(row[line["column"]] is not None for row in rows) == line["values_in_source"], line
        assert hashlib.sha256(bag.bytes(line["file"])).hexdigest() == line["sha256"]
    assert all(bag.rows(name) for name in {line["table"] for line in bag.json("coverage.json")["columns"]})
    assert {row["prompt"] for row in bag.rows("job")} == {"ann:job.prompt", "a fox"}
    assert bag.bytes("data/pictures/Kann-1.png") == picture_bytes("ann")
    assert bag.bytes("data/references/reference-1.jpg") == picture_bytes("ann", 2)
    assert list(bag.pictures().values()) == [row["sha256"] for row in bag.rows("picture")]
    side = bag.json("data/pictures/Kann-1.json")
    assert (side["@type"], side["prompt"], side["sha256"]) == ("ImageObject", "ann:job.prompt", bag.rows("picture")[0]["sha256"])
    assert [(row["kind"], row["credits"], row["balance"]) for row in bag.ledger()] == [("grant", "50", "50"), ("capture", "-4", "46")]


@pytest.mark.proves("PRV-46", "T-EX-3")
async def test_every_row_fits_its_schema(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann")
    kinds = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
    for name in (name for name in bag.names if name.startswith("schema/")):
        schema = bag.json(name)
        for row in bag.rows(schema["title"]):
            assert list(row) == list(schema["properties"]) == schema["required"]
            for key, wanted in schema["properties"].items():
                allowed = wanted.get("type", list(kinds))
                allowed = [allowed] if isinstance(allowed, str) else allowed
                assert "type" not in wanted or type(row[key]) in {kinds[one] for one in allowed}, (name, key)


@pytest.mark.proves("PRV-29")
async def test_what_is_withheld_is_listed_with_a_reason(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann")
    listed = {(line["table"], line["column"]): line["reason"] for line in bag.json("withheld.json")["withheld"]}
    covered = {(line["table"], line["column"]) for line in bag.json("coverage.json")["columns"]}
    every = {(table.name, column.name) for table in METADATA.sorted_tables for column in table.c}
    whole = {table for table, column in listed if column == "*"}
    assert every == covered | {one for one in every if one in listed or one[0] in whole}
    assert all(listed.values())
    assert listed["web_session", "token_hash"] == "withheld: a credential"
    assert "token_hash" in bag.text("index.html")


@pytest.mark.proves("PRV-13", "PRV-28")
async def test_every_category_has_the_facts_the_law_asks_for(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    about = (await desk.export(objects, "ann")).json("about/processing.json")
    for category in about["categories"]:
        assert all(category[fact] for fact in ("rights", "complaint", "source", "automated_decisions", "transfers", "contact", "records"))
        assert all(record[fact] for record in category["records"] for fact in ("purposes", "bases", "retention", "name"))
    assert {entry["name"] for entry in about["recipients"]} >= {"mayi.one", "Cloudflare R2", "Resend"}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.proves("PRV-71", "T-A11Y")
@pytest.mark.parametrize("locale", LOCALES)
async def test_the_pages_need_no_network_and_no_script(desk: Desk, objects: LocalObjects, locale: str) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann", locale)
    for name in ("index.html", "about/processing.html"):
        page = Page(bag.text(name))
        assert page.tags.isdisjoint({"script", "iframe", "link", "object", "form"})
        assert page.targets <= bag.names
        assert CATALOGUE.format(Text("rights-as-of", {"at": "2026-01-05 12:00:00 UTC"}), locale) in page.words
    index = Page(bag.text("index.html"))
    assert {"data/pictures/Kann-1.png", "data/references/reference-1.jpg", "data/ledger.csv", "withheld.json"} <= index.targets
    assert f'<html lang="{locale}">' in bag.text("index.html")


@pytest.mark.proves("PRV-81", "T-EX-9")
async def test_hostile_words_do_nothing(desk: Desk, objects: LocalObjects) -> None:
    def come(uow: UnitOfWork) -> None:
        settle(uow, "eve", HOSTILE)
        connection_of(uow).execute(text("UPDATE job SET code = '=1+1' WHERE id = 'job-of-eve:hold'"))
        connection_of(uow).execute(text("UPDATE job SET code = '../../x' WHERE id = 'eve:job.id'"))

    await desk.store.write(come)
    await put_files(objects, "eve")
    bag = await desk.export(objects, "eve")
    page = Page(bag.text("index.html"))
    assert "script" not in page.tags
    assert HOSTILE in page.words
    assert HOSTILE in {row["prompt"] for row in bag.rows("job")}
    assert [line["prompt"] for line in map(json.loads, bag.text("data/job.jsonl").splitlines())] == [
        row["prompt"] for row in bag.rows("job")
    ]
    assert "data/pictures/picture-1.png" in bag.names
    assert [row["request"] for row in bag.ledger()] == ["", "'=1+1"]
    assert all(info.compress_size == info.file_size for info in bag.zip.infolist())


@pytest.mark.proves("PRV-72", "PRV-74", "T-EX-7")
async def test_a_file_that_is_gone_or_another_is_a_gap(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    await objects.delete("ann/picture")
    await objects.put("ann/reference", io.BytesIO(b"another"), media_type="image/png", name="a.png")
    bag = await desk.export(objects, "ann")
    assert desk.outcome.gaps == (
        Gap("data/pictures/Kann-1.png", "picture", "ann:picture.id", Why.MISSING),
        Gap("data/references/reference-1.jpg", "reference", "ann:reference.id", Why.DIFFERS),
    )
    assert desk.outcome.state == bag.info["State"] == bag.json("coverage.json")["state"] == "complete_with_gaps"
    assert [gap["why"] for gap in bag.json("gaps.json")["gaps"]] == ["missing", "differs"]
    assert CATALOGUE.format(Text("rights-state-gaps", {"count": 2}), "en") in Page(bag.text("index.html")).words
    assert bag.pictures() == {}


class Shaky:
    """Breaks down in the middle of an object, the first few times."""

    def __init__(self, objects: LocalObjects, failures: int) -> None:
        self._objects, self.failures = objects, failures

    async def get(self, key: str) -> AsyncIterator[bytes]:
        async for piece in self._objects.get(key):
            yield piece[:10]
            if self.failures:
                self.failures -= 1
                raise StoreUnavailable
            yield piece[10:]


async def test_a_store_that_breaks_down_is_asked_again(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    bag = await desk.export(Shaky(objects, 1), "ann")
    assert desk.outcome.state is State.COMPLETE
    assert bag.bytes("data/pictures/Kann-1.png") == picture_bytes("ann")
    await desk.export(Shaky(objects, 3), "ann")
    assert [gap.why for gap in desk.outcome.gaps] == [Why.UNAVAILABLE]


class Interrupted(SqlPersonRows):
    """Lets somebody write before each table is read: from a reader's thread, or from within a read on the event loop."""

    def __init__(self, write: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.write, self.loop, self.main = write, asyncio.get_running_loop(), threading.get_ident()

    def let_write(self) -> None:
        if threading.get_ident() == self.main:
            await_only(self.write())
        else:
            asyncio.run_coroutine_threadsafe(self.write(), self.loop).result(10)

    def of(self, uow: UnitOfWork, account_id: str) -> SqlHeldRows:
        held, let_write = super().of(uow, account_id), self.let_write

        class Watched(SqlHeldRows):
            def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
                let_write()
                return super().rows(table)

        return Watched(connection_of(uow), held._who, held._held)


@pytest.mark.proves("PRV-73", "T-EX-6")
async def test_what_happens_during_the_export_does_not_change_it(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    await desk.store.write(lambda uow: add_jobs(uow, "ann", 1000))
    numbers = count(1000)

    async def write_one() -> None:
        number = next(numbers)
        await desk.store.write(lambda uow: add_jobs(uow, "ann", 1, "later", number))

    class Meddled:
        async def get(self, key: str) -> AsyncIterator[bytes]:
            await write_one()
            async for piece in objects.get(key):
                yield piece

    bag = await desk.export(Meddled(), "ann", source=Interrupted(write_one))
    assert next(numbers) > 1020
    assert desk.outcome.state is State.COMPLETE
    assert len(bag.rows("job")) == 1002
    assert not [row for row in bag.rows("job") if row["prompt"].startswith("later")]
    assert {line["rows_in_source"] for line in bag.json("coverage.json")["columns"] if line["table"] == "job"} == {1002}


@pytest.mark.proves("PRV-84", "T-LINK")
async def test_two_accounts_that_became_one_are_in_one_bundle_and_apart_again_in_two(desk: Desk, objects: LocalObjects) -> None:
    anns, bobs = await two(desk, objects)
    wipe = delete(METADATA.tables["account_merge"])
    await desk.store.write(lambda uow: connection_of(uow).execute(wipe).rowcount)
    same = text("UPDATE job SET code = 'SAME' WHERE id IN ('ann:job.id', 'bob:job.id')")
    await desk.store.write(lambda uow: connection_of(uow).execute(same).rowcount)
    lost = {word for word in bobs if ".one_time_link" in word or "bob:one_time_link" in word} | {"bob:account.locale"}
    merges = {word for word in anns | bobs if "account_merge" in word} | {"Kann", "Kbob", "bob@canary.example"}
    await desk.store.write(lambda uow: joining(connection_of(uow)))
    bag = await desk.export(objects, "ann")
    found = bag.everything()
    assert {word for word in (anns | bobs) - lost - merges if word not in found} == set()
    assert {"data/pictures/SAME-1.png", "data/pictures/SAME-1-2.png"} <= bag.names
    assert set(bag.pictures().values()) == {hashlib.sha256(picture_bytes(who)).hexdigest() for who in ("ann", "bob")}
    await desk.store.write(lambda uow: parting(connection_of(uow)))
    for who, own, other in (("ann", anns, bobs), ("bob", bobs, anns)):
        bag = await desk.export(objects, who)
        found = bag.everything()
        gone = {word for word in own if "one_time_link" in word or "web_session" in word or "account.locale" in word}
        assert {word for word in own - gone - merges if word not in found} == set()
        assert {word for word in other - merges if word in found} == set()
        assert ("ann@canary.example" in found, "bob@canary.example" in found) == (who == "ann", who == "bob")


@pytest.mark.proves("PRV-76")
async def test_progress_goes_forward_and_ends_ready(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    await desk.export(objects, "ann")
    order = list(Step)
    ranks = [(order.index(one.step), one.done) for one in desk.heard]
    assert ranks == sorted(ranks)
    assert desk.heard[-1] == Progress(Step.READY, 2, 2)


class Forgetful(SqlPersonRows):
    """Loses a job on the way."""

    def of(self, uow: UnitOfWork, account_id: str) -> SqlHeldRows:
        held = super().of(uow, account_id)

        class Losing(SqlHeldRows):
            def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
                found = held.rows(table)
                return islice(found, 1, None) if table == "job" else found

        return Losing(connection_of(uow), held._who, held._held)


@pytest.mark.proves("PRV-74")
async def test_a_record_lost_on_the_way_is_a_gap(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann", source=Forgetful())
    assert desk.outcome.state is State.GAPS
    assert {(gap.what, gap.why) for gap in desk.outcome.gaps} == {("data/job.jsonl", Why.COUNT)}
    assert {(line["rows_in_source"], line["rows_in_file"]) for line in bag.json("coverage.json")["columns"] if line["table"] == "job"} == {
        (2, 1)
    }


@pytest.mark.proves("T-EX-8")
async def test_two_exports_of_the_same_are_the_same(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    await desk.export(objects, "ann")
    first = (desk.folder / "ann-en.zip").read_bytes()
    await desk.export(objects, "ann")
    assert (desk.folder / "ann-en.zip").read_bytes() == first


async def test_an_operator_may_look_while_the_program_runs(desk: Desk, objects: LocalObjects, database_url: str) -> None:
    await two(desk, objects)
    await desk.store.write(lambda uow: add_jobs(uow, "ann", 1000))
    reader = await open_reader(database_url)
    try:
        bag = await desk.export(objects, "ann", "nonsense", reader=reader)
    finally:
        await reader.close()
    assert desk.outcome.state is State.COMPLETE
    assert len(bag.rows("job")) == 1002
    assert '<html lang="en">' in bag.text("index.html")


async def test_nobody_of_this_name(desk: Desk, objects: LocalObjects) -> None:
    with pytest.raises(LookupError):
        await desk.export(objects, "nobody")


@pytest.mark.proves("PRV-80")
async def test_a_cancelled_export_leaves_nothing_running(desk: Desk) -> None:
    await desk.store.write(lambda uow: settle(uow, "ann"))
    asked = asyncio.Event()

    class Silent:
        async def get(self, key: str) -> AsyncIterator[bytes]:
            asked.set()
            await asyncio.Event().wait()
            yield b""

    running = asyncio.create_task(desk.export(Silent(), "ann"))
    await asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.proves("PRV-70", "T-EX-4")
async def test_one_changed_byte_is_noticed(desk: Desk, objects: LocalObjects, tmp_path: Path) -> None:
    await two(desk, objects)
    bag = await desk.export(objects, "ann")
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as target:
        for info in bag.zip.infolist():
            data = bag.zip.read(info)
            target.writestr(info.filename, data[:-1] + b"?" if info.filename.endswith("Kann-1.png") else data)
    with pytest.raises(ValueError, match="was changed"):
        Bag(changed)


@pytest.mark.skipif(not shutil.which("unzip"), reason="no unzip here")
async def test_unzip_opens_it(desk: Desk, objects: LocalObjects) -> None:
    await two(desk, objects)
    await desk.export(objects, "ann")
    tested = subprocess.run(["unzip", "-t", desk.folder / "ann-en.zip"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout


class Sparse:
    """Objects of zeros, as large as one likes."""

    def __init__(self, size: int) -> None:
        self.size = size

    async def get(self, key: str) -> AsyncIterator[bytes]:
        if key != "large":
            raise ObjectMissing
        piece = bytes(256 * 1024)
        for _ in range(self.size // len(piece)):
            yield piece


def zeros(size: int) -> str:
    digest = hashlib.sha256()
    piece = bytes(1024 * 1024)
    for _ in range(size // len(piece)):
        digest.update(piece)
    return digest.hexdigest()


@pytest.mark.proves("PRV-75", "T-EX-12")
async def test_ten_thousand_rows_and_two_hundred_megabytes_in_little_memory(sqlite_url: str, ambient: Ambient, tmp_path: Path) -> None:
    size = 200 * 1024 * 1024
    store = await open_store(sqlite_url, ambient)
    try:
        await store.write(lambda uow: arrive(uow, "big"))
        for start in range(0, 10_000, 1000):
            await store.write(lambda uow, start=start: add_jobs(uow, "big", 1000, "many words " * 20, start))  # type: ignore[misc]
        digest = zeros(size)
        await store.write(lambda uow: add_picture(uow, "big", "big-draft-7", 0, "large", size, digest))
        files = cast(ObjectStore, Sparse(size))
        with (tmp_path / "big.zip").open("wb") as out:
            tracemalloc.start()
            try:
                outcome = await export(store, files, ambient, CATALOGUE, "big", "en", out, lambda _: None, source=SqlPersonRows())
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
    finally:
        await store.close()
    assert (outcome.state, outcome.files) == (State.COMPLETE, 1)
    assert peak < 40 * 1024 * 1024, peak
    with zipfile.ZipFile(tmp_path / "big.zip") as bundle:
        name = next(name for name in bundle.namelist() if name.endswith("/job.jsonl"))
        assert bundle.read(name).count(b"\n") == 10_000


async def test_the_texts_that_applied_and_what_was_told_of_them_are_in_the_copy(desk: Desk, objects: LocalObjects) -> None:
    """PRV-65: whoever reads their copy years later knows what they had been promised."""
    await desk.store.write(lambda uow: settle(uow, "ada"))
    await put_files(objects, "ada")
    bag = await desk.export(objects, "ada", "de")
    told = bag.json("about/policy/applied.json")
    assert {one["document"] for one in told["versions"]} >= {"privacy", "terms"}
    for one in told["versions"]:
        assert hashlib.sha256(bag.bytes(one["file"])).hexdigest() == one["sha256"]
    assert [one["version"] for one in told["notices"]] == ["ada:policy_notice.version"]
