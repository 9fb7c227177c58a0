"""Accounts, identities, and the empty wallet that every account begins with."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from core.accounts import Account, AskMode, Person
from core.caller import Caller
from db import tables
from db.prepared import Prepared
from db.turns import take_turns

ACCOUNT = tables.Account.metadata.tables["account"]
IDENTITY = tables.Identity.metadata.tables["identity"]
WALLET = tables.Wallet.metadata.tables["wallet"]

_PEOPLE = select(IDENTITY.c.uid, IDENTITY.c.name, IDENTITY.c.account_id, IDENTITY.c.locale_hint).where(
    IDENTITY.c.platform == bindparam("platform")
)
_SAME = (IDENTITY.c.platform == bindparam("platform"), IDENTITY.c.uid == bindparam("uid"))

OF_CALLER = Prepared(select(ACCOUNT).join(IDENTITY).where(*_SAME))
BY_ID = Prepared(select(ACCOUNT).where(ACCOUNT.c.id == bindparam("account")))
PERSON = Prepared(_PEOPLE.where(IDENTITY.c.uid == bindparam("uid")))
PEOPLE = Prepared(_PEOPLE.order_by(IDENTITY.c.linked_at, IDENTITY.c.uid))


class SqlAccounts:
    """Implements `core.storage.Accounts`."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id

    def of(self, caller: Caller) -> Account | None:
        """The account behind this caller, if there is one."""
        row = OF_CALLER.row(self._connection, platform=caller.platform, uid=caller.uid)
        return _account(row) if row else None

    def await_turn(self, caller: Caller) -> None:
        """Wait until nobody else is getting to know this caller; the turn lasts until the transaction ends."""
        take_turns(self._connection, f"person {caller.platform} {caller.uid}")

    def create(self, account: Account, caller: Caller) -> None:
        """A new account with an empty wallet, known to the caller's platform. The wallet's id says nothing about the account's."""
        self._connection.execute(insert(ACCOUNT).values(asdict(account)))
        self._connection.execute(insert(WALLET).values(id=self._new_id(), account_id=account.id, posted=0, held=0, version=0))
        self._connection.execute(
            insert(IDENTITY).values(
                platform=caller.platform,
                uid=caller.uid,
                account_id=account.id,
                name=caller.name,
                locale_hint=caller.locale_hint,
                linked_at=account.created_at,
            )
        )

    def save(self, account: Account) -> None:
        """Store changed choices. Raises `LookupError`."""
        choices = {name: getattr(account, name) for name in ("locale", "email", "ask_mode", "ask_above")}
        if not self._connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(choices)).rowcount:
            raise LookupError(account.id)

    def get(self, account_id: str) -> Account:
        """The account. Raises `LookupError`."""
        row = BY_ID.row(self._connection, account=account_id)
        if row is None:
            raise LookupError(account_id)
        return _account(row)

    def person(self, platform: str, uid: str) -> Person | None:
        """One identity."""
        row = PERSON.row(self._connection, platform=platform, uid=uid)
        return None if row is None else Person(*row)

    def people(self, platform: str) -> list[Person]:
        """Everybody a platform knows, in order of arrival."""
        return [Person(*row) for row in PEOPLE.rows(self._connection, platform=platform)]


def _account(row: Any) -> Account:
    fields = row._asdict()
    return Account(**{**fields, "ask_mode": AskMode(fields["ask_mode"])})
