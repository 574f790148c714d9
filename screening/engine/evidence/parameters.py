"""Do the figures reach the limits on which control hangs?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt
from typing import Final

from screening.engine.index import CompiledEntry, Limit
from screening.engine.measurements import Measurement
from screening.engine.reading import Reading
from screening.engine.verdict import Evidence, Span

_COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "above": gt, "at_least": ge, "below": lt, "at_most": le, "equal": eq,
}  # fmt: skip
_DIGITS: Final = ".9g"  # figures that agree so far are equal: 0.006 mm is 6 µm; 0.8 ns is not 1 ns


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the figures say of an entry, and the limits for which a figure is missing."""

    evidence: tuple[Evidence, ...]
    missing: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class _Check:
    limit: Limit
    holds: bool | None  # None where the line states no such figure
    evidence: Evidence | None


def weigh(
    reading: Reading, compiled: CompiledEntry, points: Mapping[str, float], named_by: Sequence[Evidence]
) -> Outcome:
    """EV-LIMIT-MET: every figure of one group of limits is stated and reached.

    EV-LIMIT-FAILED: every group has a figure that misses its limit. EV-LIMIT-PARTLY: one has, and the others hang on
    other quantities, which are not stated. EV-LIMIT-SOME: figures of a group are reached, its others not stated.
    EV-LIMIT-EXCLUDED: a figure frees the goods. A figure that is not stated becomes a question, not a guess.
    ``named_by`` names the goods: of several shares in a mixture the nearest to the name is theirs, and figures that fit
    say no more than the name that they fit.
    """
    named_at = [span for each in named_by for span in each.spans]
    named = max(each.points for each in named_by)
    groups: dict[tuple[str, str], list[_Check]] = defaultdict(list)
    for limit in compiled.limits:
        groups[limit.parameter.role, limit.parameter.group].append(_check(reading, limit, named_at))
    exclusions = [checks for (role, _), checks in groups.items() if role == "exclusion"]
    controls = [checks for (role, _), checks in groups.items() if role == "control"]
    for checks in exclusions:
        if all(check.holds for check in checks):
            return Outcome(_told("EV-LIMIT-EXCLUDED", points["excluded"], checks), ())
    for checks in controls:
        if all(check.holds for check in checks):
            value = min(points["met"] + points["each_further"] * (len(checks) - 1), points["met_of_name"] * named)
            return Outcome(_told("EV-LIMIT-MET", value, checks), _missing(exclusions))
    failed = [check for checks in controls for check in checks if check.holds is False]
    if controls and all(any(check.holds is False for check in checks) for checks in controls):
        return Outcome(_told("EV-LIMIT-FAILED", points["failed"], failed), ())
    open_groups = [checks for checks in controls if all(check.holds is not False for check in checks)]
    still_open = {check.limit.quantity.slug for checks in open_groups for check in checks}
    alone = [check for check in failed if check.limit.quantity.slug not in still_open]
    missing = _missing(open_groups) + _missing(exclusions)
    if alone:
        return Outcome(_told("EV-LIMIT-PARTLY", points["partly"], alone), missing)
    some = next((held for checks in open_groups if (held := [check for check in checks if check.holds])), [])
    return Outcome(_told("EV-LIMIT-SOME", min(points["some"], points["met_of_name"] * named), some), missing)


def _check(reading: Reading, limit: Limit, named_at: Sequence[Span]) -> _Check:
    figures = reading.values_of(limit.quantity)
    if limit.quantity.dimension == "share" and named_at:
        figures = _nearest(figures, named_at)
    if not figures:
        return _Check(limit, None, None)
    compare = _COMPARE[limit.parameter.comparison]
    bound = _rounded(limit.limit)
    reached = [figure for figure in figures if compare(_rounded(figure.value), bound)]
    figure = (reached or figures)[0]
    arguments = {
        "quantity": limit.quantity.slug,
        "stated": figure.written,
        "comparison": limit.parameter.comparison,
        "limit": f"{limit.parameter.limit} {limit.parameter.unit}",
    }
    in_text = reading.composed[figure.start : figure.end] == figure.written
    return _Check(limit, bool(reached), Evidence("", 0.0, arguments, ((figure.start, figure.end),) if in_text else ()))


def _rounded(value: float) -> float:
    return float(format(value, _DIGITS))


def _nearest(figures: list[Measurement], named_at: Sequence[Span]) -> list[Measurement]:
    """The share that stands nearest to a name; one behind it rather than one before it."""

    def away(figure: Measurement) -> int:
        return min(
            figure.start - end if figure.start >= end else 3 + abs(start - figure.end) for start, end in named_at
        )

    return sorted(figures, key=away)[:1]


def _told(message: str, points: float, checks: list[_Check]) -> tuple[Evidence, ...]:
    """One sentence a figure; the first carries the points."""
    told = [check.evidence for check in checks if check.evidence]
    return tuple(
        Evidence(message, points if place == 0 else 0.0, each.arguments, each.spans) for place, each in enumerate(told)
    )


def _missing(groups: list[list[_Check]]) -> tuple[Limit, ...]:
    return tuple(check.limit for checks in groups for check in checks if check.holds is None)
