"""The sandbox's own paths, by which a test steers a running process from outside (`mayi-wire.md` §7 row 45). They need no key."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import orjson

from adapters.local.gateway.conversation import known_triggers
from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import PAGES
from adapters.local.gateway.wire import Answer, Json

if TYPE_CHECKING:
    from adapters.local.gateway.server import SandboxGateway


async def control(gateway: "SandboxGateway", exchange: Exchange) -> None:
    """Answer one of `/sandbox/journal`, `reset`, `next`, `set`, `triggers`; a wrong argument is a 400."""
    try:
        content = await _act(gateway, exchange.path.removeprefix("/sandbox/"), exchange.query)
    except (ValueError, TypeError):
        await exchange.send(Answer(400, b'{"error":"unknown name or unreadable value"}'))
        return
    await exchange.send(Answer(200, orjson.dumps(content)) if content is not None else PAGES["plain404"])


async def _act(gateway: "SandboxGateway", action: str, query: dict[str, str]) -> Json | None:
    match action:
        case "journal":
            return {"requests": [asdict(entry) for entry in gateway.journal], "charges": [asdict(charge) for charge in gateway.charges]}
        case "reset":
            await gateway.reset()
        case "next":
            gateway.fail_next(query.get("trigger", ""), int(query.get("times", "1")), route=query.get("route", "images"))
        case "set":
            for name, text in query.items():
                gateway.set_option(name, text)
        case "triggers":
            return {"triggers": sorted(known_triggers())}
        case _:
            return None
    return {"ok": True}
