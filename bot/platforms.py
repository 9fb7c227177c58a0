"""Where people are and pay: Discord, Telegram and Stripe, each only with a token or key for it."""

import hmac
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.private_files import private_folder
from core.ports import Messenger
from core.reckoning import PaidBook, paid_by_facts, paid_in
from core.text import Catalogue

if TYPE_CHECKING:
    # Libraries that a program without them should not wait for; they are imported where they are first needed.
    from adapters.discord.front import Front
    from adapters.stripe.parts import Stripe
    from adapters.telegram.parts import Telegram
    from bot.program import Program


def open_discord_front(program: "Program", messengers: dict[str, Messenger]) -> "Front | None":
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
    tariff, marks = settings.tariff(), private_folder(settings.app.data_dir)
    front, messenger, sold = open_discord(chosen, program.dispatch, program.workshop, tariff, program.catalogue, marks)
    messengers[DISCORD] = messenger
    program.sold = sold if any(pack.discord_sku for pack in tariff.packs) else None
    return front


def open_telegram_front(program: "Program", messengers: dict[str, Messenger], secret: bytes, exits: AsyncExitStack) -> "Telegram | None":
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
    marks = private_folder(program.settings.app.data_dir)
    tariff, seat = program.settings.tariff(), program.store.seat("telegram updates")
    telegram = open_telegram(chosen, program.dispatch, program.workshop, tariff, program.catalogue, marks, seat)
    messengers[TELEGRAM] = telegram.messenger
    exits.push_async_callback(telegram.stars.aclose)
    return telegram


def open_stripe_line(settings: Settings, catalogue: Catalogue, exits: AsyncExitStack) -> "Stripe | None":
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
    if stripe := open_stripe_line(settings, Catalogue(), exits):
        books[stripe.book.name] = lambda began: paid_by_facts(stripe.book, began)
    return books


def hook_url(settings: Settings) -> str:
    """Where Telegram brings updates; empty if we fetch them."""
    return f"{settings.base_url}/webhooks/telegram" if settings.telegram.mode == "webhook" else ""


def _hook_secret(configured: str, secret: bytes) -> str:
    """What was configured, or something that every process with the same key comes to by itself."""
    return configured or hmac.new(secret, b"telegram webhook", "sha256").hexdigest()
