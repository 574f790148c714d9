"""The one way to empty tables that refuse to be emptied. For tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from ledger import protection


@contextmanager
def without_rules(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The database's own rules are off inside, on again after."""
    off, on = _switches(connection)
    with connection.cursor() as cursor:
        for statement in off:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in on:
                cursor.execute(statement)
        protection.install(connection)


def _switches(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    if connection.vendor == "postgresql":  # needs a superuser
        return ["SET session_replication_role = replica"], ["SET session_replication_role = origin"]
    return [f"DROP TRIGGER IF EXISTS {rule.name}" for rule in protection.all_rules()], []


def empty_in_spite_of_rules() -> None:
    """Makes the teardown of transactional tests work on append-only tables."""
    case: Any = TransactionTestCase
    flush = case._fixture_teardown

    def _fixture_teardown(self: TransactionTestCase, *args: Any) -> None:
        with without_rules(connections["default"]):
            flush(self, *args)

    case._fixture_teardown = _fixture_teardown
