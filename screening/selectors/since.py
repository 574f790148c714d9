"""Where a page of a list ended that is ordered by a moment: the moment and the key of its last row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Since:
    """What orders the last row, and its key."""

    at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From ``str(since)``; None for anything else."""
        try:
            moment, key = text.split("~")
            return cls(moment_in(moment), UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


def moment_in(text: str) -> datetime:
    """A moment that an address carries. Raises ValueError for none, for one without zone, and at the ends of time."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1 < moment.year < 9999:  # no database could hold it in its own zone
        raise ValueError(text)
    return moment.astimezone(UTC)
