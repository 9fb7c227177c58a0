"""The composition root: settings in, every object out. Nothing here decides anything."""

import asyncio
import hmac
import logging
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from adapters.imaging.pictures import PictureFiles
from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.mailbox import LocalMailbox
from adapters.local.objects import LocalObjects
from adapters.local.toy_money import SANDBOX, ToyRefunds
from adapters.mail.paper import HtmlPaper
from adapters.mayi.client import MayiClient
from adapters.sealed.objects import SealedObjects
from adapters.web.app import build_app
from adapters.web.bell import Bell
from adapters.web.chat import ChatLog
from adapters.web.messenger import PlaygroundMessenger
from adapters.web.parts import SentLetter, WebParts
from adapters.web.people import PLATFORM
from adapters.web.previews import Previews
from adapters.web.thumbnails import Thumbnails
from bot.config import Settings
from bot.legal import facts
from bot.metrics import Metrics, Took
from bot.room import is_scarce
from bot.scrape import Scrape
from bot.seller import seller
from bot.stages import Stages
from bot.telemetry import Spans
from bot.wake import Wake
from core import payments
from core.ambient import Ambient, Step, keyed
from core.commands import COMMANDS
from core.commands.dispatch import Dispatch
from core.commands.spec import Command
from core.commands.turn import House
from core.hints import Hints, hint
from core.mail.news import MailEvent, mail_news
from core.mail_links import MailLinks
from core.policy_stop import stopped_since
from core.ports import Mailer, Messenger, Refunds
from core.readings import Readings
from core.reckoning import PaidBook, paid_by_facts, paid_in
from core.rights.by_mail import Arrival, Postbox, take
from core.rights.copies import PAGE
from core.rights.kit import Eraser, Kit
from core.rights.processors import EmptiedByUs, EndsByItself, ReceiptDropped
from core.rights.promise import Promise
from core.rights.replay import lay_to_rest
from core.rights.requests import EraseStep
from core.storage import PaymentOrder, ProviderEvent
from core.text import Catalogue
from core.workshop import Limits, Workshop
from db.news import PostgresNews
from db.person_rows import SqlPersonRows
from db.store import SqlStore, open_news, open_store

if TYPE_CHECKING:
    # Libraries that a program without them should not wait for; they are imported where they are first needed.
    from adapters.discord.front import Front
    from adapters.discord.sold import SoldList
    from adapters.r2.store import R2Objects
    from adapters.stripe.parts import Stripe
    from adapters.telegram.parts import Telegram
    from adapters.web.parts import Hook

KEY_LENGTH = 64

log = logging.getLogger(__name__)


@dataclass
class Program:
    """Everything that was built; `close` lets go of it in the right order."""

    settings: Settings
    ambient: Ambient
    store: SqlStore
    workshop: Workshop
    dispatch: Dispatch
    catalogue: Catalogue
    links: MailLinks
    paper: HtmlPaper
    wake: Wake
    maker: MayiClient
    web: Starlette | None
    discord: "Front | None"
    telegram: "Telegram | None"
    mailbox: LocalMailbox
    postbox: Postbox | None
    exits: AsyncExitStack
    metrics: Metrics
    readings: Readings
    sold: "SoldList | None" = None
    stripe: "Stripe | None" = None
    hints: Hints | None = None
    news: PostgresNews | None = None

    async def close(self) -> None:
        """Close connections, sandbox and database."""
        await self.exits.aclose()


async def build(
    settings: Settings,
    *,
    ambient: Ambient | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    messengers: dict[str, Messenger] | None = None,
    usage_delay: float = 5.0,
) -> Program:
    """Open the database and build every part; nobody who has left is in it then. Raises the typed errors of `db.errors` and
    `TombstonesMissing`, and closes what it had opened."""
    async with AsyncExitStack() as exits:
        program = await _build(settings, ambient or Ambient(), commands, messengers or {}, usage_delay, exits)
        await lay_to_rest(rights_kit(program))
        program.exits = exits.pop_all()
        return program


