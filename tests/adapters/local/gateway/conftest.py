from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from tests.adapters.local.gateway.talk import Talk


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    options = GatewayOptions(pace=0, plain=True, usage_delay=0)
    async with SandboxGateway(options) as gateway:
        address = gateway.base_url.removesuffix("/v1")
        async with httpx.AsyncClient(base_url=address, timeout=5, verify=False, headers={"Accept-Encoding": "identity"}) as http:
            yield Talk(gateway, http)
