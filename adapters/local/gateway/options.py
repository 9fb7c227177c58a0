"""The switches of the sandbox gateway."""

from dataclasses import dataclass, fields, replace

MIB = 1024 * 1024


@dataclass
class GatewayOptions:
    """How the sandbox behaves when a request does not say otherwise. Times are seconds, sizes bytes, money US dollars.

    May be changed while the server runs, directly or over `/sandbox/set`; `reset()` puts the values of the start back."""

    #: How long a picture takes; preview frames are spread over it.
    pace: float = 2.5
    #: Between two heartbeats of a stream (`mayi-wire.md` §2.5).
    heartbeat: float = 10.0
    #: Above 0: every picture is a cached PNG of about this size, whatever the prompt, so that a benchmark does not measure our painting.
    picture_bytes: int = 0
    #: Flat cards instead of landscapes, for tests that need many.
    plain: bool = False
    #: The keys that work; empty: any that starts with `sk-`.
    accept_keys: tuple[str, ...] = ()
    #: A longer request body is a 413 (§1.2).
    body_limit: int = 256 * MIB
    #: Each uploaded picture is silently cut here (§3).
    upload_cut: int = 20 * MIB
    #: An idle connection is closed after this (§1.1).
    keep_alive: float = 120.0
    #: Pictures made at the same time; 0: any number. More requests wait, at most `queue_limit` of them and `queue_wait` long (§5.2).
    concurrency: int = 0
    queue_limit: int = 20
    queue_wait: float = 30.0
    #: Whether asynchronous tasks are switched on (§4.1).
    async_tasks: bool = False
    #: `openai` or `claude` items in `/v1/models`, and whether gpt-image-2 is among them (§1.4).
    models_style: str = "openai"
    models_list_image: bool = True
    #: `unrestricted` (a wallet with `balance`) or `quota_limited` (a key with `balance` as its limit) (§1.5).
    usage_mode: str = "unrestricted"
    balance: float = 10_000.0
    #: A charge shows in `/v1/usage` this much later (§5.5).
    usage_delay: float = 2.0
    #: List price of a picture up to 1,024 pixels, and what part of it is deducted.
    price: float = 0.04
    multiplier: float = 0.5


def changed(options: GatewayOptions, name: str, text: str) -> GatewayOptions:
    """The options with one of them read from text. Raises `ValueError` when there is no such option or it cannot be read."""
    for field in fields(options):
        if field.name == name:
            copy = replace(options)
            setattr(copy, name, _read(text, getattr(options, name)))
            return copy
    raise ValueError(name)


def _read(text: str, current: object) -> object:
    """The text as a value of the same type as the present one."""
    if isinstance(current, bool):
        return text.lower() in ("1", "true", "yes", "on")
    if isinstance(current, tuple):
        return tuple(part for part in text.split(",") if part)
    return type(current)(text) if isinstance(current, (int, float)) else text
