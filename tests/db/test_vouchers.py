"""Vouchers in the database, on both engines: many at once, accounts that join and part, and nothing left of who leaves."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.accounts import Account
from core.ambient import Ambient
from core.caller import Address, Caller
from core.errors import DomainError
from core.linking import UNDO_LIFE, Merge
from core.redeeming import Redeemed, redeem
from core.storage.unit_of_work import UnitOfWork
from core.throttle import TooOften
from core.vouchers import Voucher, hash_of, new_code
from core.wallet import LotKind
from db.store import SqlStore
from db.unit_of_work import SqlUnitOfWork
from db.verify import verify
from tests.clock import START, FakeClock
from tests.db.books import dawdle

WORTH = 25


def caller(who: str) -> Caller:
    return Caller("web", who, who.title(), "key", Address("web", who, private=True, uid=who))


async def arrive(store: SqlStore, *people: str) -> None:
    for who in people:
        await store.write(lambda uow, who=who: uow.accounts.create(Account(who, START, f"prefix-{who}"), caller(who)))  # type: ignore[misc]


async def offered(store: SqlStore, most: int = 1, **changes: object) -> str:
    """The code of a new voucher."""
    code = new_code()
    voucher = Voucher(f"voucher-{code}", hash_of(code), WORTH, most, 30, "a test", "desk", START, START + timedelta(days=90))
    await store.write(lambda uow: uow.vouchers.add(replace(voucher, **changes)))  # type: ignore[arg-type]
    return code


def redeems(who: str, code: str, ambient: Ambient, *, chat: str = "") -> Callable[[UnitOfWork], str]:
    """A work that says what came of it."""

    def work(uow: UnitOfWork) -> str:
        found = redeem(uow, ambient, who, caller(chat or who), code, ambient.now())
        return "redeemed" if isinstance(found, Redeemed) else "too-often" if isinstance(found, TooOften) else _key(found)

    return work


def _key(error: DomainError) -> str:
    return error.text.key


async def owns(store: SqlStore, who: str) -> int:
    return await store.read(lambda uow: uow.ledger.balance(who, START).available)


async def sound(store: SqlStore) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return [str(check) for check in verify(uow.connection, START) if not check.ok]

    assert await store.read(work) == []


async def test_of_twenty_at_once_as_many_get_it_as_may(store: SqlStore, ambient: Ambient) -> None:
    people = [f"p{number}" for number in range(20)]
    await arrive(store, *people)
    code = await offered(store, most=3)
    ends = Counter(await asyncio.gather(*(store.write(redeems(who, code, ambient)) for who in people)))
    assert ends == {"redeemed": 3, "voucher-used-up": 17}
    assert sorted(await asyncio.gather(*(owns(store, who) for who in people))) == [0] * 17 + [WORTH] * 3
    [listed] = await store.read(lambda uow: uow.vouchers.listed())
    assert (listed.used, listed.most) == (3, 3)
    await sound(store)


async def test_the_row_of_a_voucher_makes_its_users_take_turns(store: SqlStore) -> None:
    """Also without the counting of tries, which lets everybody take turns as well."""
    people = [f"p{number}" for number in range(12)]
    await arrive(store, *people)
    code = await offered(store, most=3)

    def takes(who: str) -> Callable[[UnitOfWork], bool]:
        def work(uow: UnitOfWork) -> bool:
            voucher = uow.vouchers.locked(hash_of(code))
            assert voucher is not None
            if not voucher.works(START):
                return False
            wallet_id = uow.ledger.balance(who, START).wallet_id
            seq = uow.ledger.grant(who, WORTH, LotKind.PROMO, key=who, now=START)
            uow.vouchers.use(voucher.id, wallet_id, who, seq, START)
            assert isinstance(uow, SqlUnitOfWork)
            dawdle(uow.connection)
            return True

        return work

    assert sum(await asyncio.gather(*(store.write(takes(who)) for who in people))) == 3
    await sound(store)


async def test_one_person_twice_at_once_gets_it_once(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann")
    code = await offered(store, most=10)
    ends = Counter(await asyncio.gather(*(store.write(redeems("ann", code, ambient)) for _ in range(5))))
    assert ends == {"redeemed": 1, "voucher-yours": 4}
    assert await owns(store, "ann") == WORTH
    await sound(store)


async def test_a_wrong_code_can_be_tried_five_times_in_ten_minutes(store: SqlStore, ambient: Ambient, clock: FakeClock) -> None:
    await arrive(store, "ann", "bob")
    code = await offered(store)
    tried = [await store.write(redeems("ann", new_code(), ambient)) for _ in range(7)]
    assert tried == ["voucher-wrong"] * 5 + ["too-often"] * 2
    assert await store.write(redeems("ann", code, ambient)) == "too-often", "the right one is not told from others either"
    assert await store.write(redeems("bob", new_code(), ambient)) == "voucher-wrong", "others are not kept from it"
    clock.advance(minutes=12)
    assert await store.write(redeems("ann", code, ambient)) == "redeemed"


async def test_a_chat_that_comes_back_as_another_account_has_no_new_tries(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann", "bob")
    for _ in range(5):
        await store.write(redeems("ann", new_code(), ambient, chat="chat"))
    assert await store.write(redeems("bob", new_code(), ambient, chat="chat")) == "too-often"


async def test_an_account_has_no_more_tries_for_having_two_chats(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann")
    tried = [await store.write(redeems("ann", new_code(), ambient, chat=f"chat-{number % 2}")) for number in range(6)]
    assert tried == ["voucher-wrong"] * 5 + ["too-often"]


async def test_everybody_together_can_try_a_thousand_times(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann")
    code = await offered(store)

    def flood(uow: UnitOfWork) -> None:
        for number in range(1000):
            redeem(uow, ambient, f"nobody-{number}", caller(f"nobody-{number}"), new_code(), ambient.now())

    await store.write(flood)
    assert await store.write(redeems("ann", code, ambient)) == "too-often"
    assert await owns(store, "ann") == 0


async def test_what_cannot_be_a_code_costs_no_try(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann")
    assert {await store.write(redeems("ann", "a fox", ambient)) for _ in range(8)} == {"voucher-wrong"}
    assert await store.write(redeems("ann", await offered(store), ambient)) == "redeemed"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stopped_at": START}, "voucher-stopped"),
        ({"created_at": START - timedelta(days=9), "expires_at": START}, "voucher-expired"),
        ({"used": 1}, "voucher-used-up"),
    ],
)
async def test_a_voucher_that_is_over_says_why_and_gives_nothing(
    store: SqlStore, ambient: Ambient, changes: dict[str, object], told: str
) -> None:
    await arrive(store, "ann")
    assert await store.write(redeems("ann", await offered(store, 1, **changes), ambient)) == told
    assert await owns(store, "ann") == 0


# --- accounts that join and part ----------------------------------------------------------------------------------------


async def join(store: SqlStore, survivor: str, absorbed: str) -> None:
    merge = Merge("merge", survivor, absorbed, START, START + UNDO_LIFE, 0)
    await store.write(lambda uow: uow.merges.merge(merge, START))


async def test_who_is_joined_to_somebody_that_used_it_cannot_use_it_again(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann", "bob")
    code = await offered(store, most=10)
    assert await store.write(redeems("bob", code, ambient)) == "redeemed"
    await join(store, "ann", "bob")
    assert await store.write(redeems("ann", code, ambient)) == "voucher-yours"
    assert await owns(store, "ann") == WORTH
    await sound(store)


async def test_two_that_both_used_it_can_be_joined_and_parted(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann", "bob")
    code = await offered(store, most=10)
    for who in ("ann", "bob"):
        assert await store.write(redeems(who, code, ambient)) == "redeemed"
    await join(store, "ann", "bob")
    assert await owns(store, "ann") == 2 * WORTH
    assert await store.write(redeems("ann", code, ambient)) == "voucher-yours"
    await store.write(lambda uow: uow.merges.undo("merge", START))
    assert [await owns(store, who) for who in ("ann", "bob")] == [WORTH, WORTH]
    assert [await store.write(redeems(who, code, ambient)) for who in ("ann", "bob")] == ["voucher-yours"] * 2
    await sound(store)


async def test_a_chat_that_was_taken_off_and_came_back_cannot_use_it_again(store: SqlStore, ambient: Ambient) -> None:
    await arrive(store, "ann", "anew")
    code = await offered(store, most=10)
    assert await store.write(redeems("ann", code, ambient, chat="chat")) == "redeemed"
    assert await store.write(redeems("anew", code, ambient, chat="chat")) == "voucher-yours"


async def test_the_uses_of_a_voucher_never_exceed_its_limit_whatever_is_written(store: SqlStore) -> None:
    await offered(store, most=1, used=1)

    def once_more(uow: UnitOfWork) -> None:
        assert isinstance(uow, SqlUnitOfWork)
        uow.connection.execute(text("UPDATE voucher SET used = used + 1"))

    with pytest.raises(Exception, match="used_within"):
        await store.write(once_more)
