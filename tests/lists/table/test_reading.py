"""A table with a fault gives no edition, and says row, column, value and remedy in the reader's language."""

from __future__ import annotations

import pytest

from screening.lists.faults import MESSAGES, MOST_FAULTS, ListRefused, sentence
from screening.lists.table.reading import read_table
from tests.lists.table.tables import GOOD, Row, as_csv, changed, line_of, without

ENTRY, TITLE, TERM = line_of("entry", code="N1.a"), line_of("title", code="N1.a"), line_of("term")
CAS, HS, FIGURE = line_of("identifier"), line_of("hs"), line_of("figure")
SLUG, FROM = line_of("list", **{"class": "slug"}), line_of("list", **{"class": "effective_from"})
REVIEW, HS_EDITION = line_of("list", **{"class": "review_by"}), line_of("list", **{"class": "hs_edition"})


def _faults(rows: list[Row]) -> list[tuple[int, str, str, str]]:
    with pytest.raises(ListRefused) as raised:
        read_table(as_csv(rows))
    return [(fault.line, fault.column, fault.value, fault.message) for fault in raised.value.faults]


def test_a_good_table_gives_its_edition() -> None:
    edition = read_table(as_csv())
    heading, entry = edition.entries
    assert (edition.label, edition.title) == ("uz-national 2026-1", {"uz": "Milliy roʻyxat"})
    assert (heading.code, entry.parent, entry.hazards) == ("N1", "N1", ("chemical",))
    assert entry.text_review == {"uz": "read", "ru": "drafted"}
    assert [(term.text, term.origin) for term in entry.terms] == [
        ("tetrexampline", "invented"),
        ("тетрэкземплин", "a firm"),
    ]
    assert [(hs.code, hs.hs_edition) for hs in entry.hs] == [("293070", "2022")]
    assert (entry.parameters[0].group, entry.parameters[0].role) == ("1", "control")


FAULTS = [
    (ENTRY, {"part": "entries"}, "part", "entries", "choice-unknown"),
    (ENTRY, {"part": ""}, "part", "", "cell-missing"),
    (ENTRY, {"class_": "substanc"}, "class", "substanc", "choice-unknown"),
    (ENTRY, {"code": "N1"}, "code", "N1", "code-repeated"),
    (ENTRY, {"under": "N2"}, "under", "N2", "parent-missing"),
    (ENTRY, {"under": "N1.a"}, "under", "N1.a", "parent-missing"),
    (ENTRY, {"hazards": "chemical; red"}, "hazards", "red", "choice-unknown"),
    (ENTRY, {"hazards": ""}, "hazards", "", "cell-missing"),
    (ENTRY, {"hazards": ";"}, "hazards", "", "cell-missing"),
    (ENTRY, {"value": "a title"}, "value", "a title", "cell-not-here"),
    (TITLE, {"value": "x" * 251}, "value", "x" * 199 + "…", "value-too-long"),
    (TITLE, {"value": "a\x00b"}, "value", "a\ufffdb", "control-character"),
    (TITLE, {"language": "de"}, "language", "de", "choice-unknown"),
    (TITLE + 1, {"language": "uz"}, "language", "uz", "text-repeated"),
    (TITLE + 2, {"language": "tg"}, "language", "tg", "title-missing-language"),
    (TERM, {"code": "N9"}, "code", "N9", "entry-missing"),
    (TERM, {"class_": "heavy"}, "class", "heavy", "choice-unknown"),
    (TERM + 1, {"language": "en", "value": "Tetrexampline"}, "value", "Tetrexampline", "term-repeated"),
    (CAS, {"value": "111-48-9"}, "value", "111-48-9", "cas-check-digit"),
    (CAS, {"value": "111488"}, "value", "111488", "identifier-shape"),
    (HS, {"value": "29307"}, "value", "29307", "hs-shape"),
    (HS, {"value": "2930.71"}, "value", "293071", "hs-not-in-edition"),
    (HS, {"class_": "sure"}, "class", "sure", "choice-unknown"),
    (FIGURE, {"unit": "kPa"}, "unit", "kPa", "unit-unknown"),
    (FIGURE, {"quantity": "loudness"}, "quantity", "loudness", "choice-unknown"),
    (FIGURE, {"limit": "0,5"}, "limit", "0,5", "number-unreadable"),
    (FIGURE, {"limit": "NaN"}, "limit", "NaN", "number-unreadable"),
    (FIGURE, {"comparison": "over"}, "comparison", "over", "choice-unknown"),
    (FIGURE, {"limit": ""}, "limit", "", "cell-missing"),
    (SLUG, {"value": "Uz List"}, "value", "Uz List", "slug-bad"),
    (SLUG, {"class_": "name"}, "class", "name", "choice-unknown"),
    (FROM, {"value": "01.01.2026"}, "value", "01.01.2026", "date-unreadable"),
    (REVIEW, {"value": "2026-01-01"}, "value", "2026-01-01", "review-too-early"),
    (HS_EDITION, {"value": "2007"}, "value", "2007", "hs-edition-unknown"),
    (REVIEW, {"class_": "source"}, "class", "source", "field-repeated"),
]


