"""The playground as a chat platform: messages are rows that the page reads."""

import logging
from collections.abc import Sequence
from datetime import datetime

from adapters.web.bell import Bell
from adapters.web.chat import ChatLog
from adapters.web.previews import Previews
from core.caller import Address
from core.ports import Posted, TakenBack
from core.reply import Reply

log = logging.getLogger(__name__)


class PlaygroundMessenger:
    """Port `Messenger`. The same key replaces the same message, so a repeated delivery shows one picture."""

    def __init__(self, chat: ChatLog, bell: Bell, previews: Previews) -> None:
        self._chat = chat
        self._bell = bell
        self._previews = previews

    async def deliver(self, address: Address, reply: Reply, *, key: str, locale: str) -> Sequence[Posted]:
        """See `Messenger.deliver`. The messages are our own rows."""
        chat = address.chat or address.uid
        await self._chat.post_reply(chat, key, reply, locale)
        self._previews.drop(key)
        self._bell.ring(chat)
        return ()

    async def progress(self, address: Address, reply: Reply, *, key: str, locale: str, preview: bytes | None) -> None:
        """See `Messenger.progress`."""
        if preview is not None:
            self._previews.show(key, preview)
        try:
            if not await self._chat.update(address.chat, key, reply, locale):
                self._previews.drop(key)
        except Exception:
            log.exception("progress not shown")
        self._bell.ring(address.chat)

    async def take_back(self, posted: Posted, *, at: datetime) -> TakenBack:
        """See `Messenger.take_back`. Nothing stands outside our own rows, which go with the database's."""
        return TakenBack.GONE
