"""What the database itself refuses, whoever asks (wallet.md §2.3): unbalanced or reopened books, changed history, impossible steps.

Triggers are not part of the numbered migrations: after each upgrade the set of this file is put in force as a whole, and
`missing_triggers` tells whether it is. Every guard is written once, as a condition in the part of SQL that both engines speak.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from core.jobs import LEGAL_STEPS

Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]


@dataclass(frozen=True)
class Guard:
    """Refuse `event` on `table` where `condition` holds. OLD and NEW name the row before and after. `only`: the engine that needs it.

    `quietly` skips the row without an error (SQLite only).
    """

    table: str
    event: Event
    says: str
    condition: str = "1 = 1"
    only: Literal["sqlite", "postgresql"] | None = None
    quietly: bool = False

    @property
    def name(self) -> str:
        """The trigger's name, and that of its function on PostgreSQL."""
        return f"guard_{self.table}_{self.event}_{self.says.replace(' ', '_')}".lower()

    @property
    def sqlite(self) -> str:
        """The whole trigger on SQLite."""
        refusal = "IGNORE" if self.quietly else f"ABORT, '{self.table}: {self.says}'"
        occasion = f"BEFORE {self.event} ON {self.table} WHEN {self.condition}"
        return f"CREATE TRIGGER {self.name} {occasion} BEGIN SELECT RAISE({refusal}); END"

    @property
    def body(self) -> str:
        """The body of its function on PostgreSQL."""
        row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.event, "NEW")
        return (
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION '{self.table}: {self.says}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
        )


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


