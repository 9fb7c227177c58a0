"""Links that work once, as addresses: made again from their id whenever they are needed, so that only a hash of each is ever kept."""

import base64
import hashlib
import hmac

from core.access import LinkKind

PAGES = {LinkKind.SIGN_IN: "sign-in", LinkKind.CONFIRM: "email", LinkKind.STOP: "email/stop", LinkKind.CHAT: "sign-in"}


class MailLinks:
    """Turns the ids of one-time links into secret addresses.

    Without the program's secret nobody comes from an id to the address. The outbox can repeat the very same mail, though no token is kept.
    """

    def __init__(self, secret: bytes, base_url: str) -> None:
        self._secret = secret
        self._base_url = base_url.rstrip("/")

    def token(self, link_id: str) -> str:
        """43 characters of base64url: 32 bytes that are this link's alone."""
        digest = hmac.new(self._secret, f"one-time link {link_id}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @staticmethod
    def token_hash(token: str) -> str:
        """What is kept of a token."""
        return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

    def hash_of(self, link_id: str) -> str:
        """What is kept of the token of this link."""
        return self.token_hash(self.token(link_id))

    def url(self, link_id: str, kind: LinkKind) -> str:
        """The page that the link opens."""
        return f"{self._base_url}/{PAGES[kind]}/{self.token(link_id)}"
