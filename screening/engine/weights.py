"""How telling a word is: a frozen table of how often words occur in trade descriptions.

The table does not depend on the catalogue, so that adding an entry changes no other entry's score.
frequencies.tsv was counted by scripts/count_words.py; the words that say nothing at all stand in
plain_words.toml.
"""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from screening.engine.text import keys

_FOLDER: Final = Path(__file__).parent
_NUMBER: Final = 0.35
_LEAST: Final = 0.02
_EVERYDAY: Final = 8  # times that an everyday word occurs in the table


def _frequencies() -> dict[str, int]:
    rows = (line.split("\t") for line in (_FOLDER / "frequencies.tsv").read_text("utf-8").splitlines())
    return {key: int(count) for key, count in rows}


def _plain(section: str) -> frozenset[str]:
    words = tomllib.loads((_FOLDER / "plain_words.toml").read_text("utf-8"))[section]
    return frozenset(key for text in words.values() for key in keys(text))


FREQUENCIES: Final = _frequencies()
STOP_WORDS: Final = _plain("stop")
VAGUE_WORDS: Final = _plain("vague")
DENIALS: Final = _plain("denial")
DENIALS_BEHIND: Final = _plain("denial_behind")
PURPOSES: Final = _plain("purpose")
PURPOSES_BEHIND: Final = _plain("purpose_behind")
MEANT_FOR: Final = _plain("meant_for")
MEANT_FOR_BEHIND: Final = _plain("meant_for_behind")
_UNCLEAR: Final = STOP_WORDS | VAGUE_WORDS | _plain("around")


@lru_cache(maxsize=200_000)
def weight(key: str) -> float:
    """From 0.02 (says nothing) to 1 (names something)."""
    if key in STOP_WORDS:
        return _LEAST
    if key.isdigit():
        return _NUMBER
    rarity = 1 - math.log10(1 + FREQUENCIES.get(key, 0)) / 5
    return round(max(_LEAST, rarity * min(1.0, len(key) / 4)), 3)


def is_known(key: str) -> bool:
    """Whether trade uses the word often: then it is no misspelling of another."""
    return key in FREQUENCIES or key in _UNCLEAR


def names_nothing(key: str) -> bool:
    """Whether the word leaves the goods unknown: a vague word, packing or papers, a number or a maker's code."""
    return key in _UNCLEAR or any(letter.isdigit() for letter in key) or len(key) == 1


def is_everyday(key: str) -> bool:
    """Whether the word stands in many descriptions of all sorts of goods."""
    return FREQUENCIES.get(key, 0) >= _EVERYDAY or key in STOP_WORDS or key in VAGUE_WORDS
