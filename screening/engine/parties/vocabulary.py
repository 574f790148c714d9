"""What words of names are: legal forms, words of trade, titles, marks of a father's name (words.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from screening.engine.parties.sounds import sound
from screening.engine.text import fold

_ROWS: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_LONG_ENOUGH: Final = 4
"""Letters from which a word is known by its sound too; shorter ones only as they are written."""
Phrase = tuple[str, ...]


@lru_cache(maxsize=100_000)
def keys_of(word: str) -> tuple[str, ...]:
    """What a word in lower case is looked up by."""
    heard = sound(word)
    return (word, f"~{heard}") if len(heard) >= _LONG_ENOUGH else (word,)


def words_in(written: str) -> Phrase:
    """The words of a phrase of the table, in lower case without signs."""
    return tuple(fold(written).replace(".", "").replace("/", "").replace("-", " ").split())


def _phrases(section: str) -> dict[Phrase, str]:
    """Each phrase, by its words' keys -> what it means."""
    found: dict[Phrase, str] = {}
    for meaning, phrases in _ROWS[section].items():
        for phrase in phrases.split(";"):
            for key in _keys(words_in(phrase)):
                found.setdefault(key, meaning)
    return found


def _keys(words: Phrase) -> Iterator[Phrase]:
    if words:
        yield words
        yield tuple(keys_of(word)[-1] for word in words)


FORM, TRADE, EMPTY = "form", "trade", "empty"
OF_A_FATHER: Final = _phrases("of_a_father")
PHRASES: Final[Mapping[Phrase, tuple[str, str]]] = {
    phrase: (kind, meaning)
    for section, kind in (("empty", EMPTY), ("trade", TRADE), ("legal_forms", FORM))
    for phrase, meaning in _phrases(section).items()
}
"""Each phrase -> what it is and what it means."""
_NOTHING: Final = frozenset(_phrases("nothing"))
_LONGEST: Final = max(map(len, PHRASES))
_BEGINNINGS: Final = frozenset(phrase[0] for phrase in PHRASES)
_SAME: Final = {keys[-1]: name for keys, name in _phrases("same").items()}


@lru_cache(maxsize=100_000)
def same_name(heard: str) -> str:
    """The name that a given name is in the mouths of other peoples; empty for others."""
    return _SAME.get(f"~{heard}") or _SAME.get(heard, "")


@lru_cache(maxsize=50_000)
def known(word: str) -> tuple[str, str]:
    """What a word in lower case is and means by itself; two empty texts where it is a name's own."""
    return _known((word,))


def phrase_at(words: Sequence[str], at: int) -> tuple[str, str, int]:
    """What the longest known phrase that begins at a word is, what it means, and of how many words it is. Single
    letters are read as one word too: L.L.C., M/V.
    """
    if len(words[at]) > 1 and _BEGINNINGS.isdisjoint(keys_of(words[at])):
        return "", "", 1
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        kind, meaning = _known(phrase)
        if not kind and length > 1 and all(len(word) == 1 for word in phrase):
            kind, meaning = known("".join(phrase))
        if kind:
            return kind, meaning, length
    return "", "", 1


def says_nothing(words: Sequence[str]) -> bool:
    """Whether words stand where no name is: N/A, TO ORDER, по приказу."""
    return tuple(words) in _NOTHING or ("".join(words),) in _NOTHING


def of_a_father(word: str) -> str:
    """sons or daughters, for the words that make a father's name of the one before."""
    return OF_A_FATHER.get((word,)) or OF_A_FATHER.get((keys_of(word)[-1],), "")


def _known(phrase: Phrase) -> tuple[str, str]:
    return PHRASES.get(phrase) or PHRASES.get(tuple(keys_of(word)[-1] for word in phrase), ("", ""))
