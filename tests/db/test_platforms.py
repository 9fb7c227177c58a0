"""What is kept about chats, files and messages of platforms, on both engines."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from sqlalchemy.exc import IntegrityError

from core.ports import Posted
from core.reply import Form
from core.storage.platforms import PostedMessage
from core.storage.unit_of_work import UnitOfWork
from db.doors import MOST_MOVES
from db.store import SqlStore
from tests.clock import START
from tests.db.orders import claim, draft, move_in, order, stored
from tests.db.rows import run, scalar

SECOND = timedelta(seconds=1)


@pytest.fixture
async def inhabited(store: SqlStore) -> SqlStore:
    """Ann and Bob are there."""
    for name in ("ann", "bob"):
        await store.write(partial(move_in, name=name))
    return store


class TestDoors:
    async def test_a_door_is_open_until_it_is_shut_and_may_be_opened_again(self, store: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            assert not uow.doors.is_shut("telegram", "c")
            for _ in range(2):
                uow.doors.shut("telegram", "c", START)
                assert uow.doors.is_shut("telegram", "c")
            assert not uow.doors.is_shut("telegram", "d")
            assert not uow.doors.is_shut("elsewhere", "c")
            uow.doors.opened("telegram", "c")
            uow.doors.opened("telegram", "unheard of")
            assert not uow.doors.is_shut("telegram", "c")
            uow.doors.shut("telegram", "c", START)
            assert uow.doors.is_shut("telegram", "c")

        await store.write(work)

    async def test_a_chat_has_its_own_name_until_it_moves_and_moves_are_followed(self, store: SqlStore) -> None:
        def work(uow: UnitOfWork) -> list[str]:
            assert uow.doors.now_called("telegram", "a") == "a"
            uow.doors.moved("telegram", "a", "b", START)
            uow.doors.moved("telegram", "b", "c", START)
            return [uow.doors.now_called("telegram", chat) for chat in "abcd"] + [uow.doors.now_called("elsewhere", "a")]

        assert await store.write(work) == ["c", "c", "c", "d", "a"]

    async def test_the_latest_move_counts(self, store: SqlStore) -> None:
        def work(uow: UnitOfWork) -> str:
            uow.doors.moved("telegram", "a", "b", START)
            uow.doors.moved("telegram", "a", "c", START + SECOND)
            return uow.doors.now_called("telegram", "a")

        assert await store.write(work) == "c"

    @pytest.mark.parametrize("way", ["aba", "abca", "aa"])
    async def test_a_chat_that_moves_back_is_where_it_went_last(self, store: SqlStore, way: str) -> None:
        def work(uow: UnitOfWork) -> set[str]:
            for chat, to in pairwise(way):
                uow.doors.moved("telegram", chat, to, START)
            return {uow.doors.now_called("telegram", chat) for chat in way}

        assert await store.write(work) == {"a"}

    async def test_moves_are_not_followed_for_ever(self, store: SqlStore) -> None:
        def work(uow: UnitOfWork) -> str:
            uow.doors.moved("telegram", "a", "b", START)
            uow.doors.moved("telegram", "c", "a", START)
            run(uow, "UPDATE platform_chat SET moved_to = 'c' WHERE chat = 'a'")  # nobody does this
            return uow.doors.now_called("telegram", "a")

        assert MOST_MOVES >= 3
        assert await store.write(work) in ("a", "c")

    async def test_moving_and_shutting_leave_each_other_alone(self, store: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            uow.doors.shut("telegram", "a", START)
            uow.doors.moved("telegram", "a", "b", START)
            assert uow.doors.is_shut("telegram", "a")
            assert not uow.doors.is_shut("telegram", "b")
            uow.doors.moved("telegram", "d", "e", START)
            uow.doors.shut("telegram", "d", START)
            uow.doors.opened("telegram", "d")
            assert uow.doors.now_called("telegram", "d") == "e"

        await store.write(work)

    async def test_many_may_find_the_same_door_shut_at_once(self, store: SqlStore) -> None:
        await asyncio.gather(*(store.write(lambda uow: uow.doors.shut("telegram", "c", START)) for _ in range(16)))
        assert await store.read(lambda uow: uow.doors.is_shut("telegram", "c"))


def made(uow: UnitOfWork, name: str, id: str) -> str:
    """The object key of a stored picture."""
    order(uow, name, id)
    claimed = claim(uow)
    assert claimed is not None
    assert uow.jobs.save(stored(claimed.picture), owner="worker", now=START)
    return claimed.picture.object_key


class TestSentFiles:
    async def test_a_platform_has_a_picture_under_its_newest_name_until_it_has_it_no_more(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            files = uow.sent_files
            files.remember("telegram", "k1", "AgAC", "ann", START)
            files.remember("telegram", "k2", "AgAD", "ann", START)
            files.remember("elsewhere", "k1", "77", "ann", START)
            assert files.names("telegram", ["k1", "k2", "k3"]) == {"k1": "AgAC", "k2": "AgAD"}
            assert files.names("telegram", []) == {}
            files.remember("telegram", "k1", "AgAE", "ann", START + SECOND)
            assert files.names("telegram", ["k1"]) == {"k1": "AgAE"}
            files.forget("telegram", "k1")
            files.forget("telegram", "k9")
            assert files.names("telegram", ["k1", "k2"]) == {"k2": "AgAD"}
            assert files.names("elsewhere", ["k1"]) == {"k1": "77"}

        await inhabited.write(work)

    async def test_the_names_of_a_picture_go_with_it(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            key, other = made(uow, "ann", "j1"), made(uow, "ann", "j2")
            for platform in ("telegram", "elsewhere"):
                uow.sent_files.remember(platform, key, "AgAC", "ann", START)
            uow.sent_files.remember("telegram", other, "AgAD", "ann", START)
            for _ in range(2):
                uow.jobs.remove("j1/0", START)
            assert scalar(uow, "SELECT count(*) FROM sent_file") == 1
            assert uow.sent_files.names("telegram", [key, other]) == {other: "AgAD"}

        await inhabited.write(work)

    async def test_a_removal_that_fails_leaves_the_names_where_they_are(self, inhabited: SqlStore) -> None:
        class Undo(Exception):
            pass

        def remove(uow: UnitOfWork) -> None:
            uow.jobs.remove("j1/0", START)
            raise Undo

        key = await inhabited.write(lambda uow: made(uow, "ann", "j1"))
        await inhabited.write(lambda uow: uow.sent_files.remember("telegram", key, "AgAC", "ann", START))
        with pytest.raises(Undo):
            await inhabited.write(remove)
        assert await inhabited.read(lambda uow: uow.sent_files.names("telegram", [key])) == {key: "AgAC"}

    async def test_the_name_of_a_picture_that_was_removed_on_its_way_comes_too_late(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> dict[str, str]:
            key = made(uow, "ann", "j1")
            uow.jobs.remove("j1/0", START)
            uow.sent_files.remember("telegram", key, "AgAC", "ann", START)
            return uow.sent_files.names("telegram", [key])

        assert await inhabited.write(work) == {}


class TestQuestions:
    form = Form("imagine", {"count": 2, "private": True, "shape": "square", "references": ("r1", "r2"), "none": ()})

    async def test_a_reply_means_what_was_asked_to_the_one_who_was_asked(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            uow.questions.ask("telegram", "c", "5", self.form, "ann", START)
            assert uow.questions.about("telegram", "c", "5", "ann") == self.form
            assert uow.questions.about("telegram", "c", "5", "bob") is None
            assert uow.questions.about("telegram", "d", "5", "ann") is None
            assert uow.questions.about("telegram", "c", "6", "ann") is None
            assert uow.questions.about("elsewhere", "c", "5", "ann") is None

        await inhabited.write(work)

    async def test_a_message_asks_what_it_asked_last(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> None:
            uow.questions.ask("telegram", "c", "5", self.form, "ann", START)
            uow.questions.ask("telegram", "c", "5", Form("again", {}), "bob", START + SECOND)
            assert uow.questions.about("telegram", "c", "5", "bob") == Form("again", {})
            assert uow.questions.about("telegram", "c", "5", "ann") is None
            assert uow.retention.sweep("question", START + SECOND + timedelta(days=2), 9) == 0

        await inhabited.write(work)

    async def test_old_questions_are_forgotten_some_at_once(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> list[int]:
            for number in range(4):
                uow.questions.ask("telegram", "c", str(number), self.form, "ann", START + number * SECOND)
            forgotten = [uow.retention.sweep("question", START + 3 * SECOND + timedelta(days=2), 2) for _ in range(3)]
            assert [uow.questions.about("telegram", "c", str(n), "ann") is None for n in range(4)] == [True, True, True, False]
            return forgotten

        assert await inhabited.write(work) == [2, 1, 0]


def add_all(uow: UnitOfWork, *messages: PostedMessage) -> None:
    for message in messages:
        uow.posted.add(message)


class TestPosted:
    message = PostedMessage("telegram", Posted("c", "5", erasable=False), "ann", "result", START, "j1")

    async def test_the_same_number_in_another_chat_is_another_message(self, inhabited: SqlStore) -> None:
        elsewhere = replace(self.message, posted=Posted("d", "5", erasable=True), at=START + SECOND)
        await inhabited.write(lambda uow: add_all(uow, elsewhere, self.message, self.message))
        assert await inhabited.read(lambda uow: uow.posted.of("ann")) == [self.message, elsewhere]

    async def test_the_messages_of_a_job_are_found_oldest_first(self, inhabited: SqlStore) -> None:
        def at(number: int, job: str | None) -> PostedMessage:
            return replace(self.message, posted=Posted("c", str(number), erasable=True), at=START + number * SECOND, job=job)

        added = [at(3, "j1"), at(2, "j2"), at(1, "j1"), at(4, None)]
        await inhabited.write(lambda uow: add_all(uow, *added))
        assert await inhabited.read(lambda uow: uow.posted.of_job("j1")) == [added[2], added[0]]
        assert await inhabited.read(lambda uow: uow.posted.of_job("j3")) == []
        assert await inhabited.read(lambda uow: uow.posted.of("ann")) == [added[2], added[1], added[0], added[3]]

    async def test_a_message_that_was_taken_back_is_gone_alone(self, inhabited: SqlStore) -> None:
        others = [replace(self.message, posted=Posted(chat, message, erasable=True)) for chat, message in (("d", "5"), ("c", "6"))]
        others.append(replace(self.message, platform="elsewhere"))

        def work(uow: UnitOfWork) -> None:
            add_all(uow, self.message, *others)
            for _ in range(2):
                uow.posted.gone("telegram", "c", "5")
            left = uow.posted.of("ann")
            assert self.message not in left
            assert len(left) == len(others)

        await inhabited.write(work)

    async def test_a_message_outlives_the_draft_that_it_shows(self, inhabited: SqlStore) -> None:
        def work(uow: UnitOfWork) -> list[PostedMessage]:
            uow.jobs.add(draft("ann", "j1"))
            uow.posted.add(self.message)
            assert uow.jobs.drop_drafts(START + SECOND) == 1
            return uow.posted.of_job("j1")

        assert await inhabited.write(work) == [self.message]


KEEPING: dict[str, Callable[[UnitOfWork], object]] = {
    "names of files": lambda uow: uow.sent_files.remember("telegram", "k", "n", "nobody", START),
    "questions": lambda uow: uow.questions.ask("telegram", "c", "5", Form("again", {}), "nobody", START),
    "messages": lambda uow: uow.posted.add(PostedMessage("telegram", Posted("c", "5", erasable=True), "nobody", "answer", START)),
}


@pytest.mark.parametrize("what", KEEPING)
async def test_what_belongs_to_nobody_is_not_kept(store: SqlStore, what: str) -> None:
    with pytest.raises(IntegrityError):
        await store.write(KEEPING[what])
