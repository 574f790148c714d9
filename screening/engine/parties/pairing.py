"""Which word of one name meets which word of another, and what is left of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from screening.engine.parties.names import WORD, Part
from screening.engine.parties.nearness import between, near
from screening.engine.parties.sounds import together

EQUAL, SPELLED, SIMILAR, INITIAL_OF = "NM-EQUAL", "NM-SPELLED", "NM-SIMILAR", "NM-INITIAL"
MISSING, OTHER, ADDED, FORM_OTHER = "NM-MISSING", "NM-OTHER", "NM-ADDED", "NM-FORM"
_SPELLED: Final = 0.8  # nearness from which two words are one in another spelling, not with a wrong letter
_ASIDE: Final = 0.01
_PLACE: Final = 0.001  # for each place further away, among equally near ones
_WHOLE: Final = 0.85  # nearness from which two words together are one of the other side
_LONG: Final = 5  # letters of such a word


@dataclass(frozen=True, slots=True)
class Met:
    """A word of the one name, the word of the other that it met, how, and what that takes from the likeness of 1."""

    how: str
    mine: Part | None
    other: Part | None
    cost: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words that met with their nearness, and what is left of the one name and of the other."""

    pairs: list[tuple[Part, Part, float]]
    left: list[Part]
    lacking: list[Part]


def told(one: Part, other: Part, nearness: float, cost: float) -> Met:
    """Two words that met, by how near they are."""
    how = EQUAL if nearness >= 1 else SPELLED if nearness >= _SPELLED else SIMILAR
    return Met(how, one, other, cost)


def unmet(left: Sequence[Part], lacking: Sequence[Part], other: float, more: float) -> Iterator[Met]:
    """Words that met none: two that speak against each other, or one more on one side. What stands behind a name says
    next to nothing.
    """
    for mine in (part for part in left if part.aside):
        yield Met(ADDED, mine, None, _ASIDE)
    for others in (part for part in lacking if part.aside):
        yield Met(MISSING, None, others, _ASIDE)
    left, lacking = ([part for part in side if not part.aside] for side in (left, lacking))
    for mine, others in zip_longest(left, lacking):
        if mine is not None and others is not None:
            yield Met(OTHER, mine, others, other)
        else:
            yield Met(ADDED if mine is not None else MISSING, mine, others, more)


def pair(
    mine: Sequence[Part],
    others: Sequence[Part],
    least: float,
    nearness_of: Callable[[Part, Part], float] = near,
) -> Pairing:
    """The words that meet, the nearest first, from a least nearness on."""
    rated = [
        (nearness - _PLACE * abs(at - to), -at, -to, nearness)
        for at, one in enumerate(mine)
        for to, other in enumerate(others)
        if (nearness := nearness_of(one, other)) >= least
    ]
    rated.sort(reverse=True)
    taken: dict[int, int] = {}
    pairs = []
    for _, at, to, nearness in rated:
        if -at not in taken and -to not in taken.values():
            taken[-at] = -to
            pairs.append((mine[-at], others[-to], nearness))
    left = [one for at, one in enumerate(mine) if at not in taken]
    met = set(taken.values())
    return Pairing(pairs, left, [other for to, other in enumerate(others) if to not in met])


def pair_words(mine: Sequence[Part], others: Sequence[Part], least: float) -> Pairing:
    """As ``pair``; where words are left, two of one side may be one word of the other."""
    met = pair(mine, others, least)
    if not met.left and not met.lacking:
        return met
    joined = pair(_joined(mine, others), _joined(others, mine), least)
    return joined if _unlike(joined) < _unlike(met) else met


def _unlike(pairing: Pairing) -> float:
    """What is left, and what the nearness of the words that met lacks."""
    return len(pairing.left) + len(pairing.lacking) + sum(1 - nearness for _, _, nearness in pairing.pairs)


def _joined(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """The parts, with two or three neighbours put together that the other side writes as one word."""
    wholes = [together([other.sound]) for other in others if len(other.sound) >= _LONG]
    joined = list(parts)
    for length in (3, 2):
        for at in range(len(joined) - length, -1, -1):
            pieces = joined[at : at + length]
            whole = together(piece.sound for piece in pieces)
            if len(pieces) == length and any(between(whole, other) >= _WHOLE for other in wholes):
                first, last = pieces[0], pieces[-1]
                joined[at : at + length] = [Part(WORD, (whole,), whole, last.sex, "", first.start, last.end)]
    return joined
