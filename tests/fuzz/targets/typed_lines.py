"""Lines as people type them, commands with options or prompts, through the whole program up to its answer."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from adapters.web.chat import PLATFORM
from core.caller import Address
from core.commands import COMMANDS
from tests.fuzz.target import Attempt, Target, Unexpected, complaints
from tests.story.house import open_house

UNEXPECTED = 500


def corpus() -> list[bytes]:
    """Every command, with and without words, and prompts with options in every spelling."""
    lines = [f"/{command.name}" for command in COMMANDS]
    lines += [f"/{command.name} " + " ".join(f'--{option.name} "{option.default}"' for option in command.options) for command in COMMANDS]
    lines += ["a fox in the rain", "/imagine a fox --shape portrait --count 2 --quality=low", "/imagine a fox —shape landscape", "/imagine"]
    lines += [
        '/imagine --prompt "a fox" --private',
        "/redeem ABCD-EFGH-JKLM",
        "/link 0A1B-2C3D",
        "/email ann@example.org",
        "/history --page 2",
    ]
    lines += ["/imagine 一只雨中的狐狸 --count 3", "/imagine 🦊 --shape=square", "/limits 500 --warn 50", "/age 17", "/language de"]
    return [line.encode() for line in lines]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """A program whose workers sleep; every line is said by the same few people."""
    with tempfile.TemporaryDirectory() as folder, complaints() as check:
        async with open_house(Path(folder), working=False) as house:

            async def attempt(data: bytes) -> str:
                who = f"person-{len(data) % 7}"
                caller = replace(house.caller(who), platform=PLATFORM, address=Address(PLATFORM, who, private=True, uid=who))
                answer = await house.program.dispatch.typed(caller, data.decode("utf-8", "surrogateescape"))
                check()
                if answer.status == UNEXPECTED:
                    raise Unexpected(str(answer.reply.lines))
                for text in answer.reply.lines:
                    house.program.catalogue.format(text, answer.locale)
                return answer.reply.lines[0].key if answer.reply.lines else "no words"

            yield attempt


TARGET = Target("typed-lines", corpus, opened, examples=25)
