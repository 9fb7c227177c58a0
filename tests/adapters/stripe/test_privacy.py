"""Stripe stands in the texts and in the record of processing where cards are taken, and nowhere else (PRV-18)."""

from pathlib import Path

import pytest

from bot import legal
from bot.config_sources import load
from core.legal.facts import published_facts
from core.legal.processors import STRIPE
from core.legal.publishing import outdated, publish
from core.legal.record import record
from core.text import Catalogue
from db.privacy_map import mapped_fields
from tests.adapters.stripe.counter import open_counter
from tests.loopback_stripe.server import LoopbackStripe

PAGES = ("/legal/privacy", "/legal/processors")


@pytest.mark.parametrize("on", [True, False])
async def test_the_pages_name_stripe_where_it_takes_cards(stripe: LoopbackStripe, tmp_path: Path, on: bool) -> None:
    async with open_counter(stripe, tmp_path, stripe__api_key=stripe.key if on else "") as counter:
        for page in PAGES:
            answer = await counter.http.get(page, follow_redirects=True)
            assert answer.status_code == 200
            assert ("Stripe" in answer.text) is on


def test_the_record_and_the_published_texts_follow_the_settings(tmp_path: Path) -> None:
    agreed = {"privacy.dpa.stripe.id": "D-9", "privacy.dpa.stripe.date": "2026-11-01"}
    off, on = legal.facts(load()), legal.facts(load(overrides={"stripe.api_key": "sk_live_x", **agreed}))
    assert STRIPE.id not in {entry.id for entry in off.recipients}
    assert "Stripe" not in str(record(off, Catalogue()))
    assert "Stripe" in str(record(on, Catalogue()))
    assert outdated(off, Catalogue()) == [], "whoever takes no cards has nothing to publish"
    assert outdated(on, Catalogue())
    publish(on, Catalogue(), tmp_path)
    assert outdated(on, Catalogue(), tmp_path) == []
    told = published_facts(mapped_fields(), tmp_path)
    [entry] = [entry for entry in told.recipients if entry.id == STRIPE.id]
    assert (entry.agreement, entry.agreed_on) == ("D-9", on.recipients[-1].agreed_on)
