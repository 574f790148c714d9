"""Figures with units: the quantities that limits are stated in, and the units that trade writes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a limit is about. ``words`` name it in text; ``name`` names it to the officer."""

    slug: str
    dimension: str
    by_unit_alone: bool
    name: Mapping[str, str]
    words: tuple[str, ...]


def _quantities() -> dict[str, Quantity]:
    rows = tomllib.loads((_FOLDER / "quantities.toml").read_text("utf-8"))
    return {
        slug: Quantity(
            slug=slug,
            dimension=row["dimension"],
            by_unit_alone=row["by_unit_alone"] == "yes",
            name=row["name"],
            words=tuple(word.strip() for word in row["words"].split(";") if word.strip()),
        )
        for slug, row in rows.items()
    }


def _units() -> dict[tuple[str, str], float]:
    """(dimension, spelling) -> factor to the base unit."""
    rows = tomllib.loads((_FOLDER / "units.toml").read_text("utf-8"))
    return {(dimension, fold(unit)): factor for dimension, units in rows.items() for unit, factor in units.items()}


def fold(unit: str) -> str:
    """One spelling for a unit however its case, micro sign or superscript was typed."""
    return unit.casefold().replace("μ", "µ").replace("²", "2").replace("³", "3").strip(". ")


QUANTITIES: Final = _quantities()
UNITS: Final = _units()


def unit_fits(unit: str, quantity: str) -> bool:
    """Whether a unit belongs to a quantity's dimension."""
    return (QUANTITIES[quantity].dimension, fold(unit)) in UNITS
