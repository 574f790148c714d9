"""How sure a share is that was counted in few cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""The normal quantile of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``cases``; ``low`` and ``high`` bound the true share with 95 % confidence, 0 to 1.

    Wilson's interval (E. B. Wilson, 1927): it stays within 0 and 1 and is wide where cases are few, so that
    one of one is not read as always.
    """

    hits: int
    cases: int

    @property
    def value(self) -> float | None:
        return self.hits / self.cases if self.cases else None

    @property
    def low(self) -> float:
        return max(0.0, self._middle - self._half) if self.hits else 0.0

    @property
    def high(self) -> float:
        return min(1.0, self._middle + self._half) if self.hits < self.cases else 1.0

    @property
    def _middle(self) -> float:
        return (self.hits + _Z**2 / 2) / (self.cases + _Z**2)

    @property
    def _half(self) -> float:
        if not self.cases:
            return 0.5
        spread = self.hits * (self.cases - self.hits) / self.cases + _Z**2 / 4
        return _Z * sqrt(spread) / (self.cases + _Z**2)
