"""Updates that Telegram brings: the body of the webhook, stored, read by the real library, and answered by the whole program."""

import asyncio
import json
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from adapters.telegram.webhook import HEADER
from tests.adapters.telegram.house import inkmirage
from tests.fuzz.target import Attempt, Target, Unexpected, complaints
from tests.loopback_telegram.server import LoopbackTelegram

SECRET = "the-secret-of-the-hook"
NUMBER, USER, GROUP = 4_242_424_242, 700_111_222, -700_333_444
"""They stand in an input for the next number, somebody who is new, and a group: each input is told by somebody else, so that none waits."""

Json = dict[str, Any]


def corpus() -> list[bytes]:
    """Every kind of update that we ask for."""
    person: Json = {"id": USER, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "username": "ann", "language_code": "en"}
    private, group = {"id": USER, "type": "private", "first_name": "Ann"}, {"id": GROUP, "type": "supergroup", "title": "Painters"}
    said: Json = {"message_id": 5, "date": 1_795_000_000, "chat": private, "from": person}
    there: Json = {**said, "chat": group, "message_thread_id": 3, "is_topic_message": True}
    photo = [{"file_id": "AgAC1", "file_unique_id": "u1", "width": 90, "height": 60, "file_size": 900}]
    file = {"file_id": "BQAC1", "file_unique_id": "u2", "mime_type": "image/png", "file_size": 5000, "file_name": "fox.png"}
    bot = {"id": 700_000_007, "is_bot": True, "first_name": "InkMirage", "username": "InkMirageBot"}
    shown = {**said, "from": bot, "text": "A picture?", "reply_to_message": said}
    order = {"currency": "XTR", "total_amount": 230, "invoice_payload": "h3xk2n7q"}
    charge = {**order, "telegram_payment_charge_id": "c1", "provider_payment_charge_id": "p1"}
    commands = [{"type": "bot_command", "offset": 0, "length": 8}]
    messages: list[Json] = [
        {**said, "text": "/imagine a fox in the rain --shape portrait --count 2", "entities": commands},
        {**said, "text": "/start x-make_MTI"},
        {**said, "text": "a fox", "reply_to_message": shown},
        {**there, "text": "/imagine@InkMirageBot a fox", "entities": commands},
        {**said, "photo": photo, "caption": "/imagine like this", "media_group_id": "9"},
        {**said, "document": file, "caption": "/imagine like this"},
        {**said, "sticker": {"file_id": "x"}},
        {**said, "successful_payment": charge},
        {**said, "refunded_payment": charge},
        {**there, "migrate_to_chat_id": -1001},
        {**there, "sender_chat": group, "text": "/help"},
    ]
    updates: list[Json] = [{"message": message} for message in messages]
    updates += [
        {"callback_query": {"id": "7", "from": person, "chat_instance": "1", "data": data, "message": message}}
        for data, message in (("make:12:prompt=a+fox&shape=square", shown), ("help::", {**shown, "chat": group}), ("nonsense", shown))
    ]
    updates += [{"inline_query": {"id": "8", "from": person, "query": "fox", "offset": ""}}]
    updates += [{"pre_checkout_query": {"id": "9", "from": person, **order}}]
    members = {"old_chat_member": {"status": "member", "user": bot}, "new_chat_member": {"status": "kicked", "user": bot}}
    updates += [{"my_chat_member": {"date": 1_795_000_000, "chat": private, "from": person, **members}}]
    return [json.dumps({"update_id": NUMBER, **update}).encode() for update in updates]


@asynccontextmanager
async def opened() -> AsyncIterator[Attempt]:
    """The program with a loopback Telegram. What the library cannot read, and payments that nobody ordered,
    are noted for the operator: both are meant."""
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    numbers = count(1)
    with tempfile.TemporaryDirectory() as folder, complaints("update not read", "payment event parked") as check:
        async with LoopbackTelegram() as telegram:
            house = inkmirage(telegram, Path(folder), roles=("telegram",), telegram__mode="webhook", telegram__webhook_secret=SECRET)
            async with house as program:
                assert program.telegram is not None
                hook = program.telegram.webhook
                assert hook is not None

                async def attempt(data: bytes) -> str:
                    number = next(numbers)
                    person = telegram.user(f"P{number}")
                    group = telegram.group(f"G{number}", members=[person])
                    for place, real in ((NUMBER, number), (USER, person.id), (GROUP, group.id)):
                        data = data.replace(str(place).encode(), str(real).encode())
                    status = await hook({HEADER: SECRET}, data)
                    check()
                    if status >= 500:
                        raise Unexpected(str(status))
                    if status == 200:
                        while await program.store.read(lambda uow: uow.updates.waiting()):
                            check()
                            await asyncio.sleep(0.005)
                        check()
                    return f"{status}"

                yield attempt


TARGET = Target("telegram-updates", corpus, opened, grammar="json", examples=12)
