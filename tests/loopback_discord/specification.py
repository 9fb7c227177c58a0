"""Does a call, and its answer, follow Discord's published OpenAPI description?

The description itself (over a megabyte) is not part of this repository: it is read from the folder that INKMIRAGE_SPEC_DIR names, or else
from the one that stands beside the repository. SUMMARY says by hand what this project relies on, so that something is always checked.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.loopback_discord.exchange import Exchange
from tests.loopback_discord.refusals import Json

VARIABLE = "INKMIRAGE_SPEC_DIR"
BESIDE = Path(__file__).parents[3] / "shared" / "data"
FILE = "discord-openapi.json"

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}

_MESSAGE = {
    "id",
    "type",
    "content",
    "mentions",
    "mention_roles",
    "attachments",
    "embeds",
    "timestamp",
    "edited_timestamp",
    "flags",
    "components",
    "channel_id",
    "author",
    "pinned",
    "mention_everyone",
    "tts",
}
_COMMAND = {"id", "application_id", "version", "default_member_permissions", "type", "name", "description"}
#: Sent by discord.py, taken by Discord, and not in the description.
UNDESCRIBED = re.compile(r".*(\.tts|\.nsfw|\.embeds\[\d+\]\.flags)")

#: In Discord's documentation, and not in its description: a call, and kinds of entitlements (of which one-time purchases are some).
UNDESCRIBED_CALLS = {("GET", "/applications/{application_id}/skus")}
UNDESCRIBED_ENTITLEMENTS = range(1, 8)

_HOOK = "/webhooks/{application_id}/{token}"
_MESSAGES = "/channels/{channel_id}/messages"
_ENTITLEMENTS = "/applications/{application_id}/entitlements"
_ENTITLEMENT = {"id", "sku_id", "application_id", "user_id", "type", "deleted", "starts_at", "ends_at"}

#: By method and route: the fields that a request must have, and those of a successful answer (of each entry, when it is a list).
SUMMARY: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    ("GET", "/users/@me"): (set(), {"id", "username", "avatar", "discriminator", "global_name", "mfa_enabled", "locale"}),
    ("GET", "/oauth2/applications/@me"): (set(), {"id", "name", "icon", "description", "verify_key", "team", "owner", "flags"}),
    ("GET", "/gateway"): (set(), {"url"}),
    ("GET", "/gateway/bot"): (set(), {"url", "shards", "session_start_limit"}),
    ("POST", "/users/@me/channels"): (set(), {"id", "type", "recipients"}),
    ("GET", "/applications/{application_id}/commands"): (set(), _COMMAND),
    ("PUT", "/applications/{application_id}/commands"): ({"name"}, _COMMAND),
    ("GET", "/applications/{application_id}/skus"): (set(), {"id", "type", "application_id", "name", "slug", "flags"}),
    ("GET", _ENTITLEMENTS): (set(), _ENTITLEMENT),
    ("GET", _ENTITLEMENTS + "/{entitlement_id}"): (set(), _ENTITLEMENT),
    ("POST", "/interactions/{interaction_id}/{token}/callback"): ({"type"}, {"interaction"}),
    ("POST", _HOOK): (set(), _MESSAGE),
    ("GET", _HOOK + "/messages/@original"): (set(), _MESSAGE),
    ("PATCH", _HOOK + "/messages/@original"): (set(), _MESSAGE),
    ("PATCH", _HOOK + "/messages/{message_id}"): (set(), _MESSAGE),
    ("POST", _MESSAGES): (set(), _MESSAGE),
    ("GET", _MESSAGES): (set(), _MESSAGE),
    ("PATCH", _MESSAGES + "/{message_id}"): (set(), _MESSAGE),
}
_ERROR = {"code", "message"}
_RATE_LIMIT = _ERROR | {"retry_after", "global"}


def missing_by_summary(call: Exchange) -> list[str]:
    """What SUMMARY asks for and this call or its answer does not have."""
    asked, answered = SUMMARY.get((call.method, call.route), (set(), set()))
    if call.status >= 400:
        asked, answered = set(), _RATE_LIMIT if call.status == 429 else _ERROR
    found = []
    for what, body, wanted in (("request", call.body, asked), ("answer", call.answer, answered)):
        for entry in body if isinstance(body, list) else [body] if body is not None else []:
            found += [f"{call.method} {call.route}: the {what} lacks {name}" for name in sorted(wanted - set(entry))]
    return found


def description() -> Path:
    """The file with Discord's description, whether it is there or not."""
    return Path(os.environ.get(VARIABLE) or BESIDE) / FILE


