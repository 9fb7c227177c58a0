"""The pictures of the sandbox: a small landscape from the prompt's hash, with the prompt and a label that says it is not real.

Everything here is plain Pillow on the calling thread (about 0.1 s for a megapixel), so the server calls it in a thread.
"""

import contextlib
import hashlib
import io
import math
import random
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache

import pybase64
from PIL import Image, ImageColor, ImageDraw, ImageFont

LABEL = "sandbox · not a real picture"

Colour = tuple[int, int, int]

#: Sky from top to bottom, light of the sun, and the farthest and nearest land, as a designer would pick them together.
PALETTES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("#1b2a5c", "#7a4e8f", "#f6a76b", "#ffe9c4", "#8a5f92", "#1d1836"),
    ("#0b3954", "#2a7f9e", "#bfe3d0", "#fdfbe3", "#5fa5a6", "#0a2a37"),
    ("#2d1b4e", "#a2386f", "#ff8a5b", "#ffd9a0", "#a34d75", "#25123a"),
    ("#4c86a8", "#a5c9d6", "#f7e6cf", "#fffaf0", "#8fb0b5", "#24475a"),
    ("#0c1030", "#263b73", "#6c7fb8", "#f2f0ff", "#465a93", "#0a0d26"),
    ("#1f4d45", "#5d9b76", "#f2d38b", "#fff6d6", "#6b9f7c", "#12302f"),
    ("#5b2a3c", "#c65a4e", "#f7c873", "#fff1cf", "#b7685a", "#35182a"),
    ("#3a4f9a", "#8f8fd1", "#f7c5d5", "#fff4f4", "#8d86bd", "#262a5c"),
)

#: Fonts that systems often have; Pillow's own font knows hardly more than ASCII.
SYSTEM_FONTS = (
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "Arial.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "PingFang.ttc",
    "msyh.ttc",
)


@dataclass(frozen=True)
class Sheet:
    """What is to be painted. `variation` makes another attempt at the same prompt look a little different; `references` are
    small already. `file_size` asks for a PNG of about so many bytes, `plain` for a grey card instead of a landscape (ten times cheaper)."""

    prompt: str
    width: int
    height: int
    variation: int = 0
    output_format: str = "png"
    frames: int = 0
    references: tuple[Image.Image, ...] = ()
    file_size: int = 0
    plain: bool = False


@dataclass(frozen=True)
class Painted:
    """A finished picture file, its base64 text, and the base64 of its preview frames, coarse ones first."""

    width: int
    height: int
    output_format: str
    data: bytes
    text: bytes
    frames: tuple[bytes, ...]


class BadReference(Exception):
    """A reference picture or mask that no picture program can open."""


def paint(sheet: Sheet) -> Painted:
    """The finished file of a sheet with its frames. Takes CPU: call it in a thread."""
    picture = compose(sheet)
    data = grained(picture, sheet.file_size) if sheet.file_size else encode(picture, sheet.output_format)
    frames = tuple(pybase64.b64encode(encode(coarse(picture, index), sheet.output_format)) for index in range(sheet.frames))
    return Painted(sheet.width, sheet.height, sheet.output_format, data, pybase64.b64encode(data), frames)


def compose(sheet: Sheet) -> Image.Image:
    """Sky, light, land, references, words: in that order."""
    seed = hashlib.sha256(sheet.prompt.encode()).digest()
    chance = random.Random(seed + sheet.variation.to_bytes(8, "big"))
    palette = tuple(_rgb(name) for name in PALETTES[seed[0] % len(PALETTES)])
    if sheet.plain:
        return Image.new("L", (sheet.width, sheet.height), chance.randrange(256))
    picture = _sky(sheet.width, sheet.height, palette, chance)
    _SCENES[seed[1] % len(_SCENES)](ImageDraw.Draw(picture), picture.size, palette, chance)
    picture = picture.reduce(2)
    _inset(picture, sheet.references)
    _words(picture, sheet.prompt)
    return picture


