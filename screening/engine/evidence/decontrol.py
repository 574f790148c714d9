"""Does the text say that the goods are ordinary ones?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screening.engine.candidates import Match
from screening.engine.evidence.description import contexts
from screening.engine.index import Use
from screening.engine.reading import Reading
from screening.engine.verdict import Evidence


def weigh(reading: Reading, found: Iterable[tuple[Use, Match]], points: Mapping[str, float]) -> list[Evidence]:
    """EV-AGAINST: at most two words that the entry names as speaking against it (toy, household, printer)."""
    return contexts(reading, found, "against", "EV-AGAINST", points["against"], set())
