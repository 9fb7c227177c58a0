"""What `db/ledger.py` needs from the database beyond the tables, and what it does to rows that triggers protect.

For the migration: run `LEDGER_DDL[dialect]` after the tables exist.

For the triggers:

* `command_log` is claimed by `INSERT … ON CONFLICT DO NOTHING`, and a repeat is the usual case, not an error: a guard against
  `INSERT OR REPLACE` there must be `RAISE(IGNORE)`, or be left to the DELETE trigger under `recursive_triggers`. An abort would turn
  every repeat into an error.
* `command_log` is append-only but for one step: a refused hold turns its own claim from `done` into `refused` in the transaction that
  made it. Allowed exactly when `OLD.scope = 'hold' AND OLD.outcome = 'done' AND NEW.outcome = 'refused'`, key and fingerprint stay,
  and no `hold` row with `id = OLD.hold_id` exists.
* `ledger_txn` is inserted after its postings (deferred foreign key) and before its lot; its seal needs at least two lines that sum to zero.
* `hold`: `open` to `captured` or `released` once, with `captured`, `resolved_at`, `resolved_version`; `expires_at` only grows while open.
* `lot`: `remaining` and `expired` change; `hold_lot`: `captured` goes from 0 to its value once. Nothing else of them changes.
* `wallet`: `posted`, `held`, `locked_reason` change with `version + 1` exactly, except that a change of `locked_reason` or
  `account_id` alone leaves `version` as it is.
"""

LEDGER_DDL: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": ("CREATE SEQUENCE ledger_seq AS BIGINT",),
}
