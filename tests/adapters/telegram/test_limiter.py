"""The pace of what we send: the urgent first, and one chat's wait is nobody else's."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from adapters.telegram.limiter import Dropped, Limiter, Rate, Turn, Urgency

RESULT, PROGRESS, BROADCAST = Turn(), Turn(Urgency.PROGRESS, 0), Turn(Urgency.BROADCAST)
SLOW = Rate(1, 20)
WIDE = Rate(1000, 1000)


class Sent:
    """What went out, in order; a chat can be made to refuse."""

    def __init__(self, **rates: Rate) -> None:
        self.limiter = Limiter(asyncio.get_running_loop().time, **{"in_all": WIDE, "in_chat": WIDE, "in_group": WIDE, **rates})
        self.order: list[str] = []
        self.floods: dict[int, list[float]] = {}

    async def send(self, name: str, chat: int = 1, turn: Turn = RESULT, **data: Any) -> None:
        await self.limiter.process_request(self._call(name, chat), (), {}, "sendMessage", {"chat_id": chat, **data}, turn)

    def _call(self, name: str, chat: int) -> Callable[..., Coroutine[Any, Any, bool]]:
        async def call() -> bool:
            if self.floods.get(chat):
                raise RetryAfter(timedelta(seconds=self.floods[chat].pop()))
            self.order.append(name)
            return True

        return call


async def test_a_chat_is_sent_no_more_than_it_may_have() -> None:
    sent = Sent(in_chat=Rate(2, 20))
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(sent.send(str(n)) for n in range(6)))
    assert sent.order == ["0", "1", "2", "3", "4", "5"]
    assert asyncio.get_running_loop().time() - began >= 0.18, "two at once, then one every twentieth of a second"


async def test_a_group_has_a_rate_of_its_own() -> None:
    sent = Sent(in_group=Rate(1, 5))
    began = asyncio.get_running_loop().time()
    await asyncio.gather(sent.send("a", -1), sent.send("b", -1), sent.send("c", 1), sent.send("d", 1))
    assert sent.order == ["a", "c", "d", "b"]
    assert asyncio.get_running_loop().time() - began >= 0.15


async def test_all_chats_together_have_a_rate() -> None:
    sent = Sent(in_all=Rate(3, 20))
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(sent.send(str(n), chat=n) for n in range(7)))
    assert asyncio.get_running_loop().time() - began >= 0.18


async def test_an_album_counts_for_its_pictures() -> None:
    sent = Sent(in_chat=Rate(4, 20))
    began = asyncio.get_running_loop().time()
    await sent.send("album", media=[1, 2, 3, 4])
    await sent.send("next")
    assert asyncio.get_running_loop().time() - began >= 0.04


async def test_results_go_before_broadcasts() -> None:
    sent = Sent(in_all=SLOW)
    await sent.send("first")
    waiting = [asyncio.create_task(sent.send(f"broadcast {n}", n, BROADCAST)) for n in range(3)]
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(sent.send(f"result {n}", n)) for n in range(3)]
    await asyncio.gather(*waiting)
    assert sent.order == ["first", *(f"result {n}" for n in range(3)), *(f"broadcast {n}" for n in range(3))]


async def test_progress_is_dropped_while_others_wait_and_never_takes_the_last_room() -> None:
    sent = Sent(in_all=SLOW)
    await sent.send("first")
    waiting = asyncio.create_task(sent.send("result"))
    await asyncio.sleep(0)
    with pytest.raises(Dropped):
        await sent.send("progress", 2, PROGRESS)
    await waiting
    narrow = Sent(in_group=Rate(10, 0.01))
    for n in range(20):
        try:
            await narrow.send(str(n), -1, PROGRESS)
        except Dropped:
            break
    assert 5 <= len(narrow.order) <= 7, "room is left for a result"
    await narrow.send("result", -1)
    assert narrow.order[-1] == "result"


async def test_a_flood_wait_of_one_chat_holds_up_nobody_else() -> None:
    sent = Sent()
    sent.floods[1] = [0.3]
    flooded = asyncio.create_task(sent.send("flooded", 1))
    await asyncio.sleep(0)
    began = asyncio.get_running_loop().time()
    for chat in range(2, 50):
        await sent.send(f"chat {chat}", chat)
    assert asyncio.get_running_loop().time() - began < 0.2
    assert "flooded" not in sent.order
    assert sent.limiter.rests(1) > 0
    assert sent.limiter.rests(2) == 0
    await flooded
    assert sent.order[-1] == "flooded"
    assert asyncio.get_running_loop().time() - began >= 0.25


async def test_who_has_no_patience_for_the_wait_is_told_at_once() -> None:
    sent = Sent()
    sent.floods[1] = [30.0]
    with pytest.raises(RetryAfter):
        await sent.send("result", 1, Turn(patience=3))
    began = asyncio.get_running_loop().time()
    with pytest.raises(RetryAfter):
        await sent.send("again", 1, Turn(patience=3))
    assert asyncio.get_running_loop().time() - began < 0.5
    assert sent.order == []


async def test_a_flood_wait_during_progress_is_not_waited_for() -> None:
    sent = Sent()
    sent.floods[1] = [30.0]
    with pytest.raises(RetryAfter):
        await sent.send("progress", 1, PROGRESS)
    with pytest.raises(Dropped):
        await sent.send("progress", 1, PROGRESS)


async def test_who_goes_away_leaves_no_hole_in_the_line() -> None:
    sent = Sent(in_all=SLOW)
    await sent.send("first")
    gone = asyncio.create_task(sent.send("gone"))
    await asyncio.sleep(0)
    after = asyncio.create_task(sent.send("after"))
    await asyncio.sleep(0)
    gone.cancel()
    await after
    assert sent.order == ["first", "after"]


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([-2, -1, 1, 2, 3]), st.sampled_from([RESULT, BROADCAST]), st.integers(1, 3)), max_size=30))
def test_nothing_is_lost_and_no_minute_has_more_than_it_may(wanted: list[tuple[int, Turn, int]]) -> None:
    """Whatever is asked for goes out once, in the order of its chat and urgency, and no group gets more than its allowance."""

    async def run() -> list[str]:
        sent = Sent(in_all=Rate(5, 500), in_chat=Rate(3, 300), in_group=Rate(3, 200))
        await asyncio.gather(
            *(sent.send(f"{chat}/{turn.urgency}/{n}", chat, turn, media=[0] * weight) for n, (chat, turn, weight) in enumerate(wanted))
        )
        return sent.order

    order = asyncio.run(run())
    assert sorted(order) == sorted(f"{chat}/{turn.urgency}/{n}" for n, (chat, turn, _) in enumerate(wanted))
    for chat in {chat for chat, _, _ in wanted}:
        for turn in (RESULT, BROADCAST):
            numbers = [int(name.split("/")[2]) for name in order if name.startswith(f"{chat}/{turn.urgency}/")]
            assert numbers == sorted(numbers)
