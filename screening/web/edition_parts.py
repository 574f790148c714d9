"""What the pages of a control list's edition and of a watchlist's have in common: changes, and who put it in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from screening.lists.compare import Kind, PartChange
from screening.models import Activation, WatchlistActivation
from screening.web.words import EDITION_PARTS, EDITION_STATES, word

PAGE: Final = 40
"""Changes on one page."""
_MOST_TEXTS: Final = 12


@dataclass(frozen=True)
class PartRow:
    """What went and came in a part of an entry or party; ``more`` counts what is not shown."""

    name: str
    removed: Sequence[str]
    added: Sequence[str]
    more: int


@dataclass(frozen=True)
class ChangeRow:
    """``code`` is an entry's, or a party's reference; ``name`` is empty for entries."""

    code: str
    kind: str
    word: str
    parts: list[PartRow]
    name: str = ""


@dataclass(frozen=True)
class Act:
    """Who proposed and who confirmed."""

    by: str
    at: datetime
    reason: str
    emergency: bool
    confirmer: str
    confirmed_at: datetime | None


def change_row(code: str, kind: Kind, parts: Iterable[PartChange], name: str = "") -> ChangeRow:
    return ChangeRow(code, kind, word(EDITION_STATES, kind), [_part(part) for part in parts], name)


def _part(part: PartChange) -> PartRow:
    return PartRow(
        word(EDITION_PARTS, part.part),
        part.removed[:_MOST_TEXTS],
        part.added[:_MOST_TEXTS],
        max(0, len(part.removed) - _MOST_TEXTS) + max(0, len(part.added) - _MOST_TEXTS),
    )


def act_row(row: Activation | WatchlistActivation) -> Act:
    confirmation = getattr(row, "confirmation", None)
    return Act(
        by=str(row.proposer),
        at=row.created_at,
        reason=row.reason,
        emergency=row.emergency,
        confirmer=str(confirmation.confirmer) if confirmation else "",
        confirmed_at=confirmation.created_at if confirmation else None,
    )


def place_in(text: str) -> int:
    """From which change on a page begins; 0 for anything else than a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
