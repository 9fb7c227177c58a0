"""Asynchronous image tasks (`mayi-wire.md` §4.1, §7 row 41)."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.local.gateway.conversation import pause
from adapters.local.gateway.faults import BROKEN, FAULTS, TASK_UNKNOWN, fault_of
from adapters.local.gateway.house import HostedFile, House
from adapters.local.gateway.sitting import Sitting
from adapters.local.gateway.trigger import BadTrigger
from adapters.local.gateway.wire import Answer, Fault, Json, Refused, document

log = logging.getLogger(__name__)

MOST_TASKS = 1000
LIFETIME = 86_400
RETRY_AFTER = ("Retry-After", "3")
NO_STORE = ("Cache-Control", "no-store")


@dataclass
class ImageTask:
    """One task. `hidden_polls` is how many more polls still say `processing` once it is done."""

    id: str
    key: str
    created: int
    hidden_polls: int
    outcome: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        """The record without its outcome."""
        times = {"created_at": self.created, "expires_at": self.created + LIFETIME}
        return {"id": self.id, "task_id": self.id, "object": "image.generation.task", **times}


class TaskBoard:
    """The tasks of the sandbox. They run in memory, so that stopping it forgets them, as on the real host."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._tasks: OrderedDict[str, ImageTask] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    def submit(self, sitting: Sitting, key: str) -> Answer:
        """Take a task on and begin it. Raises `Refused` for what is refused at once."""
        trigger = sitting.trigger
        fault = fault_of(trigger)
        if fault and fault.at_submit():
            raise Refused(fault)
        polls = int(trigger.number(0, index=0 if trigger.name == "polls" else None, option="polls"))
        task = ImageTask(f"imgtask_{self._house.new_id()}", key, sitting.created, polls)
        self._tasks[task.id] = task
        if len(self._tasks) > MOST_TASKS:
            self._tasks.popitem(last=False)
        if trigger.name != "task_stuck":
            running = asyncio.create_task(self._run(task, sitting, fault))
            self._running.add(running)
            running.add_done_callback(self._running.discard)
        poll_url = f"/v1/images/tasks/{task.id}"
        content = {**task.as_json(), "status": "processing", "poll_url": poll_url}
        return document(202, content, (("Location", poll_url), RETRY_AFTER, NO_STORE))

    def poll(self, task_id: str, key: str) -> Answer:
        """How a task stands. Raises `Refused` when this key has no such task."""
        task = self._tasks.get(task_id)
        if task is None or task.key != key:
            raise Refused(TASK_UNKNOWN)
        if not task.outcome or task.hidden_polls > 0:
            task.hidden_polls -= 1
            return document(200, {**task.as_json(), "status": "processing"}, (RETRY_AFTER, NO_STORE))
        return document(200, {**task.as_json(), **task.outcome}, (NO_STORE,))

    async def close(self) -> None:
        """Stop and forget every task."""
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._tasks.clear()

    async def _run(self, task: ImageTask, sitting: Sitting, fault: Fault | None) -> None:
        try:
            await pause(sitting.trigger)
            async with self._house.slots.one(self._house.options, None):
                await sitting.prepare()
                task.outcome = _failed(fault) if fault else await self._completed(sitting)
        except Refused as refusal:
            task.outcome = _failed(refusal.fault)
        except BadTrigger:
            task.outcome = _failed(BROKEN)
        except Exception:
            log.exception("sandbox.task_broke")
            task.outcome = _failed(BROKEN)
        task.outcome["completed_at"] = int(self._house.ambient.now().timestamp())

    async def _completed(self, sitting: Sitting) -> Json:
        """Completed: with URLs, or with an error inside the result, as a server with the JSON heartbeat stores it."""
        if sitting.trigger.name == "task_result_error":
            await sitting.until(sitting.pace)
            error = FAULTS.get(sitting.trigger.word(0), FAULTS["up500"]).error()
            return {"status": "completed", "http_status": 200, "result": {"error": error}}
        pictures = await sitting.produce()
        urls = [self._house.host(HostedFile(picture.data, f"image/{picture.output_format}")) for picture in pictures]
        result = {"created": sitting.created, "data": [{"url": url} for url in urls]}
        return {"status": "completed", "http_status": 200, "image_url": urls[0], "result": result}


def _failed(fault: Fault) -> Json:
    return {"status": "failed", "http_status": fault.status, "error": fault.error()}
