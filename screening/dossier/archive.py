"""A ZIP file with a manifest: the same members give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from screening.dossier.contents import Member
from screening.dossier.records import as_json

MANIFEST: Final = "manifest.json"
_BEGINNING_OF_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


class Archive:
    """Writes members and remembers their hashes. Use it as a context; leaving it ends the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w")
        self._files: list[dict[str, Any]] = []

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, members: Iterable[Member]) -> None:
        for name, content in members:
            self._write(name, content)
            self._files.append({"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})

    def seal(self, about: Mapping[str, Any]) -> str:
        """Writes the manifest, which lists every member so far; returns its SHA-256."""
        content = as_json({**about, "files": self._files})
        self._write(MANIFEST, content)
        return hashlib.sha256(content).hexdigest()

    def add_behind_the_seal(self, name: str, content: bytes) -> None:
        """What can be known only once the manifest is written."""
        self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        info = ZipInfo(name, _BEGINNING_OF_ZIP_TIME)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 3  # as on Unix, whatever wrote it
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, content)
