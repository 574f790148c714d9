"""What to do with goods of each hazard class before someone competent has looked at them.

General customs-safety advice; the texts stand in handling.toml, hazard class -> language -> sentences.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from screening.selectors.entries import in_order
from screening.web.words import HAZARDS, word

ADVICE: Final[Mapping[str, Mapping[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("handling.toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Handling:
    hazard: str
    name: str
    advice: list[str]


def dangers_of(hazards: Iterable[str]) -> frozenset[str]:
    """The classes of one entry that say how to handle the goods, rather than what could be made with them.

    A precursor of explosives does not explode, and a machine tool for nuclear use does not radiate: advice
    to clear the area would stop legal trade for nothing, and soon nobody would heed it.
    """
    found = frozenset(hazards)
    if "precursor" in found and "military" not in found:
        found -= {"explosive"}
    if "dual-use" in found and "radiological" not in found:
        found -= {"nuclear"}
    return found


def handling_of(hazards: Iterable[str], language: str) -> list[Handling]:
    """Advice for each class, the gravest first."""
    return [
        Handling(hazard, word(HAZARDS, hazard), ADVICE[hazard].get(language, ADVICE[hazard]["en"]))
        for hazard in in_order(hazards)
        if hazard in ADVICE
    ]
