from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.columns import DECLARATION_COLUMNS, GOODS_COLUMNS
from screening.intake.declaration import Parsed
from screening.intake.table_format import parse_csv, parse_xlsx, refused_rows_csv
from tests.intake.cases import CLOCK, example

HEADER = "declaration_number;description;gross_kg"
RUSSIAN = """Номер декларации;Описание товара;Код ТН ВЭД;Вес брутто, кг;Страна происхождения
TJ-1;Насос центробежный для воды;8413;12,345;Китай
"""


def parsed(text: str, encoding: str = "utf-8") -> Parsed:
    return parse_csv(text.encode(encoding), clock=CLOCK)


def refusals(found: Parsed) -> list[tuple[str, int, str, str]]:
    return [(fault.declaration_number, fault.line, fault.field, fault.message) for fault in found.refusals]


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()


def returned(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_rows_of_one_number_form_one_declaration() -> None:
    found = parse_csv(example("declarations.csv"), clock=CLOCK)
    assert found.refusals == ()
    first, second = found.declarations
    assert (first.number, len(first.items), second.number, len(second.items)) == (
        "TJ-2026-000018", 2, "TJ-2026-000019", 1,
    )  # fmt: skip
    assert first.arrival_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert second.arrival_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert first.offices == {"lodgement": "TJ001", "entry": "TJ002"}
    assert (first.transit, first.containers, first.currency) == (("KZ", "UZ"), ("CSQU3054383",), "USD")
    assert [(paper.code, paper.reference, paper.dated, paper.item) for paper in first.documents] == [
        ("N380", "INV-77", date(2026, 11, 20), 1),
        ("Y901", "", None, 1),
    ]
    assert first.items[0].description == "Pump, centrifugal"
    assert first.items[1].gross_kg == Decimal(25)
    assert first.doubts == ()


def test_every_field_of_the_plain_form_has_one_column() -> None:
    for columns in (DECLARATION_COLUMNS, GOODS_COLUMNS):
        assert len(set(columns.values())) == len(columns)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8_r"]
)
def test_a_russian_table_is_read_in_any_encoding(encoding: str) -> None:
    found = parsed(RUSSIAN, encoding)
    assert found.refusals == ()
    assert found.declarations[0].items[0].description == "Насос центробежный для воды"


@pytest.mark.parametrize(
    "description", ["НАСОС ЦЕНТРОБЕЖНЫЙ", "Насос", "Станок токарный с ЧПУ", "Кран шаровой Ду50 мм", "ЯЩИК", "Щётка"]
)
def test_cyrillic_of_windows_under_english_headers_is_read(description: str) -> None:
    found = parsed(f"{HEADER}\nTJ-1;{description};1\n", "cp1251")
    assert found.declarations[0].items[0].description == description


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(delimiter: str) -> None:
    text = f'{HEADER}\nTJ-1;"Pump; steel, small\t2";1.5\n'
    quoted = "\n".join(
        line.replace(";", delimiter, 1)[::-1].replace(";", delimiter, 1)[::-1] for line in text.split("\n")
    )
    (declared,) = parsed(quoted).declarations
    assert declared.items[0].description == "Pump; steel, small 2"
    assert declared.items[0].gross_kg == Decimal("1.5")


@pytest.mark.parametrize(("delimiter", "doubts"), [(";", []), (",", ["number-ambiguous"])])
def test_a_decimal_comma_is_doubted_only_where_commas_divide_cells(delimiter: str, doubts: list[str]) -> None:
    (declared,) = parsed(f'{HEADER}\nTJ-1;Pump;"12,345"\n'.replace(";", delimiter)).declarations
    assert declared.items[0].gross_kg == Decimal("12.345")
    assert [doubt.message for doubt in declared.doubts] == doubts


def test_good_declarations_are_taken_and_the_bad_come_back() -> None:
    found = parsed(f"{HEADER}\nA;Pump;1\nB;Valve;heavy\nA;Seal;2\nB;Hose;3\nC;;1\n")
    assert [(declared.number, len(declared.items)) for declared in found.declarations] == [("A", 2)]
    assert refusals(found) == [("B", 3, "gross_kg", "number-unreadable"), ("C", 6, "description", "no-description")]


def test_lines_are_counted_as_the_file_has_them() -> None:
    found = parsed(f'{HEADER}\n\nA;"Pump\nof steel";1\n;;\nB;Valve;heavy\n')
    assert refusals(found) == [("B", 6, "gross_kg", "number-unreadable")]
    assert found.declarations[0].items[0].description == "Pump\nof steel"


def test_a_row_without_number_keeps_back_the_declaration_above() -> None:
    found = parsed(f"{HEADER}\nA;Pump;1\n;Valve;1\nB;Hose;1\n")
    assert [declared.number for declared in found.declarations] == ["B"]
    assert refusals(found) == [("A", 3, "declaration_number", "row-without-number")]


