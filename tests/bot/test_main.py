"""The program's commands as people type them: what they print, what they leave behind, and their exit codes.

A process of its own costs seconds. It is started where something is asked of the process (signals, addresses, rights, what a shell
sees) and once for each way through the program; the others run the same command line inside this process.
"""

import asyncio
import json
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image

from adapters.local.gateway import GatewayOptions, SandboxGateway
from tests.bot.command import Ended, Running, bot, here, running
from tests.lines import BRIEF

QUICK = {"mayi__sandbox_pace": "0.02"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `program` runs, on `data` in it."""
    return tmp_path_factory.mktemp("running")


@pytest.fixture(scope="module")
async def program(folder: Path) -> AsyncIterator[Running]:
    """A program at work, for those who only look at it from outside."""
    async with running(folder / "data", **QUICK) as program:
        yield program


# --- run and stop --------------------------------------------------------------------------------------------------


@pytest.fixture
async def gateway() -> AsyncIterator[SandboxGateway]:
    async with SandboxGateway(GatewayOptions(pace=0.02, plain=True, usage_delay=0.0)) as sandbox:
        yield sandbox


def at(gateway: SandboxGateway) -> dict[str, str]:
    return {"mayi__base_url": gateway.base_url, "mayi__api_key": "sk-test", "jobs__lease": "1.5", "jobs__poll": "0.1"}


@dataclass
class Chat:
    """Somebody at the playground of a program that may be started again somewhere else."""

    uid: str = ""

    async def ask(self, url: str) -> None:
        """Ask for a picture, with the price agreed to."""
        async with httpx.AsyncClient(base_url=url, headers={"X-Playground": "1"}, timeout=20) as http:
            self.uid = (await http.post("/api/people", json={"name": "Ada"})).json()["uid"]
            wanted = {"command": "imagine", "values": {"prompt": "a fox in the rain"}, "seen": 12, "nonce": "the-one-request"}
            answer = await http.post("/api/run", json={"person": self.uid, **wanted})
            assert answer.json()["messages"][0]["body"]["tone"] == "working", answer.text

    async def finished(self, url: str) -> dict[str, int]:
        """Wait for the picture; how many messages show one, and the wallet."""
        async with httpx.AsyncClient(base_url=url, timeout=20) as http, asyncio.timeout(30):
            while True:
                messages = (await http.get("/api/messages", params={"person": self.uid})).json()["messages"]
                shown = [m for m in messages if m["author"] == "bot" and m["body"]["pictures"] and m["body"]["tone"] == "good"]
                if shown:
                    wallet = (await http.get("/api/wallet", params={"person": self.uid})).json()
                    assert (await http.get(shown[0]["body"]["pictures"][0]["src"])).status_code == 200
                    return {"shown": len(shown), "available": wallet["available"], "reserved": wallet["reserved"]}
                await asyncio.sleep(0.05)


async def until_asked(gateway: SandboxGateway) -> None:
    async with asyncio.timeout(20):
        while not gateway.journal:  # noqa: ASYNC110  # seen from outside
            await asyncio.sleep(0.02)


async def test_run_prints_its_address_answers_and_stops_in_order(tmp_path: Path) -> None:
    async with running(tmp_path / "data", **QUICK) as program, httpx.AsyncClient(base_url=program.url, timeout=20, limits=BRIEF) as http:
        assert (await http.get("/healthz")).json() == {"status": "ok"}
        assert (await http.get("/readyz")).json() == {"status": "ready"}
        assert "InkMirage" in (await http.get("/", follow_redirects=True)).text
        uid = (await http.post("/api/people", json={"name": "Ada"}, headers={"X-Playground": "1"})).json()["uid"]
        async with http.stream("GET", "/api/events", params={"person": uid}) as stream:  # open for as long as it can
            assert stream.status_code == 200
            began = time.monotonic()
            end = await program.stopped()
    assert time.monotonic() - began < 20
    assert (end.code, end.out) == (0, "")
    assert "Traceback" not in end.err
    assert "stopping" in end.err


async def test_without_a_command_the_program_runs(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        end = await here(cwd=tmp_path, web__port=str(taken.getsockname()[1]))
    assert end.refused_with("taken")


async def test_stopped_with_a_job_in_flight_it_is_delivered_and_charged_once(tmp_path: Path, gateway: SandboxGateway) -> None:
    gateway.options.pace = 1.5
    data, chat = tmp_path / "data", Chat()
    async with running(data, **at(gateway)) as program:
        await chat.ask(program.url)
        await until_asked(gateway)
        began = time.monotonic()
        end = await program.stopped()
        assert end.code == 0, end.err
        assert time.monotonic() - began < 30
        assert "Traceback" not in end.err
    async with running(data, **at(gateway)) as program:
        assert await chat.finished(program.url) == {"shown": 1, "available": 28, "reserved": 0}
        assert len(gateway.charges) == 1
        assert (await here("ledger", "verify", "--data-dir", str(data), cwd=tmp_path)).code == 0


async def test_a_second_signal_stops_at_once_and_the_job_is_done_after_a_restart(tmp_path: Path, gateway: SandboxGateway) -> None:
    gateway.fail_next("slow=25")
    data, chat = tmp_path / "data", Chat()
    async with running(data, **at(gateway)) as program:
        await chat.ask(program.url)
        await until_asked(gateway)
        began = time.monotonic()
        end = await program.stopped(at_once=True)
        assert end.code == 1
        assert time.monotonic() - began < 20
    async with running(data, **at(gateway)) as program:
        assert await chat.finished(program.url) == {"shown": 1, "available": 28, "reserved": 0}
    assert (await here("ledger", "verify", "--data-dir", str(data), cwd=tmp_path)).code == 0


async def test_a_process_of_workers_alone_listens_nowhere(tmp_path: Path) -> None:
    """It takes the port of nobody, so it starts although the port is taken; then it is in the way of the second process."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        blocker = tmp_path / "data" / "inkmirage.db"
        blocker.mkdir(parents=True)
        end = await here("run", "--only", "worker, clock", "--data-dir", "data", cwd=tmp_path, web__port=str(taken.getsockname()[1]))
    assert end.refused_with("inkmirage.db cannot be written to")


# --- what keeps it from starting -----------------------------------------------------------------------------------


@pytest.fixture
def port() -> Iterator[str]:
    """A port that somebody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield str(taken.getsockname()[1])


async def test_a_port_in_use(tmp_path: Path, port: str) -> None:
    end = await bot("run", "--port", port, "--data-dir", "data", cwd=tmp_path)
    assert end.refused_with(f"Port {port} on 127.0.0.1 is taken", "--port")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
async def test_an_address_that_is_not_ours(tmp_path: Path, host: str) -> None:
    end = await here("run", "--host", host, "--port", "0", "--data-dir", "data", cwd=tmp_path)
    assert end.refused_with(host, "--host")
    assert "taken" not in end.err


COMMANDS = [("run", "--port", "0"), ("say", "/balance")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
async def test_a_data_folder_below_a_file(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("not a folder")
    end = await here(*command, "--data-dir", "file/data", cwd=tmp_path)
    assert end.refused_with("cannot be written to", "--data-dir")


async def test_a_data_folder_where_nothing_can_be_made(tmp_path: Path) -> None:
    end = await bot("run", "--port", "0", "--data-dir", "/proc/inkmirage", cwd=tmp_path)
    assert end.refused_with("/proc/inkmirage", "cannot be written to")


def database(data: Path) -> Path:
    data.mkdir(exist_ok=True)
    return data / "inkmirage.db"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
async def test_a_corrupt_database(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = database(tmp_path / "data")
    file.write_bytes(b"this has never been a database " * 400)
    end = await here(*command, "--data-dir", "data", cwd=tmp_path)
    assert end.refused_with("not a database of InkMirage", "Nothing was changed")
    assert file.read_bytes().startswith(b"this has never been")


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with a migrated database."""
    end = await here("migrate", "--data-dir", "data", cwd=tmp_path)
    assert (end.code, end.out) == (0, "The schema is current.\n")
    return tmp_path / "data"


def change(file: Path, *statements: str) -> None:
    with sqlite3.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


async def test_a_newer_database(data: Path) -> None:
    change(database(data), "UPDATE alembic_version SET version_num = '9999'")
    end = await here("run", "--port", "0", "--data-dir", "data", cwd=data.parent)
    assert end.refused_with("newer InkMirage", "Update the program")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
async def test_a_second_process_on_the_same_data(folder: Path, program: Running, command: tuple[str, ...]) -> None:
    end = await here(*command, "--data-dir", "data", cwd=folder)
    assert end.refused_with("Another InkMirage", "Stop it")
    async with httpx.AsyncClient(base_url=program.url, timeout=20, limits=BRIEF) as http:
        assert (await http.get("/readyz")).status_code == 200


async def test_a_misspelt_key_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[web]\nprot = 9000\n")
    assert (await here("run", cwd=tmp_path)).refused_with("web.prot", "Did you mean web.port?")
    (tmp_path / "other.toml").write_text("[wbe]\nport = 9000\n")
    assert (await here("check", "--config", "other.toml", cwd=tmp_path)).refused_with("wbe", "Did you mean web?")


async def test_a_misspelt_key_in_the_environment(tmp_path: Path) -> None:
    end = await here("run", cwd=tmp_path, web__prot="9000")
    assert end.refused_with("INKMIRAGE_WEB__PROT", "Did you mean INKMIRAGE_WEB__PORT?")


async def test_a_configuration_file_that_is_not_there(tmp_path: Path) -> None:
    assert (await here("run", "--config", "none.toml", cwd=tmp_path)).refused_with("none.toml")


async def test_production_with_settings_missing_lists_them_all(tmp_path: Path) -> None:
    end = await here("run", "--port", "0", cwd=tmp_path, app__environment="production")
    assert end.code == 2
    assert "Traceback" not in end.err
    for key in ("web.secret_key", "mayi.api_key", "storage.kind", "web.playground"):
        assert key in end.err
    assert not (tmp_path / "data").exists()


async def test_an_object_store_without_its_keys(tmp_path: Path) -> None:
    end = await here("run", "--port", "0", cwd=tmp_path, storage__kind="r2")
    assert end.code == 2
    assert "Traceback" not in end.err
    assert "r2.bucket is empty" in end.err


async def test_an_unknown_role(tmp_path: Path) -> None:
    assert (await here("run", "--only", "web,wroker", cwd=tmp_path)).refused_with("'wroker'", "web, worker, clock")


@pytest.mark.parametrize("roles", ["", ",", " "])
async def test_no_role_at_all(tmp_path: Path, roles: str) -> None:
    assert (await here("run", "--only", roles, cwd=tmp_path)).refused_with("web, worker, clock")


# --- imagine -------------------------------------------------------------------------------------------------------


async def test_imagine_makes_a_file_of_the_size_that_was_asked(tmp_path: Path) -> None:
    out = tmp_path / "fox.png"
    end = await bot("imagine", "a fox in the rain", "--shape", "portrait", "--yes", "--out", str(out), cwd=tmp_path, **QUICK)
    assert end.code == 0, end.err
    with Image.open(out) as picture:
        assert (picture.format, picture.size) == ("PNG", (1024, 1536))
    assert "18 credits" in end.out
    assert "22 credits" in end.out
    assert "fox.png (1024×1536)" in end.out


async def test_imagine_shows_the_price_and_asks(tmp_path: Path) -> None:
    end = await bot("imagine", "a fox", "--out", "fox.png", cwd=tmp_path, typed="y\n", **QUICK)
    assert end.code == 0
    assert "Make it · 12 credits? [y/N]" in end.out
    assert (tmp_path / "fox.png").exists()


@pytest.mark.parametrize("typed", ["n\n", "\n", "", "perhaps\n"], ids=["no", "nothing", "end", "else"])
async def test_imagine_without_a_yes_costs_nothing(tmp_path: Path, typed: str) -> None:
    end = await here("imagine", "a fox", "--out", "fox.png", cwd=tmp_path, typed=typed, **QUICK)
    assert end.code == 1
    assert "Traceback" not in end.err
    assert not (tmp_path / "fox.png").exists()
    assert "40 credits" in (await here("say", "/balance", cwd=tmp_path)).out


async def test_imagine_speaks_the_language_that_is_wanted_and_takes_its_yes(tmp_path: Path) -> None:
    end = await here("imagine", "ein Fuchs", "--language", "de", cwd=tmp_path, typed="ja\n", **QUICK)
    assert end.code == 0
    assert "Los · 12 Credits? " in end.out
    assert "Hier ist dein Bild." in end.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("a fox [[sb:moderation]]", "--yes"), ("content rules", "12 credits came back")),
        (("a fox", "--count", "many", "--yes"), ("must be a whole number",)),
        (("a fox", "--quality", "high", "--count", "2", "--yes"), ("40 credits short",)),
        (("  ", "--yes"), ("Tell me what the picture should show",)),
    ],
    ids=["moderation", "count", "poor", "empty"],
)
async def test_imagine_refused_says_why_and_costs_nothing(tmp_path: Path, args: tuple[str, ...], words: tuple[str, ...]) -> None:
    end = await here("imagine", *args, "--out", "fox.png", cwd=tmp_path, **QUICK)
    assert end.code == 1, end.err
    assert all(word in end.out for word in words), end.out
    assert "Traceback" not in end.err
    assert not (tmp_path / "fox.png").exists()
    assert "40 credits" in (await here("say", "/balance", cwd=tmp_path)).out


