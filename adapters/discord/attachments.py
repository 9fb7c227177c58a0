"""Files that people attach: found in what Discord sends, and fetched at once, because it keeps them for a short time only
(platforms.md A12)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord

from core.bounded import TooMuch, gathered

FETCH_SECONDS = 30.0
PIECE = 64 * 1024
STORAGE = ("cdn.discordapp.com", "media.discordapp.net", "images-ext-1.discordapp.net", "images-ext-2.discordapp.net")
"""Where Discord keeps files, and where it fetches pictures of strangers through (`proxy_url`)."""


@dataclass(frozen=True)
class Attached:
    """Where a file is, and how many bytes it should have; 0 if Discord does not say."""

    url: str
    size: int


class TooLarge(Exception):
    """The file has more bytes than we take."""


class Elsewhere(aiohttp.ClientError):
    """The address is not one of Discord's."""


def attached(data: Mapping[str, Any], ids: Sequence[str]) -> list[Attached]:
    """The files of a command, by their ids."""
    resolved = data.get("resolved", {}).get("attachments", {})
    return [Attached(str(resolved[id]["url"]), resolved[id]["size"]) for id in ids if id in resolved]


def picture_in(data: Mapping[str, Any]) -> Attached | None:
    """The first picture of the message that a menu was opened on. In V2 messages it stands in the components (platforms.md F10)."""
    message = data["resolved"]["messages"][data["target_id"]]
    for attachment in message.get("attachments", []):
        if str(attachment.get("content_type", "")).startswith("image/"):
            return Attached(str(attachment["url"]), attachment["size"])
    media = next(_media(message.get("components", [])), None)
    return Attached(_safe(media), 0) if media else None


def _media(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield from (item["media"] for item in component.get("items", []))
        yield from _media(component.get("components", []))


def _safe(media: Mapping[str, Any]) -> str:
    """An address at Discord. What was not uploaded there stands at an address that a stranger chose, perhaps inside our own network."""
    return str(media["url"] if media.get("attachment_id") else media["proxy_url"])


async def fetched(file: Attached, limit: int) -> bytes:
    """The file. Raises `TooLarge`, `aiohttp.ClientError` (also for one that is gone), `TimeoutError`."""
    if file.size > limit:
        raise TooLarge
    if not is_ours(file.url):
        raise Elsewhere
    async with asyncio.timeout(FETCH_SECONDS), aiohttp.ClientSession() as session, session.get(file.url, allow_redirects=False) as answer:
        if answer.status != 200:
            raise aiohttp.ClientPayloadError
        try:
            return await gathered(answer.content.iter_chunked(PIECE), limit)
        except TooMuch:
            raise TooLarge from None


def is_ours(url: str) -> bool:
    """Whether it is an address of Discord's storage, or of what the settings name in its place. With https the host proves who it is, so a
    name that is made to stand for an address of our own network leads nowhere."""
    try:
        asked, instead = urlsplit(url), urlsplit(discord.asset.Asset.BASE)
        origin = (asked.scheme, asked.hostname, asked.port)
    except ValueError:
        return False
    storage = {("https", host, None) for host in STORAGE}
    return asked.username is None and origin in {*storage, (instead.scheme, instead.hostname, instead.port)}
