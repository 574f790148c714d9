"""Do the words of the text name the goods?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screening.engine.candidates import Match
from screening.engine.index import Use
from screening.engine.reading import Reading
from screening.engine.verdict import Evidence

_MOST_CONTEXTS = 2


def weigh(
    reading: Reading, found: Iterable[tuple[Use, Match]], points: Mapping[str, float]
) -> tuple[Evidence | None, list[Evidence]]:
    """EV-WORDS: a term of the entry stands in the text; the best one counts.

    EV-CONTEXT: at most two words that support it, which alone say nothing.
    """
    pairs = list(found)
    names = [(points[use.weight_class] * match.strength, use, match) for use, match in pairs if use.names]
    if not names:
        return None, []
    best_points, use, match = max(names, key=lambda row: (row[0], len(row[2].term.keys), row[1].text))
    message = "EV-WORDS" if match.exact else "EV-WORDS-NEARLY"
    best = _evidence(message, best_points, reading, use, match)
    return best, contexts(reading, pairs, "context", "EV-CONTEXT", points["context"], set(match.places))


def contexts(
    reading: Reading,
    found: Iterable[tuple[Use, Match]],
    weight_class: str,
    message: str,
    points: float,
    taken: set[int],
) -> list[Evidence]:
    """The first words of a class that stand whole in the text, outside the places already used."""
    evidence: list[Evidence] = []
    for use, match in found:
        if use.weight_class == weight_class and match.strength == 1.0 and taken.isdisjoint(match.places):
            evidence.append(_evidence(message, points, reading, use, match))
            taken = taken | set(match.places)
        if len(evidence) == _MOST_CONTEXTS:
            break
    return evidence


def _evidence(message: str, points: float, reading: Reading, use: Use, match: Match) -> Evidence:
    spans = tuple(reading.span(place) for place in match.places)
    declared = " ".join(reading.composed[start:end] for start, end in spans)
    return Evidence(message, round(points, 2), {"declared": declared, "term": use.text}, spans)
