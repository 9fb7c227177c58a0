"""Accounts, identities, and the empty wallet that every account begins with."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from core.accounts import Account, AgeMethod, AskMode, Identity, Person, Standing
from core.caller import Caller
from db.forgotten_chats import forget_chat
from db.prepared import Prepared, setting
from db.tables import METADATA
from db.turns import take_turns
from db.upsert import putting

ACCOUNT = METADATA.tables["account"]
IDENTITY = METADATA.tables["identity"]
MARK = METADATA.tables["welcome_mark"]
YOUNG = METADATA.tables["age_mark"]
WALLET = METADATA.tables["wallet"]
WARNING = METADATA.tables["inactivity_notice"]

CHOICES = ("locale", "email", "mail_stopped_at", "ask_mode", "ask_above", "monthly_limit", "notify_below")
"""What of an account is its owner's to change."""

_PEOPLE = select(IDENTITY.c.uid, IDENTITY.c.name, IDENTITY.c.account_id, IDENTITY.c.locale_hint).where(
    IDENTITY.c.platform == bindparam("platform")
)
_SAME = (IDENTITY.c.platform == bindparam("platform"), IDENTITY.c.uid == bindparam("uid"))

PUT_MARK = putting(MARK, "until")
PUT_YOUNG = putting(YOUNG, "until")
OF_CALLER = Prepared(select(ACCOUNT, IDENTITY.c.merge_id.label("arrived_by")).join(IDENTITY).where(*_SAME))
BY_ID = Prepared(select(ACCOUNT).where(ACCOUNT.c.id == bindparam("account")))
BY_EMAIL = Prepared(select(ACCOUNT).where(ACCOUNT.c.email == bindparam("email")))
IDENTITIES = Prepared(select(IDENTITY).where(IDENTITY.c.account_id == bindparam("account")).order_by(IDENTITY.c.linked_at, IDENTITY.c.uid))
SEEN = Prepared(update(ACCOUNT).where(ACCOUNT.c.id == bindparam("account")).values(setting("seen_at")))
UNWARN = Prepared(delete(WARNING).where(WARNING.c.account_id == bindparam("account")))
PERSON = Prepared(_PEOPLE.where(IDENTITY.c.uid == bindparam("uid")))
PEOPLE = Prepared(_PEOPLE.order_by(IDENTITY.c.linked_at, IDENTITY.c.uid))


class SqlAccounts:
    """Implements `core.storage.accounts.Accounts`."""

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
        row = {name: value for name, value in asdict(account).items() if name != "arrived_by"}
        row["seen_at"] = account.seen_at or account.created_at
        self._connection.execute(insert(ACCOUNT).values(row))
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
        choices = {name: getattr(account, name) for name in CHOICES}
        if not self._connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(choices)).rowcount:
            raise LookupError(account.id)

    def welcome_at(self, account_id: str, moment: datetime | None) -> None:
        """See `Accounts.welcome_at`."""
        self._connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(welcome_at=moment))

    def stand(self, account_id: str, standing: Standing) -> None:
        """See `Accounts.stand`."""
        before = {"stood": ACCOUNT.c.standing} if standing is Standing.LOCKED else {}
        values = {"standing": standing, **before}
        self._connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id, ACCOUNT.c.standing != standing).values(values))

    def unlock(self, account_id: str) -> None:
        """See `Accounts.unlock`."""
        locked = ACCOUNT.c.id == account_id, ACCOUNT.c.standing == Standing.LOCKED
        values = {"standing": func.coalesce(ACCOUNT.c.stood, Standing.ACTIVE.value), "stood": None}
        self._connection.execute(update(ACCOUNT).where(*locked).values(values))

    def seen(self, account_id: str, now: datetime) -> None:
        """See `Accounts.seen`."""
        SEEN.run(self._connection, account=account_id, seen_at=now)
        UNWARN.run(self._connection, account=account_id)

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

    def by_email(self, email: str) -> Account | None:
        """The account whose proved address this is; capitals do not matter."""
        row = BY_EMAIL.row(self._connection, email=email.lower())
        return _account(row) if row else None

    def identities(self, account_id: str) -> list[Identity]:
        """A person's chats, in order of arrival."""
        return [Identity(**row._asdict()) for row in IDENTITIES.rows(self._connection, account=account_id)]

    def lock(self, account_id: str) -> None:
        """Keep everybody else from changing which chats this account has, until the transaction ends."""
        self._connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.id == account_id).with_for_update(key_share=True))

    def unlink(self, platform: str, uid: str) -> None:
        """See `Accounts.unlink`."""
        identity = IDENTITY.c.platform == platform, IDENTITY.c.uid == uid
        account_id = self._connection.execute(delete(IDENTITY).where(*identity).returning(IDENTITY.c.account_id)).scalar_one_or_none()
        if account_id is not None:
            forget_chat(self._connection, account_id, platform, uid)

    def age_known(self, account_id: str, limit: int, method: AgeMethod, now: datetime) -> None:
        """The person is at least so old (PRV-54)."""
        said = {"age_limit": limit, "age_checked_at": now, "age_method": method}
        self._connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(said))

    def mark_young(self, who: str, until: datetime) -> None:
        """Somebody (a hash) is too young, and need not be asked again until then (PRV-55)."""
        PUT_YOUNG.run(self._connection, who=who, until=until)

    def is_marked_young(self, who: str, now: datetime) -> bool:
        """Whether they are, as far as that is still kept."""
        return self._connection.execute(select(YOUNG.c.who).where(YOUNG.c.who == who, YOUNG.c.until > now)).first() is not None

    def mark_welcomed(self, who: str, until: datetime) -> None:
        """Somebody (a hash) had their welcome credits."""
        PUT_MARK.run(self._connection, who=who, until=until)

    def was_welcomed(self, who: str, now: datetime) -> bool:
        """Whether they had, as far as that is still kept."""
        return self._connection.execute(select(MARK.c.who).where(MARK.c.who == who, MARK.c.until > now)).first() is not None


def _account(row: Any) -> Account:
    fields = row._asdict()
    del fields["stood"]
    method = fields["age_method"] and AgeMethod(fields["age_method"])
    return Account(**{**fields, "ask_mode": AskMode(fields["ask_mode"]), "standing": Standing(fields["standing"]), "age_method": method})
