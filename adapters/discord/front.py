"""Discord from start to stop: log in, tell it our commands, stay connected, and never burn the token (platforms.md A10, A14, F14)."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

import aiohttp
import discord

from adapters.discord.client import Handles, InkMirageClient, Sells, StartsUsedUp
from adapters.discord.manifest import Manifest
from adapters.discord.places import PLATFORM
from core.ports import TokenRefused

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 900.0
HEALTHY_AFTER = 600.0
FINISH_SECONDS = 10.0
LEARN_SECONDS = 30.0

log = logging.getLogger(__name__)


class Front:
    """Keeps one client at work. A client that has ended cannot be used again, so each attempt makes a new one."""

    def __init__(self, token: str, make_client: Callable[[], InkMirageClient], manifest: Manifest, marks: Path) -> None:
        """`marks` is the folder where the fingerprint of the commands that Discord knows is kept."""
        self._token = token
        self._make_client = make_client
        self._manifest = manifest
        self._marks = marks
        self._intake: Handles | None = None
        self._sales: Sells | None = None
        self.client = make_client()
        self.here = asyncio.Event()
        self.refused = False
        self._was_here = False

    def serve(self, intake: Handles, sales: Sells) -> None:
        """Who takes the interactions, and what Discord sold."""
        self._intake, self._sales = intake, sales

    @property
    def hears(self) -> bool:
        """Interactions come in here: every shard of ours is connected."""
        return self.client.is_ready()

    async def run(self, stopping: asyncio.Event, *, connect: bool = True) -> None:
        """Until `stopping`; without `connect` only what is needed to post. Raises `TokenRefused` if the token was never taken; one that is
        not taken any more is tried again now and then, since nothing else needs to end for that."""
        pause = FIRST_PAUSE
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            began = loop.time()
            self.refused = False
            await self._attempt(stopping, connect=connect)
            if self.refused and not self._was_here:
                raise TokenRefused(PLATFORM)
            pause = FIRST_PAUSE if loop.time() - began > HEALTHY_AFTER else min(2 * pause, LONGEST_PAUSE)
            await waited(stopping, LONGEST_PAUSE if self.refused else pause)

    async def _attempt(self, stopping: asyncio.Event, *, connect: bool) -> None:
        if self.client.is_closed():
            self.client = self._make_client()
        working = asyncio.create_task(self._serve(self.client, connect=connect))
        ending = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
            await self.client.finish(FINISH_SECONDS)
            self.here.clear()
            await self.client.close()
            working.cancel()
            await asyncio.gather(working, ending, return_exceptions=True)

    async def _serve(self, client: InkMirageClient, *, connect: bool) -> None:
        try:
            await client.login(self._token)
            client.intake, client.sales = self._intake, self._sales
            if connect:
                await self._tell_commands(client)
                await client.check_starts()
            self._was_here = True
            self.here.set()
            await (self._connected(client) if connect else asyncio.Event().wait())
        except discord.LoginFailure:
            self.refused = True
            log.error("discord refuses the token: see [discord] token in the settings")
        except StartsUsedUp:
            log.error("so many sessions were begun today that discord would take the token away: waiting until it counts anew")
        except discord.ConnectionClosed as error:
            log.error("discord closed the connection", extra={"code": error.code})
        except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
            log.warning("discord is away", extra={"error": type(error).__name__})
        except Exception:
            log.exception("discord failed")

    async def _connected(self, client: InkMirageClient) -> None:
        learning = asyncio.create_task(self._keep_learning())
        try:
            await client.connect()
        finally:
            learning.cancel()

    async def _keep_learning(self) -> None:
        """What another process changed is known here after a while."""
        while self._intake is not None:
            try:
                await self._intake.learn()
            except Exception:
                log.exception("rules of servers not read")
            await asyncio.sleep(LEARN_SECONDS)

    async def _tell_commands(self, client: InkMirageClient) -> None:
        """Send the list if it is not the one that Discord knows; a bulk overwrite counts new commands only (platforms.md A14)."""
        mark = self._marks / f"discord-commands-{client.application_id}"
        fingerprint = self._manifest.fingerprint()
        if mark.exists() and mark.read_text("ascii") == fingerprint:
            return
        assert client.application_id is not None
        try:
            await client.http.bulk_upsert_global_commands(client.application_id, self._manifest.payload())
        except discord.HTTPException as error:
            if error.status != 400:
                raise
            # Those that it knows from before still work.
            log.error("discord does not take the commands", extra={"code": error.code})
            return
        mark.touch(0o600)
        mark.write_text(fingerprint, "ascii")
        log.info("discord knows the commands")


async def waited(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, but no longer than so many seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