async def _build(
    settings: Settings,
    ambient: Ambient,
    commands: tuple[Command, ...],
    more: dict[str, Messenger],
    usage_delay: float,
    exits: AsyncExitStack,
) -> Program:
    data = settings.app.data_dir
    secret = secret_key(settings)
    metrics = Metrics(open_spans(settings, ambient, exits))
    stages, reached = Stages(ambient.elapsed, metrics.staged), ambient.reached

    def both(step: Step) -> None:
        stages(step)
        reached(step)

    ambient = replace(ambient, pseudonym=keyed(secret), measures=metrics, reached=both)
    store = await open_store(settings.database_url, ambient)
    exits.push_async_callback(store.close)
    catalogue, wake, bell, previews = Catalogue(), Wake(), Bell(), Previews()
    opened = await open_objects(settings, ambient, secret, exits)
    objects = SealedObjects(opened, lambda key: store.read(lambda uow: uow.parts.by_key(key)), f"{settings.base_url}{PAGE}")
    maker = await open_maker(settings, ambient, opened, exits)
    imaging = PictureFiles(directory=_folder(data / "tmp"))
    exits.callback(imaging.close)
    chat = ChatLog(store, objects, catalogue, ambient, previews, settings.base_url)
    mailbox = LocalMailbox(_folder(data / "mail"), ambient.now)
    messengers: dict[str, Messenger] = {PLATFORM: PlaygroundMessenger(chat, bell, previews), **more}
    refunds: dict[str, Refunds] = {SANDBOX: ToyRefunds()} if settings.web.playground else {}
    workshop = Workshop(
        store=store,
        maker=maker,
        objects=objects,
        imaging=imaging,
        mailer=open_mailer(settings, mailbox, exits),
        messengers=messengers,
        ambient=ambient,
        limits=Limits(
            at_once=settings.mayi.concurrency,
            per_person=settings.jobs.per_person,
            lease=timedelta(seconds=settings.jobs.lease),
            usage_delay=usage_delay,
            policy_blocks=settings.mayi.policy_blocks,
        ),
        refunds=refunds,
        work_is_due=wake,
        seller=seller(settings),
    )
    links, paper = MailLinks(secret, settings.base_url), HtmlPaper(settings.base_url)
    dispatch = Dispatch(store, _house(settings, store, wake, links, refunds), ambient, commands)
    post = open_postbox(settings, exits)
    parts = settings, ambient, store, workshop, dispatch, catalogue, links, paper, wake, maker, None, None, None, mailbox, post, exits
    program = Program(*parts, metrics=metrics, readings=Readings(store, ambient))
    program.news = open_news(settings.database_url, wake.hear)
    wake.tell = program.news.tell if program.news else wake.tell
    program.discord = _discord(program, messengers)
    program.telegram = _telegram(program, messengers, secret, exits)
    program.stripe = _stripe(settings, catalogue, exits)
    program.hints = Hints(workshop, program.stripe.book) if program.stripe else None
    if program.stripe is not None:
        refunds["stripe"] = program.stripe.refunds
    if program.telegram is not None:
        refunds["telegram"] = program.telegram.refunds
    program.web = build_app(_web_parts(program, secret, chat, bell, previews, opened), _hosts(settings))
    return program


def promise(settings: Settings) -> Promise:
    """How long a deletion may take; checked when the settings were read."""
    given = settings.privacy
    return Promise(given.grace_days, given.purge_days, given.backup_days)


def rights_kit(program: "Program") -> Kit:
    """What the worker of the rights needs. Neither mayi.one nor Resend offers deletion by program (docs/decisions/0021); the embedded
    mailbox is ours to empty."""
    erasers: dict[EraseStep, Eraser] = {EraseStep.MAKER: EndsByItself(None), EraseStep.CARRIER: EndsByItself(None)}
    if program.workshop.mailer is program.mailbox:
        erasers[EraseStep.CARRIER] = EmptiedByUs(program.store, program.mailbox.empty)
        erasers[EraseStep.VERIFICATION] = ReceiptDropped(program.mailbox.drop)
    settings = program.settings
    folder = _folder(settings.app.data_dir / "tmp")
    return Kit(program.workshop, program.catalogue, promise(settings), SqlPersonRows(), settings.base_url, erasers, folder)


