"""People whom every table knows, with a word of their own in every column that takes one."""

import hashlib
import io
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, insert

from core.ports import ObjectStore
from core.storage.unit_of_work import UnitOfWork
from core.wallet import LotKind
from db.columns import Document, Flag, Instant
from db.ledger import SqlLedger
from db.person_rows import NOBODYS
from db.tables import METADATA
from db.unit_of_work import SqlUnitOfWork
from tests.db.books import START, finish_job, hold_for_job, open_wallet
from tests.db.papers import sample, where

SECRET = "s3cret"
"""What must never be found."""
BOOKED = {"account", "wallet", "hold", "lot", "posting", "hold_lot", "ledger_txn", "command_log"}
"""Filled by the books themselves."""

GIVEN = {"voucher_use", "credit_grant"}
"""They tell of a transaction of the books."""


def connection_of(uow: UnitOfWork) -> Connection:
    return cast(SqlUnitOfWork, uow).connection


def picture_bytes(who: str, number: int = 1) -> bytes:
    return f"picture {number} of {who} ".encode() * 500


def ref_of(who: str) -> str:
    """The reference of somebody's request: 26 letters and digits."""
    return hashlib.sha256(who.encode()).hexdigest()[:26]


def settle(uow: UnitOfWork, who: str, prompt: str = "") -> set[str]:
    """Somebody with rows in every table; the words that an export must show."""
    connection = connection_of(uow)
    open_wallet(connection, who)
    open_wallet(connection, f"{who}-shell")
    ledger = SqlLedger(connection)
    seq = ledger.grant(who, 50, LotKind.PROMO, key=f"{who}:welcome", now=START)
    _offer_voucher(connection, who, 50)
    hold_for_job(connection, who, 5, f"{who}:hold", expires_at=START + timedelta(hours=1))
    ledger.capture(f"{who}:hold", 4, now=START)
    finish_job(connection, f"{who}:hold")
    account = METADATA.tables["account"]
    connection.execute(
        account.update().where(account.c.id == who).values(email=f"{who}@canary.example", locale=f"{who}:account.locale", merged_into=None)
    )
    words = {f"{who}@canary.example", f"{who}:account.locale", f"{who}:hold", f"{who}:welcome"}
    for table in METADATA.sorted_tables:
        if table.name not in BOOKED | NOBODYS.keys():
            row = _row(table.name, who, prompt) | ({"seq": seq} if table.name in GIVEN else {})
            connection.execute(insert(table).values(**row))
            words |= {found for column in table.c if _shown(column) for found in _words(row[column.name])}
    return words


def _offer_voucher(connection: Connection, who: str, credits: int) -> None:
    """A code that somebody has used."""
    offered = {"credits": credits, "most": 1, "used": 1, "days": None, "reason": "a welcome", "role": "desk"}
    times = {"created_at": START, "expires_at": START + timedelta(days=1)}
    connection.execute(insert(METADATA.tables["voucher"]).values(id=ref_of(who), code_hash=ref_of(who), **offered, **times))


def _shown(column: Any) -> bool:
    """By the words of the data map, not by the code under test."""
    return getattr(column.info["privacy"], "export", "") in ("in the bundle", "in the bundle, with the file")


def _words(value: object) -> set[str]:
    if isinstance(value, dict):
        return {word for name, inner in value.items() if name != "grant" for word in _words(inner)}
    return {value} if isinstance(value, str) and ":" in value else set()


def _row(table: str, who: str, prompt: str) -> dict[str, Any]:
    values = {column.name: _value(table, column, who) for column in METADATA.tables[table].c}
    values |= {name: who for name in ("account_id",) if name in values} | {name: None for name in ("merge_id",) if name in values}
    return values | _fixed(table, who) | ({"prompt": prompt} if prompt and table == "job" else {})


def _value(table: str, column: Any, who: str) -> Any:
    match column.type:
        case Instant():
            return START
        case Flag():
            return False
        case Document():
            return sample(column.type.shape, f"{who}:{table}.{column.name}", f"{SECRET}:{who}")
    if column.type.__class__.__name__ == "BigInteger":
        return 1
    credential = getattr(column.info["privacy"], "export", "") == "withheld: a credential"
    return f"{SECRET}:{who}:{table}.{column.name}" if credential else f"{who}:{table}.{column.name}"


