"""Rows of one platform alone, or of all but some: so that none that hangs holds up what goes to others (docs/decisions/0041)."""

from sqlalchemy import Column, ColumnElement, Text, and_, bindparam, func, literal, not_, true, type_coerce
from sqlalchemy.sql.expression import BindParameter

from core.storage.lanes import Lane


def start_of(platform: str) -> str:
    """How an address on this platform begins, as it is kept: its first field is the platform (`core.caller.Address`)."""
    return f'{{"platform":"{platform}"'


def begins(address: Column[object], start: BindParameter[str] | None = None) -> ColumnElement[bool]:
    """Whether an address begins so; without a value of its own it is the parameter `start` of a prepared statement."""
    wanted = bindparam("start", type_=Text()) if start is None else start
    return func.substr(type_coerce(address, Text()), 1, func.length(wanted)) == wanted


def goes_by(address: Column[object], lane: Lane) -> ColumnElement[bool]:
    """Whether an address is one of the lane's."""
    if lane.only:
        return begins(address, literal(start_of(lane.only), Text()))
    return and_(true(), *(not_(begins(address, literal(start_of(other), Text()))) for other in sorted(lane.but)))
