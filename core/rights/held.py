"""What is held about one person, as the database hands it out for an export: tables, columns, and rows that stream."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from core.privacy.rules import Export, PrivacyRule, Rule
from core.storage.unit_of_work import UnitOfWork

T = TypeVar("T")


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    INSTANT = "instant"
    DOCUMENT = "document"


@dataclass(frozen=True)
class HeldColumn:
    """One column with its rule. `one_sided`: in rows that name two people it is given only to the one it speaks of."""

    name: str
    kind: Kind
    nullable: bool
    rule: PrivacyRule
    one_sided: bool = False

    @property
    def shown(self) -> bool:
        """Whether the data map puts it into the bundle."""
        return isinstance(self.rule, Rule) and self.rule.export in (Export.SHOW, Export.FILE)

    @property
    def withheld(self) -> str:
        """Why it is not in the bundle."""
        return self.rule.export.value if isinstance(self.rule, Rule) else f"not personal: {self.rule.reason}"


@dataclass(frozen=True)
class HeldTable:
    """One table of the data map; `nobodys` says why no row of it is tied to a person, and is empty for the others."""

    name: str
    columns: tuple[HeldColumn, ...]
    nobodys: str = ""

    @property
    def shown(self) -> tuple[HeldColumn, ...]:
        """The columns that go into the bundle."""
        return () if self.nobodys else tuple(column for column in self.columns if column.shown)


@dataclass(frozen=True)
class Counted:
    """How many rows a table has about the person, and for each shown column in how many of them it is filled."""

    rows: int
    values: Mapping[str, int]


@dataclass(frozen=True)
class Entry:
    """One line of the person's books. `code` is that of the request it paid for."""

    at: datetime
    kind: str
    amount: int
    balance: int
    wallet: str
    code: str | None


class Reads(Protocol):
    """As much of the database as an export needs: so an operator's command can look while the program runs."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """See `core.storage.store.Store.read`."""


class HeldRows(Protocol):
    """The rows about one person, read from one snapshot."""

    def count(self, table: str) -> Counted:
        """Counted by the database itself, as the proof of what `rows` must give."""

    def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        """The shown columns of every row about the person, in an order that does not change, never all at once."""

    def entries(self) -> Iterator[Entry]:
        """The books, oldest first."""


class PersonRows(Protocol):
    """Where everything about a person is found."""

    @property
    def tables(self) -> tuple[HeldTable, ...]:
        """Every table of the data map."""

    def of(self, uow: UnitOfWork, account_id: str) -> HeldRows:
        """The rows about this account, of those that were merged into it too. Raises `LookupError` for an unknown one."""
