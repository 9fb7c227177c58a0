"""Questions that the bot must answer while somebody waits: pressed buttons and inline searches."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from time import monotonic
from typing import TypeVar

from tests.clock import MovableClock
from tests.loopback_telegram import limits
from tests.loopback_telegram.exchange import Exchange
from tests.loopback_telegram.messages import Message
from tests.loopback_telegram.places import Account, Chat, Notice, Places
from tests.loopback_telegram.refusals import Json, bad, query_too_old
from tests.loopback_telegram.updates import Updates
from tests.waiting import Pulse

ANSWERABLE = timedelta(seconds=15)
RESULTS = 50


@dataclass(eq=False, kw_only=True)
class Question:
    """Something that was asked of the bot."""

    id: str
    person: Account
    at: datetime
    _asked: float = field(default_factory=monotonic)
    _answered: float | None = None

    @property
    def answered(self) -> bool:
        return self._answered is not None

    @property
    def elapsed(self) -> float:
        """Seconds of the wall clock until the answer, or until now."""
        return (monotonic() if self._answered is None else self._answered) - self._asked

    def settle(self) -> None:
        self._answered = monotonic()


Asked = TypeVar("Asked", bound=Question)


def still_open(questions: list[Asked], number: object, since: datetime) -> Asked:
    """The question with this id, if it was asked since then and has no answer."""
    for question in questions:
        if question.id == number and not question.answered and question.at > since:
            return question
    raise query_too_old()


@dataclass(eq=False, kw_only=True)
class Pressed(Question):
    """A button that was pressed, and what came of it."""

    message: Message
    data: str
    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True)
class InlineResult:
    """One thing to pick."""

    data: Json
    query: str

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def title(self) -> str:
        return str(self.data.get("title", ""))


@dataclass(eq=False, kw_only=True)
class Search(Question):
    """What somebody typed behind the name of the bot."""

    query: str
    offset: str
    results: list[InlineResult] = field(default_factory=list)
    next_offset: str = ""
    button: Json | None = None
    personal: bool = False
    good_until: datetime | None = None


class Queries:
    """Every question, and the methods that answer them."""

    def __init__(self, clock: MovableClock, places: Places, updates: Updates, pulse: Pulse) -> None:
        self._clock, self._places, self._updates, self._pulse = clock, places, updates, pulse
        self._ids = count(4_300_000_000_000_000_001)
        self.pressed: list[Pressed] = []
        self.searches: list[Search] = []

    # Asked -----------------------------------------------------------------------------------------------------------

    def press(self, person: Account, message: Message, data: str) -> Pressed:
        pressed = Pressed(id=self._id(), person=person, at=self._clock.now(), message=message, data=data)
        self.pressed.append(pressed)
        where: Json = {"inline_message_id": message.inline_id} if message.inline_id else {"message": message.payload()}
        body = {"id": pressed.id, "from": person.payload(), "chat_instance": str(5_000_000 - message.chat.id), "data": data}
        self._updates.publish("callback_query", body | where)
        return pressed

    def search(self, person: Account, query: str, offset: str, chat: Chat | None) -> Search:
        """Ask the bot, unless it said that an earlier answer is still good."""
        now = self._clock.now()
        if (known := self._still_good(person, query, offset, now)) is not None:
            return known
        search = Search(id=self._id(), person=person, at=now, query=query, offset=offset)
        self.searches.append(search)
        kind = "sender" if chat is not None and chat.private else chat.kind if chat is not None else "sender"
        self._updates.publish(
            "inline_query", {"id": search.id, "from": person.payload(), "query": query, "offset": offset, "chat_type": kind}
        )
        return search

    def _still_good(self, person: Account, query: str, offset: str, now: datetime) -> Search | None:
        for search in self.searches:
            same = (search.query, search.offset) == (query, offset) and (not search.personal or search.person is person)
            if same and search.good_until is not None and search.good_until > now:
                return search
        return None

    def chosen(self, person: Account, result: InlineResult, message: Message) -> None:
        body = {"result_id": result.id, "from": person.payload(), "query": result.query}
        self._updates.publish("chosen_inline_result", body | ({"inline_message_id": message.inline_id} if message.inline_id else {}))

    # Answered --------------------------------------------------------------------------------------------------------

    async def answer_callback_query(self, call: Exchange) -> bool:
        pressed = self._open(self.pressed, call.body.get("callback_query_id"))
        text, url = str(call.body.get("text") or ""), call.body.get("url")
        if len(text) > limits.ALERT:
            raise bad("MESSAGE_TOO_LONG")
        if url is not None and not self._own_address(url):
            raise bad("URL_INVALID")
        pressed.text, pressed.show_alert, pressed.url = text, bool(call.body.get("show_alert")), url
        self._settle(pressed)
        if text:
            notice = Notice(self._clock.now(), pressed.person, text, pressed.show_alert)
            pressed.message.chat.notices.append(notice)
        return True

    async def answer_inline_query(self, call: Exchange) -> bool:
        search, results = self._open(self.searches, call.body.get("inline_query_id")), call.body.get("results") or []
        _check_results(results)
        search.results = [InlineResult(result, search.query) for result in results]
        search.next_offset, search.button = str(call.body.get("next_offset") or ""), call.body.get("button")
        search.personal = bool(call.body.get("is_personal"))
        kept = call.body.get("cache_time")
        search.good_until = self._clock.now() + timedelta(seconds=300 if kept is None else kept)
        self._settle(search)
        return True

    def _settle(self, question: Question) -> None:
        question.settle()
        self._pulse.beat()

    def _open(self, questions: list[Asked], number: object) -> Asked:
        return still_open(questions, number, self._clock.now() - ANSWERABLE)

    def _own_address(self, url: str) -> bool:
        return str(url).startswith((f"https://t.me/{self._places.bot.username}?start=", f"t.me/{self._places.bot.username}?start="))

    def _id(self) -> str:
        return str(next(self._ids))


def _check_results(results: list[Json]) -> None:
    if len(results) > RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(number.encode()) <= 64 for number in ids):
        raise bad("RESULT_ID_INVALID")
    for result in results:
        limits.keyboard(result.get("reply_markup"))
