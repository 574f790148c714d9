"""Likely HS headings of a goods text, from its words: linear models, trained by scripts/train_headings.py.

A model file holds numbers alone: hashes of word keys, what each word says for and against each heading,
and where each heading starts from. A text's score for a heading is about 1 where the text is like those
declared under it and about -1 where nothing speaks for it. Only words count that the model knows.
"""

from __future__ import annotations

import math
import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from screening.engine.weights import STOP_WORDS, names_nothing

ALPHABETS: Final = ("latin", "cyrillic")
LENGTH: Final = 4  # digits of a heading
_CHAPTER: Final = 2  # digits
_NOTHING: Final = -1.0  # the score of a heading that no word speaks for
_FEW: Final = 3
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]{3}")  # a word, not a look-alike letter
_MAGIC: Final = b"HEADING1"
_SIZES: Final = struct.Struct("<8sIII")  # of headings, words and pairs
_STEP: Final = 1 / 40  # of a weight, so that one byte reaches from -3.2 to 3.2
_BIAS_STEP: Final = 1 / 1000
_RARITY_STEP: Final = 1 / 1000


@dataclass(frozen=True, slots=True)
class Likely:
    """A heading and its score: 1 fits well, -1 has nothing for it."""

    heading: str
    score: float


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text's words say: the scores by heading, and which of the ``said`` words the model knows."""

    scores: Mapping[str, float]
    known: tuple[str, ...]
    said: int

    def best(self, count: int = _FEW) -> list[Likely]:
        """The headings with the highest scores, best first."""
        ordered = sorted(self.scores.items(), key=lambda each: (-each[1], each[0]))
        return [Likely(*each) for each in ordered[:count]]

    def of_chapter(self, chapter: str) -> float:
        """The best score of a chapter's headings."""
        return max((score for heading, score in self.scores.items() if heading.startswith(chapter)), default=_NOTHING)


class Headings:
    """A model, ready to be asked. Holds flat arrays: the words by their hash, their weights side by side."""

    def __init__(self, packed: bytes) -> None:
        """Raises ValueError for bytes that are no model."""
        parts = _Parts(packed)
        headings, words, pairs = parts.sizes
        self.codes = [f"{number:04}" for number in parts.take("H", headings)]
        self._biases = [value * _BIAS_STEP for value in parts.take("h", headings)]
        self._hashes = parts.take("I", words)
        self._rarities = parts.take("H", words)
        self._ends = parts.take("I", words)
        self._owners = parts.take("H", pairs)
        self._weights = parts.take("b", pairs)

    def guess(self, said: Collection[str]) -> Guess:
        """The scores of every heading that a word of the text speaks about; ``said`` comes from `words`."""
        places = {word: place for word in said if (place := self._place(word)) is not None}
        known = places.values()
        length = math.sqrt(sum((self._rarities[place] * _RARITY_STEP) ** 2 for place in known))
        sums: dict[int, float] = {}
        for place in known:
            factor = self._rarities[place] * _RARITY_STEP * _STEP / length
            first, last = self._row(place)
            for owner, weight in zip(self._owners[first:last], self._weights[first:last], strict=True):
                sums[owner] = sums.get(owner, 0.0) + weight * factor
        scores = {self.codes[owner]: points + self._biases[owner] for owner, points in sums.items()}
        return Guess(scores, tuple(places), len(said))

    def shared(self, said: Iterable[str], chapter: str) -> float:
        """The share of a text's words, the rare ones weighing more, that stand in texts of a chapter: 0 to 1."""
        places = [place for word in said if (place := self._place(word)) is not None]
        first, last = bisect_left(self.codes, chapter), bisect_left(self.codes, chapter + ":")
        whole = sum(self._rarities[place] ** 2 for place in places)
        held = sum(self._rarities[place] ** 2 for place in places if self._speaks(place, first, last))
        return held / whole if whole else 0.0

    def knows(self, heading: str) -> bool:
        """Whether the nomenclature has such a heading."""
        place = bisect_left(self.codes, heading)
        return self.codes[place : place + 1] == [heading]

    def _speaks(self, word: int, first: int, last: int) -> bool:
        """Whether a word has a weight for a heading from ``first`` up to ``last``."""
        start, end = self._row(word)
        place = bisect_left(self._owners, first, start, end)
        return place < end and self._owners[place] < last

    def _row(self, word: int) -> tuple[int, int]:
        return self._ends[word - 1] if word else 0, self._ends[word]

    def _place(self, word: str) -> int | None:
        wanted = word_hash(word)
        place = bisect_left(self._hashes, wanted)
        return place if place < len(self._hashes) and self._hashes[place] == wanted else None