def encode(picture: Image.Image, output_format: str) -> bytes:
    """The file bytes of a picture as `png`, `jpeg` or `webp`; speed before size."""
    file = io.BytesIO()
    if output_format == "png":
        picture.save(file, "PNG", compress_level=1)
    else:
        picture.save(file, output_format.upper(), quality=85, **({"method": 0} if output_format == "webp" else {}))
    return file.getvalue()


def coarse(picture: Image.Image, index: int) -> Image.Image:
    """The picture as a preview frame: each later frame is four times as fine as the one before."""
    block = max(4, max(picture.size) // (24 << index))
    small = picture.resize((max(1, picture.width // block), max(1, picture.height // block)), Image.Resampling.BOX)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def grained(picture: Image.Image, file_size: int) -> bytes:
    """A PNG of about this many bytes: film grain is added until it is as heavy as a real picture. For benchmarks."""
    noise = Image.frombytes("RGB", picture.size, random.Random(file_size).randbytes(picture.width * picture.height * 3))
    low, high, data = 0.0, 1.0, b""
    for _ in range(8):
        strength = (low + high) / 2
        data = encode(Image.blend(picture.convert("RGB"), noise, strength), "png")
        if abs(len(data) - file_size) < file_size * 0.02:
            break
        low, high = (strength, high) if len(data) < file_size else (low, strength)
    return data


def open_reference(data: bytes) -> Image.Image:
    """A person's picture, small enough for an inset. Raises `BadReference` when it is damaged, not a picture or has too many pixels."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > 64_000_000:
                raise BadReference
            picture.draft("RGB", (512, 512))
            small = picture.convert("RGB")
            small.thumbnail((512, 512))
            return small
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise BadReference from error


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height as the file says. Raises `BadReference` when it is no picture."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            return picture.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadReference from error


def open_mask(data: bytes) -> tuple[int, int]:
    """The size of a mask, a PNG with transparency. Raises `BadReference` otherwise."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as mask:
            if not mask.has_transparency_data:
                raise BadReference
            return mask.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadReference from error


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A well-formed PNG of under a hundred bytes that claims billions of pixels (`mayi-wire.md` §7 row 35)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(64))) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rgb(name: str) -> Colour:
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sky(width: int, height: int, palette: tuple[Colour, ...], chance: random.Random) -> Image.Image:
    """A three-colour gradient with the glow of a sun or moon, at twice the size so that edges drawn on it come out smooth.

    It is painted small and enlarged: the sky has no detail to lose, and this is ten times cheaper."""
    strip = Image.new("RGB", (1, 96))
    for row in range(96):
        place = row / 95 * 2
        strip.putpixel((0, row), _mix(palette[0], palette[1], place) if place < 1 else _mix(palette[1], palette[2], place - 1))
    small_width, small_height = max(1, width // 4), max(1, height // 4)
    sky = strip.resize((small_width, small_height), Image.Resampling.BICUBIC)
    x, y = chance.uniform(0.2, 0.8), chance.uniform(0.18, 0.45)
    reach = round(max(sky.size) * chance.uniform(0.75, 1.05))
    glow = Image.radial_gradient("L").point([round(max(0.0, 1 - far / 178) ** 2 * 225) for far in range(256)]).resize((reach, reach))
    sky.paste(palette[3], (round(x * small_width - reach / 2), round(y * small_height - reach / 2)), glow)
    sky = sky.resize((width * 2, height * 2), Image.Resampling.BICUBIC)
    draw, unit = ImageDraw.Draw(sky), min(width, height) * 2
    if sum(palette[0]) < 180:
        _stars(draw, sky.size, palette[3], chance)
    radius = unit * chance.uniform(0.05, 0.1)
    draw.circle((x * width * 2, y * height * 2), radius, fill=_mix(palette[3], (255, 255, 255), 0.4))
    return sky


def _stars(draw: ImageDraw.ImageDraw, size: tuple[int, int], light: Colour, chance: random.Random) -> None:
    for _ in range(90):
        spot = chance.random() * size[0], chance.random() ** 1.6 * size[1] * 0.6
        draw.circle(spot, max(size) / 1000 * chance.uniform(0.5, 1.7), fill=light)


def _ridge(width: int, base: float, swing: float, rough: float, chance: random.Random) -> list[tuple[float, float]]:
    """The upper edge of some land: a few waves on top of each other, `rough` making the shorter ones stronger."""
    waves = [(chance.uniform(0.6, 1.4) * 2**k, chance.uniform(0, math.tau), rough**k) for k in range(6)]
    scale = sum(weight for _, _, weight in waves)
    steps = [width * step / 160 for step in range(161)]
    return [(x, base + swing * sum(w * math.sin(math.tau * f * x / width + shift) for f, shift, w in waves) / scale) for x in steps]


def _hills(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: tuple[Colour, ...], chance: random.Random) -> None:
    """Soft hills behind each other, the nearest darkest."""
    _layers(draw, size, palette, chance, count=6, rough=0.45)


def _mountains(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: tuple[Colour, ...], chance: random.Random) -> None:
    """The same with jagged edges, and a wood of pointed trees in front."""
    edge = _layers(draw, size, palette, chance, count=5, rough=0.72)
    for x, y in edge:
        tall, wide = size[1] * chance.uniform(0.03, 0.075), size[0] * chance.uniform(0.006, 0.012)
        for tier in range(3):
            top = y - tall * (1 - tier * 0.26)
            reach = wide * (0.55 + tier * 0.3)
            draw.polygon([(x, top), (x - reach, top + tall * 0.5), (x + reach, top + tall * 0.5)], fill=palette[5])


def _layers(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: tuple[Colour, ...], chance: random.Random, *, count: int, rough: float
) -> list[tuple[float, float]]:
    """Paint land from far to near; the upper edge of the nearest."""
    width, height = size
    edge: list[tuple[float, float]] = []
    for layer in range(count):
        depth = layer / (count - 1)
        edge = _ridge(width, height * (0.5 + 0.3 * depth), height * (0.13 - 0.05 * depth), rough, chance)
        colour = _mix(_mix(palette[4], palette[2], 0.45), palette[5], depth**0.85)
        draw.polygon([*edge, (width, height), (0, height)], fill=colour)
    return edge


def _sea(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: tuple[Colour, ...], chance: random.Random) -> None:
    """A far coast, water in bands that catch the light, and a sail."""
    width, height = size
    horizon = height * chance.uniform(0.56, 0.62)
    draw.polygon(
        [*_ridge(width, horizon, height * 0.045, 0.6, chance), (width, height), (0, height)], fill=_mix(palette[4], palette[2], 0.3)
    )
    for band in range(12):
        depth = band / 11
        edge = _ridge(width, horizon + (height - horizon) * depth**1.5, height * 0.006 * (1 + 4 * depth), 0.8, chance)
        colour = _mix(_mix(palette[1], palette[3], 0.25 if band % 2 else 0.4), palette[5], depth * 0.85)
        draw.polygon([*edge, (width, height), (0, height)], fill=colour)
    x, tall = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.1, 0.16)
    deck = horizon + height * 0.06
    draw.polygon([(x, deck - tall), (x, deck), (x + tall * 0.5, deck)], fill=palette[3])
    draw.polygon(
        [(x - tall * 0.04, deck - tall * 0.8), (x - tall * 0.04, deck), (x - tall * 0.36, deck)], fill=_mix(palette[3], palette[2], 0.5)
    )
    draw.polygon(
        [
            (x - tall * 0.42, deck + tall * 0.05),
            (x + tall * 0.58, deck + tall * 0.05),
            (x + tall * 0.38, deck + tall * 0.2),
            (x - tall * 0.26, deck + tall * 0.2),
        ],
        fill=palette[5],
    )


_SCENES = (_hills, _mountains, _sea)


def _inset(picture: Image.Image, references: tuple[Image.Image, ...]) -> None:
    """The reference pictures as small framed prints along the upper right."""
    edge, gap = min(picture.size) // 4, min(picture.size) // 40
    right = picture.width - gap
    for reference in references[:4]:
        small = reference.copy()
        small.thumbnail((edge, edge))
        frame = Image.new("RGB", (small.width + gap // 2, small.height + gap // 2), "white")
        frame.paste(small, (gap // 4, gap // 4))
        if right - frame.width < gap:
            break
        picture.paste(frame, (right - frame.width, gap))
        right -= frame.width + gap


def _words(picture: Image.Image, prompt: str) -> None:
    """The prompt on a dark glass plate at the bottom, the label above it."""
    unit = max(12, round(math.sqrt(picture.width * picture.height) / 30))
    small, (body, text) = _font("", round(unit * 0.62)), _font_for(prompt[:600], unit)
    margin, pad = round(unit * 1.2), round(unit * 0.8)
    lines = _wrap(text, body, picture.width - 2 * (margin + pad), limit=3)
    step = round(unit * 1.3)
    tall = step * len(lines) + round(unit * 0.9) + 2 * pad
    plate = (margin, picture.height - margin - tall, picture.width - margin, picture.height - margin)
    _glass(picture, plate, round(unit * 0.7))
    draw = ImageDraw.Draw(picture)
    draw.text((plate[0] + pad, plate[1] + pad), LABEL, font=small, fill=(226, 226, 236))
    for number, line in enumerate(lines):
        draw.text((plate[0] + pad, plate[1] + pad + round(unit * 1.1) + step * number), line, font=body, fill="white")


def _glass(picture: Image.Image, box: tuple[int, int, int, int], radius: int) -> None:
    """Darken a rounded part of the picture so that white words can be read on it."""
    size = box[2] - box[0], box[3] - box[1]
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=150)
    picture.paste((14, 12, 28), box, mask)


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int, *, limit: int) -> list[str]:
    """Lines no wider than `width`, at most `limit` of them, the last one cut with an ellipsis."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < limit:
        fits = _fitting(rest, font, width)
        if fits < len(rest) and len(lines) == limit - 1:
            return [*lines, rest[: max(1, fits - 1)].rstrip() + "…"]
        cut = rest.rfind(" ", 0, fits + 1) if fits < len(rest) else fits
        cut = cut if cut > 0 else fits
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return lines


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> int:
    """How many of the first letters fit into the width; at least one. By bisection, as measuring is the costly part."""
    low, high = 1, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle]) <= width else (low, middle - 1)
    return low


def _font_for(text: str, size: int) -> tuple[ImageFont.FreeTypeFont, str]:
    """A font that can show the text; without one, Pillow's own, and the text with its accents taken off."""
    built_in = _font("", size)
    for font in (built_in, *_system_fonts(size)):
        if _shows(font, text):
            return font, text
    plain = unicodedata.normalize("NFKD", text)
    return built_in, "".join(letter for letter in plain if not unicodedata.combining(letter))


def _shows(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """Whether no letter comes out as the box that stands for a missing one."""
    missing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(letter)) != missing for letter in set(text) if letter > "\x7f" and not letter.isspace())


@lru_cache(maxsize=16)
def _system_fonts(size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    fonts = []
    for name in SYSTEM_FONTS:
        with contextlib.suppress(OSError):
            fonts.append(_font(name, size))
    return tuple(fonts)


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The system's font of this file name (raises `OSError` when there is none), or Pillow's own for an empty name."""
    if name:
        return ImageFont.truetype(name, size)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # Pillow has a bitmap font only when it was built without FreeType
    return font
