"""The file itself: encodings, delimiters, columns, broken bytes and limits."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from screening.lists.faults import ListRefused
from screening.lists.table import rows
from screening.lists.table.columns import COLUMNS
from screening.lists.table.reading import read_table
from screening.lists.table.rows import rows_of
from tests.lists.table.tables import GOOD, as_csv


def _fault(content: bytes) -> tuple[int, str, str]:
    with pytest.raises(ListRefused) as raised:
        list(rows_of(content))
    fault = raised.value.faults[0]
    return fault.line, fault.message, fault.value


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_csv_is_read_with_either_delimiter_mark_and_line_end(delimiter: str, mark: bytes, line_end: bytes) -> None:
    content = mark + as_csv(delimiter=delimiter).replace(b"\r\n", line_end)
    assert read_table(content) == read_table(as_csv())


def test_columns_may_stand_in_another_order_and_case() -> None:
    columns = tuple(reversed(COLUMNS))
    content = as_csv(columns=columns).replace(b"part", b"Part", 1)
    assert read_table(content) == read_table(as_csv())


def test_another_encoding_is_said_and_not_guessed() -> None:
    content = as_csv().decode().replace("roʻyxat", "royxat").replace("Oʻylab", "Oylab").encode("cp1251")
    assert _fault(content)[:2] == (14, "not-utf8")
    assert _fault(as_csv().decode().encode("utf-16"))[1] == "not-utf8"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", (1, "table-empty", "")),
        (b"part,code\n", (1, "columns-missing", ", ".join(COLUMNS[2:]))),
        (as_csv(columns=(*COLUMNS, "colour")), (1, "column-unknown", "colour")),
        (as_csv(columns=(*COLUMNS, "code")), (1, "column-repeated", "code")),
        (as_csv() + b"," * 20 + b"lost\n", (21, "cell-without-column", "lost")),
        (b"PK\x03\x04 no workbook", (0, "xlsx-unreadable", "")),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, fault: tuple[int, str, str]) -> None:
    found = _fault(content)
    assert (found[0] or fault[0], *found[1:]) == fault


def test_an_open_quotation_mark_is_told() -> None:
    assert _fault(as_csv() + b'term,"open\n')[1] == "csv-unreadable"


def _workbook(cells: list[list[object]]) -> bytes:
    book, out = Workbook(), BytesIO()
    for row in cells:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_as_its_cells_are_shown() -> None:
    table: list[list[object]] = [list(COLUMNS)]
    table.extend([row.get(column) for column in COLUMNS] for row in GOOD)
    place = COLUMNS.index("limit")
    table[-1][place] = 30
    table[7][COLUMNS.index("value")] = 2022.0
    assert read_table(_workbook(table)) == read_table(as_csv())


def test_a_zip_that_holds_no_workbook_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    assert _fault(out.getvalue())[1] == "xlsx-unreadable"


def test_a_workbook_that_unpacks_to_more_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_LARGEST_UNPACKED", 1_000)
    assert _fault(_workbook([list(COLUMNS)]))[1] == "file-too-large"


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LARGEST_FILE", 100)
    assert _fault(as_csv())[1] == "file-too-large"


def test_a_hundred_thousand_rows_are_read_one_after_another() -> None:
    content = as_csv([{"part": "term", "code": "N1", "value": "x"}] * 100_000)
    tracemalloc.start()
    count = sum(1 for _ in rows_of(content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 12 * len(content)


def test_more_rows_than_a_table_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 5)
    assert _fault(as_csv())[:2] == (7, "too-many-rows")
