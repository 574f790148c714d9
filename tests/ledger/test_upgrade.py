"""An upgrade: a database of an earlier version keeps its history and comes out with every rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from ledger import protection
from tests.cast import Cast, history
from tests.ledger import attacks

APPS = ("ledger", "checkpoints", "screening")


def _migrate(*targets: str) -> None:
    call_command("migrate", *targets, verbosity=0, interactive=False)


def _kept(rows: Iterable[Model]) -> dict[str, list[dict[str, Any]]]:
    return {row._meta.db_table: list(type(row)._base_manager.order_by("pk").values()) for row in rows}


@pytest.mark.django_db(transaction=True)
def test_history_and_rules_outlast_every_migration(cast: Cast) -> None:
    everything = history(cast).values()
    kept_before = _kept(everything)
    try:
        for app in reversed(APPS):
            _migrate(app, "0001")
        tables = connection.introspection.table_names()
        rows = [row for row in everything if row._meta.db_table in tables]  # later tables have no earlier version
        assert protection.missing(connection) == []  # the earlier version had them too
    finally:
        _migrate()
    kept = _kept(rows)
    assert kept == {table: kept_before[table] for table in kept}
    assert protection.missing(connection) == []
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            attacks.ANYWHERE["DELETE"](row)
