"""A small table and its cells, to be changed by tests."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from screening.lists.table.columns import COLUMNS

Row = dict[str, str]

GOOD: Final[tuple[Row, ...]] = (
    {"part": "list", "class": "slug", "value": "uz-national"},
    {"part": "list", "class": "edition", "value": "2026-1"},
    {"part": "list", "class": "title", "language": "uz", "value": "Milliy roʻyxat"},
    {"part": "list", "class": "source", "value": "invented for tests"},
    {"part": "list", "class": "effective_from", "value": "2026-01-01"},
    {"part": "list", "class": "review_by", "value": "2099-01-01"},
    {"part": "list", "class": "hs_edition", "value": "2022"},
    {"part": "list", "class": "origin", "value": "invented"},
    {"part": "entry", "code": "N1", "class": "group", "hazards": "chemical; dual-use"},
    {"part": "title", "code": "N1", "language": "uz", "value": "Moddalar"},
    {"part": "entry", "code": "N1.a", "class": "substance", "under": "N1", "hazards": "chemical"},
    {"part": "title", "code": "N1.a", "language": "uz", "value": "Oʻylab topilgan modda", "review": "read"},
    {"part": "title", "code": "N1.a", "language": "ru", "value": "Выдуманное вещество"},
    {"part": "looks_like", "code": "N1.a", "language": "ru", "value": "Синие бочки"},
    {"part": "term", "code": "N1.a", "language": "en", "class": "exact", "value": "tetrexampline"},
    {"part": "term", "code": "N1.a", "language": "ru", "class": "exact", "value": "тетрэкземплин", "origin": "a firm"},
    {"part": "identifier", "code": "N1.a", "class": "cas", "value": "111-48-8"},
    {"part": "hs", "code": "N1.a", "class": "high", "value": "2930.70", "reason": "invented"},
    {"part": "figure", "code": "N1.a", "quantity": "concentration", "comparison": "above", "limit": "30", "unit": "%"},
)  # fmt: skip
"""One row of each part but ``excluded``; the header is row 1, so that GOOD[0] is row 2."""


def line_of(part: str, **cells: str) -> int:
    """The row of the file where the first such row of GOOD stands."""
    wanted = {"part": part, **cells}
    return next(place for place, row in enumerate(GOOD, 2) if wanted.items() <= row.items())


def changed(line: int, **cells: str) -> list[Row]:
    """GOOD with other cells in one row; ``class_`` stands for class."""
    renamed = {column.rstrip("_"): value for column, value in cells.items()}
    return [{**row, **renamed} if place == line else row for place, row in enumerate(GOOD, 2)]


def without(line: int) -> list[Row]:
    return [row for place, row in enumerate(GOOD, 2) if place != line]


def as_csv(
    rows: list[Row] | tuple[Row, ...] = GOOD, *, delimiter: str = ",", columns: tuple[str, ...] = COLUMNS
) -> bytes:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue().encode()
