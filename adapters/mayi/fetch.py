"""Pictures that a gateway gives as an address: fetched without our key, and never from inside our own network (mayi-wire.md §6.5)."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterator

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from adapters.mayi.landing import Landing

FETCH_SECONDS = 60.0
_HOLDING_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


class FetchError(Exception):
    """The picture could not be had from its address."""


class PictureFetcher:
    """Gets one picture by its address. `loopback` lets plain http to this machine's own addresses pass, for a gateway that is here too."""

    def __init__(self, *, loopback: bool, tls: ssl.SSLContext) -> None:
        self._loopback = loopback
        self._tls = tls
        # The resolver sits inside the connection, so a name cannot change its address between the check and the use.
        transport = AiohttpTransport(verify=tls, client=self._session)
        self._client = httpx.AsyncClient(transport=transport, timeout=httpx.Timeout(20, connect=10), follow_redirects=False)

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(ssl=self._tls, resolver=_PublicResolver(loopback=self._loopback), keepalive_timeout=15)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def fetch(self, address: str, landing: Landing) -> None:
        """Put what is there into the landing. Raises `FetchError`."""
        try:
            url = httpx.URL(address)
            if not may_fetch(url, loopback=self._loopback):
                raise FetchError
            async with asyncio.timeout(FETCH_SECONDS):
                await self._read(url, landing)
        except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError from error

    async def _read(self, url: httpx.URL, landing: Landing) -> None:
        headers = {"Accept": "image/*", "Accept-Encoding": "identity"}
        async with self._client.stream("GET", url, headers=headers) as response:
            if response.status_code != 200:
                raise FetchError
            async for chunk in response.aiter_bytes():
                landing.write(chunk)
                if landing.overflowed:
                    raise FetchError

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def may_fetch(url: httpx.URL, *, loopback: bool) -> bool:
    """Whether the address may be asked at all. A name passes here; the addresses it stands for are checked when it is resolved."""
    local = loopback and is_loopback(url.host)
    if not url.host or url.userinfo or not (url.scheme == "https" or (url.scheme == "http" and local)):
        return False
    try:
        return may_connect(str(ipaddress.ip_address(url.host)), loopback=loopback)
    except ValueError:
        return True


def may_connect(address: str, *, loopback: bool) -> bool:
    """Whether this numeric address lies outside every private network, or is this machine and that is allowed."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if loopback and ip.is_loopback:
        return True
    return all(one.is_global and not one.is_multicast for one in (ip, *_inside(ip)))


def _inside(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses to which a router may turn this one: 6to4, Teredo, NAT64 (RFC 6052) and the old compatible form."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour:
            yield ip.sixtofour
        if ip.teredo:
            yield from ip.teredo
        if any(ip in network for network in _HOLDING_IPV4):
            yield ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)


def is_loopback(host: str) -> bool:
    """Whether a host name is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _PublicResolver(AbstractResolver):
    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        allowed = [result for result in found if may_connect(result["host"], loopback=self._loopback)]
        if not allowed:
            raise OSError("no public address")
        return allowed

    async def close(self) -> None:
        await self._resolver.close()
