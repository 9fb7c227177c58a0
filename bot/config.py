"""The settings: every key that an operator can decide, and what must hold between them (architecture.md §5).

`wiring.py` unpacks them, so that no other part ever sees a settings object. Where they come from: `bot/config_sources.py`.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, cast
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core import mailboxes
from core.billing import PLATFORMS_SELL, TaxNote
from core.fair_use import FairUse
from core.forbidden import screen
from core.forbidden.refused import Patience
from core.pace import Pace
from core.pricing import STARS, Pack, Quality, Tariff, WelcomeRules
from core.rights.ages import EUROPE, EVERYWHERE
from core.rights.promise import Promise

PREFIX = "INKMIRAGE_"
MOST_PICTURES = 4
"""In one request."""
MOST_STARS = 1_000_000
"""Beyond it somebody has mistaken the unit."""

Seconds = Annotated[float, Field(gt=0)]
Natural = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


def _listed(value: object) -> object:
    """Lists may come from the environment: as JSON, or plainly as `a, b`."""
    if not isinstance(value, str):
        return value
    if not value.strip().startswith("["):
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise ValueError('a list: ["a", "b"], or in the environment also a, b') from None


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _url(value: str) -> str:
    """An address without a slash at its end; empty means the default one."""
    if value and (urlsplit(value).scheme not in ("http", "https", "ws", "wss") or not urlsplit(value).netloc):
        raise ValueError("an address like https://example.org")
    return value.rstrip("/")


def _private_url(value: str) -> str:
    """An address that carries keys or pictures: over the network only encrypted."""
    parts = urlsplit(_url(value))
    if parts.scheme == "http" and not _on_this_machine(parts.hostname or ""):
        raise ValueError("an address that begins with https:// (http:// is for this machine alone)")
    return value.rstrip("/")


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _database(value: SecretStr) -> SecretStr:
    scheme, found, rest = value.get_secret_value().partition("://")
    if not scheme:
        return value
    driver = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}.get(scheme, scheme)
    if not found or driver not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise ValueError("an address like postgresql+asyncpg://user:password@host/name, or empty for SQLite in app.data_dir")
    return SecretStr(f"{driver}://{rest}")


_OPERATOR = re.compile(r"[a-z0-9-]{1,32}:[0-9a-f]{64}")


def _operators(value: list[str]) -> list[str]:
    """Roles of the operator's people, each with the hash of its key: two of them are two people (PRV-87)."""
    parts = [line.partition(":")[::2] for line in value if _OPERATOR.fullmatch(line)]
    if len(parts) < len(value) or any(len({*column}) < len(value) for column in zip(*parts, strict=True)):
        raise ValueError("different roles with different keys, each like desk:<sha256 of its key, in hex>")
    return value


Url = Annotated[str, AfterValidator(_url)]
PrivateUrl = Annotated[str, AfterValidator(_private_url)]
Words = Annotated[list[str], BeforeValidator(_listed)]


class Section(BaseModel):
    """A table of the file. A key that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class App(Section):
    """The program as a whole. `reserve`: with less room than this (MiB) in `data_dir`, no pictures are taken on."""

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path("data")
    reserve: Natural = 64
    base_url: Url = ""
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    log_format: Literal["console", "json"] = "console"


class Database(Section):
    """Where the rows are. The address may hold a password, so it is a secret."""

    url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("")


class Web(Section):
    """The web server and the playground. `linger_seconds`: how long one that stops still serves while /readyz says that it does not."""

    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8080, ge=0, le=65535)
    secret_key: SecretStr = SecretStr("")
    trusted_proxies: Words = []
    most_requests: Positive = 200
    playground: bool = True
    linger_seconds: float = Field(0, ge=0)


class Discord(Section):
    """The Discord front door. `sells`: packs are bought there, from Discord itself."""

    token: SecretStr = SecretStr("")
    application_id: str = ""
    sells: bool = False
    api_base: Url = ""
    gateway_url: Url = ""
    cdn_base: Url = ""
    shard_count: Natural = 0
    shard_ids: Annotated[list[Natural], BeforeValidator(_listed)] = []


class Telegram(Section):
    """The Telegram front door."""

    token: SecretStr = SecretStr("")
    mode: Literal["polling", "webhook"] = "polling"
    api_base: Url = ""
    file_base: Url = ""
    webhook_secret: SecretStr = SecretStr("")


class Mayi(Section):
    """The image gateway. Times in seconds; `previews` is the number of preview frames asked for (mayi-wire.md §2.2).

    `alarm_below`: the operator hears when less is left there, in the gateway's own unit; 0: never. `policy_blocks`: core/policy_stop.py.
    """

    base_url: Url = ""
    api_key: SecretStr = SecretStr("")
    model: str = Field("gpt-image-2", min_length=1)
    concurrency: Positive = 4
    read_timeout: Seconds = 150
    deadline: Seconds = 600
    previews: int = Field(2, ge=0, le=3)
    alarm_below: float = Field(0, ge=0)
    policy_blocks: int = Field(5, ge=1, le=9)
    sandbox_pace: float = Field(2.5, ge=0)

    @property
    def sandbox(self) -> bool:
        """Whether the embedded gateway makes the pictures, because no other is configured."""
        return not self.base_url and not self.api_key.get_secret_value()

    @property
    def address(self) -> str:
        """The real gateway's address."""
        return self.base_url or "https://mayi.one/v1"


