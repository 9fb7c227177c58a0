"""What is kept of a web request: four fields, and none of them can hold anything but what is foreseen here (PRV-10, PRV-11)."""

import ipaddress
import re

from starlette.requests import Request

from adapters.web.parts import WebParts
from core import throttle
from core.access import WebVisit
from core.text import choose_locale

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "unknown"
OTHER = "other"
LONGEST_HEADER = 512

# In this order: most browsers also claim to be those further down. A closed list of our own rather than a library of hundreds of
# patterns, some of which take the family's name out of the header.
FAMILIES = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("Edge", r"\bEdg(?:e|A|iOS)?/([0-9]{1,3})\b"),
        ("Opera", r"\bOP(?:R|T|X)/([0-9]{1,3})\b"),
        ("Samsung Internet", r"\bSamsungBrowser/([0-9]{1,3})\b"),
        ("Vivaldi", r"\bVivaldi/([0-9]{1,3})\b"),
        ("Yandex", r"\bYaBrowser/([0-9]{1,3})\b"),
        ("DuckDuckGo", r"\b(?:DuckDuckGo|Ddg)/([0-9]{1,3})\b"),
        ("Firefox", r"\b(?:Firefox|FxiOS)/([0-9]{1,3})\b"),
        ("Chrome", r"\b(?:Headless)?(?:Chrome|CriOS|Chromium)/([0-9]{1,3})\b"),
        ("Safari", r"\bVersion/([0-9]{1,3})\b[^)]*\bSafari/"),
    )
)


def browser_of(request: Request) -> str:
    """Family and major version ("Firefox 143"), or "other"."""
    header = request.headers.get("user-agent", "")[:LONGEST_HEADER]
    for family, pattern in FAMILIES:
        if match := pattern.search(header):
            return f"{family} {int(match[1])}"
    return OTHER


def network_of(request: Request) -> str:
    """The client's network: its address cut to /24 or /48."""
    address = _address(request)
    if address is None:
        return UNKNOWN
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


async def network_hash(request: Request) -> str:
    """The client's address under the key of the day: who it is can be told again today, not next week.

    Of an IPv6 address only the first 64 bits count. Every household has all the rest to itself, and could be a new stranger with each try.
    """
    parts: WebParts = request.app.state.parts
    address, now = _address(request), parts.ambient.now()
    whole = "" if address is None else str(ipaddress.ip_network((address, 32 if address.version == 4 else 64), strict=False))
    return await parts.workshop.store.write(lambda uow: throttle.hidden(uow, whole, now))


def visit_of(request: Request) -> WebVisit:
    """The four fields of this request, for `keep`."""
    parts: WebParts = request.app.state.parts
    language = choose_locale(request.headers.get("accept-language", "")[:LONGEST_HEADER].split(",")[0])
    return WebVisit(network_of(request), browser_of(request), language, parts.ambient.now())


async def keep(request: Request, account_id: str | None) -> None:
    """Keep the four fields of a request that changed something about an account, or tried to."""
    parts: WebParts = request.app.state.parts
    visit, id = visit_of(request), parts.ambient.new_id()
    await parts.workshop.store.write(lambda uow: uow.visits.add(id, visit, account_id))


def _address(request: Request) -> Address | None:
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return None
    # An IPv4 client of a socket that listens on both.
    return getattr(address, "ipv4_mapped", None) or address
