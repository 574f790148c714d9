"""Two names of persons, word by word: families' and given names in any order, fathers' names, initials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from screening.engine.parties.names import FATHER, INITIAL, NUMBER, WORD, Name, Part
from screening.engine.parties.nearness import begins, between, of_another_sex
from screening.engine.parties.pairing import EQUAL, INITIAL_OF, SPELLED, Met, Pairing, pair, pair_words, told, unmet

_LIKE_A_FATHERS: Final = 0.85  # nearness from which a word is a father's name without its mark
_ENOUGH: Final = 2  # words that met, from which one word more on one side says little


def met(one: Name, other: Name, weights: Mapping[str, float]) -> Iterator[Met]:
    """What the words of two persons' names say, each with what it takes from the likeness."""
    words = pair_words(one.of(WORD, NUMBER), other.of(WORD, NUMBER), weights["least_word"])
    fathers = pair(one.of(FATHER), other.of(FATHER), weights["least_word"], _near_fathers)
    for pairing, weight in ((words, weights["word"]), (fathers, weights["father"])):
        for mine, others, nearness in pairing.pairs:
            sex = weights["sex"] if of_another_sex(mine, others) else 0.0
            yield told(mine, others, nearness, weight * (1 - nearness) + sex)
    if not one.of(FATHER):
        yield from _unmarked(words.left, fathers.lacking, weights)
    if not other.of(FATHER):
        yield from (_turned(each) for each in _unmarked(words.lacking, fathers.left, weights))
    own, theirs = list(one.of(INITIAL)), list(other.of(INITIAL))
    short = [
        *_initials(own, (words.lacking, fathers.lacking), weights),
        *(_turned(each) for each in _initials(theirs, (words.left, fathers.left), weights)),
    ]
    yield from short
    same = pair(own, theirs, 1.0, lambda a, b: float(a.sound[:1] == b.sound[:1]))
    yield from (Met(EQUAL, mine, others, 0.0) for mine, others, _ in same.pairs)
    yield from unmet(same.left, same.lacking, weights["other_initial"], weights["more_initial"])
    more = weights["more_word" if len(words.pairs) + len(short) >= _ENOUGH else "single_word"]
    yield from unmet(words.left, words.lacking, weights["other_word"], more)
    yield from unmet(fathers.left, fathers.lacking, weights["other_father"], weights["more_father"])


def _near_fathers(one: Part, other: Part) -> float:
    return 1.0 if one.sound == other.sound else between(one.stem, other.stem)


def _turned(met: Met) -> Met:
    return Met(met.how, met.other, met.mine, met.cost)


def _unmarked(words: list[Part], fathers: list[Part], weights: Mapping[str, float]) -> list[Met]:
    """Words of one side that are fathers' names of the other without their mark: Rustam Ali, Rustam Alievich. Both
    are taken out.
    """
    plain = [word for word in words if word.kind == WORD and not word.sex]
    found = pair(plain, fathers, _LIKE_A_FATHERS, _near_stems)
    _take_out(found, words, fathers)
    return [Met(SPELLED, word, father, weights["unmarked"]) for word, father, _ in found.pairs]


def _near_stems(one: Part, other: Part) -> float:
    return max(between(one.stem, other.stem), between(one.sound, other.stem))


def _take_out(found: Pairing, mine: list[Part], others: list[Part]) -> None:
    for one, other, _ in found.pairs:
        mine.remove(one)
        others.remove(other)


def _initials(short: list[Part], words: tuple[list[Part], list[Part]], weights: Mapping[str, float]) -> Iterator[Met]:
    """Initials of one side with the words of the other that they stand for, given names first; both are taken out."""
    for kind, cost in zip(words, (weights["initial"], weights["initial_of_father"]), strict=True):
        found = pair(short, kind, 1.0, lambda initial, word: float(begins(initial, word)))
        _take_out(found, short, kind)
        yield from (Met(INITIAL_OF, initial, word, cost) for initial, word, _ in found.pairs)
