"""Start-up checks of what the records rest on."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections

from ledger import protection


@checks.register(checks.Tags.database)
def rules_are_installed(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """CFG.W001: every append-only and two-person rule stands in the database.

    A warning here, since ``migrate`` runs the checks before it installs the rules; the portal's own
    processes refuse to start while one is missing (``require_rules``).
    """
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        try:
            names = protection.missing(connections[alias])
        except OperationalError:
            continue  # Django's own check says that the database does not answer
        if names:
            found.append(
                checks.Warning(
                    f"{len(names)} database rules are missing, the first is {names[0]}",
                    hint="Run: manage.py migrate",
                    id="CFG.W001",
                )
            )
    return found


def require_rules() -> None:
    """CFG.E001: called by web server and worker before they take work."""
    names = protection.missing(connection)
    if names:
        raise ImproperlyConfigured(f"CFG.E001: {len(names)} database rules are missing. Run: manage.py migrate")
