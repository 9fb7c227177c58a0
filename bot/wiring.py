"""The composition root: settings in, every object out. Nothing here decides anything."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

from adapters.imaging.pictures import PictureFiles
from adapters.local.mailbox import LocalMailbox
from adapters.local.toy_money import SANDBOX, ToyRefunds
from adapters.mail.paper import HtmlPaper
from adapters.sealed.objects import SealedObjects
from adapters.web.bell import Bell
from adapters.web.chat import PLATFORM, ChatLog
from adapters.web.messenger import PlaygroundMessenger
from adapters.web.previews import Previews
from bot.config import Settings
from bot.metrics import Metrics
from bot.outside import open_mailer, open_maker, open_objects, open_postbox, open_spans
from bot.platforms import open_discord_front, open_stripe_line, open_telegram_front
from bot.private_files import private_folder, secret_key
from bot.program import Program, rights_kit
from bot.room import is_scarce
from bot.seller import seller
from bot.stages import Stages
from bot.wake import Wake
from core.ambient import Ambient, Step, keyed
from core.commands import COMMANDS
from core.commands.dispatch import Dispatch
from core.commands.spec import Command
from core.commands.turn import House
from core.hints import Hints
from core.mail_links import MailLinks
from core.ports import Messenger, Refunds
from core.readings import Readings
from core.rights.copies import PAGE
from core.rights.replay import lay_to_rest
from core.text import Catalogue
from core.workshop import Limits, Workshop
from db.store import SqlStore, open_news, open_store


async def build(
    settings: Settings,
    *,
    ambient: Ambient | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    messengers: dict[str, Messenger] | None = None,
    usage_delay: float = 5.0,
    site: bool = True,
) -> Program:
    """Open the database and build every part, the `site` only if it is wanted; nobody who has left is in the database then. Raises the
    typed errors of `db.errors` and `TombstonesMissing`, and closes what it had opened."""
    async with AsyncExitStack() as exits:
        program = await _build(settings, ambient or Ambient(), commands, messengers or {}, usage_delay, site, exits)
        await lay_to_rest(rights_kit(program))
        program.exits = exits.pop_all()
        return program


async def _build(
    settings: Settings,
    ambient: Ambient,
    commands: tuple[Command, ...],
    more: dict[str, Messenger],
    usage_delay: float,
    site: bool,
    exits: AsyncExitStack,
) -> Program:
    data = settings.app.data_dir
    secret = secret_key(settings)
    metrics = Metrics(open_spans(settings, ambient, exits))
    ambient = _measured(replace(ambient, pseudonym=keyed(secret)), metrics)
    store = await open_store(settings.database_url, ambient)
    exits.push_async_callback(store.close)
    catalogue, wake, bell, previews = Catalogue(), Wake(), Bell(), Previews()
    opened = await open_objects(settings, ambient, secret, exits)
    objects = SealedObjects(opened, lambda key: store.read(lambda uow: uow.parts.by_key(key)), f"{settings.base_url}{PAGE}")
    maker = await open_maker(settings, ambient, opened, exits)
    imaging = PictureFiles(directory=private_folder(data / "tmp"))
    exits.callback(imaging.close)
    chat = ChatLog(store, objects, catalogue, ambient, previews, settings.base_url)
    mailbox = LocalMailbox(private_folder(data / "mail"), ambient.now)
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
        limits=_limits(settings, usage_delay),
        refunds=refunds,
        work_is_due=wake,
        seller=seller(settings),
    )
    links, paper = MailLinks(secret, settings.base_url), HtmlPaper(settings.base_url)
    dispatch = Dispatch(store, _house(settings, store, wake, links, refunds), ambient, commands)
    post = open_postbox(settings, exits)
    parts = settings, ambient, store, workshop, dispatch, catalogue, links, paper, wake, maker, None, None, mailbox, post, exits
    program = Program(*parts, metrics=metrics, readings=Readings(store, ambient))
    program.news = open_news(settings.database_url, wake.hear, ambient)
    wake.tell = program.news.tell if program.news else wake.tell
    _connect(program, messengers, refunds, secret, exits)
    if site:
        # A process without it does not wait for the libraries of the web.
        from adapters.web.app import build_app
        from bot.site import hosts, web_parts

        program.web = build_app(web_parts(program, secret, chat, bell, previews, opened), hosts(settings))
    return program


def _measured(ambient: Ambient, metrics: Metrics) -> Ambient:
    """The same, of which the metrics hear, too: how far work has got tells how long each stage took."""
    stages, reached = Stages(ambient.elapsed, metrics.staged), ambient.reached

    def both(step: Step) -> None:
        stages(step)
        reached(step)

    return replace(ambient, measures=metrics, reached=both)


def _limits(settings: Settings, usage_delay: float) -> Limits:
    return Limits(
        at_once=settings.mayi.concurrency,
        per_person=settings.jobs.per_person,
        lease=timedelta(seconds=settings.jobs.lease),
        usage_delay=usage_delay,
        policy_blocks=settings.mayi.policy_blocks,
    )


def _connect(program: Program, messengers: dict[str, Messenger], refunds: dict[str, Refunds], secret: bytes, exits: AsyncExitStack) -> None:
    """Add the ways to people and to their money for which there is a token or key."""
    program.discord = open_discord_front(program, messengers)
    program.telegram = open_telegram_front(program, messengers, secret, exits)
    program.stripe = open_stripe_line(program.settings, program.catalogue, exits)
    if program.telegram is not None:
        refunds["telegram"] = program.telegram.refunds
    if program.stripe is not None:
        refunds["stripe"] = program.stripe.refunds
        program.hints = Hints(program.workshop, program.stripe.book)


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
        promise=settings.promise(),
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
