"""Rules that live in the database, whatever the door: history is appended, two persons decide.

Apps list their rules in a module ``rules.py`` as ``RULES``. They are installed after every ``migrate``
(a change of a table on SQLite drops its triggers), and a start-up check names those that are missing.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Rule:
    """Refuses an ``event`` (INSERT, UPDATE or DELETE) on a table's row when a condition holds.

    ``refuse_when`` is SQL that SQLite and PostgreSQL read alike; it names the row NEW or OLD.
    """

    name: str
    table: str
    event: str
    refuse_when: str
    message: str


@dataclass(frozen=True)
class NoTruncate:
    """Refuses TRUNCATE, which passes by the triggers on rows (SQLite has no such statement)."""

    name: str
    table: str
    message: str


@dataclass(frozen=True)
class NoReplace:
    """Refuses an INSERT that would put a row in a kept row's stead.

    INSERT OR REPLACE on SQLite deletes without a trigger where recursive triggers are off (any other
    program that opens the file), and it does so for every unique value and for the row's place, not
    for the key alone.
    """

    name: str
    table: str
    message: str


AnyRule = Rule | NoTruncate | NoReplace


def append_only(table: str) -> tuple[AnyRule, ...]:
    """No row of the table is ever changed or removed."""
    message = f"{table} is append-only"
    return (
        Rule(f"{table}_no_update", table, "UPDATE", "1 = 1", message),
        Rule(f"{table}_no_delete", table, "DELETE", "1 = 1", message),
        NoReplace(f"{table}_no_replace", table, message),
        NoTruncate(f"{table}_no_truncate", table, message),
    )


def all_rules() -> Iterator[AnyRule]:
    """The rules of every installed app."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "rules"):
            yield from importlib.import_module(f"{app.name}.rules").RULES


def install(connection: BaseDatabaseWrapper) -> None:
    """Writes every rule whose table exists; those already there are written anew."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in all_rules():
            if rule.table in tables:
                for statement in _statements(connection.vendor, _spelled_out(cursor, connection.vendor, rule)):
                    cursor.execute(statement)


def lift_before_migrate(using: str, plan: Sequence[Any], **_: Any) -> None:
    """SQLite makes a changed table anew, which a trigger that names the table would refuse."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for rule in all_rules():
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")


def install_after_migrate(using: str, **_: Any) -> None:
    install(connections[using])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of rules that the database does not hold although their table exists."""
    tables = set(connection.introspection.table_names())
    source = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(source)
        held = {name for (name,) in cursor.fetchall()}
    wanted = (rule for rule in all_rules() if rule.table in tables and not _needless(connection.vendor, rule))
    return [rule.name for rule in wanted if rule.name not in held]


def _needless(vendor: str, rule: AnyRule) -> bool:
    return vendor == "sqlite" and isinstance(rule, NoTruncate)


def _spelled_out(cursor: CursorWrapper, vendor: str, rule: AnyRule) -> Rule | NoTruncate:
    """A NoReplace as the rule that it means on this database and table."""
    if not isinstance(rule, NoReplace):
        return rule
    same = ["kept.id = NEW.id"]
    if vendor == "sqlite":
        same += ["kept.rowid = NEW.rowid", *_same_unique_values(cursor, rule.table)]
    refuse_when = f"EXISTS (SELECT 1 FROM {rule.table} AS kept WHERE {' OR '.join(same)})"  # noqa: S608  (our names)
    return Rule(rule.name, rule.table, "INSERT", refuse_when, rule.message)


def _same_unique_values(cursor: CursorWrapper, table: str) -> list[str]:
    """One condition a unique index; partial ones aside, which no append-only table has."""
    cursor.execute(
        "SELECT i.name, c.name FROM pragma_index_list(%s) AS i JOIN pragma_index_info(i.name) AS c"
        " WHERE i.\"unique\" AND NOT i.partial AND i.origin <> 'pk' ORDER BY i.name, c.seqno",
        [table],
    )
    by_index: dict[str, list[str]] = {}
    for index, column in cursor.fetchall():
        by_index.setdefault(index, []).append(f'kept."{column}" = NEW."{column}"')
    return [f"({' AND '.join(columns)})" for columns in by_index.values()]


def _statements(vendor: str, rule: Rule | NoTruncate) -> list[str]:
    if _needless(vendor, rule):
        return []
    if vendor == "sqlite":
        assert isinstance(rule, Rule)
        return [
            f"DROP TRIGGER IF EXISTS {rule.name}",
            (
                f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW "
                f"WHEN {rule.refuse_when} BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
            ),
        ]
    if isinstance(rule, NoTruncate):
        return _postgresql(rule, "TRUE", "NULL", f"BEFORE TRUNCATE ON {rule.table} FOR EACH STATEMENT")
    row = "OLD" if rule.event == "DELETE" else "NEW"
    return _postgresql(rule, rule.refuse_when, row, f"BEFORE {rule.event} ON {rule.table} FOR EACH ROW")


def _postgresql(rule: Rule | NoTruncate, refuse_when: str, row: str, when: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$rule$ BEGIN IF {refuse_when} THEN {refuse}; END IF; RETURN {row}; END $rule$"
        ),
        f"CREATE OR REPLACE TRIGGER {rule.name} {when} EXECUTE FUNCTION {rule.name}()",
    ]
