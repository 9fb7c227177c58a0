"""The outside as the settings choose it: the real thing or the embedded stand-in. Connections are closed with `exits`."""

import asyncio
import ssl
from contextlib import AsyncExitStack
from email.utils import parseaddr
from typing import TYPE_CHECKING

from adapters.local.mailbox import LocalMailbox
from adapters.local.objects import LocalObjects
from bot.config import Settings
from bot.private_files import private_folder
from core.ambient import Ambient, Step
from core.ports import Mailer
from core.rights.by_mail import Postbox

if TYPE_CHECKING:
    # Libraries that a program without them should not wait for; they are imported where they are first needed.
    from adapters.mayi.client import MayiClient
    from adapters.r2.store import R2Objects
    from bot.metrics import Took


async def open_objects(settings: Settings, ambient: Ambient, secret: bytes, exits: AsyncExitStack) -> "LocalObjects | R2Objects":
    """The object store; its connections are closed with `exits`."""
    if settings.storage.kind == "local":
        folder = settings.app.data_dir / "objects"
        return LocalObjects(folder, base_url=settings.base_url, secret=secret, link_ttl=settings.storage.link_ttl, now=ambient.now)
    from adapters.r2.store import R2Objects

    r2 = R2Objects(
        endpoint_url=settings.r2.endpoint_url,
        bucket=settings.r2.bucket,
        access_key_id=settings.r2.access_key_id.get_secret_value(),
        secret_access_key=settings.r2.secret_access_key.get_secret_value(),
        region=settings.r2.region,
        link_ttl=settings.storage.link_ttl,
        public_base_url=settings.storage.public_base_url,
    )
    return await exits.enter_async_context(r2)


async def open_maker(settings: Settings, ambient: Ambient, objects: "LocalObjects | R2Objects", exits: AsyncExitStack) -> "MayiClient":
    """The gateway's client, and the sandbox if no other gateway is configured; both are closed with `exits`."""
    from adapters.mayi.client import MayiClient

    address, key, tls = settings.mayi.address, settings.mayi.api_key.get_secret_value(), None
    if settings.mayi.sandbox:
        from adapters.local.gateway import GatewayOptions, SandboxGateway

        sandbox = await exits.enter_async_context(SandboxGateway(GatewayOptions(pace=settings.mayi.sandbox_pace)))
        address, key, tls = sandbox.base_url, "sk-sandbox", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nobody is there whom to trust
    maker = MayiClient(
        base_url=address,
        api_key=key,
        model=settings.mayi.model,
        concurrency=settings.mayi.concurrency,
        read_timeout=settings.mayi.read_timeout,
        deadline=settings.mayi.deadline,
        open_object=objects.get,
        new_id=ambient.new_id,
        clock=ambient.elapsed,
        answered=lambda: ambient.reached(Step.ANSWERED),
        spool_dir=private_folder(settings.app.data_dir / "tmp"),
        partial_images=settings.mayi.previews,
        tls=tls,
    )
    exits.push_async_callback(maker.aclose)
    return maker


def open_mailer(settings: Settings, mailbox: LocalMailbox, exits: AsyncExitStack) -> Mailer:
    """Resend, or the embedded mailbox if there is no key for it; connections are closed with `exits`."""
    given = settings.resend
    key = given.api_key.get_secret_value()
    if not key:
        return mailbox
    from adapters.resend.mailer import ResendMailer

    mailer = ResendMailer(api_key=key, api_base=given.api_base, sender=given.sender, reply_to=given.reply_to)
    exits.push_async_callback(mailer.aclose)
    return mailer


def open_postbox(settings: Settings, exits: AsyncExitStack) -> Postbox | None:
    """Who reads the mails that come to the privacy address through Resend; nobody, if its events do not reach us. Then it is an ordinary
    mailbox that people answer."""
    given, contact = settings.resend, settings.privacy.contact.lower()
    key = given.api_key.get_secret_value()
    if not key or not given.webhook_secrets or not contact:
        return None
    from adapters.resend.reader import ResendReader

    reader = ResendReader(api_key=key, api_base=given.api_base)
    exits.push_async_callback(reader.aclose)
    own = frozenset({contact, *(parseaddr(line)[1].lower() for line in (given.sender, given.reply_to) if line)})
    return Postbox(contact, own, reader)


def open_spans(settings: Settings, ambient: Ambient, exits: AsyncExitStack) -> "Took":
    """Who hears of everything that has a beginning and an end: a collector of OpenTelemetry, or nobody. Raises `LibraryMissing`."""
    if not settings.telemetry.otlp_endpoint:
        return lambda name, seconds, about: None
    from bot.telemetry import Spans

    spans = Spans(settings.telemetry.otlp_endpoint, ambient.now)
    exits.push_async_callback(asyncio.to_thread, spans.close)
    return spans.took
