"""A gateway must not be able to make us ask addresses in our own network (mayi-wire.md §6.5)."""

import asyncio
import ssl
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from adapters.mayi.fetch import FetchError, PictureFetcher, may_connect, may_fetch
from adapters.mayi.landing import Landing
from tests.adapters.mayi.raw_gateway import RawGateway, head


@pytest.mark.parametrize(
    ("address", "loopback", "allowed"),
    [
        ("https://pictures.example.com/a.png", False, True),
        ("https://8.8.8.8/a.png", False, True),
        ("http://pictures.example.com/a.png", False, False),
        ("http://pictures.example.com/a.png", True, False),
        ("http://127.0.0.1:8000/a.png", True, True),
        ("http://localhost:8000/a.png", True, True),
        ("http://127.0.0.1:8000/a.png", False, False),
        ("https://127.0.0.1/a.png", False, False),
        ("https://10.1.2.3/a.png", True, False),
        ("https://169.254.169.254/latest/meta-data", True, False),
        ("https://[::1]/a.png", False, False),
        ("https://[::ffff:10.0.0.1]/a.png", False, False),
        ("https://user:word@pictures.example.com/a.png", False, False),
        ("file:///etc/passwd", True, False),
        ("/relative.png", True, False),
    ],
)
def test_address(address: str, loopback: bool, allowed: bool) -> None:
    assert may_fetch(httpx.URL(address), loopback=loopback) is allowed


@pytest.mark.parametrize(
    ("ip", "allowed"),
    [
        ("93.184.215.14", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:7f00:1::1", False),
        ("2002:a00:1::1", False),
        ("::10.0.0.1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_number(ip: str, allowed: bool) -> None:
    assert may_connect(ip, loopback=False) is allowed


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
@pytest.mark.parametrize(("loopback", "connections"), [(False, 0), (True, 1)])
async def test_this_machine_by_name_or_number(
    gateway: RawGateway, tmp_path: Path, tls: ssl.SSLContext, host: str, loopback: bool, connections: int
) -> None:
    fetcher = PictureFetcher(loopback=loopback, tls=tls)
    with pytest.raises(FetchError):
        await fetcher.fetch(f"https://{host}:{gateway.port}/a.png", Landing(tmp_path))
    await fetcher.aclose()
    await asyncio.sleep(0.01)
    assert gateway.connections == connections


async def test_picture_beyond_the_limit_is_not_read_to_its_end(gateway: RawGateway, tmp_path: Path, tls: ssl.SSLContext) -> None:
    gateway.steps = [head(), b"x" * 1000, "wait"]
    fetcher = PictureFetcher(loopback=True, tls=tls)
    with closing(Landing(tmp_path, limit=20)) as landing, pytest.raises(FetchError):
        async with asyncio.timeout(2):
            await fetcher.fetch(f"http://127.0.0.1:{gateway.port}/a.png", landing)
    await fetcher.aclose()
