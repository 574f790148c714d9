"""One file that holds a whole installation: database, secret, heads of the audit chain, with a manifest of hashes.

A backup is taken while the portal runs. docs/operations.md says when to take one and where to keep it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.db import connection

from config import databases
from ledger import audit
from ledger.keys import this_node

FORMAT: Final = "portal-backup/1"
MANIFEST: Final = "manifest.json"
HEADS: Final = "audit-heads.jsonl"
OWN_FILES: Final = ("secret-key", "demo-password")
MAIL: Final = "mail"
"""Files of DATA_DIR, and the folder of messages that wait in it. What else stands there can be made anew."""


class BackupFailed(Exception):
    """Nothing was written, or nothing was changed. The message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``files`` are names with size and SHA-256."""

    vendor: str
    node: str
    made_at: str
    code_revision: str
    files: dict[str, tuple[int, str]]

    def to_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **vars(self)}, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Raises BackupFailed for anything else."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.pop("format") != FORMAT:
                raise ValueError
            files = {name: (int(size), str(digest)) for name, (size, digest) in said.pop("files").items()}
            return cls(**said, files=files)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupFailed(f"This is no backup of the format {FORMAT}: its manifest cannot be read.") from error


def back_up(target: Path) -> Path:
    """Writes a backup to ``target`` (a new file, or a folder that gets one named by node and time).

    The file appears under its name only when it is complete. Raises BackupFailed.
    """
    final = _named(target)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=final.parent, prefix=".backup-") as folder:
            partial = Path(folder) / "backup.tar"
            _pack(partial, Path(folder))
            os.link(partial, final)  # fails where something has that name by now
    except FileExistsError as error:
        raise BackupFailed(f"{final} exists. Name another file, or a folder.") from error
    except OSError as error:
        raise BackupFailed(f"{final} cannot be written: {error.strerror or error}.") from error
    return final


def _named(target: Path) -> Path:
    if target.exists() and not target.is_dir():
        raise BackupFailed(f"{target} exists. Name another file, or a folder.")
    if target.suffix == ".tar":
        return target
    return target / f"portal-{this_node()}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"


def _pack(partial: Path, folder: Path) -> None:
    try:
        database = databases.dump(connection, folder)
    except databases.DumpFailed as error:
        raise BackupFailed(str(error)) from error
    files = {database.name: database, **dict(_own_files())}
    manifest = Manifest(
        vendor=connection.vendor,
        node=this_node(),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_revision=settings.CODE_REVISION,
        files={name: size_and_hash(path) for name, path in files.items()},
    )
    (folder / MANIFEST).write_bytes(manifest.to_json())
    partial.touch(mode=0o600)  # it holds personal data and the secret
    with tarfile.open(partial, "w") as tar:
        tar.add(folder / MANIFEST, MANIFEST)
        for name, path in files.items():
            tar.add(path, name)
    with partial.open("rb") as file:
        os.fsync(file.fileno())


def _own_files() -> Iterator[tuple[str, Path]]:
    for name in OWN_FILES:
        path = settings.DATA_DIR / name
        if path.exists():
            yield name, path
    for path in sorted((settings.DATA_DIR / MAIL).glob("*")):
        yield f"{MAIL}/{path.name}", path
    if audit.heads_file().exists():
        yield HEADS, audit.heads_file()


def size_and_hash(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


# -- opening one ---------------------------------------------------------------------------------------------------


def unpack(backup: Path, folder: Path) -> Manifest:
    """Puts the files of a backup into ``folder``, each checked against the manifest. Raises BackupFailed."""
    try:
        with tarfile.open(backup) as tar:
            manifest = Manifest.from_json(_content(tar, MANIFEST))
            if sorted(tar.getnames()) != sorted([MANIFEST, *manifest.files]):
                raise BackupFailed(f"{backup} holds other files than its manifest lists. Take another backup.")
            for name in manifest.files:
                _unpack_one(tar, name, folder / name, manifest)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupFailed(f"{backup} cannot be read: {error}. Take another backup.") from error
    return manifest


def _content(tar: tarfile.TarFile, name: str) -> bytes:
    try:
        file = tar.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise BackupFailed("This is no backup: it has no manifest.")
    return file.read(10_000_000)


def _unpack_one(tar: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    file = tar.extractfile(name) if _is_ours(name) else None
    if file is None:
        raise BackupFailed(f"{name} in the backup is no plain file. Take another backup.")
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as copy:
        shutil.copyfileobj(file, copy)
    path.chmod(0o600)
    if size_and_hash(path) != manifest.files[name]:
        raise BackupFailed(f"{name} in the backup was changed or damaged: its hash differs. Take another backup.")


def _is_ours(name: str) -> bool:
    """Nothing of an archive lands anywhere else."""
    folder, _, plain = name.rpartition("/")
    known = {databases.SQLITE, databases.POSTGRESQL, HEADS, *OWN_FILES}
    return name in known or (folder == MAIL and plain not in {"", ".", ".."})
