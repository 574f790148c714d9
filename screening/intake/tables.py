"""CSV and XLSX as rows of cells, each with the line of the file where it begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

from screening.intake import spreadsheet
from screening.intake.columns import columns_of
from screening.intake.encoding import decoded
from screening.intake.fields import NotReadable, text
from screening.intake.notes import Notes

LARGEST_TABLE: Final = 32 * 2**20
_DELIMITERS: Final = ",;\t"
_HEAD: Final = 20_000
_MOST_COLUMNS: Final = 1_000
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is the first row, cleaned; ``comma``: a comma within numbers is decimal for sure."""

    header: list[str]
    rows: list[Row]
    delimiter: str = ";"
    comma: bool = False

    def used(self) -> list[bool]:
        """Whether anything stands under each cell of the header."""
        places = {place for _, cells in self.rows for place, cell in enumerate(cells) if cell.strip()}
        return [place in places for place in range(len(self.header))]


def table_of(content: bytes) -> Table:
    """A CSV or XLSX, told by its bytes. Raises ``Unreadable``."""
    return xlsx_table(content) if content.startswith(b"PK") else csv_table(content)


class Unreadable(NotReadable):
    """The table as a whole cannot be read, from ``line`` on."""

    def __init__(self, message: str, value: object = "", line: int = 0) -> None:
        super().__init__(message)
        self.value = value
        self.line = line


def csv_table(content: bytes) -> Table:
    """Rows of a CSV, its delimiter told by the header. Raises ``Unreadable``."""
    _refuse_large(content)
    try:
        written = decoded(content)
    except NotReadable as error:
        raise Unreadable(error.message, "CSV") from error
    delimiter = _delimiter(written)
    return _table(_csv_rows(written, delimiter), delimiter, delimiter != ",")


def xlsx_table(content: bytes) -> Table:
    """Rows of the first sheet of a workbook. Raises ``Unreadable``."""
    _refuse_large(content)
    try:
        sheets = spreadsheet.sheets(content)
    except NotReadable as error:
        raise Unreadable(error.message, getattr(error, "value", "XLSX")) from error
    tables = {name: rows for name, rows in sheets.items() if rows and _is_declared(rows[0])}
    if len(tables) > 1:
        raise Unreadable("xlsx-several-sheets", ", ".join(tables))
    rows = next(iter(tables.values()), next(iter(sheets.values()), []))
    return _table(iter(enumerate(rows, 1)), ";", False)


def _refuse_large(content: bytes) -> None:
    if len(content) > LARGEST_TABLE:
        raise Unreadable("file-too-large", len(content))


def _is_declared(header: list[str]) -> bool:
    return "declaration_number" in columns_of(header, [False] * len(header), Notes())


def _table(rows: Iterator[Row], delimiter: str, comma: bool) -> Table:
    _, first = next(rows, (1, []))
    if len(first) > _MOST_COLUMNS:
        raise Unreadable("too-many-columns", len(first), 1)
    filled = [(line, cells) for line, cells in rows if any(text(cell) for cell in cells)]
    return Table(_trimmed([text(cell) for cell in first]), filled, delimiter, comma)


def _trimmed(header: list[str]) -> list[str]:
    """Without the empty cells behind the last name."""
    filled = [place for place, cell in enumerate(header, 1) if cell]
    return header[: max(filled, default=0)]


def _delimiter(written: str) -> str:
    """The one that the header holds most of; none of them is part of a column's name."""
    lines = written[:_HEAD].splitlines()
    return max(_DELIMITERS, key=lines[0].count) if lines else ","


def _csv_rows(written: str, delimiter: str) -> Iterator[Row]:
    """Strict about quotes: an unclosed one would swallow the rows behind it in silence."""
    reader = csv.reader(StringIO(written, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable("csv-unreadable", error, line) from error
