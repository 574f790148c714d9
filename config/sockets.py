"""Where the embedded Valkey listens. No Django here: the settings read it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final
from urllib.parse import quote

LONGEST: Final = 100
"""Bytes that a Unix socket's path may have on Linux (107) and macOS (103), with some room."""


def valkey_socket(data_dir: Path) -> Path:
    """The socket beside the data, or, where that path is too long, in a short folder named for it."""
    path = data_dir / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST:
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    # /tmp itself, not TMPDIR: every process must find the same place, whatever its environment.
    return Path("/tmp") / f"portal-{os.getuid()}-{digest}" / "valkey.sock"  # noqa: S108  (private_folder checks it)


def broker_url(socket: Path) -> str:
    """The socket's address in the form that Celery reads."""
    return f"redis+socket://{quote(str(socket))}"


def cache_url(broker: str) -> str:
    """The queue's address in the form that Django's cache reads."""
    return broker.replace("redis+socket://", "unix://", 1)


def private_folder(folder: Path) -> None:
    """Makes a folder that only its owner enters; refuses one that somebody else made.

    Raises PermissionError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != os.getuid() or seen.st_mode & 0o077:
        raise PermissionError(f"{folder} belongs to somebody else or is open to others: remove it and start again")
