"""What is kept of requests: four clean fields, whatever a browser claims to be and wherever it is (PRV-10, PRV-11)."""

import asyncio
import ipaddress
import random
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from starlette.requests import Request

from adapters.web import usage
from core.ambient import Ambient
from core.storage.unit_of_work import UnitOfWork
from core.text import LOCALES
from db.store import SqlStore, open_store
from db.unit_of_work import SqlUnitOfWork
from tests.clock import FakeClock

AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0": "Firefox 143",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36": "Chrome 141",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.3537.57": "Edge 141",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0": "Opera 124",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15": "Safari 26",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1": ("Safari 26"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Safari/604.1": (
        "Chrome 141"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/143.0 Safari/605.1.15": (
        "Firefox 143"
    ),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36": (
        "Samsung Internet 28"
    ),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36": "Chrome 141",
    "curl/8.5.0": "other",
    "": "other",
    "Firefox/2001:db8::1": "other",
    "Firefox/192.0.2.1": "Firefox 192",
    "Firefox/٣٤": "other",
    "Firefox/0099.1": "other",
    "x" * 600 + " Firefox/143": "other",
}
CLEAN = {
    "network": re.compile(r"unknown|(\d{1,3}\.){3}0/24|[0-9a-f:]+::/48"),
    "browser": re.compile(r"other|(Edge|Opera|Samsung Internet|Vivaldi|Yandex|DuckDuckGo|Firefox|Chrome|Safari) \d{1,3}"),
    "language": re.compile("|".join(LOCALES)),
}


def request(parts: object, host: str | None = "203.0.113.77", headers: list[tuple[bytes, bytes]] | None = None) -> Request:
    """A request as the server hands it on."""
    app = SimpleNamespace(state=SimpleNamespace(parts=parts))
    client = None if host is None else (host, 4711)
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers or [], "client": client, "app": app})


@pytest.fixture
async def store(sqlite_url: str, clock: FakeClock) -> SqlStore:
    return await open_store(sqlite_url, Ambient(now=clock.now))


@pytest.fixture
def parts(store: SqlStore, clock: FakeClock) -> object:
    return SimpleNamespace(workshop=SimpleNamespace(store=store), ambient=Ambient(now=clock.now))


@pytest.mark.parametrize(("agent", "family"), AGENTS.items())
def test_browsers_are_known_by_family_and_major_version(agent: str, family: str) -> None:
    assert usage.browser_of(request(None, headers=[(b"user-agent", agent.encode())])) == family


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_is_cut_to_its_network(host: str | None, network: str) -> None:
    assert usage.network_of(request(None, host)) == network


@pytest.mark.proves("PRV-10")
async def test_ten_thousand_odd_requests_leave_four_clean_fields(store: SqlStore, parts: object, tmp_path: Path) -> None:
    dice = random.Random(7)
    addresses = [_address(dice) for _ in range(2_000)]

    async def one() -> None:
        asked = request(parts, dice.choice([*addresses, *addresses, None, "odd", "1.2.3", "[::1]"]), _headers(dice, addresses))
        await usage.keep(asked, None)
        if dice.random() < 0.2:
            await usage.network_hash(asked)

    for _ in range(20):
        await asyncio.gather(*(one() for _ in range(500)))
    rows = await store.read(_visits)
    assert len(rows) == 10_000
    for row in rows:
        assert set(row) == {"id", "account_id", "merge_id", "network", "browser", "language", "at"}
        assert all(pattern.fullmatch(row[name]) for name, pattern in CLEAN.items()), row
    await store.close()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("ink.db*"))
    kept = {match.decode() for match in re.findall(rb"[0-9a-f]{1,4}(?:[.:]+[0-9a-f]{1,4}){3,7}", content)}
    assert kept & set(addresses) == set()


def _visits(uow: UnitOfWork) -> list[dict[str, str]]:
    assert isinstance(uow, SqlUnitOfWork)
    return [dict(row) for row in uow.connection.execute(text("SELECT * FROM web_visit")).mappings()]


def _address(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return str(ipaddress.IPv4Address((dice.getrandbits(24) << 8) + dice.randint(1, 254)))
    return str(ipaddress.IPv6Address(dice.getrandbits(128) | 1))


def _headers(dice: random.Random, addresses: list[str]) -> list[tuple[bytes, bytes]]:
    odd: list[Callable[[], bytes]] = [
        lambda: dice.choice(list(AGENTS)).encode(),
        lambda: dice.choice(addresses).encode(),
        lambda: f"Firefox/{dice.choice(addresses)}".encode(),
        lambda: dice.randbytes(dice.randint(0, 80)),
        lambda: b"A" * dice.randint(0, 20_000),
        lambda: f"Mozilla/5.0 ({dice.choice(addresses)}) Chrome/{dice.randint(0, 10**12)}.0".encode(),
        lambda: b"'; DROP TABLE web_visit; --",
        lambda: "de-AT,de;q=0.9,\u4e2d\u6587".encode(),
        lambda: dice.choice(["zh_TW", "es-419", "x-canary", "*", ";q=1", "DE"]).encode(),
    ]
    names = [b"user-agent", b"accept-language", b"x-forwarded-for", b"forwarded", b"referer", b"cookie", b"sec-ch-ua"]
    return [(dice.choice(names), dice.choice(odd)()) for _ in range(dice.randint(0, 12))]


@pytest.mark.proves("PRV-11")
async def test_an_address_is_known_again_on_the_same_day_and_never_when_the_key_is_gone(
    store: SqlStore, parts: object, clock: FakeClock
) -> None:
    first = await usage.network_hash(request(parts))
    assert await usage.network_hash(request(parts)) == first
    assert await usage.network_hash(request(parts, "203.0.113.78")) != first
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    clock.advance(days=8)
    await store.write(lambda uow: [uow.retention.sweep(table, clock.now(), 99) for table in ("attempt", "day_key")])
    clock.advance(days=-8)  # even for the very same day there is another key now
    assert await usage.network_hash(request(parts)) != first
    await store.close()


async def test_a_household_of_addresses_is_one(store: SqlStore, parts: object) -> None:
    hashes = {await usage.network_hash(request(parts, f"2001:db8:1:2::{number}")) for number in range(1, 5)}
    assert len(hashes) == 1
    assert await usage.network_hash(request(parts, "2001:db8:1:3::1")) not in hashes
    await store.close()
