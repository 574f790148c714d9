"""History is appended: no door changes or removes a row, on either database."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model

from ledger import protection
from tests.cast import Cast, history
from tests.ledger import attacks

TABLES = sorted({rule.table for rule in protection.all_rules() if rule.name.endswith("_no_delete")})
ROLES = Path(__file__).parents[2] / "deploy" / "roles.sql"
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has it")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL alone has it")


@pytest.fixture
def row(request: pytest.FixtureRequest, cast: Cast) -> Model:
    rows = history(cast)
    if connection.vendor == "postgresql":  # a check put off to the commit would refuse before the rule does
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return rows[request.param]


def stored(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def assert_refused(attack: attacks.Attack, row: Model) -> None:
    before = stored(row._meta.db_table)
    with pytest.raises(IntegrityError), transaction.atomic():
        attack(row)
    assert before
    assert stored(row._meta.db_table) == before


def test_every_table_that_keeps_history_is_attacked_here(cast: Cast) -> None:
    assert sorted(history(cast)) == TABLES


@pytest.mark.parametrize("attack", attacks.ANYWHERE.values(), ids=attacks.ANYWHERE.keys())
@pytest.mark.parametrize("row", TABLES, indirect=True)
def test_a_row_stays_as_it_is(row: Model, attack: attacks.Attack) -> None:
    assert_refused(attack, row)


@sqlite_only
@pytest.mark.parametrize("attack", attacks.ON_SQLITE.values(), ids=attacks.ON_SQLITE.keys())
@pytest.mark.parametrize("row", TABLES, indirect=True)
def test_a_row_is_not_replaced(row: Model, attack: attacks.Attack) -> None:
    assert_refused(attack, row)


@postgresql_only
@pytest.mark.parametrize("attack", attacks.ON_POSTGRESQL.values(), ids=attacks.ON_POSTGRESQL.keys())
@pytest.mark.parametrize("row", TABLES, indirect=True)
def test_a_table_is_not_emptied(row: Model, attack: attacks.Attack) -> None:
    assert_refused(attack, row)


@postgresql_only
@pytest.mark.parametrize("row", ["screening_screeningrun"], indirect=True)
@pytest.mark.parametrize("parent", ["screening_shipment", "checkpoints_administration"])
def test_a_table_is_not_emptied_with_the_one_it_belongs_to(row: Model, parent: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {parent} CASCADE")


# -- a second connection, which does not turn recursive triggers on ------------------------------------


@pytest.fixture
def foreign_connection(transactional_db: None) -> Iterator[sqlite3.Connection]:
    """As the sqlite3 shell would open the file."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    assert other.execute("PRAGMA recursive_triggers").fetchone() == (0,)
    yield other
    other.close()


@sqlite_only
def test_a_foreign_connection_cannot_replace_a_row_by_its_key(
    foreign_connection: sqlite3.Connection, cast: Cast
) -> None:
    for table, row in history(cast).items():
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            foreign_connection.execute(
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = ?", [attacks.key_of(row)]
            )


@sqlite_only
@pytest.mark.parametrize("place", ["", "rowid, "], ids=["by another unique value", "by its place"])
def test_a_foreign_connection_cannot_replace_a_row_under_a_new_key(
    foreign_connection: sqlite3.Connection, cast: Cast, place: str
) -> None:
    for table, row in history(cast).items():
        others = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields if field.column != "id")
        before = stored(table)
        with contextlib.suppress(sqlite3.IntegrityError):
            foreign_connection.execute(
                f"INSERT OR REPLACE INTO {table} ({place}id, {others})"
                f" SELECT {place}?, {others} FROM {table} WHERE id = ?",
                [uuid.uuid4().hex, attacks.key_of(row)],
            )
        assert set(before) <= set(stored(table)), table


# -- the portal's own role on PostgreSQL -----------------------------------------------------------------


@pytest.fixture
def as_the_portals_role(db: None) -> Iterator[None]:
    """The role that deploy/roles.sql makes; the test's transaction takes it away again."""
    with connection.cursor() as cursor:
        cursor.execute(ROLES.read_text("utf-8"))
        cursor.execute("SET LOCAL ROLE portal_app")
        yield
        cursor.execute("RESET ROLE")


@postgresql_only
@pytest.mark.usefixtures("as_the_portals_role")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER {table}_no_delete",
        "DROP TRIGGER {table}_no_update ON {table}",
        "DROP TABLE {table} CASCADE",
        "TRUNCATE {table} CASCADE",
        "CREATE OR REPLACE FUNCTION {table}_no_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
    ],
)
def test_the_portals_role_cannot_lift_a_rule(table: str, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


@postgresql_only
def test_the_portals_role_can_do_its_work(as_the_portals_role: None, cast: Cast) -> None:
    assert len(history(cast)) == len(TABLES)
