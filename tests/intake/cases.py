"""Case tables and examples of tests/cases/intake, which a customs expert can edit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from screening.intake.fields import Clock
from tests.cases import rows

FOLDER: Final = Path(__file__).parent.parent / "cases" / "intake"
CLOCK: Final = Clock(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), timezone(timedelta(hours=5)))


def table(name: str) -> list[dict[str, str]]:
    return rows(f"intake/{name}")


def example(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
