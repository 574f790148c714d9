"""Ways in which someone might change or remove a row that must stay, each one function of the row."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.db.models import Manager, Model

Attack = Callable[[Model], None]


def _manager(row: Model) -> Manager[Any]:
    manager: Manager[Any] = type(row)._base_manager
    return manager


def _execute(sql: str, row: Model) -> None:
    """``{table}`` and ``{columns}`` are filled in; ``%s`` is the row's key."""
    columns = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields if field.column != "id")
    with connection.cursor() as cursor:
        statement = sql.format(table=row._meta.db_table, columns=columns)
        cursor.execute(statement, [key_of(row)] * statement.count("%s"))


def key_of(row: Model) -> Any:
    """The key as the database stores it."""
    return uuid.UUID(str(row.pk)).hex if connection.vendor == "sqlite" else row.pk


def save(row: Model) -> None:
    row.node = "elsewhere"  # type: ignore[attr-defined]
    row.save()


def bulk_update(row: Model) -> None:
    row.node = "elsewhere"  # type: ignore[attr-defined]
    _manager(row).bulk_update([row], ["node"])


ANYWHERE: Final[dict[str, Attack]] = {
    "save": save,
    "delete": lambda row: void(row.delete()),
    "QuerySet.update": lambda row: void(_manager(row).filter(pk=row.pk).update(node="elsewhere")),
    "QuerySet.delete": lambda row: void(_manager(row).filter(pk=row.pk).delete()),
    "QuerySet._raw_delete": lambda row: void(_manager(row).filter(pk=row.pk)._raw_delete("default")),
    "bulk_update": bulk_update,
    "UPDATE": lambda row: _execute("UPDATE {table} SET node = 'elsewhere' WHERE id = %s", row),
    "UPDATE of all": lambda row: _execute("UPDATE {table} SET node = 'elsewhere'", row),
    "DELETE": lambda row: _execute("DELETE FROM {table} WHERE id = %s", row),
    "DELETE of all": lambda row: _execute("DELETE FROM {table}", row),
    "ON CONFLICT DO UPDATE": lambda row: _execute(
        "INSERT INTO {table} SELECT * FROM {table} WHERE id = %s ON CONFLICT (id) DO UPDATE SET node = 'elsewhere'", row
    ),
}
ON_SQLITE: Final[dict[str, Attack]] = {
    "INSERT OR REPLACE": lambda row: _execute(
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", row
    ),
    "UPDATE OR REPLACE": lambda row: _execute("UPDATE OR REPLACE {table} SET node = 'elsewhere' WHERE id = %s", row),
}
ON_POSTGRESQL: Final[dict[str, Attack]] = {
    # Without CASCADE a foreign key refuses most of them before any rule is asked.
    "TRUNCATE CASCADE": lambda row: _execute("TRUNCATE {table} CASCADE", row),
}


def void(_: Any) -> None:
    """For calls whose answer nobody needs."""
