"""A chat that was taken off its account: what the platform called it and its person goes from every row at once (PRV-83).

Addresses are stored as JSON documents that we wrote ourselves, so the words in them are found by their spelling.
"""

from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, and_, case, delete, select, update

from db.columns import TXT
from db.tables import METADATA

TABLES = METADATA.tables
JOB, PICTURE, ORDER, NOTICE, OFFER = (TABLES[name] for name in ("job", "picture", "payment_order", "notice", "link_offer"))
QUESTION, POSTED, DOOR = TABLES["question"], TABLES["posted_message"], TABLES["platform_chat"]

NOWHERE = {"platform": "", "chat": "", "message": "", "grant": "", "private": True, "uid": ""}
"""No messenger goes there, so what is delivered there waits in the history."""


def forget_chat(connection: Connection, account_id: str, platform: str, uid: str) -> None:
    """Nothing of this account names the chat any more."""
    mine = JOB.c.account_id == account_id, _names(JOB.c.address, platform, uid)
    jobs = connection.execute(update(JOB).where(*mine).values(address=NOWHERE, delivery=_kept()).returning(JOB.c.id)).scalars().all()
    connection.execute(delete(POSTED).where(POSTED.c.account_id == account_id, POSTED.c.platform == platform, _stands_there(jobs, uid)))
    connection.execute(
        update(ORDER).where(ORDER.c.account_id == account_id, _names(ORDER.c.address, platform, uid)).values(address=NOWHERE)
    )
    connection.execute(delete(NOTICE).where(NOTICE.c.account_id == account_id, _names(NOTICE.c.address, platform, uid)))
    for side, account in ((OFFER.c.shown_side, OFFER.c.shown_account_id), (OFFER.c.typed_side, OFFER.c.typed_account_id)):
        connection.execute(delete(OFFER).where(account == account_id, _names(side, platform, uid)))
    connection.execute(delete(QUESTION).where(QUESTION.c.account_id == account_id, QUESTION.c.platform == platform))
    connection.execute(delete(DOOR).where(DOOR.c.platform == platform, DOOR.c.chat == uid))


def _names(document: Column[Any], platform: str, uid: str) -> ColumnElement[bool]:
    """Whether an address in this document is of this person on this platform."""
    words = document.cast(TXT)
    spelt = {"platform": platform, "uid": uid}
    return and_(*(words.contains(f'"{name}":{orjson.dumps(value).decode()}', autoescape=True) for name, value in spelt.items()))


def _kept() -> Any:
    """A picture that is due waits for the person, wherever they are heard of next; whatever else was due is not said any more."""
    seen = select(PICTURE.c.id).where(PICTURE.c.job_id == JOB.c.id, PICTURE.c.state == "stored").exists()
    return case((JOB.c.delivery != "due", JOB.c.delivery), (seen, "kept"), else_="done")


def _stands_there(jobs: Any, uid: str) -> ColumnElement[bool]:
    """In the person's own chat, or showing one of the jobs that were asked for there."""
    return POSTED.c.job_id.in_(jobs) | (POSTED.c.chat == uid)
