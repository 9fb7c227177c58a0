"""One HTTP call: what was asked and what was answered."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import BodyPartReader, web

from tests.loopback_discord.cdn import Upload
from tests.loopback_discord.refusals import wrong

_FILE = re.compile(r"files\[(\d+)\]")


@dataclass
class Exchange:
    """A call to the API, kept for the tests to look at."""

    method: str
    route: str  # the template, `/channels/{channel_id}/messages`
    path: str
    parts: dict[str, str]
    query: dict[str, str]
    authorization: str | None
    at: datetime
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    status: int = 0
    answer: Any = None

    @property
    def words(self) -> str:
        """The body as text, to look for words in."""
        return json.dumps(self.body, ensure_ascii=False)


async def read_body(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """The JSON of the call and its files, by their number."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else None), {}
    body: Any = None
    uploads: dict[int, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        elif named := _FILE.fullmatch(part.name or ""):
            kind = part.headers.get("Content-Type", "")
            data = bytes(await part.read())
            uploads[int(named[1])] = Upload(part.filename or "file", data, "" if kind == "application/octet-stream" else kind)
        else:
            raise wrong(part.name or "", code="UNKNOWN_PART", message="This part of the form is not known.")
    return body, uploads
