"""The colours of static/portal.css and how well they are told apart, read from the file itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

ENOUGH: Final = 4.5
"""Least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
ENOUGH_FOR_SHAPES: Final = 3.0
"""Least contrast of edges, bars and marks (1.4.11)."""
TEXTS: Final = (
    *(("ink", "paper"), ("ink", "ground"), ("ink", "sunk"), ("quiet", "paper"), ("quiet", "ground"), ("quiet", "sunk")),
    *(("accent", "paper"), ("accent", "ground"), ("on-action", "action"), ("on-action", "action-hover")),
    *(("on-top", "top"), ("top-quiet", "top"), ("mark-ink", "mark"), ("ink", "against")),
    *(("red", "red-ground"), ("red", "paper"), ("yellow", "yellow-ground"), ("yellow", "paper")),
    *(("green", "green-ground"), ("blue", "blue-ground"), ("red", "ground")),
    *(("ink", "red-ground"), ("ink", "yellow-ground"), ("ink", "green-ground"), ("ink", "blue-ground")),
)
"""Pairs of text and ground that occur."""
SHAPES: Final = (
    *(
        ("edge", "paper"),
        ("edge", "ground"),
        ("focus", "paper"),
        ("focus", "ground"),
        ("yellow-edge", "paper"),
        ("top-focus", "top"),
    ),
    *(("chart-1", "paper"), ("chart-2", "paper"), ("chart-3", "paper")),
)
"""Pairs of a shape that means something and its ground."""

_BLOCK: Final = re.compile(r":root\s*{([^}]*)}")
_COLOUR: Final = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")


@dataclass(frozen=True)
class Palette:
    """Colours by role, as #rrggbb."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """``light`` and ``dark`` are contrasts from 1 to 21."""

    text: str
    ground: str
    light: float
    dark: float
    needed: float


@cache
def palette() -> Palette:
    """The first two blocks of variables: light, and what dark changes."""
    found = finders.find("portal.css")
    light, dark = (_colours(block) for block in _BLOCK.findall(Path(str(found)).read_text("utf-8"))[:2])
    return Palette(light, {**light, **dark})


def pairs() -> list[Pair]:
    """Every pair with its contrast in both looks."""
    return [_pair(*each, ENOUGH) for each in TEXTS] + [_pair(*each, ENOUGH_FOR_SHAPES) for each in SHAPES]


def contrast(one: str, other: str) -> float:
    """Of two colours as #rrggbb, by the formula of WCAG: 1 for the same, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _pair(text: str, ground: str, needed: float) -> Pair:
    light, dark = (contrast(look[text], look[ground]) for look in (palette().light, palette().dark))
    return Pair(text, ground, light, dark, needed)


def _colours(block: str) -> dict[str, str]:
    return {name: _long(value) for name, value in _COLOUR.findall(block)}


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(2 * letter for letter in value[1:])


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.03928 else float(((share + 0.055) / 1.055) ** 2.4)
