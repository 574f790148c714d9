from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake import fields
from screening.intake.checks import doubts_of
from screening.intake.declaration import Declaration, DeclaredItem
from screening.intake.fields import NotReadable
from tests.intake.cases import CLOCK, table

CASES = table("numbers.csv")


@pytest.mark.parametrize("case", [case for case in CASES if not case["refused"]], ids=lambda case: case["raw"])
def test_a_number_is_read_however_a_country_writes_it(case: dict[str, str]) -> None:
    assert fields.decimal(case["raw"]).value == Decimal(case["value"])


@pytest.mark.parametrize("case", [case for case in CASES if case["refused"]], ids=lambda case: case["raw"])
def test_what_is_no_number_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(NotReadable) as refused:
        fields.decimal(case["raw"])
    assert refused.value.message == case["refused"]


@pytest.mark.parametrize(
    ("raw", "comma", "ambiguous"),
    [
        ("1,234", False, True),
        ("-1,234", False, True),
        ("1,234", True, False),
        ("0,234", False, False),
        ("1,23", False, False),
    ],
)
def test_a_comma_before_three_digits_is_ambiguous(raw: str, comma: bool, ambiguous: bool) -> None:
    assert fields.decimal(raw, comma=comma).ambiguous is ambiguous


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_decimal_comes_back_as_it_was_written(value: Decimal) -> None:
    read = fields.decimal(str(value)).value
    assert read == value
    assert str(read) == str(fields.decimal(f"{value:,}").value)
    assert fields.decimal(f"{value:,}".replace(",", "\u00a0").replace(".", ",")).value == value


@given(st.text())
def test_a_number_is_read_or_refused_but_nothing_else_happens(raw: str) -> None:
    try:
        value = fields.decimal(raw).value
    except NotReadable:
        return
    assert value.is_finite()
    assert "E" not in str(value)


@pytest.mark.parametrize("case", table("countries.csv"), ids=lambda case: case["raw"])
def test_a_country_is_read_from_its_code_or_its_name_in_four_languages(case: dict[str, str]) -> None:
    assert fields.country(case["raw"]) == case["code"]


def test_only_assigned_codes_are_countries() -> None:
    assert fields.is_country("TJ")
    assert not fields.is_country("XX")
    assert not fields.is_country("EU")
    assert not fields.is_country("tj")


@pytest.mark.parametrize("case", table("hs_codes.csv"), ids=lambda case: case["raw"])
def test_an_hs_code_keeps_its_digits(case: dict[str, str]) -> None:
    assert fields.hs_code(case["raw"]) == case["digits"]


@pytest.mark.parametrize(
    "case", [case for case in table("hs_codes.csv") if 0 < len(case["raw"]) <= 13 and case["digits"]]
)
def test_a_doubtful_hs_code_is_doubted(case: dict[str, str]) -> None:
    item = DeclaredItem(1, "goods", hs_code=case["digits"])
    doubts = [doubt.message for doubt in doubts_of(Declaration("N", (item,)), now=CLOCK.now)]
    assert doubts == ([case["doubt"]] if case["doubt"] else [])


@pytest.mark.parametrize("case", table("containers.csv"), ids=lambda case: case["raw"])
def test_a_container_number_is_checked_by_its_digit(case: dict[str, str]) -> None:
    number = fields.container(case["raw"])
    assert number == case["number"]
    assert fields.container_fault(number) == case["doubt"]


@pytest.mark.parametrize("case", table("dates.csv"), ids=lambda case: case["raw"])
def test_a_time_is_read_in_utc(case: dict[str, str]) -> None:
    if case["refused"]:
        with pytest.raises(NotReadable):
            fields.moment(case["raw"], CLOCK.zone)
    else:
        assert fields.moment(case["raw"], CLOCK.zone) == datetime.fromisoformat(case["utc"]).replace(tzinfo=UTC)


def test_a_date_is_the_day_written_whatever_the_zone() -> None:
    assert fields.day("2026-11-20T23:30:00-08:00").isoformat() == "2026-11-20"
    assert fields.day("20.11.2026").isoformat() == "2026-11-20"


@pytest.mark.parametrize(
    ("raw", "code", "known"),
    [("usd", "USD", True), (" TJS ", "TJS", True), ("UZS", "UZS", True), ("SUR", "SUR", False), ("QQQ", "QQQ", False)],
)
def test_a_currency_is_known_while_it_is_in_use(raw: str, code: str, known: bool) -> None:
    assert fields.currency(raw) == code
    assert fields.is_currency(code) is known


@pytest.mark.parametrize("raw", ["доллар", "US", "$", "USDT"])
def test_what_is_no_currency_code_is_dropped(raw: str) -> None:
    assert fields.currency(raw) == ""


@pytest.mark.parametrize(
    ("raw", "one_line", "many_lines"),
    [
        ("  a \t b\u00a0c ", "a b c", "a b c"),
        ("a\x00b\x1b", "ab", "ab"),
        ("a\r\nb\n\n c ", "a b c", "a\nb\nc"),
        ("насос\u2028ЦН", "насос ЦН", "насос\nЦН"),
        ("lone \ud800", "lone \ufffd", "lone \ufffd"),
    ],
)
def test_text_loses_control_characters_and_surplus_blanks(raw: str, one_line: str, many_lines: str) -> None:
    assert fields.text(raw) == one_line
    assert fields.text(raw, lines=True) == many_lines


def test_a_code_loses_invisible_characters_that_a_text_keeps() -> None:
    assert fields.code("TJ\u200b-1\ufeff") == "TJ-1"
    assert fields.text("TJ\u200b-1") == "TJ\u200b-1"


@given(st.text())
def test_a_text_can_always_be_stored(raw: str) -> None:
    for clean in (fields.text(raw), fields.text(raw, lines=True), fields.code(raw)):
        clean.encode("utf-8")
        assert "\x00" not in clean
        assert fields.text(clean, lines=True) == clean


@pytest.mark.parametrize(("raw", "number"), [("1", 1), ("1.0", 1), (" 12 ", 12), ("2147483647", 2147483647)])
def test_a_line_number_is_a_whole_number(raw: str, number: int) -> None:
    assert fields.whole(raw) == number


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "a", "", "2147483648"])
def test_no_line_number_is_refused(raw: str) -> None:
    with pytest.raises(NotReadable, match="line-number-invalid"):
        fields.whole(raw)
