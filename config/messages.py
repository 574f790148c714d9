"""Compiles the translations. Babel does it, so that no gettext needs to be installed."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_messages() -> list[Path]:
    """Writes each .mo that is missing or older than its .po; returns what was written."""
    return [_compile(po) for folder in settings.LOCALE_PATHS for po in sorted(_stale(Path(folder)))]


def _stale(folder: Path) -> list[Path]:
    return [po for po in folder.glob("*/LC_MESSAGES/*.po") if not _is_fresh(po.with_suffix(".mo"), po)]


def _is_fresh(mo: Path, po: Path) -> bool:
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    language = po.parent.parent.name
    with po.open("rb") as source:
        catalog = read_po(source, locale=language, domain=po.stem, abort_invalid=True)
    target = po.with_suffix(".mo")
    # A name of its own: two processes may compile at once, and a portal that runs never reads half a file.
    with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        write_mo(file, catalog)
    partial = Path(file.name)
    partial.chmod(0o644)
    partial.replace(target)
    return target
