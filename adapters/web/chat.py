"""The playground's chat log: what people and bot said, stored so that a reload and a restart lose nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.web import render
from adapters.web.previews import Previews
from core.ambient import Ambient
from core.jobs import JobState
from core.ports import ObjectStore
from core.reply import Call, Reply
from core.reply_codec import from_json, to_json
from core.storage.playground import ChatEntry
from core.storage.store import Store
from core.storage.unit_of_work import UnitOfWork
from core.text import Catalogue

PLATFORM = "playground"


class ChatLog:
    """Stores messages, and reads them back in the page's JSON."""

    def __init__(
        self, store: Store, objects: ObjectStore, catalogue: Catalogue, ambient: Ambient, previews: Previews, base_url: str
    ) -> None:
        self._store = store
        self._objects = objects
        self._catalogue = catalogue
        self._ambient = ambient
        self._previews = previews
        self._base_url = base_url.rstrip("/")

    async def post_words(self, chat: str, key: str, text: str, files: list[Mapping[str, str]]) -> ChatEntry:
        """What the person said."""
        id, now = self._ambient.new_id(), self._ambient.now()
        body = {"text": text, "files": files}
        return await self._store.write(lambda uow: uow.chats.post(chat, key, "person", "", body, id=id, now=now))

    async def post_reply(
        self, chat: str, key: str, reply: Reply, locale: str, *, move: bool = False, again: bool = False
    ) -> ChatEntry | None:
        """What the bot said; the message of the same key is replaced, or (`move`) said again at the end.

        News of a job at work is dropped once the job has ended: its result may already stand there, and is never overwritten.
        Nor does the answer to a repeated request (`again`) replace anything: what is there came from it, or after it.
        """
        id, now, body = self._ambient.new_id(), self._ambient.now(), to_json(reply)

        def work(uow: UnitOfWork) -> ChatEntry | None:
            there = uow.chats.find(chat, key)
            if _overtaken(uow, reply) or (again and there):
                return there
            return uow.chats.post(chat, key, "bot", locale, body, id=id, now=now, move=move)

        return await self._store.write(work)

    async def update(self, chat: str, key: str, reply: Reply, locale: str) -> bool:
        """Progress for a message that is there already; false if its job has ended meanwhile."""
        now, body = self._ambient.now(), to_json(reply)

        def work(uow: UnitOfWork) -> bool:
            if _overtaken(uow, reply):
                return False
            if uow.chats.find(chat, key) is not None:
                uow.chats.post(chat, key, "bot", locale, body, id="", now=now)
            return True

        return await self._store.write(work)

    async def shown(self, entries: list[ChatEntry]) -> list[dict[str, Any]]:
        """The entries as the page shows them."""
        return [await self._shown(entry) for entry in entries]

    async def _shown(self, entry: ChatEntry) -> dict[str, Any]:
        if entry.author == "person":
            return render.message(entry, await self._said(entry.body), private=False)
        reply = from_json(entry.body)
        links = {(key, download): await self.link(key, download) for key, download in render.keys_of(reply)}
        body = render.reply_body(reply, entry.locale, self._catalogue, links)
        return render.message(entry, self._with_preview(entry, reply, body), private=reply.private)

    async def _said(self, body: Mapping[str, Any]) -> dict[str, Any]:
        files = [{"src": await self.link(f["key"], False), "name": f["name"]} for f in body["files"]]
        return {"text": body["text"], "files": files}

    async def link(self, key: str, download: bool) -> str:
        """A link to an object; our own links are given without the host, so that they work by any name of this machine."""
        url = await self._objects.link(key, download=download)
        return url.removeprefix(self._base_url)

    def _with_preview(self, entry: ChatEntry, reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
        frame = self._previews.get(entry.key) if reply.progress else None
        if frame is None:
            return body
        picture = {"src": f"/previews/{entry.key}?n={frame.number}", "alt": "", "width": 0, "height": 0, "spoiler": False, "draft": True}
        return {**body, "pictures": [picture]}


def _overtaken(uow: UnitOfWork, reply: Reply) -> bool:
    offers = any(isinstance(button.action, Call) and button.action.command == "make" for button in reply.buttons)
    if reply.job is None or not (offers or reply.progress):
        return False
    job = uow.jobs.get(reply.job)
    return job is None or (job.state is not JobState.DRAFT if offers else job.settled)


def without_form(reply: Reply) -> Reply:
    """A form is opened, not said."""
    return replace(reply, form=None)


def says_something(reply: Reply) -> bool:
    """Whether there is anything to post."""
    return bool(reply.lines or reply.facts or reply.pictures or reply.documents)
