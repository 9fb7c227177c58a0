"""Any sequence of hearing, claiming, finishing, putting back and dying, against a model that keeps all news in one list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection, text

from core.storage.platforms import Update
from core.storage.unit_of_work import UnitOfWork
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START
from tests.db.books import Books
from tests.db.machines import THOROUGH, Examples, run_machine
from tests.db.news import LEASE, hear, news

CHATS = ("a", "b", "c")
OWNERS = ("w1", "w2")

seconds = st.sampled_from((0, 1, 5)).map(lambda n: timedelta(seconds=n))
anything = st.integers(0, 1000)


@dataclass
class Known:
    """News as it should be. It is under way as long as its lease lasts."""

    number: int
    chat: str
    album: str | None
    due_at: datetime
    attempts: int = 0
    owner: str | None = None
    lease_until: datetime = START
    finished: int = 0

    def under_way(self, now: datetime) -> bool:
        return self.owner is not None and self.lease_until >= now


class NewsMachine(RuleBasedStateMachine):
    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.known: dict[int, Known] = {}
        self.books.begin()

    def teardown(self) -> None:
        try:
            self.everything_comes_to_its_end()
        finally:
            self.books.forget()

    def run(self, work: Any) -> Any:
        return self.books.run(lambda connection: work(SqlUnitOfWork(connection, lambda: "")))

    def open(self, chat: str | None = None) -> list[Known]:
        found = [item for item in self.known.values() if not item.finished and chat in (None, item.chat)]
        return sorted(found, key=lambda item: item.number)

    @rule(number=st.integers(0, 60), chat=st.sampled_from(CHATS), album=st.sampled_from((None, None, "x", "y")), delay=seconds)
    def hear(self, number: int, chat: str, album: str | None, delay: timedelta) -> None:
        """Numbers come in any order, and some of them twice."""
        due_at = self.now + delay
        heard = self.run(lambda uow: hear(uow, news(number, chat, album=album), now=self.now, due_at=due_at))
        assert heard == [number not in self.known]
        self.known.setdefault(number, Known(number, chat, album, due_at))

    @rule(owner=st.sampled_from(OWNERS), limit=st.integers(1, 4))
    def claim(self, owner: str, limit: int) -> None:
        expected = self._free()[:limit]
        until = self.now + LEASE
        claimed: list[Update] = self.run(lambda uow: uow.updates.claim(owner, self.now, lease_until=until, limit=limit))
        for item in expected:
            item.owner, item.lease_until, item.attempts = owner, until, item.attempts + 1
        assert [(got.number, got.chat, got.album, got.attempts) for got in claimed] == [
            (item.number, item.chat, item.album, item.attempts) for item in expected
        ]
        assert all(got.body == {"update_id": got.number} for got in claimed)

    def _free(self) -> list[Known]:
        """Of each chat with nothing under way the first, if it is due."""
        heads = [chat[0] for name in CHATS if (chat := self.open(name)) and not any(item.under_way(self.now) for item in chat)]
        return sorted((item for item in heads if item.due_at <= self.now), key=lambda item: item.number)

    @rule(pick=anything)
    def finish(self, pick: int) -> None:
        """What was begun, by whoever began it, even if the lease has passed meanwhile."""
        begun = [item for item in self.open() if item.owner is not None]
        if not begun:
            return
        item = begun[pick % len(begun)]
        album = [other for other in self.open(item.chat) if other.album == item.album] if item.album else [item]

        def work(uow: UnitOfWork) -> list[int]:
            mine = uow.updates.together(Update("telegram", item.number, item.chat, None, item.album))
            uow.updates.done("telegram", [update.number for update in mine])
            return [update.number for update in mine]

        assert self.run(work) == [other.number for other in album]
        for other in album:
            other.owner, other.finished = None, other.finished + 1

    @rule(pick=anything, delay=seconds)
    def put_back(self, pick: int, delay: timedelta) -> None:
        if not self.known:
            return
        item = list(self.known.values())[pick % len(self.known)]
        self.run(lambda uow: uow.updates.put_back("telegram", item.number, self.now + delay))
        if not item.finished:
            item.owner, item.due_at = None, self.now + delay

    @rule(owner=st.sampled_from(OWNERS))
    def renew(self, owner: str) -> None:
        self.run(lambda uow: uow.updates.renew("telegram", owner, list(self.known), self.now, lease_until=self.now + LEASE))
        for item in self.open():
            if item.owner == owner and item.under_way(self.now):
                item.lease_until = self.now + LEASE

    @rule(pause=seconds)
    def wait(self, pause: timedelta) -> None:
        self.now += pause

    @rule()
    def everybody_dies(self) -> None:
        self.now += LEASE + timedelta(microseconds=1)

    @rule()
    def forget(self) -> None:
        """Old numbers go; those of this very moment, and open ones, stay."""
        before: int = self.run(lambda uow: _rows(uow, "SELECT count(*) FROM platform_update"))[0][0]
        gone = self.run(lambda uow: uow.retention.sweep("platform_update", self.now + timedelta(hours=47), 500))
        assert gone == 0
        assert before == len(self.known)

    @invariant()
    def never_are_two_of_one_chat_under_way(self) -> None:
        now = round(self.now.timestamp() * 1_000_000)
        query = f"SELECT chat, count(*) FROM platform_update WHERE lease_until >= {now} GROUP BY chat HAVING count(*) > 1"
        assert self.run(lambda uow: _rows(uow, query)) == []

    @invariant()
    def all_news_is_as_the_model_says(self) -> None:
        rows = self.run(lambda uow: _rows(uow, "SELECT number, chat, state, owner, attempts FROM platform_update ORDER BY number"))
        known = sorted(self.known.values(), key=lambda item: item.number)
        assert rows == [(i.number, "" if i.finished else i.chat, "done" if i.finished else "open", i.owner, i.attempts) for i in known]
        assert self.run(lambda uow: uow.updates.waiting()) == len(self.open())

    def everything_comes_to_its_end(self) -> None:
        """Whatever has happened, one worker that lives on does all the rest, in order."""
        self.now += timedelta(hours=2)
        rest = {chat: [item.number for item in self.open(chat)] for chat in CHATS}
        done: dict[str, list[int]] = {chat: [] for chat in CHATS}
        while claimed := self.run(lambda uow: uow.updates.claim("last", self.now, lease_until=self.now, limit=9)):
            for update in claimed:
                done[update.chat].append(update.number)
            self.run(lambda uow, numbers=[update.number for update in claimed]: uow.updates.done("telegram", numbers))
        assert done == rest
        assert all(item.finished <= 1 for item in self.known.values())
        assert self.run(lambda uow: uow.retention.sweep("platform_update", self.now + LEASE + timedelta(days=2), 500)) == len(self.known)


def _rows(uow: UnitOfWork, query: str) -> list[tuple[Any, ...]]:
    assert isinstance(uow, SqlUnitOfWork)
    connection: Connection = uow.connection
    return [tuple(row) for row in connection.execute(text(query))]


def test_news_is_worked_on_as_the_model_says(any_books: Books) -> None:
    run_machine(NewsMachine, any_books, Examples(), steps=80 if THOROUGH else 40)
