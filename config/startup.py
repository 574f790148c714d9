"""What web server and worker ask before they take work, whichever door started them."""

from __future__ import annotations

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from ledger.checks import require_rules


def require_sound_installation() -> None:
    """Raises ImproperlyConfigured with every error found, each with what to do."""
    serious = [found for found in checks.run_checks(databases=["default"]) if found.is_serious()]
    if serious:
        raise ImproperlyConfigured("\n".join(str(found) for found in serious))
    require_rules()
    connections.close_all()  # web workers and task processes fork after this: each opens its own