async def test_imagine_with_a_reference_and_two_pictures(tmp_path: Path, gateway: SandboxGateway) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "cat.png")
    args = ("imagine", "a fox", "--reference", "cat.png", "--count", "2", "--quality", "low", "--out", "fox.png", "--yes")
    end = await here(*args, cwd=tmp_path, **at(gateway))
    assert end.code == 0, end.err
    assert sorted(path.name for path in tmp_path.glob("fox*")) == ["fox-1.png", "fox-2.png"]
    assert {entry.path for entry in gateway.journal} == {"/v1/images/edits"}


async def test_imagine_with_a_reference_that_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_text("meow")
    end = await here("imagine", "a fox", "--reference", "cat.png", "--yes", cwd=tmp_path, **QUICK)
    assert end.code == 1
    assert "not a picture we can read" in end.out


async def test_imagine_looks_where_the_picture_shall_go_before_it_pays(tmp_path: Path, gateway: SandboxGateway) -> None:
    end = await here("imagine", "a fox", "--out", "nowhere/fox.png", "--yes", cwd=tmp_path, **at(gateway))
    assert end.refused_with("nowhere", "--out")
    assert gateway.journal == []


async def test_imagine_gives_its_own_picture_and_not_one_left_from_before(tmp_path: Path) -> None:
    """A run that was killed may leave a message; the next run brings it out too, but saves what it was asked for."""
    assert (await here("imagine", "a lighthouse", "--quality", "low", "--yes", cwd=tmp_path, **QUICK)).code == 0
    change(database(tmp_path / "data"), "UPDATE job SET delivery = 'due', delivery_due_at = 0")
    end = await here("imagine", "a fox", "--shape", "landscape", "--yes", "--out", "fox.png", cwd=tmp_path, **QUICK)
    assert end.code == 0, end.out + end.err
    with Image.open(tmp_path / "fox.png") as picture:
        assert picture.size == (1536, 1024)


