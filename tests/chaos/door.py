"""The one address of several web processes: what Telegram brings goes to the next of them, and is refused if that one is not there."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from itertools import count

import aiohttp
from aiohttp import web

from tests.chaos.processes import Seat

PATH = "/webhooks/telegram"


class Door:
    """Passes requests on. `url` is where it stands."""

    def __init__(self) -> None:
        self.behind: Sequence[Seat] = ()
        self.url = ""
        self.refused = 0
        self._turns = count()

    async def pass_on(self, session: aiohttp.ClientSession, request: web.Request) -> web.Response:
        """To the next process, with everything it came with; 502 if nobody answers there."""
        seat = self.behind[next(self._turns) % len(self.behind)]
        try:
            async with session.post(f"{seat.url}{PATH}", data=await request.read(), headers=request.headers) as answer:
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            self.refused += 1
            return web.Response(status=502)


@contextlib.asynccontextmanager
async def open_door() -> AsyncIterator[Door]:
    door, app = Door(), web.Application()
    # No connection is kept: one to a process that was killed meanwhile is worth nothing.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session:

        async def passed_on(request: web.Request) -> web.Response:
            return await door.pass_on(session, request)

        app.router.add_post(PATH, passed_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            door.url = "http://{}:{}".format(*runner.addresses[0][:2])
            yield door
        finally:
            await runner.cleanup()
