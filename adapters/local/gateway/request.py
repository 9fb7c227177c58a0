"""What a client asks for, checked as strictly as gateway and model do together (`mayi-wire.md` §2.1, §3)."""

import re
from dataclasses import dataclass
from typing import Any

import orjson
import pybase64

from adapters.local.gateway.body import Body, FormPart
from adapters.local.gateway.trigger import unmarked
from adapters.local.gateway.wire import Json, invalid

SIZE = re.compile(r"([1-9][0-9]{1,4})x([1-9][0-9]{1,4})")
PROMPT_LIMIT = 32_000
MOST_REFERENCES = 16
DATA_URL_LIMIT = 20_971_520
CHOICES = {
    "quality": ("low", "medium", "high", "auto"),
    "background": ("auto", "opaque", "transparent"),
    "output_format": ("png", "jpeg", "webp"),
    "moderation": ("auto", "low"),
    "response_format": ("b64_json", "url"),
}
NUMBERS = {"n": (1, 10), "partial_images": (0, 3), "output_compression": (0, 100)}
TEXTS = ("model", "prompt", "size", "user", *CHOICES)
KNOWN = frozenset({*TEXTS, *NUMBERS, "stream"})
PICTURES = frozenset({"images", "mask"})


@dataclass(frozen=True)
class PictureRequest:
    """One checked request. Width and height are what `size` means; `options` is what was sent, without prompt and pictures."""

    edit: bool
    prompt: str
    model: str
    count: int
    width: int
    height: int
    quality: str
    background: str
    output_format: str
    as_url: bool
    stream: bool
    partial_images: int
    references: tuple[bytes, ...]
    mask: bytes | None
    options: Json

    @property
    def plain_prompt(self) -> str:
        """The prompt without the sandbox's markers."""
        return unmarked(self.prompt)


def fields_of(body: Body, *, edit: bool) -> Json:
    """The fields of a body as JSON values, pictures among them as `images` and `mask`, both bytes. Takes CPU when the body is long.

    Raises `Refused`."""
    if body.parts is not None:
        if not edit:
            raise invalid("content type must be application/json")
        return _form_fields(body.parts)
    try:
        fields = orjson.loads(body.data)
    except orjson.JSONDecodeError:
        raise invalid("request body is not valid JSON") from None
    if not isinstance(fields, dict):
        raise invalid("request body must be a JSON object")
    return _with_pictures(fields) if edit else fields


def picture_request(fields: Json, *, edit: bool) -> PictureRequest:
    """Check the fields, in the order in which the gateway, then the model, would complain. Raises `Refused`."""
    _check_types(fields)
    model = fields.get("model") or "gpt-image-2"
    if not model.startswith(("gpt-image-", "grok-imagine")):
        raise invalid(f"model {model[:40]} is not an image model", param="model")
    references = tuple(fields.get("images") or ())
    if edit and not references:
        raise invalid("image file is required", param="image")
    prompt = (fields.get("prompt") or "").strip()
    stream = bool(fields.get("stream", False))
    _check_values(fields, prompt, references, edit=edit, stream=stream)
    width, height = _pixels(fields.get("size") or "auto")
    return PictureRequest(
        edit=edit,
        prompt=prompt,
        model=model,
        count=int(fields.get("n", 1)),
        width=width,
        height=height,
        quality=_settled(fields, "quality", "medium"),
        background=_settled(fields, "background", "opaque"),
        output_format=fields.get("output_format") or "png",
        as_url=fields.get("response_format") == "url",
        stream=stream,
        partial_images=int(fields.get("partial_images", 0)) if stream else 0,
        references=references,
        mask=fields.get("mask"),
        options=told_options(fields),
    )


def told_options(fields: Json) -> Json:
    """The fields that the journal may keep: no prompt, no pictures, and nothing long."""
    return {name: value for name, value in fields.items() if name not in (*PICTURES, "prompt") and len(repr(value)) < 300}


