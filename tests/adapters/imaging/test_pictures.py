"""Made pictures, people's uploads and previews: what is let through, what is left of it, and what is refused."""

import asyncio
import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from adapters.imaging.pictures import FINISHED_PIXELS, REFERENCE_BYTES, PictureFiles
from core.ports import BadImage, ImageFacts, Spooled

CANARY = "a fox that nobody may know of"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def pictures() -> Iterator[PictureFiles]:
    files = PictureFiles()
    yield files
    files.close()


def painted(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red above, blue on the right, so that turning it shows."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 4), fill=(255, 0, 0))
    draw.rectangle((size[0] * 3 // 4, size[1] // 4 + 1, *size), fill=(0, 0, 255))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def chunks(data: bytes) -> list[bytes]:
    kinds, at = [], 8
    while at < len(data):
        kinds.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return kinds


def after_header(data: bytes, *extra: bytes) -> bytes:
    """The PNG with more chunks behind IHDR."""
    return data[:33] + b"".join(extra) + data[33:]


def declared(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def spooled(data: bytes, media_type: str = "image/png") -> Spooled:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the imaging takes it over
    file.write(data)
    return Spooled(file, media_type, len(data), hashlib.sha256(data).hexdigest())


def content(result: Spooled) -> bytes:
    with result.file as file:
        return file.read()


def pixel(data: bytes, at: tuple[int, int]) -> tuple[int, ...]:
    with Image.open(BytesIO(data)) as image:
        return cast(tuple[int, ...], image.convert("RGBA").getpixel(at))


async def finish(pictures: PictureFiles, data: bytes, media_type: str = "image/png") -> tuple[bytes, ImageFacts]:
    result, facts = await pictures.finished(spooled(data, media_type))
    assert result.file.tell() == 0
    assert (result.media_type, result.size, result.sha256) == (facts.media_type, facts.size, facts.sha256)
    clean = content(result)
    assert (len(clean), hashlib.sha256(clean).hexdigest()) == (facts.size, facts.sha256)
    return clean, facts


async def refused(pictures: PictureFiles, data: bytes) -> str:
    spool = spooled(data)
    with pytest.raises(BadImage) as caught:
        await pictures.finished(spool)
    assert spool.file.closed
    return caught.value.reason


async def refer(pictures: PictureFiles, data: bytes) -> bytes:
    result = await pictures.reference(BytesIO(data))
    reference = content(result)
    assert (result.size, result.sha256) == (len(reference), hashlib.sha256(reference).hexdigest())
    with Image.open(BytesIO(reference)) as image:
        assert result.media_type == Image.MIME[image.format or ""]
        assert not set(image.info) & {"exif", "icc_profile", "comment", "xmp", "parameters", "XML:com.adobe.xmp"}
        assert not image.getexif()
    return reference


async def turned_down(pictures: PictureFiles, data: bytes) -> str:
    with pytest.raises(BadImage) as caught:
        await pictures.reference(BytesIO(data))
    return caught.value.reason


# --- finished ------------------------------------------------------------------------------------------------------


async def test_a_clean_png_is_handed_on_as_it_is(pictures: PictureFiles) -> None:
    data = encoded(painted())
    spool = spooled(data)
    result, facts = await pictures.finished(spool)
    assert result is spool
    assert facts == ImageFacts("image/png", 64, 48, len(data), hashlib.sha256(data).hexdigest())
    assert content(result) == data


@pytest.mark.proves("PRV-08")
async def test_no_text_of_any_kind_stays_in_a_png(pictures: PictureFiles) -> None:
    info = PngInfo()
    info.add_text("parameters", CANARY)
    info.add_text("zipped", CANARY, zip=True)
    info.add_itxt("XML:com.adobe.xmp", CANARY)
    exif = Image.Exif()
    exif[0x010E] = CANARY
    data = encoded(painted(), pnginfo=info, exif=exif)
    data = after_header(data, chunk(b"prVt", CANARY.encode()), chunk(b"sRGB", CANARY.encode()), chunk(b"tIME", bytes(7)))
    assert {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"prVt", b"tIME", b"sRGB"} <= set(chunks(data))
    clean, _ = await finish(pictures, data)
    assert set(chunks(clean)) == {b"IHDR", b"IDAT", b"IEND"}
    assert CANARY.encode() not in clean
    assert pixel(clean, (0, 0)) == (255, 0, 0, 255)


async def test_colours_resolution_and_transparency_stay_in_a_png(pictures: PictureFiles) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(painted("P"), icc_profile=profile, dpi=(72, 72), transparency=b"\x00\x80")
    data = after_header(data, chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"tEXt", b"a\x00b"))
    clean, _ = await finish(pictures, data)
    assert set(chunks(clean)) == {b"IHDR", b"gAMA", b"iCCP", b"PLTE", b"tRNS", b"pHYs", b"IDAT", b"IEND"}


async def test_what_follows_the_end_of_a_png_is_cut_off(pictures: PictureFiles) -> None:
    data = encoded(painted())
    clean, facts = await finish(pictures, data + b"PK\x03\x04" + CANARY.encode())
    assert clean == data
    assert facts.size == len(data)


@pytest.mark.parametrize("options", [{"optimize": True}, {"compress_level": 0}])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
async def test_every_kind_of_png_is_accepted(pictures: PictureFiles, mode: str, options: dict[str, Any]) -> None:
    image = painted("L").convert("I").convert(mode) if mode == "I;16" else painted(mode)
    data = encoded(image, **options)
    assert (await finish(pictures, data))[0] == data


@pytest.mark.proves("PRV-08")
@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
async def test_other_kinds_are_encoded_anew_without_metadata(pictures: PictureFiles, kind: str, media_type: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = CANARY
    data = encoded(painted(), kind, exif=exif, xmp=CANARY.encode(), quality=95)
    assert data.count(CANARY.encode()) == 2
    clean, facts = await finish(pictures, data, "image/png")  # what it was said to be does not matter
    assert CANARY.encode() not in clean
    assert (facts.media_type, facts.width, facts.height) == (media_type, 64, 48)
    assert pixel(clean, (4, 4))[0] > 240 > 20 > pixel(clean, (4, 4))[2]


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"<html>no</html>", b"{}", encoded(painted(), "GIF"), encoded(painted(), "TIFF")])
async def test_a_made_picture_of_no_known_kind_is_refused(pictures: PictureFiles, data: bytes) -> None:
    assert await refused(pictures, data) == "not-an-image"


@pytest.mark.parametrize("cut", [8, 20, 33, 60, -40, -13, -12, -1])
async def test_a_png_cut_off_anywhere_is_refused(pictures: PictureFiles, cut: int) -> None:
    assert await refused(pictures, encoded(painted())[:cut]) == "damaged"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
async def test_other_kinds_cut_off_are_refused(pictures: PictureFiles, kind: str, share: float) -> None:
    data = encoded(Image.effect_noise((64, 48), 50).convert("RGB"), kind)
    assert await refused(pictures, data[: int(len(data) * share)]) == "damaged"


def png_of(width: int, height: int, raw: bytes, interlaced: bool = False) -> bytes:
    """A PNG whose every checksum is right, whatever its rows are."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("missing", [1, 64 * 3 + 1, 30 * (64 * 3 + 1)])
@pytest.mark.parametrize("value", [0, 200])
async def test_pixels_that_are_missing_are_noticed_even_with_all_checksums_right(pictures: PictureFiles, missing: int, value: int) -> None:
    raw = (b"\x00" + bytes([value]) * 64 * 3) * 48
    assert (await finish(pictures, png_of(64, 48, raw)))[1].width == 64
    assert await refused(pictures, png_of(64, 48, raw[:-missing])) == "damaged"


# In the last one the row at the bottom is there and others are not: a glance at the bottom would not do.
@pytest.mark.parametrize(("size", "missing"), [((1, 1), 1), ((3, 5), 1), ((8, 8), 1), ((17, 9), 1), ((2, 30), 1), ((1, 17), 40)])
async def test_missing_pixels_are_noticed_in_interlaced_pictures_too(pictures: PictureFiles, size: tuple[int, int], missing: int) -> None:
    raw = b"".join((b"\x00" + b"\xc8" * 3 * columns) * rows for columns, rows in adam7(*size) if columns and rows)
    assert (await finish(pictures, png_of(*size, raw, interlaced=True)))[1].width == size[0]
    assert await refused(pictures, png_of(*size, raw[:-missing], interlaced=True)) == "damaged"


def adam7(width: int, height: int) -> list[tuple[int, int]]:
    """Columns and rows of the seven passes, counted on the format's own 8 by 8 pattern."""
    pattern = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"]
    passes = [pattern[y % 8][x % 8] for y in range(height) for x in range(width)]
    spots = [[divmod(i, width) for i, number in enumerate(passes) if number == str(wanted)] for wanted in range(1, 8)]
    return [(len({x for _, x in found}), len({y for y, _ in found})) for found in spots]


async def test_a_black_picture_is_a_picture(pictures: PictureFiles) -> None:
    for mode in ("1", "L", "P", "RGB", "RGBA", "I;16"):
        data = encoded(Image.new(mode, (33, 20)))
        assert (await finish(pictures, data))[0] == data


async def test_a_wrong_checksum_is_noticed_wherever_it_is(pictures: PictureFiles) -> None:
    data = encoded(painted())
    for at in (20, 31, 60, len(data) - 20, len(data) - 2):
        assert await refused(pictures, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + declared(2, 2) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + declared(0, 2) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + declared(1, 1) * 2 + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"short") + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIDAT",
    ],
)
async def test_a_png_that_is_put_together_wrongly_is_refused(pictures: PictureFiles, data: bytes) -> None:
    assert await refused(pictures, data) == "damaged"


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (FINISHED_PIXELS + 1, 1), (2**31 - 1, 2**31 - 1)])
async def test_a_bomb_is_refused_before_it_is_unpacked(pictures: PictureFiles, width: int, height: int) -> None:
    rows = zlib.compress(bytes(5_000_000), 9)
    data = b"\x89PNG\r\n\x1a\n" + declared(width, height) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(data) < 10_000
    assert await refused(pictures, data) == "too-many-pixels"


