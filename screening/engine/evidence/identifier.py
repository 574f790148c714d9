"""Does a number or formula in the text name the goods?"""

from __future__ import annotations

from collections.abc import Mapping

from screening.engine.identifiers import Found
from screening.engine.verdict import Evidence


def weigh(found: Found, points: Mapping[str, float]) -> Evidence:
    """EV-ID: a CAS, EC or UN number, nuclide or formula in the text is one that the list gives for the entry.

    A UN number counts little, since it often covers a group of goods.
    """
    return Evidence(f"EV-ID-{found.kind}", points[found.kind], {"value": found.value}, ((found.start, found.end),))
