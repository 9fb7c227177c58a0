"""Stripe's answers that are no yes, in its own shape."""

import json

from tests.stand_in import Answer


def refused(status: int, kind: str, code: str = "", param: str = "", message: str = "No: ann@inkmirage.test") -> Answer:
    """The sentence quotes somebody, so that whoever logs it is found out."""
    error = {"type": kind, "message": message} | ({"code": code} if code else {}) | ({"param": param} if param else {})
    return Answer(status, json.dumps({"error": error}))


def invalid(code: str, param: str = "") -> Answer:
    return refused(400, "invalid_request_error", code, param)


def missing(param: str = "id") -> Answer:
    return refused(404, "invalid_request_error", "resource_missing", param)


def unknown_key() -> Answer:
    return refused(401, "invalid_request_error")


def no_rights() -> Answer:
    return refused(403, "invalid_request_error", "more_permissions_required_for_application")


def in_use() -> Answer:
    return refused(409, "idempotency_error", "idempotency_key_in_use")


def other_content() -> Answer:
    return refused(400, "idempotency_error")


def too_many() -> Answer:
    return refused(429, "invalid_request_error", "rate_limit")


def broken() -> Answer:
    return refused(500, "api_error")


def page() -> Answer:
    return Answer(200, "<html>welcome to the hotel</html>")
