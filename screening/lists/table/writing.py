"""An edition as the rows of a table, and the table as CSV or XLSX; read again, it is the same edition."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from screening.engine import catalogue as c
from screening.lists.table.columns import COLUMNS
from screening.lists.table.escape import escaped
from screening.lists.table.reading import DRAFTED

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a table can be written as, with its media type."""
_TEXT_FORMAT: Final = "@"  # so that a spreadsheet keeps 2930.70 and 0101 as they are
_WIDE: Final = {"value": 60, "hazards": 24, "reason": 40, "origin": 24, "quantity": 24}
_NARROW: Final = 12
_Row = dict[str, str]


def written(edition: c.Edition, extension: str) -> bytes:
    """The table of an edition as a file; ``extension`` is one of TYPES."""
    return _xlsx(edition) if extension == "xlsx" else _csv(edition)


def _csv(edition: c.Edition) -> bytes:
    """With a byte order mark, without which spreadsheets take the Cyrillic for something else."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escaped(row.get(column, "")) for column in COLUMNS] for row in _rows(edition))
    return out.getvalue().encode("utf-8-sig")


def _xlsx(edition: c.Edition) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("list")
    sheet.freeze_panes = "C2"
    for place, column in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = _WIDE.get(column, _NARROW), _TEXT_FORMAT
    sheet.append([_cell(sheet, column, bold=True) for column in COLUMNS])
    for row in _rows(edition):
        sheet.append([_cell(sheet, row[column]) if row.get(column) else None for column in COLUMNS])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


_BOLD: Final = Font(bold=True)


def _cell(sheet: object, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, escaped(text))  # type: ignore[arg-type]
    cell.number_format = _TEXT_FORMAT
    if bold:
        cell.font = _BOLD
    return cell


# -- rows ------------------------------------------------------------------------------------------


def _rows(edition: c.Edition) -> Iterator[_Row]:
    origin = _common_origin(edition)
    yield from _header(edition, origin)
    for entry in edition.entries:
        yield from _entry(entry, origin)


def _common_origin(edition: c.Edition) -> str:
    """What most terms come from; they leave the column empty."""
    counted = Counter(term.origin for entry in edition.entries for term in entry.terms)
    return counted.most_common(1)[0][0] if counted else ""


def _header(edition: c.Edition, origin: str) -> Iterator[_Row]:
    said = {
        "slug": edition.list_slug,
        "edition": edition.name,
        "source": edition.source,
        "effective_from": edition.effective_from,
        "review_by": edition.review_by,
        "hs_edition": edition.hs_edition,
        "origin": origin,
    }
    yield from ({"part": "list", "class": name, "value": value} for name, value in said.items() if value)
    for language in c.LANGUAGES:
        if title := edition.title.get(language):
            yield {"part": "list", "class": "title", "language": language, "value": title}


def _entry(entry: c.Entry, origin: str) -> Iterator[_Row]:
    yield {
        "part": "entry",
        "code": entry.code,
        "class": entry.kind,
        "under": entry.parent,
        "hazards": "; ".join(entry.hazards),
    }
    yield from _texts(entry)
    for term in entry.terms:
        yield {
            "part": "term",
            "code": entry.code,
            "language": term.language,
            "class": term.weight,
            "value": term.text,
            "origin": "" if term.origin == origin else term.origin,
            "review": _review(term.review),
        }
    for identifier in entry.identifiers:
        yield {"part": "identifier", "code": entry.code, "class": identifier.kind, "value": identifier.value}
    for hs in entry.hs:
        yield {"part": "hs", "code": entry.code, "class": hs.confidence, "value": hs.code, "reason": hs.reason}
    for figure in entry.parameters:
        yield {
            "part": "figure",
            "code": entry.code,
            "group": figure.group,
            "role": figure.role,
            "quantity": figure.quantity,
            "comparison": figure.comparison,
            "limit": figure.limit,
            "unit": figure.unit,
        }


def _texts(entry: c.Entry) -> Iterator[_Row]:
    for part, texts in (("title", entry.title), ("looks_like", entry.looks_like), ("excluded", entry.excluded)):
        for language in c.LANGUAGES:
            if text := texts.get(language):
                review = _review(entry.text_review.get(language, DRAFTED)) if part == "title" else ""
                yield {"part": part, "code": entry.code, "language": language, "value": text, "review": review}


def _review(state: str) -> str:
    """Nothing for what is only drafted: most of a list."""
    return "" if state == DRAFTED else state