def _house(settings: Settings, store: SqlStore, wake: Wake, links: MailLinks, refunds: Mapping[str, Refunds]) -> House:
    base = settings.base_url
    return House(
        tariff=settings.tariff(),
        at_once=settings.mayi.concurrency,
        till_url=_till_url(settings),
        wake_workers=wake,
        contact=settings.privacy.contact,
        links=links,
        home=base,
        promise=promise(settings),
        refunds=refunds,
        fair_use=settings.fair_use(),
        longest_wait=timedelta(seconds=settings.jobs.longest_wait),
        crowded=store.crowded,
        full=lambda: is_scarce(settings.app.data_dir, settings.app.reserve),
    )


def _till_url(settings: Settings) -> Callable[[str], str] | None:
    """Where an order is paid in money: by card, in the playground at the sandbox till, or nowhere."""
    if not settings.stripe.on and not settings.web.playground:
        return None
    page = f"{settings.base_url}/{'pay' if settings.stripe.on else 'till'}"
    return lambda order: f"{page}/{order}"


def _discord(program: Program, messengers: dict[str, Messenger]) -> "Front | None":
    """The way to Discord, if there is a token for it. What it sold is read as soon as some pack has a name there, on sale or not."""
    settings, given = program.settings, program.settings.discord
    token = given.token.get_secret_value()
    if not token:
        return None
    from adapters.discord.parts import PLATFORM as DISCORD
    from adapters.discord.parts import Settings as DiscordSettings
    from adapters.discord.parts import open_discord

    practice = settings.app.environment != "production"
    chosen = DiscordSettings(token, given.api_base, given.gateway_url, given.cdn_base, given.shard_count, given.shard_ids, practice)
    tariff, marks = settings.tariff(), _folder(settings.app.data_dir)
    front, messenger, sold = open_discord(chosen, program.dispatch, program.workshop, tariff, program.catalogue, marks)
    messengers[DISCORD] = messenger
    program.sold = sold if any(pack.discord_sku for pack in tariff.packs) else None
    return front


def _telegram(program: Program, messengers: dict[str, Messenger], secret: bytes, exits: AsyncExitStack) -> "Telegram | None":
    """The way to Telegram, if there is a token for it."""
    given = program.settings.telegram
    token = given.token.get_secret_value()
    if not token:
        return None
    from adapters.telegram.parts import PLATFORM as TELEGRAM
    from adapters.telegram.parts import Settings as TelegramSettings
    from adapters.telegram.parts import open_telegram

    hook = hook_url(program.settings)
    chosen = TelegramSettings(token, given.api_base, given.file_base, hook, _hook_secret(given.webhook_secret.get_secret_value(), secret))
    marks = _folder(program.settings.app.data_dir)
    tariff, seat = program.settings.tariff(), program.store.seat("telegram updates")
    telegram = open_telegram(chosen, program.dispatch, program.workshop, tariff, program.catalogue, marks, seat)
    messengers[TELEGRAM] = telegram.messenger
    exits.push_async_callback(telegram.stars.aclose)
    return telegram


def _stripe(settings: Settings, catalogue: Catalogue, exits: AsyncExitStack) -> "Stripe | None":
    """The way to Stripe, if there is a key for it."""
    given = settings.stripe
    if not given.on:
        return None
    from adapters.stripe.parts import Settings as StripeSettings
    from adapters.stripe.parts import open_stripe

    hook_secrets = [secret.get_secret_value() for secret in given.webhook_secrets]
    chosen = StripeSettings(given.api_key.get_secret_value(), hook_secrets, given.account, given.api_base)
    stripe = open_stripe(chosen, catalogue, settings.base_url)
    exits.push_async_callback(stripe.line.aclose)
    return stripe


