"""Watches what is sent to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event

from db.prepared import Prepared

Sent = tuple[str, Any]


@contextmanager
def watched(connection: Connection) -> Iterator[list[Sent]]:
    """Statements with their parameters, as long as the body runs. On SQLite, prepared ones pass SQLAlchemy's events by."""
    sent: list[Sent] = []
    executed = Prepared._execute

    def note(_: object, __: object, statement: str, parameters: Any, ___: object, many: bool) -> None:
        sent.append((statement, parameters))

    def prepared(self: Prepared, connection: Connection, values: dict[str, object]) -> Any:
        form, result = executed(self, connection, values)
        if connection.dialect.name == "sqlite":
            sent.append((form.sql, form.parameters(values)))
        return form, result

    event.listen(connection, "before_cursor_execute", note)
    with patch.object(Prepared, "_execute", prepared):
        yield sent
    event.remove(connection, "before_cursor_execute", note)
