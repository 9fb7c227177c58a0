"""The ways Telegram says no: a number, a sentence, and sometimes what to do about it."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """One error answer."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status, self.description = status, description
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad(what: str) -> Refusal:
    """400, the usual one."""
    return Refusal(400, f"Bad Request: {what}")


def unparsable(what: str) -> Refusal:
    return bad(f"can't parse entities: {what}")


def forbidden(what: str) -> Refusal:
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    return Refusal(409, f"Conflict: {what}")


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    return Refusal(404, "Not Found")


def too_large() -> Refusal:
    return Refusal(413, "Request Entity Too Large")


def broken(status: int = 500) -> Refusal:
    return Refusal(status, {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}.get(status, "Service Unavailable"))


def flooded(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def upgraded(new_chat_id: int) -> Refusal:
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, description, {"migrate_to_chat_id": new_chat_id})


def query_too_old() -> Refusal:
    return bad("query is too old and response timeout expired or query ID is invalid")


def blocked() -> Refusal:
    return forbidden("bot was blocked by the user")


def never_started() -> Refusal:
    return forbidden("bot can't initiate conversation with a user")


def not_modified() -> Refusal:
    same = "specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
    return bad(f"message is not modified: {same}")