def _fixed(table: str, who: str) -> dict[str, Any]:
    """What the database demands of some columns."""
    picture, reference = picture_bytes(who), picture_bytes(who, 2)
    ref = ref_of(who)
    fixed: dict[str, dict[str, Any]] = {
        "job": {"state": "finished", "outcome": "done", "shape": "square", "quality": "low", "delivery": "done", "hold_id": f"{who}:hold",
                "code": f"K{who}", "id": f"{who}:job.id", "prompt": f"{who}:job.prompt"},
        "picture": {"job_id": f"{who}:job.id", "position": 0, "state": "stored", "line": None, "lease_until": None, "owner": None,
                    "sha256": hashlib.sha256(picture).hexdigest(), "size": len(picture), "media_type": "image/png",
                    "object_key": f"{who}/picture", "reason": None},
        "reference": {"object_key": f"{who}/reference", "sha256": hashlib.sha256(reference).hexdigest(), "size": len(reference),
                      "media_type": "image/jpeg"},
        "voucher_use": {"voucher_id": ref_of(who), "wallet_id": f"{who}-wallet"},
        "credit_grant": {"wallet_id": f"{who}-wallet"},
        "job_reference": {"job_id": f"{who}:job.id"},
        "payment_order": {"state": "paid", "wallet_id": f"{who}-wallet"},
        "payment": {"order_id": f"{who}:payment_order.id", "credited_seq": None},
        "refund": {"payment_id": f"{who}:payment.id", "state": "done", "hold_id": None, "credits": 0, "due_at": None},
        "dispute": {"payment_id": f"{who}:payment.id", "state": "won", "owed": 0, "repaid": 0, "forgiven": 0},
        "billing_document": {"payment_id": f"{who}:payment.id", "kind": "receipt"},
        "inbox": {"object_ref": f"{who}:payment_order.id", "state": "done"},
        "identity": {"platform": "web"},
        "chat_message": {"chat": f"{who}:identity.uid", "author": "person", "revision": sum(who.encode())},
        "platform_chat": {"platform": "web", "chat": f"{who}:identity.uid"},
        "posted_message": {"kind": "answer"},
        "letter": {"state": "sent"},
        "mail_news": {"kind": "delivered", "letter": f"{who}:letter.id"},
        "one_time_link": {"kind": "confirm"},
        "notice": {"state": "sent"},
        "consent_event": {"purpose": "training"},
        "link_offer": {"state": "typed", "shown_account_id": who, "typed_account_id": who},
        "account_merge": {"survivor_id": who, "absorbed_id": f"{who}-shell", "wallet_id": f"{who}-wallet", "undone_at": START,
                          "email": None},
        "rights_request": {"ref": ref, "kind": "export", "state": "done", "actor": "person", "channel": "web",
                           "locale": "en"},
        "rights_step": {"ref": ref, "step": "rows"},
        "rights_count": {"ref": ref, "what": "pictures", "fate": "deleted"},
        "rights_event": {"ref": ref, "state": "done", "actor": "person", "step": None, "hash": "0" * 64},
        "rights_deadline": {"ref": ref, "mark": "half"},
        "rights_words": {"ref": ref},
        "request_mail": {"ref": ref, "state": "read"},
        "report": {"ref": ref},
        "refused_prompt": {"ref": ref, "ground": "threats", "state": "upheld"},
        "export_part": {"ref": ref},
        "inactivity_notice": {"number": 1},
        "policy_notice": {"kind": "change", "state": "sent"},
        "staff_access": {"scope": "request", "ref": ref, "reason": None},
        "legal_hold": {"kind": "job", "reason": "dispute", "until": START + timedelta(days=1), "released_at": None},
        "held_record": {"hold_id": f"{who}:legal_hold.id", "record": "job", "body": {"changed": [], "row": {}}, "object_key": None},
    }  # fmt: skip
    return fixed.get(table, {})


def arrive(uow: UnitOfWork, who: str) -> None:
    """Somebody with an account, an empty wallet and nothing else."""
    open_wallet(connection_of(uow), who)


async def put_files(objects: ObjectStore, who: str) -> None:
    for number, name in ((1, "picture"), (2, "reference")):
        await objects.put(f"{who}/{name}", io.BytesIO(picture_bytes(who, number)), media_type="image/png", name="a.png")


def add_jobs(uow: UnitOfWork, who: str, count: int, prompt: str = "a fox", start: int = 0, at: datetime = START) -> None:
    """Drafts, as many as are wanted."""
    rows = [
        {
            "id": f"{who}-draft-{number}", "account_id": who, "code": f"D{number}", "state": "draft", "prompt": f"{prompt} {number}",
            "shape": "square", "quality": "low", "count": 1, "private": False, "spoiler": False, "unit_price": 1, "locale": "en",
            "address": where(who), "created_at": at, "delivery": "none", "delivery_attempts": 0,
        }
        for number in range(start, start + count)
    ]  # fmt: skip
    connection_of(uow).execute(insert(METADATA.tables["job"]), rows)


def add_picture(uow: UnitOfWork, who: str, job: str, number: int, key: str, size: int, sha256: str) -> None:
    connection_of(uow).execute(
        insert(METADATA.tables["picture"]).values(
            id=f"{job}/{number}", job_id=job, account_id=who, position=number, state="stored", rank=0, arrival=0, due_at=START,
            attempts=1, unclear=0, object_key=key, object_gone=False, media_type="image/png", width=1, height=1, size=size, sha256=sha256,
            asked_at=START, finished_at=START,
        )
    )  # fmt: skip