async def test_a_zipped_text_that_unpacks_to_megabytes_is_just_left_out(pictures: PictureFiles) -> None:
    bomb = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(5_000_000), 9))
    data = encoded(painted())
    assert (await finish(pictures, after_header(data, bomb)))[0] == data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_the_pixel_limit_is_the_operators_choice(kind: str) -> None:
    pictures = PictureFiles(max_pixels=64 * 48 - 1)
    assert await refused(pictures, encoded(painted(), kind)) == "too-many-pixels"
    pictures.close()


async def test_a_made_picture_of_absurd_size_is_not_even_read(pictures: PictureFiles) -> None:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the imaging takes it over
    file.truncate(65 * 2**20)
    with pytest.raises(BadImage, match="too-large"):
        await pictures.finished(Spooled(file, "image/png", 65 * 2**20, ""))
    assert file.closed


async def test_a_copy_gives_the_old_file_back(pictures: PictureFiles, tmp_path: Path) -> None:
    spool = spooled(after_header(encoded(painted()), chunk(b"tEXt", b"a\x00b")))
    result, _ = await pictures.finished(spool)
    assert spool.file.closed
    result.close()


# --- references ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_every_usual_kind_can_be_a_reference(pictures: PictureFiles, kind: str) -> None:
    reference = await refer(pictures, encoded(painted(), kind))
    red, green, blue, alpha = pixel(reference, (8, 4))
    assert red > 230
    assert max(green, blue) < 40
    assert alpha == 255


