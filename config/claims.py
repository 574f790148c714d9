"""What a portal claims for itself alone: its data folder and its port."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Somebody else has it. The message says who and what to do."""


@contextmanager
def claimed_folder(data_dir: Path) -> Iterator[None]:
    """Holds the folder's lock file; it is free again when this process ends, however it ends."""
    path = data_dir / "portal.lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Taken(
                f"A portal already runs on {data_dir} (process {holder}). Stop it, or choose another place: DATA_DIR=…"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def refuse_taken_port(port: int) -> None:
    """Raises Taken where something listens on the port already, or the port cannot be had."""
    if not 0 < port < 65536:
        raise Taken(f"PORT={port} is no port. Choose one from 1024 to 65535, for example PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = error.strerror
            raise Taken(f"PORT={port} cannot be used ({reason}). Choose another, for example PORT=8001") from None
