"""Drawings in SVG: where everything stands, in units of the drawing. A table beside each says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from training.scoring import RocPoint
from training.web.figures_text import measure

SIDE: Final = 200
"""Of the square of the ROC, whose upper left corner is at (40, 10)."""
_LEFT, _TOP = 40, 10


@dataclass(frozen=True)
class Dot:
    """Coordinates are texts: a template would write numbers with the reader's decimal sign."""

    x: str
    y: str
    title: str


@dataclass(frozen=True)
class RocChart:
    """``line`` are the points of a polyline from the lower left to the upper right."""

    line: str
    dots: list[Dot]


def roc_chart(points: Sequence[RocPoint]) -> RocChart:
    places = [(0.0, 0.0), *((point.false_alarm_rate, point.hit_rate) for point in points)]
    unique = list(dict.fromkeys(places))
    return RocChart(
        line=" ".join(f"{_x(alarms):g},{_y(hits):g}" for alarms, hits in unique),
        dots=[
            Dot(f"{_x(alarms):g}", f"{_y(hits):g}", f"{measure(alarms)} / {measure(hits)}") for alarms, hits in unique
        ],
    )


def _x(share: float) -> float:
    return round(_LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * SIDE, 1)


BIN: Final = 0.5
"""Width of a class of d′."""
_BAR, _STEP, _FROM = 30, 42, 8
_HIGH, _BASE = 100, 120


@dataclass(frozen=True)
class Bar:
    """``label`` is where the class begins; people with less than it stand to its left."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    above: str
    label: str
    interval: str
    count: int


@dataclass(frozen=True)
class Distribution:
    bars: list[Bar]
    width: int


def distribution(values: Sequence[float]) -> Distribution:
    """How many people reached which d′, in classes half a unit wide, from the lowest to the highest."""
    if not values:
        return Distribution([], 0)
    places = [floor(value / BIN) for value in values]
    classes = range(min(places), max(places) + 1)
    counts = {each: places.count(each) for each in classes}
    most = max(counts.values())
    bars = [_bar(place, each, counts[each], most) for place, each in enumerate(classes)]
    return Distribution(bars, _FROM * 2 + len(bars) * _STEP)


def _bar(place: int, each: int, count: int, most: int) -> Bar:
    x, height = _FROM + place * _STEP, round(_HIGH * count / most, 1)
    low, high = each * BIN, (each + 1) * BIN
    return Bar(
        x=f"{x:g}",
        y=f"{_BASE - height:g}",
        width=f"{_BAR:g}",
        height=f"{height:g}",
        middle=f"{x + _BAR / 2:g}",
        above=f"{_BASE - height - 4:g}",
        label=measure(low),
        interval=f"{measure(low)} … {measure(high)}",
        count=count,
    )
