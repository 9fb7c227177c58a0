"""What a running program consists of, and what follows from it alone."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.private_files import private_folder
from bot.room import is_scarce
from bot.wake import Wake
from core.ambient import Ambient
from core.commands.dispatch import Dispatch
from core.hints import Hints
from core.mail_links import MailLinks
from core.policy_stop import stopped_since
from core.readings import Readings
from core.rights.by_mail import Postbox
from core.rights.kit import Eraser, Kit
from core.rights.processors import EmptiedByUs, EndsByItself, ReceiptDropped
from core.rights.requests import EraseStep
from core.text import Catalogue
from core.workshop import Workshop
from db.news import PostgresNews
from db.person_rows import SqlPersonRows
from db.store import SqlStore

if TYPE_CHECKING:
    # Whoever only names the type does not wait for the library behind it; what is built is imported where it is built.
    from starlette.applications import Starlette

    from adapters.discord.front import Front
    from adapters.discord.sold import SoldList
    from adapters.local.mailbox import LocalMailbox
    from adapters.mail.paper import HtmlPaper
    from adapters.mayi.client import MayiClient
    from adapters.stripe.parts import Stripe
    from adapters.telegram.parts import Telegram
    from bot.metrics import Metrics


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
    paper: "HtmlPaper"
    wake: Wake
    maker: "MayiClient"
    discord: "Front | None"
    telegram: "Telegram | None"
    mailbox: "LocalMailbox"
    postbox: Postbox | None
    exits: AsyncExitStack
    metrics: "Metrics"
    readings: Readings
    web: "Starlette | None" = None
    sold: "SoldList | None" = None
    stripe: "Stripe | None" = None
    hints: Hints | None = None
    news: PostgresNews | None = None

    async def close(self) -> None:
        """Close connections, sandbox and database."""
        await self.exits.aclose()


def rights_kit(program: "Program") -> Kit:
    """What the worker of the rights needs. Neither mayi.one nor Resend offers deletion by program (docs/decisions/0021); the embedded
    mailbox is ours to empty."""
    erasers: dict[EraseStep, Eraser] = {EraseStep.MAKER: EndsByItself(None), EraseStep.CARRIER: EndsByItself(None)}
    if program.workshop.mailer is program.mailbox:
        erasers[EraseStep.CARRIER] = EmptiedByUs(program.store, program.mailbox.empty)
        erasers[EraseStep.VERIFICATION] = ReceiptDropped(program.mailbox.drop)
    settings = program.settings
    folder = private_folder(settings.app.data_dir / "tmp")
    return Kit(program.workshop, program.catalogue, settings.promise(), SqlPersonRows(), settings.base_url, erasers, folder)


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
