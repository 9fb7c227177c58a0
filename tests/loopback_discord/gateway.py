"""The gateway: sessions with a sequence, heartbeats, resuming, and events for every session that may have them."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from aiohttp import WSMsgType, web

from tests.loopback_discord.places import Channel, Guild, Places
from tests.loopback_discord.refusals import Json
from tests.waiting import Pulse

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
_PRIVILEGED = (1 << 1) | (1 << 8) | MESSAGE_CONTENT

BAD_TOKEN, BAD_SEQUENCE, BAD_SHARD, FORBIDDEN_INTENTS = 4004, 4007, 4010, 4014


@dataclass(eq=False, repr=False)
class Session:
    """One identified session; it outlives its socket until it is closed on purpose."""

    id: str
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    request: web.Request | None = None
    #: The events that it was sent or missed; the sequence is the place, from 1.
    events: list[Json] = field(default_factory=list)
    #: It lives on as long as its socket, but cannot be resumed.
    forgotten: bool = False
    #: The connection was broken from this side, so the client will come back.
    back_soon: bool = False

    def takes(self, guild_id: str | None) -> bool:
        """A guild belongs to one shard; everything without a guild goes to shard 0."""
        number, of = self.shard
        return ((int(guild_id) >> 22) % of if guild_id else 0) == number

    async def dispatch(self, event: str, data: Json) -> None:
        frame: Json = {"op": DISPATCH, "t": event, "s": len(self.events) + 1, "d": data}
        self.events.append(frame)
        await self.write(frame)

    async def write(self, frame: Json) -> None:
        if self.socket is not None and not self.socket.closed:
            try:
                await self.socket.send_str(json.dumps(frame))
            except ConnectionError:
                self.socket = None


class Gateway:
    """Serves the websocket. `token` is the bot's; `address` is set when the server knows its port."""

    def __init__(self, token: str, places: Places, pulse: Pulse) -> None:
        self._token, self._places, self._pulse = token, places, pulse
        self._numbers = count(1)
        self._sessions: dict[str, Session] = {}
        self.address = ""
        # Seconds; Discord says 41.25. A client that is closed while it connects leaves its heartbeat thread behind, and that one must not
        # wake up in the middle of a later test to find its event loop closed.
        self.heartbeat_interval = 3600.0
        #: How often a session was started; 1000 a day are allowed.
        self.identifies = 0
        self.resumes = 0
        self.heartbeats = 0
        #: Intents that the application may not have; asking for one closes with 4014.
        self.forbidden_intents = _PRIVILEGED

    @property
    def sessions(self) -> list[Session]:
        """Those that are connected now."""
        return [session for session in self._sessions.values() if session.socket is not None and not session.socket.closed]

    async def ready(self, sessions: int = 1, within: float = 5.0) -> None:
        """Wait until so many sessions are connected."""
        await self._pulse.until(lambda: len(self.sessions) >= sessions, within)

    async def left(self, sessions: int = 0, within: float = 5.0) -> None:
        """Wait until only so many sessions are connected."""
        await self._pulse.until(lambda: len(self.sessions) <= sessions, within)

    async def dispatch(self, event: str, data: Json, guild_id: str | None = None, intents: int = 0) -> bool:
        """Give the event to every session whose shard and intents fit; whether somebody takes it, now or when back from a drop."""
        fitting = [session for session in self._sessions.values() if session.takes(guild_id) and session.intents & intents == intents]
        for session in fitting:
            await session.dispatch(event, data)
        return any(session.back_soon or session in self.sessions for session in fitting)

    async def tell(self, event: str, data: Json, channel: Channel) -> None:
        """An event about a channel, if the bot is there."""
        if channel.has(self._places.bot):
            guild_id = channel.guild.id if channel.guild else None
            await self.dispatch(event, data, guild_id, GUILD_MESSAGES if guild_id else DIRECT_MESSAGES)

    async def guild_appeared(self, guild: Guild) -> None:
        await self.dispatch("GUILD_CREATE", guild.payload(), guild.id, GUILDS)

    async def guild_went(self, guild: Guild) -> None:
        await self.dispatch("GUILD_DELETE", {"id": guild.id}, guild.id, GUILDS)

    # What a test can do to the connections ---------------------------------------------------------------------------

    async def drop(self) -> None:
        """Break every connection without a word; the sessions can be resumed."""
        for session in self.sessions:
            if session.request is not None and session.request.transport is not None:
                session.request.transport.abort()
            session.socket, session.back_soon = None, True
        await asyncio.sleep(0)

    async def close(self, code: int = 4000) -> None:
        """Close every connection with this code."""
        for session in self.sessions:
            socket, session.socket = session.socket, None
            session.back_soon = True
            if socket is not None:
                await socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Opcode 7."""
        for session in self.sessions:
            session.back_soon = True
            await session.write({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9; a session that cannot be resumed is forgotten."""
        for session in self.sessions:
            session.back_soon = resumable
            if not resumable:
                self._sessions.pop(session.id, None)
            await session.write({"op": INVALID_SESSION, "d": resumable})

    def forget(self) -> None:
        """The next RESUME will find no session."""
        for session in self._sessions.values():
            session.forgotten = True

    # The socket ------------------------------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}}))
        session: Session | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            if frame["op"] == HEARTBEAT:
                self.heartbeats += 1
                await socket.send_str(json.dumps({"op": HEARTBEAT_ACK, "d": None}))
            elif frame["op"] == IDENTIFY:
                session = await self._identify(frame["d"], socket, request)
            elif frame["op"] == RESUME:
                session = await self._resume(frame["d"], socket, request)
            self._pulse.beat()
        self._left(session, socket)
        return socket

    def _left(self, session: Session | None, socket: web.WebSocketResponse) -> None:
        """Closing with 1000 or 1001 ends the session; anything else (discord.py's `close()` sends 4000) leaves it to be resumed."""
        if session is not None and session.socket is socket:
            session.socket = None
            if socket.close_code in (1000, 1001):
                self._sessions.pop(session.id, None)
        self._pulse.beat()

    async def _identify(self, data: Json, socket: web.WebSocketResponse, request: web.Request) -> Session | None:
        shard = tuple(data.get("shard") or (0, 1))
        refused = (
            BAD_TOKEN
            if data.get("token") != self._token
            else FORBIDDEN_INTENTS
            if data.get("intents", 0) & self.forbidden_intents
            else BAD_SHARD
            if not 0 <= shard[0] < shard[1]
            else None
        )
        if refused is not None:
            await socket.close(code=refused)
            return None
        self.identifies += 1
        session = Session(f"session-{next(self._numbers)}", data["intents"], (shard[0], shard[1]), socket, request)
        await session.dispatch("READY", self._ready(session))
        self._sessions[session.id] = session
        for guild in self._guilds_of(session):
            if session.intents & GUILDS:
                await session.dispatch("GUILD_CREATE", guild.payload() | {"unavailable": False})
        return session

    def _ready(self, session: Session) -> Json:
        bot = self._places.bot
        return {
            "v": 10,
            "user": bot.payload() | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in self._guilds_of(session)],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.address,
            "shard": list(session.shard),
            "application": {"id": bot.id, "flags": 0},
            "private_channels": [],
        }

    def _guilds_of(self, session: Session) -> Iterator[Guild]:
        return (guild for guild in self._places.guilds.values() if guild.has_bot and session.takes(guild.id))

    async def _resume(self, data: Json, socket: web.WebSocketResponse, request: web.Request) -> Session | None:
        session = self._sessions.get(data["session_id"])
        if data.get("token") != self._token:
            await socket.close(code=BAD_TOKEN)
            return None
        if session is None or session.forgotten:
            await socket.send_str(json.dumps({"op": INVALID_SESSION, "d": False}))
            return None
        if data["seq"] > len(session.events):
            await socket.close(code=BAD_SEQUENCE)
            return None
        self.resumes += 1
        session.socket, session.request, session.back_soon = socket, request, False
        for frame in session.events[data["seq"] :]:
            await session.write(frame)
        await session.dispatch("RESUMED", {})
        return session
