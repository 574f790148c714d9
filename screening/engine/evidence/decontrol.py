"""Does the text say that the goods are ordinary ones?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.engine.candidates import Match
from screening.engine.evidence.description import contexts
from screening.engine.index import Use
from screening.engine.reading import Reading
from screening.engine.verdict import Evidence
from screening.engine.weights import DENIALS

_NEAR = 2  # words between a denial and what it denies: "does not contain any acetone"


def weigh(reading: Reading, found: Sequence[tuple[Use, Match]], points: Mapping[str, float]) -> list[Evidence]:
    """EV-AGAINST: at most two words that the entry names as speaking against it (toy, household, printer).

    EV-DENIED: the text names the goods only to say that they are not in it: "without acetone".
    """
    against = contexts(reading, found, "against", "EV-AGAINST", points["against"], set())
    named = [match for use, match in found if use.names]
    denials = [place for place in (_denial(reading, match) for match in named) if place is not None]
    if named and len(denials) == len(named):
        first, last = min(denials), max(match.places[-1] for match in named)
        span = reading.span(first, last)
        declared = reading.composed[slice(*span)]
        against.append(Evidence("EV-DENIED", points["denied"], {"declared": declared}, (span,)))
    return against


def _denial(reading: Reading, match: Match) -> int | None:
    """The place of the word that denies a match."""
    before = range(match.places[0] - 1, max(-1, match.places[0] - 2 - _NEAR), -1)
    return next((place for place in before if reading.tokens[place].key in DENIALS), None)
