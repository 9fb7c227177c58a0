"""What an answer without a picture means, decided by status, `type` and `code` and never by the message text (mayi-wire.md §5.2, §5.3)."""

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from core.ports import MakerBroken, MakerBusy, MakerClosed, MakerError, MakerRefused, MakerUnclear, Refusal

# "502/503/521/522/523 within a few seconds: yes; … any that came late: ?" (§5.2).
PROMPT_SECONDS = 5.0
# "wait 5–15 s + jitter" for a full queue (§5.2); whoever waits adds the jitter.
RATE_SECONDS = 10.0
MINUTE = 60.0
# A subscription window lasts hours and says no time; asking four times an hour finds its end soon enough.
WINDOW_SECONDS = 900.0
_LONGEST_WAIT = 7 * 24 * 3600.0

_POLICY = re.compile(
    "moderation_blocked|content_policy|policy_violation|safety_violation|prompt_guard_blocked|image_generation_user_error|cyber_policy"
)
_NOT_A_WORD = re.compile(r"[^a-z0-9_.-]")

_CLOSED = {
    "api_key_required": "key",
    "invalid_api_key": "key",
    "api_key_disabled": "key",
    "api_key_expired": "key",
    "authentication_error": "key",
    "user_not_found": "account",
    "user_inactive": "account",
    "access_denied": "permission",
    "group_deleted": "permission",
    "group_disabled": "permission",
    "group_not_allowed": "permission",
    "permission_error": "permission",
    "subscription_not_found": "subscription",
    "subscription_invalid": "subscription",
    "insufficient_balance": "balance",
    "billing_error": "balance",
    "api_key_quota_exhausted": "quota",
    "insufficient_quota": "quota",
}

# Inside a body that began with 200 the status is lost; these words stand for the one it would have been (§2.4, §2.5).
_STATUS_OF = {
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "usage_limit_exceeded": 429,
    "invalid_auth_rate_limited": 429,
    "invalid_request_error": 400,
    "unsupported_parameter": 400,
    "not_found_error": 404,
    "model_not_found": 404,
    "billing_service_error": 503,
    "api_error": 503,
    "image_generation_parameters_mismatch": 502,
}


@dataclass(frozen=True)
class Fault:
    """The two words of an error body that may be trusted, in lower case and fit for a log."""

    type: str = ""
    code: str = ""

    def says(self, word: str) -> bool:
        """Whether either word is this one."""
        return word in (self.type, self.code)


def fault_in(content: object) -> Fault | None:
    """The error in a JSON document of any of the four shapes (§5.1), or `None` if it does not speak of one."""
    if not isinstance(content, dict):
        return None
    error = content.get("error")
    if isinstance(error, dict) and error:
        return Fault(_word(error.get("type")), _word(error.get("code")))
    if error:
        return Fault()
    if content.get("code") and not content.keys() & {"data", "b64_json"}:
        return Fault(code=_word(content["code"]))
    return None


def _word(value: object) -> str:
    return _NOT_A_WORD.sub("", str(value).lower())[:64] if isinstance(value, str | int) else ""


def classify(status: int, fault: Fault | None, *, retry_after: float | None, elapsed: float) -> MakerError:
    """The error for an answer with this status. `fault` is `None` for a body that is not the gateway's; times are in seconds."""
    if fault is not None and (error := _by_word(status, fault)):
        return error
    if status == 429:
        return _too_many(fault or Fault(), retry_after)
    if 400 <= status < 500:
        return _client_error(status)
    if status >= 500:
        return _server_error(status, fault, retry_after, elapsed)
    return MakerBroken("redirect")


def classify_inside(fault: Fault) -> MakerError:
    """The error for an `error` in a body that began with status 200.

    An error of the upstream is "no-picture": it may also be a refusal in words (§2.5), so a technical fault must not be promised.
    """
    if error := _by_word(200, fault):
        return error
    status = _STATUS_OF.get(fault.code) or _STATUS_OF.get(fault.type)
    if status is None:
        return MakerBusy("no-picture")
    # No header can follow here, so a missing Retry-After says nothing; the next minute is when a request limit ends.
    return classify(status, fault, retry_after=MINUTE if fault.says("rate_limit_exceeded") else None, elapsed=0)


def _by_word(status: int, fault: Fault) -> MakerError | None:
    # The gateway's own moderation may answer with any error status; its type without a code is its mark (§5.3).
    if fault.type == "content_policy_violation" and not fault.code:
        return MakerRefused(Refusal.GATEWAY_POLICY)
    if status in (200, 400, 403) and _POLICY.search(f"{fault.type} {fault.code}"):
        return MakerRefused(_policy_code(status, fault))
    if status < 500 and (code := _CLOSED.get(fault.code) or _CLOSED.get(fault.type)):
        return MakerClosed(code)
    if fault.says("image_generation_parameters_mismatch"):
        return MakerBroken("mismatch")
    return None


def _policy_code(status: int, fault: Fault) -> Refusal:
    if status == 403 or fault.code == "prompt_guard_blocked":
        return Refusal.GATEWAY_POLICY
    return Refusal.REFUSED if fault.code == "content_policy_violation" else Refusal.MODERATION


def _too_many(fault: Fault, retry_after: float | None) -> MakerError:
    if fault.says("usage_limit_exceeded"):
        return MakerBusy("window", WINDOW_SECONDS if retry_after is None else retry_after)
    if fault.says("invalid_auth_rate_limited"):
        return MakerBusy("rate", MINUTE if retry_after is None else retry_after)
    if fault.type == "rate_limit_exceeded" and retry_after is None:
        return MakerClosed("quota")
    return MakerBusy("rate", RATE_SECONDS if retry_after is None else retry_after)


def _client_error(status: int) -> MakerError:
    if status == 401:
        return MakerClosed("key")
    if status == 499:
        return MakerUnclear("left")
    return MakerBroken({400: "invalid", 404: "not-found", 413: "too-large"}.get(status, "rejected"))


def _server_error(status: int, fault: Fault | None, retry_after: float | None, elapsed: float) -> MakerError:
    if fault is None:
        late = status in (504, 520, 524) or elapsed > PROMPT_SECONDS
        return MakerUnclear("proxy") if late else MakerBusy("proxy", retry_after)
    return MakerBusy({502: "upstream", 503: "capacity"}.get(status, "gateway"), retry_after)


def retry_after_of(value: str | None, date: str | None) -> float | None:
    """The seconds a `Retry-After` header asks for; `None` if there is none or it is senseless.

    A time of day is measured against the answer's own `Date`, so that our clock does not matter. Of a repeated header the first counts.
    """
    if not value:
        return None
    seconds = _number(value.split(",")[0])
    if seconds is None and date:
        seconds = _seconds_between(date, value)
    return seconds if seconds is not None and 0 <= seconds <= _LONGEST_WAIT else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _seconds_between(start: str, end: str) -> float | None:
    try:
        return (parsedate_to_datetime(end) - parsedate_to_datetime(start)).total_seconds()
    except (ValueError, TypeError):
        return None
