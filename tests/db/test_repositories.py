from core.accounts import Account
from core.caller import Address, Caller
from db.store import SqlStore
from tests.clock import START


async def test_smoke(store: SqlStore) -> None:
    caller = Caller("web", "u1", "Ann", "k", Address("web", "c"))
    await store.write(lambda u: u.accounts.create(Account("a1", START, "p1"), caller))
    assert (await store.read(lambda u: u.accounts.of(caller))).id == "a1"
