"""Cells of a download: what a spreadsheet would run is text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.web.csv_download import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n@x", "'=1"])
def test_formulas_are_defused(cell: str) -> None:
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize(("cell", "text"), [("Khujand", "Khujand"), (12, "12"), (None, ""), ("0–79 %", "0–79 %")])
def test_others_stay(cell: str | int | None, text: str) -> None:
    assert harmless(cell) == text


@settings(deadline=None)
@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")
