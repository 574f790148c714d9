"""The names of one watchlist, to be found by how their words sound: no name is ever scanned for.

A name is looked up by its words, those a letter or two away, those with the same consonants, the same stem, and by two
words written as one. Built once, stored as bytes, and loaded in a fraction of a second.
"""

from __future__ import annotations

import json
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from screening.engine.misspellings import Misspellings
from screening.engine.parties.compare import compare
from screening.engine.parties.names import FATHER, TRADE, WORD, Name, read, stem_of
from screening.engine.parties.nearness import between
from screening.engine.parties.pairing import Met
from screening.engine.parties.policy import NamePolicy
from screening.engine.parties.sounds import skeleton, together
from screening.engine.parties.vocabulary import same_name

_GLUED, _MEANING = "+", ":"
_SIZE: Final = 8  # bytes that tell how long a part is
_LEAST_BONES: Final = 3  # consonants by which a word is found
_FEW: Final = 1500  # names that share words, up to which all are looked at
_MOST: Final = 12  # names that are compared word by word
_OF_ALL: Final = 60_000  # names that a word's rarity is told against
_CHEAPER: Final = 8  # names passed through in the time of one look-up
_SHARE: Final = 0.6  # of the best name's promise, below which none is compared
_NEAR_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name on a list: whose, as written, and whether the list itself calls it weak."""

    party: int
    text: str
    kind: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name found: its number, how like it is, and which words say so."""

    number: int
    score: float
    met: tuple[Met, ...]