@pytest.mark.parametrize(("line", "cells", "column", "value", "message"), FAULTS)
def test_a_fault_names_row_column_and_value(
    line: int, cells: dict[str, str], column: str, value: str, message: str
) -> None:
    assert (line, column, value, message) in _faults(changed(line, **cells))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (SLUG, (0, "class", "slug", "field-missing")),
        (line_of("list", **{"class": "title"}), (0, "class", "title", "field-missing")),
        (line_of("list", **{"class": "origin"}), (TERM - 1, "origin", "", "origin-missing")),
        (line_of("title", code="N1"), (line_of("entry"), "code", "N1", "title-missing")),
    ],
)
def test_what_is_left_out_is_asked_for(line: int, fault: tuple[int, str, str, str]) -> None:
    assert _faults(without(line)) == [fault]


@pytest.mark.parametrize(
    ("line", "cells", "message"),
    [
        (TITLE - 2, {"value": "x" * 251}, "value-too-long"),
        (SLUG, {"value": "x" * 41}, "value-too-long"),
        (REVIEW, {"value": "x" * 4001}, "value-too-long"),
    ],
)
def test_a_row_with_a_fault_is_not_called_missing_besides(line: int, cells: dict[str, str], message: str) -> None:
    assert [fault[3] for fault in _faults(changed(line, **cells))] == [message]


def test_a_table_without_entries_is_no_list() -> None:
    rows = [row for row in GOOD if row["part"] == "list"]
    assert _faults(rows) == [(0, "part", "", "entries-missing")]


def test_all_faults_are_told_at_once_and_what_hangs_on_them_is_not_blamed() -> None:
    rows = changed(line_of("entry"), class_="grup")
    rows[CAS - 2] = {**rows[CAS - 2], "value": "111-48-9"}
    assert [fault[3] for fault in _faults(rows)] == ["choice-unknown", "cas-check-digit"]


def test_faults_without_end_are_cut() -> None:
    rows = [*GOOD, *({"part": "nonsense"} for _ in range(MOST_FAULTS + 50))]
    assert len(_faults(rows)) == MOST_FAULTS


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_speaks_four_languages(message: str) -> None:
    assert set(MESSAGES[message]) == {"en", "ru", "tg", "uz"}


def test_a_fault_is_told_in_the_readers_language() -> None:
    with pytest.raises(ListRefused) as raised:
        read_table(as_csv(changed(FIGURE, limit="0,5")))
    [fault] = raised.value.faults
    assert (
        sentence(fault, "en") == f"Row {FIGURE}, column limit: “0,5” is not a number. Write it with a point, as 0.006."
    )
    assert sentence(fault, "ru").startswith(f"Строка {FIGURE}, столбец limit: «0,5» не число.")
    assert sentence(fault, "uz").startswith(f"{FIGURE}-qator, limit ustuni:")
    assert sentence(fault, "de") == sentence(fault, "en")