def open_books(settings: Settings, exits: AsyncExitStack) -> dict[str, PaidBook]:
    """What the configured providers say was ever paid, by their names; connections are closed with `exits`. Discord does not tell what
    somebody paid."""
    books: dict[str, PaidBook] = {}
    given = settings.telegram
    if token := given.token.get_secret_value():
        from adapters.telegram.parts import PLATFORM as TELEGRAM
        from adapters.telegram.parts import Settings as TelegramSettings
        from adapters.telegram.parts import open_stars

        stars = open_stars(TelegramSettings(token, given.api_base, given.file_base))
        exits.push_async_callback(stars.aclose)
        books[TELEGRAM] = lambda began: paid_in(stars)
    if stripe := _stripe(settings, Catalogue(), exits):
        books[stripe.book.name] = lambda began: paid_by_facts(stripe.book, began)
    return books


def hook_url(settings: Settings) -> str:
    """Where Telegram brings updates; empty if we fetch them."""
    return f"{settings.base_url}/webhooks/telegram" if settings.telegram.mode == "webhook" else ""


def _hook_secret(configured: str, secret: bytes) -> str:
    """What was configured, or something that every process with the same key comes to by itself."""
    return configured or hmac.new(secret, b"telegram webhook", "sha256").hexdigest()


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(settings: Settings) -> bytes:
    """The configured key, or one made at the first start and kept where only its owner can read it."""
    configured = settings.web.secret_key.get_secret_value()
    if configured:
        return configured.encode()
    path = _folder(settings.app.data_dir) / "secret.key"
    return _kept_key(path) or _made_key(path)


