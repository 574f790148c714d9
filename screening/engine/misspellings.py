"""Words one or two letters away from a word, by deletions computed before: no vocabulary is ever scanned.

Every word stands under each way of leaving out the letters that may be wrong in it. Of these shorter words only a
32-bit hash is kept, in sorted arrays that can be stored and loaded as they are: a chance meeting of two hashes costs
one comparison more, since the letters are compared in the end.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

from rapidfuzz.distance import OSA

_LONG: Final = 5  # letters
_ONE_LETTER_FROM: Final = 4  # letters a word must have to be found with one letter wrong
_TWO_LETTERS_FROM: Final = 9
# Parts of chemical names that make another substance of it: a word that has one of them where the other word
# has another is no misspelling of it.
_ROOT: Final = re.compile(
    "ftor|fluor|hlor|klor|brom|iod|oksi|tio|amin|amid|imin|nitrat|nitrit|nitro|azid|sian|sulf|fosf|arsen|sel|m?etil"
    "|i?zopropil|propil|butil|fenil|benz|mono|di|tri|tetra|penta|heksa|meta|orto|para|at$|it$|id$"
)
_DIGEST: Final = 32  # bytes


class Misspellings:
    """What the words of a vocabulary may be mistaken for. ``stored`` is what an earlier one of the same words gave;
    ``apart`` finds the parts of words that make others of them.
    """

    def __init__(self, words: Collection[str], stored: bytes = b"", apart: re.Pattern[str] | None = _ROOT) -> None:
        self._apart = apart
        self._words = sorted(word for word in words if len(word) >= _ONE_LETTER_FROM and not word.isdigit())
        self._digest = hashlib.sha256("\n".join(self._words).encode()).digest()
        self._hashes, self._owners = self._loaded(stored) or self._computed()
        self.near = lru_cache(maxsize=100_000)(self._near)

    def to_bytes(self) -> bytes:
        """For the next process that loads the same words; of use on machines of one byte order."""
        return self._digest + self._hashes.tobytes() + self._owners.tobytes()

    def _loaded(self, stored: bytes) -> tuple[array[int], array[int]] | None:
        if stored[:_DIGEST] != self._digest:
            return None
        half = (len(stored) - _DIGEST) // 2 + _DIGEST
        return array("I", stored[_DIGEST:half]), array("I", stored[half:])

    def _computed(self) -> tuple[array[int], array[int]]:
        pairs = sorted(
            (crc32(shorter.encode()), owner) for owner, word in enumerate(self._words) for shorter in _shortened(word)
        )
        return array("I", (key for key, _ in pairs)), array("I", (owner for _, owner in pairs))

    def _near(self, key: str) -> tuple[tuple[str, int], ...]:
        """The words a few letters away, with how many are wrong."""
        found = {word for shorter in _shortened(key) for word in self._under(crc32(shorter.encode()))}
        rated = ((word, OSA.distance(key, word)) for word in sorted(found) if not self._another(key, word))
        return tuple((word, wrong) for word, wrong in rated if 0 < wrong <= _allowed(key, word))

    def _another(self, key: str, word: str) -> bool:
        if self._apart is None:
            return False
        mine, others = set(self._apart.findall(key)), set(self._apart.findall(word))
        return bool(mine - others) and bool(others - mine)

    def _under(self, key: int) -> Iterator[str]:
        place = bisect_left(self._hashes, key)
        while place < len(self._hashes) and self._hashes[place] == key:
            yield self._words[self._owners[place]]
            place += 1


def _allowed(key: str, word: str) -> int:
    """Letters that may be wrong between two words; short ones must begin alike, and one be no shorter than five."""
    if max(len(key), len(word)) < _LONG or (len(key) <= _LONG and key[0] != word[0]):
        return 0
    return _letters_allowed(min(len(key), len(word)))


def _letters_allowed(length: int) -> int:
    return 0 if length < _ONE_LETTER_FROM else 1 if length < _TWO_LETTERS_FROM else 2


def _shortened(word: str) -> set[str]:
    shortened = {word}
    for _ in range(_letters_allowed(len(word))):
        shortened |= {kept[:at] + kept[at + 1 :] for kept in shortened for at in range(len(kept))}
    return shortened
