"""Mails that Resend has received for us: the words and the headers, never what was attached (PRV-68)."""

import asyncio
import logging
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import resend

from adapters.resend.line import SECONDS, Line, Refusal
from core.ports import IncomingMail, MailRefused, MailUnavailable

log = logging.getLogger(__name__)

LONGEST = 200_000
"""Characters of the body that are looked at."""

_GONE = (404, 422)
_UNSAID = frozenset({"head", "script", "style", "title"})
_BREAKS = frozenset({"br", "div", "li", "p", "td", "tr"})


class ResendReader:
    """Port `MailReader`. It needs a key with full access: one that may only send is told no, and the mail stays unread."""

    def __init__(self, *, api_key: str, api_base: str, seconds: float = SECONDS) -> None:
        self._line = Line(api_key, api_base, seconds)

    async def read(self, message: str) -> IncomingMail:
        """See `MailReader.read`. Pictures in the text stay names of attachments (`cid`), so that not even those are fetched."""
        try:
            answer: Any = await self._line.ask(resend.Emails.Receiving.get_async(message, {"html_format": "cid"}))
        except Refusal as refusal:
            refused = refusal
        else:
            return await asyncio.to_thread(_mail, answer)
        # Outside of the `except`, so that nothing holds on to the SDK's exception, which quotes Resend.
        log.warning("resend says no", extra={"status": refused.status, "code": refused.name, "reason": refused.about})
        raise MailRefused if refused.status in _GONE else MailUnavailable

    async def aclose(self) -> None:
        """Close the connections."""
        await self._line.aclose()


def _mail(answer: Any) -> IncomingMail:
    """The mail in an answer. Raises `MailUnavailable` if somebody answered, but not Resend."""
    if not isinstance(answer, Mapping) or not answer.get("id"):
        raise MailUnavailable
    words, headers = answer.get("text"), answer.get("headers")
    if not isinstance(words, str) or not words.strip():
        words = _without_markup(str(answer.get("html") or "")[:LONGEST])
    given = headers if isinstance(headers, Mapping) else {}
    return IncomingMail(words[:LONGEST], {str(name).lower(): str(value) for name, value in given.items()})


class _Words(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unsaid += tag in _UNSAID
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid = max(0, self._unsaid - (tag in _UNSAID))

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.words.append(data)


def _without_markup(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).splitlines())
    return "\n".join(line for line in lines if line)
