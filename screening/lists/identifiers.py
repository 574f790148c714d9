"""Whether an identifier can be right: its shape, and the check digit of a CAS number."""

from __future__ import annotations

import re
from typing import Final

from stdnum import casrn

_SHAPES: Final = {
    "cas": r"\d{2,7}-\d{2}-\d",
    "ec": r"\d{3}-\d{3}-\d",
    "un": r"\d{4}",
    "nuclide": r"[A-Z][a-z]?-\d{1,3}m?",
}
EXAMPLES: Final = {"cas": "111-48-8", "ec": "203-874-3", "un": "2810", "nuclide": "Ir-192"}


def fits(kind: str, value: str) -> bool:
    """Whether the value looks like an identifier of its kind; formulas, grades and part numbers may be anything."""
    return kind not in _SHAPES or re.fullmatch(_SHAPES[kind], value, re.ASCII) is not None


def checks_out(kind: str, value: str) -> bool:
    """Whether the check digit is right; True for kinds that have none."""
    return kind != "cas" or bool(casrn.is_valid(value))
