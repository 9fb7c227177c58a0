"""Whom it concerns if a store leaks: the data map says what is in it and whose it is, one query says how many (PRV-90)."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, FromClause, Select, Table, func, literal, select, union

from core.privacy.rules import Export, Rule
from db.person_rows import NOBODYS
from db.tables import METADATA

TABLES = METADATA.tables

OBJECTS = "objects"
"""The object store: every table with a column that the map says there is a file for."""

OWNERS: dict[str, str] = {
    "account": "id",
    "link_offer": "shown_account_id",
    "account_merge": "survivor_id",
    "request_mail": "sender",
}
"""Tables that name a person under another name than `account_id`."""


def touched_by(connection: Connection, store: str) -> Iterator[str]:
    """Lines for the operator: people, rows, kinds of data, processors, columns. `store` is a table or `objects`. Raises `LookupError`."""
    concerned = _tables(store)
    columns = [column for table in concerned for column in table.c if isinstance(column.info["privacy"], Rule)]
    rules: list[Rule] = [column.info["privacy"] for column in columns]
    yield f"people      {_people(connection, concerned)}"
    yield "rows        " + ", ".join(f"{table.name} {_number(connection, select(literal(1)).select_from(table))}" for table in concerned)
    yield "categories  " + (", ".join(sorted({rule.category.value for rule in rules})) or "none: nothing here is about a person")
    yield "processors  " + (", ".join(sorted({who.value for rule in rules for who in rule.recipients})) or "none")
    yield "columns     " + ", ".join(f"{column.table.name}.{column.name}" for column in columns)


def _tables(store: str) -> list[Table]:
    if store == OBJECTS:
        return [table for table in TABLES.values() if any(_has_file(column) for column in table.c)]
    if store not in TABLES:
        raise LookupError(store)
    return [TABLES[store]]


def _has_file(column: Column[Any]) -> bool:
    rule = column.info["privacy"]
    return isinstance(rule, Rule) and rule.export is Export.FILE


def _people(connection: Connection, concerned: Sequence[Table]) -> str:
    """How many different people have a row there."""
    named = [query for table in concerned if (query := _owners(table)) is not None]
    if named:
        return str(_number(connection, union(*named)))
    reasons = {NOBODYS[table.name] for table in concerned if table.name in NOBODYS}
    everybody = _number(connection, select(TABLES["account"].c.id))
    return "; ".join(sorted(reasons)) or f"up to {everybody}: its rows name a chat or a reference, and no account"


def _owners(table: Table) -> Select[Any] | None:
    """The accounts that rows of this table are about: named there, or where its foreign keys lead, by the shortest way."""
    ways: list[tuple[Table, FromClause]] = [(table, table)]
    met = {table}
    for there, joined in ways:
        name = OWNERS.get(there.name, "account_id")
        if name in there.c:
            return select(there.c[name].label("account")).select_from(joined).where(there.c[name].is_not(None))
        for key in there.foreign_keys:
            if key.column.table not in met:
                met.add(key.column.table)
                ways.append((key.column.table, joined.join(key.column.table, key.parent == key.column)))
    return None


def _number(connection: Connection, rows: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one())
