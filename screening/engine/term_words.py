"""What the texts of a catalogue are read into: the keys of their words and what each weighs.

Reading tens of thousands of terms takes a second or two, so that the next process may load what one has read. What
is stored holds only for the same texts under the same rules of reading; anything else is read anew.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from screening.engine import weights
from screening.engine.text import compose, fold, tokens

Words = tuple[tuple[str, ...], tuple[float, ...]]

_LOCANTS: Final = re.compile(r"(?<![^\W_])\d+'{0,3}(?:,\d+'{0,3})*-(?=[\[(]?[^\W\d_]{2})")
_LOCANT: Final = 0.1  # of the weight of a telling word
_STEP: Final = 1000  # weights have three decimals
_DIGEST: Final = 32  # bytes
_SIZE: Final = 4  # bytes that tell how long the keys are
_RULES: Final = ("term_words.py", "text.py", "weights.py", "frequencies.tsv", "plain_words.toml")


class TermWords:
    """The words of each text. ``stored`` is what an earlier one of the same texts gave."""

    def __init__(self, texts: Iterable[str], stored: bytes = b"") -> None:
        self._texts = tuple(dict.fromkeys(texts))
        self._digest = _digest(self._texts)
        found = _unpacked(stored[_DIGEST:]) if stored[:_DIGEST] == self._digest else map(_words, self._texts)
        self._words = dict(zip(self._texts, found, strict=True))

    def __getitem__(self, text: str) -> Words:
        return self._words[text]

    def to_bytes(self) -> bytes:
        """For the next process that reads the same texts; of use on machines of one byte order."""
        said = "".join(" ".join(keys) + "\n" for keys, _ in self._words.values()).encode()
        each = array("H", (round(weight * _STEP) for _, weights in self._words.values() for weight in weights))
        return self._digest + len(said).to_bytes(_SIZE, "big") + said + each.tobytes()


def _digest(texts: tuple[str, ...]) -> bytes:
    rules = b"".join(Path(__file__).with_name(name).read_bytes() for name in _RULES)
    return hashlib.sha256(rules + "\n".join(texts).encode()).digest()


def _unpacked(stored: bytes) -> Iterable[Words]:
    end = _SIZE + int.from_bytes(stored[:_SIZE], "big")
    each = [step / _STEP for step in array("H", stored[end:])]
    at = 0
    for row in stored[_SIZE:end].decode().splitlines():
        keys = tuple(row.split())
        yield keys, tuple(each[at : at + len(keys)])
        at += len(keys)


def _words(text: str) -> Words:
    """The keys of a text's words and what each weighs; figures that place groups in a chemical name weigh little."""
    folded = fold(compose(text))
    found = list(tokens(folded))
    each = [weights.weight(token.key) for token in found]
    for start, end in (match.span() for match in _LOCANTS.finditer(folded)):
        each = [_LOCANT if start <= token.start < end else kept for token, kept in zip(found, each, strict=True)]
    return tuple(token.key for token in found), tuple(each)
