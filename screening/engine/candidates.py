"""Recall: which terms of the catalogue stand in a line, exactly or nearly, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from screening.engine.abbreviations import spelled_out
from screening.engine.index import CompiledTerm, Index, Use
from screening.engine.policy import Policy
from screening.engine.reading import Reading

_WHOLE = 0.999
_MOST_PIECES = 4
_LONG_NAME = 12  # letters of a glued word that may be misspelt besides
_MOST_WEIGHED = 12


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


def find(
    reading: Reading, index: Index, policy: Policy, named: Collection[int], left_out: Collection[int] = ()
) -> dict[int, list[tuple[Use, Match]]]:
    """Entry number -> the uses of terms found for it, for the entries best named in words and those of ``named``.

    Entries of ``left_out`` take no place among the best.
    """
    seen = _seen(reading, index, policy.matching)
    covered = list(_covered(seen, index, policy.matching["least_coverage"]))
    likely = {*named, *_likely(covered, policy, left_out)}
    found: dict[int, list[tuple[Use, Match]]] = defaultdict(list)
    for term, coverage in covered:
        uses = [use for use in term.uses if use.entry in likely]
        if uses:
            match = _match(term, coverage, seen, policy.matching)
            for use in uses:
                found[use.entry].append((use, match))
    return found


def _covered(seen: Mapping[str, Seen], index: Index, least: float) -> Iterator[tuple[CompiledTerm, float]]:
    """The terms of which enough stands in the line, with how much."""
    likeness = {key: word.likeness for key, word in seen.items()}
    for number in sorted({number for key in seen for number in index.postings.get(key, ())}):
        term = index.terms[number]
        coverage = _coverage(term, likeness)
        if coverage >= least and term.needed <= seen.keys() and _often_enough(term, seen):
            yield term, coverage


def _often_enough(term: CompiledTerm, seen: Mapping[str, Seen]) -> bool:
    """A word that a term has twice must stand there twice: carbon fibre is no carbon-carbon."""
    return all(len(seen[key].occurrences) > 1 for key in term.twice if key in seen)


def _likely(covered: Iterable[tuple[CompiledTerm, float]], policy: Policy, left_out: Collection[int]) -> list[int]:
    """The entries whose names stand best in the line: of many that share a word, few are worth weighing."""
    promised: dict[int, float] = {}
    for term, coverage in covered:
        strength = _strength(coverage, policy.matching)
        for use in term.uses:
            if use.names and use.entry not in left_out:
                promise = policy.description[use.weight_class] * strength
                promised[use.entry] = max(promised.get(use.entry, 0.0), promise)
    return sorted(promised, key=lambda entry: (-promised[entry], entry))[:_MOST_WEIGHED]


def _coverage(term: CompiledTerm, likeness: Mapping[str, float]) -> float:
    """How much of a term's weight stands in the line. Most terms end here, so it is kept short."""
    covered = 0.0
    for key, weight in zip(term.keys, term.weights, strict=True):
        if key in likeness:
            covered += weight * likeness[key]
    return covered / term.total


def _seen(reading: Reading, index: Index, matching: Mapping[str, float]) -> dict[str, Seen]:
    seen = {key: Seen(1.0, tuple((place,) for place in places)) for key, places in reading.positions.items()}
    for key, as_written in list(seen.items()):
        for word, wrong in index.near(key):
            likeness = 1 - matching["wrong_letter"] * wrong / len(word)
            if word not in seen or seen[word].likeness < likeness:
                seen[word] = Seen(likeness, as_written.occurrences)
        for word in index.short_for(key):
            seen.setdefault(word, Seen(matching["shortened"], as_written.occurrences))
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
            if not reading.adjoins(last):
                break
            if joined.isdigit() or not reading.hyphenated(last):
                joined += reading.tokens[last].key
                found = [joined] if joined in index.vocabulary else []
            else:
                joined = reading.glued(first, last)
                nearly = index.near(joined) if len(joined) >= _LONG_NAME else ()
                found = [word for word in (joined, *(near for near, _ in nearly)) if word in index.vocabulary]
            yield from ((word, Seen(1.0, (tuple(range(first, last + 1)),))) for word in found if not word.isdigit())
    for place, token in enumerate(reading.tokens):
        yield from ((piece, Seen(1.0, ((place,),))) for piece in index.pieces.get(token.key, ()))


def _match(term: CompiledTerm, coverage: float, seen: Mapping[str, Seen], matching: Mapping[str, float]) -> Match:
    words = [seen.get(key) for key in term.keys]
    places = _places([word for word in words if word])
    strength = _strength(coverage, matching)
    if places[-1] - places[0] + 1 > len(term.keys) + matching["spread"]:
        strength *= matching["scattered"]
    exact = all(word is not None and word.likeness == 1.0 for word in words)
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
