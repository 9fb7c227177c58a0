"""Picture files through Pillow: checked, made small enough, and stripped of everything that is not the picture."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from PIL import Image, ImageCms, ImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from adapters.imaging import jpeg, png
from core.ports import BadImage, ImageFacts, Spooled

MIB = 2**20
FINISHED_PIXELS = 8_294_400 * 11 // 10  # the gateway's largest picture and a tenth
FINISHED_BYTES = 64 * MIB
UPLOAD_PIXELS = 50_000_000
UPLOAD_BYTES = 25 * MIB
REFERENCE_SIDE = 2048
REFERENCE_BYTES = 8 * MIB
PREVIEW_SIDE = 512
PREVIEW_BYTES = 16 * MIB
_WORKS_PER_THREAD = 3  # under way or waiting; a preview takes about as long as the check of a picture
_LOWEST_QUALITY = 75
_JPEG_SCANS = 100  # encoders use about ten

T = TypeVar("T", covariant=True)


class _Opener(Protocol):
    def __call__(self, fp: BytesIO) -> ImageFile.ImageFile: ...


# Called directly, and not through `Image.open`: nothing but these four readers ever sees the bytes, and the pixel limits are ours.
_OPENERS: dict[str, _Opener] = {
    "image/png": PngImageFile,
    "image/jpeg": JpegImageFile,
    "image/webp": WebPImageFile,
    "image/gif": GifImageFile,
}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112


class PictureFiles:
    """Port `Imaging`. Work runs in a few threads; of them people's uploads, which may be far larger, take one at a time."""

    def __init__(self, *, directory: Path | None = None, max_pixels: int = FINISHED_PIXELS, threads: int = 2) -> None:
        """`directory` takes the temporary files (nameless); `max_pixels` is the limit for finished pictures and previews."""
        self._directory = directory
        self._max_pixels = max_pixels
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pictures")
        self._most = threads * _WORKS_PER_THREAD
        self._works = 0
        self._one_upload = asyncio.Lock()

    async def finished(self, spooled: Spooled) -> tuple[Spooled, ImageFacts]:
        """See `Imaging.finished`.

        A PNG is decompressed once to be sure of it, and its bytes stay as they are: without metadata it is the same spool that comes back,
        else a copy of the kept chunks. JPEG and WebP, which the gateway sends only when told to, are encoded anew at high quality.
        """
        return await self._run(lambda: _finished(spooled, self._max_pixels, self._directory), _close_first)

    async def reference(self, file: BinaryIO) -> Spooled:
        """See `Imaging.reference`. The file stays the caller's. With transparency it becomes a PNG, otherwise a JPEG; at most 8 MiB."""
        async with self._one_upload:
            return await self._run(lambda: _reference(file, self._directory), Spooled.close)

    async def preview(self, frame: BinaryIO) -> tuple[bytes, int, int]:
        """See `Imaging.preview`. At most 512 px."""
        return await self._run(lambda: _preview(frame, self._max_pixels), lambda made: None)

    async def smaller(self, file: BinaryIO, limit: int) -> bytes:
        """See `Imaging.smaller`."""
        return await self._run(lambda: _smaller(file, limit, self._max_pixels), lambda made: None)

    def busy(self) -> bool:
        """See `Imaging.busy`."""
        return self._works >= self._most

    def close(self) -> None:
        """Let the threads go; what has not begun is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T], discard: Callable[[T], None]) -> T:
        """A thread cannot be interrupted: when we are cancelled it goes on, and what it makes is thrown away."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        self._works += 1
        running.add_done_callback(self._ended)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            running.add_done_callback(lambda done: None if done.cancelled() or done.exception() else discard(done.result()))
            raise

    def _ended(self, _: object) -> None:
        self._works -= 1


def _close_first(made: tuple[Spooled, ImageFacts]) -> None:
    made[0].close()


# --- the three jobs, in a thread -----------------------------------------------------------------------------------


def _finished(spooled: Spooled, max_pixels: int, directory: Path | None) -> tuple[Spooled, ImageFacts]:
    try:
        data = _read(spooled.file, FINISHED_BYTES)
        media_type = _media_type(data)
        if media_type == "image/gif":
            raise BadImage("not-an-image")
        clean, width, height = _clean_png(data, max_pixels) if media_type == "image/png" else _again(data, media_type, max_pixels)
        result = _spooled(clean, media_type, directory) if clean is not data else spooled
    except BaseException:
        spooled.close()
        raise
    if result is not spooled:
        spooled.close()
    result.media_type = media_type
    result.file.seek(0)
    return result, ImageFacts(media_type, width, height, result.size, result.sha256)


def _clean_png(data: bytes, max_pixels: int) -> tuple[bytes, int, int]:
    """The very same object when there is nothing to leave out."""
    form = png.outline(data)
    clean = data if form.kept == ((0, len(data)),) else b"".join(data[start:end] for start, end in form.kept)
    _opened(clean, "image/png", max_pixels)
    if not png.can_be_drawn(clean, form):
        raise BadImage("damaged")
    return clean, form.width, form.height


def _again(data: bytes, media_type: str, max_pixels: int) -> tuple[bytes, int, int]:
    image = _presentable(_opened(data, media_type, max_pixels), side=None)
    return _encoded(image, media_type, quality=95), image.width, image.height


