"""Degrees become places on a small drawing: plain enough for a country, with a graticule and no borders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians
from typing import Final

from babel import Locale

WIDTH: Final = 360
HEIGHT: Final = 300
_INSET_X: Final = 46
_INSET_Y: Final = 54
_LEAST_SPAN: Final = 1.0
"""Degrees: a single checkpoint is drawn in the middle of this."""
_EDGE: Final = 16
"""Where a line so near the end has no room for its degrees, none is drawn."""
_LABEL: Final = 30
"""Height of a name with its state."""
_TEXT: Final = 140
"""Width that a name or state may have."""

_NEIGHBOURS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "TJ": ("KG", "CN", "AF", "UZ"),
    "UZ": ("KZ", "KG", "AF", "TM"),
}
"""What lies to the north, east, south and west, named at the edge."""

Degrees = tuple[float, float]
"""North and east."""


@dataclass(frozen=True)
class Spot:
    """Where a checkpoint stands, and where its two lines of text begin or, with ``ends``, end."""

    x: float
    y: float
    x_text: float
    y_text: float
    ends: bool

    @property
    def y_state(self) -> float:
        return round(self.y_text + 13, 1)


@dataclass(frozen=True)
class Grid:
    """A line of the graticule, at this place, with its degrees."""

    place: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """``neighbours``: what lies to the north, east, south and west; empty where it is not known."""

    spots: list[Spot]
    parallels: list[Grid]
    meridians: list[Grid]
    neighbours: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class _Frame:
    """Equirectangular, true to shape at the middle latitude."""

    north: float
    west: float
    scale: float
    shrink: float

    def x(self, east: float) -> float:
        return round((east - self.west) * self.shrink * self.scale, 1)

    def y(self, north: float) -> float:
        return round((self.north - north) * self.scale, 1)


def drawing_of(places: Sequence[Degrees], country: str, language: str) -> Drawing | None:
    """The drawing around these places; None where there are none."""
    if not places:
        return None
    frame = _frame(places)
    south, east = frame.north - HEIGHT / frame.scale, frame.west + WIDTH / frame.scale / frame.shrink
    return Drawing(
        spots=_spots([(frame.x(each[1]), frame.y(each[0])) for each in places]),
        parallels=[Grid(frame.y(degree), f"{degree}°") for degree in _whole(south, frame.north - _EDGE / frame.scale)],
        meridians=[Grid(frame.x(degree), f"{degree}°") for degree in _whole(frame.west, east - _EDGE / frame.scale)],
        neighbours=_named(country, language),
    )


def _frame(places: Sequence[Degrees]) -> _Frame:
    norths, easts = [each[0] for each in places], [each[1] for each in places]
    middle_north, middle_east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    shrink = cos(radians(middle_north))
    tall = max(max(norths) - min(norths), _LEAST_SPAN)
    wide = max(max(easts) - min(easts), _LEAST_SPAN) * shrink
    scale = min((HEIGHT - 2 * _INSET_Y) / tall, (WIDTH - 2 * _INSET_X) / wide)
    return _Frame(middle_north + HEIGHT / scale / 2, middle_east - WIDTH / scale / shrink / 2, scale, shrink)


def _whole(low: float, high: float) -> list[int]:
    """Whole degrees between, six at most."""
    degrees = list(range(ceil(low), floor(high) + 1))
    return degrees[:: max(1, ceil(len(degrees) / 6))]


def _spots(points: Sequence[tuple[float, float]]) -> list[Spot]:
    """Texts stand towards the middle; one that would lie on another moves down."""
    spots: dict[int, Spot] = {}
    for place in sorted(range(len(points)), key=lambda each: points[each][1]):
        x, y = points[place]
        spot = _spot(x, y, y - 2)
        while under := [other for other in spots.values() if _on_one_another(spot, other)]:
            spot = _spot(x, y, max(other.y_text for other in under) + _LABEL + 1)
        spots[place] = spot
    return [spots[place] for place in range(len(points))]


def _spot(x: float, y: float, y_text: float) -> Spot:
    ends = x > WIDTH / 2
    return Spot(x, y, round(x - 13 if ends else x + 13, 1), round(y_text, 1), ends)


def _on_one_another(one: Spot, other: Spot) -> bool:
    left, right = (each.x_text - _TEXT if each.ends else each.x_text for each in (one, other))
    return abs(one.y_text - other.y_text) < _LABEL and abs(left - right) < _TEXT


def _named(country: str, language: str) -> tuple[str, ...]:
    names = Locale.parse(language).territories
    return tuple(str(names.get(code, code)) for code in _NEIGHBOURS.get(country, ()))
