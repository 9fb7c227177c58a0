"""`python -m bot check`: one helpful line for everything that would keep the program from working.

It only looks: it changes no schema, makes no folder, and may be used beside a running program.
"""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from adapters.local.objects import LocalObjects
from bot.config import Settings
from bot.config_sources import DEFAULT_PATH
from bot.legal import obstacles
from bot.outside import open_maker, open_objects
from bot.packs import breaches, doubts
from bot.platforms import hook_url
from bot.room import scarcity
from bot.seller import lacking
from core.ambient import Ambient
from db.errors import DatabaseMissing, DatabaseProblem
from db.store import needs_migration

ADVICE = {
    "unreachable": "does not answer; check the address and the network",
    "key": "refuses the key; check the api_key",
    "html": "answers with a web page; check that the address ends in /v1",
    "credentials": "refuses the access key or its secret",
    "bucket": "has no such bucket",
    "telegram-token": "refuses the token; copy it anew from @BotFather into [telegram] token",
    "telegram-https": 'brings updates to addresses that begin with https:// only; set [app] base_url, or [telegram] mode = "polling"',
    "telegram-hook": "could not bring us the last updates; check that [app] base_url leads to this program from outside",
    "resend-key": "refuses the key; copy it anew from resend.com/api-keys into [resend] api_key",
    "resend-sender": 'needs [resend] sender to be an address like "InkMirage <hello@example.org>"',
    "resend-domain": "has not verified the domain of [resend] sender; add it on resend.com/domains, and its records to the DNS",
    "resend-tracking": "tracks who opens or follows links in mails of this domain; switch both off on resend.com/domains",
    "resend-secret": "has no signing secret like one of [resend] webhook_secrets; copy it (whsec_…) anew from resend.com/webhooks",
    "stripe-key": "refuses the key; copy it anew from dashboard.stripe.com/apikeys into [stripe] api_key",
    "stripe-rights": "does not let the key work with Checkout Sessions; give a restricted key the rights that config.example.toml names",
    "stripe-account": "says that the key is of another account than [stripe] account",
    "stripe-secret": "has no signing secret like one of [stripe] webhook_secrets; copy it anew from dashboard.stripe.com/webhooks",
    "stripe-library": "needs its library; install InkMirage with its extra: stripe",
    "token": "refuses the token; copy it anew from the Bot page of the developer portal into [discord] token",
    "scope": "a server has invited the bot without the scope applications.commands; invite it again with both scopes",
    "sale-nothing": "no pack has a discord_sku, so there is nothing to sell; name some, or set [discord] sells = false",
    "sale-team": "the app belongs to no team; only a verified app that a team owns may sell (Monetization in the developer portal)",
    "sale-absent": "the app has no such sku; copy its id anew from the developer portal into discord_sku",
    "sale-kind": "is no consumable there, so it could be bought only once; make a consumable of it",
    "gateway": "answers, but its gateway cannot be reached; let WebSockets to gateway.discord.gg through",
}


def exposed(config: Path | None, settings: Settings) -> Iterator[str]:
    """Who else on this machine can read what only the program should."""
    file = config or DEFAULT_PATH
    if file.exists() and _open_to_others(file) and any(secret in file.read_text("utf-8") for secret in settings.secrets()):
        yield f"configuration: {file} holds secrets, and others on this machine can read it (chmod 600 {file})"
    folder = settings.app.data_dir
    if folder.exists() and _open_to_others(folder):
        yield f"data folder: others on this machine can look into {folder} (chmod 700 {folder})"


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


