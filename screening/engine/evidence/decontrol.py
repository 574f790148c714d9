"""Does the text say that the goods are ordinary ones, or others than those it names?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Final

from screening.engine.candidates import Match
from screening.engine.evidence.description import contexts
from screening.engine.index import CompiledEntry, Index, Use
from screening.engine.reading import Reading
from screening.engine.verdict import Evidence, Span
from screening.engine.weights import (
    DENIALS,
    DENIALS_BEHIND,
    MEANT_FOR,
    MEANT_FOR_BEHIND,
    PURPOSES,
    PURPOSES_BEHIND,
    STOP_WORDS,
    names_nothing,
)

_DENIED_WITHIN: Final = 2  # words between a denial and what it denies: "does not contain any acetone"
_SETS_APART: Final = 4  # letters of a denial that counts between the words of a name
_MEANT_WITHIN: Final = 6  # between a purpose and its substance: "detector of warfare agents (sarin, soman)"
_USE_WITHIN: Final = 1  # between "for" and the name: "for the reactor"
_BEHIND_WITHIN: Final = 2  # between a substance and the purpose behind it: "zarin, iprit aniqlash"
_SUBSTANCES: Final = frozenset({"chemical", "biological", "radiological", "explosive", "precursor"})
_NUMBERS: Final = ("EV-ID-cas", "EV-ID-ec", "EV-ID-un", "EV-ID-code")
_WHOLE_NAME: Final = 0.8
_CLAUSE_ENDS: Final = frozenset(";:+\n")

_Name = tuple[int, int]  # the first and the last token


def weigh(
    reading: Reading,
    compiled: CompiledEntry,
    index: Index,
    found: Sequence[tuple[Use, Match]],
    naming: Sequence[Evidence],
    points: Mapping[str, float],
) -> list[Evidence]:
    """EV-AGAINST: at most two words that the entry names as speaking against it (toy, household, printer).

    EV-DENIED: the text names the goods only to say that they are not in it: "without acetone". EV-PURPOSE: it names
    a substance only as what the goods are against or look for: "mask against sarin". EV-FOR: it names
    only what other goods are meant for: "graphite for a nuclear reactor". Each takes away a share of what names the
    goods, ``naming``.
    """
    against = contexts(reading, _beyond_names(found), "against", "EV-AGAINST", points["against"], set())
    if any(each.id in _NUMBERS for each in naming):
        return against  # who numbers a substance means it
    names = {_tokens_of(reading, each.spans) for each in naming}
    named = sum(each.points for each in naming)
    is_substance = compiled.number not in index.guards and not _SUBSTANCES.isdisjoint(compiled.entry.hazards)
    matched = {place for use, match in found if use.names for place in match.places}
    if said := _beside_each(reading, names, partial(_denial, matched)):
        against.append(_aside("EV-DENIED", -points["denied"] * named, reading, said))
    elif is_substance and (said := _beside_each(reading, names, _purpose)):
        against.append(_aside("EV-PURPOSE", -points["purpose"] * named, reading, said))
    elif said := _beside_each(reading, names, _use):
        against.append(_aside("EV-FOR", -points["meant_for"] * named, reading, said))
    return against


def _beyond_names(found: Sequence[tuple[Use, Match]]) -> list[tuple[Use, Match]]:
    """Without words that are but a part of a name that stands whole: the vinegar in "vinegar anhydride"."""
    whole = [set(match.places) for use, match in found if use.names and match.strength > _WHOLE_NAME]
    return [(use, match) for use, match in found if not any(set(match.places) < places for places in whole)]


def _tokens_of(reading: Reading, spans: Sequence[Span]) -> _Name:
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    places = [place for place, token in enumerate(reading.tokens) if token.end > start and token.start < end]
    return places[0], places[-1]


def _beside_each(
    reading: Reading, names: Collection[_Name], place_of: Callable[[Reading, _Name], int | None]
) -> list[int]:
    """Where such words and the names beside them stand; nothing where one name stands without."""
    places = [place for place in (place_of(reading, name) for name in names) if place is not None]
    return [*places, *(place for name in names for place in name)] if len(places) == len(names) else []


def _aside(message: str, points: float, reading: Reading, places: Sequence[int]) -> Evidence:
    span = reading.span(min(places), max(places))
    return Evidence(message, round(points, 2), {"declared": reading.composed[slice(*span)]}, (span,))


def _denial(matched: Collection[int], reading: Reading, name: _Name) -> int | None:
    """Before the name, behind it, or between its words: "aircraft, except unmanned"; not where the name has it."""
    before = _before(reading, name, DENIALS, _DENIED_WITHIN)
    if before is not None:
        return before
    within = (place for place in range(name[0] + 1, name[1]) if _sets_apart(reading.tokens[place].key))
    denied = next((place for place in within if place not in matched), None)
    return denied if denied is not None else _behind(reading, name, DENIALS_BEHIND, 0)


def _sets_apart(key: str) -> bool:
    """Of the denials the longer ones: "except", "кроме"; short ones may be part of a word written apart."""
    return key in DENIALS and len(key) >= _SETS_APART


def _purpose(reading: Reading, name: _Name) -> int | None:
    before = _before(reading, name, PURPOSES, _MEANT_WITHIN)
    return before if before is not None else _behind(reading, name, PURPOSES_BEHIND, _BEHIND_WITHIN)


def _use(reading: Reading, name: _Name) -> int | None:
    """Where something else is named before: "equipment for a reactor" may be all of it."""
    before = _before(reading, name, MEANT_FOR, _USE_WITHIN)
    if before is not None:
        others = reading.tokens[:before]
        return before if any(not names_nothing(token.key) for token in others) else None
    return _behind(reading, name, MEANT_FOR_BEHIND, 0)


def _before(reading: Reading, name: _Name, words: Collection[str], within: int) -> int | None:
    for place in range(name[0] - 1, max(-1, name[0] - 2 - within), -1):
        if not _CLAUSE_ENDS.isdisjoint(_between(reading, place, place + 1)):
            return None
        if reading.tokens[place].key in words:
            return place
    return None


def _behind(reading: Reading, name: _Name, words: Collection[str], within: int) -> int | None:
    """The place of such a word right behind a name, or behind other names of the same list."""
    last = name[1]
    for place in range(last + 1, min(len(reading.tokens), last + 2 + within)):
        key = reading.tokens[place].key
        if key in words:  # but not "acetone, free sample"
            return None if place == last + 1 and "," in _between(reading, last, place) else place
        if key in STOP_WORDS:
            return None
    return None


def _between(reading: Reading, first: int, last: int) -> str:
    return reading.folded[reading.tokens[first].end : reading.tokens[last].start]
