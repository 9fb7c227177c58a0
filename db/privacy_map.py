"""The privacy rules of every column, as rows for people and for the pages made from them (privacy.md §3)."""

from core.legal.facts import MappedField
from core.privacy.rules import NotPersonal, PrivacyRule
from db.tables import METADATA


def mapped_fields() -> tuple[MappedField, ...]:
    """Every column with its rule, in the order of the tables."""
    columns = [column for table in METADATA.sorted_tables for column in table.columns]
    return tuple(MappedField(column.table.name, column.name, column.info["privacy"]) for column in columns)


def privacy_map() -> list[dict[str, str]]:
    """One row per column, in the order of the tables."""
    return [_row(f"{field.table}.{field.column}", field.rule) for field in mapped_fields()]


def _row(where: str, rule: PrivacyRule) -> dict[str, str]:
    if isinstance(rule, NotPersonal):
        return {"where": where, "category": "not personal", "why": rule.reason}
    return {
        "where": where,
        "category": rule.category.value,
        "purposes": ", ".join(rule.purposes),
        "basis": rule.basis.value,
        "recipients": ", ".join(rule.recipients),
        "retention": str(rule.retention),
        "export": rule.export.value,
        "erase": rule.erase.value,
        "why": rule.why,
    }