class _Parts:
    """Reads arrays one behind the other, written in the order of small-end machines."""

    def __init__(self, packed: bytes) -> None:
        try:
            self._plain = zlib.decompress(packed)
            magic, *self.sizes = _SIZES.unpack_from(self._plain)
        except (zlib.error, struct.error) as error:
            raise ValueError("no model of headings") from error
        if magic != _MAGIC:
            raise ValueError("a model of headings of another form")
        self._at = _SIZES.size

    def take(self, kind: str, count: int) -> array[int]:
        part: array[int] = array(kind)
        end = self._at + count * part.itemsize
        part.frombytes(self._plain[self._at : end])
        self._at = end
        if sys.byteorder == "big":
            part.byteswap()
        return part


def pack(
    biases: Mapping[str, float], rarities: Mapping[str, float], weights: Mapping[str, Mapping[str, float]]
) -> bytes:
    """The file of a model: of each heading where it starts, of each word its rarity and its weight by heading."""
    codes = sorted(biases)
    number = {code: place for place, code in enumerate(codes)}
    by_hash = {word_hash(word): word for word in sorted(weights)}
    rows = [
        [(number[code], step) for code, value in sorted(weights[word].items()) if (step := _in_byte(value))]
        for _, word in sorted(by_hash.items())
    ]
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    arrays = (
        array("H", map(int, codes)),
        array("h", (round(biases[code] / _BIAS_STEP) for code in codes)),
        array("I", sorted(by_hash)),
        array("H", (round(rarities[word] / _RARITY_STEP) for _, word in sorted(by_hash.items()))),
        array("I", ends[1:]),
        array("H", (owner for row in rows for owner, _ in row)),
        array("b", (step for row in rows for _, step in row)),
    )
    if sys.byteorder == "big":
        for part in arrays:
            part.byteswap()
    sizes = _SIZES.pack(_MAGIC, len(codes), len(rows), ends[-1])
    return zlib.compress(sizes + b"".join(part.tobytes() for part in arrays), 9)


def _in_byte(weight: float) -> int:
    return max(-127, min(127, round(weight / _STEP)))


def word_hash(word: str) -> int:
    """What a word is stored by."""
    return zlib.crc32(word.encode())


def words(keys: Iterable[str]) -> list[str]:
    """The keys of a text that say what the goods are, each once, in order."""
    return [key for key in dict.fromkeys(keys) if key not in STOP_WORDS and not key.isdigit()]


def model_file(alphabet: str) -> Path:
    """Where the model for texts in an alphabet is kept."""
    return Path(__file__).with_name(f"headings_{alphabet}.bin")


def shipped(written: str) -> Headings:
    """The model for a text: English examples would be read less well by one that has learnt Russian texts too."""
    return _read("cyrillic" if _CYRILLIC.search(written) else "latin")


@cache
def _read(alphabet: str) -> Headings:
    return Headings(model_file(alphabet).read_bytes())


def doubt(model: Headings, declared: str, keys: Iterable[str], weights: Mapping[str, float]) -> tuple[Likely, ...]:
    """The headings, best first and three at most, that fit a text far better than any of the declared chapter.

    None where the text says too little, its words are mostly unknown to the model or stand in texts of the declared
    chapter, or the code is no heading's.
    ``weights`` is the policy's section on headings.
    """
    if not model.knows(declared[:LENGTH]):
        return ()
    guess = model.guess(words(keys))
    telling = [key for key in guess.known if not names_nothing(key)]
    if len(telling) < weights["least_words"] or len(guess.known) < weights["known_share"] * guess.said:
        return ()
    if model.shared(guess.known, declared[:_CHAPTER]) > weights["shared"]:
        return ()
    least = max(weights["least_score"], guess.of_chapter(declared[:_CHAPTER]) + weights["margin"])
    return tuple(each for each in guess.best() if each.score >= least)
