"""The ways Discord says no: HTTP status, its own error code, and the places in the form that are wrong."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
#: Where in the form, and (code, sentence) of everything that is wrong there.
Problems = Mapping[tuple[str, ...], list[tuple[str, str]]]


class Refusal(Exception):
    """One error answer."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.headers = status, code, dict(headers or {})
        self.body: Json = {"message": message, "code": code} | ({"errors": errors} if errors else {})


def nested(problems: Problems) -> Json:
    """`{("components", "0"): [...]}` as the tree that Discord sends."""
    tree: Json = {}
    for path, found in problems.items():
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node["_errors"] = [{"code": code, "message": message} for code, message in found]
    return tree


def invalid_form(problems: Problems) -> Refusal:
    return Refusal(400, 50035, "Invalid Form Body", nested(problems))


def wrong(*path: str | int, code: str, message: str) -> Refusal:
    """An invalid form with a single problem."""
    return invalid_form({tuple(map(str, path)): [(code, message)]})


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, 0, "404: Not Found")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def unknown_guild() -> Refusal:
    return Refusal(404, 10004, "Unknown Guild")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_user() -> Refusal:
    return Refusal(404, 10013, "Unknown User")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_sku() -> Refusal:
    return Refusal(404, 10027, "Unknown SKU")


def unknown_entitlement() -> Refusal:
    return Refusal(404, 10029, "Unknown Entitlement")


def already_consumed() -> Refusal:
    """With which code is not written anywhere."""
    return Refusal(400, 0, "400: Bad Request")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def too_many_creates(most: int) -> Refusal:
    return Refusal(400, 30034, f"Max number of daily application command creates has been reached ({most})")


def too_large() -> Refusal:
    return Refusal(413, 40005, "Request entity too large")


def already_acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def follow_ups_used_up() -> Refusal:
    return Refusal(400, 40094, "This interaction has reached its maximum number of follow-up messages")


def missing_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def not_the_author() -> Refusal:
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refusal:
    return Refusal(400, 50006, "Cannot send an empty message")


def cannot_dm() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def token_expired() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


def thread_archived() -> Refusal:
    return Refusal(400, 50083, "Thread is archived")


def blocked_by_automod() -> Refusal:
    return Refusal(400, 200000, "Message was blocked by automatic moderation")


def rate_limited(retry_after: float, *, everywhere: bool = False, shared: bool = False, via: bool = True) -> Refusal:
    """429. Without the `Via` header it looks like a ban by the proxy before Discord."""
    headers = {
        "Retry-After": str(max(1, round(retry_after))),
        "X-RateLimit-Scope": "shared" if shared else "global" if everywhere else "user",
    }
    if via:
        headers["Via"] = "1.1 loopback"
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    refusal = Refusal(429, 0, "You are being rate limited.", headers=headers)
    refusal.body |= {"retry_after": retry_after, "global": everywhere}
    return refusal


def broken(status: int) -> Refusal:
    return Refusal(status, 0, f"{status}: Internal Server Error")
