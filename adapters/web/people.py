"""Who sits in the playground: people who added themselves, and the guest who was first."""

import re

from starlette.requests import Request

from adapters.web.chat import PLATFORM
from adapters.web.parts import WebParts
from core.caller import Address, Caller
from core.text import Text, choose_locale

GUEST = "guest"


async def seat(parts: WebParts, uid: str, name: str, locale: str) -> None:
    """A new person with a mailbox of their own, greeted by /start. Doing it again changes nothing."""
    address = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "person"
    caller = Caller(
        platform=PLATFORM,
        uid=uid,
        name=name,
        key=f"{uid}/start",
        address=Address(PLATFORM, uid, private=True, uid=uid),
        locale_hint=locale,
        mailbox=f"{address}.{uid[:4]}@playground.example",
    )
    answer = await parts.dispatch(caller, "start", {})
    await parts.chat.post_reply(uid, "start", answer.reply, answer.locale)


async def seat_guest(request: Request) -> str:
    """The uid of a guest for whom everything is ready."""
    parts: WebParts = request.app.state.parts
    locale = browser_locale(request)
    await seat(parts, GUEST, parts.catalogue.format(Text("ui-guest"), locale), locale)
    return GUEST


def browser_locale(request: Request, *wishes: str | None) -> str:
    """The first wish we speak, else the browser's first language."""
    return choose_locale(*wishes, request.headers.get("accept-language", "en").split(",")[0])
