"""CSV and XLSX as rows of named cells, read one after another and never all at once."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Final

from openpyxl import load_workbook

from screening.lists.faults import Faults, refused
from screening.lists.table.columns import COLUMNS
from screening.lists.table.escape import unescaped

LARGEST_FILE: Final = 32 * 2**20
MOST_ROWS: Final = 200_000
"""Facts in one file: some 7,000 entries as rich as those shipped."""
_LARGEST_UNPACKED: Final = 128 * 2**20
_MOST_COLUMNS: Final = 64
_MIB: Final = 2**20
Cells = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of a row by column; ``line`` is its row in the file."""

    line: int
    cells: Mapping[str, str]


def rows_of(content: bytes) -> Iterator[Row]:
    """The rows below the header that hold anything. Raises ListRefused where the file is no such table."""
    if len(content) > LARGEST_FILE:
        raise refused("file-too-large", f"{len(content) // _MIB} MiB", known=f"{LARGEST_FILE // _MIB} MiB")
    found = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    line, header = next(found, (1, []))
    columns = _columns(line, header)
    for count, (line, cells) in enumerate(_filled(found), 1):
        if count > MOST_ROWS:
            raise refused("too-many-rows", line=line, known=MOST_ROWS)
        yield Row(line, _named(columns, line, cells))


def _filled(rows: Iterator[Cells]) -> Iterator[Cells]:
    return ((line, cells) for line, cells in rows if any(cells))


def _named(columns: Sequence[str], line: int, cells: Sequence[str]) -> dict[str, str]:
    """Raises ListRefused where something stands in a column without a name: it would be lost in silence."""
    lost = [cell for place, cell in enumerate(cells) if cell and not (place < len(columns) and columns[place])]
    if lost:
        raise refused("cell-without-column", lost[0], line=line)
    return {column: cell for column, cell in zip(columns, cells, strict=False) if cell and column}


def _columns(line: int, header: Sequence[str]) -> list[str]:
    """Raises ListRefused for names that are missing, unknown or repeated; all of them at once."""
    faults, names = Faults(), [cell.casefold() for cell in header]
    if not any(names):
        raise refused("table-empty", known=", ".join(COLUMNS))
    for name, times in Counter(filter(None, names)).items():
        if name not in COLUMNS:
            faults.add(line, name, name, "column-unknown", ", ".join(COLUMNS))
        elif times > 1:
            faults.add(line, name, name, "column-repeated")
    if missing := [name for name in COLUMNS if name not in names]:
        faults.add(line, "", ", ".join(missing), "columns-missing")
    faults.refuse()
    return names


# -- CSV -------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[Cells]:
    """Strict about quotes: an unclosed one would swallow the rows behind it in silence."""
    written = _decoded(content)
    reader = csv.reader(StringIO(written, newline=""), delimiter=_delimiter(written), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused("csv-unreadable", str(error), line=line) from error
        yield line, [_clean(cell) for cell in cells]


def _decoded(content: bytes) -> str:
    """UTF-8 alone: under a guessed encoding, words of a list would be wrong and nobody would see it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("not-utf8", line=content.count(b"\n", 0, error.start) + 1) from error


def _delimiter(written: str) -> str:
    """The one that the header holds most of; neither is part of a column's name."""
    header = written.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


# -- XLSX ------------------------------------------------------------------------------------------


def _xlsx(content: bytes) -> Iterator[Cells]:
    """The rows of the first sheet."""
    _refuse_bomb(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and lists of choices, which say nothing here
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS, values_only=True)
        for line, values in enumerate(rows, 1):
            yield line, ["" if value is None else _clean(_as_text(value)) for value in values]
    except Exception as error:  # the reader raises a dozen kinds on broken bytes
        raise refused("xlsx-unreadable") from error


def _refuse_bomb(content: bytes) -> None:
    """A part never unpacks to more than the archive says, so that what it says can be trusted here."""
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(BytesIO(content)).infolist())
    except Exception as error:  # zipfile too raises a dozen kinds on broken bytes
        raise refused("xlsx-unreadable") from error
    if unpacked > _LARGEST_UNPACKED:
        raise refused("file-too-large", f"{unpacked // _MIB} MiB", known=f"{_LARGEST_UNPACKED // _MIB} MiB")


def _as_text(value: object) -> str:
    """Fifteen digits are what a spreadsheet keeps; beyond them stands noise of the binary fraction."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


# -- cells -----------------------------------------------------------------------------------------

_BLANKS: Final = re.compile(r"[^\S ]| {2}")


def _clean(cell: str) -> str:
    """Runs of blanks and line ends as one blank, as in catalogue files."""
    text = cell.strip()
    return unescaped(" ".join(text.split()) if _BLANKS.search(text) else text)
