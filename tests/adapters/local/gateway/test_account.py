"""Rows 41–45: tasks, models, usage, health, and the sandbox's own controls."""

import asyncio
import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.local.gateway import GatewayOptions, SandboxGateway
from adapters.local.gateway.ledger import Ledger
from tests.adapters.local.gateway.talk import EDITS, GENERATIONS, KEY, Json, Talk, png

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


async def test_tasks_are_off_unless_switched_on(talk: Talk) -> None:
    for path in (GENERATIONS, EDITS):
        answer = await talk.http.post(path + "/async", headers=KEY)
        assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found_error")
        assert answer.json()["error"]["code"] == "not_found_error"


async def test_task_is_taken_on_then_completed_with_a_url(talk: Talk) -> None:
    taken = await _submit(talk, "polls=2")
    task = taken.json()
    assert taken.status_code == 202
    assert taken.headers["location"] == task["poll_url"] == f"/v1/images/tasks/{task['id']}"
    assert (taken.headers["retry-after"], taken.headers["cache-control"]) == ("3", "no-store")
    assert task["id"].startswith("imgtask_")
    assert len(task["id"]) == 40
    assert (task["object"], task["status"]) == ("image.generation.task", "processing")
    assert task["expires_at"] - task["created_at"] == 86_400
    await asyncio.sleep(0.1)
    polls = [(await talk.get(task["poll_url"])).json() for _ in range(3)]
    assert [poll["status"] for poll in polls] == ["processing", "processing", "completed"]
    assert polls[2]["http_status"] == 200
    assert polls[2]["result"]["data"] == [{"url": polls[2]["image_url"]}]
    assert (await talk.http.get(polls[2]["image_url"])).content.startswith(b"\x89PNG")
    assert talk.charged == 1


async def test_edit_can_be_a_task(talk: Talk) -> None:
    talk.gateway.options.async_tasks = True
    files = {"image": ("a.png", png(), "image/png")}
    taken = await talk.http.post(EDITS + "/async", data={"prompt": "a hat"}, files=files, headers=KEY)
    assert (await _settled(talk, taken.json()))["status"] == "completed"


async def test_task_fails_without_a_charge(talk: Talk) -> None:
    end = await _settled(talk, (await _submit(talk, "up500")).json())
    assert (end["status"], end["http_status"], end["error"]["type"]) == ("failed", 502, "upstream_error")
    assert talk.charged == 0


async def test_completed_task_may_hold_an_error(talk: Talk) -> None:
    end = await _settled(talk, (await _submit(talk, "task_result_error=up529")).json())
    assert (end["status"], end["result"]["error"]["type"]) == ("completed", "upstream_error")
    assert "data" not in end["result"]
    assert talk.charged == 0


async def test_task_may_be_stuck(talk: Talk) -> None:
    task = (await _submit(talk, "task_stuck")).json()
    await asyncio.sleep(0.05)
    answer = await talk.get(task["poll_url"])
    assert (answer.json()["status"], answer.headers["retry-after"]) == ("processing", "3")


async def test_task_is_known_to_its_own_key_only(talk: Talk) -> None:
    task = (await _submit(talk, "")).json()
    for path, key in ((task["poll_url"], "sk-other"), ("/v1/images/tasks/imgtask_0", "sk-test")):
        answer = await talk.http.get(path, headers={"Authorization": f"Bearer {key}"})
        error = answer.json()["error"]
        assert (answer.status_code, error["type"], error["code"]) == (404, "IMAGE_TASK_NOT_FOUND", "IMAGE_TASK_NOT_FOUND")


async def test_poll_works_with_an_empty_account_and_tasks_off(talk: Talk) -> None:
    task = (await _submit(talk, "")).json()
    talk.gateway.options.balance, talk.gateway.options.async_tasks = 0, False
    assert (await _settled(talk, task))["status"] == "completed"


@pytest.mark.parametrize(("trigger", "status"), [("gw_moderation", 403), ("guard", 403), ("key_disabled", 401), ("empty502", 502)])
async def test_what_is_refused_at_once(talk: Talk, trigger: str, status: int) -> None:
    assert (await _submit(talk, trigger)).status_code == status


@pytest.mark.parametrize(("trigger", "status"), [("moderation", 400), ("up429", 429), ("concurrency", 429)])
async def test_what_fails_later(talk: Talk, trigger: str, status: int) -> None:
    assert (await _settled(talk, (await _submit(talk, trigger)).json()))["http_status"] == status


