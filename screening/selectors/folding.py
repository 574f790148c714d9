"""How what is declared and what is asked for become search keys: one key space for every script (engine/text.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from screening.engine.text import code_key, compose, fold, tokens
from screening.engine.weights import STOP_WORDS

LONGEST: Final = 60
"""Characters of a key; the rest of a longer word or number does not count."""
SHORTEST: Final = 2
_SHORTEST_PART: Final = 3
_BETWEEN: Final = re.compile(r"[\W_]+")
_ONE_VOWEL: Final = str.maketrans("o", "u")
"""Хоруғ and Khorog, Oʻzbekiston and Узбекистан: a search had better find both."""
_UZBEK_X: Final = ("ks", "h")
"""Within a word an x may be Uzbek (mikrosxema) or English (index): it becomes one letter either way."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the composed text (engine.text.compose)."""

    start: int
    end: int
    key: str


def words(text: str) -> Iterator[Word]:
    """The words of two letters and more."""
    for token in tokens(fold(compose(text))):
        if key := _folded(token.key):
            yield Word(token.start, token.end, key)


def telling(text: str) -> dict[str, None]:
    """The keys of the words that say something, each once, in order: none that stands everywhere ("and", "for")."""
    found = (_folded(token.key) for token in tokens(fold(compose(text))))
    return dict.fromkeys(key for key in found if key and key not in _PLAIN)


@lru_cache(maxsize=100_000)
def _folded(key: str) -> str:
    return key.translate(_ONE_VOWEL).replace(*_UZBEK_X)[:LONGEST] if len(key) >= SHORTEST else ""


_PLAIN: Final = frozenset(map(_folded, STOP_WORDS))


@lru_cache(maxsize=20_000)
def code(text: str) -> str:
    """The key of a number, plate, container or HS code as a whole; empty where it has one letter or none."""
    key = code_key(text)[:LONGEST]
    return key if len(key) >= SHORTEST else ""


def code_keys(text: str) -> list[str]:
    """A number as a whole and its longer parts: 2026/000123 is also found by 000123."""
    parts = [part for part in map(code, _BETWEEN.split(compose(text))) if len(part) >= _SHORTEST_PART]
    return list(dict.fromkeys(filter(None, [code(text), *parts])))
