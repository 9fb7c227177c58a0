"""Every row of the table of errors (mayi-wire.md §5.2) and of policy rejections (§5.3)."""

import pytest

from adapters.mayi.classify import Fault, classify, classify_inside, fault_in, retry_after_of
from core.ports import MakerBroken, MakerBusy, MakerClosed, MakerError, MakerRefused, MakerUnclear

Content = dict[str, object]
Verdict = tuple[type[MakerError], str]


def s1(code: str) -> Content:
    return {"code": code, "message": "…"}


def s2(type_: str, code: str | None = None) -> Content:
    return {"error": {"type": type_, "message": "insufficient balance moderation_blocked", **({"code": code} if code else {})}}


def s3() -> Content:
    return {"type": "error", "error": {"type": "permission_error", "message": "…"}}


def verdict(error: MakerError) -> Verdict:
    return type(error), error.code


def judged(status: int, content: object, *, retry_after: float | None = None, elapsed: float = 0.0) -> MakerError:
    return classify(status, fault_in(content), retry_after=retry_after, elapsed=elapsed)


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (400, s1("api_key_in_query_deprecated"), (MakerBroken, "invalid")),
        (401, s1("API_KEY_REQUIRED"), (MakerClosed, "key")),
        (401, s1("INVALID_API_KEY"), (MakerClosed, "key")),
        (401, s1("API_KEY_DISABLED"), (MakerClosed, "key")),
        (401, s1("USER_NOT_FOUND"), (MakerClosed, "account")),
        (401, s1("USER_INACTIVE"), (MakerClosed, "account")),
        (401, None, (MakerClosed, "key")),
        (403, s1("ACCESS_DENIED"), (MakerClosed, "permission")),
        (403, s1("GROUP_DELETED"), (MakerClosed, "permission")),
        (403, s1("GROUP_DISABLED"), (MakerClosed, "permission")),
        (403, s1("GROUP_NOT_ALLOWED"), (MakerClosed, "permission")),
        (403, s1("API_KEY_EXPIRED"), (MakerClosed, "key")),
        (403, s1("SUBSCRIPTION_NOT_FOUND"), (MakerClosed, "subscription")),
        (403, s1("SUBSCRIPTION_INVALID"), (MakerClosed, "subscription")),
        (403, s1("INSUFFICIENT_BALANCE"), (MakerClosed, "balance")),
        (403, s2("billing_error"), (MakerClosed, "balance")),
        (403, s2("permission_error"), (MakerClosed, "permission")),
        (403, s3(), (MakerClosed, "permission")),
        (429, s1("API_KEY_QUOTA_EXHAUSTED"), (MakerClosed, "quota")),
        (429, s2("insufficient_quota"), (MakerClosed, "quota")),
        (429, s1("USAGE_LIMIT_EXCEEDED"), (MakerBusy, "window")),
        (429, s1("INVALID_AUTH_RATE_LIMITED"), (MakerBusy, "rate")),
        (503, s1("API_KEY_AUTH_OVERLOADED"), (MakerBusy, "capacity")),
        (500, s1("INTERNAL_ERROR"), (MakerBusy, "gateway")),
        (400, s2("invalid_request_error"), (MakerBroken, "invalid")),
        (400, s2("invalid_request_error", "invalid_value"), (MakerBroken, "invalid")),
        (413, s2("invalid_request_error"), (MakerBroken, "too-large")),
        (404, s2("not_found_error"), (MakerBroken, "not-found")),
        (404, s2("invalid_request_error", "model_not_found"), (MakerBroken, "not-found")),
        (404, None, (MakerBroken, "not-found")),
        (429, s2("rate_limit_exceeded"), (MakerClosed, "quota")),
        (429, s2("rate_limit_error"), (MakerBusy, "rate")),
        (429, None, (MakerBusy, "rate")),
        (503, s2("billing_service_error"), (MakerBusy, "capacity")),
        (503, s2("api_error"), (MakerBusy, "capacity")),
        (502, s2("upstream_error"), (MakerBusy, "upstream")),
        (503, s2("upstream_error"), (MakerBusy, "capacity")),
        (503, s2("server_error"), (MakerBusy, "capacity")),
        (502, s2("upstream_error", "upstream_stream_read_error"), (MakerBusy, "upstream")),
        (502, s2("incomplete_error", "response_incomplete"), (MakerBusy, "upstream")),
        (502, s2("upstream_error", "image_generation_parameters_mismatch"), (MakerBroken, "mismatch")),
        (500, s2("upstream_error"), (MakerBusy, "gateway")),
        (502, s2("upstream_error", "insufficient_quota"), (MakerBusy, "upstream")),  # the upstream's money, not ours
        (499, s2("api_error"), (MakerUnclear, "left")),
        (418, s2("teapot"), (MakerBroken, "rejected")),
        (302, None, (MakerBroken, "redirect")),
        # policy
        (400, s2("image_generation_user_error", "moderation_blocked"), (MakerRefused, "moderation")),
        (400, s2("image_generation_user_error", "content_policy_violation"), (MakerRefused, "refused")),
        (400, s2("image_generation_user_error", "response_incomplete"), (MakerRefused, "moderation")),
        (403, s2("content_policy_violation"), (MakerRefused, "gateway-policy")),
        (451, s2("content_policy_violation"), (MakerRefused, "gateway-policy")),
        (503, s2("content_policy_violation"), (MakerRefused, "gateway-policy")),
        (403, s2("permission_error", "prompt_guard_blocked"), (MakerRefused, "gateway-policy")),
        (503, s2("api_error", "prompt_guard_unavailable"), (MakerBusy, "capacity")),
        (503, s2("api_error", "prompt_guard_invalid_response"), (MakerBusy, "capacity")),
        (400, s2("invalid_request_error", "cyber_policy"), (MakerRefused, "moderation")),
    ],
)
def test_answer_of_the_gateway(status: int, content: Content | None, expected: Verdict) -> None:
    assert verdict(judged(status, content)) == expected


