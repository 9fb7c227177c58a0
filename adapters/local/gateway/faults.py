"""Every refusal and failure of the gateway by the name of its trigger (`mayi-wire.md` §5.2, §5.3, §7 rows 15–27, 29)."""

from adapters.local.gateway.trigger import Trigger
from adapters.local.gateway.wire import UI_PAGE, Answer, Fault

NO_OUTPUT = Fault(502, "S2", "upstream_error", "upstream did not return image output")
CUT_SHORT = Fault(502, "S2", "upstream_error", "stream disconnected before image generation completed")
UPSTREAM_IDLE = Fault(502, "S2", "upstream_error", "upstream image stream idle timeout")
NO_KEY = Fault(401, "S1", "", "API key is required", "API_KEY_REQUIRED")
BAD_KEY = Fault(401, "S1", "", "Invalid API key", "INVALID_API_KEY")
KEY_IN_QUERY = Fault(400, "S1", "", "API key in query is deprecated", "api_key_in_query_deprecated")
NO_BALANCE = Fault(403, "S1", "", "Insufficient balance", "INSUFFICIENT_BALANCE")
NO_QUOTA = Fault(429, "S1", "", "API key 额度已用完", "API_KEY_QUOTA_EXHAUSTED")
SLOTS_FULL = Fault(429, "S2", "rate_limit_error", "Concurrency limit exceeded for user, please retry later")
QUEUE_FULL = Fault(429, "S2", "rate_limit_error", "Too many pending requests, please retry later")
TASKS_OFF = Fault(404, "S2", "not_found_error", "async image tasks are not enabled", "not_found_error")
TASK_UNKNOWN = Fault(404, "S2", "IMAGE_TASK_NOT_FOUND", "image task not found", "IMAGE_TASK_NOT_FOUND")
BAD_IMAGE = Fault(400, "S2", "invalid_request_error", "The image could not be read.", "invalid_image_file", "image")
BAD_MASK = Fault(400, "S2", "invalid_request_error", "The mask does not fit the image.", "invalid_mask", "mask")
BROKEN = Fault(500, "S2", "api_error", "Internal error")
_MODERATION = Fault(
    400,
    "S2",
    "image_generation_user_error",
    "Your request was rejected by the safety system. safety_violations=[sexual].",
    "moderation_blocked",
)
_BLOCKED_TEXT = "内容不符合使用政策，请修改后重试"

