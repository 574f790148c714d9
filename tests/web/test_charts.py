"""Figures become places: in proportion, inside the drawing, and nothing breaks where there is little."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.web.charts import WIDTH, Figure, bar_chart, ceiling, line_chart

COUNTS = st.lists(st.integers(0, 10_000), max_size=30)


def test_bars_are_in_proportion() -> None:
    chart = bar_chart("c", "Title", "", [Figure("a", 10, "10"), Figure("b", 5, "5"), Figure("c", 0, "0")])
    whole, half, none = (bar.width for bar in chart.bars)
    assert (half * 2, none) == (whole, 0)


def test_an_interval_wider_than_its_bar_has_room() -> None:
    chart = bar_chart("c", "Title", "", [Figure("a", 1, "1 of 1", (0.2, 1.0))], full=1)
    (bar,) = chart.bars
    assert bar.low is not None
    assert bar.high == bar.width > bar.low


@settings(deadline=None)
@given(COUNTS)
def test_bars_stay_inside(counts: list[int]) -> None:
    chart = bar_chart("c", "Title", "", [Figure(str(count), count, str(count)) for count in counts])
    assert all(bar.width >= 0 and bar.x_value < WIDTH and bar.y_value < chart.height for bar in chart.bars)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_lines_stay_inside(first: list[int], second: list[int]) -> None:
    days = min(len(first), len(second))
    chart = line_chart("c", "Title", "", ["x"] * days, [("a", first[:days]), ("b", second[:days])])
    for line in chart.series:
        places = [tuple(map(float, pair.split(","))) for pair in line.points.split()]
        assert all(0 <= x <= WIDTH and 0 <= y <= chart.bottom for x, y in places)


def test_a_single_day_is_seen() -> None:
    chart = line_chart("c", "Title", "", ["01.03."], [("a", [3])])
    assert len(re.findall(r",", chart.series[0].points)) == 2


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (999, 1000)])
def test_the_scale_ends_at_a_round_number(value: int, top: int) -> None:
    assert ceiling(value) == top