@pytest.mark.parametrize(
    ("status", "elapsed", "expected"),
    [
        *((status, 1.0, MakerBusy) for status in (502, 503, 521, 522, 523)),
        *((status, 30.0, MakerUnclear) for status in (500, 502, 503, 521, 522, 523)),
        *((status, 1.0, MakerUnclear) for status in (504, 520, 524)),
    ],
)
def test_page_of_a_proxy(status: int, elapsed: float, expected: type[MakerError]) -> None:
    assert verdict(judged(status, None, elapsed=elapsed)) == (expected, "proxy")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (s2("image_generation_user_error", "moderation_blocked"), (MakerRefused, "moderation")),
        (s2("content_policy_violation"), (MakerRefused, "gateway-policy")),
        (s2("upstream_error"), (MakerBusy, "no-picture")),
        (s2("something_new"), (MakerBusy, "no-picture")),
        (s2("rate_limit_error"), (MakerBusy, "rate")),
        (s2("rate_limit_exceeded"), (MakerBusy, "rate")),
        (s2("api_error"), (MakerBusy, "capacity")),
        (s2("billing_error"), (MakerClosed, "balance")),
        (s2("invalid_request_error", "unsupported_parameter"), (MakerBroken, "invalid")),
        (s2("not_found_error"), (MakerBroken, "not-found")),
        ({"error": "words only"}, (MakerBusy, "no-picture")),
    ],
)
def test_error_in_a_body_with_status_200(content: Content, expected: Verdict) -> None:
    fault = fault_in(content)
    assert fault is not None
    assert verdict(classify_inside(fault)) == expected


@pytest.mark.parametrize(
    "content", [None, [], "text", {}, {"error": None, "data": []}, {"code": 0, "data": {}}, {"data": [], "code": "ok"}]
)
def test_no_error_in_sight(content: object) -> None:
    assert fault_in(content) is None


def test_words_are_fit_for_a_log() -> None:
    assert fault_in({"error": {"type": "A b\n\x1b[31m" + "x" * 90, "code": 42}}) == Fault(("ab31m" + "x" * 90)[:64], "42")


@pytest.mark.parametrize(
    ("content", "given", "expected"),
    [
        (s2("rate_limit_exceeded"), 30.0, 30.0),
        (s2("rate_limit_error"), None, 10.0),
        (s2("rate_limit_error"), 3.0, 3.0),
        (s1("USAGE_LIMIT_EXCEEDED"), None, 900.0),
        (s1("INVALID_AUTH_RATE_LIMITED"), None, 60.0),
    ],
)
def test_how_long_to_wait(content: Content, given: float | None, expected: float) -> None:
    error = judged(429, content, retry_after=given)
    assert isinstance(error, MakerBusy)
    assert error.retry_after == expected


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("7, 9", 7.0),
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30.0),
        ("Sun, 06 Nov 1994 08:49:00 GMT", None),
        ("-3", None),
        ("nan", None),
        ("99999999", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_header(value: str | None, seconds: float | None) -> None:
    assert retry_after_of(value, "Sun, 06 Nov 1994 08:49:37 GMT") == seconds


def test_time_of_day_without_a_date_to_measure_from() -> None:
    assert retry_after_of("Sun, 06 Nov 1994 08:50:07 GMT", None) is None
