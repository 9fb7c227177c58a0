"""The door to the playground: what its page does, over HTTP."""

import asyncio
import contextlib
import json
import math
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from core.reply import Value
from tests.lines import BRIEF
from tests.story.doors.door import SOON, Door, House, Shown, Sight, credits, named, open_house, typed, words

OURS = {"X-Playground": "1"}
FORM = "form"

Json = dict[str, Any]


class PlaygroundDoor(Door):
    def __init__(self, house: House, http: httpx.AsyncClient, person: str, locale: str) -> None:
        super().__init__(house)
        self.locale = locale
        self._http = http
        self._person = person
        self._form: Json | None = None
        self._told: list[str] = []
        self._seen: dict[str, bytes] = {}
        self._buttons: dict[tuple[str, str], Json] = {}
        self._keys: dict[str, str] = {}

    async def says(self, line: str, *pictures: bytes) -> None:
        await self.rests()
        uploads = [id for data in pictures if (id := await self._uploaded(data))]
        if len(uploads) == len(pictures):  # else the page keeps the line, to be sent when that is mended
            await self._post("/api/say", {"text": line, "uploads": uploads})

    async def runs(self, command: str, **options: Value) -> None:
        await self.says(typed(command, options))

    async def presses(self, shown: Shown, label: str, *, times: int = 1) -> None:
        await self.rests()
        if shown.id == FORM:
            await self._send_form()
            return
        button = self._buttons[shown.id, label]
        press = {**button["call"], "seen": button["seen"], "at": self._keys[shown.id]}
        answers = await asyncio.gather(*(self._post("/api/run", press) for _ in range(times)))
        self._form = answers[0]["form"]

    async def changes(self, shown: Shown, label: str, **options: Value) -> None:
        """The page opens a form, which names the price of what is filled in on the button that sends it."""
        await self.presses(shown, label)
        assert self._form is not None
        self._form["values"] |= options

    async def look(self) -> list[Shown]:
        answer = (await self._http.get("/api/messages", params={"person": self._person})).raise_for_status().json()
        shown = [await self._shown(message) for message in answer["messages"] if message["author"] == "bot"]
        notices = [Shown(f"notice {number}", 1, words, aside=True) for number, words in enumerate(self._told)]
        return [*shown, *([await self._open_form()] if self._form else []), *notices]

    async def _post(self, path: str, body: Mapping[str, Any]) -> Json:
        content = {"person": self._person, "nonce": secrets.token_hex(8), **body}
        answer: Json = (await self._http.post(path, json=content, headers=OURS)).raise_for_status().json()
        return answer

    async def _uploaded(self, data: bytes) -> str | None:
        """The id of a file that was taken; the page shows why one was not."""
        query = {"person": self._person, "nonce": secrets.token_hex(8)}
        answer = await self._http.post("/api/uploads", params=query, files={"file": (named(data)[0], data)}, headers=OURS)
        if answer.status_code == 201:
            return str(answer.json()["id"])
        self._told.append(answer.json()["error"])
        return None

    async def _open_form(self) -> Shown:
        assert self._form is not None
        values = self._form["values"]
        label = words("button-make-it", self.locale, price=credits(await self._price()))
        return Shown(FORM, 1, str(values["prompt"]), (label,))

    async def _price(self) -> int:
        """What the page counts up by the tariff it was given (static/price.js)."""
        assert self._form is not None
        values = self._form["values"]
        page = (await self._http.get("/playground", params={"person": self._person})).raise_for_status().text
        boot = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)
        assert boot is not None
        tariff = json.loads(boot[1])["pricing"]
        base = tariff["base"][values["quality"]]
        large = 0 if values["shape"] == "square" else math.ceil(base * tariff["large_percent"] / 100)
        each = base + large + tariff["per_reference"] * len(values.get("references", ()))
        return int(each) * int(values["count"])

    async def _send_form(self) -> None:
        assert self._form is not None
        body = {**self._form, "seen": await self._price(), "label": typed(self._form["command"], self._form["values"]), "echo": True}
        self._form = None
        await self._post("/api/run", body)

    async def _shown(self, message: Json) -> Shown:
        body = message["body"]
        self._keys[message["id"]] = message["key"]
        self._buttons |= {(message["id"], button["label"]): button for button in body["buttons"] if button["call"]}
        facts = [f"{fact['label']} {fact['value']}" for fact in body["facts"]]
        return Shown(
            id=message["id"],
            version=message["revision"],
            text="\n".join([*body["lines"], *([body["quote"]] if body["quote"] else []), *facts]),
            labels=tuple(button["label"] for button in body["buttons"]),
            pictures=tuple([Sight(await self._picture(one["src"]), one["spoiler"]) for one in body["pictures"] if not one["draft"]]),
            links=tuple((one["name"], one["href"]) for one in body["documents"]),
            ways=tuple((button["label"], button["href"]) for button in body["buttons"] if button["href"]),
            aside=message["private"],
        )

    async def _picture(self, src: str) -> bytes:
        path = urlsplit(src).path
        if path not in self._seen:
            self._seen[path] = (await self._http.get(src)).raise_for_status().content
        return self._seen[path]


@contextlib.asynccontextmanager
async def playground_door(folder: Path, locale: str, *, working: bool) -> AsyncIterator[PlaygroundDoor]:
    async with (
        open_house(folder, {}, *(["worker"] if working else [])) as house,
        httpx.AsyncClient(base_url=house.base_url, timeout=SOON, limits=BRIEF) as http,
    ):
        seated = await http.post("/api/people", json={"name": "Ann", "locale": locale}, headers=OURS)
        yield PlaygroundDoor(house, http, seated.raise_for_status().json()["uid"], locale)
