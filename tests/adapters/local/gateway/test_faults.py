"""Rows 15–29: refusals and failures in their exact shapes."""

import asyncio

import httpx
import pytest

from adapters.local.gateway import SandboxGateway
from adapters.local.gateway.faults import FAULTS
from tests.adapters.local.gateway.talk import KEY, Json, Talk, events

TOP_LEVEL = [
    ("no_key", 401, "API_KEY_REQUIRED"),
    ("bad_key", 401, "INVALID_API_KEY"),
    ("key_disabled", 401, "API_KEY_DISABLED"),
    ("user_inactive", 401, "USER_INACTIVE"),
    ("user_missing", 401, "USER_NOT_FOUND"),
    ("ip_denied", 403, "ACCESS_DENIED"),
    ("key_expired", 403, "API_KEY_EXPIRED"),
    ("group_disabled", 403, "GROUP_DISABLED"),
    ("group_deleted", 403, "GROUP_DELETED"),
    ("group_not_allowed", 403, "GROUP_NOT_ALLOWED"),
    ("subscription_missing", 403, "SUBSCRIPTION_NOT_FOUND"),
    ("balance", 403, "INSUFFICIENT_BALANCE"),
    ("quota", 429, "API_KEY_QUOTA_EXHAUSTED"),
    ("usage_limit", 429, "USAGE_LIMIT_EXCEEDED"),
    ("auth_limited", 429, "INVALID_AUTH_RATE_LIMITED"),
    ("auth_overloaded", 503, "API_KEY_AUTH_OVERLOADED"),
    ("auth_error", 500, "INTERNAL_ERROR"),
]

OPENAI_STYLE = [
    ("moderation", 400, "image_generation_user_error", "moderation_blocked"),
    ("refusal", 400, "image_generation_user_error", "content_policy_violation"),
    ("filtered", 400, "image_generation_user_error", "response_incomplete"),
    ("gw_moderation", 403, "content_policy_violation", None),
    ("guard", 403, "permission_error", "prompt_guard_blocked"),
    ("guard_down", 503, "api_error", "prompt_guard_unavailable"),
    ("cyber", 400, "invalid_request_error", "cyber_policy"),
    ("not_enabled", 403, "permission_error", None),
    ("wrong_platform", 404, "not_found_error", None),
    ("model_missing", 404, "not_found_error", "model_not_found"),
    ("balance2", 403, "billing_error", None),
    ("rpm", 429, "rate_limit_exceeded", None),
    ("platform_quota", 429, "rate_limit_exceeded", None),
    ("window", 429, "rate_limit_exceeded", None),
    ("concurrency", 429, "rate_limit_error", None),
    ("queue_full", 429, "rate_limit_error", None),
    ("img_concurrency", 429, "rate_limit_error", None),
    ("up429", 429, "rate_limit_error", None),
    ("up500", 502, "upstream_error", None),
    ("up529", 503, "upstream_error", None),
    ("shed", 503, "server_error", None),
    ("no_accounts", 503, "api_error", None),
    ("billing_down", 503, "billing_service_error", None),
    ("incomplete", 502, "incomplete_error", "response_incomplete"),
    ("read_error", 502, "upstream_error", "upstream_stream_read_error"),
    ("http2_error", 502, "upstream_error", "upstream_http2_stream_error"),
    ("unavailable", 502, "upstream_error", "image_generation_unavailable"),
    ("mismatch", 502, "upstream_error", "image_generation_parameters_mismatch"),
    ("too_large", 502, "upstream_error", None),
    ("gateway500", 500, "upstream_error", None),
    ("api500", 500, "api_error", None),
    ("bad_request", 400, "invalid_request_error", "invalid_value"),
    ("teapot", 418, "passthrough_error", None),
]

IN_STREAM = [
    ("moderation", "image_generation_user_error", "moderation_blocked"),
    ("refusal", "upstream_error", None),
    ("filtered", "upstream_error", None),
    ("incomplete", "upstream_error", None),
]

