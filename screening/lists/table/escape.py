"""Cells that a spreadsheet would run as a formula stand behind an apostrophe, which reading takes off again."""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = re.compile(r"'*(?:[=@]|[+-](?![0-9.]+$))")
"""Signed numbers are no formulas. Apostrophes before one count, so that taking off undoes putting on."""


def escaped(text: str) -> str:
    return f"'{text}" if _RUNS.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
