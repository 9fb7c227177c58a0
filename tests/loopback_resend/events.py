"""Events as Resend brings them: what they say, and the signature over it (Svix: HMAC-SHA256 over `id.timestamp.body`)."""

import base64
import hmac
import json
from datetime import datetime
from typing import Any

from core.ambient import utc_now
from tests.loopback_resend.server import Mail

SECRET = "whsec_" + base64.b64encode(b"the first secret of the hook").decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret of this hook!").decode()

HARD = {"message": "550 5.1.1 unknown user", "subType": "General", "type": "Permanent"}
SOFT = {"message": "452 4.2.2 mailbox full", "subType": "MailboxFull", "type": "Transient"}


def event(kind: str, mail: Mail, at: str = "2026-11-22T23:41:12.126Z", **more: Any) -> dict[str, Any]:
    """An event about a mail; `more` goes into its data (`bounce=HARD`)."""
    tags = {tag["name"]: tag["value"] for tag in mail.body.get("tags", [])}
    sent = {name: mail.body[name] for name in ("from", "to", "subject")}
    about = {"created_at": mail.at.isoformat(), "email_id": mail.id, "message_id": "<1-2-3@email.inkmirage.test>", "tags": tags}
    return {"type": kind, "created_at": at, "data": {**about, **sent, **more}}


def signed(content: object, secret: str = SECRET, *, event_id: str = "msg_1", at: datetime | None = None) -> tuple[dict[str, str], bytes]:
    """Headers, in lower case as the web server gives them, and body."""
    body, moment = json.dumps(content), str(int((at or utc_now()).timestamp()))
    return {"svix-id": event_id, "svix-timestamp": moment, "svix-signature": signature(secret, event_id, moment, body)}, body.encode()


def signature(secret: str, event_id: str, moment: str, body: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.digest(key, f"{event_id}.{moment}.{body}".encode(), "sha256")
    return f"v1,{base64.b64encode(made).decode()}"