class NameIndex:
    """Read-only after building. ``stored`` is what an earlier index of the same names gave."""

    def __init__(self, names: Sequence[ListedName], stored: bytes = b"") -> None:
        self.names = names
        words, owners, near = _parts(stored) if stored else _built(names)
        self._rows = {word: row for row, word in enumerate(words)}
        self._words = words
        self._starts, self._owners = owners
        self._misspellings = Misspellings([word for word in words if _is_a_word(word)], near, apart=None)
        self._by_key = _by_key(words)

    def to_bytes(self) -> bytes:
        """What the next process builds the same index from quickly; of use on machines of one byte order."""
        words = json.dumps(self._words, ensure_ascii=False).encode()
        parts = [words, self._starts.tobytes(), self._owners.tobytes(), self._misspellings.to_bytes()]
        return b"".join(len(part).to_bytes(_SIZE, "big") + part for part in parts)

    def find(self, name: Name) -> list[int]:
        """The numbers of the listed names that may be this one, the likeliest first, a dozen at most."""
        met = [each for each in map(self._met, _looked_up(name)) if each.names]
        met.sort(key=lambda each: each.names)
        promise: dict[int, float] = {}
        for each in met:
            rarity = math.log(_OF_ALL / each.names + 1)
            if not promise or len(promise) + each.names <= _FEW:
                self._propose(each, rarity, promise)
            else:
                self._support(each, rarity, promise)
        best = max(promise.values(), default=0.0) * _SHARE
        likely = sorted((-value, owner) for owner, value in promise.items() if value >= best)
        return [owner for _, owner in likely[:_MOST]]

    def search(self, name: Name, policy: NamePolicy) -> list[Hit]:
        """The listed names that are like enough, the likest first."""
        hits = []
        for number in self.find(name):
            listed = self.names[number]
            comparison = compare(name, read(listed.text, listed.kind), policy.names)
            score = round(comparison.score - policy.listed["weak"] * listed.weak, 4)
            if score >= policy.least_score:
                hits.append(Hit(number, score, comparison.met))
        return sorted(hits, key=lambda hit: (-hit.score, hit.number))

    def _propose(self, met: _Met, rarity: float, promise: dict[int, float]) -> None:
        """Every name that has the word."""
        seen: set[int] = set()
        for nearness, row in met.rows:
            for owner in self._owners[self._starts[row] : self._starts[row + 1]]:
                if owner not in seen:
                    seen.add(owner)
                    promise[owner] = promise.get(owner, 0.0) + rarity * nearness

    def _support(self, met: _Met, rarity: float, promise: dict[int, float]) -> None:
        """The names proposed already that have the word too: it is too common to propose by itself."""
        left = set(promise)
        for nearness, row in met.rows:
            start, end = self._starts[row], self._starts[row + 1]
            for owner in self._among(left, start, end):
                promise[owner] += rarity * nearness
                left.discard(owner)

    def _among(self, wanted: set[int], start: int, end: int) -> list[int]:
        """Which of the names wanted stand between two places of the owners: looked up, or passed through if fewer."""
        if end - start < _CHEAPER * len(wanted):
            return [owner for owner in self._owners[start:end] if owner in wanted]
        places = ((owner, bisect_left(self._owners, owner, start, end)) for owner in wanted)
        return [owner for owner, at in places if at < end and self._owners[at] == owner]

    def _met(self, keys: tuple[str, ...]) -> _Met:
        nearness: dict[int, float] = {}
        for word in keys:
            for other, least in self._alike(word):
                row = self._rows.get(other)
                if row is None:
                    continue
                value = max(least, between(word, other)) if _is_a_word(other) else 1.0
                if value >= _NEAR_ENOUGH:
                    nearness[row] = max(nearness.get(row, 0.0), value)
        rows = sorted(((value, row) for row, value in nearness.items()), reverse=True)
        return _Met(rows, sum(self._starts[row + 1] - self._starts[row] for _, row in rows))

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the list that may be meant by one, with the nearness that the way to them vouches for."""
        yield word, 1.0
        if not _is_a_word(word):
            return
        for other, _ in self._misspellings.near(word):
            yield other, 0.0
        for key in _ways(word):
            for row in self._by_key.get(key, ()):
                yield self._words[row], 0.85 if key[0] == "=" else 0.0


@dataclass(frozen=True, slots=True)
class _Met:
    rows: list[tuple[float, int]]
    names: int


def _is_a_word(key: str) -> bool:
    return key[0] not in (_GLUED, _MEANING)


def _looked_up(name: Name) -> Iterator[tuple[str, ...]]:
    """The keys of each part by which a name is looked up, those of two or three words written as one too."""
    for part in name.parts:
        if part.kind == TRADE:
            yield (_MEANING + part.meaning,)
        elif part.kind == FATHER:
            yield (*part.sounds, part.stem)
        elif part.kind == WORD:
            yield (*part.sounds, _GLUED + together([part.sound]))
    for length in (2, 3):
        for at in range(len(name.parts) - length + 1):
            parts = name.parts[at : at + length]
            if all(part.kind in (WORD, TRADE) for part in parts):
                yield (_GLUED + together(part.sound for part in parts),)


def _ways(word: str) -> Iterator[str]:
    """Other keys of a word: its consonants, its stem, the name that it is in the mouths of others."""
    bones = skeleton(word)
    if len(bones) >= _LEAST_BONES:
        yield f"-{bones}"
    stem = stem_of(word)
    if len(stem) > 2:
        yield f"={stem}"
    if known := same_name(word):
        yield f"={known}*"


def _by_key(words: Sequence[str]) -> dict[str, array[int]]:
    found: dict[str, array[int]] = {}
    for row, word in enumerate(words):
        if _is_a_word(word):
            for key in _ways(word):
                found.setdefault(key, array("I")).append(row)
    return found


def _built(names: Iterable[ListedName]) -> tuple[list[str], tuple[array[int], array[int]], bytes]:
    postings: dict[str, array[int]] = {}
    for number, each in enumerate(names):
        for word in _words_of(read(each.text, each.kind)):
            postings.setdefault(word, array("I")).append(number)
    words = sorted(postings)
    starts, owners = array("I", [0]), array("I")
    for word in words:
        owners.extend(postings[word])
        starts.append(len(owners))
    return words, (starts, owners), b""


def _words_of(name: Name) -> set[str]:
    return {key for keys in _looked_up(name) for key in keys if key}


def _parts(stored: bytes) -> tuple[list[str], tuple[array[int], array[int]], bytes]:
    parts, at = [], 0
    while at < len(stored):
        size = int.from_bytes(stored[at : at + _SIZE], "big")
        parts.append(stored[at + _SIZE : at + _SIZE + size])
        at += _SIZE + size
    words, starts, owners, near = parts
    return json.loads(words), (array("I", starts), array("I", owners)), near
