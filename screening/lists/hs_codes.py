"""Which HS codes an edition of the Harmonized System has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
EDITIONS: Final = tuple(sorted(path.stem.removeprefix("hs_") for path in _FOLDER.glob("hs_*.txt")))
"""The editions whose codes are known, by year."""


@cache
def codes_of(edition: str) -> frozenset[str]:
    """Headings (4 digits) and subheadings (6 digits) of an edition, one of EDITIONS."""
    lines = (_FOLDER / f"hs_{edition}.txt").read_text("ascii").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in _codes(line))


def _codes(line: str) -> list[str]:
    heading, *ends = line.split()
    return [heading, *(heading + end for end in ends)]
