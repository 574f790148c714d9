"""Recall: which terms of the catalogue stand in a line, exactly or nearly, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screening.engine.index import CompiledTerm, Index, Use
from screening.engine.reading import Reading
from screening.engine.words import spelled_out

_WHOLE = 0.999
_MOST_PIECES = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a line. ``strength`` is from 0 to 1: how much of the term stands there, how well."""

    term: CompiledTerm
    strength: float
    exact: bool
    places: tuple[int, ...]  # tokens of the line


@dataclass(frozen=True, slots=True)
class Seen:
    """A word of the catalogue seen in a line: how well, and at which tokens each time."""

    likeness: float
    occurrences: tuple[tuple[int, ...], ...]


def find(reading: Reading, index: Index, matching: Mapping[str, float]) -> dict[int, list[tuple[Use, Match]]]:
    """Entry number -> the uses of terms found for it."""
    seen = _seen(reading, index, matching)
    numbers = {number for key in seen for number in index.postings.get(key, ())}
    found: dict[int, list[tuple[Use, Match]]] = defaultdict(list)
    for number in sorted(numbers):
        match = _match(index.terms[number], seen, matching)
        if match:
            for use in match.term.uses:
                found[use.entry].append((use, match))
    return found


def _seen(reading: Reading, index: Index, matching: Mapping[str, float]) -> dict[str, Seen]:
    seen = {key: Seen(1.0, tuple((place,) for place in places)) for key, places in reading.positions.items()}
    for key, as_written in list(seen.items()):
        for word, wrong in index.near(key):
            likeness = 1 - matching["wrong_letter"] * wrong / len(word)
            if word not in seen or seen[word].likeness < likeness:
                seen[word] = Seen(likeness, as_written.occurrences)
    for key, places in reading.positions.items():
        for word in spelled_out(key):
            seen.setdefault(word, Seen(1.0, tuple((place,) for place in places)))
    for word, found in _glued(reading, index):
        seen.setdefault(word, found)
    return seen


def _glued(reading: Reading, index: Index) -> Iterator[tuple[str, Seen]]:
    """Words of the catalogue written apart in the line ("thio diglycol", "di-nitro-tetraoxa"), and terms of several
    words written as one ("leadstyphnate").
    """
    places = range(len(reading.tokens))
    for first in places:
        joined = reading.tokens[first].key
        for last in places[first + 1 : first + _MOST_PIECES]:
            if joined.isdigit() or not reading.hyphenated(last):
                joined += reading.tokens[last].key
                found = [joined] if joined in index.vocabulary else []
            else:
                joined = reading.glued(first, last)
                found = [
                    word for word in (joined, *(near for near, _ in index.near(joined))) if word in index.vocabulary
                ]
            yield from ((word, Seen(1.0, (tuple(range(first, last + 1)),))) for word in found if not word.isdigit())
    for place, token in enumerate(reading.tokens):
        yield from ((piece, Seen(1.0, ((place,),))) for piece in index.pieces.get(token.key, ()))


def _match(term: CompiledTerm, seen: Mapping[str, Seen], matching: Mapping[str, float]) -> Match | None:
    words = [(seen.get(key), weight) for key, weight in zip(term.keys, term.weights, strict=True)]
    coverage = sum(weight * word.likeness for word, weight in words if word) / term.total
    if coverage < matching["least_coverage"] or not term.needed <= seen.keys():
        return None
    places = _places([word for word, _ in words if word])
    strength = _strength(coverage, matching)
    if places[-1] - places[0] + 1 > len(term.keys) + matching["spread"]:
        strength *= matching["scattered"]
    exact = all(word is not None and word.likeness == 1.0 for word, _ in words)
    return Match(term, strength, exact, places)


def _places(words: list[Seen]) -> tuple[int, ...]:
    """Where the words of a term stand, each at its occurrence nearest to the word before."""
    places: list[int] = []
    for word in words:
        last = places[-1] if places else 0
        nearest: tuple[int, ...] = min(word.occurrences, key=lambda occurrence: abs(occurrence[0] - last))
        places += nearest
    return tuple(sorted(set(places)))


def _strength(coverage: float, matching: Mapping[str, float]) -> float:
    """1 for a whole term, 0.3 at half coverage, 0.15 at the least coverage that counts."""
    if coverage >= _WHOLE:
        return 1.0
    least, half = matching["least_coverage"], matching["half_coverage"]
    if coverage >= half:
        return 0.3 + 0.7 * (coverage - half) / (1 - half)
    return 0.15 + 0.15 * (coverage - least) / (half - least)