async def test_tasks_do_not_stream_and_need_a_body(talk: Talk) -> None:
    assert (await _submit(talk, "", stream=True)).json()["error"]["param"] == "stream"
    assert (await talk.http.post(GENERATIONS + "/async", headers=KEY)).status_code == 400


async def test_task_goes_on_when_its_answer_was_lost(talk: Talk) -> None:
    with pytest.raises(Exception, match="disconnected"):
        await _submit(talk, "drop_before")
    for _ in range(100):
        if talk.charged:
            return
        await asyncio.sleep(0.01)
    raise AssertionError


@pytest.mark.parametrize(
    ("trigger", "keys", "listed"),
    [
        ("ok", {"id", "object", "created", "owned_by", "type", "display_name"}, True),
        ("models=openai,without", {"id", "object", "created", "owned_by", "type", "display_name"}, False),
        ("models=claude", {"id", "type", "display_name", "created_at"}, True),
        ("models=claude,without", {"id", "type", "display_name", "created_at"}, False),
    ],
)
async def test_models_in_both_styles(talk: Talk, trigger: str, keys: set[str], listed: bool) -> None:
    content = (await talk.get("/v1/models", {"X-Sandbox": trigger})).json()
    assert content["object"] == "list"
    assert all(set(item) == keys for item in content["data"])
    assert ("gpt-image-2" in {item["id"] for item in content["data"]}) == listed


async def test_models_by_option(talk: Talk) -> None:
    talk.gateway.options.models_style, talk.gateway.options.models_list_image = "claude", False
    items = (await talk.get("/v1/models")).json()["data"]
    assert "created_at" in items[0]
    assert "gpt-image-2" not in {item["id"] for item in items}


async def test_usage_of_a_wallet(talk: Talk) -> None:
    talk.gateway.options.balance = 5.0
    await talk.ask()
    await talk.ask(size="1536x1024")
    await talk.ask("up500")
    usage = await talk.usage()
    assert (usage["mode"], usage["balance"], usage["remaining"]) == ("unrestricted", 4.95, 4.95)
    assert (usage["usage"]["today"]["requests"], usage["usage"]["today"]["actual_cost"]) == (2, 0.05)
    assert usage["usage"]["total"]["cost"] == 0.1
    assert usage["daily_usage"][0]["requests"] == usage["model_stats"][0]["requests"] == 2


async def test_usage_of_a_limited_key(talk: Talk) -> None:
    talk.gateway.options.balance = 50.0
    await talk.ask()
    usage = (await talk.get("/v1/usage", {"X-Sandbox": "usage=quota_limited"})).json()
    assert usage["mode"] == "quota_limited"
    assert usage["quota"] == {"limit": 50.0, "used": 0.02, "remaining": 49.98, "unit": "USD"}
    assert "balance" not in usage


async def test_charge_shows_after_a_delay(talk: Talk) -> None:
    talk.gateway.options.usage_delay = 0.3
    await talk.ask()
    assert talk.charged == 1
    assert (await talk.usage())["usage"]["today"]["requests"] == 0
    await asyncio.sleep(0.35)
    assert (await talk.usage())["usage"]["today"]["requests"] == 1


def test_usage_of_today_begins_at_midnight() -> None:
    ledger, options = Ledger(), GatewayOptions(usage_delay=0)
    for hours in (0, 11, 13):
        ledger.charge(options, NOON + timedelta(hours=hours), (1024, 1024), request=1, client_gone=False)
    counts = ledger.usage(options, NOON + timedelta(hours=14))["usage"]
    assert (counts["today"]["requests"], counts["total"]["requests"]) == (1, 3)


@pytest.mark.parametrize(
    ("size", "tier", "cost"), [((1024, 1024), "1K", 0.04), ((1025, 640), "2K", 0.06), ((2048, 2048), "2K", 0.06), ((2064, 640), "4K", 0.08)]
)
def test_price_goes_by_the_longest_edge(size: tuple[int, int], tier: str, cost: float) -> None:
    charge = Ledger().charge(GatewayOptions(), NOON, size, request=1, client_gone=False)
    assert (charge.tier, charge.cost, charge.actual_cost) == (tier, cost, cost / 2)


