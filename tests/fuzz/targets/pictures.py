"""Picture files: what people send, what the gateway makes, and previews."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from tempfile import TemporaryFile

from PIL import Image

from adapters.imaging.pictures import PictureFiles
from core.ports import BadImage, Spooled
from tests.fuzz.target import MIB, Attempt, Target

Job = Callable[[PictureFiles, bytes], Awaitable[object]]


def corpus() -> list[bytes]:
    """Small pictures of every kind, with what such files may carry, and some that claim to be more than they are."""
    gradient = Image.linear_gradient("L").resize((96, 64))
    colour = Image.merge("RGB", (gradient, gradient.transpose(Image.Transpose.FLIP_TOP_BOTTOM), gradient))
    clear = colour.copy()
    clear.putalpha(gradient)
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a fox"
    found = [
        _saved(image, "PNG") for image in (gradient, colour, clear, colour.convert("P"), colour.convert("1"), gradient.convert("I;16"))
    ]
    found += [_saved(colour, "JPEG", exif=exif), _saved(colour.convert("CMYK"), "JPEG"), _saved(colour, "JPEG", progressive=True)]
    found += [_saved(colour, "WEBP"), _saved(clear, "WEBP", lossless=True, exif=exif)]
    found += [_saved(colour, "GIF"), _saved(colour, "GIF", save_all=True, append_images=[clear.convert("RGB")] * 3)]
    polyglot = found[0] + b"PK\x03\x04<script>" + found[6]
    return [*found, polyglot, found[6] + found[0], _saved(Image.new("1", (3000, 3000)), "PNG")]


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _opened(job: Job) -> Callable[[], object]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Attempt]:
        pictures = PictureFiles()

        async def attempt(data: bytes) -> str:
            try:
                result = await job(pictures, data)
            except BadImage as error:
                return error.reason
            return str(result)

        yield attempt
        pictures.close()

    return opened


async def _upload(pictures: PictureFiles, data: bytes) -> object:
    with (made := await pictures.reference(BytesIO(data))).file:
        return made.media_type


async def _made(pictures: PictureFiles, data: bytes) -> object:
    file = TemporaryFile()  # noqa: SIM115 - the spool is closed by whoever receives it
    file.write(data)
    file.seek(0)
    made, facts = await pictures.finished(Spooled(file, "image/png", len(data), ""))
    made.close()
    return facts.media_type


async def _preview(pictures: PictureFiles, data: bytes) -> object:
    await pictures.preview(BytesIO(data))
    return "preview"


# People may send 50 million pixels, which take as long and as much as they do; one such file is worked on at a time (adapters/imaging).
UPLOADS = Target("uploads", corpus, _opened(_upload), examples=60, seconds=10.0, memory=900 * MIB)  # type: ignore[arg-type]
MADE = Target("made-pictures", corpus, _opened(_made), examples=120, memory=192 * MIB)  # type: ignore[arg-type]
PREVIEWS = Target("previews", corpus, _opened(_preview), examples=50, memory=192 * MIB)  # type: ignore[arg-type]