class Storage(Section):
    """Where pictures are kept, and how long a link to one works (seconds; PRV-21 allows five minutes)."""

    kind: Literal["local", "r2"] = "local"
    link_ttl: int = Field(300, ge=1, le=300)
    public_base_url: PrivateUrl = ""


class R2(Section):
    """Cloudflare R2, or anything that speaks S3."""

    endpoint_url: PrivateUrl = ""
    bucket: str = ""
    access_key_id: SecretStr = SecretStr("")
    secret_access_key: SecretStr = SecretStr("")
    region: str = Field("auto", min_length=1)


class Resend(Section):
    """Mail. Several webhook secrets may be valid while one replaces the other."""

    api_key: SecretStr = SecretStr("")
    api_base: PrivateUrl = ""
    sender: str = ""
    reply_to: str = ""
    webhook_secrets: Annotated[list[SecretStr], BeforeValidator(_listed)] = []


_STRIPE_KEY = re.compile(r"(sk|rk)_(live|test)_\w+", re.ASCII)


def _stripe_key(value: SecretStr) -> SecretStr:
    """The key says whether real money moves, so it has to be one."""
    if value.get_secret_value() and not _STRIPE_KEY.fullmatch(value.get_secret_value()):
        raise ValueError("a secret or restricted key of Stripe (sk_live_…, sk_test_…, rk_live_…, rk_test_…)")
    return value


class Stripe(Section):
    """Card payments. Several webhook secrets may be valid while one replaces the other. `account` is ours (acct_…), if one webhook brings
    notices of several."""

    api_key: Annotated[SecretStr, AfterValidator(_stripe_key)] = SecretStr("")
    webhook_secrets: Annotated[list[SecretStr], BeforeValidator(_listed)] = []
    account: str = Field("", pattern=r"^(acct_\w+)?$")
    api_base: PrivateUrl = ""

    @property
    def on(self) -> bool:
        """Whether cards can be paid with."""
        return bool(self.api_key.get_secret_value())

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.api_key.get_secret_value()[:8]


class Prices(Section):
    """Credits for one square picture, by quality."""

    low: Positive = 4
    medium: Positive = 12
    high: Positive = 40


