"""What a finished picture looks like on the wire, and how triggers spoil it (`mayi-wire.md` §2.3, §2.5, §7 rows 10–14, 34–36)."""

from collections.abc import Callable

import pybase64

from adapters.local.gateway.house import HostedFile
from adapters.local.gateway.painting import Painted, bomb
from adapters.local.gateway.sitting import Sitting
from adapters.local.gateway.wire import Base64, Json

#: Output tokens of a megapixel at each quality, roughly those of the real model.
TOKENS = {"low": 272, "medium": 1056, "high": 4160}

NOT_A_PICTURE = b"This is text, not a picture. " * 20

#: Changes the fields of one picture in place.
Spoiler = Callable[[Sitting, Painted, Json], None]


def json_document(sitting: Sitting, pictures: list[Painted]) -> Json:
    """The answer of a request without a stream."""
    images = [_image(sitting, picture) for picture in pictures]
    outer = {"created": sitting.created, "data": images, **_about(sitting, pictures[0]), "usage": _usage(sitting, pictures)}
    if sitting.trigger.name == "revised":
        outer["model"] = "gpt-image-2-codex"
    if sitting.trigger.name == "data_empty":
        outer["data"] = []
    if sitting.trigger.name == "data_missing":
        del outer["data"]
    return outer


def partial_event(sitting: Sitting, picture: Painted, index: int) -> Json:
    """A preview frame."""
    frame = {"partial_image_index": index, "b64_json": Base64(picture.frames[index])}
    return {"type": f"{sitting.prefix}.partial_image", "created_at": sitting.created, **frame, **_about(sitting, picture)}


def completed_event(sitting: Sitting, picture: Painted) -> Json:
    """The end of a stream, with the picture, unless the trigger takes it away."""
    image = {} if sitting.trigger.name in ("data_empty", "data_missing") else _image(sitting, picture)
    head = {"type": f"{sitting.prefix}.completed", "created_at": sitting.created}
    return {**head, **image, **_about(sitting, picture), "usage": _usage(sitting, [picture])}


def _image(sitting: Sitting, picture: Painted) -> Json:
    fields: Json = {"b64_json": Base64(picture.text)}
    if sitting.request.as_url:
        _url_data(sitting, picture, fields)
    SPOILERS.get(sitting.trigger.name, _nothing)(sitting, picture, fields)
    return fields


def _about(sitting: Sitting, picture: Painted) -> Json:
    request = sitting.request
    size = f"{picture.width}x{picture.height}"
    return {"background": request.background, "output_format": request.output_format, "quality": request.quality, "size": size}


def _usage(sitting: Sitting, pictures: list[Painted]) -> Json:
    text, image = 8 + len(sitting.request.prompt) // 4, 1032 * len(sitting.request.references)
    made = sum(picture.width * picture.height * TOKENS[sitting.request.quality] // 1_048_576 for picture in pictures)
    return {
        "input_tokens": text + image,
        "output_tokens": made,
        "total_tokens": text + image + made,
        "input_tokens_details": {"text_tokens": text, "image_tokens": image},
        "output_tokens_details": {"image_tokens": made, "text_tokens": 0},
    }


def _nothing(sitting: Sitting, picture: Painted, fields: Json) -> None:
    """An honest picture."""


def _url_data(sitting: Sitting, picture: Painted, fields: Json) -> None:
    del fields["b64_json"]
    fields["url"] = Base64(b"data:image/%b;base64,%b" % (picture.output_format.encode(), picture.text))


def _url_http(sitting: Sitting, picture: Painted, fields: Json) -> None:
    """Row 10: also `404`, `slow[,seconds]` and `type`."""
    kind = sitting.trigger.word(0)
    media_type = "text/html" if kind == "type" else f"image/{picture.output_format}"
    delay = sitting.trigger.number(10, index=1) if kind == "slow" else 0.0
    fields.clear()
    fields["url"] = sitting.house.host(HostedFile(picture.data, media_type, delay, 404 if kind == "404" else 200))


def _revised(sitting: Sitting, picture: Painted, fields: Json) -> None:
    fields["revised_prompt"] = f"A careful picture of: {sitting.request.plain_prompt}"
    fields["model"] = "gpt-image-2-codex"


def _cut_text(sitting: Sitting, picture: Painted, fields: Json) -> None:
    """Base64 that ends too early, one letter past a whole group, which no decoder accepts."""
    kept = int(sitting.trigger.number(len(picture.text) // 2, index=0)) // 4 * 4 + 1
    fields["b64_json"] = Base64(picture.text[:kept])


def _bad_text(sitting: Sitting, picture: Painted, fields: Json) -> None:
    middle = len(picture.text) // 2
    fields["b64_json"] = Base64(picture.text[:middle] + b"!*~?" + picture.text[middle + 4 :])


def _not_a_picture(sitting: Sitting, picture: Painted, fields: Json) -> None:
    fields["b64_json"] = Base64(pybase64.b64encode(NOT_A_PICTURE))


def _no_text(sitting: Sitting, picture: Painted, fields: Json) -> None:
    fields["b64_json"] = ""


def _cut_picture(sitting: Sitting, picture: Painted, fields: Json) -> None:
    kept = int(sitting.trigger.number(len(picture.data) // 2, index=0))
    fields["b64_json"] = Base64(pybase64.b64encode(picture.data[:kept]))


def _bomb(sitting: Sitting, picture: Painted, fields: Json) -> None:
    fields["b64_json"] = Base64(pybase64.b64encode(bomb()))


SPOILERS: dict[str, Spoiler] = {
    "url_data": _url_data,
    "url_http": _url_http,
    "revised": _revised,
    "b64_trunc": _cut_text,
    "b64_bad": _bad_text,
    "b64_notimage": _not_a_picture,
    "b64_empty": _no_text,
    "png_trunc": _cut_picture,
    "png_bomb": _bomb,
}
