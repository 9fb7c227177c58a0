"""A Stripe on loopback, and a program that sells through it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.stripe.counter import Counter, open_counter
from tests.loopback_stripe.server import LoopbackStripe


@pytest.fixture
async def stripe() -> AsyncIterator[LoopbackStripe]:
    async with LoopbackStripe() as server:
        yield server


@pytest.fixture
async def counter(stripe: LoopbackStripe, tmp_path: Path) -> AsyncIterator[Counter]:
    async with open_counter(stripe, tmp_path) as counter:
        yield counter
