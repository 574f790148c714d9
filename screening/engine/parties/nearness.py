"""How near two words of names are by their sounds: 1 for the same, 0 for nothing in common."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from screening.engine.parties.names import Part, stem_of
from screening.engine.parties.vocabulary import same_name

_VOWELS: Final = frozenset("aeiou")
# What it costs to hear one sound for another. Not told: 1; vowels not told: 0.7.
_LIKE: Final = {
    "ao": 0.2, "ae": 0.25, "ei": 0.25, "ou": 0.25, "gh": 0.35, "hk": 0.45, "gk": 0.5, "bv": 0.5, "bp": 0.5, "dt": 0.5,
    "sz": 0.5, "jz": 0.6, "fp": 0.45, "cx": 0.5, "cj": 0.5, "uv": 0.35, "sx": 0.6, "iu": 0.5, "fv": 0.5, "jx": 0.7,
    "cs": 0.7, "ks": 0.8, "ai": 0.7, "eu": 0.7, "eo": 0.5, "mn": 0.9,
}  # fmt: skip
_COST: Final = {pair: cost for two, cost in _LIKE.items() for pair in ((two[0], two[1]), (two[1], two[0]))}
_OTHER_VOWEL: Final = 0.7
_VOWEL_LESS: Final = 0.45
_LETTER_LESS: Final = 0.9
_SWAPPED: Final = 0.8
_FIRST: Final = 1.5  # times, where the first letter is another
_LETTERS: Final = 0.55  # of the longer word's letters, at which nothing is left
_OTHER_ENDING: Final = 0.9  # Каримов, Каримзода
_FAMILY_ENDING: Final = re.compile(r"(?:[oe]va?|zod[ae]h?|zad[ae]h?|sk[iao]+)$")
_SHORT: Final = 4  # letters at least that a word's likeness is told by
_SAME_NAME: Final = 0.97
_WOMAN: Final = 0.55  # Aziz, Aziza
_HONOURED: Final = 0.85
_HONOUR: Final = re.compile(r"(?<=...)(?:bek|bei|b[aoi]i|j[ao]n|h[ao]n|x[ao]h|mirzo)$")  # Нодир, Нодирбек


def near(one: Part, other: Part) -> float:
    """How near two words are, in their likeliest readings. Of families' names the stems are compared: an ending in
    common makes no two names one.
    """
    if one.sound == other.sound:
        return 1.0
    whole = max(between(mine, others) for mine in one.sounds for others in other.sounds)
    if whole >= _SAME_NAME or not (_FAMILY_ENDING.search(one.sound) or _FAMILY_ENDING.search(other.sound)):
        return whole
    if of_another_sex(one, other):
        return min(whole, _WOMAN)
    stems = max(between(stem_of(mine), stem_of(others)) for mine in one.sounds for others in other.sounds)
    if one.sound[len(one.stem) :][-3:] == other.sound[len(other.stem) :][-3:]:
        return min(whole, stems)
    return stems * _OTHER_ENDING


def of_another_sex(one: Part, other: Part) -> bool:
    """Whether the endings of two words tell of a man and a woman."""
    return bool(one.sex and other.sex) and one.sex != other.sex


@lru_cache(maxsize=200_000)
def between(one: str, other: str) -> float:
    """How near two sounds are."""
    if one == other:
        return 1.0
    known = same_name(one)
    if known and known == same_name(other):
        return _SAME_NAME
    if one + "a" == other or other + "a" == one:
        return _WOMAN
    if _without_honour(one) == _without_honour(other):
        return _HONOURED
    longer = max(len(one), len(other))
    if abs(len(one) - len(other)) > longer * _LETTERS:
        return 0.0
    return max(0.0, 1 - _distance(one, other) / (max(longer, _SHORT) * _LETTERS))


def _without_honour(heard: str) -> str:
    return _HONOUR.sub("", heard)


def _distance(one: str, other: str) -> float:
    """What it costs to make one of the other by the fewest letters changed; two that change places cost less."""
    cost, swapped = 0.0, False
    for each in Levenshtein.editops(one, other):
        at, to = each.src_pos, each.dest_pos
        if swapped:
            swapped = False
        elif each.tag == "replace":
            swapped = one[at : at + 2] == other[to : to + 2][::-1] and len(one) > at + 1
            cost += _SWAPPED if swapped else _instead(one[at], other[to]) * (1.0 if at or to else _FIRST)
        else:
            cost += _less(one[at] if each.tag == "delete" else other[to])
    return cost


def _less(letter: str) -> float:
    return _VOWEL_LESS if letter in _VOWELS else _LETTER_LESS


def _instead(mine: str, others: str) -> float:
    cost = _COST.get((mine, others))
    if cost is not None:
        return cost
    return _OTHER_VOWEL if mine in _VOWELS and others in _VOWELS else 1.0


def begins(initial: Part, word: Part) -> bool:
    """Whether an initial may be a word's."""
    return any(heard[:1] == mine[:1] for heard in word.sounds for mine in initial.sounds) or (
        same_name(word.sound)[:1] == initial.sound[:1]
    )
