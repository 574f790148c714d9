"""Does a number or formula in the text name the goods?"""

from __future__ import annotations

from collections.abc import Mapping

from screening.engine.identifiers import Found
from screening.engine.verdict import Evidence


def weigh(found: Found, points: Mapping[str, float]) -> Evidence:
    """EV-ID: a CAS, EC or UN number, nuclide, formula or control code in the text is one of the entry's.

    A UN number counts little, since it often covers a group of goods.
    """
    heading, dot, paragraph = found.value.partition(".")
    value = f"{heading.upper()}{dot}{paragraph}" if found.kind == "code" else found.value
    return Evidence(f"EV-ID-{found.kind}", points[found.kind], {"value": value}, ((found.start, found.end),))