def _check_types(fields: Json) -> None:
    """The gateway's own checks: types only."""
    for name in NUMBERS:
        value = fields.get(name, 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise invalid(f"{name} must be a number", param=name)
    if fields.get("n", 1) <= 0:
        raise invalid("n must be greater than 0", param="n")
    if not isinstance(fields.get("stream", False), bool):
        raise invalid("stream must be a boolean", param="stream")
    for name in TEXTS:
        if not isinstance(fields.get(name, ""), str):
            raise invalid(f"{name} must be a string", param=name)


def _check_values(fields: Json, prompt: str, references: tuple[bytes, ...], *, edit: bool, stream: bool) -> None:
    """The model's checks, which name the parameter."""
    unknown = fields.keys() - KNOWN - (PICTURES if edit else frozenset())
    if unknown:
        raise invalid("unknown parameter", param=min(unknown)[:40], code="unknown_parameter")
    if not prompt or len(prompt) > PROMPT_LIMIT:
        raise invalid("prompt must have 1 to 32000 characters", param="prompt", code="invalid_value")
    for name, (least, most) in NUMBERS.items():
        if not least <= fields.get(name, least) <= most:
            raise invalid(f"{name} must be between {least} and {most}", param=name, code="invalid_value")
    for name, choices in CHOICES.items():
        if fields.get(name) and fields[name] not in choices:
            raise invalid(f"{name} must be one of {', '.join(choices)}", param=name, code="invalid_value")
    if stream and fields.get("n", 1) > 1:
        raise invalid("streaming supports one image", param="n", code="unsupported_parameter")
    if len(references) > MOST_REFERENCES:
        raise invalid("at most 16 images", param="image", code="invalid_value")


def _pixels(size: str) -> tuple[int, int]:
    """Width and height of a `size`; the limits are those of gpt-image-2."""
    if size == "auto":
        return 1024, 1024
    found = SIZE.fullmatch(size)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    fits = (
        width % 16 == height % 16 == 0
        and 655_360 <= width * height <= 8_294_400
        and max(width, height) <= min(3840, 3 * min(width, height))
    )
    if not fits:
        raise invalid("invalid size", param="size", code="invalid_value")
    return width, height


def _settled(fields: Json, name: str, automatic: str) -> str:
    """What the answer says where the client left the choice to the model."""
    value: str = fields.get(name) or "auto"
    return automatic if value == "auto" else value


def _form_fields(parts: list[FormPart]) -> Json:
    fields: Json = {}
    images: list[bytes] = []
    for part in parts:
        if part.filename is None:
            fields[part.name] = _typed(part.name, part.data.decode(errors="replace"))
        elif not part.size:
            raise invalid("uploaded file is empty", param=part.name[:40])
        elif part.name == "image" or part.name.startswith("image["):
            images.append(bytes(part.data))
        elif part.name == "mask":
            fields["mask"] = bytes(part.data)
        else:
            raise invalid("unexpected file", param=part.name[:40])
    for name in [name for name in fields if name == "image" or name.startswith("image[")]:
        del fields[name]  # an image without a file name is no file: the gateway does not see it
    return {**fields, "images": images}


def _typed(name: str, text: str) -> Any:
    """A form's text as the type that the field has in JSON. Raises `Refused`."""
    try:
        if name in NUMBERS:
            return int(text)
    except ValueError:
        raise invalid(f"{name} must be a number", param=name) from None
    if name == "stream":
        if text.lower() not in ("true", "false", "1", "0", "t", "f"):
            raise invalid("stream must be a boolean", param=name)
        return text.lower() in ("true", "1", "t")
    return text


def _with_pictures(fields: Json) -> Json:
    """A JSON edit: pictures come as data URLs. Raises `Refused`."""
    images = fields.get("images", [])
    if not isinstance(images, list):
        raise invalid("images must be an array", param="images")
    pictures = {"images": [_from_url(image, "images[]") for image in images]}
    if fields.get("mask") is not None:
        return {**fields, **pictures, "mask": _from_url(fields["mask"], "mask")}
    return {**fields, **pictures}


def _from_url(image: Any, where: str) -> bytes:
    if not isinstance(image, dict) or "file_id" in image:
        raise invalid(f"{where}.file_id is not supported", param="images")
    url = image.get("image_url")
    if not isinstance(url, str) or not url:
        raise invalid(f"{where}.image_url is required", param="images")
    head, comma, text = url.partition(",")
    if len(url) > DATA_URL_LIMIT or not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
        raise invalid(f"{where}.image_url must be a data URL", param="images")
    try:
        return pybase64.b64decode(text, validate=True)
    except ValueError:
        raise invalid(f"{where}.image_url is not valid base64", param="images") from None
