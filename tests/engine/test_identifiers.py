"""Numbers and formulas that name goods; cases in tests/cases/engine/identifiers.csv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import identifiers, text
from tests.cases import rows


@pytest.mark.parametrize("case", rows("engine/identifiers.csv"), ids=lambda case: case["text"])
def test_identifiers_are_found_and_checked(case: dict[str, str]) -> None:
    found = [
        (each.value, each.valid)
        for each in identifiers.find(text.fold(text.compose(case["text"])))
        if each.kind == case["kind"]
    ]
    assert found == ([(case["value"], case["valid"] == "yes")] if case["value"] else []), case["why"]


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(written: str) -> None:
    list(identifiers.find(text.fold(text.compose(written))))