def _kept_key(path: Path) -> bytes | None:
    """The key in the file; one that a crash or a full disk cut short is none."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) >= KEY_LENGTH else None


def _made_key(path: Path) -> bytes:
    """A new key, whole or not at all; of several processes that make one at once, the first decides."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # for its owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_LENGTH // 2))
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)
    except FileExistsError:
        if not _kept_key(path):
            os.replace(unfinished, path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return path.read_bytes()


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


async def open_maker(settings: Settings, ambient: Ambient, objects: "LocalObjects | R2Objects", exits: AsyncExitStack) -> MayiClient:
    """The gateway's client, and the sandbox if no other gateway is configured; both are closed with `exits`."""
    address, key = settings.mayi.address, settings.mayi.api_key.get_secret_value()
    if settings.mayi.sandbox:
        sandbox = await exits.enter_async_context(SandboxGateway(GatewayOptions(pace=settings.mayi.sandbox_pace)))
        address, key = sandbox.base_url, "sk-sandbox"
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
        spool_dir=_folder(settings.app.data_dir / "tmp"),
        partial_images=settings.mayi.previews,
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


def open_spans(settings: Settings, ambient: Ambient, exits: AsyncExitStack) -> Took:
    """Who hears of everything that has a beginning and an end: a collector of OpenTelemetry, or nobody. Raises `LibraryMissing`."""
    if not settings.telemetry.otlp_endpoint:
        return lambda name, seconds, about: None
    spans = Spans(settings.telemetry.otlp_endpoint, ambient.now)
    exits.push_async_callback(asyncio.to_thread, spans.close)
    return spans.took


def scrape(program: "Program") -> Scrape:
    """Who answers `GET /metrics`."""
    return Scrape(program.metrics, program.readings, program.maker, program.settings.metrics.token.get_secret_value())


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


def _hooks(program: Program) -> "dict[str, Hook]":
    """Who listens to what vendors bring us."""
    hooks: dict[str, Hook] = {}
    if program.telegram and program.telegram.webhook:
        hooks["telegram"] = program.telegram.webhook
    if program.stripe and (webhook := program.stripe.webhook(lambda notice, ref: _payment_hint(program, notice, ref))):
        hooks["stripe"] = webhook
    if secrets_of_resend := [secret.get_secret_value() for secret in program.settings.resend.webhook_secrets]:
        from adapters.resend.webhook import Webhook

        hooks["resend"] = Webhook(secrets_of_resend, lambda event: _mail_event(program, event), lambda mail: _mail_came(program, mail))
    return hooks


async def _payment_hint(program: Program, notice: str, ref: str) -> None:
    assert program.stripe
    await payments.receive(program.store, program.ambient, hint(program.stripe.book.name, notice, ref, program.ambient.new_id()))
    program.wake()


async def _mail_event(program: Program, event: MailEvent) -> None:
    log.info("mail event", extra={"letter": event.letter, "kind": event.kind})
    await mail_news(program.store, program.ambient, event)


async def _mail_came(program: Program, arrival: Arrival) -> None:
    if program.postbox and await take(program.store, program.ambient, program.postbox, arrival):
        program.wake()


def _discord_invite(settings: Settings) -> str | None:
    """Where owners of a server invite the bot, if its id is configured."""
    id = settings.discord.application_id
    return f"https://discord.com/oauth2/authorize?client_id={id}&scope=bot+applications.commands" if id else None


def _web_parts(
    program: Program, secret: bytes, chat: ChatLog, bell: Bell, previews: Previews, objects: "LocalObjects | R2Objects"
) -> WebParts:
    settings = program.settings

    async def letters(address: str) -> list[SentLetter]:
        found = await program.mailbox.letters(address)
        return [
            SentLetter(letter["id"], letter["to"], letter["subject"], letter["body"], letter["at"], letter.get("html", ""))
            for letter in found
        ]

    async def till(order: PaymentOrder, paid: bool, reference: str) -> None:
        event = ProviderEvent(
            id=program.ambient.new_id(),
            provider=SANDBOX,
            event_ref=reference,
            kind="paid" if paid else "declined",
            object_ref=order.id,
            charge_ref=order.id,
            gross=order.pack.price,
            currency=order.pack.currency,
        )
        await payments.receive(program.store, program.ambient, event)
        await payments.settle_due(program.workshop)

    return WebParts(
        dispatch=program.dispatch,
        workshop=program.workshop,
        tariff=settings.tariff(),
        catalogue=program.catalogue,
        ambient=program.ambient,
        chat=chat,
        bell=bell,
        previews=previews,
        thumbnails=Thumbnails(program.workshop.objects, program.workshop.imaging),
        base_url=settings.base_url,
        links=program.links,
        secret=secret,
        legal=facts(settings),
        fair_use=settings.fair_use(),
        promise=promise(settings),
        https=settings.base_url.startswith("https://"),
        bot_name=lambda: program.telegram.username() if program.telegram else None,
        discord_invite=_discord_invite(settings),
        playground=settings.web.playground,
        sandbox=settings.mayi.sandbox,
        ready=lambda: not_ready(program),
        readings=program.readings,
        scrape=scrape(program),
        till=None if program.stripe else till,
        checkout=program.stripe.checkout if program.stripe else None,
        open_link=objects.open_link if isinstance(objects, LocalObjects) else None,
        letters=letters,
        hooks=_hooks(program),
        most_requests=settings.web.most_requests,
        media_origins=(settings.storage.public_base_url or settings.r2.endpoint_url,) if not isinstance(objects, LocalObjects) else (),
    )


async def not_ready(program: Program) -> list[str]:
    """What keeps the program from taking work: the database does not answer, nothing is asked of the gateway for now, or the disk is
    nearly full."""
    missing, stopped = [], None
    most, now = program.workshop.limits.policy_blocks, program.ambient.now()
    try:
        stopped = await program.store.read(lambda uow: stopped_since(uow, most, now))
    except Exception:  # noqa: BLE001  # whatever is wrong with it, the database is not ready
        missing.append("database")
    if stopped is not None or program.maker.resting() is not None:
        missing.append("gateway")
    if is_scarce(program.settings.app.data_dir, program.settings.app.reserve):
        missing.append("disk")
    return missing


def _hosts(settings: Settings) -> list[str]:
    """The names a browser may use for us; anything else is a page trying to reach a local server (DNS rebinding)."""
    own = settings.base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return [own, "localhost", "127.0.0.1", "[::1]"]
