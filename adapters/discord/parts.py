"""Everything of this adapter, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.discord.addresses import use_addresses
from adapters.discord.client import InkMirageClient
from adapters.discord.entitlements import Entitlements
from adapters.discord.front import Front
from adapters.discord.intake import Intake
from adapters.discord.manifest import Manifest
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import PLATFORM
from adapters.discord.sold import SoldList
from core.commands.dispatch import Dispatch
from core.pricing import Tariff
from core.sales import Counter
from core.shown import Files
from core.text import Catalogue
from core.workshop import Workshop

__all__ = ["PLATFORM", "Settings", "open_discord"]


@dataclass(frozen=True)
class Settings:
    """What the operator says about Discord; empty addresses mean Discord's own, no shards mean as many as Discord advises. `practice`: see
    `Entitlements`."""

    token: str
    api_base: str = ""
    gateway_url: str = ""
    cdn_base: str = ""
    shard_count: int = 0
    shard_ids: Sequence[int] = ()
    practice: bool = False


def open_discord(
    settings: Settings, dispatch: Dispatch, workshop: Workshop, tariff: Tariff, catalogue: Catalogue, marks: Path
) -> tuple[Front, DiscordMessenger, SoldList]:
    """The connection, not yet made, the port through which workers post, and what Discord sold for us. `marks` is a folder for what
    Discord was told last."""
    use_addresses(api_base=settings.api_base, gateway_url=settings.gateway_url, cdn_base=settings.cdn_base)
    front = Front(
        settings.token,
        lambda: InkMirageClient(workshop.ambient, shard_count=settings.shard_count or None, shard_ids=settings.shard_ids),
        Manifest(dispatch.commands.values(), catalogue, tariff),
        marks,
    )
    messenger = DiscordMessenger(front, catalogue, Files(workshop.objects, workshop.imaging), workshop.ambient)
    entitlements = Entitlements(Counter(workshop, tariff, PLATFORM), practice=settings.practice)
    front.serve(Intake(dispatch, workshop, tariff, catalogue, messenger), entitlements)
    return front, messenger, SoldList(settings.token, entitlements, workshop.ambient.now)