FAULTS: dict[str, Fault] = {
    "moderation": Fault(**{**_MODERATION.__dict__, "streamed": _MODERATION}),
    "refusal": Fault(
        400, "S2", "image_generation_user_error", "I can't help with that image.", "content_policy_violation", streamed=NO_OUTPUT
    ),
    "filtered": Fault(400, "S2", "image_generation_user_error", "incomplete: content_filter", "response_incomplete", streamed=CUT_SHORT),
    "gw_moderation": Fault(403, "S2", "content_policy_violation", _BLOCKED_TEXT),
    "guard": Fault(403, "S2", "permission_error", "Prompt was blocked", "prompt_guard_blocked"),
    "guard_down": Fault(503, "S2", "api_error", "Prompt guard is unavailable", "prompt_guard_unavailable"),
    "cyber": Fault(400, "S2", "invalid_request_error", "Request was rejected", "cyber_policy"),
    "no_key": NO_KEY,
    "bad_key": BAD_KEY,
    "key_disabled": Fault(401, "S1", "", "API key is disabled", "API_KEY_DISABLED"),
    "user_missing": Fault(401, "S1", "", "User not found", "USER_NOT_FOUND"),
    "user_inactive": Fault(401, "S1", "", "User account is not active", "USER_INACTIVE"),
    "ip_denied": Fault(403, "S1", "", "Access denied", "ACCESS_DENIED"),
    "key_expired": Fault(403, "S1", "", "API key 已过期", "API_KEY_EXPIRED"),
    "group_deleted": Fault(403, "S1", "", "Group was deleted", "GROUP_DELETED"),
    "group_disabled": Fault(403, "S1", "", "Group is disabled", "GROUP_DISABLED"),
    "group_not_allowed": Fault(403, "S1", "", "Group is not allowed", "GROUP_NOT_ALLOWED"),
    "subscription_missing": Fault(403, "S1", "", "No active subscription", "SUBSCRIPTION_NOT_FOUND"),
    "auth_limited": Fault(429, "S1", "", "Too many invalid API keys", "INVALID_AUTH_RATE_LIMITED", retry_after=60),
    "auth_overloaded": Fault(503, "S1", "", "Authentication is overloaded", "API_KEY_AUTH_OVERLOADED"),
    "auth_error": Fault(500, "S1", "", "Failed to validate API key", "INTERNAL_ERROR"),
    "no_group": Fault(403, "S3", "permission_error", "API key is not assigned to a group"),
    "not_enabled": Fault(403, "S2", "permission_error", "Image generation is not enabled for this group"),
    "wrong_platform": Fault(404, "S2", "not_found_error", "Images API is not supported for this platform"),
    "model_missing": Fault(404, "S2", "not_found_error", "The model does not exist", "model_not_found", "model"),
    "balance": NO_BALANCE,
    "balance2": Fault(403, "S2", "billing_error", "insufficient balance"),
    "quota": NO_QUOTA,
    "usage_limit": Fault(429, "S1", "", "Daily usage limit exceeded", "USAGE_LIMIT_EXCEEDED"),
    "rpm": Fault(429, "S2", "rate_limit_exceeded", "Requests per minute limit exceeded", retry_after=30),
    "platform_quota": Fault(429, "S2", "rate_limit_exceeded", "Platform quota exceeded", retry_after=60),
    "window": Fault(429, "S2", "rate_limit_exceeded", "API key 5h limit exceeded"),
    "concurrency": SLOTS_FULL,
    "queue_full": QUEUE_FULL,
    "img_concurrency": Fault(429, "S2", "rate_limit_error", "Image concurrency limit exceeded, please retry later"),
    "up429": Fault(429, "S2", "rate_limit_error", "Upstream rate limit exceeded, please retry later", retry_after=5),
    "up500": Fault(502, "S2", "upstream_error", "Upstream service temporarily unavailable"),
    "up529": Fault(503, "S2", "upstream_error", "Upstream service overloaded, please retry later"),
    "shed": Fault(503, "S2", "server_error", "The server is overloaded"),
    "no_accounts": Fault(503, "S2", "api_error", "No available compatible accounts"),
    "billing_down": Fault(503, "S2", "billing_service_error", "Billing service is temporarily unavailable"),
    "incomplete": Fault(502, "S2", "incomplete_error", "Response is incomplete", "response_incomplete", streamed=CUT_SHORT),
    "read_error": Fault(502, "S2", "upstream_error", "Upstream stream read error", "upstream_stream_read_error"),
    "http2_error": Fault(502, "S2", "upstream_error", "Upstream HTTP/2 stream error", "upstream_http2_stream_error"),
    "unavailable": Fault(502, "S2", "upstream_error", "Image generation is unavailable", "image_generation_unavailable"),
    "mismatch": Fault(502, "S2", "upstream_error", "Delivered size differs", "image_generation_parameters_mismatch"),
    "too_large": Fault(502, "S2", "upstream_error", "upstream response too large"),
    "gateway500": Fault(500, "S2", "upstream_error", "Upstream gateway error"),
    "api500": Fault(500, "S2", "api_error", "Internal server error"),
    "bad_request": Fault(400, "S2", "invalid_request_error", "Invalid value", "invalid_value", "size"),
    "panel": Fault(400, "S4", "", "invalid request"),
    "teapot": Fault(418, "S2", "passthrough_error", "rewritten by the administrator"),
}

#: Answers that come from a proxy or from the web UI and are no JSON at all (§5.1, row 29).
PAGES: dict[str, Answer] = {
    "html524": Answer(524, b"<html><head><title>524: A timeout occurred</title></head><body></body></html>", "text/html; charset=UTF-8"),
    "html502": Answer(502, b"<html><head><title>502 Bad Gateway</title></head><body></body></html>", "text/html"),
    "empty502": Answer(502, b"", ""),
    "empty503": Answer(503, b"", ""),
    "html200": Answer(200, UI_PAGE, "text/html; charset=utf-8"),
    "plain404": Answer(404, b"404 page not found", "text/plain"),
}

UNKNOWN_TRIGGER = Fault(400, "S2", "invalid_request_error", "The sandbox does not know this trigger.", "sandbox_unknown_trigger")


def fault_of(trigger: Trigger, name: str = "", *, place: int | None = 0) -> Fault | None:
    """The fault of a trigger, or of `name`; the option `retry_after` or the argument at `place` changes that header."""
    fault = FAULTS.get(name or trigger.name)
    if fault is None or not fault.retry_after:
        return fault
    return fault.after(int(trigger.number(fault.retry_after, index=place, option="retry_after")))
