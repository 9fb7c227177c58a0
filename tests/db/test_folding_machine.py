"""People who get credits, buy, make pictures, join, part and leave, in any order: the books stay whole, and nothing leads back (PRV-52)."""

from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import Connection, text

from core.linking import UNDO_LIFE, Merge
from core.wallet import HoldRefused, LotKind
from db.merges import SqlMerges
from db.person_rows import subject_of
from tests.db.books import Books, hold_for_job
from tests.db.leaving import After, arrive, buy, leave, mentions, names, offer, state, statements, sums, told
from tests.db.machines import Examples, run_machine
from tests.db.test_merges_machine import PEOPLE, MergeMachine, people


class FoldingMachine(MergeMachine):
    """Whoever has left comes again as somebody new."""

    def __init__(self) -> None:
        super().__init__()
        self.called = dict(zip(PEOPLE, PEOPLE, strict=True))  # the chat of this moment
        self.left = 0

    def new(self, what: str) -> str:
        return f"{what}{int(super().new('')):05}x"  # none is part of another

    def account(self, name: str) -> tuple[str, str | None]:
        """See `MergeMachine`: by the chat that this person has now."""
        return super().account(self.called.get(name, name))

    # --- steps ---

    @rule(name=people, credits=st.integers(1, 30))
    def buys(self, name: str, credits: int) -> None:
        account, _ = self.account(name)
        self.books.run(lambda connection: buy(connection, account, self.new("pay"), credits, self.now, chat=self.called[name]))

    @rule(name=people)
    def thinks_about_buying(self, name: str) -> None:
        account, _ = self.account(name)
        self.books.run(lambda connection: offer(connection, account, self.new("pay"), 5, self.now, chat=self.called[name]))

    @rule(name=people)
    def asks_for_too_much(self, name: str) -> None:
        account, merge_id = self.account(name)

        def work(connection: Connection) -> None:
            with pytest.raises(HoldRefused):
                hold_for_job(connection, account, 10**9, self.new("hold"), now=self.now, merge_id=merge_id)

        self.books.run(work)

    @rule(one=people, other=people, amounts=st.lists(st.integers(1, 20), min_size=3, max_size=3), part=st.booleans())
    def lives_together(self, one: str, other: str, amounts: list[int], part: bool) -> None:
        """Chance alone seldom lets two people share anything."""
        if self.open or self.account(one) == self.account(other):
            return
        for name, amount in zip((one, other), amounts, strict=False):
            self.get_credits(name, amount, LotKind.PROMO, None)
        before = len(self.merges)
        self.join(one, other)
        self.time_passes(1)
        self.buys(other, amounts[2])
        self.ask(other, 50 + amounts[2])
        self.end(0, used=True)
        if part and len(self.merges) > before:
            self.part(before)

    def _due(self, connection: Connection, merge: Merge) -> int:
        """And what was bought since in a chat that came by the joining."""
        bought = text("""
            SELECT coalesce(sum(o.credits), 0) FROM payment_order o JOIN payment p ON p.order_id = o.id
            JOIN posting line ON line.seq = p.credited_seq JOIN wallet w ON w.id = line.wallet_id
            WHERE w.account_id = :survivor AND o.account_id = :survivor
              AND (o.merge_id = :merge OR o.merge_id IS NULL AND o.created_at > :at AND EXISTS (
                  SELECT 1 FROM identity i WHERE i.merge_id = :merge AND o.address LIKE '%"uid":"' || i.uid || '"%'))""")
        at = round(merge.at.timestamp() * 1_000_000)
        values = {"survivor": merge.survivor_id, "merge": merge.id, "at": at}
        return super()._due(connection, merge) + int(connection.execute(bought, values).scalar_one())

    @precondition(lambda self: self.count > 8)
    @rule(name=people, used=st.booleans())
    def leaves(self, name: str, used: bool) -> None:
        account, _ = self.account(name)
        self._finish_work(account, used)
        if any(not merge.undone_at and merge.survivor_id == account for merge in self.merges):
            self.now += UNDO_LIFE
        self.books.run(lambda connection: SqlMerges(connection, self._never).seal(self.now, 999))
        gone = self.books.run(lambda connection: self._leaves(connection, account))
        self.left += 1
        self.merges = [merge for merge in self.merges if not gone & {merge.survivor_id, merge.absorbed_id}]
        self.books.run(self._come_again)

    def _finish_work(self, account: str, used: bool) -> None:
        for hold in [hold for hold, asker in self.open.items() if self.account(asker)[0] == account]:
            del self.open[hold]
            self.books.run(partial(self._end, hold=hold, used=used))

    def _leaves(self, connection: Connection, account: str) -> set[str]:
        who = subject_of(connection, account)
        after, wanted = After(state(connection), who, self.now), names(connection, who)
        lines, booked = statements(connection), sums(connection)
        leave(connection, account, self.now)
        assert told(connection) == after.rows()
        assert statements(connection) == after.statements(lines)
        assert mentions(connection, wanted) == []
        lost = sum(row["posted"] for row in after.before["wallet"] if row["id"] in who.wallets)
        booked.update({"wallet": -lost, "expired": lost})
        assert +sums(connection) == +booked
        assert -sums(connection) == -booked
        return set(who.accounts)

    def _come_again(self, connection: Connection) -> None:
        present = set(connection.execute(text("SELECT uid FROM identity")).scalars())
        for name in PEOPLE:
            if self.called[name] not in present:
                self.called[name] = self.new(name)
                arrive(connection, self.called[name])

    # --- always ---

    @invariant()
    def verify_is_clean(self) -> None:
        if self.left:
            self.books_are_sound()


@pytest.mark.proves("PRV-52", "T-ER-12", "T-ER-14")
@pytest.mark.timeout(900)
def test_leaving_changes_nothing_for_those_who_stay(any_books: Books) -> None:
    run_machine(FoldingMachine, any_books, Examples(thorough=1500, sqlite=50, postgres=10), steps=30)
