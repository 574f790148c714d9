"""Figures with units; cases in tests/cases/engine/figures.csv."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import measurements, text
from tests.cases import rows


@pytest.mark.parametrize("case", rows("engine/figures.csv"), ids=lambda case: case["text"])
def test_figures_are_read_in_base_units(case: dict[str, str]) -> None:
    figures = measurements.find(text.compose(case["text"]))
    found = [figure.value for figure in figures if figure.dimension == case["dimension"]]
    if case["value"]:
        assert found == [pytest.approx(float(value)) for value in case["value"].split(";")], case["why"]
    elif found:
        assert case["text"].startswith("HS"), case["why"]


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_reads_the_same_with_point_or_comma(whole: int, cents: int) -> None:
    value = whole + cents / 100
    assert measurements.number(f"{whole}.{cents:02}") == pytest.approx(value)
    assert measurements.number(f"{whole},{cents:02}") == pytest.approx(value)
    assert measurements.number(f"{whole:,}.{cents:02}") == pytest.approx(value)


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(written: str) -> None:
    measurements.find(text.compose(written))


def test_every_quantity_has_a_dimension_with_units_and_four_names() -> None:
    dimensions = {dimension for dimension, _ in measurements.UNITS}
    for quantity in measurements.QUANTITIES.values():
        assert quantity.dimension in dimensions, quantity.slug
        assert set(quantity.name) == {"en", "ru", "tg", "uz"}, quantity.slug
