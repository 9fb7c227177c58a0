"""Notices as Stripe brings them: the signature is HMAC-SHA256 over `timestamp.body`, with the whole secret as the key."""

import hmac
import json
from datetime import datetime

from core.ambient import utc_now

SECRET = "whsec_thefirstsecretofthehook"
OTHER_SECRET = "whsec_anothersecretofthishook"


def signed(content: object, secret: str = SECRET, *, at: datetime | None = None) -> tuple[dict[str, str], bytes]:
    """Headers, in lower case as the web server gives them, and body. Stripe indents its JSON."""
    body, moment = json.dumps(content, indent=2), str(int((at or utc_now()).timestamp()))
    return {"stripe-signature": f"t={moment},v1={signature(secret, moment, body)},v0=0"}, body.encode()


def signature(secret: str, moment: str, body: str) -> str:
    return hmac.digest(secret.encode(), f"{moment}.{body}".encode(), "sha256").hex()
