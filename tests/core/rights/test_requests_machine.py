"""People use the program and their rights in any order, while it dies, others do not answer and time passes (privacy.md §2.3, §5.5)."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.access import LinkKind
from core.accounts import Account, Standing
from core.errors import DomainError
from core.legal import versions
from core.legal.facts import facts_file
from core.legal.releases import AHEAD, Approver, applies_from, in_force
from core.legal.snapshot import as_json, snapshot
from core.legal.versions import Change, Kind
from core.reply import Call, Reply
from core.rights import copies, erasing, further, holding, policies, training
from core.rights.desk import CannotAct
from core.rights.holds import HeldKind, HoldReason
from core.rights.policies import CannotRelease
from core.rights.requests import ACTIVE, ENDED, LEGAL_MOVES, Request, RequestKind, RequestState
from core.sign_in import Asker, Browser, Desk, ask_to_confirm, confirm_address
from core.storage.unit_of_work import UnitOfWork
from tests.core.legal.facts import CATALOGUE, FACTS
from tests.core.rights.machine import Died, World
from tests.core.rights.test_policies import version_of
from tests.db.machines import FIRST_FAILURE, THOROUGH

FIRST, NEXT = "2026-05-01", "2026-12-11"
PEOPLE = ("ada", "bob", "cem")
people = st.sampled_from(PEOPLE)
PATIENCE = timedelta(days=1)
"""In which the program does what is due, if nobody outside keeps it from that."""
ACTIVE_WORDS = ", ".join(f"'{state}'" for state in sorted(ACTIVE))
POINTS = 40
"""A deletion passes no more points at which it can die."""


class RequestsMachine(RuleBasedStateMachine):
    """Three people with a chat each; whoever has left comes again as somebody new."""

    folder: Path
    published: Path

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.folder)
        self.states: dict[str, RequestState] = {}
        self.frozen: dict[str, dict[str, int]] = {}  # what had been done for an account when it was frozen
        self.lives: dict[str, Counter[str]] = {}
        self.number = 0

    def teardown(self) -> None:
        self.world.close()

    @initialize()
    def everybody_has_a_life(self) -> None:
        """Chance alone seldom gives anybody something to lose."""
        for who in PEOPLE:
            self.asks(who)
            self.pays(who)
        self.answers_training(PEOPLE[0], granted=True)
        self.world.worked()

    # --- what people do ---

    @rule(who=people)
    def speaks(self, who: str) -> None:
        self.world.say(who, "/balance")

    @rule(who=people)
    def asks(self, who: str) -> None:
        """For a picture. Nobody gets one whose account stands still."""
        before = self._known(who)
        asked = self.world.work_of(before.id) if before else {}
        reply = self.world.say(who, "/imagine a fox")
        if before and before.standing is not Standing.ACTIVE:
            assert self.world.work_of(before.id) == asked
        if make := _call(reply, "make"):
            self.world.run(self.world.house.run(who, make.command, dict(make.values)))

    @rule(who=people)
    def pays(self, who: str) -> None:
        before = self._known(who)
        orders = "SELECT count(*) FROM payment_order WHERE account_id = :id"
        had = self.world.ask_sql(orders, id=before.id) if before else []
        self.world.pay(who)
        if before and before.standing is Standing.LOCKED:
            assert self.world.ask_sql(orders, id=before.id) == had

    @rule(one=people, other=people)
    def join(self, one: str, other: str) -> None:
        """What one of them has said to training alone is no yes of both."""
        sides = [self._here(one), self._here(other)]
        both = all(self._says_yes(side) for side in sides)
        if sides[0].id == sides[1].id:
            return
        code = next((str(line.args["code"]) for line in self.world.say(one, "/link").lines if line.key == "link-code"), "")
        yes = _call(self.world.say(other, f"/link {code}"), "link-join") if code else None
        if yes is None:
            return
        self.world.run(self.world.house.run(other, yes.command, dict(yes.values)))
        self.world.run(self.world.house.run(one, "link-yes", dict(yes.values)))
        now = self._here(one)
        if now.id == self._here(other).id:
            assert self._says_yes(now) == both
            assert now.standing is Standing.ACTIVE

    @rule(one=people, other=people, granted=st.booleans())
    def joins_with_somebody_of_another_mind(self, one: str, other: str, granted: bool) -> None:
        self.answers_training(one, granted)
        self.answers_training(other, not granted)
        self.join(one, other)

    @rule(who=people)
    def parts(self, who: str) -> None:
        account = self._here(who)
        now = self.world.clock.now()
        merges = [merge for merge in self.world.read(lambda uow: uow.merges.of(account.id, now)) if merge.undone_at is None]
        for merge in merges[:1]:
            self.world.run(self.world.house.run(who, "unlink-undo", {"merge": merge.id, "sure": True}))

    @rule(who=people, granted=st.booleans())
    def answers_training(self, who: str, granted: bool) -> None:
        account, now, ambient = self._here(who), self.world.clock.now(), self.world.program.ambient
        self.world.write(lambda uow: training.answer(uow, ambient, account, granted=granted, locale="en", channel="test", now=now))

    @rule(who=people)
    def proves_an_address(self, who: str) -> None:
        account, browser = self._here(who), Browser("b", "Firefox", "en", "1.2.3.0")
        self.number += 1
        email = f"{who}{self.number}@x.example"

        def ask(uow: UnitOfWork) -> None:
            ask_to_confirm(self._desk(uow), account, email, Asker(who, "test", "en", browser=browser))

        if account.standing is not Standing.ACTIVE or not self._try(ask):
            return
        found = self.world.ask_sql(
            "SELECT token_hash FROM one_time_link WHERE kind = :kind AND email = :email", kind=LinkKind.CONFIRM.value, email=email
        )
        for (token,) in found:
            self._try(lambda uow, token=token: confirm_address(self._desk(uow), token, browser))

    # --- what they ask about their data ---

    @rule(who=people, twice=st.booleans())
    def wants_a_copy(self, who: str, twice: bool) -> None:
        account, now, ambient = self._here(who), self.world.clock.now(), self.world.program.ambient
        if account.standing is Standing.LOCKED:
            return

        def ask(uow: UnitOfWork) -> None:
            asked = copies.draft(uow, ambient, account, "test", None, "en", now)
            copies.confirm(uow, asked, now)

        for _ in range(1 + twice):
            self._try(ask)

    @rule(who=people)
    def wants_no_copy(self, who: str) -> None:
        for request in self._requests(self._here(who), RequestKind.EXPORT):
            self.world.write(lambda uow, one=request: copies.cancel(uow, one, self.world.clock.now()))  # type: ignore[misc]

    @rule(who=people)
    def leaves_in_the_middle_of_a_picture(self, who: str) -> None:
        self.asks(who)
        self.leaves(who, at_once=False, twice=False)

    @rule(who=people, at_once=st.booleans(), twice=st.booleans())
    def leaves(self, who: str, at_once: bool, twice: bool) -> None:
        account, now = self._here(who), self.world.clock.now()
        program = self.world.program
        if any(one.standing is Standing.LOCKED for one in self._accounts() if one.id != account.id):
            return  # some always stay, to whom something can happen

        def ask(uow: UnitOfWork) -> None:
            draft = erasing.draft(uow, program.ambient, account, "test", None, "en", now)
            if not draft.active:
                draft = Request(**{**vars(draft), "at_once": at_once})
                uow.rights.change(draft)
            erasing.confirm(uow, program.ambient, self.world.kit().promise, draft, account, now)

        for _ in range(1 + twice):
            self._try(ask)
        if account.standing is not Standing.LOCKED and self._here(who).standing is Standing.LOCKED:
            self.lives[account.id] = self.world.life_of(account.id)

    @rule(who=people)
    def stays(self, who: str) -> None:
        """Everything is as it was, or it is too late, and then no step had been done before."""
        account = self._here(who)
        active = self.world.read(lambda uow: uow.rights.active(account.id, RequestKind.ERASE))
        begun = active is not None and active.state not in (RequestState.GRACE, RequestState.DRAFT)
        kept = self._try(lambda uow: erasing.cancel(uow, self.world.program.ambient, account, self.world.clock.now()))
        if not kept:
            return
        assert active is not None
        assert not begun
        destroyed = self.world.ask_sql("SELECT step FROM rights_step WHERE ref = :ref AND step <> 'messages'", ref=active.ref)
        assert destroyed == []
        lived = self.lives.pop(account.id)
        assert lived - self.world.life_of(account.id) == Counter()
        assert self._here(who).standing is not Standing.LOCKED

    @rule(who=people, lifts=st.booleans())
    def wants_a_pause(self, who: str, lifts: bool) -> None:
        account, now, ambient = self._here(who), self.world.clock.now(), self.world.program.ambient
        if lifts:
            self.world.write(lambda uow: further.lift(uow, account))
        else:
            self.world.write(lambda uow: further.ask(uow, ambient, account, RequestKind.RESTRICT, "test", "en", now))

    # --- what the operator does ---

    @rule(who=people, days=st.integers(1, 60))
    def holds(self, who: str, days: int) -> None:
        account, now, ambient = self._here(who), self.world.clock.now(), self.world.program.ambient
        found = self.world.ask_sql("SELECT id FROM picture WHERE account_id = :id AND state = 'stored' ORDER BY id LIMIT 1", id=account.id)
        for (picture,) in found:
            for role in ("desk", "counsel"):
                until = now + timedelta(days=days)
                self._try(
                    lambda uow, role=role, until=until, id=picture: holding.place(
                        uow, ambient, HeldKind.PICTURE, id, HoldReason.AUTHORITY, until, role, now
                    )
                )
            self.lives.pop(account.id, None)
            if self._here(who).standing is Standing.LOCKED:
                self.lives[account.id] = self.world.life_of(account.id)

    @rule(who=people)
    def leaves_with_something_held(self, who: str) -> None:
        self.holds(who, 30)
        self.leaves(who, at_once=True, twice=False)
        self.world.worked()
        self.who_is_gone_is_nowhere()
        self.releases()

    @rule()
    def releases(self) -> None:
        """What was held of somebody who has gone goes too."""
        for hold, owner in self.world.ask_sql("SELECT id, account_id FROM legal_hold WHERE released_at IS NULL ORDER BY id"):
            self._try(lambda uow, id=hold: holding.release(uow, self.world.program.ambient, id, "desk", self.world.clock.now()))
            if owner in self.lives:
                self.lives[owner] = self.world.life_of(owner)
        self.world.hour()
        assert self.world.ask_sql("SELECT 1 FROM held_record") == []

    @rule()
    def publishes(self) -> None:
        now = self.world.clock.now()
        self._try(lambda uow: policies.publish(uow, NEXT, Change.MATERIAL, Approver.COUNSEL, "a new recipient", now, folder=self.published))

    # --- what happens ---

    @rule(away=st.booleans(), which=st.integers(0, 1))
    def somebody_outside(self, away: bool, which: int) -> None:
        self.world.outside[which].away = away

    @rule()
    def works(self) -> None:
        self.world.worked()

    @rule(who=people, point=st.integers(1, POINTS))
    def dies(self, who: str, point: int) -> None:
        """In the middle of a deletion, and its owner thinks better of it. Another process goes on after the lease."""
        self.leaves(who, at_once=True, twice=False)
        try:
            self.world.worked(point)
        except Died:
            self.world.restart()
            self.stays(who)
            self.world.clock.advance(minutes=3)
            self.world.worked()

    @rule()
    def restarts(self) -> None:
        self.world.restart()

    @rule(days=st.sampled_from((0.25, 1, 4, 16)))
    def time_passes(self, days: float) -> None:
        """With the program running. What was due a day ago is done, unless somebody outside is to blame."""
        left = timedelta(days=days)
        while left > timedelta(0):
            step = min(left, PATIENCE)
            self.world.clock.advance(step.total_seconds())
            left -= step
            self._catch_up()
        overdue = self.world.read(lambda uow: uow.retention.overdue(self.world.clock.now()))
        assert overdue == []
        if not any(one.away for one in self.world.outside):
            self._nothing_is_late()

    def _catch_up(self) -> None:
        """What the clock and the workers do, once a day: the longest wait of a deletion that is tried again is an hour."""
        self.world.hour()
        self.world.worked()

    def _nothing_is_late(self) -> None:
        now, waiting = self.world.clock.now(), (RequestState.GRACE, RequestState.RUNNING, RequestState.HELD)
        for account in self._accounts():
            for request in self._requests(account):
                if request.state in waiting and request.begins_at is not None:
                    assert request.begins_at > now - 2 * PATIENCE, request
                assert request.state is not RequestState.STUCK

    # --- always ---

    @invariant()
    def nothing_is_done_for_an_account_that_stands_still(self) -> None:
        for account in self._accounts():
            if account.standing is Standing.ACTIVE:
                self.frozen.pop(account.id, None)
                continue
            assert self.world.read(lambda uow, id=account.id: uow.jobs.working(id)) == []  # type: ignore[misc]
            work = self.world.work_of(account.id)
            before = self.frozen.setdefault(account.id, work)
            assert all(work[what] <= before[what] for what in work), "drafts may go, nothing may come"

    @invariant()
    def one_of_a_kind_is_under_way(self) -> None:
        many = f"SELECT account_id, kind FROM rights_request WHERE state IN ({ACTIVE_WORDS}) GROUP BY 1, 2 HAVING count(*) > 1"
        assert [row for row in self.world.ask_sql(many) if row[0] is not None] == []

    @invariant()
    def what_has_ended_stays_and_every_move_is_a_legal_one(self) -> None:
        now = {ref: RequestState(state) for ref, state in self.world.ask_sql("SELECT ref, state FROM rights_request")}
        for ref, state in now.items():
            before = self.states.get(ref)
            assert before is None or before not in ENDED or before is state, (before, state)
        self.states = now
        for ref in now:
            events = [event.state for event in self.world.read(lambda uow, ref=ref: uow.rights.events(ref))]  # type: ignore[misc]
            for one, then in pairwise(events):
                assert one is then or then in LEGAL_MOVES[one], events

    @invariant()
    def who_is_gone_is_nowhere(self) -> None:
        there = {account.id for account in self._accounts()}
        for id in [id for id in self.lives if id not in there]:
            del self.lives[id]
            assert self.world.mentions(id) == []

    @invariant()
    def complete_means_every_step_is_done(self) -> None:
        done = "SELECT ref FROM rights_request WHERE kind = 'erase' AND state = 'done'"
        undone = f"SELECT ref FROM rights_step WHERE done_at IS NULL AND ref IN ({done})"
        assert self.world.ask_sql(undone) == []

    @invariant()
    def no_policy_applies_before_its_day(self) -> None:
        now = self.world.clock.now()
        releases = self.world.read(lambda uow: uow.policies.releases())
        for release in releases:
            if release.announces and release.effective_at is not None:
                assert release.last_notice_at is not None
                assert release.effective_at >= release.last_notice_at + AHEAD
        if releases:
            valid = in_force(Kind.PRIVACY, releases, now).id
            begun = [one.id for one in releases if one.effective_at and one.effective_at <= now]
            assert valid in begun
        for account in self._accounts():
            told = self.world.read(lambda uow, id=account.id: uow.policies.of(id))  # type: ignore[misc]
            for release in releases:
                since = applies_from(release, releases, account.created_at, told)
                at = [one.told_at for one in told if one.version == release.id and one.told_at]
                if release.announces and since and account.created_at < (release.effective_at or now):
                    assert at, "nobody told them"
                    assert since >= min(at) + AHEAD

    @invariant()
    def the_books_are_whole(self) -> None:
        assert self.world.broken() == []

    # --- looking ---

    def _known(self, who: str) -> Account | None:
        return self.world.account(who)

    def _here(self, who: str) -> Account:
        account = self._known(who)
        if account is None:
            self.world.say(who, "/balance")
            account = self._known(who)
        assert account is not None
        return account

    def _accounts(self) -> list[Account]:
        ids = [id for (id,) in self.world.ask_sql("SELECT id FROM account WHERE merged_into IS NULL ORDER BY id")]
        return [self.world.read(lambda uow, id=id: uow.accounts.get(id)) for id in ids]  # type: ignore[misc]

    def _requests(self, account: Account, *kinds: RequestKind) -> list[Request]:
        found = self.world.read(lambda uow: uow.rights.of(account.id))
        return [one for one in found if not kinds or one.kind in kinds]

    def _says_yes(self, account: Account) -> bool:
        answer = self.world.read(lambda uow: uow.consents.current(account.id, training.PURPOSE))
        return answer is not None and answer.granted

    def _try(self, work) -> bool:  # type: ignore[no-untyped-def]
        """Whether it was not refused."""
        try:
            self.world.write(work)
        except (DomainError, CannotAct, CannotRelease):
            return False
        return True

    def _desk(self, uow: UnitOfWork) -> Desk:
        return Desk(uow, self.world.program.ambient, self.world.program.links, self.world.clock.now())


def _call(reply: Reply, command: str) -> Call | None:
    found = [button.action for button in reply.buttons if isinstance(button.action, Call)]
    return next((call for call in found if call.command == command), None)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The texts of the repository, as if they were final; the second policy replaces the first."""
    there = [version_of(Kind.PRIVACY, FIRST), *(version_of(kind, NEXT) for kind in Kind)]
    monkeypatch.setattr(versions, "VERSIONS", tuple(there))
    folder = tmp_path / "published"
    for id in (FIRST, NEXT):
        facts_file(id, folder).parent.mkdir(parents=True, exist_ok=True)
        facts_file(id, folder).write_text(as_json(snapshot(FACTS, CATALOGUE)), "utf-8")
    return folder


@pytest.mark.proves("PRV-24", "PRV-34", "PRV-35", "PRV-37", "PRV-50", "PRV-60", "PRV-84", "PRV-85")
@pytest.mark.timeout(3600)
def test_rights_hold_in_any_order(texts: Path, tmp_path: Path) -> None:
    machine = type("Machine", (RequestsMachine,), {"folder": tmp_path, "published": texts})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=300 if THOROUGH else 14,
            stateful_step_count=25 if THOROUGH else 18,
            derandomize=not THOROUGH,
            phases=[Phase.generate] if FIRST_FAILURE else list(Phase),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
