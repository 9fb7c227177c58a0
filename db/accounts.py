"""Accounts, identities, and the empty wallet that every account begins with."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from core.accounts import Account, AskMode, Person
from core.caller import Caller
from db import tables
from db.turns import take_turns

ACCOUNT = tables.Account.metadata.tables["account"]
IDENTITY = tables.Identity.metadata.tables["identity"]
WALLET = tables.Wallet.metadata.tables["wallet"]


class SqlAccounts:
    """Implements `core.storage.Accounts`."""

    def __init__(self, connection: Connection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id

    def of(self, caller: Caller) -> Account | None:
        """The account behind this caller, if there is one."""
        found = select(ACCOUNT).join(IDENTITY).where(IDENTITY.c.platform == caller.platform, IDENTITY.c.uid == caller.uid)
        row = self._connection.execute(found).one_or_none()
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
        row = self._connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == account_id)).one_or_none()
        if row is None:
            raise LookupError(account_id)
        return _account(row)

    def person(self, platform: str, uid: str) -> Person | None:
        """One identity."""
        row = self._connection.execute(_people(platform).where(IDENTITY.c.uid == uid)).one_or_none()
        return None if row is None else Person(*row)

    def people(self, platform: str) -> list[Person]:
        """Everybody a platform knows, in order of arrival."""
        return [Person(*row) for row in self._connection.execute(_people(platform).order_by(IDENTITY.c.linked_at, IDENTITY.c.uid))]


def _people(platform: str) -> Select[Any]:
    columns = (IDENTITY.c.uid, IDENTITY.c.name, IDENTITY.c.account_id, IDENTITY.c.locale_hint)
    return select(*columns).where(IDENTITY.c.platform == platform)


def _account(row: Row[Any]) -> Account:
    fields = row._asdict()
    return Account(**{**fields, "ask_mode": AskMode(fields["ask_mode"])})
