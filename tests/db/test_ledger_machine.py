"""The books against a model of plain dicts that predicts every account, lot and hold, after every step (wallet.md §5.1)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, text

from core.wallet import HoldRefused, HoldResolved, KeyReused, LotKind
from db.ledger import SqlLedger
from db.verify import verify
from tests.db.books import HOUR, START, Books, finish_job, hold_for_job, open_wallet
from tests.db.machines import THOROUGH, Examples, run_machine

PEOPLE = ("ann", "bob", "cem")
BURN = ("promo", "compensation", "paid")
NEVER = datetime.max.replace(tzinfo=UTC)
HOUSE = ("issued_promo", "issued_compensation", "issued_paid", "consumed", "expired")

people = st.sampled_from(("ann", "ann", "ann", *PEOPLE))  # most of it in one wallet, where it meets
amounts = st.integers(1, 12)
anything = st.integers(0, 10_000)


@dataclass
class ModelLot:
    """A lot as it should be."""

    seq: int
    owner: str
    kind: str
    granted: int
    remaining: int
    created_at: datetime
    expires_at: datetime | None
    expired: int = 0

    def due(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass
class ModelHold:
    """A hold as it should be; `shares` in burn order."""

    owner: str
    amount: int
    shares: list[tuple[ModelLot, int]]
    expires_at: datetime
    state: str = "open"
    captured: int = 0


@dataclass
class Model:
    """The books, written down a second time in the simplest way."""

    posted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    version: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    locked: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PEOPLE, False))
    house: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HOUSE, 0))
    lots: list[ModelLot] = field(default_factory=list)
    holds: dict[str, ModelHold] = field(default_factory=dict)
    statement: dict[str, list[tuple[str, int, int]]] = field(default_factory=lambda: {name: [] for name in PEOPLE})

    def held(self, owner: str) -> int:
        return sum(hold.amount for hold in self.holds.values() if hold.owner == owner and hold.state == "open")

    def post(self, owner: str, kind: str, amount: int, house: str) -> None:
        self.posted[owner] += amount
        self.house[house] -= amount
        self.version[owner] += 1
        self.statement[owner].append((kind, amount, self.posted[owner]))

    def expire(self, owner: str, now: datetime) -> int:
        due = [lot for lot in self.lots if lot.owner == owner and lot.remaining and lot.due(now)]
        due.sort(key=lambda lot: (lot.expires_at or NEVER, lot.seq))
        for lot in due:
            self.post(owner, "expiry", -lot.remaining, "expired")
            lot.expired += lot.remaining
            lot.remaining = 0
        return len(due)

    def place(self, owner: str, amount: int, hold_id: str, expires_at: datetime) -> None:
        lots = [lot for lot in self.lots if lot.owner == owner and lot.remaining]
        lots.sort(key=lambda lot: (BURN.index(lot.kind), lot.expires_at or NEVER, lot.created_at, lot.seq))
        shares, missing = [], amount
        for lot in lots:
            part = min(missing, lot.remaining)
            if part:
                shares.append((lot, part))
                lot.remaining -= part
                missing -= part
        assert missing == 0
        self.version[owner] += 1
        self.holds[hold_id] = ModelHold(owner, amount, shares, expires_at)

    def resolve(self, hold: ModelHold, captured: int, now: datetime) -> None:
        hold.state, hold.captured = ("captured" if captured else "released"), captured
        if captured:
            self.post(hold.owner, "capture", -captured, "consumed")
        else:
            self.version[hold.owner] += 1
        due_again = False
        for lot, part in hold.shares:
            used = min(part, captured)
            captured -= used
            lot.remaining += part - used
            due_again |= used < part and lot.due(now)
        if due_again:  # what came back to a lot that is due ends now, and takes the wallet's other due lots along
            self.expire(hold.owner, now)


class LedgerMachine(RuleBasedStateMachine):
    """Random steps on the books and on the model; both must agree on everything."""

    books: Books

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.now = START
        self.count = 0
        self.grants: list[tuple[str, str, int, LotKind, int]] = []  # key, owner, amount, kind, seq
        self.asked: list[tuple[str, str, int, str, str | None]] = []  # key, owner, amount, hold id, refusal
        self.books.begin()

    @initialize()
    def open_wallets(self) -> None:
        for name in PEOPLE:
            self.books.run(partial(open_wallet, name=name))
            for kind in LotKind:
                self.grant(name, 10, kind, 3)

    def teardown(self) -> None:
        try:
            for name in PEOPLE if self.count else ():  # Hypothesis may give up before the wallets are open
                self.look(name)
            self.verify_is_clean()
        finally:
            self.books.forget()

    def step(self, work: Callable[[SqlLedger], Any]) -> Any:
        return self.books.run(lambda connection: work(SqlLedger(connection)))

    def refused(self, error: type[Exception], work: Callable[[SqlLedger], Any]) -> Any:
        """The step raises this, and is committed nevertheless: a refused step must leave nothing behind."""

        def attempt(ledger: SqlLedger) -> Any:
            with pytest.raises(error) as caught:
                work(ledger)
            return caught.value

        return self.step(attempt)

    def new(self, what: str) -> str:
        self.count += 1
        return f"{what}{self.count}"

    @rule(owner=people, amount=amounts, kind=st.sampled_from(LotKind), hours=st.none() | st.integers(0, 8))
    def grant(self, owner: str, amount: int, kind: LotKind, hours: int | None) -> None:
        expires_at = None if hours is None or kind is LotKind.PAID else self.now + hours * HOUR
        key = self.new("grant")
        seq = self.step(lambda ledger: ledger.grant(owner, amount, kind, key=key, now=self.now, expires_at=expires_at))
        self.model.post(owner, "grant", amount, f"issued_{kind}")
        self.model.lots.append(ModelLot(seq, owner, str(kind), amount, amount, self.now, expires_at))
        self.grants.append((key, owner, amount, kind, seq))

    @rule(pick=anything, change=st.sampled_from(["nothing", "owner", "amount", "kind"]))
    def use_a_grant_key_again(self, pick: int, change: str) -> None:
        key, owner, amount, kind, seq = self.grants[pick % len(self.grants)]
        if change == "nothing":
            assert self.step(lambda ledger: ledger.grant(owner, amount, kind, key=key, now=self.now)) == seq
            return
        if change == "owner":
            owner = PEOPLE[PEOPLE.index(owner) - 1]
        elif change == "amount":
            amount += 1
        else:
            kind = LotKind.PROMO if kind is LotKind.PAID else LotKind.PAID
        self.refused(KeyReused, lambda ledger: ledger.grant(owner, amount, kind, key=key, now=self.now))

    def usable(self, owner: str) -> int:
        due = sum(lot.remaining for lot in self.model.lots if lot.owner == owner and lot.due(self.now))
        return self.model.posted[owner] - self.model.held(owner) - due

    @rule(owner=people, percent=st.integers(1, 60))
    def hold(self, owner: str, percent: int) -> None:
        self.ask(owner, max(1, self.usable(owner) * percent // 100))

    @rule(owner=people, short=st.integers(-3, 1))
    def hold_nearly_everything(self, owner: str, short: int) -> None:
        """The edge between enough and too little."""
        self.ask(owner, max(1, self.usable(owner) - short))

    def ask(self, owner: str, amount: int) -> None:
        key, hold_id = self.new("ask"), self.new("hold")
        self.model.expire(owner, self.now)
        available = self.model.posted[owner] - self.model.held(owner)
        refusal = "locked" if self.model.locked[owner] else "insufficient" if amount > available else None
        expires_at = self.now + 2 * HOUR
        if refusal is None:
            self.books.run(lambda sql: hold_for_job(sql, owner, amount, hold_id, key=key, now=self.now, expires_at=expires_at))
            self.model.place(owner, amount, hold_id, expires_at)
        else:
            error = self.refused_hold(owner, amount, hold_id, key)
            assert (error.code, error.needed, error.available) == (refusal, amount, available)
        self.asked.append((key, owner, amount, hold_id, refusal))

    def refused_hold(self, owner: str, amount: int, hold_id: str, key: str) -> HoldRefused:
        job_id = f"job-of-{hold_id}"
        refusal = self.refused(
            HoldRefused,
            lambda ledger: ledger.hold(owner, amount, hold_id=hold_id, job_id=job_id, key=key, now=self.now, expires_at=self.now + HOUR),
        )
        assert isinstance(refusal, HoldRefused)
        return refusal

    @precondition(lambda self: self.asked)
    @rule(pick=anything, change=st.booleans())
    def use_a_hold_key_again(self, pick: int, change: bool) -> None:
        key, owner, amount, hold_id, refusal = self.asked[pick % len(self.asked)]
        if change:
            job_id = f"job-of-{hold_id}"
            self.refused(
                KeyReused,
                lambda ledger: ledger.hold(owner, amount + 1, hold_id=hold_id, job_id=job_id, key=key, now=self.now, expires_at=self.now),
            )
        elif refusal is None:
            self.books.run(lambda connection: hold_for_job(connection, owner, amount, hold_id, key=key, now=self.now))
        else:
            assert self.refused_hold(owner, amount, hold_id, key).code == refusal

    def pick_hold(self, pick: int, *, is_open: bool) -> tuple[str, ModelHold]:
        holds = [(hold_id, hold) for hold_id, hold in self.model.holds.items() if (hold.state == "open") == is_open]
        return holds[pick % len(holds)]

    def any_hold(self, *, is_open: bool) -> bool:
        return any((hold.state == "open") == is_open for hold in self.model.holds.values())

    def settle(self, hold_id: str, captured: int) -> None:
        def work(connection: Connection) -> None:
            if captured:
                SqlLedger(connection).capture(hold_id, captured, now=self.now)
            else:
                SqlLedger(connection).release(hold_id, now=self.now)
            finish_job(connection, hold_id)

        self.books.run(work)

    @precondition(lambda self: self.any_hold(is_open=True))
    @rule(pick=anything)
    def capture_whole(self, pick: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=True)
        self.resolve(hold_id, hold.amount)

    @precondition(lambda self: self.any_hold(is_open=True))
    @rule(pick=anything, part=anything)
    def capture_part(self, pick: int, part: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=True)
        self.resolve(hold_id, 1 + part % hold.amount)

    @precondition(lambda self: self.any_hold(is_open=True))
    @rule(pick=anything)
    def release(self, pick: int) -> None:
        hold_id, _ = self.pick_hold(pick, is_open=True)
        self.resolve(hold_id, 0)

    def resolve(self, hold_id: str, captured: int) -> None:
        self.settle(hold_id, captured)
        self.model.resolve(self.model.holds[hold_id], captured, self.now)

    @precondition(lambda self: self.any_hold(is_open=True))
    @rule(pick=anything)
    def capture_too_much(self, pick: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=True)
        self.refused(ValueError, lambda ledger: ledger.capture(hold_id, hold.amount + 1, now=self.now))

    @precondition(lambda self: self.any_hold(is_open=True))
    @rule(pick=anything, hours=st.integers(-3, 9))
    def extend(self, pick: int, hours: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=True)
        until = self.now + hours * HOUR
        self.step(lambda ledger: ledger.extend(hold_id, until=until))
        hold.expires_at = max(hold.expires_at, until)

    @precondition(lambda self: self.any_hold(is_open=False))
    @rule(pick=anything, part=anything)
    def resolve_again(self, pick: int, part: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=False)
        captured = part % (hold.amount + 1)
        if captured == hold.captured:
            self.settle(hold_id, captured)
        elif captured:
            self.refused(HoldResolved, lambda ledger: ledger.capture(hold_id, captured, now=self.now))
        else:
            self.refused(HoldResolved, lambda ledger: ledger.release(hold_id, now=self.now))

    @precondition(lambda self: self.any_hold(is_open=False))
    @rule(pick=anything)
    def resolve_the_same_way_again(self, pick: int) -> None:
        hold_id, hold = self.pick_hold(pick, is_open=False)
        self.settle(hold_id, hold.captured)

    @rule(owner=people, percent=st.integers(1, 99), hours=st.integers(3, 9), part=anything)
    def work_that_outlasts_its_lots(self, owner: str, percent: int, hours: int, part: int) -> None:
        """Chance alone seldom ends a lot between hold and result."""
        self.hold(owner, percent)
        *_, hold_id, refusal = self.asked[-1]
        self.clock_jumps(hours)
        if refusal is None:
            self.resolve(hold_id, part % (self.model.holds[hold_id].amount + 1))

    @rule(owner=people, amount=amounts)
    def hold_of_a_locked_wallet(self, owner: str, amount: int) -> None:
        self.lock(owner, "dispute")
        self.ask(owner, amount)
        self.lock(owner, None)

    def lock(self, owner: str, reason: str | None) -> None:
        self.model.locked[owner] = reason is not None
        sql = text("UPDATE wallet SET locked_reason = :reason WHERE account_id = :owner")
        self.books.run(lambda connection: connection.execute(sql, {"reason": reason, "owner": owner}).rowcount)

    @rule(hours=st.integers(1, 4))
    def clock_jumps(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule()
    def sweep(self) -> None:
        due = sum(1 for lot in self.model.lots if lot.remaining and lot.due(self.now))
        assert self.step(lambda ledger: ledger.expire_lots(self.now)) == due
        for owner in PEOPLE:
            self.model.expire(owner, self.now)

    @invariant()
    def model_is_database(self) -> None:
        self.books.run(self.compare)

    def compare(self, connection: Connection) -> None:
        model = self.model
        wallets = {row[0]: row[1:] for row in connection.execute(text("SELECT account_id, posted, held, version FROM wallet"))}
        if not wallets:
            return
        assert wallets == {name: (model.posted[name], model.held(name), model.version[name]) for name in PEOPLE}
        house = connection.execute(text("SELECT account, CAST(sum(amount) AS BIGINT) FROM posting GROUP BY account"))
        sums = {row[0]: row[1] for row in house}
        assert sum(sums.values()) == 0
        assert {name: sums.get(name, 0) for name in HOUSE} == model.house
        lots = connection.execute(text("SELECT seq, kind, granted, remaining, expired FROM lot")).all()
        assert sorted(map(tuple, lots)) == sorted((lot.seq, lot.kind, lot.granted, lot.remaining, lot.expired) for lot in model.lots)
        holds = connection.execute(text("SELECT id, state, amount, captured, expires_at FROM hold")).all()
        assert {row[0]: tuple(row[1:]) for row in holds} == {
            name: (hold.state, hold.amount, hold.captured, round(hold.expires_at.timestamp() * 1_000_000))
            for name, hold in model.holds.items()
        }

    @rule(name=people)
    def look(self, name: str) -> None:
        """What a person is told about their wallet."""
        self.step(lambda ledger: self.compare_answers(ledger, name))

    def compare_answers(self, ledger: SqlLedger, name: str) -> None:
        mine = [lot for lot in self.model.lots if lot.owner == name and lot.remaining]
        gone = sum(lot.remaining for lot in mine if lot.due(self.now))
        balance = ledger.balance(name, self.now)
        assert (balance.posted, balance.held) == (self.model.posted[name] - gone, self.model.held(name))
        assert sorted(int(lot.id) for lot in balance.lots) == sorted(lot.seq for lot in mine if not lot.due(self.now))
        assert sum(lot.remaining for lot in balance.lots) == balance.available
        lines = [(line.kind, line.amount, line.balance_after) for line in ledger.lines(name, limit=1000)]
        assert lines == self.model.statement[name][::-1]

    def verify_is_clean(self) -> None:
        checks = self.books.run(lambda connection: verify(connection, self.now, timedelta(days=999)))
        assert [str(check) for check in checks if not check.ok] == []


class VerifiedLedgerMachine(LedgerMachine):
    """The same, with `ledger verify` after every step and not only at the end."""

    @invariant()
    def verify_every_step(self) -> None:
        self.verify_is_clean()


@pytest.mark.timeout(900)  # a failure is shrunk before it is told
def test_every_account_lot_and_hold_is_as_predicted(any_books: Books) -> None:
    machine = VerifiedLedgerMachine if THOROUGH else LedgerMachine
    run_machine(machine, any_books, Examples(thorough=2000, sqlite=100, postgres=50), steps=60 if THOROUGH else 40)
