"""Puts a backup in an installation's place: checked first, whole or not at all, what was there kept or refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Count, Max

from config import databases
from config.backup import HEADS, BackupFailed, Manifest, size_and_hash, unpack
from ledger import audit, protection
from ledger.keys import this_node
from ledger.models import AuditEvent

_COPY: Final = "restored"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """``lost`` are heads exported after the backup: what happened since is not in it."""

    events: int
    lost: list[audit.Head]


def restore(backup: Path, *, replace: bool, say: Say) -> Restored:
    """Checks a backup, brings it up to this version, verifies rules and audit chain, and puts it in place.

    With SQLite all of that is done on a copy beside the data; on PostgreSQL in one transaction, and rules and
    chain are verified after it. Raises BackupFailed; nothing was changed then, unless the message says so.
    """
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        say("Checking the backup")
        manifest = unpack(backup, Path(folder))
        _refuse_what_does_not_fit(manifest)
        _refuse_to_overwrite(replace)
        say("Putting it in place")
        put_in_place = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
        restored = put_in_place(Path(folder), _own_files(manifest))
        _record(backup, restored)
    return restored


def _own_files(manifest: Manifest) -> list[str]:
    """Files that go back to DATA_DIR as they are."""
    return [name for name in manifest.files if name not in {databases.SQLITE, databases.POSTGRESQL, HEADS}]


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupFailed(f"The backup is of {manifest.vendor}, this portal uses {connection.vendor}.")
    if manifest.node != this_node():
        raise BackupFailed(f"The backup is of the node {manifest.node!r}. Restore it with NODE={manifest.node}.")


def _refuse_to_overwrite(replace: bool) -> None:
    if not replace and _is_in_use():
        raise BackupFailed("There is data here already. Restore elsewhere, or say --replace.")
    if connection.vendor == "postgresql":
        others = _other_connections()
        if others:
            raise BackupFailed(f"{others} other connections use the database. Stop web servers, workers and beat.")


def _is_in_use() -> bool:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return path.exists() and path.stat().st_size > 0
    return bool(connection.introspection.table_names())


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    return row[0] if row else 0


# -- SQLite: everything on a copy, then files are exchanged ---------------------------------------------------------


def _on_sqlite(folder: Path, own_files: list[str]) -> Restored:
    copy = folder / databases.SQLITE
    with _opened(copy) as alias:
        restored = _brought_up(alias, folder)
    live = Path(connection.settings_dict["NAME"])
    connections.close_all()
    aside = _aside()
    _exchange(folder, own_files, aside)
    for path in (live.with_name(f"{live.name}-wal"), live.with_name(f"{live.name}-shm"), live):
        _move(path, aside / path.name)
    copy.replace(live)
    return restored


def _aside() -> Path:
    """Where what was there is kept; an operator removes it once all is well."""
    return Path(settings.DATA_DIR) / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def _exchange(folder: Path, own_files: list[str], aside: Path) -> None:
    for name in own_files:
        _move(settings.DATA_DIR / name, aside / name)
        _move(folder / name, settings.DATA_DIR / name)
    if not audit.heads_file().exists():  # those that are here may be newer: they are never overwritten
        _move(folder / HEADS, audit.heads_file())


def _move(path: Path, to: Path) -> None:
    if path.exists():
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, to)  # heads may lie on another medium


@contextmanager
def _opened(copy: Path) -> Iterator[str]:
    """The copy as a database of Django's, so that it can be migrated like the portal's own."""
    connections.databases[_COPY] = {**deepcopy(connections.databases[DEFAULT_DB_ALIAS]), "NAME": str(copy)}
    try:
        yield _COPY
    finally:
        with connections[_COPY].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections[_COPY].close()
        del connections[_COPY], connections.databases[_COPY]


# -- PostgreSQL -----------------------------------------------------------------------------------------------------


def _on_postgresql(folder: Path, own_files: list[str]) -> Restored:
    connections.close_all()
    try:
        databases.put_back_postgresql(connection, folder / databases.POSTGRESQL)
    except databases.DumpFailed as error:
        raise BackupFailed(f"{error} Nothing was changed.") from error
    try:
        restored = _brought_up(DEFAULT_DB_ALIAS, folder)
    except BackupFailed as error:
        raise BackupFailed(f"{error} It is in place all the same: do not work with it.") from error
    _exchange(folder, own_files, _aside())
    return restored


# -- both -----------------------------------------------------------------------------------------------------------


def _brought_up(alias: str, folder: Path) -> Restored:
    """Migrates, which writes the rules too, and verifies that rules and chain are whole."""
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    missing = protection.missing(connections[alias])
    if missing:
        raise BackupFailed(
            f"{len(missing)} rules are missing in the backup after migration, the first is {missing[0]}."
        )
    events = AuditEvent.objects.using(alias).order_by().values_list("node").annotate(end=Max("sequence"), n=Count("pk"))
    ends = {node: end for node, end, _ in events}
    heads = audit.exported_heads() or audit.exported_heads(folder / HEADS)
    known = [head for head in heads if head.sequence <= ends.get(head.node, 0)]
    faults = list(audit.faults(using=alias, heads=known))
    if faults:
        raise BackupFailed(f"The backup's audit chain has {len(faults)} faults, the first: {faults[0]}.")
    return Restored(sum(n for _, _, n in events), [head for head in heads if head not in known])


def _record(backup: Path, restored: Restored) -> None:
    end = audit.chain_end()
    if end is not None:
        detail = {"backup": size_and_hash(backup)[1], "lost_heads": len(restored.lost)}
        audit.record(actor="system:portal", action="portal.restored", subject=end, detail=detail)
        audit.export_head()
