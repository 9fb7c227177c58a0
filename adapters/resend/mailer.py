"""Mail through Resend: one letter, one request, and never two letters for one key."""

import asyncio
import hashlib
import logging
import re

import resend

from adapters.resend.line import SECONDS, Line, Refusal
from core.ports import Letter, MailRefused, MailUnavailable

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds. Resend takes ten requests a second; a pause that short is worth keeping here, a longer one is the outbox's business."""

TAG = "letter"
"""The tag that carries the key, and comes back with every event about the letter."""

PURPOSE = "purpose"
"""The tag that says what the letter is for (PRV-05)."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what a tag may hold; an idempotency key may be as long
_FINAL = {"validation_error", "missing_required_field", "missing_required_fields", "invalid_parameter", "invalid_to_address"}
_OURS = {"key", "from", "reply_to"}


class ResendMailer:
    """Port `Mailer`. Two of them never mix, whatever their keys (see `line`)."""

    def __init__(self, *, api_key: str, api_base: str, sender: str, reply_to: str, seconds: float = SECONDS) -> None:
        self._line = Line(api_key, api_base, seconds)
        self._sender = sender
        self._reply_to = reply_to

    async def send(self, letter: Letter, *, key: str) -> None:
        """See `Mailer.send`.

        A conflict (same key, other content) counts as sent: Resend compares only with what it accepted under this key within a day, so the
        person has the letter, as it was worded before a new version or another sender. Putting it off would send it twice after that day.
        """
        refusal = await self._refusal(letter, reference(key))
        if refusal is None:
            return
        log.warning("resend says no", extra={"status": refusal.status, "code": refusal.name, "reason": refusal.about})
        if refusal.name != "invalid_idempotent_request":
            # Outside of every `except`, so that it does not hold on to the SDK's exception, which quotes Resend.
            raise MailRefused if _is_final(refusal) else MailUnavailable

    async def aclose(self) -> None:
        """Close the connections."""
        await self._line.aclose()

    async def _refusal(self, letter: Letter, mark: str) -> Refusal | None:
        """Why Resend does not take the letter, if it does not; a short pause is kept, once."""
        refusal = await self._asked(letter, mark)
        if refusal is not None and refusal.pause is not None and refusal.pause <= PATIENCE:
            await asyncio.sleep(refusal.pause)
            refusal = await self._asked(letter, mark)
        return refusal

    async def _asked(self, letter: Letter, mark: str) -> Refusal | None:
        try:
            answer: object = await self._line.ask(resend.Emails.send_async(self._params(letter, mark), {"idempotency_key": mark}))
        except Refusal as refusal:
            return refusal
        accepted = isinstance(answer, dict) and answer.get("id")
        return None if accepted else Refusal(200, "unreadable")  # somebody answered, but not Resend

    def _params(self, letter: Letter, mark: str) -> resend.Emails.SendParams:
        """What one letter is to Resend; the same letter is the same bytes, or its key would conflict. The header keeps absence notes from
        being sent back. Opens and clicks are tracked, if at all, by the setting of the domain, which `check` looks at."""
        params: resend.Emails.SendParams = {
            "from": self._sender,
            "to": [letter.to],
            "subject": letter.subject,
            "text": letter.body,
            "headers": {"Auto-Submitted": "auto-generated"},
            "tags": [{"name": TAG, "value": mark}, {"name": PURPOSE, "value": letter.purpose.value}],
        }
        if letter.html:
            params["html"] = letter.html
        if self._reply_to:
            params["reply_to"] = [self._reply_to]
        return params


def reference(key: str) -> str:
    """A letter's key as Resend is told it, and as events bring it back: itself, or its hash if it is too long or holds other signs."""
    return key if _PLAIN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()


def _is_final(refusal: Refusal) -> bool:
    """Whether this letter will never be accepted.

    What we set wrong ourselves (key, sender, a domain not yet verified) is not the letter's fault: it waits for the operator.
    """
    return refusal.status in (400, 422) and refusal.name in _FINAL and refusal.about not in _OURS