async def findings(settings: Settings) -> AsyncIterator[tuple[bool | None, str]]:
    """Each thing that was looked at: whether it is well (`None`: it works, and may yet be a mistake), and a line about it."""
    missing = settings.missing()
    for sentence in missing:
        yield False, f"configuration: {sentence}"
    for sentence in await asyncio.to_thread(obstacles, settings):
        yield False, f"launch: {sentence}"
    if problem := _unwritable(settings.app.data_dir):
        yield False, f"data folder: {problem}"
    if problem := scarcity(settings.app.data_dir, settings.app.reserve):
        yield None, f"data folder: {problem}"
    for sentence in breaches(settings.tariff().packs):
        yield False, f"packs: {sentence}"
    for sentence in doubts(settings.tariff().packs):
        yield None, f"packs: {sentence}"
    for sentence in lacking(settings):
        yield False, f"receipts: {sentence}"
    yield await _database(settings)
    without_keys = any(sentence.startswith("r2.") for sentence in missing)
    with tempfile.TemporaryDirectory() as elsewhere:
        # The parts make folders of their own; what only looks leaves nothing behind in the data folder.
        settings = settings.model_copy(update={"app": settings.app.model_copy(update={"data_dir": Path(elsewhere)})})
        if without_keys:
            settings = settings.model_copy(update={"storage": settings.storage.model_copy(update={"kind": "local"})})
        async with AsyncExitStack() as exits:
            objects = await open_objects(settings, Ambient(), secrets.token_bytes(), exits)
            maker = await open_maker(settings, Ambient(), objects, exits)
            yield _line("gateway", await maker.check())
            if settings.discord.token.get_secret_value():
                yield _line("discord", await _discord(settings))
                async for line in _sales(settings):
                    yield line
            if settings.telegram.token.get_secret_value():
                yield _line("telegram", await _telegram(settings))
                for doubt in _doubts_of_telegram(settings):
                    yield None, f"telegram: {doubt}"
            if settings.resend.api_key.get_secret_value():
                yield _line("mail", await _mail(settings))
            if settings.stripe.on:
                yield _line("cards", await _cards(settings))
                for doubt in _doubts_of_cards(settings):
                    yield None, f"cards: {doubt}"
            if not without_keys:
                yield _line("objects", None if isinstance(objects, LocalObjects) else await objects.check())


async def _discord(settings: Settings) -> str | None:
    from adapters.discord.addresses import use_addresses
    from adapters.discord.check import trouble

    given = settings.discord
    use_addresses(api_base=given.api_base, gateway_url=given.gateway_url, cdn_base=given.cdn_base)
    return await trouble(given.token.get_secret_value())


async def _sales(settings: Settings) -> AsyncIterator[tuple[bool, str]]:
    """Whether Discord sells what the catalogue says, once it is to sell anything."""
    if not settings.discord.sells:
        return
    from adapters.discord.check import sale_trouble

    packs = {pack.discord_sku: pack.id for pack in settings.tariff().packs if pack.discord_sku}
    async for sku, code in sale_trouble(settings.discord.token.get_secret_value(), list(packs)):
        yield _line(f"sales on discord: {packs[sku]}" if sku else "sales on discord", code)


async def _telegram(settings: Settings) -> str | None:
    from adapters.telegram.check import trouble
    from adapters.telegram.parts import API_BASE

    given = settings.telegram
    return await trouble(given.token.get_secret_value(), given.api_base or API_BASE, hook_url=hook_url(settings))


def _doubts_of_telegram(settings: Settings) -> Iterator[str]:
    """What works, and may yet be a mistake."""
    from adapters.telegram.links import may_be_a_button

    if not may_be_a_button(settings.base_url):
        yield (
            f"lets no button lead to {settings.base_url}, whose host has no dot in its name, so links are shown as words to copy; "
            "set [app] base_url to an address like https://inkmirage.example.org"
        )


async def _mail(settings: Settings) -> str | None:
    from adapters.resend.check import trouble

    given = settings.resend
    secrets_given = [secret.get_secret_value() for secret in given.webhook_secrets]
    return await trouble(given.api_key.get_secret_value(), given.api_base, given.sender, secrets=secrets_given)


async def _cards(settings: Settings) -> str | None:
    try:
        from adapters.stripe.check import trouble
    except ModuleNotFoundError:
        return "stripe-library"
    given = settings.stripe
    secrets_given = [secret.get_secret_value() for secret in given.webhook_secrets]
    return await trouble(given.api_key.get_secret_value(), given.api_base, secrets=secrets_given, account=given.account)


def _doubts_of_cards(settings: Settings) -> Iterator[str]:
    """What works, and may yet be a mistake."""
    if not settings.stripe.live:
        yield "play money only, as the key is one for tests"
    elif not settings.base_url.startswith("https://"):
        yield "real money, but people come back to an address without https://; set [app] base_url"
    if not settings.stripe.webhook_secrets:
        yield "no webhook_secrets, so credits come up to ten minutes after the payment"


def _line(name: str, code: str | None) -> tuple[bool, str]:
    return code is None, f"{name}: well" if code is None else f"{name}: {ADVICE.get(code, code)}"


async def _database(settings: Settings) -> tuple[bool, str]:
    try:
        late = await needs_migration(settings.database_url)
    except DatabaseMissing as problem:
        return True, f"database: {problem.place} is not there yet; the program makes it when it starts"
    except DatabaseProblem as problem:
        return False, f"database: {problem.code} ({problem.place})"
    return True, "database: opened, " + ("the program brings its schema up to date when it starts" if late else "schema is current")


def _unwritable(folder: Path) -> str | None:
    """Why nothing can be kept in a folder that is there or has yet to be made. Tried, because permissions are not all there is to it."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return None
    except OSError:
        return f"{there} cannot be written to"
