"""Which column of a table is which field (columns.toml): a header row is known whole or refused whole."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rapidfuzz import process

from screening.intake.messages import MESSAGES
from screening.intake.notes import Names, Notes, shown

REQUIRED: Final = ("declaration_number", "description")
_LISTED: Final[Mapping[str, Mapping[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text("utf-8")
)
DECLARATION_COLUMNS: Final = {column: words[0] for column, words in _LISTED["declaration"].items()}
GOODS_COLUMNS: Final = {column: words[0] for column, words in _LISTED["goods"].items()}
# What refused_rows_csv adds; passed over when the file comes back.
REASON: Final = "reason"


def columns_of(header: Sequence[str], used: Sequence[bool], notes: Notes) -> list[str]:
    """The column behind each cell of a header; "" where it is passed over (no name and nothing under it).

    ``used`` says under which cells anything stands. Unknown, repeated and missing columns are noted.
    """
    columns = [_column(cell) for cell in header]
    for place, (cell, column) in enumerate(zip(header, columns, strict=True), 1):
        if not column and not notes.full and (cell or used[place - 1]):
            notes.refuse(1, cell or f"#{place}", _nearest(cell), "column-unknown")
    _refuse_repeated(header, columns, notes)
    if missing := [column for column in REQUIRED if column not in columns]:
        notes.refuse(1, ", ".join(missing), ", ".join(filter(None, header)) or "—", "columns-missing")
    return ["" if column == REASON else column for column in columns]


def names_of(header: Sequence[str], columns: Sequence[str]) -> Names:
    """Refusals name a field as its sender's header does."""
    written = {column: cell for cell, column in zip(header, columns, strict=True) if column}
    return Names(_renamed(DECLARATION_COLUMNS, written), _renamed(GOODS_COLUMNS, written))


def _renamed(plain: Mapping[str, str], written: Mapping[str, str]) -> dict[str, str]:
    return {name: written.get(column, column) for column, name in plain.items()}


def _refuse_repeated(header: Sequence[str], columns: Sequence[str], notes: Notes) -> None:
    for column in dict.fromkeys(filter(None, columns)):
        cells = [cell for cell, found in zip(header, columns, strict=True) if found == column]
        if len(cells) > 1:
            notes.refuse(1, column, ", ".join(cells), "column-repeated")


def _column(cell: str) -> str:
    return _KNOWN.get(_key(cell), "")


def _nearest(cell: str) -> str:
    best = process.extractOne(_key(shown(cell)), _KNOWN.keys()) if cell else None
    return _KNOWN[best[0]] if best else "—"


def _key(cell: str) -> str:
    folded = cell.casefold().replace("ё", "\u0435").replace("№", "номер ")
    return re.sub(r"[\W_]+", " ", folded).strip()


def _known() -> dict[str, str]:
    """Every spelling of a header -> its column."""
    known = {_key(word): REASON for word in MESSAGES["reason"].values()}
    for columns in _LISTED.values():
        for column, words in columns.items():
            known |= {_key(word): column for word in (column, *words[1:])}
    return known


_KNOWN: Final = _known()
