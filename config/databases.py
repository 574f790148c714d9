"""Copies of a database, made while it is in use, and put back whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE: Final = "database.sqlite3"
POSTGRESQL: Final = "database.dump"
_LOCK_TIMEOUT: Final = "15s"
_EMPTY: Final = """
DO $$ DECLARE item record; BEGIN
  FOR item IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', item.name);
  END LOOP;
  FOR item IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP SEQUENCE public.%I CASCADE', item.name);
  END LOOP;
  FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc AS p
      WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', item.name);
  END LOOP;
END $$;
"""
"""Everything of the portal, in the transaction that puts the backup in its place."""


class DumpFailed(Exception):
    """The message says what is missing or what the database's own program said."""


def dump(connection: BaseDatabaseWrapper, folder: Path) -> Path:
    """A consistent copy of the database, in a new file in ``folder``. Writers go on meanwhile."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(Path(connection.settings_dict["NAME"]), folder / SQLITE)
    path = folder / POSTGRESQL
    plain = ("--format=custom", "--no-owner", "--no-privileges")
    _run(connection.settings_dict, "pg_dump", *plain, f"--file={path}")
    return path


def _copy_sqlite(source: Path, copy: Path) -> Path:
    if not source.exists():
        raise DumpFailed(f"There is no database at {source} yet: start the portal once.")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)  # in one step: a writer in between would make it begin anew
    with closing(sqlite3.connect(copy)) as target:
        (said,) = target.execute("PRAGMA quick_check").fetchone()
    if said != "ok":
        raise DumpFailed(f"The database is damaged: {said}. Restore the last good backup.")
    return copy


def put_back_postgresql(connection: BaseDatabaseWrapper, dump_file: Path) -> None:
    """Replaces everything in the database by a dump, in one transaction. Raises DumpFailed."""
    where, folder = connection.settings_dict, dump_file.parent
    (folder / "empty.sql").write_text(_EMPTY, "ascii")
    filled = folder / "filled.sql"
    _run({}, "pg_restore", "--no-owner", "--no-privileges", f"--file={filled}", str(dump_file))
    strict = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null")
    _run(where, "psql", *strict, f"--file={folder / 'empty.sql'}", f"--file={filled}")


def _run(where: Mapping[str, Any], program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise DumpFailed(f"{program} was not found. Install PostgreSQL's client programs (Debian: postgresql-client).")
    ran = subprocess.run(
        [path, *arguments], env={**os.environ, **_address(where)}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise DumpFailed(f"{program} failed: {ran.stderr.strip()[-2000:]}")


def _address(where: Mapping[str, Any]) -> dict[str, str]:
    """Where the database is, in the environment: arguments are seen by everyone on the machine."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(where[key]) for name, key in names.items() if where.get(key)}
    return {**given, "PGOPTIONS": f"-c lock_timeout={_LOCK_TIMEOUT}"}
