"""What the site, the playground and the webhooks need of the program."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from adapters.local.objects import LocalObjects
from adapters.local.toy_money import SANDBOX
from adapters.web.bell import Bell
from adapters.web.chat import ChatLog
from adapters.web.parts import SentLetter, WebParts
from adapters.web.previews import Previews
from adapters.web.thumbnails import Thumbnails
from bot.config import Settings
from bot.legal import facts
from bot.program import Program, not_ready
from bot.scrape import scrape
from core import payments
from core.hints import hint
from core.mail.news import MailEvent, mail_news
from core.rights.by_mail import Arrival, take
from core.storage.payments import PaymentOrder, ProviderEvent

if TYPE_CHECKING:
    # Libraries that a program without them should not wait for; they are imported where they are first needed.
    from adapters.r2.store import R2Objects
    from adapters.web.parts import Hook

log = logging.getLogger(__name__)


def web_parts(
    program: Program, secret: bytes, chat: ChatLog, bell: Bell, previews: Previews, objects: "LocalObjects | R2Objects"
) -> WebParts:
    """Everything that the pages need. `objects` is the store as it was opened, which alone knows its own links."""
    settings = program.settings
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
        promise=settings.promise(),
        https=settings.base_url.startswith("https://"),
        bot_name=lambda: program.telegram.username() if program.telegram else None,
        discord_invite=_discord_invite(settings),
        playground=settings.web.playground,
        sandbox=settings.mayi.sandbox,
        ready=lambda: not_ready(program),
        readings=program.readings,
        scrape=scrape(program),
        till=None if program.stripe else partial(_till_says, program),
        checkout=program.stripe.checkout if program.stripe else None,
        open_link=objects.open_link if isinstance(objects, LocalObjects) else None,
        letters=partial(_letters, program),
        hooks=_hooks(program),
        most_requests=settings.web.most_requests,
        media_origins=() if isinstance(objects, LocalObjects) else (settings.storage.public_base_url or settings.r2.endpoint_url,),
    )


async def _letters(program: Program, address: str) -> list[SentLetter]:
    """What the embedded mailbox holds for an address."""
    return [
        SentLetter(letter["id"], letter["to"], letter["subject"], letter["body"], letter["at"], letter.get("html", ""))
        for letter in await program.mailbox.letters(address)
    ]


async def _till_says(program: Program, order: PaymentOrder, paid: bool, reference: str) -> None:
    """The sandbox till is a provider like the others: what it says is stored before it is acted upon."""
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


def hosts(settings: Settings) -> list[str]:
    """The names a browser may use for us; anything else is a page trying to reach a local server (DNS rebinding)."""
    own = settings.base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return [own, "localhost", "127.0.0.1", "[::1]"]


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
