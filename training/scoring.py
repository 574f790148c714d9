"""How well someone tells targets from ordinary trade: the measures of signal detection.

Macmillan and Creelman, Detection Theory (2005), with the log-linear correction of Hautus (1995) for hit and
false alarm rates; A′ after Grier (1971), from the rates as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import Final

CONFIDENCES: Final = (1, 2, 3, 4, 5)
_z: Final = NormalDist().inv_cdf


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer beside the truth. ``signal``: a check was asked for; ``confidence`` from 1 (a guess) to 5 (sure)."""

    target: bool
    signal: bool
    confidence: int

    @property
    def right(self) -> bool:
        return self.target == self.signal

    @property
    def suspicion(self) -> int:
        """From 1 (surely ordinary) to 10 (surely a target)."""
        return 5 + self.confidence if self.signal else 6 - self.confidence


@dataclass(frozen=True, slots=True)
class Score:
    """Four counts and what follows from them; there is at least one target and one other."""

    hits: int
    misses: int
    false_alarms: int
    correct_releases: int

    @property
    def targets(self) -> int:
        return self.hits + self.misses

    @property
    def others(self) -> int:
        return self.false_alarms + self.correct_releases

    @property
    def hit_rate(self) -> float:
        """H = (hits + ½) / (targets + 1): never 0 or 1, whose z is infinite."""
        return (self.hits + 0.5) / (self.targets + 1)

    @property
    def false_alarm_rate(self) -> float:
        """F = (false alarms + ½) / (others + 1)."""
        return (self.false_alarms + 0.5) / (self.others + 1)

    @property
    def d_prime(self) -> float:
        """d′ = z(H) − z(F): 0 is chance, 1 fair, 2 good."""
        return _z(self.hit_rate) - _z(self.false_alarm_rate)

    @property
    def criterion(self) -> float:
        """c = −½ (z(H) + z(F)): above 0 one releases rather, below 0 one checks rather."""
        return -(_z(self.hit_rate) + _z(self.false_alarm_rate)) / 2

    @property
    def a_prime(self) -> float:
        """A′ from 0 to 1, ½ is chance; needs no assumption about how suspicion is distributed."""
        hits, alarms = self.hits / self.targets, self.false_alarms / self.others
        return 0.5 + _grier(hits, alarms) if hits >= alarms else 0.5 - _grier(alarms, hits)


def _grier(more: float, less: float) -> float:
    return 0.0 if more == less else (more - less) * (1 + more - less) / (4 * more * (1 - less))


def score(marks: Iterable[Mark]) -> Score:
    """Raises ValueError where there is no target, or nothing but targets: there is nothing to tell apart."""
    found = list(marks)
    counts = {(target, signal): 0 for target in (True, False) for signal in (True, False)}
    for mark in found:
        counts[mark.target, mark.signal] += 1
    made = Score(counts[True, True], counts[True, False], counts[False, True], counts[False, False])
    if not made.targets or not made.others:
        raise ValueError("a score needs at least one target and one other declaration")
    return made


@dataclass(frozen=True, slots=True)
class RocPoint:
    """Shares of others and of targets that are at least as suspicious as ``from_suspicion``."""

    from_suspicion: int
    false_alarm_rate: float
    hit_rate: float


def roc(marks: Sequence[Mark]) -> list[RocPoint]:
    """From the strictest threshold to the laxest, which takes everything; ten points."""
    targets = [mark.suspicion for mark in marks if mark.target]
    others = [mark.suspicion for mark in marks if not mark.target]
    return [RocPoint(least, _share(others, least), _share(targets, least)) for least in range(10, 0, -1)]


def _share(suspicions: Sequence[int], least: int) -> float:
    return sum(each >= least for each in suspicions) / len(suspicions)


def area(points: Sequence[RocPoint]) -> float:
    """Under the curve, by trapezoids: the chance that a target looked more suspicious than an ordinary one."""
    corners = [(0.0, 0.0), *((point.false_alarm_rate, point.hit_rate) for point in points)]
    return sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(corners))
