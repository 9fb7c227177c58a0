"""One picture request on its way: what was asked, what the trigger changes, the painting and the charge."""

import asyncio
import zlib

from adapters.local.gateway.exchange import Exchange
from adapters.local.gateway.faults import BAD_IMAGE, BAD_MASK
from adapters.local.gateway.house import House
from adapters.local.gateway.journal import Entry
from adapters.local.gateway.painting import BadReference, Painted, Sheet, open_mask, open_reference, size_of
from adapters.local.gateway.request import SIZE, PictureRequest
from adapters.local.gateway.trigger import BadTrigger, Trigger
from adapters.local.gateway.wire import HEARTBEAT, SSE, Headers, Refused

JSON_BEAT = b" \n"
SHORTEST_BEAT = 0.001


class Sitting:
    """One request for pictures. `exchange` is missing for an asynchronous task, which works while nobody listens."""

    def __init__(self, house: House, request: PictureRequest, trigger: Trigger, entry: Entry, exchange: Exchange | None) -> None:
        self.house = house
        self.request = request
        self.trigger = trigger
        self.entry = entry
        self.pace = trigger.number(house.options.pace, option="pace")
        self.beat = max(SHORTEST_BEAT, trigger.number(house.options.heartbeat, option="beat"))
        self.created = int(house.ambient.now().timestamp())
        self._exchange = exchange
        self._began = asyncio.get_running_loop().time()
        self._sheets: list[Sheet] = []
        self._pack = zlib.compressobj(1, wbits=31) if trigger.name == "gzip" else None

    @property
    def exchange(self) -> Exchange:
        """The client's side."""
        assert self._exchange is not None  # conversations are held only with a client
        return self._exchange

    @property
    def prefix(self) -> str:
        """What the names of events begin with."""
        return "image_edit" if self.request.edit else "image_generation"

    async def prepare(self) -> None:
        """Begin: look at the references before anything is answered. Raises `Refused` when one cannot be read."""
        self._began = asyncio.get_running_loop().time()
        request, cut = self.request, int(self.trigger.number(self.house.options.upload_cut, option="cut"))
        try:
            references = await self.house.painter.call(lambda: [open_reference(data[:cut]) for data in request.references])
        except BadReference:
            raise Refused(BAD_IMAGE) from None
        if request.mask is not None:
            await self._check_mask(request.mask, request.references[0])
        width, height = self._real_size()
        self._sheets = [
            Sheet(
                prompt=request.plain_prompt,
                width=width,
                height=height,
                variation=self.house.attempts.next(request.prompt),
                output_format=self._real_format(),
                frames=request.partial_images,
                references=tuple(references),
                file_size=int(self.trigger.number(self.house.options.picture_bytes, option="bytes")),
                plain=self.house.options.plain,
            )
            for _ in range(request.count)
        ]

    async def paint(self) -> list[Painted]:
        """The pictures with their frames, before any charge."""
        return [await self.house.painter.paint(sheet) for sheet in self._sheets]

    async def paint_beating(self, seconds: float, beat: bytes = HEARTBEAT) -> list[Painted]:
        """The same, not before this long after the beginning, with heartbeats meanwhile."""
        async with asyncio.TaskGroup() as group:
            painting = group.create_task(self.paint())
            await self.beat_until(seconds, beat)
        return painting.result()

    async def produce(self) -> list[Painted]:
        """The pictures, made in the time that they take, and charged."""
        pictures = await self.paint()
        await self.until(self.pace)
        self.charge(pictures)
        return pictures

    def charge(self, pictures: list[Painted]) -> None:
        """Each picture that exists costs, whoever is still there to receive it (§5.5)."""
        gone = self._exchange is not None and self._exchange.gone.is_set()
        for picture in pictures:
            size = picture.width, picture.height
            charge = self.house.ledger.charge(
                self.house.options, self.house.ambient.now(), size, request=self.entry.number, client_gone=gone
            )
            self.entry.charged = round(self.entry.charged + charge.actual_cost, 6)

    def take_rhythm(self, place: int) -> None:
        """Heartbeat interval and duration from two arguments of the trigger."""
        self.beat = max(SHORTEST_BEAT, self.trigger.number(self.beat, index=place, option="beat"))
        self.pace = self.trigger.number(self.pace, index=place + 1, option="pace")

    async def until(self, seconds: float) -> None:
        """Wait until this long after the beginning, in silence."""
        await asyncio.sleep(max(0.0, self._left(seconds)))

    async def beat_until(self, seconds: float, beat: bytes = HEARTBEAT) -> None:
        """The same, with heartbeats in between."""
        while (left := self._left(seconds)) > 0:
            await asyncio.sleep(min(left, self.beat))
            if left > self.beat:
                await self.piece(beat)

    async def open_stream(self, headers: Headers = ()) -> None:
        """Begin the stream with a heartbeat, unless waiting for a place has begun it."""
        if not self.exchange.started:
            packing = (("Content-Encoding", "gzip"),) if self._pack else ()
            await self.exchange.open(SSE, (("Cache-Control", "no-cache"), ("X-Accel-Buffering", "no"), *packing, *headers))
            await self.piece(HEARTBEAT)

    async def piece(self, *data: bytes) -> None:
        """A piece of the opened answer, packed if the trigger says so."""
        if self._pack:
            packed = await self.house.painter.call(lambda: self._packed(b"".join(data)))
            await self.exchange.piece(packed)
        else:
            await self.exchange.piece(*data)

    async def finish(self) -> None:
        """The proper end of the opened answer."""
        await self.exchange.piece(self._pack.flush() if self._pack else b"")
        await self.exchange.finish()

    def _packed(self, data: bytes) -> bytes:
        assert self._pack is not None
        return self._pack.compress(data) + self._pack.flush(zlib.Z_SYNC_FLUSH)

    def _left(self, seconds: float) -> float:
        return self._began + seconds - asyncio.get_running_loop().time()

    def _real_size(self) -> tuple[int, int]:
        """The pixels that come, whatever was asked: the bridge likes 1254×1254 (§2.2)."""
        asked = "1254x1254" if self.trigger.name == "size_off" else self.trigger.options.get("size", "")
        if not asked:
            return self.request.width, self.request.height
        found = SIZE.fullmatch(asked)
        if not found or int(found[1]) * int(found[2]) > 20_000_000:
            raise BadTrigger
        return int(found[1]), int(found[2])

    def _real_format(self) -> str:
        """The file format that comes, whatever was asked."""
        name = self.trigger.word(0, "jpeg") if self.trigger.name == "fmt" else self.request.output_format
        if name not in ("png", "jpeg", "webp"):
            raise BadTrigger
        return name

    async def _check_mask(self, mask: bytes, first: bytes) -> None:
        """A mask is a PNG with transparency and as large as the first picture (§3). Raises `Refused`."""
        try:
            fits = await self.house.painter.call(lambda: open_mask(mask) == size_of(first))
        except BadReference:
            fits = False
        if not fits:
            raise Refused(BAD_MASK)
