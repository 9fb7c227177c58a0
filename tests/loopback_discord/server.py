"""A Discord on this machine: discord.py runs against it unmodified (platforms.md §A15).

async with LoopbackDiscord() as discord:
    guild = discord.guild("Painters")
    ann = discord.user("Ann", locale="de", guilds=[guild])
    client.start(discord.token) ...
    await discord.gateway.ready()
    call = await ann.command("imagine", {"prompt": "a fox"}, channel=guild.channel("general"))
    assert call.response.deferred and call.response.elapsed < 1
    picture = await call.until(lambda message: message.files)
    again = await picture.press("Redo", by=ann)
    print(discord.transcript(guild.channel("general"), ann))
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import discord.asset
import discord.gateway
import discord.http
import yarl
from aiohttp import web

from tests.clock import MovableClock
from tests.loopback_discord import refusals
from tests.loopback_discord.cdn import Cdn, plain_avatar
from tests.loopback_discord.clock import Snowflakes
from tests.loopback_discord.commands import Commands
from tests.loopback_discord.exchange import Exchange, read_body
from tests.loopback_discord.gateway import Gateway
from tests.loopback_discord.interactions import Interactions
from tests.loopback_discord.messages import Message, Messages
from tests.loopback_discord.misbehaviour import Misbehaviour
from tests.loopback_discord.people import Person
from tests.loopback_discord.places import USUAL, Account, Channel, Guild, Places
from tests.loopback_discord.refusals import Json, Refusal
from tests.loopback_discord.sales import Sales
from tests.loopback_discord.transcript import transcript
from tests.waiting import Pulse

TOKEN = "loopback-bot-token"
API = "/api/v10"

Handler = Callable[[Exchange], Awaitable[Any]]


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """discord.py talks to the loopback Discord at this address; its addresses are global to the process."""
    route, gateway, asset = discord.http.Route, discord.gateway.DiscordWebSocket, discord.asset.Asset
    before = route.BASE, gateway.DEFAULT_GATEWAY, asset.BASE
    socket = yarl.URL(url).with_scheme("ws") / "gw/"
    route.BASE, gateway.DEFAULT_GATEWAY, asset.BASE = f"{url}{API}", socket, f"{url}/cdn"
    try:
        yield
    finally:
        route.BASE, gateway.DEFAULT_GATEWAY, asset.BASE = before


class LoopbackDiscord:
    """The server, its people and places, and everything that can go wrong with it."""

    token = TOKEN

    def __init__(self, clock: MovableClock | None = None) -> None:
        self.clock = clock or MovableClock()
        self.ids = Snowflakes(self.clock)
        self.pulse = Pulse()
        self.bot = Account(self.ids.new(), "InkMirage", bot=True)
        self.places = Places(self.ids, self.bot)
        self.cdn = Cdn(self.clock, self.ids)
        self.gateway = Gateway(TOKEN, self.places, self.pulse)
        self.misbehaviour = Misbehaviour()
        self.messages = Messages(self.clock, self.ids, self.cdn, self.places, self.gateway.tell)
        self.sales = Sales(self.clock, self.ids, self.bot.id, self.gateway.dispatch)
        self.interactions = Interactions(
            self.clock, self.ids, self.places, self.messages, self.misbehaviour, self._deliver, self.sales.shown_to
        )
        self.commands = Commands(self.clock, self.ids, self.places)
        #: Every call to the API, in the order in which they were answered.
        self.exchanges: list[Exchange] = []
        #: Errors in this server itself; leaving it raises them.
        self.faults: list[Exception] = []
        self.url = ""
        self._pointing = ExitStack()
        self._runner: web.AppRunner | None = None

    # People and places ---------------------------------------------------------------------------------------------

    def guild(
        self, name: str, channels: Sequence[str] = ("general",), *, locale: str = "en-US", with_bot: bool = True, **more: Any
    ) -> Guild:
        """A new server; `more` are fields of Guild (`boost_tier=2`, `external_apps=False`, `bot_permissions=…`)."""
        guild = Guild(self.ids.new(), name, locale, self.clock.now(), self.bot, **more)
        if with_bot:
            guild.members.append(self.bot)
        return self.places.add_guild(guild, list(channels))

    def user(self, name: str, *, locale: str = "en-US", guilds: Sequence[Guild] = (), **more: Any) -> Person:
        """A new person; `more` are fields of Account (`accepts_dms=False`, `installed_app=True`, `file_limit=…`)."""
        person = Person(id=self.ids.new(), name=name, locale=locale, discord=self, **more)
        self.places.accounts[person.id] = person
        for guild in guilds:
            guild.members.append(person)
        return person

    def friend_of(self, person: Person) -> Account:
        """Somebody for this person to write to in private."""
        known = [account for account in self.places.accounts.values() if account not in (person, self.bot)]
        return known[0] if known else self.user("Friend")

    def group(self, *people: Account) -> Channel:
        """A private channel of these people, without the bot."""
        return self.places.dm(*people)

    def thread(self, parent: Channel, name: str) -> Channel:
        """A new thread in a channel of a server."""
        return self.places.add_thread(parent, name)

    async def invite_bot(self, guild: Guild, permissions: int = USUAL) -> None:
        """The bot joins."""
        guild.members.append(self.bot)
        guild.bot_permissions = permissions
        await self.gateway.guild_appeared(guild)

    async def expel_bot(self, guild: Guild) -> None:
        """The bot is thrown out."""
        guild.members.remove(self.bot)
        await self.gateway.guild_went(guild)

    # What a test looks at --------------------------------------------------------------------------------------------

    def advance(self, **parts: float) -> None:
        """Move Discord's time on: `seconds=`, `minutes=`, `hours=`, `days=`."""
        self.clock.advance(**parts)

    def transcript(self, channel: Channel, viewer: Account | None = None) -> str:
        """The channel as text, as this account sees it; None sees everything."""
        return transcript(channel, viewer)

    def calls(self, method: str = "", route: str = "") -> list[Exchange]:
        """The calls with this method whose route contains this text."""
        return [call for call in self.exchanges if method in ("", call.method) and route in call.route]

    async def message_in(
        self, channel: Channel, fits: Callable[[Message], object] = lambda _: True, *, after: Message | None = None, within: float = 5.0
    ) -> Message:
        """The newest message of the bot in a channel that fits, once it is there; `after` skips that one and everything before it."""

        def found() -> Message | None:
            start = channel.messages.index(after) + 1 if after else 0
            fitting = [
                message for message in channel.messages[start:] if message.author is self.bot and not message.deleted and fits(message)
            ]
            return fitting[-1] if fitting else None

        try:
            return await self.pulse.until(found, within)
        except TimeoutError:
            raise TimeoutError(f"no such message within {within} s\n{self.transcript(channel)}") from None

    # Start and stop --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> "LoopbackDiscord":
        app = web.Application(client_max_size=1 << 30)
        for method, route, handler, public in self._routes():
            app.router.add_route(method, API + route, self._serving(route, handler, public=public))
        app.router.add_route("*", API + "/{rest:.*}", self._serving("(not served)", self._nowhere, public=False))
        app.router.add_get("/gw/", self.gateway.serve)
        app.router.add_get("/cdn/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.cdn.base, self.gateway.address = f"{self.url}/cdn", f"ws://{host}:{port}/gw/"
        self._pointing.enter_context(pointed_at(self.url))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._pointing.close()
        await self.gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()
        if self.faults:
            raise ExceptionGroup("the loopback Discord failed", self.faults)

    # Serving -----------------------------------------------------------------------------------------------------------

    def _routes(self) -> list[tuple[str, str, Handler, bool]]:
        """Method, route, handler, and whether it works without the bot token."""
        commands, messages, interactions, sales = self.commands, self.messages, self.interactions, self.sales
        hook = "/webhooks/{application_id}/{token}"
        return [
            ("GET", "/gateway", self._gateway, True),
            ("GET", "/gateway/bot", self._gateway_bot, False),
            ("GET", "/users/@me", self._me, False),
            ("GET", "/users/@me/guilds", self._guilds, False),
            ("POST", "/users/@me/channels", self._open_dm, False),
            ("GET", "/users/{user_id}", self._user, False),
            ("GET", "/oauth2/applications/@me", self._application, False),
            ("GET", "/applications/{application_id}/commands", commands.get_global, False),
            ("PUT", "/applications/{application_id}/commands", commands.put_global, False),
            ("GET", "/applications/{application_id}/guilds/{guild_id}/commands", commands.get_guild, False),
            ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", commands.put_guild, False),
            ("GET", "/applications/{application_id}/skus", sales.skus, False),
            ("GET", "/applications/{application_id}/entitlements", sales.list, False),
            ("POST", "/applications/{application_id}/entitlements", sales.create, False),
            ("GET", "/applications/{application_id}/entitlements/{entitlement_id}", sales.get, False),
            ("DELETE", "/applications/{application_id}/entitlements/{entitlement_id}", sales.delete, False),
            ("POST", "/applications/{application_id}/entitlements/{entitlement_id}/consume", sales.consume, False),
            ("GET", "/channels/{channel_id}", self._channel, False),
            ("PATCH", "/channels/{channel_id}", self._change_channel, False),
            ("POST", "/channels/{channel_id}/messages", messages.create, False),
            ("GET", "/channels/{channel_id}/messages", messages.list, False),
            ("GET", "/channels/{channel_id}/messages/{message_id}", messages.get, False),
            ("PATCH", "/channels/{channel_id}/messages/{message_id}", messages.edit, False),
            ("DELETE", "/channels/{channel_id}/messages/{message_id}", messages.delete, False),
            ("POST", "/interactions/{interaction_id}/{token}/callback", interactions.callback, True),
            ("POST", hook, interactions.follow_up, True),
            ("GET", hook + "/messages/@original", interactions.get, True),
            ("PATCH", hook + "/messages/@original", interactions.edit, True),
            ("DELETE", hook + "/messages/@original", interactions.delete, True),
            ("GET", hook + "/messages/{message_id}", interactions.get, True),
            ("PATCH", hook + "/messages/{message_id}", interactions.edit, True),
            ("DELETE", hook + "/messages/{message_id}", interactions.delete, True),
        ]

    def _serving(self, route: str, handler: Handler, *, public: bool) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            parts, query = dict(request.match_info), dict(request.query)
            call = Exchange(request.method, route, request.path, parts, query, request.headers.get("Authorization"), self.clock.now())
            headers: dict[str, str] = {}
            try:
                await self._handle(call, handler, request, public=public)
            except Refusal as refusal:
                call.status, call.answer, headers = refusal.status, refusal.body, refusal.headers
            except Exception as error:  # noqa: BLE001  # A fault of this server must end the test, not be tried again five times.
                self.faults.append(error)
                call.status, call.answer = 400, {"code": 0, "message": f"the loopback Discord failed: {error!r}"}
            self.exchanges.append(call)
            self.pulse.beat()
            return _json(call.status, call.answer, headers)

        return serve

    async def _handle(self, call: Exchange, handler: Handler, request: web.Request, *, public: bool) -> None:
        if call.authorization != f"Bot {TOKEN}" and not (public and call.authorization is None):
            raise refusals.unauthorized()
        call.body, call.uploads = await read_body(request)
        await asyncio.sleep(self.misbehaviour.delay(call))
        self.misbehaviour.before(call)
        call.answer = await handler(call)
        call.status = 204 if call.answer is None else 200
        self.misbehaviour.after(call)

    async def _serve_file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        if path.startswith(("attachments/", "ephemeral-attachments/")):
            try:
                stored = self.cdn.fetched(path, dict(request.query))
            except Refusal:
                return web.Response(status=404, text="This content is no longer available.")
            return web.Response(body=stored.data, content_type=stored.content_type)
        return web.Response(body=plain_avatar(len(path)), content_type="image/png")

    async def _deliver(self, payload: Json, channel: Channel) -> bool:
        return await self.gateway.dispatch("INTERACTION_CREATE", payload, channel.guild.id if channel.guild else None)

    async def _nowhere(self, _: Exchange) -> None:
        raise refusals.not_found()

    async def _gateway(self, _: Exchange) -> Json:
        return {"url": self.gateway.address}

    async def _gateway_bot(self, _: Exchange) -> Json:
        left = 1000 - self.gateway.identifies
        limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": self.gateway.address, "shards": 1, "session_start_limit": limit}

    async def _me(self, _: Exchange) -> Json:
        return self.bot.payload() | {"mfa_enabled": True, "verified": True, "locale": "en-US", "email": None}

    async def _guilds(self, _: Exchange) -> list[Json]:
        there = [guild for guild in self.places.guilds.values() if guild.has_bot]
        more: Json = {"icon": None, "banner": None, "owner": False, "features": []}
        return [{"id": guild.id, "name": guild.name, "permissions": str(guild.bot_permissions), **more} for guild in there]

    async def _user(self, call: Exchange) -> Json:
        account = self.places.accounts.get(call.parts["user_id"])
        if account is None:
            raise refusals.unknown_user()
        return account.payload()

    async def _open_dm(self, call: Exchange) -> Json:
        account = self.places.accounts.get(str((call.body or {}).get("recipient_id")))
        if account is None or account is self.bot:
            raise refusals.wrong("recipient_id", code="USER_UNKNOWN", message="This user cannot be written to.")
        return self.places.dm(account, self.bot).payload()

    async def _channel(self, call: Exchange) -> Json:
        return self.places.open_to_bot(call.parts["channel_id"]).payload()

    async def _change_channel(self, call: Exchange) -> Json:
        channel = self.places.open_to_bot(call.parts["channel_id"])
        if set(call.body or {}) != {"archived"}:
            raise refusals.invalid_form({})
        self.places.rouse(channel, archived=call.body["archived"])
        return channel.payload()

    async def _application(self, _: Exchange) -> Json:
        owner = {"id": self.ids.new(), "username": "owner", "discriminator": "0", "avatar": None, "global_name": None}
        return {
            "id": self.bot.id,
            "name": self.bot.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.bot.payload(),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": owner | {"public_flags": 0, "flags": 0, "primary_guild": None},
            "approximate_guild_count": len(self.places.guilds),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": self.sales.team,
            "eligible_oauth2_scopes": [],
            "integration_types_config": {"0": {}, "1": {}},
        }


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """discord.py reads JSON only under exactly this content type, without a charset."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(status=status, body=json.dumps(answer).encode(), content_type="application/json", headers=headers)