def test_a_first_row_without_number_is_refused_alone() -> None:
    found = parsed(f"{HEADER}\n;Valve;1\nA;Pump;1\n")
    assert [declared.number for declared in found.declarations] == ["A"]
    assert refusals(found) == [("", 2, "declaration_number", "row-without-number")]


def test_rows_of_a_declaration_may_not_contradict_each_other() -> None:
    text = "declaration_number;description;consignor_name\nA;Pump;One\nA;Valve;\nA;Hose;Two\nA;Seal; One \n"
    assert refusals(parsed(text)) == [("A", 4, "consignor_name", "rows-disagree")]


def test_surplus_cells_are_refused_and_surplus_blanks_are_not() -> None:
    assert refusals(parsed(f"{HEADER}\nA;Pump; steel;1\n")) == [
        ("A", 2, "row", "row-too-long"),
        ("A", 2, "gross_kg", "number-unreadable"),
    ]
    assert parsed(f"{HEADER}\nA;Pump;1;;;\n").declarations
    assert parsed(f"{HEADER}\nA;Pump\n").declarations


def test_a_wrong_header_names_what_is_missing_found_and_nearest() -> None:
    found = parsed("declaration_nr,descr,colour\n1,2,3\n")
    assert [(fault.field, fault.value) for fault in found.refusals if fault.message == "columns-missing"] == [
        ("declaration_number, description", "declaration_nr, descr, colour")
    ]
    nearest = {fault.field: fault.value for fault in found.refusals if fault.message == "column-unknown"}
    assert (nearest["declaration_nr"], nearest["descr"]) == ("declaration_number", "description")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + "\n", "no-rows"),
        (HEADER + ";x" * 1_000 + "\nA;Pump;1\n", "too-many-columns"),
        (HEADER + ";;\n\n;;;\n", "no-rows"),
        (HEADER + ";description\nA;Pump;1;Valve\n", "column-repeated"),
        (HEADER + ";Описание\nA;Pump;1;Valve\n", "column-repeated"),
        (HEADER + ";;unit\nA;Pump;1;lost;kg\n", "column-unknown"),
        (HEADER + '\nA;"Pump;1\nB;Valve;1\n', "csv-unreadable"),
        (HEADER + '\nA;"Pump" large;1\n', "csv-unreadable"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused_whole(text: str, message: str) -> None:
    found = parsed(text)
    assert found.declarations == ()
    assert [fault.message for fault in found.refusals] == [message]


def test_refusals_name_the_columns_as_the_sender_does() -> None:
    assert refusals(parsed(RUSSIAN.replace("12,345", "много"))) == [("TJ-1", 2, "Вес брутто, кг", "number-unreadable")]


def test_a_workbook_reads_like_a_table() -> None:
    rows: list[list[object]] = [
        ["declaration_number", "arrival_at", "item_number", "description", "hs_code", "gross_kg", "net_kg"],
        [
            "TJ-1",
            datetime(2026, 11, 24, 14, 30, tzinfo=UTC).replace(tzinfo=None),
            1.0,
            "Pump",
            84135010.0,
            0.1 + 0.2,
            "92.5",
        ],
        [17, None, None, "Valve", "0207120000", 5, ""],
    ]
    found = parse_xlsx(workbook(rows), clock=CLOCK)
    assert found.refusals == ()
    first, second = found.declarations
    assert first.arrival_at == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert (first.items[0].hs_code, first.items[0].gross_kg) == ("84135010", Decimal("0.3"))
    assert (second.number, second.items[0].hs_code) == ("17", "0207120000")


def test_declarations_on_two_sheets_are_not_lost_in_silence() -> None:
    rows = [["declaration_number", "description"], ["A", "Pump"]]
    assert [fault.message for fault in parse_xlsx(workbook(rows, rows)).refusals] == ["xlsx-several-sheets"]
    assert parse_xlsx(workbook(rows, [["a", "list"]])).declarations
    assert parse_xlsx(workbook([["a", "list"]], rows)).declarations


def test_more_declarations_than_one_transaction_should_hold_are_refused_whole() -> None:
    def table(declarations: int) -> bytes:
        return "\n".join(["declaration_number,description", *(f"T-{n},Pump" for n in range(declarations))]).encode()

    assert len(parse_csv(table(1_000)).declarations) == 1_000
    assert refusals(parse_csv(table(1_001))) == [("", 0, "file", "declarations-too-many")]


def test_a_workbook_names_the_row_it_refuses() -> None:
    rows = [["declaration_number", "description", "gross_kg"], [], ["A", "Pump", "heavy"]]
    assert refusals(parse_xlsx(workbook(rows))) == [("A", 3, "gross_kg", "number-unreadable")]


def _with_part(content: bytes, name: str, data: bytes) -> bytes:
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, data)
    return out.getvalue()