class PackOffer(Section):
    """Credits for sale: `price` in minor units (cents) of the three-letter `currency`, `stars` whole ones on Telegram (0: not sold there);
    `discord_sku` is the id of what Discord sells at `discord_price` in US cents (empty: not sold there)."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    credits: Positive
    price: Positive
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    stars: int = Field(0, ge=0, le=MOST_STARS)
    discord_sku: str = Field("", pattern=r"^([0-9]{17,20})?$")
    discord_price: Natural = 0

    @model_validator(mode="after")
    def _whole(self) -> "PackOffer":
        if self.currency == STARS:
            raise ValueError("a currency of the till, since Stars have a key of their own (stars)")
        if bool(self.discord_sku) != bool(self.discord_price):
            raise ValueError("discord_sku and discord_price together, or neither")
        return self

    def pack(self) -> Pack:
        """The same as the core knows it."""
        return Pack(self.id, self.credits, self.price, self.currency, self.stars, self.discord_sku, self.discord_price)


STANDARD_PACKS = [
    PackOffer(id="starter", credits=100, price=299, currency="USD", stars=230),
    PackOffer(id="studio", credits=500, price=1299, currency="USD", stars=1000),
    PackOffer(id="atelier", credits=1500, price=3499, currency="USD", stars=2700),
]


class Credits(Section):
    """What pictures cost and how credits are come by. `free_days` 0: welcome credits never expire."""

    free_credits: Natural = 40
    free_days: Natural = 365
    prices: Prices = Prices()
    large_percent: Natural = 50
    per_reference: Natural = 2
    packs: Annotated[list[PackOffer], BeforeValidator(_listed)] = STANDARD_PACKS

    @model_validator(mode="after")
    def _one_pack_per_id(self) -> "Credits":
        if len({pack.id for pack in self.packs}) < len(self.packs):
            raise ValueError("packs with different ids")
        skus = [pack.discord_sku for pack in self.packs if pack.discord_sku]
        if len({*skus}) < len(skus):
            raise ValueError("packs with different discord_sku")
        return self


class Jobs(Section):
    """Workers. `lease` and `poll` in seconds: how long a silent worker keeps its picture, how often an idle one looks for work.

    `longest_wait` (seconds): whoever would have to wait longer is told so and not put in line.
    `drain_seconds`: how long a program that stops waits for the pictures that are being made.
    """

    per_person: Positive = 2
    longest_wait: Seconds = 1800
    lease: Seconds = 10
    poll: Seconds = 1
    drain_seconds: float = Field(120, ge=0)


def _none_or_a_request(value: int) -> int:
    if 0 < value < MOST_PICTURES:
        raise ValueError(f"0, or at least {MOST_PICTURES}: so many pictures are one request")
    return value


PicturesOrNone = Annotated[Natural, AfterValidator(_none_or_a_request)]


class Abuse(Section):
    """What keeps one person from taking what is everybody's (docs/decisions/0040). `words` and `throwaway_domains`: files with
    lists beside the program's own.

    After `most_refused` refused prompts within `pause_hours`, no more pictures until the first of them is that old.
    """

    screen_prompts: bool = True
    words: str = ""
    throwaway_domains: str = ""
    most_refused: Natural = 5
    pause_hours: Positive = 24
    guard: Literal["", "on", "off"] = ""
    welcome_account_days: Natural = 7
    welcome_per_place: Natural = 50
    welcome_per_day: Natural = 2000
    commands_per_minute: Natural = 60
    pictures_per_hour: PicturesOrNone = 120
    pictures_per_day: PicturesOrNone = 600
    pictures_of_place: PicturesOrNone = 1000
    most_waiting: Natural = 20

    @model_validator(mode="after")
    def _readable(self) -> "Abuse":
        self.fair_use(guarded=True)
        return self

    def fair_use(self, *, guarded: bool) -> FairUse:
        """The limits as the core knows them; `guarded`: also how fast people may go. Raises `ValueError`, whose text says what the files
        of words should be."""
        patience = Patience(self.most_refused, timedelta(hours=self.pause_hours))
        return FairUse(self._screen(), patience, self._pace() if guarded else Pace(), self._throwaway())

    def _pace(self) -> Pace:
        return Pace(self.commands_per_minute, self.pictures_per_hour, self.pictures_per_day, self.pictures_of_place, self.most_waiting)

    def welcome(self) -> WelcomeRules:
        """When somebody new gets their credits, where that is guarded."""
        return WelcomeRules(self.welcome_account_days, self.welcome_per_place, self.welcome_per_day)

    def _screen(self) -> screen.Screen:
        if not self.screen_prompts:
            return screen.Screen()
        try:
            return screen.read(screen.own_list(), *_contents(self.words))
        except (OSError, ValueError) as error:
            raise ValueError(f"words to name a file of lists like core/forbidden/words.toml ({_why(error)})") from None

    def _throwaway(self) -> mailboxes.ThrowawayDomains:
        try:
            return mailboxes.domains_in(mailboxes.own_list(), *_contents(self.throwaway_domains))
        except (OSError, ValueError) as error:
            raise ValueError(f"throwaway_domains to name a file with one domain on each line ({_why(error)})") from None


def _contents(path: str) -> list[str]:
    """The text of a file, if one is named. Raises `OSError`, `ValueError`."""
    return [Path(path).read_text("utf-8")] if path else []


def _why(error: OSError | ValueError) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else str(error)


def _iso_day(value: str) -> str:
    if value:
        date.fromisoformat(value)
    return value


class Agreed(Section):
    """A data processing agreement: its number, and the day it was made as an ISO date."""

    id: str = ""
    date: Annotated[str, AfterValidator(_iso_day)] = ""


class Agreements(Section):
    """Those with the processors on the register, by their names there."""

    mayi: Agreed = Agreed()
    r2: Agreed = Agreed()
    resend: Agreed = Agreed()
    stripe: Agreed = Agreed()


class Seller(Section):
    """Who sells credits, for receipts. What is empty is taken from [privacy] where it is the same fact. `tax_percent` is part of every
    price, with at most two decimals; `platforms` are those that sell by themselves."""

    name: str = ""
    address: str = ""
    tax_id: str = ""
    contact: str = ""
    tax_percent: Decimal = Field(Decimal(0), ge=0, lt=100, decimal_places=2)
    tax_note: TaxNote = TaxNote.NONE
    series_prefix: str = Field("", pattern=r"^[A-Z0-9]{0,6}$")
    platforms: Words = list(PLATFORMS_SELL)

    @model_validator(mode="after")
    def _one_of_two(self) -> "Seller":
        if self.tax_percent and self.tax_note:
            raise ValueError("tax_percent or tax_note, not both")
        return self


class Privacy(Section):
    """How long deleted data may live on, in days; and who answers for it, with whom."""

    grace_days: Natural = 7
    purge_days: Natural = 1
    backup_days: Natural = 21
    contact: str = "privacy@inkmirage.com"
    inactivity_months: Natural = 24
    age_screen: Literal["", "on", "off"] = ""
    age_limit: int = Field(EUROPE, ge=EVERYWHERE, le=21)
    self_test: Literal["", "on", "off"] = ""
    operators: Annotated[Words, AfterValidator(_operators)] = []
    controller_name: str = ""
    controller_address: str = ""
    controller_authority: str = ""
    controller_representative: str = ""
    controller_officer: str = ""
    dpa: Agreements = Agreements()

    @model_validator(mode="after")
    def _within_the_promise(self) -> "Privacy":
        # privacy.md D3: people are promised that everything is gone after 30 days, backups included.
        if self.grace_days + self.purge_days + self.backup_days > 30:
            raise ValueError("grace_days + purge_days + backup_days to be 30 at most, as people are promised")
        return self


class Metrics(Section):
    """Who may read `GET /metrics`. `port`: where every process offers it beside the site (0: nowhere). `verify_minutes`: how often the
    books are looked through (0: never)."""

    token: SecretStr = SecretStr("")
    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(0, ge=0, le=65535)
    verify_minutes: Natural = 60


class Telemetry(Section):
    """Where spans go, if anywhere: a collector that speaks OTLP over HTTP."""

    otlp_endpoint: Url = ""


class Settings(BaseSettings):
    """Everything an operator can decide; `config.example.toml` explains each key."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", enable_decoding=False, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    app: App = App()
    database: Database = Database()
    web: Web = Web()
    discord: Discord = Discord()
    telegram: Telegram = Telegram()
    mayi: Mayi = Mayi()
    storage: Storage = Storage()
    r2: R2 = R2()
    resend: Resend = Resend()
    stripe: Stripe = Stripe()
    credits: Credits = Credits()
    jobs: Jobs = Jobs()
    abuse: Abuse = Abuse()
    privacy: Privacy = Privacy()
    seller: Seller = Seller()
    metrics: Metrics = Metrics()
    telemetry: Telemetry = Telemetry()

    @property
    def base_url(self) -> str:
        """How a browser reaches the web server."""
        host = "127.0.0.1" if self.web.host in ("0.0.0.0", "::") else self.web.host  # noqa: S104  # compared, not bound
        return self.app.base_url or f"http://{f'[{host}]' if ':' in host else host}:{self.web.port}"

    def at_port(self, port: int) -> "Settings":
        """The same settings with the port that was really taken (port 0 takes a free one)."""
        return self.model_copy(update={"web": self.web.model_copy(update={"port": port})})

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address, with its password."""
        return self.database.url.get_secret_value() or f"sqlite+aiosqlite:///{self.app.data_dir / 'inkmirage.db'}"

    def fair_use(self) -> FairUse:
        """What keeps one person from taking what is everybody's."""
        return self.abuse.fair_use(guarded=self._guards)

    def tariff(self) -> Tariff:
        """Prices as the core knows them."""
        asked = self.credits
        return Tariff(
            base={Quality.LOW: asked.prices.low, Quality.MEDIUM: asked.prices.medium, Quality.HIGH: asked.prices.high},
            large_percent=asked.large_percent,
            per_reference=asked.per_reference,
            packs=tuple(pack.pack() for pack in asked.packs),
            free_credits=asked.free_credits,
            free_days=asked.free_days or None,
            age_limit=self.privacy.age_limit if self._asks_for_age else None,
            sellers=frozenset({"discord"} if self.discord.sells else ()),
            welcome=self.abuse.welcome() if self._guards else WelcomeRules(),
        )

    def promise(self) -> Promise:
        """How long a deletion may take; checked when the settings were read."""
        given = self.privacy
        return Promise(given.grace_days, given.purge_days, given.backup_days)

    @property
    def _guards(self) -> bool:
        """Unless it was decided: where real people come. Elsewhere whoever is new starts with their credits, however many come."""
        return self.abuse.guard == "on" or (not self.abuse.guard and self.app.environment == "production")

    @property
    def _asks_for_age(self) -> bool:
        """Unless it was decided: where real people come, and not where the program is tried out."""
        return self.privacy.age_screen == "on" or (not self.privacy.age_screen and self.app.environment == "production")

    @property
    def tests_itself(self) -> bool:
        """Whether copy and deletion are tried every night on accounts of the program's own: where real people rely on them."""
        return self.privacy.self_test == "on" or (not self.privacy.self_test and self.app.environment == "production")

    def missing(self) -> list[str]:
        """What still has to be set, one sentence each: embedded parts are refused in production, and R2 needs all of its keys."""
        wants = [f"{key} is empty" for key in self._needed() if not self._value(key)]
        if self.app.environment == "production":
            if self.mayi.sandbox:
                wants.append("mayi.api_key is empty (the sandbox gateway paints no real pictures)")
            if self.storage.kind == "local":
                wants.append('storage.kind is "local" (embedded; use "r2")')
            if not self.base_url.startswith("https://") and not _on_this_machine(urlsplit(self.base_url).hostname or ""):
                wants.append("app.base_url does not begin with https:// (browsers keep no sign-in cookie then)")
            if self.stripe.on and not self.stripe.live:
                wants.append("stripe.api_key is a test key (credits would be had for play money)")
            if self.web.playground:
                wants.append("web.playground is true (anybody could act as anybody)")
        return wants

    def secrets(self) -> list[str]:
        """The value of every secret that is set, for the log to leave out. The address of a database without a password is none."""
        address = self.database.url.get_secret_value()
        password = urlsplit(address).password
        plain = not password and "password=" not in address
        values = [text for key in keys_of(type(self)) for text in _secret_texts(self._value(key)) if not (plain and text == address)]
        return [*values, *({password, unquote(password)} if password else ())]

    def _needed(self) -> list[str]:
        keys = ["r2.endpoint_url", "r2.bucket", "r2.access_key_id", "r2.secret_access_key"] if self.storage.kind == "r2" else []
        keys += ["resend.sender"] if self.resend.api_key.get_secret_value() else []
        keys += ["stripe.webhook_secrets"] if self.stripe.live else []
        return [*keys, "web.secret_key"] if self.app.environment == "production" else keys

    def _value(self, key: str) -> object:
        value: object = self
        for name in key.split("."):
            value = getattr(value, name)
        return value


def keys_of(section: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key as `section.key`, in the order of the declaration."""
    for name, field in section.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from keys_of(field.annotation, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def _secret_texts(value: object) -> list[str]:
    """The texts in a secret, or in a list of secrets."""
    values = cast(list[object], value) if isinstance(value, list) else [value]
    return [text for item in values if isinstance(item, SecretStr) and (text := item.get_secret_value())]
