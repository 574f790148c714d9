"""One score from all evidence: the probability that the entry controls the line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from screening.engine.verdict import Evidence

FIGURES: Final = "EV-LIMIT"
FREED: Final = "EV-PRECEDENT-FREE"


def score(prior: float, most: float, evidence: Iterable[Evidence]) -> float:
    """The logistic of the prior and all points, to three places.

    Words, numbers and codes that name the goods say the same thing again: together they count for at
    most ``most``. Figures decide on top of that, whatever names the goods, and so does an officer who determined
    that the entry does not control the good.
    """
    known = list(evidence)
    naming, figures = points(known)
    return round(1 / (1 + math.exp(-(prior + naming - repeated(most, known) + figures))), 3)


def repeated(most: float, evidence: Iterable[Evidence]) -> float:
    """The points of what names the goods that count no more, since they say the same again."""
    known = list(evidence)
    naming, _ = points(known)
    freed = sum(each.points for each in known if each.id == FREED)
    return max(0.0, naming - freed - most)


def points(evidence: Iterable[Evidence]) -> tuple[float, float]:
    """What names the goods, and what figures add or take."""
    naming = figures = 0.0
    for each in evidence:
        if each.id.startswith(FIGURES):
            figures += each.points
        else:
            naming += each.points
    return naming, figures
