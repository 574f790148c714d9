"""Declarations as a table (CSV, XLSX): one row a goods line, rows of one number form one declaration.

The columns stand in columns.toml. Good declarations of a file are taken; the bad ones come back as
refusals with their line in the file, and as a file by ``refused_rows_csv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from screening.intake.assemble import assemble
from screening.intake.columns import DECLARATION_COLUMNS, GOODS_COLUMNS, columns_of, names_of
from screening.intake.declaration import Parsed, Refusal
from screening.intake.fields import Clock, code, standard_clock, text
from screening.intake.notes import Names, Notes
from screening.intake.raw import RawDeclaration, RawDocument, RawLine
from screening.intake.refused_rows import refused_rows_csv
from screening.intake.tables import Table, Unreadable, csv_table, xlsx_table

__all__ = ["parse_csv", "parse_xlsx", "refused_rows_csv"]
MOST_DECLARATIONS: Final = 1_000
"""All of a file are stored in one transaction, for which an embedded portal's other senders wait."""
_SEPARATORS: Final = re.compile(r"[;,\n]")


@dataclass(slots=True)
class _Group:
    """Rows of one declaration, and what was wrong with them as rows."""

    notes: Notes
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def parse_csv(content: bytes, *, clock: Clock | None = None) -> Parsed:
    """Declarations from CSV by comma, semicolon or tab; never raises for what a sender wrote."""
    return _parsed(content, csv_table, clock or standard_clock())


def parse_xlsx(content: bytes, *, clock: Clock | None = None) -> Parsed:
    """Declarations from the sheet that holds them; never raises for what a sender wrote."""
    return _parsed(content, xlsx_table, clock or standard_clock())


def _parsed(content: bytes, read: Callable[[bytes], Table], clock: Clock) -> Parsed:
    try:
        table = read(content)
    except Unreadable as error:
        return _refused(error.line, error.value, error.message)
    return _declared(table, clock)


def _refused(line: int, value: object, message: str) -> Parsed:
    """The file as a whole."""
    notes = Notes()
    notes.refuse(line, "file", value, message)
    return Parsed((), tuple(notes.refusals))


def _declared(table: Table, clock: Clock) -> Parsed:
    notes = Notes()
    columns = columns_of(table.header, table.used(), notes)
    if not notes.refusals and not table.rows:
        notes.refuse(1, "file", "", "no-rows")
    if notes.refusals:
        return Parsed((), tuple(notes.refusals))
    names = names_of(table.header, columns)
    groups = _groups(table, columns, names, notes)
    if len(groups) > MOST_DECLARATIONS:
        return _refused(0, len(groups), "declarations-too-many")
    parts = [assemble(_raw(group, names, table.comma), names, clock, group.notes) for group in groups]
    return _joined(parts, notes.refusals)


def _joined(parts: Iterable[Parsed], stray: Iterable[Refusal]) -> Parsed:
    parts = tuple(parts)
    refusals = [*stray, *(refusal for part in parts for refusal in part.refusals)]
    return Parsed(
        tuple(declaration for part in parts for declaration in part.declarations),
        tuple(sorted(refusals, key=lambda refusal: refusal.line)),
    )


def _groups(table: Table, columns: list[str], names: Names, stray: Notes) -> list[_Group]:
    """Rows by declaration, in the order of first rows.

    A row without a number may belong to the one above: were that taken without it, a line would be lost.
    """
    groups: dict[str, _Group] = {}
    above = stray
    for line, cells in table.rows:
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        number = code(values.get("declaration_number", ""))
        if not number:
            above.refuse(line, names.declaration["number"], "", "row-without-number")
            continue
        group = groups.setdefault(number, _Group(Notes(number)))
        group.rows.append((line, values))
        _refuse_surplus(line, cells[len(columns) :], group.notes)
        above = group.notes
    return list(groups.values())


def _refuse_surplus(line: int, surplus: list[str], notes: Notes) -> None:
    for cell in filter(text, surplus[:1_000]):
        notes.refuse(line, "row", cell, "row-too-long")
        return


def _raw(group: _Group, names: Names, comma: bool) -> RawDeclaration:
    values = _shared_values(group, names)
    return RawDeclaration(
        values=values,
        lines=tuple(_line(line, row) for line, row in group.rows),
        place=group.rows[0][0],
        transit=_split(values.get("transit", "")),
        comma=comma,
    )


def _shared_values(group: _Group, names: Names) -> dict[str, str]:
    """What the rows say of the declaration as a whole: each may repeat it, none may contradict it."""
    shared: dict[str, str] = {}
    for line, row in group.rows:
        for column, plain in DECLARATION_COLUMNS.items():
            cell = row.get(column, "")
            if text(cell) and text(shared.setdefault(plain, cell)) != text(cell):
                group.notes.refuse(line, names.declaration[plain], cell, "rows-disagree")
    return shared | {"number": code(shared["number"])}


def _line(place: int, row: dict[str, str]) -> RawLine:
    values = {plain: row[column] for column, plain in GOODS_COLUMNS.items() if column in row}
    documents = _split(values.get("documents", ""), re.compile(r"[;\n]"))
    return RawLine(
        place, values, _split(values.get("containers", "")), tuple(_document(document) for document in documents)
    )


def _split(cell: str, separators: re.Pattern[str] = _SEPARATORS) -> tuple[str, ...]:
    return tuple(part for part in map(text, separators.split(cell)) if part)


def _document(written: str) -> RawDocument:
    """``code|reference|date``, the last two if known."""
    kind, _, rest = written.partition("|")
    reference, _, dated = rest.partition("|")
    return RawDocument(kind, reference, dated)