class Specification:
    """The OpenAPI description, as far as JSON schema goes in it."""

    def __init__(self, file: Path) -> None:
        self._document: Json = json.loads(file.read_text("utf-8"))
        kinds = self._document["components"]["schemas"]["EntitlementTypes"]["oneOf"]
        kinds += [{"const": kind} for kind in UNDESCRIBED_ENTITLEMENTS]
        self._operations = {
            (method.upper(), _shape(path)): operation
            for path, operations in self._document["paths"].items()
            for method, operation in operations.items()
            if method != "parameters"
        }

    def violations(self, call: Exchange) -> list[str]:
        """Everything in which this call or its answer differs from the description."""
        operation = self._operations.get((call.method, _shape(call.route)))
        if operation is None:
            return [] if (call.method, call.route) in UNDESCRIBED_CALLS else [f"{call.method} {call.route}: not in the description"]
        found = [f"{call.method} {call.route}: answer{problem}" for problem in self._answer(operation, call)]
        content = operation.get("requestBody", {}).get("content", {})
        # A form that was refused may be wrong; one that was taken must be right.
        if call.body is not None and call.status < 400 and "application/json" in content:
            schema = content["application/json"]["schema"]
            found += [f"{call.method} {call.route}: request{problem}" for problem in self.problems(schema, call.body, strict=True)]
        return found

    def problems(self, schema: Json, value: Any, *, strict: bool = False) -> list[str]:
        """How the value differs from the schema; with `strict` unknown fields count too."""
        return list(_Reader(self._document, strict).problems(schema, value, ""))

    def component(self, name: str) -> Json:
        """A schema by its name."""
        return {"$ref": f"#/components/schemas/{name}"}

    def _answer(self, operation: Json, call: Exchange) -> Iterator[str]:
        responses = operation["responses"]
        response = responses.get(str(call.status)) or responses.get(f"{call.status // 100}XX")
        if response is None:
            # Server errors are not described.
            if call.status < 500:
                yield f": status {call.status} is not described"
            return
        if "$ref" in response:
            response = _resolve(self._document, response["$ref"])
        if "content" in response:
            answer = call.answer
            if call.status >= 400:
                # The description makes the code of a field's problem a number; Discord sends words there, such as BASE_TYPE_REQUIRED.
                answer = {key: value for key, value in answer.items() if key != "errors"}
            yield from self.problems(response["content"]["application/json"]["schema"], answer)
        elif call.answer is not None:
            yield f": a body with status {call.status}"


def _shape(path: str) -> str:
    """The path without the names of its parts."""
    return re.sub(r"\{\w+\}", "{}", path)


def _resolve(document: Json, reference: str) -> Json:
    node: Any = document
    for step in reference.removeprefix("#/").split("/"):
        node = node[step.replace("~1", "/")]
    assert isinstance(node, dict)
    return node


class _Reader:
    """The part of JSON schema that the description uses."""

    def __init__(self, document: Json, strict: bool) -> None:
        self._document, self._strict = document, strict

    def problems(self, schema: Json, value: Any, at: str) -> Iterator[str]:
        if "$ref" in schema:
            yield from self.problems(_resolve(self._document, schema["$ref"]), value, at)
            return
        if self._strict and schema.get("format") == "snowflake" and isinstance(value, int):
            return  # Discord takes ids of requests as numbers too, and discord.py writes some so.
        yield from self._by_type(schema, value, at)
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r} is none of {schema['enum']}"
        if "const" in schema and value != schema["const"]:
            yield f"{at}: {value!r} is not {schema['const']!r}"
        for part in schema.get("allOf", []):
            yield from _Reader(self._document, strict=False).problems(part, value, at)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                yield from self._any(schema[key], value, at)

    def _any(self, schemas: list[Json], value: Any, at: str) -> Iterator[str]:
        """The problems of the alternative that is nearest, if none fits."""
        tried = [list(self.problems(schema, value, at)) for schema in schemas]
        if all(tried):
            wrong_kind = [[problem for problem in problems if problem.startswith((f"{at}:", f"{at}.type:"))] for problems in tried]
            nearest = min(range(len(tried)), key=lambda number: (len(wrong_kind[number]), len(tried[number])))
            yield from tried[nearest]

    def _by_type(self, schema: Json, value: Any, at: str) -> Iterator[str]:
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        allowed = tuple(kind for name in kinds for kind in _TYPES[name])
        if allowed and (not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in kinds)):
            yield f"{at}: {str(value)[:80]!r} is not of type {kinds}"
        elif isinstance(value, dict):
            yield from self._object(schema, value, at)
        elif isinstance(value, list):
            yield from self._array(schema, value, at)
        elif isinstance(value, str):
            yield from _text(schema, value, at)
        elif isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{at}: {value} is out of range"

    def _object(self, schema: Json, value: Json, at: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        yield from (f"{at}.{name}: is missing" for name in schema.get("required", []) if name not in value)
        others = schema.get("additionalProperties")
        for name, inner in value.items():
            if name in properties:
                yield from self.problems(properties[name], inner, f"{at}.{name}")
            elif isinstance(others, dict):
                yield from self.problems(others, inner, f"{at}.{name}")
            elif self._strict and properties and not UNDESCRIBED.fullmatch(f"{at}.{name}"):
                yield f"{at}.{name}: is not known"

    def _array(self, schema: Json, value: list[Any], at: str) -> Iterator[str]:
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        if schema.get("uniqueItems") and len({json.dumps(each, sort_keys=True) for each in value}) < len(value):
            yield f"{at}: items twice"
        for number, each in enumerate(value):
            yield from self.problems(schema.get("items", {}), each, f"{at}[{number}]")


def _text(schema: Json, value: str, at: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value[:40]!r} does not fit {schema['pattern']}"
