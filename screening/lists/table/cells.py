"""Whether a row holds what its part needs, nothing else, and only words that are known."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from rapidfuzz import process

from screening.lists.faults import Faults
from screening.lists.table.columns import CHOICES, PARTS, longest
from screening.lists.table.rows import Row

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_FEW: Final = 20
_NEAREST: Final = 5


def is_sound(row: Row, faults: Faults) -> bool:
    """Adds what is wrong with the cells of a row, each for itself."""
    part, before = row.cells.get("part", ""), len(faults.found)
    if part not in PARTS:
        faults.add(row.line, "part", part, "choice-unknown" if part else "cell-missing", ", ".join(PARTS))
        return False
    described = PARTS[part]
    for column in described.needed:
        if column not in row.cells:
            faults.add(row.line, column, "", "cell-missing")
    for column, value in row.cells.items():
        if column not in ("part", *described.needed, *described.optional):
            faults.add(row.line, column, value, "cell-not-here", part)
        else:
            _check(row, column, faults)
    return len(faults.found) == before


def _check(row: Row, column: str, faults: Faults) -> None:
    part, value = row.cells["part"], row.cells[column]
    most = longest(part, row.cells.get("class", ""), column)
    known = PARTS[part].classes if column == "class" else CHOICES.get(column)
    if known is not None and value not in known:
        faults.add(row.line, column, value, "choice-unknown", ", ".join(_nearest(value, known)))
    elif len(value) > most:
        faults.add(row.line, column, value, "value-too-long", most)
    elif _CONTROL.search(value):
        faults.add(row.line, column, value, "control-character")


def _nearest(value: str, known: Collection[str]) -> list[str]:
    """What could stand there; of very many, the few that are written most like the value."""
    if len(known) <= _FEW:
        return list(known)
    return [name for name, _, _ in process.extract(value, list(known), limit=_NEAREST)]
