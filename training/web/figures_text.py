"""Figures as readers write them."""

from __future__ import annotations

from django.utils.formats import number_format


def measure(value: float | None) -> str:
    """Two places, with the reader's decimal sign and a true minus; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(value, 2) + 0.0  # no minus before nought
    return number_format(rounded, decimal_pos=2).replace("-", "−")


def share(value: float) -> str:
    """“67 %”."""
    return f"{round(value * 100)} %"
