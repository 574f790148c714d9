"""Two names held against each other: how likely they are one party's, and which words say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine.parties import firms, persons
from screening.engine.parties.names import Name
from screening.engine.parties.pairing import Met


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, from 0 to 1: 1 less the costs of what was met, which is told in their order."""

    score: float
    met: tuple[Met, ...]


def compare(one: Name, other: Name, weights: Mapping[str, float]) -> Comparison:
    """How alike two names are. ``weights`` are the policy's for names. Nothing but the two names counts."""
    if not one.parts or not other.parts:
        return Comparison(0.0, ())
    both_persons = one.person and other.person
    met = tuple((persons if both_persons else firms).met(one, other, weights))
    return Comparison(round(max(0.0, 1.0 - sum(each.cost for each in met)), 4), met)