WAITS = {"rpm": "30", "platform_quota": "60", "up429": "5", "auth_limited": "60"}


@pytest.mark.parametrize(("trigger", "status", "code"), TOP_LEVEL)
async def test_authentication_faults_have_their_code_on_top(talk: Talk, trigger: str, status: int, code: str) -> None:
    answer = await talk.ask(trigger)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message"}
    assert answer.headers.get("retry-after") == WAITS.get(trigger)
    assert talk.charged == 0


@pytest.mark.parametrize(("trigger", "status", "kind", "code"), OPENAI_STYLE)
async def test_other_faults_are_in_openai_style(talk: Talk, trigger: str, status: int, kind: str, code: str | None) -> None:
    answer = await talk.ask(trigger)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error.get("code")) == (status, kind, code)
    assert set(answer.json()) == {"error"}
    assert answer.headers.get("retry-after") == WAITS.get(trigger)
    assert talk.charged == 0


def test_every_fault_is_covered_here() -> None:
    assert {row[0] for row in (*TOP_LEVEL, *OPENAI_STYLE)} | {"no_group", "panel"} == set(FAULTS)


@pytest.mark.parametrize(("trigger", "kind", "code"), IN_STREAM)
async def test_upstream_rejections_come_inside_a_stream(talk: Talk, trigger: str, kind: str, code: str | None) -> None:
    answer = await talk.ask(trigger, stream=True)
    assert answer.status_code == 200
    assert answer.text.startswith(":\n\n")
    [(name, data)] = events(answer.text)
    assert (name, data["type"], data["error"]["type"], data["error"].get("code")) == ("error", "error", kind, code)


async def test_moderation_names_its_categories_in_the_text_only(talk: Talk) -> None:
    assert "safety_violations=[" in (await talk.ask("moderation")).json()["error"]["message"]


@pytest.mark.parametrize("trigger", ["up500", "balance", "rpm", "gw_moderation"])
async def test_faults_before_the_stream_are_ordinary_statuses(talk: Talk, trigger: str) -> None:
    answer = await talk.ask(trigger, stream=True)
    assert answer.status_code >= 400
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(("form", "keys"), [("1", {"type", "error"}), ("2", {"error"})])
async def test_any_fault_can_be_made_an_event(talk: Talk, form: str, keys: set[str]) -> None:
    [(name, data)] = events((await talk.ask(f"up500 event={form}", stream=True)).text)
    assert (name, set(data)) == ("error", keys)


async def test_gateways_own_error_event_comes_after_a_ping(talk: Talk) -> None:
    answer = await talk.ask("sse_error2", stream=True)
    assert answer.text.startswith(":\n\nevent: error\n")
    [(_, data)] = events(answer.text)
    assert set(data) == {"error"}
    assert data["error"]["type"] == "rate_limit_error"
    assert (await talk.ask("sse_error2=no_accounts")).status_code == 503


async def test_key_without_group_has_the_third_shape(talk: Talk) -> None:
    answer = await talk.ask("no_group")
    content: Json = answer.json()
    assert (answer.status_code, content["type"], content["error"]["type"]) == (403, "error", "permission_error")


async def test_panel_error_has_the_fourth_shape(talk: Talk) -> None:
    assert (await talk.ask("panel")).json() == {"code": 400, "message": "invalid request"}


@pytest.mark.parametrize("trigger", ["rpm=7", "up429=7", "up429 retry_after=7"])
async def test_retry_after_can_be_chosen(talk: Talk, trigger: str) -> None:
    assert (await talk.ask(trigger)).headers["retry-after"] == "7"


