"""A table to download: UTF-8 with a byte order mark, as spreadsheets want it, and no cell that they would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from django.http import HttpResponse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""

Cell = str | int | None


def csv_download(filename: str, rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a file; None gives an empty cell."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def harmless(cell: Cell) -> str:
    """The cell's text; behind an apostrophe where a spreadsheet would take it for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text
