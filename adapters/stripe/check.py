"""Whether Stripe would take our orders: `python -m bot check`."""

from collections.abc import Sequence

from adapters.stripe.line import Line, Refused, Unanswered
from adapters.stripe.webhook import is_secret


async def trouble(api_key: str, api_base: str, *, secrets: Sequence[str] = (), account: str = "") -> str | None:
    """What is wrong, as a code: stripe-secret, stripe-key, stripe-rights, stripe-account, unreachable. `None` if all is well.

    Changes nothing. A restricted key may not be allowed to say whose it is; then nobody compares the account.
    """
    if not all(map(is_secret, secrets)):
        return "stripe-secret"
    line = Line(api_key, api_base)
    try:
        return await _trouble(line, account)
    finally:
        await line.aclose()


async def _trouble(line: Line, account: str) -> str | None:
    try:
        await line.ask(line.v1.checkout.sessions.list_async({"limit": 1}))
        return "stripe-account" if account and await _whose(line) not in ("", account) else None
    except Unanswered as error:
        return {401: "stripe-key", 403: "stripe-rights"}.get(error.status, "unreachable")
    except Refused:  # somebody answered, but not Stripe
        return "unreachable"


async def _whose(line: Line) -> str:
    """The account of the key; empty if the key may not say."""
    try:
        return (await line.ask(line.v1.accounts.retrieve_current_async())).id
    except Unanswered as error:
        if error.status != 403:
            raise
        return ""
