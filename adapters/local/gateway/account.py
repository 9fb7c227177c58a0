"""The pages about models, money and keys (`mayi-wire.md` §1.2, §1.4–1.6)."""

from dataclasses import replace

from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import BAD_KEY, KEY_IN_QUERY, NO_KEY
from adapters.local.gateway.house import House
from adapters.local.gateway.options import GatewayOptions
from adapters.local.gateway.trigger import Trigger
from adapters.local.gateway.wire import Answer, Refused, document

LONGEST_KEY = 128
OTHER_MODELS = ("gpt-5.5", "gpt-5.5-mini")


def authenticate(exchange: Exchange, options: GatewayOptions) -> str:
    """The key of a request, looked for in three headers. Raises `Refused`."""
    if "key" in exchange.query or "api_key" in exchange.query:
        raise Refused(KEY_IN_QUERY)
    scheme, _, bearer = exchange.header("authorization").partition(" ")
    key = (bearer.strip() if scheme.lower() == "bearer" else "") or exchange.header("x-api-key") or exchange.header("x-goog-api-key")
    if not key:
        raise Refused(NO_KEY)
    known = key in options.accept_keys if options.accept_keys else key.startswith("sk-")
    if not known or len(key.encode()) > LONGEST_KEY:
        raise Refused(BAD_KEY)
    return key


def models(options: GatewayOptions, trigger: Trigger) -> Answer:
    """`GET /v1/models`; `models=claude`, `models=openai` and `models=…,without` choose a form for this request."""
    style = trigger.word(0, options.models_style) if trigger.name == "models" else options.models_style
    listed = options.models_list_image and "without" not in trigger.args
    names = (*OTHER_MODELS, *(("gpt-image-2",) if listed else ()))
    if style == "claude":
        items = [{"id": name, "type": "model", "display_name": name, "created_at": "2026-04-21T00:00:00Z"} for name in names]
    else:
        items = [
            {"id": name, "object": "model", "created": 0, "owned_by": "openai", "type": "model", "display_name": name} for name in names
        ]
    return document(200, {"object": "list", "data": items})


def usage(house: House, trigger: Trigger) -> Answer:
    """`GET /v1/usage`; `usage=quota_limited` or `usage=unrestricted` chooses the mode for this request."""
    mode = trigger.word(0, house.options.usage_mode) if trigger.name == "usage" else house.options.usage_mode
    return document(200, house.ledger.usage(replace(house.options, usage_mode=mode), house.ambient.now()))


def billing(house: House) -> Answer:
    """`GET /v1/sub2api/billing`."""
    content = {
        "object": "sub2api.key_billing",
        "schema_version": 1,
        "billing_scope": "token",
        "effective_rate_multiplier": house.options.multiplier,
        "observed_at": house.ambient.now().isoformat(),
    }
    return document(200, content)
