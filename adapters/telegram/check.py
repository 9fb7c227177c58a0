"""Whether Telegram would let us work: `python -m bot check`."""

import asyncio

from telegram import WebhookInfo
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

SECONDS = 20.0


async def trouble(token: str, api_base: str, *, hook_url: str = "") -> str | None:
    """What is wrong, as a code: telegram-token, telegram-https, telegram-hook, unreachable; `None` if all is well. Changes nothing."""
    if hook_url and not hook_url.startswith("https://"):
        return "telegram-https"
    try:
        async with asyncio.timeout(SECONDS), ExtBot(token, base_url=f"{api_base}/bot") as bot:
            return _trouble_in(await bot.get_webhook_info(), hook_url)
    except (InvalidToken, Forbidden):
        return "telegram-token"
    except (TelegramError, TimeoutError):
        return "unreachable"


def _trouble_in(info: WebhookInfo, hook_url: str) -> str | None:
    """What Telegram itself says about bringing updates to us."""
    return "telegram-hook" if hook_url and info.url == hook_url and info.last_error_message and info.pending_update_count else None
