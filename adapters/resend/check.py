"""Whether Resend would take our mail: `python -m bot check`."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

import resend

from adapters.resend.line import Line, Refusal
from adapters.resend.webhook import is_secret

_SENDING = ("verified", "partially_verified")


async def trouble(api_key: str, api_base: str, sender: str, *, secrets: Sequence[str] = ()) -> str | None:
    """What is wrong, as a code: resend-sender, resend-secret, resend-key, resend-domain, resend-tracking, unreachable.

    `None` if all is well, or if the key may only send: it is a good one, but may not look at domains. Changes and sends nothing.
    """
    domain = parseaddr(sender)[1].partition("@")[2].lower()
    if not domain:
        return "resend-sender"
    if not all(map(is_secret, secrets)):
        return "resend-secret"
    line = Line(api_key, api_base)
    try:
        return _trouble_in(await line.ask(resend.Domains.list_async()), domain)
    except Refusal as refusal:
        return _trouble_of(refusal)
    except (AttributeError, KeyError, TypeError):  # somebody answered, but not Resend
        return "unreachable"
    finally:
        await line.aclose()


def _trouble_of(refusal: Refusal) -> str | None:
    if (refusal.status, refusal.name) == (401, "restricted_api_key"):
        return None
    return "resend-key" if refusal.about == "key" or refusal.name == "invalid_permission" else "unreachable"


def _trouble_in(listed: Any, domain: str) -> str | None:
    """What the list of domains says about the sender's; privacy.md PRV-22 wants nothing tracked."""
    found = [each for each in listed["data"] if each["name"].lower() == domain and each["status"] in _SENDING]
    if not found:
        return "resend-domain"
    return "resend-tracking" if found[0].get("open_tracking") or found[0].get("click_tracking") else None
