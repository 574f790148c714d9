"""How each declaration of an exercise worked in a group: facility and discrimination, as test theory has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import StatisticsError, correlation, fmean
from typing import Final

Sheet = Mapping[str, bool]
"""One person's answers: whether each declaration, by its key, was answered rightly."""
_TAIL: Final = 0.27  # Kelley (1939): the share at each end that tells most


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """``facility`` is the share of right answers.

    ``point_biserial`` correlates this answer with the share of right answers in the rest, from −1 to 1; None
    where everybody answered alike. ``upper_lower`` is the facility among the best less that among the weakest.
    """

    key: str
    answered: int
    facility: float
    point_biserial: float | None
    upper_lower: float | None


def item_statistics(sheets: Sequence[Sheet]) -> list[ItemStatistics]:
    """For every declaration that somebody answered, the hardest first."""
    keys = sorted({key for sheet in sheets for key in sheet})
    return sorted((_of_item(key, sheets) for key in keys), key=lambda each: (each.facility, each.key))


def _of_item(key: str, sheets: Sequence[Sheet]) -> ItemStatistics:
    pairs = [(float(sheet[key]), _rest(key, sheet)) for sheet in sheets if key in sheet]
    return ItemStatistics(
        key=key,
        answered=len(pairs),
        facility=fmean(right for right, _ in pairs),
        point_biserial=_correlation(pairs),
        upper_lower=_upper_lower(pairs),
    )


def _rest(key: str, sheet: Sheet) -> float:
    """The share of right answers in the other declarations: an item must not vouch for itself."""
    others = [float(right) for other, right in sheet.items() if other != key]
    return fmean(others) if others else 0.0


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    try:
        return correlation([right for right, _ in pairs], [rest for _, rest in pairs])
    except StatisticsError:  # fewer than two people, or all alike
        return None


def _upper_lower(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < 2:
        return None
    ranked = sorted(pairs, key=lambda pair: pair[1])
    tail = min(ceil(len(ranked) * _TAIL), len(ranked) // 2)
    return fmean(right for right, _ in ranked[-tail:]) - fmean(right for right, _ in ranked[:tail])
