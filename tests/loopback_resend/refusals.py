"""The ways Resend says no, in its words (resend.com/docs/api-reference/errors)."""

import json

from tests.stand_in import Answer


def refusal(status: int, name: str, message: str, **headers: str) -> Answer:
    text = json.dumps({"statusCode": status, "message": message, "name": name})
    return Answer(status, text, headers={header.replace("_", "-"): value for header, value in headers.items()})


def missing_key() -> Answer:
    return refusal(401, "missing_api_key", "Missing API key in the authorization header.")


def misshapen_key() -> Answer:
    """Of what does not even look like a key."""
    return refusal(400, "validation_error", "API key is invalid")


def unknown_key(*, sending: bool) -> Answer:
    return refusal(401 if sending else 400, "validation_error", "API key is invalid")


def former_unknown_key() -> Answer:
    """As it was until 2026."""
    return refusal(403, "invalid_api_key", "API key is invalid.")


def sending_only() -> Answer:
    return refusal(401, "restricted_api_key", "This API key is restricted to only send emails")


def inactive_key() -> Answer:
    return refusal(403, "restricted_api_key", "API key is not active")


def suspended_key() -> Answer:
    return refusal(403, "suspended_api_key", "This API key is suspended")


def without_scopes() -> Answer:
    return refusal(403, "invalid_permission", "Access token is missing required scopes.")


def bad_address(name: str) -> Answer:
    form = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format."
    return refusal(422, "validation_error", f"Invalid `{name}` field. {form}")


def example_domain(domain: str) -> Answer:
    return refusal(422, "validation_error", f"Invalid `to` field. Please use our testing email address instead of domains like `{domain}`.")


def missing(name: str) -> Answer:
    return refusal(422, "missing_required_field", f"Missing `{name}` field.")


def not_verified(domain: str) -> Answer:
    return refusal(403, "validation_error", f"The `{domain}` domain is not verified. Please, add and verify your domain.")


def testing_only(owner: str) -> Answer:
    return refusal(403, "validation_error", f"You can only send testing emails to your own email address ({owner}).")


def not_found() -> Answer:
    return refusal(404, "not_found", "Email not found")


def long_key() -> Answer:
    return refusal(400, "invalid_idempotency_key", "Idempotency keys, if present, must have between 1 and 256 characters.")


def other_content() -> Answer:
    said = "This idempotency key has been used with this HTTP method and endpoint within the last 24 hours"
    return refusal(409, "invalid_idempotent_request", f"{said}, but the request body was modified and doesn't match the original request.")


def in_progress() -> Answer:
    return refusal(409, "concurrent_idempotent_requests", "There is another request in progress with the same idempotency key.")


def too_many(pause: int | None = 1) -> Answer:
    more = {} if pause is None else {"retry_after": str(pause), "ratelimit_reset": str(pause)}
    said = "Too many requests. Please limit the number of requests per second."
    return refusal(429, "rate_limit_exceeded", said, ratelimit_limit="10", ratelimit_remaining="0", **more)


def quota(span: str) -> Answer:
    return refusal(429, f"{span}_quota_exceeded", f"You have exceeded your {span} email sending quota.")


def broken(status: int = 500) -> Answer:
    name = "service_unavailable" if status == 503 else "application_error"
    return refusal(status, name, "An unexpected error occurred.")


def page(status: int) -> Answer:
    """What stands in front of Resend answers by itself."""
    return Answer(status, "<html><h1>Bad gateway</h1></html>", "text/html")
