"""A Resend on loopback, and a mailer that writes to it."""

from collections.abc import AsyncIterator

import pytest

from adapters.resend.mailer import ResendMailer
from tests.loopback_resend.server import LoopbackResend


@pytest.fixture
async def server() -> AsyncIterator[LoopbackResend]:
    async with LoopbackResend() as server:
        yield server


@pytest.fixture
async def mailer(server: LoopbackResend) -> AsyncIterator[ResendMailer]:
    mailer = ResendMailer(api_key=server.key, api_base=server.url, sender=server.sender, reply_to="", seconds=1.5)
    yield mailer
    await mailer.aclose()
