"""Any sequence of showing, typing, agreeing, refusing, guessing and waiting, against a model that trusts nobody (PRV-83)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import Connection

from core import joining
from core.accounts import Account
from core.caller import Address, Caller
from core.errors import DomainError
from core.introductions import Introduction
from core.linking import CODE_LIFE, MOST_TRIES, LinkOffer, OfferState, Side
from core.notices import living
from core.storage.unit_of_work import UnitOfWork
from db.offers import SqlOffers
from db.retention import SqlRetention
from db.unit_of_work import SqlUnitOfWork
from tests.clock import START, FakeClock, ambient_of
from tests.db.books import Books
from tests.db.machines import Examples, run_machine

WHO = ("a", "b", "c")
RIGHT = "the right one"
who = st.sampled_from(WHO)
presser = st.sampled_from((*WHO, *([RIGHT] * 6)))
age = st.sampled_from((0, 0, 0, 0, 1, 2, 3))


@dataclass
class Known:
    """A code as it should be."""

    id: str
    code: str
    owner: str
    expires_at: datetime
    typist: str | None = None
    state: OfferState = OfferState.SHOWN

    def open(self, now: datetime) -> bool:
        return self.state in (OfferState.SHOWN, OfferState.TYPED, OfferState.ACCEPTED) and now < self.expires_at


class OfferMachine(RuleBasedStateMachine):
    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.ambient = ambient_of(self.clock)
        self.offers: list[Known] = []
        self.tries: list[tuple[str, datetime]] = []
        self.one = {name: name for name in WHO}
        self.books.begin()
        for name in WHO:
            self.run(partial(_arrive, name=name))
            self.clock.advance(seconds=1)

    def teardown(self) -> None:
        self.books.forget()

    def run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        """As the dispatch does it: an error undoes what was done, and is the answer."""

        def inside(connection: Connection) -> Any:
            uow = SqlUnitOfWork(connection, self.ambient.new_id)
            try:
                with uow.savepoint():
                    return work(uow)
            except DomainError as error:
                return error

        return self.books.run(inside)

    def account(self, name: str) -> str:
        """Who somebody is now, after they have become one with others."""
        return self.one[name]

    def side(self, name: str) -> Side:
        return Side(self.account(name), "playground", name, "en", Address("playground", name, private=True))

    def of(self, age: int) -> Known | None:
        """The newest code, or an older one."""
        return self.offers[-1 - age] if age < len(self.offers) else None

    def whoever(self, name: str, right: str | None) -> str:
        """Somebody, or the very person whose turn it is."""
        return name if name != RIGHT else right or WHO[0]

    @rule(name=who)
    def show(self, name: str) -> None:
        now, account = self.clock.now(), self.account(name)
        for earlier in self.offers:
            if earlier.state is not OfferState.DONE and earlier.owner == account:
                earlier.state = OfferState.REFUSED
        side = self.side(name)
        offer, code = self.run(lambda uow: joining.show_code(uow, side, self.ambient, now))
        self.offers.append(Known(offer.id, code, account, now + CODE_LIFE))

    @rule(name=who, age=age)
    def type(self, name: str, age: int) -> None:
        known = self.of(age)
        if known is not None:
            found = self._type(name, known.code)
            allowed = self._may_type(name, known)
            assert isinstance(found, Introduction) is allowed, (known, found)
            if allowed and known.state is OfferState.SHOWN:
                known.state, known.typist = OfferState.TYPED, self.account(name)

    def _type(self, name: str, code: str) -> Any:
        now, account = self.clock.now(), self.account(name)
        self.tries.append((account, now))
        self.recent = len([at for who_, at in self.tries if who_ == account and at >= now - CODE_LIFE])
        side = self.side(name)
        return self.run(lambda uow: joining.type_code(uow, side, code, now))

    def _may_type(self, name: str, known: Known) -> bool:
        account, now = self.account(name), self.clock.now()
        theirs = known.typist is not None and self.account(known.typist) == account
        return (
            self.recent <= MOST_TRIES
            and known.open(now)
            and self.account(known.owner) != account
            and (known.state is OfferState.SHOWN or theirs)
        )

    @rule(name=who)
    def guess(self, name: str) -> None:
        assert isinstance(self._type(name, "ZZZZ-ZZZZ"), DomainError)

    @rule(name=presser, age=age)
    def accept(self, name: str, age: int) -> None:
        known = self.of(age)
        if known is None:
            return
        now, account = self.clock.now(), self.account(self.whoever(name, known.typist))
        found = self.run(lambda uow: joining.accept(uow, self.ambient, known.id, account, now))
        if isinstance(found, Introduction):
            assert known.typist is not None
            assert self.account(known.typist) == account
            assert known.open(now)
            assert known.state is not OfferState.SHOWN
            known.state = OfferState.ACCEPTED

    @rule(name=presser, age=age)
    def refuse(self, name: str, age: int) -> None:
        known = self.of(age)
        if known is None:
            return
        now, account = self.clock.now(), self.account(self.whoever(name, known.owner))
        found = self.run(lambda uow: joining.refuse(uow, self.ambient, known.id, account, now))
        if found is None and known.state is not OfferState.REFUSED:
            assert account in [self.account(one) for one in (known.owner, known.typist) if one]
            assert known.open(now)
            known.state = OfferState.REFUSED

    @rule(name=presser, age=age)
    def decide(self, name: str, age: int) -> None:
        known = self.of(age)
        if known is None:
            return
        now, account = self.clock.now(), self.account(self.whoever(name, known.owner))
        before = dict(self.one)
        found = self.run(lambda uow: joining.decide(uow, self.ambient, known.id, account, now))
        self.one = {other: str(self.run(partial(_living, name=other))) for other in WHO}
        if not isinstance(found, joining.Joined):
            assert self.one == before
            return
        assert known.typist is not None
        assert account == before[known.owner] != before[known.typist]
        assert self.account(known.owner) == self.account(known.typist)
        assert known.state is OfferState.ACCEPTED
        assert known.open(now)
        known.state = OfferState.DONE

    @rule(name=who, steps=st.integers(1, 3))
    def go_on(self, name: str, steps: int) -> None:
        """The newest code comes further, as it should: left to chance alone, hardly anybody would ever be joined."""
        for _ in range(steps if self.offers else 0):
            state = self.offers[-1].state
            if state is OfferState.SHOWN:
                self.type(name, 0)
            elif state is OfferState.TYPED:
                self.accept(RIGHT, 0)
            elif state is OfferState.ACCEPTED:
                self.decide(RIGHT, 0)

    @rule(seconds=st.sampled_from((1, 1, 60, 599, 601)))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)


def _arrive(uow: UnitOfWork, name: str) -> None:
    uow.accounts.create(Account(name, START, name), _caller(name))


def _living(uow: UnitOfWork, name: str) -> str:
    return living(uow, name).id


def _caller(name: str) -> Caller:
    return Caller("playground", name, name, f"key of {name}", Address("playground", name, private=True))


def test_any_sequence_of_codes(any_books: Books) -> None:
    run_machine(OfferMachine, any_books, Examples(sqlite=200, postgres=10), steps=30)


def test_of_two_moves_from_one_place_one_counts(books: Books) -> None:
    shown = Side("a", "playground", "a", "en", Address("playground", "a"))
    offer = LinkOffer("o", "h", OfferState.SHOWN, shown, START, START + CODE_LIFE)
    typed = replace(offer, state=OfferState.TYPED, typed=Side("a", "web", "b", "de"))

    def work(connection: Connection) -> None:
        _arrive(SqlUnitOfWork(connection, lambda: "wallet"), "a")
        offers = SqlOffers(connection)
        offers.add(offer)
        assert offers.get("o") == offers.by_code("h") == offer
        assert offers.move(typed, was=OfferState.SHOWN)
        assert not offers.move(replace(typed, state=OfferState.REFUSED), was=OfferState.SHOWN)
        assert offers.get("o") == typed

    books.run(work)


def test_offers_are_forgotten_once_they_have_expired(books: Books) -> None:
    def work(connection: Connection) -> None:
        _arrive(SqlUnitOfWork(connection, lambda: "wallet"), "a")
        offers = SqlOffers(connection)
        offers.add(LinkOffer("o", "h", OfferState.SHOWN, Side("a", "web", "a", "en"), START, START + CODE_LIFE))
        assert SqlRetention(connection).sweep("link_offer", START + timedelta(days=1), 9) == 0
        assert SqlRetention(connection).sweep("link_offer", START + timedelta(days=1, seconds=1), 9) == 1
        assert offers.get("o") is None

    books.run(work)
