"""Charts drawn on the server: figures become places in an SVG of 360 units' width, the width of a phone.

Each chart stands beside a table of the same figures. Series differ by dashes and bars by words and numbers, so
that nobody needs to tell colours apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 360
_BAR: Final = 14
_ROW: Final = 38
"""A bar with its label above."""
_VALUE: Final = 64
"""Room for the number behind the longest bar."""


@dataclass(frozen=True)
class Bar:
    """One bar with its label above and its value behind; ``low`` to ``high`` is its interval, if it has one."""

    label: str
    value: str
    y_label: int
    y: int
    width: float
    x_value: float
    low: float | None = None
    high: float | None = None

    @property
    def y_value(self) -> int:
        return self.y + _BAR - 3

    @property
    def y_middle(self) -> float:
        return self.y + _BAR / 2


@dataclass(frozen=True)
class BarChart:
    """``id`` names title and description for screen readers."""

    id: str
    title: str
    description: str
    height: int
    bars: list[Bar]
    bar_height: int = _BAR
    width: int = WIDTH


@dataclass(frozen=True)
class Figure:
    """What a bar shows: ``size`` sets its length, ``text`` stands behind it; ``interval`` in the unit of ``size``."""

    label: str
    size: float
    text: str
    interval: tuple[float, float] | None = None


def bar_chart(id: str, title: str, description: str, figures: Sequence[Figure], *, full: float = 0) -> BarChart:  # noqa: A002  (SVG's own name)
    """Lying bars, the longest as wide as the chart; ``full`` is the size of a whole width where there is one."""
    longest = max(
        [full, *(figure.size for figure in figures), *(each.interval[1] for each in figures if each.interval)]
    )
    bars = [_bar(figure, place, longest or 1) for place, figure in enumerate(figures)]
    return BarChart(id, title, description, max(1, len(bars)) * _ROW + 4, bars)


def _bar(figure: Figure, place: int, longest: float) -> Bar:
    room = WIDTH - _VALUE
    width = round(figure.size / longest * room, 1)
    low, high = (round(end / longest * room, 1) for end in figure.interval) if figure.interval else (None, None)
    return Bar(
        label=figure.label,
        value=figure.text,
        y_label=place * _ROW + 14,
        y=place * _ROW + 19,
        width=width,
        x_value=max(width, high or 0) + 6,
        low=low,
        high=high,
    )


# -- lines -------------------------------------------------------------------------------------------

_LEFT: Final = 30
_TOP: Final = 10
_PLOT: Final = 130
_RIGHT: Final = 8
_LEGEND: Final = 18
_TICKS: Final = (1, 2, 5)


@dataclass(frozen=True)
class Tick:
    text: str
    place: float


@dataclass(frozen=True)
class Series:
    """``number`` chooses the stroke: 1 solid, 2 dashed, 3 dotted."""

    number: int
    name: str
    points: str
    y_legend: int


@dataclass(frozen=True)
class LineChart:
    id: str
    title: str
    description: str
    height: int
    bottom: int
    left: int
    right: int
    y_dates: int
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    series: list[Series]
    width: int = WIDTH


def line_chart(
    id: str,  # noqa: A002  (SVG's own name)
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
) -> LineChart:
    """Lines over the same labels, from left to right; each series has as many values as there are labels."""
    top = ceiling(max((value for _, values in series for value in values), default=0))
    bottom = _TOP + _PLOT
    return LineChart(
        id=id,
        title=title,
        description=description,
        height=bottom + 22 + len(series) * _LEGEND,
        bottom=bottom,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        y_dates=bottom + 15,
        x_ticks=[Tick(labels[place], _x(place, len(labels))) for place in _spread(len(labels))],
        y_ticks=[Tick(str(value), _y(value, top)) for value in _steps(top)],
        series=[
            Series(number, name, _points(values, top), bottom + 32 + (number - 1) * _LEGEND)
            for number, (name, values) in enumerate(series, start=1)
        ],
    )


def ceiling(value: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 … that is not below the value."""
    step = 1
    while True:
        for factor in _TICKS:
            if factor * step >= value:
                return factor * step
        step *= 10


def _steps(top: int) -> list[int]:
    """Zero, the middle where it is a whole number, and the top."""
    return [0, top // 2, top] if top % 2 == 0 else [0, top]


def _spread(count: int) -> list[int]:
    """The first, the middle and the last place."""
    return sorted({0, (count - 1) // 2, count - 1}) if count else []


def _points(values: Sequence[int], top: int) -> str:
    places = [(_x(place, len(values)), _y(value, top)) for place, value in enumerate(values)]
    if len(places) == 1:  # a line of one point would not be seen
        ((x, y),) = places
        places = [(x - 6, y), (x + 6, y)]
    return " ".join(f"{x},{y}" for x, y in places)


def _x(place: int, count: int) -> float:
    room = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + (room / 2 if count == 1 else place / (count - 1) * room), 1)


def _y(value: int, top: int) -> float:
    return round(_TOP + _PLOT - value / top * _PLOT, 1)
