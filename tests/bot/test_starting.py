"""What stands in the way of a start: keys half written, places that are full or not ours, addresses nobody can listen on."""

import errno
import io
import logging
import os
import socket
import sqlite3
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import typer

from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.mailbox import LocalMailbox
from bot import check, command_line, logs
from bot.config import Settings
from bot.config_sources import load
from bot.hindrances import CannotListen
from bot.private_files import secret_key
from bot.runtime import listen
from core.ambient import Ambient, utc_now
from core.mail.sheet import MailPurpose
from core.ports import Letter, MailUnavailable
from db.errors import DatabaseCorrupt, DatabaseMissing, DatabaseUnreachable
from db.store import migrate, open_store, visit
from db.verify import verify
from tests.bot.command import log_as_it_was
from tests.postgres_server import free_port, run_sql


def settings_in(data: Path, **more: object) -> Settings:
    return load(None, {"app.data_dir": str(data), **{name.replace("__", "."): value for name, value in more.items()}})


# --- the key that nobody configured --------------------------------------------------------------------------------


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    key = secret_key(settings)
    assert len(key) == 64
    assert secret_key(settings) == key
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("left", [b"", b"0123456789abcdef"], ids=["empty", "cut short"])
def test_a_key_that_was_cut_short_is_made_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(left)
    key = secret_key(settings_in(tmp_path))
    assert len(key) == 64
    assert (tmp_path / "secret.key").read_bytes() == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_several_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(settings), range(64)))
    assert len(keys) == 1


def test_a_full_disk_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        secret_key(settings_in(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_log_leaves_out_the_key_that_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream, setup = io.StringIO(), logs.setup
    monkeypatch.setattr(logs, "setup", lambda level, form, secrets: setup(level, form, secrets, stream=stream))
    settings = settings_in(tmp_path)
    with log_as_it_was():
        command_line.start_log(settings, "info")
        logging.getLogger("bot").error("it was %s", secret_key(settings).decode())
    assert "it was [gone]" in stream.getvalue()


# --- one line for what keeps it from starting ----------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str], error: Exception) -> str:
    async def failing() -> None:
        raise error

    with pytest.raises(typer.Exit) as end:
        command_line.run_to_end(failing())
    assert end.value.exit_code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_full_or_read_only_disk(capsys: pytest.CaptureFixture[str], number: int) -> None:
    assert "Make room" in told(capsys, OSError(number, os.strerror(number)))


def test_a_data_folder_that_is_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(FileExistsError) as error:
        secret_key(settings_in(tmp_path / "data"))
    said = told(capsys, error.value)
    assert f"{tmp_path / 'data'} cannot be written to" in said
    assert "--data-dir" in said


def test_other_errors_of_the_system_are_not_explained_away() -> None:
    async def failing() -> None:
        raise ConnectionResetError(errno.ECONNRESET, "reset")

    with pytest.raises(ConnectionResetError):
        command_line.run_to_end(failing())


def test_without_keys_of_the_object_store_it_does_not_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        command_line.complete(settings_in(tmp_path, storage__kind="r2"))
    said = capsys.readouterr().err
    assert "r2.bucket is empty" in said
    assert "r2.secret_access_key is empty" in said


# --- the address ---------------------------------------------------------------------------------------------------


def why(host: str, port: int) -> str:
    with pytest.raises(CannotListen) as error:
        listen(host, port)
    assert error.value.why in command_line.LISTENING
    return error.value.why


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert why("127.0.0.1", other.getsockname()[1]) == "taken"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("203.0.113.7", "not-ours"), ("2001:db8::7", "not-ours"), ("no-such-host.invalid", "unknown-host"), ("ü" * 70, "unknown-host")],
    ids=["another network", "another network 6", "no such name", "no name"],
)
def test_an_address_nobody_can_listen_on(host: str, expected: str) -> None:
    assert why(host, 0) == expected


def test_a_port_without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refused)
    assert why("127.0.0.1", 80) == "no-rights"


# --- looking at the books ------------------------------------------------------------------------------------------


async def look(url: str) -> int:
    return len(await visit(url, lambda uow: verify(uow.connection, utc_now())))


def sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def test_books_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        await look(sqlite(tmp_path / "data" / "ink.db"))
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    with pytest.raises(DatabaseMissing):
        await look(sqlite(tmp_path / "empty.db"))
    assert not (tmp_path / "data").exists()


async def test_books_on_a_server_before_the_first_run(postgres_server: str) -> None:
    name = f"bare_{os.urandom(6).hex()}"
    await run_sql(postgres_server, f"CREATE DATABASE {name}")
    with pytest.raises(DatabaseMissing):
        await look(f"{postgres_server}/{name}")
    await run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


async def test_books_on_a_server_that_is_not_there() -> None:
    with pytest.raises(DatabaseUnreachable) as error:
        await look(f"postgresql+asyncpg://ink:secret@127.0.0.1:{free_port()}/ink")
    assert "secret" not in str(error.value)


async def test_books_that_are_damaged_in_the_middle(sqlite_url: str) -> None:
    """The beginning is whole, so the damage shows only while the books are read."""
    path = Path(sqlite_url.partition("///")[2])
    with sqlite3.connect(path) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'wallet'").fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(DatabaseCorrupt):
        await look(sqlite_url)