def _exists(table: str, *columns: str) -> str:
    same = " AND ".join(f"t.{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {same})"  # noqa: S608 (the names stand below)


def _illegal_step() -> str:
    legal = [f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, news in LEGAL_STEPS.items() for new in sorted(news)]
    return f"NEW.state <> OLD.state AND NOT ({' OR '.join(legal)})"


NUMBERED = ("billing_document", "document_series")
KEPT = ("ledger_txn", "posting", "command_log", "hold", "hold_lot")

PURGING = "EXISTS (SELECT 1 FROM purging)"
"""True inside the transaction that erases somebody and nowhere else: its row is gone before that commits (`db/folding.py`)."""

_REFUSAL = (
    "OLD.scope = 'hold' AND OLD.outcome = 'done' AND NEW.outcome = 'refused' "
    "AND NEW.scope = OLD.scope AND NEW.key = OLD.key AND NEW.fingerprint = OLD.fingerprint AND NEW.at = OLD.at "
    "AND coalesce(NEW.hold_id, '') = coalesce(OLD.hold_id, '') "
    "AND NOT EXISTS (SELECT 1 FROM hold AS h WHERE h.id = OLD.hold_id)"
)

_UNBALANCED = (
    "(SELECT count(*) FROM posting AS p WHERE p.seq = NEW.seq) < 2 OR (SELECT sum(p.amount) FROM posting AS p WHERE p.seq = NEW.seq) <> 0"
)

_HOLD_TERMS = (
    f"{_changed('id', 'wallet_id', 'purpose', 'amount', 'placed_version', 'created_at')} "
    f"OR (coalesce(NEW.job_id, '') <> coalesce(OLD.job_id, '') AND NOT ({PURGING} AND NEW.job_id IS NULL))"
)

_HOLD_CHANGED = (
    f"{_changed('state', 'captured', 'expires_at')} OR coalesce(NEW.resolved_version, 0) <> coalesce(OLD.resolved_version, 0) "
    "OR coalesce(NEW.resolved_at, 0) <> coalesce(OLD.resolved_at, 0)"
)

# What others shared with somebody who leaves loses that person's name, and nothing else of it changes.
_LINE_LEFT = f"{PURGING} AND OLD.account = 'wallet' AND NEW.account = 'former' AND NOT ({_changed('seq', 'line', 'amount')})"
_TXN_RENAMED = (
    f"{PURGING} AND NOT ({_changed('seq', 'kind', 'scope', 'at')}) AND coalesce(NEW.hold_id, '') = coalesce(OLD.hold_id, '') "
    "AND NEW.key = 'former/' || OLD.seq"
)

_PAYMENT_LET_GO = (
    f"{PURGING} AND OLD.payment_id IS NOT NULL AND NEW.payment_id IS NULL "
    f"AND NOT ({_changed('id', 'series', 'number', 'kind', 'issued_at', 'contents', 'sha256')}) "
    "AND coalesce(NEW.refers_to, '') = coalesce(OLD.refers_to, '')"
)

_SECOND_RECEIPT = (
    "NEW.kind = 'receipt' AND EXISTS (SELECT 1 FROM billing_document AS t WHERE t.kind = 'receipt' AND t.payment_id = NEW.payment_id)"
)

_TOLD_LATER = "NEW.before IS NOT NULL AND NEW.change = 'material' AND (NEW.last_notice_at IS NOT NULL OR NEW.effective_at IS NOT NULL)"

_RELEASE_TERMS = (
    f"{_changed('id', 'documents', 'change', 'proposed', 'approver', 'reason', 'announced_at', 'published_at')} "
    "OR coalesce(NEW.before, '') <> coalesce(OLD.before, '')"
)

_DATES_FIXED = " OR ".join(
    f"(OLD.{date} IS NOT NULL AND (NEW.{date} IS NULL OR NEW.{date} <> OLD.{date}))" for date in ("last_notice_at", "effective_at")
)

_NOT_ALL_TOLD = (
    "OLD.last_notice_at IS NULL AND NEW.last_notice_at IS NOT NULL AND (EXISTS (SELECT 1 FROM policy_notice AS n "
    "WHERE n.version = NEW.id AND n.kind = 'change' AND (n.state = 'due' OR n.sent_at > NEW.last_notice_at)) "
    "OR EXISTS (SELECT 1 FROM account AS a WHERE a.created_at <= NEW.published_at AND a.merged_into IS NULL AND a.standing <> 'locked' "
    "AND NOT EXISTS (SELECT 1 FROM policy_notice AS n WHERE n.account_id = a.id AND n.version = NEW.id AND n.kind = 'change')))"
)

GUARDS = (
    # The seal is inserted last and closes its transaction: balanced, and at least two lines.
    Guard("ledger_txn", "INSERT", "not balanced", _UNBALANCED),
    Guard("posting", "INSERT", "sealed", "EXISTS (SELECT 1 FROM ledger_txn AS t WHERE t.seq = NEW.seq)"),
    Guard("ledger_txn", "UPDATE", "append only", f"NOT ({_TXN_RENAMED})"),
    Guard("posting", "UPDATE", "append only", f"NOT ({_LINE_LEFT})"),
    # The one change a command may see: a hold that could not be placed turns its own claim into a refusal.
    Guard("command_log", "UPDATE", "append only", f"NOT ({_REFUSAL})"),
    *(Guard(table, "DELETE", "never deleted", f"NOT {PURGING}") for table in KEPT),
    *(Guard(table, "TRUNCATE", "never emptied", only="postgresql") for table in KEPT),
    # INSERT OR REPLACE deletes without asking the DELETE triggers, unless `recursive_triggers` is on for that connection.
    Guard("ledger_txn", "INSERT", "exists", f"{_exists('ledger_txn', 'seq')} OR {_exists('ledger_txn', 'scope', 'key')}", "sqlite"),
    Guard("posting", "INSERT", "exists", f"{_exists('posting', 'seq', 'line')} OR {_exists('posting', 'wallet_id', 'version')}", "sqlite"),
    # A repeated command is the usual case: its claim says ON CONFLICT DO NOTHING, and an abort would turn that into an error.
    Guard("command_log", "INSERT", "exists", _exists("command_log", "scope", "key"), only="sqlite", quietly=True),
    Guard("hold", "INSERT", "exists", f"{_exists('hold', 'id')} OR {_exists('hold', 'job_id', 'purpose')}", only="sqlite"),
    Guard("hold_lot", "INSERT", "exists", _exists("hold_lot", "hold_id", "lot_id"), only="sqlite"),
    Guard("hold", "INSERT", "begins open", "NEW.state <> 'open'"),
    Guard("hold", "UPDATE", "resolved", f"OLD.state <> 'open' AND (NOT {PURGING} OR {_HOLD_CHANGED})"),
    Guard("hold", "UPDATE", "terms", _HOLD_TERMS),
    Guard("hold_lot", "UPDATE", "captured once", "OLD.captured <> 0"),
    Guard("hold_lot", "UPDATE", "terms", _changed("hold_id", "lot_id", "amount")),
    Guard("picture", "UPDATE", "illegal step", _illegal_step()),
    # A document stays as it was issued, a series counts one by one, and both go together when nobody has to keep them any more.
    Guard("billing_document", "UPDATE", "append only", f"NOT ({_PAYMENT_LET_GO})"),
    Guard("document_series", "INSERT", "begins with one", "NEW.next <> 2"),
    Guard("document_series", "UPDATE", "one by one", f"NEW.next <> OLD.next + 1 OR {_changed('code', 'keep_until')}"),
    *(Guard(table, "DELETE", "never deleted", f"NOT {PURGING}") for table in NUMBERED),
    *(Guard(table, "TRUNCATE", "never emptied", only="postgresql") for table in NUMBERED),
    Guard(
        "billing_document",
        "INSERT",
        "exists",
        f"{_exists('billing_document', 'id')} OR {_exists('billing_document', 'series', 'number')} OR {_SECOND_RECEIPT}",
        only="sqlite",
    ),
    # What the operator's people did stays as it was written down; only the account that it is about may become another's, or go (PRV-87).
    Guard("staff_access", "UPDATE", "append only", _changed("id", "ref", "role", "scope", "reason", "at")),
    # A release of the legal texts replaces another one, is told to everybody first, and keeps its dates (PRV-60).
    Guard("policy_version", "INSERT", "replaces nothing", "NEW.before IS NULL AND EXISTS (SELECT 1 FROM policy_version)"),
    Guard("policy_version", "INSERT", "told later", _TOLD_LATER),
    Guard("policy_version", "UPDATE", "terms", _RELEASE_TERMS),
    Guard("policy_version", "UPDATE", "dates are fixed", _DATES_FIXED),
    Guard("policy_version", "UPDATE", "not everybody is told", _NOT_ALL_TOLD),
    Guard("policy_version", "DELETE", "never deleted"),
    Guard("policy_version", "INSERT", "exists", _exists("policy_version", "id"), "sqlite"),
    Guard("policy_version", "TRUNCATE", "never emptied", only="postgresql"),
)


def wanted(dialect: str) -> dict[str, str]:
    """The guards in force on this engine: name, and the SQL that tells an old version of one from the present one."""
    chosen = [guard for guard in GUARDS if guard.only in (None, dialect)]
    return {guard.name: guard.sqlite if dialect == "sqlite" else guard.body for guard in chosen}


def missing_triggers(connection: Connection) -> list[str]:
    """Guards that are absent, out of date, disabled, or not known any more (for upgrades and `ledger verify`)."""
    expected, present = wanted(connection.dialect.name), _present(connection)
    return sorted(name for name in expected.keys() | present.keys() if expected.get(name) != present.get(name))


def install(connection: Connection) -> None:
    """Replace whatever guards there are by those of this file."""
    remove(connection)
    for guard in GUARDS:
        if guard.name in wanted(connection.dialect.name):
            for statement in [guard.sqlite] if connection.dialect.name == "sqlite" else _postgres(guard):
                connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take all guards away. Nobody else sees that, as long as they are back before the transaction ends."""
    for name, table in connection.execute(text(_TABLES_OF_GUARDS[connection.dialect.name])).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + ("" if connection.dialect.name == "sqlite" else f" ON {table}"))


def _present(connection: Connection) -> dict[str, str]:
    return {str(name): str(sql) for name, sql in connection.execute(text(_GUARDS_PRESENT[connection.dialect.name]))}


def _postgres(guard: Guard) -> list[str]:
    # ENABLE ALWAYS: otherwise `session_replication_role = replica` would switch the guard off.
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $${guard.body}$$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
        f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}",
    ]


_TABLES_OF_GUARDS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE starts_with(tgname, 'guard_')",
}

_GUARDS_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'",
    "postgresql": """
        SELECT t.tgname, CASE t.tgenabled WHEN 'A' THEN p.prosrc ELSE 'disabled' END
        FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE starts_with(t.tgname, 'guard_')
    """,
}