@pytest.mark.proves("PRV-08", "PRV-19")
async def test_where_a_photo_was_taken_is_not_passed_on(pictures: PictureFiles) -> None:
    exif = Image.Exif()
    exif[0x010F] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = encoded(painted(), "JPEG", exif=exif, comment=CANARY, xmp=CANARY.encode())
    assert data.count(CANARY.encode()) == 3
    reference = await refer(pictures, data)
    assert CANARY.encode() not in reference
    assert b"Exif" not in reference


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photo_stands_upright(pictures: PictureFiles, orientation: int, kind: str) -> None:
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
    }.get(back)  # fmt: skip
    stored = painted().transpose(turn) if turn is not None else painted()
    exif = Image.Exif()
    exif[0x0112] = orientation
    reference = await refer(pictures, encoded(stored, kind, exif=exif))
    with Image.open(BytesIO(reference)) as image:
        assert image.size == (64, 48)
    assert pixel(reference, (4, 4))[0] > 230 > 40 > pixel(reference, (4, 4))[2]  # red above
    assert pixel(reference, (60, 40))[2] > 230 > 40 > pixel(reference, (60, 40))[0]  # blue on the right


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
async def test_exif_that_cannot_be_read_is_no_obstacle(pictures: PictureFiles) -> None:
    assert await refer(pictures, encoded(painted(), "JPEG", exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff broken"))


async def test_a_printers_photo_becomes_one_for_screens(pictures: PictureFiles) -> None:
    reference = await refer(pictures, encoded(painted("CMYK"), "JPEG", quality=95))
    red, green, blue, _ = pixel(reference, (8, 4))
    assert red > 220
    assert max(green, blue) < 60


async def test_colours_of_another_profile_are_brought_to_srgb(pictures: PictureFiles) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert await refer(pictures, encoded(painted(), "PNG", icc_profile=lab))  # a profile of another kind is ignored
    swapped = _profile_with_red_and_blue_exchanged()
    reference = await refer(pictures, encoded(painted(), "PNG", icc_profile=swapped))
    red, _, blue, _ = pixel(reference, (8, 4))
    assert blue > 200 > red


def _profile_with_red_and_blue_exchanged() -> bytes:
    """sRGB with the names of two primaries exchanged: a picture of this profile that says red means blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


async def test_a_broken_profile_is_ignored(pictures: PictureFiles) -> None:
    reference = await refer(pictures, encoded(painted(), "PNG", icc_profile=b"no profile" * 30))
    assert pixel(reference, (8, 4))[0] > 230


async def test_sixteen_bits_become_eight_without_clipping(pictures: PictureFiles) -> None:
    grey = Image.new("I;16", (16, 16), 0x8000)
    assert 120 < pixel(await refer(pictures, encoded(grey)), (8, 8))[0] < 136


async def test_transparency_is_kept_as_png(pictures: PictureFiles) -> None:
    image = painted("RGBA")
    image.putpixel((1, 1), (0, 0, 0, 0))
    reference = await refer(pictures, encoded(image, "WEBP", lossless=True))
    assert reference.startswith(b"\x89PNG")
    assert pixel(reference, (1, 1))[3] == 0
    assert pixel(reference, (8, 4)) == (255, 0, 0, 255)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
async def test_a_transparent_colour_shows_through(pictures: PictureFiles, mode: str) -> None:
    image = painted(mode)
    key = image.getpixel((8, 4))
    reference = await refer(pictures, encoded(image, transparency=key))
    assert pixel(reference, (8, 4))[3] == 0
    assert pixel(reference, (60, 40))[3] == 255


async def test_transparency_that_hides_nothing_is_dropped(pictures: PictureFiles) -> None:
    assert (await refer(pictures, encoded(painted("RGBA")))).startswith(b"\xff\xd8\xff")


async def test_the_first_picture_of_an_animation_counts(pictures: PictureFiles) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "PNG", "WEBP"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
        red, green, _, _ = pixel(await refer(pictures, data), (16, 16))
        assert red > 240 > 20 > green


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 1000), (2048, 512)), ((1000, 4000), (512, 2048)), ((2048, 2048), (2048, 2048)), ((9000, 1), (2048, 1))]
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_large_picture_becomes_smaller(pictures: PictureFiles, size: tuple[int, int], expected: tuple[int, int], kind: str) -> None:
    with Image.open(BytesIO(await refer(pictures, encoded(Image.new("RGB", size, "teal"), kind)))) as image:
        assert image.size == expected


async def test_a_picture_that_does_not_compress_still_fits(pictures: PictureFiles) -> None:
    noise = Image.frombytes("RGBA", (1500, 1500), os.urandom(1500 * 1500 * 4))
    reference = await refer(pictures, encoded(noise, compress_level=0))
    assert len(reference) <= REFERENCE_BYTES
    assert reference.startswith(b"\x89PNG")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"%PDF-1.7\n",
        b"<!DOCTYPE html><html><body>fox.png</body></html>",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"P6 1 1 255\n...",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        encoded(painted(), "TIFF"),
        encoded(painted(), "BMP"),
        encoded(painted(), "AVIF"),
    ],
)
async def test_anything_else_is_not_an_image(pictures: PictureFiles, data: bytes) -> None:
    assert await turned_down(pictures, data) == "not-an-image"


async def test_a_page_hidden_behind_a_picture_does_not_get_through(pictures: PictureFiles) -> None:
    polyglot = encoded(painted(), "GIF") + b"<script>alert(1)</script>"
    assert b"<script>" not in await refer(pictures, polyglot)


async def test_a_page_that_begins_like_a_picture_is_damaged(pictures: PictureFiles) -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBP"):
        assert await turned_down(pictures, start + b"<html><script>alert(1)</script></html>") == "damaged"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_half_a_picture_is_damaged(pictures: PictureFiles, kind: str) -> None:
    data = encoded(Image.effect_noise((64, 64), 80).convert("RGB"), kind)
    assert await turned_down(pictures, data[: len(data) // 2]) == "damaged"


async def test_a_file_of_sixty_megabytes_is_not_even_read(pictures: PictureFiles) -> None:
    class Unread(BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            return 60 * 2**20 if whence == 2 else super().seek(offset, whence)

        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("read")

    with pytest.raises(BadImage, match="too-large"):
        await pictures.reference(Unread())
    with tempfile.TemporaryFile() as sparse:
        sparse.write(encoded(painted()))
        sparse.truncate(60 * 2**20)
        with pytest.raises(BadImage, match="too-large"):
            await pictures.reference(cast(BinaryIO, sparse))


def _gif(width: int, height: int) -> bytes:
    data = bytearray(encoded(painted(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def _jpeg(width: int, height: int) -> bytes:
    data = bytearray(encoded(painted(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + declared(10_000, 5_001) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + declared(60_000, 60_000) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""),
        _gif(65_535, 65_535),
        _jpeg(65_000, 65_000),
    ],
)
async def test_an_upload_with_too_many_pixels_is_refused_before_decoding(pictures: PictureFiles, data: bytes) -> None:
    assert await turned_down(pictures, data) == "too-many-pixels"


async def test_a_jpeg_with_thousands_of_scans_is_refused(pictures: PictureFiles) -> None:
    data = encoded(painted(), "JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    scan = data[start:-2]
    assert await refer(pictures, data)
    assert await turned_down(pictures, data[:start] + scan * 2000 + data[-2:]) == "damaged"


async def test_the_persons_file_stays_open(pictures: PictureFiles) -> None:
    file = BytesIO(encoded(painted()))
    (await pictures.reference(file)).close()
    assert not file.closed


# --- previews ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "expected"), [((1024, 1024), (512, 512)), ((1536, 1024), (512, 341)), ((300, 200), (300, 200))])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_preview_is_a_small_jpeg(pictures: PictureFiles, size: tuple[int, int], expected: tuple[int, int], kind: str) -> None:
    data, width, height = await pictures.preview(BytesIO(encoded(painted(size=size), kind)))
    assert data.startswith(b"\xff\xd8\xff")
    assert len(data) < 40_000
    with Image.open(BytesIO(data)) as image:
        assert image.size == (width, height) == expected


async def test_a_transparent_frame_can_be_previewed(pictures: PictureFiles) -> None:
    data, _, _ = await pictures.preview(BytesIO(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)))))
    assert data.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("frame", "reason"), [(b"", "not-an-image"), (encoded(painted())[:90], "damaged")])
async def test_a_broken_frame_is_no_preview(pictures: PictureFiles, frame: bytes, reason: str) -> None:
    with pytest.raises(BadImage, match=reason):
        await pictures.preview(BytesIO(frame))


# --- all of them ---------------------------------------------------------------------------------------------------


async def test_the_loop_goes_on_while_a_large_picture_is_read(pictures: PictureFiles) -> None:
    data = encoded(Image.effect_noise((2048, 2048), 50).convert("RGB"), compress_level=1)
    ticks = 0
    working = asyncio.create_task(finish(pictures, data))
    while not working.done():
        await asyncio.sleep(0.001)
        ticks += 1
    await working
    assert ticks > 5


async def test_it_is_busy_while_more_waits_than_its_threads_can_soon_do() -> None:
    pictures = PictureFiles(threads=1)
    frames = [BytesIO(encoded(painted(size=(1500, 1500)))) for _ in range(4)]
    assert not pictures.busy()
    few = [asyncio.create_task(pictures.preview(frame)) for frame in frames[:2]]
    await asyncio.sleep(0)
    assert not pictures.busy()
    more = [asyncio.create_task(pictures.preview(frame)) for frame in frames[2:]]
    await asyncio.sleep(0)
    assert pictures.busy()
    await asyncio.gather(*few, *more)
    await asyncio.sleep(0)
    assert not pictures.busy()
    pictures.close()


async def test_what_a_cancelled_caller_no_longer_wants_is_closed() -> None:
    pictures = PictureFiles(threads=1)
    spool = spooled(encoded(painted(size=(1500, 1500))))
    working = asyncio.create_task(pictures.finished(spool))
    await asyncio.sleep(0)  # it is in the thread now
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    await pictures.preview(BytesIO(encoded(painted())))  # the only thread has come to the next thing
    assert spool.file.closed
    pictures.close()


SAMPLES = [
    encoded(painted("RGBA"), exif=b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00", dpi=(72, 72)),
    encoded(painted("P"), transparency=b"\x00\x80"),
    encoded(painted(), "JPEG", exif=b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00", progressive=True),
    encoded(painted("CMYK"), "JPEG"),
    encoded(painted("RGBA"), "WEBP"),
    encoded(painted(), "GIF"),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_random_damage_ends_in_a_picture_or_in_a_refusal(pictures: PictureFiles, data: st.DataObject) -> None:
    broken = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] ^= data.draw(st.integers(1, 255))
    whole = bytes(broken[: data.draw(st.integers(len(broken) // 2, len(broken)))])
    uses: list[Callable[[], Awaitable[object]]] = [
        lambda: pictures.finished(spooled(whole)),
        lambda: pictures.reference(BytesIO(whole)),
        lambda: pictures.preview(BytesIO(whole)),
    ]
    for use in uses:
        with suppress(BadImage):
            made = await use()
            result = made[0] if isinstance(made, tuple) else made
            if isinstance(result, Spooled):
                result.close()
