"""How sure a share is: wide where cases are few, never outside 0 and 1."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.selectors.proportions import Share

COUNTS = st.integers(0, 400).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (1, 1, 0.207, 1.0),  # one of one is no certainty
        (0, 1, 0.0, 0.793),
        (7, 10, 0.397, 0.892),
        (81, 263, 0.255, 0.366),  # R. G. Newcombe, 1998, table I
        (15, 148, 0.062, 0.160),
        (0, 20, 0.0, 0.161),
        (1, 29, 0.006, 0.172),
    ],
)
def test_known_intervals(hits: int, cases: int, low: float, high: float) -> None:
    share = Share(hits, cases)
    assert share.low == pytest.approx(low, abs=0.001)
    assert share.high == pytest.approx(high, abs=0.001)


def test_nothing_counted_says_nothing() -> None:
    share = Share(0, 0)
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


@settings(deadline=None)
@given(COUNTS)
def test_the_share_lies_within_its_interval(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    assert 0 <= share.low <= (share.value if share.value is not None else 0.5) <= share.high <= 1


@settings(deadline=None)
@given(COUNTS)
def test_more_cases_of_the_same_share_narrow_it(counts: tuple[int, int]) -> None:
    hits, cases = counts
    few, many = Share(hits, cases), Share(hits * 10, cases * 10)
    assert many.high - many.low <= few.high - few.low
