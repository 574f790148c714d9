"""What a score means: tenths, their intervals, and the picture."""

from xml.etree import ElementTree as ET

import pytest

from bench.reliability import picture, tenths

BEST = [(0.95, True), (0.97, True), (1.0, False), (0.12, False)]


def test_candidates_are_counted_by_the_tenth_of_their_score() -> None:
    low, high = tenths(BEST)
    assert (low.number, low.lines, low.right) == (1, 1, 0.0)
    assert (high.number, high.lines) == (9, 3)
    assert high.score == pytest.approx(0.9733, abs=1e-4)
    assert high.right == pytest.approx(2 / 3)


def test_few_lines_say_little() -> None:
    (few,), (many,) = tenths([(0.5, True)]), tenths([(0.5, True)] * 100)
    assert few.interval[0] == pytest.approx(0.21, abs=0.01)
    assert many.interval[0] == pytest.approx(0.963, abs=0.001)


def test_the_picture_holds_a_point_a_tenth_and_says_where_its_figures_stand() -> None:
    drawn = ET.fromstring(picture(tenths(BEST)))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 2
    assert "table" in drawn.attrib["aria-label"]