async def test_health_and_wrong_paths(talk: Talk) -> None:
    assert (await talk.http.get("/health")).json() == {"status": "ok"}
    assert (await talk.get("/v1/sub2api/billing")).json()["object"] == "sub2api.key_billing"
    for path in ("/v1/none", "/api/v1/none", "/images/none", "/v1/images/generations"):
        answer = await talk.http.get(path)
        assert (answer.status_code, answer.text) == (404, "404 page not found")
    for path in ("/", "/v2/images/generations", "/models"):
        answer = await talk.http.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_journal_judges_the_client_but_keeps_no_secret(talk: Talk) -> None:
    await talk.ask("up429", headers={"X-Api-Key": "sk-2", "Idempotency-Key": "abc"}, user="u1", stream=True, size="1024x1024")
    [entry] = talk.gateway.journal
    assert (entry.number, entry.method, entry.path, entry.trigger, entry.status) == (1, "POST", GENERATIONS, "up429", 429)
    assert entry.header("idempotency-key") == "abc"
    assert entry.options == {"model": "gpt-image-2", "user": "u1", "stream": True, "size": "1024x1024"}
    assert entry.prompt_sha256 == hashlib.sha256(b"a fox [[sb:up429]]").hexdigest()
    assert "sk-" not in repr(entry)
    assert "a fox" not in repr(entry)
    assert entry.charged == 0


async def test_journal_notes_the_charge(talk: Talk) -> None:
    await talk.ask()
    assert talk.gateway.journal[0].charged == talk.gateway.charges[0].actual_cost == 0.02
    assert talk.gateway.charges[0].request == talk.gateway.journal[0].number


async def test_reset_forgets_everything(talk: Talk) -> None:
    await talk.ask("fail_then_ok=1")
    await talk.ask()
    talk.gateway.fail_next("up500")
    talk.gateway.options.balance = 1
    await talk.gateway.reset()
    assert (talk.gateway.journal, talk.gateway.charges, talk.gateway.options.balance) == ([], [], 10_000)
    assert (await talk.ask()).status_code == 200
    assert (await talk.ask("fail_then_ok=1")).status_code == 502
    assert (await talk.usage())["usage"]["today"]["requests"] == 1


async def test_everything_can_be_steered_from_outside(talk: Talk) -> None:
    await _control(talk, "next", trigger="up529 delay=0", times=2)
    await _control(talk, "next", trigger="empty502", route="usage")
    assert [(await talk.ask()).status_code for _ in range(3)] == [503, 503, 200]
    assert (await talk.get("/v1/usage")).status_code == 502
    await _control(talk, "set", balance=7, async_tasks="on", accept_keys="a,sk-test", models_style="claude", queue_limit=3)
    changed = {"balance": 7.0, "async_tasks": True, "accept_keys": ("a", "sk-test"), "models_style": "claude", "queue_limit": 3}
    assert changed.items() <= dataclasses.asdict(talk.gateway.options).items()
    journal = await _control(talk, "journal")
    assert [entry["status"] for entry in journal["requests"]] == [503, 503, 200, 502]
    assert journal["charges"][0]["tier"] == "1K"
    await _control(talk, "reset")
    assert (await _control(talk, "journal")) == {"requests": [], "charges": []}


@pytest.mark.parametrize(
    "path", ["next?trigger=nonsense", "next?trigger=up500&times=x", "next?trigger=up500&route=x", "set?nothing=1", "set?pace=x"]
)
async def test_wrong_steering_is_told(talk: Talk, path: str) -> None:
    assert (await talk.http.post(f"/sandbox/{path}")).status_code == 400


async def test_unknown_control_is_not_found(talk: Talk) -> None:
    assert (await talk.http.post("/sandbox/none")).status_code == 404


async def test_two_sandboxes_do_not_share_anything(talk: Talk) -> None:
    await talk.ask("up500")
    async with SandboxGateway(GatewayOptions(plain=True)) as other:
        assert other.journal == []
        assert other.base_url != talk.gateway.base_url


async def _submit(talk: Talk, trigger: str, **fields: Any) -> Any:
    talk.gateway.options.async_tasks = True
    return await talk.ask(trigger, path=GENERATIONS + "/async", **fields)


async def _settled(talk: Talk, task: Json) -> Json:
    """Poll, at most two seconds, until the task is no longer processing."""
    for _ in range(200):
        content: Json = (await talk.get(task["poll_url"])).json()
        if content["status"] != "processing":
            return content
        await asyncio.sleep(0.01)
    raise AssertionError(content)


async def _control(talk: Talk, action: str, **query: Any) -> Any:
    answer = await talk.http.post(f"/sandbox/{action}", params=query)
    assert answer.status_code == 200
    return answer.json()
