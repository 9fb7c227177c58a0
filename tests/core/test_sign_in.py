"""Links that work once, against a model: whatever is done in whatever order, nobody comes in twice, late, or where they were not meant."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from sqlalchemy import Connection, make_url

from core import sign_in
from core.access import LINK_LIFE, STOP_LIFE, Attempt, OneTimeLink
from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.errors import DomainError, InvalidOption
from core.mail_links import MailLinks
from core.sign_in import Asker, Browser, Desk, address_of, masked
from core.throttle import LIMITS
from db import engine
from db.unit_of_work import SqlUnitOfWork
from tests.clock import CountingIds, FakeClock
from tests.db.books import Books, SqliteBooks
from tests.db.machines import Examples, run_machine

LINKS = MailLinks(b"secret", "https://ink.example")
BROWSERS = {name: Browser(f"hash of {name}", "Firefox 143", "203.0.113.0/24", "en") for name in ("desk", "phone")}
PEOPLE = ("ann", "bob")
ADDRESSES = ("ann@x.example", "bob@x.example", "new@x.example", "newer@x.example", "newest@x.example")

browsers = st.sampled_from(sorted(BROWSERS))
people = st.sampled_from(PEOPLE)
addresses = st.sampled_from(ADDRESSES)
waits = st.sampled_from([1, 1, 60, 60, 60, 600, 899, 900, 24 * 3600, 72 * 3600])


@pytest.fixture(scope="module")
def books(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    file = shutil.copy(migrated_file, tmp_path_factory.mktemp("links") / "links.db")
    writer = engine.sqlite_writer(make_url(f"sqlite+aiosqlite:///{file}"))
    yield SqliteBooks(writer)
    writer.dispose()


@dataclass
class Given:
    """A link as the model knows it. `who` is `None` while a browser waits for somebody."""

    id: str
    kind: str
    ends: datetime
    who: str | None = None
    email: str | None = None
    browser: str | None = None
    used: bool = False
    dropped: bool = False


class Links(RuleBasedStateMachine):
    """Everything that can be done with links, in any order."""

    books: Books
    doors: Bundle[Given] = Bundle("doors")
    proofs: Bundle[Given] = Bundle("proofs")

    @initialize()
    def begin(self) -> None:
        self.books.begin()
        self.clock, self.ids = FakeClock(), CountingIds()
        self.links: list[Given] = []
        self.emails: dict[str, str | None] = {"ann": ADDRESSES[0], "bob": ADDRESSES[1]}
        self.inside: dict[str, str] = {}
        self.books.run(self._arrive)

    def teardown(self) -> None:
        self.books.forget()

    def _arrive(self, connection: Connection) -> None:
        uow = SqlUnitOfWork(connection, self.ids.new_id)
        for who in PEOPLE:
            account = Account(who, self.clock.now(), f"prefix of {who}", email=self.emails[who])
            uow.accounts.create(account, Caller("web", who, who, "", Address("web", who)))

    def _do(self, work: object) -> object:
        """Do it as handlers do; what it refuses is given back."""

        def on(connection: Connection) -> object:
            uow = SqlUnitOfWork(connection, self.ids.new_id)
            # Limits are tested elsewhere; here they would only be in the way.
            for limits in LIMITS.values():
                for limit in limits:
                    connection.exec_driver_sql("DELETE FROM attempt WHERE what = ?", (limit.name,))
            try:
                with uow.savepoint():
                    return work(Desk(uow, Ambient(self.clock.now, new_id=self.ids.new_id), LINKS, self.clock.now()))  # type: ignore[operator]
            except DomainError as error:
                return error

        return self.books.run(on)

    def _mails(self) -> list[tuple[str, str, dict[str, str]]]:
        """What has become due since the last time."""

        def on(connection: Connection) -> list[tuple[str, str, dict[str, str]]]:
            uow = SqlUnitOfWork(connection, self.ids.new_id)
            found = []
            while mail := uow.letters.claim(self.clock.now(), first_pause=LINK_LIFE, longest_pause=LINK_LIFE):
                uow.letters.sent(mail.id)
                found.append((mail.template, mail.address, mail.args))
            return found

        return self.books.run(on)

    def _add(self, link: Given) -> Given:
        self.links.append(link)
        return link

    def _owner(self, email: str) -> str | None:
        return next((who for who, address in self.emails.items() if address == email), None)

    @rule(target=doors, email=addresses, browser=browsers)
    def ask(self, email: str, browser: str) -> Any:
        assert self._do(lambda desk: sign_in.ask_by_mail(desk, email, BROWSERS[browser], "network", "en")) is None
        mails, owner = self._mails(), self._owner(email)
        if owner is None:
            assert mails == []
            return multiple()
        [(template, address, args)] = mails
        assert (template, address) == ("sign-in", email)
        return self._add(Given(args["link"], "sign-in", self.clock.now() + LINK_LIFE, owner, email, browser))

    @rule(target=proofs, who=people, email=addresses)
    def want(self, who: str, email: str) -> Any:
        self._do(lambda desk: sign_in.ask_to_confirm(desk, desk.uow.accounts.get(who), email, Asker(who, "web", "en")))
        mails, owner = self._mails(), self._owner(email)
        if owner is not None:
            assert [(template, address) for template, address, _ in mails] == ([] if owner == who else [("email-taken", email)])
            return multiple()
        [(template, address, args)] = mails
        assert (template, address) == ("email-confirm", email)
        return self._add(Given(args["link"], "confirm", self.clock.now() + LINK_LIFE, who, email))

    @rule(target=doors, who=people)
    def from_chat(self, who: str) -> Given:
        link = self._do(lambda desk: sign_in.give_link(desk, desk.uow.accounts.get(who), "en", Address("web", who)))
        assert isinstance(link, OneTimeLink)
        return self._add(Given(link.id, "chat", self.clock.now() + LINK_LIFE, who))

    @rule(target=doors, browser=browsers)
    def wait(self, browser: str) -> Given:
        link = self._do(lambda desk: sign_in.wait_for_chat(desk, BROWSERS[browser], "network", "en"))
        assert isinstance(link, OneTimeLink)
        return self._add(Given(link.id, "wait", self.clock.now() + LINK_LIFE, None, None, browser))

    @rule(link=st.one_of(doors, doors, doors, proofs), who=people, yes=st.sampled_from([True, True, False]))
    def answer(self, link: Given, who: str, yes: bool) -> None:
        say = sign_in.let_in if yes else sign_in.keep_out
        outcome = self._do(lambda desk: say(desk, link.id, who))
        may = link.kind == "wait" and self._works(link) and link.who in (None, who)
        assert (not isinstance(outcome, DomainError)) == may
        if may and yes:
            link.who = who
        elif may:
            link.used = True

    @rule(link=st.one_of(doors, doors, doors, proofs), browser=browsers, elsewhere=st.booleans())
    def come_in(self, link: Given, browser: str, elsewhere: bool) -> None:
        token = LINKS.hash_of(link.id)
        before = self.inside.get(browser)
        outcome = self._do(lambda desk: sign_in.use_link(desk, token, BROWSERS[browser], elsewhere=elsewhere, before=before))
        here = link.browser in (None, browser) or (elsewhere and link.kind == "sign-in")
        proved = link.kind != "sign-in" or (link.who is not None and self.emails[link.who] == link.email)
        may = link.kind in ("sign-in", "chat", "wait") and self._works(link) and here and link.who is not None and proved
        assert isinstance(outcome, sign_in.CameIn) == may, (link, outcome)
        if isinstance(outcome, sign_in.CameIn):
            assert outcome.account.id == link.who
            link.used = True
            self._in(browser, outcome)

    @rule(link=st.one_of(proofs, proofs, proofs, doors), browser=browsers)
    def prove(self, link: Given, browser: str) -> None:
        token, before = LINKS.hash_of(link.id), self.inside.get(browser)
        outcome = self._do(lambda desk: sign_in.confirm_address(desk, token, BROWSERS[browser], before=before))
        free = link.email is not None and self._owner(link.email) in (None, link.who)
        may = link.kind == "confirm" and self._works(link) and free
        assert isinstance(outcome, sign_in.CameIn) == may, (link, outcome)
        if isinstance(outcome, sign_in.CameIn):
            assert link.who is not None
            link.used = True
            self._in(browser, outcome)
            self._changed(link.who, link.email)

    def _changed(self, who: str, email: str | None) -> None:
        old, self.emails[who] = self.emails[who], email
        self._drop(who)
        mails = self._mails()
        if old in (None, email):
            assert mails == []
            return
        [(template, address, args)] = mails
        assert (template, address) == ("email-changed", old)
        assert email not in args.values()
        self._add(Given(args["link"], "stop", self.clock.now() + STOP_LIFE, who, old))

    @rule(who=people, email=addresses, browser=browsers)
    def change(self, who: str, email: str, browser: str) -> None:
        if self._owner(email) is None:
            self.prove(self.want(who, email), browser)

    @rule(number=st.integers(0, 3))
    def stop(self, number: int) -> None:
        stops = [link for link in self.links if link.kind == "stop"]
        if number >= len(stops):
            return
        link = stops[number]
        outcome = self._do(lambda desk: sign_in.stop_change(desk, LINKS.hash_of(link.id)))
        assert isinstance(outcome, Account) == self._works(link), (link, outcome)
        if isinstance(outcome, Account):
            assert link.who is not None
            assert link.email is not None
            link.used = True
            for later in stops:
                later.used = later.used or (later.who == link.who and later.ends > link.ends)
            self.emails[link.who] = link.email if self._owner(link.email) in (None, link.who) else None
            self._drop(link.who)
            self.inside = {browser: cookie for browser, cookie in self.inside.items() if self._session_of(cookie) is not None}
            assert self.books.run(lambda c: SqlUnitOfWork(c, self.ids.new_id).sessions.of(link.who or "")) == []

    @rule(seconds=waits)
    def pass_time(self, seconds: int) -> None:
        self.clock.advance(seconds)

    def _works(self, link: Given) -> bool:
        return not link.used and not link.dropped and self.clock.now() < link.ends

    def _drop(self, who: str) -> None:
        for link in self.links:
            if link.who == who and link.kind != "stop":
                link.dropped = True

    def _in(self, browser: str, came: sign_in.CameIn) -> None:
        before = self.inside.get(browser)
        self.inside[browser] = came.session.token_hash
        assert before is None or self._session_of(before) is None
        assert self._session_of(came.session.token_hash) == came.session
        assert MailLinks.token_hash(came.cookie) == came.session.token_hash

    def _session_of(self, token_hash: str) -> object:
        return self.books.run(lambda c: SqlUnitOfWork(c, self.ids.new_id).sessions.get(token_hash))

    @invariant()
    def addresses_are_as_they_should_be(self) -> None:
        if hasattr(self, "emails"):
            uow = self.books.run(lambda c: {who: SqlUnitOfWork(c, self.ids.new_id).accounts.get(who).email for who in PEOPLE})
            assert uow == self.emails


def test_links_work_once_in_time_and_where_they_belong(books: Books) -> None:
    run_machine(Links, books, Examples(sqlite=120), steps=40)


class TestAddresses:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Ada@Example.ORG", "ada@example.org"),
            ("  ada@example.org\n", "ada@example.org"),
            ("ada.love+ink@mail.example.co.uk", "ada.love+ink@mail.example.co.uk"),
            ("o'neil_{x}!#$%&*/=?^`|~-@example.org", "o'neil_{x}!#$%&*/=?^`|~-@example.org"),
            ("käthe@bücher.example", "käthe@bücher.example"),
            ("a\u0308@example.org", "ä@example.org"),
            ("邮箱@例子.中国", "邮箱@例子.中国"),
            ("a@b.c", "a@b.c"),
            (
                "x" * 64 + "@" + "y" * 63 + "." + "z" * 63 + "." + "w" * 58 + ".x",
                "x" * 64 + "@" + "y" * 63 + "." + "z" * 63 + "." + "w" * 58 + ".x",
            ),
        ],
    )
    def test_what_people_have_is_taken(self, given: str, kept: str) -> None:
        assert address_of(given) == kept

    @pytest.mark.parametrize(
        "odd",
        [
            "",
            "@",
            "a@",
            "@b.org",
            "a.org",
            "a@b",
            "a@b@c.org",
            "a b@c.org",
            "a@b..org",
            "a@.b.org",
            "a@b.org.",
            "a@b.org, c@d.org",
            "<a@b.org>",
            "a@b.org\x00",
            "a\u200b@b.org",
            "a\u202e@b.org",
            "a\xa0b@c.org",
            "a\r\nBcc: x@y.org",
            "x" * 65 + "@b.org",
            "a@" + "b" * 250 + ".org",
            "a\ud800@b.org",
            '"a"@b.org',
            "a@b.org;",
        ],
    )
    def test_the_rest_is_refused_without_repeating_it(self, odd: str) -> None:
        with pytest.raises(InvalidOption) as refusal:
            address_of(odd)
        assert refusal.value.text.args == {}

    @given(st.text(max_size=300))
    def test_whatever_is_taken_is_kept_as_it_is(self, words: str) -> None:
        try:
            address = address_of(words)
        except InvalidOption:
            return
        assert address_of(address) == address
        assert address == address.lower()
        assert address.count("@") == 1
        assert len(address) <= 254

    def test_a_masked_address_shows_three_letters_and_the_end(self) -> None:
        assert masked("ada.love@example.org") == "a…@e….org"
        assert masked("a@b.co.uk") == "a…@b….uk"


@pytest.mark.proves("PRV-11")
def test_every_attempt_has_its_limits() -> None:
    assert set(LIMITS) == set(Attempt)
    names = [limit.name for limits in LIMITS.values() for limit in limits]
    assert len(names) == len(set(names))
    assert all(limit.per <= timedelta(days=1) for limits in LIMITS.values() for limit in limits)


def test_a_token_is_43_characters_that_only_the_secret_leads_to() -> None:
    assert len(LINKS.token("a")) == 43
    assert LINKS.token("a") == MailLinks(b"secret", "").token("a")
    assert len({LINKS.token("a"), LINKS.token("b"), MailLinks(b"other", "").token("a")}) == 3