# --- say -----------------------------------------------------------------------------------------------------------


async def test_say_runs_a_typed_line_and_prints_the_answer(tmp_path: Path) -> None:
    end = await here("say", "/balance", cwd=tmp_path)
    assert end.code == 0
    assert "You can spend 40 credits" in end.out
    listed = (await here("say", "/help", cwd=tmp_path)).out
    for command in ("/imagine", "/history", "/topup", "/help"):
        assert command in listed


async def test_say_refuses_kindly(tmp_path: Path) -> None:
    end = await here("say", "/blance", cwd=tmp_path)
    assert end.code == 1
    assert "Did you mean /balance?" in end.out


# --- the operator's commands ---------------------------------------------------------------------------------------


async def test_migrate_twice(data: Path) -> None:
    assert (await here("migrate", "--data-dir", "data", cwd=data.parent)).code == 0


async def test_check_when_all_is_well(tmp_path: Path) -> None:
    end = await here("check", cwd=tmp_path, **QUICK)
    assert (end.code, end.err) == (0, "")
    assert [line.split()[:2] for line in end.out.splitlines()] == [["ok", "database:"], ["ok", "gateway:"], ["ok", "objects:"]]
    assert not (tmp_path / "data").exists()


async def test_check_without_a_gateway(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    end = await bot("check", cwd=tmp_path, mayi__base_url=address, mayi__api_key="sk-test")
    assert end.code == 1
    assert "WRONG gateway: does not answer" in end.out
    assert "ok    database" in end.out
    assert "Traceback" not in end.err


async def test_check_with_a_refused_key(tmp_path: Path, gateway: SandboxGateway) -> None:
    gateway.options.accept_keys = ("sk-right",)
    end = await here("check", cwd=tmp_path, **at(gateway))
    assert end.code == 1
    assert "WRONG gateway: refuses the key" in end.out
    assert "sk-test" not in end.out + end.err


@pytest.mark.parametrize("trouble", ["corrupt", "unwritable", "keys"])
async def test_check_tells_every_trouble_in_a_line(tmp_path: Path, trouble: str) -> None:
    more = {"storage__kind": "r2"} if trouble == "keys" else {}
    if trouble == "corrupt":
        database(tmp_path / "data").write_bytes(b"no database " * 1000)
    if trouble == "unwritable":
        (tmp_path / "data").write_text("a file")
    end = await here("check", cwd=tmp_path, **QUICK, **more)
    assert end.code == 1, end.out + end.err
    assert "WRONG " in end.out
    assert "Traceback" not in end.err


async def test_books_and_parts_are_looked_at_also_while_the_program_runs(folder: Path, program: Running) -> None:
    await Chat().ask(program.url)
    end = await here("ledger", "verify", cwd=folder)
    assert end.code == 0, end.out + end.err
    assert {line.split()[0] for line in end.out.splitlines()} == {"ok"}
    assert len(end.out.splitlines()) > 15
    as_json = await here("ledger", "verify", "--json", cwd=folder)
    assert all(item["count"] == 0 for item in json.loads(as_json.out))
    assert (await here("check", cwd=folder, **QUICK)).code == 0


async def test_broken_books_are_found(data: Path) -> None:
    await here("say", "/balance", cwd=data.parent)
    with sqlite3.connect(database(data)) as connection:
        triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    connection.close()
    change(database(data), *(f"DROP TRIGGER {name}" for name in triggers), "UPDATE wallet SET posted = posted + 1")
    end = await here("ledger", "verify", cwd=data.parent)
    assert end.code == 1
    assert "BROKEN  wallet-is-its-postings: 1" in end.out
    as_json = await here("ledger", "verify", "--json", cwd=data.parent)
    assert as_json.code == 1
    assert {item["name"]: item["count"] for item in json.loads(as_json.out)}["wallet-is-its-postings"] == 1


async def verified(tmp_path: Path) -> Ended:
    return await here("ledger", "verify", cwd=tmp_path)


async def test_books_that_are_not_there_or_no_books(tmp_path: Path) -> None:
    assert (await verified(tmp_path)).refused_with("inkmirage.db")
    assert not (tmp_path / "data").exists()
    file = database(tmp_path / "data")
    file.write_bytes(b"no database " * 1000)
    assert (await verified(tmp_path)).refused_with("inkmirage.db")


@pytest.mark.proves("PRV-89")
async def test_the_record_of_processing_names_who_is_responsible(data: Path) -> None:
    told = {"privacy__controller_name": "Ink & Sons Ltd"}
    end = await here("privacy", "record", cwd=data.parent, **told)
    as_json = await here("privacy", "record", "--json", cwd=data.parent, **told)
    assert end.code == as_json.code == 0
    record = json.loads(as_json.out)
    assert record["a_controller"]["name"] == "Ink & Sons Ltd"
    assert "- name: Ink & Sons Ltd" in end.out
    tables = {one["table"] for activity in record["activities"] for one in activity["c_data"]}
    assert tables
    assert all(f"`{table}`" in end.out for table in tables)


async def test_the_privacy_map_shows_every_column(data: Path) -> None:
    with sqlite3.connect(database(data)) as connection:
        found = connection.execute("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'")
        columns = {f"{table}.{column}" for table, column in found if table != "alembic_version"}
    connection.close()
    end = await here("privacy", "map", cwd=data.parent)
    as_json = await here("privacy", "map", "--json", cwd=data.parent)
    assert end.code == as_json.code == 0
    rows = {row["where"]: row for row in json.loads(as_json.out)}
    assert columns
    assert set(rows) == columns == {line.split()[0] for line in end.out.splitlines()}
    assert all(row["category"] for row in rows.values())
