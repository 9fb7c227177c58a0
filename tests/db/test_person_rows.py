"""Where everything about a person is found: every table has a path or a reason, and a path leads to nobody else's rows (PRV-03, PRV-28)."""

from typing import Any

import pytest
from sqlalchemy import Connection, insert, text

from core.privacy.rules import Export, Rule
from core.rights.held import HeldRows
from core.wallet import HoldRefused, LotKind
from db import person_rows
from db.ledger import SqlLedger
from db.person_rows import NOBODYS, PATHS, SIDES, SqlPersonRows, without_grants
from db.tables import METADATA
from db.unit_of_work import SqlUnitOfWork
from tests.core.rights.people import settle
from tests.db.books import START, Books, open_wallet
from tests.db.papers import side


def unit(connection: Connection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection, lambda: "new")


def held(connection: Connection, who: str) -> HeldRows:
    return SqlPersonRows().of(unit(connection), who)


def rows(connection: Connection, who: str, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in held(connection, who).rows(table)]


@pytest.fixture
def two(books: Books) -> Books:
    """Ann and Bob, in every table."""

    def arrive(connection: Connection) -> None:
        for who in ("ann", "bob"):
            settle(unit(connection), who)

    books.run(arrive)
    return books


@pytest.mark.proves("PRV-03", "T-DM-3")
def test_every_table_has_a_path_or_a_reason() -> None:
    mapped = {table.name for table in METADATA.tables.values()}
    assert PATHS.keys() | NOBODYS.keys() == mapped
    assert not PATHS.keys() & NOBODYS.keys()
    assert all(len(reason.split()) > 3 for reason in NOBODYS.values())


@pytest.mark.proves("PRV-03", "T-DM-4")
def test_a_table_without_a_path_shows_nothing_that_is_to_be_shown() -> None:
    for table in (METADATA.tables[name] for name in NOBODYS):
        rules = [column.info["privacy"] for column in table.c]
        assert not [rule for rule in rules if isinstance(rule, Rule) and rule.export in (Export.SHOW, Export.FILE)], table.name


@pytest.mark.proves("PRV-29")
def test_what_names_a_second_account_says_of_whom_each_column_speaks() -> None:
    for table in METADATA.tables.values():
        keys = {key.parent.name for key in table.foreign_keys if key.column.table.name == "account"} - {"account_id", "merged_into"}
        assert keys <= SIDES.get(table.name, {}).keys(), table.name
    for table_name, sides in SIDES.items():
        assert {*sides, *sides.values()} <= set(METADATA.tables[table_name].c.keys())


@pytest.mark.proves("PRV-29", "T-DM-4")
def test_only_what_the_data_map_shows_is_read() -> None:
    for table in SqlPersonRows().tables:
        for column in table.shown:
            rule = METADATA.tables[table.name].c[column.name].info["privacy"]
            assert isinstance(rule, Rule)
            assert rule.export in (Export.SHOW, Export.FILE)


@pytest.mark.proves("PRV-28", "T-DM-3", "T-EX-1", "T-EX-2")
def test_every_path_leads_to_ones_own_rows_and_the_count_agrees(two: Books) -> None:
    def look(connection: Connection) -> None:
        for table in SqlPersonRows().tables:
            if table.shown:
                found = rows(connection, "ann", table.name)
                counted = held(connection, "ann").count(table.name)
                assert found, table.name
                assert "bob" not in str(found), table.name
                assert counted.rows == len(found), table.name
                for column in table.shown:
                    assert counted.values[column.name] == sum(row[column.name] is not None for row in found), (table.name, column.name)

    two.run(look)


def test_the_books_are_told_oldest_first_with_the_request_they_paid_for(two: Books) -> None:
    entries = two.run(lambda connection: list(held(connection, "ann").entries()))
    assert [(entry.kind, entry.amount, entry.balance, entry.code) for entry in entries] == [
        ("grant", 50, 50, None),
        ("capture", -4, 46, "A1"),
    ]


