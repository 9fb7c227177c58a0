"""Lines of HTTP clients to a server that really listens."""

import httpx

BRIEF = httpx.Limits(keepalive_expiry=2)
"""Let go of before the server does (uvicorn after five seconds): a request on a line that is just being closed is lost, and httpx, unlike
a browser, does not ask again."""
