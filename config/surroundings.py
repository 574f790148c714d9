"""Start-up checks of what the portal stands on: disk, clock, database server, queue, accounts.

Those that ask a server run with the checks of the database (``manage.py check --database default``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  (Django's own names)
from django.db import DatabaseError, connection
from django.utils import timezone

from checkpoints.models import User
from config.broker import broker_answers
from ledger import audit
from screening.demo.tables import administrations

LEAST_SPACE: Final = 1_000_000_000
"""Bytes: some weeks of a busy checkpoint, and room for a backup."""
LEAST_POSTGRESQL: Final = (15, 0)
LEAST_TOKEN: Final = 20
CLOCK_SLACK: Final = timedelta(minutes=5)
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


@checks.register(checks.Tags.compatibility)
def data_can_be_written(**_: Any) -> list[CheckMessage]:
    """CFG.E009: DATA_DIR can be written by the user that runs the portal."""
    if os.access(settings.DATA_DIR, os.W_OK | os.X_OK):
        return []
    hint = "Give it to the user that runs the portal, or choose another place: DATA_DIR=/srv/portal"
    return [Error(f"DATA_DIR={settings.DATA_DIR} cannot be written.", hint=hint, id="CFG.E009")]


@checks.register(checks.Tags.compatibility)
def disk_has_space(**_: Any) -> list[CheckMessage]:
    """CFG.W007: DATA_DIR has a gigabyte left: a full disk takes no declaration."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free >= LEAST_SPACE:
        return []
    hint = "Make room or move DATA_DIR to a larger disk; folders named replaced-… hold what restores put aside."
    return [Warning(f"{free // 1_000_000} MB are left for DATA_DIR.", hint=hint, id="CFG.W007")]


@checks.register(checks.Tags.security)
def people_can_open_it(**_: Any) -> list[CheckMessage]:
    """CFG.W008: with a database server ALLOWED_HOSTS names more than this machine."""
    if settings.SERVICES and set(settings.ALLOWED_HOSTS) <= _LOOPBACK:
        hint = "Name the hosts by which people open it: ALLOWED_HOSTS=screening.example,127.0.0.1"
        return [Warning("ALLOWED_HOSTS names this machine alone.", hint=hint, id="CFG.W008")]
    return []


@checks.register(checks.Tags.security)
def metrics_token_is_long(**_: Any) -> list[CheckMessage]:
    """CFG.E011: METRICS_TOKEN, where one is set, cannot be guessed."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= LEAST_TOKEN:
        return []
    hint = 'Make a long one: python -c "import secrets; print(secrets.token_urlsafe(32))"'
    return [Error(f"METRICS_TOKEN has less than {LEAST_TOKEN} characters.", hint=hint, id="CFG.E011")]


# -- with a database -----------------------------------------------------------------------------------------


@checks.register(checks.Tags.database)
def postgresql_is_recent(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.E010: PostgreSQL is 15 or later, where not everybody may make tables in the schema public."""
    if not databases or connection.vendor != "postgresql":
        return []
    try:
        version = connection.get_database_version()
    except DatabaseError:
        return []  # Django's own check says that the database does not answer
    if version >= LEAST_POSTGRESQL:
        return []
    said = f"PostgreSQL {'.'.join(map(str, version))} is older than 15."
    return [Error(said, hint="Move the data to PostgreSQL 15 or later.", id="CFG.E010")]


@checks.register(checks.Tags.database)
def clock_goes_on(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.W009: the clock is not behind the last event of the audit chain."""
    try:
        end = audit.chain_end() if databases else None
    except DatabaseError:
        return []  # not migrated yet
    if end is None or end.at <= timezone.now() + CLOCK_SLACK:
        return []
    hint = "Set the clock and let it be kept by a time server: deadlines and the audit chain rest on it."
    return [Warning(f"The clock is behind the last audit event, of {end.at.isoformat()}.", hint=hint, id="CFG.W009")]


@checks.register(checks.Tags.database)
def queue_answers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.W010: the Redis of REDIS_URL answers. Without it declarations are kept and wait."""
    if not databases or settings.EMBEDDED_VALKEY or broker_answers():
        return []
    hint = "Start it, or correct REDIS_URL (address, password, database number)."
    return [Warning("The queue at REDIS_URL does not answer.", hint=hint, id="CFG.W010")]


@checks.register(checks.Tags.database)
def demo_accounts_are_gone(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.W011: accounts of the demo, whose names are public, cannot sign in where real work is done."""
    if not databases or not settings.SERVICES or settings.DEMO:
        return []
    names = [person["username"] for each in administrations() for person in each["people"]]
    try:
        found = User.objects.filter(username__in=names, is_active=True).count()
    except DatabaseError:
        return []
    if not found:
        return []
    hint = "Begin real work with an empty database, or make these accounts inactive."
    return [Warning(f"{found} accounts of the demo are active.", hint=hint, id="CFG.W011")]


def same_medium(one: Path, other: Path) -> bool:
    """Whether two paths, which may not exist yet, lie on one file system."""
    return _device(one) == _device(other)


def _device(path: Path) -> int:
    existing = next(each for each in (path, *path.parents) if each.exists())
    return existing.stat().st_dev
