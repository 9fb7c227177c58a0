"""Accounts that join and part again, against a model that knows what each person brought, spent and lost (PRV-84)."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, text

from core.linking import UNDO_LIFE, CannotMerge, Merge
from core.wallet import LotKind
from db.ledger import SqlLedger
from db.merges import SqlMerges
from db.verify import verify
from tests.db.books import HOUR, START, Books, finish_job, hold_for_job, open_wallet
from tests.db.machines import Examples, run_machine

PEOPLE = ("ann", "bob", "cem")
people = st.sampled_from(PEOPLE)
anything = st.integers(0, 10_000)


class MergeMachine(RuleBasedStateMachine):
    """People with one chat each: they get credits, make pictures, join, part, and time passes."""

    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.count = 0
        self.open: dict[str, str] = {}  # hold -> person who asked
        self.merges: list[Merge] = []
        self.books.begin()

    @initialize()
    def arrive(self) -> None:
        self.books.run(self._arrive)

    def _arrive(self, connection: Connection) -> None:
        for name in PEOPLE:
            open_wallet(connection, name)
            connection.execute(text("UPDATE account SET email = :email WHERE id = :name"), {"email": f"{name}@x.example", "name": name})
            chat = "INSERT INTO identity (platform, uid, account_id, name, linked_at) VALUES ('web', :name, :name, :name, 0)"
            connection.execute(text(chat), {"name": name})

    def teardown(self) -> None:
        try:
            if self.count:
                self.books_are_sound()
        finally:
            self.books.forget()

    def new(self, what: str) -> str:
        self.count += 1
        return f"{what}{self.count}"

    # --- what the database says ---

    def account(self, name: str) -> tuple[str, str | None]:
        """Whose account a person's chat belongs to, and by which joining."""
        query = text("SELECT account_id, merge_id FROM identity WHERE uid = :name")
        row = self.books.run(lambda connection: connection.execute(query, {"name": name}).one())
        return row[0], row[1]

    def available(self, account: str) -> int:
        return self.books.run(lambda connection: SqlLedger(connection).balance(account, self.now)).available

    def total(self) -> int:
        return int(self.books.run(lambda connection: connection.execute(text("SELECT coalesce(sum(posted), 0) FROM wallet")).scalar_one()))

    def jobs_of(self, connection: Connection, account: str) -> set[str]:
        return set(connection.execute(text("SELECT id FROM job WHERE account_id = :id"), {"id": account}).scalars())

    # --- steps ---

    @rule(name=people, amount=st.integers(1, 20), kind=st.sampled_from(LotKind), hours=st.none() | st.integers(1, 90))
    def get_credits(self, name: str, amount: int, kind: LotKind, hours: int | None) -> None:
        account, _ = self.account(name)
        ends = None if hours is None or kind is LotKind.PAID else self.now + hours * HOUR
        key = self.new("grant")
        self.books.run(lambda connection: SqlLedger(connection).grant(account, amount, kind, key=key, now=self.now, expires_at=ends))

    @rule(name=people, percent=st.integers(1, 100))
    def ask(self, name: str, percent: int) -> None:
        account, merge_id = self.account(name)
        amount = self.available(account) * percent // 100
        if amount:
            hold = self.new("hold")
            end = self.now + 999 * HOUR
            self.books.run(
                lambda connection: hold_for_job(connection, account, amount, hold, now=self.now, expires_at=end, merge_id=merge_id)
            )
            self.open[hold] = name

    @precondition(lambda self: self.open)
    @rule(pick=anything, used=st.booleans())
    def end(self, pick: int, used: bool) -> None:
        hold = sorted(self.open)[pick % len(self.open)]
        del self.open[hold]
        self.books.run(lambda connection: self._end(connection, hold, used))

    def _end(self, connection: Connection, hold: str, used: bool) -> None:
        amount = connection.execute(text("SELECT amount FROM hold WHERE id = :id"), {"id": hold}).scalar_one()
        if used:
            SqlLedger(connection).capture(hold, amount, now=self.now)
        else:
            SqlLedger(connection).release(hold, now=self.now)
        finish_job(connection, hold)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(one=people, other=people)
    def join(self, one: str, other: str) -> None:
        survivor, _ = self.account(one)
        absorbed, _ = self.account(other)
        merge = Merge(self.new("merge"), survivor, absorbed, self.now, self.now + UNDO_LIFE, 0)
        allowed = survivor != absorbed and not self.pending(absorbed) and not self.works(absorbed)
        before = self.books.run(lambda connection: self.jobs_of(connection, survivor) | self.jobs_of(connection, absorbed))
        whole = self.available(survivor) + (self.available(absorbed) if survivor != absorbed else 0)
        done = self.books.run(lambda connection: self._try(connection, merge))
        assert (done is not None) == allowed
        if done is None:
            return
        self.merges.append(done)
        assert self.books.run(lambda connection: self.jobs_of(connection, survivor)) == before
        assert self.available(survivor) == whole
        assert self.account(other)[0] == survivor
        assert self.books.run(lambda connection: SqlMerges(connection, self._never).merge(merge, self.now)) == done

    def _try(self, connection: Connection, merge: Merge) -> Merge | None:
        try:
            return SqlMerges(connection, self._never).merge(merge, self.now)
        except CannotMerge:
            return None

    @staticmethod
    def _never() -> str:
        raise AssertionError

    def pending(self, account: str) -> bool:
        return any(one.survivor_id == account and one.can_be_undone(self.now) for one in self.merges)

    def works(self, account: str) -> bool:
        query = text("SELECT count(*) FROM job WHERE account_id = :id AND state = 'working'")
        return bool(self.books.run(lambda connection: connection.execute(query, {"id": account}).scalar_one()))

    @precondition(lambda self: self.merges)
    @rule(pick=anything)
    def part(self, pick: int) -> None:
        number = pick % len(self.merges)
        merge = self.merges[number]
        came = text("SELECT id, state FROM job WHERE merge_id = :id AND account_id = :survivor")
        rows = self.books.run(lambda connection: connection.execute(came, {"id": merge.id, "survivor": merge.survivor_id}).all())
        at_work = any(row[1] == "working" for row in rows)
        if merge.undone_at or not merge.can_be_undone(self.now) or at_work:
            self.refuse_or_repeat(merge)
            return
        due = self.books.run(lambda connection: self._due(connection, merge))
        together = self.available(merge.survivor_id)
        done = self.books.run(lambda connection: SqlMerges(connection, self._never).undo(merge.id, self.now))
        self.merges[number] = done
        back = self.available(merge.absorbed_id)
        assert back == max(0, min(due, together))
        assert self.available(merge.survivor_id) == together - back
        assert self.books.run(lambda connection: self.jobs_of(connection, merge.absorbed_id)) >= {row[0] for row in rows}
        assert self.account(merge.absorbed_id) == (merge.absorbed_id, None)

    def _due(self, connection: Connection, merge: Merge) -> int:
        """What the person who left brought, less what their own pictures have cost since and what has ended of it: told from the books."""
        wallet = text("SELECT id FROM wallet WHERE account_id = :id")
        shared = connection.execute(wallet, {"id": merge.survivor_id}).scalar_one()
        SqlLedger(connection).end_due(shared, self.now)
        cost = text("""SELECT coalesce(sum(-p.amount), 0) FROM ledger_txn t JOIN posting p ON p.seq = t.seq AND p.wallet_id = :wallet
                       JOIN job j ON j.hold_id = t.hold_id WHERE t.kind = 'capture' AND j.merge_id = :merge""")
        ended = text("SELECT coalesce(sum(expired), 0) FROM lot WHERE seq IN (SELECT seq FROM ledger_txn WHERE key = :merge)")
        values = {"wallet": shared, "merge": merge.id}
        return int(merge.credits - connection.execute(cost, values).scalar_one() - connection.execute(ended, values).scalar_one())

    def refuse_or_repeat(self, merge: Merge) -> None:
        def again(connection: Connection) -> Any:
            try:
                return SqlMerges(connection, self._never).undo(merge.id, self.now)
            except CannotMerge as refusal:
                return refusal.code

        before = self.total()
        answer = self.books.run(again)
        if merge.undone_at:  # the address is not kept longer than it may be needed
            assert replace(answer, email=None) == replace(merge, email=None)
        else:
            assert answer in ("late", "working")
        assert self.total() == before

    @rule()
    def forget_where_things_came_from(self) -> None:
        self.books.run(lambda connection: SqlMerges(connection, self._never).seal(self.now))

    @rule()
    def gather(self) -> None:
        assert self.books.run(lambda connection: SqlMerges(connection, self._never).gather(self.now)) == 0

    # --- always ---

    @invariant()
    def statements_add_up(self) -> None:
        """Every live account reads one statement whose last line is what it owns, and each line follows from the one before."""
        if self.count:
            self.books.run(self._statements)

    def _statements(self, connection: Connection) -> None:
        live = connection.execute(text("SELECT account_id, posted FROM wallet WHERE account_id IS NOT NULL")).all()
        for account, posted in live:
            lines = SqlLedger(connection).lines(account, limit=1000)
            assert (lines[0].balance_after if lines else 0) == posted
            for newer, older in pairwise(lines):
                assert newer.balance_after - newer.amount == older.balance_after
            pages, before = [], None
            while page := SqlLedger(connection).lines(account, limit=3, before_seq=before):
                pages += page
                before = page[-1].seq
            assert pages == lines

    def books_are_sound(self) -> None:
        checks = self.books.run(lambda connection: verify(connection, self.now, timedelta(days=9999)))
        assert [str(check) for check in checks if not check.ok] == []


@pytest.mark.proves("PRV-84", "T-LINK")
@pytest.mark.timeout(900)
def test_joining_and_parting_lose_nothing(any_books: Books) -> None:
    run_machine(MergeMachine, any_books, Examples(thorough=1500, sqlite=120, postgres=25), steps=30)
