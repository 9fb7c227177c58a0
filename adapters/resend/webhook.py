"""Events that Resend brings us: signed and read. What became of our mails is handed on without address or subject (privacy.md PRV-22), what
came for us with both (PRV-67)."""

import base64
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

import resend

from adapters.resend.mailer import TAG
from core.mail.news import Fate, MailEvent
from core.prompts import printable
from core.rights.by_mail import Arrival

REMEMBERED = 1000
SHORTEST_SECRET = 16  # bytes

LONGEST_ADDRESS = 320  # characters

_PREFIX = "whsec_"
_NAME = re.compile(r"[\w-]{1,100}", re.ASCII)  # of a mail; it becomes part of a path

_RECIPIENTS = ("to", "cc", "bcc", "received_for")

Take = Callable[[MailEvent], Awaitable[None]]
Receive = Callable[[Arrival], Awaitable[None]]


async def _nobody(arrival: Arrival) -> None:
    """Nobody waits for mail here."""


class Webhook:
    """What `POST /webhooks/resend` does. `take` keeps what became of a mail, `receive` one that has come; if they raise, Resend brings the
    event again."""

    def __init__(self, secrets: Sequence[str], take: Take, receive: Receive = _nobody) -> None:
        if not secrets or not all(map(is_secret, secrets)):
            raise ValueError("a webhook needs the signing secret that Resend shows for it (whsec_…)")
        self._secrets = tuple(secrets)
        self._take = take
        self._receive = receive
        self._taken: dict[str, None] = {}

    async def __call__(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status: 200 once the event is kept or if it is none of ours to keep; anything else and Resend brings it again."""
        payload = self._verified(headers, body)
        if payload is None:
            return 403
        try:
            event = _event(payload)
        except (AttributeError, KeyError, TypeError, ValueError):
            return 400
        if event is not None and headers["svix-id"] not in self._taken:
            await (self._receive(event) if isinstance(event, Arrival) else self._take(event))
            self._remember(headers["svix-id"])
        return 200

    def _verified(self, headers: Mapping[str, str], body: bytes) -> Any | None:
        """The content, if any of our secrets signed it within the last five minutes."""
        signed: Any = {name: headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")}
        for secret in self._secrets:
            try:
                return resend.Webhooks.verify({"payload": body.decode(), "headers": signed, "webhook_secret": secret})
            except (RecursionError, ValueError):  # not signed with this one, or nothing that can be read
                continue
        return None

    def _remember(self, event_id: str) -> None:
        """Spares the store what comes twice within minutes; what comes twice at all, the store must bear."""
        self._taken[event_id] = None
        if len(self._taken) > REMEMBERED:
            del self._taken[next(iter(self._taken))]


def is_secret(text: str) -> bool:
    """Whether this can be a signing secret. The SDK decodes whatever it is given, and an empty key would let anybody sign."""
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except ValueError:
        return False
    return len(key) >= SHORTEST_SECRET


def _event(payload: Any) -> MailEvent | Arrival | None:
    """The event, if it is one of ours. Raises what a wrong shape raises if it is not as Resend describes it."""
    if payload["type"] == "email.received":
        return _arrival(payload["data"], _instant(payload["created_at"]))
    fate = _fate(payload)
    if fate is None:
        return None
    message, at = payload["data"]["email_id"], _instant(payload["created_at"])
    if not isinstance(message, str):
        raise TypeError
    return MailEvent(fate, message, _letter(payload["data"].get("tags")), at)


def _instant(words: str) -> datetime:
    at = datetime.fromisoformat(words)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _arrival(data: Any, at: datetime) -> Arrival:
    """A mail that has come. Of what is attached, only the number is looked at (PRV-68)."""
    message = data["email_id"]
    if not _NAME.fullmatch(message):
        raise ValueError
    to = frozenset(_bare(address) for name in _RECIPIENTS for address in _listed(data.get(name)))
    return Arrival(message, _bare(data.get("from")), to, str(data.get("subject") or ""), len(_listed(data.get("attachments"))), at)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _bare(address: Any) -> str:
    """The address alone, in lower case; empty if there is none, as in a bounce."""
    return printable(parseaddr(str(address or ""))[1]).lower()[:LONGEST_ADDRESS]


def _fate(payload: Any) -> Fate | None:
    match payload["type"]:
        case "email.delivered":
            return Fate.DELIVERED
        case "email.complained":
            return Fate.COMPLAINED
        case "email.bounced":
            return Fate.HARD if payload["data"]["bounce"]["type"] == "Permanent" else Fate.SOFT
    return None


def _letter(tags: Any) -> str:
    """Our tag: from an object, as Resend sends tags, or from a list of names and values, as it takes them."""
    if isinstance(tags, list):
        tags = {tag["name"]: tag.get("value") for tag in tags}
    return str((tags or {}).get(TAG) or "")
