"""Start-up checks of what the records rest on."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import OperationalError, connections

from ledger import protection


@checks.register(checks.Tags.database)
def rules_are_installed(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """CFG.E001: every append-only and two-person rule stands in the database."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        try:
            names = protection.missing(connections[alias])
        except OperationalError:
            continue  # Django's own check says that the database does not answer
        if names:
            found.append(
                checks.Error(
                    f"{len(names)} database rules are missing, the first is {names[0]}",
                    hint="Run: manage.py migrate",
                    id="CFG.E001",
                )
            )
    return found