def test_a_workbook_that_unpacks_beyond_all_measure_is_refused() -> None:
    small = workbook([["declaration_number", "description"], ["A", "Pump"]])
    bomb = _with_part(small, "xl/worksheets/sheet9.xml", b"0" * 20_000_000)
    assert [fault.message for fault in parse_xlsx(bomb).refusals] == ["xlsx-too-large"]
    assert parse_xlsx(_with_part(small, "xl/media/image1.png", b"0" * 100_000)).declarations


def test_two_cells_at_far_corners_are_refused_before_they_fill_memory() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "declaration_number")
        sheet.write(1_048_575, 16_383, "x")
    assert [fault.message for fault in parse_xlsx(out.getvalue()).refusals] == ["xlsx-too-large"]


def _repeating(text: str, cells: int) -> bytes:
    return workbook([["declaration_number", "description"], ["A", text], *([[text] * 100] * (cells // 100))])


def test_one_long_text_named_by_very_many_cells_is_refused_before_it_fills_memory() -> None:
    bomb = _repeating("x" * 20_000, 10_000)
    assert len(bomb) < 100_000
    assert [fault.message for fault in parse_xlsx(bomb).refusals] == ["xlsx-too-large"]


def test_a_long_text_among_very_many_short_ones_is_read() -> None:
    rows = [["declaration_number", "description"], ["A", "x" * 20_000], *[["A", "Pump"]] * 7_000]
    assert len(parse_xlsx(workbook(rows)).declarations[0].items) == 7_001


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"no workbook"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert [fault.message for fault in parse_xlsx(content).refusals] == ["xlsx-unreadable"]


def test_a_broken_workbook_is_refused() -> None:
    content = workbook([["declaration_number", "description"], ["A", "Pump"]])
    for cut in range(0, len(content), 97):
        assert isinstance(parse_xlsx(content[:cut]), Parsed)
        damaged = content[:cut] + b"\xff\x00\xff" + content[cut + 3 :]
        assert isinstance(parse_xlsx(damaged), Parsed)


def test_refused_rows_come_back_with_their_reasons() -> None:
    content = f"{HEADER}\nA;Pump;1\nB;Valve;heavy\nB;Hose;3\n".encode()
    header, first, second = returned(refused_rows_csv(content, parse_csv(content).refusals, language="ru"))
    assert header == [*HEADER.split(";"), "причина"]
    assert first[:3] == ["B", "Valve", "heavy"] and "heavy" in first[3] and "не число" in first[3]
    assert second[:3] == ["B", "Hose", "3"] and "3" in second[3]


def test_corrected_rows_can_be_sent_again_with_the_reasons_still_in() -> None:
    content = f"{HEADER}\nA;Pump;heavy\n".encode()
    back = refused_rows_csv(content, parse_csv(content).refusals, language="uz")
    again = refused_rows_csv(back, parse_csv(back).refusals, language="ru")
    assert returned(again)[0] == [*HEADER.split(";"), "причина"]
    corrected = parse_csv(again.decode().replace(";heavy;", ";5;").encode())
    assert [declared.items[0].gross_kg for declared in corrected.declarations] == [Decimal(5)]


def test_a_file_refused_whole_comes_back_whole() -> None:
    content = b"declaration_nr;description\nA;Pump\nB;Valve\n"
    rows = returned(refused_rows_csv(content, parse_csv(content).refusals))
    assert [row[:2] for row in rows] == [["declaration_nr", "description"], ["A", "Pump"], ["B", "Valve"]]
    assert "declaration_number" in rows[1][2]


def test_refused_rows_of_a_workbook_come_back_as_a_table() -> None:
    content = workbook([["declaration_number", "description"], ["A", "Pump"], ["B", ""]])
    rows = returned(refused_rows_csv(content, parse_xlsx(content).refusals))
    assert [row[0] for row in rows] == ["declaration_number", "B"]


def test_what_cannot_be_read_comes_back_as_reasons_alone() -> None:
    content = (HEADER + '\nA;"Pump;1\n').encode()
    rows = returned(refused_rows_csv(content, parse_csv(content).refusals))
    assert rows[0] == ["reason"] and rows[1][0].startswith("Line 2: ")


@pytest.mark.parametrize(
    ("cell", "back"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("+cmd", "'+cmd"), ("-x", "'-x")]
)
def test_no_cell_comes_back_as_a_formula(cell: str, back: str) -> None:
    content = f"{HEADER}\nA;{cell};heavy\n".encode()
    assert returned(refused_rows_csv(content, parse_csv(content).refusals))[1][1] == back


@given(st.binary())
def test_any_bytes_give_an_answer(content: bytes) -> None:
    for parse in (parse_csv, parse_xlsx):
        found = parse(content)
        assert isinstance(found, Parsed)
        assert refused_rows_csv(content, found.refusals).startswith(b"\xef\xbb\xbf")


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1251", "koi8_r"]))
def test_any_rows_give_an_answer(rows: str, encoding: str) -> None:
    content = f"{HEADER}\n{rows}\n".encode(encoding, "ignore")
    found = parse_csv(content, clock=CLOCK)
    assert found.refusals or found.declarations
    assert refused_rows_csv(content, found.refusals)
