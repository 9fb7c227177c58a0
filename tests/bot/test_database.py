"""`python -m bot database move`, as an operator types it."""

from pathlib import Path

from sqlalchemy import make_url

from core.ambient import Ambient
from tests.bot.command import here
from tests.db.rows import run as run_on
from tests.db.test_moving import lived_in, write
from tests.postgres_server import run_sql

AMBIENT = Ambient()


async def moved(to: str, folder: Path, url: str = "") -> tuple[int, str, str]:
    more = {"database__url": url} if url else {}
    end = await here("database", "move", "--to", to, "--data-dir", str(folder), cwd=folder, **more)
    return end.code, end.out, end.err


async def test_the_way_there_as_people_see_it_on_postgres(tmp_path: Path, postgres_url: str, postgres_server: str) -> None:
    url = await lived_in(tmp_path)
    code, out, _ = await moved(postgres_url, tmp_path)
    assert code == 0
    lines = out.splitlines()
    assert next(line for line in lines if line.split()[0] == "job").split()[1:4] == ["4", "4", "rows"]
    assert "ok      transactions-balance" in out
    assert not [line for line in lines if line.startswith("!")]
    assert "Set [database] url" in out
    code, _, said = await moved(postgres_url, tmp_path)
    assert (code, "There are rows in" in said) == (2, True)
    blank = f"{make_url(postgres_url).database}_blank"
    await run_sql(postgres_server, f"CREATE DATABASE {blank}")
    await write(url, AMBIENT, lambda uow: run_on(uow, "UPDATE wallet SET posted = posted + 1, version = version + 1"))
    code, out, said = await moved(f"{postgres_server}/{blank}", tmp_path)
    assert (code, "nothing was moved" in said) == (1, True)
    assert any(line.startswith("! BROKEN") for line in out.splitlines())


async def test_two_databases_of_one_kind_have_tools_of_their_own(tmp_path: Path, sqlite_url: str) -> None:
    code, _, said = await moved(f"sqlite+aiosqlite:///{tmp_path}/other.db", tmp_path, sqlite_url)
    assert (code, "VACUUM INTO" in said) == (2, True)


async def test_an_address_that_is_none_is_said(tmp_path: Path) -> None:
    code, _, said = await moved("mysql://somewhere/name", tmp_path)
    assert (code, "database.url" in said) == (2, True)
