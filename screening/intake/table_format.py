"""Declarations as a table (CSV, XLSX): one row a goods line, rows of one number form one declaration.

The columns stand in columns.toml. Good declarations of a file are taken; the bad ones come back as
refusals with their line in the file, and as a file by ``refused_rows_csv``.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Final

from rapidfuzz import process

from screening.intake import spreadsheet
from screening.intake.assemble import assemble
from screening.intake.declaration import Parsed, Refusal
from screening.intake.encoding import decoded
from screening.intake.fields import Clock, NotReadable, code, standard_clock, text
from screening.intake.messages import render
from screening.intake.messages import MESSAGES
from screening.intake.notes import Names, Notes, shown
from screening.intake.raw import RawDeclaration, RawDocument, RawLine

LARGEST_TABLE: Final = 32 * 2**20
DELIMITERS: Final = ",;\t"
REQUIRED: Final = ("declaration_number", "description")
_COLUMNS: Final[Mapping[str, Mapping[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text("utf-8")
)
DECLARATION_COLUMNS: Final = {column: words[0] for column, words in _COLUMNS["declaration"].items()}
GOODS_COLUMNS: Final = {column: words[0] for column, words in _COLUMNS["goods"].items()}
_LISTS: Final = ("transit", "containers", "documents")
# Cells that a spreadsheet would run as a formula.
_FORMULA: Final = re.compile(r"[=@\t\r]|[+\-](?![0-9.,\s]*$)")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the line of the file where each begins; ``comma``: commas in numbers are decimal for sure."""

    rows: list[tuple[int, list[str]]]
    delimiter: str = ";"
    comma: bool = False


@dataclass(slots=True)
class _Group:
    """Rows of one declaration, with what was wrong with them as rows."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)


class _Broken(Exception):
    """The table as a whole cannot be read."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__()
        self.refusals = refusals


def parse_csv(content: bytes, *, clock: Clock | None = None) -> Parsed:
    """Declarations from CSV by comma, semicolon or tab; never raises for what a sender wrote."""
    return _parsed(content, _csv_table, clock or standard_clock())


def parse_xlsx(content: bytes, *, clock: Clock | None = None) -> Parsed:
    """Declarations from the first sheet of a workbook; never raises for what a sender wrote."""
    return _parsed(content, _xlsx_table, clock or standard_clock())


def refused_rows_csv(content: bytes, refusals: Sequence[Refusal], *, language: str = "en") -> bytes:
    """The rows of refused declarations with a column ``reason``, as CSV in UTF-8 with a byte order mark.

    ``content`` is the CSV or XLSX that gave the refusals. What cannot be read as a table gives the reasons
    alone. The file can be corrected and sent again: ``reason`` is passed over.
    """
    try:
        table = _xlsx_table(content) if spreadsheet.is_workbook(content) else _csv_table(content)
    except _Broken:
        table = Table([])
    out = StringIO()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in _returned(table, refusals, language))
    return out.getvalue().encode("utf-8-sig")