async def test_books_that_are_whole(database_url: str) -> None:
    assert await look(database_url) > 10


# --- check ---------------------------------------------------------------------------------------------------------


async def found(settings: Settings) -> dict[str, tuple[bool | None, str]]:
    return {line.partition(":")[0]: (well, line) async for well, line in check.findings(settings)}


async def test_a_check_before_the_first_run_leaves_nothing_behind(tmp_path: Path) -> None:
    lines = await found(settings_in(tmp_path / "data"))
    assert {name: well for name, (well, _) in lines.items()} == {"database": True, "gateway": True, "objects": True}
    assert "not there yet" in lines["database"][1]
    assert list(tmp_path.iterdir()) == []


async def test_a_check_beside_a_running_program_looks_at_everything(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    running = await open_store(settings.database_url, Ambient())
    lines = await found(settings)
    await running.close()
    assert all(well for well, _ in lines.values()), lines
    assert lines["database"][1] == "database: opened, schema is current"


async def test_a_check_does_not_migrate(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    await migrate(settings.database_url)
    with sqlite3.connect(tmp_path / "inkmirage.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "database-newer" in (await found(settings))["database"][1]
    with sqlite3.connect(tmp_path / "inkmirage.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    connection.close()


async def test_a_check_with_a_damaged_database_still_looks_at_the_gateway(tmp_path: Path) -> None:
    (tmp_path / "inkmirage.db").write_bytes(b"no database " * 1000)
    async with SandboxGateway(GatewayOptions(accept_keys=("sk-right",))) as gateway:
        lines = await found(settings_in(tmp_path, mayi__base_url=gateway.base_url, mayi__api_key="sk-wrong"))
    assert "database-corrupt" in lines["database"][1]
    assert "refuses the key" in lines["gateway"][1]


async def test_a_check_without_the_keys_of_the_object_store_lists_them(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data", storage__kind="r2")
    lines = [line async for _, line in check.findings(settings)]
    assert [line.partition(":")[0] for line in lines[4:]] == ["database", "gateway"]
    assert lines[:4] == [f"configuration: {line}" for line in settings.missing()]


async def test_a_check_with_an_object_store_that_does_not_answer(tmp_path: Path) -> None:
    keys = {"r2__endpoint_url": f"http://127.0.0.1:{free_port()}", "r2__bucket": "ink"}
    settings = settings_in(tmp_path, storage__kind="r2", r2__access_key_id="id-id-id", r2__secret_access_key="very-secret", **keys)
    assert (await found(settings))["objects"] == (False, "objects: does not answer; check the address and the network")


async def test_a_check_of_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    well, line = (await found(settings_in(tmp_path / "data")))["data folder"]
    assert not well
    assert "cannot be written to" in line


# --- the embedded post ---------------------------------------------------------------------------------------------


def letter(to: str) -> Letter:
    return Letter(to, "Hello", "Your code is 123", "", "en", MailPurpose.AUTH)


def leave_unfinished(folder: Path, name: str, *, age: float) -> Path:
    path = folder / f".letter-{name}"
    path.write_text("half a let")
    os.utime(path, (time.time() - age,) * 2)
    return path


async def test_letters_left_half_written_are_removed_but_not_those_being_written(tmp_path: Path) -> None:
    old = leave_unfinished(tmp_path, "old", age=7200)
    young = leave_unfinished(tmp_path, "young", age=1)
    mailbox = LocalMailbox(tmp_path, utc_now)
    assert (old.exists(), young.exists()) == (False, True)
    later = leave_unfinished(tmp_path, "later", age=7200)
    assert await mailbox.forget() == 0
    assert (later.exists(), young.exists()) == (False, True)


async def test_only_the_letters_of_one_person_are_read(tmp_path: Path) -> None:
    mailbox = LocalMailbox(tmp_path, utc_now)
    await mailbox.send(letter("ann@example.org"), key="one")
    await mailbox.send(letter("ann@example.org"), key="one")
    anns = set(tmp_path.iterdir())
    await mailbox.send(letter("bob@example.org"), key="two")
    for path in set(tmp_path.iterdir()) - anns:
        path.unlink()
        path.mkdir()  # reading it would raise
    assert [found["id"] for found in await mailbox.letters("ann@example.org")] == ["one"]


async def test_a_letter_that_goes_while_the_post_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = LocalMailbox(tmp_path, utc_now)
    await mailbox.send(letter("ann@example.org"), key="one")
    await mailbox.send(letter("ann@example.org"), key="two")
    listed = list(tmp_path.iterdir())
    listed[0].unlink()
    monkeypatch.setattr(Path, "glob", lambda *_: iter(listed))
    assert len(await mailbox.letters("ann@example.org")) == 1
    assert await mailbox.forget() == 0


async def test_a_letter_that_could_not_be_put_in_place_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    mailbox = LocalMailbox(tmp_path, utc_now)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(MailUnavailable):
        await mailbox.send(letter("ann@example.org"), key="one")
    assert list(tmp_path.iterdir()) == []
