"""One score from all evidence: the probability that the entry controls the line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from screening.engine.verdict import Evidence


def score(prior: float, evidence: Iterable[Evidence]) -> float:
    """The logistic of the prior and all points, to three places."""
    log_odds = prior + sum(each.points for each in evidence)
    return round(1 / (1 + math.exp(-log_odds)), 3)
