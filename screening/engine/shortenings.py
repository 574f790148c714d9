"""Words cut short or written without their vowels, as invoices do: "trimeth.", "HAFNM", "detctr".

Unlike the short forms of abbreviations.toml these follow a rule: what is left begins like the word, or is its
consonants in their order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

_LEAST: Final = 4  # letters of a word cut short; fewer may be anything
_LEAST_SKELETON: Final = 4  # consonants of a word without its vowels
_MOST_MEANT: Final = 8  # words of the vocabulary that begin so: more, and it tells nothing
_LONGEST: Final = 1.7  # times the letters left
_VOWELS: Final = re.compile(r"(?<=.)[aeiouy]+")
_TWICE: Final = re.compile(r"(.)\1+")


class Shortenings:
    """Which words of a vocabulary a shortened one may stand for."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = sorted(word for word in words if len(word) > _LEAST and word.isalpha())
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_skeleton[_skeleton(word)].append(word)
        self.meant = lru_cache(maxsize=100_000)(self._meant)

    def _meant(self, key: str) -> tuple[str, ...]:
        """The words that ``key`` may be short for; none where it may be too many."""
        if len(key) < _LEAST or not key.isalpha():
            return ()
        found = {*self._beginning(key), *self._without_vowels(key)} - {key}
        return tuple(sorted(found)) if len(found) <= _MOST_MEANT else ()

    def _beginning(self, key: str) -> Iterator[str]:
        place = bisect_left(self._words, key)
        while place < len(self._words) and self._words[place].startswith(key):
            if len(self._words[place]) <= _LONGEST * len(key):
                yield self._words[place]
            place += 1

    def _without_vowels(self, key: str) -> Iterator[str]:
        """Words of the same consonants with more vowels; a stem may lack an ending that the short form keeps."""
        for kept in {key, key[:-1], key.removesuffix("ng")}:
            skeleton = _skeleton(kept)
            if len(skeleton) >= _LEAST_SKELETON + (len(kept) < len(key)):
                yield from (word for word in self._by_skeleton.get(skeleton, ()) if _is_left_of(kept, word))


def _is_left_of(key: str, word: str) -> bool:
    """Whether all letters of ``key`` stand in ``word`` in their order, and not all of its own."""
    letters = iter(word)
    return len(key) < len(word) and all(letter in letters for letter in key)


def _skeleton(word: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))
