import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from adapters.mayi.client import MayiClient
from core.ports import ObjectMissing, StoreUnavailable
from tests.adapters.mayi.raw_gateway import RawGateway

MakeClient = Callable[..., MayiClient]


@pytest.fixture
async def gateway() -> AsyncIterator[RawGateway]:
    gateway = RawGateway()
    await gateway.start()
    yield gateway
    await gateway.stop()


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than most tests."""
    return ssl.create_default_context()


@pytest.fixture
async def make_client(tmp_path: Path, tls: ssl.SSLContext) -> AsyncIterator[MakeClient]:
    """Builds clients with short times; whatever a test made is closed after it."""
    made: list[MayiClient] = []

    def make(base_url: str, **changes: object) -> MayiClient:
        settings: dict[str, object] = {
            "base_url": base_url,
            "api_key": "sk-test",
            "model": "gpt-image-2",
            "concurrency": 4,
            "read_timeout": 5.0,
            "deadline": 10.0,
            "open_object": open_object,
            "new_id": lambda: "fresh-id",
            "spool_dir": tmp_path,
            "tls": tls,
        }
        made.append(MayiClient(**{**settings, **changes}))  # type: ignore[arg-type]  # the names and types are those above
        return made[-1]

    yield make
    for client in made:
        await client.aclose()


async def open_object(key: str) -> AsyncIterator[bytes]:
    """A store: the key says how many KiB are there."""
    if key == "missing":
        raise ObjectMissing
    if key == "down":
        raise StoreUnavailable
    for _ in range(int(key)):
        yield b"r" * 1024
