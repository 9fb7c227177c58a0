"""initial."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

I64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TXT = sa.Text()
FLAG = sa.Integer()


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", TXT, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.Column("locale", TXT, nullable=True),
        sa.Column("email", TXT, nullable=True),
        sa.Column("ask_mode", TXT, nullable=False),
        sa.Column("ask_above", I64, nullable=False),
        sa.Column("storage_prefix", TXT, nullable=False),
        sa.CheckConstraint("ask_mode IN ('always', 'above', 'never')", name="ask_mode_known"),
        sa.CheckConstraint("ask_above >= 0", name="ask_above_sane"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("storage_prefix"),
        sqlite_strict=True,
    )
    op.create_table(
        "chat_message",
        sa.Column("id", TXT, nullable=False),
        sa.Column("chat", TXT, nullable=False),
        sa.Column("key", TXT, nullable=False),
        sa.Column("author", TXT, nullable=False),
        sa.Column("locale", TXT, nullable=False),
        sa.Column("body", TXT, nullable=False),
        sa.Column("revision", I64, nullable=False),
        sa.Column("removed", FLAG, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.CheckConstraint("author IN ('person', 'bot')", name="author_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat", "key"),
        sa.UniqueConstraint("revision"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("chat_message", schema=None) as batch_op:
        batch_op.create_index("chat_message_news", ["chat", "revision"], unique=False)
        batch_op.create_index("chat_message_order", ["chat", "created_at"], unique=False)

    op.create_table(
        "command_log",
        sa.Column("scope", TXT, nullable=False),
        sa.Column("key", TXT, nullable=False),
        sa.Column("fingerprint", TXT, nullable=False),
        sa.Column("outcome", TXT, nullable=False),
        sa.Column("refused_code", TXT, nullable=True),
        sa.Column("seq", I64, nullable=True),
        sa.Column("hold_id", TXT, nullable=True),
        sa.Column("at", I64, nullable=False),
        sa.CheckConstraint("(outcome = 'refused') = (refused_code IS NOT NULL)", name="refusals_say_why"),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name="outcome_known"),
        sa.CheckConstraint("scope IN ('grant', 'hold', 'resolve', 'expire')", name="scope_known"),
        sa.PrimaryKeyConstraint("scope", "key"),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        sa.Column("id", TXT, nullable=False),
        sa.Column("provider", TXT, nullable=False),
        sa.Column("event_ref", TXT, nullable=False),
        sa.Column("kind", TXT, nullable=False),
        sa.Column("object_ref", TXT, nullable=False),
        sa.Column("body", TXT, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("received_at", I64, nullable=False),
        sa.CheckConstraint("state IN ('new', 'done', 'parked')", name="state_known"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("provider", "event_ref"),
        sqlite_strict=True,
    )
    op.create_table(
        "identity",
        sa.Column("platform", TXT, nullable=False),
        sa.Column("uid", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("name", TXT, nullable=False),
        sa.Column("locale_hint", TXT, nullable=True),
        sa.Column("linked_at", I64, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("platform", "uid"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_account_id"), ["account_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("address", TXT, nullable=False),
        sa.Column("template", TXT, nullable=False),
        sa.Column("args", TXT, nullable=False),
        sa.Column("locale", TXT, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("attempts", I64, nullable=False),
        sa.Column("due_at", I64, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.CheckConstraint("state IN ('due', 'sent', 'failed')", name="state_known"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "letter_due", ["due_at"], unique=False, sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'")
        )

    op.create_table(
        "reference",
        sa.Column("id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("object_key", TXT, nullable=False),
        sa.Column("media_type", TXT, nullable=False),
        sa.Column("size", I64, nullable=False),
        sa.Column("sha256", TXT, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("object_key"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reference_account_id"), ["account_id"], unique=False)

    op.create_table(
        "request_log",
        sa.Column("platform", TXT, nullable=False),
        sa.Column("key", TXT, nullable=False),
        sa.Column("fingerprint", TXT, nullable=False),
        sa.Column("reply", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("platform", "key"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("request_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_log_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_log_created_at"), ["created_at"], unique=False)

    op.create_table(
        "wallet",
        sa.Column("id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=True),
        sa.Column("posted", I64, nullable=False),
        sa.Column("held", I64, nullable=False),
        sa.Column("version", I64, nullable=False),
        sa.Column("locked_reason", TXT, nullable=True),
        sa.CheckConstraint("held >= 0", name="held_not_negative"),
        sa.CheckConstraint("posted - held >= 0", name="available_not_negative"),
        sa.CheckConstraint("posted <= 9000000000000000", name="posted_safe"),
        sa.CheckConstraint("version >= 0", name="version_not_negative"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "hold",
        sa.Column("id", TXT, nullable=False),
        sa.Column("wallet_id", TXT, nullable=False),
        sa.Column("purpose", TXT, nullable=False),
        sa.Column("job_id", TXT, nullable=True),
        sa.Column("amount", I64, nullable=False),
        sa.Column("captured", I64, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("placed_version", I64, nullable=False),
        sa.Column("resolved_version", I64, nullable=True),
        sa.Column("created_at", I64, nullable=False),
        sa.Column("expires_at", I64, nullable=False),
        sa.Column("resolved_at", I64, nullable=True),
        sa.CheckConstraint("(state = 'captured') = (captured > 0)", name="captured_means_captured"),
        sa.CheckConstraint("(state = 'open') = (resolved_at IS NULL)", name="resolved_has_time"),
        sa.CheckConstraint("(state = 'open') = (resolved_version IS NULL)", name="resolved_has_version"),
        sa.CheckConstraint("purpose IN ('job')", name="purpose_known"),
        sa.CheckConstraint("state IN ('open', 'captured', 'released', 'expired')", name="state_known"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        sa.ForeignKeyConstraint(
            ["wallet_id"],
            ["wallet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job_id", "purpose"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(
            "hold_due", ["expires_at"], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.create_index(batch_op.f("ix_hold_wallet_id"), ["wallet_id"], unique=False)

    op.create_table(
        "payment_order",
        sa.Column("id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=True),
        sa.Column("wallet_id", TXT, nullable=False),
        sa.Column("surface", TXT, nullable=False),
        sa.Column("pack", TXT, nullable=False),
        sa.Column("credits", I64, nullable=False),
        sa.Column("price", I64, nullable=False),
        sa.Column("currency", TXT, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("address", TXT, nullable=False),
        sa.Column("locale", TXT, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.Column("expires_at", I64, nullable=False),
        sa.CheckConstraint("state IN ('open', 'paid', 'declined', 'expired')", name="state_known"),
        sa.CheckConstraint("credits > 0", name="credits_positive"),
        sa.CheckConstraint("price > 0", name="price_positive"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["wallet_id"],
            ["wallet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payment_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_order_account_id"), ["account_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("code", TXT, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("outcome", TXT, nullable=True),
        sa.Column("reason", TXT, nullable=True),
        sa.Column("prompt", TXT, nullable=False),
        sa.Column("shape", TXT, nullable=False),
        sa.Column("quality", TXT, nullable=False),
        sa.Column("count", I64, nullable=False),
        sa.Column("private", FLAG, nullable=False),
        sa.Column("unit_price", I64, nullable=False),
        sa.Column("hold_id", TXT, nullable=True),
        sa.Column("parent_id", TXT, nullable=True),
        sa.Column("locale", TXT, nullable=False),
        sa.Column("address", TXT, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.Column("finished_at", I64, nullable=True),
        sa.Column("delivery", TXT, nullable=False),
        sa.Column("delivery_due_at", I64, nullable=True),
        sa.Column("delivery_attempts", I64, nullable=False),
        sa.CheckConstraint("(state = 'draft') = (hold_id IS NULL)", name="work_is_held"),
        sa.CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_has_time"),
        sa.CheckConstraint("(state = 'finished') = (outcome IS NOT NULL)", name="finished_has_outcome"),
        sa.CheckConstraint("delivery IN ('none', 'due', 'done', 'kept')", name="delivery_known"),
        sa.CheckConstraint("outcome IS NULL OR outcome IN ('done', 'partly', 'failed', 'refused', 'cancelled')", name="outcome_known"),
        sa.CheckConstraint("quality IN ('low', 'medium', 'high')", name="quality_known"),
        sa.CheckConstraint("shape IN ('square', 'portrait', 'landscape')", name="shape_known"),
        sa.CheckConstraint("state = 'finished' OR delivery = 'none'", name="only_results_are_delivered"),
        sa.CheckConstraint("state IN ('draft', 'working', 'finished')", name="state_known"),
        sa.CheckConstraint("count >= 1 AND count <= 4", name="count_sane"),
        sa.CheckConstraint("unit_price > 0", name="price_positive"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["hold.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("job_by_code", ["account_id", "code"], unique=False)
        batch_op.create_index(
            "job_delivery_due",
            ["delivery_due_at"],
            unique=False,
            sqlite_where=sa.text("delivery = 'due'"),
            postgresql_where=sa.text("delivery = 'due'"),
        )
        batch_op.create_index("job_history", ["account_id", "created_at"], unique=False)

    op.create_table(
        "ledger_txn",
        sa.Column("seq", I64, autoincrement=False, nullable=False),
        sa.Column("kind", TXT, nullable=False),
        sa.Column("scope", TXT, nullable=False),
        sa.Column("key", TXT, nullable=False),
        sa.Column("hold_id", TXT, nullable=True),
        sa.Column("at", I64, nullable=False),
        sa.CheckConstraint("kind IN ('grant', 'capture', 'expiry')", name="kind_known"),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["hold.id"],
        ),
        sa.ForeignKeyConstraint(
            ["scope", "key"],
            ["command_log.scope", "command_log.key"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("scope", "key"),
        sqlite_strict=True,
    )
    op.create_table(
        "job_reference",
        sa.Column("job_id", TXT, nullable=False),
        sa.Column("position", I64, nullable=False),
        sa.Column("object_key", TXT, nullable=False),
        sa.Column("media_type", TXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["job.id"],
        ),
        sa.PrimaryKeyConstraint("job_id", "position"),
        sqlite_strict=True,
    )
    op.create_table(
        "payment",
        sa.Column("id", TXT, nullable=False),
        sa.Column("order_id", TXT, nullable=False),
        sa.Column("provider", TXT, nullable=False),
        sa.Column("charge_ref", TXT, nullable=False),
        sa.Column("gross", I64, nullable=False),
        sa.Column("currency", TXT, nullable=False),
        sa.Column("paid_at", I64, nullable=False),
        sa.Column("credited_seq", I64, nullable=True),
        sa.CheckConstraint("gross > 0", name="gross_positive"),
        sa.ForeignKeyConstraint(
            ["credited_seq"],
            ["ledger_txn.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["payment_order.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credited_seq"),
        sa.UniqueConstraint("provider", "charge_ref"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_order_id"), ["order_id"], unique=False)

    op.create_table(
        "picture",
        sa.Column("id", TXT, nullable=False),
        sa.Column("job_id", TXT, nullable=False),
        sa.Column("account_id", TXT, nullable=False),
        sa.Column("position", I64, nullable=False),
        sa.Column("state", TXT, nullable=False),
        sa.Column("reason", TXT, nullable=True),
        sa.Column("rank", I64, nullable=False),
        sa.Column("arrival", I64, nullable=False),
        sa.Column("line", TXT, nullable=True),
        sa.Column("due_at", I64, nullable=False),
        sa.Column("attempts", I64, nullable=False),
        sa.Column("unclear", I64, nullable=False),
        sa.Column("owner", TXT, nullable=True),
        sa.Column("lease_until", I64, nullable=True),
        sa.Column("object_key", TXT, nullable=False),
        sa.Column("object_gone", FLAG, nullable=False),
        sa.Column("media_type", TXT, nullable=True),
        sa.Column("width", I64, nullable=True),
        sa.Column("height", I64, nullable=True),
        sa.Column("size", I64, nullable=True),
        sa.Column("sha256", TXT, nullable=True),
        sa.Column("asked_at", I64, nullable=True),
        sa.Column("finished_at", I64, nullable=True),
        sa.CheckConstraint("(state = 'asked') = (lease_until IS NOT NULL)", name="asked_is_leased"),
        sa.CheckConstraint("(state = 'asked') = (owner IS NOT NULL)", name="asked_has_owner"),
        sa.CheckConstraint("(state = 'queued') = (line IS NOT NULL)", name="queued_has_line"),
        sa.CheckConstraint("line IN ('front', 'behind', 'later')", name="line_known"),
        sa.CheckConstraint("state <> 'failed' OR reason IS NOT NULL", name="failures_say_why"),
        sa.CheckConstraint("state <> 'stored' OR (sha256 IS NOT NULL AND size > 0)", name="stored_has_facts"),
        sa.CheckConstraint("state IN ('queued', 'asked', 'stored', 'failed', 'cancelled', 'removed')", name="state_known"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["job.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job_id", "position"),
        sa.UniqueConstraint("object_key"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index("picture_by_arrival", ["arrival"], unique=False)
        batch_op.create_index("picture_by_person", ["account_id", "state", "rank"], unique=False)
        batch_op.create_index("picture_by_rank", ["rank"], unique=False)
        batch_op.create_index(
            "picture_front",
            ["rank", "arrival"],
            unique=False,
            sqlite_where=sa.text("line = 'front'"),
            postgresql_where=sa.text("line = 'front'"),
        )
        batch_op.create_index(
            "picture_later", ["due_at"], unique=False, sqlite_where=sa.text("line = 'later'"), postgresql_where=sa.text("line = 'later'")
        )
        batch_op.create_index(
            "picture_leases",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.create_index(
            "picture_line",
            ["account_id", "line", "rank", "arrival"],
            unique=False,
            sqlite_where=sa.text("line IS NOT NULL"),
            postgresql_where=sa.text("line IS NOT NULL"),
        )
        batch_op.create_index(
            "picture_queue",
            ["rank", "arrival"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(
            "picture_recent",
            ["finished_at"],
            unique=False,
            sqlite_where=sa.text("state = 'stored'"),
            postgresql_where=sa.text("state = 'stored'"),
        )
        batch_op.create_index(
            "picture_removed",
            ["finished_at"],
            unique=False,
            sqlite_where=sa.text("state = 'removed' AND object_gone = 0"),
            postgresql_where=sa.text("state = 'removed' AND object_gone = 0"),
        )

    op.create_table(
        "posting",
        sa.Column("seq", I64, nullable=False),
        sa.Column("line", I64, nullable=False),
        sa.Column("account", TXT, nullable=False),
        sa.Column("wallet_id", TXT, nullable=True),
        sa.Column("amount", I64, nullable=False),
        sa.Column("balance_after", I64, nullable=True),
        sa.Column("version", I64, nullable=True),
        sa.CheckConstraint("(account = 'wallet') = (balance_after IS NOT NULL)", name="wallet_lines_have_balance"),
        sa.CheckConstraint("(account = 'wallet') = (version IS NOT NULL)", name="wallet_lines_have_version"),
        sa.CheckConstraint("(account = 'wallet') = (wallet_id IS NOT NULL)", name="wallet_lines_name_it"),
        sa.CheckConstraint(
            "account IN ('wallet', 'issued_promo', 'issued_compensation', 'issued_paid', 'consumed', 'expired')", name="account_known"
        ),
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
        sa.ForeignKeyConstraint(["seq"], ["ledger_txn.seq"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["wallet_id"],
            ["wallet.id"],
        ),
        sa.PrimaryKeyConstraint("seq", "line"),
        sa.UniqueConstraint("wallet_id", "version"),
        sqlite_strict=True,
    )
    op.create_table(
        "lot",
        sa.Column("id", TXT, nullable=False),
        sa.Column("wallet_id", TXT, nullable=False),
        sa.Column("kind", TXT, nullable=False),
        sa.Column("granted", I64, nullable=False),
        sa.Column("remaining", I64, nullable=False),
        sa.Column("expired", I64, nullable=False),
        sa.Column("created_at", I64, nullable=False),
        sa.Column("expires_at", I64, nullable=True),
        sa.Column("payment_id", TXT, nullable=True),
        sa.Column("seq", I64, nullable=False),
        sa.CheckConstraint("kind <> 'paid' OR expires_at IS NULL", name="paid_never_expires"),
        sa.CheckConstraint("kind IN ('promo', 'compensation', 'paid')", name="kind_known"),
        sa.CheckConstraint("expired >= 0 AND expired <= granted", name="expired_within"),
        sa.CheckConstraint("granted > 0", name="granted_positive"),
        sa.CheckConstraint("remaining >= 0 AND remaining <= granted", name="remaining_within"),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["seq"],
            ["ledger_txn.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["wallet_id"],
            ["wallet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index(
            "lot_spendable", ["wallet_id"], unique=False, sqlite_where=sa.text("remaining > 0"), postgresql_where=sa.text("remaining > 0")
        )

    op.create_table(
        "hold_lot",
        sa.Column("hold_id", TXT, nullable=False),
        sa.Column("lot_id", TXT, nullable=False),
        sa.Column("amount", I64, nullable=False),
        sa.Column("captured", I64, nullable=False),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("captured >= 0 AND captured <= amount", name="captured_within"),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["hold.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"],
            ["lot.id"],
        ),
        sa.PrimaryKeyConstraint("hold_id", "lot_id"),
        sqlite_strict=True,
    )
    engine = op.get_context().dialect.name
    if engine == "postgresql":
        op.execute("CREATE SEQUENCE ledger_seq AS BIGINT")
