"""Collects the static files, where something changed since the last time."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

UNUSED: Final = ("bootstrap-*", "*.rtl.*", "*/redoc/*")
"""Parts of packages that no page asks for."""


def collect_if_changed() -> bool:
    """Collecting compresses every file again, which takes seconds; a fingerprint of the sources spares it."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(UNUSED))
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, "ascii")
    return True


def _fingerprint() -> str:
    seen = sorted(
        f"{name} {seen.st_size} {seen.st_mtime_ns}"
        for finder in get_finders()
        for name, storage in finder.list([])
        for seen in [Path(storage.path(name)).stat()]
    )
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()
