"""Everything of this adapter, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adapters.telegram.actions import Actions
from adapters.telegram.answers import Answers
from adapters.telegram.bots import prompt_bot, waiting_bot
from adapters.telegram.buttons import Buttons
from adapters.telegram.cards import Renderer
from adapters.telegram.checkout import Checkout
from adapters.telegram.desk import Desk
from adapters.telegram.front import Front, Hook
from adapters.telegram.inbox import Inbox
from adapters.telegram.intake import Intake
from adapters.telegram.limiter import Limiter
from adapters.telegram.manifest import Manifest
from adapters.telegram.media import Shelf
from adapters.telegram.messenger import TelegramMessenger
from adapters.telegram.panels import Panels
from adapters.telegram.places import PLATFORM
from adapters.telegram.post import Post
from adapters.telegram.refunds import StarRefunds
from adapters.telegram.sharing import Sharing
from adapters.telegram.shows import Shows
from adapters.telegram.stars import StarBook
from adapters.telegram.talk import Talk
from adapters.telegram.uploads import Uploads
from adapters.telegram.webhook import Webhook
from core.commands.dispatch import Dispatch
from core.ports import Seat
from core.pricing import Tariff
from core.shown import Files
from core.text import Catalogue
from core.workshop import Workshop

__all__ = ["PLATFORM", "Settings", "Telegram", "open_stars", "open_telegram"]

API_BASE = "https://api.telegram.org"


@dataclass(frozen=True)
class Settings:
    """What the operator says about Telegram; empty addresses mean Telegram's own. With a `hook_url` it brings updates there."""

    token: str
    api_base: str = ""
    file_base: str = ""
    hook_url: str = ""
    hook_secret: str = ""

    @property
    def api(self) -> str:
        """Where the methods are."""
        return self.api_base or API_BASE

    @property
    def files(self) -> str:
        """Where the files are."""
        return self.file_base or f"{self.api}/file"


@dataclass(frozen=True)
class Telegram:
    """The connection, not yet made; the port through which workers post; what takes updates that are brought to us;
    the book of Stars, and the way that they go back.

    `username` is what people call the bot there, once Telegram has told us.
    """

    front: Front
    messenger: TelegramMessenger
    webhook: Webhook | None
    username: Callable[[], str | None]
    stars: StarBook
    refunds: StarRefunds


def open_telegram(
    settings: Settings, dispatch: Dispatch, workshop: Workshop, tariff: Tariff, catalogue: Catalogue, marks: Path, seat: Seat
) -> Telegram:
    """Build every part. `marks` is a folder for what Telegram was told last; who has the `seat` fetches updates."""
    store, ambient, commands = workshop.store, workshop.ambient, dispatch.commands
    desk, limiter = Desk(dispatch), Limiter(ambient.elapsed)
    bots = waiting_bot(settings.token, settings.api, settings.files, limiter), prompt_bot(settings.token, settings.api, settings.files)
    post = Post(bots[0], limiter, store, ambient)
    shelf = Shelf(Files(workshop.objects, workshop.imaging), store, ambient)
    shows = Shows(post, Renderer(catalogue, commands), shelf)
    answers = Answers(shows, Panels(catalogue, tariff), commands, workshop, tariff)
    intake = Intake(
        bots[1],
        Talk(desk, answers, Uploads(bots[0], workshop, tariff), store),
        Buttons(desk, answers, shows.renderer, bots[1]),
        Sharing(store, catalogue),
        Checkout(store, catalogue, ambient),
        answers,
        workshop,
    )
    actions, inbox = Actions(post, ambient), Inbox(store, ambient)
    hook = Hook(settings.hook_url, settings.hook_secret) if settings.hook_url else None
    front = Front(bots, inbox, intake, answers, actions, Manifest(commands.values(), catalogue), marks, hook, seat)
    messenger = TelegramMessenger(front.here, shows, actions, store, ambient)
    webhook = Webhook(inbox, settings.hook_secret) if hook else None
    till = prompt_bot(settings.token, settings.api, settings.files)
    return Telegram(front, messenger, webhook, lambda: answers.username or None, StarBook(till), StarRefunds(till))


def open_stars(settings: Settings) -> StarBook:
    """The book of Stars alone, which has connections of its own."""
    return StarBook(prompt_bot(settings.token, settings.api, settings.files))