def _reference(file: BinaryIO, directory: Path | None) -> Spooled:
    data = _read(file, UPLOAD_BYTES)
    image = _presentable(_opened(data, _media_type(data), UPLOAD_PIXELS), side=REFERENCE_SIDE)
    media_type = "image/png" if image.mode == "RGBA" else "image/jpeg"
    encoded = _encoded(image, media_type, quality=92)
    while len(encoded) > REFERENCE_BYTES:  # only noise with transparency is so large; each turn halves the pixels
        image.thumbnail((image.width * 7 // 10, image.height * 7 // 10))
        encoded = _encoded(image, media_type, quality=92)
    return _spooled(encoded, media_type, directory)


def _preview(frame: BinaryIO, max_pixels: int) -> tuple[bytes, int, int]:
    data = _read(frame, PREVIEW_BYTES)
    image = _presentable(_opened(data, _media_type(data), max_pixels), side=PREVIEW_SIDE).convert("RGB")
    return _encoded(image, "image/jpeg", quality=70), image.width, image.height


def _smaller(file: BinaryIO, limit: int, max_pixels: int) -> bytes:
    data = _read(file, FINISHED_BYTES)
    image = _presentable(_opened(data, _media_type(data), max_pixels), side=None)
    quality = 95
    while len(encoded := _encoded(image, "image/jpeg", quality=quality)) > limit:
        if quality > _LOWEST_QUALITY:
            quality -= 10
        else:
            image.thumbnail((image.width * 7 // 10, image.height * 7 // 10))
    return encoded


# --- reading -------------------------------------------------------------------------------------------------------


def _read(file: BinaryIO, limit: int) -> bytes:
    """The whole file, unless it is too large: then none of it."""
    if file.seek(0, os.SEEK_END) > limit:
        raise BadImage("too-large")
    file.seek(0)
    return file.read(limit)


def _media_type(data: bytes) -> str:
    """By content; what the file is called or said to be does not matter."""
    if data.startswith(png.SIGNATURE):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    raise BadImage("not-an-image")


def _opened(data: bytes, media_type: str, max_pixels: int) -> ImageFile.ImageFile:
    """Only the head is read here, so the size is known before anything is decoded."""
    if media_type == "image/jpeg" and jpeg.scans(data) > _JPEG_SCANS:
        raise BadImage("damaged")
    with _damaged():
        image = _OPENERS[media_type](BytesIO(data))
    _check_pixels(image.width, image.height, max_pixels)
    return image


def _check_pixels(width: int, height: int, limit: int) -> None:
    if not width * height:
        raise BadImage("damaged")
    if width * height > limit:
        raise BadImage("too-many-pixels")


@contextmanager
def _damaged() -> Iterator[None]:
    """Pillow raises almost anything on a broken file: OSError, SyntaxError, struct.error, KeyError, MemoryError …"""
    try:
        yield
    except Exception:  # noqa: BLE001 - whatever a hostile file provokes in the decoder is the file's fault
        raise BadImage("damaged") from None


def _decode(image: Image.Image) -> None:
    with _damaged():
        image.load()


# --- making presentable --------------------------------------------------------------------------------------------


def _presentable(image: ImageFile.ImageFile, *, side: int | None) -> Image.Image:
    """Upright, no longer than `side`, RGB or (only where something shows through) RGBA, in sRGB, with nothing attached."""
    if not isinstance(image, JpegImageFile):  # a JPEG may skip detail while it is decoded, if its final size is known by then
        _decode(image)
    profile, turn = image.info.get("icc_profile"), _UPRIGHT.get(_orientation(image) or 1)
    plain = _without_palette(image)
    with _damaged():
        # Halving first costs a third of the time, and of a preview nobody looks at single pixels.
        plain.thumbnail((side, side), reducing_gap=1.0 if side == PREVIEW_SIDE else 2.0) if side else plain.load()
        plain = _in_srgb(plain, profile)
    if turn is not None:
        plain = plain.transpose(turn)
    plain.info = {}  # Pillow would write profile, comments and the like from here
    return plain


def _orientation(image: ImageFile.ImageFile) -> int | None:
    """EXIF that cannot be read is no reason to refuse the picture."""
    try:
        orientation: int | None = image.getexif().get(_ORIENTATION_TAG)
    except Exception:  # noqa: BLE001 - the EXIF reader has as many ways to fail as the decoders
        return None
    return orientation


def _without_palette(image: Image.Image) -> Image.Image:
    """In a mode that can be scaled smoothly: L, RGB, RGBA or CMYK."""
    with _damaged():
        if image.mode.startswith("I"):  # 16-bit grey; Pillow's own conversion clips instead of scaling
            grey = image.point(lambda value: value * (1 / 256)).convert("L")
            grey.info.pop("transparency", None)
            return grey
        if image.has_transparency_data:
            return image if image.mode == "RGBA" else image.convert("RGBA")  # `convert` copies even when there is nothing to do
        return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        colour = _in_srgb(image.convert("RGB"), profile)
        if alpha.getextrema() != (255, 255):
            colour.putalpha(alpha)
        return colour
    return (profile and _through_profile(image, profile)) or image.convert("RGB")


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """`None` if the profile is broken or belongs to another kind of picture: then the colours are taken as sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


# --- writing -------------------------------------------------------------------------------------------------------


def _encoded(image: Image.Image, media_type: str, *, quality: int) -> bytes:
    target = BytesIO()
    if media_type == "image/png":
        image.save(target, "PNG", compress_level=4)
    elif media_type == "image/webp":
        image.save(target, "WEBP", quality=quality)
    else:
        image.convert("RGB").save(target, "JPEG", quality=quality, subsampling="4:4:4" if quality > 90 else "4:2:0")
    return target.getvalue()


def _spooled(data: bytes, media_type: str, directory: Path | None) -> Spooled:
    file = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115 - whoever receives the spool closes it
    try:
        file.write(data)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Spooled(file, media_type, len(data), hashlib.sha256(data).hexdigest())
