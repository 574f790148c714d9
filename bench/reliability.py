"""What a score means: of the best candidates with a score in a tenth, the share that is right, as table and picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Final

_SIDE: Final = 360  # of the diagram, in the picture's units
_LEFT, _TOP, _BELOW, _RIGHT = 52, 28, 46, 16
_LOOK: Final = 'font-family="sans-serif" font-size="12" role="img" aria-label="Reliability; the table has the figures"'
_SURE: Final = 1.96  # standard deviations of an interval that holds 95 %


@dataclass(frozen=True, slots=True)
class Tenth:
    """Candidates whose scores begin with the same digit."""

    number: int
    lines: int
    score: float
    right: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies with 95 %, by Wilson."""
        spread = _SURE**2 / self.lines
        middle = (self.right + spread / 2) / (1 + spread)
        width = _SURE * sqrt(self.right * (1 - self.right) / self.lines + spread / self.lines / 4) / (1 + spread)
        return max(0.0, middle - width), min(1.0, middle + width)


def tenths(best: Iterable[tuple[float, bool]]) -> list[Tenth]:
    """From the score of each line's best candidate and whether it is right."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in best:
        found[min(9, int(score * 10))].append((score, right))
    return [
        Tenth(number, len(pairs), fmean(score for score, _ in pairs), fmean(right for _, right in pairs))
        for number, pairs in sorted(found.items())
    ]


def print_table(rows: Iterable[Tenth]) -> None:
    print(f"\n{'score of the best candidate':32}{'lines':>8}{'mean score':>12}{'right':>8}")
    for row in rows:
        name = f"{row.number / 10:.1f} to {row.number / 10 + 0.1:.1f}"
        print(f"{name:32}{row.lines:>8}{row.score:>12.2f}{row.right:>8.2f}")


def picture(rows: Iterable[Tenth]) -> str:
    """The reliability diagram as SVG: on the diagonal a score means what it says."""
    width, height = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BELOW
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_LOOK}>',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *_axes(),
            f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#767676" stroke-dasharray="5 4"/>',
            *(line for row in rows for line in _mark(row)),
            "</svg>\n",
        ]
    )


def _axes() -> Iterator[str]:
    for step in range(0, 11, 2):
        share = step / 10
        yield f'<path d="M{_x(0)} {_y(share)}H{_x(1)}M{_x(share)} {_y(0)}V{_y(1)}" stroke="#e3e3e3"/>'
        yield f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text x="{_x(0) - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.1f}</text>'
    yield f'<text x="{_x(0.5)}" y="{_y(0) + 38}" text-anchor="middle">score of the best candidate</text>'
    yield f'<text x="8" y="{_TOP - 12}">share that is right, with 95 % interval and number of lines</text>'


def _mark(row: Tenth) -> Iterator[str]:
    least, most = row.interval
    x, y = _x(row.score), _y(row.right)
    beside = (x - 7, "end") if row.score > 0.9 else (x + 7, "start")
    yield f'<path d="M{x} {_y(least)}V{_y(most)}" stroke="#1a5276" stroke-width="2"/>'
    yield f'<circle cx="{x}" cy="{y}" r="4" fill="#1a5276"/>'
    yield f'<text x="{beside[0]}" y="{y + 4}" text-anchor="{beside[1]}" fill="#444">{row.lines}</text>'


def _x(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)