@pytest.mark.proves("PRV-29")
def test_a_refusal_is_part_of_the_truth(two: Books) -> None:
    def refused(connection: Connection) -> list[str]:
        with pytest.raises(HoldRefused):
            SqlLedger(connection).hold(
                "ann", 999, hold_id="no hold", job_id="ann:job.id", key="ann:job.id", now=START, expires_at=START.replace(year=2027)
            )
        return [row["key"] for row in rows(connection, "ann", "command_log")]

    assert "ann:job.id" in two.run(refused)


@pytest.mark.proves("PRV-84", "T-LINK")
def test_merged_accounts_and_wallets_count_as_ones_own_also_by_way_of_others(two: Books) -> None:
    def merged(connection: Connection) -> tuple[set[str], set[str]]:
        for who in ("cem", "dee"):
            open_wallet(connection, who)
            SqlLedger(connection).grant(who, 3, LotKind.PROMO, key=f"{who}:gift", now=START)
        for who, into in (("dee", "cem"), ("cem", "ann")):
            connection.execute(text("UPDATE account SET merged_into = :into WHERE id = :who"), {"who": who, "into": into})
            connection.execute(
                text("UPDATE wallet SET account_id = NULL, merged_into = :into WHERE id = :who"),
                {"who": f"{who}-wallet", "into": f"{into}-wallet"},
            )
        return (
            {row["id"] for row in rows(connection, "ann", "account")},
            {row["key"] for row in rows(connection, "ann", "ledger_txn")},
        )

    accounts, keys = two.run(merged)
    assert accounts == {"ann", "cem", "dee"}
    assert {"cem:gift", "dee:gift"} <= keys


@pytest.mark.proves("PRV-29", "T-EX-2")
def test_each_of_two_people_sees_only_their_own_side_of_a_meeting(two: Books) -> None:
    offer = {
        "id": "met", "code_hash": "h", "state": "typed", "shown_account_id": "ann", "shown_side": side("Ann"),
        "typed_account_id": "bob", "typed_side": side("Bob"), "created_at": START, "expires_at": START,
    }  # fmt: skip
    merge = {
        "id": "was one", "survivor_id": "ann", "absorbed_id": "bob", "wallet_id": "bob-wallet", "at": START, "undo_until": START,
        "credits": 1, "email": "bob@x.example", "undone_at": START, "sealed": False,
    }  # fmt: skip

    def meet(connection: Connection) -> dict[str, list[dict[str, Any]]]:
        connection.execute(insert(METADATA.tables["link_offer"]).values(**offer))
        connection.execute(insert(METADATA.tables["account_merge"]).values(**merge))
        return {who: rows(connection, who, "link_offer") + rows(connection, who, "account_merge") for who in ("ann", "bob")}

    seen = two.run(meet)
    anns, bobs = ([row for row in seen[who] if row["id"] in ("met", "was one")] for who in ("ann", "bob"))
    assert len(anns) == len(bobs) == 2
    assert "bob" not in str(anns).lower()
    assert "ann" not in str(bobs).lower()
    assert "bob@x.example" in str(bobs)


def test_nobody_of_this_name(two: Books) -> None:
    with pytest.raises(LookupError):
        two.run(lambda connection: held(connection, "nobody"))


def test_rows_come_a_few_at_a_time(two: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_rows, "AT_ONCE", 1)
    assert len(two.run(lambda connection: rows(connection, "ann", "job"))) == 2


@pytest.mark.proves("PRV-29", "T-EX-2")
def test_tokens_of_a_platform_are_taken_out_of_documents_at_any_depth() -> None:
    document = {"grant": "a", "inner": [{"grant": "b", "chat": "c"}, "grant"], "granted": True}
    assert without_grants(document) == {"grant": "", "inner": [{"grant": "", "chat": "c"}, "grant"], "granted": True}
