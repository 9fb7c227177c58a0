"""`python -m bot check`: one helpful line for everything that would keep the program from working."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from bot.config import Settings
from bot.wiring import build
from db.errors import DatabaseProblem

ADVICE = {
    "unreachable": "does not answer; check the address and the network",
    "key": "refuses the key; check the api_key",
    "html": "answers with a web page; check that the address ends in /v1",
    "credentials": "refuses the access key or its secret",
    "bucket": "has no such bucket",
}


async def findings(settings: Settings) -> AsyncIterator[tuple[bool, str]]:
    """Each thing that was looked at: whether it is well, and a line about it."""
    for sentence in settings.missing():
        yield False, f"configuration: {sentence}"
    async with AsyncExitStack() as exits:
        try:
            program = await build(settings)
        except DatabaseProblem as problem:
            yield False, f"database: {problem.code} ({problem.place})"
            return
        exits.push_async_callback(program.close)
        yield True, "database: opened, schema is current"
        for name, code in (("gateway", await program.maker.check()), ("objects", await _objects(program.workshop.objects))):
            yield code is None, f"{name}: well" if code is None else f"{name}: {ADVICE.get(code, code)}"


async def _objects(objects: object) -> str | None:
    check = getattr(objects, "check", None)
    code: str | None = await check() if check else None
    return code
