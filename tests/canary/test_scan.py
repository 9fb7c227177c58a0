"""The scanner finds what is there, in every disguise, and nothing else: a scan that misses proves nothing."""

import base64
import gzip
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tracemalloc
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.canary import scan
from tests.canary.scan import Scanner
from tests.canary.tokens import Canaries, Canary

EDGE = "discord: prompt"


@pytest.fixture
def canaries() -> Canaries:
    """One that is planted, and others that are not."""
    planted = Canaries("scan")
    for label in (EDGE, "telegram: prompt", "mail: address"):
        planted.word(label)
    planted.number("telegram: user")
    return planted


@pytest.fixture
def token(canaries: Canaries) -> str:
    return canaries.word(EDGE)


@pytest.fixture
def scanner(canaries: Canaries) -> Scanner:
    return Scanner(canaries)


def png(**options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(out, "PNG", **options)
    return out.getvalue()


def png_text(token: str, how: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    if how == "iTXt":
        info.add_itxt("Comment", f"a fox, {token}", zip=True)
    else:
        info.add_text("Comment", f"a fox, {token}", zip=how == "zTXt")
    return png(pnginfo=info)


def png_exif(token: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = f"description {token}"
    return png(exif=exif)


def zipped(token: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("other.txt", "nothing " * 50)
        archive.writestr("folder/prompt.txt", f"{'x' * 100} {token} {'y' * 100}")
    return out.getvalue()


def small_window(token: str) -> bytes:
    """As picture programs write it: a header that is not the usual one."""
    packer = zlib.compressobj(wbits=9)
    return packer.compress(f"{'a' * 40}{token}{'b' * 40}".encode()) + packer.flush()


def pdf(token: str) -> bytes:
    stream = zlib.compress(f"BT /F1 12 Tf ({token}) Tj ET".encode())
    return (
        b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length "
        + str(len(stream)).encode()
        + b">>\nstream\n"
        + stream
        + b"\nendstream\nendobj\n"
    )


def mail(token: str) -> bytes:
    body = base64.encodebytes(("Grüße, dein Bild „" + "sehr " * 10 + token + "“ ist fertig. " * 5).encode())
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + body.replace(b"\n", b"\r\n")


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "text": lambda token: f"say {token}!".encode(),
    "text in capitals": lambda token: token.upper().encode(),
    "text in mixed letters": lambda token: token.title().encode(),
    "utf-16, little": lambda token: f"say {token}!".encode("utf-16-le"),
    "utf-16, big": lambda token: f"say {token}!".encode("utf-16-be"),
    "utf-16, one byte off": lambda token: b"x" + token.upper().encode("utf-16-le"),
    **{f"base64+{n}": lambda token, n=n: base64.b64encode(b"x" * n + token.encode() + b" tail") for n in range(3)},  # type: ignore[misc]
    **{f"urlsafe base64+{n}": lambda token, n=n: base64.urlsafe_b64encode(b"\xff" * n + token.encode()) for n in range(3)},  # type: ignore[misc]
    "base64 of capitals": lambda token: base64.b64encode(b"u" + token.upper().encode()),
    "base64 over two lines": mail,
    "quoted-printable over two lines": lambda token: f"Bild =E2=80=9E{token[:7]}=\r\n{token[7:]}=E2=80=9C".encode(),
    "hex": lambda token: token.encode().hex().encode(),
    "hex in capitals": lambda token: token.encode().hex().upper().encode(),
    "hex of utf-16": lambda token: ("FEFF" + token.encode("utf-16-be").hex()).upper().encode(),
    "bytea": lambda token: b"\\x" + f"say {token}".encode().hex().encode(),
    "url": lambda token: urllib.parse.urlencode({"prompt": f"a fox & {token}"}).encode(),
    "url, every letter": lambda token: "".join(f"%{byte:02X}" for byte in token.encode()).encode(),
    "json": lambda token: json.dumps({"prompt": f"ein „Fuchs“ {token}"}).encode(),
    "json, every letter": lambda token: "".join(f"\\u{byte:04x}" for byte in token.encode()).encode(),
}

CONTAINERS: dict[str, Callable[[str], bytes]] = {
    "zip": zipped,
    "zip, stored": lambda token: zipped(token, zipfile.ZIP_STORED),
    "zip in a zip": lambda token: zip_of(zipped(token)),
    "zip without its end": lambda token: zipped(token)[:-140],
    "zip in the middle of something": lambda token: b"\0" * 5000 + zipped(token),
    "gzip": lambda token: gzip.compress(f"log line {token}\n".encode() * 3),
    "gzip that broke off": lambda token: gzip.compress(f"{token} ".encode() + os.urandom(5000))[:-3000],
    "gzip, second member": lambda token: gzip.compress(b"first") + gzip.compress(token.encode() + b" second"),
    "gzip in a zip": lambda token: zip_of(gzip.compress(token.encode() + b" inside")),
    "zlib": lambda token: b"head" + zlib.compress(f"say {token} again".encode()) + b"tail",
    "zlib with a small window": small_window,
    "zlib with a wrong checksum": lambda token: zlib.compress(f"{token} {token}".encode())[:-1] + b"?",
    "pdf": pdf,
    "png text": lambda token: png_text(token, "tEXt"),
    "png compressed text": lambda token: png_text(token, "zTXt"),
    "png international text": lambda token: png_text(token, "iTXt"),
    "png exif": png_exif,
    "png in a zip": lambda token: zip_of(png_text(token, "zTXt")),
}


def zip_of(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", content)
    return out.getvalue()


@pytest.mark.parametrize("disguise", [*ENCODINGS, *CONTAINERS])
def test_it_is_found(disguise: str, scanner: Scanner, token: str) -> None:
    content = {**ENCODINGS, **CONTAINERS}[disguise](token)
    found = scanner.scan(content)
    assert found.labels == {EDGE}, found
    assert not found.unread
    assert not found.clean


@pytest.mark.parametrize("disguise", [*ENCODINGS, *CONTAINERS])
def test_somebody_elses_is_not(disguise: str, scanner: Scanner) -> None:
    content = {**ENCODINGS, **CONTAINERS}[disguise](Canaries("another run").word(EDGE))
    found = scanner.scan(content)
    assert found.clean, found


@pytest.mark.parametrize("order", ["big", "little"])
def test_a_number_is_found_as_digits_and_as_bytes(order: str, scanner: Scanner, canaries: Canaries) -> None:
    number = canaries.number("telegram: user")
    raw = number.to_bytes(8, "big" if order == "big" else "little")
    for content in (f'"id": {number}'.encode(), b"\x08" + raw + b"\x00", base64.b64encode(str(number).encode())):
        assert scanner.scan(content).labels == {"telegram: user"}


def test_nothing_is_found_in_clean_data(scanner: Scanner) -> None:
    noise = b"".join((os.urandom(8 << 20), bytes(1 << 20), *(path.read_bytes() for path in Path(scan.__file__).parent.glob("*.py"))))
    found = scanner.scan(noise, png(), zip_of(noise[:100_000]))
    assert found.clean, found
    assert found.size > len(noise)


def test_a_hit_says_which_edge_where_and_how(scanner: Scanner, canaries: Canaries, tmp_path: Path) -> None:
    inner = zipped(canaries.word("telegram: prompt"))
    (tmp_path / "export.zip").write_bytes(zip_of(b"12345" + base64.b64encode(canaries.word(EDGE).encode()) + inner))
    hits = [str(hit) for hit in scanner.scan(tmp_path).hits]
    assert f"{EDGE}: {tmp_path}/export.zip@0>inside@5 (base64+0)" in hits
    assert any(re.fullmatch(r"telegram: prompt: .*/export\.zip@0>inside@\d+>folder/prompt\.txt@101 \(text\)", hit) for hit in hits)


def test_a_token_across_two_blocks_is_found_once(scanner: Scanner, token: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scan, "CHUNK", 1000)
    monkeypatch.setattr(scan, "OVERLAP", 300)
    for at in range(980, 1021):
        content = b"-" * at + token.encode() + b"-" * 2500
        assert [hit.where for hit in scanner.scan(content).hits] == [f"bytes@{at}"]
        packed = b"-" * at + zlib.compress(token.encode() * 2) + b"-" * 2500
        assert {hit.where.partition(">")[0] for hit in scanner.scan(packed).hits} == {f"bytes@{at}"}
        file = tmp_path / "log"
        file.write_bytes(b"-" * at + gzip.compress(os.urandom(1500).hex().encode() + token.encode()))
        assert len(scanner.scan(file).hits) == 1


def test_names_links_and_folders_are_looked_at(scanner: Scanner, canaries: Canaries, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "far").write_text(canaries.word("mail: address"))
    folder = tmp_path / "data"
    (folder / canaries.word(EDGE) / "deep").mkdir(parents=True)
    (folder / canaries.word(EDGE) / "deep" / f"{canaries.word('telegram: prompt')}.png").touch()
    (folder / "tablespace").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    found = scanner.scan(folder)
    assert found.labels == {EDGE, "telegram: prompt", "mail: address"}
    assert any(hit.where.startswith("name of ") for hit in found.hits)


def test_what_cannot_be_looked_into_is_not_clean(scanner: Scanner, tmp_path: Path) -> None:
    missing = scanner.scan(b"something", tmp_path / "no-such-file")
    assert missing.unread == [str(tmp_path / "no-such-file")]
    assert not missing.clean
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("odd.txt", "text " * 100)
    assert "odd.txt" in scanner.scan(out.getvalue()).unread[0]
    deep = b"core"
    for _ in range(scan.DEEPEST + 2):
        deep = zip_of(deep)
    assert not scanner.scan(deep).clean


def test_a_scan_of_nothing_is_not_clean(scanner: Scanner, tmp_path: Path) -> None:
    assert not scanner.scan(tmp_path).clean
    assert not scanner.scan().clean
    with pytest.raises(ValueError, match="no canaries"):
        Scanner(Canaries("nobody planted anything"))


@pytest.mark.parametrize("bad", ["fox-in-the-rain-42", "short", "größenordnung", "two words here", "12345"])
def test_a_token_that_a_scan_could_miss_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="edge"):
        Canary("edge", bad)


def test_tokens_come_again_and_differ_by_edge_and_by_seed() -> None:
    one, same, other = Canaries("one"), Canaries("one"), Canaries("other")
    labels = [f"edge {number}" for number in range(500)]
    words = [one.word(label) for label in labels]
    assert words == [same.word(label) for label in labels]
    assert len({*words, *(other.word(label) for label in labels)}) == 1000
    assert len({one.number(f"number {n}") for n in range(500)}) == 500
    assert all(word.isalnum() and word == word.lower() and word[0].isalpha() for word in words)
    with pytest.raises(ValueError, match="planted before"):
        one.number("edge 1")
    assert [canary.label for canary in one.only("edge 49")] == ["edge 49", *(f"edge 49{n}" for n in range(10))]


def test_an_index_of_words_is_found_in_small_letters(scanner: Scanner, token: str, tmp_path: Path) -> None:
    """A search index stores its words lowered, and cuts them at hyphens."""
    database = sqlite3.connect(tmp_path / "search.db")
    database.execute("CREATE VIRTUAL TABLE notes USING fts5(body, content='')")
    database.execute("INSERT INTO notes (rowid, body) VALUES (1, ?)", [f"a fox, {token.upper()}"])
    database.commit()
    database.close()
    assert scanner.scan(tmp_path).labels == {EDGE}


async def test_repeated_text_that_postgres_compressed_is_found_in_its_rows(scanner: Scanner, token: str, postgres_url: str) -> None:
    server = create_async_engine(make_url(postgres_url))
    async with server.begin() as connection:
        await connection.execute(text("CREATE TABLE note (id int, body text, extra jsonb, raw bytea)"))
        await connection.execute(text("INSERT INTO note (id, body) VALUES (1, repeat(:word, 3000))"), {"word": token})
        assert {hit.where.partition("@")[0] for hit in (await connection.run_sync(scanner.rows)).hits} == {"note.body"}
        await connection.execute(
            text("UPDATE note SET body = NULL, extra = jsonb_build_object('said', CAST(:word AS text))"), {"word": token}
        )
        assert {hit.where.partition("@")[0] for hit in (await connection.run_sync(scanner.rows)).hits} == {"note.extra"}
        packed = png_text(token, "zTXt")
        await connection.execute(text("UPDATE note SET extra = NULL, raw = :packed"), {"packed": packed})
        assert {hit.where.partition("@")[0] for hit in (await connection.run_sync(scanner.rows)).hits} == {"note.raw"}
        await connection.execute(text("DELETE FROM note"))
        assert (await connection.run_sync(scanner.rows)).clean
    await server.dispose()


async def test_what_the_planner_remembers_is_found(scanner: Scanner, token: str, postgres_url: str) -> None:
    server = create_async_engine(make_url(postgres_url))
    async with server.begin() as connection:
        await connection.execute(
            text("CREATE TABLE note AS SELECT CAST(:word AS text) AS body FROM generate_series(1, 50)"), {"word": token}
        )
        await connection.execute(text("ANALYZE note"))
        await connection.execute(text("DELETE FROM note"))
        found = await connection.run_sync(scanner.rows)
    await server.dispose()
    assert {hit.where.partition("@")[0] for hit in found.hits} == {"pg_stats.common"}


def test_rows_of_sqlite(scanner: Scanner, token: str, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")

    def labels(connection: Connection) -> set[str]:
        return {hit.where.partition("@")[0] for hit in scanner.rows(connection).hits}

    with engine.begin() as connection:
        connection.execute(text('CREATE TABLE "order" (id INTEGER, "group" TEXT, raw BLOB)'))
        connection.execute(text('INSERT INTO "order" VALUES (1, :word, NULL), (2, NULL, :raw)'), {"word": token, "raw": zipped(token)})
        assert labels(connection) == {"order.group", "order.raw"}
    engine.dispose()


def test_the_environment_of_a_process(scanner: Scanner, token: str) -> None:
    command = [sys.executable, "-c", "print('ready', flush=True); input()"]
    with subprocess.Popen(command, env={**os.environ, "SECRET": token}, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        environment = Path(f"/proc/{process.pid}/environ")
        if not environment.exists():
            pytest.skip("this system has no /proc")
        assert scanner.scan(environment).labels == {EDGE}
        process.stdin.close()


def test_a_scan_takes_no_lock_from_a_database_of_its_own_process(scanner: Scanner, tmp_path: Path) -> None:
    """Closing any descriptor of a file drops the locks that the process has on it."""
    ours = sqlite3.connect(tmp_path / "ink.db", isolation_level=None)
    ours.execute("CREATE TABLE t (x)")
    ours.execute("BEGIN EXCLUSIVE")
    ours.execute("INSERT INTO t VALUES (1)")
    scanner.scan(tmp_path)
    intrude = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
    intruder = subprocess.run([sys.executable, "-c", intrude, tmp_path / "ink.db"], capture_output=True, check=False)
    ours.close()
    assert b"locked" in intruder.stderr


def test_large_files_need_little_memory(scanner: Scanner, token: str, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as large:
        for _ in range(16):
            large.write(os.urandom(1 << 20) * 3)
        large.write(gzip.compress(bytes(60 << 20) + token.encode()))
    tracemalloc.start()
    found = scanner.scan(tmp_path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.labels == {EDGE}
    assert found.size > 100 << 20
    assert most < 64 << 20
