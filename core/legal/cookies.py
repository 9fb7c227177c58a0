"""The cookies of the web pages, all of them (PRV-47). Whoever sets one takes it from here, and the page about cookies is made from here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True)
class Cookie:
    """`purpose` names a sentence. `lifetime` is the longest one; `None`: the cookie ends with the browser session.

    `secure` "https" marks a cookie that a site without TLS (a local one) may set without `Secure`; a `__Host-` name demands it always.
    """

    name: str
    purpose: str
    lifetime: timedelta | None
    http_only: bool
    secure: Literal["always", "https"] = "always"
    same_site: Literal["lax"] = "lax"
    path: str = "/"

    def __post_init__(self) -> None:
        if self.name.startswith("__Host-") and (self.secure != "always" or self.path != "/"):
            raise ValueError("a browser takes a __Host- cookie only with Secure and Path=/")

    @property
    def max_age(self) -> int | None:
        """Seconds, as `Max-Age` wants them."""
        return None if self.lifetime is None else int(self.lifetime.total_seconds())

    def is_secure(self, *, https: bool) -> bool:
        """Whether it is set with `Secure` on a site that is, or is not, served with TLS."""
        return self.secure == "always" or https

    @property
    def attributes(self) -> str:
        """As a browser is told on a site with TLS."""
        words = ["Secure", *(["HttpOnly"] if self.http_only else []), f"SameSite={self.same_site.capitalize()}", f"Path={self.path}"]
        return "; ".join(words)


SESSION = Cookie("__Host-session", "legal-cookie-session", timedelta(days=30), http_only=True)
CSRF = Cookie("__Host-csrf", "legal-cookie-csrf", None, http_only=True)
LANGUAGE = Cookie("lang", "legal-cookie-lang", timedelta(days=365), http_only=False, secure="https")
"""Set only when the person chooses a language, never because of what the browser asks for."""

COOKIES = (SESSION, CSRF, LANGUAGE)
