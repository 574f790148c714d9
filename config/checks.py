"""Start-up checks of the settings. Each has an id, and a hint that says what to do; docs/operations.md lists them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004  (Django's own names)
from django.db import OperationalError, connection

from config.surroundings import same_medium

LEAST_SECRET: Final = 32
LEAST_DIFFERENT: Final = 8
UPLOAD_BOUNDS: Final = (64 * 1024, 200 * 1024 * 1024)
TRIED_SQLITE: Final = (3, 40)


@checks.register(checks.Tags.security)
def secret_key_is_given(**_: Any) -> list[CheckMessage]:
    """CFG.E002: with a database server, SECRET_KEY comes from the environment, is long and no repetition.

    Otherwise every host would make its own, and a session begun on one would end on the next.
    """
    given = os.environ.get("SECRET_KEY", "")
    if settings.SERVICES and (len(given) < LEAST_SECRET or len(set(given)) < LEAST_DIFFERENT):
        said = f"SECRET_KEY is missing, shorter than {LEAST_SECRET} characters, or repeats few of them."
        hint = 'Give all hosts the same one, made by: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        return [Error(said, hint=hint, id="CFG.E002")]
    return []


@checks.register(checks.Tags.security)
def debug_is_off(**_: Any) -> list[CheckMessage]:
    """CFG.E003: DEBUG is off where others can reach the portal: its error pages show data."""
    if settings.SERVICES and settings.DEBUG:
        return [Error("DEBUG is on with a database server.", hint="Remove DEBUG.", id="CFG.E003")]
    return []


@checks.register(checks.Tags.security)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    """CFG.E004: ALLOWED_HOSTS names the portal's hosts; with ``*`` links in it could lead anywhere."""
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "Name the hosts by which people open it: ALLOWED_HOSTS=screening.example,127.0.0.1"
        return [Error("ALLOWED_HOSTS is empty or allows every host.", hint=hint, id="CFG.E004")]
    return []


@checks.register(checks.Tags.database)
def sqlite_holds_the_rules(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.E005: SQLite runs with recursive triggers, so that a replaced row counts as a deleted one."""
    if not databases or connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        row = cursor.fetchone()
    if row == (1,):
        return []
    hint = "Take the database's OPTIONS as config/settings.py has them."
    return [Error("SQLite runs without recursive triggers.", hint=hint, id="CFG.E005")]


@checks.register(checks.Tags.compatibility)
def uploads_are_bounded(**_: Any) -> list[CheckMessage]:
    """CFG.E006: MAX_UPLOAD_BYTES lies between 64 KiB and 200 MiB: a file is read into memory."""
    least, most = UPLOAD_BOUNDS
    if least <= settings.MAX_UPLOAD_BYTES <= most:
        return []
    said = f"MAX_UPLOAD_BYTES={settings.MAX_UPLOAD_BYTES} is out of bounds."
    return [Error(said, hint=f"Choose from {least} to {most}; 20971520 is usual.", id="CFG.E006")]


@checks.register(checks.Tags.compatibility)
def node_has_a_name(**_: Any) -> list[CheckMessage]:
    """CFG.E007: NODE is a short name: it stands on every record and names the audit chain."""
    if 0 < len(settings.NODE) <= 32 and settings.NODE.replace("-", "").isalnum():
        return []
    hint = "Choose up to 32 letters, digits and hyphens, and never change it: NODE=dushanbe-2"
    return [Error(f"NODE={settings.NODE!r} is no name for an installation.", hint=hint, id="CFG.E007")]


@checks.register(checks.Tags.compatibility)
def queue_is_a_redis(**_: Any) -> list[CheckMessage]:
    """CFG.E008: REDIS_URL names a Redis or Valkey."""
    if urlsplit(settings.REDIS_URL).scheme in {"redis", "rediss", "redis+socket"}:
        return []
    hint = "Write it as redis://host:6379/0, or remove it: the portal then starts a queue of its own."
    return [Error("REDIS_URL names no Redis.", hint=hint, id="CFG.E008")]


@checks.register(checks.Tags.database)
def tables_belong_to_another(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """CFG.W002: on PostgreSQL the portal's role does not own the tables: an owner can disable the rules."""
    if not databases or connection.vendor != "postgresql":
        return []
    try:
        owns = _role_owns_tables()
    except OperationalError:
        return []  # Django's own check says that the database does not answer
    if owns:
        hint = "Migrate as the owner, run as another role: deploy/roles.sql and docs/operations.md"
        return [Warning("The database role owns the tables or is a superuser.", hint=hint, id="CFG.W002")]
    return []


def _role_owns_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
            " OR EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(tableowner, 'member'))"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


@checks.register(checks.Tags.security)
def audit_heads_lie_elsewhere(**_: Any) -> list[CheckMessage]:
    """CFG.W003: AUDIT_HEADS lies on another disk: who can cut the chain's tail should not reach its heads."""
    if settings.SERVICES and same_medium(Path(settings.AUDIT_HEADS).resolve(), settings.DATA_DIR):
        hint = "Put it on another machine or medium: AUDIT_HEADS=/mnt/heads/heads.jsonl"
        return [Warning("The audit chain's heads are kept on the disk of the data.", hint=hint, id="CFG.W003")]
    return []


@checks.register(checks.Tags.security)
def pages_are_encrypted(**_: Any) -> list[CheckMessage]:
    """CFG.W004: HTTPS is on where people come over a network."""
    if settings.SERVICES and not settings.HTTPS:
        hint = "Put a proxy with a certificate before it and set HTTPS=1 BEHIND_PROXY=1"
        return [Warning("HTTPS is off with a database server.", hint=hint, id="CFG.W004")]
    return []


@checks.register(checks.Tags.security)
def demo_accounts_are_wanted(**_: Any) -> list[CheckMessage]:
    """CFG.W005: demo accounts and invented declarations stand on a database server only where they are wanted."""
    if settings.SERVICES and settings.DEMO:
        return [Warning("DEMO is on with a database server.", hint="Remove DEMO for real work.", id="CFG.W005")]
    return []


@checks.register(checks.Tags.compatibility)
def sqlite_was_tried(**_: Any) -> list[CheckMessage]:
    """CFG.W006: SQLite is at least the version that the tests ran on."""
    if settings.SERVICES or sqlite3.sqlite_version_info >= TRIED_SQLITE:
        return []
    said = f"SQLite {sqlite3.sqlite_version} is older than what the portal was tried on."
    return [Warning(said, hint="Use a Python built with SQLite 3.40 or later.", id="CFG.W006")]