@pytest.mark.parametrize(
    ("headers", "query", "status", "code"),
    [
        ({}, "", 401, "API_KEY_REQUIRED"),
        ({"Authorization": "Basic abc"}, "", 401, "API_KEY_REQUIRED"),
        ({"Authorization": "Bearer wrong"}, "", 401, "INVALID_API_KEY"),
        ({"Authorization": "Bearer sk-" + "x" * 126}, "", 401, "INVALID_API_KEY"),
        (KEY, "?key=sk-test", 400, "api_key_in_query_deprecated"),
        (KEY, "?api_key=sk-test", 400, "api_key_in_query_deprecated"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/images/generations", "/v1/usage", "/v1/models"])
async def test_keys_are_checked(talk: Talk, path: str, headers: dict[str, str], query: str, status: int, code: str) -> None:
    method = "POST" if "images" in path else "GET"
    answer = await talk.http.request(method, path + query, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("headers", [{"x-api-key": "sk-test"}, {"x-goog-api-key": "sk-test"}, {"Authorization": "bearer sk-test"}])
async def test_key_may_stand_in_three_headers(talk: Talk, headers: dict[str, str]) -> None:
    assert (await talk.http.get("/v1/usage", headers=headers)).status_code == 200


async def test_keys_can_be_listed(talk: Talk) -> None:
    talk.gateway.options.accept_keys = ("secret",)
    assert (await talk.http.get("/v1/usage", headers={"Authorization": "Bearer secret"})).status_code == 200
    assert (await talk.get("/v1/usage")).status_code == 401


@pytest.mark.parametrize("mode", ["unrestricted", "quota_limited"])
async def test_empty_account_cannot_buy(talk: Talk, mode: str) -> None:
    talk.gateway.options.balance = 0.02
    talk.gateway.options.usage_mode = mode
    assert (await talk.ask()).status_code == 200
    refused = await talk.ask()
    assert refused.json()["code"] == ("API_KEY_QUOTA_EXHAUSTED" if mode == "quota_limited" else "INSUFFICIENT_BALANCE")
    assert (await talk.usage())["remaining"] == 0
    assert talk.charged == 1


async def test_places_are_limited_and_passed_on_in_order(talk: Talk) -> None:
    talk.gateway.options.concurrency = 1
    answers = await asyncio.gather(*(talk.ask("ok pace=0.05") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200] * 3


async def test_waiting_for_a_place_has_an_end(talk: Talk) -> None:
    talk.gateway.options.concurrency, talk.gateway.options.queue_wait = 1, 0.05
    first, second = await asyncio.gather(talk.ask("ok pace=0.4"), _after(0.1, talk))
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.json()["error"]["type"] == "rate_limit_error"
    assert "retry-after" not in second.headers
    assert talk.charged == 1


async def test_waiting_room_is_limited(talk: Talk) -> None:
    talk.gateway.options.concurrency, talk.gateway.options.queue_limit = 1, 1
    answers = await asyncio.gather(*(talk.ask("ok pace=0.2") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 429]
    assert (await talk.ask()).status_code == 200


async def test_waiting_stream_is_pinged_so_its_refusal_is_an_event(talk: Talk) -> None:
    talk.gateway.options.concurrency, talk.gateway.options.queue_wait = 1, 0.05
    _, second = await asyncio.gather(talk.ask("ok pace=0.4"), _after(0.1, talk, stream=True))
    assert second.status_code == 200
    [(name, data)] = events(second.text)
    assert (name, set(data), data["error"]["type"]) == ("error", {"error"}, "rate_limit_error")


async def test_waiting_stream_that_gets_its_place_goes_on(talk: Talk) -> None:
    talk.gateway.options.concurrency = 1
    _, second = await asyncio.gather(talk.ask("ok pace=0.3"), _after(0.1, talk, stream=True))
    assert [name for name, _ in events(second.text)] == ["image_generation.completed"]


async def test_client_that_leaves_the_queue_is_not_charged_and_frees_its_place(talk: Talk) -> None:
    talk.gateway.options.concurrency = 1
    first = asyncio.create_task(talk.ask("ok pace=0.4"))
    await asyncio.sleep(0.1)
    waiting = asyncio.create_task(talk.ask("ok pace=0"))
    await asyncio.sleep(0.1)
    waiting.cancel()
    assert (await first).status_code == 200
    assert (await talk.ask()).status_code == 200
    assert talk.charged == 2


@pytest.mark.parametrize(("kind", "status"), [("", 502), (",rpm", 429), (",html524", 524)])
async def test_fails_so_often_then_succeeds(talk: Talk, kind: str, status: int) -> None:
    answers = [await talk.ask(f"fail_then_ok=2{kind}") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [status, status, 200, 200]
    assert talk.charged == 2


async def test_failures_are_counted_per_prompt(talk: Talk) -> None:
    statuses = []
    for prompt in ("one", "two"):
        for _ in range(2):
            body = {"prompt": f"{prompt} [[sb:fail_then_ok=1,up529]]"}
            statuses.append((await talk.http.post("/v1/images/generations", json=body, headers=KEY)).status_code)
    assert statuses == [503, 200, 503, 200]


@pytest.mark.parametrize(
    ("trigger", "status", "start", "media_type"),
    [
        ("html524", 524, "<html>", "text/html; charset=UTF-8"),
        ("html502", 502, "<html>", "text/html"),
        ("empty502", 502, "", None),
        ("empty503", 503, "", None),
        ("html200", 200, "<!doctype html>", "text/html; charset=utf-8"),
        ("plain404", 404, "404 page not found", "text/plain"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_pages_of_proxies(talk: Talk, trigger: str, status: int, start: str, media_type: str | None, stream: bool) -> None:
    answer = await talk.ask(trigger, stream=stream)
    assert (answer.status_code, answer.headers.get("content-type")) == (status, media_type)
    assert answer.text.startswith(start)
    assert bool(answer.text) == bool(start)


async def test_delay_goes_with_any_trigger(talk: Talk) -> None:
    began = asyncio.get_running_loop().time()
    assert (await talk.ask("empty502 delay=0.1")).status_code == 502
    assert asyncio.get_running_loop().time() - began >= 0.1


@pytest.mark.parametrize("trigger", ["nonsense", "slow=abc", "slow=-1", "late_error=nonsense", "fmt=bmp", "ok size=9x9"])
async def test_misspelt_trigger_is_told(talk: Talk, trigger: str) -> None:
    answer = await talk.ask(trigger)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "sandbox_unknown_trigger")


async def test_trigger_may_stand_in_a_header_which_wins(talk: Talk) -> None:
    assert (await talk.ask(headers={"X-Sandbox": "up529"})).status_code == 503
    assert (await talk.ask("up500", headers={"X-Sandbox": "up529 delay=0"})).status_code == 503


async def test_next_requests_fail_as_told(talk: Talk) -> None:
    talk.gateway.fail_next("up500", times=2)
    talk.gateway.fail_next("rpm")
    statuses = [(await talk.ask()).status_code for _ in range(4)]
    assert statuses == [502, 502, 429, 200]


async def test_request_with_its_own_trigger_leaves_the_plan_alone(talk: Talk) -> None:
    talk.gateway.fail_next("up500")
    assert [(await talk.ask(trigger)).status_code for trigger in ("up529", "")] == [503, 502]


async def test_usage_page_fails_as_told(talk: Talk) -> None:
    talk.gateway.fail_next("up500", route="usage")
    assert (await talk.ask()).status_code == 200
    assert [(await talk.get("/v1/usage")).status_code for _ in range(2)] == [502, 200]


@pytest.mark.parametrize(("trigger", "route"), [("nonsense", "images"), ("", "images"), ("up500", "nowhere")])
def test_plan_must_be_known(trigger: str, route: str) -> None:
    with pytest.raises(ValueError, match=r"nonsense|nowhere|^$"):
        SandboxGateway().fail_next(trigger, route=route)


async def _after(seconds: float, talk: Talk, *, stream: bool = False) -> httpx.Response:
    await asyncio.sleep(seconds)
    return await talk.ask(stream=stream)
