"""The refused rows of a table with a reason beside each, to be corrected and sent again."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Final

from screening.intake.columns import REASON, columns_of
from screening.intake.declaration import Refusal
from screening.intake.fields import code
from screening.intake.messages import render, sentence
from screening.intake.notes import Notes, shown
from screening.intake.tables import Row, Table, Unreadable, table_of

# Cells that a spreadsheet would run as a formula; negative numbers are none.
_FORMULA: Final = re.compile(r"[=@]|[+\-](?![0-9.,\s]*$)")


def refused_rows_csv(content: bytes, refusals: Sequence[Refusal], *, language: str = "en") -> bytes:
    """Header and rows of the refused declarations with a column "reason": UTF-8 with a byte order mark.

    ``content`` is the CSV or XLSX that gave the refusals. Every row of a refused declaration comes back,
    and every row of a file refused as a whole; what is no table gives the reasons alone. Sent again, the
    column "reason" is passed over.
    """
    try:
        table = table_of(content)
    except Unreadable:
        table = Table([], [])
    out = StringIO()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in _rows(_without_reason(table), refusals, language))
    return out.getvalue().encode("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why rows were refused, in one language: of the file, by line, and first line by declaration."""

    language: str
    whole: list[str]
    by_line: Mapping[int, list[str]]
    first_line: Mapping[str, int]

    def of(self, line: int, number: str) -> str:
        """ "" for a row that was not refused."""
        if said := self.by_line.get(line):
            return " ".join(dict.fromkeys(said))
        first = self.first_line.get(number, 0) if number else 0
        return render("refused-with-row", self.language, value=first) if first else ""


def _reasons(refusals: Sequence[Refusal], language: str) -> _Reasons:
    by_line: dict[int, list[str]] = defaultdict(list)
    first_line: dict[str, int] = {}
    for refusal in refusals:
        if not _is_whole(refusal):
            by_line[refusal.line].append(sentence(replace(refusal, line=0), language))
            first_line.setdefault(refusal.declaration_number, refusal.line)
    whole = [sentence(refusal, language) for refusal in refusals if _is_whole(refusal)]
    return _Reasons(language, whole, by_line, first_line)


def _is_whole(refusal: Refusal) -> bool:
    return not refusal.declaration_number and refusal.message != "row-without-number"


def _rows(table: Table, refusals: Sequence[Refusal], language: str) -> Iterator[list[str]]:
    reasons = _reasons(refusals, language)
    whole = reasons.whole
    back = _with_reasons(table, reasons)
    width = max([len(table.header), *(len(cells) for (_, cells), _ in back)])
    yield [*_padded(table.header, width), render("reason", language)]
    for text in whole[: len(whole) if not back else 0]:
        yield [*_padded([], width), text]
    for place, ((_, cells), reason) in enumerate(back):
        yield [*_padded(cells, width), " ".join(whole) if whole and not place else reason]


def _with_reasons(table: Table, reasons: _Reasons) -> list[tuple[Row, str]]:
    """The rows that go back; all of them where the file was refused."""
    numbers = _numbers(table)
    found = [(row, reasons.of(row[0], number)) for row, number in zip(table.rows, numbers, strict=True)]
    return found if reasons.whole else [(row, reason) for row, reason in found if reason]


def _numbers(table: Table) -> list[str]:
    columns = columns_of(table.header, table.used(), Notes())
    if "declaration_number" not in columns:
        return [""] * len(table.rows)
    place = columns.index("declaration_number")
    return [shown(code(cells[place])) if place < len(cells) else "" for _, cells in table.rows]


def _without_reason(table: Table) -> Table:
    """Less the reasons of an earlier round."""
    known = {render(REASON, language).casefold() for language in ("en", "ru", "tg", "uz")}
    kept = [cell.casefold() not in known for cell in table.header]
    rows = [(line, _kept(cells, kept)) for line, cells in table.rows]
    return Table(_kept(table.header, kept), rows, table.delimiter, table.comma)


def _kept(cells: list[str], kept: list[bool]) -> list[str]:
    return [cell for place, cell in enumerate(cells) if place >= len(kept) or kept[place]]


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet runs it as a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell
