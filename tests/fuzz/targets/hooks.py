"""What vendors bring to `/webhooks/...`: bodies that are signed as they should be, and signatures that are not."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from adapters.resend.webhook import Webhook as ResendWebhook
from adapters.stripe.webhook import Webhook as StripeWebhook
from core.mail.news import MailEvent
from core.rights.by_mail import Arrival
from tests.fuzz.target import Attempt, Target
from tests.loopback_resend import events as of_resend
from tests.loopback_stripe import events as of_stripe


def stripe_corpus() -> list[bytes]:
    """Notices of everything that we know, and of something that we do not."""
    found = []
    for kind, id in (("checkout.session", "cs_1"), ("charge", "ch_1"), ("refund", "re_1"), ("dispute", "dp_1"), ("payout", "po_1")):
        notice = {"id": f"evt_{id}", "object": "event", "livemode": True, "type": f"{kind}.created", "account": None}
        found.append({**notice, "data": {"object": {"id": id, "object": kind, "amount": 299}}})
    return [json.dumps(notice, indent=2).encode() for notice in found]


def resend_corpus() -> list[bytes]:
    """Events of every kind, with tags in either of their shapes."""
    about = {"created_at": "2026-11-22T23:41:12Z", "email_id": "56761188-7520-42d8-8898-ff6fc54ce618", "tags": {"letter": "h3xk2n7q"}}
    sent: dict[str, Any] = {**about, "from": "hello@inkmirage.test", "to": ["ann@inkmirage.test"], "subject": "Your receipt"}
    came = {**sent, "cc": ["Ann <ann@inkmirage.test>"], "received_for": ["privacy@inkmirage.test"], "attachments": [{"id": "1"}]}
    data = {
        "email.delivered": sent,
        "email.bounced": {**sent, "bounce": of_resend.HARD},
        "email.complained": {**sent, "tags": [{"name": "letter", "value": "h3xk2n7q"}]},
        "email.opened": sent,
        "email.received": came,
    }
    return [json.dumps({"type": kind, "created_at": "2026-11-22T23:41:12.126Z", "data": one}).encode() for kind, one in data.items()]


def signature_corpus() -> list[bytes]:
    """A header in the first line, and a body behind it."""
    now = str(int(time.time())).encode()
    headers = [b"t=" + now + b",v1=00,v0=", b"v1,AAAA v1,BBBB", b"v1,\xc3\xa9", b"t=,v1", b"t=" + now + b",v1=\xc3\xa9", b"v1a,x"]
    return [header + b"\n" + body for header in headers for body in (stripe_corpus()[0], resend_corpus()[0])]


@asynccontextmanager
async def stripe_opened() -> AsyncIterator[Attempt]:
    """A hook that keeps nothing."""
    hook = _stripe()

    async def attempt(data: bytes) -> str:
        moment = str(int(time.time()))
        made = of_stripe.signature(of_stripe.SECRET, moment, data.decode("utf-8", "replace"))
        return str(await hook({"stripe-signature": f"t={moment},v1={made}"}, data))

    yield attempt


@asynccontextmanager
async def resend_opened() -> AsyncIterator[Attempt]:
    """A hook that keeps nothing, and that has forgotten every event before the next."""

    async def attempt(data: bytes) -> str:
        moment = str(int(time.time()))
        made = of_resend.signature(of_resend.SECRET, "msg_1", moment, data.decode("utf-8", "replace"))
        return str(await _resend()({"svix-id": "msg_1", "svix-timestamp": moment, "svix-signature": made}, data))

    yield attempt


@asynccontextmanager
async def signatures_opened() -> AsyncIterator[Attempt]:
    """Both hooks, and nobody who knows their secrets."""

    async def attempt(data: bytes) -> str:
        header, _, body = data.partition(b"\n")
        said = header.decode("latin-1")
        moment = said if len(data) % 5 == 0 else str(int(time.time()))
        found = await _stripe()({"stripe-signature": said}, body)
        found += await _resend()({"svix-id": said, "svix-timestamp": moment, "svix-signature": said}, body)
        assert found == 403 + 403, "nobody signed it"
        return "refused"

    yield attempt


def _stripe() -> StripeWebhook:
    async def take(notice: str, ref: str) -> None:
        assert f"{notice}{ref}".isascii()

    return StripeWebhook([of_stripe.SECRET], take, live=True)


def _resend() -> ResendWebhook:
    async def take(event: MailEvent) -> None:
        assert isinstance(event.message, str)

    async def receive(arrival: Arrival) -> None:
        assert all(len(address) <= 320 for address in (arrival.sender, *arrival.to))

    return ResendWebhook([of_resend.SECRET], take, receive)


STRIPE = Target("stripe-notices", stripe_corpus, stripe_opened, grammar="json", examples=200)
RESEND = Target("resend-events", resend_corpus, resend_opened, grammar="json", examples=200)
SIGNATURES = Target("signatures", signature_corpus, signatures_opened, examples=200)
